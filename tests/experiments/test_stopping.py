"""Stopped before its end: one sentence, and nothing lost. Ctrl-C, a full disk, two drivers."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import contextmanager
from pathlib import Path

import fake_world
import pytest
from running import ROOT, SERIAL, Called, content, parts, run, said, stored

from experiments import runner
from experiments.messages import StoreError, StudyStopped
from experiments.runner import run_study
from experiments.running import lock, sweep
from experiments.store import read
from experiments.storing import parts as store_parts


@pytest.fixture
def one_world_a_part(monkeypatch):
    monkeypatch.setattr(sweep, "MOST_RUNS", 5)


def one_sentence(problem):
    text = str(problem.value)
    assert "\n" not in text
    assert "Traceback" not in text
    return text


# ------------------------------------------------------------------ Ctrl-C


@pytest.mark.parametrize("world", [0, 3])
def test_ctrl_c_keeps_what_was_done_and_says_how_to_go_on(tmp_path, world):
    study = fake_world.fake_study(points=6, interrupt=world)
    with pytest.raises(StudyStopped, match=rf"Gestopt na {5 * world} van 30 runs.*groenlicht") as e:
        run(tmp_path / "s", study)
    one_sentence(e)
    assert e.value.why == "stopped"
    assert not list((tmp_path / "s").rglob("*.tmp"))
    going_on, called = fake_world.fake_study(points=6), Called()
    run(tmp_path / "s", going_on, run_world=called)
    assert called.worlds == list(range(world, 6))
    assert content(tmp_path / "s") == content(run(tmp_path / "t", going_on))


SCRIPT = """
import sys
sys.path[:0] = {paths!r}
import fake_world
from experiments.messages import StudyStopped
from experiments.options import Options
from experiments.runner import run_study
if __name__ == "__main__":
    study = fake_world.fake_study(points=400, sleep=0.2)
    options = Options(executor="process", workers=2)
    try:
        run_study(study, {folder!r}, options, run_world=fake_world.run_world)
    except StudyStopped as stopped:
        print(stopped)
        sys.exit(130)
"""


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_two_drivers_and_ctrl_c_on_a_process_group(tmp_path):
    """The second driver is told who has the folder; the first is then stopped as by a terminal."""
    folder, script = tmp_path / "s", tmp_path / "script.py"
    paths = [str(ROOT), str(Path(fake_world.__file__).parent)]
    script.write_text(textwrap.dedent(SCRIPT).format(paths=paths, folder=str(folder)))
    first = subprocess.Popen(
        [sys.executable, str(script)], start_new_session=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        limit = time.monotonic() + 60
        while len(list(folder.glob("runs/*.parquet"))) < 2 and time.monotonic() < limit:
            time.sleep(0.05)
        manifest = (folder / "manifest.json").read_bytes()
        with pytest.raises(StoreError, match=f"wordt al gedraaid .proces {first.pid} @") as second:
            run(folder, fake_world.fake_study(points=500), run_world=lambda *_: pytest.fail("ran"))
        one_sentence(second)
        assert lock.held_by(folder).startswith(f"{first.pid} @ ")
        assert (folder / "manifest.json").read_bytes() == manifest
        os.killpg(first.pid, signal.SIGINT)  # as a terminal does: parent and workers alike
        out, err = first.communicate(timeout=60)
    finally:
        first.kill()
    assert first.returncode == 130, err
    assert "Traceback" not in err
    assert not list(folder.rglob("*.tmp"))
    results = read(folder)
    assert 0 < results.worlds < 400
    assert f"Gestopt na {len(results.runs['run'])} van 2000" in out
    assert read("latest", root=tmp_path).folder == folder.resolve()
    assert lock.held_by(folder) == ""
    done, called = set(results.runs["world"].tolist()), Called()
    run(folder, fake_world.fake_study(points=400), run_world=called)
    assert called.worlds == [w for w in range(400) if w not in done]


def test_a_second_driver_changes_nothing(tmp_path):
    study = fake_world.fake_study(points=2)
    folder = run(tmp_path / "s", study)
    before = stored(folder)
    with lock.locked(folder):
        with pytest.raises(StoreError, match=f"proces {os.getpid()} @") as problem:
            run(folder, fake_world.fake_study(points=9))
        assert stored(folder) == before
    one_sentence(problem)
    run(folder, fake_world.fake_study(points=3))
    assert read(folder).worlds == 3


def test_a_lock_of_a_killed_driver_is_no_lock(tmp_path):
    folder = run(tmp_path / "s", fake_world.fake_study(points=2))
    (folder / lock.HOLDER).write_text("4194000 @ elders\n")
    assert lock.held_by(folder) == ""
    run(folder, fake_world.fake_study(points=3))
    assert read(folder).worlds == 3
    assert not (folder / lock.HOLDER).exists()


# ------------------------------------------------------------------ the disk


def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch):
    real = store_parts.pq.write_table
    calls = []

    def write(table, path, **how):
        calls.append(path)
        real(table, path, **how)
        if len(calls) >= 4:  # in the middle of the first chunk: the design was the first
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store_parts.pq, "write_table", write)
    study = fake_world.fake_study()
    why = r"No space left on device.*0 van 20 runs"
    with pytest.raises(StudyStopped, match=why) as problem:
        run(tmp_path / "s", study)
    one_sentence(problem)
    assert problem.value.why == "unwritable"
    monkeypatch.setattr(store_parts.pq, "write_table", real)
    assert not list(tmp_path.rglob("*.tmp"))
    assert not list(tmp_path.rglob("runs/*"))
    run(tmp_path / "s", study)
    assert content(tmp_path / "s") == content(run(tmp_path / "t", study))


@contextmanager
def largest_file(size):
    """Let no file of this process become larger than `size` bytes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(os.name == "nt", reason="a limit of POSIX systems")
