"""Where the opgaven got stuck: from the target to what is realised, for both sides; and levers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.cells import both, label_of
from analysis.cells import levers as lever_cells
from analysis.chart import Chart, Column, shortened, stamp
from analysis.compared import Compared
from analysis.figures.common import found_sides, source
from analysis.figures.labels_experiments import said
from analysis.figures.many import PERCENT, POINTS
from analysis.figures.waterfall_drawn import TAIL, Lever, Loss, head_height, paint, row_height
from analysis.labels import named
from analysis.numbers import number, percent
from analysis.sides import Sides
from analysis.statistics import difference
from analysis.style import Format, Style
from analysis.tables import SHOWN
from analysis.typesetting import Span
from experiments.store import Results

NAME = "waterval"
GAP = 9.0  # mm between causes and levers


@dataclass(frozen=True)
class Left:
    """What both sides realise, and what is left by each cause, in their order."""

    realised: tuple[float, float]
    losses: tuple[Loss, ...]

    def largest(self, side: int) -> Loss:
        """The largest single cause of a side."""
        single = [loss for loss in self.losses if not loss.rest] or list(self.losses)
        return max(single, key=lambda loss: loss.parts[side])


def chart(
    results: Results, style: Style, language: str = "nl", levers: Results | None = None
) -> Chart:
    """The chart of a stored study; with levers, what they change stands beside it.

    Parameters
    ----------
    levers : Results, optional
        A study with the same two sides whose cells are levers; the study's own by default.
    """
    levers = results if levers is None else levers
    found = found_sides(results, language)
    left = _left(results, found, language)
    compared = Compared(results, "realised_share", found.other, found.reference)
    tried = _levers(levers, language)
    a, b = found.names
    causes = [left.largest(side).name.lower() for side in (0, 1)]
    cause = causes[0] if causes[0] == causes[1] else said(
        "losses_two", language, a=a, b=b, cause_a=causes[0], cause_b=causes[1]
    )  # fmt: skip
    origin = source(results, language)
    if tried and levers.folder != results.folder:
        study = levers.folder.name.rsplit("_", 1)[-1]
        origin += said("losses_levers_source", language, study=study)
    counts = max((lever.count for lever in tried), default=0)

    def height(format_: Format) -> float:
        rows = len(left.losses) + 2
        row = row_height(format_)
        words = [said("realised", language), *(loss.name for loss in left.losses)]
        head = head_height(words, found.names, style, format_,
                           beside=bool(tried) and format_.height is not None)  # fmt: skip
        return head + row * rows + TAIL + (GAP + row * len(tried) if tried else 0.0)

    return Chart(
        name=NAME,
        title=said("losses_title_few" if compared.few else "losses_title", language, cause=cause),
        subtitle=[
            Span(said("losses_subtitle_1", language)), Span(a, style.sides[0]),
            Span(said("and", language)), Span(b, style.sides[1]),
            *([Span(said("losses_subtitle_2", language))] if tried else []),
        ],
        height=height,
        paint=lambda frame: paint(frame, left.realised, left.losses, tried, found.names, language),
        columns=(
            Column(said("column_cause", language)),
            *(Column(said("column_part", language, side=n), PERCENT) for n in found.names),
            *(Column(said("column_lever", language, side=n), POINTS) for n in found.names),
        ),
        rows=(
            (said("target", language), 1.0, 1.0, None, None),
            *((loss.name, *loss.parts, None, None) for loss in left.losses),
            (said("realised", language), *left.realised, None, None),
            *((lever.name, None, None, *(100 * d.mean for d in lever.changes)) for lever in tried),
        ),
        alt=_alt(left, found, language),
        reading=said(
            "losses_reading", language,
            levers=said("losses_levers", language, points=number(counts, language=language))
            if tried else "",
        ),
        source=origin,
        stamp=stamp(results, language),
        language=language,
    )  # fmt: skip


def _left(results: Results, found: Sides, language: str) -> Left:
    """The causes in the order of the model; those that are small at both sides together."""
    two = [found.reference, found.other]
    target = results.squares["target"].sum(axis=(1, 2))
    causes = {
        name: results.by_point(results.squares[name].sum(axis=(1, 2)) / target).mean(axis=1)[two]
        for name in results.squares
        if name.startswith("loss_")
    }
    realised = 1 - np.sum(list(causes.values()), axis=0)
    small = [name for name, parts in causes.items() if (parts < SHOWN).all()]
    if len(small) == 1:
        small = []
    losses = [
        Loss(_capital(named(name, language)), (float(parts[0]), float(parts[1])))
        for name, parts in causes.items()
        if name not in small
    ]
    if small:
        rest = np.sum([causes[name] for name in small], axis=0)
        text = said("other_causes", language, count=len(small))
        losses.append(Loss(text, (float(rest[0]), float(rest[1])), rest=True))
    return Left((float(realised[0]), float(realised[1])), tuple(losses))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _levers(results: Results, language: str) -> tuple[Lever, ...]:
    found = found_sides(results, language)
    made = []
    for cell, seen in lever_cells(results):
        before, after = both(results, seen, "realised_share")
        change = after - before
        made.append(Lever(
            label_of(cell, language),
            (difference(change[found.reference]), difference(change[found.other])),
            change.shape[1],
        ))  # fmt: skip
    return tuple(made)


def _alt(left: Left, found: Sides, language: str) -> str:
    a, b = found.names
    most = [left.largest(side) for side in (0, 1)]
    return shortened(
        said("losses_alt", language, a=a, b=b,
             real_a=percent(left.realised[0], language=language),
             real_b=percent(left.realised[1], language=language),
             cause_a=most[0].name.lower(), cause_b=most[1].name.lower(),
             most_a=percent(most[0].parts[0], language=language),
             most_b=percent(most[1].parts[1], language=language))
    )  # fmt: skip
