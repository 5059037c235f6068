"""What a run can tell beside its outcomes: per municipality, and per pot and year.

Read from the state, quarter by quarter, by who asks for `record=full`; the rules are the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from model.country import DONE
from model.fixed import UNITS
from model.netherlands import Netherlands
from model.opgaven import FIRST_YEAR, QUARTERS

ACCOUNT = ("inflow", "spent", "drifted", "lapsed", "cut", "balance")
Table = dict[str, npt.NDArray[Any]]


def run_in_detail(model: Netherlands) -> dict[str, Table]:
    """Run what is left, and keep two tables.

    Returns
    -------
    dict
        `municipalities`: municipality, opgave, and per pair its target, what was realised at the
        deadline and at the end, and the hours its projects still needed, in units. `accounts`:
        year, pot (its block), and the money of that year, in units of cost; `balance` at its end.
        Per pot inflow = spent + drifted + lapsed + cut + the change of the balance.
    """
    names = [_pot_name(pot) for pot in model.layout.pot_identity]
    before = {name: np.zeros(len(names)) for name in ACCOUNT}
    columns: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in ACCOUNT}
    while model.quarter < QUARTERS:
        model.step()
        if model.quarter % 4:
            continue
        for name in ACCOUNT:
            now = getattr(model.state, name).copy()
            columns[name].append(now if name == "balance" else now - before[name])
            before[name] = now
    years = QUARTERS // 4
    accounts: Table = {
        "year": np.repeat(np.arange(FIRST_YEAR, FIRST_YEAR + years), len(names)),
        "pot": np.tile(np.array(names), years),
        **{name: np.concatenate(values) for name, values in columns.items()},
    }
    return {"municipalities": _municipalities(model), "accounts": accounts}


def _municipalities(model: Netherlands) -> Table:
    geography, projects, state = model.country.geography, model.country.projects, model.state
    count, opgaven = geography.share.shape
    deadline = geography.of_opgaven("deadline")
    place = projects.municipality * opgaven + projects.opgave
    done = state.phase == DONE
    in_time = state.done_quarter < deadline[projects.opgave]

    def total(chosen: npt.NDArray[np.bool_], values: npt.NDArray[np.float64]) -> Any:
        return np.bincount(place[chosen], values[chosen], count * opgaven)

    targets = UNITS * model.country.means.ambition * geography.share
    everything = np.ones(len(place), dtype=np.bool_)
    return {
        "municipality": np.repeat(np.arange(count), opgaven),
        "opgave": np.tile(np.arange(opgaven), count),
        "target": targets.ravel(),
        "q_deadline": total(in_time, state.size),
        "q_2040": total(done, state.size),
        "work_left": total(everything & ~done, state.work_left),
    }


def _pot_name(pot: Any) -> str:
    """The block of a pot: area, which of them, and its opgaven by number."""
    area, index, opgaven, window = pot[:4]
    numbers = "+".join(str(k) for k in opgaven)
    return f"{area}:{index}:{numbers}:{window}"
