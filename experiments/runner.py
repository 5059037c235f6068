"""Run a study: every arm in every world, in parallel, resumable, into one folder.

Worlds are run in their own order and all arms of a world stand in one chunk, so that any
prefix is a balanced paired sample. Workers write their own parts; the parent only counts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import current_process, parent_process
from pathlib import Path
from uuid import uuid4

import numpy as np
from rich.console import Console

from experiments.messages import StoreError, StudyStopped, message, typed
from experiments.options import Options
from experiments.preflight import estimate
from experiments.running import worker
from experiments.running.dask_cluster import Cluster
from experiments.running.lock import locked
from experiments.running.machine import MOST_WORKERS, memory_per_worker, one_thread, processors
from experiments.running.pools import Here, Pool, Processes
from experiments.running.progress import Bar
from experiments.running.sweep import Sweep, SweepBroken
from experiments.running.worker import RunWorld
from experiments.storing.folders import write_latest
from experiments.storing.manifest import open_study
from experiments.storing.parts import frugal, read_columns, whole_parts
from experiments.storing.repair import clean, done_worlds, forget, given_up, pack_if_many
from experiments.storing.rows import OK, RUNS
from experiments.storing.summary import write_summary
from experiments.study import Study
from model import luck

RUN = 0.018  # seconds: a country-run with its part of a world, on a laptop with all cores busy
SMALL = 5.0  # seconds of work below which spawning workers takes longer than it saves
WORKPLACE = ".running"  # folder in that of the study, for as long as it is being run


def run_study(
    study: Study,
    folder: str | Path,
    options: Options | None = None,
    *,
    progress: bool = True,
    run_world: RunWorld | None = None,
    console: Console | None = None,
    language: str = "nl",
) -> Path:
    """Run what is not yet in the folder, and return the folder.

    Parameters
    ----------
    study : Study
    folder : path
        A new folder, or one that holds this study: what was done stays, what is missing is
        run, more seeds, points or variants are added. Runs that were given up are tried again.
    options : Options, optional
        How it is run. The results are the same.
    run_world : callable, optional
        Runs all arms of one world; default the model.

    Raises
    ------
    StoreError
        The folder holds another study, or is being run by someone else.
    StudyStopped
        Ctrl-C, a full disk or workers that do not start; what was done is kept.
    """
    if _is_worker():
        raise StudyStopped(message("unguarded", language))
    folder = Path(folder).resolve()
    console = console or Console(stderr=True)
    options = options or Options()
    run_one = run_world or worker.run_world

    def finish(*, latest: bool = True) -> None:
        _finish(folder, latest, console, language)

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder), frugal():
            try:
                open_study(study, folder)
                kept = _kept(folder)
                wanted = _mine(study, options)
                missing = [world for world in wanted if world not in kept]
                done = len(study.arms) * (len(wanted) - len(missing))
                if progress:
                    _announce(study, folder, kept, len(missing), options, console)
                if missing and progress and run_world is None:
                    _say_compiling(console, language)
                bar = Bar(console, len(study.arms) * len(wanted), done, shown=progress,
                          language=language)  # fmt: skip
                with bar:
                    _run(study, folder, missing, run_one, options, bar)
                pack_if_many(folder)
                finish(latest=options.shard is None)
            except (KeyboardInterrupt, SweepBroken, OSError):
                with suppress(OSError, StoreError):  # the disk may be what is wrong
                    done_worlds(folder)
                    finish(latest=options.shard is None)
                raise  # with the lock still held: nobody else is at work here
    except (KeyboardInterrupt, SweepBroken, OSError) as problem:
        raise _stopped(study, folder, problem, language) from (
            None if isinstance(problem, KeyboardInterrupt) else problem
        )
    _say_failures(console, folder, language, shown=progress)
    return folder


def _is_worker() -> bool:
    """Whether this is a worker, or one that is starting and runs its caller's program again."""
    return parent_process() is not None or getattr(current_process(), "_inheriting", False)


def _announce(
    study: Study,
    folder: Path,
    kept: set[int],
    missing: int,
    options: Options,
    console: Console,
) -> None:
    """Say what is going to run, or that nothing has to."""

    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    runs = missing * len(study.arms)
    if runs:
        say(estimate(study, runs, runs * RUN / _workers(options, missing)))
        return
    say(message("already_done", folder=folder))
    if more := len(kept.difference(study.world_numbers())):
        say(message("more_kept", asked=study.worlds, kept=study.worlds + more))


