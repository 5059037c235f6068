"""Lights: what is groen, oranje and rood, how certain, and how a cell of them is drawn.

A light follows the number as printed, so that no 95 has the colour of what is less than 95.
Number and glyph stand beside the colour; full colour only where the class is steady.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compared import Compared, varies
from analysis.figures.labels_lights import JOINTS, said
from analysis.frame import Frame, millimetres
from analysis.numbers import number
from analysis.style import Style
from analysis.typesetting import MM, set_text

FloatArray = npt.NDArray[np.float64]
GREEN, AMBER = 95.0, 70.0  # %, as printed
STEADY = 80  # % of the units
GLYPHS = ("✓", "~", "×")
MARKERS = ("s", "o", "D")  # reference, other, further arm


@dataclass(frozen=True)
class Light:
    """A light: 0 groen, 1 oranje, 2 rood.

    Attributes
    ----------
    share : float
        Mean over the units.
    part : float
        Part of the units with this class.
    steady : bool
        Whether that is at least 80 %.
    """

    share: float
    kind: int
    part: float
    steady: bool


def printed(share: float) -> float:
    """A share as its number of percents is printed, without decimals."""
    return float(f"{100 * share:.0f}")


def kind_of(share: float) -> int:
    """The class of a share, by its printed value."""
    shown = printed(share)
    return 0 if shown >= GREEN else 1 if shown >= AMBER else 2


def light(shares: FloatArray) -> Light | None:
    """The light of one cell from its shares over the units; None if it has no target."""
    known = shares[~np.isnan(shares)]
    if not len(known):
        return None
    mean = float(known.mean())
    kind = kind_of(mean)
    same, count = sum(kind_of(float(v)) == kind for v in known), len(known)
    return Light(mean, kind, same / count, count > 1 and 100 * same >= STEADY * count)


def lights(shares: FloatArray) -> list[list[Light | None]]:
    """Lights of (units, rows, columns)."""
    return [[light(shares[:, r, c]) for c in range(shares.shape[2])]
            for r in range(shares.shape[1])]  # fmt: skip


def tally(rows: Sequence[Sequence[Light | None]]) -> tuple[int, int, int]:
    """How many are groen, oranje and rood."""
    kinds = [cell.kind for row in rows for cell in row if cell]
    return (kinds.count(0), kinds.count(1), kinds.count(2))


def dash(sides: Sequence[Sequence[Sequence[Light | None]]], language: str) -> list[str]:
    """What a dash means, if there is one."""
    bare = any(cell is None for rows in sides for row in rows for cell in row)
    return [said("dash", language)] if bare else []


def tally_words(counts: tuple[int, int, int], language: str) -> str:
    """The counts in words."""
    a, b, c = (number(n, language=language) for n in counts)
    return said("counts", language, a=a, b=b, c=c)


def steady_words(compared: Compared, count: int, language: str) -> str:
    """What a full colour means, over points or, if those are few, over runs."""
    if count < 2:
        return said("sure_one", language)
    return said("sure", language, units=units_words(compared, language))


def units_words(compared: Compared, language: str) -> str:
    """What a spread is over: points or, if those are few, runs."""
    return said("units_runs" if compared.few else "units_points", language,
                kind=varies(compared.verdict.points, language))  # fmt: skip


def colours(style: Style, cell: Light) -> tuple[str, str]:
    """Fill and ink of a light."""
    if cell.steady:
        return style.lights[cell.kind], style.on_lights[cell.kind]
    return style.tints[cell.kind], style.ink


def paint_cell(
    frame: Frame, sheet: Any, box: tuple[float, float, float, float], cell: Light | None,
    points: float, language: str,
) -> None:  # fmt: skip
    """One light in a box (left, bottom, width, height in mm): glyph and number."""
    from matplotlib.patches import Rectangle

    x, y, wide, high = box
    fill, ink = colours(frame.style, cell) if cell else (frame.style.grid, frame.style.text)
    sheet.add_patch(Rectangle((x, y), wide, high, facecolor=fill, lw=0))
    centre = y + high / 2
    if cell is None:
        write_at(frame, sheet, x + wide / 2, centre, "–", points, ink)
        return
    weight = "bold" if cell.steady else "regular"
    text = number(printed(cell.share), language=language)
    long = frame.text_width(GLYPHS[cell.kind] + text, points, weight)
    points *= min(1.0, (wide - 0.6) / long)  # a 100 in a narrow column
    glyph = frame.text_width(GLYPHS[cell.kind], points)
    usual = frame.text_width("88", points, "bold")  # two digits: numbers stand under each other
    digits = frame.text_width(text, points, weight)
    gap = min(1.6, max(0.25, (wide - glyph - usual) / 5))
    left = x + (wide - glyph - gap - max(usual, digits)) / 2
    write_at(frame, sheet, left, centre, GLYPHS[cell.kind], points, ink, "left")
    write_at(frame, sheet, left + glyph + gap + max(usual, digits), centre, text, points, ink,
             "right", weight)  # fmt: skip


def write_at(
    frame: Frame, sheet: Any, x: float, y: float, text: str, points: float, colour: str,
    align: str = "center", weight: str = "regular",
) -> None:  # fmt: skip
    """One line of text at a place in mm, centred on the middle of its capitals."""
    drop = 0.33 * millimetres(points)  # half the height of a figure
    sheet.text(x, y - drop, text, ha=align, va="baseline", size=frame.size(points), color=colour,
               weight=weight)  # fmt: skip


def mark(frame: Frame, sheet: Any, x: float, y: float, side: int, points: float = 5.0) -> None:
    """The square or circle of a side."""
    sheet.scatter([x], [y], s=frame.size(points) ** 2, marker=MARKERS[min(side, 2)],
                  color=frame.style.sides[min(side, 2)], lw=0, clip_on=False)  # fmt: skip


def legend_height(narrow: bool) -> float:
    """Room in mm for the legend."""
    return 15.5 if narrow else 7.0


def paint_legend(
    frame: Frame, sheet: Any, top: float, counts: Sequence[tuple[int, tuple[int, int, int]]],
    language: str,
) -> None:  # fmt: skip
    """The three lights, full and tinted, with how many every side has of each."""
    from matplotlib.patches import Rectangle

    wide, _ = frame.room
    narrow = frame.narrow
    points = 7.6 if narrow else 8.4
    box, high = (4.6, 3.9) if narrow else (5.0, 4.4)
    pieces = [_pieces(frame, k, counts, points, language) for k in range(3)]
    lengths = [2 * box + 1.9 + sum(width for *_, width in ps) for ps in pieces]
    gap = max(1.0, (wide - sum(lengths)) / 3)
    x = 0.0
    for k in range(3):
        y = top - 2.4 - (5.0 * k if narrow else 0.0)
        for full in (True, False):
            fill, ink = colours(frame.style, Light(0.0, k, 0.0, full))
            left = x + (0 if full else box + 0.4)
            sheet.add_patch(Rectangle((left, y - high / 2), box, high, facecolor=fill, lw=0))
            write_at(frame, sheet, left + box / 2, y, GLYPHS[k], points, ink)
        at = x + 2 * box + 1.9
        for i, (text, weight, colour, side, width) in enumerate(pieces[k]):
            if narrow and i >= 2:  # counts under each other
                at = 43.0 + 11.0 * (i - 2)
            if side is not None:
                mark(frame, sheet, at + 0.9, y, side, 4.6)
            write_at(frame, sheet, at + (0 if side is None else 2.4), y, text, points, colour,
                     "left", weight)  # fmt: skip
            at += width
        x = 0.0 if narrow else x + lengths[k] + gap


Piece = tuple[str, str, str, int | None, float]  # text, weight, colour, side it counts, width


def _pieces(
    frame: Frame, kind: int, counts: Sequence[tuple[int, tuple[int, int, int]]], points: float,
    language: str,
) -> list[Piece]:  # fmt: skip
    """What the legend says of a light: its name, its range, and how many every side has."""
    found: list[Piece] = []
    style = frame.style
    for key, weight, colour in (("light", "semibold", style.ink),
                                ("range", "regular", style.unclear_text)):  # fmt: skip
        text = said(f"{key}_{kind}", language)
        found.append((text, weight, colour, None, frame.text_width(text, points, weight) + 1.2))
    for side, tallied in counts:
        text = number(tallied[kind], language=language)
        width = frame.text_width(text, points, "semibold") + 3.6
        found.append((text, "semibold", style.sides[min(side, 2)], side, width))
    return found


def short(name: str) -> str:
    """A name up to its first 'en' or 'in'."""
    for joint in (" en ", " in ", " and "):
        name = name.split(joint)[0]
    return name


def broken(frame: Frame, name: str, points: float, room: float) -> str:
    """The name with words that are too wide broken where they may be."""
    words = []
    for word in name.split(" "):
        if frame.text_width(word, points, "semibold") > room:
            for joint in JOINTS:
                if joint.replace("-", "").lower() == word.lower():
                    at = joint.index("-")
                    word = f"{word[:at]}- {word[at:]}"
        words.append(word)
    return " ".join(words)


def headings(
    frame: Frame, names: Sequence[str], points: float, room: float, most: int
) -> tuple[list[list[str]], float, float]:
    """The names over columns, all of one size, on at most so many lines.

    Returns
    -------
    lines of every name, size in points, height in mm
    """
    for options in (list(names), [short(name) for name in names]):
        for size in (points, points - 0.5, points - 1.0):
            lines = [_lines(frame, name, size, room) for name in options]
            if all(len(ls) <= most and _fits(frame, ls, size, room) for ls in lines):
                return lines, size, _high(lines, size)
    size = points - 1.0
    while size > 4.4 and not all(_fits(frame, ls, size, room) for ls in lines):
        size -= 0.2
        lines = [_lines(frame, short(name), size, room) for name in names]
    return lines, size, _high(lines, size)


def _high(lines: Sequence[Sequence[str]], points: float) -> float:
    return max(len(ls) for ls in lines) * millimetres(points) * 1.12 + 1.2


def paint_heading(
    frame: Frame, sheet: Any, x: float, bottom: float, lines: Sequence[str], points: float
) -> None:
    """The lines of a name, centred on x, standing on `bottom`."""
    step = millimetres(points) * 1.12
    for i, line in enumerate(reversed(lines)):
        sheet.text(x, bottom + 0.9 + i * step, line, ha="center", va="baseline",
                   size=frame.size(points), color=frame.style.ink)  # fmt: skip


def _lines(frame: Frame, text: str, points: float, room: float) -> list[str]:
    setting = set_text(broken(frame, text, points, room), points * frame.scale,
                       room * MM * frame.scale, frame.style.family)  # fmt: skip
    return [" ".join(word.text for word in line) for line in setting.lines]


def _fits(frame: Frame, lines: Sequence[str], points: float, room: float) -> bool:
    return all(frame.text_width(line, points) <= room for line in lines)
