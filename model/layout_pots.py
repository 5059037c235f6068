"""Pots of an arrangement and its base: blocks, holders, flows of Rijk money (S2).

docs/odd.md 1.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from model import luck
from model.arrangement import Area, Arrangement, Pot, Terms, groups_of, span
from model.blocks import SETS, Ids, area_index, span_of_area
from model.geography import BoolArray, FloatArray, Geography, IntArray
from model.layout_tables import TableLayout

Flow = tuple[IntArray, IntArray, FloatArray]
Laid = list[tuple[tuple[Pot, Terms], int, int, tuple[int, ...]]]  # spec, area, a host, group


@dataclass(frozen=True, eq=False)
class PotLayout:
    """The part of `model.layout.Layout` that pots make; shapes are given there."""

    pot_identity: tuple[tuple[object, ...], ...]
    pot_of: IntArray
    slot_of: IntArray
    slot_pot: IntArray
    slot_start: IntArray
    pot_window: IntArray
    pot_opgave: IntArray
    pot_span_opgaven: FloatArray
    pot_span_area: FloatArray
    pot_broad: BoolArray
    pot_control: FloatArray
    pot_firmness: FloatArray
    pot_lapse: FloatArray
    pot_holder: FloatArray
    pot_watch: IntArray
    pot_region_share: FloatArray
    pot_feeds: BoolArray
    pot_whole: FloatArray
    pot_leaves: FloatArray
    flow_before: Flow
    flow_after: Flow
    flow_moved: FloatArray


def lay_pots(
    geography: Geography,
    arrangement: Arrangement,
    ids: tuple[str, ...],
    covered: BoolArray,
    tables: TableLayout,
) -> PotLayout:
    """Number the pots (the same block, window, key and terms is one pot) and fill the tables."""
    municipalities, _, _, opgaven = geography.shape
    base = arrangement.coverage.base
    specs: list[tuple[Pot, Terms]] = [(p, base.terms) for p in base.pots]
    specs += [(p, arrangement.terms) for p in arrangement.pots]
    number = Ids()
    columns = np.zeros((len(specs), municipalities, opgaven), dtype=np.int64)
    pots: Laid = []
    for w, (pot, terms) in enumerate(specs):
        areas = area_index(geography, pot.area)
        for group in groups_of(pot.opgaven, ids):
            for m in range(municipalities):
                known = len(number)
                b = number(identity(pot, terms, int(areas[m]), group))
                if b == known:
                    pots.append(((pot, terms), int(areas[m]), m, group))
                columns[w, m, list(group)] = b
    pot_of = _narrowest_first(specs, pots, columns)
    slot_of, slot_pot, slot_start = _slots(pot_of)
    before = list(enumerate(base.pots))
    after = list(enumerate(arrangement.pots, start=len(base.pots)))
    everywhere, nothing = np.ones_like(covered), np.zeros(opgaven)
    flow_before, _ = _flow(geography, ids, [(before, everywhere, nothing)], columns)
    parts = [(before, ~covered, nothing), (after, covered, _moved(arrangement, ids))]
    flow_after, flow_moved = _flow(geography, ids, parts, columns)
    return PotLayout(
        pot_identity=tuple(identity(p, t, area, g) for (p, t), area, _, g in pots),
        pot_of=pot_of,
        slot_of=slot_of,
        slot_pot=slot_pot,
        slot_start=slot_start,
        pot_window=np.array([p.window for (p, _), *_ in pots], dtype=np.int64),
        pot_opgave=np.array([g[0] if len(g) == 1 else -1 for *_, g in pots], dtype=np.int64),
        pot_span_opgaven=np.array([span(len(g), opgaven) for *_, g in pots]),
        pot_span_area=np.array(
            [span_of_area(geography, p.area, area) for (p, _), area, _, _ in pots]
        ),
        pot_broad=np.array([len(g) > 1 for *_, g in pots], dtype=np.bool_),
        pot_control=np.array([t.control for (_, t), *_ in pots], dtype=np.float64),
        pot_firmness=np.array([t.firmness for (_, t), *_ in pots], dtype=np.float64),
        pot_lapse=np.array([t.lapse for (_, t), *_ in pots], dtype=np.float64),
        pot_holder=_holders(geography, pots),
        pot_watch=_watch(tables, pots),
        pot_region_share=_region_shares(geography, pots),
        **_claims(geography, covered, columns, len(base.pots), len(pots)),
        flow_before=flow_before,
        flow_after=flow_after,
        flow_moved=flow_moved,
    )


def identity(pot: Pot, terms: Terms, area: int, group: tuple[int, ...]) -> tuple[object, ...]:
    """What makes two pots one: block, window, key and the terms that act on its balance."""
    return (int(pot.area), area, group, pot.window, pot.key, terms.control, terms.firmness,
            terms.lapse)  # fmt: skip


def _narrowest_first(specs: list[tuple[Pot, Terms]], pots: Laid, columns: IntArray) -> IntArray:
    """The pots that hold each project: fewest opgaven, then smallest area, then id; -1 = none."""
    _, municipalities, opgaven = columns.shape
    pot_of = np.full((municipalities, opgaven, len(specs)), -1, dtype=np.int64)
    for k in range(opgaven):
        order = sorted(
            range(len(specs)),
            key=lambda w: (len(pots[columns[w, 0, k]][3]), int(specs[w][0].area), w),
        )
        seen: list[int] = []
        for w in order:
            if int(columns[w, 0, k]) not in seen:
                pot_of[:, k, len(seen)] = columns[w, :, k]
                seen.append(int(columns[w, 0, k]))
    return pot_of


def _slots(pot_of: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Rows (host, pot), grouped by host, to count the projects a pot pays."""
    slot_of = np.zeros_like(pot_of)
    slot_pot: list[int] = []
    slot_start = [0]
    for m in range(pot_of.shape[0]):
        known: dict[int, int] = {}
        for k in range(pot_of.shape[1]):
            for w in range(pot_of.shape[2]):
                pot = int(pot_of[m, k, w])
                if pot < 0:
                    continue
                if pot not in known:
                    known[pot] = len(slot_pot)
                    slot_pot.append(pot)
                slot_of[m, k, w] = known[pot]
        slot_start.append(len(slot_pot))
    return slot_of, np.array(slot_pot, dtype=np.int64), np.array(slot_start, dtype=np.int64)


