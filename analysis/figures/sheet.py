"""The sheet: a light per region and opgave, of two sides beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from analysis.chart import Chart, Column, shortened, stamp
from analysis.compared import Compared
from analysis.figures import lights as li
from analysis.figures.common import arm_words, counted, found_sides, source, title
from analysis.figures.labels_lights import said
from analysis.figures.places import Area, area_shares, regions
from analysis.frame import Frame
from analysis.numbers import number
from analysis.sides import Sides
from analysis.style import Format, Style
from analysis.typesetting import Span
from experiments.store import Results

NAME = "blad"
ROW, BETWEEN = 4.6, 1.1  # mm: a row; extra between two provinces
HEAD = 10.5  # mm, over the rows
LOWEST = 3.0  # mm, of a row on a sheet of fixed height before it is set in two columns
# mm on a sheet in two columns, where all room goes to the rows: between two provinces, between
# the columns, between two opgaven, and what the legend leaves empty under it
CLOSE, APART, INSIDE, SPARE = 0.35, 3.6, 0.9, 1.7
LOOSE, DENSE = 2.1, 2.7  # points of text for a mm of a row: usual, and in low rows
Rows = list[list[li.Light | None]]


def chart(results: Results, style: Style, language: str = "nl") -> Chart:
    """The chart of a stored study."""
    found = found_sides(results, language)
    compared = Compared(results, "realised_share", found.other, found.reference)
    areas = regions(results)
    shares = area_shares(results, areas, compared.few)
    both = (li.lights(shares[found.reference]), li.lights(shares[found.other]))
    opgaven = opgave_names(results, language)
    a, b = arm_words(style, found)
    reading = [said("by_printed", language), counted(results, found, language),
               li.steady_words(compared, shares.shape[1], language),
               said("order_fixed", language), *li.dash(both, language)]  # fmt: skip
    return Chart(
        name=NAME,
        title=title(compared, found, language),
        subtitle=[Span(said("sheet_1", language)), a, Span(said("sheet_2", language)), b],
        height=lambda format_: _height(format_, areas),
        paint=lambda frame: _paint(frame, areas, both, opgaven, language),
        columns=(
            Column(said("column_region", language)),
            Column(said("column_opgave", language)),
            *(
                Column(said("column_of", language, what=said(key, language), side=side), form)
                for side in found.names
                for key, form in COLUMNS
            ),
        ),
        rows=data(areas, opgaven, both, language),
        alt=_alt(found, areas, opgaven, both, language),
        reading=" ".join(reading),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )


COLUMNS = (("column_share", "0%"), ("column_light", ""), ("column_part", "0%"))


def opgave_names(results: Results, language: str) -> list[str]:
    """Names of the opgaven as data."""
    key = "name" if language == "nl" else "name_en"
    return [o[key] for o in results.manifest["opgaven"]]


def data(
    areas: Sequence[Area], opgaven: Sequence[str], sides: Sequence[Rows], language: str
) -> tuple[tuple[str | float | None, ...], ...]:
    """A row per area and opgave, with share, light and its certainty of every side."""
    return tuple(
        (area.name, opgave, *(v for side in sides for v in _told(side[r][c], language)))
        for r, area in enumerate(areas)
        for c, opgave in enumerate(opgaven)
    )


def _told(cell: li.Light | None, language: str) -> tuple[str | float | None, ...]:
    if cell is None:
        return (None, said("no_target", language), None)
    return (cell.share, said(f"light_{cell.kind}", language), cell.part)


def _alt(found: Sides, areas: Sequence[Area], opgaven: Sequence[str], both: Sequence[Rows],
         language: str) -> str:  # fmt: skip
    counts = [li.tally_words(li.tally(rows), language) for rows in both]
    return shortened(
        said(
            "sheet_alt", language, rows=number(len(areas), language=language),
            columns=number(len(opgaven), language=language), a=found.names[0], b=found.names[1],
            counts_a=counts[0], counts_b=counts[1],
        )
    )  # fmt: skip


def _gaps(areas: Sequence[Area]) -> int:
    return sum(a.code != b.code for a, b in pairwise(areas))


def _provinces_only(areas: Sequence[Area]) -> bool:
    return _gaps(areas) == len(areas) - 1


def _height(format_: Format, areas: Sequence[Area]) -> float:
    gaps = 0.0 if _provinces_only(areas) else BETWEEN * _gaps(areas)
    row = 4.0 if format_.narrow else ROW
    return li.legend_height(format_.narrow) + HEAD + row * len(areas) + gaps


def _paint(
    frame: Frame, areas: Sequence[Area], both: Sequence[Rows], opgaven: Sequence[str],
    language: str,
) -> None:  # fmt: skip
    sheet = frame.sheet()
    wide, high = frame.room
    counts = [(side, li.tally(rows)) for side, rows in enumerate(both)]
    li.paint_legend(frame, sheet, high, counts, language)
    legend = li.legend_height(frame.narrow)
    gap = 0.0 if _provinces_only(areas) else BETWEEN
    room = high - legend - HEAD + 1.0
    columns = 1 if (room - gap * _gaps(areas)) / len(areas) >= LOWEST else 2
    if columns > 1:
        gap, legend = min(gap, CLOSE), legend - SPARE
    each = -(-len(areas) // columns)
    width = (wide - APART * (columns - 1)) / columns
    parts = [range(n * each, min((n + 1) * each, len(areas))) for n in range(columns)]
    gaps = gap * max(4, *(_gaps([areas[i] for i in chosen]) for chosen in parts))
    names = _name_size(frame, areas, (high - legend - HEAD) / each, width)
    for n, chosen in enumerate(parts):
        _table(frame, sheet, (n * (width + APART), width, high - legend, each), (gap, gaps), names,
               [areas[i] for i in chosen], [[rows[i] for i in chosen] for rows in both], opgaven,
               language)  # fmt: skip


def _name_size(frame: Frame, areas: Sequence[Area], row: float, wide: float) -> tuple[float, float]:
    """Points of the names of all areas, and mm for them."""
    dense = row < LOWEST
    points = min(8.2, (DENSE if dense else LOOSE) * row, 7.4 if wide < 100 else 9.0)
    names = (0.285 if dense else 0.3) * wide  # in low rows the numbers need it as much
    longest = max(frame.text_width(area.name, points) for area in areas)
    points *= min(1.0, (names - 1.0) / longest)
    return points, min(names, longest + 1.5)


def heads(
    frame: Frame, names: Sequence[str], points: float, rooms: tuple[float, float], most: int
) -> tuple[list[list[str]], float, float]:
    """As `lights.headings`, of fewer words where names are too long for so many lines.

    rooms: mm for a line, and mm for one of a name that is cut.
    """
    found = li.headings(frame, names, points, rooms[0], most)
    words = max(len(name.split()) for name in names)
    while words and not _fit(frame, found, rooms[0], most):
        found = li.headings(frame, [_first(name, words) for name in names], points, rooms[1], most)
        words -= 1
    lines, size, high = found
    if not words:
        lines = [[_within(frame, line, size, rooms[1]) for line in ls] for ls in lines]
    return lines, size, high


def _fit(
    frame: Frame, found: tuple[list[list[str]], float, float], room: float, most: int
) -> bool:  # fmt: skip
    wide = max(frame.text_width(line, found[1]) for lines in found[0] for line in lines)
    return wide <= room and max(len(lines) for lines in found[0]) <= most


def _first(name: str, count: int) -> str:
    words = name.split()
    return name if len(words) <= count else " ".join(words[:count]).rstrip(",") + "…"


def _within(frame: Frame, line: str, points: float, room: float) -> str:
    """A line cut where its column ends; that is a word of a name that nobody foresaw."""
    cut = line
    while len(cut) > 2 and frame.text_width(cut, points) > room:
        cut = cut.rstrip("…-")[:-1] + "…"
    return cut


def _table(
    frame: Frame, sheet: Any, box: tuple[float, float, float, int], gaps: tuple[float, float],
    set_names: tuple[float, float], areas: Sequence[Area], both: Sequence[Rows],
    opgaven: Sequence[str], language: str,
) -> None:  # fmt: skip
    """Areas under each other, per opgave a pair of cells.

    box: left, width, top, most rows; gaps: between two provinces, and all of them together;
    set_names: points and mm.
    """
    x, wide, top, most = box
    row = (top - HEAD) / most
    dense = row < LOWEST
    per_mm = DENSE if dense else LOOSE
    points, names = set_names
    pair = (wide - names) / len(opgaven)
    if len(opgaven) < 4:  # not wider than a cell needs
        pair = min(pair, 40.0)
    inside = pair - (INSIDE if dense else 1.0 if wide < 100 else 2.2)
    lines, head, over = heads(frame, opgaven, min(7.8, 0.42 * pair + 1.8),
                              (pair - 0.6, inside - 0.4), 2 if dense else 3)  # fmt: skip
    y = top - over - 2.6
    row = min((y - gaps[1]) / most, 7.5)
    points = min(points, per_mm * row)
    for k in range(len(opgaven)):
        left = x + names + k * pair + (pair - inside)
        li.paint_heading(frame, sheet, left + inside / 2, y + 2.3, lines[k], head)
        for side in (0, 1):
            li.mark(frame, sheet, left + inside * (0.25 + 0.5 * side), y + 1.4, side, 4.2)
    before = areas[0].code
    for r, area in enumerate(areas):
        y -= row + (gaps[0] if area.code != before else 0.0)
        before = area.code
        li.write_at(frame, sheet, x, y + row / 2, area.name, points, frame.style.ink, "left")
        for k in range(len(opgaven)):
            left = x + names + k * pair + (pair - inside)
            for side in (0, 1):
                cell = (left + side * inside / 2, y + 0.15, inside / 2 - 0.3, row - 0.3)
                size = min(7.8, (per_mm - 0.05) * row, 1.32 * inside / 2 + 0.6)
                li.paint_cell(frame, sheet, cell, both[side][r][k], size, language)
