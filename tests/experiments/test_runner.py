"""Every run is a row with its arrays, whatever happens to it; progress is said once."""

import io
import os

import fake_world
import numpy as np
import pyarrow.parquet as pq
import pytest
from rich.console import Console
from running import SERIAL, Called, content, run

from experiments.numbering import MOST_POINTS, world_number
from experiments.options import Options
from experiments.runner import run_study
from experiments.running import machine, progress, worker
from experiments.running.worker import Chunk
from experiments.store import read
from experiments.storing import rows
from experiments.study import World


def begin(_arm):
    """Every arm is to be run."""


def test_every_run_has_its_row_and_its_arrays(tmp_path):
    study = fake_world.fake_study(points=4, seeds=2)
    results = read(run(tmp_path / "s", study))
    worlds = [world_number(0, seed, point) for seed in range(2) for point in range(4)]
    assert worlds[:5] == [0, 1, 2, 3, MOST_POINTS]
    assert results.runs["run"].tolist() == [5 * w + arm for w in worlds for arm in range(5)]
    assert results.runs["world"].tolist() == [w for w in worlds for _ in range(5)]
    assert results.runs["arm"].tolist() == [r % 5 for r in range(40)]
    assert results.runs["point"].tolist() == [r // 5 % 4 for r in range(40)]
    assert results.runs["cell"].tolist() == [0] * 40
    seeds = [1 + seed * MOST_POINTS + point for seed in range(2) for point in range(4)]
    assert results.runs["seed"].tolist() == [s for s in seeds for _ in range(5)]
    for row in (0, 17, 39):
        world = study.world(worlds[row // 5])
        made = fake_world.run_world(study, world, begin)[row % 5]
        for name, value in made.scalars.items():
            assert results.runs[name][row] == np.float32(value)
        for table in ("squares", "years", "hours"):
            for name, value in getattr(made, table).items():
                assert (getattr(results, table)[name][row] == value.astype(np.float32)).all()


def test_the_hash_sees_one_changed_number(tmp_path):
    a = run(tmp_path / "a", fake={"points": 3})
    b = run(tmp_path / "b", fake={"points": 3, "tables": 1e-4})
    assert content(a) != content(b)


def test_a_finished_study_runs_nothing(tmp_path):
    study = fake_world.fake_study()
    folder = run(tmp_path / "s", study)
    run(folder, study, run_world=lambda *_: pytest.fail("ran"))


def test_a_world_may_be_run_in_any_chunk(tmp_path):
    """How worlds are put together in chunks is no result."""
    study = fake_world.fake_study(points=6, noise=0.02)
    whole = run(tmp_path / "whole", study)
    folder = tmp_path / "s"
    for worlds in ((5, 1), (3,), (0, 2, 4)):
        worker.run_chunk(study, folder, Chunk(worlds, {}), fake_world.run_world)
    assert len(list((folder / "runs").iterdir())) == 3
    run(folder, study, run_world=lambda *_: pytest.fail("ran"))
    assert content(folder) == content(whole)


def test_a_run_that_raises_is_a_row_and_the_sweep_goes_on(tmp_path):
    console = Console(file=io.StringIO())
    folder = run(tmp_path / "s", fake={"points": 4, "fail": (1,)}, console=console)
    results = read(folder)
    bad = results.runs["world"] == 1
    assert results.runs["status"][bad].tolist() == [rows.ERROR] * 5
    assert "RuntimeError: world 1 cannot be" in results.runs["error"][bad][0]
    assert "Traceback" in results.runs["traceback"][bad][0]
    assert np.isnan(results.runs["realised_share"][bad]).all()
    assert np.isnan(results.squares["target"][bad]).all()
    assert results.failed == 5
    assert results.worlds == 3
    assert "5 van 20 runs" in console.file.getvalue()


def test_one_failing_arm_takes_its_world_out_of_every_arm(tmp_path):
    folder = run(tmp_path / "s", fake={"points": 4, "fail_arm": 2})
    results = read(folder)
    assert results.failed == 4
    assert results.runs["status"][results.runs["arm"] != 2].tolist() == ["ok"] * 16


def test_everything_may_fail(tmp_path):
    folder = run(tmp_path / "s", fake={"points": 2, "fail": (0, 1)})
    assert read(folder).failed == 10


def test_a_run_that_failed_is_not_tried_again_and_one_that_was_given_up_is(tmp_path):
    study = fake_world.fake_study(points=4, fail=(1,))
    folder = tmp_path / "s"
    gone = rows.Failure("WorkerLost: gone", "", rows.ABORTED)
    given_up = Chunk((2, 3), {5 * 2 + 4: gone})
    worker.run_chunk(study, folder, given_up, fake_world.run_world)
    before = pq.read_table(next((folder / "runs").iterdir()))
    assert before["status"].to_pylist() == [*["ok"] * 4, "aborted", *["ok"] * 5]
    called = Called()
    run(folder, study, run_world=called)
    assert called.worlds == [0, 1, 2]  # 3 stands, though in the same part as 2
    called = Called()
    run(folder, study, run_world=called)
    assert called.worlds == []
    assert content(folder) == content(run(tmp_path / "t", study))


def test_encoding(tmp_path):
    folder = run(tmp_path / "s")
    part = next((folder / "squares").iterdir())
    metadata = pq.read_metadata(part)
    group = metadata.row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert columns["target"].physical_type == "FLOAT"
    assert "BYTE_STREAM_SPLIT" in columns["target"].encodings
    assert {c.compression for c in columns.values()} == {"ZSTD"}
    assert pq.read_schema(part).field("run").type == "int64"
    assert pq.read_schema(part).field("region").type == "int16"
    runs = pq.read_schema(next((folder / "runs").iterdir()))
    assert runs.field("realised_share").type == "float"
    assert {runs.field(name).type for name in ("run", "world", "seed")} == {"int64"}


def test_one_line_per_ten_percent_off_a_terminal():
    console = Console(file=io.StringIO(), force_terminal=False)
    with progress.Bar(console, 100, 30, shown=True) as bar:
        for _ in range(70):
            bar.advance(1)
    lines = console.file.getvalue().splitlines()
    assert [line.split()[1] for line in lines] == ["40", "50", "60", "70", "80", "90", "100"]
    assert "100 van 100 runs" in lines[-1]


def test_one_bar_on_a_terminal():
    console = Console(file=io.StringIO(), force_terminal=True, width=120)
    with progress.Bar(console, 10, 4, shown=True) as bar:
        bar.advance(6)
    text = console.file.getvalue()
    assert "4 al gedaan" in text
    assert "10/10" in text
    assert "runs/s" in text


def test_silent_without_progress(tmp_path):
    console = Console(file=io.StringIO())
    run(tmp_path / "s", console=console, progress=False, fake={"fail": (0,)})
    assert console.file.getvalue() == ""


def test_workers_inherit_one_thread_and_the_parent_gets_its_own_back(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    with machine.one_thread():
        assert {os.environ[name] for name in machine.THREADS} == {"1"}
    assert os.environ["OMP_NUM_THREADS"] == "5"
    assert "MKL_NUM_THREADS" not in os.environ


@pytest.mark.parametrize("stop", ["go_on", "ours"])
def test_a_chunk_that_is_stopped_writes_what_it_ran_if_it_is_still_ours(tmp_path, stop):
    study = fake_world.fake_study(points=20)
    answers = iter([True] * 3 + [False] * 20)
    how = {"go_on": lambda: next(answers)} | ({"ours": lambda: False} if stop == "ours" else {})
    report = worker.run_chunk(
        study, tmp_path, Chunk(tuple(range(20)), {}), fake_world.run_world, **how
    )
    assert report.worlds == len(report.seconds) == 3
    written = [pq.read_table(p)["world"].to_pylist() for p in tmp_path.glob("runs/*")]
    assert written == ([] if stop == "ours" else [[w for w in range(3) for _ in range(5)]])


def test_the_model_itself_gives_the_same_in_one_process_and_in_two(tmp_path):
    study = fake_world.fake_study(points=4)
    a = run_study(study, tmp_path / "a", SERIAL, progress=False)
    two = Options(executor="process", workers=2)
    b = run_study(study, tmp_path / "b", two, progress=False)
    assert read(a).failed == 0
    assert read(a).worlds == 4
    assert content(a) == content(b)


def test_an_arm_of_the_model_that_raises_leaves_the_others(monkeypatch):
    import model.netherlands

    real = model.netherlands.Netherlands

    def failing(country, arrangement, *rest, **how):
        if arrangement.name == "drie":
            raise ArithmeticError("no balance")
        return real(country, arrangement, *rest, **how)

    monkeypatch.setattr(model.netherlands, "Netherlands", failing)
    study = fake_world.fake_study(points=1)
    results = worker.run_world(study, study.world(0), begin)
    assert [isinstance(r, rows.Failure) for r in results] == [False, False, True, False, False]
    assert results[2].error == "ArithmeticError: no balance"


def test_an_arm_that_was_given_up_is_not_run_and_the_others_are(monkeypatch):
    study = fake_world.fake_study(points=1)
    gone = rows.Failure("gone", "", rows.ABORTED)
    results = worker.run_world(study, study.world(0), lambda arm: gone if arm == 1 else None)
    assert results[1] is gone
    whole = worker.run_world(study, study.world(0), begin)
    assert [r.scalars for r in results if r is not gone] == [
        r.scalars for i, r in enumerate(whole) if i != 1
    ]


def test_the_world_of_a_number():
    study = fake_world.fake_study(points=3, seeds=2, first_seed=7)
    world = study.world(world_number(0, 1, 2))
    assert world == World(MOST_POINTS + 2, 0, 1, 2, 7 + MOST_POINTS + 2, study.points[2])
