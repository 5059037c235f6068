"""docs/odd.md 8.6 and 8.7: money, hours and waterfall are exact; more means, not less result."""

from __future__ import annotations

import numpy as np
import pytest
from draw import arrangements, varied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import COLUMNS, GEBIED, PROGRAMMES, ROWS, SPUKS, arrange, realised_share, run, world

from model.arrangement import Pot, Tables
from model.assumptions import Assumptions
from model.geography import Geography
from model.netherlands import ConservationError, Netherlands
from model.outcomes import LOSSES, outcomes

ARMS = {
    "sectoraal + SPUKs": (COLUMNS, SPUKS), "sectoraal + gebied": (COLUMNS, GEBIED),
    "gebied + SPUKs": (ROWS, SPUKS), "gebied + gebied": (ROWS, GEBIED),
    "sectoraal + programma": (COLUMNS, PROGRAMMES),
}  # fmt: skip


@given(st.data())
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_every_quarter_balances_anywhere(data: st.DataObject) -> None:
    country, variant = data.draw(varied())
    arm = data.draw(arrangements(country))
    model = Netherlands(country, arm, agents=False, variant=variant)
    staff = country.governments.staff
    for _ in range(80):
        model.step()
        state = model.state
        used = state.talk + state.reporting + state.applying + state.work_hours + state.idle
        assert used == pytest.approx(staff, rel=1e-9)
        account = state.balance + state.spent + state.drifted + state.lapsed + state.cut
        assert account == pytest.approx(state.inflow, rel=1e-9)
        for name in ("talk", "reporting", "applying", "work_hours", "idle", "balance"):
            assert np.all(getattr(state, name) >= -1e-9), name
    assert state.spent.sum() == pytest.approx(state.paid_rijk.sum(), rel=1e-9)
    assert state.own_drawn.sum() == pytest.approx(state.paid_own.sum(), rel=1e-9)


@pytest.mark.parametrize("name", ARMS)
def test_every_arm_balances_on_the_real_country(nederland: Geography, name: str) -> None:
    model = run(world(nederland), arrange(*ARMS[name]))  # a leak raises ConservationError
    state = model.state
    assert state.spent.sum() == pytest.approx(state.paid_rijk.sum(), rel=1e-9)
    staff = np.array([model.country.governments.staff[model.country.governments.tier == i].sum()
                      for i in range(3)])  # fmt: skip
    assert state.hours_year[:, :, :5].sum(axis=2) == pytest.approx(
        np.tile(4 * staff, (20, 1)), rel=1e-9
    )


@pytest.mark.parametrize(
    ("array", "part", "what"),
    [("balance", 0, "pot 0"), ("idle", 20, "hours of"), ("own_drawn", 3, "own funds of")],
)
def test_a_leak_is_found(nederland: Geography, array: str, part: int, what: str) -> None:
    model = Netherlands(world(nederland), arrange(ROWS), agents=False)
    model.step()
    rule = model.schedule[-1][1]

    def leaky(*arguments: object) -> None:
        rule(*arguments)
        getattr(model.state, array)[part] += 1e3

    model.schedule[-1] = ("leak", leaky, *model.schedule[-1][2:])
    with pytest.raises(ConservationError, match=what):
        model.step()


@pytest.mark.parametrize("name", ARMS)
def test_the_waterfall_sums_to_what_is_unmet(nederland: Geography, name: str) -> None:
    squares = outcomes(run(world(nederland), arrange(*ARMS[name]))).squares
    unmet = np.maximum(0, squares["target"] - squares["q_deadline"])
    lost = sum(squares[f"loss_{cause}"] for cause in LOSSES)
    assert lost == pytest.approx(unmet, rel=1e-9, abs=1e-9)
    assert all(np.all(squares[f"loss_{cause}"] >= 0) for cause in LOSSES)


@pytest.mark.parametrize(
    ("means", "values"), [("money", (0.7, 0.9, 1.2)), ("staff", (0.6, 0.85, 1.3))]
)
@pytest.mark.parametrize(("tables", "pots"), [(COLUMNS, SPUKS), (ROWS, GEBIED)])
def test_more_means_never_give_clearly_less(
    nederland: Geography, means: str, values: tuple[float, ...], tables: Tables,
    pots: tuple[Pot, ...],
) -> None:  # fmt: skip
    assumptions = Assumptions(cut=0, density=0)
    arm = arrange(tables, pots)
    mean = [
        np.mean([
            realised_share(run(world(nederland, assumptions, seed, **{means: value}), arm))
            for seed in range(50)
        ])
        for value in values
    ]  # fmt: skip
    assert np.all(np.diff(mean) >= -0.005), mean
    assert mean[-1] > mean[0]
