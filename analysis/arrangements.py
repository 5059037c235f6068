"""Many arms one by one against the first; and where an arrangement holds, against elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compared import Compared, between, from_to, pair_count, starred, units_text, word
from analysis.labels import label
from analysis.matrix import counted, whole_percent
from analysis.numbers import number, percent, points
from analysis.sides import Sides
from analysis.statistics import difference
from analysis.table import Table
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


def list_table(results: Results, language: str = "nl") -> Table:
    """Every arm: what it realises, and its difference with the first, with the word."""
    names = results.named_arms(language)
    means = results.by_point("realised_share").mean(axis=1)
    dash = number(float("nan"))
    rows = [(names[0], percent(float(means[0]), language=language), *[dash] * 3, "")]
    shown = []
    for i in range(1, len(names)):
        compared = Compared(results, "realised_share", i, 0)
        shown.append(compared)
        rows.append((
            names[i],
            percent(float(means[i]), language=language),
            points(compared.mean, language=language),
            between(compared, language=language),
            f"{compared.verdict.share(1)} %",
            word(compared, language),
        ))  # fmt: skip
    units = units_text(len(results.points), shown[0].few, language)
    keys = ("arrangement", "realised_percent", "difference", "five_ninetyfive", "share", "verdict")
    note = label("list_note", language, units=units, a=names[0])
    return Table(label("list", language, a=names[0]), tuple(label(k, language) for k in keys),
                 tuple(rows), starred(note, shown, language), (0, 5))  # fmt: skip


def covered(manifest: Mapping[str, Any], arm: int) -> BoolArray | None:
    """The squares in which an arm's own rules hold, (regions, opgaven); None if in all.

    A name is that of a region, or else of a province: then the regions it chairs.
    """
    scope, where, *_ = json.loads(manifest["arms"][arm]["coverage"] or "[null, null]")
    regions = np.zeros(len(manifest["regions"]), dtype=np.bool_)
    for name in where or ():
        for keys in (("code", "name"), ("province_code", "province")):
            mine = [any(r.get(key) == name for key in keys) for r in manifest["regions"]]
            if any(mine):
                regions |= np.array(mine)
                break
    if where is None:
        regions = ~regions
    opgaven = np.array([scope is None or o["id"] in scope for o in manifest["opgaven"]])
    squares: BoolArray = regions[:, None] & opgaven[None, :]
    return None if squares.all() or not squares.any() else squares


def limited(manifest: Mapping[str, Any]) -> dict[int, BoolArray]:
    """The arms that hold in some squares only, with those squares."""
    found = {i: covered(manifest, i) for i in range(len(manifest["arms"]))}
    return {i: squares for i, squares in found.items() if squares is not None}


@dataclass(frozen=True)
class Part:
    """The realised share of an arm and of the first in some squares: means and difference."""

    squares: int
    before: float
    after: float
    units: FloatArray  # differences by what is counted
    few: bool

    @property
    def mean(self) -> float:
        """The mean difference."""
        return self.after - self.before


def parts(results: Results, arm: int, squares: Sequence[BoolArray]) -> list[Part]:
    """The share of the target that is realised on the own deadline, in each set of squares."""
    target = results.squares["target"]
    done = np.minimum(results.squares["q_deadline"], target)
    found = []
    for mask in squares:
        aim = target[:, mask].sum(axis=1)
        seen = counted(results, done[:, mask].sum(axis=1) / np.where(aim == 0, 1.0, aim))
        before, after = (float(seen.points[i].mean()) for i in (0, arm))
        found.append(Part(int(mask.sum()), before, after, seen.units[arm] - seen.units[0],
                          seen.few))  # fmt: skip
    return found


def covered_table(results: Results, language: str = "nl") -> Table:
    """Per arm that does not hold everywhere: the result where it holds, and elsewhere."""
    names = results.named_arms(language)
    rows, few = [], False
    for arm, squares in limited(results.manifest).items():
        if arm == 0:
            continue
        here = label("covered_here", language, arm=names[arm], squares=int(squares.sum()))
        for text, part in zip(
            (here, f"  {label('elsewhere', language)}"),
            parts(results, arm, (squares, ~squares)), strict=True,
        ):  # fmt: skip
            few = part.few
            spread = difference(part.units)
            rows.append((
                text,
                percent(part.before, language=language),
                percent(part.after, language=language),
                points(part.mean, language=language),
                from_to(spread.low, spread.high, 100, spread.count > 1, language),
                f"{whole_percent(part.units > 0)} %",
            ))  # fmt: skip
    units = units_text(len(results.points), few, language)
    keys = ("without", "with_it", "difference", "five_ninetyfive", "share")
    note = label("covered_note", language, a=names[0], units=units, count=len(rows))
    return Table(label("covered", language), ("", *(label(k, language) for k in keys)),
                 tuple(rows), note)  # fmt: skip


def here_sentence(results: Results, found: Sides, language: str = "nl") -> str | None:
    """Where the other side holds, if that is not everywhere, and elsewhere; else None."""
    squares = covered(results.manifest, found.other)
    if squares is None:
        return None
    here, elsewhere = parts(results, found.other, (squares, ~squares))
    return label(
        "here", language, b=found.names[1],
        squares=number(here.squares, language=language),
        pairs=number(pair_count(results), language=language),
        share_a=percent(here.before, language=language),
        share_b=percent(here.after, language=language),
        difference=points(here.mean, language=language),
        share_c=percent(elsewhere.before, language=language),
        share_d=percent(elsewhere.after, language=language),
        other=points(elsewhere.mean, language=language),
    )  # fmt: skip


def range_sentence(results: Results, language: str = "nl") -> str:
    """Which arm realises least and which most, on average."""
    means = results.by_point("realised_share").mean(axis=1)
    names = results.named_arms(language)
    low, high = int(np.argmin(means)), int(np.argmax(means))
    return label(
        "range_of_arms", language, count=len(names),
        low=percent(float(means[low]), language=language), lowest=names[low],
        high=percent(float(means[high]), language=language), highest=names[high],
    )  # fmt: skip
