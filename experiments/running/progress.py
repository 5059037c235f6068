"""One progress bar: runs/s, time left and what was already done; off a terminal a line per 10 %."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from experiments.messages import message


class Bar:
    """Counts runs. Used as a context manager; silent if `shown` is False."""

    def __init__(
        self, console: Console, total: int, already: int, *, shown: bool, language: str = "nl"
    ) -> None:
        self.console, self.total, self.already = console, total, already
        self.language = language
        self.done = already
        self.shown = shown
        self.began = time.perf_counter()
        self._tenth = 10 * already // total if total else 10
        self._progress: Progress | None = None
        if shown and console.is_terminal:
            fields = ["[bold]{task.description}", "{task.fields[speed]}", "{task.fields[left]}"]
            text = [TextColumn(field) for field in fields]
            self._progress = Progress(
                text[0], BarColumn(), MofNCompleteColumn(), *text[1:],
                TextColumn("{task.fields[already]}"), console=console,
            )  # fmt: skip
            known = message("already", language, done=already) if already else ""
            self._task = self._progress.add_task(
                message("simulating", language), total=total, completed=already,
                speed="", left="", already=known,
            )  # fmt: skip

    def __enter__(self) -> Bar:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def restart(self) -> None:
        """Start the clock here: what came before is no part of the speed."""
        self.began = time.perf_counter()

    def advance(self, runs: int) -> None:
        """Count finished runs and show where the sweep stands."""
        self.done += runs
        if not self.shown:
            return
        speed = (self.done - self.already) / max(time.perf_counter() - self.began, 1e-9)
        seconds = round((self.total - self.done) / speed) if speed else 0
        left = f"{seconds // 60}:{seconds % 60:02d}"
        shown = f"{speed:.0f}" if speed >= 10 else f"{speed:.1f}"
        if self.language == "nl":
            shown = shown.replace(".", ",")
        if self._progress is not None:
            self._progress.update(
                self._task, completed=self.done,
                speed=message("per_second", self.language, speed=shown),
                left=message("left", self.language, time=left),
            )  # fmt: skip
            return
        tenth = 10 * self.done // self.total
        if tenth > self._tenth:
            self._tenth = tenth
            line = message("line", self.language, percent=10 * tenth, done=self.done,
                           total=self.total, speed=shown, time=left)  # fmt: skip
            self.console.print(line, markup=False, highlight=False, soft_wrap=True)
