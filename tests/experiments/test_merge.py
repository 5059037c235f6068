"""Shards put together are the study that was run in one go."""

from __future__ import annotations

import dataclasses
import os
import shutil
from pathlib import Path

import fake_world
import pytest
from running import Called, content, parts, run, stored

from experiments.messages import StoreError
from experiments.options import Options
from experiments.running.lock import locked
from experiments.store import read
from experiments.storing.folders import SHARDS
from experiments.storing.merge import merge
from experiments.storing.parts import whole_parts
from experiments.storing.repair import compact, forget
from experiments.study import Cell, Study

POINTS, SHARDS_OF = 10, 3


def study_of(points: int = POINTS, seeds: int = 2, **fake: object) -> Study:
    return fake_world.fake_study(points, seeds, 2, noise=0.02, **fake)  # type: ignore[arg-type]


def sharded(folder: Path, study: Study, only: tuple[int, ...] = (1, 2, 3)) -> list[int]:
    """Run shards, each in the folder that `groenlicht shard=i/n` gives it; the worlds run."""
    called = Called()
    for part in only:
        options = Options(executor="serial", shard=(part, SHARDS_OF))
        run(folder / SHARDS / f"{part}-of-{SHARDS_OF}", study, options, run_world=called)
    return called.worlds


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    return content(run(tmp_path_factory.mktemp("whole") / "s", study_of()))


def test_three_shards_are_the_whole(tmp_path: Path, whole: str) -> None:
    folder = tmp_path / "s"
    ran = sharded(folder, study_of())
    assert sorted(ran) == sorted(study_of().world_numbers())
    results = merge(folder, [])
    assert results.content_hash() == whole
    assert results.expected == len(results.runs["run"])
    assert (tmp_path / "latest.txt").read_text().strip() == "s"
    assert not (folder / SHARDS).exists()
    assert (folder / "summary.csv").is_file()
    run(folder, study_of(), run_world=lambda *_: pytest.fail("ran"))
    with pytest.raises(StoreError, match="geen delen gevonden"):
        merge(folder, [])
    assert content(folder) == whole


def test_a_shard_that_is_late_can_be_merged_later(tmp_path: Path, whole: str) -> None:
    folder = tmp_path / "s"
    sharded(folder, study_of(), (3, 1))
    half = merge(folder, [])
    assert 0 < len(half.runs["run"]) < half.expected
    sharded(folder, study_of(), (2,))
    assert merge(folder, []).content_hash() == whole


def test_a_folder_from_elsewhere_may_be_merged_again_and_again(tmp_path: Path, whole: str) -> None:
    into, other = tmp_path / "into", tmp_path / "other"
    run(into, study_of(seeds=1))
    run(other, study_of())  # what both have counts once
    before = parts(other)
    for _ in range(3):
        assert merge(into, [other]).content_hash() == whole
    assert parts(other) == before
    assert merge(into, [other]).manifest["seeds"] == 2


