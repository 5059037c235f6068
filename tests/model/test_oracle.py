"""The engine is the oracle's equal: project by project, quarter by quarter."""

from __future__ import annotations

import pytest
from compare import compare
from draw import arrangements, varied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.arrangement import Area, Arrangement, Base, Pot, Tables
from model.assumptions import Assumptions
from model.drawing import build_country
from model.geography import Geography
from model.means import Means


@given(st.data())
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_engine_is_the_oracle_on_small_countries(data: st.DataObject) -> None:
    country, variant = data.draw(varied())
    compare(country, data.draw(arrangements(country)), variant=variant)


@pytest.mark.full
@pytest.mark.parametrize(
    "arrangement",
    [
        Arrangement("columns", Tables(Area.RIJK, "each"), Base().pots),
        Arrangement("rows", Tables(Area.REGIO, "all"), (Pot("gebied", Area.REGIO, "all"),)),
    ],
    ids=lambda a: a.name,
)
def test_engine_is_the_oracle_on_the_real_country(
    nederland: Geography, arrangement: Arrangement
) -> None:
    compare(build_country(nederland, Assumptions(), Means(), seed=1), arrangement)
