"""Outcomes of a finished run, computed from its state, never stored twice (docs/odd.md 4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model import fixed
from model.codes import BROKEN, CAUSES, HOURS, KEPT, LOST_MONEY, OPEN, SETTLED, SURFACED, TIME
from model.country import DECIDED, DONE, STRANDED
from model.geography import BoolArray, FloatArray, IntArray
from model.luck import add_by, add_up
from model.netherlands import Netherlands
from model.opgaven import QUARTERS

TIERS = ("rijk", "provincie", "gemeente")
LOSSES = (
    "settlement", "agenda", "consent", "own_share", "window", "border", "drifted", "lapsed", "cut",
    "too_little_money", "staff", "objection", "clash", "stranded", "building_space", "time",
)  # fmt: skip
YEARS = (2030, 2035, 2040)
SMALL, LARGE = 25_000, 100_000  # inhabitants: small and large municipalities (P6)


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Everything a study stores of one run.

    scalars : by name; squares : by name, shape (R, K), units; years : by name, shape (20, K);
    hours : by kind, shape (20, 3), hours per year and tier.
    """

    scalars: dict[str, float]
    squares: dict[str, FloatArray]
    years: dict[str, FloatArray]
    hours: dict[str, FloatArray]


def outcomes(model: Netherlands) -> Outcomes:
    """Outcomes of a run that is done; ValueError before its last quarter."""
    if model.quarter < QUARTERS:
        raise ValueError(f"quarter {model.quarter} found, expected a finished run of {QUARTERS}")
    squares = _squares(model)
    losses = loss_waterfall(model, squares["q_deadline"])
    squares.update({f"loss_{name}": losses[:, :, i] for i, name in enumerate(LOSSES)})
    years = _years(model)
    hours = {name: model.state.hours_year[:, :, i] for i, name in enumerate(HOURS)}
    hours["asked"] = model.state.asked_year
    scalars = {
        **_realised(model, squares),
        **_hours(model),
        **_money(model),
        **_links_and_projects(model),
        **_welfare(model, squares),
    }
    return Outcomes(scalars, squares, years, hours)


def _realised_by(model: Netherlands, before: IntArray | int) -> FloatArray:
    """Units realised per square before a quarter (of the project's own deadline), (R, K)."""
    country, state = model.country, model.state
    projects, shape = country.projects, country.target.shape
    size = np.where(state.done_quarter < before, state.size, 0.0)
    return add_by(projects.region * shape[1] + projects.opgave, size, shape[0] * shape[1]).reshape(
        shape
    )


def _squares(model: Netherlands) -> dict[str, FloatArray]:
    deadline = model.fixed["deadline"][model.country.projects.opgave]
    squares = {"target": model.country.target, "q_deadline": _realised_by(model, deadline)}
    for year in YEARS:
        squares[f"q_{year}"] = _realised_by(model, (year - 2020) * 4)
    return squares


def lights(realised: FloatArray, target: FloatArray, norm: float) -> BoolArray:
    """Squares at or above the norm, with slack; a square without target has no light."""
    met = realised >= norm * target * (1 - fixed.SLACK)
    result: BoolArray = met & (target > 0)
    return result


def _realised(model: Netherlands, squares: dict[str, FloatArray]) -> dict[str, float]:
    """Realised share, lights, national opgaven met: the primary outcomes."""
    target, done = squares["target"], squares["q_deadline"]
    opgaven = model.country.geography.opgaven
    total = add_up(target)
    capped = np.minimum(done, target)
    result = {"realised_share": add_up(capped) / total}
    for year in YEARS:
        result[f"realised_{year}"] = add_up(np.minimum(squares[f"q_{year}"], target)) / total
    for norm in (0.90, 0.95, 1.00):
        result[f"green_{round(norm * 100)}"] = float(lights(done, target, norm).sum())
    green = lights(done, target, fixed.GREEN)
    result["amber"] = float((lights(done, target, fixed.AMBER) & ~green).sum())
    people = add_by(
        model.country.geography.municipality_region,
        model.country.geography.inhabitants,
        len(target),
    )
    for norm in (0.90, 0.95, 1.00):
        mine = lights(done, target, norm) * people[:, None]
        result[f"green_{round(norm * 100)}_people"] = add_up(mine) / (
            add_up(people) * max(1, len(opgaven))
        )
    met, met_capped, weakest = 0.0, 0.0, 1.0
    for k, opgave in enumerate(opgaven):
        aim = add_up(target[:, k])
        share = add_up(capped[:, k]) / aim if aim > 0 else 1.0
        result[f"realised_{opgave.id}"] = share
        result[f"green_{opgave.id}"] = float(green[:, k].sum())
        met += float(add_up(done[:, k]) >= fixed.GREEN * aim * (1 - fixed.SLACK))
        met_capped += float(share >= fixed.GREEN * (1 - fixed.SLACK))
        weakest = min(weakest, share)
    result["national_met"], result["national_met_capped"] = met, met_capped
    result["weakest"] = weakest
    of_region = np.array([add_up(row) for row in capped]) / np.maximum(
        [add_up(row) for row in target], 1e-300
    )
    result["gini_regions"] = gini(of_region)
    return result


