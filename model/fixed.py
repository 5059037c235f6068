"""Every other number of the rules: listed with its mark, not swept (docs/odd.md 5, "Fixed").

`FIXED` is what docs and the annex read; the submodels import the values by name.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fixed:
    """One fixed number: value, unit, where it acts, mark (G guess, D definition, F found)."""

    value: float
    unit: str
    submodel: str
    mark: str
    what: str


FIXED: dict[str, Fixed] = {}


def _fix(name: str, value: float, unit: str, submodel: str, mark: str, what: str) -> float:
    FIXED[name] = Fixed(value, unit, submodel, mark, what)
    return value


UNITS = _fix("units", 3000.0, "units", "country", "D", "units in a national target")
PLAN_STOCK = _fix(
    "plan_stock", 1.3, "of target", "country", "F",
    "plan stock 130 % (omgevingsweb.nl: 1,093,100 plans on 846,200 homes, about 2023)")  # fmt: skip
PROJECT_SIZE = _fix("project_size", 12.0, "units", "country", "G", "mean size of a project")
SIZE_SPREAD = _fix("size_spread", 0.6, "log sd", "country", "G", "spread of project sizes")
MERIT_SPREAD = _fix("merit_spread", 0.3, "log sd", "country", "G", "spread of merit")
RUNNING_PLAN = _fix(
    "running_plan", 1.6, "x minimum", "country", "G", "longest planning left")  # fmt: skip
RUNNING_NEED = _fix(
    "running_need", 0.6, "of running", "country", "G", "work already done")  # fmt: skip
NEED_TAIL = _fix("need_tail", 8.0, "quarters", "country", "G", "last quarters without planning")
STRENGTH_CAP = _fix("strength_cap", 0.9, "share", "country", "G", "largest strength of a link")
MEAN_FTE = _fix(
    "mean_fte", 190.0, "fte", "country", "G",
    "need of the mean municipality: spend / EUR 85,000 / .85")  # fmt: skip
OWN_PART = _fix("own_part", 0.3, "of need", "S2", "G", "cost borne from own funds")
OWN_BY_NEED = _fix("own_by_need", 0.5, "share", "S2", "G", "own funds spread by need")
SOLVENCY_LOW = _fix("solvency_low", 0.8, "x median", "S2", "G", "lowest effect of solvency")
SOLVENCY_HIGH = _fix("solvency_high", 1.25, "x median", "S2", "G", "highest effect of solvency")
CUT_SCALE = _fix("cut_scale", 4.0, "quarters of inflow", "S2", "G", "balance half cut")
DRIFT_CONTROL = _fix("drift_control", 0.5, "of drift", "S2", "G", "drift that control stops")
DRIFT_WATCHED = _fix("drift_watched", 0.5, "of drift", "S2", "G", "drift a table leaves")
CREDIT_FLOOR = _fix("credit_floor", 2.0, "candidates", "S4", "G", "smallest cap of credit")
CREDIT_QUARTERS = _fix("credit_quarters", 6.0, "quarters", "S4", "G", "credit that is kept")
TRUST_SHIFT = _fix("trust_shift", 0.5, "trust", "S5 S6", "G", "trust at which nothing changes")
IMPOSED = _fix("imposed", 0.004, "draagvlak", "S5", "G", "draagvlak lost by an imposed project")
ACCOUNT_DECAY = _fix("account_decay", 0.97, "a quarter", "S5", "G", "memory of a table")
STACKABLE = _fix("stackable", 0.7, "of work left", "S6", "G", "planning that can be joined")
STACK_WORK = _fix("stack_work", 0.5, "of strength", "S6", "G", "work a stack saves")
SETTLED = _fix("settled", 0.5, "of price x strength", "S6", "G", "size lost, work added")
HOLDER_PART = _fix("holder_part", 1 / 3, "of host", "S7 S8", "G", "hours of a pot's holder")
WORK_CAP = _fix("work_cap", 1.5, "of even pace", "S8", "G", "fastest planning of a project")
REPORT_BASE = _fix("report_base", 0.25, "share", "S8", "G", "reporting without control")
CLASH_WAIT = _fix("clash_wait", 16.0, "quarters x strength", "S9", "G", "delay of a clash")
CLASH_DRAAGVLAK = _fix("clash_draagvlak", 0.01, "draagvlak", "S9", "G", "draagvlak lost by a clash")
OBJECTION_SCALE = _fix("objection_scale", 1.5, "factor", "S9", "G", "objection per burden")
OBJECTION_WAIT = _fix("objection_wait", 4.0, "quarters", "S9", "G", "shortest objection")
OBJECTION_MORE = _fix("objection_more", 7.0, "quarters", "S9", "G", "range of objections")
DRAAGVLAK_START = _fix("draagvlak_start", 0.55, "draagvlak", "S11", "G", "start and rest point")
DRAAGVLAK_SPEED = _fix("draagvlak_speed", 0.05, "a quarter", "S11", "G", "return to rest")
DRAAGVLAK_GAIN = _fix("draagvlak_gain", 0.6, "of realised share", "S11", "G", "visible results")
DRAAGVLAK_BURDEN = _fix("draagvlak_burden", 0.05, "of share building", "S11", "G", "nuisance")
TRUST_START = _fix("trust_start", 0.5, "trust", "S11", "G", "trust in 2021")
GREEN = _fix("green", 0.95, "of target", "outcomes", "D", "green light")
AMBER = _fix("amber", 0.70, "of target", "outcomes", "D", "amber light")
SLACK = _fix("slack", 1e-9, "relative", "all", "D", "slack of every threshold")
