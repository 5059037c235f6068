"""The tables of the specification, written out a second time: no number changes unseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from model import fixed, means, outcomes
from model.arrangement import Area, Base, Coverage, Terms
from model.assumptions import TABLE, Assumption, Assumptions
from model.means import Means
from model.opgaven import QUARTERS, Opgave

CONFIGS = Path(__file__).parents[2] / "configs"

# target, deadline, ministry, running, of which building, planning, building, burden, own share
OPGAVEN: dict[str, tuple[Any, ...]] = {
    "wonen": (917_193, 40, "VRO", 0.55, 0.3, 10, 8, 0.5, 1),
    "energie": (19.9, 40, "KGG", 0.65, 0.6, 10, 6, 1, 0),
    "landelijk": (35_679, 60, "LVVN", 0.45, 0.3, 14, 8, 0.8, 1),
    "water": (100, 80, "IenW", 0.30, 0.3, 10, 8, 0.4, 1),
    "mobiliteit": (100, 60, "IenW", 0.40, 0.3, 16, 12, 0.6, 1),
    "werken": (100, 60, "EZ", 0.50, 0.3, 8, 6, 0.5, 1),
    "klimaat": (100, 60, "VRO", 0.35, 0.3, 8, 4, 0.2, 1),
}
LAST_START = {"wonen": 22, "energie": 24, "landelijk": 38, "water": 62, "mobiliteit": 32,
              "werken": 46, "klimaat": 48}  # fmt: skip
# Rows and columns in the order above; the upper triangle.
SYNERGY = """
.5 .3 .2 .5 .8 .7 .7
   .5 .5 .5 .5 .4 .8
      .5 .9 .2 .2 .6
         .5 .4 .5 .7
            .5 .8 .5
               .5 .5
                  .5
