"""Compiles every submodel before the first study: in the parent, so that workers find it done."""

from __future__ import annotations

import time

from model.arrangement import Area, Arrangement, Pot, Tables
from model.assumptions import Assumptions
from model.drawing import build_country
from model.means import Means
from model.netherlands import Netherlands
from model.synthetic import plain_opgaven, synthetic


def warm_up() -> float:
    """Compile every submodel by running a country of four municipalities; seconds it took."""
    begin = time.perf_counter()
    geography = synthetic(plain_opgaven(2), municipalities=4, regions=2, provinces=1)
    country = build_country(geography, Assumptions(), Means(), seed=1)
    arrangement = Arrangement("warm", Tables(Area.REGIO, "all"), (Pot("p", Area.REGIO, "all"),))
    model = Netherlands(country, arrangement, agents=False)
    model.step()
    model.close()
    return time.perf_counter() - begin
