"""S6 links: what the table sees of a fresh decision's links, and what it does with them.

docs/odd.md 3.5: M3, M4, M5, C4. Variant V5 (settled only if cheaper).
"""

from __future__ import annotations

from model.codes import N_FRESH, N_STACKS, N_WAITING, OPEN, ORDER_STALE, SETTLED, STACKED
from model.compiled import compiled
from model.country import DECIDED, DONE, PLANNING
from model.fixed import SETTLED as SETTLED_PART
from model.fixed import STACKABLE, TRUST_SHIFT
from model.quarter.thresholds import at_least


@compiled
def links(
    t, counts, fresh, waiting, stacks, area_of, group_of, decided_set, host, region, opgave, phase,
    work, work_left, size, merit, place, stack_link, link_status, stacked_at, link_first,
    link_second, link_start, link_ids, synergy, strength, seen_luck, visibility, price, trust,
    settles,
):  # fmt: skip
    """Go through the links of the fresh decisions, by id.

    A seen synergy is stacked, a seen conflict with a decided project is settled at the price of
    size and work; what is not seen, or not worth settling (V5), stays open.
    """
    for i in range(counts[N_FRESH]):
        j = fresh[i]
        waiting[counts[N_WAITING]] = j
        counts[N_WAITING] += 1
        counts[ORDER_STALE] = 1
        for at in range(link_start[j], link_start[j + 1]):
            link = link_ids[at]
            if link_status[link] != OPEN:
                continue
            end = 0 if link_first[link] == j else 1
            other = link_second[link] if end == 0 else link_first[link]
            if not _in_block(j, other, decided_set[j], area_of, group_of, host, opgave):
                if seen_luck[link, end] >= visibility * (TRUST_SHIFT + trust[region[j]]):
                    continue
            if synergy[link]:
                if (
                    stack_link[j] < 0
                    and stack_link[other] < 0
                    and _stackable(other, phase, work, work_left)
                ):
                    link_status[link] = STACKED
                    stacked_at[link] = t
                    stack_link[j] = stack_link[other] = link
                    place[j] = place[other] = max(merit[j], merit[other])
                    stacks[counts[N_STACKS]] = link
                    counts[N_STACKS] += 1
            elif settles and DECIDED <= phase[other] <= DONE:
                link_status[link] = SETTLED
                part = price * strength[link] * SETTLED_PART
                size[j] *= 1.0 - part
                work[j] *= 1.0 + part
                work_left[j] *= 1.0 + part


@compiled
def _in_block(j, other, s, area_of, group_of, host, opgave):
    """Both ends lie in the deciding table's block as written, covered or not."""
    return (
        area_of[s, host[j]] == area_of[s, host[other]]
        and group_of[s, opgave[j]] == group_of[s, opgave[other]]
    )


@compiled
def _stackable(other, phase, work, work_left):
    """Decided and unpaid, or in planning with over 70 % of its work left."""
    if phase[other] == DECIDED:
        return True
    return phase[other] == PLANNING and not at_least(STACKABLE * work[other], work_left[other])
