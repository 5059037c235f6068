"""docs/odd.md 8.3, 8.4, 8.8-8.10: what must hold whatever the numbers are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from draw import arrangements, countries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import (
    CELLS,
    COLUMNS,
    GEBIED,
    LABELS,
    ROWS,
    SHEET,
    SPUKS,
    arrange,
    history,
    run,
    same,
    world,
)  # fmt: skip

from model.arrangement import Area, Arrangement, Coverage, Pot, Tables, Terms
from model.assumptions import Assumptions
from model.codes import BROKEN, KEPT
from model.country import BUILDING, DECIDED, DONE, PLANNING, Country
from model.geography import Geography
from model.netherlands import Netherlands
from model.synthetic import plain_opgaven, synthetic

small = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
EQUAL_NOISE = Assumptions(noise_far=0.3, noise_near=0.3, capture=0)


# ------------------------------------------------------------------ 8.3 placebo, before start


def test_another_name_changes_nothing(nederland: Geography) -> None:
    country = world(nederland)
    first = arrange(ROWS, GEBIED)
    assert same(run(country, first), run(country, replace(first, name="placebo")))


@given(st.data())
@small
def test_before_start_every_arm_is_the_base(data: st.DataObject) -> None:
    country = data.draw(countries())
    arm = data.draw(arrangements(country))
    start = data.draw(st.integers(1, 79))
    arm = replace(arm, coverage=replace(arm.coverage, start=start))
    base = arm.coverage.base
    plain = Arrangement("base", base.tables, base.pots, base.terms, Coverage(base=base))
    one, other = (Netherlands(country, a, agents=False) for a in (arm, plain))
    for _ in range(start):
        one.step()
        other.step()
    assert same(one, other)


def test_an_arrangement_that_starts_changes_something(nederland: Geography) -> None:
    country = world(nederland)
    arm = replace(arrange(ROWS, GEBIED), coverage=Coverage(start=20))
    assert not same(run(country, arm), run(country, arrange(COLUMNS)))


@given(st.data())
@small
def test_switching_to_the_base_itself_is_no_switch(data: st.DataObject) -> None:
    country = data.draw(countries())
    base = data.draw(arrangements(country)).coverage.base
    plain = Arrangement("base", base.tables, base.pots, base.terms, Coverage(base=base))
    switch = replace(plain, coverage=Coverage(base=base, start=data.draw(st.integers(0, 79))))
    assert same(run(country, plain), run(country, switch))


# ---------------------------------------------------------------- 8.4 one opgave, one region


@given(st.data())
@small
def test_with_one_opgave_rows_are_cells(data: st.DataObject) -> None:
    geography = synthetic(plain_opgaven(1), 12, data.draw(st.integers(1, 4)), 1)
    country = world(geography, seed=data.draw(st.integers(0, 999)))
    for pots in (SPUKS, GEBIED):
        assert same(run(country, arrange(ROWS, pots)), run(country, arrange(CELLS, pots)))


@given(st.data())
@small
def test_with_one_region_columns_are_cells_and_sheet_is_row(data: st.DataObject) -> None:
    geography = synthetic(plain_opgaven(data.draw(st.integers(1, 4))), 12, 1, 1)
    country = world(geography, EQUAL_NOISE, seed=data.draw(st.integers(0, 999)))
    for pots in (SPUKS, GEBIED):
        assert same(run(country, arrange(COLUMNS, pots)), run(country, arrange(CELLS, pots)))
        assert same(run(country, arrange(SHEET, pots)), run(country, arrange(ROWS, pots)))


# ------------------------------------------------------- coverage: everybody draws on its own


@given(st.data())
@small
def test_neither_side_of_a_coverage_gets_more_than_flows_in_for_it(data: st.DataObject) -> None:
    country = data.draw(countries(shocks=False))
    geography = country.geography
    some = st.lists(st.sampled_from(geography.region_code), min_size=1, unique=True)
    coverage = Coverage(where=tuple(data.draw(some)))
    budget, national = (Pot("b", Area.REGIO, "all"),), (Pot("n", Area.RIJK, "all"),)
    pots = data.draw(st.sampled_from([budget, national]))
    model = run(country, Arrangement("part", ROWS, pots, Terms(), coverage))
    covered = np.isin(np.array(geography.region_code), coverage.where)[country.projects.region]
    new = ~country.projects.running
    share = country.target / np.maximum(country.target.sum(axis=0), 1e-300)
    quarters = np.array([min(80, o.last_start) for o in geography.opgaven])
    money = country.rijk_need * quarters * country.means.money
    for side in (covered, ~covered):
        regions = np.unique(country.projects.region[side])
        comes_in = float((share[regions] * money).sum())
        assert model.state.paid_rijk[new & side].sum() <= comes_in * (1 + 1e-9) + 1e-9


# ------------------------------------------------------------------------- 8.8 nothing at all


@pytest.mark.parametrize("tables", [COLUMNS, ROWS])
def test_without_staff_only_what_was_building_is_built(
    nederland: Geography, tables: Tables
) -> None:
    model = run(world(nederland, staff=0), arrange(tables))
    was_building = model.country.projects.phase == BUILDING
    assert np.array_equal(model.state.phase == DONE, was_building)


@pytest.mark.parametrize("pots", [SPUKS, GEBIED, LABELS])
def test_without_money_nothing_new_is_funded(nederland: Geography, pots: tuple[Pot, ...]) -> None:
    model = run(world(nederland, money=0), arrange(ROWS, pots))
    new = ~model.country.projects.running
    assert not np.any(model.state.paid_rijk[new] > 0)
    assert np.all(model.state.phase[new] <= DECIDED)


@pytest.mark.parametrize("tables", [COLUMNS, ROWS, SHEET, Tables(Area.GEMEENTE, "all")])
def test_when_all_lose_and_all_must_agree_nothing_is_decided(tables: Tables) -> None:
    opgaven = tuple(replace(o, burden=50.0) for o in plain_opgaven(3))
    assumptions = Assumptions(tolerance=0, spill=0, hetero=0.2)
    country = world(synthetic(opgaven, 12, 3, 2), assumptions)
    assert np.all(country.projects.value < 0)
    model = run(country, arrange(tables, terms=Terms(quorum=1, override=0)))
    assert not np.any((model.state.decided_quarter >= 0) & (model.state.decided_quarter < 80))
    assert np.any(model.state.attempts > 0)


# ---------------------------------------------------------------- 8.9 Mesa or not; Haaglanden


def test_with_or_without_agents_the_same_bits(nederland: Geography) -> None:
    country, arm = world(nederland), arrange(ROWS, GEBIED)
    mesa_run = Netherlands(country, arm)
    for _ in range(80):
        mesa_run.step()
    assert same(mesa_run, run(country, arm))
    mesa_run.close()


def _two_linked(window_luck: tuple[float, float]) -> Country:
    """One place, two decided and linked projects that wait for two windows (Haaglanden)."""
    opgaven = tuple(replace(o, own_share=0.0, running=0.0) for o in plain_opgaven(2))
    geography = synthetic(opgaven, 1, 1, 1)
    country = world(geography, Assumptions(density=0, decided_2021=0, pace=1, sync=2), money=9)
    projects, links = country.projects, country.links
    pair = [int(np.flatnonzero(projects.opgave == k)[0]) for k in (0, 1)]
    links = replace(
        links,
        first=np.array(pair[:1]),
        second=np.array(pair[1:]),
        chain=np.array([False]),
        synergy=np.array([True]),
        strength=np.array([0.5]),
        seen_luck=np.zeros((1, 2)),
        clash_luck=np.ones(1),
        strand_luck=np.ones(1),
    )
    return replace(country, links=links, window_luck=np.array(window_luck))


@pytest.mark.parametrize(("luck", "status"), [((0.3, 0.3), KEPT), ((0.3, 0.8), BROKEN)])
def test_haaglanden_a_stack_needs_its_pots_in_step(luck: tuple[float, float], status: int) -> None:
    pots = (Pot("ronde", Area.RIJK, "each", window=12),)
    model = run(_two_linked(luck), arrange(ROWS, pots))
    assert model.state.stacked_at[0] < 80
    assert model.state.link_status[0] == status


# ----------------------------------------------------------------------- 8.10 draws stay put


def test_adding_an_opgave_changes_no_draw() -> None:
    five = plain_opgaven(5)
    with_it = synthetic(five, 12, 3, 2)
    columns = slice(0, 4)
    without = replace(
        with_it, opgaven=five[:4], share=with_it.share[:, columns],
        opgave_key=with_it.opgave_key[columns],
    )  # fmt: skip
    big, less = world(with_it), world(without)
    kept = big.projects.opgave < 4
    for name in ("size", "cost", "value", "noise", "objection_luck", "override_key", "number"):
        assert np.array_equal(getattr(big.projects, name)[kept], getattr(less.projects, name)), name
    assert np.array_equal(big.start_credit[:, columns], less.start_credit)
    assert np.array_equal(big.window_luck[columns], less.window_luck)
    assert np.array_equal(big.cabinet, less.cabinet)


def test_changing_ambition_changes_no_draw() -> None:
    geography = synthetic(plain_opgaven(3), 12, 3, 2)
    more, less = world(geography, ambition=1.3), world(geography, ambition=0.7)
    where = {int(k): i for i, k in enumerate(more.projects.key)}
    at = np.array([where[int(k)] for k in less.projects.key])
    for name in ("noise", "objection_luck", "override_key"):
        assert np.array_equal(getattr(more.projects, name)[at], getattr(less.projects, name)), name
    ratio = more.projects.size[at] / more.projects.cost[at]
    assert ratio == pytest.approx(less.projects.size / less.projects.cost)
    assert np.array_equal(more.start_credit, less.start_credit)


def test_regrouping_regions_changes_no_draw(nederland: Geography) -> None:
    regrouped = replace(
        nederland,
        municipality_region=nederland.municipality_province,
        region_code=nederland.province_code,
        region_name=nederland.province_name,
        region_key=nederland.region_key[:12],
        region_province=np.arange(12),
    )
    one, other = world(nederland), world(regrouped)
    for part in ("projects", "links"):
        for name, values in vars(getattr(one, part)).items():
            if name != "region":
                assert np.array_equal(values, getattr(getattr(other, part), name)), name
    assert not np.array_equal(one.projects.region, other.projects.region)


def test_the_seed_changes_the_luck(nederland: Geography) -> None:
    arm = arrange(ROWS)
    assert history(run(world(nederland, seed=1), arm)) != history(
        run(world(nederland, seed=2), arm)
    )


def test_undone_work_is_planning_or_earlier(nederland: Geography) -> None:
    state = run(world(nederland), arrange(ROWS)).state
    assert np.all(state.work_left >= 0)
    assert np.all(state.work_left[(state.phase == BUILDING) | (state.phase == DONE)] == 0)
    assert np.any(state.phase == PLANNING)
