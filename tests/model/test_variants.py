"""Structural variants V0-V9 (docs/odd.md 7): each acts where it can, and nowhere else."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from compare import compare
from oracle_country import draw_country
from oracle_variants import equal_parts
from worlds import COLUMNS, GEBIED, INFINITE, ROWS, SPUKS, arrange, run, same

from model.arrangement import Arrangement, Terms
from model.assumptions import Assumptions
from model.codes import SETTLED
from model.country import Country
from model.drawing import build_country
from model.fixed import ACCOUNT_DECAY, DRAAGVLAK_START, TRUST_START
from model.geography import Geography
from model.links import pair_table
from model.means import Means
from model.netherlands import Netherlands
from model.quarter.staff import _equal_parts
from model.state import State
from model.synthetic import plain_opgaven, synthetic
from model.variants import NONE, VARIANTS, Variant

A = Assumptions
IDS = [f"V{i}" for i in range(10)]
# Heavy burdens, many links, little staff and much talk: every variant has something to act on.
HARD = A(density=4, talk=5, hetero=0.9, tolerance=0.05, price=0.9, clash=0.6, visibility=0.4)
SMALL = synthetic(plain_opgaven(4), 12, 4, 2)
ARMS = {"rows": arrange(ROWS, GEBIED), "columns": arrange(COLUMNS, SPUKS)}


def country_of(
    variant: Variant, assumptions: Assumptions = HARD, geography: Geography = SMALL, **means: float
) -> Country:
    means = {"staff": 0.6, **means}
    return build_country(
        variant.geography(geography), variant.apply(assumptions), Means(**means), 1
    )


def under(name: str, arm: Arrangement, *args: Any, **means: float) -> Netherlands:
    variant = VARIANTS[name]
    return run(country_of(variant, *args, **means), arm, variant=variant)


# ------------------------------------------------------------------------ what a variant is


def test_the_variants_are_the_ten_of_the_page_and_none() -> None:
    assert list(VARIANTS) == ["", *IDS]
    assert all(variant.name == name for name, variant in VARIANTS.items())
    labels = [(v.label, v.label_en) for v in VARIANTS.values()]
    assert len(set(labels)) == 11
    assert all(all(pair) for pair in labels)
    neutral = Variant("")
    for f in fields(Variant):
        changed = [n for n in IDS if getattr(VARIANTS[n], f.name) != getattr(neutral, f.name)]
        assert changed, f.name  # no switch that no variant throws
    assert replace(NONE, label="", label_en="") == neutral


def test_variants_travel_to_workers_and_can_be_keys() -> None:
    for variant in VARIANTS.values():
        copy = pickle.loads(pickle.dumps(variant))
        assert copy == variant
        assert hash(copy) == hash(variant)


def test_none_and_a_mere_name_change_nothing() -> None:
    for neutral in (NONE, Variant("V7")):
        assert neutral.apply(HARD) is HARD
        assert neutral.geography(SMALL) is SMALL
        for arm in ARMS.values():
            plain = run(country_of(NONE), arm)
            other = run(country_of(NONE), arm, variant=neutral)
            for f in fields(State):
                mine, theirs = getattr(plain.state, f.name), getattr(other.state, f.name)
                assert np.array_equal(mine, theirs), f.name


def test_a_country_drawn_without_the_variant_is_refused() -> None:
    plain = country_of(NONE)
    for name, what in (("V3", "reach_"), ("V4", "synerg"), ("V9", "staff_spread")):
        with pytest.raises(ValueError, match=f"variant {name}: .*{what}"):
            Netherlands(plain, ARMS["rows"], agents=False, variant=VARIANTS[name])


def test_the_synergies_of_the_real_country_are_replaced_in_a_copy(nederland: Geography) -> None:
    before = pair_table(nederland, "synergy", 0.5)
    even = VARIANTS["V4"].geography(nederland)
    assert np.all(pair_table(even, "synergy", -1.0) == 0.5)
    assert np.array_equal(pair_table(nederland, "synergy", 0.5), before)
    assert np.any(before != 0.5)
    assert even.share is nederland.share
    assert even.data_hash == nederland.data_hash
    assert [replace(o, synergy={}) for o in even.opgaven] == [
        replace(o, synergy={}) for o in nederland.opgaven
    ]


# ---------------------------------------------------------------------- where they act


@pytest.mark.parametrize("name", IDS)
def test_every_variant_changes_what_happens(name: str) -> None:
    assert not same(run(country_of(NONE), ARMS["rows"]), under(name, ARMS["rows"]))


@pytest.mark.parametrize("name", ["", *IDS])
@pytest.mark.parametrize("arm", ARMS)
def test_the_engine_is_the_oracle_under_every_variant(name: str, arm: str) -> None:
    compare(country_of(VARIANTS[name]), ARMS[arm], quarters=48, variant=VARIANTS[name])


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("arm", ARMS)
def test_money_and_hours_balance_under_every_variant(
    nederland: Geography, name: str, arm: str
) -> None:
    model = under(name, ARMS[arm], HARD, nederland)  # a leak raises ConservationError
    state = model.state
    assert state.spent.sum() == pytest.approx(state.paid_rijk.sum(), rel=1e-9)
    assert state.own_drawn.sum() == pytest.approx(state.paid_own.sum(), rel=1e-9)
    paid = (state.paid_quarter >= 0) & (state.paid_quarter < 80)
    assert paid.sum() > 100
    assert np.all((state.paid_rijk + state.paid_own)[paid] <= state.cost[paid] * (1 + 1e-9))
    staff = model.country.governments.staff.sum()
    assert state.hours_year[:, :, :5].sum(axis=(1, 2)) == pytest.approx(
        np.full(20, 4 * staff), rel=1e-9
    )


NEUTRAL: list[tuple[str, Assumptions, dict[str, float], str]] = [
    ("V1", HARD.but(tolerance=INFINITE), {}, "rows"),  # what an account says stops nobody
    ("V2", HARD, {"staff": 500}, "rows"),  # each project has all it can use
    ("V3", HARD.but(density=0), {}, "rows"),
    ("V4", HARD.but(density=0), {}, "rows"),
    ("V5", HARD.but(price=0.5), {}, "rows"),
    ("V6", HARD.but(trust_speed=0, broken=0, objection=0), {}, "rows"),
    ("V7", HARD.but(tolerance=INFINITE), {}, "rows"),
    ("V8", HARD, {}, "columns"),  # a table of one opgave is about one opgave
    ("V9", HARD.but(staff_spread=0), {}, "rows"),
]


@pytest.mark.parametrize(("name", "point", "means", "arm"), NEUTRAL, ids=[n[0] for n in NEUTRAL])
def test_a_variant_without_anything_to_act_on_has_no_effect(
    name: str, point: Assumptions, means: dict[str, float], arm: str
) -> None:
    plain = run(country_of(NONE, point, **means), ARMS[arm])
    assert same(plain, under(name, ARMS[arm], point, **means))
    assert plain.state.realised.sum() > 0


# ------------------------------------------------------------------- what each of them does


def test_v0_is_v2_with_three_numbers() -> None:
    point = HARD.but(specialisation=0.25, pace=0.08, price=1)
    first, second = under("V0", ARMS["rows"]), under("V2", ARMS["rows"], point)
    assert first.assumptions == point
    assert same(first, second)
    # what only acts during the run may also come with the run
    late = run(country_of(NONE), ARMS["rows"], variant=VARIANTS["V0"])
    assert same(first, late)


def test_v1_keeps_no_accounts() -> None:
    assert np.any(run(country_of(NONE), ARMS["rows"]).state.account != 0)
    assert np.all(under("V1", ARMS["rows"]).state.account == 0)


@pytest.mark.parametrize("idle", [0.0, 0.5, 3.0, 7.0, 100.0])
def test_v2_shares_the_hours_of_a_host_until_none_are_left_or_all_have(idle: float) -> None:
    work = np.array([8.0, 1.0, 4.0, 2.0, 2.0, 5.0])  # the last is another host's
    host = np.array([0, 0, 0, 0, 0, 1])
    left = work.copy()
    left[4] = 0.0  # done: it needs nothing
    most, count, size = np.zeros(2), np.zeros(2, dtype=np.int64), np.zeros(2)
    _equal_parts(
        np.full(10, 6), np.arange(6), np.full(6, 2), host, np.zeros(6, dtype=np.int64),
        np.zeros(6, dtype=np.int64), work, left, np.array([4]), 0.0, np.zeros((2, 1)), 0,
        np.array([idle, idle]), count, size, most,
    )  # fmt: skip
    could = np.minimum(1.5 * work / 4, left)
    given = np.minimum(could, most[host])
    assert given[:5].sum() == pytest.approx(min(idle, could[:5].sum()))
    assert given[5] == pytest.approx(min(idle, could[5]))
    assert given[:4] == pytest.approx(equal_parts(idle, list(could[:4])))


def test_v3_links_go_anywhere() -> None:
    def mean_distance(country: Country, chain: bool) -> float:
        host, links = country.projects.municipality, country.links
        far = country.geography.distance[host[links.first], host[links.second]]
        return float(far[links.chain == chain].mean())

    near = A(density=4, reach_place=2, reach_chain=10)
    geography = synthetic(plain_opgaven(3), 40, 8, 3)
    plain = country_of(NONE, near, geography)
    anywhere = country_of(VARIANTS["V3"], near, geography)
    pairs = geography.distance.mean()
    for chain in (False, True):
        assert mean_distance(plain, chain) < 0.5 * pairs
        assert mean_distance(anywhere, chain) == pytest.approx(pairs, rel=0.1)


def test_v4_every_pair_is_as_often_synergy_as_conflict(nederland: Geography) -> None:
    def spread(country: Country) -> list[float]:
        opgave, links = country.projects.opgave, country.links
        pair = np.sort(np.stack([opgave[links.first], opgave[links.second]]), axis=0)
        which = pair[0] * 7 + pair[1]
        many = [g for g in np.unique(which) if (which == g).sum() > 150]
        assert len(many) >= 7
        return [float(links.synergy[which == g].mean()) for g in many]

    plain, even = (country_of(v, HARD, nederland) for v in (NONE, VARIANTS["V4"]))
    assert max(spread(plain)) - min(spread(plain)) > 0.4
    assert spread(even) == pytest.approx(np.full(len(spread(even)), 0.5), abs=0.15)


@pytest.mark.parametrize("name", ["V0", "V3", "V4", "V9"])
def test_the_country_of_a_variant_is_the_one_drawn_from_the_page(name: str) -> None:
    """The page's country is drawn from the geography and point before the variant."""
    country = country_of(VARIANTS[name], HARD.but(synergy_shift=0.1))
    plain = draw_country(SMALL, HARD.but(synergy_shift=0.1), country.means, 1, name)
    links = country.links
    assert [(x.first, x.second, x.synergy) for x in plain.links] == list(
        zip(links.first, links.second, links.synergy, strict=True)
    )
    assert plain.staff == pytest.approx(country.governments.staff, rel=1e-9)


