"""Small studies that belong together: what is missing of them is run, under one progress bar.

The mechanism table and the audits are such series. Each study has a folder of its own below
`<results>/<series>/<member>`, is resumable like any other, and is not run again as long as it is
the same study of the same model.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from experiments.compose import compose_study, study_hash
from experiments.composing.overrides import written
from experiments.messages import StudyStopped, message, typed
from experiments.options import Options
from experiments.runner import run_study
from experiments.running.progress import Bar
from experiments.running.worker import RunWorld
from experiments.store import Results
from experiments.storing.folders import study_folder
from experiments.study import Study


@dataclass(frozen=True)
class Member:
    """One study of a series, and the folder it has there."""

    name: str
    study: Study
    folder: Path


def member(
    root: Path,
    series: str,
    name: str,
    overrides: Sequence[str],
    *,
    question: str,
    mark: object = "",
) -> Member:
    """Compose one study of a series.

    Parameters
    ----------
    root : Path
        The folder of all results.
    series, name : str
        Name the folder of the study; a series has several studies under one name.
    overrides : sequence of str
        As on the command line; repeating them there gives the same study.
    question : str
        What the study is for.
    mark : object
        Whatever else decides its results, such as what is measured in a run.
    """
    command = shlex.join(["groenlicht", *overrides])
    study = compose_study(overrides, command)
    study = replace(
        study, name=name, question=question, config=study.config | {"series": [series, mark]}
    )
    return Member(name, study, study_folder(root / series, name, study_hash(study)))


def run_series(
    members: Sequence[Member],
    again: str,
    *,
    options: Options | None = None,
    run_world: RunWorld | None = None,
    console: Console | None = None,
    each: bool = False,
) -> list[Results]:
    """Run what is missing of every study, and read them all, in their order.

    Many small studies share one bar; with `each`, a few large ones have their own.

    Raises
    ------
    StudyStopped
        Ctrl-C or a full disk; `again` is the command that goes on.
    """
    console = console or Console(stderr=True)
    total = sum(member.study.runs for member in members)
    found = []
    with Bar(console, total, 0, shown=not each) as bar:
        for number, one in enumerate(members, 1):
            if each:
                what = message("study_of", number=number, total=len(members), what=one.name)
                console.print(what, markup=False, highlight=False)
            try:
                run_study(one.study, one.folder, options, progress=each, run_world=run_world,
                          console=console)  # fmt: skip
            except StudyStopped as stopped:
                kept = message("series_stopped", name=one.name, command=typed(again))
                raise StudyStopped(kept, stopped.why) from stopped
            found.append(Results(one.folder))
            bar.advance(one.study.runs)
    return found


def arms_word(arms: Sequence[dict[str, object]]) -> str:
    """The override that gives a study its arms: names, and what each overrides."""
    return "experiment.arms=" + written([dict(arm) for arm in arms])
