"""Drawing the loss waterfall of two sides beside each other, and levers under or beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from analysis.figures.bins import fitting, line_count, measured
from analysis.figures.labels_experiments import said
from analysis.frame import Frame, millimetres
from analysis.numbers import number, percent, points
from analysis.statistics import Difference
from analysis.style import Format, Style

HEAD, TAIL = 6.5, 6.0  # mm over the first and under the last row
NUMBER = 9.0  # mm for a number beside a bar
MARGIN = 5.0  # mm right of the target, for the last number of the axis
ASIDE = 62.0  # mm for levers beside the waterfall, where height is short
BAR = 0.62  # of the height of a row
LEVERS = 10.8  # mm over levers under the waterfall, with the scale under them
APART = 1.5  # mm between two numbers of a scale
STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)  # between two marks
FEW = 9.0  # mm between two marks of the scale of levers, where there is room
MARKS = 6  # of a share at most


@dataclass(frozen=True)
class Loss:
    """A cause and the part of the target it leaves, at both sides."""

    name: str
    parts: tuple[float, float]
    rest: bool = False


@dataclass(frozen=True)
class Lever:
    """Something that is different, and what it changes at both sides."""

    name: str
    changes: tuple[Difference, Difference]
    count: int


def row_height(format_: Format) -> float:
    """A row in mm."""
    return 7.0 if format_.narrow else 6.4


def _left(words: Sequence[str], style: Style, narrow: bool) -> float:
    """Room for the names of the rows in mm."""
    return 25.0 if narrow else max(measured(word, 8.6, style, "semibold") for word in words) + 4.0


def _head(names: Sequence[str], half: float, style: Style, narrow: bool) -> float:
    """Room for the names of the sides in mm."""
    size = 7.8 if narrow else 8.8
    lines = max(
        line_count(
            n, fitting(n, size, half - 5.0, style, "semibold"), half - 5.0, style, "semibold"
        )
        for n in names
    )
    return HEAD + (lines - 1) * 1.1 * millimetres(size)


def head_height(
    words: Sequence[str], names: Sequence[str], style: Style, format_: Format, *, beside: bool
) -> float:
    """The same, before there is a frame."""
    wide = format_.width / format_.scale - (ASIDE if beside else 0.0)
    half = (wide - _left(words, style, format_.narrow)) / 2
    return _head(names, half, style, format_.narrow)


def paint(
    frame: Frame, realised: tuple[float, float], losses: Sequence[Loss], levers: Sequence[Lever],
    names: tuple[str, str], language: str,
) -> None:  # fmt: skip
    """Draw both sides."""
    wide, high = frame.room
    sheet = frame.sheet()
    style = frame.style
    beside = bool(levers) and frame.format.height is not None
    right = wide - (ASIDE if beside else 0.0)
    below = bool(levers) and not beside
    rows = len(losses) + 2
    words = [said("target", language), *(loss.name for loss in losses), said("realised", language)]
    left = _left(words, style, frame.narrow)
    half = (right - left) / 2
    head = _head(names, half, style, frame.narrow)
    lines = rows + (len(levers) if below else 0)
    step = (high - head - TAIL - (LEVERS if below else 0.0)) / lines
    size = 7.6 if frame.narrow else 8.6
    bottom = high - head - rows * step
    for side in (0, 1):
        _heading(frame, sheet, left + side * half, high - head / 2 + 0.8, names[side], side, half)
        _fall(frame, (left + side * half, half, bottom, step), realised, losses, side, language)
    for i, word in enumerate(words):
        frame.write(sheet, 0, high - head - (i + 0.5) * step, word, size, left - 1.5,
                    weight="semibold" if i in (0, rows - 1) else "regular")  # fmt: skip
    if below:
        y = bottom - TAIL + 0.4
        sheet.plot([0, wide], [y, y], color=frame.style.grid, lw=frame.size(0.9))
        frame.write(sheet, 0, y - 3.6, said("levers_head", language), size, wide, weight="semibold")
        _levers(frame, sheet, levers, (left, half), (y - 6.6, step), language)
    if beside:
        x = right + 7.0
        frame.write(sheet, x, high - 2.4, said("levers_head", language), size, ASIDE,
                    weight="semibold")  # fmt: skip
        _stacked(frame, sheet, levers, (x, wide), (high - head, bottom, step), language)


def _heading(
    frame: Frame, sheet: Any, x: float, y: float, name: str, side: int, room: float
) -> None:
    style = frame.style
    sheet.scatter(x + 1.4, y, s=frame.size(5.6) ** 2, marker="so"[side], color=style.sides[side],
                  lw=0)  # fmt: skip
    size = fitting(name, 7.8 if frame.narrow else 8.8, room - 5.0, style, "semibold")
    frame.write(sheet, x + 4.0, y, name, size, room - 5.0,
                colour=style.sides[side], weight="semibold")  # fmt: skip


def _fall(
    frame: Frame, where: tuple[float, float, float, float], realised: tuple[float, float],
    losses: Sequence[Loss], side: int, language: str,
) -> None:  # fmt: skip
    style = frame.style
    x, wide, bottom, step = where
    rows = len(losses) + 2
    high = frame.room[1]
    axes = frame.axes(x, bottom, frame.room[0] - x - wide + MARGIN, high - bottom - rows * step)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    low = floor(min(realised) * 20 - 0.4) / 20
    room = NUMBER / (wide - MARGIN - NUMBER)  # for the numbers, left of the bars
    axes.set_xlim(low - room * (1 - low), 1.0 + 0.01 * (1 - low))
    axes.grid(axis="x")
    axes.tick_params(labelsize=frame.size(7.6))
    _shares(frame, axes, wide - MARGIN, language)
    at = 1.0
    colour = style.sides[side]
    size = frame.size(7.4 if frame.narrow else 8.4)
    _end(frame, axes, 0, 1.0, style.ink)
    for i, loss in enumerate(losses, 1):
        part = loss.parts[side]
        axes.plot([at, at], [i - 1 + BAR / 2, i + BAR / 2], color=style.rule,
                  lw=frame.size(0.7), zorder=2)  # fmt: skip
        axes.barh(i, -part, left=at, height=BAR, color=style.rule if loss.rest else colour, lw=0,
                  zorder=3)  # fmt: skip
        at -= part
        axes.annotate(number(-100 * part, 1, language=language), (at, i), (-frame.size(2.5), 0),
                      textcoords="offset points", ha="right", va="center_baseline", size=size,
                      color=style.text)  # fmt: skip
    axes.plot([at, at], [rows - 2 + BAR / 2, rows - 1 + BAR / 2], color=style.rule,
              lw=frame.size(0.7), zorder=2)  # fmt: skip
    _end(frame, axes, rows - 1, realised[side], colour)
    axes.annotate(percent(realised[side], language=language) + "%", (realised[side], rows - 1),
                  (-frame.size(3.5), 0), textcoords="offset points", ha="right",
                  va="center_baseline", size=size, color=colour, weight="bold")  # fmt: skip


def _shares(frame: Frame, axes: Any, wide: float, language: str) -> None:
    """Marks of a share; the lowest has no number where it would touch the 100% beside it."""
    low, high = (100 * v for v in axes.get_xlim())
    per = wide / (high - low)
    last, other = (frame.text_width(text, 7.6) for text in ("100%", "80%"))
    marks = _marks((low, 100.0), per, max((last + other) / 2 + APART, wide / MARKS))
    texts = [number(mark, language=language) + "%" for mark in marks]
    if (marks[0] - low) * per + MARGIN < (last + other) / 2 + APART:
        texts[0] = ""
    axes.set_xticks([mark / 100 for mark in marks], texts)


def _marks(ends: tuple[float, float], per: float, room: float) -> list[float]:
    """Multiples between two ends of the smallest step that takes `room` mm; per: mm of 1."""
    step = next((step for step in STEPS if step * per >= room), STEPS[-1])
    first, last = ceil(ends[0] / step - 1e-9), floor(ends[1] / step + 1e-9)
    return [step * i for i in range(first, last + 1)]


def _end(frame: Frame, axes: Any, row: int, at: float, colour: str) -> None:
    """The target, or what is realised: a line, for the axis does not start at 0."""
    axes.plot([at, at], [row - 0.4, row + 0.4], color=colour, lw=frame.size(3.2), zorder=4,
              solid_capstyle="butt")  # fmt: skip


def _span(levers: Sequence[Lever]) -> tuple[float, float]:
    ends = [100 * v for lever in levers for d in lever.changes for v in (d.low, d.high, d.mean)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    room = max(high - low, 0.5)
    return low - 0.05 * room, high + 0.05 * room


def _levers(
    frame: Frame, sheet: Any, levers: Sequence[Lever], columns: tuple[float, float],
    rows: tuple[float, float], language: str,
) -> None:  # fmt: skip
    """Levers under the waterfall, in the columns of the two sides."""
    left, half = columns
    top, step = rows
    low, high = _span(levers)
    scale = (half - 3.0 - NUMBER - 2.0) / (high - low)
    for i, lever in enumerate(levers):
        y = top - (i + 0.5) * step
        frame.write(sheet, 0, y, lever.name, 7.6 if frame.narrow else 8.6, left - 1.5)
        for side, change in enumerate(lever.changes):
            start = left + side * half + 1.0
            _change(frame, sheet, change, (start, low, scale), y, side, language)
    bottom = top - step * len(levers)
    for side in (0, 1):
        start = left + side * half + 1.0
        _scale(frame, sheet, (start, low, high, scale), [(top, bottom)], bottom - 2.4, language)


def _stacked(
    frame: Frame, sheet: Any, levers: Sequence[Lever], across: tuple[float, float],
    down: tuple[float, float, float], language: str,
) -> None:  # fmt: skip
    """Levers beside the waterfall: the name, then both sides under it."""
    x, wide = across
    top, bottom, row = down
    step = min(3.6 * row, (top - bottom) / len(levers))
    low, high = _span(levers)
    scale = (wide - x - NUMBER - 3.0) / (high - low)
    heights = []
    for i, lever in enumerate(levers):
        y = top - i * step - step / 6
        frame.write(sheet, x, y, lever.name, 8.2, wide - x)
        for side, change in enumerate(lever.changes):
            line = y - (side + 1) * step / 3.2
            _change(frame, sheet, change, (x + 1.0, low, scale), line, side, language)
        heights.append((y - 0.6 * step / 3.2, y - 2.5 * step / 3.2))  # not through the name
    under = heights[-1][1] - 2.4
    _scale(frame, sheet, (x + 1.0, low, high, scale), heights, under, language)


def _scale(
    frame: Frame, sheet: Any, across: tuple[float, float, float, float],
    heights: Sequence[tuple[float, float]], under: float, language: str,
) -> None:  # fmt: skip
    """Marks of the changes at these heights, with a scale of their own under them.

    Without it the line of 0 would be read on the scale of the waterfall. `across`: the left end in
    mm, the value there and at the right end, mm of one procentpunt.
    """
    style = frame.style
    start, low, high, per = across
    least = 0.0 if frame.narrow else FEW
    room, wider = (max(least, frame.text_width(text, 7.6) + APART) for text in ("+2", "+0,5"))
    marks = _marks((low, high), per, room)
    decimals = 0 if all(mark == round(mark) for mark in marks) else 1
    if decimals:  # these numbers take more room
        marks = _marks((low, high), per, wider)
    for mark in marks:
        x = start + (mark - low) * per
        zero = mark == 0
        for ends in heights:
            sheet.plot([x, x], ends, color=style.text if zero else style.grid,
                       lw=frame.size(0.8 if zero else 0.7), zorder=1 if zero else 0)  # fmt: skip
        text = number(mark, 0 if zero else decimals, plus=True, language=language)
        frame.write(sheet, x, under, text, 7.6, NUMBER, align="center",
                    colour=style.ink if zero else style.text,
                    weight="semibold" if zero else "regular")  # fmt: skip


def _change(
    frame: Frame, sheet: Any, change: Difference, scale: tuple[float, float, float], y: float,
    side: int, language: str,
) -> None:  # fmt: skip
    style = frame.style
    start, low, per = scale

    def at(value: float) -> float:
        return start + (100 * value - low) * per

    colour = style.sides[side]
    sheet.plot([at(change.low), at(change.high)], [y, y], color=colour, alpha=0.5,
               lw=frame.size(1.8), zorder=2)  # fmt: skip
    sheet.scatter(at(change.mean), y, s=frame.size(5.4) ** 2, marker="so"[side], color=colour,
                  lw=0, zorder=3)  # fmt: skip
    frame.write(sheet, max(at(change.high), at(change.mean)) + 2.0, y,
                points(change.mean, language=language), 7.4 if frame.narrow else 8.4, 20.0,
                colour=colour, weight="semibold")  # fmt: skip
