"""Turns a `Country` into the oracle's objects, as they stood at the start of 2021."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from oracle_blocks import GEMEENTE, add, ln
from oracle_money import holders_of
from oracle_parts import (
    BUILDING,
    IDEA,
    Link,
    Ministry,
    Municipality,
    Pot,
    Project,
    Province,
    Region,
    Square,
)  # fmt: skip
from oracle_tables import perceived

if TYPE_CHECKING:
    from oracle import Oracle


def make_governments(model: Oracle) -> None:
    """Ministries, provinces and municipalities, in that order."""
    country, geography = model.country, model.country.geography
    model.ministries, model.provinces, model.municipalities = [], [], []
    mean = add(model.inhabitants) / len(model.inhabitants)
    for row, name in enumerate(country.governments.name):
        kind = (Ministry, Province, Municipality)[int(country.governments.tier[row])]
        staff = float(country.governments.staff[row])
        government = kind(model, row, name, staff, float(country.governments.size[row]))
        (model.ministries, model.provinces, model.municipalities)[kind.tier].append(government)
    model.governments = [*model.ministries, *model.provinces, *model.municipalities]
    for k, ministry in enumerate(geography.opgave_ministry):
        model.ministries[int(ministry)].opgaven.append(k)
    for r, chair in enumerate(model.sheet.chair):
        model.provinces[chair].regions.append(r)
    for m, host in enumerate(model.municipalities):
        host.index, host.region = m, model.sheet.region[m]
        host.province = model.sheet.province[m]
        host.own_weight = float(country.own_weight[m])
        host.size_pull = ln(model.inhabitants[m] / mean)
        model.provinces[host.province].municipalities.append(m)


def make_squares(model: Oracle) -> None:
    """Regions and their squares."""
    country = model.country
    model.regions, model.squares = [], []
    for r in range(model.sheet.regions):
        row = [
            Square(r, k, float(country.target[r, k]), float(country.ideas[r, k]),
                   float(country.start_credit[r, k]), float(country.dna[r, k]),
                   model.base, model.new)
            for k in range(len(model.opgaven))
        ]  # fmt: skip
        model.squares.append(row)
        model.regions.append(Region(r, add(square.target for square in row)))
    model.all_squares = [square for row in model.squares for square in row]


def make_pots(model: Oracle) -> None:
    """One pot per block and kind of money (R4), and which pots hold a host's opgave (R29)."""
    sheet = model.sheet
    for side in (model.base, model.new):
        for spec in side.specs:
            for k in range(len(model.opgaven)):
                for m in range(len(sheet.region)):
                    block = spec.block(sheet, m, k)
                    identity = spec.identity(block)
                    if identity not in model._pot_by_identity:
                        pot = Pot(identity, block, spec.number, spec.window, 0, side)
                        equip(model, pot)
                        model._pot_by_identity[identity] = pot
                        pot.order = len(model.pots)
                        model.pots.append(pot)
                    pot = model._pot_by_identity[identity]
                    if side not in pot.sides:
                        pot.sides.append(side)
                    holding = model._pots_holding.setdefault((m, k), [])
                    if model._pot_by_identity[identity] not in holding:
                        holding.append(model._pot_by_identity[identity])
    for holding in model._pots_holding.values():
        holding.sort(key=lambda pot: (len(pot.block.opgaven), pot.block.area, pot.number))


def equip(model: Oracle, pot: Pot) -> None:
    """Spans, holders, opening quarter and the regions' parts of a pot."""
    sheet, opgaven = model.sheet, pot.block.opgaven
    pot.span_opgaven, pot.span_area = sheet.span_opgaven(pot.block), sheet.span_area(pot.block)
    pot.holders = holders_of(model, pot)
    for holder in pot.holders:
        holder.pots.append(pot)  # type: ignore[attr-defined]
    if len(opgaven) == 1:  # a pot of several opgaven opens at 0 (3)
        pot.offset = math.floor(float(model.country.window_luck[opgaven[0]]) * pot.window)
    targets = {r: add(model.squares[r][k].target for k in opgaven)
               for r in sheet.regions_of(pot.block)}  # fmt: skip
    total = add(targets.values())
    if pot.block.area == GEMEENTE:
        pot.region_part = dict.fromkeys(targets, 1.0)
    elif total > 0:
        pot.region_part = {r: target / total for r, target in targets.items()}


def make_projects(model: Oracle) -> None:
    """Projects with their luck; what ran or was decided in 2021 did so under the base (2)."""
    given = model.country.projects
    model.projects = []
    for i in range(len(given)):
        host = model.municipalities[int(given.municipality[i])]
        p = Project(i, host, model.squares[host.region][int(given.opgave[i])])
        p.size = p.first_size = float(given.size[i])
        p.cost, p.work = float(given.cost[i]), float(given.work[i])
        p.work_left, p.value = float(given.work_left[i]), float(given.value[i])
        p.log_merit, p.noise = float(given.log_merit[i]), float(given.noise[i])
        p.phase, p.running = int(given.phase[i]), bool(given.running[i])
        p.remaining = float(given.remaining[i])
        p.planning_left = int(given.planning_left[i])
        p.objection_luck = float(given.objection_luck[i])
        p.objection_wait = int(given.objection_wait[i])
        if p.phase != IDEA:
            p.decided = -1
            p.table = model.table(model.base, host.index, p.opgave)
            p.merit = perceived(model, p, p.table.block.area)
        if p.running:
            p.paid = -1
        if p.phase == BUILDING:
            p.finish = int(given.building_left[i]) - 1
        host.projects.append(p)
        p.square.projects.append(p)
        model.projects.append(p)


def make_links(model: Oracle) -> None:
    """Links, and per project its synergies strongest first, then its conflicts by id (S6)."""
    given = model.country.links
    model.links = []
    for i in range(len(given)):
        ends = (model.projects[int(given.first[i])], model.projects[int(given.second[i])])
        link = Link(
            i, ends, bool(given.synergy[i]), bool(given.chain[i]), float(given.strength[i]),
            (float(given.seen_luck[i, 0]), float(given.seen_luck[i, 1])),
            float(given.clash_luck[i]), float(given.strand_luck[i]),
        )  # fmt: skip
        model.links.append(link)
        for p in ends:
            p.links.append(link)
    for p in model.projects:
        p.links.sort(key=lambda x: (not x.synergy, -x.strength if x.synergy else 0.0, x.index))
