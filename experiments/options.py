"""How a study is run: on what, with what limits. Nothing here changes a result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.composing import checked
from experiments.preflight import wrong, wrong_name

EXECUTORS = ("auto", "serial", "process", "dask")
SYSTEMS = ("slurm", "pbs", "sge", "lsf", "oar", "htcondor")
MOST_SECONDS = 86_400  # a day for one run
LEAST_GB = 0.25  # below this a worker does not even start
MOST_GB = 100_000  # beyond any machine
KEYS = ("executor", "workers", "timeout", "memory", "shard", "dask")


@dataclass(frozen=True)
class Options:
    """How a study is run.

    Attributes
    ----------
    executor : str
        serial, process (spawned workers), dask, or auto: serial for a small job.
    workers : int or None
        Processes; None for as many as this process may use processors.
    timeout : float
        Seconds after which a run is given up; its worker is ended.
    memory : float or None
        GB a worker may use; None for an equal part of what the machine has.
    shard : (int, int) or None
        Run part i of n only, in a folder of its own, to be merged.
    address : str or None
        A Dask scheduler that runs already; None for a local cluster or `system`.
    system : str or None
        A queue to start a Dask cluster on (dask-jobqueue); `settings` are its own.
    """

    executor: str = "auto"
    workers: int | None = None
    timeout: float = 120.0
    memory: float | None = None
    shard: tuple[int, int] | None = None
    address: str | None = None
    system: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


def options_of(config: Mapping[str, Any]) -> Options:
    """The options of a composed config; InputError for one that cannot be."""
    if config["executor"] not in EXECUTORS:
        raise wrong_name("executor", config["executor"], EXECUTORS)
    workers, memory = config["workers"], config["memory"]
    dask = checked.mapping("dask", config["dask"], ("address", "system", "settings"))
    system = dask.get("system")
    if system is not None and system not in SYSTEMS:
        raise wrong_name("dask.system", system, SYSTEMS)
    timeout = checked.number("timeout", config["timeout"])
    if not 0 < timeout <= MOST_SECONDS:
        raise wrong("timeout", timeout, f"een aantal seconden boven 0 tot en met {MOST_SECONDS}")
    if memory is not None and not LEAST_GB <= checked.number("memory", memory) <= MOST_GB:
        raise wrong("memory", memory, f"een aantal GB van {LEAST_GB} tot en met {MOST_GB}")
    return Options(
        executor=str(config["executor"]),
        workers=None if workers is None else checked.whole("workers", workers, 1),
        timeout=float(timeout),
        memory=None if memory is None else float(memory),
        shard=_shard(config["shard"]),
        address=None if dask.get("address") is None else str(dask["address"]),
        system=system,
        settings=dict(checked.mapping("dask.settings", dask.get("settings") or {})),
    )


def _shard(given: object) -> tuple[int, int] | None:
    if given is None:
        return None
    found = re.fullmatch(r"(\d+)/(\d+)", str(given))
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise wrong("shard", given, "deel/delen, zoals 2/3,")
    return int(found[1]), int(found[2])
