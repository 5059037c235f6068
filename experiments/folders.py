"""Where studies stand: `<results>/<experiment>/<date of first start>_<hash>`, latest.txt beside it.

Nothing here looks at the working directory: the caller resolves the folder of all results once.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

from experiments.manifest import describe
from experiments.messages import StoreError, message
from experiments.parts import write_whole
from experiments.study import Study

# These say how much is run and where, not what: another value continues the same study.
SIZE = ("points", "seeds", "executor", "workers", "results", "language", "progress")


def study_folder(results: str | Path, study: Study, *, today: date | None = None) -> Path:
    """The folder of a study: the one an earlier start of it made, else a new one.

    More points or more seeds continue the same study; another model, other data or another
    setting is another folder. With design lhs another number of points is another design.
    """
    settings = {k: v for k, v in study.config.items() if k not in SIZE or study.design == "lhs"}
    text = json.dumps([describe(study)["design_hash"], study.design, settings],
                      sort_keys=True, default=str)  # fmt: skip
    name = sha256(text.encode()).hexdigest()[:8]
    place = Path(results).resolve() / study.name
    earlier = sorted(p for p in place.glob(f"*_{name}") if p.is_dir())
    return earlier[0] if earlier else place / f"{today or date.today():%Y-%m-%d}_{name}"


def write_latest(folder: Path) -> None:
    """Leave the name of the study beside its folder: a text file works on every system."""
    write_whole(
        folder.parent / "latest.txt",
        lambda path: path.write_text(folder.name + "\n", encoding="utf-8"),
    )


def latest(root: str | Path | None) -> Path:
    """The study that was run last under the folder of all results, or of one experiment.

    Raises
    ------
    StoreError
        No folder is given, or nothing was run there.
    """
    if root is None:
        raise StoreError(message("no_root"))
    marks = [*Path(root).glob("latest.txt"), *Path(root).glob("*/latest.txt")]
    if not marks:
        raise StoreError(message("no_latest", folder=root))
    newest = max(marks, key=lambda mark: mark.stat().st_mtime_ns)
    return newest.parent / newest.read_text(encoding="utf-8").strip()
