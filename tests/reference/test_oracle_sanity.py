"""The oracle runs on tiny countries; conservation holds under every kind of arrangement.

`Oracle.step` itself raises when money or hours do not close (oracle_stocks.check).
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # so that it also runs on its own

import pytest
from oracle import Oracle

from model.arrangement import Area, Arrangement, Base, Coverage, Pot, Tables, Terms
from model.assumptions import Assumptions
from model.country import Country
from model.drawing import build_country
from model.means import Means
from model.synthetic import plain_opgaven, synthetic

GROUPS = (("a", "c"), ("b", "d"))
SPUKS = (Pot("l", Area.RIJK, "each", 0.6, 6), Pot("r", Area.REGIO, "each", 0.4))
ARRANGEMENTS = {
    "sectoraal": Arrangement("x", Tables(Area.RIJK, "each"), SPUKS),
    "rows": Arrangement("x", Tables(Area.REGIO, "all"), (Pot("g", Area.REGIO, "all"),)),
    "sheet": Arrangement("x", Tables(Area.RIJK, "all"), (Pot("g", Area.RIJK, "all", 1, 8),)),
    "clusters": Arrangement(
        "x", Tables(Area.PROVINCIE, GROUPS),
        (Pot("a", Area.PROVINCIE, GROUPS, 0.7), Pot("b", Area.PROVINCIE, "each", 0.3, 3)),
        Terms(quorum=1, override=0.5, cofinancing=0.5),
    ),
    "fonds": Arrangement(
        "x", Tables(Area.GEMEENTE, "all"),
        (Pot("f", Area.GEMEENTE, "all", 0.5, 1, "inwoners"), Pot("n", Area.GEMEENTE, "each", 0.5)),
    ),
    "part": Arrangement(
        "x", Tables(Area.REGIO, "all"), (Pot("g", Area.REGIO, "all", 1, 1, "inwoners"),),
        Terms(frame=0.2, control=0.2),
        Coverage(scope=("a", "c"), where=("Regio 2", "SP03"), start=6),
    ),
    "shared block": Arrangement(
        "x", Tables(Area.RIJK, "all"), SPUKS, Terms(quorum=0.3),
        Coverage(where=("SP01",), start=3, base=Base(Tables(Area.RIJK, "all"), SPUKS)),
    ),
}  # fmt: skip
HARD = Means(
    court_shock=16, building_space={"a": 30.0}, price_steps=((10, 1.2), (30, 1.1)),
    money_steps=((20, 0.8),), own_funds=0.6,
)  # fmt: skip


def world(opgaven: int, regions: int, means: Means, assumptions: Assumptions) -> Country:
    provinces = min(3, regions)
    geography = synthetic(plain_opgaven(opgaven), 4 * regions, regions, provinces)
    return build_country(geography, assumptions, means, 7)


@pytest.mark.parametrize("name", ARRANGEMENTS)
@pytest.mark.parametrize("means", [Means(), HARD], ids=["plain", "hard"])
def test_runs_and_closes(name: str, means: Means) -> None:
    country = world(4, 5, means, Assumptions(density=3.0, talk=4.0, hetero=0.9))
    run = Oracle(country, ARRANGEMENTS[name]).run()
    assert sum(map(sum, run.snapshot()["realised"])) > 0
    for r in range(5):
        for k, opgave in enumerate(run.opgaven):
            unmet = max(0.0, country.target[r, k] - run.squares[r][k].realised_at_deadline)
            parts = run.waterfall(r, k)
            assert sum(parts.values()) == pytest.approx(unmet, rel=1e-9, abs=1e-9)
            assert min(parts.values()) >= 0
            clocks = [sum(p.clocks.values()) for p in run.squares[r][k].projects]
            assert max(clocks) <= opgave.deadline + 1e-9


def test_one_region_one_opgave() -> None:
    country = world(1, 1, Means(), Assumptions())
    runs = [Oracle(country, ARRANGEMENTS[n]).run().snapshot() for n in ("sectoraal", "rows")]
    assert all(sum(map(sum, run["realised"])) > 0 for run in runs)


def test_same_country_same_run_and_placebo() -> None:
    country = world(4, 5, Means(), Assumptions())
    first, second = (Oracle(country, ARRANGEMENTS["rows"]).run(40).snapshot() for _ in range(2))
    assert first == second


def test_before_its_start_an_arrangement_is_the_base() -> None:
    country = world(4, 5, Means(), Assumptions())
    arm, base = Oracle(country, ARRANGEMENTS["part"]), Oracle(country, ARRANGEMENTS["sectoraal"])
    for quarter in range(8):
        arm.step()
        base.step()
        same = [arm.snapshot()[key] == base.snapshot()[key] for key in ("phase", "credit", "asked")]
        assert all(same) == (quarter < 6)


def test_null_of_the_tables() -> None:
    """Section 8, point 1: at neutral values every tiling of tables gives the same Q."""
    neutral = Assumptions(
        density=0, complexity=0, startup=0, talk=0, specialisation=0, capture=0, drift=0,
        noise_far=0.3, noise_near=0.3, tolerance=float("inf"),
    )  # fmt: skip
    country = world(4, 5, Means(), neutral)
    outcomes = []
    for area in Area:
        for opgaven in ("each", "all", GROUPS):
            arm = Arrangement("x", Tables(area, opgaven), SPUKS, Terms(frame=1))
            outcomes.append(Oracle(country, arm).run().snapshot()["realised"])
    assert all(outcome == outcomes[0] for outcome in outcomes)


@pytest.mark.parametrize("means", [Means(staff=0), Means(money=0, own_funds=0)])
def test_nothing_new_without_means(means: Means) -> None:
    country = world(4, 5, means, Assumptions())
    run = Oracle(country, ARRANGEMENTS["rows"]).run()
    assert not [p for p in run.projects if p.paid is not None and p.paid >= 0]
    if not means.staff:
        started = {p.index for p in run.projects if p.finish is not None}
        assert started == {i for i, phase in enumerate(country.projects.phase) if phase == 3}
