"""What the two sides differ under each structural variant (docs/odd.md 7)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.cells import RULE, both, label_of, variants
from analysis.compared import Compared
from analysis.labels import label
from analysis.numbers import number, points
from analysis.sides import Sides
from analysis.table import Table
from analysis.verdict import ENOUGH
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Under:
    """The differences under one variant, and without it on the same points."""

    name: str
    values: FloatArray
    without: FloatArray


def variants_table(results: Results, found: Sides, language: str = "nl") -> Table:
    """A row per variant: median, share and sign; V0 last, for it does not count.

    Only where a variant was run on fewer points it says on how many, and what the model itself
    gives on those.
    """
    run = variants(results)
    whole = Compared(results, "realised_share", found.other, found.reference).values
    rows = [Under(label("variant_none", language), whole, whole)]
    for cell in results.manifest["cells"]:
        name = str(cell["variant"])
        if name not in run or cell["number"] != run[name].cell:
            continue
        text = f"{name} {label_of(cell, language)}"
        if name not in RULE:
            text = label("variant_outside", language, name=text)
        pair = both(results, run[name], "realised_share")
        without, under = (v[found.other] - v[found.reference] for v in pair)
        rows.append(Under(text, under, without))
    outside = [row for row in rows[1:] if row.name.split()[0] not in RULE]
    rows = [row for row in rows if row not in outside] + outside
    fewer = any(len(row.values) < len(whole) for row in rows)
    return Table(
        label("variants", language, a=found.names[0], b=found.names[1]),
        _columns(fewer, language),
        tuple(_row(row, whole, fewer, language) for row in rows),
        _note(found, run, len(whole), fewer, language),
        (0, 5 if fewer else 3),
    )


def _columns(fewer: bool, language: str) -> tuple[str, ...]:
    keys = ("variant", "combinations", "variant_without", "median", "share", "same_sign")
    return tuple(label(k, language) for k in keys if fewer or k not in keys[1:3])


def _row(row: Under, whole: FloatArray, fewer: bool, language: str) -> tuple[str, ...]:
    d = row.values
    median = float(np.median(d))
    # the sign of the model itself on the same combinations
    same = bool(np.sign(median) == np.sign(np.median(row.without)))
    count = (number(len(d), language=language),
             points(float(np.median(row.without)), language=language))  # fmt: skip
    return (
        row.name,
        *(count if fewer else ()),
        points(median, language=language),
        f"{100 * int(np.sum(d > 0)) // len(d)} %",
        "" if d is whole else label("yes" if same else "no", language),
    )


def _note(found: Sides, run: dict[str, Results], count: int, fewer: bool, language: str) -> str:
    note = label("variants_note", language, b=found.names[1],
                 count=number(count, language=language))  # fmt: skip
    if fewer:
        note += " " + label("variants_fewer", language)
    if missing := [name for name in RULE if name not in run]:
        note += " " + label("variants_missing", language, names=", ".join(missing))
    if few := [name for name in RULE if name in run and len(run[name].points) < ENOUGH]:
        note += " " + label("variants_few", language, names=", ".join(few), enough=ENOUGH)
    return note
