"""The Netherlands: one country, one arrangement, one seed; `step()` is one quarter.

A Mesa model whose agents are windows on the state; the twelve submodels it calls are the
only ones there are: sweeps, tests and explorer go through the same (one engine).
"""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable
from typing import Any

import mesa
import numpy as np

from model.arrangement import Area, Arrangement
from model.assumptions import Assumptions
from model.codes import CAUSES
from model.country import Country
from model.governments import Ministry, Municipality, Province
from model.layout import Layout, lay_out
from model.opgaven import QUARTERS
from model.prepared import prepare
from model.quarter.agenda import agenda
from model.quarter.building import building
from model.quarter.consent import consent
from model.quarter.conservation import conservation
from model.quarter.draagvlak import draagvlak
from model.quarter.events import events
from model.quarter.funding import funding
from model.quarter.links import links
from model.quarter.observe import observe
from model.quarter.permits import permits
from model.quarter.pots import pots
from model.quarter.staff import reporting_due, staff
from model.quarter.tables import tables
from model.state import start_state
from model.variants import NONE, Variant

SCHEDULE: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("S8 reporting due", reporting_due),  # read at the start of the quarter
    ("S1 events", events),
    ("S2 pots", pots),
    ("S3 tables", tables),
    ("S4 agenda", agenda),
    ("S5 consent", consent),
    ("S6 links", links),
    ("S7 funding", funding),
    ("S8 staff", staff),
    ("S9 permits", permits),
    ("S10 building", building),
    ("S11 draagvlak", draagvlak),
    ("S12 observe", observe),
)

PHASES = ("idea", "decided", "planning", "building", "done", "stranded")


class ConservationError(AssertionError):
    """Money or hours do not add up: a defect of the model, never of the input."""


