"""What the tests of the screen share: a fake study, and the store read without the reader."""

import io

import fake_world
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console

from analysis.screen import compose, show
from experiments.runner import run_study
from experiments.store import read

AREA, SECTORAL = 3, 0  # arms of the fake study: both corners of the square


def study(folder, **fake):
    made = fake_world.fake_study(**fake)
    run_study(made, folder, run_world=fake_world.run_world, progress=False)
    return read(folder)


def nl(value, decimals=1, plus=False):
    """Dutch notation, written here once more: the screen may not check itself."""
    text = f"{abs(value):.{decimals}f}".replace(".", ",")
    zero = set(text) <= set("0,")
    return ("" if zero else "−" if value < 0 else "+" if plus else "") + text


def raw(folder, table="runs"):
    """A table straight from its files, without the reader."""
    parts = [pq.read_table(p) for p in sorted((folder / table).glob("*.parquet"))]
    return pa.concat_tables(parts).sort_by("run")


def per_point(folder, scalar):
    """Mean over seeds, shape (arms, points), from the files: 2 seeds, 120 points, 5 arms."""
    values = raw(folder)[scalar].to_numpy().astype(float)
    return values.reshape(-1, 120, 5).mean(axis=0).T


def printed(results, **how):
    console = Console(file=io.StringIO(), width=100)
    show(results, console, **how)
    return console.file.getvalue()


def table(results, title):
    return next(t for t in compose(results).tables if t.title.startswith(title))


def verdict_of(results):
    return compose(results).opening[0].split("Oordeel: ")[1]
