"""The house style: colours, fonts and sizes of every figure, and an organisation's own.

Contrast on white and distance under simulated colour blindness are tests. A figure is drawn in
mm at its final size; a slide is the same figure enlarged.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import combinations
from math import dist
from pathlib import Path
from typing import Any

import yaml

from experiments.preflight import shown, suggestion

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

    @property
    def tints(self) -> tuple[str, ...]:
        """The lights mixed with 62 % white: a class that is not certain."""
        return tuple(mixed(colour, "#FFFFFF", 0.62) for colour in self.lights)


KEYS = tuple(sorted(f.name for f in fields(Style)))  # of an own style file
COLOUR = re.compile("#[0-9A-Fa-f]{6}")
# marks and text on white; lights, scale, grid, rule and accent are areas and lines that may be pale
ON_WHITE = ("ink", "text", "muted", "unclear", "unclear_text", "sides", "series")
LEAST = 3  # contrast of a mark (WCAG 2.1, 1.4.11)
APART = 50.0  # between the red, green and blue (0-255) of two colours that mean different things


def mixed(a: str, b: str, part: float) -> str:
    """Colour a with a part of colour b."""
    pairs = zip(_rgb(a), _rgb(b), strict=True)
    return "#" + "".join(f"{round(x + part * (y - x)):02X}" for x, y in pairs)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    parts = (value / 255 for value in _rgb(colour))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str = "#FFFFFF") -> float:
    """Contrast ratio of two colours (WCAG 2.1): 1 to 21."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def own_style(file: Path) -> Style:
    """A style file of an organisation: YAML with any fields of `Style` (docs/house_style.yaml).

    StyleError if it cannot be read, a key does not exist, a value is no colour, image or font,
    or colours cannot be seen or told apart.
    """
    given = _read(file)
    try:
        changes = {key: _value(file.parent, key, value) for key, value in given.items()}
        style = replace(Style(), **changes)
        _check_colours(style)
        if "font_files" in changes or "family" in changes:
            _check_fonts(style)
    except StyleError as problem:
        raise StyleError(f"{file}: {problem}") from problem
    return style


def _read(file: Path) -> dict[Any, Any]:
    """What a style file holds; StyleError if that is no YAML with a key on every line."""
    try:  # utf-8-sig: an editor of Windows may put a mark before the text
        given = yaml.safe_load(file.read_text(encoding="utf-8-sig"))
    except OSError as problem:  # it is not there, is a folder, or there is no right to read it
        lost = isinstance(problem, FileNotFoundError)
        what = "is niet gevonden" if lost else "is niet te lezen, een YAML-bestand verwacht"
        raise StyleError(f"het bestand {file} {what}") from problem
    except UnicodeDecodeError as problem:
        raise StyleError(f"{file} is geen tekst in UTF-8; sla het bestand zo op") from problem
    except (yaml.YAMLError, ValueError, RecursionError) as problem:  # ValueError: a 31 June
        mark = getattr(problem, "problem_mark", None)
        where = f"{file}, regel {mark.line + 1}" if mark else f"{file}"
        advice = "kijk naar haakjes, en zet kleuren tussen aanhalingstekens ('#0B4F8A')"
        raise StyleError(f"{where}: dit is geen geldige YAML; {advice}") from problem
    if given is not None and not isinstance(given, dict):
        raise StyleError(f"{file}: {shown(given)} gevonden, regels als ink: '#16212B' verwacht")
    return given or {}


def _value(folder: Path, key: str, value: object) -> Any:
    """A value as `Style` holds it."""
    if key not in KEYS:
        near = suggestion(key, KEYS).removesuffix(".")
        raise StyleError(f"{key}, een van {', '.join(KEYS)} verwacht{near}")
    if key in ("logo", "font_files"):
        return _files(folder, key, value)
    if key in ("family", "name"):
        if not isinstance(value, str) or not value.strip():
            raise StyleError(f"{key}, {shown(value)} gevonden, een naam verwacht")
        return value
    default = getattr(Style(), key)
    if not isinstance(default, tuple):
        return _colour(key, value)
    if not isinstance(value, list) or len(value) != len(default):
        found = len(value) if isinstance(value, list) else shown(value)
        raise StyleError(f"{key}, {found} gevonden, een lijst van {len(default)} kleuren verwacht")
    return tuple(_colour(key, v) for v in value)


