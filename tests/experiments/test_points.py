"""Points are columns: small, and each the same as the point it was made of."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import fake_world
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.compose import compose_study
from experiments.designs import draw_points
from experiments.points import DUMMY, MEANS, Input, Point, Points
from experiments.running.worker import Chunk, run_chunk
from experiments.storing.parts import read_columns
from experiments.storing.rows import Failure
from experiments.study import World
from model.arrangement import Terms
from model.assumptions import TABLE, Assumptions
from model.means import Means

PLAIN = [row for row in TABLE if not row.whole]
FIXED = Point(Assumptions(), Means())


def inside(name: str) -> st.SearchStrategy[float]:
    row = next(r for r in TABLE if r.name == name)
    return st.floats(row.low, row.high)


points = st.builds(
    lambda density, price, money, luck: Point(
        Assumptions(density=density, price=price), Means(money=money, money_steps=((20, 0.8),)),
        luck,
    ),
    inside("density"), inside("price"), st.floats(0.5, 1.5), st.integers(0, 2**40),
)  # fmt: skip


@given(st.lists(points, min_size=1, max_size=6))
def test_columns_give_back_the_points_they_were_made_of(given_points: list[Point]) -> None:
    found = Points.of(given_points)
    assert len(found) == len(given_points)
    assert list(found) == given_points
    assert [found[i] for i in range(-1, -len(given_points) - 1, -1)] == given_points[::-1]
    assert set(found.varied) <= {"density", "price", "money"}


@given(st.lists(points, min_size=1, max_size=6), st.slices(6))
def test_a_slice_is_the_points_of_that_slice(given_points: list[Point], part: slice) -> None:
    found = Points.of(given_points)[part]
    assert isinstance(found, Points)
    assert list(found) == given_points[part]


def test_there_is_no_point_beyond_the_last() -> None:
    found = draw_points("paired", 3, [Input("density", 0, 1.5, 4)], FIXED)
    with pytest.raises(IndexError):
        found[3]


def test_a_column_is_what_every_point_has() -> None:
    study = fake_world.fake_study(points=5)
    for name in ("density", "rhythm", *MEANS):
        assert study.points.column(name).tolist() == [p.value(name) for p in study.points]
    with pytest.raises(KeyError):
        study.points.column("densty")


@given(st.sampled_from([row.name for row in PLAIN]), st.floats(0, 1))
def test_another_value_changes_that_and_nothing_else(name: str, u: float) -> None:
    row = next(r for r in TABLE if r.name == name)
    value = row.low + u * (row.high - row.low)
    changed = FIXED.but({name: value})
    assert changed.value(name) == value
    assert changed.assumptions == Assumptions(**{name: value})
    assert changed.means == FIXED.means


def test_but_takes_means_terms_and_the_dummy_too() -> None:
    changed = FIXED.but({"money": 0.7, "terms.control": 0.2, DUMMY: 0.5})
    assert changed.means == Means(money=0.7)
    assert changed.assumptions == FIXED.assumptions
    assert changed.terms == {"terms.control": 0.2}
    assert changed.but({"terms.frame": 0.5}).terms == {"terms.control": 0.2, "terms.frame": 0.5}
    assert FIXED.but({}) is FIXED
    with pytest.raises(ValueError, match="densty: no such input"):
        FIXED.but({"densty": 1.0})
    with pytest.raises(ValueError, match="chain_share"):
        FIXED.but({"chain_share": 1.5})


def test_terms_of_a_point_hold_in_every_arm() -> None:
    arm = fake_world.fake_study().arms[0]
    assert FIXED.rules(arm) is arm
    ruled = FIXED.but({"terms.control": 0.2}).rules(arm)
    assert ruled.terms == Terms(control=0.2)
    assert (ruled.tables, ruled.pots, ruled.name) == (arm.tables, arm.pots, arm.name)


def test_twenty_thousand_points_take_little_room() -> None:
    drawn = [Input(row.name, row.low, row.default, row.high) for row in TABLE]
    drawn += [Input(name, 0.5, 0.9, 1.0) for name in ("money", "staff", "ambition")]
    made = draw_points("paired", 20_000, drawn, FIXED)
    packed = pickle.dumps(made)
    assert len(packed) < 12_000_000
    again = pickle.loads(packed)
    assert again[19_999] == made[19_999]
    assert np.isfinite(again.column("density")).all()


def test_a_world_that_cannot_be_is_failed_rows_and_the_next_is_run(tmp_path: Path) -> None:
    study = compose_study(["regime=gebiedsgericht", "points=3"], "x")
    share = np.array([0.5, 7.0, 0.5])
    wrong = replace(study, points=Points({"chain_share": share}, Point(Assumptions(), Means()),
                                         np.arange(3)))  # fmt: skip
    ran = []

    def run_one(_: object, world: World, begin: object) -> list[Failure]:
        ran.append(world.number)
        return [Failure("mine", "")] * 2

    report = run_chunk(wrong, tmp_path, Chunk((0, 1, 2), {}), run_one)
    assert ran == [0, 2]
    assert (report.worlds, report.failed) == (3, 6)
    rows = read_columns(tmp_path, "runs", None).to_pydict()
    assert rows["world"] == [0, 0, 1, 1, 2, 2]
    assert [error == "mine" for error in rows["error"]] == [True, True, False, False, True, True]
    assert "chain_share: 7.0 found" in rows["error"][2]
