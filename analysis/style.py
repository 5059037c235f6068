"""The house style: colours, fonts and sizes of every figure, and an organisation's own.

Contrast on white and distance under simulated colour blindness are tests. A figure is drawn in
mm at its final size; a slide is the same figure enlarged.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Source Sans Pro"
FALLBACK = "DejaVu Sans"


@dataclass(frozen=True)
class Format:
    """A size a figure is made for: width and height in mm, and how much larger text is set."""

    name: str
    width: float
    height: float | None = None  # None: as high as the figure needs
    scale: float = 1.0
    dpi: int = 300

    @property
    def narrow(self) -> bool:
        """Whether it is a column: figures leave out what does not fit."""
        return self.width / self.scale < 100


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("word", 160),  # text width of A4
        Format("kolom", 78),
        Format("dia", 254, 142.9, 1.4, 200),  # 16:9
        Format("web", 200, None, 1.25, 200),
    )
}


class StyleError(ValueError):
    """An organisation's style file is wrong; the text names the key."""


@dataclass(frozen=True)
class Style:
    """Colours as #RRGGBB, a font family, and a logo.

    Attributes
    ----------
    sides : tuple of str
        The reference and the other side: square and circle, always. Third: any further arm.
    unclear, unclear_text : str
        Marks and text of what is not clear.
    lights, on_lights, tints : tuple of str
        Groen, oranje, rood; the ink on each; the same mixed with white.
    scale : tuple of str
        Differences, from most below 0 to most above, without a colour for 0.
    """

    ink: str = "#16212B"
    text: str = "#3A4754"
    muted: str = "#616D79"
    grid: str = "#E3E7EB"
    rule: str = "#B9C2CA"
    accent: str = "#16212B"
    sides: tuple[str, ...] = ("#BC5A07", "#0B4F8A", "#616D79")
    unclear: str = "#8894A0"
    unclear_text: str = "#66727F"
    lights: tuple[str, ...] = ("#1F7A80", "#EDBE4A", "#B0293C")
    on_lights: tuple[str, ...] = ("#FFFFFF", "#16212B", "#FFFFFF")
    scale: tuple[str, ...] = (
        "#9A4A06", "#D98A3F", "#F2CFA6", "#CFDDEA", "#8DB0CF", "#3F7BB0", "#0B4077",
    )  # fmt: skip
    series: tuple[str, ...] = ("#BC5A07", "#0B4F8A", "#1F7A80", "#7A4B9A", "#616D79", "#8A6D00")
    family: str = FAMILY
    font_files: tuple[str, ...] = ()
    logo: str = ""
    name: str = "groenlicht"
    source: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def tints(self) -> tuple[str, ...]:
        """The lights mixed with 62 % white: a class that is not certain."""
        return tuple(mixed(colour, "#FFFFFF", 0.62) for colour in self.lights)


def mixed(a: str, b: str, part: float) -> str:
    """Colour a with a part of colour b."""
    pairs = zip(_rgb(a), _rgb(b), strict=True)
    return "#" + "".join(f"{round(x + part * (y - x)):02X}" for x, y in pairs)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (v / 255 for v in _rgb(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str = "#FFFFFF") -> float:
    """Contrast ratio of two colours (WCAG 2.1): 1 to 21."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def own_style(file: Path) -> Style:
    """A style file of an organisation: YAML with any fields of `Style`.

    Raises
    ------
    StyleError
        A key that does not exist, or a value that is no colour or file.
    """
    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError) as problem:
        raise StyleError(f"{file}: {str(problem).splitlines()[0]}") from problem
    known = {f.name for f in fields(Style)} - {"source"}
    changes: dict[str, Any] = {}
    for key, value in dict(given).items():
        if key not in known:
            raise StyleError(f"{file}: {key}, een van {', '.join(sorted(known))} verwacht")
        default = getattr(Style(), key)
        if key in ("family", "name"):
            changes[key] = str(value)
        elif key in ("logo", "font_files"):
            names = [value] if isinstance(value, str) else list(value)
            places = [file.parent / name for name in names]
            if lost := [p for p in places if not p.is_file()]:
                raise StyleError(f"{file}: {key}, het bestand {lost[0]} is niet gevonden")
            found = tuple(str(p) for p in places)
            changes[key] = found[0] if key == "logo" else found
        elif isinstance(default, tuple):
            changes[key] = tuple(_colour(file, key, v) for v in value)
            if len(changes[key]) != len(default):
                raise StyleError(f"{file}: {key}, {len(default)} kleuren verwacht")
        else:
            changes[key] = _colour(file, key, value)
    return replace(Style(), **changes)


def _colour(file: Path, key: str, value: object) -> str:
    text = str(value)
    if len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:]):
        return text
    raise StyleError(f"{file}: {key}, '{text}' gevonden, een kleur als #0B4F8A verwacht")


@cache
def load_fonts(files: tuple[str, ...] = ()) -> None:
    """Make the shipped fonts, and those of a style, known to Matplotlib."""
    from matplotlib import font_manager

    # the fallback has no semibold: that is no news to a reader
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for file in (*sorted(str(p) for p in FONTS.glob("*.ttf")), *files):
        font_manager.fontManager.addfont(file)


def settings(style: Style) -> Any:
    """The Matplotlib settings of a style."""
    return {
        "font.family": [style.family, FALLBACK], "text.hinting": "none", "font.size": 9.0,
        "text.color": style.text, "axes.labelcolor": style.text, "axes.edgecolor": style.rule,
        "xtick.color": style.text, "ytick.color": style.text,
        "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False,
        "axes.spines.bottom": False, "axes.linewidth": 0.8, "axes.grid": False,
        "grid.color": style.grid, "grid.linewidth": 0.7, "axes.axisbelow": True,
        "xtick.major.size": 0, "ytick.major.size": 0, "xtick.major.pad": 4,
        "figure.dpi": 100, "svg.fonttype": "path", "svg.hashsalt": "groenlicht",
        "pdf.fonttype": 42, "axes.unicode_minus": True, "legend.frameon": False,
        "lines.solid_capstyle": "round", "figure.facecolor": "white",
    }  # fmt: skip
