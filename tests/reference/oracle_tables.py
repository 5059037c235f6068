"""S3 tables, S4 agenda, S5 consent, S6 links."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from oracle_blocks import GEMEENTE, PROVINCIE, REGIO, RIJK, above, add, below
from oracle_parts import BUILDING, DECIDED, DONE, IDEA, PLANNING, Package, Project, Table

from model import luck

if TYPE_CHECKING:
    from oracle import Oracle


# ------------------------------------------------------------------------------ S3 tables


def gather(model: Oracle) -> None:
    """Who sits at which table through which opgaven (R6, R7); undecided includes cooling."""
    t = model.quarter
    for table in model.tables.values():
        table.through = {}
        table.speed = {}
    for host in model.municipalities:
        for k in sorted({p.opgave for p in host.projects if p.phase == IDEA}):
            square = model.squares[host.region][k]
            sides = []
            if t < square.tables_from:
                sides.append(square.base)
            if t >= square.money_from:
                sides.append(square.new)
            for side in sides:
                table = model.table(side, host.index, k)
                if table.block.area != GEMEENTE:  # a gemeente table costs nothing
                    table.through.setdefault(host.index, []).append(k)


def ask(model: Oracle) -> None:
    """Hours asked, attendance, hours booked (S3, M1, M8)."""
    talk, theta = model.assumptions.talk, model.assumptions.theta
    for government in model.governments:
        government.asked = 0.0
    for table in model.tables.values():
        for government, n in members(model, table, list(table.through.items())):
            about = model.reading.talks_about(n, table.block.opgaven)
            government.asked += government.cost(talk) * float(luck.power(float(about), theta))
    for g in model.governments:
        overhead = g.reporting + g.applying  # still those of last quarter
        if g.asked == 0:
            g.attendance = 1.0
        elif g.staff == 0:
            g.attendance = 0.0
        else:
            room = max(0.0, g.staff - overhead)
            g.attendance = min(1.0, model.assumptions.attend_max * room / g.asked)
        g.talk = g.attendance * g.asked


def members(model: Oracle, table: Table, through: list[tuple[int, list[int]]]) -> list[tuple]:
    """Governments at a table with the number of opgaven each is in for, Rijk first."""
    present = {k for _, opgaven in through for k in opgaven}
    result: list[tuple] = []
    for ministry in model.ministries:
        result.append((ministry, len(present & set(ministry.opgaven))))
    for province in model.provinces:
        own = set(province.municipalities)
        result.append((province, len({k for m, opgaven in through if m in own for k in opgaven})))
    for m, opgaven in through:
        result.append((model.municipalities[m], len(opgaven)))
    return [(government, n) for government, n in result if n > 0]


def set_speeds(model: Oracle) -> None:
    """Presence and speed of every package area of the tables (S3, R8)."""
    complexity = model.assumptions.complexity
    for table in model.tables.values():
        if table.block.area == GEMEENTE:
            table.speed[table.block.index] = 1.0 / (1 + complexity * table.breadth)
            continue
        areas: dict[int, list[tuple[int, list[int]]]] = {}
        for m, opgaven in table.through.items():
            area = table.package_area(model.municipalities[m].region)
            areas.setdefault(area, []).append((m, opgaven))
        for area, through in areas.items():
            table.speed[area] = presence(model, table, area, through) / (
                1 + complexity * table.breadth
            )


def presence(model: Oracle, table: Table, area: int, through: list[tuple[int, list[int]]]) -> float:
    """Lowest over the tiers of the mean attendance, weighted by target in the block."""
    regions = model.sheet.regions_of(table.block)
    there = [
        m for r in regions if table.package_area(r) == area for m in model.sheet.municipalities[r]
    ]
    means = []
    for tier in (0, 1, 2):
        top = bottom = 0.0
        for g, _ in members(model, table, through):
            if g.tier != tier:
                continue
            if tier == 0:
                hosts, opgaven = there, [k for k in table.block.opgaven if k in g.opgaven]
            elif tier == 1:
                own = set(g.municipalities)
                hosts, opgaven = [m for m in there if m in own], list(table.block.opgaven)
            else:
                hosts, opgaven = [g.index], list(table.block.opgaven)
            weight = add(model.target_mk[m][k] for m in hosts for k in opgaven)
            top += weight * g.attendance
            bottom += weight
        means.append(top / bottom)
    return min(means)


# ------------------------------------------------------------------------------ S4 agenda


def weight(model: Oracle, region: int, opgave: int) -> float:
    """The square's weight on its agenda: frame against DNA, mean 1 over the block (R10)."""
    side = model.squares[region][opgave].deciding(model.quarter)
    frame = side.terms.frame
    group = side.tiling.group[opgave]
    w = {k: frame + (1 - frame) * model.squares[region][k].dna for k in group}
    mean = add(w[k] for k in group) / len(group)
    return w[opgave] / mean if mean != 0 else 1.0


