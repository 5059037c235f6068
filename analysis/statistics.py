"""Paired statistics over points: the point is the unit of inference, never the run.

No p-values and no two overlapping intervals: always the difference within the same world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri, stdtrit

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Difference:
    """Paired differences in a few numbers: low and high are the 5 and 95 % of the points."""

    count: int
    mean: float
    median: float
    low: float
    high: float


def difference(values: FloatArray) -> Difference:
    """Sum up paired differences, one per point; ValueError if there are none."""
    if not len(values):
        raise ValueError("difference: no paired differences found, expected one or more")
    # each end read from its own side, so that swapping the sides flips the sign exactly
    low, high = float(np.percentile(values, 5)), -float(np.percentile(-values, 5))
    middle = float(np.median(values))
    return Difference(len(values), float(np.mean(values)), middle, low, high)


def bca(
    values: FloatArray,
    statistic: Literal["mean", "median"] = "mean",
    *,
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> tuple[float, float]:
    """Bias-corrected and accelerated bootstrap interval over points.

    The same values always give the same interval. Of one value, or of equal ones, the
    interval is that value. Its quantiles are those of Student's t, widened for the number of
    points: a plain bootstrap interval is as narrow as a normal one and covers too little.

    Sources: Efron 1987, J. Am. Stat. Assoc. 82(397); Hesterberg 2015, The American
    Statistician 69(4), section 5.3 (the expanded bootstrap).
    """
    take = np.mean if statistic == "mean" else np.median
    estimate = float(take(values))
    n = len(values)
    if n < 2 or np.ptp(values) == 0:
        return estimate, estimate
    rng = np.random.default_rng(seed)
    drawn = np.concatenate([
        take(values[rng.integers(0, n, (rows, n))], axis=1)
        for rows in _batches(resamples, max(1, 2_000_000 // n))
    ])  # fmt: skip
    # half of the ties count as below: the median of few values has many
    below = (np.sum(drawn < estimate) + 0.5 * np.sum(drawn == estimate)) / resamples
    bias = float(ndtri(np.clip(below, 1 / resamples, 1 - 1 / resamples)))
    left_out = _left_out(values, statistic)
    away = left_out.mean() - left_out
    spread = float(np.sum(away**2))
    acceleration = float(np.sum(away**3)) / (6 * spread**1.5) if spread > 0 else 0.0
    away_from_middle = float(stdtrit(n - 1, (1 + level) / 2)) * (n / (n - 1)) ** 0.5
    quantiles = []
    for z in (bias - away_from_middle, bias + away_from_middle):
        quantiles.append(float(ndtr(bias + z / (1 - acceleration * z))))
    low, high = np.quantile(drawn, quantiles)
    return float(low), float(high)


def _batches(total: int, most: int) -> list[int]:
    return [min(most, total - i) for i in range(0, total, most)]


def _left_out(values: FloatArray, statistic: str) -> FloatArray:
    """The statistic with each value left out in turn."""
    n = len(values)
    if statistic == "mean":
        result: FloatArray = (values.sum() - values) / (n - 1)
        return result
    order = np.sort(values)
    rank = np.searchsorted(order, values)
    # the middle of the n - 1 others: one place up if the value left out stands below it
    low, high = (n - 2) // 2, (n - 1) // 2
    middle: FloatArray = (order[low + (rank <= low)] + order[high + (rank <= high)]) / 2
    return middle


@dataclass(frozen=True)
class Pairing:
    """What sharing the world did: the ratio is how much less the difference varies by it."""

    correlation: float
    paired: float
    unpaired: float

    @property
    def ratio(self) -> float:
        """Variance unpaired / paired; infinite if only the paired difference does not vary."""
        if self.paired > 0:
            return self.unpaired / self.paired
        return float("inf") if self.unpaired > 0 else float("nan")


def pairing(a: FloatArray, b: FloatArray) -> Pairing:
    """Correlation of two arms over the same worlds; var(a - b) against var(a) + var(b).

    With fewer than two worlds, or where an arm does not vary, what is undefined is NaN.
    """
    if len(a) < 2:
        return Pairing(float("nan"), float("nan"), float("nan"))
    varies = np.ptp(a) > 0 and np.ptp(b) > 0
    correlation = float(np.corrcoef(a, b)[0, 1]) if varies else float("nan")
    return Pairing(
        correlation, float(np.var(a - b, ddof=1)), float(np.var(a, ddof=1) + np.var(b, ddof=1))
    )


def ranks(values: FloatArray) -> FloatArray:
    """Ranks from 0; equal values share the mean of theirs."""
    _, where, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    result: FloatArray = (last - (count + 1) / 2)[where]
    return result


def rank_correlations(inputs: Mapping[str, FloatArray], outcome: FloatArray) -> dict[str, float]:
    """Spearman rank correlation of every input that varies with the outcome, largest first.

    Empty if the outcome does not vary.
    """
    if len(outcome) < 3 or np.ptp(outcome) == 0:
        return {}
    found = {
        name: float(np.corrcoef(ranks(values), ranks(outcome))[0, 1])
        for name, values in inputs.items()
        if np.ptp(values) > 0
    }
    return dict(sorted(found.items(), key=lambda item: (-abs(item[1]), item[0])))


def noise_floor(
    inputs: Mapping[str, FloatArray], outcome: FloatArray, *, shuffles: int = 200, seed: int = 0
) -> float:
    """The largest rank correlation that shuffled outcomes stay under in 95 % of the shuffles."""
    varying = [ranks(v) for v in inputs.values() if np.ptp(v) > 0]
    if not varying or len(outcome) < 3 or np.ptp(outcome) == 0:
        return float("nan")
    rows = np.array(varying)
    rows = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
    result = ranks(outcome)
    result = (result - result.mean()) / result.std()
    rng = np.random.default_rng(seed)
    shuffled = np.array([rng.permutation(result) for _ in range(shuffles)])
    largest = np.max(np.abs(rows @ shuffled.T / len(outcome)), axis=0)
    return float(np.quantile(largest, 0.95))
