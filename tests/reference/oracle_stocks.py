"""S11 draagvlak and trust, S12 observe, and the loss waterfall (5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle_blocks import add, at_least
from oracle_field import minimum_left, waits_for_space
from oracle_parts import BUILDING, CAUSES, DECIDED, DONE, IDEA, STRANDED, Project, Region

if TYPE_CHECKING:
    from oracle import Oracle


# -------------------------------------------------------------------- S11 draagvlak, trust


def cut_share(model: Oracle, region: Region, several_only: bool) -> float:
    """Part of the region's pots that was cut this quarter (S11, R25; C15 for the broad ones)."""
    cut = balance = 0.0
    for pot in model.pots:
        if several_only and len(pot.block.opgaven) < 2:
            continue
        part = pot.region_part.get(region.index, 0.0)
        cut += pot.cut_now * part
        balance += pot.before_cut * part
    return cut / balance if balance != 0 else 0.0


def move_stocks(model: Oracle) -> None:
    """Draagvlak and trust of every region (S11, M6, M12)."""
    t, a = model.quarter, model.assumptions
    for region in model.regions:
        events, region.events = region.events, 0.0
        if region.target == 0 or not model.reading.stocks_move:
            continue
        squares = model.squares[region.index]
        burden = add(
            model.opgaven[p.opgave].burden * p.size
            for square in squares for p in square.projects
            if p.phase == BUILDING and not waits_for_space(p)
        )  # fmt: skip
        realised_now = add(s.realised_now for s in squares)
        draagvlak = region.draagvlak
        draagvlak += (
            0.05 * (0.55 - draagvlak) + 0.6 * realised_now / region.target
            - 0.05 * burden / region.target - events
        )  # fmt: skip
        region.draagvlak = min(1.0, max(0.0, draagvlak))
        plan = add(s.target * min(1.0, (t + 1) / model.opgaven[s.opgave].deadline) for s in squares)
        kept = min(1.0, add(s.realised for s in squares) / plan)
        control = add(s.target * s.paying(t).terms.control for s in squares) / region.target
        cut = cut_share(model, region, False) if model.country.cabinet[t] else 0.0
        broken = cut_share(model, region, True) if model.country.cabinet[t] else 0.0
        trust = region.trust
        trust += (
            a.trust_speed * (0.5 * (1 - cut) + 0.5 * kept - a.trust_control * control - trust)
            - a.broken * broken
        )  # fmt: skip
        region.trust = min(1.0, max(0.0, trust))


# ---------------------------------------------------------------------------- S12 observe


def walk(model: Oracle) -> dict[Project, str]:
    """Why those who only lack pots lack them, in national order (S12, R26)."""
    there = add(pot.balance for pot in model.pots)
    lost = add(pot.lost for pot in model.pots)
    asked = 0.0
    why: dict[Project, str] = {}
    for p in model.order:
        if p.refused != "pots":
            continue
        asked += p.need
        if at_least(there, asked):
            side = p.square.paying(model.quarter)
            own = add(pot.holds_for(side) for pot in model.pots_of(p))
            why[p] = "window" if at_least(own, p.need) else "border"
        elif at_least(there + lost, asked):
            why[p] = "lost money"
        else:
            why[p] = "too little money"
    return why


def states(model: Oracle, p: Project, why: dict[Project, str]) -> list[tuple[str, float]]:
    """The state of an undone project this quarter, or its split of staff and time."""
    t = model.quarter
    if p.phase == STRANDED:
        return [("stranded", 1.0)]
    if p.phase == IDEA:
        cooling = p.dropped is not None and t < p.dropped + int(model.assumptions.rhythm)
        return [("consent" if cooling else "agenda", 1.0)]
    if p.phase == DECIDED:
        assert p.refused is not None
        return [(why[p] if p.refused == "pots" else p.refused, 1.0)]
    if p.phase == BUILDING:
        queued = waits_for_space(p) and p.permit is not None and p.permit < t
        return [("building space" if queued else "time", 1.0)]  # in the permit quarter it planned
    if p.permit_moment is not None and p.permit_moment < t:
        if t <= p.clash_until:
            return [("clash", 1.0)]
        if t <= p.permit_from:
            return [("objection", 1.0)]
    staff = 1 - p.worked / p.could_work if p.could_work > 0 else 0.0
    return [("staff", staff), ("time", 1 - staff)]


