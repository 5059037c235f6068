"""The Mesa model: what a Mesa user expects, and that no model outlives its use."""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import weakref
from pathlib import Path

import mesa
import numpy as np
import pytest
from worlds import GEBIED, ROWS, SPUKS, arrange, world

from model.arrangement import Terms
from model.geography import Geography
from model.governments import Ministry, Municipality, Province
from model.netherlands import SCHEDULE, Netherlands
from model.synthetic import plain_opgaven, synthetic
from model.variants import VARIANTS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def netherlands(nederland: Geography) -> Netherlands:
    model = Netherlands(world(nederland), arrange(ROWS, GEBIED))
    for _ in range(24):
        model.step()
    return model


def test_agents_by_type_select_group_and_aggregate(netherlands: Netherlands) -> None:
    kinds = netherlands.agents_by_type
    assert {k.__name__: len(kinds[k]) for k in kinds} == {
        "Ministry": 5,
        "Province": 12,
        "Municipality": 342,
    }
    by_municipality = kinds[Municipality].agg("realised", sum)
    assert by_municipality == pytest.approx(netherlands.state.realised.sum())
    assert kinds[Province].agg("realised", sum) == pytest.approx(by_municipality)
    assert kinds[Ministry].agg("realised", sum) == pytest.approx(by_municipality)
    large = kinds[Municipality].select(lambda m: m.inhabitants > 100_000)
    assert 20 < len(large) < 60
    groups = kinds[Municipality].groupby("province")
    assert groups.count()["Zeeland"] == 13
    assert sum(groups.agg("staff", sum).values()) == pytest.approx(
        kinds[Municipality].agg("staff", sum)
    )


def test_a_data_collector_follows_the_run(nederland: Geography) -> None:
    model = Netherlands(world(nederland), arrange(ROWS, SPUKS))
    collector = mesa.DataCollector(
        model_reporters={
            "realised": lambda m: float(m.state.realised.sum()),
            "talk": lambda m: m.agents_by_type[Municipality].agg("talk", sum),
        }
    )
    for _ in range(8):
        model.step()
        collector.collect(model)
    frame = collector.get_model_vars_dataframe()
    assert len(frame) == 8
    assert frame["realised"].is_monotonic_increasing
    assert frame["realised"].iloc[-1] > 0
    assert (frame["talk"] > 0).all()
    model.close()


def test_agents_are_windows_on_the_state(netherlands: Netherlands) -> None:
    agent = next(iter(netherlands.agents_by_type[Municipality]))
    agent.talk = 123.0
    assert netherlands.state.talk[agent.row] == 123.0
    netherlands.state.idle[agent.row] = 7.0
    assert agent.idle == 7.0


def test_what_each_government_knows_of_itself(netherlands: Netherlands) -> None:
    kinds = netherlands.agents_by_type
    opgaven = [o for ministry in kinds[Ministry] for o in ministry.opgaven]
    assert sorted(opgaven) == sorted(o.id for o in netherlands.country.geography.opgaven)
    regions = [r for province in kinds[Province] for r in province.regions]
    assert sorted(regions) == sorted(netherlands.country.geography.region_name)
    tables = np.concatenate([p.chaired_tables for p in kinds[Province]])
    pots = np.concatenate([p.pots for p in kinds[Province]])
    assert len(tables) == len(regions) == len(set(tables.tolist()))
    assert len(pots) >= len(regions)
    projects = [j for m in kinds[Municipality] for j in m.project_ids.tolist()]
    assert sorted(projects) == list(range(len(netherlands.country.projects)))
    host = next(iter(kinds[Municipality].select(lambda m: len(m.projects) > 3)))
    assert host.projects[0]["phase"] in {"idea", "decided", "planning", "building", "done"}
    assert sum(host.hours.values()) == pytest.approx(host.staff)
    assert any("+" in table for table in host.account)


def test_own_funds_left_are_never_below_zero(netherlands: Netherlands) -> None:
    left = [m.own_funds for m in netherlands.agents_by_type[Municipality]]
    assert min(left) > -1e-9
    assert max(left) > 0


def test_the_schedule_is_a_list_one_can_print(netherlands: Netherlands) -> None:
    ids = [label.split()[0] for label, *_ in netherlands.schedule]
    assert ids == ["S8", *[f"S{i}" for i in range(1, 13)]]
    seconds = netherlands.time_submodels()
    assert set(seconds) == {label for label, _ in SCHEDULE}
    assert netherlands.quarter == 80
    with pytest.raises(StopIteration, match="80 quarters"):
        netherlands.step()


def test_no_model_stays_alive(nederland: Geography) -> None:
    country, arm = world(nederland), arrange(ROWS)
    seen = []
    for agents in (True, False):
        for _ in range(3):
            model = Netherlands(country, arm, agents=agents)
            model.step()
            seen.append(weakref.ref(model))
            model.close()
            del model
    gc.collect()
    assert [ref() for ref in seen] == [None] * 6


PROGRAM = """
import hashlib, sys
sys.path[:0] = [{root!r}, {reference!r}]
from model.synthetic import plain_opgaven, synthetic
from worlds import GEBIED, ROWS, arrange, history, run, world
model = run(world(synthetic(plain_opgaven(3), 10, 3, 2), court_shock=20), arrange(ROWS, GEBIED))
extra = [model.state.clocks.tobytes(), model.state.trust.tobytes(), model.state.account.tobytes()]
print(hashlib.sha256(b"".join(history(model) + extra)).hexdigest())
"""


def test_uncompiled_gives_the_same_bits() -> None:
    text = PROGRAM.format(root=str(ROOT), reference=str(ROOT / "tests" / "reference"))
    printed = {
        subprocess.run(
            [sys.executable, "-W", "error", "-c", text],
            env={**os.environ, "NUMBA_DISABLE_JIT": disabled},
            check=True, capture_output=True, text=True,
        ).stdout
        for disabled in ("0", "1")
    }  # fmt: skip
    assert len(printed) == 1


def test_one_compiled_version_of_every_submodel(nederland: Geography) -> None:
    """A second signature would compile again in the middle of a sweep."""
    Netherlands(world(nederland), arrange(ROWS), agents=False).run()
    small = synthetic(plain_opgaven(2), 6, 2, 1)
    Netherlands(world(small), arrange(ROWS), agents=False).run()
    sent = pickle.loads(pickle.dumps(nederland))  # as a worker gets it
    Netherlands(world(sent), arrange(ROWS), agents=False).run()
    country = world(small, conversion=0.9)
    for name in ("V1", "V2", "V5", "V6", "V7", "V8"):
        Netherlands(country, arrange(ROWS, GEBIED), agents=False, variant=VARIANTS[name]).run()
    whole = Terms(1, 0, 1, 1, 1, 0, 0)  # as YAML may write them
    Netherlands(country, arrange(ROWS, GEBIED, whole), agents=False).run()
    for _, rule in SCHEDULE:
        assert len(getattr(rule, "signatures", [0])) == 1, rule