def _holders(geography: Geography, pots: Laid) -> FloatArray:
    """Who holds each pot, shape (B, ministries + provinces).

    Rijk: the ministries of its opgaven in equal parts; provincie: the province; regio: its
    chair; gemeente: nobody.
    """
    ministries = len(geography.ministries)
    holder = np.zeros((len(pots), ministries + len(geography.province_code)))
    for b, ((pot, _), area, _, group) in enumerate(pots):
        if pot.area == Area.RIJK:
            led = sorted({int(geography.opgave_ministry[k]) for k in group})
            holder[b, led] = 1 / len(led)
        elif pot.area == Area.PROVINCIE:
            holder[b, ministries + area] = 1.0
        elif pot.area == Area.REGIO:
            holder[b, ministries + int(geography.region_province[area])] = 1.0
    return holder


def _watch(tables: TableLayout, pots: Laid) -> IntArray:
    """The table of base and arrangement whose block holds the whole pot (S2, drift)."""
    watch = np.full((len(pots), SETS), -1, dtype=np.int64)
    for b, ((pot, _), _, host, group) in enumerate(pots):
        for s in range(SETS):
            table = int(tables.table_of[s, host, group[0]])
            inside = all(int(tables.table_of[s, host, k]) == table for k in group)
            if inside and int(tables.table_kind[table]) >= int(pot.area):
                watch[b, s] = table
    return watch


def _region_shares(geography: Geography, pots: Laid) -> FloatArray:
    """The part of a pot's target that lies in each region, shape (B, R)."""
    regions = len(geography.region_code)
    share = np.zeros((len(pots), regions))
    for b, ((pot, _), area, host, group) in enumerate(pots):
        if pot.area == Area.GEMEENTE:
            share[b, geography.municipality_region[host]] = 1.0
            continue
        inside = area_index(geography, pot.area) == area
        target = np.zeros(regions)
        for k in group:
            target += luck.add_by(
                geography.municipality_region, geography.share[:, k] * inside, regions
            )
        total = luck.add_up(target)
        if total > 0:
            share[b] = target / total
    return share


