"""An opgave: one of the tasks the governments share, as data (docs/odd.md 3.2).

Nothing in the model knows the name of an opgave: what matters about it is a field here, so
an eighth opgave is one more YAML file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

QUARTERS = 80
FIRST_YEAR = 2021


@dataclass(frozen=True)
class ShareTerm:
    """One term of how the national target is spread over municipalities.

    The weight of a municipality is the product of `columns` (of the municipality table) times
    `constant + slope x urbanity`; normalised to sum 1 it counts for `part`. With `level`
    ("province" or "region") the target is first spread over those by `level_column` and the
    weight only acts within each of them.
    """

    part: float
    columns: tuple[str, ...]
    constant: float = 1.0
    slope: float = 0.0


@dataclass(frozen=True)
class ShareRule:
    """Share of the national target per municipality: see `ShareTerm`."""

    terms: tuple[ShareTerm, ...]
    level: str | None = None  # None | "province" | "region" (always the 30 RES regions)
    level_column: str | None = None


@dataclass(frozen=True)
class Opgave:
    """One opgave. A unit of target is 1/3000 of the national target at ambition 1.

    Attributes
    ----------
    deadline : int
        Quarters up to and including the deadline (2030Q4: 40).
    running, building : float
        Share of the target running at the start of 2021; probability that a running project
        is already being built.
    min_planning, min_building : int
        Minimum quarters of planning and building.
    burden : float
        Part of a project's size that its host bears as a burden.
    own_share : float
        1 if the host pays co-financing and 30 % of the cost comes from own funds, 0 if not.
    synergy, claim : mapping of opgave id to float
        Probability that a link is a synergy (also with itself: a chain link), and how often a
        place link falls on that opgave (default 1). Given once per pair, by either of the two.
    court : bool
        Whether the court shock surfaces this opgave's conflicts.
    euro_per_unit : float or None
        Only where a source gives it.
    data : str
        "data" | "partly" | "indicator": does the target rest on data or on an index point?
    """

    id: str
    name: str
    name_en: str
    ministry: str
    deadline: int
    running: float
    building: float
    min_planning: int
    min_building: int
    burden: float
    own_share: float
    share: ShareRule
    synergy: Mapping[str, float] = field(default_factory=dict)
    claim: Mapping[str, float] = field(default_factory=dict)
    court: bool = False
    here_and_now: bool = False
    target: float = 0.0
    unit: str = "indexpunten"
    data: str = "indicator"
    euro_per_unit: float | None = None
    source: str = ""

    def __post_init__(self) -> None:
        def check(good: bool, key: str, expected: str) -> None:
            if not good:
                found = getattr(self, key)
                raise ValueError(f"opgaven.{self.id}.{key}: {found!r} found, expected {expected}")

        check(1 <= self.deadline <= QUARTERS, "deadline", f"1 to {QUARTERS} quarters")
        check(0 <= self.running <= 1.3, "running", "0 to 1.3")
        check(0 <= self.building <= 1, "building", "0 to 1")
        check(self.min_planning >= 1, "min_planning", "1 quarter or more")
        check(self.min_building >= 1, "min_building", "1 quarter or more")
        check(self.burden >= 0, "burden", "0 or more")
        check(0 <= self.own_share <= 1, "own_share", "0 to 1")
        check(
            self.deadline > 8 and self.last_start > 0,
            "deadline",
            "later than the minimum times of planning and building, and than 8 quarters",
        )

    @property
    def last_start(self) -> int:
        """L_k: the last quarter in which a project can start and still finish in time."""
        return self.deadline - self.min_planning - self.min_building
