"""One comparison with its verdict, and the verdict in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.cells import RULE, counted, sampled
from analysis.labels import label
from analysis.numbers import number, points
from analysis.statistics import difference
from analysis.verdict import MOSTLY, Verdict, Word, smallest_differences, verdict
from experiments.store import Results


class Compared:
    """One paired difference of a scalar, arm a minus arm b, with its verdict.

    The verdict knows the structural variants the study holds (docs/odd.md 7).
    """

    def __init__(self, results: Results, scalar: str, a: int, b: int) -> None:
        self.values = results.paired(scalar, a, b)
        self.worlds = results.paired_worlds(scalar, a, b)
        medians = {
            name: float(np.median(under.paired(scalar, a, b)))
            for name, under in counted(results).items()
        }
        judged = verdict(
            self.values,
            smallest_differences(pair_count(results))[scalar],
            pairs=self.worlds,
            variants=list(medians.values()) if medians else None,
            missing=[name for name in RULE if name not in medians] if medians else (),
            sampled=sampled(results),
        )
        turned = [name for name, m in medians.items() if np.sign(m) != judged.direction]
        self.verdict: Verdict = replace(judged, turned=tuple(turned))
        self.few = self.verdict.word is Word.FEW
        # what the spread is over: points, or pairs of runs as long as there are few points
        self.summary = difference(self.worlds if self.few else self.values)
        self.mean = float(np.mean(self.values))


def pair_count(results: Results) -> int:
    """Number of regio-opgaven: regions x opgaven."""
    return len(results.manifest["regions"]) * len(results.manifest["opgaven"])


def spread(compared: Compared, language: str = "nl") -> str:
    """The 5-95 % of a difference in procentpunt: over points, or over pairs and what varies."""
    if compared.few and compared.summary.count == 1:
        return label("spread_one", language)
    key = "spread_few" if compared.few else "spread"
    low, high = (points(v, language=language) for v in (compared.summary.low,
                                                        compared.summary.high))  # fmt: skip
    units = number(compared.summary.count, language=language)
    kind = varies(compared.verdict.points, language)
    return label(key, language, low=low, high=high, units=units, kind=kind)


def varies(points: int, language: str = "nl") -> str:
    """What varies between pairs of runs: luck, and the assumptions if there are several points."""
    return label("kind_both" if points > 1 else "kind_luck", language)


def units_text(points: int, few: bool, language: str = "nl") -> str:
    """What is counted: combinations of assumptions, or pairs of runs if those are few."""
    key = "pairs_counted" if few else "points_counted"
    return label(key, language, kind=varies(points, language))


def verdict_word(found: Verdict, language: str = "nl") -> str:
    """The word, with 'varianten nog niet gedraaid' behind it until they have been run."""
    word = label(found.word.value, language)
    if found.word is Word.FEW or found.variants:
        return word
    return f"{word}, {missing_variants(found, language)}"


def missing_variants(found: Verdict, language: str = "nl") -> str:
    """That the structural variants have not been run, or which of them."""
    if not found.missing:
        return label("no_variants", language)
    return label("some_variants", language, names=", ".join(found.missing))


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
                    kind=varies(found.points, language),
                    units=number(found.units, language=language))  # fmt: skip
    elif found.word is Word.NONE:
        amount = label("unit_realised_share", language,
                       n=number(100 * found.smallest, language=language))  # fmt: skip
        why = label("why_within", language, share=found.share_within, smallest=amount)
    else:
        why = label("why_share", language, side=side, share=share)
        most = found.share(found.direction) >= MOSTLY
        if found.word is Word.DEPENDS and most and found.turned:
            why += "; " + label("why_turned", language, names=", ".join(found.turned))
    if whole and found.word is not Word.FEW:
        why += "; " + label("no_probability", language)
    return f"{verdict_word(found, language)} ({why})"


def starry(compared: Compared) -> bool:
    """Whether a star stands behind the word: structural variants have not been run."""
    return not compared.few and not compared.verdict.variants


def word(compared: Compared, language: str = "nl") -> str:
    """The verdict word as it stands in a table."""
    return label(compared.verdict.word.value, language) + ("*" if starry(compared) else "")


def starred(note: str, shown: Sequence[Compared], language: str = "nl") -> str:
    """The note under words, with what their star means if one has it."""
    stars = [compared for compared in shown if starry(compared)]
    if not stars:
        return note
    text = missing_variants(stars[0].verdict, language)
    return f"* {text[0].upper()}{text[1:]}. {note}"


def between(compared: Compared, scale: float = 100, language: str = "nl") -> str:
    """The 5-95 % of a difference as it stands in a table; a dash for a single pair."""
    found = compared.summary
    return from_to(found.low, found.high, scale, found.count > 1, language)


def from_to(low: float, high: float, scale: float, known: bool, language: str = "nl") -> str:
    """From low to high, or a dash where there is too little to tell."""
    if not known:
        return number(float("nan"))
    ends = [number(scale * v, 1, plus=True, language=language) for v in (low, high)]
    return label("range", language, low=ends[0], high=ends[1])
