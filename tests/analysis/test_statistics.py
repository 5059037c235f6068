import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from analysis.statistics import (
    bca,
    difference,
    noise_floor,
    pairing,
    rank_correlations,
    ranks,
)

numbers = st.floats(-1e3, 1e3, width=32)
samples = arrays(np.float64, st.integers(2, 40), elements=numbers)


@given(samples)
def test_difference_lies_in_order_and_flips_with_the_sides(values):
    d, flipped = difference(values), difference(-values)
    slack = 1e-12 * max(1.0, float(np.max(np.abs(values))))
    assert d.low - slack <= d.median <= d.high + slack
    # exactly, to the last bit (docs/odd.md 8.3)
    assert (flipped.low, flipped.high) == (-d.high, -d.low)
    assert (flipped.mean, flipped.median) == (-d.mean, -d.median)


def test_difference_of_nothing():
    with pytest.raises(ValueError, match="no paired differences"):
        difference(np.array([]))


@pytest.mark.parametrize("statistic", ["mean", "median"])
@pytest.mark.parametrize("skew", [0.2, 1.2])
def test_bca_agrees_with_scipy(statistic, skew):
    values = np.random.default_rng(3).lognormal(0, skew, 80)
    ours = bca(values, statistic, resamples=20000)
    theirs = stats.bootstrap(
        (values,), getattr(np, statistic), method="BCa", n_resamples=20000, batch=2000, rng=1
    ).confidence_interval
    width = theirs.high - theirs.low
    assert ours[0] == pytest.approx(theirs.low, abs=0.08 * width)
    assert ours[1] == pytest.approx(theirs.high, abs=0.08 * width)


def test_bca_covers_the_mean_about_as_often_as_it_says():
    rng = np.random.default_rng(5)
    inside = 0
    for _ in range(300):
        low, high = bca(rng.exponential(1, 60), resamples=400)
        inside += low <= 1 <= high
    assert 0.89 <= inside / 300 <= 0.98


@given(samples)
def test_bca_is_repeatable_and_within_the_values(values):
    low, high = bca(values, resamples=200)
    assert (low, high) == bca(values, resamples=200)
    assert values.min() - 1e-9 <= low <= high <= values.max() + 1e-9


def test_bca_of_one_or_of_equal_values_is_that_value():
    assert bca(np.array([0.3])) == (0.3, 0.3)
    assert bca(np.zeros(50)) == (0, 0)


@given(st.integers(2, 25), st.integers(0, 3))
def test_the_median_left_out(n, ties):
    values = np.round(np.random.default_rng(n).normal(size=n), ties)
    from analysis.statistics import _left_out

    expected = [np.median(np.delete(values, i)) for i in range(n)]
    assert _left_out(values, "median") == pytest.approx(expected, abs=1e-15)


def test_pairing_by_hand():
    a, b = np.array([1.0, 2, 3, 6]), np.array([0.0, 2, 2, 4])
    pair = pairing(a, b)
    assert pair.paired == pytest.approx(np.var([1, 0, 1, 2], ddof=1))
    assert pair.unpaired == pytest.approx(np.var(a, ddof=1) + np.var(b, ddof=1))
    assert pair.correlation == pytest.approx(stats.pearsonr(a, b)[0])
    assert pair.ratio == pytest.approx(pair.unpaired / pair.paired)


def test_pairing_at_the_edges():
    a = np.array([1.0, 2, 3])
    assert pairing(a, a).ratio == np.inf
    assert np.isnan(pairing(np.ones(3), np.ones(3)).ratio)
    assert np.isnan(pairing(np.ones(3), a).correlation)
    assert np.isnan(pairing(a[:1], a[:1]).paired)


@given(arrays(np.float64, st.integers(1, 30), elements=st.integers(-3, 3).map(float)))
def test_ranks_share_ties(values):
    assert ranks(values) == pytest.approx(stats.rankdata(values) - 1)


def test_rank_correlations_order_and_leave_out_what_is_constant():
    rng = np.random.default_rng(1)
    strong, weak, fixed = rng.random(200), rng.random(200), np.ones(200)
    outcome = -3 * strong + 0.5 * weak
    found = rank_correlations({"fixed": fixed, "weak": weak, "strong": strong}, outcome)
    assert list(found) == ["strong", "weak"]
    assert found["strong"] == pytest.approx(stats.spearmanr(strong, outcome)[0])
    assert rank_correlations({"weak": weak}, fixed) == {}


def test_the_noise_floor_keeps_pure_noise_out():
    rng = np.random.default_rng(2)
    over = 0
    for _ in range(40):
        inputs = {str(i): rng.random(100) for i in range(30)}
        outcome = rng.random(100)
        largest = max(abs(r) for r in rank_correlations(inputs, outcome).values())
        over += largest > noise_floor(inputs, outcome)
    assert over <= 6  # 5 % of 40 is 2
    assert np.isnan(noise_floor({}, outcome))
