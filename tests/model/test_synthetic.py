"""The made-up country: any size, reproducible, and of one kind with the real one."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import luck
from model.geography import Geography
from model.synthetic import plain_opgaven, synthetic

SIZES = st.tuples(st.integers(1, 6), st.integers(0, 6), st.integers(0, 40)).map(
    lambda s: (s[0] + s[1] + s[2], s[0] + s[1], s[0])
)


def same(a: Geography, b: Geography) -> bool:
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(1, 8), st.integers(-5, 2**40))
def test_any_size_is_a_country(size: tuple[int, int, int], count: int, seed: int) -> None:
    m, r, p = size
    g = synthetic(plain_opgaven(count), m, r, p, seed)
    assert g.shape == (m, r, p, count)
    assert set(g.municipality_region) == set(range(r))
    assert set(g.municipality_province) == set(range(p))
    assert np.array_equal(g.municipality_province, g.region_province[g.municipality_region])
    assert np.ptp(np.bincount(g.municipality_region)) <= 1
    assert g.share.shape == (m, count)
    assert g.share.sum(axis=0) == pytest.approx(np.ones(count), abs=1e-12)
    assert np.all(g.share > 0)
    for values in (g.inhabitants, g.spending, g.solvency, g.province_accounts):
        assert np.all(values > 0)
    for field in fields(g):
        value = getattr(g, field.name)
        if isinstance(value, np.ndarray):
            assert not value.flags.writeable, field.name
            assert np.all(np.isfinite(value.astype(np.float64)))


def test_one_of_everything() -> None:
    g = synthetic(plain_opgaven(1), 1, 1, 1)
    assert g.shape == (1, 1, 1, 1)
    assert g.share.tolist() == [[1.0]]


def test_the_same_arguments_give_the_same_country_and_another_seed_another() -> None:
    opgaven = plain_opgaven(4)
    assert same(synthetic(opgaven, seed=3), synthetic(opgaven, seed=3))
    assert not same(synthetic(opgaven, seed=3), synthetic(opgaven, seed=4))


def test_an_opgave_more_or_another_order_changes_no_share_that_was_there() -> None:
    opgaven = plain_opgaven(4)
    four = synthetic(opgaven)
    assert np.array_equal(synthetic(opgaven[:3]).share, four.share[:, :3])
    assert np.array_equal(synthetic(opgaven[::-1]).share, four.share[:, ::-1])


def test_other_regions_change_only_the_grouping() -> None:
    opgaven = plain_opgaven(2)
    few, many = synthetic(opgaven, 24, 3, 3), synthetic(opgaven, 24, 8, 4)
    assert np.array_equal(few.share, many.share)
    assert np.array_equal(few.longitude, many.longitude)
    assert np.array_equal(few.municipality_key, many.municipality_key)


def test_keys_are_those_of_the_codes() -> None:
    g = synthetic(plain_opgaven(3))
    assert g.municipality_key.tolist() == [luck.text_key(c) for c in g.municipality_code]
    assert g.region_key.tolist() == [luck.text_key(c) for c in g.region_code]
    assert g.opgave_key.tolist() == [luck.text_key(o.id) for o in g.opgaven]
    assert len({*g.municipality_key.tolist(), *g.region_key.tolist()}) == 30


@pytest.mark.parametrize("municipalities", [24, 342])
def test_neighbours_lie_about_as_far_apart_as_in_the_netherlands(municipalities: int) -> None:
    g = synthetic(plain_opgaven(1), municipalities, 6, 3)
    apart = g.distance + np.where(np.eye(municipalities) > 0, np.inf, 0)
    assert 3 < np.median(apart.min(axis=1)) < 15
    assert g.longitude.min() >= 3.5
    assert g.longitude.max() <= 7.1
    assert g.latitude.min() >= 50.8
    assert g.latitude.max() <= 53.5


def test_provinces_are_strips_and_regions_strips_within_them() -> None:
    g = synthetic(plain_opgaven(1), 60, 9, 3, seed=1)
    for p in range(2):
        west, east = g.municipality_province == p, g.municipality_province == p + 1
        assert g.longitude[west].max() < g.longitude[east].min()
    for r in range(8):
        if g.region_province[r] == g.region_province[r + 1]:
            south, north = g.municipality_region == r, g.municipality_region == r + 1
            assert g.latitude[south].max() < g.latitude[north].min()


def test_municipalities_differ_as_real_ones_do() -> None:
    g = synthetic(plain_opgaven(3), 342, 30, 12)
    assert g.inhabitants.mean() == pytest.approx(53_000, rel=0.2)
    assert g.inhabitants.max() > 5 * g.inhabitants.mean()
    assert 0.03 < g.staff_imputed.mean() < 0.2
    assert np.std(g.share[:, 0] / g.share[:, 1]) > 0.2


@pytest.mark.parametrize("size", [(3, 4, 1), (6, 2, 3), (5, 3, 0), (0, 0, 0)])
def test_sizes_that_do_not_fit_are_refused(size: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="expected municipalities >= regions >= provinces >= 1"):
        synthetic(plain_opgaven(2), *size)


def test_a_country_without_opgaven_is_refused() -> None:
    with pytest.raises(ValueError, match="no opgave found"):
        synthetic(())


@pytest.mark.parametrize("count", [1, 2, 3, 7, 26])
def test_plain_opgaven_have_the_variety_tests_ask_for(count: int) -> None:
    opgaven = plain_opgaven(count)
    assert len({o.id for o in opgaven}) == count
    assert sum(o.court for o in opgaven) == 1
    assert sum(o.own_share == 0 for o in opgaven) == (count >= 2)
    assert len({o.ministry for o in opgaven}) in ({1} if count == 1 else {2, 3, 4})
    assert all(o.last_start > 0 for o in opgaven)
    for k, opgave in enumerate(opgaven):
        assert list(opgave.synergy) == [o.id for o in opgaven[: k + 1]]
        assert all(0 < chance < 1 for chance in opgave.synergy.values())
    if count >= 3:
        assert len({o.deadline for o in opgaven}) >= 2
        assert any(o.claim for o in opgaven)
        assert len({chance for o in opgaven for chance in o.synergy.values()}) > 2


@pytest.mark.parametrize("count", [0, 27])
def test_plain_opgaven_up_to_the_alphabet(count: int) -> None:
    with pytest.raises(ValueError, match="expected 1 to 26"):
        plain_opgaven(count)
