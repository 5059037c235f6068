"""On data of which the truth is known the engine says the truth; one point is never enough."""

from __future__ import annotations

import fake_world
import numpy as np
import pytest

from analysis.compared import Compared
from analysis.figure_labels import TABLE
from analysis.figures import dumbbell
from analysis.style import Style
from analysis.verdict import SHARE, Word, verdict
from experiments.runner import run_study
from experiments.store import read

RNG = np.random.default_rng(3)


@pytest.mark.parametrize(
    ("mean", "spread", "word"),
    [
        (0.06, 0.01, Word.CLEAR),
        (0.06, 0.05, Word.MOSTLY),
        (0.0, 0.005, Word.NONE),
        (0.0, 0.05, Word.DEPENDS),
        (0.015, 0.001, Word.NONE),  # certain, and too small to matter
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_known_difference_gets_its_word(mean, spread, word, sign):
    found = verdict(sign * RNG.normal(mean, spread, 400), SHARE, variants=[sign * 0.05] * 9)
    assert found.word is word
    if word in (Word.CLEAR, Word.MOSTLY):
        assert found.direction == sign


def test_a_sign_that_flips_in_one_variant_takes_the_word():
    values = RNG.normal(0.06, 0.01, 400)
    flipped = [0.05] * 8 + [-0.001]
    assert verdict(values, SHARE, variants=flipped).word is Word.DEPENDS


def test_ten_thousand_seeds_at_one_point_are_one_point():
    found = verdict(np.array([0.3]), SHARE, pairs=np.full(10_000, 0.3), variants=[0.3] * 9)
    assert found.word is Word.FEW


def test_no_title_of_one_point_says_more(tmp_path):
    """Whatever the seeds say, a figure of one point has none of the three words."""
    study = fake_world.fake_study(points=1, seeds=300, arms=2, tables=0.1, noise=0.001)
    results = read(run_study(study, tmp_path / "x", run_world=fake_world.run_world, progress=False))
    assert Compared(results, "realised_share", 1, 0).verdict.word is Word.FEW
    for language in ("nl", "en"):
        title = dumbbell.chart(results, Style(), language).title.lower()
        for word in ("duidelijk", "meestal", "geen verschil", "clearly", "mostly", "no difference"):
            assert word not in title


def test_every_word_has_a_title():
    for word in Word:
        assert f"title_{word.value}" in TABLE
