"""docs/odd.md 6: at its neutral value a mechanism changes nothing, exactly.

Where the neutral value switches a mechanism off, whatever else belongs to the mechanism may
take any value without changing one bit; each case also shows that it matters when on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from worlds import COLUMNS, GEBIED, INFINITE, PROGRAMMES, ROWS, SPUKS, arrange, run, same, world

from model.arrangement import Pot, Tables, Terms
from model.assumptions import Assumptions
from model.geography import Geography
from model.netherlands import Netherlands


def _as_it_is(geography: Geography) -> Geography:
    return geography


@dataclass(frozen=True)
class Setting:
    """One run: assumptions, terms, means, blocks and a change of the geography."""

    assumptions: dict[str, float]
    terms: dict[str, float] | None = None
    means: dict[str, Any] | None = None
    tables: Tables = ROWS
    pots: tuple[Pot, ...] = SPUKS
    geography: Callable[[Geography], Geography] = _as_it_is

    def run(self, geography: Geography, **more: float) -> Netherlands:
        """Run it, with some assumptions changed."""
        assumptions = Assumptions(**{**self.assumptions, **more})
        country = world(self.geography(geography), assumptions, **(self.means or {}))
        return run(country, arrange(self.tables, self.pots, Terms(**(self.terms or {}))))


def _even(geography: Geography) -> Geography:
    return replace(geography, spending=np.ones_like(geography.spending))


def _unburdened(geography: Geography) -> Geography:
    return replace(geography, opgaven=tuple(replace(o, burden=0.0) for o in geography.opgaven))


def _alike(geography: Geography) -> Geography:
    return replace(geography, inhabitants=np.sort(geography.inhabitants))


A = dict
CASES: dict[str, tuple[dict[str, float], Setting, Setting]] = {
    # id: neutral assumptions, and two settings that then give the same bits
    "M1": (A(talk=0), Setting(A(theta=0.6)), Setting(A(theta=1.4))),
    "M4": (A(density=0), Setting(A(strength=0.15, sync=2)), Setting(A(strength=0.5, sync=16))),
    "M5": (A(density=0), Setting(A(clash=0.3, strand=0.1)), Setting(A(clash=0.9, strand=0.8))),
    "M8": (A(talk=0), Setting(A(attend_max=0.1)), Setting(A(attend_max=1))),
    "M9": (A(noise_far=0.3, noise_near=0.3, capture=0, complexity=0, startup=0, density=0, talk=0,
             tolerance=INFINITE, specialisation=0),
           Setting(A(), A(frame=1), tables=COLUMNS), Setting(A(), A(frame=1), tables=ROWS)),
    "M11": (A(report=0), Setting(A(eta=0)), Setting(A(eta=0.4))),
    "M12": (A(trust_speed=0), Setting(A(trust_control=0)), Setting(A(trust_control=0.4))),
    "C1": (A(specialisation=0, density=0, complexity=0, startup=0, talk=0, tolerance=INFINITE,
             noise_far=0.2, noise_near=0.2, capture=0),
           Setting(A(), A(frame=1), tables=COLUMNS), Setting(A(), A(frame=1), tables=ROWS)),
    "C2": (A(complexity=0, startup=0), Setting(A(axis_weight=0.25)), Setting(A(axis_weight=0.75))),
    "C3": (A(tolerance=INFINITE), Setting(A(), A(quorum=0.5)), Setting(A(), A(quorum=1))),
    "C4": (A(density=0), Setting(A(price=0.1)), Setting(A(price=1))),
    "C7": (A(startup=0), Setting(A(overlap=0)), Setting(A(overlap=1))),
    "C8": (A(cut=0), Setting(A(), A(firmness=0)), Setting(A(), A(firmness=1))),
    "C12": (A(staff_spread=0), Setting(A()), Setting(A(), geography=_even)),
    "C13": (A(chain_share=0), Setting(A(reach_chain=20)), Setting(A(reach_chain=150))),
}  # fmt: skip
# what matters once the mechanism is on, where the neutral case alone would not show it
ON: dict[str, dict[str, float]] = {
    "M1": A(talk=6, attend_max=0.1), "M4": A(density=4), "M5": A(density=4),
    "M8": A(talk=6), "M9": A(noise_far=0.8), "M11": A(report=6),
    "M12": A(trust_speed=0.1, visibility=0.5), "C1": A(specialisation=0.15),
    "C2": A(complexity=3, pace=0.02), "C3": A(tolerance=0.05, hetero=0.9), "C4": A(density=4),
    "C7": A(startup=24), "C8": A(cut=0.8), "C12": A(staff_spread=1), "C13": A(chain_share=0.8),
}  # fmt: skip


@pytest.mark.parametrize("mechanism", CASES)
def test_neutral_changes_nothing(nederland: Geography, mechanism: str) -> None:
    neutral, one, other = CASES[mechanism]
    assert same(one.run(nederland, **neutral), other.run(nederland, **neutral))


@pytest.mark.parametrize("mechanism", CASES)
def test_switched_on_it_changes_something(nederland: Geography, mechanism: str) -> None:
    neutral, one, other = CASES[mechanism]
    on = {**neutral, **ON[mechanism]}
    means = A(staff=0.6)
    one, other = replace(one, means=means), replace(other, means=means)
    assert not same(one.run(nederland, **on), other.run(nederland, **on))


def test_m2_equal_blocks_are_one_pot_however_written(nederland: Geography) -> None:
    country = world(nederland)
    halves = tuple(replace(GEBIED[0], name=name, share=0.5) for name in "ab")
    whole, split = (run(country, arrange(ROWS, pots)) for pots in (GEBIED, halves))
    assert same(whole, split)
    assert len(whole.state.balance) == len(split.state.balance)
    assert not same(whole, run(country, arrange(ROWS, (halves[0], replace(SPUKS[1], share=0.5)))))


def test_c15_only_a_broad_promise_can_be_broken(nederland: Geography) -> None:
    for pots, broken, moved in ((GEBIED, 0.0, False), (GEBIED, 0.6, True), (SPUKS, 0.6, False)):
        state = Setting(
            A(broken=broken, trust_speed=0), A(firmness=0), pots=pots
        ).run(nederland).state  # fmt: skip
        assert np.any(state.cut > 0)
        assert bool(np.any(state.trust < 0.5)) == moved


def test_m3_a_pot_that_is_always_open_has_no_calendar(nederland: Geography) -> None:
    country = world(nederland)
    moved = replace(country, window_luck=1 - country.window_luck)
    arm = arrange(ROWS, PROGRAMMES)
    assert same(run(country, arm), run(moved, arm))
    windows = arrange(ROWS, tuple(replace(p, window=8) for p in PROGRAMMES))
    assert not same(run(country, windows), run(moved, windows))


def test_m6_without_objections_their_luck_is_idle(nederland: Geography) -> None:
    for objection, equal in ((0.0, True), (0.35, False)):
        country = world(nederland, Assumptions(objection=objection))
        luck = country.projects.objection_luck
        other = replace(country, projects=replace(country.projects, objection_luck=1 - luck))
        assert same(run(country, arrange(ROWS)), run(other, arrange(ROWS))) == equal


def test_m7_with_ample_staff_nothing_waits_for_it(nederland: Geography) -> None:
    state = Setting(A(), means=A(staff=1e6)).run(nederland).state
    assert np.all(state.clocks[:, 7] < 1e-9)


def test_m10_with_ample_own_funds_no_share_blocks(nederland: Geography) -> None:
    for funds, blocked in ((1e6, False), (0.5, True)):
        state = Setting(A(), means=A(own_funds=funds)).run(nederland).state
        assert bool(np.any(state.clocks[:, 2])) == blocked


def test_c5_without_drift_nothing_goes_elsewhere(nederland: Geography) -> None:
    for drift, lost in ((0.0, False), (0.1, True)):
        state = Setting(A(drift=drift), pots=GEBIED, tables=COLUMNS).run(nederland).state
        assert bool(np.any(state.drifted)) == lost


def test_c9_without_applying_no_hours_go_to_it(nederland: Geography) -> None:
    for hours, spent in ((0.0, False), (2.0, True)):
        state = Setting(A(apply=hours), pots=PROGRAMMES).run(nederland).state
        assert bool(np.any(state.hours_year[:, :, 2])) == spent


def test_c10_without_burdens_their_spread_is_idle(nederland: Geography) -> None:
    for geography, equal in ((_unburdened, True), (lambda g: g, False)):
        one, other = (
            Setting(A(hetero=h, tolerance=0.05), geography=geography).run(nederland)
            for h in (0.2, 0.9)
        )
        assert same(one, other) == equal


def test_c11_without_capture_size_is_idle_in_the_ranking(nederland: Geography) -> None:
    for capture, equal in ((0.0, True), (0.3, False)):
        ranks = [
            Setting(A(capture=capture), geography=g).run(nederland).fixed["merit_seen"]
            for g in (lambda g: g, _alike)
        ]
        assert np.array_equal(*ranks) == equal


def test_c14_without_eta_only_pots_count(nederland: Geography) -> None:
    for eta, equal in ((0.0, True), (0.15, False)):
        model = Setting(A(eta=eta)).run(nederland)
        state, layout = model.state, model.layout
        host = np.repeat(np.arange(342), np.diff(layout.slot_start))
        pots = np.bincount(host[state.slot_count > 0], minlength=342)
        per_pot = model.fixed["report_cost"][17:] * (0.25 + 0.75 * 0.6)
        last = Setting(A(eta=eta)).run(nederland)
        rule = last.schedule[0][1]
        rule(*last.schedule[0][2])
        assert np.allclose(last.state.report_due[17:], pots * per_pot) == equal


def test_c16_with_ample_ministries_they_attend_in_full(nederland: Geography) -> None:
    for staff, full in ((1e6, True), (0.02, False)):
        model = Setting(A(ministry_staff=staff, talk=6)).run(nederland)
        assert bool(np.all(model.state.hours_year[:, 0, 0] >= model.state.asked_year[:, 0])) == full
