"""What identifies and explains a study: the content of its manifest, ready for JSON."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from experiments.options import KEYS
from experiments.points import MEANS
from experiments.store import SCHEMA
from experiments.study import Study
from model import compiled
from model.arrangement import Arrangement, Pot, Tables
from model.assumptions import TABLE
from model.geography import Geography
from model.opgaven import FIRST_YEAR, QUARTERS

TIERS = ("rijk", "provincie", "gemeente")
# settings that decide nothing of a run that is stored: names, how many worlds, how they are run
NO_RESULT = ("name", "question", "label", "label_en", "series", "results", "regions",
             "arms", "points", "seeds", "variants", *KEYS)  # fmt: skip
PACKAGES = ("groenlicht", "mesa", "numpy", "scipy", "numba", "pyarrow", "hydra-core", "rich")


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
        "store_hash": _digest([identity, _settings(study.config), _first_point(study)]),
        "name": study.name,
        "question": study.question,
        "command": study.command,
        "points": len(study.points),
        "seeds": study.seeds,
        "cells": [plain(dataclasses.asdict(cell)) for cell in study.cells],
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


def _settings(value: object) -> object:
    """A resolved configuration without what decides nothing of a run."""
    if isinstance(value, Mapping):
        return {str(k): _settings(v) for k, v in value.items() if k not in NO_RESULT}
    return [_settings(v) for v in value] if isinstance(value, list | tuple) else str(value)


def _first_point(study: Study) -> object:
    """The inputs of the first point, which is the same however many points there are."""
    point = study.points[0]
    inputs = [
        {f.name: getattr(held, f.name) for f in dataclasses.fields(held)}
        for held in (point.assumptions, point.means)
    ]
    return _settings([*inputs, point.luck])


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


def plain(value: object) -> object:
    """A mapping in the order of its keys; anything else as it is."""
    return dict(sorted(value.items())) if isinstance(value, Mapping) else value


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
    root = Path(__file__).resolve().parents[2]

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
