import numpy as np
import pytest

from analysis.sides import Square, sides
from analysis.statistics import bca, difference, noise_floor, pairing, rank_correlations
from analysis.verdict import Word, verdict

SMALL = 0.02


def arm(tables, pots, **more):
    return {"label": f"{tables} + {pots}", "label_en": "", "tables": tables, "pots": pots,
            "terms": "gelijk", "coverage": "", **more}  # fmt: skip


def points(*groups):
    return np.concatenate([np.full(count, float(value)) for count, value in groups])


# test_statistics.py
def test_a_difference_by_hand():
    d = difference(np.array([0.0, 0, 0, 0, 10]))
    assert (d.count, d.mean, d.median, d.low) == (5, 2, 0, 0)
    assert d.high == pytest.approx(8)


def test_two_points_correlate_with_nothing():
    two = np.array([0.0, 1])
    assert rank_correlations({"x": two}, two) == {}
    assert np.isnan(noise_floor({"x": two}, two))


def test_the_noise_floor_is_the_95_percent_point_of_the_shuffles():
    """One input, many shuffles: known null of a rank correlation, 1.96 / sqrt(n - 1)."""
    rng = np.random.default_rng(4)
    floor = noise_floor({"x": rng.random(100)}, rng.random(100), shuffles=4000)
    assert floor == pytest.approx(1.96 / np.sqrt(99), rel=0.06)


def test_half_of_the_ties_count_as_below():
    """A symmetric sample of few values: the interval of its median is symmetric as well."""
    low, high = bca(np.array([-1.0, -1, 0, 0, 0, 1, 1]), "median", resamples=4000)
    assert (low, high) == (-high, high)
    assert high == 1


def test_an_arm_that_does_not_vary_has_no_correlation_on_either_side():
    a = np.array([1.0, 2, 3])
    assert np.isnan(pairing(a, np.ones(3)).correlation)
    assert np.isnan(pairing(np.ones(3), a).correlation)


# test_verdict.py
def test_a_difference_as_large_as_the_smallest_is_not_within_it():
    v = verdict(points((50, SMALL), (50, -SMALL)), SMALL)
    assert (v.within, v.word) == (0, Word.DEPENDS)


def test_a_point_that_is_no_number_is_refused_though_pairs_are_counted():
    with pytest.raises(ValueError, match="paired differences"):
        verdict(np.array([np.nan]), SMALL, pairs=points((4, 0.1)))


# test_screen.py (sides)
def test_a_square_splits_by_both_ways():
    """Tables do 2 at the reference's pots and 6 at the other's; pots 1 and 5."""
    by_tables, by_pots = Square(0, 1, 2, 3).split(np.array([0.0, 2, 1, 7]))
    assert (by_tables, by_pots) == (4, 3)


@pytest.mark.parametrize("rule", ["terms", "coverage"])
def test_every_corner_of_a_square_has_the_same_rules(rule):
    arms = [arm("T", "P"), arm("T", "Q", **{rule: "x"}), arm("U", "P"), arm("U", "Q")]
    assert sides(arms).square is None


@pytest.mark.parametrize("rule", ["terms", "coverage"])
def test_an_opponent_has_the_rules_of_the_reference(rule):
    square = [arm("T", "P"), arm("T", "Q"), arm("U", "P"), arm("U", "Q")]
    assert sides([*square, arm("T", "Z", **{rule: "x"})]).opponent is None
    assert sides([*square, arm("T", "Z")]).opponent == 4


def test_names_are_the_regimes_only_if_they_tell_the_sides_apart():
    arms = [arm(t, p, regime=f"R{t}") for t in "TU" for p in "PQ"]
    assert sides(arms).names == ("RT", "RU")
    same = [arm(t, p, regime="R") for t in "TU" for p in "PQ"]
    assert sides(same).names == ("T + P", "U + Q")


def test_no_pair_is_shown_twice():
    arms = [arm("T", "P", role="best"), arm("T", "Q"), arm("U", "P"), arm("U", "Q")]
    pairs = sides(arms).pairs
    assert len(pairs) == len(set(pairs)) == 5


def test_without_a_square_the_second_arm_is_the_other():
    found = sides([arm("T", "P"), arm("T", "Q"), arm("T", "Z")])
    assert (found.reference, found.other) == (0, 1)
