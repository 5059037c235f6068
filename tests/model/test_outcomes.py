"""Outcomes against plain recounts of the state."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import GEBIED, ROWS, SPUKS, arrange, run, world

from model.geography import Geography
from model.netherlands import Netherlands
from model.outcomes import LOSSES, Outcomes, gini, lights, outcomes


@pytest.fixture(scope="module")
def model(nederland: Geography) -> Netherlands:
    return run(world(nederland), arrange(ROWS, SPUKS))


@pytest.fixture(scope="module")
def result(model: Netherlands) -> Outcomes:
    return outcomes(model)


def test_an_unfinished_run_has_no_outcomes(nederland: Geography) -> None:
    with pytest.raises(ValueError, match="finished run"):
        outcomes(Netherlands(world(nederland), arrange(ROWS, GEBIED), agents=False))


def test_realised_share_counts_each_opgave_at_its_own_deadline(
    model: Netherlands, result: Outcomes
) -> None:
    country, state = model.country, model.state
    done = np.zeros(country.target.shape)
    for j in range(len(country.projects)):
        k, r = country.projects.opgave[j], country.projects.region[j]
        if state.done_quarter[j] < country.geography.opgaven[k].deadline:
            done[r, k] += state.size[j]
    assert result.squares["q_deadline"] == pytest.approx(done)
    capped = np.minimum(done / country.target, 1) * country.target
    assert result.scalars["realised_share"] == pytest.approx(capped.sum() / country.target.sum())
    assert result.scalars["green_95"] == (done >= 0.95 * country.target).sum()
    assert (
        result.scalars["amber"]
        == ((done >= 0.70 * country.target) & (done < 0.95 * country.target)).sum()
    )
    per_opgave = [result.scalars[f"green_{o.id}"] for o in country.geography.opgaven]
    assert sum(per_opgave) == result.scalars["green_95"]
    assert result.scalars["green_90"] >= result.scalars["green_95"] >= result.scalars["green_100"]


def test_in_2040_everything_realised_is_counted(model: Netherlands, result: Outcomes) -> None:
    assert result.squares["q_2040"] == pytest.approx(model.state.realised)
    assert result.years["realised"][-1].sum() == pytest.approx(model.state.realised.sum())
    assert np.all(np.diff(result.years["realised"], axis=0) >= 0)


def test_money_per_year_and_opgave_adds_up_to_the_account(
    model: Netherlands, result: Outcomes
) -> None:
    assert result.years["rijk_money"].sum() == pytest.approx(model.state.spent.sum())
    assert result.years["own_money"].sum() == pytest.approx(model.state.own_drawn.sum())
    parts = sum(
        result.scalars[f"money_{p}"] for p in ("spent", "balance", "drifted", "lapsed", "cut")
    )
    assert parts == pytest.approx(1)


def test_hours_of_each_tier_add_up_to_its_staff(result: Outcomes) -> None:
    for tier in ("rijk", "provincie", "gemeente"):
        kinds = ("talk", "reporting", "applying", "work", "idle")
        assert sum(result.scalars[f"hours_{tier}_{k}"] for k in kinds) == pytest.approx(1)


def test_lost_money_is_split_by_what_was_lost(model: Netherlands, result: Outcomes) -> None:
    assert set(result.squares) >= {f"loss_{name}" for name in LOSSES}
    lapsed, cut = (result.squares[f"loss_{n}"].sum() for n in ("lapsed", "cut"))
    assert lapsed > 0
    assert cut > 0
    assert result.squares["loss_drifted"].sum() == 0  # no broad pots


def test_a_square_without_target_has_no_light() -> None:
    light = lights(np.array([[0.0, 1.0, 0.95]]), np.array([[0.0, 1.0, 1.0]]), 0.95)
    assert light.tolist() == [[False, True, True]]


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40))
def test_gini_is_half_the_relative_mean_difference(values: list[float]) -> None:
    x = np.array(values)
    if x.sum() <= 0:
        assert gini(x) == 0
        return
    plain = np.abs(x[:, None] - x[None, :]).sum() / (2 * len(x) * x.sum())
    assert gini(x) == pytest.approx(plain, abs=1e-9)


def test_welfare_is_a_harmonic_mean_of_what_is_realised(
    model: Netherlands, result: Outcomes
) -> None:
    target = model.country.target
    share = np.minimum(1, result.squares["q_deadline"] / target)
    later = [k for k, o in enumerate(model.country.geography.opgaven) if not o.here_and_now]
    regions = [
        0.0 if min(row) == 0 else len(row) / sum(1 / x for x in row) for row in share[:, later]
    ]
    weight = target.sum(axis=1) / target.sum()
    assert result.scalars["welfare_later"] == pytest.approx((weight * regions).sum())
    assert 0 < result.scalars["welfare_now"] < 1
