"""Points: the default is the median, and more points change none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.designs import draw_points, hypercube, two_piece
from model.assumptions import TABLE
from model.means import Means

RANGES = {"money": (0.7, 1.2), "staff": (0.6, 1.3)}


def test_the_default_is_the_median_and_ranges_are_kept() -> None:
    points = draw_points("paired", 1000, Means(), RANGES, {})
    for row in TABLE:
        values = np.array([getattr(p.assumptions, row.name) for p in points])
        assert values.min() >= row.low
        assert values.max() <= row.high
        assert abs(np.mean(values < row.default) - np.mean(values > row.default)) <= 0.51
        if not row.whole:
            assert np.mean(values < row.default) == pytest.approx(0.5, abs=0.01)
    money = np.array([p.means.money for p in points])
    assert np.mean(money < 0.9) == pytest.approx(0.5, abs=0.01)
    assert (money.min(), money.max()) == (
        pytest.approx(0.7, abs=0.01),
        pytest.approx(1.2, abs=0.01),
    )
    assert {p.means.ambition for p in points} == {1.0}


def test_more_points_change_none() -> None:
    few, many = (draw_points("paired", n, Means(), RANGES, {}) for n in (120, 250))
    assert many[:120] == few


@given(st.sampled_from([r.name for r in TABLE]), st.integers(1, 3))
def test_a_column_is_a_hypercube_of_its_own(name: str, blocks: int) -> None:
    column = hypercube(name, "paired", 100 * blocks)
    for block in column.reshape(blocks, 100):
        assert sorted(np.floor(block * 100)) == list(range(100))


def test_columns_are_unrelated() -> None:
    columns = np.array([hypercube(r.name, "paired", 1000) for r in TABLE])
    off = np.corrcoef(columns) - np.eye(len(TABLE))
    assert np.abs(off).max() < 0.15


def test_fixing_one_shifts_no_other() -> None:
    free = draw_points("paired", 10, Means(), RANGES, {})
    fixed = draw_points("paired", 10, Means(), RANGES, {"density": 2})
    assert [p.assumptions.but(density=2) for p in free] == [p.assumptions for p in fixed]


def test_single_is_the_default_point() -> None:
    (point,) = draw_points("single", 50, Means(money=0.8), RANGES, {"price": 1})
    assert point.means == Means(money=0.8)
    assert point.assumptions.price == 1


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_two_pieces_meet_at_the_median(u: float, low: float, step: float) -> None:
    middle, high = low + step, low + 3 * step
    value = float(two_piece(np.array([u]), low, middle, high)[0])
    assert low - 1e-12 <= value <= high + 1e-12
    assert (value < middle + 1e-12) == (u < 0.5) or abs(value - middle) < 1e-9
