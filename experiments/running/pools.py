"""Where chunks are run: here, or in spawned processes (on a cluster: dask_cluster).

One interface, `concurrent.futures`: submit a chunk, get a future. A pool says how a lost
worker shows (`lost`), and can be rebuilt after one.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from experiments.running import worker
from experiments.study import Study


class Pool:
    """Somewhere to run chunks.

    Attributes
    ----------
    workers : int
        How many chunks run at a time.
    lost : tuple of exception types
        What a future raises when its worker is gone.
    breaks : bool
        Whether one lost worker takes the others with it.
    """

    workers: int = 1
    breaks: bool = False
    lost: tuple[type[BaseException], ...] = ()

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Run `work(*arguments)` in a worker."""
        raise NotImplementedError

    def rebuild(self) -> None:
        """Replace workers that are gone."""

    def gone(self) -> str:
        """Why nothing can be expected any more, "" if something can."""
        return ""

    def close(self) -> None:
        """Wait for what runs, drop what waits."""


class Here(Pool):
    """The own process: for small jobs, notebooks and debuggers. Nothing guards it from a run."""

    def __init__(self, study: Study, folder: Path, run_one: worker.RunWorld) -> None:
        self._job = (study, folder, run_one)

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Run the chunk now."""
        study, folder, run_one = self._job
        done: Future[Any] = Future()
        try:
            done.set_result(worker.run_chunk(study, folder, arguments[-1], run_one))
        except Exception as problem:
            done.set_exception(problem)
        return done


class Processes(Pool):
    """Spawned processes on this machine. One that dies takes the pool with it: rebuild it."""

    lost = (BrokenProcessPool,)
    breaks = True

    def __init__(self, workers: int, memory: int | None) -> None:
        self.workers, self._memory = workers, memory
        self._pool = self._new()

    def _new(self) -> Executor:
        # spawn: Mesa forces a start method at import, never rely on it
        return ProcessPoolExecutor(
            self.workers, mp_context=get_context("spawn"), initializer=worker.start,
            initargs=(self._memory,),
        )  # fmt: skip

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Run in a worker; it is started deaf to Ctrl-C, which is left to the parent."""
        with _deaf():
            return self._pool.submit(work, *arguments)

    def rebuild(self) -> None:
        """Start a new pool."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._new()

    def close(self) -> None:
        """Wait for what runs, drop what waits."""
        self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """Ignore Ctrl-C for the moment in which a worker may be spawned: it inherits that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
