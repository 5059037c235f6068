"""One driver per study folder: a lock of the operating system, which dies with its holder."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from experiments.messages import StoreError, message

LOCK, HOLDER = "lock", "lock.holder"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder.

    Raises
    ------
    StoreError
        Somebody else holds it; the text says who.
    OSError
        The folder cannot be written.
    """
    try:
        lock = FileLock(folder / LOCK)
        lock.acquire(timeout=0)
    except Timeout as problem:
        who = ""
        with suppress(OSError):
            who = (folder / HOLDER).read_text(encoding="utf-8").strip()
        raise StoreError(message("locked", folder=folder, who=who or "?")) from problem
    try:
        (folder / HOLDER).write_text(f"{os.getpid()} @ {socket.gethostname()}\n", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def held_by(folder: Path) -> str:
    """Who holds the folder, "" for nobody."""
    if not (folder / HOLDER).exists():
        return ""
    try:
        with FileLock(folder / LOCK, timeout=0):
            return ""  # its holder was killed
    except Timeout:
        return (folder / HOLDER).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
