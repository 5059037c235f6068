"""Difference per opgave: both sides as a dumbbell, and the paired difference beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from analysis.chart import Chart, Column, shortened, stamp
from analysis.compared import Compared
from analysis.figure_labels import said
from analysis.figures.common import (
    arm_words,
    certain,
    few,
    filled,
    found_sides,
    source,
    spread,
    title,
)
from analysis.figures.where import AFTER, Names, within
from analysis.frame import Frame
from analysis.numbers import number, percent, points
from analysis.sides import Sides
from analysis.statistics import Difference
from analysis.style import Format, Style
from analysis.typesetting import Span
from experiments.store import Results

NAME = "verschil_per_opgave"
ROW, ROWS_OVER, UNDER = 8.0, 9.0, 6.0  # mm: a row, the heads, the scale
AFTER_FIRST = 2.0  # mm under the first row, which is the whole
PERCENT, POINTS = "0.0%", "+0.0;\u22120.0;0.0"  # Excel formats


@dataclass(frozen=True)
class Row:
    """One opgave, or all of them."""

    name: str
    year: int | None
    shares: tuple[float, float]
    difference: Difference
    more: float
    filled: bool


def chart(results: Results, style: Style, language: str = "nl") -> Chart:
    """The chart of a stored study."""
    found = found_sides(results, language)
    compared = Compared(results, "realised_share", found.other, found.reference)
    rows = _rows(results, found, compared, language)
    a, b = arm_words(style, found)
    units, kind = few(results, compared)
    subtitle = [
        Span(said("dumbbell_subtitle_1", language)), a, Span(said("and_with", language)), b,
        Span(said("dumbbell_subtitle_2", language)),
    ]  # fmt: skip

    def height(format_: Format) -> float:
        names = _names(rows, format_.narrow, format_.width / format_.scale, style, language)
        return ROWS_OVER + sum(max(ROW, need) for need in names.needs) + _extra(rows) + UNDER

    return Chart(
        name=NAME,
        title=title(compared, found, language),
        subtitle=subtitle,
        height=height,
        paint=lambda frame: _paint(frame, rows, language),
        columns=(
            Column(said("column_opgave", language)),
            Column(said("column_year", language), "0"),
            *(Column(said("column_share", language, side=n), PERCENT) for n in found.names),
            Column(said("column_difference", language), POINTS),
            Column(said("column_low", language), POINTS),
            Column(said("column_high", language), POINTS),
            Column(said("column_more", language, side=found.names[1]), "0%"),
        ),
        rows=tuple(
            (
                r.name,
                r.year,
                *r.shares,
                100 * r.difference.mean,
                100 * r.difference.low,
                100 * r.difference.high,
                r.more,
            )
            for r in rows
        ),
        alt=_alt(rows, found, language),
        reading=said(
            "dumbbell_reading",
            language,
            units=said(units, language),
            kind=said(kind, language),
            filled=filled(compared, language),
        ),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )


def _rows(results: Results, found: Sides, compared: Compared, language: str) -> list[Row]:
    def row(scalar: str, name: str, year: int | None) -> Row:
        shares = results.by_point(scalar).mean(axis=1)
        values = results.paired(scalar, found.other, found.reference)
        pairs = results.paired_worlds(scalar, found.other, found.reference)
        counted = pairs if compared.few else values
        return Row(
            name, year, (float(shares[found.reference]), float(shares[found.other])),
            spread(results, compared, values, pairs), float(np.mean(counted > 0)),
            certain(values, compared.verdict),
        )  # fmt: skip

    key = "name" if language == "nl" else "name_en"
    rows = [row("realised_share", said("all_opgaven", language), None)]
    rows += [row(f"realised_{o['id']}", o[key], o["deadline"]) for o in results.manifest["opgaven"]]
    return rows


def _alt(rows: list[Row], found: Sides, language: str) -> str:
    whole, *single = rows
    most = max(single or rows, key=lambda r: abs(round(100 * r.difference.mean, 1)))
    return shortened(
        said(
            "dumbbell_alt", language, a=found.names[0], b=found.names[1],
            share_a=percent(whole.shares[0], language=language),
            share_b=percent(whole.shares[1], language=language),
            difference=points(whole.difference.mean, language=language),
            low=points(whole.difference.low, language=language),
            high=points(whole.difference.high, language=language),
            name=most.name, most=points(most.difference.mean, language=language),
        )
    )  # fmt: skip


def _extra(rows: Sequence[Row]) -> float:
    return AFTER_FIRST if len(rows) > 1 else 0.0


def _names(
    rows: Sequence[Row], narrow: bool, wide: float, style: Style, language: str, most: float = inf
) -> Names:
    """Names with their year: the shares are those of the own deadline."""
    texts = [
        row.name if row.year is None else
        said("by_year", language, name=row.name, year=row.year) for row in rows
    ]  # fmt: skip
    return Names.of(texts, 8.2 if narrow else 9.3, wide, style, most)


def _paint(frame: Frame, rows: list[Row], language: str) -> None:
    style, narrow = frame.style, frame.narrow
    wide, high = frame.room
    under, over = UNDER, ROWS_OVER
    room = high - over - under - _extra(rows)
    written = _names(rows, narrow, wide, style, language, room)
    gap = 4.0 if narrow else 11.0
    names = written.room + (AFTER if narrow else 5.0)
    tail = 9.0 if narrow else 12.0
    middle = names + (wide - names - tail - gap) * (0.5 if narrow else 0.56)
    left = frame.axes(names, under, wide - middle, over)
    right = frame.axes(middle + gap, under, tail, over)
    sheet = frame.sheet()
    places = _places(written.heights(room), high - over - under, _extra(rows))
    for axes in (left, right):
        axes.set_ylim(0, high - over - under)
        axes.set_yticks([])
        axes.grid(axis="x")
        axes.tick_params(labelsize=frame.size(8.0))
    for i, (row, y) in enumerate(zip(rows, places, strict=True)):
        _row(frame, left, right, sheet, row, y, under, wide, language)
        weight = "semibold" if row.year is None else "regular"
        written.write(frame, sheet, i, under + y, weight)
    if len(rows) > 1:
        y = under + places[0] - (written.heights(room)[0] + _extra(rows)) / 2
        sheet.plot([0, wide], [y, y], color=style.grid, lw=frame.size(0.9))
    right.axvline(0, color=style.text, lw=frame.size(0.9), zorder=1)
    _scales(frame, left, right, rows, language)
    for x, key, room in ((names, "dumbbell_left", middle - names),
                         (middle + gap, "dumbbell_right", wide - middle - gap)):  # fmt: skip
        frame.write(sheet, x, high - 3.0, said(key, language), 7.6 if narrow else 9.0, room,
                    weight="semibold")  # fmt: skip


def _places(heights: Sequence[float], high: float, extra: float) -> list[float]:
    """Middles of the rows in mm; a little room under the first, which is the whole."""
    tops = [high - extra * (i > 0) - sum(heights[:i]) for i in range(len(heights))]
    return [top - row / 2 for top, row in zip(tops, heights, strict=True)]


def _row(
    frame: Frame, left: Any, right: Any, sheet: Any, row: Row, y: float, under: float, wide: float,
    language: str,
) -> None:  # fmt: skip
    style = frame.style
    a, b = row.shares
    whole = row.year is None
    left.plot([a, b], [y, y], color=style.rule, lw=frame.size(3.0), zorder=2,
              solid_capstyle="butt")  # fmt: skip
    left.scatter(a, y, s=frame.size(6.2) ** 2, marker="s", color=style.sides[0], lw=0, zorder=3)
    left.scatter(b, y, s=frame.size(7.0) ** 2, marker="o", color=style.sides[1], lw=0, zorder=4)
    # the lower one has its number left, the higher one right; equal as printed: the reference left
    printed = (round(100 * a, 1), round(100 * b, 1))
    sides = (-1, 1) if printed[0] <= printed[1] else (1, -1)
    for value, side, colour in ((a, sides[0], style.sides[0]), (b, sides[1], style.sides[1])):
        text = percent(value, 0 if frame.narrow else 1, language=language)
        left.annotate(text, (value, y), (side * frame.size(6.0), 0), textcoords="offset points",
                      ha="right" if side < 0 else "left", va="center_baseline",
                      size=frame.size(7.6 if frame.narrow else 8.6), color=colour,
                      weight="semibold")  # fmt: skip
    colour = style.sides[1 if row.difference.mean > 0 else 0] if row.filled else style.unclear
    right.plot([100 * row.difference.low, 100 * row.difference.high], [y, y], color=colour,
               lw=frame.size(2.2), zorder=2)  # fmt: skip
    right.scatter(100 * row.difference.mean, y, s=frame.size(6.6) ** 2,
                  color=colour if row.filled else "white", edgecolor=colour, lw=frame.size(1.5),
                  zorder=3)  # fmt: skip
    sheet.text(wide, under + y, points(row.difference.mean, language=language), ha="right",
               va="center_baseline", size=frame.size(8.2 if frame.narrow else 9.6),
               color=colour if row.filled else style.unclear_text,
               weight="bold" if row.filled else "semibold" if whole else "regular")  # fmt: skip


def _scales(frame: Frame, left: Any, right: Any, rows: list[Row], language: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    shares = [v for row in rows for v in row.shares]
    ends = [100 * v for row in rows for v in (row.difference.low, row.difference.high)] + [0.0]
    pad = 0.16 if frame.narrow else 0.12
    low, high = min(shares), max(shares)
    room = max(high - low, 0.05)
    left.set_xlim(low - (pad + 0.1) * room, high + (pad + 0.1) * room)
    span = max(max(ends) - min(ends), 1.0)
    right.set_xlim(min(ends) - 0.06 * span, max(ends) + 0.06 * span)
    most = 3 if frame.narrow else 4
    left.xaxis.set_major_locator(MaxNLocator(most, steps=[1, 2, 5, 10]))
    right.xaxis.set_major_locator(MaxNLocator(most, steps=[1, 2, 5, 10], integer=True))
    within(left)
    within(right)
    left.xaxis.set_major_formatter(
        FuncFormatter(lambda v, _: number(100 * v, language=language) + "%")
    )
    right.xaxis.set_major_formatter(
        FuncFormatter(lambda v, _: number(v, plus=True, language=language))
    )


__all__ = ["NAME", "Format", "chart"]
