"""docs/odd.md 8.1 and 8.2: without frictions of size every tiling gives the same bits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import (
    COLUMNS,
    FRAMED,
    FUND,
    GEBIED,
    LABELS,
    NATIONAL,
    NEUTRAL_TABLES,
    PROGRAMMES,
    PROVINCIAL,
    ROWS,
    SPUKS,
    TILINGS,
    arrange,
    run,
    same,
    world,
)  # fmt: skip

from model.arrangement import Area, Tables, Terms
from model.assumptions import Assumptions
from model.geography import Geography
from model.synthetic import plain_opgaven, synthetic

CLUSTERS = Tables(Area.REGIO, (("a", "b"),))


@pytest.mark.parametrize("seed", [1, 2])
def test_tables_on_the_real_country(nederland: Geography, seed: int) -> None:
    country = world(nederland, NEUTRAL_TABLES, seed)
    first = run(country, arrange(COLUMNS, terms=FRAMED))
    for name, tables in TILINGS.items():
        assert same(first, run(country, arrange(tables, terms=FRAMED))), name


@pytest.mark.parametrize("seed", range(4))
def test_tables_on_a_synthetic_country(seed: int) -> None:
    geography = synthetic(plain_opgaven(4), 20, 5, 3, seed=seed)
    country = world(geography, NEUTRAL_TABLES, seed)
    first = run(country, arrange(COLUMNS, GEBIED, FRAMED))
    for name, tables in {**TILINGS, "clusters": CLUSTERS}.items():
        assert same(first, run(country, arrange(tables, GEBIED, FRAMED))), name


RESTORED: list[tuple[str, dict[str, float], dict[str, float]]] = [
    ("density", {"density": 4, "chain_share": 0}, {}),
    ("complexity", {"complexity": 0.8, "axis_weight": 1, "pace": 0.02}, {}),
    ("startup", {"startup": 12, "overlap": 0}, {}),
    ("talk", {"talk": 6, "attend_max": 0.1}, {"staff": 0.6}),
    ("specialisation", {"specialisation": 0.06}, {"staff": 0.6}),
    ("capture", {"capture": 0.1, "pace": 0.02}, {}),
    ("drift", {"drift": 0.1}, {}),
    ("noise", {"noise_far": 0.5}, {"money": 0.5}),
    ("tolerance", {"tolerance": 0.2, "hetero": 0.9}, {}),
]


@pytest.mark.parametrize(("name", "changes", "means"), RESTORED, ids=[r[0] for r in RESTORED])
def test_each_friction_restored_breaks_the_null(
    nederland: Geography, name: str, changes: dict[str, float], means: dict[str, float]
) -> None:
    country = world(nederland, NEUTRAL_TABLES.but(**changes), **means)
    columns, rows = (run(country, arrange(t, GEBIED, FRAMED)) for t in (COLUMNS, ROWS))
    assert not same(columns, rows)


def test_frame_restored_breaks_the_null(nederland: Geography) -> None:
    country = world(nederland, NEUTRAL_TABLES)
    columns, rows = (run(country, arrange(t, GEBIED, Terms())) for t in (COLUMNS, ROWS))
    assert not same(columns, rows)


ALWAYS_OPEN = {
    "spuks": SPUKS,
    "gebied": GEBIED,
    "labels": LABELS,
    "programmes": PROGRAMMES,
    "national": NATIONAL,
    "provincial": PROVINCIAL,
    "fund": FUND,
    "mixed": (replace(FUND[0], share=0.25), replace(NATIONAL[0], share=0.75, window=8)),
}
FREE_MONEY = Assumptions(apply=0, report=0, cut=0)


@pytest.mark.parametrize("seed", [1, 2])
def test_pots_with_money_for_all(nederland: Geography, seed: int) -> None:
    country = world(nederland, FREE_MONEY, seed, money=1e6)
    first = run(country, arrange(ROWS, SPUKS))
    for name, pots in ALWAYS_OPEN.items():
        assert same(first, run(country, arrange(ROWS, pots))), name


@pytest.mark.parametrize("name", [n for n in ALWAYS_OPEN if n != "spuks"])
def test_scarce_money_breaks_the_pots_null(nederland: Geography, name: str) -> None:
    country = world(nederland, FREE_MONEY, money=0.7)
    spuks, other = (run(country, arrange(ROWS, p)) for p in (SPUKS, ALWAYS_OPEN[name]))
    assert not same(spuks, other)
