"""Differences in steps with a colour each: as many steps, equally strong, either way.

What is not clear is white. A value is put in a step as it is printed, so that a printed number
and its colour cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from analysis.figures.labels_experiments import said
from analysis.frame import Frame
from analysis.numbers import number
from analysis.style import Format, Style, contrast, load_fonts
from analysis.typesetting import MM, set_text, width
from analysis.verdict import SHARE

WHITE = "#FFFFFF"
FINE, COARSE = 2.0, 5.0  # procentpunt
FINEST = 8.0  # the largest difference for which the steps are fine
BAR, WIDEST = 3.2, 104.0  # mm: height and greatest width of the scale
SMALLEST = 5.0  # points
LEAST = 2.0  # procentpunt that an axis of differences covers
SCALE, LINE = 11.6, 3.1  # mm: for the scale with its words; for a second line of them


@dataclass(frozen=True)
class Bins:
    """Three steps each way from the smallest difference that matters, in procentpunt."""

    edges: tuple[float, float, float]

    @classmethod
    def of(cls, clear: Iterable[float]) -> Bins:
        """Steps of 5 procentpunt, or of 2 if no clear difference (as a share) is large."""
        most = max((abs(printed(value)) for value in clear), default=0.0)
        smallest = 100 * SHARE
        if most <= FINEST:
            return cls((smallest, smallest + FINE, smallest + 2 * FINE))
        return cls((smallest, COARSE, 2 * COARSE))

    def colour(self, value: float, style: Style) -> str:
        """The colour of a clear difference (a share)."""
        size = abs(printed(value))
        step = sum(size >= edge for edge in self.edges[1:])
        return colours(style)[value > 0][step]

    def named(self, language: str) -> str:
        """The steps in words: 2, 4 en 6."""
        low, middle, high = (number(edge, language=language) for edge in self.edges)
        return said("bins", language, low=low, middle=middle, high=high)


def printed(value: float) -> float:
    """A share as it is printed: procentpunt with one decimal."""
    return round(100 * value, 1)


def colours(style: Style) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Three colours below 0 and three above, from near to far."""
    scale = style.scale
    return (scale[2], scale[1], scale[0]), (scale[3], scale[4], scale[6])


def ink_on(colour: str, style: Style) -> str:
    """Ink or white: what reads best on a colour."""
    return style.ink if contrast(style.ink, colour) >= contrast(WHITE, colour) else WHITE


def measured(text: str, size: float, style: Style, weight: str = "regular") -> float:
    """Width of a text in mm, also before there is a frame."""
    load_fonts(style.font_files)  # without them another font would be measured, and remembered
    return width(text, size, weight, style.family) / MM


def fitting(text: str, size: float, room: float, style: Style, weight: str = "regular") -> float:
    """The size in points, smaller if the longest word of a text does not fit in `room` mm."""
    longest = max(measured(word, size, style, weight) for word in text.split() or [""])
    return size if longest <= room else max(SMALLEST, size * room / longest)


def line_count(text: str, size: float, room: float, style: Style, weight: str = "regular") -> int:
    """How many lines a text takes in `room` mm."""
    load_fonts(style.font_files)
    return len(set_text(text, size, room * MM, style.family, weight=weight, leading=1.1).lines)


def widened(low: float, high: float, least: float) -> tuple[float, float]:
    """Ends of an axis, further apart if they are less than `least` apart."""
    more = max(0.0, least - (high - low)) / 2
    return low - more, high + more


def scale_height(ends: tuple[str, str], style: Style, format_: Format, room: float = 0.0) -> float:
    """Height of the scale in mm: more if what its ends mean takes two lines.

    `room` is its width in mm, all there is by default.
    """
    wide = min(WIDEST, room or format_.width / format_.scale - 0.6)
    size = _size(format_.narrow)
    room = wide / 2 - 1
    lines = max(
        line_count(end, fitting(end, size, room, style, "semibold"), room, style, "semibold")
        for end in ends
    )
    return SCALE + (lines - 1) * LINE


def _size(narrow: bool) -> float:
    return 7.2 if narrow else 7.8


def draw_scale(
    frame: Frame, sheet: Any, bins: Bins, top: float, ends: tuple[str, str], language: str,
    left: float = 0.0, inks: tuple[str, str] | None = None,
) -> None:  # fmt: skip
    """The scale on `sheet()` axes: what its ends mean, the colours, and the edges of the steps.

    Parameters
    ----------
    top, left : float
        Its upper left corner in mm.
    ends : tuple of str
        What is more where a difference is below 0, and where above.
    inks : tuple of str, optional
        The colours of those words.
    """
    from matplotlib.patches import Rectangle

    style = frame.style
    wide = min(WIDEST, frame.room[0] - left - 0.6)
    below, above = colours(style)
    steps = (*reversed(below), WHITE, *above)
    step = wide / len(steps)
    lift = scale_height(ends, style, frame.format, wide) - SCALE
    y = top - lift - 4.4 - BAR
    size = frame.size(_size(frame.narrow))
    for i, colour in enumerate(steps):
        sheet.add_patch(Rectangle((left + 0.3 + i * step, y), step, BAR, facecolor=colour,
                                  edgecolor=style.unclear, lw=frame.size(0.6)))  # fmt: skip
    for i, edge in enumerate((*(-e for e in reversed(bins.edges)), *bins.edges)):
        x = left + 0.3 + (i + 1) * step
        sheet.text(x, y - 2.0, number(edge, plus=True, language=language), size=size, ha="center",
                   va="center_baseline", color=style.text)  # fmt: skip
    for x, align, text, colour in (
        (left + 0.3, "left", ends[0], inks[0] if inks else style.ink),
        (left + 0.3 + wide, "right", ends[1], inks[1] if inks else style.ink),
    ):
        small = fitting(text, _size(frame.narrow), wide / 2 - 1, style, "semibold")
        frame.write(sheet, x, top - 2.0 - lift / 2, text, small, wide / 2 - 1, colour=colour,
                    weight="semibold", align=align)  # fmt: skip
    middle = left + 0.3 + wide / 2
    for key, points in (("bin_white", 7.2), ("bin_white_short", 6.0)):
        if measured(said(key, language), points, style) < step - 0.4:
            sheet.text(middle, y + BAR / 2, said(key, language), size=frame.size(points),
                       ha="center", va="center_baseline", color=style.text)  # fmt: skip
            break


def halo(frame: Frame, colour: str = WHITE) -> list[Any]:
    """A rim around text, in the colour behind it, for where it stands on a line."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=frame.size(2.4), foreground=colour)]
