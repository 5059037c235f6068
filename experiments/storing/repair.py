"""What a store holds, and putting it in order: done runs, broken parts, doubles, packing.

Everything here is done by who holds the lock of the folder. Nothing that counts is ever
deleted before what replaces it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.storing.grid import INDEX
from experiments.storing.parts import (
    PACKED,
    is_foreign,
    part_name,
    read_part,
    read_table,
    study_of,
    tables_of,
    whole_parts,
    write_tables,
)
from experiments.storing.rows import ABORTED, OK, RUNS

IntArray = npt.NDArray[np.int64]
PACK = 1_000  # runs in a packed part: some 50 MB while it is made
LOOSE = 64  # parts that need no packing
OUR_PART = re.compile(r"(part|packed)-.*\.parquet(\.\d+\.tmp)?")
OUR_TEMPORARY = re.compile(r"(design\.parquet|manifest\.json|summary\.csv|latest\.txt)\.\d+\.tmp")


def clean(folder: Path) -> None:
    """Remove what an interrupted chunk left: temporary files, and parts that do not count."""
    whole = set(whole_parts(folder))
    for table in tables_of(folder):
        for path in (folder / table).glob("p*"):
            # a file of somebody else's is left alone
            if OUR_PART.fullmatch(path.name) and path.name not in whole:
                path.unlink()
    for path in folder.glob("*.tmp"):
        if OUR_TEMPORARY.fullmatch(path.name):
            path.unlink()


def done_worlds(folder: Path) -> set[int]:
    """The worlds in the store, put in order: every run of them stands in it once.

    Removed are parts that cannot be read (also a foreign file under a part's name), that say
    they are of another study, or that hold no run; of doubles the first is kept.
    """
    _remove_broken(folder)
    clean(folder)  # what was replaced is gone before what replaced it may be
    done: set[int] = set()
    for found in whole_parts(folder):
        name = found
        worlds, runs = _numbers(folder / RUNS / found)
        fresh = set(worlds.tolist()) - done
        if len(np.unique(runs)) < len(runs):
            name = _replace(folder, [name], _single)
            clean(folder)
        if len(fresh) < len(np.unique(worlds)):
            forget(folder, done, only=name)
        done |= fresh
    clean(folder)
    return done


def _remove_broken(folder: Path) -> None:
    """Remove what is no part of this study; its runs are simply run again.

    What a removed part had replaced may count again, and is looked at as well.
    """
    study, removed = study_of(folder), True
    while removed:
        removed = False
        for name in whole_parts(folder):
            if not _is_sound(folder, name, study):
                (folder / RUNS / name).unlink()
                removed = True


def _is_sound(folder: Path, name: str, study: str) -> bool:
    try:
        tables = tables_of(folder)
        whole = all("run" in pq.read_schema(folder / table / name).names for table in tables)
        foreign = is_foreign(folder / RUNS / name, study)
        return whole and not foreign and len(_numbers(folder / RUNS / name)[0]) > 0
    except (OSError, pa.ArrowInvalid, KeyError):
        return False


def _numbers(part: Path) -> tuple[IntArray, IntArray]:
    """World and run of every row of a `runs` part."""
    table = read_table(part, ["world", "run"])
    if {"world", "run"} - set(table.column_names):
        raise pa.ArrowInvalid("no world or run")
    return table["world"].to_numpy(), table["run"].to_numpy()


def _single(table: str, rows: pa.Table) -> pa.Table:
    """Every row of a table once: of a run that stands in it twice, the one that succeeded."""
    place = np.arange(len(rows))
    if table == RUNS:
        place = np.argsort(pc.not_equal(rows["status"], OK).to_numpy(), kind="stable")
    keys = [key for key in INDEX.get(table, ("run",)) if key in rows.column_names]
    order = rows.select(keys).take(place).append_column("rank", pa.array(np.arange(len(rows))))
    first = order.group_by(keys).aggregate([("rank", "min")])["rank_min"].to_numpy()
    return rows.take(np.sort(place[first]))


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
        _replace(folder, [name], only_runs(kept["run"]))
    clean(folder)


def only_runs(runs: pa.ChunkedArray) -> Callable[[str, pa.Table], pa.Table]:
    """What keeps the rows of these runs in any table."""
    wanted = runs.combine_chunks()
    return lambda _, rows: rows.filter(pc.is_in(rows["run"], value_set=wanted))


def compact(folder: Path, size: int = PACK) -> int:
    """Put small parts together in parts of about `size` runs; how many parts there are then.

    The store is put in order first: what is packed together must not hold a world twice.
    """
    done_worlds(folder)
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
        _replace(folder, names)
        for name in names:  # runs first: without it the rest does not count
            for table in reversed(tables_of(folder)):
                (folder / table / name).unlink(missing_ok=True)


def _replace(
    folder: Path,
    names: Sequence[str],
    change: Callable[[str, pa.Table], pa.Table] = lambda _, rows: rows,
) -> str:
    """Write one part with the (changed) rows of others, that replaces them; its name."""
    tables = {}
    for table in tables_of(folder):
        rows = pa.concat_tables(
            [read_part(folder / table / name) for name in names], promote_options="default"
        )
        tables[table] = change(table, rows)
    name = PACKED + part_name(pc.unique(tables[RUNS]["world"]).to_pylist())
    while name in names or (folder / RUNS / name).exists():  # no part may replace itself
        name = PACKED + name
    write_tables(folder, name, tables, names)
    return name


def part_of(folder: Path, worlds: Sequence[int]) -> Path:
    """Where the `runs` part of a chunk stands once it is written."""
    return folder / RUNS / part_name(worlds)