def _colour(key: str, value: object) -> str:
    if isinstance(value, str) and COLOUR.fullmatch(value):
        return value
    # the rest of a line after # is a comment: to YAML nothing was given
    hint = " (tussen aanhalingstekens)" if value is None else ""
    raise StyleError(f"{key}, {shown(value)} gevonden, een kleur als '#0B4F8A'{hint} verwacht")


def _files(folder: Path, key: str, value: object) -> str | tuple[str, ...]:
    """The logo or the fonts, from the folder of the style file; empty means none."""
    many = key == "font_files"
    given = [] if value in (None, "") else [value]
    names: list[Any] = value if many and isinstance(value, list) else given
    if not all(isinstance(name, str) and name for name in names):
        what = "een lijst van bestanden" if many else "een bestand"
        raise StyleError(f"{key}, {shown(value)} gevonden, {what} verwacht")
    for place in (places := [folder / name for name in names]):
        if not place.is_file():
            raise StyleError(f"{key}, het bestand {place} is niet gevonden")
        if many and not _family_of(place):
            raise StyleError(f"{key}, {place} is geen lettertype, een ttf of otf verwacht")
        if not many and not _is_image(place):
            raise StyleError(f"{key}, {place} is geen afbeelding, een png of jpg verwacht")
    found = tuple(str(place) for place in places)
    return found if many else "".join(found)


def _is_image(place: Path) -> bool:
    """Whether a file can be drawn as a logo: read whole, for half an image opens as well."""
    from PIL import Image

    try:
        with Image.open(place) as image:
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # Pillow raises all
        return False
    return True


def _family_of(place: Path) -> str:
    """The name of the family in a font file; empty if it is no font."""
    from matplotlib.ft2font import FT2Font

    try:
        return str(FT2Font(str(place)).family_name)
    except (RuntimeError, OSError, ValueError):
        return ""


def _check_fonts(style: Style) -> None:
    """StyleError for a family that is not there: Matplotlib would take another one in silence."""
    from matplotlib.font_manager import FontProperties, findfont

    load_fonts(style.font_files)
    try:
        findfont(FontProperties(family=[style.family]), fallback_to_default=False)
    except ValueError as problem:
        brought = ", ".join(sorted({_family_of(Path(p)) for p in style.font_files}))
        held = f" (daarin staat nu: {brought})" if brought else ""
        lost = f"family, het lettertype '{style.family}' is niet gevonden"
        raise StyleError(f"{lost}; geef het op met font_files{held}") from problem


def _check_colours(style: Style) -> None:
    """StyleError for colours of these keys that cannot be seen, or told apart."""

    def check(key: str, colour: str, under: str, name: str) -> None:
        if (ratio := contrast(colour, under)) < LEAST:
            found = f"{int(10 * ratio) / 10}".replace(".", ",")  # rounded down: 2,99 is not yet 3
            told = f"{key}, '{colour}' heeft op {name} een contrast van {found}"
            raise StyleError(f"{told}, {LEAST} of meer verwacht")

    for key in ON_WHITE:
        value = getattr(style, key)
        for colour in value if isinstance(value, tuple) else (value,):
            check(key, colour, "#FFFFFF", "wit")
    for key in ("sides", "lights"):
        for a, b in combinations(getattr(style, key), 2):
            if dist(_rgb(a), _rgb(b)) < APART:
                raise StyleError(
                    f"{key}, '{a}' en '{b}' gevonden, kleuren verwacht die verschillen"
                )
    for light, ink in zip(style.lights, style.on_lights, strict=True):
        check("on_lights", ink, light, f"'{light}' (lights)")


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
