"""Checks before anything runs: bad input becomes one Dutch sentence with a suggestion.

A sentence names the key or file, what was found and what is expected. The dataclasses of the
model say what they refuse as "key: found, expected ..."; `dutch` puts that in the words of
whoever typed the command, `reworded` does the same for Hydra's and OmegaConf's errors.
"""

from __future__ import annotations

import difflib
import re
import shlex
import shutil
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from experiments.study import Cell, Study
from model.arrangement import Area, Arrangement
from model.geography import Geography
from model.means import Means

MOST_RUNS = 10_000_000  # weeks of work; beyond it a zero too many is likelier
BYTES = 30_000  # of a run in the store; twice what was measured


class InputError(Exception):
    """Something the user can mend; the message is one Dutch sentence."""


def suggestion(found: object, known: Iterable[str]) -> str:
    """`; bedoelt u 'x'?` for the nearest of `known`, else a full stop."""
    by_lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(str(found).lower(), list(by_lower), 1, 0.6)
    return f"; bedoelt u '{by_lower[near[0]]}'?" if near else "."


def wrong(key: str, found: object, expected: str, known: Iterable[str] = ()) -> InputError:
    """The sentence about one key: what was found, what is expected, what it may have been."""
    return InputError(
        f"{key}: {shown(found)} gevonden, {expected} verwacht{suggestion(found, known)}"
    )


def wrong_name(key: str, found: object, known: Sequence[str]) -> InputError:
    """The sentence about a name that is not one of `known`."""
    if not known:
        return InputError(f"{key}: {shown(found)} gevonden, maar er is hiervoor nog geen bestand.")
    names = f"een van {', '.join(known)}" if len(known) > 1 else f"'{known[0]}'"
    return wrong(key, found, names, known)


def unknown_key(
    key: str, at: int, siblings: Sequence[str], everywhere: Iterable[str] = ()
) -> InputError:
    """The sentence about a setting that does not exist.

    Word number `at` of `key` is not one of `siblings`; `everywhere` are all keys, for a setting
    whose last word stands somewhere else.
    """
    words = key.split(".")
    missing = f"De instelling '{key}' bestaat niet"
    if near := difflib.get_close_matches(words[at], siblings, 1, 0.6):
        return InputError(
            f"{missing}; bedoelt u '{'.'.join([*words[:at], near[0], *words[at + 1 :]])}'?"
        )
    last = {name.rsplit(".", 1)[-1]: name for name in everywhere}
    if near := difflib.get_close_matches(words[-1], list(last), 1, 0.75):
        return InputError(f"{missing}; bedoelt u '{last[near[0]]}'?")
    where = f" onder '{'.'.join(words[:at])}'" if at else ""
    names = ", ".join(siblings) if siblings else "niets"
    return InputError(f"{missing}; bekend is{where}: {names}.")


def shown(value: object) -> str:
    """A value as the user would type it."""
    if value is None or value == "":
        return "niets"
    if isinstance(value, str):
        return f"'{value[:60]}'"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(shown(item).strip("'") for item in value)[:60] + "]"
    if isinstance(value, dict):
        return "{" + ",".join(str(key) for key in value)[:60] + "}"
    return str(value)[:60]


_NUMBER = r"-?[\d.]+(?:e[+-]?\d+)?"
_WORDS = (  # the model's English, in the words of the command
    (r"shares sum to (\S+), expected 1$", r"de aandelen tellen op tot \1 in plaats van tot 1"),
    (r"stands in two groups, expected once$", "staat in twee groepen, een keer verwacht"),
    (r"^(.*) found, expected (.*)$", r"\1 gevonden, \2 verwacht"),
    (r"one of (.*) verwacht$", r"een van \1 verwacht"),
    (r"whole quarters >= 1", "een heel aantal kwartalen van 1 of meer"),
    (r"a whole number", "een heel getal"),
    (r"1 quarter or more", "1 kwartaal of meer"),
    (r"0 or more", "0 of meer"),
    (r">= 0", "0 of meer"),
    (r"(-?[\d.e+-]+) to inf", r"\1 of meer"),
    (r"(-?[\d.e+-]+) to ([\d.e+-]+) quarters", r"\1 tot en met \2 kwartalen"),
    (r"(-?[\d.e+-]+) to ([\d.e+-]+)", r"\1 tot en met \2"),
    (r"need or inwoners", "need of inwoners"),
    (r"each, all or a list of lists", "each, all of een lijst van lijsten"),
    (
        r"later than the minimum times of planning and building, and than 8 quarters",
        "later dan de kortste tijd van plannen en bouwen samen, en dan 8 kwartalen",
    ),
)


