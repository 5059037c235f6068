"""Who decides (cell, column, row, sheet) x what the pots are: every mix against the first."""

from __future__ import annotations

from analysis.chart import Chart, Column, shortened, stamp
from analysis.crossing import Crossing, crossing
from analysis.figures.bins import Bins
from analysis.figures.common import source
from analysis.figures.heat import Cell, Heat, kinds
from analysis.figures.labels_experiments import said
from analysis.figures.many import Against, against_first, cells, columns, counted_title
from analysis.numbers import percent, points
from analysis.style import Style
from analysis.typesetting import Span
from experiments.store import Results

NAME = "tafels_en_potten"


def chart(results: Results, style: Style, language: str = "nl") -> Chart:
    """The chart of a study whose arms fill a grid of tables and pots; ValueError otherwise."""
    grid = found_grid(results, language)
    against = {row.arm: row for row in against_first(results)}
    heat = _heat(results, grid, against, style, language)
    shares = results.by_point("realised_share").mean(axis=1)
    first = results.named_arms(language)[0].replace(" + ", said("with", language))
    rows = list(against.values())
    return Chart(
        name=NAME,
        title=counted_title(results, [(r.mean, r.clear) for r in rows], "combinations", language),
        subtitle=[Span(said("blocks_subtitle", language, first=first))],
        height=lambda format_: heat.height(style, format_),
        paint=heat.draw,
        columns=columns(
            (Column(said("tables", language)), Column(said("pots", language))), language
        ),
        rows=tuple(
            (grid.tables[r], grid.pots[c],
             *cells(against.get(int(arm)), float(shares[arm]), language))
            for r, line in enumerate(grid.arm) for c, arm in enumerate(line)
        ),
        alt=_alt(grid, rows, shares, language),
        reading=said("blocks_reading", language, count=len(rows),
                     why=said("why_all_white" if rows[0].few else "why_white", language)),
        source=source(results, language),
        stamp=stamp(results, language),
        language=language,
    )  # fmt: skip


def found_grid(results: Results, language: str) -> Crossing:
    """The grid that the arms of a study fill.

    Raises
    ------
    ValueError
        They fill none.
    """
    grid = crossing(results.manifest["arms"], language)
    if grid is None:
        raise ValueError(f"{results.folder.name}: {len(results.arms)} arms found that fill no "
                         "grid, every kind of tables with every kind of pots expected")  # fmt: skip
    return grid


def _heat(
    results: Results, grid: Crossing, against: dict[int, Against], style: Style, language: str
) -> Heat:
    shares = results.by_point("realised_share").mean(axis=1)
    step = Bins.of(row.mean for row in against.values() if row.clear)

    def cell(arm: int) -> Cell:
        share = percent(float(shares[arm]), language=language) + "%"
        if arm not in against:
            return Cell(points(0.0, language=language), share, outlined=True)
        row = against[arm]
        shown = points(row.mean, language=language)
        return Cell(shown, share, step.colour(row.mean, style)) if row.clear else Cell(shown, share)

    arms = results.manifest["arms"]
    return Heat(
        tuple(tuple(cell(int(arm)) for arm in line) for line in grid.arm),
        tuple(grid.tables), tuple(grid.pots),
        said("who_decides", language), said("what_pots", language),
        step, (said("less_realised", language), said("more_realised", language)),
        kinds([arms[i]["tables"] for i in grid.arm[:, 0]]),
        kinds([arms[i]["pots"] for i in grid.arm[0]]), language,
    )  # fmt: skip


def _alt(grid: Crossing, rows: list[Against], shares: object, language: str) -> str:
    import numpy as np

    means = np.asarray(shares)
    clear = sum(row.clear for row in rows)
    differences = [row.mean for row in rows]
    return shortened(
        said("blocks_alt", language, rows=len(grid.tables), columns=len(grid.pots),
             low=percent(float(means.min()), language=language),
             high=percent(float(means.max()), language=language),
             least=points(min(differences), language=language),
             most=points(max(differences), language=language), clear=clear, count=len(rows))
    )  # fmt: skip
