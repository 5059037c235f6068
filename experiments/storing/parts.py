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
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.messages import StoreError, message
from experiments.storing.rows import FULL, RUNS, TABLES, Row, tables_of_rows

PART, PACKED = "part-", "packed-"  # of a chunk; one that replaces others
REPLACES, STUDY = b"replaces", b"study"  # in the metadata of a `runs` part
ATTEMPTS, PAUSE = 3, 0.2  # to put a file in place that a virus scanner or Excel has open


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
    write_tables(folder, name, tables_of_rows(rows, full=_manifest(folder).get("record") == "full"))


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
