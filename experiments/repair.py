"""What a store holds, and putting it in order: done runs, broken parts, doubles, packing.

Everything here is done by who holds the lock of the folder. Nothing that counts is ever
deleted before what replaces it stands.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.parts import (
    ABORTED,
    PACKED,
    PART,
    REPLACES,
    RUNS,
    part_name,
    read_part,
    read_table,
    tables_of,
    whole_parts,
    write_tables,
)

IntArray = npt.NDArray[np.int64]
PACK = 2_000  # runs in a packed part: some 100 MB while it is made
LOOSE = 64  # parts that need no packing


def clean(folder: Path) -> None:
    """Remove what an interrupted chunk left: temporary files, and parts that do not count."""
    whole = set(whole_parts(folder))
    for table in tables_of(folder):
        for path in (folder / table).glob("p*"):
            # a file of somebody else's is left alone
            if path.name.startswith((PART, PACKED)) and path.name not in whole:
                path.unlink()
    for path in folder.glob("*.tmp"):
        path.unlink()


def done_worlds(folder: Path) -> set[int]:
    """The worlds in the store. Parts that cannot be read are removed; a double is dropped.

    A foreign file under a part's name is a part that cannot be read.
    """
    done: set[int] = set()
    for name in whole_parts(folder):
        try:
            for table in tables_of(folder):
                rows = pq.read_metadata(folder / table / name).num_rows
                if table != RUNS and "run" not in pq.read_schema(folder / table / name).names:
                    raise pa.ArrowInvalid(f"{rows} rows without a run")
            worlds = set(_worlds(folder / RUNS / name).tolist())
        except (OSError, pa.ArrowInvalid, KeyError):
            (folder / RUNS / name).unlink()  # its runs are simply run again
            continue
        if double := worlds & done:
            forget(folder, double, only=name)
        done |= worlds
    clean(folder)
    return done


def _worlds(part: Path) -> IntArray:
    table = read_table(part, ["world"])
    if "world" not in table.column_names:
        raise pa.ArrowInvalid("no world")
    found: IntArray = np.unique(table["world"].to_numpy())
    return found


def given_up(folder: Path) -> set[int]:
    """Worlds with a run that was given up (killed, out of time): they are tried again."""
    found: set[int] = set()
    for name in whole_parts(folder):
        table = read_part(folder / RUNS / name, ["world", "status"])
        lost = pc.filter(table["world"], pc.equal(table["status"], ABORTED))
        found |= set(lost.to_pylist())
    return found


def forget(folder: Path, worlds: Collection[int], *, only: str | None = None) -> None:
    """Take worlds out of the parts that hold them, so that they can be run again."""
    gone = pa.array(sorted(worlds), pa.int64())
    for name in [only] if only else whole_parts(folder):
        runs = read_part(folder / RUNS / name)
        keep = pc.invert(pc.is_in(runs["world"], value_set=gone))
        kept = runs.filter(keep)
        if len(kept) == len(runs):
            continue
        if not len(kept):
            (folder / RUNS / name).unlink()
            continue
        _replace(folder, [name], set(kept["run"].to_pylist()))
    clean(folder)


def compact(folder: Path, size: int = PACK) -> int:
    """Put small parts together in parts of about `size` runs; how many parts there are then."""
    batch: list[str] = []
    held = 0
    for name in whole_parts(folder):
        rows = pq.read_metadata(folder / RUNS / name).num_rows
        if rows > size // 2:
            continue
        if held + rows > size and batch:
            _pack(folder, batch)
            batch, held = [], 0
        batch.append(name)
        held += rows
    _pack(folder, batch)
    clean(folder)
    return len(whole_parts(folder))


def pack_if_many(folder: Path) -> None:
    """Pack a finished store of many parts."""
    if len(whole_parts(folder)) > LOOSE:
        compact(folder)


def _pack(folder: Path, names: Sequence[str]) -> None:
    if len(names) > 1:
        _replace(folder, names, None)
        for name in names:  # runs first: without it the rest does not count
            for table in reversed(tables_of(folder)):
                (folder / table / name).unlink(missing_ok=True)


def _replace(folder: Path, names: Sequence[str], keep: set[int] | None) -> None:
    """Write one part with the rows of others (of the runs to keep), that replaces them."""
    wanted = None if keep is None else pa.array(sorted(keep), pa.int64())
    tables = {}
    for table in tables_of(folder):
        rows = pa.concat_tables(
            [read_part(folder / table / name) for name in names], promote_options="default"
        )
        tables[table] = (
            rows if wanted is None else rows.filter(pc.is_in(rows["run"], value_set=wanted))
        )
    worlds = pc.unique(tables[RUNS]["world"]).to_pylist()
    said = {REPLACES: json.dumps(list(names)).encode()}
    tables[RUNS] = tables[RUNS].replace_schema_metadata(said)
    write_tables(folder, PACKED + part_name(worlds), tables)


def part_of(folder: Path, worlds: Sequence[int]) -> Path:
    """Where the `runs` part of a chunk stands once it is written."""
    return folder / RUNS / part_name(worlds)
