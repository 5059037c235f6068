"""The same study gives the same store wherever it is run, whatever a run does to its worker."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fake_world
import numpy as np
import one_raises
import pyarrow as pa
import pytest
from rich.console import Console

from experiments.compose import compose_study
from experiments.messages import StudyStopped
from experiments.options import Options
from experiments.runner import WORKPLACE, run_study
from experiments.running import dask_cluster, worker
from experiments.store import Results, read
from experiments.storing.folders import SHARDS
from experiments.storing.merge import merge
from experiments.storing.rows import ABORTED, ERROR, OK
from experiments.study import Study
from groenlicht.__main__ import FAILED, main

PROCESS = Options(executor="process", workers=2)
DASK = Options(executor="dask", workers=2)
posix = pytest.mark.skipif(os.name == "nt", reason="the limit, or the C library, is of POSIX")


@pytest.fixture(scope="module")
def model() -> Study:
    """A small study of the real model."""
    return compose_study(["points=4", "regions=provincie"], "groenlicht")


@pytest.fixture(scope="module")
def fake() -> Study:
    return fake_world.fake_study(points=40, noise=0.02, fail=(7,), sleep=0.005)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A study in which nothing happens to a run."""
    folder = tmp_path_factory.mktemp("clean") / "s"
    return read(run(fake_world.fake_study(points=12), folder, Options(executor="serial")))


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory, fake: Study, model: Study) -> dict[str, str]:
    """What a study comes to in one process, by the name of its model."""
    place = tmp_path_factory.mktemp("serial")
    one = Options(executor="serial")
    return {
        "fake": read(run(fake, place / "fake", one)).content_hash(),
        "model": read(run(model, place / "model", one, None)).content_hash(),
    }


def run(
    study: Study, folder: Path, options: Options, run_world: Any = fake_world.run_world
) -> Path:
    console = Console(file=io.StringIO())
    return run_study(study, folder, options, run_world=run_world, console=console)


def in_shards(study: Study, folder: Path, run_world: Any) -> Path:
    for part in (1, 2, 3):
        one = Options(executor="serial", shard=(part, 3))
        run(study, folder / SHARDS / f"{part}-of-3", one, run_world)
    return merge(folder, []).folder


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    begin = time.monotonic()
    yield
    assert time.monotonic() - begin < seconds


# ------------------------------------------------------------------ the same everywhere


@pytest.mark.parametrize(
    "where", ["process", "shards", pytest.param("dask", marks=pytest.mark.full)]
)
@pytest.mark.parametrize("which", ["fake", "model"])
def test_a_study_is_the_same_wherever_it_is_run(
    tmp_path: Path, request: pytest.FixtureRequest, serial: dict[str, str], which: str, where: str
) -> None:
    study: Study = request.getfixturevalue(which)
    run_world = fake_world.run_world if which == "fake" else None
    if where == "shards":
        folder = in_shards(study, tmp_path / "s", run_world)
        assert not (folder / SHARDS).exists()
    elif where == "dask":
        pytest.importorskip("distributed")
        folder = run(study, tmp_path / "s", DASK, run_world)
    else:
        folder = run(study, tmp_path / "s", PROCESS, run_world)
    results = read(folder)
    assert len(results.runs["run"]) == study.runs
    assert results.failed == (5 if which == "fake" else 0)
    assert results.content_hash() == serial[which]
    assert not (folder / WORKPLACE).exists()


# ------------------------------------------------------------------ runs that misbehave


def check_only(results: Results, clean: Results, bad: dict[int, tuple[str, str, str]]) -> None:
    """Only these runs failed: with this status, this in `error` and this in `traceback`."""
    number = results.runs["run"]
    assert number.tolist() == clean.runs["run"].tolist()
    failed = results.runs["status"] != OK
    assert number[failed].tolist() == sorted(bad)
    for run, (status, error, trace) in bad.items():
        assert results.runs["status"][run] == status
        assert error in results.runs["error"][run]
        assert trace in results.runs["traceback"][run]
        assert np.isnan(results.runs["realised_share"][run])
        assert np.isnan(results.squares["target"][run]).all()
    for name in ("arm", "world", "seed", *clean.scalars):
        assert (results.runs[name][~failed] == clean.runs[name][~failed]).all(), name
    for table in ("squares", "years", "hours"):
        mine, theirs = getattr(results, table), getattr(clean, table)
        for name in theirs:
            assert (mine[name][~failed] == theirs[name][~failed]).all(), name


@posix
def test_runs_that_raise_hang_and_eat_memory_are_rows_and_nothing_else_is(
    tmp_path: Path, clean: Results
) -> None:
    study = fake_world.fake_study(points=12, wrong=12, hang=26, eat=43)
    options = Options(executor="process", workers=2, timeout=5, memory=0.5)
    console = Console(file=io.StringIO(), width=500)
    folder = run_study(study, tmp_path / "s", options, run_world=fake_world.run_world,
                       console=console)  # fmt: skip
    check_only(read(folder), clean, {
        12: (ERROR, "ArithmeticError: run 12 has no balance", "in _misbehave"),
        26: (ABORTED, "TimeoutError: de run duurde langer dan de tijdslimiet", "in _misbehave"),
        43: (ERROR, "MemoryError", "in _misbehave"),
    })  # fmt: skip
    last = console.file.getvalue().splitlines()[-1]  # type: ignore[attr-defined]
    assert last.startswith("3 van 60 runs zijn mislukt")


