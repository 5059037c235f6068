"""A study made up in memory, on the real areas, and what is drawn of it."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from analysis.style import FORMATS, Style
from experiments.store import Results

STYLE = Style()
POINTS = 120

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
        "cells": [
            {"number": 0, "variant": "", "levels": {}, "values": {}, "factors": {}}
        ],
        "asked": [{"points": points, "seeds": 1, "cells": [0]}],
        "design": "paired", "years": list(range(2021, 2041)), "tiers": [], "seeds": 1,
        "points": points,
        "first_seed": 1, "packages": {}, "model_hash": "0" * 16, "started": "2026-11-24",
        "git": None, "config": {}, "record": record,
    }  # fmt: skip
    done = shares * targets
    capped = np.minimum(done, targets)
    # as in the model: everything that is ever realised is there at the end
    when = [min(1.0, (y - 2020) / 15) for y in results.manifest["years"]]
    national = np.stack([capped.sum(axis=1) * w for w in when], axis=1)
    for k, year in enumerate(deadline):
        national[:, year - 2021 :, k] = capped.sum(axis=1)[:, k, None]
    results.squares = {"target": targets, "q_deadline": done, "q_2030": 0.6 * done,
                       "q_2035": 0.8 * done, "q_2040": done}  # fmt: skip
    results.years = {"realised_capped": national}
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
        "green_95": (done >= 0.95 * targets).sum(axis=(1, 2)).astype(float),
        **{f"realised_{year}": np.minimum(part * done, targets).sum(axis=(1, 2))
           / targets.sum(axis=(1, 2))
           for year, part in ((2030, 0.6), (2035, 0.8), (2040, 1.0))},
        **{f"realised_{o.id}": capped[:, :, k].sum(axis=1) / aim[:, k]
           for k, o in enumerate(opgaven)},
    }  # fmt: skip
    results.design = {}
    return results


def random_shares(seed=0, gain=0.0, points=POINTS):
    rng = np.random.default_rng(seed)
    level = rng.uniform(0.5, 1.05, (1, 1, 30, 7))
    luck = rng.normal(0, 0.08, (1, points, 1, 1))
    shares = level + luck + rng.normal(0, 0.02, (2, points, 30, 7))
    shares[1] += gain
    return np.clip(shares, 0, 1.3)


def cells(frame):
    """Texts that are drawn, each with its box in pixels."""
    canvas = FigureCanvasAgg(frame.figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    texts = [t for t in frame.figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
    return [(t, t.get_window_extent(renderer)) for t in texts], canvas.get_width_height()


def collide(boxes):
    """Pairs of texts of which more than a sliver lies over each other."""
    edges = np.array([[b.x0 + 0.4, b.y0 + 0.3 * b.height, b.x1 - 0.4, b.y1 - 0.2 * b.height]
                      for _, b in boxes])  # fmt: skip
    low = np.maximum(edges[:, None, :2], edges[None, :, :2])
    high = np.minimum(edges[:, None, 2:], edges[None, :, 2:])
    over = (high > low).all(axis=2)
    return [(boxes[i][0].get_text(), boxes[j][0].get_text())
            for i, j in np.argwhere(over) if i < j]  # fmt: skip


def assert_tidy(chart, format_):
    with mpl.rc_context():
        frame = chart.draw(STYLE, FORMATS[format_])
        boxes, (width, height) = cells(frame)
    for text, box in boxes:
        inside = box.x0 >= -1 and box.x1 <= width + 1 and box.y0 >= -1 and box.y1 <= height + 1
        assert inside, (chart.name, format_, text.get_text(), box.extents, (width, height))
    assert not collide(boxes), (chart.name, format_, collide(boxes)[:5])
