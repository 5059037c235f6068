"""Keyed draws, and arithmetic against the library."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from model import luck
from model.luck import Purpose

MODEL = Path(__file__).parents[2] / "model"


@given(st.floats(-700, 700))
def test_exp_is_the_library_s(x: float) -> None:
    assert float(luck.exp(x)) == pytest.approx(math.exp(x), rel=5e-16)


@given(st.floats(1e-300, 1e300))
def test_log_is_the_library_s(x: float) -> None:
    assert float(luck.log(x)) == pytest.approx(math.log(x), rel=5e-16, abs=5e-17)


@given(st.floats(1e-12, 1 - 1e-12))
def test_normals_are_by_inversion(p: float) -> None:
    assert float(luck.normal(p)) == pytest.approx(stats.norm.ppf(p), rel=1e-12, abs=1e-14)


@given(st.floats(0, 1e6), st.floats(0, 3))
def test_power_is_the_library_s(x: float, a: float) -> None:
    assert float(luck.power(x, a)) == pytest.approx(x**a, rel=1e-13)


def test_edges_of_exp_and_log() -> None:
    assert float(luck.exp(-800.0)) == 0.0
    assert float(luck.exp(-np.inf)) == 0.0
    assert float(luck.exp(0.0)) == 1.0
    assert float(luck.log(1.0)) == 0.0
    for bad in (0.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="above 0"):
            luck.log(bad)


def test_draws_are_uniform_and_independent_of_each_other() -> None:
    entities = np.arange(20_000)
    columns = [luck.u(7, purpose, entities, event) for purpose in (Purpose.SIZE, Purpose.CLASH)
               for event in (0, 1)]  # fmt: skip
    columns.append(luck.u(8, Purpose.SIZE, entities))
    for column in columns:
        assert stats.kstest(column, "uniform").pvalue > 1e-3
        assert column.min() > 0
        assert column.max() < 1
    assert np.abs(np.corrcoef(columns) - np.eye(len(columns))).max() < 0.03


def test_no_two_seeds_or_purposes_share_a_stream() -> None:
    roots = [luck.keys(seed, purpose, 0)[0] for seed in range(200) for purpose in Purpose]
    assert len(set(roots)) == len(roots)
    one, other = np.arange(50), np.arange(50, 100)
    assert not np.any(luck.combine(one, other) == luck.combine(other, one))


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1), st.integers(0, 100))
def test_a_draw_depends_on_its_key_alone(seed: int, entity: int, event: int) -> None:
    alone = luck.u(seed, Purpose.NOISE, entity, event)
    among = luck.u(seed, Purpose.NOISE, np.array([1, entity, 2]), event)
    assert alone[0] == among[1]


def test_known_draws_never_change() -> None:
    # a change here changes every result ever published: CHANGELOG "Regression"
    draws = luck.u(1, Purpose.SIZE, luck.text_key("GM0014"), np.arange(3))
    assert [x.hex() for x in draws] == KNOWN


KNOWN = ["0x1.b5aaa9f9f5a3fp-1", "0x1.c86e5c4472a0bp-1", "0x1.6ed467521da55p-1"]


def test_lognormals_have_mean_one() -> None:
    draws = luck.lognormal(luck.u(3, Purpose.SIZE, np.arange(200_000)), 0.6)
    assert draws.mean() == pytest.approx(1, abs=0.005)
    assert np.log(draws).std() == pytest.approx(0.6, abs=0.005)


@given(st.lists(st.floats(-1e6, 1e6), max_size=50))
def test_sums_are_in_the_written_order(values: list[float]) -> None:
    total = 0.0
    for value in values:
        total += value
    assert luck.add_up(values) == total
    assert luck.add_by(np.zeros(len(values), dtype=int), values, 1)[0] == total


def test_no_other_randomness_and_no_library_maths_in_the_model() -> None:
    """`random`, `np.random`, `model.rng` do not occur; submodels call no library maths."""
    for path in MODEL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [a.name for a in node.names] + [getattr(node, "module", "") or ""]
                assert not {"random", "numpy.random", "secrets"} & set(names), path
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"random", "rng"}, path
                if path.parent.name == "quarter" and isinstance(node.value, ast.Name):
                    assert node.value.id not in {"math"}, path
                    if node.value.id == "np":
                        assert node.attr in {"uint64", "int64", "float64"}, (path, node.attr)
