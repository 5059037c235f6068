"""One square of a study, looked into: plain data, from `waarom` to whoever writes it.

Nothing here needs the model: a reader can be tested without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from model.looking import ProjectSeen


@dataclass(frozen=True)
class Step:
    """The same world with a setting turned: what is typed, its value before and after."""

    changes: tuple[tuple[str, object, object], ...]
    share: float
    light: str


@dataclass(frozen=True)
class WhatIf:
    """A cause with the steps in which its setting was turned; none if nothing was left to turn."""

    cause: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class ArmSeen:
    """One arm in the square.

    Attributes
    ----------
    index : int
        Of the arm in its study.
    realised, share, light
        In this world, at the deadline: units, of the target, and "green", "amber", "red" or "".
    losses : dict of str to float
        Unmet units by cause, in this world; they add up to the unmet target.
    mean_share, mean_losses
        Over all worlds, as shares of the target; realised counts up to the target.
    lights : dict of str to int
        In how many worlds it has each light.
    """

    index: int
    name: str
    label: str
    label_en: str
    realised: float
    share: float
    light: str
    losses: dict[str, float]
    mean_share: float
    mean_losses: dict[str, float]
    lights: dict[str, int]
    projects: tuple[ProjectSeen, ...]
    what_if: tuple[WhatIf, ...]


@dataclass(frozen=True)
class SquareSeen:
    """One square of a study, in one world.

    Attributes
    ----------
    region, opgave : mappings
        As the manifest has them: code and name; id, name, name_en, unit, target, data.
    target : float
        Units in this world; 0 if the region has no task there.
    per_unit : float
        How much of the opgave's own unit one unit is.
    deadline : int
        Quarters from 2021Q1 up to and including it.
    last_start : int
        The last quarter in which a start can still be done in time.
    world, worlds : int
        Number of the world, and how many the study has.
    middle : bool
        Whether the world was chosen as the one nearest to the median of the first arm shown.
    ambition : float
        What targets are multiplied by in this world.
    variant : str
        The structural variant of this world, "" for none.
    entries : tuple of mappings
        All arms of the study, as the manifest has them.
    """

    folder: Path
    region: Mapping[str, Any]
    opgave: Mapping[str, Any]
    target: float
    per_unit: float
    deadline: int
    last_start: int
    world: int
    worlds: int
    middle: bool
    ambition: float
    variant: str
    entries: tuple[Mapping[str, Any], ...]
    arms: tuple[ArmSeen, ...]
