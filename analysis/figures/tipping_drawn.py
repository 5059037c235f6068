"""Drawing a grid of two assumptions: cells, break-even line, defaults, scale and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from analysis.figures.bins import (
    WHITE,
    Bins,
    draw_scale,
    halo,
    ink_on,
    measured,
    scale_height,
)
from analysis.figures.labels_experiments import said
from analysis.frame import Frame, millimetres
from analysis.numbers import number, points
from analysis.style import Format, Style
from analysis.tipping import Place
from analysis.typesetting import MM, set_text

LEFT, ROW, NARROW_ROW = 11.0, 13.0, 9.0  # mm: of the levels, of a row
OVER, UNDER, MARKS = 8.0, 11.0, 6.5  # mm: name of the axis upwards; to the right; marks
ASIDE = 76.0  # mm for scale and marks beside the map, where height is short
SMALL = 6.8  # points of words in a cell

Mark = Literal["", "ring", "outline"]  # how the defaults are shown
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Map:
    """A grid: names and levels of the axes (upwards, to the right) and the place of each pair."""

    names: tuple[str, str]
    units: tuple[str, str]
    levels: tuple[tuple[float, ...], tuple[float, ...]]
    places: dict[tuple[float, float], Place]
    defaults: tuple[float | None, float | None]

    def axis(self, i: int, language: str) -> str:
        """What an axis is called, with its unit if the name does not hold it."""
        name, what = self.names[i], self.units[i]
        if not what or what in name:
            return name
        return said("with_unit", language, name=name, unit=what)

    @property
    def flips(self) -> bool:
        """Whether there is a clear place with more and one with less: else a line is noise."""
        return all(self.sides())

    @property
    def few(self) -> bool:
        """Whether some place has too few points for a mark."""
        return any(place.few for place in self.places.values())

    @property
    def medians(self) -> FloatArray:
        """Median per row (from below) and column; NaN where nothing was run."""
        return np.array([
            [self.places[(y, x)].median if (y, x) in self.places else np.nan
             for x in self.levels[1]] for y in self.levels[0]
        ])  # fmt: skip

    def sides(self) -> tuple[list[Place], list[Place]]:
        """The clear places with less, and those with more."""
        clear = [place for place in self.places.values() if place.mark]
        return [p for p in clear if p.median < 0], [p for p in clear if p.median > 0]


def level(value: float, language: str) -> str:
    """A level without needless zeros."""
    digits = f"{value:.4g}".partition(".")[2]
    return number(value, len(digits), language=language)


def height(one: Map, sides: tuple[str, str], style: Style, format_: Format, language: str
           ) -> float:  # fmt: skip
    """Of the drawing in mm, scale and marks under it."""
    row = NARROW_ROW if format_.narrow else ROW
    return OVER + row * len(one.levels[0]) + UNDER + _under(sides, style, format_, language)


def _under(sides: tuple[str, str], style: Style, format_: Format, language: str) -> float:
    if format_.height is not None:
        return 0.5
    marks = MARKS if format_.narrow else 0.0
    return scale_height(_ends(sides, language), style, format_) + marks


def _ends(sides: tuple[str, str], language: str) -> tuple[str, str]:
    return (said("more_with", language, side=sides[0]), said("more_with", language, side=sides[1]))


def paint(
    frame: Frame, one: Map, sides: tuple[str, str], step: Bins, language: str
) -> None:  # fmt: skip
    """Draw a map in a frame."""
    style, narrow = frame.style, frame.narrow
    wide, high = frame.room
    bottom = UNDER + _under(sides, style, frame.format, language)
    beside = frame.format.height is not None
    right = wide - (ASIDE if beside else 0.0) - 0.4
    rows, columns = len(one.levels[0]), len(one.levels[1])
    size = (right - LEFT) / columns, (high - OVER - bottom) / rows
    sheet = frame.sheet()
    words = 7.8 if narrow else 8.8
    frame.write(sheet, 0, high - 3.0, f"↑ {one.axis(0, language)}", words, wide,
                weight="semibold")  # fmt: skip
    corner = {
        (y, x): (LEFT + c * size[0], bottom + r * size[1])
        for r, y in enumerate(one.levels[0])
        for c, x in enumerate(one.levels[1])
    }
    told = _told(frame, one, sides, size, language)
    numbers = []
    for key, place in one.places.items():
        colour = step.colour(place.median, style) if place.mark else WHITE
        where = (corner[key], size)
        numbers.append(_cell(frame, sheet, place, where, colour, told.get(key, ()), language))
    if one.flips:
        _zero(frame, sheet, one, bottom, size, np.array(numbers))
    shown = _default(frame, sheet, one, bottom, size)
    for r, y in enumerate(one.levels[0]):
        frame.write(sheet, LEFT - 1.5, bottom + (r + 0.5) * size[1], level(y, language), words, 20,
                    align="right")  # fmt: skip
    for c, x in enumerate(one.levels[1]):
        frame.write(sheet, LEFT + (c + 0.5) * size[0], bottom - 2.6, level(x, language), words, 20,
                    align="center")  # fmt: skip
    frame.write(sheet, right, bottom - 7.4, f"{one.axis(1, language)} →", words, right,
                weight="semibold", align="right")  # fmt: skip
    tall = scale_height(_ends(sides, language), style, frame.format, ASIDE - 9.0 if beside else 0.0)
    left, top = (wide - ASIDE + 8.0, high - OVER + 3.0) if beside else (0.0, tall)
    draw_scale(frame, sheet, step, top, _ends(sides, language), language, left,
               (style.sides[0], style.sides[1]))  # fmt: skip
    if beside:
        at, down = (left + 0.3, top - tall - 4.0), (0.0, -6.5)
    elif narrow:
        at, down = (0.3, tall + 2.6), (38.0, 0.0)
    else:
        at, down = (112.0, tall - 2.2), (0.0, -5.6)
    _marks(frame, sheet, (one.flips, shown), at, down, language)


def _told(
    frame: Frame, one: Map, sides: tuple[str, str], size: tuple[float, float], language: str
) -> dict[tuple[float, float], Sequence[str]]:
    """The words in a few cells: which side has more there, and where the defaults are."""
    if size[1] < 11.0:
        return {}
    told: dict[tuple[float, float], Sequence[str]] = {}
    for places, side in zip(one.sides(), sides, strict=True):
        text = said("more_with", language, side=side)
        room = (size[0] - 1.5) * MM
        setting = set_text(text, SMALL, room, frame.style.family, leading=1.1)
        lines = [" ".join(word.text for word in line) for line in setting.lines]
        widest = max(measured(line, SMALL, frame.style) for line in lines)
        if places and len(lines) <= 2 and widest <= size[0] - 1.0:
            most = max(places, key=lambda place: abs(place.median))
            told[next(key for key, place in one.places.items() if place is most)] = lines
    return told


def _cell(
    frame: Frame, sheet: Any, place: Place,
    where: tuple[tuple[float, float], tuple[float, float]], colour: str, told: Sequence[str],
    language: str,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Draw a cell; left, bottom, right and top of its number."""
    from matplotlib.patches import Rectangle

    (x, y), size = where
    style = frame.style
    sheet.add_patch(Rectangle((x, y), *size, facecolor=colour, edgecolor=style.grid,
                              lw=frame.size(0.8), zorder=1))  # fmt: skip
    ink = ink_on(colour, style) if place.mark else style.unclear_text
    points_ = 8.0 if frame.narrow else 9.6
    line = millimetres(SMALL) * 1.15
    middle = y + size[1] / 2 + len(told) * line / 2
    text = points(place.median, language=language)
    sheet.text(x + size[0] / 2, middle, text, ha="center",
               va="center_baseline", size=frame.size(points_), color=ink, zorder=4,
               weight="bold" if place.mark else "regular",
               path_effects=halo(frame, colour))  # fmt: skip
    for i, words in enumerate(told):
        sheet.text(x + size[0] / 2, middle - millimetres(points_) / 2 - 0.9 - (i + 0.4) * line,
                   words, ha="center", va="center_baseline", size=frame.size(SMALL), color=ink,
                   zorder=4, path_effects=halo(frame, colour))  # fmt: skip
    wide = measured(text, points_, style, "bold" if place.mark else "regular") / 2
    centre, em = x + size[0] / 2, millimetres(points_)
    return centre - wide, middle - 0.5 * em, centre + wide, middle + 0.36 * em


