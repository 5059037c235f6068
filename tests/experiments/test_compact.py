"""Compacting changes no row, and a kill at any moment loses nothing and doubles nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import fake_world
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from running import Called, content, run

from experiments.running import sweep
from experiments.store import read
from experiments.storing import repair
from experiments.storing.parts import whole_parts
from experiments.storing.rows import RUNS, TABLES


class Killed(BaseException):
    """What a kill looks like from inside: nothing catches it."""


@pytest.fixture
def loose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study of one world a part."""
    monkeypatch.setattr(sweep, "MOST_RUNS", 5)
    return run(tmp_path / "s", fake_world.fake_study(points=6, fail=(2,), noise=0.02))


def test_fewer_files_hold_the_same(loose: Path) -> None:
    before = content(loose)
    assert len(whole_parts(loose)) == 6
    assert repair.compact(loose) == 1
    assert content(loose) == before
    for table in TABLES:
        assert len(list((loose / table).iterdir())) == 1
    assert repair.compact(loose) == 1  # and again does nothing
    called = Called()
    run(loose, fake_world.fake_study(points=7), run_world=called)
    assert called.worlds == [6]


def test_parts_are_put_together_up_to_a_size(loose: Path) -> None:
    before = content(loose)
    assert repair.compact(loose, size=10) == 3
    assert content(loose) == before


def test_a_part_that_is_large_enough_is_left_alone(loose: Path) -> None:
    assert repair.compact(loose, size=9) == 6


def test_a_finished_study_of_many_parts_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "MOST_RUNS", 5)
    monkeypatch.setattr(repair, "LOOSE", 3)
    folder = run(tmp_path / "s", fake_world.fake_study(points=6))
    assert len(whole_parts(folder)) == 1
    assert read(folder).worlds == 6


STEPS = 4 + 6 * 4 + 1  # four writes, and four files of six parts


@pytest.mark.parametrize("after", range(STEPS))
def test_a_kill_between_any_two_steps_loses_and_doubles_nothing(
    loose: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    before, steps = content(loose), 0

    def counted(real):
        def step(*arguments, **how):
            nonlocal steps
            if steps == after:
                raise Killed
            steps += 1
            return real(*arguments, **how)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", counted(os.replace))
        real_unlink = Path.unlink
        # only parts count as steps: temporary files go as well
        slow = counted(real_unlink)
        patch.setattr(
            Path, "unlink",
            lambda self, missing_ok=False: (real_unlink if self.suffix == ".tmp" else slow)(
                self, missing_ok=missing_ok
            ),
        )  # fmt: skip
        if after < STEPS - 1:
            with pytest.raises(Killed):
                repair.compact(loose)
        else:
            repair.compact(loose)  # all steps were counted
    assert steps == after
    # a reader sees the same in every state
    assert content(loose) == before
    assert len(read(loose).runs["run"]) == 30
    # and so does who goes on
    run(loose, fake_world.fake_study(points=6), run_world=lambda *_: pytest.fail("ran"))
    assert content(loose) == before
    assert repair.compact(loose) == 1
    assert content(loose) == before


def test_a_world_that_is_run_again_after_packing_counts_once(loose: Path) -> None:
    before = content(loose)
    repair.compact(loose)
    repair.forget(loose, {4})
    assert sorted(set(read(loose).runs["world"])) == [0, 1, 2, 3, 5]
    called = Called()
    run(loose, fake_world.fake_study(points=6, noise=0.02), run_world=called)
    assert called.worlds == [4]
    assert content(loose) == before


def test_a_world_that_stands_in_two_parts_counts_once(loose: Path) -> None:
    before = content(loose)
    other = loose.parent / "other"
    shutil.copytree(loose, other)
    repair.compact(other)
    for table in TABLES:  # as two drivers on a file system without locks would leave it
        for path in (other / table).iterdir():
            shutil.copy(path, loose / table / path.name.replace("packed", "part"))
    assert repair.done_worlds(loose) == set(range(6))
    assert content(loose) == before


def doubled(folder: Path) -> None:
    """Let every part stand twice, as a killed merge of an earlier version left it."""
    for table in TABLES:
        for path in list((folder / table).iterdir()):
            shutil.copy(path, path.with_name(path.name.replace("part-0", "part-1")))


def test_what_is_packed_holds_no_world_twice(loose: Path) -> None:
    before = content(loose)
    doubled(loose)
    assert repair.compact(loose) == 1
    assert len(read(loose).runs["run"]) == pq.read_table(loose / RUNS).num_rows == 30
    assert content(loose) == before


@pytest.mark.parametrize("packed", [False, True])
def test_a_world_that_stands_twice_in_one_part_counts_once(loose: Path, packed: bool) -> None:
    before = content(loose)
    repair.compact(loose)
    (name,) = whole_parts(loose)
    for table in TABLES:
        held = pq.read_table(loose / table / name)
        twice = pa.concat_tables([held, held])
        if table == RUNS and packed:
            twice = twice.replace_schema_metadata(pq.read_schema(loose / table / name).metadata)
        pq.write_table(twice, loose / table / name)
    assert repair.done_worlds(loose) == set(range(6))
    assert content(loose) == before
    assert repair.done_worlds(loose) == set(range(6))
    assert len(whole_parts(loose)) == 1


def test_packing_a_broken_store_drops_what_is_broken(loose: Path) -> None:
    path = loose / RUNS / whole_parts(loose)[3]
    path.write_bytes(path.read_bytes()[:100])
    assert repair.compact(loose) == 1
    assert set(read(loose).runs["world"]) == {0, 1, 2, 4, 5}


def test_a_part_without_rows_is_removed(loose: Path) -> None:
    name = whole_parts(loose)[0]
    for table in TABLES:
        path = loose / table / name
        pq.write_table(pq.read_table(path).slice(0, 0), path)
    assert repair.done_worlds(loose) == set(range(1, 6))
    assert len(whole_parts(loose)) == 5


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("fail", "how"), [((), ""), ((2,), ", union_by_name=true")])
def test_duckdb_reads_the_parts_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool, fail: tuple[int, ...], how: str
) -> None:
    """A part in which every run failed has no outcomes: then columns go by their names."""
    monkeypatch.setattr(sweep, "MOST_RUNS", 5)
    folder = run(tmp_path / "s", fake_world.fake_study(points=6, fail=fail, noise=0.02))
    if packed:
        repair.compact(folder)
    results = read(folder)
    runs, squares = (
        f"read_parquet('{(folder / table / '*.parquet').as_posix()}'{how})"
        for table in (RUNS, "squares")
    )
    if not how:  # without settings the name of the files will do
        runs = runs.removeprefix("read_parquet(").removesuffix(")")
    with duckdb.connect() as base:
        found = base.execute(
            f"SELECT arm, count(*), avg(realised_share) FROM {runs} WHERE status = 'ok' "
            "GROUP BY arm ORDER BY arm"
        ).fetchall()
        (target,) = base.execute(
            f"SELECT sum(target) FROM {squares} JOIN {runs} USING (run) WHERE arm = 2"
        ).fetchone()
    worlds = 6 - len(fail)
    share = results.by_world("realised_share")
    assert [(arm, count) for arm, count, _ in found] == [(arm, worlds) for arm in range(5)]
    assert [mean for *_, mean in found] == pytest.approx(share.mean(axis=1), rel=1e-9)
    assert target == pytest.approx(results.by_world(results.squares["target"])[2].sum(), rel=1e-6)