class Netherlands(mesa.Model):
    """One run.

    Parameters
    ----------
    country : Country
        Drawn by `model.drawing.build_country`; may be shared by many runs.
    arrangement : Arrangement
        Tables, pots, terms and coverage.
    assumptions : Assumptions, optional
        Those of the country by default; only what acts during the run may differ.
    agents : bool
        Without agents a run takes a millisecond less; the results are the same.
    layout : Layout, optional
        `lay_out(country.geography, arrangement)`, to share it over seeds.
    variant : Variant, optional
        A structural variant (docs/odd.md 7); what it changes of the draw must be in the
        country, else ValueError.

    Attributes
    ----------
    quarter : int
        Quarters done; 2021Q1 is quarter 0.
    state : State
        Everything that changes, as named arrays.
    """

    def __init__(
        self,
        country: Country,
        arrangement: Arrangement,
        assumptions: Assumptions | None = None,
        *,
        agents: bool = True,
        layout: Layout | None = None,
        variant: Variant = NONE,
    ) -> None:
        super().__init__(rng=country.seed)
        variant.check(country.geography, country.assumptions)
        self.country, self.arrangement, self.variant = country, arrangement, variant
        self.assumptions = variant.apply(assumptions or country.assumptions)
        self.layout = layout or lay_out(country.geography, arrangement)
        self.fixed = prepare(country, self.layout, self.assumptions, variant)
        self.state = start_state(country, self.layout, self.fixed["merit_seen"][0])
        self.quarter = 0
        names = {**self.fixed, **vars(self.state)}
        self.schedule = [(label, *_bind(rule, names)) for label, rule in SCHEDULE]
        self._conserves = _bind(conservation, names)
        if agents:
            self._create_agents()

    def _create_agents(self) -> None:
        government = self.country.governments
        rows = np.arange(len(government.staff))
        first, second = government.first_province, government.first_municipality
        for kind, mine in (
            (Ministry, rows[:first]),
            (Province, rows[first:second]),
            (Municipality, rows[second:]),
        ):
            for row in mine:
                kind(self, int(row))

    def step(self) -> None:
        """One quarter: S1 to S12 in order. ConservationError if money or hours leak."""
        if self.quarter >= QUARTERS:
            raise StopIteration(f"the model ends after {QUARTERS} quarters")
        with np.errstate(over="ignore"):  # hashing wraps around, also uncompiled
            for _, rule, arguments, timed in self.schedule:
                if timed:
                    rule(self.quarter, *arguments)
                else:
                    rule(*arguments)
        rule, arguments, _ = self._conserves
        leak = rule(*arguments)
        if leak >= 0:
            raise ConservationError(f"{self._leak(int(leak))} in quarter {self.quarter}")
        self.quarter += 1

    def run(self) -> Netherlands:
        """All quarters that are left."""
        while self.quarter < QUARTERS:
            self.step()
        return self

    def time_submodels(self) -> dict[str, float]:
        """Run what is left and return the seconds spent in each submodel."""
        spent = dict.fromkeys((label for label, *_ in self.schedule), 0.0)
        with np.errstate(over="ignore"):
            for t in range(self.quarter, QUARTERS):
                for label, rule, arguments, timed in self.schedule:
                    begin = time.perf_counter()
                    rule(t, *arguments) if timed else rule(*arguments)
                    spent[label] += time.perf_counter() - begin
        self.quarter = QUARTERS
        return spent

    def close(self) -> None:
        """Let go of the state and of Mesa's registry, which in 3.3.1 keeps models alive."""
        self.remove_all_agents()
        registry = getattr(mesa.Agent, "_ids", None)
        if registry is not None:
            registry.pop(self, None)
        for name in ("schedule", "_conserves", "state", "fixed"):
            self.__dict__.pop(name, None)

    # ------------------------------------------------------------------ looking at the state

    def own_funds_within_reach(self) -> float:
        """Own funds that may be drawn by now, of all municipalities together (S2)."""
        ahead = max(0, self.quarter - 1) + int(self.fixed["borrow"])
        return float(self.fixed["own_cumulative"][min(ahead, QUARTERS - 1)])

    def table_name(self, table: int) -> str:
        """A table as its block: area and opgaven."""
        geography, layout = self.country.geography, self.layout
        mask = int(layout.table_mask[table])
        opgaven = "+".join(o.id for k, o in enumerate(geography.opgaven) if mask >> k & 1)
        place = np.argwhere(layout.table_of == table)[0][1]
        region = geography.municipality_region[place]
        area = {
            Area.RIJK: "Rijk",
            Area.PROVINCIE: geography.province_name[geography.region_province[region]],
            Area.REGIO: geography.region_name[region],
            Area.GEMEENTE: geography.municipality_name[place],
        }[Area(int(layout.table_kind[table]))]
        return f"{area}: {opgaven}"

    def project(self, j: int) -> dict[str, Any]:
        """One project as it stands, with its waiting clocks in quarters."""
        projects, state = self.country.projects, self.state
        return {
            "id": j,
            "opgave": self.country.geography.opgaven[projects.opgave[j]].id,
            "phase": PHASES[state.phase[j]],
            "size": float(state.size[j]),
            "clocks": {c: float(x) for c, x in zip(CAUSES, state.clocks[j], strict=True) if x},
        }

    def _leak(self, leak: int) -> str:
        pots, governments = len(self.state.balance), len(self.country.governments.staff)
        if leak < pots:
            return f"pot {leak} does not balance"
        if leak < pots + governments:
            return f"hours of {self.country.governments.name[leak - pots]} do not add up"
        name = self.country.geography.municipality_name[leak - pots - governments]
        return f"own funds of {name} are overdrawn"


@functools.cache
def _parameters(rule: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(inspect.signature(getattr(rule, "py_func", rule)).parameters)


def _bind(rule: Callable[..., Any], names: dict[str, Any]) -> tuple[Any, tuple[Any, ...], bool]:
    """A submodel with the arrays and scalars its parameters name, except the quarter t."""
    parameters = _parameters(rule)
    timed = parameters[:1] == ("t",)
    return rule, tuple(names[p] for p in parameters[timed:]), timed
