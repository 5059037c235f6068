"""A fake model for tests of runner, store and screen: outcomes in the shape of the real ones.

Importable by spawned workers: conftest puts this folder on the path. What an arm realises is
a base level, luck of the world and an effect of its tables and pots, so that a test can force
any verdict through `study.config["fake"]`.
"""

from __future__ import annotations

import ctypes
import os
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.points import Point, Points
from experiments.running.worker import Begin, Result, failure
from experiments.storing.rows import Failure
from experiments.study import Cell, Study, World
from model.arrangement import Area, Arrangement, Pot, Tables
from model.assumptions import TABLE, Assumptions
from model.means import Means
from model.synthetic import plain_opgaven, synthetic

SECTORAL, AREA = Tables(Area.RIJK, "each"), Tables(Area.REGIO, "all")
LOOSE = (Pot("a", Area.RIJK, "each", 0.6, 6), Pot("b", Area.REGIO, "each", 0.4))
BUDGET = (Pot("gebied", Area.REGIO, "all"),)
PROGRAMME = (Pot("programma", Area.RIJK, "each"),)
FIVE = (
    ("een", SECTORAL, LOOSE, "sectorale tafels + losse SPUKs", "sectoraal", "losse_spuks"),
    ("twee", SECTORAL, BUDGET, "sectorale tafels + gebiedsbudget", "sectoraal", "gebiedsbudget"),
    ("drie", AREA, LOOSE, "gebiedstafels + losse SPUKs", "gebiedsgericht", "losse_spuks"),
    ("vier", AREA, BUDGET, "gebiedstafels + gebiedsbudget", "gebiedsgericht", "gebiedsbudget"),
    ("vijf", SECTORAL, PROGRAMME, "sectorale tafels + nationale programma's", "sectoraal",
     "nationaal_programma"),
)  # fmt: skip
CAUSES = (
    "settlement", "agenda", "consent", "own_share", "window", "border", "drifted", "lapsed",
    "cut", "too_little_money", "staff", "objection", "clash", "stranded", "building_space", "time",
)  # fmt: skip


@dataclass(frozen=True)
class FakeOutcomes:
    scalars: dict[str, float]
    squares: dict[str, np.ndarray]
    years: dict[str, np.ndarray]
    hours: dict[str, np.ndarray]


def fake_study(
    points: int = 4,
    seeds: int = 1,
    arms: int = 5,
    *,
    first_seed: int = 1,
    cells: tuple[Cell, ...] = (Cell(),),
    **fake: object,
) -> Study:
    """A study of the first arms of FIVE, on a small synthetic country.

    Fake settings: tables, pots, programme (effect in share), by (effect that grows with density),
    level, noise, fail (worlds that raise), fail_arm (arm that fails in every world), sleep,
    interrupt (world in which Ctrl-C is pressed); by run, so that the other arms of the world can
    be looked at: die (ends its process), hang (never returns), stuck (the same inside C, without
    letting go of Python's lock), eat (wants all memory there is), wrong (raises).
    """
    chosen = [FIVE[i] for i in ((0, 3) if arms == 2 else range(arms))]
    rng = np.random.default_rng(7)
    draws = rng.random((1000, len(TABLE)))
    made = []
    for p in range(points):
        values = {
            a.name: a.low + draws[p, i] * (a.high - a.low)
            for i, a in enumerate(TABLE)
            if not a.whole
        }
        means = Means(money=0.7 + 0.5 * draws[p, 0])
        made.append(Point(Assumptions(**values), means, luck=p))
    names = [
        {"name": n, "label": label, "label_en": label, "regime": regime, "funding": funding}
        for n, _, _, label, regime, funding in chosen
    ]
    return Study(
        name="compare",
        question="?",
        arms=tuple(Arrangement(n, tables, pots) for n, tables, pots, *_ in chosen),
        labels=tuple(row[3] for row in chosen),
        geography=synthetic(plain_opgaven(7), municipalities=12, regions=6, provinces=3),
        points=Points.of(made),
        seeds=seeds,
        first_seed=first_seed,
        design="paired",
        config={"arms": names, "fake": fake},
        command="groenlicht",
        cells=cells,
    )


