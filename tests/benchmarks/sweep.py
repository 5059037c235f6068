"""How fast a sweep is, and what it leaves: `python tests/benchmarks/sweep.py [runs]`.

A paired Latin hypercube of 100,000 country-runs (20,000 worlds x the five arms of
experiment=compare) on two processes, in a temporary folder. Everything a worker does outside
country and engine, and everything the parent does while workers wait, is overhead: by the
clock, and in processor time, which says the same on a machine that is busy with other things.
Another number of runs gives a quick look; the start of the workers then weighs more.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]

from experiments.compose import compose_study  # noqa: E402
from experiments.options import Options  # noqa: E402
from experiments.runner import run_study  # noqa: E402
from experiments.running import worker  # noqa: E402
from experiments.store import Results  # noqa: E402
from experiments.study import Study, World  # noqa: E402

RUNS, ARMS, WORKERS = 100_000, 5, 2
PAIR = 2_000  # runs with one worker and with two, for the parallel efficiency
TIMES = "GROENLICHT_BENCHMARK"  # environment variable: the folder in which workers note times
ENTRY = 5  # numbers a world: when it began; seconds of country and engine; the same, processor
MB = 2**20
OVERHEAD, EFFICIENCY, MEMORY, GROWTH, FILES = 1.0, 0.9, 400.0, 20.0, 1_000

REAL = worker.run_world
_OPEN: list[IO[bytes]] = []


def timed_world(study: Study, world: World, begin: worker.Begin) -> list[object]:
    """Run a world as `worker.run_world` does, and note how long its parts took."""
    if not _OPEN:
        _OPEN.append((Path(os.environ[TIMES]) / f"{os.getpid()}").open("wb", buffering=0))
    began = time.time()
    start = np.array([time.perf_counter(), time.process_time()])
    worker._COUNTRIES.drawn(study.geography, world)  # which REAL then finds
    drawn = np.array([time.perf_counter(), time.process_time()])
    results = REAL(study, world, begin)
    over = np.array([time.perf_counter(), time.process_time()])
    country, engine = drawn - start, over - drawn
    entry = np.array([began, country[0], engine[0], country[1], engine[1]])
    _OPEN[0].write(entry.tobytes())
    return results


@dataclass(frozen=True)
class Measured:
    """One sweep: seconds, and what the parent used (MB) when that many worlds were done."""

    runs: int
    wall: float
    start: float  # until the first world of each worker, summed over workers
    end: float  # from the last world of each worker, summed over workers
    country: float
    engine: float
    processor: float  # of all processes together, for other things than country and engine
    memory: Sequence[tuple[int, float]]

    @property
    def speed(self) -> float:
        """Runs a second, all in."""
        return self.runs / self.wall

    def steady(self, workers: int) -> float:
        """Runs a second from the first world to the last one."""
        return self.runs / (self.wall - (self.start + self.end) / workers)


def measure(study: Study, folder: Path, workers: int, *, finish: bool = False) -> Measured:
    """Run a study; with `finish` its results are also read in the end, as the command does."""
    times = folder.with_name(f"{folder.name}-times")
    times.mkdir()
    os.environ[TIMES] = str(times)
    watch = Watch(times)
    began, start = time.time(), time.perf_counter()
    spent = processor()
    run_study(study, folder, Options(executor="process", workers=workers), progress=False)
    if finish:
        Results(folder)
    wall, spent = time.perf_counter() - start, processor() - spent
    memory = watch.stop()
    noted = [np.fromfile(file).reshape(-1, ENTRY) for file in times.iterdir()]
    last = [n[-1, :3].sum() for n in noted]
    return Measured(
        runs=len(study.arms) * sum(map(len, noted)),
        wall=wall,
        start=sum(n[0, 0] - began for n in noted),
        end=sum(began + wall - end for end in last),
        country=sum(n[:, 1].sum() for n in noted),
        engine=sum(n[:, 2].sum() for n in noted),
        processor=spent - sum(n[:, 3:].sum() for n in noted),
        memory=memory,
    )


class Watch(threading.Thread):
    """Looks twice a second at what this process uses, and how many worlds have been run."""

    def __init__(self, times: Path) -> None:
        super().__init__(daemon=True)
        self._times, self._over = times, threading.Event()
        self._seen: list[tuple[int, float]] = []
        self.start()

    def run(self) -> None:
        while not self._over.wait(0.5):
            size = sum(file.stat().st_size for file in self._times.iterdir())
            self._seen.append((size // (8 * ENTRY), used("VmRSS")))

    def stop(self) -> list[tuple[int, float]]:
        """What was seen."""
        self._over.set()
        self.join()
        return self._seen


def processor() -> float:
    """Seconds of processor time of this process and its children that ended."""
    return sum(os.times()[:4])


def used(what: str) -> float:
    """MB of this process without its children: VmRSS now, VmHWM at most; NaN if not known."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(what):
                return int(line.split()[1]) / 1024
    with suppress(ImportError):
        import resource

        if what == "VmHWM":
            unit = 1 if sys.platform == "darwin" else 1024
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MB
    return float("nan")


