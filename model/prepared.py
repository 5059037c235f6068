"""What stays fixed during a run, by the names the submodels ask for.

Prepared once per run from country, layout and assumptions; everything that needs `exp` or
`log` is done here, so that the submodels only add, multiply and compare.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from model import fixed, luck
from model.arrangement import Area, breadth
from model.assumptions import Assumptions
from model.country import Country
from model.geography import FloatArray, IntArray
from model.layout import NEVER, Layout
from model.opgaven import QUARTERS
from model.variants import NONE, Variant


def prepare(
    country: Country, layout: Layout, assumptions: Assumptions, variant: Variant = NONE
) -> dict[str, Any]:
    """Arrays and scalars by name; shapes as in `Layout` and `Country` unless said.

    table_start (R, K) : first quarter in which the arrangement's table decides.
    merit_seen (S, N) : merit as a table of base or arrangement sees it (S4).
    ranked (S, N), square_first (R*K + 1,) : projects of each square, best first.
    frame_weight (S, R, K) : the national frame against the region's own mix (S4).
    slowing (S, R, K) : 1 + complexity x breadth of the deciding block (S3).
    settles : whether a seen conflict is settled at all (S6, V5).
    """
    geography, projects, governments = country.geography, country.projects, country.governments
    opgaven = len(geography.opgaven)
    of = geography.of_opgaven
    merit_seen = _merit_seen(country, layout, assumptions)
    square = projects.region * opgaven + projects.opgave
    widths = _breadths(layout, assumptions)
    table_start = _table_start(layout, assumptions, widths[1])
    ministries = len(geography.ministries)
    link_start, link_ids = country.link_order
    cost_factor = governments.fte * governments.cost_factor
    own_inflow = np.zeros(QUARTERS)
    last_start = of("last_start").astype(np.int64)
    for k in range(opgaven):
        own_inflow[: last_start[k]] += country.own_need[k]
    terms = layout.terms
    return {
        "table_start": table_start,
        "switch": _switches(layout, table_start),
        "start": layout.start,
        "covered": layout.covered,
        "merit_seen": merit_seen,
        "ranked": _ranked(merit_seen, square),
        "square_first": np.searchsorted(np.sort(square), np.arange(country.target.size + 1)),
        "frame_weight": _frame_weight(country, layout),
        "slowing": 1 + assumptions.complexity * widths,
        "set_gemeente": np.array([a == Area.GEMEENTE for a in layout.tables_area]),
        "talk_cost": assumptions.talk * cost_factor,
        "report_cost": assumptions.report * cost_factor,
        "apply_cost": assumptions.apply * cost_factor,
        "talk_power": luck.power(np.arange(opgaven + 1.0), assumptions.theta),
        "ministry_mask": np.array(
            [
                sum(1 << k for k in range(opgaven) if geography.opgave_ministry[k] == a)
                for a in range(ministries)
            ],
            dtype=np.int64,
        ),
        "quorum": np.array([t.quorum for t in terms], dtype=np.float64),
        "override": np.array([t.override for t in terms], dtype=np.float64),
        "cofinancing": np.array([t.cofinancing for t in terms], dtype=np.float64),
        "control": np.array([t.control for t in terms], dtype=np.float64),
        "pot_offset": _offsets(country, layout),
        "pot_drift": assumptions.drift
        * layout.pot_span_opgaven
        * (1 - fixed.DRIFT_CONTROL * layout.pot_control),
        "pot_cut": assumptions.cut * (1 - layout.pot_firmness),
        "pot_leaving": _leaving(country, layout),
        "money_level": country.means.money_level(),
        "price_level": country.means.price_level(),
        "own_cumulative": country.means.own_funds * np.cumsum(own_inflow),
        "court_quarter": NEVER if country.means.court_shock is None else country.means.court_shock,
        "court": np.array([o.court for o in geography.opgaven]),
        "building_space": np.array(
            [country.means.building_space.get(o.id, np.inf) for o in geography.opgaven]
        ),
        "flow_pot_0": layout.flow_before[0],
        "flow_opgave_0": layout.flow_before[1],
        "flow_part_0": layout.flow_before[2],
        "flow_pot_1": layout.flow_after[0],
        "flow_opgave_1": layout.flow_after[1],
        "flow_part_1": _after_conversion(layout, country.means.conversion),
        "last_start": last_start,
        "deadline": of("deadline").astype(np.int64),
        "min_planning": of("min_planning").astype(np.int64),
        "min_building": of("min_building").astype(np.int64),
        "burden": of("burden"),
        "own_share": of("own_share"),
        "region_target": np.array([luck.add_up(row) for row in country.target]),
        "link_start": link_start,
        "link_ids": link_ids,
        "share": geography.share,
        "first_province": governments.first_province,
        "first_municipality": governments.first_municipality,
        "municipality_province": geography.municipality_province,
        "municipality_region": geography.municipality_region,
        "staff_hours": governments.staff,
        "tier": governments.tier,
        # projects and links under the names of their use
        "host": projects.municipality,
        "opgave": projects.opgave,
        "region": projects.region,
        "value": projects.value,
        "running": projects.running,
        "planning_left": projects.planning_left,
        "objection_luck": projects.objection_luck,
        "objection_wait": projects.objection_wait,
        "override_key": projects.override_key,
        "link_first": country.links.first,
        "link_second": country.links.second,
        "synergy": country.links.synergy,
        "strength": country.links.strength,
        "seen_luck": country.links.seen_luck,
        "clash_luck": country.links.clash_luck,
        "strand_luck": country.links.strand_luck,
        "target": country.target,
        "ideas": country.ideas,
        "rijk_need": country.rijk_need,
        "own_weight": country.own_weight,
        "cabinet": country.cabinet,
        **{name: getattr(layout, name) for name in _FROM_LAYOUT},
        **{name: float(getattr(assumptions, name)) for name in _FROM_ASSUMPTIONS},
        "rhythm": int(assumptions.rhythm),
        "sync": int(min(assumptions.sync, NEVER)),
        "borrow": int(min(assumptions.borrow, QUARTERS)),
        "settles": not variant.settle_if_cheaper
        or assumptions.price < assumptions.clash * (1 - fixed.SLACK),
        **{name: getattr(variant, name) for name in _FROM_VARIANT},
    }


_FROM_LAYOUT = (
    "area_of", "group_of", "table_of", "package_of", "account_of", "square_package", "table_kind",
    "table_mask", "package_table", "package_weight_p", "package_weight_a", "span_opgaven",
    "pot_of", "slot_of", "slot_pot", "slot_start", "pot_window", "pot_span_area", "pot_broad",
    "pot_control", "pot_lapse", "pot_holder", "pot_watch", "pot_region_share", "pot_feeds",
)  # fmt: skip
_FROM_ASSUMPTIONS = (
    "visibility", "price", "clash", "strand", "pace", "overlap", "attend_max", "tolerance",
    "spill", "eta", "backlog", "specialisation", "objection", "trust_speed", "trust_control",
    "broken",
)  # fmt: skip
_FROM_VARIANT = (
    "accounts", "equal_staff", "fixed_stocks", "compensation", "full_block_talk",
)  # fmt: skip


def _leaving(country: Country, layout: Layout) -> FloatArray:
    """The part of a base pot's need that is the covered squares', (B,): theirs at `start` (S2).

    0 for a pot that the arrangement feeds as well: nothing leaves it.
    """
    whole, leaves = np.zeros(len(layout.pot_whole)), np.zeros(len(layout.pot_whole))
    for k, need in enumerate(country.rijk_need):
        whole += layout.pot_whole[:, k] * need
        leaves += layout.pot_leaves[:, k] * need
    part = leaves / np.where(whole > 0, whole, 1.0)
    result: FloatArray = np.where(layout.pot_feeds[1], 0.0, part)
    return result


def _after_conversion(layout: Layout, conversion: float) -> FloatArray:
    """What flows from `start` on: of what moved to broad pots only a part arrives (S2)."""
    flow = layout.flow_after[2]
    return flow if conversion == 1 else flow - (1 - conversion) * layout.flow_moved


def _merit_seen(country: Country, layout: Layout, assumptions: Assumptions) -> FloatArray:
    """ln(y/c) + noise x eps + capture x ln(inhabitants / mean), per set (S4, M9, C11)."""
    projects, geography = country.projects, country.geography
    people = geography.inhabitants
    size = luck.log(people / (luck.add_up(people) / len(people)))[projects.municipality]
    far, near = assumptions.noise_far, assumptions.noise_near
    noise = {Area.RIJK: far, Area.PROVINCIE: (far + near) / 2, Area.REGIO: near,
             Area.GEMEENTE: near}  # fmt: skip
    rows = []
    for area in layout.tables_area:
        capture = assumptions.capture if area in (Area.REGIO, Area.PROVINCIE) else 0.0
        rows.append(projects.log_merit + noise[Area(area)] * projects.noise + capture * size)
    return np.stack(rows)


def _ranked(merit_seen: FloatArray, square: IntArray) -> IntArray:
    ids = np.arange(len(square))
    first = np.lexsort((ids, -merit_seen[0], square))
    if np.array_equal(merit_seen[0], merit_seen[1]):
        return np.stack([first, first])
    return np.stack([first, np.lexsort((ids, -merit_seen[1], square))])


def _breadths(layout: Layout, assumptions: Assumptions) -> FloatArray:
    return breadth(
        assumptions.axis_weight,
        layout.span_opgaven[:, None, :],  # type: ignore[arg-type]
        layout.span_area[:, :, None],  # type: ignore[arg-type]
    )  # type: ignore[return-value]


def _table_start(layout: Layout, assumptions: Assumptions, width: FloatArray) -> IntArray:
    wait = np.floor(assumptions.startup * width + 0.5).astype(np.int64)
    start = layout.start + np.where(layout.same_block, 0, wait)
    return np.where(layout.covered, start, NEVER)


def _switches(layout: Layout, table_start: IntArray) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Quarters in which a table or its members change."""
    switch = np.zeros(QUARTERS, dtype=np.bool_)
    switch[0] = True
    for t in {layout.start, *np.unique(table_start).tolist()}:
        if t < QUARTERS:
            switch[t] = True
    return switch


def _frame_weight(country: Country, layout: Layout) -> FloatArray:
    """frame + (1 - frame) d, scaled to mean 1 over the opgaven of the block in that region."""
    result = np.ones((2, *country.target.shape))
    for s, terms in enumerate(layout.terms):
        weight = terms.frame + (1 - terms.frame) * country.dna
        for g in np.unique(layout.group_of[s]):
            members = np.flatnonzero(layout.group_of[s] == g)
            if len(members) > 1:
                mean = sum(weight[:, k] for k in members) / len(members)
                for k in members:
                    result[s, :, k] = np.where(
                        mean > 0, weight[:, k] / np.where(mean > 0, mean, 1), 1
                    )
    return result


def _offsets(country: Country, layout: Layout) -> IntArray:
    """Quarter in which a window first opens: keyed per opgave, 0 for broad pots (S2, M3)."""
    own = layout.pot_opgave >= 0
    uniform = country.window_luck[np.where(own, layout.pot_opgave, 0)]
    return np.where(own, np.floor(uniform * layout.pot_window), 0).astype(np.int64)