"""
CLAIM_BLOCKS = (("wonen", "mobiliteit", "werken"), ("landelijk", "water"), ("energie", "klimaat"))
# How the target is spread: level, its column, and (part, columns, constant, slope) of each term.
SPREAD: dict[str, tuple[Any, ...]] = {
    "wonen": ("province", "housing_agreement_2022_2030", (1, ("dwellings_2022",), 1, 0)),
    "energie": ("region", "bid_2030_twh", (2, ("farmland_km2",), 1, 0),
                (1, ("dwellings_2022",), 1, 0)),
    "landelijk": (None, None, (1, ("farmland_km2",), 1, 0)),
    "water": (None, None, (1, ("land_km2",), 1, 0), (1, ("dwellings_2022",), 1, 0)),
    "mobiliteit": (None, None, (1, ("inhabitants_2026",), 0.5, 1 / 6)),
    "werken": (None, None, (1, ("inhabitants_2026", "income_keur_2021"), 1, 0)),
    "klimaat": (None, None, (1, ("dwellings_2022",), 4 / 7, 1 / 7)),
}  # fmt: skip

# A star: one of the key assumptions. Default, low, high.
ASSUMPTIONS = """
density* 1.5 0 4
chain_share* .35 0 .8
reach_place 8 4 20
reach_chain 60 20 150
strength* .35 .15 .5
synergy_shift 0 -.2 .2
visibility .15 .05 .5
price* .5 .1 1
clash* .6 .3 .9
strand .25 .1 .8
sync 8 2 16
axis_weight* .5 .25 .75
pace* .04 .02 .08
rhythm 4 1 4
complexity* .8 0 3
startup* 12 0 24
overlap .5 0 1
talk* 2 .4 6
theta .83 .6 1.4
fixed .5 .2 .8
attend_max .25 .1 1
noise_far .5 .3 .8
noise_near .2 .1 .5
capture .1 0 .3
tolerance .2 .05 .5
hetero .5 .2 .9
spill .1 0 .3
drift* .10 0 .35
cut .5 0 .8
report* 3 .8 6
eta .15 0 .4
apply 2 .4 8
borrow 16 0 24
staff_spread .5 0 1
backlog 16 8 24
decided_2021 .15 0 .3
specialisation* .06 0 .15
objection .35 .1 .5
running 1 .9 1.3
province_staff .15 .05 .4
ministry_staff .05 .02 .15
trust_speed .04 0 .1
trust_control .2 0 .4
broken .3 0 .6
"""
TERMS = {"quorum": (0.8, 1), "override": (0.2, 1), "frame": (0.75, 1), "control": (0.6, 1),
         "firmness": (0.4, 1), "cofinancing": (0.3, 0.5), "lapse": (0.05, 0.5)}  # fmt: skip
FIXED = {
    "units": 3000, "plan_stock": 1.3, "project_size": 12, "size_spread": 0.6, "merit_spread": 0.3,
    "running_plan": 1.6, "running_need": 0.6, "need_tail": 8, "strength_cap": 0.9, "mean_fte": 190,
    "own_part": 0.3, "own_by_need": 0.5, "solvency_low": 0.8, "solvency_high": 1.25,
    "cut_scale": 4, "drift_control": 0.5, "drift_watched": 0.5, "credit_floor": 2,
    "credit_quarters": 6, "trust_shift": 0.5, "imposed": 0.004, "account_decay": 0.97,
    "stackable": 0.7, "stack_work": 0.5, "settled": 0.5, "holder_part": 1 / 3, "work_cap": 1.5,
    "report_base": 0.25, "clash_wait": 16, "clash_draagvlak": 0.01, "objection_scale": 1.5,
    "objection_wait": 4, "objection_more": 7, "draagvlak_start": 0.55, "draagvlak_speed": 0.05,
    "draagvlak_gain": 0.6, "draagvlak_burden": 0.05, "trust_start": 0.5, "green": 0.95,
    "amber": 0.70, "slack": 1e-9,
}  # fmt: skip
RANGES = {"money": (0.9, 0.7, 1.2), "staff": (0.85, 0.6, 1.3), "ambition": (1, 0.7, 1.3)}
CLUSTERS = [["wonen", "mobiliteit", "werken"], ["landelijk", "water"], ["energie", "klimaat"]]
REGIMES: dict[str, tuple[str, Any]] = {
    "sectoraal": ("rijk", "each"), "sectoraal_regio": ("regio", "each"),
    "gebiedsgericht": ("regio", "all"), "provinciaal": ("provincie", "all"),
    "clusters": ("regio", CLUSTERS), "centraal": ("rijk", "all"),
    "gemeentelijk": ("gemeente", "all"),
}  # fmt: skip
# area, opgaven, share, window, key
Pots = list[tuple[Any, ...]]
FUNDINGS: dict[str, Pots] = {
    "losse_spuks": [("rijk", "each", 0.6, 6, "need"), ("regio", "each", 0.4, 1, "need")],
    "regiolabels": [("regio", "each", 1, 1, "need")],
    "nationaal_programma": [("rijk", "each", 1, 1, "need")],
    "gebiedsbudget": [("regio", "all", 1, 1, "need")],
    "brede_doeluitkering": [("provincie", "all", 1, 1, "need")],
    "gemeentefonds": [("gemeente", "all", 1, 1, "inwoners")],
    "rijksbudget": [("rijk", "all", 1, 1, "need")],
}
# regime, funding, (quorum, override, frame, control, firmness, cofinancing), scope
RURAL, RIVER = [["landelijk", "water"]], [["water", "landelijk"]]
PRESETS: dict[str, tuple[Any, ...]] = {
    "sectoraal_2021": ("sectoraal", "losse_spuks", (0.8, 0.3, 1, 0.8, 0.3, 0.3), None),
    "voorstel": ("gebiedsgericht", "gebiedsbudget", (0.8, 0.1, 0.5, 0.4, 0.3, 0.3), None),
    "ilg": (("provincie", RURAL),
            [("provincie", RURAL, 0.7, 1, "need"), ("provincie", "each", 0.3, 1, "need")],
            (0.8, 0.1, 0.9, 0.6, 0.5, 0.3), {"landelijk", "water"}),
    "res": (("regio", [["energie"]]),
            [("rijk", "each", 0.4, 2, "need"), ("regio", "each", 0.6, 1, "need")],
            (0.8, 0.1, 0.9, 0.4, 0.4, 0.2), {"energie"}),
    "regio_deal": ("gebiedsgericht", [("rijk", "all", 1, 8, "need")],
                   (0.9, 0, 0.3, 0.9, 0.4, 0.5), None),
    "nplg": (("provincie", RURAL), [("provincie", RURAL, 1, 1, "need")],
             (0.8, 0.1, 0.8, 0.5, 0, 0.1), {"landelijk", "water"}),
    "ruimte_voor_de_rivier": (("provincie", RIVER), [("rijk", "each", 1, 1, "need")],
                              (0.7, 0.6, 1, 0.7, 0.9, 0.1), {"landelijk", "water"}),
    "fonds": ("gemeentelijk", "gemeentefonds", (1, 0, 0.2, 0.1, 0.6, 0), None),
    "centraal_hard": ("sectoraal", "nationaal_programma", (0.5, 0.9, 1, 0.8, 0.5, 0.1), None),
}  # fmt: skip


def read(group: str, name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((CONFIGS / group / f"{name}.yaml").read_text("utf-8"))
    return data


def names(group: str) -> set[str]:
    return {path.stem for path in (CONFIGS / group).glob("*.yaml")}


def pots_of(data: dict[str, Any]) -> Pots:
    return [
        (p["area"], p["opgaven"], p["share"], p.get("window", 1), p.get("key", "need"))
        for p in data["pots"].values()
    ]


def by_id(opgaven: tuple[Opgave, ...]) -> dict[str, Opgave]:
    return {o.id: o for o in opgaven}


def pair(opgaven: tuple[Opgave, ...], field: str, one: str, other: str) -> set[float]:
    """What either of two opgaven says of the pair."""
    both = by_id(opgaven)
    said = [(one, other), (other, one)]
    return {getattr(both[a], field)[b] for a, b in said if b in getattr(both[a], field)}


def test_the_opgaven_are_the_seven_of_the_table(opgaven: tuple[Opgave, ...]) -> None:
    assert names("opgaven") == set(OPGAVEN)
    assert [o.id for o in opgaven] == list(OPGAVEN)
    for o in opgaven:
        row = (o.target, o.deadline, o.ministry, o.running, o.building, o.min_planning,
               o.min_building, o.burden, o.own_share)  # fmt: skip
        assert row == OPGAVEN[o.id], o.id
        assert o.last_start == LAST_START[o.id]
    assert len({o.ministry for o in opgaven}) == 5


def test_only_landelijk_is_open_to_the_court_and_three_count_here_and_now(
    opgaven: tuple[Opgave, ...],
) -> None:
    assert [o.id for o in opgaven if o.court] == ["landelijk"]
    assert {o.id for o in opgaven if o.here_and_now} == {"wonen", "mobiliteit", "werken"}
    assert {o.id: o.data for o in opgaven if o.data != "indicator"} == {
        "wonen": "data", "energie": "data", "landelijk": "partly"}  # fmt: skip
    assert all(o.euro_per_unit is None for o in opgaven)


def test_every_pair_has_its_own_chance_of_synergy(opgaven: tuple[Opgave, ...]) -> None:
    ids = list(OPGAVEN)
    rows = [[float(x) for x in line.split()] for line in SYNERGY.strip().splitlines()]
    assert sum(len(row) for row in rows) == 28
    for k, row in enumerate(rows):
        for other, chance in zip(ids[k:], row, strict=True):
            assert pair(opgaven, "synergy", ids[k], other) == {chance}, (ids[k], other)
    assert all(set(o.synergy) <= set(ids) for o in opgaven)


def test_claims_are_2_within_three_blocks_and_1_elsewhere(opgaven: tuple[Opgave, ...]) -> None:
    ids = list(OPGAVEN)
    for a in ids:
        for b in ids:
            if a == b:
                continue
            together = any(a in block and b in block for block in CLAIM_BLOCKS)
            assert (pair(opgaven, "claim", a, b) or {1.0}) == {2.0 if together else 1.0}, (a, b)


def test_targets_are_spread_as_described(opgaven: tuple[Opgave, ...]) -> None:
    for o in opgaven:
        level, column, *terms = SPREAD[o.id]
        assert (o.share.level, o.share.level_column) == (level, column), o.id
        assert len(o.share.terms) == len(terms)
        part = sum(term.part for term in o.share.terms)
        for term, (weight, columns, constant, slope) in zip(o.share.terms, terms, strict=True):
            assert set(term.columns) == set(columns), o.id
            assert term.part / part == pytest.approx(weight / sum(t[0] for t in terms))
            # Constant and slope matter up to a factor.
            assert term.constant > 0
            assert term.slope * constant == pytest.approx(term.constant * slope), o.id


def rows_of_assumptions() -> list[tuple[str, bool, float, float, float]]:
    result = []
    for line in ASSUMPTIONS.strip().splitlines():
        name, *numbers = line.split()
        default, low, high = map(float, numbers)
        result.append((name.rstrip("*"), name.endswith("*"), default, low, high))
    return result


def test_the_assumptions_are_those_of_the_table() -> None:
    assert len(TABLE) == 44
    assert [row.name for row in TABLE] == [row[0] for row in rows_of_assumptions()]
    assert sum(row.key for row in TABLE) == 13


@pytest.mark.parametrize(
    ("row", "expected"), list(zip(TABLE, rows_of_assumptions(), strict=False)),
    ids=[row.name for row in TABLE],
)  # fmt: skip
def test_an_assumption_has_its_default_its_range_and_its_star(
    row: Assumption, expected: tuple[str, bool, float, float, float]
) -> None:
    assert (row.name, row.key, row.default, row.low, row.high) == expected
    assert row.mark == "G"
    assert getattr(Assumptions(), row.name) == row.default
    for end in (row.low, row.high):
        Assumptions().but(**{row.name: end})


def test_terms_have_their_defaults_and_bounds() -> None:
    assert list(Terms.__dataclass_fields__) == list(TERMS)
    equal = read("terms", "gelijk")
    for name, (default, high) in TERMS.items():
        meta = Terms.__dataclass_fields__[name].metadata
        assert (getattr(Terms(), name), meta["low"], meta["high"]) == (default, 0, high), name
        assert equal[name] == default, name
        for end in (0, high):
            Terms(**{name: end})
        for beyond in (-0.01, high + 0.01):
            with pytest.raises(ValueError, match=name):
                Terms(**{name: beyond})


def test_the_fixed_numbers_are_those_of_the_page() -> None:
    assert {name: row.value for name, row in fixed.FIXED.items()} == FIXED
    for name, value in FIXED.items():
        assert getattr(fixed, name.upper()) == value, name
    assert {row.mark for row in fixed.FIXED.values()} <= {"G", "D", "F"}


def test_time_runs_from_2021_to_2040_and_two_cabinets_are_known() -> None:
    assert QUARTERS == 80
    assert set(means.KNOWN_CABINETS) == {4, 14}  # 2022Q1, 2024Q3
    assert means.FIRST_FREE_CABINET == 20  # 2026Q1
    assert outcomes.YEARS == (2030, 2035, 2040)
    assert (outcomes.SMALL, outcomes.LARGE) == (25_000, 100_000)


def test_means_have_their_medians() -> None:
    plain = Means()
    assert (plain.money, plain.staff, plain.ambition, plain.own_funds) == (0.9, 0.85, 1, 1)
    assert plain.cabinet_probability == 1 / 11
    assert (plain.money_steps, plain.price_steps, plain.court_shock) == ((), (), None)
    assert not plain.building_space


def test_the_middle_scenario_is_the_default_and_all_have_the_same_ranges() -> None:
    middle, plain = read("scenario", "midden"), Means()
    for name in ("money", "staff", "ambition", "own_funds", "court_shock", "cabinet_probability"):
        assert middle[name] == pytest.approx(getattr(plain, name)), name
    assert middle["vary"] == list(RANGES)
    for scenario in names("scenario"):
        data = read("scenario", scenario)
        assert {n: tuple(r) for n, r in data["ranges"].items()} == {
            n: row[1:] for n, row in RANGES.items()}, scenario  # fmt: skip
        for name, (median, low, high) in RANGES.items():
            varied = name in data["vary"]
            assert low <= data[name] <= high
            assert varied == (data[name] == median), (scenario, name)


def test_each_scenario_differs_from_the_middle_in_one_thing() -> None:
    middle = read("scenario", "midden")
    told = {
        "krap_geld": {"money": 0.7}, "ruim_geld": {"money": 1.2},
        "personeelstekort": {"staff": 0.6}, "ruim_personeel": {"staff": 1.3},
        "markt_knelt": {"building_space": {"wonen": 73.6}},
        "politieke_onrust": {"cabinet_probability": 0.2},
        "ravijn_2026": {"money_steps": [["2026Q1", 0.8]]},
        "stikstofarrest": {"court_shock": "2025Q1"}, "midden": {},
        "omzetkorting_10": {"conversion": 0.9},
    }  # fmt: skip
    assert names("scenario") == set(told)
    for scenario, changes in told.items():
        data = read("scenario", scenario)
        skipped = {"label", "label_en", "vary"}
        assert {n: v for n, v in data.items() if v != middle[n] and n not in skipped} == changes
    # 90,000 homes a year, in units of a 3000th of 917,193 homes, a quarter
    assert told["markt_knelt"]["building_space"]["wonen"] == pytest.approx(  # type: ignore[index]
        90_000 / 4 / (917_193 / 3000), abs=0.05
    )


def test_regimes_and_fundings_are_those_of_the_table() -> None:
    assert names("regime") == set(REGIMES)
    assert names("funding") == set(FUNDINGS)
    for name, (area, groups) in REGIMES.items():
        assert read("regime", name)["tables"] == {"area": area, "opgaven": groups}, name
    for name, pots in FUNDINGS.items():
        assert pots_of(read("funding", name)) == pots, name


def test_the_base_is_sectoraal_with_losse_spuks_everywhere_from_the_start() -> None:
    base = Base()
    assert (base.tables.area, base.tables.opgaven) == (Area.RIJK, "each")
    assert [(p.area.name.lower(), p.opgaven, p.share, p.window, p.key) for p in base.pots] == (
        FUNDINGS["losse_spuks"]
    )
    assert base.terms == Terms()
    assert (Coverage().scope, Coverage().where, Coverage().start) == (None, None, 0)
    data = read("coverage", "overal")
    assert (data["scope"], data["where"], data["start"]) == (None, None, "2021Q1")
    assert data["base"] == {"regime": "sectoraal", "funding": "losse_spuks", "terms": "gelijk"}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_the_reading_of_the_page(name: str) -> None:
    data = read("arrangement", name)
    regime, funding, terms, scope = PRESETS[name]
    if isinstance(regime, str):
        assert data["regime"] == regime
    else:
        assert data["regime"]["tables"] == {"area": regime[0], "opgaven": regime[1]}
    assert (data["funding"] if isinstance(funding, str) else pots_of(data["funding"])) == funding
    assert data["terms"] == dict(zip(list(TERMS)[:6], terms, strict=True))
    assert (set(data["scope"]) if data.get("scope") else None) == scope
    assert data["source"]


def test_there_are_no_other_presets() -> None:
    assert names("arrangement") == set(PRESETS)
