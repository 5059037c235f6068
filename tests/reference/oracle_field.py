"""S8 staff, S9 permits, S10 building: what happens in the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle_blocks import half_up
from oracle_parts import BUILDING, DECIDED, DONE, IDEA, PLANNING, STRANDED, Link, Project
from oracle_variants import equal_parts

if TYPE_CHECKING:
    from oracle import Oracle


# ------------------------------------------------------------------------------- S8 staff


def yield_of(model: Oracle, project: Project) -> float:
    """What an hour yields: a narrow table gives specialised work (S8, C1)."""
    assert project.table is not None
    return 1 + model.assumptions.specialisation * (1 - project.table.span_opgaven)


def spend_hours(model: Oracle) -> None:
    """Hours of every government: talk, then (holders) applications, then reports, then work."""
    for p in model.projects:
        p.could_work = p.worked = 0.0
        if p.phase == PLANNING and p.work_left > 0:
            fastest = 1.5 * p.work / model.opgaven[p.opgave].min_planning
            p.could_work = min(fastest, p.work_left / yield_of(model, p))
    for g in model.governments:
        left = g.staff - g.talk
        cut = 0.0
        if g.tier < 2:
            g.applying = min(g.applying_due, max(0.0, left))
            cut += g.applying_due - g.applying
        left -= g.applying
        g.reporting = min(g.reporting_due, max(0.0, left))
        g.overvraagd = cut + g.reporting_due - g.reporting
        left = max(0.0, left - g.reporting)
        g.work = 0.0
        if g.tier == 2:
            mine = sorted(g.projects, key=lambda p: p.age_key)  # type: ignore[attr-defined]
            at_most = {p: p.could_work for p in mine}
            if model.reading.shares_hours:
                busy = [p for p in mine if p.could_work > 0]
                parts = equal_parts(left, [p.could_work for p in busy])
                at_most.update(zip(busy, parts, strict=True))
            for p in mine:
                p.worked = min(left, at_most[p])
                left -= p.worked
                g.work += p.worked
                p.work_left -= p.worked * yield_of(model, p) if p.worked > 0 else 0.0
                if p.could_work > 0 and p.work_left <= 1e-9 * p.work:
                    p.work_left = 0.0
        g.idle = left


# ----------------------------------------------------------------------------- S9 permits


def surface(model: Oracle, link: Link, victim: Project) -> int:
    """A conflict comes out in the field; returns the delay in quarters (S9)."""
    link.status = "surfaced"
    model.regions[victim.host.region].events += 0.01
    return half_up(16 * link.strength)


def strand(project: Project) -> None:
    """The project is lost: its cost is gone, its open links are void (S9)."""
    project.phase = STRANDED
    for link in project.links:
        if link.status == "open":
            link.status = "void"


def ready_for_permit(model: Oracle, p: Project) -> bool:
    """Whether minimum time and work are done; the quarter of payment counts (9, R23)."""
    if p.phase != PLANNING or p.permit_moment is not None or p.work_left > 0:
        return False
    if p.running:
        return model.quarter + 1 >= p.planning_left
    assert p.paid is not None
    return model.quarter - p.paid + 1 >= model.opgaven[p.opgave].min_planning


def permits(model: Oracle) -> None:
    """Clashes, then an objection, then the permit (S9)."""
    t, a = model.quarter, model.assumptions
    for p in model.projects:
        if ready_for_permit(model, p):
            p.permit_moment = t
            delay, stranded = 0, False
            for link in sorted(p.links, key=lambda link: link.index):
                other = link.other(p)
                if link.synergy or link.status != "open" or other.phase in (IDEA, STRANDED):
                    continue
                if link.clash_luck < a.clash:
                    delay = max(delay, surface(model, link, p))
                    p.work_left += link.strength * p.work
                    stranded = stranded or link.strand_luck < a.strand * link.strength
            if stranded:
                strand(p)
                continue
            burden = model.opgaven[p.opgave].burden
            draagvlak = model.draagvlak_at_start[p.host.region]
            chance = min(1.0, 1.5 * a.objection * burden * (1 - draagvlak))
            wait = p.objection_wait if p.objection_luck < chance else 0
            p.clash_until = max(p.clash_until, t + delay)
            p.permit_from = max(p.permit_from, p.clash_until + wait)
        if p.phase == PLANNING and p.permit_moment is not None:
            if t >= p.permit_from and p.work_left == 0:
                p.phase, p.permit = BUILDING, t
                if model.space[p.opgave] is None:
                    p.finish = t + model.opgaven[p.opgave].min_building


# --------------------------------------------------------------------------- S10 building


def build(model: Oracle) -> None:
    """Start where there is room, finish what has had its time (S10, R24)."""
    t = model.quarter
    for k, space in enumerate(model.space):
        if space is None:
            continue
        model.room[k] = min(model.room[k], 0.0) + space
        waiting = [p for p in model.projects if p.opgave == k and waits_for_space(p)]
        waiting = [p for p in waiting if p.permit is not None and p.permit < t]
        for p in sorted(waiting, key=lambda p: (p.permit, *p.age_key)):
            if not model.room[k] > 0:
                break
            model.room[k] -= p.size
            p.finish = t + model.opgaven[k].min_building - 1 + p.building_longer
    for square in model.all_squares:
        square.realised_now = 0.0
    for p in model.projects:
        if p.phase == BUILDING and p.finish is not None and t >= p.finish:
            p.phase, p.done = DONE, t
            p.square.realised += p.size
            p.square.realised_now += p.size


def waits_for_space(p: Project) -> bool:
    """Permitted, but not started for want of building space."""
    return p.phase == BUILDING and p.finish is None


def minimum_left(model: Oracle, p: Project) -> int:
    """Minimum time to go after this quarter: later than this it cannot be in time (S12, R26)."""
    t = model.quarter
    planning = model.opgaven[p.opgave].min_planning
    building = model.opgaven[p.opgave].min_building
    if p.phase in (IDEA, DECIDED):
        return planning + building
    if p.phase == PLANNING:
        if p.running:
            return max(0, p.planning_left - (t + 1)) + building
        assert p.paid is not None
        return max(0, planning - (t - p.paid + 1)) + building
    if p.phase == BUILDING:
        return building + p.building_longer if p.finish is None else p.finish - t
    return 0
