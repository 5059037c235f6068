"""S7 funding: decided projects in one national order look for their money.

docs/odd.md 3.5: M2, M3, M10, C9.
"""

from __future__ import annotations

from model.codes import (
    BROKEN,
    KEPT,
    N_PLANNING,
    N_STACKS,
    N_WAITING,
    ORDER_STALE,
    OWN_SHARE,
    STACKED,
    STAFF,
    WINDOW,
)
from model.compiled import compiled
from model.country import DECIDED, PLANNING, STRANDED
from model.fixed import HOLDER_PART, STACK_WORK
from model.opgaven import QUARTERS
from model.quarter.thresholds import at_least


@compiled
def funding(
    t, start, covered, counts, waiting, planning, stacks, host, region, opgave, phase, cost,
    price_level, work_left, merit, place, paid_quarter, paid_rijk, paid_own, paid_by, ready_from,
    min_planning, refusal, pot_need, stack_link, link_status, stacked_at, link_first, link_second,
    strength, sync, cofinancing, own_share, own_drawn, own_weight, own_cumulative, borrow, pot_of,
    slot_of, slot_count, pot_open, pot_span_area, pot_holder, pot_feeds, balance, claim, spent,
    apply_cost, talk,
    report_due, applying, apply_due, staff_hours, first_municipality, backlog, backlog_now,
):  # fmt: skip
    """All or nothing: own share from own funds, the rest from open pots, narrowest first.

    Tested in this order, and the first that fails names the state: staff, own share, pots.
    """
    _break_stacks(
        t, counts, stacks, phase, paid_quarter, stacked_at, stack_link, link_status, link_first,
        link_second, sync, merit, place,
    )  # fmt: skip
    if counts[ORDER_STALE] == 1:
        _order(waiting, counts, place)
        counts[ORDER_STALE] = 0
    backlog_now[:] = 0.0
    for i in range(counts[N_PLANNING]):
        if phase[planning[i]] == PLANNING:  # not stranded by a court shock
            backlog_now[host[planning[i]]] += work_left[planning[i]]
    applying[:] = 0.0
    apply_due[:] = 0.0
    still = 0
    for i in range(counts[N_WAITING]):
        j = waiting[i]
        if phase[j] != DECIDED:  # stranded by a court shock
            continue
        m, k = host[j], opgave[j]
        g = first_municipality + m
        link = stack_link[j] if stack_link[j] >= 0 and link_status[stack_link[j]] == STACKED else -1
        partner = -1
        if link >= 0:
            partner = link_second[link] if link_first[link] == j else link_first[link]
        second = partner >= 0 and phase[partner] == PLANNING
        charge = cost[j] * price_level[t]
        if second:
            charge -= strength[link] * min(charge, cost[partner] * price_level[t])
        terms = 1 if covered[region[j], k] and t >= start else 0
        own = cofinancing[terms] * own_share[k] * charge
        need = charge - own
        pot_need[j] = need
        busy = talk[g] + report_due[g] + applying[g]
        full = not second and not at_least(backlog * staff_hours[g], backlog_now[m])
        reach, hours = 0.0, 0.0
        if not full:
            reach, hours = _reach(
                m, k, terms, need, pot_of, pot_open, pot_feeds, balance, claim, pot_span_area,
                apply_cost[g],
            )  # fmt: skip
        limit = own_weight[m] * own_cumulative[min(t + borrow, QUARTERS - 1)]
        if full or at_least(busy + hours, staff_hours[g]):
            refusal[j] = STAFF
        elif not at_least(limit, own_drawn[m] + own):
            refusal[j] = OWN_SHARE
        elif not at_least(reach, need):
            refusal[j] = WINDOW
        else:
            _pay(
                j, m, k, terms, need, pot_of, slot_of, slot_count, pot_open, pot_span_area,
                pot_holder, pot_feeds, balance, claim, spent, paid_by, apply_cost[g], apply_due,
            )  # fmt: skip
            applying[g] += hours
            own_drawn[m] += own
            paid_own[j], paid_rijk[j] = own, need
            phase[j] = PLANNING
            paid_quarter[j] = t
            ready_from[j] = t + min_planning[k] - 1
            if second:
                link_status[link] = KEPT
                saved = STACK_WORK * strength[link]
                backlog_now[host[partner]] -= saved * work_left[partner]
                work_left[partner] *= 1.0 - saved
                work_left[j] *= 1.0 - saved
            backlog_now[m] += work_left[j]
            planning[counts[N_PLANNING]] = j
            counts[N_PLANNING] += 1
            continue
        waiting[still] = j
        still += 1
    counts[N_WAITING] = still


