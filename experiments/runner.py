"""Run a study: every arm in every world, in parallel, resumable, into one folder.

Worlds are run in their own order and all arms of a world stand in one chunk, so that any
prefix is a balanced paired sample. Workers write their own parts; the parent only counts.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from rich.console import Console

from experiments import worker
from experiments.folders import write_latest
from experiments.manifest import open_study
from experiments.messages import StudyStopped, message, typed
from experiments.parts import clean, done_runs, whole_parts
from experiments.progress import Bar
from experiments.store import Results, write_summary
from experiments.study import Study
from experiments.worker import Report, RunWorld

Executor = Literal["auto", "serial", "process"]
MEASURE, CHUNK = 0.5, 2.5  # seconds: of the first chunk, and aimed at for the others
MOST_RUNS = 500  # in a part, whatever their speed: it is held in memory until it is written
SMALL = 5.0  # seconds of work below which spawning workers takes longer than it saves
MOST_WORKERS = 61  # Windows cannot wait for more
THREADS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS", "NUMBA_NUM_THREADS",
)  # fmt: skip


def run_study(
    study: Study,
    folder: str | Path,
    *,
    workers: int | None = None,
    progress: bool = True,
    executor: Executor = "auto",
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
        run, more seeds or points are added.
    workers : int, optional
        Processes; default as many as this process may use processors.
    executor : {"auto", "serial", "process"}
        "auto" is serial for a small job. The results are the same.
    run_world : callable, optional
        Runs all arms of one world; default the model.

    Raises
    ------
    StoreError
        The folder holds another study.
    StudyStopped
        Ctrl-C, a full disk or a killed worker; what was done is kept.
    """
    if parent_process() is not None:  # a worker that runs its caller's program again
        raise StudyStopped(message("unguarded", language))
    folder = Path(folder).resolve()
    console = console or Console(stderr=True)
    workers = min(workers or _processors(), MOST_WORKERS)
    run_one = run_world or worker.run_world
    arms = len(study.arms)
    try:
        open_study(study, folder)
        done = {run // arms for run in done_runs(folder)}
        missing = [world for world in range(study.worlds) if world not in done]
        if missing and run_world is None:
            _warm_up(console, language, shown=progress)
        bar = Bar(console, study.runs, study.runs - arms * len(missing), shown=progress,
                  language=language)  # fmt: skip
        with bar, _one_thread():
            _Sweep(study, folder, run_one, bar).run(missing, workers, executor)
        _finish(folder)
    except (KeyboardInterrupt, BrokenProcessPool, OSError) as problem:
        kept = len(done_runs(folder))
        with suppress(OSError):  # the disk may be what is wrong
            _finish(folder)
        key, why = "stopped", ""
        if isinstance(problem, OSError):
            key, why = "unwritable", problem.strerror or str(problem)
        elif isinstance(problem, BrokenProcessPool):
            key = "broken"
        text = message(key, language, done=kept, total=study.runs, command=typed(study.command),
                       folder=folder, problem=why)  # fmt: skip
        raise StudyStopped(text, key) from (None if key == "stopped" else problem)
    _say_failures(console, folder, language, shown=progress)
    return folder


def _finish(folder: Path) -> None:
    clean(folder)
    write_summary(folder)
    if whole_parts(folder):
        write_latest(folder)


class _Sweep:
    """One sweep: a measured first chunk, then the rest here or in worker processes."""

    def __init__(self, study: Study, folder: Path, run_one: RunWorld, bar: Bar) -> None:
        self.study, self.folder, self.run_one, self.bar = study, folder, run_one, bar

    def run(self, missing: Sequence[int], workers: int, executor: Executor) -> None:
        if not missing:
            return
        most = max(1, MOST_RUNS // len(self.study.arms))
        first = self._here(missing[:most], MEASURE)
        # the first world pays for what is made once
        fair = first.seconds[1:] or first.seconds
        each = max(sum(fair) / len(fair), 1e-6)
        rest = missing[first.worlds :]
        small = len(rest) * each < SMALL
        if executor == "serial" or workers == 1 or (executor == "auto" and small):
            for chunk in _chunks(rest, self._size(each)):
                self._here(chunk, None)
        elif rest:
            # two chunks a worker or more, so that none waits long for the last one
            size = min(self._size(each), -(-len(rest) // (2 * workers)))
            self._spread(_chunks(rest, size), workers)

    def _size(self, each: float) -> int:
        """Worlds in a chunk, from the seconds each takes."""
        return max(1, min(int(CHUNK / each), MOST_RUNS // len(self.study.arms)))

    def _here(self, worlds: Sequence[int], budget: float | None) -> Report:
        report = worker.run_chunk(self.study, self.folder, worlds, self.run_one, budget=budget)
        self._count(report)
        return report

    def _count(self, report: Report) -> None:
        self.bar.advance(report.worlds * len(self.study.arms))

    def _spread(self, chunks: Iterator[Sequence[int]], workers: int) -> None:
        context = get_context("spawn")  # Mesa forces a start method at import: never rely on it
        stop = context.Event()
        with (
            TemporaryDirectory() as place,
            ProcessPoolExecutor(
                workers,
                mp_context=context,
                initializer=worker.start,
                initargs=(_written(Path(place), (self.study, self.run_one)), self.folder, stop),
            ) as pool,
        ):
            running: set[Future[Report]] = set()
            try:
                with _deaf():  # a worker that starts must not hear Ctrl-C either
                    for _, chunk in zip(range(2 * workers), chunks, strict=False):
                        running.add(pool.submit(worker.work, chunk))
                while running:
                    ready, running = wait(running, return_when=FIRST_COMPLETED)
                    for future in ready:
                        self._count(future.result())
                        chunk_or_none = next(chunks, None)
                        if chunk_or_none is not None:
                            running.add(pool.submit(worker.work, chunk_or_none))
            except BaseException:
                # workers finish the world they are in and write what they have
                stop.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise


def _written(place: Path, job: object) -> Path:
    """The job in a file, for the workers to read."""
    file = place / "study.pickle"
    file.write_bytes(pickle.dumps(job))
    return file


def _chunks(worlds: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (worlds[i : i + size] for i in range(0, len(worlds), size))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let workers inherit one thread each: as many processes as processors already run."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _deaf() -> Iterator[None]:
    """Ignore Ctrl-C for the moment in which workers are spawned: they inherit it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _warm_up(console: Console, language: str, *, shown: bool) -> None:
    """Compile in the parent, so that workers find everything in the cache."""
    from model.compiled import is_cold

    if shown and is_cold():
        console.print(message("compiling", language), highlight=False)
    from model.warm_up import warm_up

    warm_up()


def _say_failures(console: Console, folder: Path, language: str, *, shown: bool) -> None:
    results = Results(folder)
    if shown and results.failed:
        line = message("failed", language, count=results.failed, total=len(results.runs["run"]),
                       folder=folder / "runs")  # fmt: skip
        console.print(line, markup=False, highlight=False, soft_wrap=True)