def test_v5_settles_nothing_that_costs_more_than_a_clash() -> None:
    dear, cheap = HARD.but(price=0.6, clash=0.6), HARD.but(price=0.59, clash=0.6)
    settled = [
        int((under(name, ARMS["rows"], point).state.link_status == SETTLED).sum())
        for name, point in (("", dear), ("V5", dear), ("V5", cheap))
    ]
    assert settled[0] > 0
    assert settled[1] == 0
    assert settled[2] > 0


def test_v6_draagvlak_and_trust_stay_where_they_started() -> None:
    state = under("V6", ARMS["rows"]).state
    assert np.all(state.draagvlak == DRAAGVLAK_START)
    assert np.all(state.trust == TRUST_START)
    moved = run(country_of(NONE), ARMS["rows"]).state
    assert np.all(moved.draagvlak != DRAAGVLAK_START)
    assert np.all(moved.trust != TRUST_START)


def test_v7_pays_the_shortfall_to_the_tolerance_and_no_more() -> None:
    """One host, one opgave, quorum 1: what it lacks is added to its heaviest project."""
    heavy = tuple(replace(o, burden=1.5) for o in plain_opgaven(1))
    geography = synthetic(heavy, 1, 1, 1)
    point = A(hetero=1.2, tolerance=0.05, decided_2021=0, pace=0.08, trust_speed=0)
    country = country_of(VARIANTS["V7"], point, geography)
    arm = arrange(ROWS, GEBIED, Terms(quorum=1, override=0))
    model = Netherlands(country, arm, agents=False, variant=VARIANTS["V7"])
    for _ in range(4):
        model.step()
    state, projects = model.state, country.projects
    mine = np.flatnonzero(state.decided_quarter == 3)
    lacks = -0.05 * projects.size[mine].mean() * (0.5 + TRUST_START) - projects.value[mine].sum()
    assert len(mine) > 1
    assert lacks > 0
    extra = state.cost - projects.cost
    worst = mine[np.argmin(projects.value[mine])]
    assert extra[worst] == pytest.approx(lacks, rel=1e-9)
    assert np.count_nonzero(extra) == 1
    owed = projects.value[mine].sum() + lacks  # what it got is not owed any more
    assert state.account.sum() == pytest.approx(owed * ACCOUNT_DECAY, rel=1e-9)