@compiled
def _break_stacks(
    t, counts, stacks, phase, paid_quarter, stacked_at, stack_link, link_status, link_first,
    link_second, sync, merit, place,
):  # fmt: skip
    """A stack ends when its first is paid and its second not in time (M3)."""
    still = 0
    for i in range(counts[N_STACKS]):
        link = stacks[i]
        if link_status[link] != STACKED:
            continue
        a, b = link_first[link], link_second[link]
        broken = phase[a] == STRANDED or phase[b] == STRANDED
        if not broken and (phase[a] != DECIDED or phase[b] != DECIDED):
            first = a if phase[a] != DECIDED else b
            late = t - max(paid_quarter[first], stacked_at[link]) > sync
            broken = late or phase[first] != PLANNING
        if broken:
            link_status[link] = BROKEN
            for j in (a, b):
                stack_link[j] = -1
                place[j] = merit[j]
            counts[ORDER_STALE] = 1
            continue
        stacks[still] = link
        still += 1
    counts[N_STACKS] = still


@compiled
def _order(waiting, counts, place):
    """The national order: best place first, ties by id; the list is nearly sorted already."""
    for i in range(1, counts[N_WAITING]):
        j = waiting[i]
        at = i
        while at > 0 and (
            place[waiting[at - 1]] < place[j]
            or (place[waiting[at - 1]] == place[j] and waiting[at - 1] > j)
        ):
            waiting[at] = waiting[at - 1]
            at -= 1
        waiting[at] = j


@compiled
def within_reach(b, side, pot_feeds, balance, claim):
    """What a pot holds for a square of base (0) or arrangement (1).

    Its own pots whole; of a pot that covered squares have left they keep their claim, the others
    the rest; of a pot that only the others feed nothing (docs/odd.md 10, pots and coverage).
    """
    if side == 1:
        return balance[b] if pot_feeds[1, b] else min(claim[b], balance[b])
    return max(0.0, balance[b] - claim[b]) if pot_feeds[0, b] else 0.0


@compiled
def _reach(
    m, k, side, need, pot_of, pot_open, pot_feeds, balance, claim, pot_span_area, cost
):  # fmt: skip
    """What the open pots can give, and the hours of applying to those that would be drawn on."""
    rest, hours, reach = need, 0.0, 0.0
    for w in range(pot_of.shape[2]):
        b = pot_of[m, k, w]
        if b < 0 or not pot_open[b]:
            continue
        holds = within_reach(b, side, pot_feeds, balance, claim)
        if holds <= 0.0:
            continue
        if rest > 0.0:
            hours += cost * pot_span_area[b]
            rest -= min(holds, rest)
        reach += holds
    return reach, hours


@compiled
def _pay(
    j, m, k, side, need, pot_of, slot_of, slot_count, pot_open, pot_span_area, pot_holder,
    pot_feeds, balance, claim, spent, paid_by, cost, apply_due,
):  # fmt: skip
    """Debit the open pots, narrowest first; their holders assess the applications (C9)."""
    rest = need
    for w in range(pot_of.shape[2]):
        b = pot_of[m, k, w]
        if b < 0 or not pot_open[b] or rest <= 0.0:
            continue
        holds = within_reach(b, side, pot_feeds, balance, claim)
        if holds <= 0.0:
            continue
        take = min(holds, rest)
        rest -= take
        balance[b] -= take
        if side == 1 and not pot_feeds[1, b]:
            claim[b] -= take
        spent[b] += take
        paid_by[j, w] = True
        slot_count[slot_of[m, k, w]] += 1
        for holder in range(pot_holder.shape[1]):
            part = pot_holder[b, holder] * HOLDER_PART
            if part > 0.0:
                apply_due[holder] += part * cost * pot_span_area[b]
