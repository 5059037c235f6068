"""Designs of SALib: its own analysis finds what was put in, and more samples change none."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable

import fake_world
import numpy as np
import pytest
from SALib.analyze import morris as morris_effects
from SALib.analyze import sobol as sobol_indices

from experiments.compose import compose_study
from experiments.designs import draw_points
from experiments.points import DUMMY, Input, Point, Points
from experiments.preflight import InputError
from experiments.sensitivity_designs import LEVELS, LUCK
from experiments.study import Study, World
from model import luck
from model.assumptions import Assumptions
from model.means import Means

# over (0, 1) with .5 as median a uniform is its own value
UNIT = [Input(name, 0.0, 0.5, 1.0) for name in ("density", "strand", "money")]
NAMES = [drawn.name for drawn in UNIT]
FIXED = Point(Assumptions(), Means())
WEIGHTS = np.array([4.0, 2.0, 1.0])
BY_LUCK = 3.0


def made(design: str, count: int) -> Points:
    return draw_points(design, count, UNIT, FIXED)


def outcome(world: World) -> float:
    """A linear function of the inputs and of a uniform of the world's luck."""
    own = luck.units(luck.combine(luck.text_key("test"), np.array([world.seed])))
    inputs = np.array([world.point.value(name) for name in NAMES])
    return float(WEIGHTS @ inputs + BY_LUCK * own[0])


def outcomes(points: Points, value: Callable[[World], float] = outcome) -> np.ndarray:
    """The function in every world of a study with these points."""
    study: Study = dataclasses.replace(fake_world.fake_study(), points=points)
    return np.array([value(study.world(number)) for number in study.world_numbers()])


def problem(names: list[str]) -> dict[str, object]:
    return {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}


def test_saltelli_recovers_the_indices_of_a_linear_function() -> None:
    columns = [*NAMES, DUMMY, LUCK]
    points = made("sobol", 512)
    assert len(points) == 512 * (len(columns) + 2)
    found = sobol_indices.analyze(problem(columns), outcomes(points), calc_second_order=False,
                                  num_resamples=10, seed=1)  # fmt: skip
    squares = np.array([*WEIGHTS, 0, BY_LUCK]) ** 2
    for kind in ("S1", "ST"):
        assert found[kind] == pytest.approx(squares / squares.sum(), abs=0.04)
    assert found["ST"][columns.index(DUMMY)] == 0
    assert found["S1"][columns.index(DUMMY)] == 0
    assert found["S1"][columns.index(LUCK)] > 0.25


def test_without_luck_in_the_outcome_its_index_is_nothing() -> None:
    columns = [*NAMES, DUMMY, LUCK]
    values = outcomes(made("sobol", 256), lambda world: world.point.value("density"))
    found = sobol_indices.analyze(problem(columns), values, calc_second_order=False,
                                  num_resamples=10, seed=1)  # fmt: skip
    assert found["ST"] == pytest.approx([1, 0, 0, 0, 0], abs=0.1)
    assert found["ST"][1:].tolist() == [0, 0, 0, 0]


def test_morris_recovers_the_elementary_effects_of_a_linear_function() -> None:
    columns = [*NAMES, DUMMY]
    points = made("morris", 12)
    assert len(points) == 12 * (len(columns) + 1)
    sample = np.column_stack([points.columns[name] for name in columns])
    found = morris_effects.analyze(problem(columns), sample, outcomes(points), num_levels=LEVELS,
                                   num_resamples=10, seed=1)  # fmt: skip
    # luck is that of the trajectory: it is in no effect
    assert np.asarray(found["mu"]) == pytest.approx([*WEIGHTS, 0], abs=1e-9)
    assert np.asarray(found["sigma"]) == pytest.approx([0] * 4, abs=1e-9)
    assert (np.diff(points.luck) >= 0).all()
    assert len(set(points.luck)) == 12


@pytest.mark.parametrize(("design", "few", "many"), [("sobol", 16, 64), ("morris", 3, 9)])
def test_more_samples_keep_the_first(design: str, few: int, many: int) -> None:
    small, large = made(design, few), made(design, many)
    assert small.varied == large.varied == (*NAMES, DUMMY)
    first = large[: len(small)]
    assert first.luck.tolist() == small.luck.tolist()
    for name in small.varied:
        assert (first.columns[name] == small.columns[name]).all()
    # and the new ones are new
    assert (large.columns["density"][len(small) :][: len(small)] != small.columns["density"]).any()


def test_a_base_sample_that_is_no_power_of_two_is_refused() -> None:
    with pytest.raises(InputError, match=r"points: 100 gevonden.*macht van twee, zoals 128"):
        compose_study(["design=sobol", "inputs=[density]"], "x")


def test_a_command_draws_over_the_ranges_of_the_table() -> None:
    study = compose_study(["design=sobol", "points=64", "inputs=[density, borrow]"], "x")
    assert len(study.points) == 64 * 6
    density, borrow = study.points.column("density"), study.points.column("borrow")
    assert np.median(density) == pytest.approx(1.5, abs=0.1)
    assert 0 <= density.min() < density.max() <= 4
    assert (borrow == np.floor(borrow)).all()
    assert (borrow.min(), borrow.max()) == (0, 24)
    study = compose_study(["design=morris", "points=5", "inputs=[density, price]"], "x")
    assert len(study.points) == 5 * 4


def test_without_salib_the_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.sample.sobol", None)
    with pytest.raises(InputError, match="SALib is niet geïnstalleerd"):
        made("sobol", 4)
