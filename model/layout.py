"""An arrangement laid over a geography: which table decides, which pot pays, where and when.

Everything here depends on geography and arrangement only, so a sweep prepares it once for all
its worlds. Set 0 is the base, set 1 the arrangement (docs/odd.md 3.4, coverage).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from model.arrangement import Arrangement, Terms
from model.blocks import covered_regions
from model.geography import BoolArray, Geography
from model.layout_pots import PotLayout, lay_pots
from model.layout_tables import TableLayout, lay_tables

NEVER = 10**6


@dataclass(frozen=True, eq=False)
class Layout(TableLayout, PotLayout):
    """M municipalities, R regions, K opgaven, S = 2 sets, T tables, Q packages, B pots, W specs.

    Attributes
    ----------
    area_of (S, M), group_of (S, K) : the block a host and an opgave fall in.
    table_of, package_of, account_of (S, M, K) : table, package and account row of a project.
    square_package (S, R, K) : package whose speed a square gets; -1 at gemeente tables.
    table_kind, table_mask (T,) : Area and bit set of opgaven; package_table (Q,).
    package_weight_p (Q, P), package_weight_a (Q, A) : targets of provinces and ministries there.
    span_opgaven (S, K), span_area (S, R) : spans of the block of a square, as written.
    covered (R, K) : the square is in scope and where. same_block (R, K) : the block that decides
    there is also one of the base's.
    pot_of (M, K, W) : the pots that hold a project, narrowest first; -1 = none.
    slot_of (M, K, W) : row of (host, pot) for the counts of projects a pot pays.
    pot_* (B,) : block, window, opgave (-1 if several), spans and terms of a pot.
    pot_holder (B, A + P) : who holds the pot; rows sum to 1, or 0 for gemeente pots.
    pot_watch (B, S) : the table of that set whose block the pot lies inside; -1 = none.
    pot_region_share (B, R) : the region's part of the pot's target.
    pot_feeds (S, B) : whether base or arrangement lets money flow into the pot.
    pot_whole, pot_leaves (B, K) : target in a base pot's block, and of that the covered part.
    flow_* (F,) : pot, opgave, coefficient of the Rijk money, before and from `start`;
    flow_moved (F,) : the part of the latter that moved from single-opgave to broad pots.
    """

    start: int
    terms: tuple[Terms, Terms]
    tables_area: tuple[int, int]
    covered: BoolArray
    same_block: BoolArray

    def __post_init__(self) -> None:
        for f in fields(self):
            value = getattr(self, f.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False


def lay_out(geography: Geography, arrangement: Arrangement) -> Layout:
    """Lay the tables and pots of an arrangement and its base over a geography.

    ValueError for a scope or where that names no opgave, region or province.
    """
    ids = tuple(o.id for o in geography.opgaven)
    coverage = arrangement.coverage
    for name in coverage.scope or ():
        if name not in ids:
            raise ValueError(f"coverage.scope: {name!r} found, expected one of {', '.join(ids)}")
    in_scope = np.array([coverage.scope is None or i in coverage.scope for i in ids])
    covered = covered_regions(geography, coverage.where)[:, None] & in_scope[None, :]
    both = (coverage.base.tables, arrangement.tables)
    tables = lay_tables(geography, both, ids)
    _, host = np.unique(geography.municipality_region, return_index=True)
    return Layout(
        start=coverage.start if bool(covered.any()) else NEVER,
        terms=(coverage.base.terms, arrangement.terms),
        tables_area=(int(both[0].area), int(both[1].area)),
        covered=covered,
        same_block=np.isin(tables.table_of[1][host], tables.table_of[0]),
        **vars(tables),
        **vars(lay_pots(geography, arrangement, ids, covered, tables)),
    )
