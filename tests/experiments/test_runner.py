import errno
import io
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import fake_world
import numpy as np
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from experiments import parts, progress, runner, worker
from experiments.messages import StudyStopped
from experiments.runner import run_study
from experiments.store import read

ROOT = Path(__file__).parents[2]


def run(folder, study=None, **how):
    study = study or fake_world.fake_study(**how.pop("fake", {}))
    console = how.pop("console", Console(file=io.StringIO()))
    return run_study(study, folder, run_world=fake_world.run_world, console=console, **how)


def test_every_run_has_its_row_and_its_arrays(tmp_path):
    study = fake_world.fake_study(points=4, seeds=2)
    results = read(run(tmp_path / "s", study))
    assert results.runs["run"].tolist() == list(range(study.runs))
    assert results.runs["world"].tolist() == [r // 5 for r in range(40)]
    assert results.runs["arm"].tolist() == [r % 5 for r in range(40)]
    assert results.runs["point"].tolist() == [r // 5 % 4 for r in range(40)]
    assert results.runs["seed"].tolist() == [1 + r // 5 for r in range(40)]
    for row in (0, 17, 39):
        made = fake_world.run_world(study, row // 5)[row % 5]
        for name, value in made.scalars.items():
            assert results.runs[name][row] == np.float32(value)
        for name, value in made.squares.items():
            assert (results.squares[name][row] == value.astype(np.float32)).all()
        for name, value in made.years.items():
            assert (results.years[name][row] == value.astype(np.float32)).all()
        for name, value in made.hours.items():
            assert (results.hours[name][row] == value.astype(np.float32)).all()


def test_serial_and_process_give_the_same_content(tmp_path):
    study = fake_world.fake_study(points=30, noise=0.02, fail=(7,), sleep=0.02)
    a = run(tmp_path / "a", study, executor="serial")
    b = run(tmp_path / "b", study, executor="process", workers=2)
    assert len(list((b / "runs").iterdir())) > 1
    assert read(a).content_hash() == read(b).content_hash()


def test_the_hash_sees_one_changed_number(tmp_path):
    a = run(tmp_path / "a", fake={"points": 3})
    b = run(tmp_path / "b", fake={"points": 3, "tables": 1e-4})
    assert read(a).content_hash() != read(b).content_hash()


@pytest.mark.parametrize("table", parts.TABLES)
def test_a_deleted_part_is_run_again(tmp_path, monkeypatch, table):
    monkeypatch.setattr(runner, "MEASURE", 0)
    monkeypatch.setattr(runner, "CHUNK", 0)  # one world a part
    study = fake_world.fake_study(points=5)
    folder = run(tmp_path / "s", study)
    before = read(folder).content_hash()
    victim = sorted((folder / table).iterdir())[2]
    victim.unlink()
    (folder / table / "part-0000099.parquet.1.tmp").write_bytes(b"half")
    called = []

    def counted(study, world):
        called.append(world)
        return fake_world.run_world(study, world)

    run_study(study, folder, run_world=counted, progress=False)
    assert called == [2]
    assert read(folder).content_hash() == before
    assert not list(folder.rglob("*.tmp"))


def test_a_broken_part_is_run_again(tmp_path):
    study = fake_world.fake_study(points=5)
    folder = run(tmp_path / "s", study)
    before = read(folder).content_hash()
    victim = next((folder / "squares").iterdir())
    victim.write_bytes(victim.read_bytes()[:100])
    run(folder, study)
    assert read(folder).content_hash() == before


def test_a_finished_study_runs_nothing(tmp_path):
    study = fake_world.fake_study()
    folder = run(tmp_path / "s", study)
    run_study(study, folder, run_world=lambda *_: pytest.fail("ran"), progress=False)


@pytest.mark.parametrize(
    ("small", "large"), [((3, 1), (5, 1)), ((3, 1), (3, 3)), ((3, 1), (5, 2)), ((3, 2), (3, 4))]
)
def test_more_points_or_seeds_keep_what_was_there(tmp_path, small, large):
    grown = run(tmp_path / "s", fake_world.fake_study(*small))
    old = {k: v.copy() for k, v in read(grown).runs.items()}
    run(grown, fake_world.fake_study(*large))
    new = read(grown)
    count = len(old["run"])
    for name in ("run", "arm", "world", "point", "seed", "realised_share"):
        assert (new.runs[name][:count] == old[name]).all()
    whole = run(tmp_path / "t", fake_world.fake_study(*large))
    assert new.content_hash() == read(whole).content_hash()
    assert (new.manifest["points"], new.manifest["seeds"]) == large
    assert len(new.design["point"]) == large[0]


def test_fewer_points_than_stored_change_nothing(tmp_path):
    folder = run(tmp_path / "s", fake_world.fake_study(5))
    before = read(folder).content_hash()
    run(folder, fake_world.fake_study(3))
    assert read(folder).content_hash() == before
    assert read(folder).manifest["points"] == 5


def test_a_run_that_raises_is_a_row_and_the_sweep_goes_on(tmp_path):
    console = Console(file=io.StringIO())
    folder = run(tmp_path / "s", fake={"points": 4, "fail": (1,)}, console=console)
    results = read(folder)
    bad = results.runs["world"] == 1
    assert results.runs["status"][bad].tolist() == ["error"] * 5
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


@pytest.mark.parametrize("world", [0, 3])
def test_ctrl_c_keeps_what_was_done_and_says_how_to_go_on(tmp_path, monkeypatch, world):
    monkeypatch.setattr(runner, "MEASURE", 10)
    study = fake_world.fake_study(points=6, interrupt=world)
    with pytest.raises(StudyStopped, match=rf"Gestopt na {5 * world} van 30 runs.*groenlicht"):
        run(tmp_path / "s", study)
    assert not list((tmp_path / "s").rglob("*.tmp"))
    going_on = fake_world.fake_study(points=6)
    run(tmp_path / "s", going_on)
    whole = run(tmp_path / "t", going_on)
    assert read(tmp_path / "s").content_hash() == read(whole).content_hash()


SCRIPT = """
import sys
sys.path[:0] = {paths!r}
import fake_world
from experiments.messages import StudyStopped
from experiments.runner import run_study
if __name__ == "__main__":
    study = fake_world.fake_study(points=400, sleep=0.02)
    try:
        run_study(study, {folder!r}, run_world=fake_world.run_world, executor="process", workers=2)
    except StudyStopped as stopped:
        print(stopped)
        sys.exit(130)
"""


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_ctrl_c_on_a_process_group_stops_cleanly(tmp_path):
    folder = tmp_path / "s"
    script = tmp_path / "script.py"
    paths = [str(ROOT), str(Path(fake_world.__file__).parent)]
    script.write_text(textwrap.dedent(SCRIPT).format(paths=paths, folder=str(folder)))
    started = subprocess.Popen(
        [sys.executable, str(script)],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    limit = time.monotonic() + 60
    while len(list(folder.glob("runs/*.parquet"))) < 2 and time.monotonic() < limit:
        time.sleep(0.05)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: parent and workers alike
    out, err = started.communicate(timeout=60)
    assert started.returncode == 130, err
    assert "Gestopt na" in out
    assert "Traceback" not in err
    assert not list(folder.rglob("*.tmp"))
    results = read(folder)
    assert 0 < results.worlds < 400
    assert f"Gestopt na {len(results.runs['run'])} van 2000" in out
    assert read("latest", root=tmp_path).folder == folder.resolve()


def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch):
    real = parts.pq.write_table
    calls = []

    def write(table, path, **how):
        calls.append(path)
        real(table, path, **how)
        if len(calls) == 4:  # in the middle of the first chunk: the design was the first
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(parts.pq, "write_table", write)
    study = fake_world.fake_study()
    with pytest.raises(StudyStopped, match="No space left on device"):
        run(tmp_path / "s", study)
    monkeypatch.setattr(parts.pq, "write_table", real)
    left = [p.name for p in (tmp_path / "s").rglob("*") if p.is_file()]
    assert sorted(left) == ["design.parquet", "manifest.json"]
    run(tmp_path / "s", study)
    assert read(tmp_path / "s").worlds == 4


def test_encoding(tmp_path):
    folder = run(tmp_path / "s")
    part = next((folder / "squares").iterdir())
    metadata = pq.read_metadata(part)
    group = metadata.row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert columns["target"].physical_type == "FLOAT"
    assert "BYTE_STREAM_SPLIT" in columns["target"].encodings
    assert {c.compression for c in columns.values()} == {"ZSTD"}
    assert pq.read_schema(part).field("run").type == "int32"
    assert pq.read_schema(part).field("region").type == "int16"
    runs = pq.read_schema(next((folder / "runs").iterdir()))
    assert runs.field("realised_share").type == "float"


def test_one_line_per_ten_percent_off_a_terminal(monkeypatch):
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
    with runner._one_thread():
        assert {os.environ[name] for name in runner.THREADS} == {"1"}
    assert os.environ["OMP_NUM_THREADS"] == "5"
    assert "MKL_NUM_THREADS" not in os.environ


def test_the_budget_of_a_chunk(tmp_path):
    study = fake_world.fake_study(points=20, sleep=0.02)
    report = worker.run_chunk(study, tmp_path, range(20), fake_world.run_world, budget=0.05)
    assert 1 <= report.worlds < 20
    assert parts.done_runs(tmp_path) == set(range(5 * report.worlds))


def test_a_worker_that_is_killed_costs_only_what_was_in_flight(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "MEASURE", 0)
    study = fake_world.fake_study(points=40, die=30)
    with pytest.raises(StudyStopped, match=r"rekenproces beëindigd.*herhaal groenlicht"):
        run(tmp_path / "s", study, executor="process", workers=2)
    assert not list((tmp_path / "s").rglob("*.tmp"))
    going_on = fake_world.fake_study(points=40)
    run(tmp_path / "s", going_on)
    whole = run(tmp_path / "t", going_on)
    assert read(tmp_path / "s").content_hash() == read(whole).content_hash()


def test_the_model_itself_gives_the_same_in_one_process_and_in_two(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "MEASURE", 0)
    study = fake_world.fake_study(points=4)
    a = run_study(study, tmp_path / "a", executor="serial", progress=False)
    b = run_study(study, tmp_path / "b", executor="process", workers=2, progress=False)
    assert read(a).failed == 0
    assert read(a).worlds == 4
    assert read(a).content_hash() == read(b).content_hash()


def test_an_arm_of_the_model_that_raises_leaves_the_others(tmp_path, monkeypatch):
    import model.netherlands

    real = model.netherlands.Netherlands

    def failing(country, arrangement, **how):
        if arrangement.name == "drie":
            raise ArithmeticError("no balance")
        return real(country, arrangement, **how)

    monkeypatch.setattr(model.netherlands, "Netherlands", failing)
    results = worker.run_world(fake_world.fake_study(points=1), 0)
    assert [isinstance(r, parts.Failure) for r in results] == [False, False, True, False, False]
    assert results[2].error == "ArithmeticError: no balance"
