"""The presets side by side, each against the first in the squares it holds for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.arrangements import covered, parts
from analysis.chart import Chart, Column, shortened, stamp
from analysis.compared import Compared, pair_count
from analysis.figures.bins import LEAST, SMALLEST, fitting, measured, widened
from analysis.figures.common import certain, source
from analysis.figures.labels_experiments import said
from analysis.figures.lights import short
from analysis.figures.many import PERCENT, POINTS, Against, against_first, counted_title, units
from analysis.frame import Frame, millimetres
from analysis.numbers import number, percent, points
from analysis.statistics import Difference, difference
from analysis.style import Format, Style
from analysis.typesetting import MM, Span, set_text
from experiments.store import Results

NAME = "arrangementen_naast_elkaar"
OVER, UNDER = 9.0, 6.0  # mm: heads; scale
ROW = 11.0  # mm, at least
NAMES, NARROW_NAMES, FLAT_NAMES = 54.0, 27.0, 66.0  # mm for names
SIZES, NARROW_SIZES = (8.8, 7.2), (7.4, 6.4)  # points of a name and of what is under it
FLAT = 8.0  # mm: a row in which no two lines stand under each other


@dataclass(frozen=True)
class Row:
    """An arm and the first, in the squares for which the arm holds."""

    name: str
    holds: str
    short: str
    before: float
    after: float
    spread: Difference
    more: float
    clear: bool

    @property
    def mean(self) -> float:
        """The mean difference."""
        return self.after - self.before

    def under(self, *, narrow: bool) -> str:
        """For what the arm holds, unless its name says so."""
        return "" if self.holds in self.name else self.short if narrow else self.holds


def chart(results: Results, style: Style, language: str = "nl") -> Chart:
    """The chart of a stored study; the first arm is what the others stand beside."""
    whole = against_first(results)
    rows = [_row(results, one, language) for one in whole]
    first = results.named_arms(language)[0]
    every = pair_count(results)
    limited = any(row.holds for row in rows)
    # only a preset is a reading of the record
    presets = all(arm.get("arrangement") for arm in results.manifest["arms"])

    def height(format_: Format) -> float:
        return OVER + max(_tall(row, style, format_.narrow) for row in rows) * len(rows) + UNDER

    return Chart(
        name=NAME,
        title=counted_title(results, [(r.mean, r.clear) for r in rows], "arrangements", language),
        subtitle=[
            Span(said("history_subtitle_1", language)), Span(first, style.sides[0]),
            Span(said("and", language)), Span(said("arrangement_each", language), style.sides[1]),
            Span(said("history_subtitle_2", language) if limited else ""),
        ],
        height=height,
        paint=lambda frame: _paint(frame, rows, every, language),
        columns=(
            Column(said("column_arrangement", language)), Column(said("column_holds", language)),
            Column(said("column_first", language, first=first), PERCENT),
            Column(said("column_share", language), PERCENT),
            *(Column(said(key, language), POINTS)
              for key in ("column_difference", "column_low", "column_high")),
            Column(said("column_more", language), "0%"), Column(said("column_clear", language)),
        ),
        rows=tuple(
            (r.name, r.holds or said("holds_all", language), r.before, r.after, 100 * r.mean,
             100 * r.spread.low, 100 * r.spread.high, r.more,
             said("yes" if r.clear else "no", language)) for r in rows
        ),
        alt=shortened(
            said("history_alt", language, count=len(rows), first=first,
                 clear=sum(r.clear for r in rows),
                 low=points(min(r.mean for r in rows), language=language),
                 high=points(max(r.mean for r in rows), language=language))
        ),
        reading=said("history_reading", language, first=first, **units(results, whole, language),
                     record=said("history_record", language) if presets else ""),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )  # fmt: skip


def _row(results: Results, one: Against, language: str) -> Row:
    mask = covered(results.manifest, one.arm)
    shape = len(results.manifest["regions"]), len(results.manifest["opgaven"])
    part = parts(results, one.arm, [np.ones(shape, dtype=np.bool_) if mask is None else mask])[0]
    compared = Compared(results, "realised_share", one.arm, 0)
    clear = one.clear and (mask is None or certain(part.units, compared.verdict))
    return Row(
        results.named_arms(language)[one.arm],
        *(("", "") if mask is None else _scope(results, one.arm, language)),
        part.before, part.after, difference(part.units),
        float(np.mean(part.units > 0)), clear,
    )  # fmt: skip


def _scope(results: Results, arm: int, language: str) -> tuple[str, str]:
    """For which opgaven, or in which areas, an arm holds: in full, and by first words."""
    scope, where, *_ = json.loads(results.manifest["arms"][arm]["coverage"] or "[null, null]")
    key = "name" if language == "nl" else "name_en"
    found = [o for o in results.manifest["opgaven"] if scope is not None and o["id"] in scope]
    areas = [_area(results, code) for code in where or ()]
    names = [str(o[key]) for o in found]
    both = (", ".join([*part, *areas]) for part in (names, map(short, names)))
    full, brief = (said("history_only", language, names=part) for part in both)
    return full, brief


def _area(results: Results, code: str) -> str:
    """The name of an area given by its code; a name is left as it is."""
    for row in results.manifest["regions"]:
        for key, name in (("code", "name"), ("province_code", "province")):
            if row.get(key) == code:
                return str(row[name])
    return str(code)


def _paint(frame: Frame, rows: list[Row], every: int, language: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    style, narrow = frame.style, frame.narrow
    wide, high = frame.room
    flat = frame.format.height is not None
    names = NARROW_NAMES if narrow else FLAT_NAMES if flat else NAMES
    tail, gap = (9.0, 3.0) if narrow else (12.0, 9.0)
    middle = names + (wide - names - tail - gap) * 0.5
    step = (high - OVER - UNDER) / len(rows)
    sheet = frame.sheet()
    left = frame.axes(names, UNDER, wide - middle, OVER)
    right = frame.axes(middle + gap, UNDER, tail, OVER)
    for axes in (left, right):
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks([])
        axes.set_facecolor("none")
        axes.grid(axis="x")
        axes.tick_params(labelsize=frame.size(7.8))
    right.axvline(0, color=style.text, lw=frame.size(0.9), zorder=1)
    for i, row in enumerate(rows):
        y = high - OVER - (i + 0.5) * step
        if i:
            sheet.plot([0, wide], [y + step / 2] * 2, color=style.grid, lw=frame.size(0.6))
        _words(frame, sheet, row, (y, step), names - 2.0)
        _shares(frame, left, row, i, language)
        _difference(frame, right, row, i)
        colour = style.sides[1 if row.mean > 0 else 0] if row.clear else style.unclear_text
        frame.write(sheet, wide, y, points(row.mean, language=language), 8.2 if narrow else 9.4,
                    tail, align="right", colour=colour,
                    weight="bold" if row.clear else "regular")  # fmt: skip
    shares = [v for row in rows for v in (row.before, row.after)]
    least, best = widened(min(shares), max(shares), 0.04)
    pad = (0.42 if narrow else 0.24) * (best - least)
    left.set_xlim(least - pad, best + pad)
    ends = [0.0, *(100 * v for row in rows for v in (row.spread.low, row.spread.high))]
    low, top = widened(min(ends), max(ends), LEAST)
    right.set_xlim(low - 0.06 * (top - low), top + 0.06 * (top - low))
    most = 3 if narrow else 4
    left.xaxis.set_major_locator(MaxNLocator(most, steps=[1, 2, 5, 10], integer=False))
    right.xaxis.set_major_locator(MaxNLocator(most, steps=[1, 2, 5, 10], integer=True))
    left.xaxis.set_major_formatter(
        FuncFormatter(lambda v, _: number(100 * v, language=language) + "%")
    )
    right.xaxis.set_major_formatter(
        FuncFormatter(lambda v, _: number(v, plus=True, language=language))
    )
    for x, key, space in ((names, "history_left", middle - names),
                          (middle + gap, "column_difference", wide - middle - gap)):  # fmt: skip
        frame.write(sheet, x, high - 3.0, said(key, language), 7.6 if narrow else 9.0, space,
                    weight="semibold")  # fmt: skip


def _lines(row: Row, style: Style, narrow: bool) -> tuple[float, float]:
    """Heights in mm of the name and of what stands under it."""
    room = (NARROW_NAMES if narrow else NAMES) - 2.0
    size, small = NARROW_SIZES if narrow else SIZES
    text = row.under(narrow=narrow)
    found = []
    for words, points_ in ((row.name, fitting(row.name, size, room, style)), (text, small)):
        setting = set_text(words, points_, room * MM, style.family, leading=1.1)
        found.append(1.1 * millimetres(points_) * len(setting.lines) if words else 0.0)
    return found[0], found[1]


def _tall(row: Row, style: Style, narrow: bool) -> float:
    """Height of a row in mm: more for a long name."""
    return max(ROW, sum(_lines(row, style, narrow)) + 2.0)


def _words(
    frame: Frame, sheet: Any, row: Row, where: tuple[float, float], room: float
) -> None:  # fmt: skip
    """The name, and for which opgaven the arm holds if not for all."""
    y, step = where
    size, small = NARROW_SIZES if frame.narrow else SIZES
    size = fitting(row.name, size, room, frame.style)
    text = row.under(narrow=frame.narrow)
    if not text:
        frame.write(sheet, 0, y, row.name, size, room)
        return
    if step < FLAT:  # beside each other
        frame.write(sheet, 0, y, row.name, size, room)
        x = measured(row.name, size, frame.style) + 2.0
        brief, small = _on_one_line(row.short, small, room - x, frame.style)
        frame.write(sheet, x, y, brief, small, room, colour=frame.style.unclear_text)
        return
    tall = _lines(row, frame.style, frame.narrow)
    top = y + (tall[0] + tall[1] + 0.6) / 2
    frame.write(sheet, 0, top - tall[0] / 2, row.name, size, room)
    frame.write(sheet, 0, top - tall[0] - 0.6 - tall[1] / 2, text, small, room,
                colour=frame.style.unclear_text)  # fmt: skip


def _on_one_line(text: str, size: float, room: float, style: Style) -> tuple[str, float]:
    """A text with its size: smaller if it does not fit on a line, and then with fewer words."""
    size = max(SMALLEST, min(size, size * room / measured(text, size, style)))
    words = text.split(" ")
    while words and measured(text, size, style) > room + 0.01:
        words.pop()
        text = " ".join(words).rstrip(",") + "…" if words else ""
    return text, size


def _shares(frame: Frame, axes: Any, row: Row, y: int, language: str) -> None:
    style = frame.style
    a, b = row.before, row.after
    axes.plot([a, b], [y, y], color=style.rule, lw=frame.size(3.0), zorder=2,
              solid_capstyle="butt")  # fmt: skip
    axes.scatter(a, y, s=frame.size(5.8) ** 2, marker="s", color=style.sides[0], lw=0, zorder=3)
    axes.scatter(b, y, s=frame.size(6.6) ** 2, marker="o", color=style.sides[1], lw=0, zorder=4)
    sides = (-1, 1) if round(100 * a, 1) <= round(100 * b, 1) else (1, -1)
    for value, side, colour in ((a, sides[0], style.sides[0]), (b, sides[1], style.sides[1])):
        text = percent(value, 0 if frame.narrow else 1, language=language)
        axes.annotate(text, (value, y), (side * frame.size(5.6), 0), textcoords="offset points",
                      ha="right" if side < 0 else "left", va="center_baseline",
                      size=frame.size(7.2 if frame.narrow else 8.2), color=colour,
                      weight="semibold")  # fmt: skip


def _difference(frame: Frame, axes: Any, row: Row, y: int) -> None:
    style = frame.style
    colour = style.sides[1 if row.mean > 0 else 0] if row.clear else style.unclear
    axes.plot([100 * row.spread.low, 100 * row.spread.high], [y, y], color=colour,
              lw=frame.size(2.2), zorder=2)  # fmt: skip
    axes.scatter(100 * row.mean, y, s=frame.size(6.2) ** 2,
                 color=colour if row.clear else "white", edgecolor=colour, lw=frame.size(1.4),
                 zorder=3)  # fmt: skip
