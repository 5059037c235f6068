"""The municipalities on a map: lights of one arm, or the difference of two sides.

A report shows all three: the lights of both sides, and the difference, which is often white.
Takes a study that was run with record=full. Colour never stands alone: every municipality that
has one carries a glyph as well, and the legend counts them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from analysis.chart import Chart, Column, shortened, stamp
from analysis.compared import Compared
from analysis.figures import lights as li
from analysis.figures.common import arm_words, found_sides, source, title
from analysis.figures.labels_lights import said
from analysis.figures.map_drawing import Class, Drawn, height, paint
from analysis.figures.over_time import PERCENT, POINTS
from analysis.figures.places import TILES, clear_cells, divided, per_unit
from analysis.figures.shapes import (
    BoundariesError,
    boundary_shapes,
    check_boundaries,
    hexagon_borders,
    hexagon_shapes,
    lacking,
)
from analysis.figures.tiles import clear_words
from analysis.numbers import MINUS, number
from analysis.sides import Sides
from analysis.style import Style, contrast
from analysis.typesetting import Span, Text
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
NAME = "kaart_gemeenten"
EDGES = (-10, -5, 0, 5, 10)  # procentpunt, the same on both sides of 0
BLUES = (3, 4, 6)  # of style.scale, as many above 0 as below
NAMED = 4  # municipalities without a boundary that are named under a map


def charts(
    results: Results, style: Style, language: str = "nl", boundaries: Path | None = None
) -> list[Chart]:
    """The maps of a report: lights of both sides, and their difference."""
    found = found_sides(results, language)
    return [
        *(chart(results, style, language, show="light", arm=arm, boundaries=boundaries)
          for arm in (found.reference, found.other)),
        chart(results, style, language, boundaries=boundaries),
    ]  # fmt: skip


def chart(
    results: Results, style: Style, language: str = "nl", *,
    show: Literal["difference", "light"] = "difference", arm: int | None = None,
    opgave: str | None = None, boundaries: Path | None = None,
) -> Chart:  # fmt: skip
    """The chart of a stored study.

    Parameters
    ----------
    show : "difference" of the two sides, or the "light" of one arm
    arm : int, optional
        Of the light; by default the other side.
    opgave : str, optional
        Id of one opgave; by default all together.
    boundaries : Path, optional
        GeoJSON with the boundaries of municipalities, in place of hexagons.

    Raises
    ------
    ValueError
        The study has no table per municipality, there is no such arm or opgave, or the
        boundaries cannot be used.
    """
    found = found_sides(results, language)
    compared = Compared(results, "realised_share", found.other, found.reference)
    known = [o["id"] for o in results.manifest["opgaven"]]
    if opgave is not None and opgave not in known:
        raise ValueError(said("no_opgave", language, found=opgave, known=", ".join(known)))
    arm = found.other if arm is None else arm
    if not 0 <= arm < len(results.arms):
        raise ValueError(said("no_arms", language, found=arm, last=len(results.arms) - 1))
    shares = _shares(results, compared, known.index(opgave) if opgave else None, language)
    municipalities = results.manifest["municipalities"]
    codes = tuple(m["code"] for m in municipalities)
    shapes = boundary_shapes(boundaries, language) if boundaries else hexagon_shapes()
    if not set(codes) & set(shapes):
        if boundaries:
            check_boundaries(municipalities, boundaries, language)
        raise BoundariesError(said("no_hexagons", language, folder=results.folder))
    borders = [] if boundaries else hexagon_borders({m["code"]: m["province"]
                                                     for m in municipalities})  # fmt: skip
    key = "name" if language == "nl" else "name_en"
    names = {o["id"]: o[key] for o in results.manifest["opgaven"]}
    what = names[opgave] if opgave else said("map_all", language)
    made = _difference(shares, found, compared, style, language, what, results) \
        if show == "difference" else _light(shares, arm, found, compared, style, language, what,
                                            results)  # fmt: skip
    drawn = Drawn(made.classes, made.of, codes, shapes, borders)
    rest = [f"_{show}"] + ([f"_arm_{arm}"] if show == "light" else [])
    rest += [f"_{opgave}"] if opgave else []
    place = _place(boundaries, lacking(municipalities, shapes), language)
    order = sorted(range(len(codes)), key=lambda i: (_rank(municipalities[i]), codes[i]))
    return Chart(
        name=NAME + "".join(rest),
        title=made.title,
        subtitle=made.subtitle,
        height=height,
        paint=lambda frame: paint(frame, drawn, language),
        columns=(Column(said("column_municipality", language)),
                 Column(said("column_code", language)), *made.columns),
        rows=tuple((municipalities[i]["name"], codes[i], *made.rows[i]) for i in order),
        alt=_alt(drawn, language),
        reading=" ".join([place, made.reading, said("map_capped", language)]),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )  # fmt: skip


def _place(boundaries: Path | None, lost: list[str], language: str) -> str:
    """Where municipalities are drawn, and which are not."""
    if boundaries is None:
        return said("map_hexagon", language)
    place = said("map_boundaries", language, name=boundaries.name)
    if not lost:
        return place
    names, rest = ", ".join(lost[:NAMED]), len(lost) - NAMED
    if rest > 0:
        names = said("map_others", language, names=names, n=rest)
    key = "map_lacking" if len(lost) > 1 else "map_lacking_1"
    return f"{place} " + said(key, language, n=len(lost), file=boundaries.name,
                              names=names)  # fmt: skip


def _rank(municipality: dict[str, str]) -> tuple[int, str]:
    code = municipality["province"]
    return (list(TILES).index(code) if code in TILES else len(TILES), code)


def _shares(results: Results, compared: Compared, opgave: int | None, language: str) -> FloatArray:
    """Realised share per municipality, (arms, units, municipalities), NaN without a target."""
    table = results.municipalities
    if not table or not results.manifest.get("municipalities"):
        raise ValueError(said("no_municipalities", language, folder=results.folder))
    target = table["target"]
    capped = np.minimum(table["q_deadline"], target)
    pick = slice(None) if opgave is None else slice(opgave, opgave + 1)
    sums = [per_unit(results, v[:, :, pick].sum(axis=2), compared.few) for v in (capped, target)]
    return divided(sums[0], sums[1])


@dataclass(frozen=True)
class Made:
    """The part of a chart that differs between a light and a difference."""

    classes: tuple[Class, ...]
    of: tuple[int | None, ...]
    title: str
    subtitle: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    reading: str


def bin_of(difference: float) -> int | None:
    """The class of a difference by its printed value; None if that is 0."""
    shown = float(f"{100 * difference:.1f}")
    if shown == 0:
        return None
    return sum(shown >= e if e > 0 else shown > e for e in EDGES)


def _difference(shares: FloatArray, found: Sides, compared: Compared, style: Style, language: str,
                what: str, results: Results) -> Made:  # fmt: skip
    a, b = shares[found.reference], shares[found.other]
    values = b - a
    lacking = np.isnan(values).any(axis=0)
    clear = clear_cells(np.where(lacking, 0.0, values), compared) & ~lacking
    fills = [*style.scale[:3], *(style.scale[i] for i in BLUES)]
    inks = [_ink(style, fill) for fill in fills]
    ends = [number(e, plus=True, language=language) for e in EDGES]
    names = [said("bin_low", language, low=ends[0]),
             *(said("bin", language, low=lo, high=hi) for lo, hi in pairwise(ends)),
             said("bin_high", language, high=ends[-1])]  # fmt: skip
    classes = [Class(n, f, i, MINUS if k < 3 else "+")
               for k, (n, f, i) in enumerate(zip(names, fills, inks, strict=True))]  # fmt: skip
    classes.append(Class(said("map_unclear", language), "#FFFFFF", style.unclear_text, ""))
    mean = values.mean(axis=0)
    bins = [bin_of(float(v)) if c else None for v, c in zip(mean, clear, strict=True)]
    of = [None if gone else len(classes) - 1 if k is None else k
          for k, gone in zip(bins, lacking, strict=True)]  # fmt: skip
    words = arm_words(style, found)
    rows = [(*(_or_none(float(side[:, i].mean())) for side in (a, b)),
             _or_none(100 * float(mean[i])), said("yes" if k is not None else "no", language),
             said("no_target", language) if of[i] is None else classes[of[i] or 0].name)
            for i, k in enumerate(bins)]  # fmt: skip
    shown = [Column(said("column_of", language, what=said("column_share", language), side=n),
                    PERCENT) for n in found.names]  # fmt: skip
    return Made(
        tuple(classes), tuple(of), title(compared, found, language),
        [Span(said("map_difference_1", language, what=what)), words[1],
         Span(said("minus", language)), words[0], Span(said("map_difference_2", language))],
        (*shown, Column(said("column_difference", language), POINTS),
         Column(said("column_clear", language)), Column(said("column_class", language))),
        tuple(rows), clear_words(compared, int((~lacking).sum()), language),
    )  # fmt: skip


def _light(shares: FloatArray, arm: int, found: Sides, compared: Compared, style: Style,
           language: str, what: str, results: Results) -> Made:  # fmt: skip
    cells = [li.light(shares[arm][:, i]) for i in range(shares.shape[2])]
    which = {found.reference: 0, found.other: 1}.get(arm, 2)
    name = found.names[which] if which < 2 else results.named_arms(language)[arm]
    classes = []
    for kind in range(3):
        for steady in (True, False):
            fill, ink = li.colours(style, li.Light(0.0, kind, 0.0, steady))
            words = said("map_class" if steady else "map_class_light", language,
                         light=said(f"light_{kind}", language),
                         range=said(f"range_{kind}", language))  # fmt: skip
            classes.append(Class(words, fill, ink, li.GLYPHS[kind]))
    of = [None if c is None else 2 * c.kind + (not c.steady) for c in cells]
    known = [c for c in cells if c]
    green = sum(c.kind == 0 for c in known)
    rows = [(None, said("no_target", language), None) if c is None
            else (c.share, said(f"light_{c.kind}", language), c.part) for c in cells]  # fmt: skip
    each = (100 * shares[arm] >= li.GREEN).sum(axis=1).mean()
    reading = " ".join([said("map_counted", language, n=number(float(each), language=language)),
                        li.steady_words(compared, shares.shape[1], language)])  # fmt: skip
    return Made(
        tuple(classes), tuple(of),
        said("map_title_light", language, side=name, n=number(green, language=language),
             m=number(len(known), language=language)),
        [Span(said("map_light_1", language, what=what)), Span(name, style.sides[which])],
        (Column(said("column_share", language), "0%"), Column(said("column_light", language)),
         Column(said("column_part", language), "0%")),
        tuple(rows), reading,
    )  # fmt: skip


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value


def _ink(style: Style, fill: str) -> str:
    return max(("#FFFFFF", style.ink), key=lambda ink: contrast(ink, fill))


def _alt(drawn: Drawn, language: str) -> str:
    told = [f"{c.name} {number(n, language=language)}"
            for c, n in zip(drawn.classes, drawn.counts(), strict=True) if n]  # fmt: skip
    return shortened(said("map_alt", language, count=number(len(drawn.of), language=language),
                          classes="; ".join(told)))  # fmt: skip
