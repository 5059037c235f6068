"""The sheet of regions x opgaven: the four blocks, and the tables and pots of four arrangements.

Explanatory: nothing of it comes from a study. The tilings are those of docs/odd.md 1.2 and 3.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.chart import Chart, Column
from analysis.figures.explained import stamp
from analysis.figures.labels_experiments import said
from analysis.figures.pictograms import KINDS, Kind
from analysis.frame import Frame
from analysis.style import Format, Style, mixed

BLOCKS, NAME = "uitleg_blokken", "uitleg_tafels_en_potten"
ACROSS, DOWN = 7, 6  # opgaven, and some of the regions
HEAD, SHEET, WORDS, GAP = 9.0, 20.0, 15.0, 5.0  # mm
SHARES = (0.6, 0.4)  # losse SPUKs: national calls, regional labels


@dataclass(frozen=True)
class Arrangement:
    """Kinds of tables and of pots, by the keys of their names."""

    tables: str
    pots: str


TABLES: dict[str, Kind] = {"sectoral_tables": "column", "area_tables": "row"}
POTS: dict[str, tuple[Kind, ...]] = {"separate_grants": ("column", "cell"), "area_budget": ("row",)}
ARRANGEMENTS = tuple(Arrangement(tables, pots) for tables in TABLES for pots in POTS)


def blocks_chart(style: Style, language: str = "nl") -> Chart:
    """The four blocks: cell, column, row, sheet."""
    rows = tuple(
        tuple(said(f"{kind}_{part}", language) for part in ("name", "table", "pot"))
        for kind in KINDS
    )

    def height(format_: Format) -> float:
        lines = 2 if format_.narrow else 1
        return HEAD + lines * (SHEET + WORDS + 8.0)

    return Chart(
        name=BLOCKS,
        title=said("blocks_title", language),
        subtitle=said("blocks_explained", language),
        height=height,
        paint=lambda frame: _paint_blocks(frame, language),
        columns=tuple(Column(said(key, language)) for key in ("column_block", "tables", "pots")),
        rows=rows,
        alt=said("blocks_explained_alt", language),
        reading=said("blocks_explained_reading", language),
        source="",
        stamp=stamp(language),
        language=language,
    )


def chart(style: Style, language: str = "nl") -> Chart:
    """The two tilings, tables and pots, of four arrangements."""

    def height(format_: Format) -> float:
        lines = 2 if format_.narrow else 1
        return HEAD + lines * (2 * SHEET + WORDS + 12.0) - (4.0 if lines == 1 else 0.0)

    def pots(key: str) -> str:
        kinds = POTS[key]
        shares = SHARES if len(kinds) > 1 else (1.0,)
        return "; ".join(
            said("pot_part", language, share=f"{100 * share:.0f}",
                 kind=said(f"{kind}_name", language).lower())
            for kind, share in zip(kinds, shares, strict=True)
        )  # fmt: skip

    return Chart(
        name=NAME,
        title=said("tilings_title", language),
        subtitle=said("tilings_subtitle", language),
        height=height,
        paint=lambda frame: _paint_tilings(frame, language),
        columns=tuple(
            Column(said(key, language)) for key in ("column_arrangement", "tables", "pots")
        ),
        rows=tuple(
            (_called(one, language),
             said(f"{TABLES[one.tables]}_name", language).lower(), pots(one.pots))
            for one in ARRANGEMENTS
        ),
        alt=said("tilings_alt", language),
        reading=said("tilings_reading", language),
        source="",
        stamp=stamp(language),
        language=language,
    )  # fmt: skip


def _called(one: Arrangement, language: str) -> str:
    return f"{said(one.tables, language)} + {said(one.pots, language)}"


def _grid(frame: Frame, count: int) -> tuple[int, float, float]:
    """Columns, the width of one with its gap, and the height of a line."""
    wide, high = frame.room
    columns = 2 if frame.narrow else count
    return columns, (wide + GAP) / columns, high / (count // columns)


def _paint_blocks(frame: Frame, language: str) -> None:
    sheet = frame.sheet()
    columns, wide, tall = _grid(frame, len(KINDS))
    high = frame.room[1]
    size = 7.4 if frame.narrow else 8.2
    for i, kind in enumerate(KINDS):
        x, top = (i % columns) * wide, high - (i // columns) * tall
        frame.write(sheet, x, top - 3.0, said(f"{kind}_name", language), size + 1.4, wide - GAP,
                    weight="semibold")  # fmt: skip
        _axes(frame, sheet, x, top - 6.6, wide - GAP, language)
        body = tall - HEAD - WORDS - 2.0
        tiling(frame, sheet, kind, (x, top - HEAD - body, wide - GAP, body), one=True)
        for j, part in enumerate(("table", "pot")):
            y = top - HEAD - body - 4.2 - 6.6 * j
            frame.write(sheet, x, y, said(f"{kind}_{part}", language), size, wide - GAP + 1.0,
                        colour=frame.style.text)  # fmt: skip


def _paint_tilings(frame: Frame, language: str) -> None:
    sheet = frame.sheet()
    columns, wide, tall = _grid(frame, len(ARRANGEMENTS))
    high = frame.room[1]
    size = 7.6 if frame.narrow else 8.4
    body = (tall - HEAD - (12.5 if columns == len(ARRANGEMENTS) else 16.0)) / 2
    for i, one in enumerate(ARRANGEMENTS):
        x, top = (i % columns) * wide, high - (i // columns) * tall
        room = wide - GAP
        for line, text in enumerate((said(one.tables, language), f"+ {said(one.pots, language)}")):
            frame.write(sheet, x, top - 2.6 - 3.9 * line, text, size + 0.4, room + 1.0,
                        weight="semibold")  # fmt: skip
        y = top - HEAD - 4.0
        frame.write(sheet, x, y + 1.6, said("tables", language), size, room)
        tiling(frame, sheet, TABLES[one.tables], (x, y - 0.8 - body, room, body))
        y -= body + 6.0
        kinds = POTS[one.pots]
        words = said("pots", language)
        if len(kinds) > 1:
            words = said("pots_parts", language, a=f"{100 * SHARES[0]:.0f}",
                         b=f"{100 * SHARES[1]:.0f}")  # fmt: skip
        frame.write(sheet, x, y + 1.6, words, size, room + 2.0)
        part = (room - 2.0 * (len(kinds) - 1)) / len(kinds)
        for p, kind in enumerate(kinds):
            tiling(frame, sheet, kind, (x + p * (part + 2.0), y - 0.8 - body, part, body),
                   money=True)  # fmt: skip


def _axes(frame: Frame, sheet: Any, x: float, y: float, room: float, language: str) -> None:
    frame.write(sheet, x, y, said("sheet_axes", language), 6.6 if frame.narrow else 7.2, room,
                colour=frame.style.unclear_text)  # fmt: skip


def tiling(
    frame: Frame, sheet: Any, kind: Kind, where: Sequence[float], *, one: bool = False,
    money: bool = False,
) -> None:  # fmt: skip
    """A sheet cut into blocks, one of them dark.

    Parameters
    ----------
    where : sequence of float
        Left, bottom, width and height in mm.
    one : bool
        Leave the other blocks as squares: show this block only.
    money : bool
        In the colour of money.
    """
    from matplotlib.patches import Rectangle

    style = frame.style
    x, y, wide, tall = where
    step = wide / ACROSS, tall / DOWN
    dark = style.lights[0] if money else style.ink
    light = mixed(dark, "#FFFFFF", 0.8)
    across, down = {"cell": (1, 1), "column": (1, DOWN), "row": (ACROSS, 1),
                    "sheet": (ACROSS, DOWN)}[kind]  # fmt: skip
    marked = {"cell": (2, 3), "column": (2, 0), "row": (0, 3), "sheet": (0, 0)}[kind]
    gap = min(0.35, 0.12 * min(step))

    def block(c: int, r: int, size: tuple[int, int], colour: str) -> None:
        corner = x + c * step[0] + gap, y + r * step[1] + gap
        sheet.add_patch(Rectangle(corner, size[0] * step[0] - 2 * gap,
                                  size[1] * step[1] - 2 * gap, facecolor=colour, lw=0))  # fmt: skip

    if one:
        for c in range(ACROSS):
            for r in range(DOWN):
                block(c, r, (1, 1), style.grid)
    else:
        for c in range(0, ACROSS, across):
            for r in range(0, DOWN, down):
                block(c, r, (across, down), light)
    block(*marked, (across, down), dark)
