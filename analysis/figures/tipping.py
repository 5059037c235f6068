"""What must you assume: the difference over a grid of two assumptions, with its break-even line."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.cells import grids
from analysis.chart import Chart, Column, shortened, stamp
from analysis.figures.bins import Bins
from analysis.figures.common import found_sides, source
from analysis.figures.labels_experiments import said
from analysis.figures.labels_units import unit
from analysis.figures.many import POINTS
from analysis.figures.tipping_drawn import Map, height, paint
from analysis.labels import named
from analysis.numbers import number, points
from analysis.statistics import difference
from analysis.style import Style
from analysis.tipping import Place, default
from analysis.typesetting import Span
from analysis.verdict import ENOUGH
from experiments.store import Results

NAME = "omslagkaart"


def charts(results: Results, style: Style, language: str = "nl") -> list[Chart]:
    """A chart of every grid over two inputs that have numbers as levels."""
    maps = _maps(results, language)
    return [
        _chart(results, one, NAME if i == 0 else f"{NAME}_{i + 1}", style, language)
        for i, one in enumerate(maps)
    ]


def chart(results: Results, style: Style, language: str = "nl") -> Chart:
    """The chart of the first grid; ValueError if there is none."""
    found = charts(results, style, language)
    if not found:
        raise ValueError(f"{results.folder.name}: no grid over two assumptions found")
    return found[0]


def _maps(results: Results, language: str) -> list[Map]:
    found = found_sides(results, language)
    made = []
    for cells in grids(results):
        places = [
            Place(cell["levels"], seen.paired("realised_share", found.other, found.reference))
            for cell, seen in cells
        ]
        names = tuple(places[0].levels)
        values = [tuple(place.levels.values()) for place in places]
        if len(names) != 2 or not all(isinstance(v, (int, float)) for row in values for v in row):
            continue
        levels = [tuple(sorted({float(row[i]) for row in values})) for i in (0, 1)]
        if min(len(axis) for axis in levels) < 2:
            continue
        told = [_named(results, name, language) for name in names]
        made.append(Map(
            (told[0][0], told[1][0]), (told[0][1], told[1][1]), (levels[0], levels[1]),
            {(float(y), float(x)): p for (y, x), p in zip(values, places, strict=True)},
            (default(results, names[0]), default(results, names[1])),
        ))  # fmt: skip
    return made


def _named(results: Results, name: str, language: str) -> tuple[str, str]:
    """The label of an input and its unit."""
    rows = [row for row in results.manifest["inputs"] if row["name"] == name]
    row: dict[str, Any] = rows[0] if rows else {}
    text = row.get("label" if language == "nl" else "label_en") or named(name, language)
    return str(text), unit(str(row.get("unit", "")), language)


def _chart(results: Results, one: Map, name: str, style: Style, language: str) -> Chart:
    found = found_sides(results, language)
    a, b = found.names
    less, more = one.sides()
    count = len(one.places)
    step = Bins.of(place.median for place in (*less, *more))
    sizes = sorted({len(place.values) for place in one.places.values()})
    text = number(sizes[0], language=language)
    if len(sizes) > 1:
        text += "–" + number(sizes[-1], language=language)
    medians = [place.median for place in one.places.values()]
    ends = [points(end, language=language) for end in (min(medians), max(medians))]
    none = said("tipping_none", language)
    key = "tipping_title_few" if one.few else "tipping_title" if less or more \
        else "tipping_title_none"  # fmt: skip
    reading = said("tipping_few" if one.few else "tipping_white", language, points=text,
                   enough=ENOUGH)  # fmt: skip
    if one.flips:
        reading += " " + said("tipping_line", language)
    return Chart(
        name=name,
        title=said(key, language, a=a, b=b, more=len(more) or none, less=len(less) or none,
                   count=count, low=ends[0], high=ends[1]),
        subtitle=[
            Span(said("tipping_subtitle_1", language)), Span(b, style.sides[1]),
            Span(said("minus", language)), Span(a, style.sides[0]),
            Span(said("tipping_subtitle_2", language)),
        ],
        height=lambda format_: height(one, found.names, style, format_, language),
        paint=lambda frame: paint(frame, one, found.names, step, language),
        columns=(
            *(Column(one.axis(i, language)) for i in (0, 1)),
            *(Column(said(key, language), POINTS)
              for key in ("column_median", "column_low", "column_high")),
            Column(said("column_more", language), "0%"),
            Column(said("column_points", language), "0"),
            Column(said("column_same", language)),
        ),
        rows=tuple(_row(key, place, language) for key, place in sorted(one.places.items())),
        alt=shortened(
            said("tipping_alt", language, y=one.names[0], x=one.names[1], a=a, b=b, count=count,
                 low=ends[0], high=ends[1], more=len(more), less=len(less),
                 rest=count - len(more) - len(less))
        ),
        reading=reading + " " + said("tipping_reading", language, count=count),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )  # fmt: skip


def _row(
    key: tuple[float, float], place: Place, language: str
) -> tuple[str | float | None, ...]:  # fmt: skip
    spread = difference(place.values)
    return (
        *key, 100 * place.median, 100 * spread.low, 100 * spread.high,
        float(np.mean(place.values > 0)), float(len(place.values)),
        said("yes" if place.mark else "no", language),
    )  # fmt: skip
