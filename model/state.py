"""What changes during a run: named arrays with their axes (docs/odd.md; architecture: State).

N projects, L links, M municipalities, R regions, K opgaven, B pots, G governments, Q packages,
T tables, C causes. Quarters are counted from 2021Q1 = 0; NEVER means: has not happened.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.codes import (
    CAUSES,
    HOURS,
    MEMBERS_STALE,
    N_BUILDING,
    N_PLANNING,
    N_WAITING,
    OPEN,
    WINDOW,
)
from model.country import DECIDED, IDEA, PLANNING, Country
from model.fixed import DRAAGVLAK_START, TRUST_START
from model.geography import BoolArray, FloatArray, IntArray
from model.layout import NEVER, Layout
from model.opgaven import QUARTERS


@dataclass(eq=False)
class State:
    """One run's state; every field is an array, mutated in place by the submodels."""

    # projects (N,)
    phase: IntArray
    size: FloatArray
    cost: FloatArray  # at price level 1; consent that was bought adds to it (V7)
    work: FloatArray
    work_left: FloatArray
    merit: FloatArray  # as perceived at the deciding table
    place: FloatArray  # merit in the national order: of a stack the better one's
    decided_set: IntArray
    decided_quarter: IntArray
    paid_quarter: IntArray
    paid_rijk: FloatArray
    paid_own: FloatArray
    paid_by: BoolArray  # (N, W)
    ready_from: IntArray  # quarter in which the minimum planning time is served
    permit_drawn: IntArray  # quarter in which clashes and objection were drawn (S9)
    permit_quarter: IntArray
    clash_until: IntArray
    permit_from: IntArray
    objected: BoolArray
    finish: IntArray  # quarter in which building ends
    longer: IntArray  # quarters a court shock adds to building
    done_quarter: IntArray
    cool_until: IntArray
    attempts: IntArray
    candidate_at: IntArray
    stack_link: IntArray
    refusal: IntArray  # S7: OWN_SHARE, STAFF or WINDOW (= pots)
    pot_need: FloatArray
    staff_part: FloatArray  # of this planning quarter
    clocks: FloatArray  # (N, C) quarters
    # links (L,)
    link_status: IntArray
    stacked_at: IntArray
    # squares (R, K)
    credit: FloatArray
    realised: FloatArray
    deciding: IntArray  # which set decides: 0 base, 1 arrangement
    square_speed: FloatArray
    # tables, packages
    account: FloatArray
    operational: BoolArray  # (T,)
    table_province: IntArray  # (T, P) bit sets of opgaven
    table_seen: IntArray  # (T,)
    package_province: IntArray  # (Q, P)
    package_seen: IntArray  # (Q,)
    package_sum: FloatArray  # (Q, 3) weights of members
    package_present: FloatArray  # (Q, 3) weights x attendance
    speed: FloatArray  # (Q,)
    entry_package: IntArray
    entry_government: IntArray
    entry_bits: IntArray
    entry_weight: FloatArray
    ideas_left: IntArray  # (M, K) undecided ideas
    # pots (B,)
    balance: FloatArray
    claim: FloatArray
    inflow: FloatArray
    spent: FloatArray
    drifted: FloatArray
    lapsed: FloatArray
    cut: FloatArray
    inflow_now: FloatArray
    cut_now: FloatArray
    before_cut: FloatArray
    pot_open: BoolArray
    pot_due: FloatArray
    slot_count: IntArray
    lost: FloatArray  # (80, 3) national drifted, lapsed, cut up to and including the quarter
    # governments (G,)
    asked: FloatArray
    attendance: FloatArray
    talk: FloatArray
    report_due: FloatArray
    reporting: FloatArray
    apply_due: FloatArray
    applying: FloatArray
    work_hours: FloatArray
    idle: FloatArray
    overvraagd: FloatArray
    backlog_now: FloatArray  # (M,)
    own_drawn: FloatArray  # (M,)
    hours_year: FloatArray  # (20, 3, 6)
    asked_year: FloatArray  # (20, 3) hours asked at tables
    overhead_hours: FloatArray  # (G,) talk, reporting and applying so far
    # regions (R,)
    draagvlak: FloatArray
    trust: FloatArray
    event: FloatArray  # draagvlak lost to events this quarter
    building_burden: FloatArray
    finished: FloatArray  # units done this quarter
    # lists
    counts: IntArray
    candidates: IntArray
    by_package: IntArray
    package_first: IntArray  # (Q + 1,)
    verdict: IntArray  # of a candidate: 0 in, 1 imposed, 2 dropped
    hosts: IntArray
    host_value: FloatArray
    host_size: FloatArray
    host_count: IntArray
    host_worst: IntArray
    fresh: IntArray
    waiting: IntArray
    planning: IntArray
    building: IntArray
    queue: IntArray
    ready: IntArray
    stacks: IntArray
    space_room: FloatArray  # (K,)