def _claims(
    geography: Geography, covered: BoolArray, columns: IntArray, of_base: int, count: int
) -> dict[str, Any]:
    """Which side feeds each pot, and what part of a base pot's need leaves it at `start`.

    pot_feeds (S, B); pot_whole and pot_leaves (B, K): the part of an opgave's target in the
    block of a base pot that feeds it, and of that the covered squares'.
    """
    specs, _, opgaven = columns.shape
    feeds = np.zeros((SETS, count), dtype=np.bool_)
    whole, leaves = np.zeros((count, opgaven)), np.zeros((count, opgaven))
    region = geography.municipality_region
    for w in range(specs):
        feeds[int(w >= of_base), columns[w]] = True
        for k in range(opgaven) if w < of_base else ():
            share = geography.share[:, k]
            whole[:, k] += luck.add_by(columns[w, :, k], share, count)
            moving = np.where(covered[region, k], share, 0.0)
            leaves[:, k] += luck.add_by(columns[w, :, k], moving, count)
    return {"pot_feeds": feeds, "pot_whole": whole, "pot_leaves": leaves}


def _broad_part(pots: tuple[Pot, ...], ids: tuple[str, ...]) -> FloatArray:
    """The part of each opgave's money that pots of several opgaven hold, shape (K,)."""
    part = np.zeros(len(ids))
    for pot in pots:
        for group in groups_of(pot.opgaven, ids):
            if len(group) > 1:
                part[list(group)] += pot.share
    return part


def _moved(arrangement: Arrangement, ids: tuple[str, ...]) -> FloatArray:
    """Of what flows into the arrangement's broad pots, the part the base kept single, (K,)."""
    broad = _broad_part(arrangement.pots, ids)
    more = np.maximum(0.0, broad - _broad_part(arrangement.coverage.base.pots, ids))
    result: FloatArray = more / np.where(broad > 0, broad, 1.0)
    return result


def _flow(
    geography: Geography,
    ids: tuple[str, ...],
    parts: list[tuple[list[tuple[int, Pot]], BoolArray, FloatArray]],
    columns: IntArray,
) -> tuple[Flow, FloatArray]:
    """Which part of an opgave's Rijk money flows into each pot: (pot, opgave, coefficient).

    Parts are specs, the squares they serve, and per opgave the part of what their broad pots
    get that the base kept in single ones; also what of each coefficient that makes
    (conversion, S2).
    """
    region = geography.municipality_region
    entries: dict[tuple[int, int], float] = {}
    from_single: dict[tuple[int, int], float] = {}
    for specs, squares, moved in parts:
        for w, pot in specs:
            for group in groups_of(pot.opgaven, ids):
                by_people = _by_inhabitants(geography, squares, group)
                for k in group:
                    inside = np.where(squares[region, k], geography.share[:, k], 0.0)
                    if pot.key == "inwoners":
                        inside = by_people * luck.add_up(inside)
                    for m in np.flatnonzero(inside):
                        at = (int(columns[w, m, k]), k)
                        amount = pot.share * float(inside[m])
                        entries[at] = entries.get(at, 0.0) + amount
                        if len(group) > 1:
                            from_single[at] = from_single.get(at, 0.0) + amount * moved[k]
    order = sorted(entries)
    flow = (
        np.array([b for b, _ in order], dtype=np.int64),
        np.array([k for _, k in order], dtype=np.int64),
        np.array([entries[at] for at in order]),
    )
    return flow, np.array([from_single.get(at, 0.0) for at in order])


def _by_inhabitants(geography: Geography, squares: BoolArray, group: tuple[int, ...]) -> FloatArray:
    """Inhabitants of the covered regions of a group as shares, shape (M,)."""
    regions: BoolArray = np.any(squares[:, list(group)], axis=1)
    holds = regions[geography.municipality_region]
    people = np.where(holds, geography.inhabitants, 0.0)
    total = luck.add_up(people)
    return people / total if total > 0 else people
