"""The figures, one file each; every file has `chart(results, style, language)`, a Chart.

FIGURES lists them with what a study must hold to have one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from analysis.chart import Chart
from analysis.style import Style
from experiments.store import Results

Make = Callable[[Results, Style, str], list[Chart]]


@dataclass(frozen=True)
class Figure:
    """A figure: its name, what a study must hold, and how it is made of one."""

    name: str
    fits: Callable[[Results], bool]
    make: Make


def figures(boundaries: Path | None = None) -> dict[str, Figure]:
    """All figures by name, in the order in which a report shows them.

    With a GeoJSON of boundaries the map of municipalities shows those, and not hexagons.
    """
    # imported when asked for: together they take half a second
    from analysis.cells import grids
    from analysis.crossing import crossing
    from analysis.figures import (
        blocks,
        dumbbell,
        history,
        maps,
        over_time,
        quarter,
        regime_funding,
        sheet,
        stoplicht,
        tiles,
        tilings,
        tipping,
        waterfall,
        where,
    )
    from analysis.shapley import mixes
    from analysis.sides import sides

    def arms(results: Results) -> list[dict[str, object]]:
        return list(results.manifest["arms"])

    def compared(results: Results) -> bool:
        return len(results.arms) > 1

    def by_year(results: Results) -> bool:
        return compared(results) and tiles.MEASURE in results.runs

    def grid(results: Results) -> bool:
        return crossing(arms(results), "nl") is not None

    def interaction(results: Results) -> bool:
        return sides(arms(results)).square is not None and not grid(results)

    def several(results: Results) -> bool:
        return len(results.arms) > 2 and not grid(results) and mixes(arms(results)) is None \
            and not interaction(results)  # fmt: skip

    def full(results: Results) -> bool:
        return bool(results.manifest.get("record") == "full")

    def one(chart: Callable[[Results, Style, str], Chart]) -> Make:
        return lambda results, style, language: [chart(results, style, language)]

    def explained(chart: Callable[[Style, str], Chart]) -> Make:
        return lambda _, style, language: [chart(style, language)]

    found = (
        Figure(dumbbell.NAME, compared, one(dumbbell.chart)),
        Figure(sheet.NAME, compared, one(sheet.chart)),
        Figure(stoplicht.NAME, compared, one(stoplicht.chart)),
        Figure(over_time.NAME, compared, one(over_time.chart)),
        Figure(tiles.NAME, by_year, one(tiles.chart)),
        Figure(maps.NAME, full, partial(maps.charts, boundaries=boundaries)),
        Figure(where.NAME, compared, one(where.chart)),
        Figure(waterfall.NAME, compared, one(waterfall.chart)),
        Figure(blocks.NAME, grid, one(blocks.chart)),
        Figure(regime_funding.LINES, interaction, one(regime_funding.lines)),
        Figure(tipping.NAME, lambda r: bool(grids(r)), tipping.charts),
        Figure(history.NAME, several, one(history.chart)),
        Figure(tilings.NAME, lambda _: True, explained(tilings.chart)),
        Figure(quarter.NAME, lambda _: True, explained(quarter.chart)),
    )
    return {figure.name: figure for figure in found}
