"""A study made up in memory: the real areas, with realised shares that a test chooses."""

from pathlib import Path

import numpy as np

from experiments.store import Results

SIDES = ("sectoraal", "gebiedsgericht")
DEADLINES = (2030, 2030, 2035, 2040, 2035, 2035, 2035)


def invented(country, opgaven, shares, *, target=None, record="full"):
    """Results of two arms, one seed per point.

    shares: (2, points, regions, opgaven), or what broadcasts to it; above 1 is more than the
    target. Every municipality realises the share of its region.
    """
    rows, columns = len(country.region_code), len(opgaven)
    shares = np.asarray(shares, dtype=float)
    points = shares.shape[1] if shares.ndim > 1 else 1
    shares = np.broadcast_to(shares, (2, points, rows, columns)).reshape(-1, rows, columns)
    if target is None:
        target = 1.0 + np.arange(rows * columns).reshape(rows, columns) % 7
    targets = np.broadcast_to(target, shares.shape).astype(float)
    region = country.municipality_region
    share_m = country.share[:, :columns] + 1e-9
    target_m = np.broadcast_to(share_m, (2 * points, *share_m.shape))
    results = Results.__new__(Results)
    results.folder, results.cell = Path("/nowhere/2026-11-24_0123456789"), 0
    deadline = DEADLINES[:columns]
    results.manifest = {
        "arms": [
            {"name": n, "label": n, "label_en": n, "tables": n, "pots": n, "terms": "", "role": "",
             "coverage": "", "regime": n, "funding": ""}
            for n in SIDES
        ],
        "regions": [
            {"code": c, "name": n, "province_code": country.province_code[p],
             "province": country.province_name[p]}
            for c, n, p in zip(country.region_code, country.region_name, country.region_province,
                               strict=True)
        ],
        "municipalities": [
            {"code": c, "name": n, "province": country.province_code[p], "region": ""}
            for c, n, p in zip(country.municipality_code, country.municipality_name,
                               country.municipality_province, strict=True)
        ] if record == "full" else [],
        "opgaven": [
            {"id": o.id, "name": o.name, "name_en": o.name_en, "data": "data", "unit": o.unit,
             "target": o.target, "deadline": d}
            for o, d in zip(opgaven, deadline, strict=True)
        ],
        "cells": [{"number": 0, "variant": "", "levels": {}}],
        "years": list(range(2021, 2041)), "tiers": [], "seeds": 1, "points": points,
        "first_seed": 1, "packages": {}, "model_hash": "0" * 16, "started": "2026-11-24",
        "git": None, "config": {}, "record": record,
    }  # fmt: skip
    done = shares * targets
    capped = np.minimum(done, targets)
    # as in the model: everything that is ever realised is there at the end
    when = [min(1.0, (y - 2020) / 15) for y in results.manifest["years"]]
    national = np.stack([done.sum(axis=1) * w for w in when], axis=1)
    for k, year in enumerate(deadline):
        national[:, year - 2021 :, k] = done.sum(axis=1)[:, k, None]
    results.squares = {"target": targets, "q_deadline": done, "q_2030": 0.6 * done,
                       "q_2035": 0.8 * done, "q_2040": done}  # fmt: skip
    results.years = {"realised": national}
    results.hours = {}
    results.municipalities = {
        "target": target_m, "q_deadline": shares[:, region] * target_m,
    } if record == "full" else {}  # fmt: skip
    index = np.arange(2 * points)
    aim = np.maximum(targets.sum(axis=1), 1e-9)
    results.runs = {
        "run": index, "arm": index // points, "world": index % points, "point": index % points,
        "cell": np.zeros(2 * points, dtype=int), "seed": index % points,
        "status": np.array(["ok"] * (2 * points)),
        "realised_share": capped.sum(axis=(1, 2)) / targets.sum(axis=(1, 2)),
        **{f"realised_{o.id}": capped[:, :, k].sum(axis=1) / aim[:, k]
           for k, o in enumerate(opgaven)},
    }  # fmt: skip
    results.design = {}
    return results
