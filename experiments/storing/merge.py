"""Put parts of one study together: its shards, or folders that were run elsewhere.

Only worlds that are not there yet are taken, as parts of their own, `runs` last: an interrupted
merge has lost nothing, doubled nothing, and can be repeated.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from experiments.messages import StoreError, message
from experiments.running.lock import HOLDER, LOCK, locked
from experiments.store import Results, load_manifest
from experiments.storing.folders import SHARDS, write_latest
from experiments.storing.manifest import grow, refuse_foreign_parts
from experiments.storing.parts import (
    frugal,
    part_name,
    read_columns,
    read_part,
    tables_of,
    whole_parts,
    write_tables,
    write_whole,
)
from experiments.storing.repair import clean, done_worlds, forget, only_runs, pack_if_many
from experiments.storing.rows import OK, RUNS
from experiments.storing.summary import write_summary

FILES = ("design.parquet", "manifest.json")  # the manifest last: with it the folder is a study


def merge(into: Path, others: Sequence[Path]) -> Results:
    """Merge the shards in the folder, and the other folders, into it.

    Parameters
    ----------
    into : Path
        A study, the folder of one that was run in shards only, or an empty folder.
    others : sequence of Path
        Folders of the same study.

    Raises
    ------
    StoreError
        There is nothing to merge or nowhere to merge it, or a folder holds another study.
    """
    shards = sorted((into / SHARDS).glob("*-of-*"))
    sources = [*shards, *others]
    if not sources:
        raise StoreError(message("nothing_to_merge", folder=into))
    for source in sources:
        load_manifest(source)
    if not (shards or _is_target(into)):
        raise StoreError(message("no_target", folder=into))
    with locked(into), frugal():
        for source in sources:
            with locked(source):
                _take(into, source)
        done_worlds(into)
        pack_if_many(into)
        clean(into)
        write_summary(into)
        write_latest(into)
        for shard in shards:
            shutil.rmtree(shard)
        if shards and not any((into / SHARDS).iterdir()):
            (into / SHARDS).rmdir()
    return Results(into)


def _is_target(folder: Path) -> bool:
    """Whether this is a study, or an empty folder (but for a merge that was killed there)."""
    if (folder / "manifest.json").exists():
        return True
    known = (LOCK, HOLDER, FILES[0])
    return folder.is_dir() and all(
        path.name in known or path.name.endswith(".tmp") for path in folder.iterdir()
    )


def _take(into: Path, source: Path) -> None:
    manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    if not (into / "manifest.json").exists():
        refuse_foreign_parts(into, manifest)
        for name in FILES:
            _copy(source / name, into / name)
    else:
        grow(into, manifest, source)
    there, here = done_worlds(source), done_worlds(into)
    better = there & (_failed(into) - _failed(source))
    forget(into, better)
    _take_worlds(into, source, there - (here - better))


def _failed(folder: Path) -> set[int]:
    """Worlds with a run that failed."""
    rows = read_columns(folder, RUNS, ["world", "status"])
    if not len(rows):
        return set()
    return set(rows["world"].filter(pc.not_equal(rows["status"], OK)).to_pylist())


def _take_worlds(into: Path, source: Path, worlds: Collection[int]) -> None:
    """Write the rows of these worlds as new parts."""
    wanted = pa.array(sorted(worlds), pa.int64())
    for name in whole_parts(source):
        runs = read_part(source / RUNS / name)
        runs = runs.filter(pc.is_in(runs["world"], value_set=wanted))
        if not len(runs):
            continue
        keep = only_runs(runs["run"])
        tables = {t: keep(t, read_part(source / t / name)) for t in tables_of(source)}
        write_tables(into, part_name(set(runs["world"].to_pylist())), tables)


def _copy(source: Path, target: Path) -> None:
    write_whole(target, lambda temporary: shutil.copyfile(source, temporary))
