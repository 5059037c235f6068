"""What figures of a comparison share: titles by verdict, source line, coloured arm words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.cells import RULE
from analysis.cells import counted as variants_run
from analysis.compared import Compared, pair_count
from analysis.figure_labels import said
from analysis.means import unequal
from analysis.numbers import number, points
from analysis.sides import Sides, sides
from analysis.statistics import Difference, difference
from analysis.style import Style
from analysis.typesetting import Span
from analysis.verdict import CLEAR, ENOUGH, MOSTLY, SHARE, Verdict, Word
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]


def found_sides(results: Results, language: str) -> Sides:
    """The two sides of a study, named in a language."""
    return sides(results.manifest["arms"], language)


def title(compared: Compared, found: Sides, language: str, year: int | None = None) -> str:
    """The finding, in a word the verdict of the national row allows; never more.

    With a year it is a verdict on what is realised by then, and not on the own deadlines.
    """
    verdict = compared.verdict
    side, other = found.names[1], found.names[0]
    if verdict.word in (Word.CLEAR, Word.MOSTLY) and verdict.direction < 0:
        side, other = other, side
    text = said(f"title_{verdict.word.value}", language, side=side, other=other,
                difference=points(compared.mean, language=language))  # fmt: skip
    if year is not None:
        text += said("title_year", language, year=year)
    return text[0].upper() + text[1:]


def arm_words(style: Style, found: Sides) -> tuple[Span, Span]:
    """The names of reference and other in their colours, in place of a legend."""
    return (Span(found.names[0], style.sides[0]), Span(found.names[1], style.sides[1]))


def source(results: Results, language: str) -> str:
    """What the figure rests on; whose target is an indicator; whether means are unequal."""
    seeds = results.manifest["seeds"]
    text = said("source", language, points=number(len(results.points), language=language),
                seeds=number(seeds, language=language),
                series=said("series_one" if seeds == 1 else "series_many", language))  # fmt: skip
    key = "name" if language == "nl" else "name_en"
    names = [o[key] for o in results.manifest["opgaven"] if o["data"] == "indicator"]
    if names:
        listed = said("and", language).join(filter(None, (", ".join(names[:-1]), names[-1])))
        text += " " + said("indicator", language, names=listed)
    done, total = len(results.runs["run"]), results.expected
    if done < total:
        text += " " + said("unfinished", language, done=number(done, language=language),
                           total=number(total, language=language))  # fmt: skip
    if not set(RULE) <= variants_run(results).keys():
        text += " " + said("no_variants", language)
    return (said("unequal", language) if unequal(results) else "") + text


def counted(results: Results, found: Sides, language: str) -> str:
    """How many regio-opgaven are green per world: not what the lights of means show."""
    green = results.by_point("green_95").mean(axis=1)
    return said("counted", language, name_a=found.names[0], name_b=found.names[1],
                a=number(float(green[found.reference]), language=language),
                b=number(float(green[found.other]), language=language),
                pairs=number(pair_count(results), language=language))  # fmt: skip


def filled(compared: Compared, language: str) -> str:
    """What a filled mark means, or why there is none."""
    if compared.few:
        return said("filled_few", language, enough=ENOUGH)
    if compared.verdict.word is Word.NONE:
        return said("filled_same", language)
    allowed = compared.verdict.word in (Word.CLEAR, Word.MOSTLY)
    return said("filled_allowed" if allowed else "filled_none", language)


def few(results: Results, compared: Compared) -> tuple[str, str]:
    """What a spread is over, and what that uncertainty is called: keys of labels."""
    if not compared.few:
        return "units_points", "kind_points"
    return "units_pairs", "kind_both" if compared.verdict.points > 1 else "kind_pairs"


def certain(values: FloatArray, national: Verdict) -> bool:
    """Whether one row of several may be shown as a difference (experiments.md, cells).

    Only if the national row has a word for a difference, and the row itself would too.
    """
    if national.word not in (Word.CLEAR, Word.MOSTLY):
        return False
    median = float(np.median(values))
    same = int(np.sum(np.sign(values) == np.sign(median)))
    return abs(median) >= SHARE and 100 * same >= MOSTLY * len(values)


def spread(results: Results, compared: Compared, by_point: FloatArray, by_world: FloatArray
           ) -> Difference:  # fmt: skip
    """Difference of one row over what the comparison is over: points, or pairs if those are few."""
    return difference(by_world if compared.few else by_point)


__all__ = ["CLEAR", "arm_words", "certain", "few", "found_sides", "source", "spread", "title"]