def observe(model: Oracle) -> None:
    """Every undone project spends the quarter in one state, while it could be in time (S12)."""
    t = model.quarter
    why = walk(model)
    for p in model.projects:
        deadline = model.opgaven[p.opgave].deadline
        if p.phase == DONE or not t < deadline - minimum_left(model, p):
            continue
        for cause, part in states(model, p, why):
            p.clocks[cause] += part
    for k, opgave in enumerate(model.opgaven):
        if t != opgave.deadline - 1:
            continue
        model.lost_at_deadline[k] = (
            add(pot.drifted for pot in model.pots),
            add(pot.lapsed for pot in model.pots),
            add(pot.cut for pot in model.pots),
        )
        for region in range(len(model.regions)):
            square = model.squares[region][k]
            square.realised_at_deadline = square.realised
        for p in model.projects:
            if p.opgave == k:
                p.size_at_deadline = p.size


# -------------------------------------------------------------------------- loss waterfall


def waterfall(model: Oracle, region: int, k: int) -> dict[str, float]:
    """Where the unmet units of a square got stuck; sums exactly to the unmet target (R27).

    Parameters
    ----------
    region, k : int
        The square; its deadline must have passed.

    Returns
    -------
    dict
        Units per cause: `ambition` (lost in settlement), the clocks (lost money split in
        `drifted`, `lapsed`, `cut`).
    """
    deadline = model.opgaven[k].deadline
    if model.quarter < deadline - 1:
        raise ValueError(f"waterfall: the deadline of opgave {k} has not passed")
    square = model.squares[region][k]
    result = dict.fromkeys(("ambition", *CAUSES, "drifted", "lapsed", "cut"), 0.0)
    del result["lost money"]
    unmet = max(0.0, square.target - square.realised_at_deadline)
    settled = add(
        p.first_size - p.size for p in square.projects
        if p.decided is not None and p.decided < deadline
    )  # fmt: skip
    result["ambition"] = min(unmet, settled)
    rest = unmet - result["ambition"]
    undone = [p for p in square.projects if p.done is None or p.done >= deadline]
    total = add(p.size_at_deadline for p in undone)
    if total == 0:
        result["time"] += rest
        return result
    for p in undone:
        part = rest * p.size_at_deadline / total
        ticks = add(p.clocks.values())
        if ticks == 0:
            result["time"] += part
            continue
        for cause, count in p.clocks.items():
            amount = part * count / ticks
            if cause != "lost money":
                result[cause] += amount
                continue
            lost = model.lost_at_deadline[k]
            if add(lost) == 0:
                lost = (1.0, 0.0, 0.0)
            for name, value in zip(("drifted", "lapsed", "cut"), lost, strict=True):
                result[name] += amount * value / add(lost)
    return result


def check(model: Oracle) -> None:
    """Money and hours close exactly, to 1e-9 relative (8, point 6)."""
    for pot in model.pots:
        out = pot.spent + pot.balance + pot.lost
        if abs(pot.inflow - out) > 1e-9 * max(1.0, abs(pot.inflow)) or pot.balance < -1e-9:
            raise AssertionError(f"pot {pot.identity}: {pot.inflow} in, {out} accounted for")
    for g in model.governments:
        used = g.talk + g.reporting + g.applying + g.work + g.idle
        good = used == g.staff or abs(used - g.staff) <= 1e-9 * max(1.0, g.staff)
        if not good or min(g.talk, g.reporting, g.applying, g.work, g.idle) < 0:
            raise AssertionError(f"hours of {g.name}: {used} used of {g.staff}")
    paid = add(p.cost_paid for p in model.projects)
    spent = add(pot.spent for pot in model.pots) + add(m.own_drawn for m in model.municipalities)
    if abs(paid - spent) > 1e-8 * max(1.0, paid):
        raise AssertionError(f"money: {paid} paid, {spent} drawn")
