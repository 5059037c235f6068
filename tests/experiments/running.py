"""What the tests of runner and store share: run the fake model, look at what was left behind."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import fake_world
from rich.console import Console

from experiments.options import Options
from experiments.runner import run_study
from experiments.store import Results
from experiments.storing.parts import tables_of
from experiments.study import Study

SERIAL = Options(executor="serial")
ROOT = Path(__file__).parents[2]


def run(folder: Path, study: Study | None = None, options: Options = SERIAL, **how: Any) -> Path:
    """Run a fake study; `fake` holds its settings."""
    study = study or fake_world.fake_study(**how.pop("fake", {}))
    console = how.pop("console", None) or Console(file=io.StringIO())
    how.setdefault("run_world", fake_world.run_world)
    return run_study(study, folder, options, console=console, **how)


def said(folder: Path, study: Study, **how: Any) -> str:
    """Run a study, and return what it said."""
    console = Console(file=io.StringIO(), width=500)
    run(folder, study, console=console, **how)
    return console.file.getvalue()  # type: ignore[attr-defined]


class Called:
    """A fake model that remembers which worlds it ran."""

    def __init__(self) -> None:
        self.worlds: list[int] = []

    def __call__(self, study: Study, world: Any, begin: Any) -> Any:
        self.worlds.append(world.number)
        return fake_world.run_world(study, world, begin)


def content(folder: Path) -> str:
    """The hash of what was stored."""
    return Results(folder).content_hash()


def stored(folder: Path) -> dict[Path, bytes]:
    """Every file of a study that says something, with its bytes."""
    locks = ("lock", "lock.holder")
    return {
        p.relative_to(folder): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and p.name not in locks
    }


def parts(folder: Path) -> dict[Path, bytes]:
    """The parts of a study, with their bytes."""
    return {path: held for path, held in stored(folder).items() if path.suffix == ".parquet"
            and path.parent.name in tables_of(folder)}  # fmt: skip
