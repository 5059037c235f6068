"""A run seen project by project: what each waited for, and which links mattered (S12).

What one square of the sheet looks like at the end, as plain data (docs/odd.md 4, Waarom).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.codes import BROKEN, CAUSES, KEPT, SETTLED, STACKED, SURFACED
from model.layout import NEVER
from model.netherlands import PHASES, Netherlands

MATTERED = {
    STACKED: "stacked", KEPT: "kept", BROKEN: "broken", SETTLED: "settled", SURFACED: "surfaced",
}  # fmt: skip
BEFORE = -1  # the quarter of what happened before 2021


@dataclass(frozen=True, order=True)
class ProjectName:
    """The persistent id of a project: its host, its opgave and its number there, from 0."""

    municipality: str
    opgave: str
    number: int


@dataclass(frozen=True)
class LinkSeen:
    """A link that mattered: what became of it, and the project at its other end."""

    status: str
    chain: bool
    strength: float
    other: ProjectName


@dataclass(frozen=True)
class ProjectSeen:
    """One project as it stands.

    Attributes
    ----------
    index : int
        Its row in the arrays of this run.
    size, size_before : float
        Units now, and before anything was given up in settling.
    decided, paid, permit, done : int or None
        Quarters (2021Q1 = 0, `BEFORE` for earlier); None: it did not come to that.
    in_time : bool
        Done before the deadline of its opgave.
    clocks : dict of str to float
        Quarters per cause (`model.codes.CAUSES`), those above 0 only.
    links : tuple of LinkSeen
        In the order of their id.
    """

    index: int
    name: ProjectName
    size: float
    size_before: float
    phase: str
    decided: int | None
    paid: int | None
    permit: int | None
    done: int | None
    in_time: bool
    clocks: dict[str, float]
    links: tuple[LinkSeen, ...]

    @property
    def waited(self) -> float:
        """Quarters on all clocks together."""
        return sum(self.clocks.values())


def look_at_square(model: Netherlands, region: int, opgave: int) -> tuple[ProjectSeen, ...]:
    """The projects of a square, in the order of their id.

    Parameters
    ----------
    model : Netherlands
        At any quarter.
    region, opgave : int
        Row and column of the square.
    """
    projects = model.country.projects
    mine = np.flatnonzero((projects.region == region) & (projects.opgave == opgave))
    return tuple(look_at_project(model, int(j)) for j in mine)


def look_at_project(model: Netherlands, j: int) -> ProjectSeen:
    """One project, by its row."""
    projects, state = model.country.projects, model.state
    clocks = {c: float(x) for c, x in zip(CAUSES, state.clocks[j], strict=True) if x > 0}
    started = projects.building_left[j] > 0  # being built when the run begins
    return ProjectSeen(
        index=j,
        name=project_name(model, j),
        size=float(state.size[j]),
        size_before=float(projects.size[j]),
        phase=PHASES[state.phase[j]],
        decided=_quarter(state.decided_quarter[j]),
        paid=_quarter(state.paid_quarter[j]),
        permit=BEFORE if started else _quarter(state.permit_quarter[j]),
        done=_quarter(state.done_quarter[j]),
        in_time=bool(state.done_quarter[j] < model.fixed["deadline"][projects.opgave[j]]),
        clocks=clocks,
        links=_links(model, j),
    )


def project_name(model: Netherlands, j: int) -> ProjectName:
    """What a project is called, by its row."""
    geography, projects = model.country.geography, model.country.projects
    return ProjectName(
        geography.municipality_name[projects.municipality[j]],
        geography.opgaven[projects.opgave[j]].id,
        int(projects.number[j]),
    )


def _links(model: Netherlands, j: int) -> tuple[LinkSeen, ...]:
    links, status = model.country.links, model.state.link_status
    start, ids = model.country.link_order
    found = []
    for link in sorted(ids[start[j] : start[j + 1]]):
        if int(status[link]) in MATTERED:
            other = links.second[link] if links.first[link] == j else links.first[link]
            found.append(
                LinkSeen(MATTERED[int(status[link])], bool(links.chain[link]),
                         float(links.strength[link]), project_name(model, int(other)))
            )  # fmt: skip
    return tuple(found)


def _quarter(quarter: int) -> int | None:
    return None if quarter >= NEVER else int(quarter)
