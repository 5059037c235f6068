"""Parquet parts: one per chunk and table, written whole or not at all.

Four tables: `runs` (one row a run, with its scalars), `squares` (run, region, opgave),
`years` (run, year, opgave) and `hours` (run, year, tier). `runs` is written last: a chunk
counts from the moment its `runs` part stands beside the other three.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.messages import StoreError, message
from model.opgaven import FIRST_YEAR

TABLES = ("squares", "years", "hours", "runs")
OK, ERROR = "ok", "error"
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
    """What is kept of a run that raised."""

    error: str
    traceback: str


@dataclass(frozen=True)
class Row:
    """One run: its numbers, and its outcomes or its failure. `seed` is the model's seed."""

    run: int
    arm: int
    world: int
    point: int
    seed: int
    seconds: float
    result: RunOutcomes | Failure


def part_path(folder: Path, table: str, first_world: int) -> Path:
    """Where the part of a chunk stands."""
    return folder / table / f"part-{first_world:07d}.parquet"


def write_parts(folder: Path, rows: Sequence[Row]) -> None:
    """Write the four parts of a chunk; OSError (a full disk) leaves nothing half-written."""
    first = min(row.world for row in rows)
    good = [(row.run, row.result) for row in rows if not isinstance(row.result, Failure)]
    runs = np.array([run for run, _ in good], dtype=np.int32)
    _write(part_path(folder, "squares", first),
           _grid(runs, [o.squares for _, o in good], "region", "opgave", 0))  # fmt: skip
    _write(part_path(folder, "years", first),
           _grid(runs, [o.years for _, o in good], "year", "opgave", FIRST_YEAR))  # fmt: skip
    _write(part_path(folder, "hours", first),
           _grid(runs, [o.hours for _, o in good], "year", "tier", FIRST_YEAR))  # fmt: skip
    _write(part_path(folder, "runs", first), _runs(rows))


def _runs(rows: Sequence[Row]) -> pa.Table:
    failures = [r.result if isinstance(r.result, Failure) else None for r in rows]
    scalars = [{} if isinstance(r.result, Failure) else dict(r.result.scalars) for r in rows]
    columns: dict[str, pa.Array] = {
        "run": pa.array([r.run for r in rows], pa.int32()),
        "arm": pa.array([r.arm for r in rows], pa.int16()),
        "world": pa.array([r.world for r in rows], pa.int32()),
        "point": pa.array([r.point for r in rows], pa.int32()),
        "seed": pa.array([r.seed for r in rows], pa.int64()),
        "status": pa.array([ERROR if f else OK for f in failures], pa.string()),
        "error": pa.array([f.error if f else None for f in failures], pa.string()),
        "traceback": pa.array([f.traceback if f else None for f in failures], pa.string()),
        "seconds": pa.array([r.seconds for r in rows], pa.float32()),
    }
    for name in _names(scalars):
        columns[name] = pa.array([s.get(name) for s in scalars], pa.float32())
    return pa.table(columns)


def _grid(
    runs: npt.NDArray[np.int32],
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
        "run": pa.array(np.repeat(runs, size), pa.int32()),
        rows: pa.array(np.tile(row, len(runs)), pa.int16()),
        columns: pa.array(np.tile(np.arange(width), height * len(runs)), pa.int16()),
    }
    for name in names:
        values = np.stack([np.asarray(o[name], dtype=np.float32) for o in outcomes])
        table[name] = pa.array(values.reshape(-1), pa.float32())
    return pa.table(table)


def _names(mappings: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for mapping in mappings for name in mapping))


def _write(path: Path, table: pa.Table) -> None:
    floats = [f.name for f in table.schema if pa.types.is_floating(f.type)]
    others = [f.name for f in table.schema if not pa.types.is_floating(f.type)]

    def write(temporary: Path) -> None:
        pq.write_table(
            table,
            temporary,
            compression="zstd",
            use_dictionary=others,
            column_encoding=dict.fromkeys(floats, "BYTE_STREAM_SPLIT"),
        )

    write_whole(path, write)


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file beside `path`, then put it there in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        write(temporary)
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def whole_parts(folder: Path) -> list[str]:
    """Names of the parts that stand in all four tables, in the order of their worlds."""
    found = [{p.name for p in (folder / t).glob("part-*.parquet")} for t in TABLES]
    return sorted(set.intersection(*found))


def clean(folder: Path) -> None:
    """Remove what an interrupted chunk left: temporary files and parts without their others."""
    whole = set(whole_parts(folder))
    for table in TABLES:
        for path in (folder / table).glob("part-*"):
            if path.name not in whole:
                path.unlink()


def done_runs(folder: Path) -> set[int]:
    """The runs in the store: the union over the parts. Parts that cannot be read are removed."""
    done: set[int] = set()
    for name in whole_parts(folder):
        try:
            for table in TABLES[:-1]:
                pq.read_metadata(folder / table / name)
            runs = pq.read_table(folder / "runs" / name, columns=["run"])["run"]
        except (OSError, pa.ArrowInvalid):
            # its runs are simply run again
            (folder / "runs" / name).unlink()
            continue
        done.update(runs.to_pylist())
    clean(folder)
    return done


def read_names(folder: Path, table: str) -> tuple[str, ...]:
    """Names of the columns of a table; a chunk in which every run failed has no outcomes."""
    names = [_reading(folder / table / name, pq.read_schema).names for name in whole_parts(folder)]
    return tuple(dict.fromkeys(column for part in names for column in part))


def read_columns(folder: Path, table: str, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of all whole parts of a table, in the order of the parts.

    Raises
    ------
    StoreError
        A part cannot be read.
    """
    pieces = []
    for name in whole_parts(folder):
        path = folder / table / name
        wanted = None
        if columns is not None:
            known = _reading(path, pq.read_schema).names
            wanted = [c for c in columns if c in known]
        pieces.append(_reading(path, pq.read_table, columns=wanted))
    if not pieces:
        return pa.table({"run": pa.array([], pa.int32())})
    return pa.concat_tables(pieces, promote_options="default")


def _reading(path: Path, read: Callable[..., Any], **how: Any) -> Any:
    try:
        return read(path, **how)
    except (OSError, pa.ArrowInvalid) as problem:
        short = str(problem).splitlines()[0]
        raise StoreError(message("broken_file", file=path, problem=short)) from problem
