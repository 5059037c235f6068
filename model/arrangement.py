"""An arrangement is data: tables, pots, terms and coverage (docs/odd.md 1.2 and 3.4).

A block is an area x a group of opgaven. Tables say who decides together, pots say what money
may be spent on together; both tile the same sheet of regions x opgaven. Nothing in the model
knows the name of an arrangement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from model.luck import log


class Area(IntEnum):
    """Size of a block's area, smallest first: a smaller area is 'narrower' (S7)."""

    GEMEENTE = 0
    REGIO = 1
    PROVINCIE = 2
    RIJK = 3

    @classmethod
    def named(cls, name: str) -> Area:
        """The area of a config word; ValueError if there is no such area."""
        try:
            return cls[name.upper()]
        except KeyError:
            known = ", ".join(a.name.lower() for a in cls)
            raise ValueError(f"area: {name!r} found, expected one of {known}") from None


Opgaven = str | tuple[tuple[str, ...], ...]  # "each" | "all" | groups of opgave ids


def groups_of(opgaven: Opgaven, ids: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    """The groups a tiling makes, as opgave indices; what is not named stays single.

    Groups are ordered by their lowest index. ValueError for an unknown or doubled opgave.
    """
    if opgaven == "all":
        return (tuple(range(len(ids))),)
    if opgaven == "each":
        return tuple((k,) for k in range(len(ids)))
    if isinstance(opgaven, str):
        raise ValueError(f"opgaven: {opgaven!r} found, expected each, all or a list of lists")
    groups: list[tuple[int, ...]] = []
    seen: set[int] = set()
    for group in opgaven:
        members = []
        for name in group:
            if name not in ids:
                raise ValueError(f"opgaven: {name!r} found, expected one of {', '.join(ids)}")
            if ids.index(name) in seen:
                raise ValueError(f"opgaven: {name!r} stands in two groups, expected once")
            seen.add(ids.index(name))
            members.append(ids.index(name))
        if members:
            groups.append(tuple(sorted(members)))
    groups += [(k,) for k in range(len(ids)) if k not in seen]
    return tuple(sorted(groups))


@dataclass(frozen=True)
class Tables:
    """Who decides together: one table per area and group of opgaven."""

    area: Area
    opgaven: Opgaven


@dataclass(frozen=True)
class Pot:
    """What money may be spent on together: one pot per area and group of opgaven.

    `share` of the Rijk money of a square goes to its pot; `window` in quarters (1 = always
    open, more = opens once per window); `key` says how gemeente pots are filled.
    """

    name: str
    area: Area
    opgaven: Opgaven
    share: float = 1.0
    window: int = 1
    key: str = "need"

    def __post_init__(self) -> None:
        where = f"funding.pots.{self.name}"
        if not 0 <= self.share <= 1:
            raise ValueError(f"{where}.share: {self.share!r} found, expected 0 to 1")
        if self.window < 1 or self.window != int(self.window):
            raise ValueError(f"{where}.window: {self.window!r} found, expected whole quarters >= 1")
        if self.key not in ("need", "inwoners"):
            raise ValueError(f"{where}.key: {self.key!r} found, expected need or inwoners")


def _term(default: float, high: float, unit: str, label: str, label_en: str, where: str) -> float:
    meta = {"low": 0.0, "high": high, "unit": unit, "label": label, "label_en": label_en,
            "submodel": where, "mark": "G"}  # fmt: skip
    return field(default=default, metadata=meta)


@dataclass(frozen=True)
class Terms:
    """The rules of the game; the default is `gelijk`, the same for every arm."""

    quorum: float = _term(0.8, 1, "share of hosts", "instemming", "quorum", "S5")
    override: float = _term(0.2, 1, "probability", "doorzettingsmacht", "override", "S5")
    frame: float = _term(0.75, 1, "share", "nationaal kader", "national frame", "S4")
    control: float = _term(0.6, 1, "share", "toezicht", "control", "S2 S8 S11")
    firmness: float = _term(0.4, 1, "share", "vastheid van toezeggingen", "firmness", "S2")
    cofinancing: float = _term(0.3, 0.5, "of cost", "cofinanciering", "co-financing", "S7")
    lapse: float = _term(0.05, 0.5, "a year", "vervallen saldo", "lapse of balances", "S2")

    def __post_init__(self) -> None:
        for name, f in self.__dataclass_fields__.items():
            value, high = getattr(self, name), f.metadata["high"]
            if not 0 <= value <= high:
                raise ValueError(f"terms.{name}: {value!r} found, expected 0 to {high:g}")


def _check_shares(pots: tuple[Pot, ...]) -> None:
    total = sum(p.share for p in pots)
    if abs(total - 1) > 1e-9:
        raise ValueError(f"funding.pots: shares sum to {total:g}, expected 1")


@dataclass(frozen=True)
class Base:
    """What holds outside the coverage: by default sectoraal + losse_spuks, terms gelijk."""

    tables: Tables = Tables(Area.RIJK, "each")
    pots: tuple[Pot, ...] = (
        Pot("landelijk", Area.RIJK, "each", 0.6, 6),
        Pot("regionaal", Area.REGIO, "each", 0.4),
    )
    terms: Terms = Terms()

    def __post_init__(self) -> None:
        _check_shares(self.pots)


@dataclass(frozen=True)
class Coverage:
    """Where, for which opgaven and from when the arrangement holds.

    `scope` and `where` are opgave ids and region or province codes or names; None = all.
    `start` is a quarter (2021Q1 = 0).
    """

    scope: tuple[str, ...] | None = None
    where: tuple[str, ...] | None = None
    start: int = 0
    base: Base = Base()


@dataclass(frozen=True)
class Arrangement:
    """One point in the space of arrangements. ValueError if pot shares do not sum to 1."""

    name: str
    tables: Tables
    pots: tuple[Pot, ...]
    terms: Terms = Terms()
    coverage: Coverage = Coverage()

    def __post_init__(self) -> None:
        _check_shares(self.pots)


def span(count: int, total: int) -> float:
    """Span of a block along one axis: ln(count) / ln(total); 0 if total is 1."""
    if total <= 1 or count <= 1:
        return 0.0
    return float(log(np.float64(count))) / float(log(np.float64(total)))


def breadth(axis_weight: float, span_opgaven: float, span_area: float) -> float:
    """Breadth of a block: cell 0, sheet 1, row and column .5 at axis_weight .5."""
    return axis_weight * span_opgaven + (1 - axis_weight) * span_area
