"""The console command: runs what was typed, then shows the answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.store import Results

BAD_INPUT, FAILED, STOPPED = 2, 1, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 if all went well, 1 if runs failed, 2 for bad input, 130 if stopped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a Windows console may be set to another alphabet
            reconfigure(encoding="utf-8", errors="replace")
    from experiments.messages import StoreError, StudyStopped
    from experiments.preflight import InputError
    from model.official_tables import DataError

    try:
        from experiments.app import run_all

        words = list(sys.argv[1:] if argv is None else argv)
        if words[:1] in (["waarom"], ["report"]) and not {"-h", "--help", "help"} & set(words):
            {"waarom": _waarom, "report": _report}[words[0]](words[1:])
            return 0
        done = run_all(words)
        if not done:
            return 0
        from experiments.store import read

        # a study may hold more than this command asked for
        studies = [read(ran.folder).first(ran.points, ran.seeds) for ran in done]
        _show(studies)
    except (InputError, DataError, StoreError) as problem:
        print(problem, file=sys.stderr)
        return BAD_INPUT
    except StudyStopped as problem:
        print(problem, file=sys.stderr)
        return {"stopped": STOPPED, "unwritable": BAD_INPUT}.get(problem.why, FAILED)
    except BrokenPipeError:  # whoever was reading has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        return 0
    except KeyboardInterrupt:
        print("Gestopt voordat er iets gedraaid was.", file=sys.stderr)
        return STOPPED
    return FAILED if any(study.failed for study in studies) else 0


def _show(studies: list[Results]) -> None:
    """The answer on the screen, and the figure that goes with it in the folder of the study."""
    from analysis.figures import dumbbell
    from analysis.report import Asked, report
    from analysis.screen import show, show_several

    for results in studies:
        if results.worlds and len(results.arms) > 1:
            report(results, Asked(figures=(dumbbell.NAME,)))
    if len(studies) == 1:
        show(studies[0])
    else:
        show_several(studies)


def _waarom(words: list[str]) -> None:
    from analysis import waarom
    from experiments.questions.waarom import look

    waarom.show(look(words, waarom.chosen))


def _report(words: list[str]) -> None:
    """Write the figures of a stored study."""
    from analysis.report import KEYS, asked_of, report
    from experiments.commands import Line
    from experiments.preflight import InputError
    from experiments.store import read

    line = Line(tuple(words), (), Path.cwd())
    settings = line.settings(KEYS)
    asked = asked_of(settings, Path.cwd())
    if len(line.folders) > 1 or (line.folders and "from" in settings):
        raise InputError("report: een map verwacht, meer gevonden.")
    folder = str(line.folders[0] if line.folders else settings.get("from", "latest"))
    root = Path.cwd() / str(settings.get("results", "results"))
    report(read(folder, root=root), asked, say=print)


if __name__ == "__main__":
    sys.exit(main())
