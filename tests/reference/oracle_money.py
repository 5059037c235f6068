"""S1 events, S2 pots, S7 funding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle_blocks import GEMEENTE, PROVINCIE, REGIO, RIJK, above, add, at_least
from oracle_field import strand, surface
from oracle_parts import (
    BUILDING,
    DECIDED,
    PLANNING,
    STRANDED,
    Government,
    Municipality,
    Pot,
    Project,
)  # fmt: skip

if TYPE_CHECKING:
    from oracle import Oracle

HOLDER_PART = 1 / 3
OWN_BORROWED_UNTIL = 79


def level(steps: tuple[tuple[int, float], ...], t: int) -> float:
    """Level of a series that takes each step's value from its quarter on; 1 before."""
    now = 1.0
    for quarter, value in sorted(steps):
        if quarter <= t:
            now = value
    return now


# ------------------------------------------------------------------------------ S1 events


def court_shock(model: Oracle) -> None:
    """Every open conflict with a court opgave surfaces on its other end (S1, R30)."""
    t = model.quarter
    alive = range(DECIDED, STRANDED)
    for link in model.links:
        first, second = link.ends
        if link.status != "open" or link.synergy:
            continue
        if first.phase not in alive or second.phase not in alive:
            continue
        court = [model.opgaven[p.opgave].court for p in link.ends]
        if not any(court):
            continue
        victim = first if not court[0] else second
        delay = surface(model, link, victim)
        if victim.phase in (DECIDED, PLANNING):
            victim.work_left += link.strength * victim.work
            victim.clash_until = max(victim.clash_until, t + delay)
            victim.permit_from = max(victim.permit_from, t + delay)
        elif victim.phase == BUILDING:
            victim.building_longer += delay
            if victim.finish is not None:
                victim.finish += delay
        if victim.phase <= BUILDING and link.strand_luck < model.assumptions.strand * link.strength:
            strand(victim)


# -------------------------------------------------------------------------------- S2 pots


def fill_pots(model: Oracle) -> None:
    """Lapse, cut, inflow and drift, in that order (S2)."""
    t = model.quarter
    leave_behind(model)
    for pot in model.pots:
        pot.inflow_now = pot.cut_now = 0.0
    for side in (model.base, model.new):
        for spec in side.specs:
            if spec.key == "inwoners":
                inflow_by_people(model, side, spec)
            else:
                inflow_by_need(model, side, spec)
    for pot in model.pots:
        if t % 4 == 0:
            lapsed = pot.terms.lapse * pot.balance
            pot.balance -= lapsed
            pot.lapsed += lapsed
            pot.theirs *= 1 - pot.terms.lapse
        pot.before_cut = pot.balance
        reach = pot.balance + 4 * pot.inflow_now
        if model.country.cabinet[t] and reach != 0:
            part = model.assumptions.cut * (1 - pot.terms.firmness) * pot.balance / reach
            pot.cut_now = part * pot.balance
            pot.balance -= pot.cut_now
            pot.cut += pot.cut_now
            pot.theirs *= 1 - part
        drift = model.assumptions.drift * pot.span_opgaven * (1 - 0.5 * pot.terms.control)
        if pot.watched:
            drift /= 2
        drifted = drift * pot.inflow_now
        pot.inflow += pot.inflow_now
        pot.drifted += drifted
        pot.balance += pot.inflow_now - drifted


def leave_behind(model: Oracle) -> None:
    """Squares whose money moves now keep their part of the balance of the pots they leave (R29).

    Their part is that of what the squares of the pot's block need from the Rijk.
    """
    moving = {s for s in model.all_squares if s.money_from == model.quarter}
    if not moving:
        return
    for pot in model.pots:
        if pot.sides != [model.base]:
            continue
        need = {True: 0.0, False: 0.0}
        for (m, k), holding in model._pots_holding.items():
            if pot in holding and model.national_target[k] > 0:
                square = model.squares[model.sheet.region[m]][k]
                part = model.target_mk[m][k] / model.national_target[k]
                need[square in moving] += float(model.country.rijk_need[k]) * part
        if need[True] > 0:
            pot.theirs = pot.balance * need[True] / (need[True] + need[False])