@pytest.mark.parametrize("after", [1, 2, 3, 6, 8, 13])
def test_a_merge_that_was_killed_is_done_again(
    tmp_path: Path, whole: str, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    folder, real, put = tmp_path / "s", os.replace, []

    def killed(source: Path, target: Path) -> None:
        put.append(target)
        if len(put) == after:
            raise KeyboardInterrupt
        real(source, target)

    sharded(folder, study_of())
    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        merge(folder, [])
    monkeypatch.undo()
    if after > 2:  # from here on it is a study, in which nothing may count twice
        compact(folder)
        compact(folder)
        assert len(whole_parts(folder)) <= 1
    assert merge(folder, []).content_hash() == whole


@pytest.mark.parametrize("bad", [{"fail_arm": 0}, {"fail": (0, 3, 4)}])
def test_runs_that_failed_elsewhere_do_not_replace_good_ones(
    tmp_path: Path, whole: str, bad: dict[str, object]
) -> None:
    """The same worlds have the same name of their part."""
    into = run(tmp_path / "into", study_of())
    failed = run(tmp_path / "failed", study_of(**bad))
    assert merge(into, [failed]).content_hash() == whole
    assert merge(failed, [into]).content_hash() == whole  # and good ones replace failed ones


def test_what_a_packed_part_replaced_elsewhere_stays_here(tmp_path: Path, whole: str) -> None:
    into = run(tmp_path / "into", study_of())
    other = tmp_path / "other"
    shutil.copytree(into, other)
    forget(other, set(list(study_of().world_numbers())[::2]))
    assert merge(into, [other]).content_hash() == whole
    assert merge(other, [into]).content_hash() == whole


def test_a_target_that_is_no_study_is_refused(tmp_path: Path, whole: str) -> None:
    study = run(tmp_path / "study", study_of())
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "thesis.tmp").write_text("mine")
    (papers / "thesis.doc").write_text("mine")
    for target in (tmp_path / "nergens", papers):
        with pytest.raises(StoreError, match="geen studie om in samen te voegen") as problem:
            merge(target, [study])
        assert "\n" not in str(problem.value)
    assert not (tmp_path / "nergens").exists()
    assert {p.name for p in papers.iterdir()} == {"thesis.tmp", "thesis.doc"}
    (study / "mine.tmp").write_text("mine")
    (study / "runs" / "part-mine.txt").write_text("mine")
    (tmp_path / "empty").mkdir()
    assert merge(tmp_path / "empty", [study]).content_hash() == whole
    merge(study, [tmp_path / "empty"])
    assert (study / "mine.tmp").exists()
    assert (study / "runs" / "part-mine.txt").exists()


def test_parts_of_other_sizes_grow_together(tmp_path: Path, whole: str) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    run(few, study_of(points=4))
    run(many, study_of(seeds=1))
    results = merge(few, [many])
    assert (results.manifest["points"], results.manifest["seeds"]) == (POINTS, 2)
    assert len(results.design["point"]) == POINTS
    assert results.expected == len(results.runs["run"]) == 2 * (POINTS + 4)
    run(few, study_of())
    assert content(few) == whole


OTHERS = {
    "eerste zaad": lambda: study_of(first_seed=5),
    "ontwerp": lambda: dataclasses.replace(study_of(), design="lhs"),
    "arrangementen": lambda: dataclasses.replace(study_of(), arms=study_of().arms[::-1]),
    "cellen": lambda: study_of(cells=(Cell(), Cell(101, "x", values={"density": 2.0}))),
}


@pytest.mark.parametrize("what", OTHERS)
def test_a_foreign_folder_is_refused_and_changes_nothing(tmp_path: Path, what: str) -> None:
    mine = run(tmp_path / "mine", study_of(cells=(Cell(), Cell(101, "x", values={"density": 1.0}))))
    foreign = run(tmp_path / "foreign", OTHERS[what]())
    before = stored(mine), stored(foreign)
    with pytest.raises(StoreError, match=f"bevat een andere studie: {what}") as problem:
        merge(mine, [foreign])
    assert "\n" not in str(problem.value)
    assert (stored(mine), stored(foreign)) == before


def test_what_is_no_study_is_refused_before_anything(tmp_path: Path) -> None:
    mine = run(tmp_path / "mine", study_of())
    before = stored(mine)
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match=r"manifest\.json ontbreekt"):
        merge(mine, [tmp_path / "empty"])
    assert stored(mine) == before


def test_a_folder_that_is_being_run_is_not_merged(tmp_path: Path) -> None:
    mine, other = (run(tmp_path / name, study_of()) for name in ("mine", "other"))
    before = parts(mine)
    with locked(other), pytest.raises(StoreError, match="wordt al gedraaid"):
        merge(mine, [other])
    with locked(mine), pytest.raises(StoreError, match="wordt al gedraaid"):
        merge(mine, [other])
    assert parts(mine) == before
    assert read(mine).worlds == 2 * POINTS
