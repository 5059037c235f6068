"""A full grid of tables and pots: what each cell realises, and what rows and columns do."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np
import numpy.typing as npt

from analysis.compared import from_to, units_text
from analysis.crossing import Crossing
from analysis.labels import label
from analysis.numbers import number, percent, points
from analysis.statistics import difference
from analysis.table import Table
from analysis.verdict import ENOUGH, SHARE
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Counted:
    """The realised share of every arm: per point, and per unit that is counted.

    Units are points; under 100 points they are pairs of runs, and what varies is called toeval.
    """

    points: FloatArray
    units: FloatArray
    few: bool

    def text(self, language: str = "nl") -> str:
        """What the units are called."""
        return units_text(self.points.shape[1], self.few, language)


def counted(results: Results, values: str | FloatArray = "realised_share") -> Counted:
    """A scalar, or one value per run, as a mean per point and by what is counted."""
    by_point = results.by_point(values)
    few = by_point.shape[1] < ENOUGH
    return Counted(by_point, results.by_world(values) if few else by_point, few)


def whole_percent(units: npt.NDArray[np.bool_]) -> int:
    """Whole percents of the units that are so, rounded down."""
    return 100 * int(np.sum(units)) // len(units)


def matrix_tables(results: Results, grid: Crossing, language: str = "nl") -> list[Table]:
    """The pots by letter, the shares, the differences with the first arm, and the effects."""
    seen = counted(results)
    letters = tuple(ascii_uppercase[: len(grid.pots)])
    first = results.named_arms(language)[grid.arm[0, 0]]
    means = seen.points.mean(axis=1)[grid.arm]
    shares = tuple(
        (name, *(percent(float(m), language=language) for m in row))
        for name, row in zip(grid.tables, means, strict=True)
    )
    rows: list[tuple[str, ...]] = []
    for i, name in enumerate(grid.tables):
        apart = means[i] - means[0, 0]
        rows.append((name, *(points(float(m), language=language) for m in apart)))
        more = [whole_percent(seen.units[a] > seen.units[grid.arm[0, 0]]) for a in grid.arm[i]]
        rows.append((
            label("matrix_share", language),
            *("–" if (i, j) == (0, 0) else str(m) for j, m in enumerate(more)),
        ))  # fmt: skip
    units = seen.text(language)
    return [
        Table(label("pots_legend", language), ("", label("pots_head", language)),
              tuple(zip(letters, grid.pots, strict=True)), text=(0, 1)),
        Table(label("matrix", language), ("", *letters), shares, label("matrix_note", language)),
        Table(label("matrix_difference", language, a=first), ("", *letters), tuple(rows),
              label("matrix_difference_note", language, units=units, count=grid.arm.size)),
        _effects(seen, grid, language),
    ]  # fmt: skip


def _effects(seen: Counted, grid: Crossing, language: str) -> Table:
    """Each row and column against the first, on average over the other; and their interaction."""
    rows: list[tuple[str, ...]] = []
    for axis, (names, key) in enumerate(
        ((grid.tables, "effects_of_tables"), (grid.pots, "effects_of_pots"))
    ):
        rows.append((label(key, language, a=names[0]), "", "", ""))
        points_of, units_of = (v[grid.arm].mean(axis=1 - axis) for v in (seen.points, seen.units))
        for i in range(1, len(names)):
            found = difference(units_of[i] - units_of[0])
            rows.append((
                f"  {names[i]}",
                points(float(np.mean(points_of[i] - points_of[0])), language=language),
                from_to(found.low, found.high, 100, found.count > 1, language),
                f"{whole_percent(units_of[i] > units_of[0])} %",
            ))  # fmt: skip
    note = label("effects_note", language, units=seen.text(language))
    keys = ("difference", "five_ninetyfive", "share")
    return Table(label("effects", language), ("", *(label(k, language) for k in keys)),
                 tuple(rows), f"{note} {_interaction(seen, grid, language)}")  # fmt: skip


def interaction(means: FloatArray) -> FloatArray:
    """What is left of a grid of means without its row and column effects."""
    result: FloatArray = (
        means - means.mean(axis=1, keepdims=True) - means.mean(axis=0, keepdims=True) + means.mean()
    )
    return result


def _interaction(seen: Counted, grid: Crossing, language: str) -> str:
    left = interaction(seen.points.mean(axis=1)[grid.arm])
    i, j = np.unravel_index(int(np.argmax(np.abs(left))), left.shape)
    amount = float(left[i, j])
    if abs(amount) < SHARE:
        return label("no_interaction", language, count=grid.arm.size,
                     smallest=number(100 * SHARE, language=language),
                     amount=number(100 * abs(amount), 1, language=language))  # fmt: skip
    return label("interaction", language, tables=grid.tables[i], pots=grid.pots[j],
                 amount=points(amount, language=language), count=grid.arm.size)  # fmt: skip
