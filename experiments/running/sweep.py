"""The loop of a sweep: chunks out, reports in, lost workers replaced, runs given up.

Chunks grow until they take a few seconds. When a worker is lost, its journal says at which run;
that run's world is then run alone, so that no other is blamed, and is given up after three
times. A run that is out of time is given up at once. Everything else that was in flight is run
again. A run that is given up is a row in the store; the other arms of its world are run.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from pathlib import Path

from experiments.running import worker
from experiments.running.journal import last_runs
from experiments.running.pools import Pool
from experiments.running.worker import Chunk, Report
from experiments.storing.repair import part_of
from experiments.storing.rows import ABORTED, Failure

AIM = 4.0  # seconds a chunk should take
MOST_RUNS = 500  # in a chunk, whatever their speed: it is held in memory until it is written
AHEAD = 2  # chunks in flight per worker, so that none waits
TRIES = 3  # times a run may end its worker
LOOK = 2.0  # seconds without a report after which the pool is looked at
STARTS = 5  # pools in a row that end before a run begins: the machine is at fault

KILLED = "het rekenproces werd beëindigd (te weinig geheugen?)"
TIMEOUT = "de run duurde langer dan de tijdslimiet"


class SweepBroken(Exception):  # noqa: N818  (what happened, not a defect of ours)
    """Workers end before they run anything, or cannot do their part; the text says what."""


class Sweep:
    """One sweep over the worlds that are missing, in the order given."""

    def __init__(
        self,
        pool: Pool,
        place: Path,
        folder: Path,
        arms: int,
        count: Callable[[int], None],
    ) -> None:
        self.pool, self.place, self.folder, self.arms, self.count = pool, place, folder, arms, count
        self.lost: tuple[type[BaseException], ...] = (*pool.lost, CancelledError)
        self.each = 0.0  # seconds of a world
        self.waiting: deque[int] = deque()
        self.alone: deque[int] = deque()
        self.flying: dict[Future[Report], tuple[int, ...]] = {}
        self.strikes: Counter[int] = Counter()
        self.given_up: dict[int, Failure] = {}
        self.false_starts = 0

    def prepare(self, work: Callable[[], object]) -> None:
        """Let one worker do something before the others start; if it fails, `run` will too."""
        ahead = self.pool.submit(work)
        while not wait([ahead], timeout=LOOK).done:
            if why := self.pool.gone():
                raise SweepBroken(why)
        if isinstance(ahead.exception(), self.lost):
            self.pool.rebuild()

    def run(self, worlds: Sequence[int]) -> None:
        """Run them all.

        Raises
        ------
        SweepBroken
            Workers do not even start, cannot read their job or cannot make a part.
        OSError
            A worker could not write.
        """
        self.waiting.extend(worlds)
        try:
            while self.waiting or self.alone or self.flying:
                self._fill()
                self._receive()
        except BaseException:
            (self.place / worker.STOP).touch()  # workers finish their world and write
            raise

    def _fill(self) -> None:
        if self.alone:
            if not self.flying:
                self._submit((self.alone.popleft(),))
            return
        while self.waiting and len(self.flying) < AHEAD * self.pool.workers:
            size = min(self._size(), len(self.waiting))
            self._submit(tuple(self.waiting.popleft() for _ in range(size)))

    def _size(self) -> int:
        """Worlds in the next chunk: one until it is known how long a world takes."""
        if not self.each:
            return 1
        # towards the end small ones, so that no worker waits long for another
        fair = -(-len(self.waiting) // (AHEAD * self.pool.workers))
        return max(1, min(int(AIM / self.each), MOST_RUNS // self.arms, fair))

    def _submit(self, worlds: tuple[int, ...]) -> None:
        known = {run: gone for run, gone in self.given_up.items() if run // self.arms in worlds}
        try:
            future = self.pool.submit(worker.work, self.place, Chunk(worlds, known))
        except self.lost:
            self._recover([worlds])
            return
        self.flying[future] = worlds

    def _receive(self) -> None:
        if not self.flying:
            return
        ready, _ = wait(self.flying, timeout=LOOK, return_when=FIRST_COMPLETED)
        if not ready and (why := self.pool.gone()):
            raise SweepBroken(why)
        lost = []
        for future in ready:
            worlds = self.flying.pop(future)
            if not self._heard(future, worlds):
                lost.append(worlds)
        if lost:
            self._recover(lost)

    def _heard(self, future: Future[Report], worlds: Sequence[int]) -> bool:
        """Take in what came of a chunk; False if its worker was lost."""
        try:
            report = future.result()
        except self.lost:
            return False
        except OSError:
            raise
        except Exception as problem:  # no run's fault: those are caught where they are run
            said = f"{type(problem).__name__}: {problem}".removesuffix(": ")
            raise SweepBroken(said) from problem
        self._learn(report)
        self._count(worlds)
        return True

    def _learn(self, report: Report) -> None:
        self.false_starts = 0
        # the first world of a worker also pays for what is made once
        fair = report.seconds[1:] or report.seconds
        if fair:
            mean = max(1e-6, sum(fair) / len(fair))
            self.each = mean if not self.each else min(mean, 0.5 * (self.each + mean))

    def _count(self, worlds: Sequence[int]) -> None:
        self.count(len(worlds) * self.arms)

    def _recover(self, lost: list[tuple[int, ...]]) -> None:
        """Find out what happened, replace the workers, and queue again what was lost."""
        if self.pool.breaks:
            for future, worlds in list(self.flying.items()):
                if not self._heard(future, worlds):  # it may just have finished
                    lost.append(worlds)
            self.flying.clear()
            self.pool.rebuild()
        mine = {world for worlds in lost for world in worlds}
        last = last_runs(self.place, lambda run: run // self.arms in mine)
        self.false_starts = 0 if last else self.false_starts + 1
        if self.false_starts >= STARTS:
            raise SweepBroken
        suspects = set()
        for end in last:
            self.strikes[end.run] += 1
            suspects.add(end.run // self.arms)
            if end.hung:
                self.given_up[end.run] = Failure(f"TimeoutError: {TIMEOUT}", end.hung, ABORTED)
            elif self.strikes[end.run] >= TRIES:
                self.given_up[end.run] = Failure(f"WorkerLost: {KILLED}", "", ABORTED)
        for worlds in reversed(lost):
            if part_of(self.folder, worlds).exists():  # written, but not reported
                self._count(worlds)
                continue
            self.alone.extend(w for w in worlds if w in suspects)
            self.waiting.extendleft(w for w in reversed(worlds) if w not in suspects)
