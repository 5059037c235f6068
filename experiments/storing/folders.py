"""Where studies stand: `<results>/<experiment>/<date of first start>_<hash>`, latest.txt beside it.

Nothing here looks at the working directory: the caller resolves the folder of all results once.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from experiments.messages import StoreError, message
from experiments.storing.parts import write_whole

SHARDS = "shards"  # folder in that of the study, for what was run with shard=i/n


def study_folder(
    results: str | Path, name: str, study_hash: str, *, today: date | None = None
) -> Path:
    """The folder of a study: the one an earlier start of it made, else a new one.

    Parameters
    ----------
    results : path
        The folder of all results.
    name, study_hash : str
        Of the study: its experiment, and `experiments.compose.study_hash`.
    today : date, optional
        Names a new folder.
    """
    place = Path(results).resolve() / name
    earlier = sorted(p for p in place.glob(f"*_{study_hash}") if p.is_dir())
    return earlier[0] if earlier else place / f"{today or date.today():%Y-%m-%d}_{study_hash}"


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
