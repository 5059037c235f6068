"""Groenlicht: sectoraal and gebiedsgericht compared, in the same simulated worlds.

import groenlicht
results = groenlicht.run("regime=gebiedsgericht", "funding=gebiedsbudget", points=10)
netherlands = groenlicht.netherlands(regime="gebiedsgericht", seed=1)
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.store import Results
    from model.governments import Ministry, Municipality, Province
    from model.netherlands import Netherlands

__version__ = "0.1.0"
__all__ = [
    "Ministry", "Municipality", "Netherlands", "Province", "netherlands", "read", "run",
]  # fmt: skip

_ROOT = Path(__file__).resolve().parents[1]
_OURS = ("model", "experiments", "analysis", "configs")


def _is_the_command() -> bool:
    """Whether this process is `groenlicht` or `python -m groenlicht`, not a user's program."""
    if sys.argv[:1] == ["-m"]:  # Python is still looking for the module it was asked to run
        flags = sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv) + 1]
        return "-mgroenlicht" in flags or flags[-2:] == ["-m", "groenlicht"]
    return bool(sys.argv) and Path(sys.argv[0]).stem in ("groenlicht", "groenlicht-script")


def _come_first() -> None:
    """Let nothing of the user's hide us: the process is ours, and its workers inherit the path."""
    if not sys.flags.safe_path and sys.argv[:1] == ["-m"]:
        del sys.path[0]  # the folder in which the command was given
    sys.path.insert(0, str(_ROOT))
    os.environ["PYTHONSAFEPATH"] = "1"


def _check_that_nothing_hides_us() -> None:
    """The folder is the import name, so that a user's own model.py can hide ours."""
    for name in _OURS:
        known = sys.modules.get(name)
        spec = known.__spec__ if known is not None else importlib.util.find_spec(name)
        where = spec.origin if spec is not None else None
        if where is None and spec is not None and spec.submodule_search_locations:
            where = next(iter(spec.submodule_search_locations), None)
        if where is None:
            raise ImportError(
                f"De map '{name}' van Groenlicht is niet gevonden naast {_ROOT / 'groenlicht'}; "
                "installeer opnieuw met: python start.py install"
            )
        place = Path(where).resolve()
        if _ROOT / name not in (place, *place.parents):
            raise ImportError(
                f"{place} verbergt {_ROOT / name} van Groenlicht; hernoem dat bestand of die map, "
                "of start Python vanuit een andere map (de opdracht groenlicht werkt overal)."
            )


if _is_the_command():
    _come_first()
_check_that_nothing_hides_us()


def netherlands(
    regime: str | None = None,
    funding: str | None = None,
    *,
    terms: Any = None,
    seed: int = 1,
    agents: bool = True,
    **overrides: Any,
) -> Netherlands:
    """One run as a Mesa model, by name and at the default point.

    Parameters
    ----------
    regime, funding, terms : str, optional
        Names of configs; terms may be a mapping of single terms. Default the reference.
    seed : int
        Seed of the country.
    **overrides
        As on the command line; a mapping sets the keys under its name:
        `scenario={"money": .7}`, `assumptions={"density": 2}`.

    Raises
    ------
    experiments.preflight.InputError
        A name, key or value that cannot be.
    """
    from experiments.compose import compose_model
    from model.netherlands import Netherlands

    country, arrangement = compose_model(
        regime=regime, funding=funding, terms=terms, seed=seed, **overrides
    )
    return Netherlands(country, arrangement, agents=agents)


def run(*overrides: str, results: str | Path | None = None, **keys: Any) -> Results:
    """Run a study, or what is missing of it, and read it.

    It runs in this process: workers start the calling program again, which only goes well
    under `if __name__ == "__main__":`. With that, `executor="process"` uses all processors.

    Parameters
    ----------
    *overrides : str
        As on the command line: `"regime=gebiedsgericht"`.
    results : path, optional
        Folder of all results; default `results` in the working directory.
    **keys
        Overrides as keywords: `points=10`.
    """
    from experiments.app import run_all
    from experiments.composing.overrides import settings_of
    from experiments.store import read as read_folder

    words = ["executor=serial", *overrides, *(s.override for s in settings_of(keys))]
    if results is not None:
        words.append(f"results={Path(results).resolve().as_posix()}")
    done = run_all(words)
    if len(done) != 1:
        raise ValueError(f"{words} is not one study")
    return read_folder(done[0].folder).first(done[0].points, done[0].seeds)


def read(folder: str | Path = "latest", *, results: str | Path = "results") -> Results:
    """Read a stored study: its folder, or "latest" of the folder of all results."""
    from experiments.store import read as read_folder

    return read_folder(folder, root=results)


def __getattr__(name: str) -> Any:
    """Load the Mesa classes when asked for, so that importing stays fast."""
    if name == "Netherlands":
        from model.netherlands import Netherlands

        return Netherlands
    if name in ("Ministry", "Municipality", "Province"):
        import model.governments

        return getattr(model.governments, name)
    raise AttributeError(f"module 'groenlicht' has no attribute {name!r}")
