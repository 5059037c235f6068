"""A heat table: rows and columns with names, numbers in coloured cells, a legend under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from analysis.figures.bins import (
    SCALE,
    WHITE,
    Bins,
    draw_scale,
    fitting,
    ink_on,
    line_count,
    measured,
)
from analysis.figures.pictograms import Kind, kind_of, pictogram
from analysis.frame import Frame, millimetres
from analysis.style import Format, Style

MANY = 4  # rows or columns up to which there is room to spare
CAPTION = 5.0  # mm for the words over the columns
PICTURE = 7.0  # mm, a pictogram
NEAR = 0.8  # mm between the names of two columns
EDGE = 0.3  # mm, for the line around the last column


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a large and a small number, on a colour."""

    main: str
    small: str = ""
    colour: str = WHITE
    outlined: bool = False


@dataclass(frozen=True)
class Heat:
    """Cells by row and column, with names, and kinds of block where they have one."""

    cells: tuple[tuple[Cell, ...], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_caption: str
    column_caption: str
    bins: Bins
    ends: tuple[str, str]
    row_kinds: tuple[Kind | None, ...] = ()
    column_kinds: tuple[Kind | None, ...] = ()
    language: str = "nl"

    def height(self, style: Style, format_: Format) -> float:
        """Of the drawing in mm."""
        narrow = format_.narrow
        row = (8.6 if narrow else 12.5) if len(self.rows) <= MANY else (7.6 if narrow else 10.0)
        wide = format_.width / format_.scale - EDGE
        lettered = self._lettered(wide, narrow, style)
        return self._head(wide, narrow, style) + row * len(self.rows) + self._under(lettered)

    def _head(self, wide: float, narrow: bool, style: Style) -> float:
        picture = PICTURE + 0.5 if self.column_kinds else 2.5 if narrow else 0.0
        return CAPTION + picture + self._name_height(wide, narrow, style)

    def _name_height(self, wide: float, narrow: bool, style: Style) -> float:
        """Room for the names of the columns."""
        if self._lettered(wide, narrow, style):
            return 5.4
        step = (wide - self._left(wide, narrow, style)) / len(self.columns)
        size = self._name_size(narrow)
        lines = max(line_count(name, size, step - NEAR, style) for name in self.columns)
        return 2.0 + 1.1 * millimetres(size) * lines + 0.6 * (lines > 1)

    def _under(self, lettered: bool) -> float:
        return (4.0 * len(self.columns) + 2.0 if lettered else 0.0) + 2.0 + SCALE

    def _left(self, wide: float, narrow: bool, style: Style) -> float:
        """Room for the names of the rows in mm."""
        if narrow:
            return 21.0
        longest = max(measured(name, 8.6, style) for name in self.rows)
        return min(longest + 5.0, 0.3 * wide) + (PICTURE + 2.5 if self.row_kinds else 0.0)

    def _lettered(self, wide: float, narrow: bool, style: Style) -> bool:
        """Whether columns have letters, with their names under the table, for want of room."""
        step = (wide - self._left(wide, narrow, style)) / len(self.columns)
        words = [word for name in self.columns for word in name.split()]
        size = self._name_size(narrow)
        return max(measured(word, size, style) for word in words) > step - NEAR

    def _name_size(self, narrow: bool) -> float:
        return 7.6 if narrow or len(self.columns) > MANY else 8.6

    def draw(self, frame: Frame) -> None:
        """The table in a frame."""
        sheet, narrow, style = frame.sheet(), frame.narrow, frame.style
        wide, high = frame.room
        wide -= EDGE
        lettered = self._lettered(wide, narrow, style)
        left = self._left(wide, narrow, style)
        top, bottom = high - self._head(wide, narrow, style), self._under(lettered)
        step = (wide - left) / len(self.columns), (top - bottom) / len(self.rows)
        self._row_names(frame, sheet, (left, top), step[1])
        self._column_names(frame, sheet, (left, top), step[0])
        places = [
            (cell, (left + c * step[0], top - (r + 1) * step[1]))
            for r, line in enumerate(self.cells)
            for c, cell in enumerate(line)
        ]
        for cell, corner in places:
            _cell(frame, sheet, cell, corner, step)
        for cell, corner in places:  # over the edges of all others
            if cell.outlined:
                _outline(frame, sheet, corner, step)
        if lettered:
            self._key(frame, sheet, bottom - 4.0)
        draw_scale(frame, sheet, self.bins, SCALE, self.ends, self.language)

    def _key(self, frame: Frame, sheet: Any, top: float) -> None:
        for i, name in enumerate(self.columns):
            y = top - 4.0 * i
            sheet.text(0.3, y, ascii_uppercase[i], size=frame.size(7.6), weight="semibold",
                       va="center_baseline", color=frame.style.ink)  # fmt: skip
            sheet.text(4.5, y, name, size=frame.size(7.6), va="center_baseline",
                       color=frame.style.text)  # fmt: skip

    def _row_names(
        self, frame: Frame, sheet: Any, corner: tuple[float, float], step: float
    ) -> None:
        left, top = corner
        size = 7.6 if frame.narrow else 8.6
        broken = measured(self.row_caption, size, frame.style, "semibold") > left - 2
        caption = top + (3.9 if broken else 2.6)
        frame.write(sheet, 0, caption, self.row_caption, size, left - 2, weight="semibold")
        picture = min(PICTURE, step - 1.2)
        for r, name in enumerate(self.rows):
            y = top - (r + 0.5) * step
            x = 0.0
            if self.row_kinds and not frame.narrow:
                if kind := self.row_kinds[r]:
                    pictogram(sheet, kind, (0.2, y - picture / 2), picture, frame)
                x = PICTURE + 2.5
            room = left - x - 2.0
            frame.write(sheet, x, y, name, fitting(name, size, room, frame.style), room)

    def _column_names(
        self, frame: Frame, sheet: Any, corner: tuple[float, float], step: float
    ) -> None:
        left, top = corner
        wide = frame.room[0] - EDGE
        lettered = self._lettered(wide, frame.narrow, frame.style)
        room = self._name_height(wide, frame.narrow, frame.style)
        size = self._name_size(frame.narrow)
        high = frame.room[1]
        frame.write(sheet, left, high - 2.2, self.column_caption, 7.6 if frame.narrow else 8.6,
                    frame.room[0] - left, weight="semibold")  # fmt: skip
        for c, name in enumerate(self.columns):
            x = left + (c + 0.5) * step
            if lettered:
                frame.write(sheet, x, top + room / 2 - 0.2, ascii_uppercase[c], size, step,
                            align="center", weight="semibold")  # fmt: skip
            else:
                frame.write(sheet, x, top + room / 2 + 0.1, name, size, step - NEAR, align="center")
            if self.column_kinds and (kind := self.column_kinds[c]):
                y = top + room
                picture = min(PICTURE - 1.0, step - 1.5)
                pictogram(sheet, kind, (x - picture / 2, y), picture, frame)


def _cell(
    frame: Frame, sheet: Any, cell: Cell, corner: tuple[float, float], step: tuple[float, float]
) -> None:
    from matplotlib.patches import Rectangle

    style = frame.style
    x, y = corner
    sheet.add_patch(Rectangle((x, y), *step, facecolor=cell.colour, edgecolor=style.grid,
                              lw=frame.size(0.9)))  # fmt: skip
    ink = ink_on(cell.colour, style)
    clear = cell.colour != WHITE
    main, small = _sizes(frame, cell, step)
    middle = y + step[1] / 2
    lift = 0.62 * millimetres(small) if small else 0.0
    sheet.text(x + step[0] / 2, middle + lift, cell.main, size=frame.size(main), ha="center",
               va="center_baseline", color=ink if clear else style.text,
               weight="bold" if clear else "regular")  # fmt: skip
    if small:
        sheet.text(x + step[0] / 2, middle - 0.72 * millimetres(main), cell.small,
                   size=frame.size(small), ha="center", va="center_baseline",
                   color=ink if clear else style.unclear_text)  # fmt: skip


def _sizes(frame: Frame, cell: Cell, step: tuple[float, float]) -> tuple[float, float]:
    """Sizes in points of the large and the small number; 0 for a small one without room."""
    main = 10.5 if step[0] > 22 else 9.0 if step[0] > 13 else 7.4
    if frame.narrow:
        main = min(main, 8.6)
    small = 7.6 if not frame.narrow else 6.6
    room = step[1] - millimetres(main) * 1.1 - millimetres(small) * 1.1
    wide = frame.text_width(cell.small, small) < step[0] - 1.0
    return main, small if cell.small and room > 0.6 and wide else 0.0


def _outline(
    frame: Frame, sheet: Any, corner: tuple[float, float], step: tuple[float, float]
) -> None:
    from matplotlib.patches import Rectangle

    sheet.add_patch(Rectangle(corner, *step, fill=False, edgecolor=frame.style.ink,
                              lw=frame.size(1.6), zorder=3))  # fmt: skip


def kinds(rules: Sequence[str]) -> tuple[Kind | None, ...]:
    """The kind of block of every tiling that has one; empty if none has."""
    found = tuple(kind_of(rule) for rule in rules)
    return found if all(found) else ()
