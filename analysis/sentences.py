"""The answer in sentences (product.md, the main job); they follow the verdict word."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from analysis.labels import label
from analysis.numbers import number, percent, points
from analysis.sides import Sides, equal_terms
from analysis.statistics import difference
from analysis.verdict import ENOUGH, PLENTY, Verdict, Word, smallest_differences, verdict
from experiments.messages import typed
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
EQUAL = ("money", "people", "opgaven", "projects", "terms", "luck")


class Compared:
    """One paired difference of a scalar, arm a minus arm b, with its verdict."""

    def __init__(
        self, results: Results, scalar: str, a: int, b: int, variants: list[float] | None = None
    ) -> None:
        self.values = results.paired(scalar, a, b)
        self.worlds = results.paired_worlds(scalar, a, b)
        smallest = smallest_differences(pair_count(results))[scalar]
        self.verdict: Verdict = verdict(self.values, smallest, pairs=self.worlds, variants=variants)
        self.few = self.verdict.word is Word.FEW
        # what the spread is over: points, or pairs of runs as long as there are few points
        self.summary = difference(self.worlds if self.few else self.values)
        self.mean = float(np.mean(self.values))


def pair_count(results: Results) -> int:
    """Number of regio-opgaven: regions x opgaven."""
    return len(results.manifest["regions"]) * len(results.manifest["opgaven"])


def opening(results: Results, found: Sides, language: str = "nl") -> list[str]:
    """The sentences with which the screen opens, in their order."""
    lines = [_first(results, found, language)]
    if found.square is not None:
        lines.append(_split(results, found, language))
    if found.opponent is not None:
        lines.append(_against(results, found, language))
    things = [
        label(f"equal_{thing}", language)
        for thing in EQUAL
        if thing != "terms" or equal_terms(results.manifest["arms"])
    ]
    lines.append(label("equal", language, things=", ".join(things)))
    lines.append(label("absent", language))
    return lines


def _first(results: Results, found: Sides, language: str) -> str:
    share, green = results.by_point("realised_share"), results.by_point("green_95")
    compared = Compared(results, "realised_share", found.other, found.reference)
    a, b = found.names
    return label(
        "first", language, a=a, b=b,
        green_a=number(float(green[found.reference].mean()), language=language),
        green_b=number(float(green[found.other].mean()), language=language),
        pairs=number(pair_count(results), language=language),
        share_a=percent(float(share[found.reference].mean()), language=language),
        share_b=percent(float(share[found.other].mean()), language=language),
        difference=points(compared.mean, language=language),
        spread=spread(compared, language),
        verdict=verdict_words(compared.verdict, b, a, language, whole=True),
    )  # fmt: skip


def _split(results: Results, found: Sides, language: str) -> str:
    assert found.square is not None
    share = results.by_point("realised_share").mean(axis=1)
    tables, pots = (float(part) for part in found.square.split(share))
    line = label("split", language, tables=points(tables, language=language),
                 pots=points(pots, language=language))  # fmt: skip
    both = share[found.other] - share[found.reference]
    printed = [round(100 * part, 1) for part in (tables, pots, both)]
    if abs(printed[0] + printed[1] - printed[2]) > 0.05:
        line += " " + label("rounding", language)
    return line


def _against(results: Results, found: Sides, language: str) -> str:
    assert found.opponent is not None
    compared = Compared(results, "realised_share", found.other, found.opponent)
    opponent = results.named_arms(language)[found.opponent].replace(" + ", label("with", language))
    return label(
        "against", language, opponent=opponent,
        difference=points(compared.mean, language=language),
        spread=spread(compared, language),
        verdict=verdict_words(compared.verdict, found.names[1], opponent, language),
    )  # fmt: skip


def spread(compared: Compared, language: str = "nl") -> str:
    """The 5-95 % of a difference in procentpunt: over points, or over pairs named toeval."""
    if compared.few and compared.summary.count == 1:
        return label("spread_one", language)
    key = "spread_few" if compared.few else "spread"
    low, high = (points(v, language=language) for v in (compared.summary.low,
                                                        compared.summary.high))  # fmt: skip
    units = number(compared.summary.count, language=language)
    return label(key, language, low=low, high=high, units=units)


def verdict_word(found: Verdict, language: str = "nl") -> str:
    """The word, with 'varianten nog niet gedraaid' behind it until they have been run."""
    word = label(found.word.value, language)
    if found.word is Word.FEW or found.variants:
        return word
    return f"{word}, {label('no_variants', language)}"


def verdict_words(
    found: Verdict, above: str, below: str, language: str = "nl", *, whole: bool = False
) -> str:
    """The word and, in brackets, the share behind it.

    Parameters
    ----------
    above, below : str
        Who has more where the difference is above 0, and below 0.
    whole : bool
        Say that a share is no probability.
    """
    # of a word that leaves the direction open the share is that of `above`
    upward = found.direction >= 0 or found.word is Word.DEPENDS
    side = above if upward else below
    share = found.share(1 if upward else -1)
    if found.word is Word.FEW and found.units == 1:
        key = "why_one" if found.direction else "why_one_equal"
        why = label(key, language, side=side)
    elif found.word is Word.FEW:
        why = label("why_few", language, side=side, share=share,
                    units=number(found.units, language=language))  # fmt: skip
    elif found.word is Word.NONE:
        amount = label("unit_realised_share", language,
                       n=number(100 * found.smallest, language=language))  # fmt: skip
        why = label("why_within", language, share=found.share_within, smallest=amount)
    else:
        why = label("why_share", language, side=side, share=share)
    if whole and found.word is not Word.FEW:
        why += "; " + label("no_probability", language)
    return f"{verdict_word(found, language)} ({why})"


def notes(results: Results, language: str = "nl") -> list[str]:
    """What a reader must know beside the answer: few points, nothing to tell apart, gaps."""
    count = len(results.points)
    lines = [
        label("basis", language, arms=len(results.arms),
              worlds=number(results.worlds, language=language),
              points=number(count, language=language))
    ]  # fmt: skip
    if count < ENOUGH:
        lines.append(label("few_note", language, enough=ENOUGH, points=count))
    green = results.by_point("green_95").mean(axis=1) / pair_count(results)
    if (green < 0.1).all():
        lines.append(label("all_low", language))
    if (green > 0.9).all():
        lines.append(label("all_high", language))
    total = results.expected
    done = len(results.runs["run"])
    if done < total:
        lines.append(label("unfinished", language, done=number(done, language=language),
                           total=number(total, language=language)))  # fmt: skip
    if results.failed:
        lines.append(label("failed", language, failed=number(results.failed, language=language)))
    return lines


def next_command(results: Results) -> str:
    """The next useful command: finish, draw enough points, draw more, or try another mix."""
    manifest = results.manifest
    command = typed(str(manifest["command"]) or "groenlicht")
    if len(results.runs["run"]) < results.expected:
        return command
    if len(results.points) < ENOUGH:
        return _with_points(command, ENOUGH)
    if len(results.points) < PLENTY:
        return _with_points(command, PLENTY)
    return typed("groenlicht regime=clusters funding=gebiedsbudget")


def _with_points(command: str, count: int) -> str:
    return re.sub(r"\s+(points=\S+|design=single)", "", command) + f" points={count}"
