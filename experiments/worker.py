"""What a worker does: run all arms of a world, and write its own parts.

Everything here is at module level and takes plain data: workers are spawned, never forked.
"""

from __future__ import annotations

import functools
import pickle
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from experiments.parts import Failure, Row, RunOutcomes, write_parts
from experiments.study import Study

if TYPE_CHECKING:
    from model.arrangement import Arrangement
    from model.geography import Geography
    from model.layout import Layout

Result = RunOutcomes | Failure
RunWorld = Callable[[Study, int], Sequence[Result]]


class Stop(Protocol):
    """A flag that workers look at between worlds (a multiprocessing Event)."""

    def is_set(self) -> bool:
        """Whether the sweep is to stop."""


@dataclass(frozen=True)
class Report:
    """What came of a chunk: worlds written, runs that failed, seconds of each world."""

    worlds: int
    failed: int
    seconds: tuple[float, ...]


def run_world(study: Study, world: int) -> list[Result]:
    """Run every arm in one world: the country is drawn once and shared by all of them."""
    from model.drawing import build_country
    from model.netherlands import Netherlands
    from model.outcomes import outcomes

    point = study.points[world % len(study.points)]
    seed = study.first_seed + world
    country = build_country(study.geography, point.assumptions, point.means, seed)
    results: list[Result] = []
    for arrangement in study.arms:
        try:
            layout = _laid_out(study.geography, arrangement)
            netherlands = Netherlands(country, arrangement, agents=False, layout=layout)
            try:
                netherlands.run()
                results.append(outcomes(netherlands))
            finally:
                netherlands.close()
        except Exception as problem:
            results.append(failure(problem))
    return results


@functools.lru_cache(maxsize=64)
def _laid_out(geography: Geography, arrangement: Arrangement) -> Layout:
    """What depends on the arrangement only is prepared once per worker, not once per run."""
    from model.layout import lay_out

    return lay_out(geography, arrangement)


def failure(problem: Exception) -> Failure:
    """The failure of a run that raised."""
    text = "".join(traceback.format_exception(problem))
    return Failure(f"{type(problem).__name__}: {problem}", text)


def run_chunk(
    study: Study,
    folder: Path,
    worlds: Sequence[int],
    run_one: RunWorld,
    *,
    budget: float | None = None,
    stop: Stop | None = None,
) -> Report:
    """Run worlds and write their parts.

    Parameters
    ----------
    worlds : sequence of int
        Increasing; all arms of a world stand in the same part.
    budget : float, optional
        Seconds after which no further world is begun (at least one is run).
    stop : Stop, optional
        When set no further world is begun. What was run is written in every case, also after
        Ctrl-C.
    """
    rows: list[Row] = []
    seconds: list[float] = []
    arms, points = len(study.arms), len(study.points)
    began = time.perf_counter()
    try:
        for world in worlds:
            start = time.perf_counter()
            if seconds and budget is not None and start - began > budget:
                break
            if stop is not None and stop.is_set():
                break
            try:
                results = list(run_one(study, world))
            except Exception as problem:  # nothing of this world could be run
                results = [failure(problem)] * arms
            spent = time.perf_counter() - start
            rows += [
                Row(world * arms + arm, arm, world, world % points, study.first_seed + world,
                    spent / arms, result)
                for arm, result in enumerate(results)
            ]  # fmt: skip
            seconds.append(spent)
    finally:
        if rows:
            write_parts(folder, rows)
    failed = sum(isinstance(row.result, Failure) for row in rows)
    return Report(len(seconds), failed, tuple(seconds))


_JOB: tuple[Study, Path, RunWorld, Stop] | None = None


def start(job: Path, folder: Path, stop: Stop) -> None:
    """Prepare a worker: the study is read once, and Ctrl-C is left to the parent.

    The study comes in a file: what is sent through the pipe of a spawn must be small, or a
    worker that dies before it reads leaves the parent waiting for ever.
    """
    global _JOB  # noqa: PLW0603  (what an initializer of a process pool is for)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    study, run_one = pickle.loads(job.read_bytes())
    _JOB = (study, folder, run_one, stop)


def work(worlds: Sequence[int]) -> Report:
    """Run one chunk in a worker."""
    assert _JOB is not None
    study, folder, run_one, stop = _JOB
    return run_chunk(study, folder, worlds, run_one, stop=stop)
