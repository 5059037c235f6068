"""Means and scenario: how much money, staff and ambition there is (docs/odd.md 3.4, S1).

They say how much there is, never who decides; they are the same for every arm of a world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from model.opgaven import QUARTERS

FIRST_FREE_CABINET = 20  # 2026Q1: from here cabinets fall by chance
KNOWN_CABINETS = (4, 14)  # sworn in 2022Q1 and 2024Q3


@dataclass(frozen=True)
class Means:
    """One scenario.

    Attributes
    ----------
    money, staff, ambition : float
        Rijk money as a share of 70 % of the need; municipal staff as a share of the need;
        multiplier of targets and ideas. Medians .9, .85, 1 (ranges .7-1.2, .6-1.3, .7-1.3).
    own_funds : float
        Multiplier of the municipalities' own funds: a lever and the neutral value of M10.
    money_steps : tuple of (quarter, factor)
        From that quarter on, Rijk money x factor (ravijn_2026: ((20, .8),)).
    price_steps : tuple of (quarter, level)
        From that quarter on, the price level that multiplies every unpaid cost; 1 before.
    cabinet_probability : float
        Probability a quarter, from 2026Q1 on, that a new cabinet is sworn in.
    court_shock : int or None
        Quarter of the court shock (stikstofarrest: 16).
    building_space : mapping of opgave id to float
        Uitvoeringsruimte: units a quarter that may start building; absent = unlimited.
    conversion : float
        Part of the Rijk money that arrives, of what the arrangement moves from single-opgave
        pots to pots with several (omzetkorting_10: .9); with less than 1 the arms of a
        comparison have unequal means.
    """

    money: float = 0.9
    staff: float = 0.85
    ambition: float = 1.0
    own_funds: float = 1.0
    money_steps: tuple[tuple[int, float], ...] = ()
    price_steps: tuple[tuple[int, float], ...] = ()
    cabinet_probability: float = 1 / 11
    court_shock: int | None = None
    building_space: Mapping[str, float] = field(default_factory=dict)
    conversion: float = 1.0

    def __post_init__(self) -> None:
        for key in ("money", "staff", "own_funds"):
            if not getattr(self, key) >= 0:
                raise ValueError(f"scenario.{key}: {getattr(self, key)!r} found, expected >= 0")
        if not 0 < self.ambition < 10:
            raise ValueError(f"scenario.ambition: {self.ambition!r} found, expected 0 to 10")
        if not 0 <= self.conversion <= 1:
            raise ValueError(f"scenario.conversion: {self.conversion!r} found, expected 0 to 1")
        if not 0 <= self.cabinet_probability <= 1:
            raise ValueError(
                f"scenario.cabinet_probability: {self.cabinet_probability!r} found, expected 0 to 1"
            )

    def money_level(self) -> npt.NDArray[np.float64]:
        """Rijk money per quarter as a share of 70 % of the need, shape (80,)."""
        return self.money * steps(self.money_steps)

    def price_level(self) -> npt.NDArray[np.float64]:
        """Price level per quarter, shape (80,)."""
        return steps(self.price_steps)


def steps(changes: tuple[tuple[int, float], ...]) -> npt.NDArray[np.float64]:
    """A series of levels that starts at 1 and takes each level from its quarter on."""
    series = np.ones(QUARTERS)
    for quarter, level in sorted(changes):
        series[quarter:] = level
    return series
