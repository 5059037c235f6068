"""Tables of a store as arrays by name: columns (runs,), and grids (runs, rows, columns)."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from experiments.storing.parts import read_columns, read_names

Array = npt.NDArray[Any]
FloatArray = npt.NDArray[np.float64]
INDEX = {
    "squares": ("run", "region", "opgave"),
    "years": ("run", "year", "opgave"),
    "hours": ("run", "year", "tier"),
    "municipalities": ("run", "municipality", "opgave"),
    "accounts": ("run", "year", "pot"),
}


class Columns(UserDict[str, Array]):
    """Columns by name: scalars are held as they are stored, and given as doubles."""

    def __getitem__(self, name: str) -> Array:
        """The column, a copy if it is a scalar."""
        held: Array = self.data[name]
        return held.astype(np.float64) if held.dtype == np.float32 else held


class Grid(Mapping[str, FloatArray]):
    """Arrays by name, each (runs, rows, columns), read from disk when asked for, not kept.

    Rows of failed runs are NaN, so that the first axis is that of `Results.runs`; of other runs
    in the folder nothing is given.
    """

    def __init__(self, folder: Path, table: str, runs: Array, columns: int) -> None:
        self._folder, self._table, self._runs, self._width = folder, table, runs, columns

    @cached_property
    def _names(self) -> tuple[str, ...]:
        known = read_names(self._folder, self._table)
        return tuple(n for n in known if n not in INDEX[self._table])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, name: str) -> FloatArray:
        if name not in self._names:
            raise KeyError(name)
        table = read_columns(self._folder, self._table, ["run", name])
        found, first, count = np.unique(
            table["run"].to_numpy(), return_index=True, return_counts=True
        )
        size = int(count[0]) if len(count) else self._width
        asked = np.isin(found, self._runs)  # the folder may hold more
        found, first = found[asked], first[asked]
        values = floats(table[name])[first[:, None] + np.arange(size)]
        result = np.full((len(self._runs), size // self._width, self._width), np.nan)
        rows = np.searchsorted(self._runs, found)
        result[rows] = values.reshape(len(found), -1, self._width)
        return result


def floats(column: Any) -> FloatArray:
    """A column as doubles, a missing value as NaN."""
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
