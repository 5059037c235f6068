import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.shapley import mixes, shapley_values

RULES = ("a", "b", "c", "d")


def subsets(rules):
    return [frozenset(s) for n in range(len(rules) + 1) for s in itertools.combinations(rules, n)]


def by_orders(worth, rules):
    """What each rule adds, over all orders, counted one by one."""
    found = dict.fromkeys(rules, 0.0)
    orders = list(itertools.permutations(rules))
    for order in orders:
        for i, rule in enumerate(order):
            found[rule] += worth[frozenset(order[: i + 1])] - worth[frozenset(order[:i])]
    return {rule: total / len(orders) for rule, total in found.items()}


def games(count=1):
    numbers = st.floats(-10, 10, allow_nan=False, width=32)
    one = st.lists(numbers, min_size=16, max_size=16).map(
        lambda values: {s: np.array([v]) for s, v in zip(subsets(RULES), values, strict=True)}
    )
    return one if count == 1 else st.tuples(*[one] * count)


@given(games())
@settings(max_examples=50, deadline=None)
def test_the_values_are_the_mean_over_all_orders(worth):
    for rule, value in by_orders(worth, RULES).items():
        assert shapley_values(worth, RULES)[rule] == pytest.approx(value, abs=1e-9)


@given(games())
@settings(max_examples=50, deadline=None)
def test_efficiency(worth):
    total = sum(shapley_values(worth, RULES).values())
    assert total == pytest.approx(worth[frozenset(RULES)] - worth[frozenset()], abs=1e-9)


@given(games())
@settings(max_examples=50, deadline=None)
def test_symmetry(worth):
    """Two rules that do the same everywhere have the same value."""
    swap = {"a": "b", "b": "a"}
    same = {s: (v + worth[frozenset(swap.get(r, r) for r in s)]) / 2 for s, v in worth.items()}
    values = shapley_values(same, RULES)
    assert values["a"] == pytest.approx(values["b"], abs=1e-9)


@given(games(), st.floats(-5, 5, allow_nan=False))
@settings(max_examples=50, deadline=None)
def test_a_rule_that_always_adds_the_same_is_worth_that(worth, amount):
    dummy = {s: worth[s - {"d"}] + amount * ("d" in s) for s in worth}
    assert shapley_values(dummy, RULES)["d"] == pytest.approx(amount, abs=1e-9)


@given(games(2), st.floats(-3, 3, allow_nan=False))
@settings(max_examples=50, deadline=None)
def test_linearity(both, factor):
    one, two = both
    mixed = shapley_values({s: one[s] + factor * two[s] for s in one}, RULES)
    first, second = (shapley_values(w, RULES) for w in both)
    for rule in RULES:
        assert mixed[rule] == pytest.approx(first[rule] + factor * second[rule], abs=1e-8)


def test_every_point_has_its_own_values():
    worth = {s: np.array([float(len(s)), 2.0 * ("a" in s)]) for s in subsets(RULES)}
    values = shapley_values(worth, RULES)
    assert values["a"] == pytest.approx([1, 2])
    assert values["b"] == pytest.approx([1, 0])


def test_a_subset_that_is_missing_is_an_error():
    worth = {s: np.zeros(1) for s in subsets(RULES) if len(s) != 2}
    with pytest.raises(KeyError):
        shapley_values(worth, RULES)


def arm(*taken):
    return {"taken": ",".join(taken)}


def test_arms_are_mixes_only_if_all_of_them_are_there():
    assert mixes([arm(), arm("x"), arm("y"), arm("x", "y")]) == {
        frozenset(): 0, frozenset("x"): 1, frozenset("y"): 2, frozenset("xy"): 3,
    }  # fmt: skip
    assert mixes([arm(), arm("x"), arm("x", "y")]) is None
    assert mixes([arm(), arm("x"), arm("x"), arm("x", "y")]) is None
    assert mixes([{}, {}]) is None