def _zero(
    frame: Frame, sheet: Any, one: Map, bottom: float, size: tuple[float, float],
    numbers: FloatArray,
) -> None:  # fmt: skip
    """The line along which the median is 0, from middle to middle of the cells.

    It is left out where a number stands: a comma with a line through it is read as another mark.
    """
    medians = np.ma.masked_invalid(one.medians)
    x = LEFT + (np.arange(medians.shape[1]) + 0.5) * size[0]
    y = bottom + (np.arange(medians.shape[0]) + 0.5) * size[1]
    rim = np.array([-1.0, -1.0, 1.0, 1.0]) * 0.65  # mm, more than half the width of the line
    left, low, right, high = (numbers + rim).T
    whole = sheet.contour(x, y, medians, levels=[0.0])
    whole.remove()  # only its course is used
    for line in whole.allsegs[0]:
        steps = np.linspace(0, len(line) - 1, 200 * len(line))
        along, up = (np.interp(steps, np.arange(len(line)), line[:, i]) for i in (0, 1))
        a, b = along[:, None], up[:, None]
        hidden = ((a > left) & (a < right) & (b > low) & (b < high)).any(axis=1)
        sheet.plot(np.where(hidden, np.nan, along), up, color=frame.style.ink,
                   lw=frame.size(1.8), solid_capstyle="butt", zorder=3, gid="zero")  # fmt: skip