def add_credit(model: Oracle) -> None:
    """Every square gets credit every quarter (S4)."""
    t, pace = model.quarter, model.assumptions.pace
    for square in model.all_squares:
        if not model.sheet.municipalities[square.region]:
            continue
        table = model.table(square.deciding(t), model.sheet.municipalities[square.region][0],
                            square.opgave)  # fmt: skip
        speed = table.speed.get(table.package_area(square.region), 0.0)
        if square.overlapping(t):
            speed *= model.assumptions.overlap
        w = weight(model, square.region, square.opgave)
        square.credit += pace * square.ideas * speed * w
        square.credit = min(square.credit, max(2.0, 6 * pace * square.ideas * w))


def perceived(model: Oracle, project: Project, area: int) -> float:
    """Merit as a table of this area sees it (S4; M9 noise, C11 capture)."""
    a = model.assumptions
    noise = {RIJK: a.noise_far, REGIO: a.noise_near, GEMEENTE: a.noise_near,
             PROVINCIE: (a.noise_far + a.noise_near) / 2}[area]  # fmt: skip
    capture = a.capture if area in (REGIO, PROVINCIE) else 0.0
    return project.log_merit + noise * project.noise + capture * project.host.size_pull


def pick(model: Oracle) -> list[Package]:
    """The candidates of this quarter's meetings, as packages; empty between meetings (S4)."""
    t = model.quarter
    rhythm = int(model.assumptions.rhythm)
    if t % rhythm != rhythm - 1:
        return []

    def eligible(p: Project) -> bool:
        # R14: cools through the next meeting
        return p.phase == IDEA and (p.dropped is None or t > p.dropped + rhythm)

    chosen: list[Project] = []
    for square in model.all_squares:
        area = square.deciding(t).tiling.area
        ranked = sorted(
            (p for p in square.projects if eligible(p)),
            key=lambda p: (-perceived(model, p, area), p.index),
        )
        count = max(0, math.floor(square.credit + 1e-9 * abs(square.credit)))
        picked = ranked[:count]
        square.credit -= len(picked)
        chosen += picked
    taken = set(chosen)
    for candidate in list(chosen):  # by region, opgave, rank; the pulled pull nobody
        table = model.deciding_table(candidate)
        for link in candidate.links:
            other = link.other(candidate)
            if (
                link.synergy and link.status == "open" and eligible(other) and other not in taken
                and model.deciding_table(other) is table
                and model.sheet.holds(table.block, other.host.index, other.opgave)
                and other.square.credit >= 0
            ):  # fmt: skip
                other.square.credit -= 1
                chosen.append(other)
                taken.add(other)
                break
    packages: dict[tuple[int, int], Package] = {}
    for p in sorted(chosen, key=lambda p: p.index):
        p.attempts += 1
        table = model.deciding_table(p)
        area = table.package_area(p.host.region)
        package = packages.setdefault((id(table), area), Package(table, area))
        package.candidates.append(p)
    return list(packages.values())


