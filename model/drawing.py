"""Draws the country of one seed: governments, and projects as they stood in 2021.

docs/odd.md 3.2.
"""

from __future__ import annotations

import numpy as np

from model import fixed, luck
from model.assumptions import Assumptions
from model.country import BUILDING, DECIDED, IDEA, PLANNING, Country, Governments, Projects
from model.geography import BoolArray, FloatArray, Geography, IntArray, KeyArray
from model.links import draw_links
from model.luck import Purpose
from model.means import FIRST_FREE_CABINET, KNOWN_CABINETS, Means
from model.opgaven import QUARTERS


def build_country(
    geography: Geography, assumptions: Assumptions, means: Means, seed: int
) -> Country:
    """Draw the country of one seed.

    Parameters
    ----------
    geography : Geography
        Governments, regions and shares of the targets.
    assumptions : Assumptions
        One point; the submodel `country` of the table acts here.
    means : Means
        Staff and ambition act here; money and the rest during the run.
    seed : int
        Part of the key of every draw.
    """
    opgave_count = len(geography.opgaven)
    target_mk = fixed.UNITS * means.ambition * geography.share
    region_square = (
        geography.municipality_region[:, None] * opgave_count + np.arange(opgave_count)
    ).ravel()
    regions = len(geography.region_code)
    target = luck.add_by(region_square, target_mk, regions * opgave_count)
    target = target.reshape(regions, opgave_count)
    governments = _governments(geography, assumptions, means)
    projects = _projects(geography, assumptions, means, seed, target_mk)
    links = draw_links(geography, assumptions, projects, seed)
    square = projects.region * opgave_count + projects.opgave
    ideas = np.bincount(square[projects.phase == IDEA], minlength=target.size)
    rijk_need, own_need = _money_need(geography, projects)
    squares = luck.combine(
        np.repeat(geography.region_key, opgave_count), np.tile(geography.opgave_key, regions)
    )
    return Country(
        geography=geography,
        assumptions=assumptions,
        means=means,
        seed=seed,
        governments=governments,
        projects=projects,
        links=links,
        target_mk=target_mk,
        target=target,
        ideas=ideas.reshape(target.shape).astype(np.float64),
        dna=_dna(geography, target),
        rijk_need=rijk_need,
        own_need=own_need,
        own_weight=_own_weight(geography, governments.need),
        cabinet=_cabinets(means, seed),
        start_credit=luck.u(seed, Purpose.CREDIT, squares).reshape(target.shape),
        window_luck=luck.u(seed, Purpose.WINDOW, geography.opgave_key),
    )


def _dna(geography: Geography, target: FloatArray) -> FloatArray:
    inhabitants = luck.add_by(
        geography.municipality_region, geography.inhabitants, len(geography.region_code)
    )
    people = inhabitants / luck.add_up(inhabitants)
    national = np.array([luck.add_up(target[:, k]) for k in range(target.shape[1])])
    result: FloatArray = target / np.where(national > 0, national, 1.0) / people[:, None]
    return result


def _cabinets(means: Means, seed: int) -> BoolArray:
    fallen = luck.u(seed, Purpose.CABINET, 0, np.arange(QUARTERS)) < means.cabinet_probability
    fallen[:FIRST_FREE_CABINET] = False
    fallen[list(KNOWN_CABINETS)] = True
    result: BoolArray = fallen
    return result


def _governments(geography: Geography, assumptions: Assumptions, means: Means) -> Governments:
    """Staff in hours a quarter (docs/odd.md 3.2, Staff); C12 staff_spread, C16 ministry_staff."""
    municipalities, _, provinces, opgaven = geography.shape
    running, deadline = geography.of_opgaven("running"), geography.of_opgaven("deadline")
    need_k = fixed.UNITS * (1 - fixed.RUNNING_NEED * running) / (deadline - fixed.NEED_TAIL)
    need = luck.add_up(need_k)
    need_m = np.zeros(municipalities)
    for k in range(opgaven):
        need_m += geography.share[:, k] * need_k[k]
    weight = luck.power(geography.spending, assumptions.staff_spread) * luck.power(
        need_m, 1 - assumptions.staff_spread
    )
    staff_m = means.staff * need * weight / luck.add_up(weight)
    accounts = geography.province_accounts
    staff_p = assumptions.province_staff * need * accounts / luck.add_up(accounts)
    led = np.bincount(geography.opgave_ministry, minlength=len(geography.ministries))
    staff_a = assumptions.ministry_staff * need * led / opgaven
    size = np.concatenate([np.ones(len(led) + provinces), need_m / (need / municipalities)])
    return Governments(
        tier=np.repeat([0, 1, 2], [len(led), provinces, municipalities]).astype(np.int64),
        name=geography.ministries + geography.province_name + geography.municipality_name,
        staff=np.concatenate([staff_a, staff_p, staff_m]),
        size=size,
        cost_factor=assumptions.fixed + (1 - assumptions.fixed) * size,
        need=need_m,
        fte=need / (fixed.MEAN_FTE * municipalities),
    )


