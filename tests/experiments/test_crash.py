"""A kill -9 at any moment costs what was in flight, and nothing else.

A driver in a process of its own runs a study. At keyed moments the driver alone, its whole
process group or one worker is killed; then the same command is given again. The worlds that are
begun are logged, so that one that stood in the store before a kill is seen if it is run again.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import fake_world
import numpy as np
import pyarrow.parquet as pq
import pytest

from experiments.options import Options
from experiments.runner import WORKPLACE, run_study
from experiments.store import read
from experiments.storing.parts import read_columns, whole_parts
from experiments.storing.rows import OK, RUNS

HERE = Path(__file__).parent
POINTS, SEEDS, SLEEP = 40, 3, 0.03  # worlds, and the seconds one of them takes
KINDS = ("driver", "group", "worker")
PATIENCE = 60.0  # seconds in which anything has to have happened, on a busy machine
GIVEN_UP = 3  # the driver's exit code if a run was given up: it is tried again
LINGER = 5.0  # seconds in which a worker has to notice that its driver is gone

DRIVER = f"""
import sys
from pathlib import Path
sys.path[:0] = [{str(HERE.parents[1])!r}, {str(HERE)!r}]
import fake_world
from experiments.running import sweep
from experiments.messages import StudyStopped
from experiments.options import Options
from experiments.runner import run_study
from experiments.store import Results

sweep.AIM = 0.25  # seconds a chunk takes: many parts in a short test
FOLDER = Path(__file__).parent / "study"
LOG = Path(__file__).parent / "begun"


def run_world(study, world, begin):
    with LOG.open("a") as log:
        log.write(f"{{world.number}}\\n")
    return fake_world.run_world(study, world, begin)


if __name__ == "__main__":
    study = fake_world.fake_study({POINTS}, int(sys.argv[1]), sleep={SLEEP}, noise=0.02)
    how = Options(executor="process", workers=2)
    try:
        run_study(study, FOLDER, how, run_world=run_world, progress=False)
    except StudyStopped as stopped:
        sys.exit(str(stopped))
    sys.exit({GIVEN_UP} if Results(FOLDER).failed else 0)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes under /proc")
@pytest.mark.parametrize(("kills", "key"), [(5, 1), pytest.param(50, 2, marks=pytest.mark.full)])
def test_a_kill_costs_what_was_in_flight_and_nothing_else(
    tmp_path: Path, kills: int, key: int
) -> None:
    trial = Trial(tmp_path, np.random.default_rng([key, kills]))
    try:
        for kind in trial.kinds(kills):
            trial.kill(kind)
        trial.complete()
        trial.check_log()
    except AssertionError as problem:
        told = "\n".join([f"{problem}; key {key}, {trial.seeds} seeds", *trial.story])
        raise AssertionError(told) from problem
    finally:
        trial.end()
    stored = read(trial.folder)
    study = fake_world.fake_study(POINTS, trial.seeds, noise=0.02)
    numbers = [world * 5 + arm for world in study.world_numbers() for arm in range(5)]
    rows = read_columns(trial.folder, RUNS, ["run"])["run"].to_pylist()
    assert sorted(rows) == numbers  # each of them, once
    assert not list(trial.folder.rglob("*.tmp"))
    assert not (trial.folder / WORKPLACE).exists()
    run_study(study, tmp_path / "undisturbed", Options(executor="serial"), progress=False,
              run_world=fake_world.run_world)  # fmt: skip
    assert stored.content_hash() == read(tmp_path / "undisturbed").content_hash()


