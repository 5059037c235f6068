"""Shapley's arms: every mix of the rules; with none taken the one arm, with all the other."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from experiments.compose import compose_study
from experiments.composing.arms import Arm
from experiments.composing.hybrids import MOST_RULES, hybrids, mixed
from experiments.preflight import InputError
from model.arrangement import Area, Arrangement, Coverage, Pot, Tables, Terms
from model.assumptions import Assumptions
from model.country import Country
from model.drawing import build_country
from model.means import Means
from model.netherlands import Netherlands
from model.outcomes import Outcomes, outcomes
from model.synthetic import plain_opgaven, synthetic

SECTORAL, AREA = Tables(Area.RIJK, "each"), Tables(Area.REGIO, "all")
CLUSTERS = Tables(Area.REGIO, (("a", "b"), ("c", "d")))
FUNDINGS = {
    "losse_spuks": (Pot("l", Area.RIJK, "each", 0.6, 6), Pot("r", Area.REGIO, "each", 0.4)),
    "gebiedsbudget": (Pot("gebied", Area.REGIO, "all"),),
    "nationaal_programma": (Pot("programma", Area.RIJK, "each"),),
    "gemeentefonds": (Pot("fonds", Area.GEMEENTE, "all", key="inwoners"),),
    "brede_doeluitkering": (Pot("doel", Area.PROVINCIE, "all"),),
    "fijn": (Pot("x", Area.PROVINCIE, "each", 0.3, 4), Pot("y", Area.GEMEENTE, "each", 0.3),
             Pot("z", Area.RIJK, "all", 0.4, 2)),
}  # fmt: skip


@pytest.fixture(scope="module")
def country() -> Country:
    geography = synthetic(plain_opgaven(4), municipalities=18, regions=6, provinces=3)
    return build_country(geography, Assumptions(), Means(), seed=3)


def arm(tables: Tables, funding: str, terms: Terms | None = None) -> Arm:
    rules = Arrangement(funding, tables, FUNDINGS[funding], terms or Terms())
    return Arm(rules, funding, funding, {"regime": "x"})


def outcome(country: Country, arrangement: Arrangement) -> Outcomes:
    model = Netherlands(country, arrangement, agents=False)
    model.run()
    found = outcomes(model)
    model.close()
    return found


def assert_identical(a: Outcomes, b: Outcomes) -> None:
    for name, value in a.scalars.items():
        assert np.array_equal(value, b.scalars[name], equal_nan=True), name
    for table in ("squares", "years", "hours"):
        for name, values in getattr(a, table).items():
            assert np.array_equal(values, getattr(b, table)[name], equal_nan=True), name


PAIRS = [
    *itertools.permutations(["losse_spuks", "gebiedsbudget", "nationaal_programma"], 2),
    ("losse_spuks", "gemeentefonds"), ("gemeentefonds", "losse_spuks"),
    ("losse_spuks", "brede_doeluitkering"),
    ("fijn", "losse_spuks"), ("losse_spuks", "fijn"), ("gebiedsbudget", "fijn"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_ends_are_the_arms_themselves_to_the_bit(
    country: Country, one: str, other: str
) -> None:
    a, b = arm(SECTORAL, one), arm(AREA, other, Terms(control=0.2))
    made = hybrids(a, b)
    ends = made[0].arrangement, made[-1].arrangement
    first, last = outcome(country, a.arrangement), outcome(country, b.arrangement)
    assert_identical(outcome(country, ends[0]), first)
    assert_identical(outcome(country, ends[1]), last)
    assert first.scalars["realised_share"] != last.scalars["realised_share"]


def test_every_mix_is_there_once_the_reference_first_and_the_other_last() -> None:
    a, b = arm(SECTORAL, "losse_spuks"), arm(AREA, "gebiedsbudget", Terms(control=0.2, frame=0.5))
    made = hybrids(a, b)
    rules = ["tables.area", "tables.opgaven", "pots.area", "pots.opgaven", "pots.window",
             "terms.frame", "terms.control"]  # fmt: skip
    assert len(made) == 2 ** len(rules)
    taken = [frozenset(filter(None, one.names["taken"].split(","))) for one in made]
    assert taken[0] == frozenset()
    assert taken[-1] == set(rules)
    assert len(set(taken)) == len(made)
    assert set().union(*taken) == set(rules)
    assert len({one.arrangement.name for one in made}) == len(made)
    assert (made[0].label, made[-1].label) == (a.label, b.label)
    assert len({one.label for one in made}) == len(made)
    for one, names in zip(made, taken, strict=True):
        mix = one.arrangement
        assert mix.tables.area == (AREA if "tables.area" in names else SECTORAL).area
        assert mix.tables.opgaven == (AREA if "tables.opgaven" in names else SECTORAL).opgaven
        assert {p.area for p in mix.pots} == (
            {Area.REGIO} if "pots.area" in names else {Area.RIJK, Area.REGIO}
        )
        assert {p.opgaven for p in mix.pots} == {"all" if "pots.opgaven" in names else "each"}
        assert {p.window for p in mix.pots} == ({1} if "pots.window" in names else {6, 1})
        assert mix.terms.control == (0.2 if "terms.control" in names else 0.6)
        assert mix.terms.frame == (0.5 if "terms.frame" in names else 0.75)
        assert mix.terms.quorum == 0.8
        assert sum(p.share for p in mix.pots) == pytest.approx(1, abs=1e-12)


def test_only_what_differs_is_a_rule() -> None:
    made = hybrids(arm(SECTORAL, "losse_spuks"), arm(CLUSTERS, "losse_spuks"))
    assert [one.names["taken"] for one in made] == [
        "", "tables.opgaven", "tables.area", "tables.area,tables.opgaven",
    ]  # fmt: skip
    assert {one.arrangement.terms for one in made} == {Terms()}


def test_a_rule_that_is_taken_alone_changes_outcomes(country: Country) -> None:
    """No rule of the standard pair is idle: each, taken alone, gives other outcomes."""
    a, b = arm(SECTORAL, "losse_spuks"), arm(AREA, "gebiedsbudget")
    start = outcome(country, a.arrangement).scalars["realised_share"]
    for one in hybrids(a, b):
        if one.names["taken"] and "," not in one.names["taken"]:
            assert outcome(country, one.arrangement).scalars["realised_share"] != start


def test_shares_follow_the_money_where_pots_are_split_differently() -> None:
    a, b = arm(SECTORAL, "fijn").arrangement, arm(SECTORAL, "losse_spuks").arrangement
    mix = mixed(a, b, {"pots.window": True})
    assert [round(p.share, 12) for p in mix.pots] == [0.3, 0.3, 0.4]
    assert [p.window for p in mix.pots] == [6, 6, 1]
    assert [p.area for p in mix.pots] == [Area.PROVINCIE, Area.GEMEENTE, Area.RIJK]


@pytest.mark.parametrize(
    ("other", "part"),
    [
        (arm(SECTORAL, "losse_spuks"), "verschillen in 0 regels"),
        (
            Arm(dataclasses.replace(arm(AREA, "gebiedsbudget").arrangement,
                                    coverage=Coverage(start=8)), "x", "x", {}),
            "coverage",
        ),
        (arm(AREA, "gebiedsbudget", Terms(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)),
         f"verschillen in 12 regels, 1 tot en met {MOST_RULES}"),
    ],
)  # fmt: skip
def test_what_cannot_be_mixed_is_one_sentence(other: Arm, part: str) -> None:
    with pytest.raises(InputError, match=part) as problem:
        hybrids(arm(SECTORAL, "losse_spuks"), other)
    assert "\n" not in str(problem.value)


def test_more_than_two_arms_are_refused() -> None:
    with pytest.raises(InputError, match="5 armen gevonden, twee verwacht"):
        compose_study(["design=shapley", "points=3"], "groenlicht")


def test_the_named_experiment_has_its_arms_and_paired_points() -> None:
    study = compose_study(["experiment=shapley", "points=3"], "groenlicht")
    assert len(study.arms) == 32
    assert len(study.points) == 3
    assert study.labels[0].startswith("sectorale tafels")
    assert study.labels[-1].startswith("gebiedstafels")
    described = study.config["arms"]
    assert isinstance(described, list)
    assert described[-1]["taken"].count(",") == 4
