"""Plain config mappings to the dataclasses of the model; bad values become InputErrors."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from typing import Any

from experiments.composing.checked import (
    Config,
    complete,
    in_dutch,
    mapping,
    names,
    number,
    quarter,
    truth,
    whole,
)
from experiments.preflight import wrong, wrong_name
from model.arrangement import Area, Base, Coverage, Opgaven, Pot, Tables, Terms, groups_of
from model.assumptions import TABLE, Assumptions
from model.means import Means
from model.opgaven import QUARTERS, Opgave, ShareRule, ShareTerm

MOST = {"density": 100.0}  # links per project; a thousand take seconds, a million all memory
TEXTS = ("label", "label_en", "source", "legal_form")  # what a group's file may say about itself


def area_of(key: str, value: object) -> Area:
    """The area of a block."""
    known = [area.name.lower() for area in reversed(Area)]
    if str(value).lower() not in known:
        raise wrong_name(key, value, known)
    return Area.named(str(value))


def groups(key: str, value: object, ids: Sequence[str], known: Sequence[str]) -> Opgaven:
    """How a tiling groups opgaven: each, all or a list of lists.

    `ids` take part; one of `known` that does not is left out, so that a regime's file also
    serves a study of fewer opgaven.
    """
    if isinstance(value, str):
        if value not in ("each", "all"):
            raise wrong(key, value, "each, all of een lijst van lijsten", ["each", "all"])
        return value
    if not isinstance(value, (list, tuple)) or not all(isinstance(g, (list, tuple)) for g in value):
        raise wrong(
            key, value, "each, all of een lijst van lijsten, zoals [[wonen,water],[werken]],"
        )
    for name in (name for group in value for name in group):
        if name not in known:
            raise wrong_name(key, name, ids)
    found = tuple(tuple(name for name in group if name in ids) for group in value)
    with in_dutch():
        groups_of(found, tuple(ids))
    return tuple(group for group in found if group)


def tables_of(regime: Config, ids: Sequence[str], known: Sequence[str]) -> Tables:
    """The group `regime`."""
    mapping("regime", regime, ("tables", *TEXTS))
    if "tables" not in regime:
        raise wrong("regime", list(regime), "tables met area en opgaven")
    tables = complete("regime.tables", regime["tables"], ("area", "opgaven"))
    return Tables(
        area_of("regime.tables.area", tables["area"]),
        groups("regime.tables.opgaven", tables["opgaven"], ids, known),
    )


def pots_of(funding: Config, ids: Sequence[str], known: Sequence[str]) -> tuple[Pot, ...]:
    """The group `funding`."""
    mapping("funding", funding, ("pots", *TEXTS))
    pots = mapping("funding.pots", funding.get("pots"))
    if not pots:
        raise wrong("funding.pots", None, "een pot of meer")
    found = []
    for name, pot in pots.items():
        key = f"funding.pots.{name}"
        mapping(key, pot, ("area", "opgaven", "share", "window", "key"))
        complete(key, {k: pot[k] for k in pot if k in ("area", "opgaven")}, ("area", "opgaven"))
        with in_dutch():
            found.append(
                Pot(
                    name=str(name),
                    area=area_of(f"{key}.area", pot["area"]),
                    opgaven=groups(f"{key}.opgaven", pot["opgaven"], ids, known),
                    share=number(f"{key}.share", pot.get("share", 1)),
                    window=whole(f"{key}.window", pot.get("window", 1), 1, QUARTERS),
                    key=pot.get("key", "need"),
                )
            )
    return tuple(found)


def terms_of(terms: Config) -> Terms:
    """The group `terms`; what it does not name is as in `gelijk`."""
    known = tuple(f.name for f in fields(Terms))
    mapping("terms", terms, (*known, *TEXTS))
    with in_dutch():
        return Terms(**{k: number(f"terms.{k}", v) for k, v in terms.items() if k in known})


def coverage_of(coverage: Config, base: Base, aliases: Config) -> Coverage:
    """The group `coverage`; places and opgaven are checked against the geography later."""
    mapping("coverage", coverage, ("scope", "where", "start", "base", *TEXTS))
    where = names("coverage.where", coverage.get("where"))
    if where is not None:
        where = tuple(str(aliases.get(name, name)) for name in where)
    return Coverage(
        scope=names("coverage.scope", coverage.get("scope")),
        where=where,
        start=quarter("coverage.start", coverage.get("start", 0)),
        base=base,
    )


def means_of(scenario: Config) -> Means:
    """The group `scenario`."""
    known = tuple(f.name for f in fields(Means))
    mapping("scenario", scenario, (*known, "vary", "ranges", *TEXTS))
    values = {k: v for k, v in scenario.items() if k in known}
    for key, value in values.items():
        name = f"scenario.{key}"
        if key.endswith("_steps"):
            values[key] = _steps(name, value)
        elif key == "court_shock":
            values[key] = None if value is None else quarter(name, value)
        elif key == "building_space":
            spaces = mapping(name, value)
            values[key] = {k: number(f"{name}.{k}", v) for k, v in spaces.items()}
        elif math.isinf(number(name, value)):
            raise wrong(name, value, "een eindig getal")
    with in_dutch():
        return Means(**values)


def _steps(key: str, value: object) -> tuple[tuple[int, float], ...]:
    if not isinstance(value, (list, tuple)):
        raise wrong(key, value, "een lijst van [kwartaal, factor], zoals [[2026Q1,0.8]],")
    found = []
    for step in value:
        if not isinstance(step, (list, tuple)) or len(step) != 2:
            raise wrong(key, step, "[kwartaal, factor], zoals [2026Q1,0.8],")
        if not number(key, step[1]) >= 0:
            raise wrong(key, step[1], "een factor van 0 of meer")
        found.append((quarter(key, step[0]), number(key, step[1])))
    return tuple(found)


def edges_of(scenario: Config) -> dict[str, tuple[float, float]]:
    """The ranges a scenario names, also of means that are not drawn."""
    ranges = mapping("scenario.ranges", scenario.get("ranges", {}))
    return {name: _edges(f"scenario.ranges.{name}", edges) for name, edges in ranges.items()}


def ranges_of(scenario: Config, means: Means) -> dict[str, tuple[float, float]]:
    """Which means are drawn anew for every point, and between what."""
    ranges = mapping("scenario.ranges", scenario.get("ranges", {}))
    found = {}
    for name in names("scenario.vary", scenario.get("vary")) or ():
        key = f"scenario.ranges.{name}"
        if name not in ranges:
            raise wrong_name("scenario.vary", name, list(ranges))
        if not isinstance(getattr(means, name, None), (int, float)):
            raise wrong_name("scenario.vary", name, ("money", "staff", "ambition", "own_funds"))
        found[name] = _edges(key, ranges[name])
    return found


def _edges(key: str, edges: object) -> tuple[float, float]:
    if not isinstance(edges, (list, tuple)) or len(edges) != 2:
        raise wrong(key, edges, "[laagste, hoogste]")
    low, high = (number(key, edge) for edge in edges)
    if not 0 <= low <= high:
        raise wrong(key, edges, "[laagste, hoogste] met laagste niet boven hoogste en niet onder 0")
    return low, high


def assumptions_of(values: Config) -> dict[str, float]:
    """The assumptions that are fixed at a value instead of drawn."""
    known = tuple(row.name for row in TABLE)
    given = mapping("assumptions", values, known)
    fixed = {k: number(f"assumptions.{k}", v) for k, v in given.items() if v is not None}
    with in_dutch():
        Assumptions(**fixed)
        for name, most in MOST.items():
            if fixed.get(name, 0) > most:
                found = fixed[name]
                raise ValueError(f"assumptions.{name}: {found!r} found, expected 0 to {most:g}")
    return fixed


def opgave_of(name: str, values: Config) -> Opgave:
    """One file of the group `opgaven`; its id is the name of the file."""
    where = f"opgaven.{name}"
    known = {f.name: f for f in fields(Opgave)}
    mapping(where, values, tuple(known))
    needed = [k for k, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
    given = complete(where, {"id": name, **values}, needed)
    if given["id"] != name:
        raise wrong(f"{where}.id", given["id"], f"'{name}', zoals het bestand heet,")
    convert: dict[str, Callable[[str, object], object]] = {
        "float": number,
        "float | None": lambda k, v: None if v is None else number(k, v),
        "int": lambda k, v: whole(k, v, 0),
        "bool": truth,
        "str": lambda _, v: str(v),
        "Mapping[str, float]": lambda k, v: {
            n: number(f"{k}.{n}", x) for n, x in mapping(k, v or {}).items()
        },
        "ShareRule": _share,
    }
    found: dict[str, Any] = {
        k: convert[str(known[k].type)](f"{where}.{k}", v) for k, v in given.items()
    }
    with in_dutch():
        return Opgave(**found)


def _share(key: str, value: object) -> ShareRule:
    rule = complete(key, mapping(key, value, ("terms", "level", "level_column")), ("terms",))
    if not isinstance(rule["terms"], (list, tuple)):
        raise wrong(f"{key}.terms", rule["terms"], "een lijst")
    known = tuple(f.name for f in fields(ShareTerm))
    terms = []
    for term in rule["terms"]:
        given = complete(f"{key}.terms", mapping(f"{key}.terms", term, known), ("part", "columns"))
        rest = {k: number(f"{key}.terms.{k}", v) for k, v in given.items() if k != "columns"}
        terms.append(
            ShareTerm(columns=names(f"{key}.terms.columns", given["columns"]) or (), **rest)
        )
    return ShareRule(tuple(terms), rule.get("level"), rule.get("level_column"))
