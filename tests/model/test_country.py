"""The country as drawn is the country of the specification, drawn a second time."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from draw import countries, numbers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle_country import PlainCountry, PlainLink, PlainProject, draw_country

from model.assumptions import Assumptions
from model.country import Country
from model.drawing import build_country
from model.geography import Geography
from model.means import Means
from model.synthetic import plain_opgaven, synthetic

OTHER = Assumptions(
    density=3.3, chain_share=0.5, reach_place=15, reach_chain=45, strength=0.5, synergy_shift=0.15,
    fixed=0.3, hetero=0.8, staff_spread=0.7, decided_2021=0.25, running=1.2, province_staff=0.3,
    ministry_staff=0.1,
)  # fmt: skip


def near(found: Any, expected: Any, what: str) -> None:
    np.testing.assert_allclose(
        np.asarray(found, dtype=float), np.asarray(expected, dtype=float),
        rtol=1e-9, atol=1e-9, err_msg=what,
    )  # fmt: skip


def column(items: list[Any], name: str, like: Any) -> Any:
    found = np.array([getattr(item, name) for item in items], dtype=like.dtype)
    return found.reshape(like.shape)


def same_country(country: Country) -> PlainCountry:
    """Every field, against the country drawn in plain Python."""
    plain = draw_country(country.geography, country.assumptions, country.means, country.seed)
    for name in ("target_mk", "target", "ideas", "dna", "rijk_need", "own_need", "own_weight",
                 "cabinet", "start_credit", "window_luck"):  # fmt: skip
        near(getattr(country, name), getattr(plain, name), name)
    governments = country.governments
    near(governments.staff, plain.staff, "staff")
    near(governments.size, plain.relative_size, "relative size")
    near(governments.cost_factor, plain.cost_factor, "cost factor")
    near(governments.need, plain.need, "need")
    near(governments.fte, plain.fte, "hours of one fte")
    parts: list[tuple[Any, list[Any], type]] = [
        (country.projects, plain.projects, PlainProject), (country.links, plain.links, PlainLink)
    ]  # fmt: skip
    for found, expected, kind in parts:
        assert len(found) == len(expected), kind.__name__
        for f in fields(kind):
            values = getattr(found, f.name)
            if values.dtype == np.float64:
                near(values, column(expected, f.name, values), f.name)
            else:
                assert np.array_equal(values, column(expected, f.name, values)), f.name
    return plain


def small(opgaven: int = 4, seed: int = 3, **sizes: int) -> Geography:
    sizes = {"municipalities": 9, "regions": 4, "provinces": 2, **sizes}
    return synthetic(plain_opgaven(opgaven), seed=seed, **sizes)


@pytest.mark.parametrize("seed", [1, 77])
@pytest.mark.parametrize(
    ("opgaven", "assumptions", "means"),
    [
        (4, Assumptions(), Means()),
        (4, OTHER, Means(staff=0.6, ambition=1.3, cabinet_probability=0.2)),
        (7, OTHER.but(synergy_shift=-0.4, staff_spread=0, running=0.9), Means(ambition=0.7)),
        (3, OTHER.but(strength=1, chain_share=0, staff_spread=1), Means(staff=1.3)),
        (2, OTHER.but(chain_share=1, decided_2021=1, synergy_shift=1), Means(ambition=1.1)),
        (1, OTHER, Means()),
    ],
    ids=["default", "other", "seven", "place", "chain", "one"],
)
def test_small_countries_are_drawn_as_written(
    opgaven: int, assumptions: Assumptions, means: Means, seed: int
) -> None:
    same_country(build_country(small(opgaven), assumptions, means, seed))


def test_one_municipality_has_no_chain_links() -> None:
    geography = small(3, municipalities=1, regions=1, provinces=1)
    country = build_country(geography, OTHER.but(density=4), Means(), 5)
    plain = same_country(country)
    assert plain.links
    assert not any(link.chain for link in plain.links)


def test_a_share_of_nothing_gives_no_project() -> None:
    geography = small()
    share = geography.share.copy()
    share[2, 1] = share[5, 0] = 0.0
    share /= share.sum(axis=0)
    given = {f.name: getattr(geography, f.name) for f in fields(geography)}
    country = build_country(Geography(**{**given, "share": share}), OTHER, Means(), 4)
    plain = same_country(country)
    assert not any((p.municipality, p.opgave) in ((2, 1), (5, 0)) for p in plain.projects)


@given(countries(shocks=False, most=7), st.data())
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_small_country_is_drawn_as_written(country: Country, data: st.DataObject) -> None:
    assumptions = country.assumptions.but(
        strength=data.draw(numbers(0, 1)),
        synergy_shift=data.draw(numbers(-0.5, 0.5)),
        fixed=data.draw(numbers(0, 1)),
        staff_spread=data.draw(numbers(0, 1)),
        running=data.draw(numbers(0, 1.4)),
        province_staff=data.draw(numbers(0, 0.5)),
        ministry_staff=data.draw(numbers(0, 0.2)),
    )
    same_country(build_country(country.geography, assumptions, country.means, country.seed))


@pytest.fixture(scope="module")
def real(nederland: Geography) -> PlainCountry:
    means = Means(staff=0.7, ambition=1.1)
    return same_country(build_country(nederland, Assumptions(running=1.1), means, seed=6))


def test_the_netherlands_are_drawn_as_written(real: PlainCountry) -> None:
    kinds = {p.phase for p in real.projects}
    assert kinds == {0, 1, 2, 3}
    assert {(link.chain, link.synergy) for link in real.links} == {
        (chain, synergy) for chain in (False, True) for synergy in (False, True)
    }


def test_what_was_drawn_looks_like_what_was_asked(real: PlainCountry) -> None:
    projects, links = real.projects, real.links
    size = [p.size for p in projects]
    assert sum(size) == pytest.approx(1.3 * 1.1 * 3000 * 7)
    assert np.mean([link.chain for link in links]) == pytest.approx(0.35, abs=0.05)
    assert 2 * len(links) / len(projects) == pytest.approx(1.5, abs=0.15)
    # Beta(2, 3) has mean .4: the mean strength is 2 x .35 x .4.
    assert np.mean([link.strength for link in links]) == pytest.approx(0.28, abs=0.02)
    idle = [p for p in projects if not p.running]
    assert np.mean([p.phase == 1 for p in idle]) == pytest.approx(0.15, abs=0.03)
    for k, o in enumerate(real.opgaven):
        running = sum(p.size for p in projects if p.opgave == k and p.running)
        assert running / 3000 == pytest.approx(1.1 * o.running, abs=0.06), o.id
    # Municipalities together have staff x need: 190 fte each at staff 1.
    hosts = real.staff[-len(real.need) :]
    assert sum(hosts) / real.fte / len(hosts) == pytest.approx(0.7 * 190)
