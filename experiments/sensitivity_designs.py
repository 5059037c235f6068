"""Designs for sensitivity analysis, as SALib makes and analyses them: sobol and morris.

Both get an input that acts on nothing (`dummy`): what an index of it shows is the noise floor.
Saltelli's design also treats luck as an input: its index is the share of the seeds. Rows of a
base sample or trajectory come together, so that more of them change none.

Sources: Saltelli 2002, Computer Physics Communications 145(2); Morris 1991, Technometrics 33(2);
Herman & Usher 2017, JOSS 2(9) (SALib).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.points import DUMMY
from experiments.preflight import InputError, wrong
from model.geography import FloatArray, IntArray

LUCK = "toeval"  # the name of luck as an input of Saltelli's design
LEVELS = 4  # of a Morris trajectory


def sobol(names: Sequence[str], count: int) -> tuple[dict[str, FloatArray], IntArray]:
    """Saltelli's design: uniforms by input, and the luck of every row.

    A base sample has rows A, AB of every input, dummy and luck, and B: `len(names) + 4`.

    Parameters
    ----------
    names : sequence of str
        The inputs.
    count : int
        Base samples, a power of two.

    Raises
    ------
    InputError
        No power of two, or SALib is not installed.
    """
    if count & (count - 1):
        raise wrong("points", count, f"bij design=sobol een macht van twee, zoals {_power(count)},")
    columns = [*names, DUMMY, LUCK]
    sample = _salib("sobol").sample(_problem(columns), count, calc_second_order=False, seed=1)
    rows = len(columns) + 2
    luck = np.zeros((count, rows), dtype=np.int64)
    luck[:, rows - 2 :] = 1  # AB of luck, and B
    luck += 2 * np.arange(count)[:, None]
    return {n: sample[:, i] for i, n in enumerate(columns[:-1])}, luck.reshape(-1)


def morris(names: Sequence[str], count: int) -> tuple[dict[str, FloatArray], IntArray]:
    """Morris trajectories: uniforms by input, and the luck of every row (that of its trajectory).

    A trajectory has `len(names) + 2` rows: one start, and a step in every input and in dummy.
    """
    columns = [*names, DUMMY]
    sampler, problem = _salib("morris"), _problem(columns)
    paths = [sampler.sample(problem, 1, num_levels=LEVELS, seed=t) for t in range(count)]
    sample = np.concatenate(paths)
    luck = np.repeat(np.arange(count, dtype=np.int64), len(columns) + 1)
    return {name: sample[:, i] for i, name in enumerate(columns)}, luck


def _problem(columns: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(columns), "names": list(columns), "bounds": [[0, 1]] * len(columns)}


def _salib(method: str) -> Any:
    try:
        import SALib.sample.morris
        import SALib.sample.sobol
    except ImportError as problem:
        raise InputError(
            f"design: '{method}' gevonden, maar SALib is niet geïnstalleerd; installeer het met "
            "python start.py install sensitivity"
        ) from problem
    return getattr(SALib.sample, method)


def _power(count: int) -> int:
    return 1 << max(0, count - 1).bit_length()
