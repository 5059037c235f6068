"""What a worker does: run all arms of a world, and write its own parts.

Everything here is at module level and takes plain data: workers are spawned, never forked, and
may stand on another machine that shares the folder.
"""

from __future__ import annotations

import functools
import os
import pickle
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.running.journal import Journal
from experiments.storing.parts import write_parts
from experiments.storing.repair import part_of
from experiments.storing.rows import Failure, Row, RunOutcomes
from experiments.study import Study, World

if TYPE_CHECKING:
    from model.arrangement import Arrangement
    from model.country import Country
    from model.geography import Geography
    from model.layout import Layout
    from model.netherlands import Netherlands
    from model.outcomes import Outcomes

Result = RunOutcomes | Failure
Detail = Mapping[str, Mapping[str, Any]]
Begin = Callable[[int], Failure | None]  # called before an arm: a failure if it is not to be run
Look = Callable[["Netherlands"], Mapping[str, float]]  # reads more scalars from a finished run
RunWorld = Callable[[Study, World, Begin], Sequence[Result | tuple[RunOutcomes, Detail]]]
TOKEN, STOP, JOB = "running", "stop", "job.pickle"  # without the token nothing is written


@dataclass(frozen=True)
class Chunk:
    """Worlds to run, and what is known of runs that were given up, by their number."""

    worlds: tuple[int, ...]
    given_up: Mapping[int, Failure]


@dataclass(frozen=True)
class Report:
    """What came of a chunk: worlds written, runs that failed, seconds of each world."""

    worlds: int
    failed: int
    seconds: tuple[float, ...]


def run_world(study: Study, world: World, begin: Begin, look: Look | None = None) -> list[Any]:
    """Run every arm in one world: the country is drawn once and shared by all of them.

    `look` reads more scalars from a finished run than every study stores.
    """
    from model.outcomes import outcomes

    _COUNTRIES.drawn(study.geography, world)  # what fails here fails for every arm
    results: list[Any] = []
    for number in range(len(study.arms)):
        known = begin(number)
        if known is not None:
            results.append(known)
            continue
        try:
            netherlands = set_up(study, world, number)
            try:
                if study.record == "full":
                    from model.details import run_in_detail

                    detail = run_in_detail(netherlands)
                    results.append((outcomes(netherlands), detail))
                else:
                    netherlands.run()
                    results.append(_and_more(outcomes(netherlands), netherlands, look))
            finally:
                netherlands.close()
        except Exception as problem:
            results.append(failure(problem))
    return results


def set_up(study: Study, world: World, arm: int) -> Netherlands:
    """One arm in one world before its first quarter; what can be shared with others is."""
    from model.netherlands import Netherlands
    from model.variants import VARIANTS

    variant = VARIANTS[world.point.variant]
    arrangement = world.point.rules(study.arms[arm])
    return Netherlands(
        _COUNTRIES.drawn(study.geography, world), arrangement,
        variant.apply(world.point.assumptions), agents=False,
        layout=_laid_out(study.geography, arrangement), variant=variant,
    )  # fmt: skip


def _and_more(found: Outcomes, netherlands: Netherlands, look: Look | None) -> Outcomes:
    return found if look is None else replace(found, scalars={**found.scalars, **look(netherlands)})


class _Countries:
    """The country of the last world: the cells of a point often share it."""

    def __init__(self) -> None:
        self._key: Any = None
        self._country: Country | None = None

    def drawn(self, geography: Geography, world: World) -> Country:
        """The country of a world, drawn anew unless the last one has the same inputs."""
        from model.drawing import build_country
        from model.variants import DRAWN, VARIANTS

        variant, point = VARIANTS[world.point.variant], world.point
        assumptions = variant.apply(point.assumptions)
        drawn = tuple(getattr(assumptions, name) for name in sorted(DRAWN))
        key = (id(geography), variant.even_synergy, drawn, point.means, world.seed)
        if self._country is None or key != self._key:
            self._country = build_country(
                variant.geography(geography), assumptions, point.means, world.seed
            )
            self._key = key
        return self._country


_COUNTRIES = _Countries()