# ----------------------------------------------------------------------------- S5 consent


def consent(model: Oracle, package: Package) -> list[Project]:
    """Who is decided; the dropped cool, the imposed cost draagvlak (S5)."""
    t, a, table = model.quarter, model.assumptions, package.table
    left = list(package.candidates)
    # Terms can only differ inside a package where base and arrangement share the block.
    sides = [p.square.deciding(t) for p in left]
    quorum = next((s for s in sides if s is model.new), model.base).terms.quorum
    imposed: set[Project] = set()
    bought: dict[int, float] = {}  # V7: what a host got to agree; R32
    while left:
        hosts = sorted({p.host.index for p in left})
        unwilling = []
        for m in hosts:
            own = [p for p in left if p.host.index == m]
            others = add(p.size for p in left if p.host.index != m)
            utility = table.account.get(m, 0.0) + add(p.value for p in own) + a.spill * others
            mean_size = add(p.size for p in own) / len(own)
            trust = model.trust_at_start[model.municipalities[m].region]
            bearable = -a.tolerance * mean_size * (0.5 + trust)
            burdens = [p for p in own if p.value < 0 and p not in imposed]
            if m not in bought and burdens and below(utility, bearable):
                worst = min(burdens, key=lambda p: (p.value, p.index))
                unwilling.append((utility, m, worst, bearable - utility))
        if not above(len(unwilling), (1 - quorum) * len(hosts)):
            break
        _, m, project, shortfall = min(unwilling, key=lambda entry: entry[:2])
        if model.reading.buys:
            bought[m] = shortfall
            project.cost += shortfall
            continue
        draw = model.override_draw(project)
        if draw < project.square.deciding(t).terms.override:
            imposed.add(project)
            project.imposed = True
            model.regions[project.host.region].events += 0.004
        else:
            left.remove(project)
            project.dropped = t
    if model.reading.remembers:
        for m, received in bought.items():
            table.account[m] = table.account.get(m, 0.0) + received
        for p in left:
            if p not in imposed:
                table.account[p.host.index] = table.account.get(p.host.index, 0.0) + p.value
    return left


def meet(model: Oracle) -> list[Project]:
    """All meetings of this quarter; the fresh decisions in order of id. Then accounts decay."""
    fresh: list[Project] = []
    for package in pick(model):
        for p in consent(model, package):
            p.phase, p.decided, p.table = DECIDED, model.quarter, package.table
            p.merit = perceived(model, p, package.table.block.area)
            fresh.append(p)
    for table in model.tables.values():
        for m in table.account:
            table.account[m] *= 0.97
    return sorted(fresh, key=lambda p: p.index)


# ------------------------------------------------------------------------------- S6 links


def look_around(model: Oracle, fresh: list[Project]) -> None:
    """Stacks and settlements of the fresh decisions (S6, R15)."""
    a = model.assumptions
    for p in fresh:
        trust = model.trust_at_start[p.host.region]
        assert p.table is not None
        for link in p.links:
            other = link.other(p)
            if link.status != "open":
                continue
            end = 0 if p is link.ends[0] else 1
            seen = model.sheet.holds(p.table.block, other.host.index, other.opgave)
            if not seen and not link.seen_luck[end] < a.visibility * (0.5 + trust):
                continue
            if link.synergy:
                early = other.phase == DECIDED or (
                    other.phase == PLANNING and above(other.work_left, 0.7 * other.work)
                )
                if early and p.stack is None and other.stack is None:
                    link.status = "stacked"
                    p.partner, other.partner = other, p
                    p.stack = other.stack = link
                    p.stacked_at = other.stacked_at = model.quarter
            elif other.phase in (DECIDED, PLANNING, BUILDING, DONE) and model.reading.settles(a):
                link.status = "settled"
                half = a.price * link.strength / 2
                p.size *= 1 - half
                p.work *= 1 + half
                p.work_left *= 1 + half