@pytest.mark.usefixtures("one_world_a_part")
def test_a_disk_that_is_full_half_way_keeps_what_was_written(tmp_path, monkeypatch):
    study = fake_world.fake_study(points=40)
    folder = run(tmp_path / "s", fake_world.fake_study(points=10))
    before = parts(folder)
    monkeypatch.setattr(sweep, "MOST_RUNS", 500)  # larger parts than the limit allows
    why = r"Schrijven in .* lukt niet"
    with largest_file(40_000), pytest.raises(StudyStopped, match=why) as problem:
        run(folder, study)
    assert "runs zijn bewaard" in one_sentence(problem)
    kept = read(folder)
    assert 10 <= kept.worlds < 40
    after = parts(folder)
    assert {path: after[path] for path in before} == before
    assert not list(tmp_path.rglob("*.tmp"))
    run(folder, study)
    assert content(folder) == content(run(tmp_path / "t", study))


@pytest.mark.parametrize("what", ["mkdir", "lock", "write"])
def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, monkeypatch, what):
    """Patched rather than chmod: a test may be run as root, who may write anywhere."""

    def refused(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    folder = run(tmp_path / "s", fake_world.fake_study(points=2))
    before = stored(folder)
    monkeypatch.setattr(*{
        "mkdir": (Path, "mkdir"), "lock": (lock.FileLock, "acquire"),
        "write": (os, "replace"),
    }[what], refused)  # fmt: skip
    with pytest.raises(StudyStopped, match="Read-only file system") as problem:
        run(folder, fake_world.fake_study(points=3))
    monkeypatch.undo()
    assert "10 van 15 runs zijn bewaard" in one_sentence(problem)
    assert problem.value.why == "unwritable"
    after = stored(folder)
    assert before.items() <= after.items()
    run(folder, fake_world.fake_study(points=3))
    assert content(folder) == content(run(tmp_path / "t", fake_world.fake_study(points=3)))


def test_a_summary_that_is_open_elsewhere_stops_nothing(tmp_path, monkeypatch):
    real = os.replace

    def refused(source, target):
        if Path(target).name == "summary.csv":
            raise PermissionError(errno.EACCES, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", refused)
    monkeypatch.setattr(store_parts, "PAUSE", 0)
    text = said(tmp_path / "s", fake_world.fake_study(points=2))
    assert "summary.csv is niet te schrijven (Permission denied" in text
    assert read(tmp_path / "s").worlds == 2
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_file_that_is_held_for_a_moment_is_written_after_all(tmp_path, monkeypatch):
    real, tries = os.replace, []

    def once_refused(source, target):
        tries.append(target)
        if tries.count(target) == 1:
            raise PermissionError(errno.EACCES, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", once_refused)
    monkeypatch.setattr(store_parts, "PAUSE", 0)
    assert read(run(tmp_path / "s", fake_world.fake_study(points=2))).worlds == 2
    assert (tmp_path / "s" / "summary.csv").exists()


def test_the_store_is_put_in_order_with_its_lock_held(tmp_path, monkeypatch):
    real, held = runner.clean, []

    def clean(folder):
        held.append(lock.held_by(folder))
        real(folder)

    monkeypatch.setattr(runner, "clean", clean)
    with pytest.raises(StudyStopped):
        run(tmp_path / "s", fake_world.fake_study(points=6, interrupt=3))
    assert held
    assert all(held)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_sentence(tmp_path):
    folder = run(tmp_path / "s", fake_world.fake_study(points=2))
    folder.chmod(0o500)
    try:
        with pytest.raises(StudyStopped, match="Schrijven in") as problem:
            run(folder, fake_world.fake_study(points=3))
    finally:
        folder.chmod(0o700)
    one_sentence(problem)
    assert read(folder).worlds == 2


def test_a_worker_does_not_start_a_study(tmp_path, monkeypatch):
    class Starting:
        _inheriting = True

    monkeypatch.setattr(runner, "current_process", Starting)
    with pytest.raises(StudyStopped, match="__main__"):
        run_study(fake_world.fake_study(), tmp_path / "s", SERIAL)
    assert not (tmp_path / "s").exists()
