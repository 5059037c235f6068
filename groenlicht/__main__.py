"""The console command: runs what was typed, then shows the answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence

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
        from experiments.app import execute

        words = list(sys.argv[1:] if argv is None else argv)
        if words[:1] == ["waarom"] and not {"-h", "--help", "help"} & set(words):
            from analysis import waarom
            from experiments.waarom import look

            waarom.show(look(words[1:], waarom.chosen))
            return 0
        folders = execute(words)
        if not folders:
            return 0
        from analysis.screen import show, show_several
        from experiments.store import read

        studies = [read(folder) for folder in folders]
        if len(studies) == 1:
            show(studies[0])
        else:
            show_several(studies)
    except (InputError, DataError, StoreError) as problem:
        print(problem, file=sys.stderr)
        return BAD_INPUT
    except StudyStopped as problem:
        print(problem, file=sys.stderr)
        return {"stopped": STOPPED, "unwritable": BAD_INPUT}.get(problem.why, FAILED)
    except KeyboardInterrupt:
        print("Gestopt voordat er iets gedraaid was.", file=sys.stderr)
        return STOPPED
    return FAILED if any(study.failed for study in studies) else 0


if __name__ == "__main__":
    sys.exit(main())
