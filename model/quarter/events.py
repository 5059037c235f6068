"""S1 events: who decides from this quarter on, and the court shock.

docs/odd.md 3.4 and 3.5.
"""

from __future__ import annotations

from model.codes import MEMBERS_STALE, OPEN, SURFACED
from model.compiled import compiled
from model.country import DECIDED, DONE, PLANNING
from model.fixed import CLASH_DRAAGVLAK, CLASH_WAIT
from model.layout import NEVER
from model.quarter.permits import strand_project
from model.quarter.thresholds import half_up


@compiled
def events(
    t, switch, start, table_start, covered, table_of, host, region, opgave, court_quarter,
    court, deciding, operational, counts, phase, work, work_left, clash_until, permit_from,
    finish, longer, stack_link, link_status, link_first, link_second, link_start, link_ids,
    synergy, strength, strand_luck, strand, event, municipality_region,
):  # fmt: skip
    """Change of tables where coverage says so, then the court shock of the scenario.

    The cabinet change itself is read by S2 from `cabinet`.
    """
    event[:] = 0.0
    if switch[t]:
        _change_tables(t, table_start, table_of, municipality_region, deciding, operational)
        counts[MEMBERS_STALE] = 1
    if t == court_quarter:
        for link in range(len(link_first)):
            if synergy[link] or link_status[link] != OPEN:
                continue
            a, b = link_first[link], link_second[link]
            if not (DECIDED <= phase[a] <= DONE and DECIDED <= phase[b] <= DONE):
                continue
            if court[opgave[b]]:
                victim = b if court[opgave[a]] else a
            elif court[opgave[a]]:
                victim = b
            else:
                continue
            link_status[link] = SURFACED
            event[region[victim]] += CLASH_DRAAGVLAK
            delay = half_up(CLASH_WAIT * strength[link])
            if phase[victim] <= PLANNING:
                work_left[victim] += strength[link] * work[victim]
                clash_until[victim] = max(clash_until[victim], t + delay)
                permit_from[victim] = max(permit_from[victim], t + delay)
            elif phase[victim] < DONE:
                longer[victim] += delay
                if finish[victim] != NEVER:
                    finish[victim] += delay
            if phase[victim] < DONE and strand_luck[link] < strand * strength[link]:
                strand_project(victim, phase, link_status, link_start, link_ids)


@compiled
def _change_tables(t, table_start, table_of, municipality_region, deciding, operational):
    """A table is operational in a quarter in which at least one square is its to decide."""
    regions, opgaven = deciding.shape
    for r in range(regions):
        for k in range(opgaven):
            deciding[r, k] = 1 if t >= table_start[r, k] else 0
    operational[:] = False
    for m in range(len(municipality_region)):
        for k in range(opgaven):
            operational[table_of[deciding[municipality_region[m], k], m, k]] = True