def gini(values: FloatArray) -> float:
    """Gini coefficient of non-negative values; 0 if they are all 0."""
    ordered = np.sort(values)
    total, n = add_up(ordered), len(ordered)
    if total <= 0:
        return 0.0
    return add_up((2 * np.arange(1, n + 1) - n - 1) * ordered) / (n * total)


def loss_waterfall(model: Netherlands, done: FloatArray) -> FloatArray:
    """Where the unmet units of each square got stuck, shape (R, K, losses); sums exactly.

    First what settlement took from the size of decided projects; the rest over undone
    projects by size, each by its clocks; lost money by what drifted, lapsed and was cut.
    """
    country, state = model.country, model.state
    projects, target = country.projects, country.target
    regions, opgaven = target.shape
    square = projects.region * opgaven + projects.opgave
    deadline = model.fixed["deadline"][projects.opgave]
    unmet = np.maximum(0.0, target - done).ravel()
    count = len(unmet)
    shrunk = np.where(state.decided_quarter < deadline, projects.size - state.size, 0.0)
    settled = np.minimum(unmet, add_by(square, shrunk, count))
    rest = unmet - settled
    then = np.where(state.decided_quarter < deadline, state.size, projects.size)  # at the deadline
    size = np.where(state.done_quarter >= deadline, then, 0.0)
    open_size = add_by(square, size, count)
    clocks = state.clocks.copy()
    clock_sum = np.cumsum(clocks, axis=1)[:, -1]
    clocks[clock_sum <= 0, TIME] = 1.0
    part = clocks / np.where(clock_sum > 0, clock_sum, 1.0)[:, None]
    weight = size / np.where(open_size > 0, open_size, 1.0)[square] * rest[square]
    by_cause = np.stack(
        [add_by(square, weight * part[:, c], count) for c in range(len(CAUSES))], axis=1
    )
    by_cause[:, TIME] += np.where(open_size > 0, 0.0, rest)
    lost = np.zeros((count, 3))
    for k in range(opgaven):
        gone = state.lost[int(model.fixed["deadline"][k]) - 1]
        total = add_up(gone)
        lost[k::opgaven] = gone / total if total > 0 else np.array([1.0, 0.0, 0.0])
    columns = [settled]
    for c in range(len(CAUSES)):
        if c == LOST_MONEY:
            columns += [by_cause[:, c] * lost[:, i] for i in range(3)]
        else:
            columns.append(by_cause[:, c])
    result = np.stack(columns, axis=1)
    gap = np.abs(np.cumsum(result, axis=1)[:, -1] - unmet)
    if np.any(gap > 1e-9 * np.maximum(1.0, unmet)):
        raise AssertionError(f"the loss waterfall leaks {gap.max():g} units")
    return result.reshape(regions, opgaven, len(LOSSES))


