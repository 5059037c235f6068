"""The engine is the oracle's equal where rules meet that small random countries rarely combine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from compare import compare
from draw import arrangements, undrawn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import ROWS, SPUKS, arrange, run

from model.arrangement import Area, Arrangement, Base, Coverage, Pot, Tables, Terms
from model.assumptions import Assumptions
from model.country import Country
from model.drawing import build_country
from model.geography import Geography
from model.means import Means
from model.quarter.draagvlak import draagvlak
from model.quarter.thresholds import at_least, half_up, whole
from model.synthetic import plain_opgaven, synthetic

hard = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _all_at_once(seed: int, court: int, space: float) -> Country:
    """Many open conflicts, a court shock in the thick of it, queues for building."""
    opgaven = plain_opgaven(4)
    geography = synthetic(opgaven, 8, 3, 2, seed=seed)
    assumptions = Assumptions(
        density=5,
        synergy_shift=-0.4,
        clash=0.05,
        strand=0.6,
        visibility=0.0,
        decided_2021=0.5,
        startup=8,
        talk=6,
        report=4,
    )
    means = Means(
        staff=1.5,
        money=1.5,
        court_shock=court,
        building_space={o.id: space for o in opgaven},
    )
    return build_country(geography, assumptions, means, seed)


@given(st.data())
@hard
def test_engine_is_the_oracle_when_the_court_meets_a_queue(data: st.DataObject) -> None:
    country = _all_at_once(
        data.draw(st.integers(0, 999)),
        data.draw(st.integers(10, 50)),
        data.draw(st.sampled_from([0.0, 5.0, 20.0])),
    )
    compare(country, data.draw(arrangements(country)), variant=data.draw(undrawn))


def _ties(country: Country) -> Country:
    """The same country with everything that is compared rounded until it ties."""
    p = country.projects
    size = np.full(len(p), 8.0)
    return replace(
        country,
        projects=replace(
            p,
            size=size,
            cost=size.copy(),
            work=size.copy(),
            work_left=np.where(p.work_left > 0, 8.0, 0.0),
            value=np.where(p.key % 3 == 0, -4.0, 4.0),
            log_merit=np.zeros(len(p)),
            noise=np.floor(p.noise),
        ),
        links=replace(country.links, strength=np.full(len(country.links), 0.5)),
    )


@given(st.data())
@hard
def test_engine_is_the_oracle_where_everything_ties(data: st.DataObject) -> None:
    geography = synthetic(plain_opgaven(3), 8, 3, 2, seed=data.draw(st.integers(0, 50)))
    assumptions = Assumptions(
        density=4,
        capture=0,
        tolerance=0.1,
        spill=0,
        rhythm=data.draw(st.integers(1, 4)),
        pace=0.1,
    )
    country = _ties(build_country(geography, assumptions, Means(), data.draw(st.integers(0, 999))))
    compare(country, data.draw(arrangements(country)), variant=data.draw(undrawn))


def _holes(geography: Geography) -> Geography:
    """Some municipalities without a target for an opgave, and one region without any."""
    m, k = np.indices(geography.share.shape)
    holes = ((m + k) % 3 == 0) | (geography.municipality_region == 1)[:, None]
    share = np.where(holes, 0.0, geography.share)
    return replace(geography, share=share / share.sum(axis=0))


@given(st.data())
@hard
def test_engine_is_the_oracle_where_targets_are_missing(data: st.DataObject) -> None:
    geography = _holes(synthetic(plain_opgaven(3), 9, 3, 2, seed=data.draw(st.integers(0, 50))))
    means = Means(cabinet_probability=0.3)
    country = build_country(
        geography,
        Assumptions(density=3, cut=0.8, broken=0.3),
        means,
        data.draw(st.integers(0, 999)),
    )
    compare(country, data.draw(arrangements(country)), variant=data.draw(undrawn))


PAIRS = (("a", "b"), ("c", "d"))


def world(seed, assumptions, **means):
    return build_country(
        synthetic(plain_opgaven(4), 9, 4, 2, seed=1), assumptions, Means(**means), seed
    )


BROAD = (Pot("g", Area.REGIO, "all"),)


@pytest.mark.parametrize("scope", [None, ("a", "b")])
@pytest.mark.parametrize(
    "tables",
    [Tables(Area.PROVINCIE, "all"), Tables(Area.REGIO, "each"), Tables(Area.RIJK, PAIRS)],
    ids=["provincie", "cells", "pairs"],
)
def test_drift_is_halved_once_and_only_under_a_table_that_meets(tables, scope):
    country = world(5, Assumptions(drift=0.3, startup=4))
    base = Base(Tables(Area.REGIO, "all"), BROAD)
    arm = Arrangement("x", tables, BROAD, coverage=Coverage(scope=scope, start=9, base=base))
    compare(country, arm, quarters=40)


@pytest.mark.parametrize("area", [Area.REGIO, Area.PROVINCIE, Area.RIJK])
def test_presence_weighs_hosts_by_their_target_in_the_block(area):
    country = world(
        6, Assumptions(talk=12, attend_max=0.2, report=6, ministry_staff=9, province_staff=9)
    )
    compare(country, Arrangement("x", Tables(area, PAIRS), Base().pots), quarters=40)


def test_the_slack_of_thresholds():
    assert at_least(1 - 1e-10, 1.0)
    assert at_least(-1 - 1e-10, -1.0)
    assert not at_least(1 - 1e-8, 1.0)
    assert [whole(x) for x in (3 - 1e-10, 3 - 1e-8, -0.5)] == [3, 2, 0]
    assert [half_up(x) for x in (2.5, 2.4999)] == [3, 2]


@pytest.mark.parametrize(
    ("start", "finished", "burden", "end"), [(0.9, 100.0, 0.0, 1.0), (0.01, 0.0, 900.0, 0.0)]
)
def test_draagvlak_stays_between_0_and_1(start, finished, burden, end):
    level, trust = np.array([start]), np.array([0.5])
    one, pots = np.ones((1, 1)), np.zeros(1)
    draagvlak(
        0,
        0,
        one > 0,
        100 * one,
        np.array([100.0]),
        0 * one,
        np.array([finished]),
        np.array([burden]),
        np.zeros(1),
        np.array([40]),
        np.zeros(2),
        np.zeros(80, dtype=bool),
        pots,
        pots,
        np.ones((1, 1)),
        np.zeros(1, dtype=bool),
        0.1,
        0.2,
        0.3,
        level,
        trust,
        False,
    )
    assert level[0] == end


def test_without_own_funds_an_opgave_without_own_share_is_still_paid():
    """docs/odd.md S2: an opgave with own share 0 is paid wholly by the Rijk."""
    model = run(world(7, Assumptions(), own_funds=0), arrange(ROWS, SPUKS))
    projects, paid = model.country.projects, model.state.paid_rijk > 0
    assert np.any(paid[projects.opgave == 1])  # b has no own share
    assert not np.any(paid[projects.opgave != 1])


def test_without_staff_nothing_new_is_paid_even_if_applying_is_free():
    model = run(
        world(8, Assumptions(apply=0, report=0, running=0.0), staff=0), arrange(ROWS, SPUKS)
    )
    assert not np.any(model.state.paid_rijk > 0)


def test_of_equally_unwilling_hosts_the_first_gives_in():
    """Half of the hosts gain, the others are all as badly off: ties go by the lowest id (S5)."""
    country = build_country(
        synthetic(plain_opgaven(2), 12, 1, 1, seed=1),
        Assumptions(tolerance=0, spill=0, pace=0.02, startup=0),
        Means(),
        9,
    )
    p = country.projects
    value = np.where(p.municipality % 3 == 0, 20.0, -4.0)
    country = replace(country, projects=replace(p, value=value))
    terms = Terms(quorum=0.6, override=0)
    arm = Arrangement("x", Tables(Area.RIJK, "all"), Base().pots, terms)
    compare(country, arm, quarters=24)


@pytest.mark.parametrize("seed", range(3))
def test_a_host_weighs_with_the_trust_of_its_own_region(seed):
    """A province's package spans regions whose trust has come apart (S5)."""
    country = world(
        seed,
        Assumptions(
            tolerance=0.5,
            spill=0,
            hetero=1.2,
            trust_speed=0.5,
            density=0,
            startup=0,
            pace=0.02,
            rhythm=1,
        ),
        money=0.4,
        staff=0.4,
        ambition=1.4,
    )
    terms = Terms(quorum=1, override=0)
    compare(country, Arrangement("x", Tables(Area.PROVINCIE, "each"), Base().pots, terms))


