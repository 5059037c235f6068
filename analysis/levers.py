"""What changes when one thing is different, in each arm, in the same worlds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.cells import both, label_of, levers
from analysis.compared import from_to
from analysis.labels import label
from analysis.numbers import number, points
from analysis.sides import Sides
from analysis.statistics import difference
from analysis.table import Table
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
FEW_ARMS = 4  # of more arms only the two sides are shown


def levers_table(results: Results, found: Sides, language: str = "nl") -> Table:
    """Per lever and arm the change against cell 0, and how much it differs between the sides."""
    names = results.named_arms(language)
    sides = (found.reference, found.other)
    shown = range(len(names)) if len(names) <= FEW_ARMS else sides
    rows: list[tuple[str, ...]] = []
    count = []

    def add(text: str, values: FloatArray) -> None:
        spread = difference(values)
        rows.append((
            text,
            points(spread.mean, language=language),
            from_to(spread.low, spread.high, 100, spread.count > 1, language),
        ))  # fmt: skip

    a, b = found.names
    for cell, seen in levers(results):
        before, after = both(results, seen, "realised_share")
        change = after - before
        count.append(change.shape[1])
        rows.append((label_of(cell, language), "", ""))
        for arm in shown:
            add(f"  {names[arm]}", change[arm])
        add(f"  {label('between_sides', language)}", change[sides[1]] - change[sides[0]])
    low, high = number(min(count), language=language), number(max(count), language=language)
    note = label("levers_note", language, a=a, b=b, count=low if low == high else f"{low}–{high}")
    keys = ("lever", "change", "five_ninetyfive")
    return Table(label("levers", language), tuple(label(k, language) for k in keys),
                 tuple(rows), note)  # fmt: skip
