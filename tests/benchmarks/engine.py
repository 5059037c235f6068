"""How fast the engine is: `python tests/benchmarks/engine.py`.

Prints the compile time per submodel (in a fresh cache), building a world, a country-run with
its preparation and outcomes, the time per submodel, and the oracle beside it. Times are of
one core; the ratio to the oracle is what may be compared between machines.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "reference")]
SEEDS = 12


def median_ms(action: Callable[[], object], times: int = SEEDS) -> float:
    """Median milliseconds of an action, after one that is not counted."""
    action()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        action()
        taken.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(taken)


def compile_times() -> None:
    """Seconds to the first call of every submodel, in a cache of its own."""
    from worlds import ROWS, arrange, world

    from model.netherlands import Netherlands
    from model.synthetic import plain_opgaven, synthetic

    model = Netherlands(world(synthetic(plain_opgaven(2), 4, 2, 1)), arrange(ROWS), agents=False)
    total = 0.0
    print("compileren, s per deelmodel (lege cache):")
    for label, rule, arguments, timed in model.schedule:
        begin = time.perf_counter()
        rule(0, *arguments) if timed else rule(*arguments)
        total += time.perf_counter() - begin
        print(f"  {label:18} {time.perf_counter() - begin:6.2f}")
    print(f"  {'samen':18} {total:6.2f}")


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "GROENLICHT_CACHE": cache}
        environment.pop("NUMBA_CACHE_DIR", None)
        subprocess.run([sys.executable, __file__, "compile"], env=environment, check=True)
    from oracle import Oracle
    from worlds import COLUMNS, GEBIED, ORDER, ROWS, SPUKS, arrange, read_opgave, world

    from model.layout import lay_out
    from model.netherlands import Netherlands
    from model.official_geography import load_netherlands
    from model.outcomes import outcomes

    geography = load_netherlands(tuple(read_opgave(name) for name in ORDER))
    seeds = iter(range(10_000))
    print(f"wereld bouwen          {median_ms(lambda: world(geography, seed=next(seeds))):8.2f} ms")
    country = world(geography)
    print(f"{len(country.projects)} projecten, {len(country.links)} verbanden")
    for name, arm in (
        ("sectoraal + losse SPUKs", arrange(COLUMNS, SPUKS)),
        ("gebiedsgericht + gebiedsbudget", arrange(ROWS, GEBIED)),
    ):
        layout = lay_out(geography, arm)

        def fresh() -> Netherlands:
            return Netherlands(country, arm, agents=False, layout=layout)  # noqa: B023

        done = fresh().run()
        ready = median_ms(fresh)
        both = median_ms(lambda: fresh().run())
        print(f"{name}: kwartalen {both - ready:.2f} ms, voorbereiden {ready:.2f} ms, "
              f"uitkomsten {median_ms(lambda: outcomes(done)):.2f} ms")  # noqa: B023  # fmt: skip
        split = [fresh().time_submodels() for _ in range(SEEDS)]
        for label in split[0]:
            print(f"  {label:18} {1e3 * statistics.median(s[label] for s in split):6.2f} ms")
        begin = time.perf_counter()
        Oracle(country, arm).run()
        oracle = (time.perf_counter() - begin) * 1e3
        print(f"  het orakel {oracle:.0f} ms: {oracle / both:.0f} keer zo lang")


if __name__ == "__main__":
    compile_times() if sys.argv[1:] == ["compile"] else main()
