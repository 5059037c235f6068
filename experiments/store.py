"""The store of a study, read: runs, squares, years, hours, arms, design and manifest.

A reader never needs the model. Unit of inference is the point: `by_point` and `paired` take
the mean over the seeds of a point first, and use only worlds in which every arm succeeded.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from experiments.messages import StoreError, message
from experiments.numbering import MOST_POINTS, MOST_SEEDS
from experiments.storing.folders import latest
from experiments.storing.grid import INDEX, Columns, Grid, floats
from experiments.storing.parts import (
    frugal,
    read_columns,
    read_part,
    read_table,
    tables_of,
    whole_parts,
)
from experiments.storing.rows import OK, RUNS

Array = npt.NDArray[Any]
FloatArray = npt.NDArray[np.float64]
SCHEMA = 2
KEYS = ("run", "arm", "world", "cell", "point", "seed", "status", "error", "traceback", "seconds")
UNHASHED = ("seconds", "traceback")  # differ between two runs of the same thing


class Results:
    """A stored study.

    Attributes
    ----------
    folder : Path
    manifest : dict
        What was run: see `experiments.storing.description.describe`.
    runs : dict of ndarray (runs,)
        Keys and scalars, in the order of `run`; scalars of failed runs are NaN.
    squares, years, hours : mappings of ndarray
        (runs, regions, opgaven), (runs, years, opgaven) and (runs, years, tiers) by name.
    municipalities : mapping of ndarray
        (runs, municipalities, opgaven) by name; empty without record=full.
    design : dict of ndarray (points,)
        Inputs of every point.
    cell : int
        The cell `by_world`, `by_point` and `paired` look at; `at` gives the others.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cell = 0
        self.manifest = load_manifest(folder)
        self.design = load_design(folder)
        self._take(_runs(folder))

    def _take(self, runs: Columns) -> None:
        """Look at these runs, which the folder holds."""
        self.runs = runs
        folder, run = self.folder, runs["run"]
        self.squares = Grid(folder, "squares", run, len(self.manifest["opgaven"]))
        self.years = Grid(folder, "years", run, len(self.manifest["opgaven"]))
        self.hours = Grid(folder, "hours", run, len(self.manifest["tiers"]))
        full = (folder / "municipalities").is_dir()  # record=full
        self.municipalities: Mapping[str, FloatArray] = (
            Grid(folder, "municipalities", run, len(self.manifest["opgaven"])) if full else {}
        )

    def first(self, points: int, seeds: int) -> Results:
        """The same study as if no more points and seeds had been asked for."""
        if points >= self.manifest["points"] and seeds >= self.manifest["seeds"]:
            return self
        other = copy.copy(self)
        for name in ("_complete", "points", "expected"):
            other.__dict__.pop(name, None)
        asked = [
            one | {"points": min(points, one["points"]), "seeds": min(seeds, one["seeds"])}
            for one in self.manifest["asked"]
        ]
        other.manifest = self.manifest | {
            "asked": asked, "points": min(points, self.manifest["points"]),
            "seeds": min(seeds, self.manifest["seeds"]),
        }  # fmt: skip
        series = self.runs["world"] // MOST_POINTS % MOST_SEEDS
        keep = (self.runs["point"] < points) & (series < seeds)
        other._take(Columns({name: values[keep] for name, values in self.runs.data.items()}))
        return other

    def at(self, cell: int) -> Results:
        """The same study, seen at another cell; KeyError if it has no such cell."""
        if cell not in self.cells:
            raise KeyError(cell)
        other = copy.copy(self)
        other.cell = cell
        for name in ("_complete", "points"):
            other.__dict__.pop(name, None)
        return other

    @property
    def cells(self) -> dict[int, dict[str, Any]]:
        """The cells of the study by number: name, label, levels, variant."""
        return {cell["number"]: cell for cell in self.manifest["cells"]}

    @cached_property
    def expected(self) -> int:
        """Number of runs that were asked for."""
        worlds = {
            (cell, seed, point)
            for asked in self.manifest["asked"]
            for cell in asked["cells"]
            for seed in range(asked["seeds"])
            for point in range(asked["points"])
        }
        return len(worlds) * len(self.arms)

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms; the first is the reference."""
        return tuple(arm["name"] for arm in self.manifest["arms"])

    @property
    def labels(self) -> tuple[str, ...]:
        """How each arm is named to a reader, in Dutch."""
        return self.named_arms("nl")

    def named_arms(self, language: str = "nl") -> tuple[str, ...]:
        """How each arm is named to a reader."""
        key = "label" if language == "nl" else "label_en"
        return tuple(arm[key] for arm in self.manifest["arms"])

    @property
    def scalars(self) -> tuple[str, ...]:
        """Names of the stored scalars."""
        return tuple(name for name in self.runs if name not in KEYS)

    @property
    def failed(self) -> int:
        """Number of runs that failed."""
        return int(np.sum(self.runs["status"] != OK))

    @cached_property
    def _complete(self) -> Array:
        """Rows of `runs` of this cell's worlds in which every arm succeeded: (arms, worlds)."""
        good = np.flatnonzero((self.runs["status"] == OK) & (self.runs["cell"] == self.cell))
        world = self.runs["world"][good]
        worlds, count = np.unique(world, return_counts=True)
        whole = good[np.isin(world, worlds[count == len(self.arms)])]
        order = np.lexsort((self.runs["world"][whole], self.runs["arm"][whole]))
        rows: Array = whole[order].reshape(len(self.arms), -1)
        if not rows.size:
            raise StoreError(message("no_runs", folder=self.folder))
        return rows

    @property
    def worlds(self) -> int:
        """Number of worlds in which every arm succeeded."""
        return int(self._complete.shape[1])

    @cached_property
    def points(self) -> Array:
        """The points that have such a world: the order of `by_point`, rows of `design`."""
        return np.unique(self.runs["point"][self._complete[0]])

    def by_world(self, values: str | FloatArray) -> FloatArray:
        """A scalar, or an array whose first axis is that of `runs`, as (arms, worlds, ...)."""
        array = self.runs[values] if isinstance(values, str) else values
        result: FloatArray = np.asarray(array[self._complete], dtype=np.float64)
        return result

    def by_point(self, values: str | FloatArray) -> FloatArray:
        """The same as (arms, points, ...): the mean over the seeds of each point."""
        array = self.by_world(values)
        point = self.runs["point"][self._complete[0]]
        _, where, count = np.unique(point, return_inverse=True, return_counts=True)
        if count.max() == 1:
            return array[:, np.argsort(where)]
        total = np.zeros((len(self.arms), len(count), *array.shape[2:]))
        for w, p in enumerate(where):  # in the order of the worlds: the same on every machine
            total[:, p] += array[:, w]
        return total / count.reshape(1, -1, *([1] * (array.ndim - 2)))

    def arm(self, which: str | int) -> int:
        """Index of an arm by its name or index; KeyError if there is no such arm."""
        if isinstance(which, int):
            return range(len(self.arms))[which]
        if which not in self.arms:
            raise KeyError(which)
        return self.arms.index(which)

    def paired(self, scalar: str, arm_a: str | int, arm_b: str | int) -> FloatArray:
        """Per point the scalar of arm_a minus that of arm_b, shape (points,)."""
        values = self.by_point(scalar)
        result: FloatArray = values[self.arm(arm_a)] - values[self.arm(arm_b)]
        return result

    def paired_worlds(self, scalar: str, arm_a: str | int, arm_b: str | int) -> FloatArray:
        """The same per world (one pair of runs), shape (worlds,)."""
        values = self.by_world(scalar)
        result: FloatArray = values[self.arm(arm_a)] - values[self.arm(arm_b)]
        return result

    def content_hash(self) -> str:
        """Hash of all rows in order, without timings and tracebacks."""
        digest = hashlib.blake2b(digest_size=16)
        for table in tables_of(self.folder):
            rows = read_columns(self.folder, table, None)
            names = sorted(n for n in rows.column_names if n not in UNHASHED)
            keys = [(k, "ascending") for k in INDEX.get(table, ("run",)) if k in names]
            rows = rows.select(names).sort_by(keys)
            for name in names:
                column = rows[name].combine_chunks()
                digest.update(f"{table}.{name}.{len(column)}".encode())
                if pa.types.is_string(column.type):
                    digest.update(repr(column.to_pylist()).encode())
                else:
                    digest.update(floats(column).tobytes())
        return digest.hexdigest()