def rijk_money(model: Oracle, region: int, k: int) -> float:
    """What the Rijk pays this quarter for a square (S2, R28)."""
    t = model.quarter
    if t >= model.last_start[k] or model.national_target[k] == 0:
        return 0.0
    money = model.means.money * level(model.means.money_steps, t)
    target = model.squares[region][k].target
    return float(model.country.rijk_need[k]) * money * target / model.national_target[k]


def arriving(model: Oracle, side, spec, k: int) -> float:  # type: ignore[no-untyped-def]
    """The part that arrives of what this spec gets of a square's money (S2, R33).

    Of what the arrangement holds in pots of several opgaven and the base did not, only
    `conversion` comes in; the loss falls on those pots in proportion.
    """
    if side is model.base or len(spec.group[k]) == 1:
        return 1.0
    together = [
        add(s.share for s in which.specs if len(s.group[k]) > 1)
        for which in (model.base, model.new)
    ]
    lost = max(0.0, together[1] - together[0]) * (1 - model.means.conversion)
    return (together[1] - lost) / together[1] if together[1] > 0 else 1.0


def inflow_by_need(model: Oracle, side, spec) -> None:  # type: ignore[no-untyped-def]
    """A square's money goes to its own pot."""
    for square in model.all_squares:
        if square.paying(model.quarter) is not side or square.target == 0:
            continue
        amount = spec.share * rijk_money(model, square.region, square.opgave)
        amount *= arriving(model, side, spec, square.opgave)
        hosts = model.sheet.municipalities[square.region]
        if spec.area != GEMEENTE:
            model.pot(spec, hosts[0], square.opgave).inflow_now += amount
            continue
        for m in hosts:
            part = model.target_mk[m][square.opgave] / square.target
            model.pot(spec, m, square.opgave).inflow_now += amount * part


def inflow_by_people(model: Oracle, side, spec) -> None:  # type: ignore[no-untyped-def]
    """The covered total of a group, divided over the areas by covered inhabitants."""
    for group in sorted(set(spec.group)):
        total, hosts = 0.0, []
        for region in range(model.sheet.regions):
            covered = [k for k in group if model.squares[region][k].paying(model.quarter) is side]
            total += add(
                spec.share * rijk_money(model, region, k) * arriving(model, side, spec, k)
                for k in covered
            )
            if covered:
                hosts += model.sheet.municipalities[region]
        people = add(model.inhabitants[m] for m in hosts)
        for m in hosts:
            model.pot(spec, m, group[0]).inflow_now += total * model.inhabitants[m] / people


def watch(model: Oracle) -> None:
    """Which pots lie inside one table that decides somewhere now: drift halves (S2, R28)."""
    for pot in model.pots:
        pot.watched = any(model.sheet.inside(pot.block, t.block) for t in model.operational)


# ----------------------------------------------------------------------------- S7 funding


def break_stacks(model: Oracle) -> None:
    """Stacks that waited too long end; both ends are free again (S6, R16)."""
    for link in model.links:
        if link.status != "stacked":
            continue
        paid = [p for p in link.ends if p.paid is not None]
        over = any(p.phase == STRANDED for p in link.ends)
        if len(paid) == 1:
            first = paid[0]
            assert first.paid is not None
            waited = model.quarter - max(first.paid, first.stacked_at)
            over = over or waited > model.assumptions.sync or first.phase != PLANNING
        if over:
            link.status = "broken"
            for p in link.ends:
                p.partner = p.stack = None
                p.stacked_at = -1


def rank(project: Project) -> tuple[float, int]:
    """Place in the one national order: merit as perceived, a stack at its better one's place."""
    merit = project.merit
    if project.stack_holds and project.partner is not None:
        merit = max(merit, project.partner.merit)
    return (-merit, project.index)


def price_of(model: Oracle, project: Project) -> float:
    """What the project costs now; the second of a stack costs less (S6, R17)."""
    price = level(model.means.price_steps, model.quarter)
    cost = project.cost * price
    other = project.partner
    if project.stack_holds and project.stack is not None and other is not None:
        if other.paid is not None:
            cost -= project.stack.strength * min(other.cost * price, cost)
    return cost


def plan_draw(project: Project, pots: list[Pot], need: float, t: int) -> list[tuple[Pot, float]]:
    """What would be taken from the open pots, narrowest first, as far as they reach."""
    takes, rest = [], need
    for pot in pots:
        take = min(pot.holds_for(project.square.paying(t)), rest)
        if pot.is_open(t) and take > 0:
            takes.append((pot, take))
            rest -= take
    return takes


