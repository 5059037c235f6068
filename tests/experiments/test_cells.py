"""What is laid over the points: variants, levers and grids, each with a number of its own."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.cells import (
    GRIDS,
    LISTED,
    NUMBERED,
    grid_cells,
    listed_cells,
    split_factors,
    variant_cells,
)
from experiments.compose import compose_study, study_hash
from experiments.points import Point
from experiments.preflight import InputError, same_rules
from experiments.study import Cell, Study
from model.assumptions import TABLE, Assumptions
from model.means import Means

TWO = "regime=gebiedsgericht"  # two arms: sooner composed than five
LIST = (
    "cells=[{name: x, label: ix, set: {assumptions.density: 1}, times: {scenario.money: 2}, "
    "variant: V2}, {name: y}]"
)
DEFAULT = Point(Assumptions(), Means())


@functools.cache
def composed(*words: str, points: int = 2) -> Study:
    return compose_study([*words, f"points={points}"], "groenlicht")


# ------------------------------------------------------------------ laid over a point


@given(st.floats(0.1, 3), st.floats(0.5, 2))
def test_values_replace_and_factors_multiply(value: float, factor: float) -> None:
    point = Point(Assumptions(density=2, price=0.4), Means(money=0.8), luck=5)
    over = Cell(101, "x", values={"density": value}, factors={"money": factor}).over(point)
    assert over.assumptions == Assumptions(density=value, price=0.4)
    assert over.means == Means(money=factor * 0.8)
    assert (over.luck, over.variant) == (5, "")


def test_a_factor_multiplies_a_value_of_the_same_cell() -> None:
    over = Cell(101, "x", values={"density": 3}, factors={"density": 0.5}).over(DEFAULT)
    assert over.assumptions.density == 1.5


def test_the_first_cell_lays_nothing_over_it() -> None:
    assert Cell().over(DEFAULT) is DEFAULT
    assert Cell(1, "V1", variant="V1").over(DEFAULT).variant == "V1"


# ------------------------------------------------------------------ variants


def test_every_variant_has_a_number_of_its_own_whoever_else_is_asked() -> None:
    every = composed(TWO, "variants=all").cells
    assert [cell.number for cell in every] == list(range(len(NUMBERED) + 1))
    assert [cell.variant for cell in every] == ["", *NUMBERED]
    assert all(cell.label and cell.label_en and cell.is_variant for cell in every[1:])
    some = composed(TWO, "variants=[V5,V1,V5]").cells
    assert [cell.variant for cell in some] == ["", "V1", "V5"]
    assert [cell for cell in every if cell.variant in ("V1", "V5")] == list(some[1:])


def test_variants_may_be_added_later_to_the_same_study() -> None:
    plain, more = composed(TWO), composed(TWO, "variants=[V5,V1,V5]")
    assert study_hash(plain) == study_hash(more)
    assert study_hash(composed(TWO, LIST)) != study_hash(plain)


# ------------------------------------------------------------------ levers


def test_levers_multiply_at_every_point() -> None:
    study = composed("experiment=levers", points=3)
    assert [cell.number for cell in study.cells] == [0, *range(LISTED, LISTED + 4)]
    money = study.cells[1]
    assert (money.name, money.factors, money.is_variant) == ("rijksgeld", {"money": 1.1}, False)
    for point in study.points:
        assert money.over(point).means.money == 1.1 * point.means.money
        assert money.over(point).assumptions == point.assumptions


def test_a_listed_cell_sets_multiplies_and_takes_a_variant() -> None:
    study = composed(TWO, LIST)
    found = study.cells[1]
    assert found == Cell(LISTED, "x", "ix", "ix", {"density": 1.0}, {"money": 2.0}, "V2")
    assert study.cells[2] == Cell(LISTED + 1, "y", "y", "y")


# ------------------------------------------------------------------ grids


@given(st.sampled_from(TABLE), st.integers(2, 9))
def test_levels_by_number_span_the_range_with_the_default_in_the_middle(row, count) -> None:
    cells = grid_cells([{row.name: count}], {}, DEFAULT)
    levels = [cell.values[row.name] for cell in cells]
    assert levels == sorted(set(levels))
    assert (levels[0], levels[-1]) == (row.low, row.high)
    if count % 2:
        assert row.default in levels
    if not row.whole and row.low < row.default < row.high:
        assert len(levels) == count
        assert sum(level < row.default for level in levels) == count // 2
    assert [cell.levels for cell in cells] == [{row.name: level} for level in levels]


def test_a_grid_is_every_combination_and_several_grids_have_numbers_after_each_other() -> None:
    study = composed("experiment=tipping")
    assert [cell.number for cell in study.cells] == [0, *range(GRIDS, GRIDS + 50)]
    first, second = ([c for c in study.cells[1:] if c.grid == grid] for grid in (0, 1))
    assert len(first) == len(second) == 25
    assert {c.levels["density"] for c in first} == {0, 0.75, 1.5, 2.75, 4}
    assert len({(c.levels["density"], c.levels["chain_share"]) for c in first}) == 25
    assert all(c.values == c.levels for c in study.cells[1:])
    assert set(second[0].levels) == {"axis_weight", "complexity"}


def test_variants_may_be_levels_of_a_grid() -> None:
    cells = composed(TWO, "design=grid", "factors={variant: [V1, V2], density: [0, 1]}").cells[1:]
    assert [(c.variant, c.values) for c in cells] == [
        (v, {"density": d}) for v in ("V1", "V2") for d in (0.0, 1.0)
    ]


def test_a_factorial_is_the_default_point_in_every_cell() -> None:
    study = composed(TWO, "design=factorial", "factors={density: 3, money: 3}", points=50)
    assert len(study.points) == 1
    assert study.points[0] == DEFAULT
    places = {(c.levels["density"], c.levels["money"]) for c in study.cells[1:]}
    assert places == {(d, m) for d in (0, 1.5, 4) for m in (0.7, 0.9, 1.2)}


def test_factors_split_over_points_and_arms() -> None:
    study = composed(
        "regime=gebiedsgericht", "design=grid",
        "factors={funding: [losse_spuks, gebiedsbudget, rijksbudget], density: [0, 4]}",
    )  # fmt: skip
    assert [cell.values for cell in study.cells[1:]] == [{"density": 0.0}, {"density": 4.0}]
    assert len(study.arms) == 4
    assert len({arm.pots for arm in study.arms[1:]}) == 3
    assert len({arm.tables for arm in study.arms[1:]}) == 1
    assert study.arms[0].tables != study.arms[1].tables
    arms_only = composed("experiment=regions", "factors={coverage.where: [[Drenthe], [Limburg]]}")
    assert [arm.coverage.where for arm in arms_only.arms[-2:]] == [("Drenthe",), ("Limburg",)]
    assert arms_only.cells == (Cell(),)
    assert {arm.tables for arm in arms_only.arms[1:]} == {arms_only.arms[1].tables}
    assert arms_only.arms[0].tables != arms_only.arms[-1].tables
    assert len({same_rules(arm) for arm in arms_only.arms}) == 7


def test_levels_over_arms_go_over_every_arm_but_the_reference() -> None:
    study = composed("factors={funding: [regiolabels]}")
    assert [arm.name for arm in study.arms[5:]] == [
        "sectoraal_regiolabels", "gebiedsgericht_regiolabels",
    ]  # fmt: skip


def test_factors_replace_those_of_the_experiment() -> None:
    study = composed("experiment=tipping", "factors={price: 3, clash: 2}")
    assert len(study.cells) == 7
    assert set(study.cells[1].values) == {"price", "clash"}


def test_variants_all_may_stand_in_a_list() -> None:
    assert variant_cells(["all"]) == variant_cells("all")


# ------------------------------------------------------------------ what cannot be


def variants(given: object) -> object:
    return variant_cells(given)


def grid(factors: object) -> object:
    grids, _ = split_factors(factors)
    return grid_cells(grids, {}, DEFAULT)


def cells(given: object) -> object:
    return listed_cells(given, DEFAULT)


BAD = [
    (variants, ["V11"], "variants: 'V11' gevonden"),
    (variants, "V1x", "bedoelt u 'V1'?"),
    (grid, {"densty": 3}, "factors.densty: 'densty' gevonden"),
    (grid, {"densty": 3}, "bedoelt u 'density'?"),
    (grid, {"density": 1}, "bedoelt u factors.density=2?"),
    (grid, {"density": []}, "een aantal niveaus of een lijst"),
    (grid, {"density": ["a"]}, "factors.density: 'a' gevonden"),
    (grid, {"chain_share": [7]}, "chain_share=1?"),
    (grid, {"variant": ["V77"]}, "factors.variant: 'V77' gevonden"),
    (cells, 3, "cells: 3 gevonden"),
    (cells, [{"set": {"density": 1}}], "name"),
    (cells, [{"name": "x", "st": {"density": 1}}], "bedoelt u"),
    (cells, [{"name": "x", "set": {"densty": 1}}], "bedoelt u 'density'?"),
    (cells, [{"name": "x", "set": {"chain_share": 7}}], "chain_share=1?"),
    (cells, [{"name": "x", "times": {"density": "a"}}], "cells.times.density: 'a' gevonden"),
    (cells, [{"name": "x", "variant": "V77"}], "cells.variant: 'V77' gevonden"),
    (cells, [{"name": "x", "variant": ["V1"]}], "cells.variant: [V1] gevonden"),
    (cells, [{"name": "x"}, {"name": "x"}], "de naam 'x' twee keer gevonden"),
    (cells, [{"name": "x", "set": {"terms.control": 4}}], "terms.control: 4.0 gevonden"),
    (cells, [{"name": "x", "set": {"density": 1, "assumptions.density": 2}}], "twee keer"),
    (cells, [{"name": "x", "times": {"money": float("inf")}}], "een eindig getal verwacht"),
    (grid, {"density": 2, "assumptions.density": [5]}, "density twee keer gevonden"),
    (grid, {"density": [1e9]}, "bedoelt u assumptions.density=100?"),
    (grid, {"money": [float("inf")]}, "een eindig getal verwacht"),
]


@pytest.mark.parametrize(("of", "given_value", "part"), BAD)
def test_a_mistake_is_one_sentence(
    of: Callable[[object], object], given_value: object, part: str
) -> None:
    with pytest.raises(InputError) as problem:
        of(given_value)
    assert part in str(problem.value)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["design=grid"], "factors: niets gevonden bij design=grid"),
        (["design=factorial"], "factors: niets gevonden bij design=factorial"),
        (["design=grid", "factors={densty: 3}"], "bedoelt u 'density'?"),
        (["regime=gebiedsgericht", "factors={funding: [losse_spuk]}"], "bedoelt u 'losse_spuks'?"),
        ([TWO, "factors={terms.control: [5]}"], "bedoelt u terms.control=1?"),
        (["regime=gebiedsgericht", "factors={funding: losse_spuks}"], "een lijst van een of meer"),
    ],
)
def test_a_mistake_in_a_command_is_one_sentence(words: list[str], part: str) -> None:
    with pytest.raises(InputError) as problem:
        composed(*words)
    assert part in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_factor_that_is_out_of_bounds_at_some_point_is_refused_before_it_runs() -> None:
    """At the default it is fine: .35 x 2 is a share; at a point with .6 it is not."""
    with pytest.raises(InputError, match=r"cells 'x': chain_share x 2, .* gevonden"):
        composed(TWO, "cells=[{name: x, times: {chain_share: 2}}]", points=100)
    fine = composed(TWO, "cells=[{name: x, times: {chain_share: 1.2}}]", points=100)
    assert np.max([p.assumptions.chain_share for p in map(fine.cells[1].over, fine.points)]) <= 1


def test_variant_cells_of_nothing() -> None:
    assert variant_cells([]) == []
