"""docs/odd.md 8.5: nothing depends on how things are numbered, to 1e-9."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from worlds import (
    CELLS,
    COLUMNS,
    GEBIED,
    LABELS,
    PROGRAMMES,
    ROWS,
    SHEET,
    SPUKS,
    arrange,
    run,
    world,
)

from model.arrangement import Area, Pot, Tables
from model.assumptions import Assumptions
from model.geography import Geography
from model.synthetic import plain_opgaven, synthetic

ALL_TABLES = [CELLS, ROWS, COLUMNS, SHEET, Tables(Area.PROVINCIE, "all")]


def _equal_opgaven(order: tuple[int, ...]) -> Geography:
    """Four opgaven with equal parameters, their targets and luck laid in another order."""
    plain = plain_opgaven(4)
    like = {"deadline": 60, "running": 0.3, "building": 0.3, "min_planning": 10, "burden": 0.5,
            "min_building": 8, "own_share": 1.0, "court": False, "synergy": {}, "claim": {},
    }  # fmt: skip
    equal = tuple(replace(o, ministry=f"ministry {o.id}", **like) for o in plain)
    geography = synthetic(equal, 16, 4, 2)
    at = list(order)
    return replace(
        geography,
        opgaven=tuple(equal[k] for k in at),
        share=geography.share[:, at],
        opgave_key=geography.opgave_key[at],
    )


@pytest.mark.parametrize("tables", ALL_TABLES)
@pytest.mark.parametrize("pots", [SPUKS, GEBIED])
def test_permuting_opgaven_permutes_results(tables: Tables, pots: tuple[Pot, ...]) -> None:
    order = (2, 0, 3, 1)
    assumptions = Assumptions(density=0)
    plain = run(world(_equal_opgaven((0, 1, 2, 3)), assumptions), arrange(tables, pots))
    moved = run(world(_equal_opgaven(order), assumptions), arrange(tables, pots))
    assert moved.state.realised == pytest.approx(plain.state.realised[:, order], rel=1e-9)
    assert moved.state.draagvlak == pytest.approx(plain.state.draagvlak, rel=1e-9)
    assert not np.allclose(plain.state.realised, plain.state.realised[:, order])


def _twin_regions() -> Geography:
    """A region and its copy with copied luck, 200 km apart, each in a province of its own."""
    one = synthetic(plain_opgaven(3), 6, 1, 1)
    twice = {
        name: np.tile(getattr(one, name), 2)
        for name in ("inhabitants", "latitude", "spending", "solvency", "staff_imputed",
                     "municipality_key", "province_accounts", "region_key")
    }  # fmt: skip
    return replace(
        one,
        municipality_code=tuple(f"{side}{c}" for side in "AB" for c in one.municipality_code),
        municipality_name=tuple(f"{side}{c}" for side in "AB" for c in one.municipality_name),
        province_code=("PA", "PB"),
        province_name=("PA", "PB"),
        region_code=("RA", "RB"),
        region_name=("RA", "RB"),
        region_province=np.array([0, 1]),
        municipality_province=np.repeat([0, 1], 6),
        municipality_region=np.repeat([0, 1], 6),
        longitude=np.concatenate([one.longitude, one.longitude + 20]),
        share=np.tile(one.share, (2, 1)) / 2,
        **twice,
    )


@pytest.mark.parametrize("tables", ALL_TABLES)
@pytest.mark.parametrize("pots", [GEBIED, LABELS])
def test_a_copied_region_with_copied_luck_fares_the_same(
    tables: Tables, pots: tuple[Pot, ...]
) -> None:
    assumptions = Assumptions(density=4, reach_chain=20)
    for seed in range(3):
        country = world(_twin_regions(), assumptions, seed)
        assert len(country.links)
        state = run(country, arrange(tables, pots)).state
        assert state.realised[0] == pytest.approx(state.realised[1], rel=1e-9)
        assert state.credit[0] == pytest.approx(state.credit[1], rel=1e-9)
        assert state.trust[0] == pytest.approx(state.trust[1], rel=1e-9)
        assert np.any(state.realised[0] > 0)


def test_twins_part_when_money_is_shared() -> None:
    state = run(world(_twin_regions(), Assumptions(density=4)), arrange(ROWS, PROGRAMMES)).state
    assert state.realised[0] != pytest.approx(state.realised[1], rel=1e-9)