def own_limit(model: Oracle, host: Municipality) -> float:
    """Own funds that may have been drawn by now, borrowing included (S2, R19)."""
    until = min(model.quarter + model.assumptions.borrow, OWN_BORROWED_UNTIL)
    inflow = add(
        float(model.country.own_need[k]) * min(until + 1, model.last_start[k])
        for k in range(len(model.opgaven))
    )
    return host.own_weight * model.means.own_funds * inflow


def fund(model: Oracle) -> None:
    """Decided projects in national order ask for money; all or nothing (S7)."""
    t, a = model.quarter, model.assumptions
    model.order = sorted((p for p in model.projects if p.phase == DECIDED), key=rank)
    for p in model.order:
        host = p.host
        cost = price_of(model, p)
        side = p.square.paying(t)
        terms = side.terms
        own = terms.cofinancing * model.opgaven[p.opgave].own_share * cost
        p.need = cost - own
        pots = model.pots_of(p)
        takes = plan_draw(p, pots, p.need, t)
        hours = [host.cost(a.apply) * pot.span_area for pot, _ in takes]
        p.refused = None
        other = p.partner if p.stack_holds else None
        if no_staff(model, p, other, add(hours)):
            p.refused = "staff"
        elif above(host.own_drawn + own, own_limit(model, host)):
            p.refused = "own share"
        elif not at_least(add(pot.holds_for(side) for pot in pots if pot.is_open(t)), p.need):
            p.refused = "pots"
        if p.refused is not None:
            continue
        host.own_drawn += own
        for (pot, take), h in zip(takes, hours, strict=True):
            if side not in pot.sides:
                pot.theirs -= take
            pot.balance -= take
            pot.spent += take
            p.pots.append(pot)
            host.applying += h
            for holder in pot.holders:
                holder.applying_due += HOLDER_PART * h / len(pot.holders)
        p.phase, p.paid, p.cost_paid, p.own_paid = PLANNING, t, cost, own
        p.turn = model.payments
        model.payments += 1
        if other is not None and other.paid is not None:
            keep_stack(p, other)


def no_staff(model: Oracle, project: Project, other: Project | None, hours: float) -> bool:
    """Whether planning work, or talk, reports and applications fill the host's staff (S7)."""
    host = project.host
    joins = other is not None and other.phase == PLANNING  # a stack's second is not refused
    backlog = add(p.work_left for p in host.projects if p.phase == PLANNING)
    if above(backlog, model.assumptions.backlog * host.staff) and not joins:
        return True
    return at_least(host.talk + host.reporting_due + host.applying + hours, host.staff)


def keep_stack(second: Project, first: Project) -> None:
    """The second of a stack is paid in time: both have less work left (S6, R17)."""
    assert second.stack is not None
    second.stack.status = "kept"
    for p in (first, second):
        p.work_left *= 1 - second.stack.strength / 2


# ----------------------------------------------- what reports ask: start of quarter (S8, R21)


def reports_due(model: Oracle) -> None:
    """Reporting due per host, and a third of it with the holders, per pot."""
    for g in model.governments:
        g.reporting_due = g.applying_due = 0.0
    for host in model.municipalities:
        count: dict[Pot, int] = {}
        for p in host.projects:
            if p.phase in (PLANNING, BUILDING):
                for pot in p.pots:
                    count[pot] = count.get(pot, 0) + 1
        for pot in sorted(count, key=lambda pot: pot.order):
            control = 0.25 + 0.75 * pot.terms.control
            hours = host.cost(model.assumptions.report) * control
            hours *= 1 + model.assumptions.eta * count[pot]
            host.reporting_due += hours
            for holder in pot.holders:
                holder.reporting_due += HOLDER_PART * hours / len(pot.holders)


def holders_of(model: Oracle, pot: Pot) -> list[Government]:
    """Who holds a pot: ministries in equal parts, the province, the chair, or nobody (S8)."""
    area, index, opgaven = pot.block
    if area == RIJK:
        return [m for m in model.ministries if set(m.opgaven) & set(opgaven)]
    if area == PROVINCIE:
        return [model.provinces[index]]
    if area == REGIO:
        return [model.provinces[model.sheet.chair[index]]]
    return []
