"""Chunks on a Dask cluster: an address, a queue (dask-jobqueue), or processes of this machine."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from functools import partial
from typing import Any

from experiments.options import Options
from experiments.preflight import InputError
from experiments.running.pools import Pool

STARTING = 20.0  # seconds in which a worker of Dask on this machine has to have started
SUBMIT = {  # the command that hands a job to each queue
    "slurm": "sbatch", "pbs": "qsub", "sge": "qsub", "lsf": "bsub", "oar": "oarsub",
    "htcondor": "condor_submit",
}  # fmt: skip
DASK = {
    # a chunk whose worker is lost comes back to us at once: we know which run it was
    "distributed.scheduler.allowed-failures": 0,
    # a worker has nothing to spill: one that pauses would never go on
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
}


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
