"""`groenlicht report`: the figures of a stored study, as bundles; the model is not run again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.bundle import write_bundle
from analysis.chart import Chart, stamp
from analysis.figure_labels import said
from analysis.figures import figures, maps
from analysis.figures.shapes import BoundariesError, boundary_shapes, check_boundaries
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
    house, boundaries = Style(), None
    if "house" in settings:
        try:
            house = own_style(start / _file("house", settings["house"]))
        except StyleError as problem:
            raise _sentence("house", problem) from problem
    if "boundaries" in settings:
        boundaries = start / _file("boundaries", settings["boundaries"])
        try:
            boundary_shapes(boundaries)
        except BoundariesError as problem:
            raise _sentence("boundaries", problem) from problem
    chosen = None if names is None else tuple(names)
    return Asked(chosen, style, language, kaal, house, boundaries)


def _listed(given: object) -> Sequence[Any]:
    if not isinstance(given, (list, tuple)):
        raise wrong("figures", given, "een lijst van figuren")
    return given


def _file(key: str, given: object) -> str:
    """The name of a file; a number may be one as well."""
    if given in (None, "") or isinstance(given, (list, dict, bool)):
        raise wrong(key, given, "een bestand")
    return str(given)


def _sentence(key: str, problem: ValueError) -> InputError:
    """What is wrong with a file, with the key that named it and an end."""
    text = f"{key}: {problem}"
    return InputError(text if text.endswith("?") else f"{text}.")


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
        try:
            if name == maps.NAME and asked.boundaries:  # which study it is, is known only here
                check_boundaries(results.manifest["municipalities"], asked.boundaries)
            found += known[name].make(results, asked.house, asked.language)
        except BoundariesError as problem:
            raise _sentence("boundaries", problem) from problem
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
    if older := _older(place, stamp(results, asked.language)):
        say(said("older", asked.language, names=", ".join(older)))
    return written


def _older(place: Path, now: str) -> list[str]:
    """Figures in the folder that were made when the study had other points, and now differ."""
    told = {file.stem: file.read_text(encoding="utf-8") for file in sorted(place.glob("*/*.md"))}
    # figures that explain have no study in their stamp
    study = now.split(" · ")[2]
    return [name for name, text in told.items() if study in text and now not in text]