def start_state(country: Country, layout: Layout, merit_base: FloatArray) -> State:
    """The state at the start of 2021.

    Parameters
    ----------
    merit_base : ndarray (N,)
        Merit as perceived at the base's tables: that of projects decided before 2021.
    """
    projects, count, links = country.projects, len(country.projects), len(country.links)
    municipalities, regions, provinces, opgaven = country.geography.shape
    governments = len(country.governments.staff)
    tables, packages = len(layout.table_kind), len(layout.package_table)
    pots = len(layout.pot_window)

    def floats(*shape: int) -> FloatArray:
        return np.zeros(shape)

    def ints(*shape: int, value: int = 0) -> IntArray:
        return np.full(shape, value, dtype=np.int64)

    def bools(*shape: int) -> BoolArray:
        return np.zeros(shape, dtype=np.bool_)

    decided = projects.phase == DECIDED
    state = State(
        phase=projects.phase.copy(),
        size=projects.size.copy(),
        cost=projects.cost.copy(),
        work=projects.work.copy(),
        work_left=projects.work_left.copy(),
        merit=merit_base.copy(),
        place=merit_base.copy(),
        decided_set=ints(count),
        decided_quarter=np.where(projects.phase == IDEA, NEVER, -1),
        paid_quarter=np.where(projects.running, -1, NEVER),
        paid_rijk=floats(count),
        paid_own=floats(count),
        paid_by=bools(count, layout.pot_of.shape[2]),
        ready_from=np.where(projects.phase == PLANNING, projects.planning_left - 1, NEVER),
        permit_drawn=ints(count, value=NEVER),
        permit_quarter=ints(count, value=NEVER),
        clash_until=ints(count, value=-1),
        permit_from=ints(count, value=-1),
        objected=bools(count),
        finish=np.where(projects.building_left > 0, projects.building_left - 1, NEVER),
        longer=ints(count),
        done_quarter=ints(count, value=NEVER),
        cool_until=ints(count, value=-1),
        attempts=ints(count),
        candidate_at=ints(count, value=-1),
        stack_link=ints(count, value=-1),
        refusal=ints(count, value=WINDOW),
        pot_need=floats(count),
        staff_part=floats(count),
        clocks=floats(count, len(CAUSES)),
        link_status=ints(links, value=OPEN),
        stacked_at=ints(links, value=NEVER),
        credit=country.start_credit.copy(),
        realised=floats(regions, opgaven),
        deciding=ints(regions, opgaven),
        square_speed=floats(regions, opgaven),
        account=floats(len(layout.account_table)),
        operational=bools(tables),
        table_province=ints(tables, provinces),
        table_seen=ints(tables),
        package_province=ints(packages, provinces),
        package_seen=ints(packages),
        package_sum=floats(packages, 3),
        package_present=floats(packages, 3),
        speed=floats(packages),
        entry_package=ints(_entries(country, layout)),
        entry_government=ints(_entries(country, layout)),
        entry_bits=ints(_entries(country, layout)),
        entry_weight=floats(_entries(country, layout)),
        ideas_left=_ideas_left(country),
        balance=floats(pots),
        claim=floats(pots),
        inflow=floats(pots),
        spent=floats(pots),
        drifted=floats(pots),
        lapsed=floats(pots),
        cut=floats(pots),
        inflow_now=floats(pots),
        cut_now=floats(pots),
        before_cut=floats(pots),
        pot_open=bools(pots),
        pot_due=floats(pots),
        slot_count=ints(len(layout.slot_pot)),
        lost=floats(QUARTERS, 3),
        asked=floats(governments),
        attendance=floats(governments),
        talk=floats(governments),
        report_due=floats(governments),
        reporting=floats(governments),
        apply_due=floats(governments),
        applying=floats(governments),
        work_hours=floats(governments),
        idle=floats(governments),
        overvraagd=floats(governments),
        backlog_now=floats(municipalities),
        own_drawn=floats(municipalities),
        hours_year=floats(QUARTERS // 4, 3, len(HOURS)),
        asked_year=floats(QUARTERS // 4, 3),
        overhead_hours=floats(governments),
        draagvlak=np.full(regions, DRAAGVLAK_START),
        trust=np.full(regions, TRUST_START),
        event=floats(regions),
        building_burden=floats(regions),
        finished=floats(regions),
        counts=ints(10),
        candidates=ints(count),
        by_package=ints(count),
        package_first=ints(packages + 1),
        verdict=ints(count),
        hosts=ints(municipalities),
        host_value=floats(municipalities),
        host_size=floats(municipalities),
        host_count=ints(municipalities),
        host_worst=ints(municipalities),
        fresh=ints(count),
        waiting=ints(count),
        planning=ints(count),
        building=ints(count),
        queue=ints(count),
        ready=ints(count),
        stacks=ints(max(links, 1)),
        space_room=floats(opgaven),
    )
    order = np.lexsort((np.arange(count), -state.place))
    _fill(state, state.waiting, N_WAITING, order[decided[order]])
    running = np.flatnonzero(projects.phase == PLANNING)
    order = running[np.lexsort((running, projects.remaining[running]))]
    _fill(state, state.planning, N_PLANNING, order)
    _fill(state, state.building, N_BUILDING, np.flatnonzero(projects.building_left > 0))
    state.counts[MEMBERS_STALE] = 1
    return state


def _fill(state: State, into: IntArray, counter: int, members: IntArray) -> None:
    into[: len(members)] = members
    state.counts[counter] = len(members)


def _ideas_left(country: Country) -> IntArray:
    municipalities, _, _, opgaven = country.geography.shape
    projects = country.projects
    square = projects.municipality * opgaven + projects.opgave
    ideas = np.bincount(square[projects.phase == IDEA], minlength=municipalities * opgaven)
    return ideas.reshape(municipalities, opgaven).astype(np.int64)


def _entries(country: Country, layout: Layout) -> int:
    """Room for every member of every package: hosts, provinces and ministries."""
    municipalities, _, provinces, opgaven = country.geography.shape
    ministries = len(country.geography.ministries)
    return 2 * municipalities * opgaven + len(layout.package_table) * (provinces + ministries)