def _runs(folder: Path) -> Columns:
    """The columns of `runs` in the order of `run`, filled part by part: all are held only once."""
    known = read_columns(folder, RUNS, ["run"])
    if not len(known):
        raise StoreError(message("no_runs", folder=folder))
    run = np.unique(known["run"].to_numpy())
    found = Columns(run=run)
    with frugal():
        for name in whole_parts(folder):
            rows = read_part(folder / RUNS / name)
            place = np.searchsorted(run, rows["run"].to_numpy())
            for column in rows.drop_columns(["run"]).column_names:
                key = column in KEYS
                values = rows[column].to_numpy() if key else floats(rows[column])
                if column not in found:  # a part of failed runs only has no scalars
                    found[column] = np.empty(len(run), values.dtype if key else np.float32)
                    if not key:
                        found.data[column][:] = np.nan
                found.data[column][place] = values
    return found


def load_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a study folder; StoreError if there is none or it cannot be read."""
    path = folder / "manifest.json"
    if not path.exists():
        raise StoreError(message("no_study", folder=folder))
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise StoreError(message("broken_file", file=path, problem=problem)) from problem
    if manifest.get("schema") != SCHEMA:
        refuse(folder, "what_schema", manifest.get("schema"), SCHEMA)
    return manifest


def load_design(folder: Path) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    """The inputs of every point by name: numbers, and stepwise means as JSON text."""
    path = folder / "design.parquet"
    try:
        table = read_table(path)
    except (OSError, pa.ArrowInvalid) as problem:
        short = str(problem).splitlines()[0]
        raise StoreError(message("broken_file", file=path, problem=short)) from problem
    return {name: table[name].to_numpy() for name in table.column_names}


def refuse(folder: Path, what: str, found: object, expected: object) -> NoReturn:
    """Say that a folder holds another study: what differs, what was found and expected."""
    raise StoreError(
        message("other_study", folder=folder, what=message(what), found=found, expected=expected)
    )


def read(folder: str | Path = "latest", *, root: str | Path | None = None) -> Results:
    """Read a stored study.

    Parameters
    ----------
    folder : path or "latest"
        A study folder, or the study under `root` that was run last.
    root : path, optional
        The folder of all results, or of one experiment; needed for "latest" only, for nothing
        here looks at the working directory.

    Raises
    ------
    StoreError
        There is no such study, it has no finished world, or a part cannot be read.
    """
    if str(folder) != "latest":
        return Results(Path(folder).resolve())
    return Results(latest(root).resolve())
