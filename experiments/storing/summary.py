"""A study in a few numbers per arm and scalar, as a file every spreadsheet opens."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
from rich.console import Console

from experiments.messages import StoreError, message
from experiments.store import Results
from experiments.storing.grid import FloatArray
from experiments.storing.parts import whole_parts, write_whole


def _spread(values: FloatArray) -> tuple[int, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Number of points, and per arm their mean and percentiles."""
    low, middle, high = np.percentile(values, [5, 50, 95], axis=1)
    return values.shape[1], values.mean(axis=1), low, middle, high


def write_summary(folder: Path, console: Console | None = None, language: str = "nl") -> None:
    """Per arm and scalar the mean and the 5, 50 and 95 % over points, as summary.csv.

    That the file is open elsewhere (Excel) stops nothing, and is said.
    """
    if not whole_parts(folder):
        return
    results = Results(folder)
    try:
        spread = {name: _spread(results.by_point(name)) for name in results.scalars}
    except StoreError:  # not one finished world
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["arm", "label", "scalar", "points", "mean", "p05", "p50", "p95"])
    for a, (name, label) in enumerate(zip(results.arms, results.labels, strict=True)):
        for scalar, (points, *numbers) in spread.items():
            row = (f"{n:.7g}" for n in (values[a] for values in numbers))
            writer.writerow([name, label, scalar, points, *row])
    written = text.getvalue()
    file = folder / "summary.csv"
    try:
        write_whole(file, lambda path: path.write_text(written, encoding="utf-8", newline=""))
    except PermissionError as problem:
        line = message("no_summary", language, file=file, problem=problem.strerror or problem)
        console = console or Console(stderr=True)
        console.print(line, markup=False, highlight=False, soft_wrap=True)