@pytest.mark.parametrize("place", [0, 31, 59])
def test_a_run_that_ends_its_worker_every_time_is_given_up(
    tmp_path: Path, clean: Results, place: int
) -> None:
    folder = run(fake_world.fake_study(points=12, die=place), tmp_path / "s", PROCESS)
    check_only(read(folder), clean, {place: (ABORTED, "WorkerLost: het rekenproces", "")})
    # what was given up is tried again at the next start, and nothing else is run
    parts = {p: p.stat().st_mtime_ns for p in (folder / "runs").iterdir()}
    run(fake_world.fake_study(points=12), folder, PROCESS)
    again = read(folder)
    assert again.content_hash() == clean.content_hash()
    kept = [p for p, when in parts.items() if p.exists() and p.stat().st_mtime_ns == when]
    assert len(kept) >= len(parts) - 1


def test_all_arms_of_a_world_may_end_their_worker(tmp_path: Path) -> None:
    folder = run(fake_world.fake_study(points=2, arms=2, die=0, hang=1),
                 tmp_path / "s", Options(executor="process", workers=2, timeout=1))  # fmt: skip
    assert read(folder).runs["status"].tolist() == [ABORTED, ABORTED, OK, OK]


@posix
def test_a_hang_in_compiled_code_that_keeps_the_lock_ends_too(
    tmp_path: Path, clean: Results
) -> None:
    options = Options(executor="process", workers=2, timeout=2)
    with at_most(60):
        folder = run(fake_world.fake_study(points=12, stuck=33), tmp_path / "s", options)
    error = "TimeoutError: de run duurde langer dan de tijdslimiet"
    check_only(read(folder), clean, {33: (ABORTED, error, "in _misbehave")})


@pytest.mark.full  # with the extra `cluster`, which .ci/full installs; this takes seconds
def test_dask_survives_runs_that_die_and_hang(tmp_path: Path, clean: Results) -> None:
    pytest.importorskip("distributed")
    options = Options(executor="dask", workers=2, timeout=2)
    study = fake_world.fake_study(points=12, die=21, hang=38, wrong=50)
    folder = run(study, tmp_path / "s", options)
    check_only(read(folder), clean, {
        21: (ABORTED, "WorkerLost: het rekenproces", ""),
        38: (ABORTED, "TimeoutError: de run duurde langer dan de tijdslimiet", "in _misbehave"),
        50: (ERROR, "ArithmeticError", "in _misbehave"),
    })  # fmt: skip


@pytest.mark.full
def test_a_standing_cluster_takes_the_next_job_of_the_same_folder(
    tmp_path: Path, clean: Results
) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        options = Options(executor="dask", address=cluster.scheduler_address, timeout=60)
        run(fake_world.fake_study(points=6), tmp_path / "s", options)
        folder = run(fake_world.fake_study(points=12), tmp_path / "s", options)
        assert len(cluster.scheduler.workers) == 2  # they are not ours to end
    assert read(folder).content_hash() == clean.content_hash()


def test_the_command_says_how_many_failed_in_its_last_line_and_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(worker, "run_world", one_raises.run_world)
    words = ["points=3", "regions=provincie", "executor=process", "workers=2"]
    assert main(words) == FAILED
    said = capsys.readouterr()
    assert said.err.splitlines()[-1].startswith("1 van 15 runs zijn mislukt; de foutmelding staat")
    assert "Traceback" not in said.err
    assert "Mislukte runs: 1" in said.out
    runs = read("latest", root=tmp_path / "results").runs
    bad = one_raises.WORLD * 5 + one_raises.ARM
    assert np.flatnonzero(runs["status"] != OK).tolist() == [bad]
    assert runs["error"][bad] == "ArithmeticError: no balance"


# ------------------------------------------------------------------ pools that cannot work


class Unreadable:
    """Something that calls this in the worker that reads it."""

    def __init__(self, call: Any, *arguments: Any) -> None:
        self.reading = (call, arguments)

    def __reduce__(self) -> Any:
        return self.reading

    def __call__(self, *_: Any) -> Any:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("run_world", "said"),
    [
        (Unreadable(int, "no number"), "ValueError: invalid literal"),
        (Unreadable(os._exit, 9), "rekenproces beëindigd"),
    ],
    ids=["raises", "dies"],
)
def test_workers_that_cannot_read_their_job_are_one_sentence(
    tmp_path: Path, run_world: Any, said: str
) -> None:
    with at_most(60), pytest.raises(StudyStopped, match=said) as stopped:
        run(fake_world.fake_study(), tmp_path / "s", PROCESS, run_world)
    assert "\n" not in str(stopped.value)
    assert "0 van 20 runs zijn bewaard" in str(stopped.value)
    assert "herhaal groenlicht" in str(stopped.value)
    assert not (tmp_path / "s" / WORKPLACE).exists()
    run(fake_world.fake_study(), tmp_path / "s", PROCESS)  # and the folder is of use
    assert read(tmp_path / "s").failed == 0


@posix
def test_workers_that_may_use_no_memory_are_one_sentence(tmp_path: Path) -> None:
    options = Options(executor="process", workers=2, memory=0.001)
    with at_most(60), pytest.raises(StudyStopped, match="0 van 20 runs") as stopped:
        run(fake_world.fake_study(), tmp_path / "s", options)
    assert "\n" not in str(stopped.value)


@pytest.mark.full
def test_dask_workers_that_do_not_start_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_cluster, "STARTING", 2.0)
    options = Options(executor="dask", workers=2, memory=0.03)
    with at_most(60), pytest.raises(StudyStopped, match="van 20 runs") as stopped:
        run(fake_world.fake_study(), tmp_path / "s", options)
    assert "\n" not in str(stopped.value)


def test_the_memory_pool_of_arrow_is_put_back(tmp_path: Path) -> None:
    before = pa.default_memory_pool().backend_name
    run(fake_world.fake_study(), tmp_path / "s", Options(executor="serial"))
    assert pa.default_memory_pool().backend_name == before