def _money_need(geography: Geography, projects: Projects) -> tuple[FloatArray, FloatArray]:
    """Money a quarter per opgave at ambition 1: from the Rijk and from own funds (S2)."""
    count = len(geography.opgaven)
    cost = luck.add_by(projects.opgave, projects.cost, count)
    size = luck.add_by(projects.opgave, projects.size, count)
    mean_cost = np.where(size > 0, cost / np.where(size > 0, size, 1.0), 0.0)
    start, running = geography.of_opgaven("last_start"), geography.of_opgaven("running")
    need = fixed.UNITS * (1 - running) * mean_cost / start
    own = fixed.OWN_PART * geography.of_opgaven("own_share")
    return need * (1 - own), need * own


def _own_weight(geography: Geography, need: FloatArray) -> FloatArray:
    relative = geography.solvency / float(np.median(geography.solvency))
    people = geography.inhabitants * np.clip(relative, fixed.SOLVENCY_LOW, fixed.SOLVENCY_HIGH)
    return fixed.OWN_BY_NEED * need / luck.add_up(need) + (
        1 - fixed.OWN_BY_NEED
    ) * people / luck.add_up(people)


def _projects(
    geography: Geography,
    assumptions: Assumptions,
    means: Means,
    seed: int,
    target_mk: FloatArray,
) -> Projects:
    """Projects per municipality and opgave, and where they stood in 2021 (docs/odd.md 3.2)."""
    opgaven = len(geography.opgaven)
    stock = fixed.PLAN_STOCK * target_mk.ravel()
    count = np.maximum(1, np.floor(stock / fixed.PROJECT_SIZE + 0.5)).astype(np.int64)
    count[stock <= 0] = 0
    square = np.repeat(np.arange(stock.size), count)
    first = np.concatenate([[0], np.cumsum(count)])[:-1]
    number = np.arange(len(square)) - first[square]
    municipality, opgave = square // opgaven, square % opgaven
    key = luck.combine(
        luck.combine(geography.municipality_key[municipality], geography.opgave_key[opgave]),
        number,
    )

    def u(purpose: Purpose) -> FloatArray:
        return luck.u(seed, purpose, key)

    raw = luck.lognormal(u(Purpose.SIZE), fixed.SIZE_SPREAD)
    size = raw * (stock / np.maximum(luck.add_by(square, raw, stock.size), 1e-300))[square]
    cost = size / luck.lognormal(u(Purpose.MERIT), fixed.MERIT_SPREAD)
    hetero = luck.lognormal(u(Purpose.HETERO), assumptions.hetero)
    burden = geography.of_opgaven("burden")[opgave]
    running = _running(geography, assumptions, means, seed, key, municipality, opgave, size)
    being_built = running & (u(Purpose.BUILDING) < geography.of_opgaven("building")[opgave])
    decided = ~running & (u(Purpose.DECIDED) < assumptions.decided_2021)
    phase = np.where(being_built, BUILDING, np.where(running, PLANNING, IDEA))
    phase = np.where(decided, DECIDED, phase).astype(np.int64)
    remaining = u(Purpose.REMAINING)
    planning = fixed.RUNNING_PLAN * remaining * geography.of_opgaven("min_planning")[opgave]
    building = remaining * geography.of_opgaven("min_building")[opgave]
    in_planning = phase == PLANNING
    more = np.floor(fixed.OBJECTION_MORE * u(Purpose.OBJECTION_TIME))
    return Projects(
        municipality=municipality,
        opgave=opgave,
        number=number,
        region=geography.municipality_region[municipality],
        key=key,
        size=size,
        cost=cost,
        work=size.copy(),
        value=size * (1 - burden * hetero),
        log_merit=luck.log(size / cost),
        noise=luck.normal(u(Purpose.NOISE)),
        phase=phase,
        running=running,
        remaining=np.where(running, remaining, 0.0),
        planning_left=np.where(in_planning, np.ceil(planning), 0).astype(np.int64),
        building_left=np.where(being_built, np.ceil(building), 0).astype(np.int64),
        work_left=np.where(in_planning, remaining * size, np.where(running, 0.0, size)),
        objection_luck=u(Purpose.OBJECTION),
        objection_wait=(fixed.OBJECTION_WAIT + more).astype(np.int64),
        override_key=luck.keys(seed, Purpose.OVERRIDE, key),
    )


def _running(
    geography: Geography,
    assumptions: Assumptions,
    means: Means,
    seed: int,
    key: KeyArray,
    municipality: IntArray,
    opgave: IntArray,
    size: FloatArray,
) -> BoolArray:
    """Per province and opgave, ideas in keyed order while cumulated y + y_j/2 fits."""
    opgaven = len(geography.opgaven)
    group = geography.municipality_province[municipality] * opgaven + opgave
    order = np.lexsort((luck.u(seed, Purpose.RUNNING_ORDER, key), group))
    groups = len(geography.province_code) * opgaven
    bounds = np.searchsorted(group[order], np.arange(groups + 1))
    share = luck.add_by(
        (geography.municipality_province[:, None] * opgaven + np.arange(opgaven)).ravel(),
        geography.share,
        groups,
    )
    table = geography.of_opgaven("running")
    result = np.zeros(len(size), dtype=np.bool_)
    for g in range(groups):
        members = order[bounds[g] : bounds[g + 1]]
        if not len(members):
            continue
        room = assumptions.running * table[g % opgaven] * fixed.UNITS * share[g]
        after = np.cumsum(size[members])
        fits = after - size[members] + size[members] / 2 <= room * (1 + fixed.SLACK)
        stop = len(members) if bool(fits.all()) else int(np.argmin(fits))
        result[members[:stop]] = True
    return result
