"""Whether the arms of a study have equal means, and what every title says if they have not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.labels import label
from analysis.numbers import percent
from analysis.table import Table
from experiments.store import Results

CONVERSION = "conversion"  # the part that arrives of what moves to pots of several opgaven


def unequal(results: Results) -> bool:
    """Whether at some point or cell not all money arrives that moves between kinds of pots."""
    shares = _shares(results)
    return bool(shares) and min(shares) < 1


def _shares(results: Results) -> list[float]:
    column = results.design.get(CONVERSION)
    known = [] if column is None else [float(v) for v in np.unique(column[results.points])]
    base = max(known, default=1.0)
    for cell in results.manifest["cells"]:
        known += [float(cell["values"][CONVERSION])] if CONVERSION in cell["values"] else []
        known += [base * cell["factors"][CONVERSION]] if CONVERSION in cell["factors"] else []
    return known


def why(results: Results, language: str = "nl") -> str:
    """What is unequal, and how much of the money arrives if that is one number."""
    shares = set(_shares(results))
    if len(shares) > 1:
        return label("unequal_some", language)
    return label("unequal_why", language, percent=percent(min(shares), 0, language=language))


def flagged(table: Table, language: str = "nl") -> Table:
    """The table with "ongelijke middelen" in its title."""
    return replace(table, title=label("unequal_title", language, title=table.title))