def dutch(message: str) -> str:
    """What a dataclass of the model refuses, as one Dutch sentence."""
    key, _, rest = message.partition(": ")
    for pattern, words in _WORDS:
        rest = re.sub(pattern, words, rest)
    if bounds := re.fullmatch(
        rf"({_NUMBER}) gevonden, ({_NUMBER}) tot en met ({_NUMBER}) verwacht", rest
    ):
        found, low, high = (float(part) for part in bounds.groups())
        rest += f"; bedoelt u {key}={min(high, max(low, found)):g}?"
    return f"{key}: {rest}" + ("" if rest.endswith((".", "?")) else ".")


def unreadable(text: str) -> InputError:
    """The sentence about an override that is not name=value."""
    if "=" not in text:
        return InputError(f"'{text}' gevonden, naam=waarde verwacht, zoals regime=gebiedsgericht.")
    key = text.partition("=")[0]
    if any(text.count(a) != text.count(b) for a, b in ("[]", "{}", "()")):
        return InputError(f"{key}: in '{text}' gaan niet alle haakjes open en weer dicht.")
    if any(text.count(quote) % 2 for quote in "'\""):
        return InputError(f"{key}: in '{text}' gaan niet alle aanhalingstekens open en weer dicht.")
    return InputError(
        f"{key}: '{text}' is niet te lezen als naam=waarde; zet een waarde met spaties of "
        "leestekens tussen aanhalingstekens."
    )


