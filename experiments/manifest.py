"""The manifest and the design of a study: what was run, by what, on what; and refusal.

A folder holds one study. Another model, data, schema, design or set of arrangements is refused;
more points, seeds or variants extend it and change no world that was run.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.messages import StoreError, message
from experiments.parts import write_whole
from experiments.points import MEANS
from experiments.store import SCHEMA, load_manifest, refuse
from experiments.study import Study
from model import compiled
from model.arrangement import Arrangement, Pot, Tables
from model.assumptions import TABLE
from model.geography import Geography
from model.means import Means
from model.opgaven import FIRST_YEAR, QUARTERS

TIERS = ("rijk", "provincie", "gemeente")
PACKAGES = ("groenlicht", "mesa", "numpy", "scipy", "numba", "pyarrow", "hydra-core", "rich")


def open_study(study: Study, folder: Path) -> dict[str, Any]:
    """Write manifest and design, or check that the folder holds this same study.

    Returns
    -------
    dict
        The manifest that now stands in the folder.

    Raises
    ------
    StoreError
        The folder holds another study; the text says what differs.
    """
    new = describe(study)
    path = folder / "manifest.json"
    if not path.exists():
        write_json(path, new | {"started": datetime.now(UTC).isoformat(timespec="seconds")},
                   before=lambda: _write_design(study, folder))  # fmt: skip
        return load_manifest(folder)
    old = load_manifest(folder)
    _refuse(folder, old, new, study)
    if (grown := _grown(old, new)) != old:
        write_json(path, grown, before=lambda: _write_design(study, folder, old["points"]))
    return load_manifest(folder)


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


def describe(study: Study) -> dict[str, Any]:
    """What identifies and explains a study, ready for JSON."""
    geography = study.geography
    arms = [_describe_arm(study, i) for i in range(len(study.arms))]
    identity = {
        "schema": SCHEMA,
        "arms": [{k: arm[k] for k in ("tables", "pots", "terms", "coverage")} for arm in arms],
        "first_seed": study.first_seed,
        "design": study.design,
        "record": study.record,
        "data_hash": geography_hash(geography),
        "model_hash": compiled.source_hash(),
    }
    return {
        **identity,
        "design_hash": _digest(identity),
        "name": study.name,
        "question": study.question,
        "command": study.command,
        "points": len(study.points),
        "seeds": study.seeds,
        "cells": [_plain(dataclasses.asdict(cell)) for cell in study.cells],
        "asked": [{"points": len(study.points), "seeds": study.seeds,
                   "cells": [cell.number for cell in study.cells]}],
        "varied": list(study.points.varied),
        "arms": arms,
        "regions": [
            {"code": code, "name": name, "province_code": geography.province_code[chair],
             "province": geography.province_name[chair]}
            for code, name, chair in zip(geography.region_code, geography.region_name,
                                         geography.region_province, strict=True)
        ],
        "municipalities": _municipalities(geography) if study.record == "full" else [],
        "opgaven": [
            {"id": o.id, "name": o.name, "name_en": o.name_en, "data": o.data, "unit": o.unit,
             "target": o.target, "deadline": FIRST_YEAR + (o.deadline - 1) // 4}
            for o in geography.opgaven
        ],
        "tiers": list(TIERS),
        "years": list(range(FIRST_YEAR, FIRST_YEAR + QUARTERS // 4)),
        "inputs": _inputs(),
        "tables_hash": geography.data_hash,
        "config": study.config,
        "packages": _packages(),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "git": _git(),
    }  # fmt: skip


def _municipalities(geography: Geography) -> list[dict[str, Any]]:
    """Who the rows of the table `municipalities` are; province as the code of a province."""
    return [
        {"code": code, "name": name, "province": geography.province_code[province],
         "region": geography.region_code[region]}
        for code, name, province, region in zip(
            geography.municipality_code, geography.municipality_name,
            geography.municipality_province, geography.municipality_region, strict=True)
    ]  # fmt: skip


def _describe_arm(study: Study, index: int) -> dict[str, Any]:
    """An arm as data: tables and pots by what they are, so that no reader needs its name."""
    arm, label = study.arms[index], study.labels[index]
    given = _config_arm(study, index)
    return {
        "name": arm.name,
        "label": label,
        "label_en": given.get("label_en", label),
        "order": index,
        "tables": _tables_key(arm.tables),
        "pots": _pots_key(arm.pots),
        "terms": json.dumps(dataclasses.asdict(arm.terms), sort_keys=True),
        "coverage": _coverage_key(arm),
        "role": given.get("role", ""),
        "regime": given.get("regime", ""),
        "funding": given.get("funding", ""),
        "arrangement": given.get("arrangement", ""),
        "taken": given.get("taken", ""),
    }


def _config_arm(study: Study, index: int) -> Mapping[str, Any]:
    """The entry of an arm in the resolved configuration, {} if it has none."""
    experiment = study.config.get("experiment")
    for place in (study.config, experiment if isinstance(experiment, Mapping) else {}):
        arms = place.get("arms")
        if isinstance(arms, list) and len(arms) == len(study.arms):
            entry = arms[index]
            return entry if isinstance(entry, Mapping) else {}
    return {}


def _tables_key(tables: Tables) -> str:
    return json.dumps([tables.area.name.lower(), tables.opgaven])


def _pots_key(pots: tuple[Pot, ...]) -> str:
    """The rules of the pots; their names are no rule."""
    return json.dumps([[p.area.name.lower(), p.opgaven, p.share, p.window, p.key] for p in pots])


def _coverage_key(arm: Arrangement) -> str:
    c = arm.coverage
    base = [_tables_key(c.base.tables), _pots_key(c.base.pots), dataclasses.asdict(c.base.terms)]
    return json.dumps([c.scope, c.where, c.start, base], sort_keys=True)


def geography_hash(geography: Geography) -> str:
    """Hash of everything the model reads of a country, whatever tables it came from."""
    digest = hashlib.sha256()
    for f in dataclasses.fields(geography):
        value = getattr(geography, f.name)
        digest.update(f.name.encode())
        if isinstance(value, np.ndarray):
            digest.update(np.ascontiguousarray(value).tobytes())
        elif f.name != "data_hash":  # the hash of the files, comments and all
            digest.update(repr(value).encode())
    return digest.hexdigest()[:16]


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def _inputs() -> list[dict[str, Any]]:
    """Names and marks of the columns of the design, for readers that do not know the model."""
    rows = [
        {"name": a.name, "label": a.label, "label_en": a.label_en, "mark": a.mark,
         "kind": "assumption", "default": a.default, "low": a.low, "high": a.high, "unit": a.unit}
        for a in TABLE
    ]  # fmt: skip
    return rows + [
        {"name": name, "label": "", "label_en": "", "mark": "", "kind": "means"} for name in MEANS
    ]


def design_table(study: Study) -> pa.Table:
    """One row per point: every assumption and all means; doubles, for they are the inputs."""
    points = study.points
    count = len(points)
    columns: dict[str, object] = {"point": np.arange(count), "luck": points.luck}
    columns |= {a.name: points.column(a.name) for a in TABLE}
    for f in dataclasses.fields(Means):
        value = getattr(points.fixed.means, f.name)
        plain = f.name in MEANS
        columns[f.name] = points.column(f.name) if plain else [json.dumps(_plain(value))] * count
    columns |= {n: points.column(n) for n in points.varied if n not in columns}
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def _plain(value: object) -> object:
    return dict(sorted(value.items())) if isinstance(value, Mapping) else value


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
        a, b = stored.slice(0, shared).to_pydict(), asked.slice(0, shared).to_pydict()
        other = sum(any(a[c][i] != b[c][i] for c in a) for i in range(shared))
    else:
        other = shared
    if other:
        refuse(folder, "what_points", message("other_points", count=other), shared)


def _stored_design(folder: Path) -> pa.Table:
    path = folder / "design.parquet"
    try:
        return pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as problem:
        short = str(problem).splitlines()[0]
        raise StoreError(message("broken_file", file=path, problem=short)) from problem


def _packages() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _git() -> dict[str, Any] | None:
    """Commit and dirty flag of the checkout this code runs from, None if there is none."""
    root = Path(__file__).resolve().parents[1]

    def ask(*words: str) -> str:
        answer = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, timeout=10, check=True
        )
        return answer.stdout.strip()

    try:
        if Path(ask("rev-parse", "--show-toplevel")).resolve() != root:
            return None  # the checkout of something else, around an installed package
        return {"commit": ask("rev-parse", "HEAD"), "dirty": bool(ask("status", "--porcelain"))}
    except (OSError, subprocess.SubprocessError):
        return None
