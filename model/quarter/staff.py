"""S8 staff: hours of all governments, and the planning work they leave.

docs/odd.md 3.5: M7, M11, C1, C12, C14. Variant V2 (hours shared equally).
"""

from __future__ import annotations

from model.codes import N_PLANNING
from model.compiled import compiled
from model.country import PLANNING
from model.fixed import HOLDER_PART, REPORT_BASE, WORK_CAP

FINISHED = 1e-9  # hours: less work than this is none


@compiled
def reporting_due(
    slot_count, slot_start, slot_pot, pot_control, pot_holder, eta, report_cost,
    first_municipality, report_due, pot_due,
):  # fmt: skip
    """Reporting due this quarter, read at its start, before anything else happens.

    A host reports to every pot that pays an unfinished project of its own:
    report (.25 + .75 control)(1 + eta x projects); the pot's holder spends a third of that.
    """
    report_due[:] = 0.0
    pot_due[:] = 0.0
    for m in range(len(slot_start) - 1):
        g = first_municipality + m
        for slot in range(slot_start[m], slot_start[m + 1]):
            if slot_count[slot] == 0:
                continue
            b = slot_pot[slot]
            due = REPORT_BASE + (1.0 - REPORT_BASE) * pot_control[b]
            due *= report_cost[g] * (1.0 + eta * slot_count[slot])
            report_due[g] += due
            pot_due[b] += due
    for b in range(len(pot_due)):
        if pot_due[b] > 0.0:
            for holder in range(pot_holder.shape[1]):
                report_due[holder] += pot_due[b] * HOLDER_PART * pot_holder[b, holder]


@compiled
def staff(
    t, staff_hours, tier, first_municipality, asked, talk, report_due, reporting, apply_due,
    applying, work_hours, idle, overvraagd, counts, planning, phase, host, opgave, decided_set,
    work, work_left, min_planning, specialisation, span_opgaven, staff_part, hours_year,
    asked_year, overhead_hours, equal_staff, host_count, host_size,
    host_value,
):  # fmt: skip
    """staff = talk + reporting + applying + work + idle, for every government.

    Holders talk, then assess, then report; what does not fit is overvraagd. The hours left
    of a host go to its oldest funded project first, at most 1.5 h / minimum planning time; under
    V2 they are shared equally.
    """
    for g in range(len(staff_hours)):
        left = staff_hours[g] - talk[g]
        overvraagd[g] = 0.0
        if g < first_municipality:
            applying[g] = min(apply_due[g], left)
            overvraagd[g] += apply_due[g] - applying[g]
        left -= applying[g]
        reporting[g] = min(report_due[g], max(0.0, left))
        overvraagd[g] += report_due[g] - reporting[g]
        work_hours[g] = 0.0
        idle[g] = max(0.0, left - reporting[g])
    if equal_staff:
        _equal_parts(
            counts, planning, phase, host, opgave, decided_set, work, work_left, min_planning,
            specialisation, span_opgaven, first_municipality, idle, host_count, host_size,
            host_value,
        )  # fmt: skip
    for i in range(counts[N_PLANNING]):
        j = planning[i]
        k, g = opgave[j], first_municipality + host[j]
        if phase[j] != PLANNING or work_left[j] <= 0.0:
            staff_part[j] = 0.0
            continue
        yield_ = 1.0 + specialisation * (1.0 - span_opgaven[decided_set[j], k])
        could = min(WORK_CAP * work[j] / min_planning[k], work_left[j] / yield_)
        hours = min(idle[g], could)
        if equal_staff:
            hours = min(hours, host_value[host[j]])
        idle[g] -= hours
        work_hours[g] += hours
        work_left[j] -= hours * yield_
        if work_left[j] <= FINISHED:
            work_left[j] = 0.0
        staff_part[j] = 1.0 - hours / could
    year = t // 4
    for g in range(len(staff_hours)):
        level = tier[g]
        hours_year[year, level, 0] += talk[g]
        hours_year[year, level, 1] += reporting[g]
        hours_year[year, level, 2] += applying[g]
        hours_year[year, level, 3] += work_hours[g]
        hours_year[year, level, 4] += idle[g]
        hours_year[year, level, 5] += overvraagd[g]
        asked_year[year, level] += asked[g]
        overhead_hours[g] += talk[g] + reporting[g] + applying[g]


@compiled
def _equal_parts(
    counts, planning, phase, host, opgave, decided_set, work, work_left, min_planning,
    specialisation, span_opgaven, first_municipality, idle, host_count, host_size, host_value,
):  # fmt: skip
    """V2: the most hours of each host that one of its projects gets (`host_value`).

    At first an equal part for all; what those that need no more leave over is shared by the
    others, until that changes nothing.
    """
    host_value[:] = 0.0
    rising = True
    while rising:
        host_count[:] = 0
        host_size[:] = 0.0
        for i in range(counts[N_PLANNING]):
            j = planning[i]
            if phase[j] != PLANNING or work_left[j] <= 0.0:
                continue
            k, m = opgave[j], host[j]
            yield_ = 1.0 + specialisation * (1.0 - span_opgaven[decided_set[j], k])
            could = min(WORK_CAP * work[j] / min_planning[k], work_left[j] / yield_)
            if could <= host_value[m]:
                host_size[m] += could
            else:
                host_count[m] += 1
        rising = False
        for m in range(len(host_count)):
            if host_count[m] > 0:
                part = (idle[first_municipality + m] - host_size[m]) / host_count[m]
                if part > host_value[m]:
                    host_value[m] = part
                    rising = True
