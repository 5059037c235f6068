"""A world is numbered by its place, so that nothing is ever renumbered: a study may grow anyhow."""

import dataclasses
import tempfile
from pathlib import Path

import fake_world
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import Called, content, parts, run, stored

from experiments import store
from experiments.messages import StoreError
from experiments.numbering import MOST_POINTS, MOST_SEEDS, world_number
from experiments.points import Points
from experiments.store import read
from experiments.storing import description
from experiments.study import Cell
from model import compiled
from model.arrangement import Arrangement, Terms
from model.synthetic import plain_opgaven, synthetic

ALL = (
    Cell(),
    Cell(1, "V1", variant="V1"),
    Cell(2, "V2", variant="V2"),
    Cell(101, "dicht", values={"density": 3.0}),
    Cell(1001, "geld", factors={"money": 0.5}),
)
LARGEST = (4, 3, (1, 2, 3, 4))
sizes = st.tuples(
    st.integers(1, LARGEST[0]),
    st.integers(1, LARGEST[1]),
    st.sets(st.sampled_from(LARGEST[2])).map(lambda found: tuple(sorted(found))),
)


def study_of(points, seeds, cells=(), **fake):
    chosen = (ALL[0], *(ALL[i] for i in cells))
    return fake_world.fake_study(points, seeds, 2, cells=chosen, by=0.02, **fake)


def worlds_of(size):
    return set(study_of(*size).world_numbers())


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The whole at once."""
    return content(run(tmp_path_factory.mktemp("whole") / "s", study_of(*LARGEST)))


@settings(max_examples=8, deadline=None)
@given(st.lists(sizes, min_size=1, max_size=3))
def test_in_any_order_it_becomes_the_whole_at_once(whole, steps):
    with tempfile.TemporaryDirectory() as place:
        folder, done = Path(place) / "s", set()
        for step in steps:
            called, before = Called(), parts(folder)
            run(folder, study_of(*step), run_world=called)
            assert sorted(called.worlds) == sorted(worlds_of(step) - done)  # each once
            after = parts(folder)
            assert {path: after[path] for path in before} == before
            done |= worlds_of(step)
            results = read(folder)
            assert set(results.runs["world"].tolist()) == done
            assert results.expected == len(results.runs["run"]) == 2 * len(done)
        run(folder, study_of(*LARGEST))
        assert content(folder) == whole


@given(
    st.tuples(st.integers(0, 2000), st.integers(0, MOST_SEEDS - 1), st.integers(0, MOST_POINTS - 1))
)
def test_every_place_has_a_number_of_its_own(place):
    number = world_number(*place)
    rest, point = divmod(number, MOST_POINTS)
    assert (*divmod(rest, MOST_SEEDS), point) == place
    assert number * 1024 < 2**63  # of a run, in a study of many arms


def test_worlds_come_seed_by_seed_and_point_by_point_so_that_any_prefix_is_balanced():
    study = study_of(3, 2, (1, 3))
    places = [
        (w // MOST_POINTS // MOST_SEEDS, w // MOST_POINTS % MOST_SEEDS, w % MOST_POINTS)
        for w in study.world_numbers()
    ]
    cells = (0, 1, 101)
    assert places == [(c, s, p) for s in range(2) for p in range(3) for c in cells]
    assert len(places) == study.worlds == study.runs // 2


def test_all_cells_of_a_point_have_the_same_luck_and_seeds_have_their_own():
    study = study_of(3, 2, (1, 3))
    luck = {}
    for number in study.world_numbers():
        world = study.world(number)
        assert luck.setdefault((world.seed_index, world.point_index), world.seed) == world.seed
    assert len(set(luck.values())) == 6
    shared = dataclasses.replace(
        study, points=Points(study.points.columns, study.points.fixed, np.array([0, 0, 1]))
    )
    seeds = [shared.world(world_number(0, 0, p)).seed for p in range(3)]
    assert seeds[0] == seeds[1] != seeds[2]


def test_what_was_asked_is_kept_and_a_part_of_it_is_no_other_question(tmp_path):
    folder = run(tmp_path / "s", study_of(3, 1))
    run(folder, study_of(2, 1))
    asked = read(folder).manifest["asked"]
    assert asked == [{"points": 3, "seeds": 1, "cells": [0]}]
    run(folder, study_of(2, 2, (1,)))
    results = read(folder)
    assert results.manifest["asked"] == [*asked, {"points": 2, "seeds": 2, "cells": [0, 1]}]
    assert (results.manifest["points"], results.manifest["seeds"]) == (3, 2)
    assert [cell["number"] for cell in results.manifest["cells"]] == [0, 1]
    assert results.expected == 2 * (3 + 2 + 4)
    assert len(results.design["point"]) == 3


def test_an_unfinished_study_expects_more_than_it_has(tmp_path):
    folder = tmp_path / "s"
    with pytest.raises(Exception, match="Gestopt na 8 van 36"):
        run(folder, study_of(3, 2, (1, 3), interrupt=world_number(1, 0, 1)))
    results = read(folder)
    assert results.expected == 36
    assert len(results.runs["run"]) == 8


# ------------------------------------------------------------------ another study in the folder


def other_values(study):
    columns = {name: values.copy() for name, values in study.points.columns.items()}
    columns["density"][2] += 0.25
    return dataclasses.replace(study, points=Points(columns, study.points.fixed, study.points.luck))


def other_luck(study):
    luck = study.points.luck[::-1].copy()
    return dataclasses.replace(study, points=Points(study.points.columns, study.points.fixed, luck))


def other_terms(study):
    last = study.arms[-1]
    other = Arrangement(last.name, last.tables, last.pots, Terms(control=0.1))
    return dataclasses.replace(study, arms=(*study.arms[:-1], other))


OTHERS = {
    "arrangementen": other_terms,
    "eerste zaad": lambda s: dataclasses.replace(s, first_seed=2),
    "gegevens": lambda s: dataclasses.replace(
        s, geography=synthetic(plain_opgaven(7), municipalities=13, regions=6, provinces=3)
    ),
    "combinaties van aannames": other_values,
    "combinaties van aannames gevonden 4 met": other_luck,
    "ontwerp": lambda s: dataclasses.replace(s, design="lhs"),
    "record": lambda s: dataclasses.replace(s, record="full"),
    "cellen": lambda s: dataclasses.replace(
        s, cells=(Cell(), dataclasses.replace(ALL[3], values={"density": 2.0}))
    ),
}


@pytest.mark.parametrize("what", OTHERS)
def test_another_study_in_the_folder_is_refused(tmp_path, what):
    study = study_of(4, 1, (3,))
    folder = run(tmp_path / "s", study)
    before = stored(folder)
    with pytest.raises(StoreError, match=f"bevat een andere studie: {what}") as problem:
        run(folder, OTHERS[what](study), run_world=lambda *_: pytest.fail("ran"))
    text = str(problem.value)
    assert "\n" not in text
    assert "gevonden" in text
    assert "verwacht" in text
    assert text.endswith("kies een andere map.")
    assert stored(folder) == before


def test_another_model_or_schema_is_refused(tmp_path, monkeypatch):
    study = study_of(2, 1)
    folder = run(tmp_path / "s", study)
    before = stored(folder)
    monkeypatch.setattr(compiled, "source_hash", lambda: "anders")
    with pytest.raises(StoreError, match="modelversie"):
        run(folder, study)
    monkeypatch.undo()
    for place in (store, description):
        monkeypatch.setattr(place, "SCHEMA", 99)
    with pytest.raises(StoreError, match=r"schemaversie.*gevonden 2, verwacht 99"):
        run(folder, study)
    assert stored(folder) == before
