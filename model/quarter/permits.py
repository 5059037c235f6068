"""S9 permits: when planning ends, what was not settled comes out in the field.

docs/odd.md 3.5: M5, M6.
"""

from __future__ import annotations

from model.codes import N_BUILDING, N_PLANNING, N_QUEUE, OPEN, SURFACED, VOID
from model.compiled import compiled
from model.country import BUILDING, DECIDED, DONE, PLANNING, STRANDED
from model.fixed import CLASH_DRAAGVLAK, CLASH_WAIT, OBJECTION_SCALE
from model.quarter.thresholds import half_up


@compiled
def permits(
    t, counts, planning, building, queue, ready, host, region, opgave, phase, work, work_left,
    ready_from, permit_drawn, permit_quarter, clash_until, permit_from, objected, finish,
    min_building,
    building_space, link_status, link_first, link_second, link_start, link_ids, synergy,
    strength, clash_luck, strand_luck, clash, strand, objection, objection_luck, objection_wait,
    burden, draagvlak, event, pot_of, slot_of, slot_count, paid_by,
):  # fmt: skip
    """Give permits to projects whose minimum planning time and work are done.

    Once, by id, they meet their open conflicts; then perhaps an objection; then the permit.
    """
    count = 0
    for i in range(counts[N_PLANNING]):
        j = planning[i]
        if (
            phase[j] == PLANNING
            and permit_drawn[j] > t
            and work_left[j] <= 0.0
            and t >= ready_from[j]
        ):
            at = count
            while at > 0 and ready[at - 1] > j:
                ready[at] = ready[at - 1]
                at -= 1
            ready[at] = j
            count += 1
    for i in range(count):
        j = ready[i]
        permit_drawn[j] = t
        delay, stranded = _clashes(
            j, region, phase, work, work_left, link_status, link_first, link_second, link_start,
            link_ids, synergy, strength, clash_luck, strand_luck, clash, strand, event,
        )  # fmt: skip
        if stranded:
            strand_project(j, phase, link_status, link_start, link_ids)
            continue
        clash_until[j] = max(clash_until[j], t + delay)
        unhappy = OBJECTION_SCALE * objection * burden[opgave[j]] * (1.0 - draagvlak[region[j]])
        permit_from[j] = clash_until[j]
        if objection_luck[j] < min(1.0, unhappy):
            permit_from[j] += objection_wait[j]
            objected[j] = True
    still = 0
    for i in range(counts[N_PLANNING]):
        j = planning[i]
        if phase[j] == STRANDED:
            leave_pots(j, host, opgave, pot_of, slot_of, slot_count, paid_by)
            continue
        if permit_drawn[j] <= t and work_left[j] <= 0.0 and t >= permit_from[j]:
            phase[j] = BUILDING
            permit_quarter[j] = t
            if building_space[opgave[j]] < 1e300:
                queue[counts[N_QUEUE]] = j
                counts[N_QUEUE] += 1
            else:
                finish[j] = t + min_building[opgave[j]]
                building[counts[N_BUILDING]] = j
                counts[N_BUILDING] += 1
            continue
        planning[still] = j
        still += 1
    counts[N_PLANNING] = still


@compiled
def _clashes(
    j, region, phase, work, work_left, link_status, link_first, link_second, link_start, link_ids,
    synergy, strength, clash_luck, strand_luck, clash, strand, event,
):  # fmt: skip
    """Open conflicts that surface: work adds up, the longest delay counts (M5)."""
    delay, stranded = 0, False
    for at in range(link_start[j], link_start[j + 1]):
        link = link_ids[at]
        if synergy[link] or link_status[link] != OPEN:
            continue
        other = link_second[link] if link_first[link] == j else link_first[link]
        if not DECIDED <= phase[other] <= DONE or clash_luck[link] >= clash:
            continue
        link_status[link] = SURFACED
        work_left[j] += strength[link] * work[j]
        delay = max(delay, half_up(CLASH_WAIT * strength[link]))
        event[region[j]] += CLASH_DRAAGVLAK
        if strand_luck[link] < strand * strength[link]:
            stranded = True
    return delay, stranded


@compiled
def strand_project(j, phase, link_status, link_start, link_ids):
    """The cost is lost and the links that were still open are void."""
    phase[j] = STRANDED
    for at in range(link_start[j], link_start[j + 1]):
        if link_status[link_ids[at]] == OPEN:
            link_status[link_ids[at]] = VOID


@compiled
def leave_pots(j, host, opgave, pot_of, slot_of, slot_count, paid_by):
    """A finished or stranded project is reported on no longer."""
    for w in range(pot_of.shape[2]):
        if paid_by[j, w]:
            paid_by[j, w] = False
            slot_count[slot_of[host[j], opgave[j], w]] -= 1
