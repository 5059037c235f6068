"""`groenlicht report`: the figures of a stored study, as bundles; the model is not run again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.bundle import write_bundle
from analysis.chart import Chart
from analysis.figure_labels import said
from analysis.figures import figures
from analysis.figures.shapes import boundary_shapes
from analysis.style import FORMATS, Style, StyleError, own_style
from experiments.preflight import InputError, wrong, wrong_name
from experiments.store import Results

LANGUAGES = ("nl", "en")
KEYS = ("from", "figures", "style", "language", "kaal", "house", "boundaries", "results")
OURS = Style()
FOLDER = "figures"  # in the folder of the study


@dataclass(frozen=True)
class Asked:
    """What a report shall hold.

    Attributes
    ----------
    figures : tuple of str or None
        Names; None for all that fit the study.
    style : str
        Format: word, kolom, dia or web.
    house : Style
        The organisation's own style, or ours.
    boundaries : Path, optional
        GeoJSON with the boundaries of municipalities.
    """

    figures: tuple[str, ...] | None = None
    style: str = "word"
    language: str = "nl"
    kaal: bool = False
    house: Style = OURS
    boundaries: Path | None = None


def asked_of(settings: Mapping[str, object], start: Path) -> Asked:
    """The words of the command; InputError for one that cannot be.

    Parameters
    ----------
    settings : mapping of str to object
        Of KEYS.
    start : Path
        Where the command was given: files are sought from there.
    """
    style, language = str(settings.get("style", "word")), str(settings.get("language", "nl"))
    if style not in FORMATS:
        raise wrong_name("style", style, tuple(FORMATS))
    if language not in LANGUAGES:
        raise wrong_name("language", language, LANGUAGES)
    kaal = settings.get("kaal", False)
    if not isinstance(kaal, bool):
        raise wrong("kaal", kaal, "true of false")
    given = settings.get("figures")
    names = None if given is None else [given] if isinstance(given, str) else list(_listed(given))
    known = tuple(figures())
    for name in names or ():
        if name not in known:
            raise wrong_name("figures", name, known)
    house = Style()
    if "house" in settings:
        try:
            house = own_style(start / str(settings["house"]))
        except StyleError as problem:
            raise InputError(f"house: {problem}") from problem
    boundaries = None
    if "boundaries" in settings:
        boundaries = start / str(settings["boundaries"])
        try:
            boundary_shapes(boundaries)
        except ValueError as problem:
            raise InputError(f"boundaries: {problem}") from problem
    chosen = None if names is None else tuple(names)
    return Asked(chosen, style, language, kaal, house, boundaries)


def _listed(given: object) -> Sequence[Any]:
    if not isinstance(given, (list, tuple)):
        raise wrong("figures", given, "een lijst van figuren")
    return given


def charts(results: Results, asked: Asked) -> list[Chart]:
    """The charts of a report; InputError for one that the study cannot have."""
    known = figures(asked.boundaries)
    found: list[Chart] = []
    for name in asked.figures or [n for n, figure in known.items() if figure.fits(results)]:
        if not known[name].fits(results):
            fitting = ", ".join(n for n, figure in known.items() if figure.fits(results))
            raise InputError(
                f"figures: '{name}' gevonden, maar die past niet bij {results.folder.name}; "
                f"wel: {fitting}."
            )
        found += known[name].make(results, asked.house, asked.language)
    return found


def report(
    results: Results, asked: Asked, say: Callable[[str], object] = lambda text: None
) -> list[Path]:
    """Write the figures of a study into its folder, and give the folders of the bundles.

    Raises
    ------
    InputError
        A figure that does not fit the study.
    OSError
        The folder cannot be written.
    """
    place = results.folder / FOLDER
    if (asked.style, asked.language, asked.kaal) != ("word", "nl", False):
        place = place / "_".join([asked.style, asked.language, *(["kaal"] if asked.kaal else [])])
    written = []
    for chart in charts(results, asked):
        written.append(
            write_bundle(chart, place, asked.house, FORMATS[asked.style], kaal=asked.kaal)
        )
        say(said("written", asked.language, title=chart.title, folder=written[-1]))
    return written
