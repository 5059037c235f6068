"""A light per province and opgave, of one arm or of two sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.chart import Chart, Column, shortened, stamp
from analysis.compared import Compared
from analysis.figures import lights as li
from analysis.figures.common import arm_words, counted, found_sides, source, title
from analysis.figures.labels_lights import said
from analysis.figures.places import Area, area_shares, provinces
from analysis.figures.sheet import COLUMNS, Rows, data, opgave_names
from analysis.figures.sheet import heads as cut_heads
from analysis.frame import Frame
from analysis.numbers import number
from analysis.style import Format, Style
from analysis.typesetting import Span
from experiments.store import Results

NAME = "stoplicht"
ROW, BLOCK, HEAD = 6.2, 6.0, 10.5  # mm: a row, the name of an arm, the names of the opgaven
BETWEEN = 4.0  # mm, between two blocks


def chart(results: Results, style: Style, language: str = "nl", *, arm: int | None = None) -> Chart:
    """The chart of a stored study; of two sides, or of one arm by its number.

    Raises
    ------
    ValueError
        There is no such arm.
    """
    if arm is not None and not 0 <= arm < len(results.arms):
        raise ValueError(said("no_arms", language, found=arm, last=len(results.arms) - 1))
    found = found_sides(results, language)
    compared = Compared(results, "realised_share", found.other, found.reference)
    areas = provinces(results)
    opgaven = opgave_names(results, language)
    shares = area_shares(results, areas, compared.few)
    words = arm_words(style, found)
    if arm is None:
        sides = [(0, found.names[0], li.lights(shares[found.reference])),
                 (1, found.names[1], li.lights(shares[found.other]))]  # fmt: skip
        over = title(compared, found, language)
        subtitle = [Span(said("stoplicht_1", language)), words[0],
                    Span(said("and_with", language)), words[1]]  # fmt: skip
    else:
        which = {found.reference: 0, found.other: 1}.get(arm, 2)
        name = found.names[which] if which < 2 else results.named_arms(language)[arm]
        sides = [(which, name, li.lights(shares[arm]))]
        cells = sum(li.tally(sides[0][2]))
        over = said("stoplicht_title", language, side=name, m=number(cells, language=language),
                    n=number(li.tally(sides[0][2])[0], language=language))  # fmt: skip
        subtitle = [Span(said("stoplicht_1", language)), Span(name, style.sides[which])]
    reading = [
        said("by_printed", language),
        counted(results, found, language),
        li.steady_words(compared, shares.shape[1], language),
    ]
    if len(areas) < len(results.manifest["regions"]):
        reading.append(said("chair", language))
    reading += li.dash([rows for *_, rows in sides], language)
    return Chart(
        name=NAME if arm is None else f"{NAME}_arm_{arm}",
        title=over,
        subtitle=subtitle,
        height=lambda format_: _height(format_, len(areas), len(sides)),
        paint=lambda frame: _paint(frame, areas, sides, opgaven, language),
        columns=(
            Column(said("column_province", language)),
            Column(said("column_opgave", language)),
            *(
                Column(said("column_of", language, what=said(key, language), side=name), form)
                for _, name, _ in sides
                for key, form in COLUMNS
            ),
        ),
        rows=data(areas, opgaven, [rows for _, _, rows in sides], language),
        alt=_alt(areas, sides, opgaven, language),
        reading=" ".join(reading),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )


Side = tuple[int, str, Rows]  # its colour and mark, its name, its lights


def _alt(
    areas: Sequence[Area], sides: Sequence[Side], opgaven: Sequence[str], language: str
) -> str:
    counts = " ".join(
        said("alt_side", language, side=name, counts=li.tally_words(li.tally(rows), language))
        for _, name, rows in sides
    )
    return shortened(said("stoplicht_alt", language, rows=number(len(areas), language=language),
                          columns=number(len(opgaven), language=language),
                          counts=counts))  # fmt: skip


def _height(format_: Format, rows: int, sides: int) -> float:
    blocks = sides if format_.narrow else 1
    row = 4.4 if format_.narrow else ROW
    block = BLOCK if sides > 1 else 0.0
    return li.legend_height(format_.narrow) + blocks * (block + HEAD + row * rows)


def _paint(
    frame: Frame, areas: Sequence[Area], sides: Sequence[Side], opgaven: Sequence[str],
    language: str,
) -> None:  # fmt: skip
    sheet = frame.sheet()
    wide, high = frame.room
    li.paint_legend(frame, sheet, high, [(which, li.tally(rows)) for which, _, rows in sides],
                    language)  # fmt: skip
    stacked = len(sides) if frame.narrow else 1
    beside = 1 if frame.narrow else len(sides)
    block = BLOCK if len(sides) > 1 else 0.0
    whole = (high - li.legend_height(frame.narrow)) / stacked
    row = (whole - block - HEAD) / len(areas)
    points = min(8.6, 2.1 * row)
    longest = max(frame.text_width(area.name, points) for area in areas)
    names = min(longest + 2.0, 0.3 * wide)
    points *= min(1.0, (names - 1.5) / longest)
    width = (wide - names - BETWEEN * (beside - 1)) / beside
    each = min(width / len(opgaven), 40.0)
    heads = cut_heads(frame, opgaven, min(7.6, 0.3 * each + 4.0), (each - 0.7, each - 0.7),
                      2 if row < 3.6 else 3)  # fmt: skip
    block = block and 5.0
    row = min((whole - block - heads[2] - 1.0) / len(areas), 8.0)
    for n, (which, name, rows) in enumerate(sides):
        left = names + (0 if frame.narrow else n * (width + BETWEEN))
        top = high - li.legend_height(frame.narrow) - (n * whole if frame.narrow else 0.0)
        if block:
            colour = frame.style.sides[which]
            li.mark(frame, sheet, left + 1.0, top - 2.6, which)
            li.write_at(frame, sheet, left + 3.0, top - 2.6, name, 9.0, colour, "left", "semibold")
        top -= block + heads[2]
        _block(frame, sheet, (left, top, each, row), rows, heads, language)
        if n == 0 or frame.narrow:
            for r, area in enumerate(areas):
                y = top - (r + 0.5) * row
                li.write_at(frame, sheet, 0, y, area.name, points, frame.style.ink, "left")


def _block(
    frame: Frame, sheet: Any, box: tuple[float, float, float, float], rows: Rows,
    heads: tuple[list[list[str]], float, float], language: str,
) -> None:  # fmt: skip
    """The lights of one arm; box: left, top, width of a column, height of a row."""
    left, top, each, row = box
    size = min(8.4, 2.1 * row, 1.3 * each - 2.6)
    for k, lines in enumerate(heads[0]):
        x = left + k * each
        li.paint_heading(frame, sheet, x + each / 2, top, lines, heads[1])
        for r, cells in enumerate(rows):
            cell = (x + 0.25, top - (r + 1) * row + 0.2, each - 0.5, row - 0.4)
            li.paint_cell(frame, sheet, cell, cells[k], size, language)
