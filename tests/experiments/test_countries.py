"""The country of a world is drawn once for all its cells: that is a matter of speed only."""

from __future__ import annotations

import dataclasses

import fake_world
import numpy as np
import pytest

import model.drawing
from experiments.points import Points
from experiments.running import worker
from experiments.study import Cell, Study
from model.assumptions import TABLE, Assumptions
from model.country import Country
from model.drawing import build_country
from model.means import Means
from model.synthetic import plain_opgaven, synthetic
from model.variants import DRAWN, VARIANTS

# what acts during the run only; what the country is drawn from
RUN_TIME, DRAWING = ("price", "clash", "pace"), ("density", "hetero", "staff_spread")
CELLS = (
    Cell(),
    *(Cell(101 + i, n, factors={n: 0.8}) for i, n in enumerate((*RUN_TIME, *DRAWING))),
    Cell(111, "geld", factors={"money": 1.2}),
    *(Cell(1 + i, v, variant=v) for i, v in enumerate(v for v in VARIANTS if v)),
)


@pytest.fixture
def study() -> Study:
    return fake_world.fake_study(points=2, arms=2, cells=CELLS)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seeds of the countries that were drawn."""
    found: list[int] = []

    def counted(geography: object, assumptions: object, means: object, seed: int) -> Country:
        found.append(seed)
        return build_country(geography, assumptions, means, seed)  # type: ignore[arg-type]

    monkeypatch.setattr(model.drawing, "build_country", counted)
    monkeypatch.setattr(worker, "_COUNTRIES", worker._Countries())
    return found


def outcomes(study: Study, number: int) -> list[dict[str, float]]:
    results = worker.run_world(study, study.world(number), lambda _: None)
    assert not [r for r in results if hasattr(r, "error")]
    return [r.scalars for r in results]


def test_outcomes_are_the_same_with_and_without_what_was_kept(
    study: Study, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = list(study.world_numbers())
    kept = [outcomes(study, number) for number in numbers]
    with_cache = len(drawn)
    anew = []
    for number in numbers:
        monkeypatch.setattr(worker, "_COUNTRIES", worker._Countries())
        anew.append(outcomes(study, number))
    assert kept == anew
    assert len(drawn) - with_cache == len(numbers)
    assert with_cache < len(numbers)
    # and in another order
    assert [outcomes(study, number) for number in reversed(numbers)] == kept[::-1]


def test_only_what_acts_during_the_run_shares_a_country(study: Study, drawn: list[int]) -> None:
    numbers = {world.cell: world.number for world in map(study.world, study.world_numbers())
               if world.seed_index == world.point_index == 0}  # fmt: skip
    by_name = {cell.name: numbers[cell.number] for cell in CELLS}
    outcomes(study, by_name[""])
    for name in RUN_TIME:
        outcomes(study, by_name[name])
    assert len(drawn) == 1
    for count, name in enumerate(
        ("density", "hetero", "staff_spread", "geld", "V4", "V3", "V9"), 2
    ):
        outcomes(study, by_name[name])
        assert len(drawn) == count, name


def test_another_geography_is_another_country(study: Study, drawn: list[int]) -> None:
    other = synthetic(plain_opgaven(7), municipalities=13, regions=6, provinces=3)
    first = outcomes(study, 0)
    assert outcomes(dataclasses.replace(study, geography=other), 0) != first
    assert len(drawn) == 2


def same(a: object, b: object) -> bool:
    """Whether two countries, or parts of one, are equal to the bit, whatever they were made of."""
    if dataclasses.is_dataclass(a):
        names = [f.name for f in dataclasses.fields(a) if f.name != "assumptions"]
        return all(same(getattr(a, name), getattr(b, name)) for name in names)
    if isinstance(a, np.ndarray):
        return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    return a == b


@pytest.fixture(scope="module")
def geography() -> object:
    return synthetic(plain_opgaven(5), municipalities=15, regions=5, provinces=2)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_the_drawn_assumptions_are_what_a_country_reads(geography, row) -> None:
    """Every other one may vary without the country, and each of these changes it."""
    usual = build_country(geography, Assumptions(), Means(), 3)
    for value in (row.low, row.high):
        if value == row.default:
            continue
        country = build_country(geography, Assumptions(**{row.name: value}), Means(), 3)
        assert same(country, usual) == (row.name not in DRAWN)
    assert same(usual, build_country(geography, Assumptions(), Means(), 3))


def test_points_of_one_luck_and_other_inputs_do_not_share_a_country(drawn: list[int]) -> None:
    study = fake_world.fake_study(points=2, arms=2)
    together = dataclasses.replace(
        study, points=Points(study.points.columns, study.points.fixed, np.zeros(2, dtype=np.int64))
    )
    for number in together.world_numbers():
        outcomes(together, number)
    assert drawn == [1, 1]
