import csv
import dataclasses
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import fake_world
import numpy as np
import pytest
from running import run

from experiments import store
from experiments.messages import TABLE, StoreError
from experiments.numbering import MOST_POINTS
from experiments.store import read
from experiments.storing import description
from experiments.storing.folders import study_folder
from experiments.storing.parts import read_columns
from experiments.study import Cell
from model import compiled


@pytest.fixture
def study():
    return fake_world.fake_study(points=4, seeds=2, noise=0.02, tables=0.05)


@pytest.fixture
def results(tmp_path, study):
    return read(run(tmp_path / "compare" / "2026-01-01_ab", study))


def test_the_manifest_says_what_was_run(results, study):
    m = results.manifest
    assert (m["points"], m["seeds"], m["first_seed"]) == (4, 2, 1)
    assert m["command"] == "groenlicht"
    assert m["model_hash"] == compiled.source_hash()
    assert m["config"] == json.loads(json.dumps(study.config))
    assert m["packages"]["numpy"] == np.__version__
    assert m["started"].endswith("+00:00")
    assert [r["code"] for r in m["regions"]] == list(study.geography.region_code)
    assert [o["id"] for o in m["opgaven"]] == list("abcdefg")
    assert m["opgaven"][0]["deadline"] == 2030
    assert [a["order"] for a in m["arms"]] == [0, 1, 2, 3, 4]
    assert m["arms"][0]["regime"] == "sectoraal"
    assert results.labels == study.labels


def test_arms_are_known_by_what_they_are(results):
    a = results.manifest["arms"]
    assert a[0]["tables"] == a[1]["tables"] == a[4]["tables"] != a[2]["tables"]
    assert a[0]["pots"] == a[2]["pots"] != a[1]["pots"]
    assert len({arm["pots"] for arm in a}) == 3
    assert len({arm["terms"] for arm in a}) == 1


def test_names_of_pots_are_no_rule(study):
    arm = study.arms[0]
    renamed = dataclasses.replace(
        arm, pots=tuple(dataclasses.replace(p, name=p.name + "x") for p in arm.pots)
    )
    other = dataclasses.replace(study, arms=(renamed, *study.arms[1:]))
    assert (
        description.describe(other)["design_hash"] == (description.describe(study)["design_hash"])
    )


def test_what_identifies_the_parts_is_what_decides_their_numbers(study):
    def identity(made, **config):
        made = dataclasses.replace(made, config=made.config | config)
        return description.describe(made)["store_hash"]

    mine = identity(study)
    same = dataclasses.replace(study, labels=tuple("abcde"), command="x", question="y", seeds=9)
    assert identity(same, points=9, seeds=9, workers=3, shard="1/2", label="z") == mine
    assert identity(fake_world.fake_study(9, 1, noise=0.02, tables=0.05)) == mine  # more points
    others = [
        identity(study, scenario={"rain": "more"}),
        identity(dataclasses.replace(study, points=study.points[1:])),
        identity(dataclasses.replace(study, first_seed=2)),
        identity(dataclasses.replace(study, arms=study.arms[::-1])),
    ]
    assert len({mine, *others}) == 5


def test_the_design_holds_the_inputs_exactly(results, study):
    for i, point in enumerate(study.points):
        assert results.design["density"][i] == point.assumptions.density
        assert results.design["money"][i] == point.means.money
    assert results.design["building_space"].tolist() == ["{}"] * 4
    assert results.design["luck"].tolist() == [0, 1, 2, 3]
    assert "density" in {row["name"] for row in results.manifest["inputs"]}


def test_paired_takes_the_mean_over_seeds_first(results):
    share = results.runs["realised_share"].reshape(2, 4, 5)  # seed, point, arm
    expected = share.mean(axis=0)
    assert results.paired("realised_share", "vier", "een") == pytest.approx(
        expected[:, 3] - expected[:, 0], abs=1e-15
    )
    assert (results.paired("realised_share", 3, 0) == -results.paired("realised_share", 0, 3)).all()
    assert (results.paired("realised_share", 1, 1) == 0).all()
    assert results.paired_worlds("realised_share", 3, 0).shape == (8,)
    assert results.points.tolist() == [0, 1, 2, 3]
    with pytest.raises(KeyError):
        results.paired("realised_share", "niemand", "een")


def test_only_whole_worlds_count(tmp_path):
    study = fake_world.fake_study(points=4, seeds=2, fail=(1, 2, MOST_POINTS + 2))  # point 2 twice
    results = read(run(tmp_path / "s", study))
    assert results.points.tolist() == [0, 1, 3]
    assert results.worlds == 5
    assert results.paired("realised_share", 3, 0).shape == (3,)
    assert results.by_point(results.squares["target"]).shape == (5, 3, 6, 7)


def test_no_whole_world_is_one_sentence(tmp_path):
    results = read(run(tmp_path / "s", fake_world.fake_study(points=2, fail_arm=0)))
    with pytest.raises(StoreError, match="nog geen enkele geslaagde wereld"):
        results.paired("realised_share", 3, 0)
    assert not (tmp_path / "s" / "summary.csv").exists()


