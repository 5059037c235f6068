"""Arms that fill a full grid: every kind of tables with every kind of pots.

Found from what the arms are: the regime and funding they were composed from, and their rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Arm = Mapping[str, Any]
SQUARE = 4  # a grid of two by two is a square: its four arms stand side by side


@dataclass(frozen=True)
class Crossing:
    """The arms as a grid; the first arm is in the first row and column.

    Attributes
    ----------
    arm : ndarray (rows, columns)
        Which arm stands where.
    tables, pots : tuple of str
        How rows and columns are named to a reader.
    """

    arm: npt.NDArray[np.int64]
    tables: tuple[str, ...]
    pots: tuple[str, ...]


def crossing(arms: Sequence[Arm], language: str = "nl") -> Crossing | None:
    """The grid that the arms fill; None if they do not, or are a square or less.

    Mixes of the rules of two arms are no grid of kinds of tables and pots.
    """
    if len(arms) <= SQUARE or any(arm.get("taken") for arm in arms):
        return None
    rows = list(dict.fromkeys(_tables(arm) for arm in arms))
    columns = list(dict.fromkeys(_pots(arm) for arm in arms))
    if min(len(rows), len(columns)) < 2 or len(rows) * len(columns) != len(arms):
        return None
    if any(arm[rule] != arms[0][rule] for arm in arms for rule in ("terms", "coverage")):
        return None
    grid = np.full((len(rows), len(columns)), -1, dtype=np.int64)
    for i, arm in enumerate(arms):
        grid[rows.index(_tables(arm)), columns.index(_pots(arm))] = i
    if (grid < 0).any():
        return None
    return Crossing(
        grid,
        tuple(_name(arms[i], 0, "regime", language) for i in grid[:, 0]),
        tuple(_name(arms[i], 1, "funding", language) for i in grid[0]),
    )


def _tables(arm: Arm) -> tuple[str, str]:
    return str(arm.get("regime", "")), str(arm["tables"])


def _pots(arm: Arm) -> tuple[str, str]:
    return str(arm.get("funding", "")), str(arm["pots"])


def _name(arm: Arm, part: int, group: str, language: str) -> str:
    """The part of a label that names the tables (0) or the pots (1)."""
    parts = str(arm["label" if language == "nl" else "label_en"]).split(" + ")
    return parts[part] if len(parts) == 2 else str(arm.get(group, "")) or parts[0]
