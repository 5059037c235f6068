"""Fake studies of every shape a named experiment has: grids of arms, mixes, cells, coverage."""

import itertools
from dataclasses import replace

import fake_world

from experiments.options import Options
from experiments.runner import run_study
from experiments.store import read
from experiments.study import Cell
from model.arrangement import Area, Arrangement, Coverage, Pot, Tables
from model.variants import VARIANTS

TABLES = {
    "sectoraal": (Tables(Area.RIJK, "each"), "sectorale tafels"),
    "gebiedsgericht": (Tables(Area.REGIO, "all"), "gebiedstafels"),
    "centraal": (Tables(Area.RIJK, "all"), "een landelijke tafel"),
}
POTS = {
    "losse_spuks": ((Pot("a", Area.RIJK, "each", 0.6, 6), Pot("b", Area.REGIO, "each", 0.4)),
                    "losse SPUKs"),
    "gebiedsbudget": ((Pot("gebied", Area.REGIO, "all"),), "gebiedsbudget"),
    "rijksbudget": ((Pot("rijk", Area.RIJK, "all"),), "rijksbudget"),
}  # fmt: skip
RULES = ("pots.area", "pots.opgaven", "tables.area")


def variants(*names):
    """Cells of structural variants, numbered as the study numbers them."""
    every = [name for name in VARIANTS if name]
    return tuple(
        Cell(every.index(n) + 1, n, VARIANTS[n].label, VARIANTS[n].label_en, variant=n)
        for n in names or every
    )


def run(study, folder, **how):
    run_study(study, folder, Options(executor="serial"), run_world=run_world, progress=False, **how)
    return read(folder)


def run_world(study, world, begin):
    """As the fake world, with an effect per arm, per cell and arm, and per covered square.

    Settings: effect (one per arm), laid (by number of the cell: one per arm), cover (in the
    squares an arm covers), grid (function of the levels: a share for the last arm).
    """
    results = []
    fake = study.config["fake"]
    for arm in range(len(study.arms)):
        begin(arm)
        found = fake_world._outcomes(study, world, arm, fake)
        target = found.squares["target"]
        extra = fake.get("effect", [0] * len(study.arms))[arm]
        extra += fake.get("laid", {}).get(world.cell, [0] * len(study.arms))[arm]
        cell = next(c for c in study.cells if c.number == world.cell)
        if "grid" in fake and cell.levels and arm == len(study.arms) - 1:
            extra += fake["grid"](cell.levels)
        done = found.squares["q_deadline"] + extra * target
        if arm:
            done = done + fake.get("cover", 0.0) * target * covered(study, arm)
        squares = found.squares | {"q_deadline": done}
        share = float(done.sum() / target.sum())
        scalars = found.scalars | {"realised_share": share}
        results.append(fake_world.FakeOutcomes(scalars, squares, found.years, found.hours))
    return results


def covered(study, arm):
    """The squares an arm covers, written here once more."""
    coverage, geography = study.arms[arm].coverage, study.geography
    result = [[1.0] * len(geography.opgaven) for _ in geography.region_code]
    for r, code in enumerate(geography.region_code):
        for k, opgave in enumerate(geography.opgaven):
            if coverage.scope is not None and opgave.id not in coverage.scope:
                result[r][k] = 0.0
            if coverage.where is not None and code not in coverage.where:
                chair = geography.province_name[geography.region_province[r]]
                if chair not in coverage.where:
                    result[r][k] = 0.0
    return result


def with_arms(study, arms, entries):
    """The study with other arms; entries are what the config says of them."""
    return replace(
        study, arms=tuple(arms), labels=tuple(e["label"] for e in entries),
        config={**study.config, "arms": [{"label_en": e["label"], **e} for e in entries]},
    )  # fmt: skip


def matrix(folder, *, points=120, seeds=1, rows=TABLES, **fake):
    study = fake_world.fake_study(points=points, seeds=seeds, **fake)
    arms, entries = [], []
    for (regime, (tables, first)), (funding, (pots, last)) in itertools.product(
        rows.items(), POTS.items()
    ):
        arms.append(Arrangement(f"{regime}_{funding}", tables, pots))
        entries.append({"label": f"{first} + {last}", "regime": regime, "funding": funding})
    return run(with_arms(study, arms, entries), folder)


def mixes(folder, effect, *, points=120, **fake):
    """All mixes of three rules; effect is that of every mix, in their order."""
    study = fake_world.fake_study(points=points, effect=effect, **fake)
    arms, entries = [], []
    for chosen in itertools.product((False, True), repeat=len(RULES)):
        taken = [rule for rule, yes in zip(RULES, chosen, strict=True) if yes]
        name = "+".join(taken) or "referentie"
        label = "gebied" if all(chosen) else "sectoraal" if not taken else name
        arms.append(Arrangement(name, *fake_world.FIVE[0][1:3]))
        entries.append({"label": label, "regime": "sectoraal", "taken": ",".join(taken)})
    return run(with_arms(study, arms, entries), folder)


def places(folder, *coverages, points=120, **fake):
    """The reference everywhere, and an arm per coverage."""
    study = fake_world.fake_study(points=points, **fake)
    tables, pots = fake_world.FIVE[0][1:3]
    arms = [Arrangement("een", tables, pots)]
    entries = [{"label": "overal hetzelfde"}]
    for i, coverage in enumerate(coverages):
        arms.append(Arrangement(f"deel{i}", *fake_world.FIVE[3][1:3],
                                coverage=Coverage(**coverage)))  # fmt: skip
        entries.append({"label": f"deel {i}"})
    return run(with_arms(study, arms, entries), folder)


def cells(folder, *laid, points=120, **fake):
    """Two arms, with cells laid over the points."""
    study = fake_world.fake_study(points=points, arms=2, cells=(Cell(), *laid), **fake)
    return run(study, folder)