def test_the_summary_equals_the_store(results):
    with (results.folder / "summary.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 5 * len(results.scalars)
    for row in rows:
        values = results.by_point(row["scalar"])[results.arm(row["arm"])]
        assert row["label"] == results.labels[results.arm(row["arm"])]
        assert int(row["points"]) == 4
        assert float(row["mean"]) == pytest.approx(values.mean(), rel=1e-6)
        assert float(row["p05"]) == pytest.approx(np.percentile(values, 5), rel=1e-6)
        assert float(row["p95"]) == pytest.approx(np.percentile(values, 95), rel=1e-6)


def test_latest_is_the_study_run_last(tmp_path, study):
    first = run(tmp_path / "compare" / "a", study)
    second = run(tmp_path / "blocks" / "b", study)
    assert read("latest", root=tmp_path).folder == second.resolve()
    assert read("latest", root=tmp_path / "compare").folder == first.resolve()
    run(first, study)
    assert read("latest", root=tmp_path).folder == first.resolve()


def test_a_study_is_seen_at_one_cell_at_a_time(tmp_path):
    cells = (Cell(), Cell(1, "V1", variant="V1"), Cell(101, "dicht", values={"density": 4.0}))
    study = fake_world.fake_study(points=3, seeds=2, by=0.02, cells=cells)
    results = read(run(tmp_path / "s", study))
    assert list(results.cells) == [0, 1, 101]
    assert results.cells[101]["values"] == {"density": 4.0}
    assert results.worlds == 6
    assert (results.expected, len(results.runs["run"])) == (90, 90)
    dense = results.at(101)
    assert (dense.cell, results.cell) == (101, 0)
    assert dense.points.tolist() == [0, 1, 2]
    both = results.runs["realised_share"].reshape(3, 2, 3, 5)  # cell, seed, point, arm
    assert dense.by_point("realised_share") == pytest.approx(both[2].mean(axis=0).T, abs=1e-15)
    assert results.by_point("realised_share") == pytest.approx(both[0].mean(axis=0).T, abs=1e-15)
    # the first arm has nothing to do with density: the same luck gives the same
    assert (dense.by_world("realised_share")[0] == results.by_world("realised_share")[0]).all()
    assert (dense.by_world("realised_share")[2] != results.by_world("realised_share")[2]).any()
    with pytest.raises(KeyError):
        results.at(2)


def test_a_cell_that_has_not_been_run_is_one_sentence(tmp_path):
    study = fake_world.fake_study(points=1, cells=(Cell(), Cell(1, "V1", variant="V1")),
                                  fail=(MOST_POINTS * 100_000,))  # fmt: skip
    results = read(run(tmp_path / "s", study))
    with pytest.raises(StoreError, match="nog geen enkele geslaagde wereld"):
        results.at(1).by_point("realised_share")
    assert results.worlds == 1


def test_the_working_directory_is_left_alone(tmp_path, study, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    run(tmp_path / "results" / "s", study)
    assert not list(here.iterdir())
    with pytest.raises(StoreError, match="root"):
        read("latest")


def test_a_folder_that_is_no_study(tmp_path):
    with pytest.raises(StoreError, match=r"manifest\.json ontbreekt"):
        read(tmp_path)
    with pytest.raises(StoreError, match=r"latest\.txt ontbreekt"):
        read("latest", root=tmp_path)


def test_a_broken_manifest_names_its_file(results):
    (results.folder / "manifest.json").write_text("{")
    with pytest.raises(StoreError, match=r"manifest\.json is niet te lezen"):
        read(results.folder)


def test_a_broken_part_names_its_file(results):
    part = next((results.folder / "squares").iterdir())
    part.write_bytes(b"niets")
    with pytest.raises(StoreError, match=rf"{part.name} is niet te lezen"):
        _ = read(results.folder).squares["target"]
    with pytest.raises(KeyError):
        _ = results.years["niets"]


def test_a_new_label_or_command_is_the_same_study(results, study):
    relabelled = dataclasses.replace(study, labels=tuple("abcde"), command="groenlicht x=1")
    run(results.folder, relabelled, run_world=lambda *_: pytest.fail("ran"))
    assert len(read_columns(results.folder, "runs")) == study.runs


def test_the_folder_of_a_study(tmp_path):
    new = study_folder(tmp_path, "compare", "12ab", today=date(2026, 3, 1))
    assert new == tmp_path.resolve() / "compare" / "2026-03-01_12ab"
    new.mkdir(parents=True)
    assert study_folder(tmp_path, "compare", "12ab", today=date(2026, 4, 1)) == new
    assert study_folder(tmp_path, "compare", "34cd", today=date(2026, 4, 1)) != new


def test_every_message_has_two_languages():
    for dutch, english in TABLE.values():
        assert dutch
        assert english
        assert set(_fields(dutch)) == set(_fields(english))


def _fields(text):
    import string

    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


def test_a_reader_needs_neither_the_model_nor_numba():
    heavy = "{'numba', 'mesa', 'scipy.stats', 'hydra'}"
    code = f"import sys, analysis.screen; print({heavy} & set(sys.modules))"
    root = Path(store.__file__).parents[1]
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "set()", done.stderr


def test_a_grown_study_is_seen_as_it_was_asked_for_at_first(tmp_path):
    small = read(run(tmp_path / "small", fake_world.fake_study(points=3, seeds=2)))
    run(tmp_path / "grown", fake_world.fake_study(points=3, seeds=2))
    grown = read(run(tmp_path / "grown", fake_world.fake_study(points=5, seeds=4)))
    seen = grown.first(3, 2)
    assert (grown.worlds, seen.worlds) == (20, 6)
    assert seen.expected == small.expected
    assert (seen.manifest["points"], seen.manifest["seeds"]) == (3, 2)
    assert (seen.by_point("realised_share") == small.by_point("realised_share")).all()
    assert (seen.squares["q_deadline"] == small.squares["q_deadline"]).all()
    assert grown.first(5, 4) is grown
