"""Outcomes of one run of the real country, counted again project by project."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from worlds import GEBIED, ROWS, arrange, world

from model.assumptions import Assumptions
from model.codes import BROKEN, CAUSES, KEPT, OPEN, SETTLED, STACKED, SURFACED
from model.geography import Geography
from model.netherlands import Netherlands
from model.outcomes import LOSSES, Outcomes, outcomes

NEVER = 80
IDEA, DONE, STRANDED = 0, 4, 5
KINDS = ("talk", "reporting", "applying", "work_hours", "idle", "overvraagd", "asked")


class Recount:
    """A run, with what was seen of it quarter by quarter."""

    def __init__(self, model: Netherlands) -> None:
        self.model = model
        self.seen: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        self.draagvlak: list[Any] = []  # at the start of each quarter
        while model.quarter < 80:
            self.draagvlak.append(model.state.draagvlak.copy())
            model.step()
            for kind in KINDS:
                self.seen[kind].append(getattr(model.state, kind).copy())
        self.hours = {kind: np.array(rows) for kind, rows in self.seen.items()}
        self.result: Outcomes = outcomes(model)
        self.scalars = self.result.scalars
        self.opgaven = model.country.geography.opgaven
        self.target = model.country.target

    def projects(self) -> list[tuple[int, int, int]]:
        """Number, region, opgave of every project."""
        p = self.model.country.projects
        return [(j, int(p.region[j]), int(p.opgave[j])) for j in range(len(p.size))]

    def realised(self, before: list[int]) -> Any:
        """Units per square done before a quarter, given for each opgave."""
        done = np.zeros(self.target.shape)
        for j, r, k in self.projects():
            if self.model.state.done_quarter[j] < before[k]:
                done[r, k] += self.model.state.size[j]
        return done

    def at_deadline(self) -> Any:
        return self.realised([o.deadline for o in self.opgaven])

    def link_rows(self) -> list[dict[str, Any]]:
        links, state = self.model.country.links, self.model.state
        rows = []
        for i in range(len(links.first)):
            ends = (int(links.first[i]), int(links.second[i]))
            when = [int(state.decided_quarter[j]) for j in ends]
            rows.append({
                "synergy": bool(links.synergy[i]), "chain": bool(links.chain[i]),
                "status": int(state.link_status[i]), "fresh": any(0 <= t < 80 for t in when),
            })  # fmt: skip
        return rows

    def links(self, *status: int, **asked: Any) -> int:
        """Links in one of these states, and as asked."""
        return sum(
            row["status"] in status and all(row[n] == v for n, v in asked.items())
            for row in self.link_rows()
        )


@pytest.fixture(scope="module")
def run(nederland: Geography) -> Recount:
    # Dense links, a short patience, much stranding and a slow agenda, so that no count is 0.
    assumptions = Assumptions(density=3, sync=2, strand=0.8, theta=1, fixed=0.7, pace=0.02)
    country = world(nederland, assumptions, seed=3, money=1.1, staff=1.2)
    return Recount(Netherlands(country, arrange(ROWS, GEBIED), agents=False))


@pytest.fixture(scope="module")
def calm(nederland: Geography) -> Recount:
    """No links and ample means: some opgaven are met."""
    country = world(nederland, Assumptions(density=0), seed=3, money=1.5, staff=1.8)
    return Recount(Netherlands(country, arrange(ROWS, GEBIED), agents=False))


def test_stacks_and_synergies(run: Recount) -> None:
    x = run.scalars
    assert x["stacks_made"] == run.links(STACKED, KEPT, BROKEN) > 0
    assert x["stacks_kept"] == run.links(KEPT) > 0
    assert x["stacks_broken"] == run.links(BROKEN) > 0
    assert x["synergy_missed"] == run.links(OPEN, synergy=True, fresh=True) > 0
    assert run.links(OPEN, synergy=True, fresh=False) > 0
    assert run.links(KEPT, BROKEN, STACKED, synergy=False) == 0


def test_conflicts(run: Recount) -> None:
    x = run.scalars
    assert x["conflicts_settled"] == run.links(SETTLED) > 0
    assert x["conflicts_surfaced"] == run.links(SURFACED) > 0
    assert x["conflicts_open"] == run.links(OPEN, synergy=False) > 0
    assert run.links(SETTLED, SURFACED, synergy=True) == 0


@pytest.mark.parametrize(("name", "chain"), [("place", False), ("chain", True)])
def test_links_of_each_kind(run: Recount, name: str, chain: bool) -> None:
    x = run.scalars
    assert x[f"settled_{name}"] == run.links(SETTLED, chain=chain)
    assert x[f"surfaced_{name}"] == run.links(SURFACED, chain=chain) > 0
    assert x[f"stacked_{name}"] == run.links(KEPT, chain=chain)
    assert x[f"missed_{name}"] == run.links(OPEN, synergy=True, fresh=True, chain=chain) > 0
    assert x[f"open_{name}"] == run.links(OPEN, synergy=False, chain=chain) > 0


def test_the_two_kinds_of_links_add_up(run: Recount) -> None:
    x = run.scalars
    for kind, total in (("settled", "conflicts_settled"), ("surfaced", "conflicts_surfaced"),
                        ("stacked", "stacks_kept"), ("missed", "synergy_missed"),
                        ("open", "conflicts_open")):  # fmt: skip
        assert x[f"{kind}_place"] + x[f"{kind}_chain"] == x[total], kind


def test_projects_that_strand_or_are_never_decided(run: Recount) -> None:
    phase = [int(x) for x in run.model.state.phase]
    assert run.scalars["stranded"] == phase.count(STRANDED) > 0
    assert run.scalars["undecided"] == pytest.approx(phase.count(IDEA) / len(phase))
    assert 0 < run.scalars["undecided"] < 1


def test_years_to_done_count_from_the_decision(run: Recount) -> None:
    state = run.model.state
    waits = [
        (int(state.done_quarter[j]) - int(state.decided_quarter[j])) / 4
        for j, _, _ in run.projects()
        if state.phase[j] == DONE and state.decided_quarter[j] >= 0
    ]
    assert run.scalars["years_to_done"] == pytest.approx(sum(waits) / len(waits))
    assert 3 < run.scalars["years_to_done"] < 15  # minimum times are 3 to 7 years


def test_objections_follow_burden_and_draagvlak(run: Recount) -> None:
    state, count = run.model.state, 0
    projects, objection = run.model.country.projects, run.model.assumptions.objection
    for j, r, k in run.projects():
        t = int(state.permit_drawn[j])
        if t < NEVER and state.phase[j] != STRANDED:  # a project strands before the objection
            unhappy = 1.5 * objection * run.opgaven[k].burden * (1 - run.draagvlak[t][r])
            count += projects.objection_luck[j] < min(1, unhappy)
    assert run.scalars["objections"] == count > 0


def test_hours_per_tier_and_kind(run: Recount) -> None:
    governments = run.model.country.governments
    for tier, name in enumerate(("rijk", "provincie", "gemeente")):
        rows = [g for g in range(len(governments.tier)) if governments.tier[g] == tier]
        staff = sum(governments.staff[g] for g in rows) * 80
        for kind in KINDS:
            total = sum(run.hours[kind][:, g].sum() for g in rows)
            label = "work" if kind == "work_hours" else kind
            assert run.scalars[f"hours_{name}_{label}"] == pytest.approx(total / staff), label
            year = [run.hours[kind][4 * y : 4 * y + 4, rows].sum() for y in range(20)]
            assert run.result.hours[label][:, tier] == pytest.approx(year), label
    assert run.scalars["hours_gemeente_talk"] > 0
    assert run.scalars["hours_gemeente_work"] > run.scalars["hours_provincie_work"] == 0


def test_overhead_of_small_and_large_municipalities(run: Recount) -> None:
    governments = run.model.country.governments
    people = run.model.country.geography.inhabitants
    first = len(governments.staff) - len(people)
    for name, chosen in (("small", people < 25_000), ("large", people > 100_000)):
        rows = [first + m for m in np.flatnonzero(chosen)]
        spent = sum(run.hours[kind][:, rows].sum() for kind in ("talk", "reporting", "applying"))
        expected = spent / (80 * sum(governments.staff[g] for g in rows))
        assert run.scalars[f"overhead_{name}"] == pytest.approx(expected), name
    assert run.scalars["overhead_small"] > run.scalars["overhead_large"] > 0


def test_realised_by_2030_2035_and_2040(run: Recount) -> None:
    for year in (2030, 2035, 2040):
        last = (year - 2021) * 4 + 3  # the fourth quarter of that year
        done = run.realised([last + 1] * len(run.opgaven))
        assert run.result.squares[f"q_{year}"] == pytest.approx(done)
        share = np.minimum(done, run.target).sum() / run.target.sum()
        assert run.scalars[f"realised_{year}"] == pytest.approx(share), year
    assert (
        run.scalars["realised_2030"] < run.scalars["realised_2035"] < run.scalars["realised_2040"]
    )


@pytest.mark.parametrize("which", ["run", "calm"])
def test_national_opgaven_met_and_the_weakest(which: str, request: pytest.FixtureRequest) -> None:
    run: Recount = request.getfixturevalue(which)
    done = run.at_deadline()
    capped = np.minimum(done, run.target).sum(axis=0) / run.target.sum(axis=0)
    uncapped = done.sum(axis=0) / run.target.sum(axis=0)
    for k, o in enumerate(run.opgaven):
        assert run.scalars[f"realised_{o.id}"] == pytest.approx(capped[k])
    assert run.scalars["weakest"] == pytest.approx(min(capped))
    assert run.scalars["national_met"] == sum(share >= 0.95 for share in uncapped)
    assert run.scalars["national_met_capped"] == sum(share >= 0.95 for share in capped)
    if which == "calm":
        assert 7 > run.scalars["national_met"] > run.scalars["national_met_capped"]


@pytest.mark.parametrize("norm", [90, 95, 100])
def test_lights_counted_and_weighted_by_inhabitants(run: Recount, norm: int) -> None:
    geography = run.model.country.geography
    done, people, green, living = run.at_deadline(), np.zeros(len(run.target)), 0, 0.0
    for m, r in enumerate(geography.municipality_region):
        people[r] += geography.inhabitants[m]
    for r in range(len(run.target)):
        for k in range(len(run.opgaven)):
            if done[r, k] >= norm / 100 * run.target[r, k] * (1 - 1e-9):
                green += 1
                living += people[r]
    assert run.scalars[f"green_{norm}"] == green > 0
    assert run.scalars[f"green_{norm}_people"] == pytest.approx(living / people.sum() / 7)


def test_gini_draagvlak_trust_and_welfare(run: Recount) -> None:
    state, done = run.model.state, run.at_deadline()
    capped = np.minimum(done, run.target)
    share = capped.sum(axis=1) / run.target.sum(axis=1)
    pairs = sum(abs(a - b) for a in share for b in share)
    assert run.scalars["gini_regions"] == pytest.approx(pairs / (2 * len(share) * share.sum()))
    weight = run.target.sum(axis=1) / run.target.sum()
    assert run.scalars["draagvlak"] == pytest.approx((weight * state.draagvlak).sum())
    assert run.scalars["trust"] == pytest.approx((weight * state.trust).sum())
    now = [k for k, o in enumerate(run.opgaven) if o.id in ("wonen", "mobiliteit", "werken")]
    later = [k for k in range(7) if k not in now]
    welfare = {"now": 0.0, "later": 0.0}
    for r in range(len(run.target)):
        parts = [capped[r, k] / run.target[r, k] for k in range(7)]
        for name, values in (
            ("now", [parts[k] for k in now] + [state.draagvlak[r]]),
            ("later", [parts[k] for k in later]),
        ):
            if min(values) > 0:
                welfare[name] += weight[r] * len(values) / sum(1 / x for x in values)
    assert run.scalars["welfare_now"] == pytest.approx(welfare["now"])
    assert run.scalars["welfare_later"] == pytest.approx(welfare["later"])


def test_money(run: Recount) -> None:
    country, state, x = run.model.country, run.model.state, run.scalars
    quarters = [o.deadline - o.min_planning - o.min_building for o in run.opgaven]
    needed = sum(n * q for n, q in zip(country.rijk_need, quarters, strict=True))
    assert x["money_inflow"] == pytest.approx(country.means.money * needed)
    own = sum(n * q for n, q in zip(country.own_need, quarters, strict=True))
    assert x["money_own_drawn"] == pytest.approx(sum(state.paid_own) / own)
    assert x["money_spent"] == pytest.approx(sum(state.paid_rijk) / x["money_inflow"])
    for name in ("balance", "drifted", "lapsed", "cut"):
        assert x[f"money_{name}"] == pytest.approx(sum(getattr(state, name)) / x["money_inflow"])
    assert x["money_per_unit"] == pytest.approx(
        sum(state.paid_rijk) / sum(state.size[j] for j, _, _ in run.projects()
                                   if state.phase[j] == DONE)
    )  # fmt: skip


def test_what_happened_in_each_year(run: Recount) -> None:
    state = run.model.state
    realised, rijk, own = np.zeros((20, 7)), np.zeros((20, 7)), np.zeros((20, 7))
    for j, _, k in run.projects():
        if state.done_quarter[j] < 80:
            realised[state.done_quarter[j] // 4 :, k] += state.size[j]
        if 0 <= state.paid_quarter[j] < 80:
            rijk[state.paid_quarter[j] // 4, k] += state.paid_rijk[j]
            own[state.paid_quarter[j] // 4, k] += state.paid_own[j]
    assert run.result.years["realised"] == pytest.approx(realised)
    for year in (2021, 2030, 2040):
        capped = run.realised([4 * (year - 2020)] * 7)
        assert run.result.years["realised_capped"][year - 2021] == pytest.approx(
            np.minimum(capped, run.model.country.target).sum(axis=0)
        )
    assert run.result.years["rijk_money"] == pytest.approx(rijk)
    assert run.result.years["own_money"] == pytest.approx(own)


def test_the_loss_waterfall(run: Recount) -> None:
    state, given = run.model.state, run.model.country.projects
    done = run.at_deadline()
    regions, opgaven = run.target.shape
    for r in range(regions):
        for k in range(opgaven):
            deadline = run.opgaven[k].deadline
            mine = np.flatnonzero((given.region == r) & (given.opgave == k))
            unmet = max(0.0, run.target[r, k] - done[r, k])
            shrunk = sum(
                given.size[j] - state.size[j] for j in mine if state.decided_quarter[j] < deadline
            )
            loss = dict.fromkeys(LOSSES, 0.0)
            loss["settlement"] = min(unmet, shrunk)
            rest = unmet - loss["settlement"]
            undone = [j for j in mine if state.done_quarter[j] >= deadline]
            size = {  # at the deadline: what is settled later still had its first size
                j: (state.size if state.decided_quarter[j] < deadline else given.size)[j]
                for j in undone
            }
            together = sum(size.values())
            if not undone:
                loss["time"] += rest
            lost = state.lost[deadline - 1]
            for j in undone:
                units, waited = rest * size[j] / together, sum(state.clocks[j])
                if waited == 0:
                    loss["time"] += units
                    continue
                for cause, quarters in zip(CAUSES, state.clocks[j], strict=True):
                    if cause == "lost_money":
                        for name, money in zip(("drifted", "lapsed", "cut"), lost, strict=True):
                            loss[name] += units * quarters / waited * money / sum(lost)
                    else:
                        loss[cause] += units * quarters / waited
            for name, units in loss.items():
                assert run.result.squares[f"loss_{name}"][r, k] == pytest.approx(units, abs=1e-9), (
                    r,
                    k,
                    name,
                )
