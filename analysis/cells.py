"""The cells of a study by what they are: variants, levers, grids; and pairs of them.

A cell is laid over the points: variants and levers beside cell 0, grids beside each other.
All cells of a point share their luck, so that a difference between two is within one world.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from analysis.verdict import ENOUGH
from experiments.messages import StoreError
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
Cell = Mapping[str, Any]
RULE = tuple(f"V{i}" for i in range(1, 10))  # the variants under which a verdict keeps its sign
LAST_VARIANT = 100  # the highest number of a cell that is a structural variant and nothing else
_SEEN: WeakKeyDictionary[Results, dict[int, Results | None]] = WeakKeyDictionary()


def at(results: Results, cell: int) -> Results | None:
    """The study at a cell; None as long as no world of it is finished."""
    known = _SEEN.setdefault(results, {})
    if cell not in known:
        other = results.at(cell)
        try:
            known[cell] = other if other.worlds else None
        except StoreError:
            known[cell] = None
    return known[cell]


def variants(results: Results) -> dict[str, Results]:
    """The study under each structural variant that has been run, by name."""
    found = {}
    for cell in results.manifest["cells"]:
        if 0 < cell["number"] <= LAST_VARIANT and (seen := at(results, cell["number"])):
            found[str(cell["variant"])] = seen
    return found


def counted(results: Results) -> dict[str, Results]:
    """The variants of the rule that were run on enough points to keep or take away a word."""
    run = variants(results)
    return {n: run[n] for n in RULE if n in run and len(run[n].points) >= ENOUGH}


def sampled(results: Results) -> bool:
    """Whether the points are a sample of the assumptions, each drawn by itself."""
    return results.manifest["design"] not in ("sobol", "morris")


def levers(results: Results) -> list[tuple[Cell, Results]]:
    """The cells that were listed by name and have been run."""
    return [
        (cell, seen)
        for cell in results.manifest["cells"]
        if cell["number"] > LAST_VARIANT and not cell["levels"]
        if (seen := at(results, cell["number"]))
    ]


def grids(results: Results) -> list[list[tuple[Cell, Results]]]:
    """The cells of each grid that have been run, in their order."""
    found: dict[int, list[tuple[Cell, Results]]] = {}
    for cell in results.manifest["cells"]:
        if cell["levels"] and (seen := at(results, cell["number"])):
            found.setdefault(cell["grid"], []).append((cell, seen))
    return list(found.values())


def label_of(cell: Cell, language: str = "nl") -> str:
    """How a cell is named to a reader."""
    return str(cell["label"] if language == "nl" else cell["label_en"])


def both(before: Results, after: Results, scalar: str) -> tuple[FloatArray, FloatArray]:
    """A scalar in two cells, over the worlds they share: twice (arms, points).

    Only series of luck that both have count, so that a cell run later on fewer points or seeds
    is compared on what it has.
    """
    keys = [
        np.stack([seen.by_world("point")[0], seen.by_world("seed")[0]], axis=1)
        for seen in (before, after)
    ]
    order: list[dict[tuple[float, ...], int]] = [
        {tuple(key): i for i, key in enumerate(each.tolist())} for each in keys
    ]
    shared = [key for key in order[0] if key in order[1]]
    points, where = np.unique([key[0] for key in shared], return_inverse=True)
    found = []
    for seen, place in zip((before, after), order, strict=True):
        values = seen.by_world(scalar)[:, [place[key] for key in shared]]
        total = np.zeros((len(values), len(points)))
        for arm, row in enumerate(values):
            total[arm] = np.bincount(where, row, minlength=len(points))
        found.append(total / np.bincount(where, minlength=len(points)))
    return found[0], found[1]
