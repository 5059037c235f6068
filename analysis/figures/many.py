"""Many arms against the first: what each realises, its difference, and whether that is clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.chart import Column
from analysis.compared import Compared, varies
from analysis.figures.labels_experiments import said
from analysis.numbers import points
from analysis.statistics import Difference
from analysis.verdict import ENOUGH, SHARE, Word
from experiments.store import Results

PERCENT, POINTS = "0.0%", "+0.0;\u22120.0;0.0"  # Excel formats


@dataclass(frozen=True)
class Against:
    """An arm against the first.

    Attributes
    ----------
    share : float
        What it realises.
    mean : float
        Of the paired difference over the points; `spread` is over pairs if points are few.
    more : float
        Share of what is counted with a difference above 0.
    clear : bool
        Whether its own national row has a word for a difference, and the mean that is printed
        is one that matters too.
    """

    arm: int
    share: float
    mean: float
    spread: Difference
    more: float
    clear: bool
    few: bool


def against_first(results: Results) -> list[Against]:
    """Every arm but the first, in their order."""
    shares = results.by_point("realised_share").mean(axis=1)
    found = []
    for arm in range(1, len(results.arms)):
        compared = Compared(results, "realised_share", arm, 0)
        counted = compared.worlds if compared.few else compared.values
        word = compared.verdict.word in (Word.CLEAR, Word.MOSTLY)
        printed = round(100 * compared.mean, 1) * compared.verdict.direction
        found.append(
            Against(
                arm, float(shares[arm]), compared.mean, compared.summary,
                float((counted > 0).mean()),
                word and printed >= 100 * SHARE, compared.few,
            )
        )  # fmt: skip
    return found


def counted_title(
    results: Results, shown: Sequence[tuple[float, bool]], kind: str, language: str
) -> str:  # fmt: skip
    """How many arms differ clearly or mostly from the first; with few points the range only.

    Parameters
    ----------
    shown : sequence of (float, bool)
        Of every other arm the mean difference that is shown, and whether it is clear.
    kind : {"combinations", "arrangements"}
        What the arms are called.
    """
    first = results.named_arms(language)[0].replace(" + ", said("with", language))
    if len(results.points) < ENOUGH:
        means = [mean for mean, _ in shown]
        ends = [points(end, language=language) for end in (min(means), max(means))]
        key = "many_few" if ends[0] != ends[1] else "many_few_equal"
        return said(key, language, count=len(shown), low=ends[0], high=ends[1], first=first,
                    kind=said(f"kind_{kind}", language))  # fmt: skip
    clear = sum(known for _, known in shown)
    key = {0: "many_none", 1: "many_one"}.get(clear, "many_some")
    return said(key, language, clear=clear, count=len(shown), first=first,
                kind=said(f"kind_{kind}", language))  # fmt: skip


def units(results: Results, rows: Sequence[Against], language: str) -> dict[str, str]:
    """What is counted and what varies: words for a reading help."""
    few = rows[0].few
    return {
        "units": said("units_pairs" if few else "units_points", language),
        "kind": varies(len(results.points), language) if few else said("assumptions", language),
    }


def columns(first: Sequence[Column], language: str) -> tuple[Column, ...]:
    """The heads of a table of arms."""
    return (
        *first,
        Column(said("column_share", language), PERCENT),
        Column(said("column_difference", language), POINTS),
        Column(said("column_low", language), POINTS),
        Column(said("column_middle", language), POINTS),
        Column(said("column_high", language), POINTS),
        Column(said("column_more", language), "0%"),
        Column(said("column_clear", language)),
    )


def cells(row: Against | None, share: float, language: str) -> tuple[str | float | None, ...]:
    """One arm in that table; None is the first arm."""
    if row is None:
        return (share, 0.0, None, None, None, None, said("first", language))
    ends = (100 * row.spread.low, 100 * row.spread.median, 100 * row.spread.high)
    return (row.share, 100 * row.mean, *ends, row.more,
            said("yes" if row.clear else "no", language))  # fmt: skip
