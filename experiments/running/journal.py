"""What every worker is doing, so that whoever outlives it knows what it died of.

A worker writes the number of the run it is at into a file of its own. A run that takes longer
than the time-out ends its worker from a watchdog that needs no lock of Python's (also inside
compiled code), and leaves where it was.
"""

from __future__ import annotations

import faulthandler
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

WIDTH = 24


@dataclass(frozen=True)
class Last:
    """The last run of a worker that is gone; `hung` says where it was when time was up."""

    run: int
    hung: str


class Journal:
    """The file of one worker."""

    def __init__(self, place: Path, timeout: float) -> None:
        self._timeout = timeout
        name = f"{socket.gethostname()}-{os.getpid()}"
        self._now: IO[bytes] = (place / f"{name}.now").open("wb", buffering=0)
        self._hung: IO[str] = (place / f"{name}.hung").open("w", encoding="utf-8")

    def begin(self, run: int) -> None:
        """From here on a death of this worker is this run's."""
        self._write(f"{run}")
        faulthandler.dump_traceback_later(self._timeout, exit=True, file=self._hung)

    def end(self) -> None:
        """The run is over."""
        faulthandler.cancel_dump_traceback_later()
        self._write("")

    def _write(self, text: str) -> None:
        self._now.seek(0)
        self._now.write(text.ljust(WIDTH).encode())


def last_runs(place: Path, lost: Callable[[int], bool]) -> list[Last]:
    """The runs at which workers ended, among those that are lost; they are then forgotten."""
    found = []
    for file in sorted(place.glob("*.now")):
        text = file.read_text(encoding="utf-8").strip()
        if not text or not lost(int(text)):
            continue  # idle, or at work elsewhere
        hung = file.with_suffix(".hung")
        trace = hung.read_text(encoding="utf-8") if hung.exists() else ""
        found.append(Last(int(text), trace))
        for gone in (file, hung):
            gone.unlink(missing_ok=True)
    return found
