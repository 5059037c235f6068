"""What would have to be otherwise: per cause one setting, turned in the same world.

The causes are those of the loss waterfall (`model.outcomes.LOSSES`). What a cause says is where
an opgave got stuck; only the run with the setting turned says what that setting does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from experiments.points import ASSUMED, TERMS
from experiments.study import Study, World
from model.arrangement import Area, Arrangement, Pot, Terms
from model.assumptions import TABLE
from model.geography import Geography

STEPS = (0.1, 0.5)  # parts by which a setting is turned
MORE, LESS = 1, -1


@dataclass(frozen=True)
class Turn:
    """A setting as it is typed (with {opgave} filled in), and which way it is turned.

    What cannot be turned by a part (a calendar, the set of pots) is turned at once.
    """

    setting: str
    way: int = MORE

    @property
    def steps(self) -> tuple[float, ...]:
        """The steps that are tried."""
        return STEPS[:1] if self.setting in (WINDOWS, ONE_POT) else STEPS


WINDOWS, ONE_POT = "funding.pots.*.window", "funding"
SPACE, PLANNING = "scenario.building_space.{opgave}", "opgaven.{opgave}.min_planning"
BUILDING = "opgaven.{opgave}.min_building"
TURNS: dict[str, Turn] = {
    "settlement": Turn("assumptions.price", LESS),
    "agenda": Turn("assumptions.pace"),
    "consent": Turn("terms.quorum", LESS),
    "own_share": Turn("scenario.own_funds"),
    "window": Turn(WINDOWS),
    "border": Turn(ONE_POT),
    "drifted": Turn("terms.control"),
    "lapsed": Turn("terms.lapse", LESS),
    "cut": Turn("terms.firmness"),
    "too_little_money": Turn("scenario.money"),
    "staff": Turn("scenario.staff"),
    "objection": Turn("assumptions.objection", LESS),
    "clash": Turn("assumptions.clash", LESS),
    "stranded": Turn("assumptions.strand", LESS),
    "building_space": Turn(SPACE),
    "time": Turn(PLANNING, LESS),
}


@dataclass(frozen=True)
class Turned:
    """A world with one setting turned.

    Attributes
    ----------
    changes : tuple of (str, object, object)
        What is typed, its value before and after; none if there was nothing left to turn.
    study, world
        To be run instead.
    """

    changes: tuple[tuple[str, object, object], ...]
    study: Study
    world: World


def turn(
    study: Study, world: World, arm: int, cause: str, opgave: int, step: float = STEPS[0]
) -> Turned:
    """Turn the setting of a cause, for one arm and opgave.

    Parameters
    ----------
    cause : str
        One of `model.outcomes.LOSSES`; KeyError for another.
    opgave : int
        Index of the opgave the cause stands under.
    step : float
        By which part: .1 is a tenth more, or less.
    """
    asked = TURNS[cause]
    factor = 1 + asked.way * step
    name = study.geography.opgaven[opgave].id
    setting = asked.setting.format(opgave=name)
    if asked.setting in (WINDOWS, ONE_POT) or setting.startswith(TERMS):
        return _other_rules(study, world, arm, setting, factor)
    if asked.setting == PLANNING:
        return _faster(study, world, opgave, factor)
    if asked.setting == SPACE:
        return _more_space(study, world, name, setting, factor)
    key = setting.partition(".")[2]
    before = world.point.value(key)
    after = _within(key, before * factor)
    if after == before:
        return Turned((), study, world)
    point = world.point.but({key: after})
    return Turned(((setting, before, after),), study, replace(world, point=point))


def _within(key: str, value: float) -> float:
    """A value of an assumption inside its hard bounds; means have none above."""
    if key not in ASSUMED:
        return value
    row = next(row for row in TABLE if row.name == key)
    return min(row.ceiling, max(row.floor, value))


def _other_rules(study: Study, world: World, arm: int, setting: str, factor: float) -> Turned:
    """The arm with one term turned, with every pot always open, or with one pot for everything."""
    rules = world.point.rules(study.arms[arm])
    changes: list[tuple[str, object, object]] = []
    if setting == ONE_POT:
        one = (Pot("rijk", Area.RIJK, "all"),)
        if rules.pots != one:
            changes = [("funding", " + ".join(p.name for p in rules.pots), "rijksbudget")]
            rules = replace(rules, pots=one)
    elif setting == WINDOWS:
        changes = [(f"funding.pots.{p.name}.window", p.window, 1) for p in rules.pots
                   if p.window > 1]  # fmt: skip
        rules = replace(rules, pots=tuple(replace(p, window=1) for p in rules.pots))
    else:
        name = setting.removeprefix(TERMS)
        before = float(getattr(rules.terms, name))
        high = float(Terms.__dataclass_fields__[name].metadata["high"])
        after = min(high, before * factor)
        if after != before:
            changes = [(setting, before, after)]
            rules = replace(rules, terms=replace(rules.terms, **{name: after}))
    world = replace(world, point=replace(world.point, terms={}))
    return Turned(tuple(changes), _with_arm(study, arm, rules), world)


def _with_arm(study: Study, arm: int, rules: Arrangement) -> Study:
    arms = tuple(rules if i == arm else other for i, other in enumerate(study.arms))
    return replace(study, arms=arms)


def _faster(study: Study, world: World, opgave: int, factor: float) -> Turned:
    """The minimum times of an opgave, shorter in whole quarters."""
    now = study.geography.opgaven[opgave]
    shorter: dict[str, int] = {
        name: max(1, math.floor(getattr(now, name) * factor))
        for name in ("min_planning", "min_building")
    }
    changes = tuple(
        (setting.format(opgave=now.id), getattr(now, name), shorter[name])
        for setting, name in ((PLANNING, "min_planning"), (BUILDING, "min_building"))
        if shorter[name] != getattr(now, name)
    )
    opgaven = [*study.geography.opgaven]
    opgaven[opgave] = replace(now, **shorter)  # type: ignore[arg-type]
    geography: Geography = replace(study.geography, opgaven=tuple(opgaven))
    return Turned(changes, replace(study, geography=geography), world)


def _more_space(study: Study, world: World, name: str, setting: str, factor: float) -> Turned:
    """The uitvoeringsruimte of an opgave, if there is a ceiling at all."""
    means = world.point.means
    spaces: Mapping[str, float] = means.building_space
    if not spaces.get(name, 0.0) or math.isinf(spaces[name]):
        return Turned((), study, world)
    more = replace(means, building_space={**spaces, name: spaces[name] * factor})
    changed = replace(world, point=replace(world.point, means=more))
    return Turned(((setting, spaces[name], more.building_space[name]),), study, changed)
