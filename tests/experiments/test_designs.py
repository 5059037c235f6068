"""Points: the default is the median, and more points change none."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.compose import compose_study
from experiments.designs import draw_points, hypercube, two_piece
from experiments.options import Options
from experiments.points import Input, Point, Points
from experiments.preflight import InputError
from experiments.runner import _mine
from experiments.study import Cell
from model.assumptions import TABLE, Assumptions
from model.means import Means

DRAWN = [Input(row.name, row.low, row.default, row.high) for row in TABLE]
DRAWN += [Input("money", 0.7, 0.9, 1.2), Input("staff", 0.6, 0.85, 1.3)]
FIXED = Point(Assumptions(), Means())


def same(a: Points, b: Points) -> bool:
    """Whether two sets of points are the same to the bit."""
    return (
        a.varied == b.varied
        and a.fixed == b.fixed
        and all((a.columns[name] == b.columns[name]).all() for name in a.columns)
        and a.luck.tolist() == b.luck.tolist()
    )


def test_the_default_is_the_median_and_ranges_are_kept() -> None:
    points = draw_points("paired", 1000, DRAWN, FIXED)
    for row in TABLE:
        values = points.column(row.name)
        assert values.min() >= row.low
        assert values.max() <= row.high
        assert abs(np.mean(values < row.default) - np.mean(values > row.default)) <= 0.51
        if row.whole:
            assert (values == np.floor(values)).all()
        else:
            assert np.mean(values < row.default) == pytest.approx(0.5, abs=0.01)
    money = points.column("money")
    assert np.mean(money < 0.9) == pytest.approx(0.5, abs=0.01)
    assert (money.min(), money.max()) == (
        pytest.approx(0.7, abs=0.01),
        pytest.approx(1.2, abs=0.01),
    )
    assert "ambition" not in points.varied
    assert set(points.column("ambition")) == {1.0}
    assert points.luck.tolist() == list(range(1000))


def test_more_points_change_none() -> None:
    few, many = (draw_points("paired", n, DRAWN, FIXED) for n in (120, 250))
    assert same(many[:120], few)


def test_another_number_of_points_is_another_lhs() -> None:
    few, many = (draw_points("lhs", n, DRAWN, FIXED) for n in (120, 250))
    assert not same(many[:120], few)
    for name in ("density", "price"):
        row = next(r for r in TABLE if r.name == name)
        u = np.where(
            many.column(name) < row.default,
            (many.column(name) - row.low) / (row.default - row.low) / 2,
            0.5 + (many.column(name) - row.default) / (row.high - row.default) / 2,
        )
        assert sorted(np.floor(u * 250)) == list(range(250))  # one in each slice of them all


@given(st.sampled_from([r.name for r in TABLE]), st.integers(1, 3))
def test_a_column_is_a_hypercube_of_its_own(name: str, blocks: int) -> None:
    column = hypercube(name, "paired", 100 * blocks)
    for block in column.reshape(blocks, 100):
        assert sorted(np.floor(block * 100)) == list(range(100))


def test_columns_are_unrelated() -> None:
    columns = np.array([hypercube(r.name, "paired", 1000) for r in TABLE])
    off = np.corrcoef(columns) - np.eye(len(TABLE))
    assert np.abs(off).max() < 0.15


def test_fixing_one_shifts_no_other() -> None:
    free = draw_points("paired", 10, DRAWN, FIXED)
    others = [drawn for drawn in DRAWN if drawn.name != "density"]
    fixed = draw_points("paired", 10, others, Point(Assumptions(density=2), Means()))
    assert [p.assumptions.but(density=2) for p in free] == [p.assumptions for p in fixed]
    assert [p.means for p in free] == [p.means for p in fixed]


@pytest.mark.parametrize("design", ["single", "factorial"])
def test_some_designs_are_at_the_default_point(design: str) -> None:
    here = Point(Assumptions(price=1), Means(money=0.8))
    (point,) = draw_points(design, 50, DRAWN, here)
    assert point.means == Means(money=0.8)
    assert point.assumptions == Assumptions(price=1)


@pytest.mark.parametrize("design", ["grid", "shapley"])
def test_some_designs_have_paired_points(design: str) -> None:
    assert same(draw_points(design, 7, DRAWN, FIXED), draw_points("paired", 7, DRAWN, FIXED))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_two_pieces_meet_at_the_median(u: float, low: float, step: float) -> None:
    middle, high = low + step, low + 3 * step
    value = float(two_piece(np.array([u]), low, middle, high)[0])
    assert low - 1e-12 <= value <= high + 1e-12
    assert (value < middle + 1e-12) == (u < 0.5) or abs(value - middle) < 1e-9


# ------------------------------------------------------------------ what is drawn


def test_only_what_is_named_is_drawn_over_the_range_given() -> None:
    study = compose_study(
        ["inputs={density: [1, 2], money: null, terms.control: [0, 0.4]}", "points=200"], "x"
    )
    assert study.points.varied == ("density", "money", "terms.control")
    density = study.points.column("density")
    assert 1 <= density.min() < density.max() <= 2
    assert density.max() > 1.98
    assert study.points.column("money").min() < 0.75
    control = study.points.column("terms.control")
    assert 0 <= control.min() < control.max() <= 0.4
    point = study.points[7]
    assert {point.rules(arm).terms.control for arm in study.arms} == {control[7]}
    assert {dataclasses.replace(point.rules(arm), terms=arm.terms) for arm in study.arms} == set(
        study.arms
    )


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["inputs=[densty]"], "bedoelt u 'density'?"),
        (["inputs={density: [2, 1]}"], "laagste niet boven hoogste"),
        (["inputs={density: 3}"], "[laagste, hoogste]"),
        (["inputs={money: [-1, 1]}"], "inputs.money: -1 gevonden, 0 of meer"),
        (["inputs={cabinet_probability: [0, 3]}"], "inputs.cabinet_probability: 3 gevonden"),
        (["inputs={terms.control: [0, 5]}"], "inputs.terms.control: 5 gevonden, 0 tot en met 1"),
        (["inputs={density: [0, inf]}"], "beide eindig"),
        (["inputs={density: [0, 1e9]}"], "0 tot en met 100 verwacht"),
        (["inputs=[density]", "assumptions.density=2"], "geen vaste waarde ernaast"),
        (["design=pared"], "bedoelt u 'paired'?"),
    ],
)
def test_inputs_that_cannot_be(words: list[str], part: str) -> None:
    with pytest.raises(InputError) as problem:
        compose_study([*words, "points=4"], "x")
    assert part in str(problem.value)
    assert "\n" not in str(problem.value)


def test_edges_without_the_default_have_their_middle_as_the_median() -> None:
    study = compose_study(["inputs={density: [2, 4]}", "points=400"], "x")
    density = study.points.column("density")
    assert np.mean(density < 3) == 0.5
    assert len(np.unique(density)) == 400


@pytest.mark.parametrize("size", [(200, 1, 1), (1, 200, 1), (1, 1, 200), (10, 5, 4)])
def test_every_shard_gets_its_share_along_every_axis(size: tuple[int, int, int]) -> None:
    points, seeds, cells = size
    study = dataclasses.replace(
        compose_study(["regime=gebiedsgericht", f"points={points}"], "x"), seeds=seeds,
        cells=tuple(Cell(number and 1000 + number) for number in range(cells)),
    )  # fmt: skip
    shards = [_mine(study, Options(shard=(part, 4))) for part in (1, 2, 3, 4)]
    assert sorted(w for shard in shards for w in shard) == sorted(study.world_numbers())
    assert all(25 <= len(shard) <= 100 for shard in shards)
    larger = dataclasses.replace(study, seeds=seeds + 1)
    assert set(shards[0]) <= set(_mine(larger, Options(shard=(1, 4))))
