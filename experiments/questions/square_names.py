"""What was typed of a square, found in a study: its region, opgave and arm, by any of their names.

A name that is not there becomes one Dutch sentence with the nearest one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from experiments.messages import typed
from experiments.preflight import InputError, suggestion
from model.geography import Geography

EXAMPLE = "groenlicht waarom region=Zeeland opgave=wonen"
SETTINGS = ("region", "opgave", "arm", "world", "results")


def settings_of(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The settings of the command by name, and the words that are none: a folder.

    Values are taken as they stand: a label such as "gebiedstafels + losse SPUKs" needs no quotes
    within quotes.
    """
    settings, folders = {}, []
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            if word.startswith("-"):
                raise InputError(
                    f"waarom: de optie '{word}' bestaat niet; verwacht: {typed(EXAMPLE)}"
                )
            folders.append(word)
        elif name not in SETTINGS:
            known = ", ".join(SETTINGS)
            near = suggestion(name, SETTINGS)
            raise InputError(f"waarom: '{name}' gevonden, een van {known} verwacht{near}")
        else:
            settings[name] = value.strip().strip("'\"")
    for name in ("region", "opgave"):
        if not settings.get(name):
            raise InputError(
                f"waarom: {name} niet gevonden; verwacht, bijvoorbeeld: {typed(EXAMPLE)}"
            )
    if len(folders) > 1:
        raise InputError(f"waarom: een map verwacht, {len(folders)} gevonden.")
    return settings, folders


def region_of(given: str, geography: Geography, aliases: Mapping[str, Any]) -> int:
    """Index of a region by its name, code or alias.

    A municipality is answered with the region it lies in, a province with its regions.
    """
    known = list(geography.region_name)
    names = {name.lower(): i for i, name in enumerate(known)}
    names |= {code.lower(): i for i, code in enumerate(geography.region_code)}
    for alias, code in aliases.items():
        if str(code).lower() in names:
            names.setdefault(alias.lower(), names[str(code).lower()])
            known.append(alias)
    if given.lower() in names:
        return names[given.lower()]
    provinces = [name.lower() for name in geography.province_name]
    if given.lower() in provinces:
        province = provinces.index(given.lower())
        mine = [n for n, p in zip(geography.region_name, geography.region_province, strict=True)
                if p == province]  # fmt: skip
        raise InputError(
            f"region: '{given}' is een provincie; verwacht een van haar regio's: {', '.join(mine)}."
        )
    places = [name.lower() for name in geography.municipality_name]
    if given.lower() in places:
        region = geography.municipality_region[places.index(given.lower())]
        name = geography.region_name[region]
        name = f"'{name}'" if " " in name else name
        raise InputError(f"region: '{given}' is een gemeente; bedoelt u region={name}?")
    raise _unknown("region", given, "de naam of code van een regio van deze studie", known)


def opgave_of(given: str, geography: Geography) -> int:
    """Index of an opgave by its id, or its Dutch or English name."""
    opgaven = geography.opgaven
    names = {o.name_en.lower(): i for i, o in enumerate(opgaven)}
    names |= {o.name.lower(): i for i, o in enumerate(opgaven)}
    names |= {o.id.lower(): i for i, o in enumerate(opgaven)}
    if given.lower() in names:
        return names[given.lower()]
    ids = [o.id for o in opgaven]
    near = [*(o.name for o in opgaven), *ids]  # of two that are as near, the last is named
    raise _unknown("opgave", given, f"een van {', '.join(ids)}", near)


def arm_of(given: str, arms: Sequence[Mapping[str, Any]]) -> int:
    """Index of an arm by its name or by how it is shown, from the arms of a manifest."""
    for key in ("name", "label", "label_en"):
        for i, arm in enumerate(arms):
            if str(arm[key]).lower() == given.lower():
                return i
    names = [str(arm["name"]) for arm in arms]
    near = [*names, *(str(arm["label"]) for arm in arms)]
    raise _unknown("arm", given, f"een van {', '.join(names)}", near)


def _unknown(key: str, given: str, expected: str, known: Iterable[str]) -> InputError:
    """The sentence about a name; what holds all of the word is as near as what resembles it."""
    names = list(known)
    near = suggestion(given, names)
    holding = [name for name in names if len(given) > 2 and given.lower() in name.lower()]
    if near == "." and holding:
        near = f"; bedoelt u '{holding[0]}'?"
    return InputError(f"{key}: '{given[:60]}' gevonden, {expected} verwacht{near}")