def _default(
    frame: Frame, sheet: Any, one: Map, bottom: float, size: tuple[float, float]
) -> Mark:  # fmt: skip
    """An outline around the defaults, or a ring where they are between levels."""
    from matplotlib.patches import Rectangle

    at = []
    for value, levels in zip(one.defaults, one.levels, strict=True):
        if value is None or not levels[0] <= value <= levels[-1]:
            return ""
        at.append(float(np.interp(value, levels, np.arange(len(levels)))))
    row, column = at
    x, y = LEFT + column * size[0], bottom + row * size[1]
    ring = not (row.is_integer() and column.is_integer())
    if ring:
        sheet.scatter(x + size[0] / 2, y + size[1] / 2, s=frame.size(7) ** 2, zorder=5,
                      facecolor="white", edgecolor=frame.style.ink, lw=frame.size(1.6))  # fmt: skip
    else:
        sheet.add_patch(Rectangle((x, y), *size, fill=False, edgecolor=frame.style.ink,
                                  lw=frame.size(1.6), zorder=3))  # fmt: skip
    return "ring" if ring else "outline"


def _marks(
    frame: Frame, sheet: Any, drawn: tuple[bool, Mark], at: tuple[float, float],
    down: tuple[float, float], language: str,
) -> None:  # fmt: skip
    """What the line and the outline are."""
    from matplotlib.patches import Rectangle

    style = frame.style
    x, y = at
    if drawn[0]:
        sheet.plot([x, x + 6], [y, y], color=style.ink, lw=frame.size(1.8))
        frame.write(sheet, x + 7.4, y, said("tipping_zero", language), 7.6, 40, colour=style.text)
        x, y = x + down[0], y + down[1]
    if drawn[1]:
        if drawn[1] == "ring":
            sheet.scatter(x + 3, y, s=frame.size(7) ** 2, facecolor="white", edgecolor=style.ink,
                          lw=frame.size(1.6))  # fmt: skip
        else:
            sheet.add_patch(Rectangle((x + 1, y - 1.6), 4, 3.2, fill=False, edgecolor=style.ink,
                                      lw=frame.size(1.6)))  # fmt: skip
        frame.write(sheet, x + 7.4, y, said("tipping_default", language), 7.6, 40,
                    colour=style.text)  # fmt: skip
