"""Blocks of the sheet: areas x opgaven, their spans, and what holds where from when.

Written from docs/odd.md 1.2 and 3.4 alone, by another hand than the engine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from model import luck
from model.arrangement import Arrangement, Pot, Tables, Terms
from model.geography import Geography

GEMEENTE, REGIO, PROVINCIE, RIJK = range(4)
WORDS = ("gemeente", "regio", "provincie", "rijk")
NEVER = 10**9


# ------------------------------------------------- thresholds (9): 1e-9 relative slack (R2)


def at_least(a: float, b: float) -> bool:
    """Whether a >= b."""
    return a >= b - 1e-9 * abs(b)


def below(a: float, b: float) -> bool:
    """Whether a < b."""
    return not at_least(a, b)


def above(a: float, b: float) -> bool:
    """Whether a > b."""
    return not at_least(b, a)


def half_up(x: float) -> int:
    """Round, halves upwards (9)."""
    return math.floor(x + 0.5)


def add(values: Iterable[float]) -> float:
    """Sum in the written order (the built-in compensates from Python 3.12 on)."""
    total = 0.0
    for value in values:
        total += value
    return total


def ln(x: float) -> float:
    """Logarithm with the engine's own arithmetic: the same bits everywhere (2)."""
    return float(luck.log(x))


def span(count: int, total: int) -> float:
    """How far a block reaches along one axis: 0 a single one, 1 all (1)."""
    return ln(count) / ln(total) if total > 1 and count > 1 else 0.0


# --------------------------------------------------------------------------------- blocks


class Block(NamedTuple):
    """An area (its kind and which one) x opgaven, as written (R3)."""

    area: int
    index: int
    opgaven: tuple[int, ...]


class Sheet:
    """Who lies where, and how large a block is."""

    def __init__(self, geography: Geography) -> None:
        self.opgaven = len(geography.opgaven)
        self.regions = len(geography.region_code)
        self.region = [int(r) for r in geography.municipality_region]
        self.province = [int(p) for p in geography.municipality_province]
        self.chair = [int(p) for p in geography.region_province]
        self.municipalities: list[list[int]] = [[] for _ in range(self.regions)]
        for m, r in enumerate(self.region):
            self.municipalities[r].append(m)

    def index(self, area: int, m: int) -> int:
        """Which area of this kind a municipality lies in; a province by the chair (2)."""
        r = self.region[m]
        return (m, r, self.chair[r], 0)[area]

    def regions_of(self, block: Block) -> list[int]:
        """Regions a block touches; a province's area is the regions it chairs (1)."""
        if block.area == GEMEENTE:
            return [self.region[block.index]]
        if block.area == REGIO:
            return [block.index]
        everywhere = range(self.regions)
        if block.area == PROVINCIE:
            return [r for r in everywhere if self.chair[r] == block.index]
        return list(everywhere)

    def holds(self, block: Block, m: int, k: int) -> bool:
        """Whether a project of this host and opgave lies in the block as written."""
        return k in block.opgaven and self.index(block.area, m) == block.index

    def inside(self, inner: Block, outer: Block) -> bool:
        """Whether one block lies inside another (S2, R28)."""
        if inner.area > outer.area or not set(inner.opgaven) <= set(outer.opgaven):
            return False
        if inner.area == outer.area:
            return inner.index == outer.index
        if outer.area == RIJK:
            return True
        r = inner.index if inner.area == REGIO else self.region[inner.index]
        return outer.index == (r if outer.area == REGIO else self.chair[r])

    def span_opgaven(self, block: Block) -> float:
        """Span along the opgaven."""
        return span(len(block.opgaven), self.opgaven)

    def span_area(self, block: Block) -> float:
        """Span along the regions; 0 for gemeente and regio (1)."""
        if block.area in (GEMEENTE, REGIO):
            return 0.0
        return span(len(self.regions_of(block)), self.regions)

    def breadth(self, block: Block, axis_weight: float) -> float:
        """Breadth: cell 0, sheet 1 (1)."""
        return axis_weight * self.span_opgaven(block) + (1 - axis_weight) * self.span_area(block)


def group_per_opgave(opgaven: object, ids: list[str]) -> list[tuple[int, ...]]:
    """Per opgave the group it stands in; what is not named stays single (3)."""
    everything = tuple(range(len(ids)))
    if opgaven == "all":
        return [everything for _ in ids]
    result = [(k,) for k in everything]
    if opgaven == "each":
        return result
    for names in opgaven:  # type: ignore[attr-defined]
        group = tuple(sorted(ids.index(name) for name in names))
        for k in group:
            result[k] = group
    return result


class Tiling:
    """The tables of a regime, with the terms they decide under."""

    def __init__(self, tables: Tables, terms: Terms, ids: list[str]) -> None:
        self.area = int(tables.area)
        self.group = group_per_opgave(tables.opgaven, ids)
        self.terms = terms

    def block(self, sheet: Sheet, m: int, k: int) -> Block:
        """The block in which a project of this host and opgave is decided."""
        return Block(self.area, sheet.index(self.area, m), self.group[k])


class PotSpec:
    """One named pot of a funding config, spread over its areas and groups."""

    def __init__(self, pot: Pot, terms: Terms, ids: list[str], number: int) -> None:
        self.number = number
        self.area = int(pot.area)
        self.group = group_per_opgave(pot.opgaven, ids)
        self.share, self.window, self.key = float(pot.share), int(pot.window), pot.key
        self.terms = terms

    def block(self, sheet: Sheet, m: int, k: int) -> Block:
        """The block whose money pays for this host and opgave."""
        return Block(self.area, sheet.index(self.area, m), self.group[k])

    def identity(self, block: Block) -> tuple[object, ...]:
        """What makes two pots the same pot (R4)."""
        return (*block, self.window, self.key, self.terms.control, self.terms.firmness,
                self.terms.lapse)  # fmt: skip


class Side:
    """The base or the arrangement: its tables, its pots, its terms."""

    def __init__(self, tables: Tables, pots: tuple[Pot, ...], terms: Terms,
                 ids: list[str], first_number: int) -> None:  # fmt: skip
        self.tiling = Tiling(tables, terms, ids)
        self.specs = [PotSpec(p, terms, ids, first_number + i) for i, p in enumerate(pots)]
        self.terms = terms


def two_sides(arrangement: Arrangement, ids: list[str]) -> tuple[Side, Side]:
    """The base and the arrangement; pots of the base are numbered first (R4)."""
    base = arrangement.coverage.base
    first = Side(base.tables, base.pots, base.terms, ids, 0)
    return first, Side(arrangement.tables, arrangement.pots, arrangement.terms, ids, len(base.pots))


def covered_regions(arrangement: Arrangement, geography: Geography) -> set[int]:
    """Regions of `where`: region or province codes or names; None = all (R5)."""
    everywhere = set(range(len(geography.region_code)))
    if arrangement.coverage.where is None:
        return everywhere
    found: set[int] = set()
    for word in arrangement.coverage.where:
        hits = {r for r in everywhere
                if word in (geography.region_code[r], geography.region_name[r])}  # fmt: skip
        for p in range(len(geography.province_code)):
            if word in (geography.province_code[p], geography.province_name[p]):
                hits |= {r for r in everywhere if int(geography.region_province[r]) == p}
        if not hits:
            raise ValueError(f"coverage.where: {word!r} is no region or province")
        found |= hits
    return found
