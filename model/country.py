"""The simulated country of one seed: governments, targets, projects, links, luck (docs/odd.md 3.2).

A `Country` (drawn by `model.drawing.build_country`) depends on geography, assumptions, means and
seed, never on the arrangement: all arms of a world share it. It is immutable; a run copies what
changes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from model.assumptions import Assumptions
from model.geography import BoolArray, FloatArray, Geography, IntArray, KeyArray
from model.means import Means

IDEA, DECIDED, PLANNING, BUILDING, DONE, STRANDED = range(6)


@dataclass(frozen=True, eq=False)
class Governments:
    """A ministries, P provinces, M municipalities, in that order: G rows of one table.

    staff : hours a quarter; size : relative size s_g (1 for provinces and ministries);
    need : hours a quarter a municipality needs at ambition 1, shape (M,);
    fte : hours a quarter of one fte; cost_factor : fixed + (1 - fixed) s_g.
    """

    tier: IntArray  # 0 Rijk, 1 province, 2 municipality
    name: tuple[str, ...]
    staff: FloatArray
    size: FloatArray
    cost_factor: FloatArray
    need: FloatArray
    fte: float

    @property
    def first_province(self) -> int:
        """Row of the first province (the number of ministries)."""
        return int(np.searchsorted(self.tier, 1))

    @property
    def first_municipality(self) -> int:
        """Row of the first municipality."""
        return int(np.searchsorted(self.tier, 2))


@dataclass(frozen=True, eq=False)
class Projects:
    """N projects in the order of their persistent id (municipality, opgave, number).

    size y in units; cost c; work h in hour-units; value v for the host; log_merit ln(y/c);
    noise eps (standard normal). phase at the start of 2021; of a running project `remaining`
    is its one u, from which planning or building quarters left and work left follow.
    """

    municipality: IntArray
    opgave: IntArray
    number: IntArray
    region: IntArray
    key: KeyArray
    size: FloatArray
    cost: FloatArray
    work: FloatArray
    value: FloatArray
    log_merit: FloatArray
    noise: FloatArray
    phase: IntArray
    running: BoolArray
    remaining: FloatArray
    planning_left: IntArray
    building_left: IntArray
    work_left: FloatArray
    objection_luck: FloatArray
    objection_wait: IntArray
    override_key: KeyArray

    def __len__(self) -> int:
        return len(self.size)


@dataclass(frozen=True, eq=False)
class Links:
    """L links between projects `first` (who started it) and `second`, in order of id.

    seen_luck (L, 2): u(link, end), end 0 = first, 1 = second.
    """

    first: IntArray
    second: IntArray
    chain: BoolArray
    synergy: BoolArray
    strength: FloatArray
    seen_luck: FloatArray
    clash_luck: FloatArray
    strand_luck: FloatArray

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, eq=False)
class Country:
    """One seed of the country.

    target_mk (M, K), target (R, K): units. ideas (R, K): ideas at t = 0, neither running nor
    decided. dna (R, K): share of the target relative to the share of inhabitants.
    rijk_need, own_need (K,): money a quarter for t < last_start. own_weight (M,): how own
    funds are spread; sums to 1. cabinet (80,): a cabinet is sworn in. start_credit (R, K),
    window_luck (K,): keyed uniforms.
    """

    geography: Geography
    assumptions: Assumptions
    means: Means
    seed: int
    governments: Governments
    projects: Projects
    links: Links
    target_mk: FloatArray
    target: FloatArray
    ideas: FloatArray
    dna: FloatArray
    rijk_need: FloatArray
    own_need: FloatArray
    own_weight: FloatArray
    cabinet: BoolArray
    start_credit: FloatArray
    window_luck: FloatArray

    def __post_init__(self) -> None:
        for part in (self, self.governments, self.projects, self.links):
            for f in fields(part):
                value = getattr(part, f.name)
                if isinstance(value, np.ndarray):
                    value.flags.writeable = False

    @cached_property
    def link_order(self) -> tuple[IntArray, IntArray]:
        """Links of each project: starts (N + 1,) and link ids.

        Synergies strongest first, then conflicts by id (S6).
        """
        links, count = self.links, len(self.links)
        end = np.concatenate([links.first, links.second])
        link = np.concatenate([np.arange(count), np.arange(count)])
        rank = np.where(links.synergy, -links.strength, 1.0)
        order = np.lexsort((link, rank[link], end))
        start = np.zeros(len(self.projects) + 1, dtype=np.int64)
        np.cumsum(np.bincount(end, minlength=len(self.projects)), out=start[1:])
        return start, link[order]
