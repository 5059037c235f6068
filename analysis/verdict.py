"""Which word a comparison may carry: one plain rule, fixed before any run (experiments.md).

A share here is a share of points (combinations of assumptions); it is never a probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

ENOUGH = 100  # points a word takes
PLENTY = 400  # points after which the spread hardly narrows
CLEAR, MOSTLY = 95, 80  # % of the points
SHARE = 0.02  # smallest difference of a realised share: 2 procentpunt
PAIRS_OF_210 = 5  # of regio-opgaven that are green
NATIONAL = 1.0  # national opgave met
BY_YEAR = ("realised_2030", "realised_2035", "realised_2040")  # shares, all opgaven in one year


class Word(Enum):
    """The words, by the key of their label."""

    CLEAR = "clear"  # duidelijk
    MOSTLY = "mostly"  # meestal
    NONE = "no_difference"  # geen verschil van betekenis
    DEPENDS = "depends"  # hangt af van de aannames
    FEW = "few_points"  # bij deze aannames


@dataclass(frozen=True)
class Verdict:
    """A word with the counts behind it.

    Attributes
    ----------
    direction : int
        1 or -1: the sign of the median; 0 if the median is exactly 0.
    more, less, within : int
        Units with a difference above 0, below 0, smaller than the smallest difference. Units
        are points; with `Word.FEW` they are pairs of runs.
    points : int
        Number of points. Between pairs of runs at one point only luck varies (toeval).
    units : int
        Their number.
    variants : bool
        Whether all structural variants of the rule have been run.
    missing : tuple of str
        Those that have not, if others have.
    turned : tuple of str
        Variants under which the median has another sign than without.
    """

    word: Word
    direction: int
    more: int
    less: int
    within: int
    units: int
    smallest: float
    variants: bool
    points: int
    missing: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()

    def share(self, direction: int) -> int:
        """Whole percents of the units with that sign, rounded down.

        Rounded down, so that a printed 95 is never a 94,9 that got another word.
        """
        return 100 * (self.more if direction > 0 else self.less) // self.units

    @property
    def share_within(self) -> int:
        """Whole percents of the units within the smallest difference, rounded down."""
        return 100 * self.within // self.units


def verdict(
    differences: FloatArray,
    smallest: float,
    *,
    pairs: FloatArray | None = None,
    variants: Sequence[float] | None = None,
    missing: Sequence[str] = (),
    sampled: bool = True,
) -> Verdict:
    """The word that paired differences allow.

    Parameters
    ----------
    differences : ndarray (points,)
        Paired difference of every point (the mean of its seeds).
    smallest : float
        The smallest difference that matters, in the same unit.
    pairs : ndarray (worlds,), optional
        Difference of every pair of runs: what is counted under 100 points; default the points.
    variants : sequence of float, optional
        Median difference in every structural variant; None as long as they were not run.
    missing : sequence of str
        Variants of the rule that were not run, where others were.
    sampled : bool
        Whether the points are a sample: those of a design for sensitivity analysis move together,
        and their number says nothing.

    Raises
    ------
    ValueError
        No differences, or one that is not a number.
    """
    few = len(differences) < ENOUGH or not sampled
    counted = pairs if few and pairs is not None else differences
    if not len(counted) or np.isnan(counted).any() or np.isnan(differences).any():
        raise ValueError("verdict: expected one or more paired differences, all of them numbers")
    median = float(np.median(counted))
    direction = int(np.sign(median))
    more, less = int(np.sum(counted > 0)), int(np.sum(counted < 0))
    within = int(np.sum(np.abs(counted) < smallest))
    units = len(counted)
    word = Word.DEPENDS
    if few:
        word = Word.FEW
    else:
        same = more if direction > 0 else less
        matters = direction != 0 and abs(median) >= smallest
        steady = all(np.sign(v) == direction for v in variants or ())
        if matters and steady and 100 * same >= CLEAR * units:
            word = Word.CLEAR
        elif matters and steady and 100 * same >= MOSTLY * units:
            word = Word.MOSTLY
        elif 100 * within >= MOSTLY * units:
            word = Word.NONE
    run = variants is not None and not missing
    return Verdict(word, direction, more, less, within, units, smallest, run, len(differences),
                   tuple(missing))  # fmt: skip


def smallest_differences(pairs: int) -> dict[str, float]:
    """The smallest difference that matters, per scalar, in a country of so many regio-opgaven."""
    return {
        **dict.fromkeys(("realised_share", *BY_YEAR), SHARE),
        "green_95": PAIRS_OF_210 * pairs / 210,
        "national_met": NATIONAL,
    }
