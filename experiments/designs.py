"""Designs: which points (sets of assumptions and means) a study visits.

`single`  only the default point.
`paired`  a Latin hypercube in blocks of 100 points; every arm visits every world. More points
          add rows and change none: the points of `points=100` are the first of `points=400`.
`lhs`     one Latin hypercube over exactly that many points: evener, but another number of
          points is another design.

A value is drawn from a two-piece uniform with the default as its median: half of the mass
between low and default, half between default and high. Every column is drawn by its own name
(keyed, like all luck in the model), so that an assumption more, or one that is fixed, shifts
no other draw, and the same point is the same on every machine.

Source: McKay, Beckman, Conover 1979, Technometrics 21(2) (Latin hypercube sampling).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from experiments.study import Point
from model import luck
from model.assumptions import TABLE, Assumptions
from model.geography import FloatArray
from model.means import Means

BLOCK = 100
DESIGNS = ("paired", "lhs", "single")


def draw_points(
    design: str,
    count: int,
    means: Means,
    ranges: Mapping[str, tuple[float, float]],
    fixed: Mapping[str, float],
) -> tuple[Point, ...]:
    """The points of a study.

    Parameters
    ----------
    design : str
        One of DESIGNS.
    count : int
        Number of points; `single` has one.
    means : Means
        The scenario: the median of what is drawn, the value of what is not.
    ranges : mapping of str to (low, high)
        The means that are drawn; one whose median lies on an edge or outside stays fixed.
    fixed : mapping of str to float
        Assumptions that have this value in every point.
    """
    if design == "single":
        return (Point(Assumptions(**dict(fixed)), means),)
    drawn: dict[str, FloatArray] = {}
    for row in TABLE:
        if row.name not in fixed:
            u = hypercube(row.name, design, count)
            drawn[row.name] = two_piece(u, row.low, row.default, row.high)
            if row.whole:
                drawn[row.name] = np.floor(drawn[row.name] + 0.5)
    varied = {
        name: two_piece(hypercube(name, design, count), low, getattr(means, name), high)
        for name, (low, high) in ranges.items()
        if low < getattr(means, name) < high
    }
    return tuple(
        Point(
            Assumptions(**dict(fixed), **_at(drawn, i)),
            replace(means, **_at(varied, i)),
        )
        for i in range(count)
    )


def _at(columns: Mapping[str, FloatArray], row: int) -> dict[str, Any]:
    return {name: float(values[row]) for name, values in columns.items()}


def hypercube(column: str, design: str, count: int) -> FloatArray:
    """One column of the hypercube: uniforms in (0, 1), one in each slice, in keyed order."""
    size = count if design == "lhs" else BLOCK
    blocks = []
    for block in range(math.ceil(count / size)):
        key = luck.combine(luck.text_key(f"design {column}"), block)
        rank = np.argsort(np.argsort(_uniforms(key, 0, size), kind="stable"), kind="stable")
        blocks.append((rank + _uniforms(key, 1, size)) / size)
    return np.concatenate(blocks)[:count]


def _uniforms(key: luck.KeyArray, what: int, count: int) -> FloatArray:
    return luck.units(luck.combine(luck.combine(key, what), np.arange(count)))


def two_piece(u: FloatArray, low: float, middle: float, high: float) -> FloatArray:
    """Uniforms to values whose median is `middle`, from `low` to `high`."""
    below = low + 2 * u * (middle - low)
    above = middle + (2 * u - 1) * (high - middle)
    return np.where(u < 0.5, below, above)