@pytest.mark.parametrize("court", [9, 15, 21])
@pytest.mark.parametrize("seed", range(3))
def test_a_stack_breaks_when_the_court_strands_the_second(court, seed):
    """Long windows keep stacks waiting, with the first in planning (S7)."""
    country = world(
        seed,
        Assumptions(
            density=5,
            chain_share=0.4,
            strength=0.9,
            strand=1.0,
            clash=0.05,
            decided_2021=0.5,
            sync=40,
            pace=0.1,
            startup=0,
        ),
        court_shock=court,
        staff=1.5,
        money=1.5,
    )
    pots = (Pot("x", Area.RIJK, "each", window=24),)
    compare(country, Arrangement("x", Tables(Area.REGIO, "all"), pots), quarters=court + 3)


@pytest.mark.parametrize(
    "tables", [Tables(Area.REGIO, "all"), Tables(Area.PROVINCIE, "each"), Tables(Area.RIJK, "all")]
)
def test_engine_is_the_oracle_where_a_region_lies_in_two_provinces(tables):
    geography = synthetic(plain_opgaven(3), 9, 3, 2, seed=4)
    moved = geography.municipality_province.copy()
    first = [int(np.flatnonzero(geography.municipality_region == r)[0]) for r in range(3)]
    moved[first] = 1 - moved[first]  # one of each region lies in the other province
    geography = replace(geography, municipality_province=moved)
    assert np.any(moved != geography.region_province[geography.municipality_region])
    assumptions = Assumptions(
        talk=12, attend_max=0.3, report=6, province_staff=0.05, ministry_staff=9
    )
    country = build_country(geography, assumptions, Means(staff=1.5), 4)
    compare(country, Arrangement("x", tables, Base().pots), quarters=40)
