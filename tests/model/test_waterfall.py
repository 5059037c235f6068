"""The loss waterfall against the oracle's."""

from __future__ import annotations

import numpy as np
import pytest
from draw import arrangements, countries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Oracle
from worlds import ROWS, SPUKS, arrange, run

from model.arrangement import Arrangement
from model.assumptions import Assumptions
from model.country import Country
from model.drawing import build_country
from model.means import Means
from model.netherlands import Netherlands
from model.outcomes import LOSSES, outcomes
from model.synthetic import plain_opgaven, synthetic

THEIRS = {"settlement": "ambition", "too_little_money": "too little money",
          "own_share": "own share", "building_space": "building space"}  # fmt: skip


def compare_waterfalls(country: Country, arm: Arrangement) -> Netherlands:
    model = run(country, arm)
    squares, theirs = outcomes(model).squares, Oracle(country, arm).run().waterfalls()
    for name in LOSSES:
        other = np.array([[square[THEIRS.get(name, name)] for square in row] for row in theirs])
        assert squares[f"loss_{name}"] == pytest.approx(other, rel=1e-9, abs=1e-6), name
    return model


@given(st.data())
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_the_waterfall_is_the_oracle_s(data: st.DataObject) -> None:
    country = data.draw(countries())
    compare_waterfalls(country, data.draw(arrangements(country)))


def test_what_is_settled_after_the_deadline_was_not_lost_by_settling() -> None:
    assumptions = Assumptions(density=5, visibility=0.8, price=1, pace=0.02, rhythm=1)
    geography = synthetic(plain_opgaven(3), 10, 3, 2, seed=2)
    country = build_country(geography, assumptions, Means(money=0.6), 3)
    model = compare_waterfalls(country, arrange(ROWS, SPUKS))
    late = model.state.decided_quarter >= model.fixed["deadline"][country.projects.opgave]
    assert np.any(model.state.size[late] < country.projects.size[late])
