"""The manifest and the design of a study: what was run, by what, on what; and refusal.

A folder holds one study. Another model, data, schema, design or set of arrangements is refused;
more points, seeds or variants extend it and change no world that was run.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.messages import StoreError, message
from experiments.points import MEANS
from experiments.store import load_manifest, refuse
from experiments.storing.description import describe, plain
from experiments.storing.parts import is_foreign, read_table, whole_parts, write_whole
from experiments.storing.rows import RUNS
from experiments.study import Study
from model.assumptions import TABLE
from model.means import Means


def open_study(study: Study, folder: Path) -> dict[str, Any]:
    """Write manifest and design, or check that the folder holds this same study.

    Returns
    -------
    dict
        The manifest that now stands in the folder.

    Raises
    ------
    StoreError
        The folder holds another study, or parts of one; the text says what differs.
    """
    new = describe(study)
    path = folder / "manifest.json"
    if not path.exists():
        refuse_foreign_parts(folder, new)
        write_json(path, new | {"started": datetime.now(UTC).isoformat(timespec="seconds")},
                   before=lambda: _write_design(study, folder))  # fmt: skip
        return load_manifest(folder)
    old = load_manifest(folder)
    _restore_design(study, folder, old, new)
    _refuse(folder, old, new, study)
    if (grown := _grown(old, new)) != old:
        write_json(path, grown, before=lambda: _write_design(study, folder, old["points"]))
    return load_manifest(folder)


def refuse_foreign_parts(folder: Path, new: Mapping[str, Any]) -> None:
    """StoreError if parts stand in a folder without a manifest that are of another study."""
    for name in whole_parts(folder):
        try:
            foreign = is_foreign(folder / RUNS / name, new.get("store_hash", ""))
        except (OSError, pa.ArrowInvalid):
            continue  # cannot be read: it is removed and run again
        if foreign:
            raise StoreError(message("foreign_parts", folder=folder))


def _restore_design(
    study: Study, folder: Path, old: Mapping[str, Any], new: Mapping[str, Any]
) -> None:
    """Write a design that cannot be read again: it is the same if the manifest is of this study."""
    same = old.get("store_hash") == new["store_hash"] and len(study.points) >= old["points"]
    if not same:
        return  # who needs it says that it cannot be read
    try:
        _stored_design(folder)
    except StoreError:
        _write_design(study, folder)


def check_same(study: Study, folder: Path) -> None:
    """StoreError if the folder holds another study."""
    _refuse(folder, load_manifest(folder), describe(study), study)


def grow(folder: Path, new: Mapping[str, Any], source: Path) -> None:
    """Add what another folder of the same study asked for; StoreError if it is another study."""
    old = load_manifest(folder)
    _refuse_another(folder, old, new)
    _refuse_other_cells(folder, old, new)
    design = _stored_design(source)
    _refuse_other_points(folder, old["points"], design)
    grown = _grown(old, new)
    if grown != old:
        if len(design) > old["points"]:
            write_whole(folder / "design.parquet", lambda path: pq.write_table(design, path))
        write_json(folder / "manifest.json", grown)


def _refuse(folder: Path, old: Mapping[str, Any], new: Mapping[str, Any], study: Study) -> None:
    _refuse_another(folder, old, new)
    _refuse_other_cells(folder, old, new)
    _refuse_other_points(folder, old["points"], design_table(study))


def _grown(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The old manifest with what is asked now added: what identifies the study stays."""
    known = {cell["number"] for cell in old["cells"]}
    cells = [*old["cells"], *(cell for cell in new["cells"] if cell["number"] not in known)]
    asked = [*old["asked"], *(one for one in new["asked"] if not _covered(one, old["asked"]))]
    sizes = {key: max(old[key], new[key]) for key in ("points", "seeds")}
    grown = {**old, **sizes, "cells": sorted(cells, key=lambda c: c["number"]), "asked": asked}
    if grown == old:
        return dict(old)
    return grown | {key: new[key] for key in ("command", "config")}


def _covered(one: Mapping[str, Any], asked: Sequence[Mapping[str, Any]]) -> bool:
    """Whether what is asked now is a part of what was asked before."""
    return any(
        one["points"] <= known["points"]
        and one["seeds"] <= known["seeds"]
        and set(one["cells"]) <= set(known["cells"])
        for known in asked
    )


def design_table(study: Study) -> pa.Table:
    """One row per point: every assumption and all means; doubles, for they are the inputs."""
    points = study.points
    count = len(points)
    columns: dict[str, object] = {"point": np.arange(count), "luck": points.luck}
    columns |= {a.name: points.column(a.name) for a in TABLE}
    for f in dataclasses.fields(Means):
        value = getattr(points.fixed.means, f.name)
        number = f.name in MEANS
        columns[f.name] = points.column(f.name) if number else [json.dumps(plain(value))] * count
    columns |= {n: points.column(n) for n in points.varied if n not in columns}
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def _write_design(study: Study, folder: Path, known: int = 0) -> None:
    """Write the points, unless more of them (`known`) stand there already."""
    if len(study.points) <= known:
        return
    table = design_table(study)
    write_whole(folder / "design.parquet", lambda path: pq.write_table(table, path))


def write_json(path: Path, value: object, *, before: Any = None) -> None:
    """Write JSON whole or not at all; `before` runs first, so that the manifest comes last."""
    if before is not None:
        before()
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n"
    write_whole(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def _refuse_another(folder: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    for key, what in (("model_hash", "what_model"), ("data_hash", "what_data"),
                      ("first_seed", "what_seed"), ("design", "what_design"),
                      ("record", "what_record")):  # fmt: skip
        if old[key] != new[key]:
            refuse(folder, what, old[key], new[key])
    if old["design_hash"] != new["design_hash"]:
        found, expected = (", ".join(a["label"] for a in m["arms"]) for m in (old, new))
        # arms may differ in what their labels do not show
        rules = ("hash " + old["design_hash"], "hash " + new["design_hash"])
        refuse(folder, "what_arms", *((found, expected) if found != expected else rules))


def _refuse_other_cells(folder: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """A cell of one number must mean the same in both."""
    cells = {cell["number"]: cell for cell in old["cells"]}
    for cell in new["cells"]:
        known = cells.get(cell["number"], cell)
        if json.dumps(known, sort_keys=True) != json.dumps(cell, sort_keys=True):
            refuse(folder, "what_cells", known["name"], cell["name"])


def _refuse_other_points(folder: Path, known: int, asked: pa.Table) -> None:
    """A point of one number must be the same in both."""
    stored = _stored_design(folder)
    shared = min(known, len(asked), len(stored))
    if stored.column_names == asked.column_names:
        same = np.ones(shared, bool)
        for column in stored.column_names:
            a, b = (table[column].to_numpy()[:shared] for table in (stored, asked))
            same &= np.asarray(a == b, bool)
        other = int(np.sum(~same))
    else:
        other = shared
    if other:
        refuse(folder, "what_points", message("other_points", count=other), shared)


def _stored_design(folder: Path) -> pa.Table:
    path = folder / "design.parquet"
    try:
        return read_table(path)
    except (OSError, pa.ArrowInvalid) as problem:
        short = str(problem).splitlines()[0]
        raise StoreError(message("broken_file", file=path, problem=short)) from problem
