"""Run a few runs of a store again and compare: bit for bit, in every table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from experiments.messages import StoreError, message
from experiments.running.worker import Detail, run_world
from experiments.store import KEYS, Results
from experiments.storing.grid import INDEX
from experiments.storing.manifest import check_same
from experiments.storing.parts import read_columns
from experiments.storing.rows import OK, Failure, RunOutcomes
from experiments.storing.rows import long_table as long_table
from experiments.study import Study
from model import luck


def verify(folder: Path, study: Study, count: int, seed: int = 1) -> int:
    """Run runs again and compare; the number that was compared.

    Parameters
    ----------
    folder : Path
        A stored study.
    study : Study
        The same study, composed again.
    count : int
        How many runs, drawn without replacement from those the study asks for; all of them if
        there are fewer.
    seed : int
        Another seed draws other runs.

    Raises
    ------
    StoreError
        The folder holds another study, or a run came out differently.
    """
    check_same(study, folder)
    results = Results(folder)
    # the command that was given last may ask for fewer points or variants than are stored
    asked = np.isin(results.runs["cell"], [cell.number for cell in study.cells])
    asked &= results.runs["point"] < len(study.points)
    good = results.runs["run"][asked & (results.runs["status"] == OK)]
    key = luck.combine(luck.text_key("verify"), seed)
    order = np.argsort(luck.units(luck.combine(key, good)), kind="stable")
    chosen = [int(run) for run in good[order][:count]]
    arms = len(study.arms)
    for run in chosen:
        number, arm = divmod(run, arms)
        outcome, detail = run_again(study, number, arm)
        if isinstance(outcome, Failure):
            raise StoreError(message("not_verified", run=run, what=outcome.error, folder=folder))
        row = int(np.searchsorted(results.runs["run"], run))
        for name, value in outcome.scalars.items():
            if not _same(np.float32(value), results.runs[name][row]):
                raise StoreError(message("not_verified", run=run, what=name, folder=folder))
        for table in ("squares", "years", "hours"):
            _compare(folder, table, run, getattr(outcome, table))
        for table, columns in detail.items():
            _compare_long(folder, table, run, columns)
    return len(chosen)


def run_again(study: Study, number: int, arm: int) -> tuple[RunOutcomes | Failure, Detail]:
    """One run of a world without its other arms, and the tables of record=full it has."""
    skipped = Failure("", "")

    def begin(other: int) -> Failure | None:
        return None if other == arm else skipped

    found: Any = run_world(study, study.world(number), begin)[arm]
    return found if isinstance(found, tuple) else (found, {})


def _compare(folder: Path, table: str, run: int, arrays: Mapping[str, Any]) -> None:
    stored = read_columns(folder, table, None)
    mine = stored.filter(pa.compute.equal(stored["run"], run))
    mine = mine.sort_by([(k, "ascending") for k in INDEX[table] if k not in KEYS])
    for name, value in arrays.items():
        if not _same(np.asarray(value, dtype=np.float32).ravel(), mine[name].to_numpy()):
            raise StoreError(message("not_verified", run=run, what=f"{table}.{name}",
                                     folder=folder))  # fmt: skip


def _compare_long(folder: Path, table: str, run: int, columns: Mapping[str, Any]) -> None:
    """Compare a table of record=full, whatever the order of its rows."""
    order = [(key, "ascending") for key in INDEX[table]]
    stored = read_columns(folder, table, None)
    stored = stored.filter(pa.compute.equal(stored["run"], run)).sort_by(order)
    mine = long_table([(run, columns)]).sort_by(order)
    for name in mine.column_names:
        there = stored[name].to_numpy(zero_copy_only=False) if name in stored.column_names else []
        here = mine[name].to_numpy(zero_copy_only=False)
        number = here.dtype.kind == "f"
        if not np.array_equal(here, there, equal_nan=number):
            raise StoreError(message("not_verified", run=run, what=f"{table}.{name}",
                                     folder=folder))  # fmt: skip


def _same(a: Any, b: Any) -> bool:
    return bool(np.array_equal(a, np.asarray(b, dtype=np.float32), equal_nan=True))
