"""Realised share through the years: a fan per side with its end bar, and the paired difference.

Each side has a panel of its own: two bands over each other would say nothing of the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.chart import Chart, Column, shortened, stamp
from analysis.compared import Compared
from analysis.figures.common import arm_words, found_sides, source, title
from analysis.figures.labels_lights import said
from analysis.figures.lights import mark, units_words, write_at
from analysis.figures.places import divided, per_unit
from analysis.frame import Frame
from analysis.numbers import number, percent, points
from analysis.sides import Sides
from analysis.style import Format, Style, mixed
from analysis.typesetting import Span
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
NAME = "door_de_tijd"
QUANTILES = (5, 25, 75, 95)
BANDS = ((0, 3, 0.80), (1, 2, 0.58))  # lowest and highest quantile, and how much white
LEFT, RIGHT = 8.5, 24.0  # mm beside a panel: its scale; its bar and numbers
PERCENT, POINTS = "0.0%", "+0.0;\u22120.0;0.0"  # Excel formats


@dataclass(frozen=True)
class Fan:
    """A line with two bands: mean (years,) and quantiles (4, years)."""

    mean: FloatArray
    quantiles: FloatArray


@dataclass(frozen=True)
class Course:
    """What is drawn."""

    years: tuple[int, ...]
    sides: tuple[Fan, Fan]
    difference: Fan


def chart(results: Results, style: Style, language: str = "nl") -> Chart:
    """The chart of a stored study."""
    found = found_sides(results, language)
    compared = Compared(results, "realised_share", found.other, found.reference)
    course = _course(results, found, compared)
    first, last = course.years[0], course.years[-1]
    a, b = arm_words(style, found)
    columns = [Column(said("column_year", language), "0")]
    for what in found.names:
        columns += _columns(what, PERCENT, language)
    columns += _columns(said("column_difference", language), POINTS, language)
    return Chart(
        name=NAME,
        title=title(compared, found, language),
        subtitle=[Span(said("time_1", language)), a, Span(said("and_with", language)), b,
                  Span(said("time_2", language, first=first, last=last))],
        height=_height,
        paint=lambda frame: _paint(frame, course, found, language),
        columns=tuple(columns),
        rows=tuple(
            (year, *(float(scale * v) for fan, scale in ((*course.sides[:1], 1),
                                                         (*course.sides[1:], 1),
                                                         (course.difference, 100))
                     for v in (fan.mean[i], *fan.quantiles[:, i])))
            for i, year in enumerate(course.years)
        ),
        alt=_alt(course, found, language),
        reading=said("time_reading", language, units=units_words(compared, language)),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )  # fmt: skip


def _columns(what: str, form: str, language: str) -> list[Column]:
    kinds = [said("column_mean", language), *(said("quantile", language, n=q) for q in QUANTILES)]
    return [Column(said("column_of", language, what=what, side=kind), form) for kind in kinds]


def shares_by_year(results: Results) -> FloatArray:
    """Realised share of all opgaven together at the end of each year, (runs, years).

    An opgave counts up to its own deadline, in every region up to the target there.
    """
    years = results.manifest["years"]
    target = results.squares["target"].sum(axis=1)  # runs, opgaven
    realised = results.years["realised_capped"]
    ends = [years.index(min(max(o["deadline"], years[0]), years[-1]))
            for o in results.manifest["opgaven"]]  # fmt: skip
    steps = np.minimum(np.arange(len(years))[:, None], np.array(ends)[None, :])
    frozen = np.take_along_axis(realised, steps[None], axis=1)
    return divided(frozen.sum(axis=2), target.sum(axis=1)[:, None])


def _course(results: Results, found: Sides, compared: Compared) -> Course:
    values = per_unit(results, shares_by_year(results), compared.few)
    a, b = values[found.reference], values[found.other]
    return Course(tuple(results.manifest["years"]), (_fan(a), _fan(b)), _fan(b - a))


def _fan(values: FloatArray) -> Fan:
    """Quantiles read from either end alike: swapping the sides flips the difference exactly."""
    low = np.percentile(values, QUANTILES[:2], axis=0)
    high = -np.percentile(-values, QUANTILES[:2], axis=0)[::-1]
    return Fan(values.mean(axis=0), np.concatenate([low, high]))


def _alt(course: Course, found: Sides, language: str) -> str:
    ends = [[percent(float(v), language=language)
             for v in (fan.mean[-1], fan.quantiles[0, -1], fan.quantiles[3, -1])]
            for fan in course.sides]  # fmt: skip
    last = course.difference
    return shortened(
        said(
            "time_alt", language, first=course.years[0], last=course.years[-1], a=found.names[0],
            b=found.names[1], share_a=ends[0][0], low_a=ends[0][1], high_a=ends[0][2],
            share_b=ends[1][0], low_b=ends[1][1], high_b=ends[1][2],
            difference=points(float(last.mean[-1]), language=language),
            low=points(float(last.quantiles[0, -1]), language=language),
            high=points(float(last.quantiles[3, -1]), language=language),
        )
    )  # fmt: skip


def _height(format_: Format) -> float:
    return 133.0 if format_.narrow else 88.0


def _paint(frame: Frame, course: Course, found: Sides, language: str) -> None:
    """A panel per side, beside or under each other, and the difference under both."""
    sheet = frame.sheet()
    wide, high = frame.room
    narrow = frame.narrow
    below = min(30.0, 0.36 * high)  # of the difference
    top = _top(course)
    each = (high - below - (4.0 if narrow else 2.0)) / (2 if narrow else 1)
    half = wide if narrow else (wide - 5.0) / 2
    for side in (0, 1):
        x, y = (0.0, side * each) if narrow else (side * (half + 5.0), 0.0)
        box = (x + LEFT, high - y - each + 5.0, wide - x - half + RIGHT, y + 7.0)
        _panel(frame, sheet, box, course, side, found, top, language)
    _difference(frame, sheet, (LEFT, 5.0, RIGHT, high - below + 5.0), course, found, language)


def _top(course: Course) -> float:
    most = max(float(fan.quantiles[3].max()) for fan in course.sides)
    return min(1.0, float(np.ceil(max(most, 0.05) * 5 + 0.1)) / 5)


def _panel(
    frame: Frame, sheet: Any, box: tuple[float, float, float, float], course: Course, side: int,
    found: Sides, top: float, language: str,
) -> None:  # fmt: skip
    """The fan of a side, with its bar and numbers at the last year; box: margins in mm."""
    style = frame.style
    wide, high = frame.room
    left, bottom, right, over = box
    axes = frame.axes(*box)
    fan, colour = course.sides[side], style.sides[side]
    axes.set_xlim(course.years[0], course.years[-1])
    axes.set_ylim(0, 1.02 * top)
    _years(axes, course, wide - left - right)
    axes.grid(axis="y")
    marks(axes, 0, top, 0.2 if top > 0.4 else 0.1,
          lambda v: number(100 * v, language=language) + "%")  # fmt: skip
    axes.tick_params(labelsize=frame.size(8.0))
    axes.spines["bottom"].set_visible(True)
    room, x = high - over - bottom, wide - right + 2.5
    for low, most, white in BANDS:
        tint = mixed(colour, "#FFFFFF", white)
        ends = [fan.quantiles[low], fan.quantiles[most]]
        axes.fill_between(course.years, *ends, lw=0, color=tint, zorder=2)
        bar = [bottom + room * float(v[-1]) / (1.02 * top) for v in ends]
        sheet.fill_between([x, x + 3.2], *bar, lw=0, color=tint)
    axes.plot(course.years, fan.mean, color=colour, lw=frame.size(2.2), zorder=4)
    y = bottom + room * float(fan.mean[-1]) / (1.02 * top)
    sheet.plot([x - 0.6, x + 3.8], [y, y], color=colour, lw=frame.size(2.0),
               solid_capstyle="butt")  # fmt: skip
    mark(frame, sheet, left - LEFT + 0.9, high - over + 3.4, side)
    write_at(frame, sheet, left - LEFT + 2.6, high - over + 3.4, found.names[side], 8.8, colour,
             "left", "semibold")  # fmt: skip
    shown = [percent(float(v), language=language)
             for v in (fan.mean[-1], fan.quantiles[0, -1], fan.quantiles[3, -1])]  # fmt: skip
    spread = said("time_range", language, low=shown[1], high=shown[2])
    lines = ((f"{shown[0]}%", 10.4, "bold"), (spread, 7.4, "regular"))
    y = min(max(y, bottom + 4.0), high - over - 1.0)
    for text, size, weight in lines:
        size *= min(1.0, (RIGHT - 6.9) / frame.text_width(text, size, weight))
        write_at(frame, sheet, x + 4.4, y, text, size, colour, "left", weight)
        y -= 4.0


def _difference(
    frame: Frame, sheet: Any, box: tuple[float, float, float, float], course: Course,
    found: Sides, language: str,
) -> None:  # fmt: skip
    style, narrow = frame.style, frame.narrow
    wide, high = frame.room
    left, bottom, right, over = box
    axes = frame.axes(*box)
    fan = course.difference
    for low, most, white in BANDS:
        axes.fill_between(course.years, 100 * fan.quantiles[low], 100 * fan.quantiles[most], lw=0,
                          color=mixed(style.muted, "#FFFFFF", white), zorder=2)  # fmt: skip
    axes.plot(course.years, 100 * fan.mean, color=style.ink, lw=frame.size(1.6), zorder=4)
    axes.axhline(0, color=style.text, lw=frame.size(0.9), zorder=3)
    axes.set_xlim(course.years[0], course.years[-1])
    end = max(1.0, 105 * float(np.abs(fan.quantiles).max()))
    axes.set_ylim(-end, end)
    axes.grid(axis="y")
    _years(axes, course, wide - left - right)
    step = next((s for s in (0.5, 1, 2, 5, 10, 20) if end / s < 2.4), 50)
    marks(axes, -end, end, step,
          lambda v: number(v, int(step < 1), plus=True, language=language))  # fmt: skip
    axes.tick_params(labelsize=frame.size(8.0))
    words = said("time_difference", language, a=found.names[0], b=found.names[1])
    frame.write(sheet, 0, high - over + (4.2 if narrow else 3.2), words, 8.0 if narrow else 8.4,
                wide, weight="semibold")  # fmt: skip
    y = bottom + (high - over - bottom) * (0.5 + 50 * float(fan.mean[-1]) / end)
    x = wide - right + 2.5
    shown = points(float(fan.mean[-1]), language=language)
    write_at(frame, sheet, x, y, shown, 10.4, style.ink, "left", "bold")


def _years(axes: Any, course: Course, room: float) -> None:
    """First and last year, and those between that have room."""
    first, last = course.years[0], course.years[-1]
    step = 5 if room > 60 else 10
    between = [y for y in range(first, last) if y % step == 0 and min(y - first, last - y) > 2]
    ticks = [first, *between, last] if last > first else [first]
    axes.set_xticks(ticks, [str(t) for t in ticks])
    labels = axes.get_xticklabels()
    labels[0].set_ha("left")
    labels[-1].set_ha("right")


def marks(axes: Any, low: float, high: float, step: float, text: Callable[[float], str]) -> None:
    """Marks on the y axis at every multiple of a step from low to high."""
    first, last = int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9))
    at = [step * i for i in range(first, last + 1)]
    axes.set_yticks(at, [text(v) for v in at])