def run_world(study: Study, world: World, begin: Begin) -> list[Result]:
    fake: Any = study.config["fake"]
    time.sleep(fake.get("sleep", 0))
    if world.number in fake.get("fail", ()):
        raise RuntimeError(f"world {world.number} cannot be")
    if world.number == fake.get("interrupt"):
        raise KeyboardInterrupt
    results: list[Result] = []
    for arm in range(len(study.arms)):
        known = begin(arm)
        run = world.number * len(study.arms) + arm
        if known is not None:
            results.append(known)
        elif arm == fake.get("fail_arm"):
            results.append(Failure("ValueError: no", "Traceback: ..."))
        else:
            try:
                _misbehave(run, fake)
                results.append(_outcomes(study, world, arm, fake))
            except Exception as problem:
                results.append(failure(problem))
    return results


def _misbehave(run: int, fake: Any) -> None:
    if run == fake.get("die"):
        os._exit(9)
    if run == fake.get("hang"):
        while True:
            time.sleep(1)
    if run == fake.get("stuck"):
        ctypes.PyDLL(None).sleep(1000)
    if run == fake.get("wrong"):
        raise ArithmeticError(f"run {run} has no balance")
    if run == fake.get("eat"):
        kept = []
        for _ in range(1000):
            kept.append(np.ones(16 * 2**20))  # 128 MB each


def _outcomes(study: Study, world: World, arm: int, fake: Any) -> FakeOutcomes:
    regions, opgaven = len(study.geography.region_code), len(study.geography.opgaven)
    point, rules = world.point, study.arms[arm]
    luck = np.random.default_rng(world.seed)
    effect = fake.get("tables", 0.0) * (rules.tables == AREA)
    effect += fake.get("pots", 0.0) * (rules.pots == BUDGET)
    effect += fake.get("programme", 0.0) * (rules.pots == PROGRAMME)
    effect += fake.get("by", 0.0) * (point.assumptions.density - 2) * (rules.tables == AREA)
    own = np.random.default_rng((world.seed, arm))
    level = fake.get("level", 0.7) + 0.1 * (luck.random((regions, opgaven)) - 0.5)
    level = np.clip(level + effect + fake.get("noise", 0.0) * own.standard_normal(), 0, 1)
    target = 50 + 100 * luck.random((regions, opgaven))
    unmet = target * (1 - level)
    parts = luck.dirichlet(np.r_[np.full(12, 1.0), np.full(4, 0.02)], (regions, opgaven))
    squares = {"target": target, "q_deadline": target * level}
    squares |= {f"q_{y}": target * level * f for y, f in ((2030, 0.5), (2035, 0.8), (2040, 1.1))}
    squares |= {f"loss_{cause}": unmet * parts[..., i] for i, cause in enumerate(CAUSES)}
    share = float((target * level).sum() / target.sum())
    by_opgave = (target * level).sum(axis=0) / target.sum(axis=0)
    scalars = {
        "realised_share": share,
        "green_95": float((level >= 0.7).sum()),
        "national_met": float((by_opgave > 0.7).sum()),
        "weakest": float(by_opgave.min()),
    }
    for k, o in enumerate(study.geography.opgaven):
        scalars[f"realised_{o.id}"] = float(by_opgave[k])
    hours = luck.random((6, 20, 3)) + arm
    hours[3, :, :2] = 0
    years = {
        n: luck.random((20, opgaven))
        for n in ("realised", "realised_capped", "rijk_money", "own_money")
    }
    kinds = ("talk", "reporting", "applying", "work", "idle", "overvraagd")
    return FakeOutcomes(scalars, squares, years, dict(zip(kinds, hours, strict=True)))
