"""S2, conversion: what moves from single-opgave to broad pots arrives in part (docs/odd.md 3.5)."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from compare import compare
from worlds import (
    COLUMNS,
    FUND,
    GEBIED,
    LABELS,
    NATIONAL,
    PROGRAMMES,
    ROWS,
    SPUKS,
    arrange,
    run,
    same,
    world,
)  # fmt: skip

from model.arrangement import Area, Arrangement, Base, Coverage, Pot
from model.means import Means
from model.netherlands import Netherlands
from model.state import State
from model.synthetic import plain_opgaven, synthetic

SMALL = synthetic(plain_opgaven(4), 12, 4, 2)
PAIRS = (("a", "b"),)


def came_in(arm: Arrangement, conversion: float) -> tuple[float, float]:
    """What flowed into single and into broad pots."""
    model = run(world(SMALL, conversion=conversion), arm)
    broad = model.layout.pot_broad
    return float(model.state.inflow[~broad].sum()), float(model.state.inflow[broad].sum())


def test_at_1_nothing_changes() -> None:
    arm = arrange(ROWS, GEBIED)
    plain, other = run(world(SMALL), arm), run(world(SMALL, conversion=1), arm)
    for f in fields(State):
        assert np.array_equal(getattr(plain.state, f.name), getattr(other.state, f.name)), f.name
    assert Means().conversion == 1


@pytest.mark.parametrize("pots", [SPUKS, LABELS, PROGRAMMES], ids=["spuks", "labels", "programmes"])
def test_single_opgave_pots_lose_nothing(pots: tuple[Pot, ...]) -> None:
    for tables in (ROWS, COLUMNS):
        arm = arrange(tables, pots)
        plain, other = run(world(SMALL), arm), run(world(SMALL, conversion=0.5), arm)
        assert same(plain, other)
        assert np.array_equal(plain.state.inflow, other.state.inflow)


@pytest.mark.parametrize("pots", [GEBIED, NATIONAL, FUND], ids=["gebied", "national", "fund"])
@pytest.mark.parametrize("conversion", [0.9, 0.5, 0.0])
def test_of_what_moves_only_that_part_arrives(pots: tuple[Pot, ...], conversion: float) -> None:
    arm = arrange(ROWS, pots)
    _, plain = came_in(arm, 1)
    single, broad = came_in(arm, conversion)
    assert single == 0
    assert broad == pytest.approx(conversion * plain, rel=1e-9)
    assert plain > 0


def test_only_the_difference_with_the_base_moves() -> None:
    """Base .3 broad; the arrangement .8, in two pots: .5 moves, and half of that is lost."""
    base = Base(pots=(Pot("b", Area.RIJK, "all", 0.3), Pot("l", Area.REGIO, "each", 0.7)))
    pots = (
        Pot("g", Area.REGIO, "all", 0.6), Pot("n", Area.RIJK, "all", 0.2),
        Pot("l", Area.REGIO, "each", 0.2),
    )  # fmt: skip
    arm = replace(arrange(ROWS, pots), coverage=Coverage(base=base))
    one, half = (run(world(SMALL, conversion=c), arm) for c in (1, 0.5))
    total = float(one.state.inflow.sum())
    broad = one.layout.pot_broad
    assert half.state.inflow[broad] == pytest.approx(
        one.state.inflow[broad] * (0.8 - 0.25) / 0.8, rel=1e-9
    )
    assert np.array_equal(half.state.inflow[~broad], one.state.inflow[~broad])
    assert half.state.inflow.sum() == pytest.approx(0.75 * total, rel=1e-9)


def test_broad_pots_of_the_base_lose_nothing_where_the_base_goes_on() -> None:
    base = Base(pots=(Pot("b", Area.RIJK, "all", 0.3), Pot("l", Area.REGIO, "each", 0.7)))
    coverage = Coverage(where=SMALL.region_code[:2], base=base)
    arm = replace(arrange(ROWS, GEBIED), coverage=coverage)
    one, half = (run(world(SMALL, conversion=c), arm) for c in (1, 0.5))
    new = one.layout.pot_broad & (one.layout.pot_span_area == 0)
    assert half.state.inflow[new] == pytest.approx((1 - 0.7 / 2) * one.state.inflow[new], rel=1e-9)
    assert np.array_equal(half.state.inflow[~new], one.state.inflow[~new])
    assert one.state.inflow[one.layout.pot_broad & ~new].sum() > 0


def test_the_way_back_to_single_pots_costs_and_gains_nothing() -> None:
    arm = replace(arrange(ROWS, LABELS), coverage=Coverage(base=Base(pots=GEBIED)))
    assert came_in(arm, 0.5) == came_in(arm, 1)


def test_a_group_is_broad_only_for_the_opgaven_it_names() -> None:
    """What is not named in the groups of a pot stays single, and loses nothing."""
    arm = arrange(ROWS, (Pot("p", Area.REGIO, PAIRS),))
    one, half = (run(world(SMALL, conversion=c), arm) for c in (1, 0.5))
    broad = one.layout.pot_broad
    assert half.state.inflow[broad] == pytest.approx(0.5 * one.state.inflow[broad], rel=1e-9)
    assert np.array_equal(half.state.inflow[~broad], one.state.inflow[~broad])
    assert one.state.inflow[broad].sum() > 0
    assert one.state.inflow[~broad].sum() > 0


@pytest.mark.parametrize("key", ["need", "inwoners"])
def test_neither_before_the_start_nor_outside_the_coverage(key: str) -> None:
    coverage = Coverage(where=SMALL.region_code[:2], start=6)
    pots = (Pot("g", Area.REGIO, "all", key=key),) if key == "need" else FUND
    arm = replace(arrange(ROWS, pots), coverage=coverage)
    models = [
        Netherlands(world(SMALL, conversion=c), arm, agents=False) for c in (1, 0.5)
    ]  # fmt: skip
    for t in range(12):
        for model in models:
            model.step()
        one, half = (model.state.inflow for model in models)
        broad = models[0].layout.pot_broad
        assert np.array_equal(one[~broad], half[~broad])
        assert half[broad] == pytest.approx(0.5 * one[broad], rel=1e-9)
        assert (one[broad].sum() > 0) == (t >= 6)


def test_own_funds_are_not_converted() -> None:
    arm = arrange(ROWS, GEBIED)
    one, half = (run(world(SMALL, conversion=c), arm) for c in (1, 0.5))
    assert np.array_equal(one.fixed["own_cumulative"], half.fixed["own_cumulative"])
    assert half.state.realised.sum() < one.state.realised.sum()


@pytest.mark.parametrize("pots", [GEBIED, FUND, (Pot("p", Area.PROVINCIE, PAIRS, 0.5), *LABELS)],
                         ids=["gebied", "fund", "mixed"])  # fmt: skip
def test_the_oracle_agrees(pots: tuple[Pot, ...]) -> None:
    if len(pots) == 2:
        pots = (pots[0], replace(pots[1], share=0.5))
    coverage = Coverage(where=SMALL.region_code[1:], start=3)
    arm = replace(arrange(ROWS, pots), coverage=coverage)
    compare(world(SMALL, conversion=0.6), arm, quarters=30)


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_part_lies_between_0_and_1(value: float) -> None:
    with pytest.raises(ValueError, match=r"scenario\.conversion"):
        Means(conversion=value)
