"""What the explanatory figures share: a stamp without a study."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from analysis.figures.labels_experiments import said


def stamp(language: str) -> str:
    """The version, and that the figure holds no results."""
    try:
        known = version("groenlicht")
    except PackageNotFoundError:
        known = "?"
    return said("stamp_explained", language, version=known)
