"""Where more, where less: the difference of every region, per opgave, without ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.chart import Chart, Column, shortened, stamp
from analysis.compared import Compared
from analysis.figures.bins import (
    LEAST,
    SMALLEST,
    fitting,
    line_count,
    measured,
    printed,
    widened,
)
from analysis.figures.common import certain, found_sides, source, title
from analysis.figures.labels_experiments import said
from analysis.figures.many import POINTS
from analysis.frame import Frame, millimetres
from analysis.numbers import number, points
from analysis.sides import Sides
from analysis.style import Format, Style
from analysis.typesetting import Span
from analysis.verdict import SHARE, Verdict, Word
from experiments.store import Results

NAME = "waar_meer_waar_minder"
OVER, UNDER = 13.0, 6.0  # mm: heads; scale
ROW, NARROW_ROW = 11.5, 11.0  # mm
SPREAD = 0.7  # of a row that the dots take
COUNT = 12.0  # mm: of a column of counts
MOST, NARROW_MOST = 0.38, 0.34  # of the width that names take at most
AFTER, AIR = 1.5, 1.4  # mm after names; over and under a name together

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Strip:
    """One opgave, or all of them: the regions in their fixed order."""

    name: str
    year: int | None
    regions: tuple[str, ...]
    means: tuple[float, ...]
    clear: tuple[bool, ...]

    def counts(self) -> tuple[int, int, int]:
        """Regions with less, without a difference that matters, and with more, as printed."""
        shown = [printed(value) for value in self.means]
        less = sum(value <= -100 * SHARE for value in shown)
        more = sum(value >= 100 * SHARE for value in shown)
        return less, len(shown) - less - more, more


@dataclass(frozen=True)
class Names:
    """Names of rows, broken in a column: points, mm for a line, and mm that each name needs."""

    texts: tuple[str, ...]
    size: float
    room: float
    needs: tuple[float, ...]

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        size: float,
        wide: float,
        style: Style,
        rows: float = inf,
        *,
        even: bool = False,
    ) -> Names:
        """Names in a figure of `wide` mm, smaller if they do not fit in `rows` mm, or else cut.

        With `even` all rows are as high as the highest.
        """  # fmt: skip
        room = max(measured(text, size, style, "semibold") for text in texts)
        room = min(room, (MOST if wide >= 100 else NARROW_MOST) * wide - AFTER)
        while True:
            needs = tuple(_need(text, size, room, style) for text in texts)
            whole = len(needs) * max(needs) if even else sum(needs)
            if whole <= rows:
                return cls(tuple(texts), size, room, needs)
            if size <= SMALLEST:
                break
            size = max(SMALLEST, size - 0.2)
        most = max(1, int((rows / len(texts) - AIR) / (1.1 * millimetres(size))))
        cut = tuple(_cut(text, most, size, room, style) for text in texts)
        return cls(cut, size, room, tuple(_need(text, size, room, style) for text in cut))

    def write(self, frame: Frame, sheet: Any, row: int, y: float, weight: str) -> None:
        """Write a name, centred on y."""
        size = fitting(self.texts[row], self.size, self.room, frame.style, weight)
        frame.write(sheet, 0, y, self.texts[row], size, self.room, weight=weight)

    def heights(self, rows: float) -> list[float]:
        """Heights of rows of together so many mm: the same, but more where a name needs it."""
        found = list(self.needs)
        left = rows
        # the highest first: what it needs over an equal part is taken from all that follow
        for done, i in enumerate(sorted(range(len(found)), key=lambda i: -self.needs[i])):
            found[i] = max(self.needs[i], left / (len(found) - done))
            left -= found[i]
        return found


def _need(text: str, size: float, room: float, style: Style) -> float:
    """Height of a name in mm, with air over and under it."""
    small = fitting(text, size, room, style, "semibold")
    return 1.1 * millimetres(small) * line_count(text, small, room, style, "semibold") + AIR


def _cut(text: str, most: int, size: float, room: float, style: Style) -> str:
    """A text of at most so many lines; its last word stays, which is the year."""
    *words, last = text.split(" ")
    while len(words) > 1 and line_count(text, size, room, style, "semibold") > most:
        words.pop()
        text = f"{' '.join(words).rstrip(',;')}… {last}"
    return text


def chart(results: Results, style: Style, language: str = "nl") -> Chart:
    """The chart of a stored study."""
    found = found_sides(results, language)
    compared = Compared(results, "realised_share", found.other, found.reference)
    strips = _strips(results, found, compared.verdict, language)
    a, b = found.names
    allowed = compared.verdict.word in (Word.CLEAR, Word.MOSTLY)
    count = sum(len(strip.means) for strip in strips[1:])

    def height(format_: Format) -> float:
        narrow = format_.narrow
        names = _names(strips, narrow, format_.width / format_.scale, style, language)
        row = max(NARROW_ROW if narrow else ROW, *names.needs)
        return OVER + row * len(strips) + UNDER

    return Chart(
        name=NAME,
        title=title(compared, found, language),
        subtitle=[
            Span(said("where_subtitle_1", language)), Span(b, style.sides[1]),
            Span(said("minus", language)), Span(a, style.sides[0]),
            Span(said("where_subtitle_2", language)),
        ],
        height=height,
        paint=lambda frame: _paint(frame, strips, language),
        columns=(
            Column(said("column_opgave", language)), Column(said("column_region", language)),
            Column(said("column_difference", language), POINTS),
            Column(said("column_clear", language)),
        ),
        rows=tuple(
            (strip.name, region, 100 * mean, said("yes" if clear else "no", language))
            for strip in strips
            for region, mean, clear in zip(strip.regions, strip.means, strip.clear, strict=True)
        ),
        alt=_alt(strips[0], found, language),
        reading=said("where_reading", language, count=number(count, language=language),
                     filled=said("filled_allowed" if allowed else "filled_none", language)),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )  # fmt: skip


def _strips(
    results: Results, found: Sides, national: Verdict, language: str
) -> list[Strip]:  # fmt: skip
    target = results.squares["target"]
    done = np.minimum(results.squares["q_deadline"], target)
    names = tuple(region["name"] for region in results.manifest["regions"])

    def strip(name: str, year: int | None, aim: FloatArray, made: FloatArray) -> Strip:
        share = results.by_point(made / np.where(aim == 0, 1.0, aim))
        apart = share[found.other] - share[found.reference]
        there = np.nanmax(aim, axis=0) > 0
        kept = [r for r in range(len(names)) if there[r]]
        return Strip(
            name, year, tuple(names[r] for r in kept),
            tuple(float(apart[:, r].mean()) for r in kept),
            tuple(certain(apart[:, r], national) for r in kept),
        )  # fmt: skip

    key = "name" if language == "nl" else "name_en"
    strips = [strip(said("all_opgaven", language), None, target.sum(axis=2), done.sum(axis=2))]
    for k, opgave in enumerate(results.manifest["opgaven"]):
        strips.append(strip(opgave[key], opgave["deadline"], target[:, :, k], done[:, :, k]))
    return strips


def _alt(whole: Strip, found: Sides, language: str) -> str:
    less, rest, more = whole.counts()
    return shortened(
        said("where_alt", language, b=found.names[1], less=less, rest=rest, more=more,
             count=len(whole.means), low=points(min(whole.means), language=language),
             high=points(max(whole.means), language=language))
    )  # fmt: skip


def _paint(frame: Frame, strips: list[Strip], language: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    style, narrow = frame.style, frame.narrow
    wide, high = frame.room
    names = _names(strips, narrow, wide, style, language, high - OVER - UNDER)
    size = 7.8 if narrow else 9.0
    left = names.room + (AFTER if narrow else 4.0)
    count = 7.4 if narrow else COUNT
    tail = 3 * count + 2.0
    sheet = frame.sheet()
    axes = frame.axes(left, UNDER, tail + 1.0, OVER)
    rows = len(strips)
    step = (high - OVER - UNDER) / rows
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_facecolor("none")
    values = [printed(v) for strip in strips for v in strip.means] + [0.0]
    low, high_ = widened(min(values), max(values), LEAST)
    axes.set_xlim(low - 0.05 * (high_ - low), high_ + 0.05 * (high_ - low))
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 6, steps=[1, 2, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda v, _: number(v, plus=True, language=language))
    )
    within(axes)
    axes.grid(axis="x")
    axes.tick_params(labelsize=frame.size(7.8))
    axes.axvline(0, color=style.text, lw=frame.size(0.9), zorder=1)
    _heads(frame, sheet, (wide - tail + 1.0, count), language)
    for i, strip in enumerate(strips):
        y = high - OVER - (i + 0.5) * step
        if i:
            sheet.plot([0, wide], [y + step / 2] * 2, color=style.grid, lw=frame.size(0.7))
        weight = "semibold" if strip.year is None else "regular"
        names.write(frame, sheet, i, y, weight)
        _dots(frame, axes, strip, i)
        for c, amount in enumerate(strip.counts()):
            colour = (style.sides[0], style.unclear_text, style.sides[1])[c]
            frame.write(sheet, wide - tail + 1.0 + (c + 0.5) * count, y,
                        number(amount, language=language), size, count, align="center",
                        colour=colour, weight=weight)  # fmt: skip


def _names(
    strips: Sequence[Strip], narrow: bool, wide: float, style: Style, language: str,
    rows: float = inf,
) -> Names:  # fmt: skip
    """Names with their year, in a column without: there is no room beside the dots."""
    texts = [
        strip.name if narrow or strip.year is None else
        said("by_year", language, name=strip.name, year=strip.year) for strip in strips
    ]  # fmt: skip
    return Names.of(texts, 7.8 if narrow else 9.0, wide, style, rows, even=True)


def within(axes: Any) -> None:
    """No marks beyond the ends of the x axis: they would be text off the canvas in an SVG."""
    low, high = axes.get_xlim()
    axes.set_xticks([mark for mark in axes.get_xticks() if low <= mark <= high])


def _heads(frame: Frame, sheet: Any, columns: tuple[float, float], language: str) -> None:
    x, count = columns
    high = frame.room[1]
    size = 6.6 if frame.narrow else 7.4
    frame.write(sheet, x + 1.5 * count, high - 2.0, said("where_counts", language), size + 0.4,
                3 * count + 2, align="center", weight="semibold")  # fmt: skip
    for c, key in enumerate(("where_less", "where_between", "where_more")):
        text = said(key, language)
        if frame.narrow:
            text = ("≤ −2", said("where_rest", language), "≥ +2")[c]
        frame.write(sheet, x + (c + 0.5) * count, high - 8.4, text, size, count - 1,
                    align="center", colour=frame.style.text)  # fmt: skip


def _dots(frame: Frame, axes: Any, strip: Strip, row: int) -> None:
    """The regions of a row, each at its own height, north above."""
    style = frame.style
    n = len(strip.means)
    for r, (mean, clear) in enumerate(zip(strip.means, strip.clear, strict=True)):
        y = row + (0.0 if n == 1 else SPREAD * (r / (n - 1) - 0.5))
        side = 1 if mean > 0 else 0
        colour = style.sides[side] if clear else style.unclear
        axes.scatter(printed(mean), y, s=frame.size(3.6) ** 2, marker="so"[side] if clear else "o",
                     facecolor=colour if clear else "white", edgecolor=colour,
                     lw=frame.size(0.9), zorder=3, clip_on=False)  # fmt: skip
