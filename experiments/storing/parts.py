"""Parquet parts: one per chunk and table, written whole or not at all.

Tables: `runs` (one row a run, with its scalars), `squares` (run, region, opgave), `years`
(run, year, opgave) and `hours` (run, year, tier); with record=full also `municipalities`
(run, municipality, opgave) and `accounts` (run, year, pot). `runs` is written last: a chunk
counts from the moment its `runs` part stands beside the others.

A part is named after the worlds in it, so that other chunks get other names. A part that
replaces others (`compact`, or worlds that are run again) lists them in its own metadata: they
stop counting in the same moment in which it starts to. The metadata of a `runs` part also says
of which study it is (`store_hash` in the manifest).
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.messages import StoreError, message
from model.opgaven import FIRST_YEAR

RUNS = "runs"
TABLES = ("squares", "years", "hours", RUNS)
FULL = ("municipalities", "accounts")  # with record=full
OK, ERROR, ABORTED = "ok", "error", "aborted"
PART, PACKED = "part-", "packed-"  # of a chunk; one that replaces others
REPLACES, STUDY = b"replaces", b"study"  # in the metadata of a `runs` part
ATTEMPTS, PAUSE = 3, 0.2  # to put a file in place that a virus scanner or Excel has open
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


def part_name(worlds: Iterable[int]) -> str:
    """The name of the part of these worlds."""
    numbers = np.array(sorted(worlds), dtype=np.int64)
    digest = hashlib.blake2b(numbers.tobytes(), digest_size=6).hexdigest()
    return f"{PART}{numbers[0]:07d}-{digest}.parquet"


def write_parts(folder: Path, rows: Sequence[Row]) -> None:
    """Write the parts of a chunk; OSError (a full disk) leaves nothing half-written.

    Which tables there are is said by the manifest: with record=full also those of a chunk in
    which every run failed have all tables.
    """
    name = part_name({row.world for row in rows})
    good = [(row.run, row.result) for row in rows if not isinstance(row.result, Failure)]
    runs = np.array([run for run, _ in good], dtype=np.int64)
    tables = {
        "squares": _grid(runs, [o.squares for _, o in good], "region", "opgave", 0),
        "years": _grid(runs, [o.years for _, o in good], "year", "opgave", FIRST_YEAR),
        "hours": _grid(runs, [o.hours for _, o in good], "year", "tier", FIRST_YEAR),
    }
    details = [(row.run, row.detail) for row in rows if row.detail is not None]
    for table in FULL if details or _manifest(folder).get("record") == "full" else ():
        tables[table] = long_table([(run, detail[table]) for run, detail in details])
    write_tables(folder, name, tables | {RUNS: _runs(rows)})


def write_tables(
    folder: Path, name: str, tables: Mapping[str, pa.Table], replaces: Sequence[str] = ()
) -> None:
    """Write one part of every table, `runs` last, which says its study and what it replaces."""
    said = {STUDY: study_of(folder).encode()}
    if replaces:
        said[REPLACES] = json.dumps(list(replaces)).encode()
    tables = {**tables, RUNS: tables[RUNS].replace_schema_metadata(said)}
    for table in sorted(tables, key=lambda t: t == RUNS):
        _write(folder / table / name, tables[table])


def study_of(folder: Path) -> str:
    """What identifies the study of a folder, "" if its manifest does not say."""
    return str(_manifest(folder).get("store_hash", ""))


def is_foreign(part: Path, study: str) -> bool:
    """Whether a `runs` part says that it is of another study than this one.

    Raises
    ------
    OSError, pyarrow.ArrowInvalid
        It cannot be read.
    """
    said = (pq.read_schema(part).metadata or {}).get(STUDY, b"").decode()
    return bool(said and study) and said != study


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


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
        _put(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _put(temporary: Path, path: Path) -> None:
    """Give a file its name, for good; on Windows the old one may be open for a moment."""
    for attempt in range(ATTEMPTS):
        try:
            os.replace(temporary, path)
            break
        except PermissionError:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(PAUSE)
    if os.name == "posix":
        with suppress(OSError):  # not every file system can
            place = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(place)
            finally:
                os.close(place)


@contextmanager
def frugal() -> Iterator[None]:
    """Let Arrow give back at once what it frees: its own pool keeps that for later.

    Packing and summarising a large study then takes some 100 MB less at its peak, and no longer.
    """
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def tables_of(folder: Path) -> tuple[str, ...]:
    """The tables of a store, `runs` last."""
    return (*(t for t in FULL if (folder / t).is_dir()), *TABLES)


def whole_parts(folder: Path) -> list[str]:
    """Names of the parts that count: in all tables, and not replaced by another."""
    tables = tables_of(folder)
    found = [
        {p.name for p in (folder / t).glob("*.parquet") if p.name.startswith((PART, PACKED))}
        for t in tables
    ]
    whole = set.intersection(*found)
    for name in [n for n in whole if n.startswith(PACKED)]:
        try:
            schema = pq.read_schema(folder / RUNS / name)
        except (OSError, pa.ArrowInvalid):
            continue  # it is found to be broken by who reads it
        whole -= set(json.loads((schema.metadata or {}).get(REPLACES, b"[]")))
    return sorted(whole)


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
    pieces = [read_part(folder / table / name, columns) for name in whole_parts(folder)]
    if not pieces:
        return pa.table({"run": pa.array([], pa.int64())})
    return pa.concat_tables(pieces, promote_options="default")


def read_part(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of one part, of the columns it has; StoreError if it cannot be read."""
    wanted = None
    if columns is not None:
        known = _reading(path, pq.read_schema).names
        wanted = [c for c in columns if c in known]
    return _reading(path, read_table, columns=wanted).replace_schema_metadata(None)


def read_table(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of one Parquet file.

    `pyarrow.parquet.read_table` does the same through its dataset, whose file systems take 50 MB.
    """
    with pq.ParquetFile(path) as file:
        return file.read(columns=columns, use_threads=False)


def _reading(path: Path, read: Callable[..., Any], **how: Any) -> Any:
    try:
        return read(path, **how)
    except (OSError, pa.ArrowInvalid) as problem:
        short = str(problem).splitlines()[0]
        raise StoreError(message("broken_file", file=path, problem=short)) from problem
