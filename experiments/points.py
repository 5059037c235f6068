"""The points of a study, kept as columns: thousands of them take little room.

A point is one set of assumptions and means, with the number of its luck; some designs give
several points the same luck, so that their difference is none of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import overload

import numpy as np

from model.arrangement import Arrangement
from model.assumptions import TABLE, Assumptions
from model.geography import FloatArray, IntArray
from model.means import Means

ASSUMED = frozenset(row.name for row in TABLE)
WHOLE = frozenset(row.name for row in TABLE if row.whole)
SCALARS = ("money", "staff", "ambition", "own_funds", "cabinet_probability", "conversion")
MEANS = tuple(f.name for f in fields(Means) if f.name in SCALARS)  # that are one number
TERMS = "terms."  # inputs under this name are terms, the same for every arm
DUMMY = "dummy"  # an input that acts on nothing: the noise floor of a sensitivity analysis


@dataclass(frozen=True)
class Input:
    """One input a design may draw: its range, with the default as its median."""

    name: str
    low: float
    middle: float
    high: float

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are values."""
        return self.name in WHOLE


@dataclass(frozen=True)
class Point:
    """One set of assumptions and means.

    Attributes
    ----------
    luck : int
        Which series of luck is used: points with the same number share it.
    terms : mapping of str to float
        Terms that hold in every arm at this point, instead of the arm's own.
    variant : str
        The structural variant, "" for none.
    """

    assumptions: Assumptions
    means: Means
    luck: int = 0
    terms: Mapping[str, float] = field(default_factory=dict)
    variant: str = ""

    def value(self, name: str) -> float:
        """The value of an input that is one number; KeyError for another."""
        if name in ASSUMED:
            return float(getattr(self.assumptions, name))
        if name in MEANS:
            return float(getattr(self.means, name))
        return float(self.terms[name])

    def but(self, values: Mapping[str, float]) -> Point:
        """The point with other values; ValueError if one is out of bounds."""
        if not values:
            return self
        assumed = {k: v for k, v in values.items() if k in ASSUMED}
        means = {k: v for k, v in values.items() if k in MEANS}
        terms = {k: v for k, v in values.items() if k.startswith(TERMS)}
        if lost := set(values) - assumed.keys() - means.keys() - terms.keys() - {DUMMY}:
            raise ValueError(f"{min(lost)}: no such input")
        return replace(
            self,
            assumptions=self.assumptions.but(**assumed) if assumed else self.assumptions,
            means=replace(self.means, **means) if means else self.means,  # type: ignore[arg-type]
            terms={**self.terms, **terms},
        )

    def rules(self, arm: Arrangement) -> Arrangement:
        """The arrangement as it holds at this point: its own terms, or those of the point."""
        if not self.terms:
            return arm
        changed = {name.removeprefix(TERMS): v for name, v in self.terms.items()}
        return replace(arm, terms=replace(arm.terms, **changed))


@dataclass(frozen=True, eq=False)
class Points(Sequence[Point]):
    """Points as columns.

    Attributes
    ----------
    columns : mapping of str to ndarray (points,)
        What differs between points.
    fixed : Point
        What does not.
    luck : ndarray (points,) of int
    """

    columns: Mapping[str, FloatArray]
    fixed: Point
    luck: IntArray

    @classmethod
    def of(cls, points: Sequence[Point]) -> Points:
        """Columns of points that differ in nothing but assumptions, numbers of the means, terms."""
        first = points[0]
        names = [*(row.name for row in TABLE), *MEANS, *first.terms]
        columns = {n: np.array([p.value(n) for p in points]) for n in names}
        varied = {n: c for n, c in columns.items() if (c != c[0]).any()}
        luck = np.array([p.luck for p in points], dtype=np.int64)
        return cls(varied, first, luck)

    def __len__(self) -> int:
        return len(self.luck)

    @overload
    def __getitem__(self, which: int) -> Point: ...
    @overload
    def __getitem__(self, which: slice) -> Points: ...
    def __getitem__(self, which: int | slice) -> Point | Points:
        """One point, or the points of a slice."""
        if isinstance(which, slice):
            columns = {name: values[which] for name, values in self.columns.items()}
            return Points(columns, self.fixed, self.luck[which])
        at = range(len(self))[which]
        here = self.fixed.but({name: float(v[at]) for name, v in self.columns.items()})
        return replace(here, luck=int(self.luck[at]))

    def __iter__(self) -> Iterator[Point]:
        return (self[i] for i in range(len(self)))

    def column(self, name: str) -> FloatArray:
        """The values of an input at every point."""
        if name in self.columns:
            return self.columns[name]
        return np.full(len(self), self.fixed.value(name))

    @cached_property
    def varied(self) -> tuple[str, ...]:
        """Inputs that differ between points, in the order in which they were drawn."""
        return tuple(self.columns)