def growth(memory: Sequence[tuple[int, float]], worlds: int) -> float:
    """MB the parent grew between 20 % and all of the worlds."""
    seen = [mb for done, mb in memory if 0.2 * worlds <= done < worlds]
    return max(seen) - seen[0] if seen else float("nan")


def study_of(runs: int) -> Study:
    words = [f"points={max(1, runs // ARMS)}", "design=lhs", "experiment=compare"]
    return compose_study(words, "groenlicht")


def judged(what: str, found: float, bar: float, text: str, *, least: bool = False) -> None:
    """Print a figure beside its bar."""
    good = found >= bar if least else found <= bar
    sign = ">=" if least else "<="
    print(f"{what:34} {text:>12}   {'ok' if good else 'NOT'} ({sign} {bar:g})")


def main(runs: int) -> None:
    """Print the table."""
    worker.run_world = timed_world  # in the parent, which sends it to its workers
    study = study_of(runs)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "sweep"
        found = measure(study, folder, WORKERS, finish=True)
        peak = used("VmHWM")
        files = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
        best = {1: 0.0, WORKERS: 0.0}
        small = study_of(min(PAIR, runs))
        for turn in ("a", "b"):  # in turns, so that what else runs here slows down both
            for workers in best:
                one = measure(small, Path(place) / f"{turn}{workers}", workers)
                best[workers] = max(best[workers], one.steady(workers))
    count = found.runs
    other = found.wall * WORKERS - found.engine - found.country
    between = other - found.start - found.end

    def each(seconds: float) -> str:
        return f"{1e3 * seconds / count:.3f} ms"

    print(f"{count} runs, {study.worlds} werelden, {WORKERS} processen")
    print(f"{'tijd':34} {found.wall:10.1f} s   {found.speed:.1f} runs/s")
    print(f"{'rekenkern, per run':34} {each(found.engine):>12}")
    print(f"{'land, per run':34} {each(found.country):>12}")
    judged("al het andere, per run", 1e3 * other / count, OVERHEAD, each(other))
    print(f"{'  in processortijd':34} {each(found.processor):>12}")
    print(f"{'  starten van de processen':34} {each(found.start):>12}")
    print(f"{'  tussen de werelden':34} {each(between):>12}")
    print(f"{'  wachten, inpakken, samenvatten':34} {each(found.end):>12}")
    efficiency = best[WORKERS] / (WORKERS * best[1])
    speeds = f"({best[1]:.1f} en {best[WORKERS]:.1f} runs/s)"
    judged(f"parallel {speeds}", efficiency, EFFICIENCY, f"{efficiency:.3f}", least=True)
    judged("geheugen van de ouder, hoogste", peak, MEMORY, f"{peak:.0f} MB")
    grown = growth(found.memory, study.worlds)
    judged("  groei tussen 20 % en 100 %", grown, GROWTH, f"{grown:.1f} MB")
    judged("bestanden", len(files), FILES, f"{len(files)}")
    print(f"{'opslag, per run':34} {sum(files) / count / 1024:9.1f} kB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
