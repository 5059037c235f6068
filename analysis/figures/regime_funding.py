"""Tables x pots: as a heat table, and as lines with the difference between the two sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.chart import Chart, Column, shortened, stamp
from analysis.compared import Compared, varies
from analysis.crossing import crossing
from analysis.figures import blocks
from analysis.figures.bins import LEAST, halo, measured, widened
from analysis.figures.common import found_sides, source
from analysis.figures.labels_experiments import said
from analysis.figures.many import PERCENT, POINTS
from analysis.frame import Frame
from analysis.numbers import number, percent, points
from analysis.style import Format, Style
from analysis.typesetting import Span
from analysis.verdict import Word
from experiments.store import Results

NAME, LINES = "tafels_en_potten", "tafels_en_potten_lijnen"
LEFT, NAMES, KEY = 9.0, 9.0, 4.0  # mm: of the scale, of names under it, of a line of a key
HEADS, NUMBERS = 12.0, 7.0  # mm: of what is written over the panels, of the numbers
TOP, UNDER = 46.0, 22.0  # mm: height of the two panels

FloatArray = npt.NDArray[np.float64]


def chart(results: Results, style: Style, language: str = "nl") -> Chart:
    """The heat table of a study whose arms fill a grid; ValueError otherwise."""
    return replace(blocks.chart(results, style, language), name=NAME)


@dataclass(frozen=True)
class Lines:
    """A line per kind of tables over the pots.

    Attributes
    ----------
    shares : ndarray (tables, pots)
        The first two rows are the two sides.
    differences : tuple of Compared
        Per pots, the second row minus the first.
    """

    tables: tuple[str, ...]
    pots: tuple[str, ...]
    shares: FloatArray
    differences: tuple[Compared, ...]

    def clear(self, i: int) -> bool:
        """Whether the difference with these pots has a word of its own."""
        return self.differences[i].verdict.word in (Word.CLEAR, Word.MOSTLY)


def lines(results: Results, style: Style, language: str = "nl") -> Chart:
    """The lines of a study with a grid or a square of tables and pots; ValueError otherwise."""
    seen = _lines(results, language)
    few = seen.differences[0].few
    return Chart(
        name=LINES,
        title=_title(seen, few, language),
        subtitle=[
            Span(said("lines_subtitle_1", language)), Span(seen.tables[0], style.sides[0]),
            Span(said("and", language)), Span(seen.tables[1], style.sides[1]),
            Span(said("lines_subtitle_2", language)),
        ],
        height=lambda format_: TOP + UNDER + NAMES + HEADS + NUMBERS + _key(seen, style, format_),
        paint=lambda frame: _paint(frame, seen, language),
        columns=(
            Column(said("pots", language)),
            *(Column(said("column_share_of", language, side=n), PERCENT) for n in seen.tables),
            *(Column(said(key, language), POINTS)
              for key in ("column_difference", "column_low", "column_high")),
            Column(said("column_clear", language)),
        ),
        rows=tuple(
            (name, *(float(s) for s in seen.shares[:, i]), 100 * d.mean, 100 * d.summary.low,
             100 * d.summary.high, said("yes" if seen.clear(i) else "no", language))
            for i, (name, d) in enumerate(zip(seen.pots, seen.differences, strict=True))
        ),
        alt=_alt(seen, language),
        reading=said(
            "lines_reading", language,
            units=said("units_pairs" if few else "units_points", language),
            kind=varies(len(results.points), language) if few else said("assumptions", language),
            others=said("lines_others", language) if len(seen.tables) > 2 else "",
        ),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )  # fmt: skip


def _title(seen: Lines, few: bool, language: str) -> str:
    """With how many pots the tables of the two sides differ; with few points the range only."""
    means = [d.mean for d in seen.differences]
    clear = sum(seen.clear(i) for i in range(len(means)))
    key = "lines_title_few" if few else "lines_title" if clear else "lines_title_none"
    text = said(key, language, a=seen.tables[0], b=seen.tables[1], clear=clear, count=len(means),
                low=points(min(means), language=language),
                high=points(max(means), language=language))  # fmt: skip
    return text[0].upper() + text[1:]


def _lines(results: Results, language: str) -> Lines:
    found = found_sides(results, language)
    grid = crossing(results.manifest["arms"], language)
    if grid is not None:
        own = int(np.argwhere(grid.arm == found.other)[0][0]) or 1
        order = [0, own, *(r for r in range(len(grid.tables)) if r not in (0, own))]
        arms, tables, pots = grid.arm[order], [grid.tables[r] for r in order], grid.pots
    elif found.square is not None:
        s = found.square
        arms = np.array([[s.reference, s.other_pots], [s.other_tables, s.other]])
        names = [name.split(" + ") for name in results.named_arms(language)]
        tables = [names[row[0]][0] for row in arms]
        pots = tuple(names[arm][-1] for arm in arms[0])
    else:
        raise ValueError(f"{results.folder.name}: no grid or square of tables and pots found")
    shares = results.by_point("realised_share").mean(axis=1)
    return Lines(
        tuple(tables), tuple(pots), shares[arms],
        tuple(Compared(results, "realised_share", int(b), int(a)) for a, b in arms[:2].T),
    )  # fmt: skip


def _lettered(seen: Lines, style: Style, format_: Format) -> bool:
    """Whether pots have letters for want of room."""
    step = (format_.width / format_.scale - LEFT) / len(seen.pots)
    words = [word for name in seen.pots for word in name.split()]
    return max(measured(word, _size(seen, format_.narrow), style) for word in words) > step - 0.8


def _size(seen: Lines, narrow: bool) -> float:
    return 7.6 if narrow or len(seen.pots) > 4 else 8.8


def _key(seen: Lines, style: Style, format_: Format) -> float:
    return KEY * len(seen.pots) + 1.0 if _lettered(seen, style, format_) else 0.0


def _alt(seen: Lines, language: str) -> str:
    ends = [percent(float(end), language=language)
            for row in seen.shares[:2] for end in (row.min(), row.max())]  # fmt: skip
    means = [d.mean for d in seen.differences]
    return shortened(
        said("lines_alt", language, count=len(seen.pots), a=seen.tables[0], b=seen.tables[1],
             a_low=ends[0], a_high=ends[1], b_low=ends[2], b_high=ends[3],
             least=points(min(means), language=language),
             most=points(max(means), language=language))
    )  # fmt: skip


def _paint(frame: Frame, seen: Lines, language: str) -> None:
    style = frame.style
    wide, high = frame.room
    lettered = _lettered(seen, style, frame.format)
    key = _key(seen, style, frame.format)
    names = NAMES - 4.0 if lettered else NAMES
    bottom = key + NUMBERS
    free = high - bottom - names - HEADS
    under = free * UNDER / (TOP + UNDER)
    sheet = frame.sheet()
    upper = frame.axes(LEFT, bottom + under + names + 6.0, 0.3, 6.0)
    lower = frame.axes(LEFT, bottom, 0.3, high - bottom - under)
    for axes in (upper, lower):
        axes.set_xlim(-0.5, len(seen.pots) - 0.5)
        axes.set_xticks([])
        axes.grid(axis="y")
        axes.tick_params(labelsize=frame.size(7.8), pad=frame.size(2))
    small = 7.8 if frame.narrow else 8.6
    frame.write(sheet, 0, high - 2.4, said("lines_top", language), small, wide, weight="semibold")
    frame.write(sheet, 0, bottom + under + 2.8, said("lines_under", language), small, wide,
                weight="semibold")  # fmt: skip
    _levels(frame, upper, seen, language)
    _differences(frame, lower, seen, language)
    step = (wide - LEFT - 0.3) / len(seen.pots)
    for i, name in enumerate(seen.pots):
        x = LEFT + (i + 0.5) * step
        y = bottom + under + 6.0 + names / 2
        text = ascii_uppercase[i] if lettered else name
        frame.write(sheet, x, y, text, _size(seen, frame.narrow), step - 0.8, align="center",
                    weight="semibold")  # fmt: skip
        d = seen.differences[i]
        colour = style.sides[1 if d.mean > 0 else 0] if seen.clear(i) else style.unclear_text
        tight = frame.narrow and len(seen.pots) > 4
        frame.write(sheet, x, key + NUMBERS / 2, points(d.mean, language=language),
                    7.2 if tight else 9.6, step, align="center", colour=colour,
                    weight="bold" if seen.clear(i) else "regular")  # fmt: skip
        if lettered:
            line = key - KEY * (i + 0.5)
            frame.write(sheet, 0, line, ascii_uppercase[i], 7.6, 6, weight="semibold")
            frame.write(sheet, 4.5, line, name, 7.6, wide - 5)


def _levels(frame: Frame, axes: Any, seen: Lines, language: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    style = frame.style
    x = np.arange(len(seen.pots))
    for row in seen.shares[2:]:
        axes.plot(x, row, color=style.rule, lw=frame.size(0.9), zorder=1)
        axes.scatter(x, row, s=frame.size(2.6) ** 2, marker="D", color=style.rule, lw=0, zorder=1)
    size = frame.size(8.6 if not frame.narrow else 6.8 if len(x) > 4 else 7.8)
    for side, (marker, mark) in enumerate((("s", 6.0), ("o", 6.8))):
        row, other = seen.shares[side], seen.shares[1 - side]
        colour = style.sides[side]
        axes.plot(x, row, color=colour, lw=frame.size(1.6), alpha=0.55, zorder=2)
        axes.scatter(x, row, s=frame.size(mark) ** 2, marker=marker, color=colour, lw=0,
                     zorder=3 + side)  # fmt: skip
        for i in x:
            # the higher one has its number above, the lower one below; equal: the other above
            above = row[i] > other[i] or (row[i] == other[i] and side == 1)
            axes.annotate(percent(float(row[i]), language=language), (i, row[i]),
                          (0, frame.size(6.4) * (1 if above else -1)), textcoords="offset points",
                          ha="center", va="bottom" if above else "top", size=size, color=colour,
                          weight="semibold", zorder=6, path_effects=halo(frame))  # fmt: skip
    low, high = float(seen.shares.min()), float(seen.shares.max())
    room = max(high - low, 0.02)
    axes.set_ylim(low - 0.22 * room, high + 0.22 * room)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(
        FuncFormatter(
            lambda v, _: number(100 * v, int(abs(100 * v - round(100 * v)) > 1e-6),
                                language=language) + "%"
        )
    )  # fmt: skip


def _differences(frame: Frame, axes: Any, seen: Lines, language: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    style = frame.style
    ends = [0.0]
    for i, d in enumerate(seen.differences):
        low, high = 100 * d.summary.low, 100 * d.summary.high
        ends += [low, high, 100 * d.mean]
        filled = seen.clear(i)
        colour = style.sides[1 if d.mean > 0 else 0] if filled else style.unclear
        axes.plot([i, i], [low, high], color=colour, lw=frame.size(2.2), zorder=2)
        axes.scatter(i, 100 * d.mean, s=frame.size(6.2) ** 2, color=colour if filled else "white",
                     edgecolor=colour, lw=frame.size(1.4), zorder=3)  # fmt: skip
    low, high = widened(min(ends), max(ends), LEAST)
    axes.set_ylim(low - 0.08 * (high - low), high + 0.08 * (high - low))
    axes.axhline(0, color=style.text, lw=frame.size(0.9), zorder=1)
    axes.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10], integer=True))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda v, _: number(v, plus=True, language=language))
    )