def test_v7_without_accounts_still_pays_a_host_once() -> None:
    """A mixture of V1 and V7: the host counts as willing though its account does not say so."""
    mixture = replace(VARIANTS["V7"], name="", accounts=False)
    model = Netherlands(country_of(NONE), ARMS["rows"], agents=False, variant=mixture)
    host = model.country.projects.municipality
    met = 0
    while model.quarter < 40:
        before = model.state.cost.copy()
        model.step()
        paid = np.bincount(host[model.state.cost > before], minlength=12)
        assert paid.max() <= 1
        met += int(paid.sum())
    assert met >= 5


def test_v7_stops_no_project_and_imposes_none() -> None:
    plain, bought = run(country_of(NONE), ARMS["rows"]), under("V7", ARMS["rows"])
    assert np.any(plain.state.cool_until >= 0)
    assert np.all(bought.state.cool_until < 0)
    assert np.all(plain.state.cost == plain.country.projects.cost)
    assert np.all(bought.state.cost >= bought.country.projects.cost)


def test_v8_asks_the_hours_of_the_whole_block_of_every_tier() -> None:
    geography = synthetic(plain_opgaven(4), 4, 4, 2)
    blocks: dict[str, list[Any]] = {"": [], "V8": []}  # what is asked, in whole blocks
    for name, asked in blocks.items():
        point = HARD.but(
            theta=1, tolerance=INFINITE, startup=0, pace=0.3, talk=0.1, ministry_staff=1
        )  # so that ideas run out, at one table and opgave sooner than at another
        country = country_of(VARIANTS[name], point, geography)
        model = Netherlands(country, ARMS["rows"], agents=False, variant=VARIANTS[name])
        while model.quarter < 80:
            model.step()
            asked.append(model.state.asked / (4 * model.fixed["talk_cost"]))
    plain, full = (np.array(asked) for asked in blocks.values())
    assert full == pytest.approx(np.round(full), abs=1e-9)
    assert full.max() >= 2  # a province at two tables
    partly = np.abs(plain - np.round(plain)) > 1e-9
    tiers = country.governments.tier
    assert all(np.any(partly[:, tiers == tier]) for tier in range(3))


def test_v9_gives_staff_by_need() -> None:
    governments = country_of(VARIANTS["V9"]).governments
    part = governments.staff[governments.first_municipality :] / governments.need
    assert part == pytest.approx(np.full(len(part), part[0]), rel=1e-9)
    plain = country_of(NONE).governments
    assert np.ptp(plain.staff[plain.first_municipality :] / plain.need) > 0.1
