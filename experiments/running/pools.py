"""Where chunks are run: here, in spawned processes, or on a Dask cluster.

One interface, `concurrent.futures`: submit a chunk, get a future. A pool says how a lost
worker shows (`lost`), and can be rebuilt after one.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from experiments.options import Options
from experiments.preflight import InputError
from experiments.running import worker
from experiments.study import Study

MOST_WORKERS = 61  # Windows cannot wait for more
LEAST_MEMORY = 2**30  # bytes a worker needs in any case
SPARE = 0.8  # part of the machine's memory that workers may use together
STARTING = 20.0  # seconds in which a worker of Dask on this machine has to have started
SUBMIT = {  # the command that hands a job to each queue
    "slurm": "sbatch", "pbs": "qsub", "sge": "qsub", "lsf": "bsub", "oar": "oarsub",
    "htcondor": "condor_submit",
}  # fmt: skip
THREADS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS", "NUMBA_NUM_THREADS",
)  # fmt: skip
DASK = {
    # a chunk whose worker is lost comes back to us at once: we know which run it was
    "distributed.scheduler.allowed-failures": 0,
    # a worker has nothing to spill: one that pauses would never go on
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
}


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


class Cluster(Pool):
    """A Dask cluster: an address, a queue, or this machine. It replaces lost workers itself."""

    def __init__(self, options: Options, workers: int, memory: int | None) -> None:
        dask, distributed = _dask()
        self.lost = (distributed.scheduler.KilledWorker,)
        self.workers = workers
        self._options = options
        self._alone_since: float | None = None
        self._cluster: Any = None
        if options.address is not None:
            self._client = _connected(distributed, options.address)
            self.workers = max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        else:
            with dask.config.set(DASK):
                self._cluster = (
                    queue(options)
                    if options.system is not None
                    else distributed.LocalCluster(
                        n_workers=workers, threads_per_worker=1, processes=True,
                        dashboard_address=None, memory_limit=memory or "auto",
                        # it serves a page in any case; a port of its own is never taken
                        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                        silence_logs=logging.CRITICAL,  # a lost worker is said in the store
                    )
                )  # fmt: skip
            if options.system is not None:
                self._cluster.scale(workers)
            self._client = distributed.Client(self._cluster)

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Run in a worker of the cluster."""
        task = self._client.submit(work, *arguments, pure=False, retries=0)
        done: Future[Any] = Future()
        task.add_done_callback(partial(_pass_on, done))
        return done

    def gone(self) -> str:
        """The scheduler does not answer, or the workers of this machine do not start.

        Those of a queue may have to wait their turn, however long that takes.
        """
        if self._client.status == "closed":
            return "de Dask-scheduler is weg"
        if self._options.address is None and self._options.system is None:
            if self._cluster.scheduler.workers:
                self._alone_since = None
            elif self._alone_since is None:
                self._alone_since = time.monotonic()
            elif time.monotonic() - self._alone_since > STARTING:
                return "de rekenprocessen van Dask starten niet (te weinig geheugen?)"
        return ""

    def close(self) -> None:
        """Leave the cluster; one of our own ends."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def open_pool(options: Options, workers: int) -> Pool:
    """The pool that is asked for; InputError if it cannot be had."""
    memory = memory_per_worker(options, workers)
    if options.executor == "dask":
        return Cluster(options, workers, memory)
    return Processes(workers, memory)


def check_dask(options: Options) -> None:
    """InputError, before anything is made, if no workers can be had from Dask."""
    if options.executor != "dask":
        return
    _, distributed = _dask()
    if options.address is not None:
        _connected(distributed, options.address).close()
    elif options.system is not None:
        submit = SUBMIT[options.system]
        if shutil.which(submit) is None:
            raise InputError(
                f"dask.system: '{options.system}' gevonden, maar het commando {submit} bestaat op "
                "deze machine niet; geef deze opdracht op een machine van de wachtrij."
            )


def queue(options: Options) -> Any:
    """The cluster object of a queue (dask-jobqueue); nothing is asked of the queue yet."""
    try:
        import dask_jobqueue
    except ImportError as problem:
        raise _missing("dask-jobqueue") from problem
    kinds = {"slurm": "SLURMCluster", "pbs": "PBSCluster", "sge": "SGECluster",
             "lsf": "LSFCluster", "oar": "OARCluster", "htcondor": "HTCondorCluster"}  # fmt: skip
    settings: Mapping[str, Any] = {"cores": 1, "processes": 1, "memory": "2GB",
                                   **options.settings}  # fmt: skip
    try:
        return getattr(dask_jobqueue, kinds[str(options.system)])(**settings)
    except (TypeError, ValueError) as problem:
        raise InputError(
            f"dask.settings: {options.system} neemt deze instellingen niet aan "
            f"({str(problem).splitlines()[0]})."
        ) from problem


def memory_per_worker(options: Options, workers: int) -> int | None:
    """Bytes a worker may use; None where the system cannot tell."""
    if options.memory is not None:
        return int(options.memory * 1e9)
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    return max(LEAST_MEMORY, int(SPARE * total / workers))


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def one_thread() -> Iterator[None]:
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
    """Ignore Ctrl-C for the moment in which a worker may be spawned: it inherits that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _dask() -> tuple[Any, Any]:
    try:
        import dask
        import distributed
    except ImportError as problem:
        raise _missing("dask") from problem
    return dask, distributed


def _pass_on(done: Future[Any], task: Any) -> None:
    """Hand over what came of a task of Dask, and let go of the task.

    Dask runs a finished task again if the worker that has its result is lost, for as long as
    somebody holds on to it. And its own executor never tells that a task was cancelled.
    """
    try:
        if task.cancelled():
            done.set_exception(CancelledError())
        else:
            done.set_result(task.result())
    except Exception as problem:
        done.set_exception(problem)
    finally:
        task.release()


def _connected(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=10)
    except (OSError, ValueError) as problem:
        raise InputError(
            f"dask.address: op '{address}' antwoordt geen Dask-scheduler; verwacht zoiets als "
            "tcp://192.168.0.1:8786."
        ) from problem


def _missing(name: str) -> InputError:
    return InputError(
        f"executor=dask: {name} is niet geïnstalleerd; installeer het met python start.py "
        "install cluster"
    )