class Trial:
    """A study whose command is given again after every kill, and what is known of it."""

    def __init__(self, place: Path, luck: np.random.Generator) -> None:
        self.folder, self.log, self.said = place / "study", place / "begun", place / "said"
        self.script, self.luck = place / "driver.py", luck
        self.script.write_text(DRIVER, encoding="utf-8")
        self.seeds = SEEDS
        self.story: list[str] = []
        self.stood: list[tuple[int, set[int]]] = []  # lines of the log, worlds in the store
        self.driver = self.start()

    def kinds(self, kills: int) -> list[str]:
        """Each kind as often as the others, in any order."""
        every = [KINDS[i % len(KINDS)] for i in range(kills)]
        return [every[i] for i in self.luck.permutation(kills)]

    def start(self) -> subprocess.Popen[bytes]:
        """Give the command in a session of its own, by which its workers are found."""
        with self.said.open("wb") as said:
            return subprocess.Popen(
                [sys.executable, str(self.script), str(self.seeds)],
                start_new_session=True, stderr=said,
            )  # fmt: skip

    def kill(self, kind: str) -> None:
        """Wait for some new parts and a moment more, then kill, and give the command again."""
        more, moment = int(self.luck.integers(0, 6)), float(self.luck.random())
        self.story.append(f"{kind} after {more} parts and {moment:.3f} of a moment")
        while not self._moment(more, moment, kind):
            self._finished()  # there was too little to do
            self.seeds += SEEDS
            self.driver = self.start()
        before, begun = self.worlds(), len(self.begun())
        if kind == "group":
            os.killpg(self.driver.pid, signal.SIGKILL)
        else:
            chosen = self.driver.pid
            if kind == "worker" and (found := workers(self.driver.pid)):
                chosen = int(self.luck.choice(found))
            with suppress(ProcessLookupError):
                os.kill(chosen, signal.SIGKILL)
        if kind != "worker":
            self.driver.wait(PATIENCE)
            assert until(lambda: not session(self.driver.pid), LINGER), "workers are orphans"
            self.driver = self.start()
        self.stood.append((begun, before))
        self.story[-1] += f": {len(before)} worlds were done, {begun} begun"
        assert before <= self.worlds(), "worlds are lost"

    def _moment(self, more: int, moment: float, kind: str) -> bool:
        """Wait; False if the driver ended before."""
        known = self.parts()

        def ready() -> bool:
            new = self.parts() >= known + more
            return new and (kind != "worker" or bool(workers(self.driver.pid)))

        assert until(lambda: ready() or self.driver.poll() is not None), "nothing happens"
        # without a part to wait for the moment falls anywhere in the start
        time.sleep(moment * (0.3 if more else 2.0))
        return self.driver.poll() is None

    def complete(self) -> None:
        """Give the command until it has nothing left to do: a run may have been given up."""
        for _ in range(5):
            if self.driver.wait(PATIENCE) == 0:
                return
            self._finished(0, GIVEN_UP)
            self.driver = self.start()
        raise AssertionError("the study does not become complete")

    def _finished(self, *codes: int) -> None:
        code = self.driver.wait(PATIENCE)
        assert code in (codes or (0,)), f"exit code {code}: {self.said.read_text('utf-8')}"

    def check_log(self) -> None:
        """A world that stood in the store is not begun again."""
        log = self.begun()
        for begun, before in self.stood:
            assert not before.intersection(log[begun:]), "worlds are run twice"

    def end(self) -> None:
        """Leave nothing behind, also if the test failed."""
        with suppress(ProcessLookupError):
            os.killpg(self.driver.pid, signal.SIGKILL)
        self.driver.wait(PATIENCE)

    def begun(self) -> list[int]:
        """The worlds that were begun, in that order."""
        return [int(line) for line in self.log.read_text().split()] if self.log.exists() else []

    def parts(self) -> int:
        """How many parts there are."""
        return len(list((self.folder / RUNS).glob("*.parquet")))

    def worlds(self) -> set[int]:
        """The worlds that count."""
        found: set[int] = set()
        for name in whole_parts(self.folder):
            table = pq.read_table(self.folder / RUNS / name, columns=["world", "status"])
            assert set(table["status"].to_pylist()) <= {OK}, "a run was given up"
            found |= set(table["world"].to_pylist())
        return found


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether something becomes true in time."""
    limit = time.monotonic() + seconds
    while not true():
        if time.monotonic() > limit:
            return False
        time.sleep(0.01)
    return True


def session(leader: int) -> list[int]:
    """The living processes in the session of a driver, itself among them."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may be over by now
            state, _, _, number, *_ = status.read_text().rpartition(")")[2].split()
            if int(number) == leader and state != "Z":
                found.append(int(status.parent.name))
    return found


def workers(driver: int) -> list[int]:
    """The workers of a driver."""
    found = []
    for process in session(driver):
        with suppress(OSError):
            if b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes():
                found.append(process)
    return found
