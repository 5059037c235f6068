"""S4 agenda: how many ideas of a square come to its table, and which.

docs/odd.md 3.5: M4, M9, C11.
"""

from __future__ import annotations

from model.codes import N_CANDIDATES, OPEN
from model.compiled import compiled
from model.country import IDEA
from model.fixed import CREDIT_FLOOR, CREDIT_QUARTERS
from model.quarter.thresholds import at_least, whole


@compiled
def agenda(
    t, rhythm, pace, ideas, square_speed, frame_weight, deciding, credit, ranked, square_first,
    phase, cool_until, candidate_at, attempts, candidates, counts, host, region, opgave, table_of,
    link_status, link_first, link_second, link_start, link_ids, synergy,
):  # fmt: skip
    """Credit grows every quarter; at a meeting it buys candidates, best perceived merit first.

    Then, in the order (region, opgave, rank), each candidate pulls at most one partner: the
    strongest undecided synergy inside the block that is not cooling and whose square has
    credit.
    """
    regions, opgaven = credit.shape
    for r in range(regions):
        for k in range(opgaven):
            gain = pace * ideas[r, k] * frame_weight[deciding[r, k], r, k]
            most = max(CREDIT_FLOOR, CREDIT_QUARTERS * gain)
            credit[r, k] = min(most, credit[r, k] + gain * square_speed[r, k])
    counts[N_CANDIDATES] = 0
    if t % rhythm != rhythm - 1:
        return
    for r in range(regions):
        for k in range(opgaven):
            left = whole(credit[r, k])
            square = r * opgaven + k
            for i in range(square_first[square], square_first[square + 1]):
                if left == 0:
                    break
                j = ranked[deciding[r, k], i]
                if phase[j] == IDEA and cool_until[j] < t:
                    _pick(j, t, candidate_at, attempts, candidates, counts)
                    credit[r, k] -= 1.0
                    left -= 1
    for i in range(counts[N_CANDIDATES]):
        j = candidates[i]
        partner = _partner(
            j, t, deciding, credit, phase, cool_until, candidate_at, host, region, opgave, table_of,
            link_status, link_first, link_second, link_start, link_ids, synergy,
        )  # fmt: skip
        if partner >= 0:
            _pick(partner, t, candidate_at, attempts, candidates, counts)
            credit[region[partner], opgave[partner]] -= 1.0


@compiled
def _pick(j, t, candidate_at, attempts, candidates, counts):
    candidate_at[j] = t
    attempts[j] += 1
    candidates[counts[N_CANDIDATES]] = j
    counts[N_CANDIDATES] += 1


@compiled
def _partner(
    j, t, deciding, credit, phase, cool_until, candidate_at, host, region, opgave, table_of,
    link_status, link_first, link_second, link_start, link_ids, synergy,
):  # fmt: skip
    """The strongest undecided synergy inside the block; links come strongest first."""
    table = table_of[deciding[region[j], opgave[j]], host[j], opgave[j]]
    for i in range(link_start[j], link_start[j + 1]):
        link = link_ids[i]
        if not synergy[link]:
            break
        other = link_second[link] if link_first[link] == j else link_first[link]
        if link_status[link] != OPEN or phase[other] != IDEA or candidate_at[other] == t:
            continue
        r, k = region[other], opgave[other]
        if table_of[deciding[r, k], host[other], k] != table or cool_until[other] >= t:
            continue
        if at_least(credit[r, k], 0.0):
            return other
    return -1
