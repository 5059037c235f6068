"""Runs as rows: what is kept of each, and the tables that a chunk of them makes.

Numbers are stored as float32. A chunk in which every run failed has no outcomes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from model.opgaven import FIRST_YEAR

RUNS = "runs"
TABLES = ("squares", "years", "hours", RUNS)
FULL = ("municipalities", "accounts")  # with record=full
OK, ERROR, ABORTED = "ok", "error", "aborted"
FloatArray = npt.NDArray[Any]


class RunOutcomes(Protocol):
    """What is kept of a run that succeeded: `model.outcomes.Outcomes` (arrays by name)."""

    @property
    def scalars(self) -> Mapping[str, float]: ...  # noqa: D102

    @property
    def squares(self) -> Mapping[str, FloatArray]: ...  # noqa: D102

    @property
    def years(self) -> Mapping[str, FloatArray]: ...  # noqa: D102

    @property
    def hours(self) -> Mapping[str, FloatArray]: ...  # noqa: D102


@dataclass(frozen=True)
class Failure:
    """What is kept of a run that raised (`error`) or was given up (`aborted`)."""

    error: str
    traceback: str
    status: str = ERROR


@dataclass(frozen=True)
class Row:
    """One run: its numbers, and its outcomes or its failure. `seed` is the model's seed.

    `detail` holds the tables of record=full: columns by name, without `run`.
    """

    run: int
    arm: int
    world: int
    point: int
    seed: int
    seconds: float
    result: RunOutcomes | Failure
    cell: int = 0
    detail: Mapping[str, Mapping[str, FloatArray]] | None = None


def tables_of_rows(rows: Sequence[Row], *, full: bool) -> dict[str, pa.Table]:
    """The tables of a chunk by name; with `full` also those of record=full."""
    good = [(row.run, row.result) for row in rows if not isinstance(row.result, Failure)]
    runs = np.array([run for run, _ in good], dtype=np.int64)
    tables = {
        "squares": _grid(runs, [o.squares for _, o in good], "region", "opgave", 0),
        "years": _grid(runs, [o.years for _, o in good], "year", "opgave", FIRST_YEAR),
        "hours": _grid(runs, [o.hours for _, o in good], "year", "tier", FIRST_YEAR),
    }
    details = [(row.run, row.detail) for row in rows if row.detail is not None]
    for table in FULL if details or full else ():
        tables[table] = long_table([(run, detail[table]) for run, detail in details])
    return tables | {RUNS: _runs(rows)}


def _runs(rows: Sequence[Row]) -> pa.Table:
    failures = [r.result if isinstance(r.result, Failure) else None for r in rows]
    scalars = [{} if isinstance(r.result, Failure) else dict(r.result.scalars) for r in rows]
    columns: dict[str, pa.Array] = {
        "run": pa.array([r.run for r in rows], pa.int64()),
        "arm": pa.array([r.arm for r in rows], pa.int16()),
        "world": pa.array([r.world for r in rows], pa.int64()),
        "cell": pa.array([r.cell for r in rows], pa.int32()),
        "point": pa.array([r.point for r in rows], pa.int32()),
        "seed": pa.array([r.seed for r in rows], pa.int64()),
        "status": pa.array([f.status if f else OK for f in failures], pa.string()),
        "error": pa.array([f.error if f else None for f in failures], pa.string()),
        "traceback": pa.array([f.traceback if f else None for f in failures], pa.string()),
        "seconds": pa.array([r.seconds for r in rows], pa.float32()),
    }
    for name in _names(scalars):
        columns[name] = pa.array([s.get(name) for s in scalars], pa.float32())
    return pa.table(columns)


def _grid(
    runs: npt.NDArray[np.int64],
    outcomes: Sequence[Mapping[str, FloatArray]],
    rows: str,
    columns: str,
    first_row: int,
) -> pa.Table:
    """A long table of one array of the same shape per run and name."""
    names = _names(outcomes)
    height, width = np.shape(outcomes[0][names[0]]) if names else (0, 0)
    size = height * width
    row = np.repeat(np.arange(height) + first_row, width)
    table = {
        "run": pa.array(np.repeat(runs, size), pa.int64()),
        rows: pa.array(np.tile(row, len(runs)), pa.int16()),
        columns: pa.array(np.tile(np.arange(width), height * len(runs)), pa.int16()),
    }
    for name in names:
        values = np.stack([np.asarray(o[name], dtype=np.float32) for o in outcomes])
        table[name] = pa.array(values.reshape(-1), pa.float32())
    return pa.table(table)


def long_table(details: Sequence[tuple[int, Mapping[str, FloatArray]]]) -> pa.Table:
    """A long table of columns that every run has by itself; numbers as float32."""
    if not details:
        return pa.table({"run": pa.array([], pa.int64())})
    lengths = [len(next(iter(columns.values()))) for _, columns in details]
    table = {"run": pa.array(np.repeat([run for run, _ in details], lengths), pa.int64())}
    for name in details[0][1]:
        values = np.concatenate([columns[name] for _, columns in details])
        if values.dtype.kind == "f":
            table[name] = pa.array(values.astype(np.float32), pa.float32())
        elif values.dtype.kind == "i":
            table[name] = pa.array(values.astype(np.int16), pa.int16())
        else:
            table[name] = pa.array(values.tolist(), pa.string())
    return pa.table(table)


def _names(mappings: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for mapping in mappings for name in mapping))
