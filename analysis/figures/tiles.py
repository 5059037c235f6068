"""A tile per province, about where it lies on the map: realised share of two sides by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.chart import Chart, Column, shortened, stamp
from analysis.compared import Compared
from analysis.figures.common import arm_words, found_sides, source, title
from analysis.figures.labels_lights import said
from analysis.figures.lights import MARKERS, units_words, write_at
from analysis.figures.over_time import PERCENT, POINTS, marks
from analysis.figures.places import TILES, Area, clear_cells, provinces, whole_shares
from analysis.frame import Frame
from analysis.numbers import number, points
from analysis.sides import Sides
from analysis.style import Format, Style
from analysis.typesetting import MM, Span, set_text
from analysis.verdict import Word
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
NAME = "tegelkaart"
YEARS = (2030, 2035, 2040)
APART = 1.7  # mm between the name of a province and its difference
MEASURE = f"realised_{YEARS[-1]}"  # what the title judges: the last year that is shown


@dataclass(frozen=True)
class Tile:
    """A province: means and 5 and 95 % per side and year, (3, 2, years), and its difference."""

    area: Area
    shares: FloatArray
    difference: float
    clear: bool


def chart(results: Results, style: Style, language: str = "nl") -> Chart:
    """The chart of a stored study."""
    found = found_sides(results, language)
    compared = Compared(results, MEASURE, found.other, found.reference)
    tiles = _tiles(results, found, compared)
    a, b = arm_words(style, found)
    listed = ", ".join(str(year) for year in YEARS[:-1])
    subtitle = [Span(said("tiles_1", language)), a, Span(said("and_with", language)), b,
                Span(said("tiles_2", language, years=listed, last=YEARS[-1]))]  # fmt: skip
    own = len(tiles) < len(results.manifest["regions"])
    return Chart(
        name=NAME,
        title=title(compared, found, language, YEARS[-1]),
        subtitle=subtitle,
        height=lambda format_: _height(format_, tiles),
        paint=lambda frame: _paint(frame, tiles, language),
        columns=(
            Column(said("column_province", language)),
            *(
                Column(said("column_of", language, what=year, side=side), PERCENT)
                for year in YEARS
                for side in found.names
            ),
            Column(said("column_difference", language), POINTS),
            Column(said("column_clear", language)),
        ),
        rows=tuple(
            (
                t.area.name,
                *(float(t.shares[0, side, y]) for y in range(len(YEARS)) for side in (0, 1)),
                100 * t.difference,
                said("yes" if t.clear else "no", language),
            )
            for t in tiles
        ),
        alt=_alt(tiles, found, language),
        reading=said(
            "tiles_reading",
            language,
            units=units_words(compared, language),
            clear=clear_words(compared, len(tiles), language),
            chair=said("chair", language) if own else "",
        ).strip(),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )


def clear_words(compared: Compared, cells: int, language: str) -> str:
    """By which rule a difference gets a colour."""
    if compared.verdict.word is Word.FEW:
        return said("clear_few", language)
    if compared.verdict.word in (Word.CLEAR, Word.MOSTLY):
        return said("clear_national", language, cells=number(cells, language=language))
    return said("clear_rule", language, cells=number(cells, language=language))


def _tiles(results: Results, found: Sides, compared: Compared) -> list[Tile]:
    areas = provinces(results)
    chosen = [found.reference, found.other]
    by_year = np.stack(
        [whole_shares(results, areas, compared.few, str(year))[chosen] for year in YEARS], axis=3
    )  # sides, units, areas, years
    low, high = np.percentile(by_year, 5, axis=1), np.percentile(by_year, 95, axis=1)
    shares = np.stack([by_year.mean(axis=1), low, high])
    last = by_year[1, :, :, -1] - by_year[0, :, :, -1]
    clear = clear_cells(last, compared)
    return [
        Tile(area, shares[:, :, i], float(last[:, i].mean()), bool(clear[i]))
        for i, area in enumerate(areas)
    ]


def _alt(tiles: Sequence[Tile], found: Sides, language: str) -> str:
    found_differences = [t.difference for t in tiles]
    return shortened(
        said(
            "tiles_alt", language, a=found.names[0], b=found.names[1], year=YEARS[-1],
            least=points(min(found_differences), language=language),
            most=points(max(found_differences), language=language),
            clear=number(sum(t.clear for t in tiles), language=language),
            count=number(len(tiles), language=language),
        )
    )  # fmt: skip


def _grid(tiles: Sequence[Tile], format_: Format) -> tuple[list[tuple[int, int]], int, bool]:
    """Row and column of every tile, the number of columns, and whether that is a map."""
    places = [TILES.get(t.area.code) for t in tiles]
    known = [place for place in places if place]
    if len(known) == len(TILES) and not format_.narrow and format_.height is None:
        return known, 4, True
    columns = min(3 if format_.narrow else 6 if format_.height else 4, max(len(tiles), 2))
    return [divmod(i, columns) for i in range(len(tiles))], columns, False


def _over(format_: Format, on_map: bool) -> float:
    """Room for the help over the tiles; a map has a free corner for it."""
    return 0.0 if on_map else 16.0 if format_.narrow else 11.0


def _height(format_: Format, tiles: Sequence[Tile]) -> float:
    grid, _, on_map = _grid(tiles, format_)
    rows = 1 + max(row for row, _ in grid)
    return rows * (27.0 if format_.narrow else 30.0) + _over(format_, on_map)


def _paint(frame: Frame, tiles: Sequence[Tile], language: str) -> None:
    sheet = frame.sheet()
    wide, high = frame.room
    grid, columns, on_map = _grid(tiles, frame.format)
    over = _over(frame.format, on_map)
    rows = 1 + max(row for row, _ in grid)
    each = wide / columns, (high - over) / rows
    help_words = said("tiles_help" if on_map else "tiles_help_list", language, year=YEARS[-1])
    size, room = (7.6, wide) if frame.narrow else (8.2, 2 * each[0] - 6 if on_map else wide)
    _words(frame, sheet, high - 2.0, help_words, size, room, language)
    low = min(float(t.shares[1].min()) for t in tiles)
    bottom = float(np.floor(max(0.0, low) * 4) / 4)
    first = {row: min(c for r, c in grid if r == row) for row, _ in grid}
    for tile, (row, column) in zip(tiles, grid, strict=True):
        box = (column * each[0], high - over - (row + 1) * each[1], each[0] - 4.0, each[1])
        _tile(frame, sheet, box, tile, bottom, language, scale=column == first[row])


def _words(
    frame: Frame, sheet: Any, top: float, text: str, size: float, room: float, language: str
) -> None:
    """How to read it, in the corner that the map leaves free."""
    write_at(frame, sheet, 0, top, said("tiles_key", language), size + 0.4, frame.style.ink,
             "left", "semibold")  # fmt: skip
    setting = set_text(text, size * frame.scale, room * MM * frame.scale, frame.style.family)
    for i, line in enumerate(setting.lines):
        words = " ".join(word.text for word in line)
        write_at(frame, sheet, 0, top - 4.4 - 3.7 * i, words, size, frame.style.text, "left")


def _tile(
    frame: Frame, sheet: Any, box: tuple[float, float, float, float], tile: Tile, bottom: float,
    language: str, *, scale: bool,
) -> None:  # fmt: skip
    style, narrow = frame.style, frame.narrow
    x, y, width, height = box
    wide, high = frame.room
    size = 7.6 if narrow else 8.6
    shown = points(tile.difference, language=language)
    colour = style.sides[1 if tile.difference > 0 else 0] if tile.clear else style.unclear_text
    weight = "bold" if tile.clear else "regular"
    room = width - frame.text_width(shown, size, weight) - APART
    size_name = min(size, size * room / frame.text_width(tile.area.name, size, "semibold"))
    head = y + height - 2.4
    write_at(frame, sheet, x, head, tile.area.name, size_name, style.ink, "left", "semibold")
    write_at(frame, sheet, x + width, head, shown, size, colour, "right", weight)
    under, over, left = 5.6, 6.4, 7.2 if scale or narrow else 2.0
    axes = frame.axes(x + left, y + under, wide - x - width, high - y - height + over)
    years = np.arange(len(YEARS))
    axes.set_xlim(-0.12, years[-1] + 0.12)
    axes.set_ylim(bottom, 1.0)
    for side in (0, 1):
        mean, low, most = tile.shares[:, side]
        hue, shift = style.sides[side], (side - 0.5) * 0.16
        axes.vlines(years + shift, low, most, color=hue, lw=frame.size(1.6), alpha=0.35)
        axes.plot(years + shift, mean, color=hue, lw=frame.size(1.5), marker=MARKERS[side],
                  ms=frame.size(3.6 if side == 0 else 4.0), mew=0, zorder=3)  # fmt: skip
    axes.grid(axis="y")
    marks(axes, bottom, 1.0, 0.25, lambda v: number(100 * v, language=language) + "%")
    if not (scale or narrow):
        axes.yaxis.set_tick_params(labelleft=False)
    axes.spines["bottom"].set_visible(True)
    # in a column the year between has room for its last two digits only
    between = f"’{YEARS[1] % 100}" if narrow else str(YEARS[1])
    ends = [str(YEARS[0]), between, str(YEARS[-1])]
    axes.set_xticks(years, ends)
    axes.tick_params(labelsize=frame.size(6.8 if narrow else 7.2), pad=frame.size(2.5))
    axes.set_xlim(-0.3, years[-1] + 0.3)
