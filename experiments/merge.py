"""Put parts of one study together: its shards, or folders that were run elsewhere.

Parts are copied, `runs` last, so that an interrupted merge has lost nothing and can be repeated.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from experiments.folders import SHARDS, write_latest
from experiments.lock import locked
from experiments.manifest import grow
from experiments.messages import StoreError, message
from experiments.parts import tables_of, whole_parts, write_whole
from experiments.repair import clean, done_worlds, pack_if_many
from experiments.store import Results, load_manifest
from experiments.summary import write_summary

FILES = ("design.parquet", "manifest.json")  # the manifest last: with it the folder is a study


def merge(into: Path, others: Sequence[Path]) -> Results:
    """Merge the shards in the folder, and the other folders, into it.

    Parameters
    ----------
    into : Path
        A study, or the folder of one that was run in shards only.
    others : sequence of Path
        Folders of the same study.

    Raises
    ------
    StoreError
        There is nothing to merge, or a folder holds another study.
    """
    shards = sorted((into / SHARDS).glob("*-of-*"))
    sources = [*shards, *others]
    if not sources:
        raise StoreError(message("nothing_to_merge", folder=into))
    for source in sources:
        load_manifest(source)
    with locked(into):
        for source in sources:
            with locked(source):
                _take(into, source)
        done_worlds(into)  # a world that stands in two of them counts once
        pack_if_many(into)
        clean(into)
        write_summary(into)
        write_latest(into)
        for shard in shards:
            shutil.rmtree(shard)
        if shards and not any((into / SHARDS).iterdir()):
            (into / SHARDS).rmdir()
    return Results(into)


def _take(into: Path, source: Path) -> None:
    if not (into / "manifest.json").exists():
        for name in FILES:
            _copy(source / name, into / name)
    else:
        grow(into, json.loads((source / "manifest.json").read_text(encoding="utf-8")), source)
    done_worlds(source)  # leaves whole parts only
    for name in whole_parts(source):
        for table in tables_of(source):
            _copy(source / table / name, into / table / name)


def _copy(source: Path, target: Path) -> None:
    write_whole(target, lambda temporary: shutil.copyfile(source, temporary))
