"""Areas in a fixed geographic order, and what was realised in them.

North to south, never by outcome. A share is capped at the target in every square before it is
added up, as in the outcome `realised_share`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compared import Compared
from analysis.figures.common import certain
from analysis.verdict import CLEAR, MOSTLY, SHARE, Verdict, Word
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
FLIPS = 2000  # of signs, for the largest statistic over all cells
# row and column of every province in a grid without holes, and so their order
TILES: dict[str, tuple[int, int]] = {
    "PV20": (0, 3), "PV21": (0, 2), "PV22": (1, 3), "PV23": (2, 3), "PV24": (1, 2),
    "PV25": (2, 2), "PV26": (2, 1), "PV27": (1, 1), "PV28": (2, 0), "PV29": (3, 0),
    "PV30": (3, 1), "PV31": (3, 2),
}  # fmt: skip


@dataclass(frozen=True)
class Area:
    """An area and its rows in the table."""

    name: str
    code: str
    rows: tuple[int, ...]


def regions(results: Results) -> list[Area]:
    """Regions by province from north to south, then by code as stored."""
    found = results.manifest["regions"]
    order = sorted(range(len(found)), key=lambda i: (_rank(found[i].get("province_code", "")), i))
    return [Area(found[i]["name"], found[i].get("province_code", ""), (i,)) for i in order]


def provinces(results: Results) -> list[Area]:
    """Provinces from north to south, each with the regions it chairs."""
    found = results.manifest["regions"]
    members: dict[str, list[int]] = {}
    for i, region in enumerate(found):
        members.setdefault(region.get("province_code", region["code"]), []).append(i)
    return [
        Area(found[members[code][0]].get("province", found[members[code][0]]["name"]), code,
             tuple(members[code]))
        for code in sorted(members, key=lambda c: (_rank(c), c))
    ]  # fmt: skip


def _rank(code: str) -> int:
    return list(TILES).index(code) if code in TILES else len(TILES)


def per_unit(results: Results, values: FloatArray, few: bool) -> FloatArray:
    """Runs as (arms, units, ...): points, or worlds if there are few points."""
    return results.by_world(values) if few else results.by_point(values)


def area_shares(results: Results, areas: Sequence[Area], few: bool, when: str = "deadline"
                ) -> FloatArray:  # fmt: skip
    """Realised share per area and opgave, (arms, units, areas, opgaven); NaN without a target."""
    target, capped = (
        _summed(per_unit(results, values, few), areas)
        for values in _capped(results.squares, f"q_{when}")
    )
    return divided(capped, target)


def whole_shares(results: Results, areas: Sequence[Area], few: bool, when: str) -> FloatArray:
    """The same of all opgaven together, (arms, units, areas)."""
    target, capped = (
        _summed(per_unit(results, values, few), areas).sum(axis=3)
        for values in _capped(results.squares, f"q_{when}")
    )
    return divided(capped, target)


def _capped(squares: Any, name: str) -> tuple[FloatArray, FloatArray]:
    target = squares["target"]
    return target, np.minimum(squares[name], target)


def _summed(values: FloatArray, areas: Sequence[Area]) -> FloatArray:
    return np.stack([values[:, :, list(area.rows)].sum(axis=2) for area in areas], axis=2)


def divided(part: FloatArray, whole: FloatArray) -> FloatArray:
    """A part of a whole; NaN where there is no whole."""
    result: FloatArray = np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)
    return result


def clear_cells(values: FloatArray, compared: Compared) -> BoolArray:
    """Which of many cells may be shown as a difference (experiments.md, cells).

    Parameters
    ----------
    values : ndarray (units, cells)
        Paired differences.

    A cell of its own needs the rule of `common.certain`. If the national row has no word for a
    difference it must also exceed what the largest of all cells reaches in 95 % of the cases in
    which every point has a random sign.
    """
    verdict = compared.verdict
    none = np.zeros(values.shape[1], dtype=np.bool_)
    if verdict.word is Word.FEW or len(values) < 2:
        return none
    if verdict.word in (Word.CLEAR, Word.MOSTLY):
        return np.array([certain(column, verdict) for column in values.T], dtype=np.bool_)
    return _alone(values, verdict)


def _alone(values: FloatArray, verdict: Verdict) -> BoolArray:
    units = len(values)
    size = np.sqrt((values**2).sum(axis=0))
    scaled = values / np.where(size > 0, size, 1.0)
    signs = np.random.default_rng(0).choice([-1.0, 1.0], (FLIPS, units))
    bar = float(np.nanquantile(np.nanmax(np.abs(signs @ scaled), axis=1), CLEAR / 100))
    median = np.median(values, axis=0)
    same = (np.sign(values) == np.sign(median)).sum(axis=0)
    result: BoolArray = (
        (np.abs(scaled.sum(axis=0)) > bar)
        & (np.abs(median) >= SHARE)
        & (100 * same >= MOSTLY * units)
    )
    return result
