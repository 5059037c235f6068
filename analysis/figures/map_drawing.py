"""How a map of municipalities is drawn: areas, borders, glyphs and a legend that counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.figures import lights as li
from analysis.figures.labels_lights import said
from analysis.figures.shapes import Shape
from analysis.frame import Frame
from analysis.numbers import number
from analysis.style import Format

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Class:
    """A class of the legend: fill, ink and glyph of its municipalities, and its name."""

    name: str
    fill: str
    ink: str
    glyph: str


@dataclass(frozen=True)
class Drawn:
    """What is drawn: classes, and of every municipality its class (None: no target)."""

    classes: tuple[Class, ...]
    of: tuple[int | None, ...]
    codes: tuple[str, ...]
    shapes: dict[str, Shape]
    borders: list[FloatArray]

    def counts(self) -> list[int]:
        """How many municipalities every class has."""
        return [sum(c == k for c in self.of) for k in range(len(self.classes))]

    def legend(self, nowhere: Class) -> list[tuple[Class, int]]:
        """What the legend shows: classes, and how many municipalities each has."""
        entries: list[tuple[Class, int]] = list(zip(self.classes, self.counts(), strict=True))
        if gone := sum(c is None for c in self.of):
            entries.append((nowhere, gone))
        if len(self.classes) == 7:  # differences: from high to low
            entries = [*reversed(entries[:6]), *entries[6:]]
        if not any(count for found, count in entries if found.glyph):
            entries = [entry for entry in entries if entry[1]]  # nothing is coloured
        return entries


def height(format_: Format) -> float:
    """Height of the drawing in mm."""
    return 128.0 if format_.narrow else 118.0


def paint(frame: Frame, drawn: Drawn, language: str) -> None:
    """The legend and the map, beside or under each other."""
    sheet = frame.sheet()
    wide, high = frame.room
    nowhere = Class(said("no_target", language), frame.style.grid, frame.style.text, "")
    entries = drawn.legend(nowhere)
    if frame.narrow:
        _legend(frame, sheet, entries, high - 2.0, wide, language)
        _map(frame, drawn, (0.5, 0.5, 0.5, 6.0 + 4.7 * (len(entries) + 1)))
    else:
        room = min(0.38 * wide, 62.0)
        _legend(frame, sheet, entries, high - 4.0, room, language)
        _map(frame, drawn, (room, 0.5, 0.5, 0.5))


def _map(frame: Frame, drawn: Drawn, box: tuple[float, float, float, float]) -> None:
    from matplotlib.collections import LineCollection
    from matplotlib.patches import PathPatch

    style = frame.style
    axes = frame.axes(*box)
    axes.axis("off")
    points = np.concatenate([ring for s in drawn.shapes.values() for ring in s.rings])
    low, high = points.min(axis=0), points.max(axis=0)
    edge = 0.005 * float(max(high - low))  # half a line
    low, high = low - edge, high + edge
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    axes.set_aspect("equal", anchor="C" if frame.narrow or frame.format.height else "E")
    wide = frame.room[0] - box[0] - box[2], frame.room[1] - box[1] - box[3]
    unit = min(wide[0] / (high[0] - low[0]), wide[1] / (high[1] - low[1]))  # mm
    for code, kind in zip(drawn.codes, drawn.of, strict=True):
        shape = drawn.shapes.get(code)
        if shape is None:
            continue
        found = None if kind is None else drawn.classes[kind]
        axes.add_patch(
            PathPatch(shape.path(), facecolor=found.fill if found else style.grid,
                      edgecolor=style.rule, lw=frame.size(0.35))
        )  # fmt: skip
        size = min(6.4, 1.75 * unit * shape.room)
        if found and found.glyph and size > 2.6:
            axes.text(*shape.middle, found.glyph, ha="center", va="center_baseline",
                      size=frame.size(size), color=found.ink)  # fmt: skip
    axes.add_collection(LineCollection(drawn.borders, colors=style.ink, linewidths=frame.size(0.9),
                                       capstyle="round"))  # fmt: skip


def _legend(frame: Frame, sheet: Any, entries: list[tuple[Class, int]], top: float, room: float,
            language: str) -> None:  # fmt: skip
    """The classes with how many municipalities each has, as bars."""
    from matplotlib.patches import Rectangle

    style = frame.style
    li.write_at(frame, sheet, 0, top, said("map_counts", language), 8.6, style.ink, "left",
                "semibold")  # fmt: skip
    names = max(frame.text_width(c.name, 8.0) for c, _ in entries) + 7.5
    most = max(n for _, n in entries)
    for i, (found, count) in enumerate(entries):
        y = top - 6.0 - 4.7 * i
        sheet.add_patch(Rectangle((0.15, y - 1.8), 4.8, 3.6, facecolor=found.fill, lw=0.5,
                                  edgecolor=style.rule))  # fmt: skip
        if found.glyph:
            li.write_at(frame, sheet, 2.55, y, found.glyph, 8.0, found.ink)
        li.write_at(frame, sheet, 6.4, y, found.name, 8.0, style.ink, "left")
        length = (room - names - 9.0) * count / max(1, most)
        sheet.add_patch(Rectangle((names, y - 1.5), length, 3.0, facecolor=found.fill, lw=0.5,
                                  edgecolor=style.rule))  # fmt: skip
        li.write_at(frame, sheet, names + length + 1.0, y, number(count, language=language), 8.0,
                    style.text, "left")  # fmt: skip
