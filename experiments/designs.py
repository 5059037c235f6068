"""Designs: which points (sets of assumptions and means) a study visits.

`single`    only the default point.
`paired`    a Latin hypercube in blocks of 100 points; every arm visits every world. More points
            add rows and change none: the points of `points=100` are the first of `points=400`.
`lhs`       one Latin hypercube over exactly that many points: evener, but another number of
            points is another design.
`grid`      paired points, each in every cell of the grid that `factors` spans.
`factorial` the default point in every cell of that grid.
`sobol`     Saltelli's design for Sobol indices; `morris` trajectories for elementary effects
            (experiments/sensitivity_designs.py).
`shapley`   paired points, in every mix of the rules in which two arms differ
            (experiments/composing/hybrids.py).

A value is drawn from a two-piece uniform with the default as its median: half of the mass
between low and default, half between default and high. Every column is drawn by its own name
(keyed, like all luck in the model), so that an assumption more, or one that is fixed, shifts
no other draw, and the same point is the same on every machine.

Source: McKay, Beckman, Conover 1979, Technometrics 21(2) (Latin hypercube sampling).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from experiments.points import DUMMY, Input, Point, Points
from experiments.sensitivity_designs import morris, sobol
from model import luck
from model.geography import FloatArray

BLOCK = 100
DESIGNS = ("paired", "lhs", "single", "grid", "factorial", "sobol", "morris", "shapley")
AT_DEFAULT = ("single", "factorial")
SIZED = ("lhs",)  # another number of points is another design


def draw_points(design: str, count: int, inputs: Sequence[Input], fixed: Point) -> Points:
    """The points of a study.

    Parameters
    ----------
    design : str
        One of DESIGNS.
    count : int
        Number of points; of base samples for `sobol`, of trajectories for `morris`.
    inputs : sequence of Input
        What is drawn.
    fixed : Point
        What is not drawn has its value from this point.
    """
    if design in AT_DEFAULT:
        return Points({}, fixed, np.zeros(1, dtype=np.int64))
    if design in ("sobol", "morris"):
        sample = sobol if design == "sobol" else morris
        uniforms, series = sample([i.name for i in inputs], count)
    else:
        uniforms = {i.name: hypercube(i.name, design, count) for i in inputs}
        series = np.arange(count, dtype=np.int64)
    columns = {i.name: values(i, uniforms[i.name]) for i in inputs}
    if DUMMY in uniforms:
        columns[DUMMY] = uniforms[DUMMY]  # an analysis needs its steps
    return Points(columns, fixed, series)


def values(drawn: Input, u: FloatArray) -> FloatArray:
    """Uniforms to values of an input."""
    found = two_piece(u, drawn.low, drawn.middle, drawn.high)
    return np.floor(found + 0.5) if drawn.whole else found


def hypercube(column: str, design: str, count: int) -> FloatArray:
    """One column of the hypercube: uniforms in (0, 1), one in each slice, in keyed order."""
    size = count if design in SIZED else BLOCK
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
