"""Ministry, Province and Municipality: Mesa agents, each a window on its rows of the state.

The numbers live once, in `State`; an agent reads and writes them there, so that
`netherlands.agents_by_type[Municipality].agg("realised", sum)`, `.select(...)`,
`.groupby("province")` and `DataCollector` work as a Mesa user expects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from model.arrangement import Area
from model.geography import IntArray

if TYPE_CHECKING:
    from model.netherlands import Netherlands


class Row:
    """A number of one government: a descriptor on its row of an array of the state."""

    def __init__(self, array: str) -> None:
        self.array = array

    def __get__(self, agent: Government | None, owner: type | None = None) -> Any:
        if agent is None:
            return self
        return float(getattr(agent.model.state, self.array)[agent.row])

    def __set__(self, agent: Government, value: float) -> None:
        getattr(agent.model.state, self.array)[agent.row] = value


class Government(mesa.Agent):
    """One of the 359 governments.

    Attributes
    ----------
    row : int
        Its row among the governments: ministries, provinces, municipalities.
    name : str
        Its Dutch name.
    asked, attendance, talk, reporting, applying, work, idle, overvraagd : float
        Hours of the last quarter (attendance: share).
    """

    model: Netherlands

    asked = Row("asked")
    attendance = Row("attendance")
    talk = Row("talk")
    reporting = Row("reporting")
    applying = Row("applying")
    work = Row("work_hours")
    idle = Row("idle")
    overvraagd = Row("overvraagd")

    def __init__(self, model: Netherlands, row: int) -> None:
        super().__init__(model)
        self.row = int(row)
        self.name: str = model.country.governments.name[self.row]

    @property
    def staff(self) -> float:
        """Hours it has each quarter."""
        return float(self.model.country.governments.staff[self.row])

    @property
    def hours(self) -> dict[str, float]:
        """Hours of the last quarter by kind; they add up to its staff."""
        return {
            "talk": self.talk,
            "reporting": self.reporting,
            "applying": self.applying,
            "work": self.work,
            "idle": self.idle,
        }

    @property
    def own_funds(self) -> float:
        """Own funds it may still draw; only municipalities have them."""
        return 0.0

    @property
    def project_ids(self) -> IntArray:
        """Its projects: those it hosts, that lie in it, or whose opgave it leads."""
        raise TypeError("a Government is a Ministry, a Province or a Municipality")

    @property
    def realised(self) -> float:
        """Units realised so far by its projects."""
        ids, state = self.project_ids, self.model.state
        done = state.done_quarter[ids] < self.model.quarter
        return float(np.cumsum(np.append(0.0, state.size[ids] * done))[-1])


class Ministry(Government):
    """A ministry: leads opgaven, sits at their tables, holds the pots of the Rijk."""

    @property
    def opgaven(self) -> tuple[str, ...]:
        """Ids of the opgaven it leads."""
        geography = self.model.country.geography
        return tuple(o.id for o in geography.opgaven if o.ministry == self.name)

    @property
    def pots(self) -> IntArray:
        """Rows of the pots it holds, alone or with others."""
        return np.flatnonzero(self.model.layout.pot_holder[:, self.row] > 0)

    @property
    def project_ids(self) -> IntArray:  # noqa: D102
        led = self.model.country.geography.opgave_ministry == self.row
        return np.flatnonzero(led[self.model.country.projects.opgave])


class Province(Government):
    """A province: sits at the tables of its municipalities, chairs regions, holds their pots."""

    @property
    def index(self) -> int:
        """Number among the provinces."""
        return self.row - self.model.country.governments.first_province

    @property
    def regions(self) -> tuple[str, ...]:
        """Names of the regions it chairs."""
        geography = self.model.country.geography
        chaired = np.flatnonzero(geography.region_province == self.index)
        return tuple(geography.region_name[r] for r in chaired)

    @property
    def chaired_tables(self) -> IntArray:
        """Rows of the tables whose area is this province or a region it chairs."""
        layout, geography = self.model.layout, self.model.country.geography
        hosts = geography.region_province[geography.municipality_region] == self.index
        tables = np.unique(layout.table_of[:, hosts, :])
        kind = layout.table_kind[tables]
        chaired: IntArray = tables[(kind == Area.REGIO) | (kind == Area.PROVINCIE)]
        return chaired

    @property
    def pots(self) -> IntArray:
        """Rows of the pots it holds."""
        return np.flatnonzero(self.model.layout.pot_holder[:, self.row] > 0)

    @property
    def project_ids(self) -> IntArray:  # noqa: D102
        country = self.model.country
        inside = country.geography.municipality_province == self.index
        return np.flatnonzero(inside[country.projects.municipality])


class Municipality(Government):
    """A municipality: hosts projects, brings them to tables, pays its share, does the work."""

    @property
    def index(self) -> int:
        """Number among the municipalities."""
        return self.row - self.model.country.governments.first_municipality

    @property
    def code(self) -> str:
        """CBS code."""
        return self.model.country.geography.municipality_code[self.index]

    @property
    def region(self) -> str:
        """Name of its region."""
        geography = self.model.country.geography
        return geography.region_name[int(geography.municipality_region[self.index])]

    @property
    def province(self) -> str:
        """Name of its province."""
        geography = self.model.country.geography
        return geography.province_name[int(geography.municipality_province[self.index])]

    @property
    def inhabitants(self) -> float:
        """Inhabitants on 1 January 2026."""
        return float(self.model.country.geography.inhabitants[self.index])

    @property
    def own_funds(self) -> float:  # noqa: D102
        model = self.model
        limit = float(model.fixed["own_weight"][self.index]) * model.own_funds_within_reach()
        return limit - float(model.state.own_drawn[self.index])

    @property
    def account(self) -> dict[str, float]:
        """What the tables it sits at owe it (S5), by table."""
        layout, state = self.model.layout, self.model.state
        mine = np.flatnonzero(layout.account_host == self.index)
        return {
            self.model.table_name(int(layout.account_table[a])): float(state.account[a])
            for a in mine
        }

    @property
    def project_ids(self) -> IntArray:  # noqa: D102
        return np.flatnonzero(self.model.country.projects.municipality == self.index)

    @property
    def projects(self) -> list[dict[str, Any]]:
        """Its projects as they stand: id, opgave, phase, size, waiting clocks."""
        return [self.model.project(int(j)) for j in self.project_ids]
