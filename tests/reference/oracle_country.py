"""The country of one seed, drawn a second time: lists and floats, straight from section 2.

It shares with `model` the keyed draws (`luck.u`, `luck.combine`, `luck.keys`) and nothing else:
normals come from the standard library, exp and log from `math`.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field
from typing import Any

from oracle_variants import Reading

from model import luck
from model.assumptions import Assumptions
from model.geography import Geography
from model.luck import Purpose
from model.means import Means
from model.opgaven import Opgave

UNITS = 3000.0
NORMAL = statistics.NormalDist()


@dataclass
class PlainProject:
    """One project as it stood at the start of 2021."""

    municipality: int
    opgave: int
    number: int
    region: int
    key: Any
    size: float = 0.0
    cost: float = 0.0
    work: float = 0.0
    value: float = 0.0
    log_merit: float = 0.0
    noise: float = 0.0
    phase: int = 0
    running: bool = False
    remaining: float = 0.0
    planning_left: int = 0
    building_left: int = 0
    work_left: float = 0.0
    objection_luck: float = 0.0
    objection_wait: int = 0
    override_key: Any = 0


@dataclass
class PlainLink:
    """One link, as its first project started it."""

    first: int
    second: int
    chain: bool
    synergy: bool
    strength: float
    seen_luck: tuple[float, float]
    clash_luck: float
    strand_luck: float


@dataclass
class PlainCountry:
    """Everything section 2 says about the country of one seed."""

    geography: Geography
    assumptions: Assumptions
    means: Means
    seed: int
    opgaven: tuple[Opgave, ...] = ()
    all_pairs_even: bool = False
    share: list[list[float]] = field(default_factory=list)
    target_mk: list[list[float]] = field(default_factory=list)
    target: list[list[float]] = field(default_factory=list)
    dna: list[list[float]] = field(default_factory=list)
    need: list[float] = field(default_factory=list)
    staff: list[float] = field(default_factory=list)
    relative_size: list[float] = field(default_factory=list)
    cost_factor: list[float] = field(default_factory=list)
    fte: float = 0.0
    own_weight: list[float] = field(default_factory=list)
    rijk_need: list[float] = field(default_factory=list)
    own_need: list[float] = field(default_factory=list)
    projects: list[PlainProject] = field(default_factory=list)
    links: list[PlainLink] = field(default_factory=list)
    ideas: list[list[float]] = field(default_factory=list)
    cabinet: list[bool] = field(default_factory=list)
    start_credit: list[list[float]] = field(default_factory=list)
    window_luck: list[float] = field(default_factory=list)

    def u(self, purpose: Purpose, entity: Any, event: Any = 0) -> float:
        """One keyed uniform."""
        return float(luck.u(self.seed, purpose, entity, event)[0])

    def lognormal(self, purpose: Purpose, entity: Any, sigma: float) -> float:
        """A keyed lognormal with mean 1."""
        z = NORMAL.inv_cdf(self.u(purpose, entity))
        return math.exp(sigma * z - sigma**2 / 2)


def draw_country(
    geography: Geography, assumptions: Assumptions, means: Means, seed: int, variant: str = ""
) -> PlainCountry:
    """The country of one seed, under the variant of that id."""
    assumptions = Reading(variant).numbers(assumptions)  # V3, V9
    c = PlainCountry(geography, assumptions, means, seed, geography.opgaven)
    c.all_pairs_even = variant == "V4"
    c.share = [[float(x) for x in row] for row in geography.share]
    draw_targets(c)
    draw_governments(c)
    for m, row in enumerate(c.target_mk):
        for k, target in enumerate(row):
            c.projects += draw_projects(c, m, k, target)
    start_running(c)
    start_decided(c)
    draw_money(c)
    draw_links(c)
    count_ideas(c)
    draw_calendar(c)
    return c


def draw_targets(c: PlainCountry) -> None:
    """T_mk = 3000 ambition w_mk, T_rk its sum; DNA compares it with inhabitants."""
    region = [int(r) for r in c.geography.municipality_region]
    people = [float(x) for x in c.geography.inhabitants]
    opgaven, regions = range(len(c.opgaven)), range(len(c.geography.region_code))
    c.target_mk = [[UNITS * c.means.ambition * w for w in row] for row in c.share]
    for r in regions:
        members = [m for m in range(len(region)) if region[m] == r]
        c.target.append([math.fsum(c.target_mk[m][k] for m in members) for k in opgaven])
    for r in regions:
        here = math.fsum(p for p, at in zip(people, region, strict=True) if at == r)
        national = [math.fsum(row[k] for row in c.target) for k in opgaven]
        c.dna.append([c.target[r][k] / national[k] / (here / math.fsum(people)) for k in opgaven])


def draw_governments(c: PlainCountry) -> None:
    """Staff in hours, relative size and fixed cost of ministries, provinces, municipalities."""
    g, a = c.geography, c.assumptions
    need_k = [UNITS * (1 - 0.6 * o.running) / (o.deadline - 8) for o in c.opgaven]
    need = math.fsum(need_k)
    c.need = [math.fsum(w * n for w, n in zip(row, need_k, strict=True)) for row in c.share]
    spread = [
        float(spend) ** a.staff_spread * mine ** (1 - a.staff_spread)
        for spend, mine in zip(g.spending, c.need, strict=True)
    ]
    ministries = list(dict.fromkeys(o.ministry for o in c.opgaven))
    for name in ministries:
        led = sum(o.ministry == name for o in c.opgaven)
        c.staff.append(a.ministry_staff * need * led / len(c.opgaven))
    accounts = [float(x) for x in g.province_accounts]
    c.staff += [a.province_staff * need * x / math.fsum(accounts) for x in accounts]
    c.staff += [c.means.staff * need * x / math.fsum(spread) for x in spread]
    mean = math.fsum(c.need) / len(c.need)
    c.relative_size = [1.0] * (len(ministries) + len(accounts)) + [n / mean for n in c.need]
    c.cost_factor = [a.fixed + (1 - a.fixed) * s for s in c.relative_size]
    c.fte = mean / 190
    middle = statistics.median(float(x) for x in g.solvency)
    rich = [min(1.25, max(0.8, float(x) / middle)) for x in g.solvency]
    people = [float(p) * x for p, x in zip(g.inhabitants, rich, strict=True)]
    c.own_weight = [
        0.5 * n / math.fsum(c.need) + 0.5 * p / math.fsum(people)
        for n, p in zip(c.need, people, strict=True)
    ]


def draw_projects(c: PlainCountry, m: int, k: int, target: float) -> list[PlainProject]:
    """The projects of one municipality and opgave: together 130 % of its target."""
    if target == 0:
        return []
    g, o = c.geography, c.opgaven[k]
    stock = 1.3 * target
    square_key = luck.combine(g.municipality_key[m], g.opgave_key[k])
    result = []
    for i in range(max(1, math.floor(stock / 12 + 0.5))):
        key = luck.combine(square_key, i)[0]
        p = PlainProject(m, k, i, int(g.municipality_region[m]), key)
        p.size = c.lognormal(Purpose.SIZE, key, 0.6)
        result.append(p)
    together = math.fsum(p.size for p in result)
    for p in result:
        p.size *= stock / together
        merit = c.lognormal(Purpose.MERIT, p.key, 0.3)
        p.cost, p.work, p.work_left = p.size / merit, p.size, p.size
        burden = o.burden * c.lognormal(Purpose.HETERO, p.key, c.assumptions.hetero)
        p.value = p.size * (1 - burden)
        p.log_merit = math.log(p.size / p.cost)
        p.noise = NORMAL.inv_cdf(c.u(Purpose.NOISE, p.key))
        p.objection_luck = c.u(Purpose.OBJECTION, p.key)
        p.objection_wait = 4 + math.floor(7 * c.u(Purpose.OBJECTION_TIME, p.key))
        p.override_key = luck.keys(c.seed, Purpose.OVERRIDE, p.key)[0]
    return result


def start_running(c: PlainCountry) -> None:
    """What ran in 2021: per province and opgave in keyed order, until one does not fit."""
    province = [int(p) for p in c.geography.municipality_province]
    for at in range(len(c.geography.province_code)):
        for k, o in enumerate(c.opgaven):
            target = UNITS * math.fsum(w[k] for m, w in enumerate(c.share) if province[m] == at)
            room = c.assumptions.running * o.running * target
            row = [p for p in c.projects if province[p.municipality] == at and p.opgave == k]
            row.sort(key=lambda p: c.u(Purpose.RUNNING_ORDER, p.key))
            before = 0.0
            for p in row:
                if before + p.size / 2 > room * (1 + 1e-9):
                    break
                before += p.size
                set_running(c, p, o)


def set_running(c: PlainCountry, p: PlainProject, o: Opgave) -> None:
    """A running project builds or plans; one u says how much of it remains."""
    p.running, p.remaining = True, c.u(Purpose.REMAINING, p.key)
    if c.u(Purpose.BUILDING, p.key) < o.building:
        p.phase, p.work_left = 3, 0.0
        p.building_left = math.ceil(p.remaining * o.min_building)
    else:
        p.phase, p.work_left = 2, p.remaining * p.work
        p.planning_left = math.ceil(1.6 * p.remaining * o.min_planning)


def start_decided(c: PlainCountry) -> None:
    """Of the other ideas a keyed share is decided."""
    for p in c.projects:
        if not p.running and c.u(Purpose.DECIDED, p.key) < c.assumptions.decided_2021:
            p.phase = 1


def draw_money(c: PlainCountry) -> None:
    """Money needed a quarter while t < L_k: 70 % from the Rijk, 30 % own where there is any."""
    for k, o in enumerate(c.opgaven):
        mine = [p for p in c.projects if p.opgave == k]
        mean_cost = math.fsum(p.cost for p in mine) / math.fsum(p.size for p in mine)
        quarters = o.deadline - o.min_planning - o.min_building
        need = UNITS * (1 - o.running) * mean_cost / quarters
        own = 0.3 if o.own_share > 0 else 0.0
        c.rijk_need.append((1 - own) * need)
        c.own_need.append(own * need)


def of_pair(one: Opgave, other: Opgave, name: str, default: float) -> float:
    """What either of two opgaven says of the pair."""
    said: float | None = getattr(one, name).get(other.id, getattr(other, name).get(one.id))
    return default if said is None else said


def partner_opgave(c: PlainCountry, key: Any, own: int) -> int | None:
    """Another opgave, one that claims the same places more often; none if there is no other."""
    waits = []
    for k, o in enumerate(c.opgaven):
        claim = of_pair(c.opgaven[own], o, "claim", 1.0)
        if k != own and claim > 0:
            draw = c.u(Purpose.PARTNER_OPGAVE, key, c.geography.opgave_key[k])
            waits.append((-math.log(draw) / claim, k))
    return min(waits)[1] if waits else None


def partner_municipality(
    c: PlainCountry, uniform: float, home: int, chain: bool, holders: list[int]
) -> int | None:
    """One of those that hold such a project, near ones more often; none if there are none."""
    g = c.geography
    reach = c.assumptions.reach_chain if chain else c.assumptions.reach_place
    total, reached = 0.0, []
    for m in holders:
        if chain and m == home:
            continue
        east = 68.2 * (float(g.longitude[m]) - float(g.longitude[home]))
        north = 111.2 * (float(g.latitude[m]) - float(g.latitude[home]))
        total += math.exp(-math.sqrt(east**2 + north**2) / reach)
        reached.append((total, m))
    for so_far, m in reached:
        if so_far > uniform * total:
            return m
    return None


def draw_links(c: PlainCountry) -> None:
    """Every project starts its links; itself and doubles are dropped."""
    held: dict[tuple[int, int], list[int]] = {}
    for j, p in enumerate(c.projects):
        held.setdefault((p.municipality, p.opgave), []).append(j)
    holders = [[m for m in range(len(c.share)) if (m, k) in held] for k in range(len(c.opgaven))]
    joined: set[frozenset[int]] = set()
    a = c.assumptions
    for j, p in enumerate(c.projects):
        for q in range(math.floor(a.density / 2 + c.u(Purpose.LINKS, p.key))):
            key = luck.combine(p.key, q)[0]
            chain = c.u(Purpose.CHAIN, key) < a.chain_share
            k = p.opgave if chain else partner_opgave(c, key, p.opgave)
            if k is None:
                continue
            uniform = c.u(Purpose.PARTNER_MUNICIPALITY, key)
            m = partner_municipality(c, uniform, p.municipality, chain, holders[k])
            if m is None:
                continue
            choices = held[m, k]
            other = choices[math.floor(c.u(Purpose.PARTNER_PROJECT, key) * len(choices))]
            if other == j or frozenset((j, other)) in joined:
                continue
            joined.add(frozenset((j, other)))
            chance = of_pair(c.opgaven[p.opgave], c.opgaven[k], "synergy", 0.5)
            if c.all_pairs_even:
                chance = 0.5
            chance = min(1.0, max(0.0, chance + a.synergy_shift))
            beta = sorted(c.u(Purpose.STRENGTH, key, event) for event in range(4))[1]
            c.links.append(
                PlainLink(
                    j, other, chain, c.u(Purpose.SIGN, key) < chance,
                    min(0.9, 2 * a.strength * beta),
                    (c.u(Purpose.SEEN, key, 0), c.u(Purpose.SEEN, key, 1)),
                    c.u(Purpose.CLASH, key), c.u(Purpose.STRAND, key),
                )
            )  # fmt: skip


def count_ideas(c: PlainCountry) -> None:
    """Per square the projects that are neither running nor decided."""
    c.ideas = [[0.0] * len(c.opgaven) for _ in c.geography.region_code]
    for p in c.projects:
        c.ideas[p.region][p.opgave] += p.phase == 0


def draw_calendar(c: PlainCountry) -> None:
    """Cabinets, start credits and when calls open."""
    for t in range(80):
        fallen = t >= 20 and c.u(Purpose.CABINET, 0, t) < c.means.cabinet_probability
        c.cabinet.append(fallen or t in (4, 14))
    g = c.geography
    c.start_credit = [
        [c.u(Purpose.CREDIT, luck.combine(r, k)[0]) for k in g.opgave_key] for r in g.region_key
    ]
    c.window_luck = [c.u(Purpose.WINDOW, k) for k in g.opgave_key]