def _years(model: Netherlands) -> dict[str, FloatArray]:
    """Realised units (cumulative), Rijk and own money spent, per year and opgave.

    `realised_capped` counts every region up to its own target, as the realised share does.
    """
    state, opgave = model.state, model.country.projects.opgave
    opgaven, years = len(model.country.geography.opgaven), QUARTERS // 4

    def by_year(quarter: IntArray, amount: FloatArray) -> FloatArray:
        known = (quarter >= 0) & (quarter < QUARTERS)
        at = np.where(known, quarter // 4, 0) * opgaven + opgave
        return add_by(at, np.where(known, amount, 0.0), years * opgaven).reshape(years, opgaven)

    return {
        "realised": np.cumsum(by_year(state.done_quarter, state.size), axis=0),
        "realised_capped": _capped(model),
        "rijk_money": by_year(state.paid_quarter, state.paid_rijk),
        "own_money": by_year(state.paid_quarter, state.paid_own),
    }


def _capped(model: Netherlands) -> FloatArray:
    """Realised units at the end of each year, of every region at most its target, (years, K)."""
    state, projects, target = model.state, model.country.projects, model.country.target
    regions, opgaven = target.shape
    years = QUARTERS // 4
    done = state.done_quarter < QUARTERS
    square = projects.region * opgaven + projects.opgave
    at = np.where(done, np.maximum(0, state.done_quarter) // 4, 0) * target.size + square
    each = add_by(at, np.where(done, state.size, 0.0), years * target.size)
    realised = np.cumsum(each.reshape(years, regions, opgaven), axis=0)
    result: FloatArray = np.zeros((years, opgaven))
    for r in range(regions):  # in the order of the regions: the same on every processor
        result += np.minimum(realised[:, r], target[r])
    return result


def _hours(model: Netherlands) -> dict[str, float]:
    """Hours per tier and kind as a share of the tier's staff, and overhead by size (P6)."""
    state, governments = model.state, model.country.governments
    result = {}
    for level, tier in enumerate(TIERS):
        staff = add_up(governments.staff[governments.tier == level]) * QUARTERS
        for i, kind in enumerate(HOURS):
            total = add_up(state.hours_year[:, level, i])
            result[f"hours_{tier}_{kind}"] = total / staff if staff > 0 else 0.0
        asked = add_up(state.asked_year[:, level])
        result[f"hours_{tier}_asked"] = asked / staff if staff > 0 else 0.0
    people = model.country.geography.inhabitants
    overhead = state.overhead_hours[governments.first_municipality :]
    hours = governments.staff[governments.first_municipality :] * QUARTERS
    for name, mine in (("small", people < SMALL), ("large", people > LARGE)):
        total = add_up(hours[mine])
        result[f"overhead_{name}"] = add_up(overhead[mine]) / total if total > 0 else 0.0
    return result


def _money(model: Netherlands) -> dict[str, float]:
    """The money account as shares of the Rijk's inflow, and of own funds that came in."""
    state = model.state
    inflow = add_up(state.inflow)
    result = {"money_inflow": inflow}
    for name in ("spent", "balance", "drifted", "lapsed", "cut"):
        result[f"money_{name}"] = add_up(getattr(state, name)) / inflow if inflow > 0 else 0.0
    own = float(model.fixed["own_cumulative"][-1])
    realised = add_up(state.size[state.done_quarter < QUARTERS])
    result["money_per_unit"] = add_up(state.spent) / realised if realised > 0 else 0.0
    result["money_own_drawn"] = add_up(state.own_drawn) / own if own > 0 else 0.0
    return result


def _links_and_projects(model: Netherlands) -> dict[str, float]:
    """Stacks, conflicts, objections, stranded projects, and years from decision to done.

    Lead times are of what was decided from 2021 on and done by 2040: late projects that are
    not done yet are not in them.
    """
    state, links, projects = model.state, model.country.links, model.country.projects
    status, synergy = state.link_status, links.synergy
    decided = (state.decided_quarter >= 0) & (state.decided_quarter < QUARTERS)
    fresh = decided[links.first] | decided[links.second]  # else no table could have seen it
    result = {
        "stacks_made": float((state.stacked_at < QUARTERS).sum()),
        "stacks_kept": float((status == KEPT).sum()),
        "stacks_broken": float((status == BROKEN).sum()),
        "synergy_missed": float((synergy & (status == OPEN) & fresh).sum()),
        "conflicts_settled": float((status == SETTLED).sum()),
        "conflicts_surfaced": float((status == SURFACED).sum()),
        "conflicts_open": float((~synergy & (status == OPEN)).sum()),
        "objections": float(state.objected.sum()),
        "stranded": float((state.phase == STRANDED).sum()),
        "undecided": float((state.phase < DECIDED).mean()) if len(projects) else 0.0,
    }
    for name, kind in (("place", ~links.chain), ("chain", links.chain)):
        result[f"settled_{name}"] = float((kind & (status == SETTLED)).sum())
        result[f"surfaced_{name}"] = float((kind & (status == SURFACED)).sum())
        result[f"stacked_{name}"] = float((kind & (status == KEPT)).sum())
        result[f"missed_{name}"] = float((kind & synergy & (status == OPEN) & fresh).sum())
        result[f"open_{name}"] = float((kind & ~synergy & (status == OPEN)).sum())
    done = (state.phase == DONE) & (state.decided_quarter >= 0)
    wait = (state.done_quarter - state.decided_quarter)[done]
    result["years_to_done"] = float(np.cumsum(wait)[-1]) / len(wait) / 4 if len(wait) else 0.0
    return result


def _welfare(model: Netherlands, squares: dict[str, FloatArray]) -> dict[str, float]:
    """Broad welfare "hier en nu" and "later", draagvlak and trust: assumption-driven.

    Welfare is a CES index with elasticity of substitution .5, so a harmonic mean: one opgave
    that lags weighs heavily. Regions weigh by their target.
    """
    target, opgaven = squares["target"], model.country.geography.opgaven
    region_target = np.array([add_up(row) for row in target])
    weight = region_target / add_up(region_target)
    # a square without a target lacks nothing
    share = np.where(target > 0, squares["q_deadline"] / np.where(target > 0, target, 1.0), 1.0)
    share = np.minimum(1.0, share)
    now = [share[:, k] for k, o in enumerate(opgaven) if o.here_and_now]
    later = [share[:, k] for k, o in enumerate(opgaven) if not o.here_and_now]
    result = {
        "draagvlak": add_up(weight * model.state.draagvlak),
        "trust": add_up(weight * model.state.trust),
    }
    for name, parts in (("welfare_now", [*now, model.state.draagvlak]), ("welfare_later", later)):
        low = np.min(parts, axis=0, initial=1.0)
        inverse = sum((1 / np.maximum(p, 1e-300) for p in parts), np.zeros(len(weight)))
        index = np.where(low > 0, len(parts) / np.maximum(inverse, 1e-300), 0.0)
        result[name] = add_up(weight * index)
    return result
