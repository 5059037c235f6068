"""The oracle: a small, plain, slow reference of docs/odd.md, written by another hand.

It reads as the quarter is written: S1 to S12, one Python object per government, table, pot
and project, plain floats summed in the written order. Only inputs are shared with the
engine: `Country`, `Arrangement`, `Assumptions`, `Means` and the keyed draws of `model.luck`.

>>> world = Oracle(country, arrangement)          # doctest: +SKIP
>>> world.step()                                  # doctest: +SKIP
>>> world.snapshot()["realised"]                  # doctest: +SKIP
"""

from __future__ import annotations

from typing import Any

import mesa
import oracle_field as field
import oracle_money as money
import oracle_stocks as stocks
import oracle_tables as tables
from oracle_blocks import Sheet, Side, Tiling, add, covered_regions, half_up, two_sides
from oracle_parts import Pot, Project, Table
from oracle_setup import make_governments, make_links, make_pots, make_projects, make_squares
from oracle_variants import Reading
from oracle_view import snapshot

from model import luck
from model.arrangement import Arrangement
from model.assumptions import Assumptions
from model.country import Country
from model.variants import NONE, Variant

QUARTERS = 80


class Oracle(mesa.Model):
    """One run of one arrangement in one country.

    Parameters
    ----------
    country : Country
        Drawn once; carries assumptions and means.
    arrangement : Arrangement
        Tables, pots, terms and coverage.
    assumptions : Assumptions, optional
        Overrides those of the country while running.
    variant : Variant, optional
        Its name says which other reading holds (oracle_variants).
    """

    def __init__(
        self, country: Country, arrangement: Arrangement, assumptions: Assumptions | None = None,
        variant: Variant = NONE,
    ) -> None:  # fmt: skip
        super().__init__(seed=0)  # Mesa's own chance is never used
        self.country, self.arrangement = country, arrangement
        self.reading = Reading(variant.name)
        self.assumptions = self.reading.numbers(assumptions or country.assumptions)
        self.means = country.means
        self.quarter = -1  # the quarter last run
        geography = country.geography
        self.opgaven = geography.opgaven
        self.sheet = Sheet(geography)
        self.base, self.new = two_sides(arrangement, [o.id for o in self.opgaven])
        self.inhabitants = [float(x) for x in geography.inhabitants]
        self.target_mk = [[float(x) for x in row] for row in country.target_mk]
        self.national_target = [
            add(float(country.target[r, k]) for r in range(self.sheet.regions))
            for k in range(len(self.opgaven))
        ]
        self.last_start = [o.deadline - o.min_planning - o.min_building for o in self.opgaven]
        self.hours_per_fte = float(country.governments.fte)
        make_governments(self)
        make_squares(self)
        self.tables: dict[tuple, Table] = {}
        self.pots: list[Pot] = []
        self._pot_by_identity: dict[tuple, Pot] = {}
        self._pots_holding: dict[tuple[int, int], list[Pot]] = {}
        self.set_coverage()
        self.make_tables()
        make_pots(self)
        make_projects(self)
        make_links(self)
        self.space = [self.means.building_space.get(o.id) for o in self.opgaven]
        self.room = [0.0 for _ in self.opgaven]
        self.order: list[Project] = []  # the national order of this quarter's S7
        self.payments = 0
        self.operational: list[Table] = []
        self.lost_at_deadline: dict[int, tuple[float, float, float]] = {}
        self.trust_at_start = [r.trust for r in self.regions]
        self.draagvlak_at_start = [r.draagvlak for r in self.regions]

    # ------------------------------------------------------------------------ one quarter

    def step(self) -> None:
        """One quarter, in the order of the specification (4)."""
        self.quarter += 1
        self.start_of_quarter()
        if self.means.court_shock == self.quarter:  # S1; cabinets and prices are read there
            money.court_shock(self)
        money.fill_pots(self)  # S2
        tables.ask(self)  # S3
        tables.set_speeds(self)
        for g in self.governments:
            g.applying = 0.0  # last quarter's was needed until here
        tables.add_credit(self)  # S4
        fresh = tables.meet(self)  # S4, S5
        tables.look_around(self, fresh)  # S6
        money.break_stacks(self)
        money.fund(self)  # S7
        field.spend_hours(self)  # S8
        field.permits(self)  # S9
        field.build(self)  # S10
        stocks.move_stocks(self)  # S11
        stocks.observe(self)  # S12
        stocks.check(self)

    def start_of_quarter(self) -> None:
        """What is read at the start of the quarter is unaffected by what happens in it (9)."""
        self.trust_at_start = [r.trust for r in self.regions]
        self.draagvlak_at_start = [r.draagvlak for r in self.regions]
        tables.gather(self)
        money.reports_due(self)
        before = self.operational
        decides = {
            id(self.table(square.deciding(self.quarter), m, square.opgave))
            for square in self.all_squares
            for m in self.sheet.municipalities[square.region]
        }
        self.operational = [t for t in self.tables.values() if id(t) in decides]
        if self.operational != before:
            money.watch(self)

    def run(self, quarters: int = QUARTERS) -> Oracle:
        """Run to the end of 2040, or that many quarters."""
        for _ in range(quarters):
            self.step()
        return self

    # ------------------------------------------------------------------- what holds where

    def set_coverage(self) -> None:
        """From when the arrangement's money and tables hold in each square (3, R5)."""
        coverage, ids = self.arrangement.coverage, [o.id for o in self.opgaven]
        where = covered_regions(self.arrangement, self.country.geography)
        scope = set(ids if coverage.scope is None else coverage.scope)
        if not scope <= set(ids):
            raise ValueError(f"coverage.scope: {sorted(scope - set(ids))} are no opgaven")
        old, new = self.base.tiling, self.new.tiling
        for square in self.all_squares:
            hosts = self.sheet.municipalities[square.region]
            if square.region not in where or ids[square.opgave] not in scope or not hosts:
                continue
            square.money_from = square.tables_from = coverage.start
            if old.area == new.area and new.group[square.opgave] in old.group:
                continue  # the block is one of the base's: nothing starts up
            block = new.block(self.sheet, hosts[0], square.opgave)
            breadth = self.sheet.breadth(block, self.assumptions.axis_weight)
            square.tables_from += half_up(self.assumptions.startup * breadth)

    def make_tables(self) -> None:
        """One table per block of base and arrangement (R3)."""
        for side in (self.base, self.new):
            for k in range(len(self.opgaven)):
                for m in range(len(self.sheet.region)):
                    block = side.tiling.block(self.sheet, m, k)
                    if block not in self.tables:
                        breadth = self.sheet.breadth(block, self.assumptions.axis_weight)
                        self.tables[block] = Table(block, breadth, self.sheet.span_opgaven(block))

    def table(self, side: Side, m: int, k: int) -> Table:
        """The table of base or arrangement for a host and opgave."""
        tiling: Tiling = side.tiling
        return self.tables[tiling.block(self.sheet, m, k)]

    def deciding_table(self, project: Project) -> Table:
        """The table that decides on a project this quarter."""
        side = project.square.deciding(self.quarter)
        return self.table(side, project.host.index, project.opgave)

    def pot(self, spec: Any, m: int, k: int) -> Pot:
        """The pot of a spec for a host and opgave."""
        return self._pot_by_identity[spec.identity(spec.block(self.sheet, m, k))]

    def pots_of(self, project: Project) -> list[Pot]:
        """All pots whose block holds the project, narrowest first (S7, R29)."""
        return self._pots_holding[project.host.index, project.opgave]

    def override_draw(self, project: Project) -> float:
        """The draw of this candidacy (S5, R1)."""
        key = self.country.projects.override_key[project.index]
        return float(luck.units(luck.combine(key, project.attempts))[0])

    # --------------------------------------------------------------------------- results

    def snapshot(self) -> dict[str, Any]:
        """Everything to compare after a step, as plain lists and dicts."""
        return snapshot(self)

    def waterfall(self, region: int, k: int) -> dict[str, float]:
        """Loss waterfall of one square (5, R27)."""
        return stocks.waterfall(self, region, k)

    def waterfalls(self) -> list[list[dict[str, float]]]:
        """Loss waterfalls of the finished run, as [region][opgave]."""
        squares = range(len(self.opgaven))
        return [[self.waterfall(r, k) for k in squares] for r in range(self.sheet.regions)]