@functools.lru_cache(maxsize=1024)
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
    chunk: Chunk,
    run_one: RunWorld,
    *,
    go_on: Callable[[], bool] = lambda: True,
    ours: Callable[[], bool] = lambda: True,
    journal: Journal | None = None,
) -> Report:
    """Run worlds and write their parts.

    Parameters
    ----------
    chunk : Chunk
        All arms of a world stand in the same part.
    go_on : callable, optional
        Asked before every world; no further one is begun if it says no. What was run is
        written, also after Ctrl-C.
    ours : callable, optional
        Asked before writing: whether the study still waits for this. If not, its driver is gone
        and another may be running the same worlds.
    journal : Journal, optional
        Where runs are said to begin.
    """
    rows: list[Row] = []
    seconds: list[float] = []
    arms = len(study.arms)
    try:
        for number in chunk.worlds:
            if not go_on():
                break
            start = time.perf_counter()
            cell, _, point, seed = study.place(number)
            results: list[Any]
            try:
                world = study.world(number)
            except Exception as problem:  # a point that cannot be is a failed world
                results = [failure(problem)] * arms
            else:
                results = _results(study, world, chunk.given_up, run_one, journal)
            spent = time.perf_counter() - start
            for arm, found in enumerate(results):
                result, detail = found if isinstance(found, tuple) else (found, None)
                rows.append(
                    Row(number * arms + arm, arm, number, point, seed, spent / arms, result,
                        cell, detail)
                )  # fmt: skip
            seconds.append(spent)
    finally:
        if rows and ours():
            write_parts(folder, rows)
    failed = sum(isinstance(row.result, Failure) for row in rows)
    return Report(len(seconds), failed, tuple(seconds))


def _results(
    study: Study,
    world: World,
    given_up: Mapping[int, Failure],
    run_one: RunWorld,
    journal: Journal | None,
) -> list[Any]:
    arms = len(study.arms)

    def begin(arm: int) -> Failure | None:
        run = world.number * arms + arm
        if run in given_up:
            return given_up[run]
        if journal is not None:
            journal.begin(run)
        return None

    try:
        return list(run_one(study, world, begin))
    except Exception as problem:  # nothing of this world could be run
        return [failure(problem)] * arms
    finally:
        if journal is not None:
            journal.end()


# ------------------------------------------------------------------ in a worker process

_JOBS: dict[Path, tuple[Study, Path, RunWorld, Journal]] = {}


def start(memory: int | None) -> None:
    """Prepare a worker process: Ctrl-C is left to the parent, and it dies with the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_die_with, args=(parent.sentinel,), daemon=True).start()
    if memory is not None:
        limit_memory(memory)


def _die_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def limit_memory(size: int) -> None:
    """Let a run that wants more bytes than this get a MemoryError, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (size, most))


def write_job(place: Path, study: Study, folder: Path, run_one: RunWorld, timeout: float) -> None:
    """Leave the study where workers find it, and the token that lets them work.

    What is sent through the pipe of a spawn must be small, or a worker that dies before it
    reads leaves the parent waiting for ever.
    """
    (place / JOB).write_bytes(pickle.dumps((study, folder, run_one, timeout)))
    (place / TOKEN).touch()


def warm_up() -> None:
    """Compile the model: one worker does so before the others start, and leaves it in the cache.

    Not in the parent, which would carry the compiled model along for nothing.
    """
    from model.warm_up import warm_up

    warm_up()


def work(place: Path, chunk: Chunk) -> Report:
    """Run one chunk in a worker."""
    if place not in _JOBS:
        _JOBS.clear()
        study, folder, run_one, timeout = pickle.loads((place / JOB).read_bytes())
        _JOBS[place] = (study, folder, run_one, Journal(place, timeout))
    study, folder, run_one, journal = _JOBS[place]
    if part_of(folder, chunk.worlds).exists():  # a cluster that lost our report asks again
        return Report(0, 0, ())
    token, stop = place / TOKEN, place / STOP
    return run_chunk(
        study, folder, chunk, run_one, journal=journal, ours=token.exists,
        go_on=lambda: token.exists() and not stop.exists(),
    )  # fmt: skip
