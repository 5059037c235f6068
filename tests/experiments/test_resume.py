"""What was done stays done: a study that grows, parts that are wrong."""

import dataclasses

import fake_world
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from running import Called, content, parts, run, said, stored

from experiments.messages import StoreError
from experiments.running import sweep
from experiments.store import read
from experiments.storing.rows import TABLES


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
    assert "de gevraagde werelden (3); in de map staan er 5" in text
    assert stored(folder) == before
    manifest = read(folder).manifest
    assert (manifest["points"], manifest["command"]) == (5, "groenlicht")


# ------------------------------------------------------------------ parts that are wrong


@pytest.mark.usefixtures("one_world_a_part")
@pytest.mark.parametrize("table", TABLES)
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
@pytest.mark.parametrize("table", TABLES)
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


# ------------------------------------------------------------------ parts of another study


def other_study(points=3):
    study = fake_world.fake_study(points)
    return dataclasses.replace(study, config=study.config | {"scenario": {"rain": "more"}})


def test_a_part_of_another_study_does_not_count(tmp_path):
    folder = run(tmp_path / "s", fake_world.fake_study(3))
    before = content(folder)
    other = run(tmp_path / "t", other_study(5))
    for path in parts(other):
        (folder / path).write_bytes((other / path).read_bytes())
    called = Called()
    run(folder, fake_world.fake_study(3), run_world=called)
    assert 0 < len(called.worlds) <= 3  # those whose part was overwritten
    assert content(folder) == before


def test_parts_without_a_manifest_are_taken_by_their_own_study_only(tmp_path):
    folder = run(tmp_path / "s", fake_world.fake_study(3))
    (folder / "manifest.json").unlink()
    before = stored(folder)
    with pytest.raises(StoreError, match="delen van een andere studie") as problem:
        run(folder, other_study())
    assert "\n" not in str(problem.value)
    assert stored(folder) == before
    called = Called()
    run(folder, fake_world.fake_study(4), run_world=called)
    assert called.worlds == [3]


@pytest.mark.parametrize("how", [lambda p: p.unlink(), lambda p: p.write_bytes(b"PAR1")])
def test_a_design_that_cannot_be_read_is_written_again(tmp_path, how):
    folder = run(tmp_path / "s", fake_world.fake_study(3))
    before = (folder / "design.parquet").read_bytes()
    how(folder / "design.parquet")
    with pytest.raises(StoreError, match="design"):
        run(folder, fake_world.fake_study(2))
    with pytest.raises(StoreError):
        run(folder, other_study())
    run(folder, fake_world.fake_study(3), run_world=lambda *_: pytest.fail("ran"))
    assert (folder / "design.parquet").read_bytes() == before
    how(folder / "design.parquet")
    run(folder, fake_world.fake_study(4))
    assert content(folder) == content(run(tmp_path / "t", fake_world.fake_study(4)))