def _workers(options: Options, missing: int) -> int:
    return min(options.workers or processors(), MOST_WORKERS, missing)


def _kept(folder: Path) -> set[int]:
    """The worlds that need not be run again."""
    kept = done_worlds(folder)
    if again := given_up(folder):
        forget(folder, again)
    return kept - again


def _mine(study: Study, options: Options) -> list[int]:
    """The worlds of this shard, in their order: luck says which, whatever the study's size.

    Their numbers do not: along seeds and cells those are a million apart.
    """
    if options.shard is None:
        return list(study.world_numbers())
    part, parts = options.shard
    worlds = np.fromiter(study.world_numbers(), dtype=np.int64)
    shard = luck.combine(luck.text_key("shard"), worlds) % np.uint64(parts)
    return [int(world) for world in worlds[shard == part - 1]]


def _run(
    study: Study,
    folder: Path,
    missing: Sequence[int],
    run_one: RunWorld,
    options: Options,
    bar: Bar,
) -> None:
    if not missing:
        return
    runs = len(study.arms) * len(missing)
    workers = _workers(options, len(missing))
    small = workers == 1 or runs * RUN < SMALL
    with _workplace(folder) as place:
        warm = run_one is worker.run_world
        if options.executor == "serial" or (options.executor == "auto" and small):
            if warm:
                worker.warm_up()
                bar.restart()
            Sweep(Here(study, folder, run_one), place, folder, len(study.arms),
                  bar.advance).run(missing)  # fmt: skip
            return
        worker.write_job(place, study, folder, run_one, options.timeout)
        with one_thread():
            pool = _open(options, workers)
            sweep = Sweep(pool, place, folder, len(study.arms), bar.advance)
            try:
                if warm:
                    sweep.prepare(worker.warm_up)
                    bar.restart()
                sweep.run(missing)
            finally:
                pool.close()


def _open(options: Options, workers: int) -> Pool:
    """The pool that is asked for; InputError if it cannot be had."""
    memory = memory_per_worker(options, workers)
    if options.executor == "dask":
        return Cluster(options, workers, memory)
    return Processes(workers, memory)


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """Where workers find their job; one that an earlier, killed start left is removed."""
    shutil.rmtree(folder / WORKPLACE, ignore_errors=True)
    place = folder / WORKPLACE / uuid4().hex  # workers of a standing cluster keep their last job
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(folder / WORKPLACE, ignore_errors=True)


def _finish(folder: Path, latest: bool, console: Console, language: str) -> None:
    shutil.rmtree(folder / WORKPLACE, ignore_errors=True)  # also if nothing had to be run
    clean(folder)
    write_summary(folder, console, language)
    if latest and whole_parts(folder):
        write_latest(folder)


def _stopped(study: Study, folder: Path, problem: BaseException, language: str) -> StudyStopped:
    """What to say of it; the folder is only read, for its lock is not held any more."""
    kept = 0
    with suppress(OSError, StoreError):
        kept = len(set(read_columns(folder, RUNS, ["run"])["run"].to_pylist()))
    key, why = "stopped", ""
    if isinstance(problem, OSError):
        key, why = "unwritable", problem.strerror or str(problem)
    elif isinstance(problem, SweepBroken):
        key, why = ("worker_fails" if str(problem) else "broken"), str(problem)
    text = message(key, language, done=kept, total=study.runs, command=typed(study.command),
                   folder=folder, problem=why)  # fmt: skip
    return StudyStopped(text, "broken" if isinstance(problem, SweepBroken) else key)


def _say_compiling(console: Console, language: str) -> None:
    from model.compiled import is_cold

    if is_cold():
        console.print(message("compiling", language), highlight=False)


def _say_failures(console: Console, folder: Path, language: str, *, shown: bool) -> None:
    if not shown:
        return
    status = read_columns(folder, RUNS, ["run", "status"]).to_pydict().get("status", [])
    if failed := len(status) - status.count(OK):
        line = message("failed", language, count=failed, total=len(status),
                       folder=folder / RUNS)  # fmt: skip
        console.print(line, markup=False, highlight=False, soft_wrap=True)
