"""The interval printed behind a mean covers the truth as often as it says."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.statistics import bca

TRUTHS = {
    "normal": (lambda rng, n: rng.normal(0.3, 1.0, n), 0.3),
    "lognormal": (lambda rng, n: rng.lognormal(0.0, 0.6, n), float(np.exp(0.18))),
}


def coverage(kind: str, points: int, trials: int, seed: int) -> float:
    draw, truth = TRUTHS[kind]
    rng = np.random.default_rng(seed)
    covered = 0
    for trial in range(trials):
        low, high = bca(draw(rng, points), seed=trial)
        covered += low <= truth <= high
    return covered / trials


@pytest.mark.parametrize("kind", TRUTHS)
def test_twenty_intervals(kind: str) -> None:
    assert coverage(kind, 100, 20, seed=1) >= 15 / 20


@pytest.mark.full
@pytest.mark.parametrize("points", [100, 200])
@pytest.mark.parametrize("kind", TRUTHS)
def test_two_thousand_intervals(kind: str, points: int) -> None:
    assert 0.93 <= coverage(kind, points, 2000, seed=7) <= 0.97
