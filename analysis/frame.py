"""The frame of every figure: finding, subtitle, drawing, source, reading help and stamp.

Sizes in mm at the final size. `kaal` leaves out title and footer, for authors who set them in
their own document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.style import Format, Style, load_fonts, settings
from analysis.typesetting import MM, POINTS, Setting, Text, draw, set_text, width

TITLE, SUBTITLE, FOOT = 13.5, 9.5, 7.2  # points
TOP = 3.2  # mm above the title, with the accent bar
BAR = (9.0, 1.0)  # mm
LOGO = 9.0  # mm: height of an organisation's logo
BESIDE = 30.0  # mm that the title leaves to a logo


@dataclass(frozen=True)
class Words:
    """What is written around a drawing."""

    title: str
    subtitle: Text
    foot: tuple[str, ...]


class Frame:
    """A figure with its words set, and room of the height asked for to draw in.

    Attributes
    ----------
    figure : matplotlib Figure
    scale : float
        What sizes in points are multiplied by in this format.
    narrow : bool
        Whether it is a column.
    """

    def __init__(
        self, words: Words, height: float, style: Style, format_: Format, *, kaal: bool = False
    ) -> None:
        import matplotlib as mpl
        from matplotlib.figure import Figure

        load_fonts(style.font_files)
        mpl.rcParams.update(settings(style))
        self.style, self.format, self.kaal = style, format_, kaal
        self.scale, self.narrow = format_.scale, format_.narrow
        self.width = format_.width * MM
        title = self._set(words.title, TITLE if not self.narrow else 11.5, "bold", 1.17)
        subtitle = self._set(words.subtitle, SUBTITLE if not self.narrow else 8.6, "regular", 1.3)
        small = FOOT if not self.narrow else 6.6
        foot = [self._set(_kept(line), small, "regular", 1.35, balanced=False)
                for line in words.foot if line]  # fmt: skip
        over = under = 1.0 * self.mm
        if not kaal:
            over = (TOP + 1.2 + 3.6) * self.mm + title.height + subtitle.height
            under = 3.0 * self.mm + sum(line.height for line in foot)
        whole = format_.height * MM if format_.height else over + height * self.mm + under
        self.height = whole
        self.figure: Any = Figure(figsize=(self.width, whole))
        if not kaal:
            self._head(title, subtitle)
            if style.logo:
                self._logo()
            self._feet(foot, under)
        self.inside = (0.0, under, self.width, whole - over)  # left, bottom, right, top, in inches

    @property
    def mm(self) -> float:
        """A mm of the drawing, in inches of this format."""
        return MM * self.scale

    def _set(
        self, text: Text, size: float, weight: str, leading: float, *, balanced: bool = True
    ) -> Setting:
        room = self.width - (BESIDE * self.mm if self.style.logo and weight == "bold" else 0)
        return set_text(text, size * self.scale, room, self.style.family, weight=weight,
                        leading=leading, balanced=balanced)  # fmt: skip

    def _head(self, title: Setting, subtitle: Setting) -> None:
        from matplotlib.patches import Rectangle

        wide, high = BAR[0] * self.mm / self.width, BAR[1] * self.mm / self.height
        self.figure.add_artist(Rectangle((0, 1 - high), wide, high, color=self.style.accent, lw=0))
        top = self.height - TOP * self.mm
        draw(self.figure, title, 0, top, self.style.ink)
        draw(self.figure, subtitle, 0, top - title.height - 1.2 * self.mm, self.style.text)

    def _logo(self) -> None:
        """The organisation's logo at the right of the title, LOGO mm high if it is not too wide."""
        import numpy as np
        from PIL import Image

        with Image.open(self.style.logo) as opened:  # as RGBA: grey would be drawn as a heat map
            image = np.asarray(opened.convert("RGBA"))
        high = min(LOGO, (BESIDE - 2.0) * image.shape[0] / image.shape[1]) * self.mm
        wide = high * image.shape[1] / image.shape[0]
        place = (1 - wide / self.width, 1 - high / self.height)
        axes = self.figure.add_axes((*place, wide / self.width, high / self.height))
        axes.imshow(image)
        axes.axis("off")

    def _feet(self, lines: list[Setting], under: float) -> None:
        from matplotlib.lines import Line2D

        y = (under - 1.2 * self.mm) / self.height
        self.figure.add_artist(Line2D([0, 1], [y, y], color=self.style.rule, lw=0.6 * self.scale))
        top = under - 2.0 * self.mm
        for line in lines:
            draw(self.figure, line, 0, top, self.style.unclear_text)
            top -= line.height

    @property
    def room(self) -> tuple[float, float]:
        """Width and height of the drawing in mm, at the size in which text has its own points."""
        left, bottom, right, top = self.inside
        return (right - left) / self.mm, (top - bottom) / self.mm

    def axes(self, left: float, bottom: float, right: float, top: float, **how: Any) -> Any:
        """Axes with these margins in mm within the drawing."""
        x0, x1 = self.inside[0] + left * self.mm, self.inside[2] - right * self.mm
        y0, y1 = self.inside[1] + bottom * self.mm, self.inside[3] - top * self.mm
        return self.figure.add_axes(
            (x0 / self.width, y0 / self.height, (x1 - x0) / self.width, (y1 - y0) / self.height),
            **how,
        )

    def sheet(self) -> Any:
        """Axes over the whole drawing, in mm from its lower left corner, without any marks."""
        wide, high = self.room
        axes = self.axes(0, 0, 0, 0)
        axes.set_xlim(0, wide)
        axes.set_ylim(0, high)
        axes.axis("off")
        return axes

    def size(self, points: float) -> float:
        """Points in this format."""
        return points * self.scale

    def write(
        self, axes: Any, x: float, y: float, text: Text, points: float, room: float,
        *, colour: str = "", weight: str = "regular", align: str = "left",
    ) -> None:  # fmt: skip
        """Text on `sheet()` axes, in mm, broken to `room` mm and centred on y."""
        setting = set_text(text, points * self.scale, room * self.mm, self.style.family,
                           weight=weight, leading=1.1)  # fmt: skip
        step = millimetres(points) * 1.1
        top = y + step * (len(setting.lines) - 1) / 2
        for i, line in enumerate(setting.lines):
            words = " ".join(word.text for word in line)
            axes.text(x, top - i * step, words, ha=align, va="center_baseline",
                      size=points * self.scale, weight=weight,
                      color=colour or self.style.ink)  # fmt: skip

    def text_width(self, text: str, points: float, weight: str = "regular") -> float:
        """Width of a text in mm of the drawing."""
        return width(text, points, weight, self.style.family) / MM


def _kept(line: str) -> str:
    """A stamp that is only broken between its parts; another line as it is."""
    parts = line.split(" · ")
    return " · ".join(part.replace(" ", "\u00a0") for part in parts) if len(parts) > 2 else line


def millimetres(points: float) -> float:
    """Points as mm."""
    return points / POINTS / MM
