"""S12 observe: every undone project spends the quarter in one state.

docs/odd.md 3.5 and 4.
"""

from __future__ import annotations

from model.codes import (
    AGENDA,
    BORDER,
    CLASH,
    CONSENT,
    LOST_MONEY,
    N_WAITING,
    OBJECTION,
    SPACE,
    STAFF,
    STRAND,
    TIME,
    TOO_LITTLE,
    WINDOW,
)
from model.compiled import compiled
from model.country import BUILDING, DECIDED, DONE, IDEA, PLANNING, STRANDED
from model.layout import NEVER
from model.quarter.funding import within_reach
from model.quarter.thresholds import at_least


@compiled
def observe(
    t, start, covered, counts, waiting, host, region, opgave, phase, cool_until, refusal, pot_need,
    staff_part, permit_drawn, permit_quarter, clash_until, permit_from, ready_from, finish, longer,
    deadline, min_planning, min_building, pot_of, pot_feeds, balance, claim, lost, clocks,
):  # fmt: skip
    """Clocks run while a project could still be in time: t < deadline - its minimum time left."""
    for j in range(len(phase)):
        if phase[j] == DONE or phase[j] == DECIDED:
            continue
        k = opgave[j]
        if phase[j] == IDEA:
            if t < deadline[k] - min_planning[k] - min_building[k]:
                clocks[j, CONSENT if t < cool_until[j] else AGENDA] += 1.0
        elif phase[j] == PLANNING:
            rest = max(0, ready_from[j] - t) + min_building[k]
            if t < deadline[k] - rest:
                if permit_drawn[j] < t <= clash_until[j]:
                    clocks[j, CLASH] += 1.0
                elif permit_drawn[j] < t <= permit_from[j]:
                    clocks[j, OBJECTION] += 1.0
                else:
                    # a planning quarter waits for staff as far as hours fell short
                    clocks[j, STAFF] += staff_part[j]
                    clocks[j, TIME] += 1.0 - staff_part[j]
        elif phase[j] == BUILDING:
            rest = min_building[k] + longer[j] if finish[j] == NEVER else finish[j] - t
            if t < deadline[k] - rest:
                queued = finish[j] == NEVER and permit_quarter[j] < t
                clocks[j, SPACE if queued else TIME] += 1.0
        elif phase[j] == STRANDED and t < deadline[k]:
            clocks[j, STRAND] += 1.0
    _waiting_for_money(
        t, start, covered, counts, waiting, host, region, opgave, phase, refusal, pot_need,
        deadline, min_planning, min_building, pot_of, pot_feeds, balance, claim, lost, clocks,
    )  # fmt: skip


@compiled
def _waiting_for_money(
    t, start, covered, counts, waiting, host, region, opgave, phase, refusal, pot_need, deadline,
    min_planning, min_building, pot_of, pot_feeds, balance, claim, lost, clocks,
):  # fmt: skip
    """Name why money does not come: elsewhere, lost, or too little (M2, M3, C5, C8)."""
    there = 0.0
    for b in range(len(balance)):
        there += balance[b]
    gone = lost[t, 0] + lost[t, 1] + lost[t, 2]
    asked = 0.0
    for i in range(counts[N_WAITING]):
        j = waiting[i]
        if phase[j] != DECIDED:
            continue
        k = opgave[j]
        cause = refusal[j]
        if cause == WINDOW:
            asked += pot_need[j]
            if at_least(there, asked):
                near = 0.0
                side = 1 if covered[region[j], k] and t >= start else 0
                for w in range(pot_of.shape[2]):
                    b = pot_of[host[j], k, w]
                    if b >= 0:
                        near += within_reach(b, side, pot_feeds, balance, claim)
                cause = WINDOW if at_least(near, pot_need[j]) else BORDER
            elif at_least(there + gone, asked):
                cause = LOST_MONEY
            else:
                cause = TOO_LITTLE
        if t < deadline[k] - (min_planning[k] + min_building[k]):
            clocks[j, cause] += 1.0
