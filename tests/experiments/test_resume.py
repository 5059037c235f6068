"""What was done stays done: a study that grows, parts that are wrong."""

import dataclasses

import fake_world
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from running import Called, content, parts, run, said, stored

from experiments import parts as store_parts
from experiments import sweep
from experiments.store import read


@pytest.fixture
def one_world_a_part(monkeypatch):
    monkeypatch.setattr(sweep, "MOST_RUNS", 5)


# ------------------------------------------------------------------ growing


@pytest.mark.parametrize(
    ("small", "large"), [((3, 1), (5, 1)), ((3, 1), (3, 3)), ((3, 1), (5, 2)), ((3, 2), (5, 4))]
)
def test_more_points_or_seeds_keep_what_was_there(tmp_path, small, large):
    grown = run(tmp_path / "s", fake_world.fake_study(*small))
    before, old = parts(grown), read(grown)
    called = Called()
    run(grown, fake_world.fake_study(*large), run_world=called)
    after, new = parts(grown), read(grown)
    assert {path: after[path] for path in before} == before  # to the byte
    assert set(called.worlds).isdisjoint(old.runs["world"])
    assert len(called.worlds) == large[0] * large[1] - small[0] * small[1]
    whole = run(tmp_path / "t", fake_world.fake_study(*large))
    assert new.content_hash() == content(whole)
    assert (new.manifest["points"], new.manifest["seeds"]) == large
    assert len(new.design["point"]) == large[0]
    assert new.expected == len(new.runs["run"])


def test_twice_the_seeds_run_the_second_half_only(tmp_path):
    folder = run(tmp_path / "s", fake_world.fake_study(2, 50, arms=2))
    before = parts(folder)
    first = pq.read_table(folder / "runs").sort_by("run")
    called = Called()
    run(folder, fake_world.fake_study(2, 100, arms=2), run_world=called)
    study = fake_world.fake_study(2, 100, arms=2)
    assert called.worlds == list(study.world_numbers())[100:]
    after = parts(folder)
    assert {path: after[path] for path in before} == before
    now = pq.read_table(folder / "runs").sort_by("run")
    assert now.slice(0, len(first)).drop_columns("seconds").equals(first.drop_columns("seconds"))


def test_fewer_points_than_stored_change_nothing_and_are_said(tmp_path):
    folder = run(tmp_path / "s", fake_world.fake_study(5))
    before = stored(folder)
    smaller = dataclasses.replace(fake_world.fake_study(3), command="groenlicht points=3")
    text = said(folder, smaller)
    assert "Gevraagd: 3 werelden; bewaard en getoond: 5" in text
    assert stored(folder) == before
    manifest = read(folder).manifest
    assert (manifest["points"], manifest["command"]) == (5, "groenlicht")


# ------------------------------------------------------------------ parts that are wrong


@pytest.mark.usefixtures("one_world_a_part")
@pytest.mark.parametrize("table", store_parts.TABLES)
def test_a_deleted_part_is_run_again(tmp_path, table):
    study = fake_world.fake_study(points=5)
    folder = run(tmp_path / "s", study)
    before = content(folder)
    sorted((folder / table).iterdir())[2].unlink()
    (folder / table / "part-0000099-ab.parquet.1.tmp").write_bytes(b"half")
    called = Called()
    run(folder, study, run_world=called)
    assert called.worlds == [2]
    assert content(folder) == before
    assert not list(folder.rglob("*.tmp"))


def other_columns(path):
    pq.write_table(pa.table({"x": [1.0]}), path)


BROKEN = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "empty": lambda path: path.write_bytes(b""),
    "foreign": other_columns,
}


@pytest.mark.usefixtures("one_world_a_part")
@pytest.mark.parametrize("table", store_parts.TABLES)
@pytest.mark.parametrize("how", BROKEN)
def test_a_part_that_cannot_be_read_is_run_again(tmp_path, table, how):
    study = fake_world.fake_study(points=5)
    folder = run(tmp_path / "s", study)
    before = content(folder)
    BROKEN[how](sorted((folder / table).iterdir())[2])
    called = Called()
    run(folder, study, run_world=called)
    assert called.worlds == [2]
    assert content(folder) == before


def test_a_file_of_the_users_own_is_left_alone(tmp_path):
    folder = run(tmp_path / "s", fake_world.fake_study(3))
    mine = folder / "runs" / "plot.png"
    mine.write_bytes(b"mine")
    run(folder, fake_world.fake_study(4))
    assert mine.read_bytes() == b"mine"
