"""What this machine gives a sweep: processors, memory, and one thread for every worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from experiments.options import Options

MOST_WORKERS = 61  # Windows cannot wait for more
LEAST_MEMORY = 2**30  # bytes a worker needs in any case
SPARE = 0.8  # part of the machine's memory that workers may use together
THREADS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS", "NUMBA_NUM_THREADS",
)  # fmt: skip


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
