"""Many arms against the first: what each realises, its difference, and whether that is clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.chart import Column
from analysis.compared import Compared
from analysis.figures.labels_experiments import said
from analysis.numbers import number
from analysis.statistics import Difference
from analysis.verdict import Word
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
        Whether its own national row has a word for a difference.
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
        found.append(
            Against(
                arm, float(shares[arm]), compared.mean, compared.summary,
                float((counted > 0).mean()),
                compared.verdict.word in (Word.CLEAR, Word.MOSTLY), compared.few,
            )
        )  # fmt: skip
    return found


def counted_title(
    results: Results, rows: Sequence[Against], kind: str, language: str
) -> str:  # fmt: skip
    """How many arms differ clearly or mostly from the first; with few points the range only.

    Parameters
    ----------
    kind : {"combinations", "arrangements"}
        What the arms are called.
    """
    if rows[0].few:
        shares = [float(s) for s in results.by_point("realised_share").mean(axis=1)]
        ends = [number(100 * v, 1, language=language) for v in (min(shares), max(shares))]
        key = "many_few" if ends[0] != ends[1] else "many_few_equal"
        return said(key, language, count=len(rows) + 1, low=ends[0], high=ends[1],
                    kind=said(f"kind_{kind}", language))  # fmt: skip
    clear = sum(row.clear for row in rows)
    key = {0: "many_none", 1: "many_one"}.get(clear, "many_some")
    first = results.named_arms(language)[0].replace(" + ", said("with", language))
    return said(key, language, clear=clear, count=len(rows), first=first,
                kind=said(f"kind_{kind}", language))  # fmt: skip


def units(rows: Sequence[Against], language: str) -> dict[str, str]:
    """What is counted and what varies: words for a reading help."""
    few = rows[0].few
    return {
        "units": said("units_pairs" if few else "units_points", language),
        "kind": said("luck" if few else "assumptions", language),
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
