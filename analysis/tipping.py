"""Grids over assumptions: where the difference is above 0, where below, and where it flips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.cells import grids
from analysis.compared import from_to
from analysis.labels import label
from analysis.numbers import MINUS, number, points
from analysis.sides import Sides
from analysis.statistics import difference
from analysis.table import Table
from analysis.verdict import ENOUGH, MOSTLY, SHARE
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
EXTREMES = 5  # cells listed at either end of a grid over three or more inputs


@dataclass(frozen=True)
class Place:
    """One cell of a grid: its levels and the differences of its points."""

    levels: Mapping[str, Any]
    values: FloatArray

    @property
    def median(self) -> float:
        """The median difference."""
        return float(np.median(self.values))

    @property
    def few(self) -> bool:
        """Whether there are too few points for a mark."""
        return len(self.values) < ENOUGH

    @property
    def mark(self) -> str:
        """(+) or (-) where most of enough points agree and the median matters, else nothing."""
        direction = np.sign(self.median)
        same = int(np.sum(np.sign(self.values) == direction))
        # 80 of 100 the same way is beyond the largest of all cells under random signs
        if self.few or abs(self.median) < SHARE or 100 * same < MOSTLY * len(self.values):
            return ""
        return "(+) " if direction > 0 else f"({MINUS}) "


def tipping_tables(results: Results, found: Sides, language: str = "nl") -> list[Table]:
    """A table per grid: two inputs as rows and columns, one or many as a list."""
    made = []
    for cells in grids(results):
        places = [
            Place(cell["levels"], seen.paired("realised_share", found.other, found.reference))
            for cell, seen in cells
        ]
        write = _crossed if len(places[0].levels) == 2 else _listed
        made.append(write(results, found, places, language))
    return made


def _crossed(results: Results, found: Sides, places: list[Place], language: str) -> Table:
    rows_of, columns_of = places[0].levels
    at = {tuple(place.levels.values()): place for place in places}
    levels = [list(dict.fromkeys(key[i] for key in at)) for i in (0, 1)]
    rows, flips = [], []
    for row in levels[0]:
        line = [at.get((row, column)) for column in levels[1]]
        rows.append((_level(row, language), *(_cell(place, language) for place in line)))
        known = [place for place in line if place is not None]
        if places_of := _flips(results, columns_of, known, language):
            text = f"{rows_of} {_level(row, language)}"
            flips.append(label("flip_row", language, row=text, places=places_of))
    for column in levels[1]:
        known = [place for row in levels[0] if (place := at.get((row, column))) is not None]
        if places_of := _flips(results, rows_of, known, language):
            text = f"{columns_of} {_level(column, language)}"
            flips.append(label("flip_row", language, row=text, places=places_of))
    note = _note(results, found, places, language)
    note += " " + (label("tipping_flips", language, flips="; ".join(flips)) if flips
                   else label("tipping_no_flips", language))  # fmt: skip
    title = label("tipping", language, rows=_name(results, rows_of, language),
                  columns=_name(results, columns_of, language))  # fmt: skip
    head = ("", *(_level(column, language) for column in levels[1]))
    return Table(title, head, tuple(rows), note)


def _listed(results: Results, found: Sides, places: list[Place], language: str) -> Table:
    """One input in the order of its levels; of more inputs the cells at either end."""
    names = list(places[0].levels)
    shown, flips = places, ""
    if len(names) == 1:
        title = label("tipping_one", language, rows=_name(results, names[0], language))
        flips = _flips(results, names[0], places, language)
    else:
        order = sorted(places, key=lambda place: place.median)
        if len(order) > 2 * EXTREMES:
            shown = order[:EXTREMES] + order[-EXTREMES:]
        title = label("tipping_most", language, count=number(len(places), language=language))
    rows = []
    for place in shown:
        spread = difference(place.values)
        text = ", ".join(
            f"{name} {_level(value, language)}" if len(names) > 1 else _level(value, language)
            for name, value in place.levels.items()
        )
        more = 100 * int(np.sum(place.values > 0)) // len(place.values)
        rows.append((text, _cell(place, language),
                     from_to(spread.low, spread.high, 100, spread.count > 1, language),
                     f"{more} %"))  # fmt: skip
    note = _note(results, found, places, language)
    if flips:
        note += " " + label("tipping_flips", language, flips=flips)
    keys = ("level", "median", "five_ninetyfive", "share")
    return Table(title, tuple(label(k, language) for k in keys), tuple(rows), note)


def _note(results: Results, found: Sides, places: Sequence[Place], language: str) -> str:
    a, b = found.names
    sizes = sorted({len(place.values) for place in places})
    text = number(sizes[0], language=language)
    if len(sizes) > 1:
        text += "–" + number(sizes[-1], language=language)
    note = label("tipping_note", language, a=a, b=b, agree=MOSTLY, points=text,
                 smallest=number(100 * SHARE, language=language), count=len(places))  # fmt: skip
    known = {name: default(results, name) for name in places[0].levels}
    values = ", ".join(f"{name} {_level(value, language)}" for name, value in known.items()
                       if value is not None)  # fmt: skip
    return f"{note} {label('tipping_defaults', language, values=values)}" if values else note


def _cell(place: Place | None, language: str) -> str:
    if place is None:
        return number(float("nan"))
    return place.mark + points(place.median, language=language)


def _level(value: object, language: str) -> str:
    """A level as a reader writes it: a number without needless zeros, or a name."""
    if not isinstance(value, (int, float)):
        return str(value)
    text = f"{value:.4g}"
    decimals = len(text.partition(".")[2]) if "e" not in text else 0
    return number(float(value), decimals, language=language)


def _name(results: Results, name: str, language: str) -> str:
    """The label of an input with its name."""
    for row in results.manifest["inputs"]:
        if row["name"] == name:
            text = row["label" if language == "nl" else "label_en"] or label(name, language)
            return f"{text} ({name})"
    return name


def default(results: Results, name: str) -> float | None:
    """What an input is unless it is drawn: of an assumption its default, of means the scenario."""
    for row in results.manifest["inputs"]:
        if row["name"] == name and "default" in row:
            return float(row["default"])
    scenario = results.manifest["config"].get("scenario", {})
    value = scenario.get(name)
    return float(value) if isinstance(value, (int, float)) else None


def break_evens(levels: Sequence[float], medians: Sequence[float]) -> list[float]:
    """Where a line through the medians changes its sign, straight between two levels.

    A level at which the median is exactly 0 is one if the signs on either side differ.
    """
    found = []
    last: tuple[float, float] | None = None
    zero: float | None = None
    for x, y in sorted(zip(levels, medians, strict=True)):
        if y == 0:
            zero = x if zero is None else zero
            continue
        if last is not None and np.sign(last[1]) != np.sign(y):
            found.append(zero if zero is not None
                         else last[0] + (x - last[0]) * last[1] / (last[1] - y))  # fmt: skip
        last, zero = (x, y), None
    return found


def _flips(results: Results, name: str, places: Sequence[Place], language: str) -> str:
    """Where the median flips along one input, and on which side of its default."""
    levels = [place.levels[name] for place in places]
    if not all(isinstance(value, (int, float)) for value in levels):
        return ""
    if len({place.mark for place in places if place.mark}) < 2:
        return ""  # between two clear cells of opposite sign, or it is noise around 0
    middle = default(results, name)
    texts = []
    for value in break_evens(levels, [place.median for place in places]):
        shown = float(f"{value:.2g}")
        where = ""
        if middle is not None:
            key = "below" if shown < middle else "above" if shown > middle else "at"
            where = label(f"flip_{key}", language)
        texts.append(label("flip", language, name=name, value=_level(shown, language), place=where))
    return ", ".join(texts)