def reworded(error: Exception) -> str:
    """What Hydra, OmegaConf or YAML could not compose, as one Dutch sentence."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        file = Path(str(mark.name)).name
        return f"{file}, regel {mark.line + 1}: dit is geen geldige YAML ({error.problem})."  # type: ignore[attr-defined]
    text = str(error)
    if lost := re.search(r"Could not (?:find|load) '([^']+)'", text):
        return f"Het configuratiebestand '{lost[1]}.yaml' is niet gevonden."
    if key := getattr(error, "full_key", None):
        return f"{key}: deze waarde is niet te bepalen ({text.splitlines()[0]})."
    return (
        f"De configuratie is niet samen te stellen ({text.splitlines()[0] if text else error!r})."
    )


def check_study(study: Study) -> None:
    """Combinations that cannot be: InputError for the first that is found.

    Values on their own were checked when the study was composed.
    """
    for arm in study.arms:
        _check_arrangement(arm, study.geography)
    for point in study.points[:1]:
        _check_means(point.means, study.geography)
    for cell in study.cells:
        for name in cell.factors:
            _check_multiplied(study, cell, name)


def _check_multiplied(study: Study, cell: Cell, name: str) -> None:
    """A factor that is fine at the default may be out of bounds at another point."""
    points = study.points
    order = points.column(name).argsort()
    for at in (order[0], order[-1]):
        try:
            cell.over(points[int(at)])
        except ValueError as error:
            where = f"cells '{cell.name}': {name} x {cell.factors[name]:g}, "
            raise InputError(where + dutch(str(error))) from error


def check_size(arms: int, points: int, seeds: int, cells: int) -> None:
    """InputError if so many runs are asked that it must be a mistake."""
    if arms * points * seeds * cells > MOST_RUNS:
        raise InputError(
            f"points en seeds: {arms * points * seeds * cells} runs gevonden, hoogstens "
            f"{MOST_RUNS} verwacht."
        )


def _check_arrangement(arm: Arrangement, geography: Geography) -> None:
    ids = tuple(opgave.id for opgave in geography.opgaven)
    for pot in (*arm.pots, *arm.coverage.base.pots):
        if pot.key == "inwoners" and pot.area != Area.GEMEENTE:
            raise InputError(
                f"funding.pots.{pot.name}.key: 'inwoners' gevonden bij area "
                f"{pot.area.name.lower()}; naar inwoners verdelen kan alleen bij area gemeente."
            )
    for name in arm.coverage.scope or ():
        if name not in ids:
            raise wrong_name("coverage.scope", name, ids)
    if arm.coverage.scope == () or arm.coverage.where == ():
        empty = "scope" if arm.coverage.scope == () else "where"
        raise InputError(
            f"coverage.{empty}: een lege lijst gevonden, dan geldt '{arm.name}' nergens; "
            "null betekent overal."
        )
    places = {
        *geography.region_code, *geography.region_name,
        *geography.province_code, *geography.province_name,
    }  # fmt: skip
    for place in arm.coverage.where or ():
        if place not in places:
            raise wrong(
                "coverage.where", place, "de code of naam van een regio of provincie", places
            )


def _check_means(means: Means, geography: Geography) -> None:
    ids = tuple(opgave.id for opgave in geography.opgaven)
    for name, space in means.building_space.items():
        if name not in ids:
            raise wrong_name("scenario.building_space", name, ids)
        if not space >= 0:
            raise wrong(f"scenario.building_space.{name}", space, "0 of meer")


def notes(study: Study) -> list[str]:
    """What is allowed but may not be what was meant, one Dutch sentence each."""
    found = []
    rules = {same_rules(arm) for arm in study.arms}
    if len(rules) < len(study.arms):
        found.append("Let op: twee armen hebben precies dezelfde regels; hun verschil is dan 0.")
    if len(study.points) > 1:
        for name in ("money", "staff", "ambition"):
            if name not in study.points.varied:
                value = study.points.fixed.value(name)
                found.append(f"scenario.{name} staat in alle punten vast op {value:g}.")
    found += _unheard(study)
    return found


def _unheard(study: Study) -> list[str]:
    """What was typed and does nothing in this study."""
    try:
        typed = shlex.split(study.command)
    except ValueError:
        return []
    found = []
    if len(study.points) == 1 and any(w.startswith("points=") and w != "points=1" for w in typed):
        found.append(f"points doet niets bij design={study.design}: dat is altijd een punt.")
    executor = study.config.get("executor")
    if executor != "dask" and any(word.startswith("dask.") for word in typed):
        found.append(f"dask.* doet niets bij executor={executor}; bedoelt u executor=dask?")
    return found


def same_rules(arm: Arrangement) -> Hashable:
    """What two arms have in common if they are the same in every place and quarter.

    Names of pots are no rules, and a coverage is none where the arm is as its base.
    """
    pots, outside = (tuple(replace(p, name="") for p in side.pots) for side in
                     (arm, arm.coverage.base))  # fmt: skip
    base = arm.coverage.base
    inside = (arm.tables, pots, arm.terms)
    if inside == (base.tables, outside, base.terms):
        return inside
    return (*inside, replace(arm.coverage, base=replace(base, pots=outside)))


def check_space(study: Study, folder: Path) -> None:
    """InputError if the disk has clearly less room than the study takes."""
    needed = study.runs * BYTES
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    if needed > free:
        raise InputError(
            f"results: {free / 1e9:.1f} GB vrij op de schijf van '{folder}', ongeveer "
            f"{needed / 1e9:.1f} GB verwacht voor {study.runs} runs; kies een andere map met "
            "results=... of minder punten."
        )


def estimate(study: Study, missing: int, seconds: float) -> str:
    """How much is going to run and how long that takes, in one line."""
    arms, points, seeds, cells = (
        len(study.arms), len(study.points), study.seeds, len(study.cells)
    )  # fmt: skip
    parts = [f"{points} {'punt' if points == 1 else 'punten'}",
             f"{seeds} {'toevalsreeks' if seeds == 1 else 'toevalsreeksen'}"]  # fmt: skip
    if cells > 1:
        parts.append(f"{cells} cellen")
    minutes = f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} minuten"
    return (
        f"{missing} runs: {arms} armen in {missing // arms} "
        f"{'wereld' if missing == arms else 'werelden'} van {study.worlds} "
        f"({' x '.join(parts)}), ongeveer {minutes}."
    )
