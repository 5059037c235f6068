"""The audits of a comparison: whether its answer is built in (docs/odd.md 6 and 8).

Seven studies of two arms in the same points: as it is and with every mechanism at its neutral
value (configs/experiment/audit.yaml), a placebo, the sides swapped, equal pots, and three other
boxes of assumptions. The unit is the point. Only a broken placebo or symmetry is a defect of the
program; everything else that is not as expected is a finding about the comparison.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.compose import compose_study
from experiments.composing.overrides import written
from experiments.points import ASSUMED, MEANS
from experiments.series import Member, arms_word, member
from experiments.store import KEYS, Results
from experiments.storing.rows import OK
from model.assumptions import TABLE
from model.geography import FloatArray

SERIES = "audit"
OUTCOME = "realised_share"
SMALLEST = 0.02  # realised share: the smallest difference that matters
EVERYTHING, LINKS = "everything", "links"  # cells of experiment=audit
OLD: dict[str, object] = {"regime": "sectoraal", "funding": "losse_spuks"}
NEW: dict[str, object] = {"regime": "gebiedsgericht", "funding": "gebiedsbudget"}
BOXES = {
    "narrow": "marges gehalveerd",
    "wide": "marges verdubbeld, binnen wat het model aanneemt",
    "mirrored": "marges gespiegeld: wat eronder lag ligt erboven",
}
ROUNDING = 2e-6  # of numbers that are sums in another order, stored in single precision
GOOD, FINDING, BROKEN = "klopt", "bevinding", "NIET GOED"

# Which side an assumption favours by how the rule is written, whatever else happens. A cell of
# experiment=audit, its assumptions or terms, the side.
LEDGER: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("complexity", ("complexity", "axis_weight"), "geen: axis_weight boven .5 sectoraal, eronder "
     "gebiedsgericht"),
    ("startup", ("startup", "overlap"), "sectoraal: die tafels zijn er al"),
    ("specialisation", ("specialisation",), "sectoraal: een tafel voor één opgave"),
    ("noise", ("noise_far", "noise_near"), "gebiedsgericht: dichtbij is het beeld scherper"),
    ("drift", ("drift",), "sectoraal: een pot voor één opgave kent dit niet"),
    ("talk", ("talk", "theta"), "geen: theta onder 1 brede tafels, erboven smalle"),
    ("capture", ("capture",), "geen: schuift aan regiotafels naar grote gemeenten"),
    ("frame", ("terms.frame",), "geen: het kader weegt alleen aan brede tafels"),
    ("links", ("density", "strength", "visibility"), "geen: zie de twee soorten hieronder"),
    ("chain", ("chain_share", "reach_chain"), "sectoraal: ketens liggen aan één sectortafel"),
    ("place", ("chain_share", "reach_place"), "gebiedsgericht: een plaats ligt aan één "
     "gebiedstafel"),
    ("consent", ("tolerance", "hetero"), "gebiedsgericht: brede tafels kunnen ruilen"),
    ("report", ("report", "eta"), "gebiedsgericht: minder potten om te verantwoorden"),
    ("apply", ("apply",), "gebiedsgericht: een pot van de regio kent geen aanvragen"),
    ("cut", ("cut",), "geen: raakt wie spaart"),
    ("broken", ("broken",), "sectoraal: alleen een brede belofte kan zo breken"),
    ("lapse", ("terms.lapse",), "geen: raakt wie spaart"),
)  # fmt: skip


@dataclass(frozen=True)
class Spread:
    """A difference over points: gebiedsgericht minus sectoraal, as a share of the target."""

    median: float
    low: float
    high: float
    above: float
    points: int

    @property
    def side(self) -> int:
        """1 or -1 if the median is beyond the smallest difference that matters, else 0."""
        return 0 if abs(self.median) < SMALLEST else int(np.sign(self.median))


@dataclass(frozen=True)
class Check:
    """One row of the audit table, in Dutch."""

    name: str
    done: str
    found: str
    expected: str
    status: str


def members(root: Path, points: int, overrides: Sequence[str] = ()) -> dict[str, Member]:
    """The studies of the audit, by name."""
    common = [*overrides, f"points={points}"]
    main = ["experiment=audit", *common]
    composed = compose_study(main, "")
    neutral = {c.name: dict(c.values) for c in composed.cells if c.name in (LINKS, EVERYTHING)}
    cells = "cells=" + written([{"name": n, "set": values} for n, values in neutral.items()])
    old: dict[str, object] = {"name": "sectoraal", **OLD}
    new: dict[str, object] = {"name": "gebiedsgericht", **NEW}
    ids = [opgave.id for opgave in composed.geography.opgaven]
    again = {"name": "andere_naam", "label": "andere naam", **NEW,
             "regime.tables.opgaven": [ids]}  # fmt: skip
    equal = {"funding": NEW["funding"]}
    words = {
        "main": main,
        "placebo": [*main, "cells=null", arms_word([new, again])],
        "swapped": [*main, "cells=null", arms_word([new, old])],
        "equal_pots": [*main, cells, arms_word([{**old, **equal}, {**new, **equal}])],
        **{box: [*main, "cells=null", "inputs=" + written(ranges_of(box))] for box in BOXES},
    }
    return {
        name: member(
            root, SERIES, name, line, question=f"Audit ({name}): is het antwoord ingebouwd?"
        )
        for name, line in words.items()
    }


def ranges_of(box: str) -> dict[str, list[float]]:
    """Ranges of every input in another box: the default stays the median."""
    means = {"money": (0.7, 0.9, 1.2), "staff": (0.6, 0.85, 1.3), "ambition": (0.7, 1.0, 1.3)}
    rows = {row.name: (row.low, row.default, row.high, row.floor, row.ceiling) for row in TABLE}
    rows |= {name: (*three, 0.1, math.inf) for name, three in means.items() if name in MEANS}
    found = {}
    for name, (low, middle, high, floor, ceiling) in rows.items():
        below, above = {
            "narrow": ((middle - low) / 2, (high - middle) / 2),
            "wide": (2 * (middle - low), 2 * (high - middle)),
            "mirrored": (high - middle, middle - low),
        }[box]
        found[name] = [max(floor, middle - below), min(ceiling, middle + above)]
    return found


def difference(study: Results, cell: int = 0) -> FloatArray:
    """Per point the second arm minus the first, shape (points,)."""
    return study.at(cell).paired(OUTCOME, 1, 0)


def spread(values: FloatArray) -> Spread:
    """Median, 5 and 95 %, and the share of points above 0."""
    low, median, high = (float(q) for q in np.percentile(values, [5, 50, 95]))
    return Spread(median, low, high, float((values > 0).mean()), len(values))


def placebo(study: Results) -> Check:
    """The same rules under another name, and written otherwise: bit-identical."""
    scalars, squares = _largest(study)
    same = scalars == 0 and squares == 0
    return Check(
        "placebo", "gebiedsgericht tegen dezelfde regels met een andere naam, anders opgeschreven",
        "tot op de bit gelijk" if same else f"verschil {max(scalars, squares):g}",
        "tot op de bit gelijk", GOOD if same else BROKEN,
    )  # fmt: skip


def _largest(study: Results) -> tuple[float, float]:
    """Largest difference between two arms: over all scalars, and over all squares."""
    first, second = (study.runs["arm"] == arm for arm in (0, 1))
    both = (study.runs["status"][first] == OK) & (study.runs["status"][second] == OK)
    if not both.any():
        return math.inf, math.inf

    def gap(values: FloatArray) -> float:
        return float(np.abs(values[first][both] - values[second][both]).max(initial=0))

    names = [name for name in study.scalars if name not in KEYS]
    return (max(gap(study.runs[name]) for name in names),
            max(gap(values) for values in study.squares.values()))  # fmt: skip


def symmetry(main: Results, swapped: Results) -> Check:
    """The sides swapped: every difference is the other way round, exactly."""
    there, back = difference(main), difference(swapped)
    same = there.shape == back.shape and bool(np.array_equal(there, -back))
    return Check(
        "symmetrie", "de twee kanten verwisseld",
        "elk verschil omgekeerd, exact" if same else "niet elk verschil is precies omgekeerd",
        "elk verschil omgekeerd, exact", GOOD if same else BROKEN,
    )  # fmt: skip


def equal_means(study: Results) -> list[Check]:
    """What both arms had: money, hours, targets and luck, from what they stored."""
    hours = [f"hours_gemeente_{kind}" for kind in ("talk", "reporting", "applying", "work", "idle")]
    total = np.sum([study.by_world(name) for name in hours], axis=0)
    per_arm = {
        "rijksgeld": study.by_world("money_inflow"),
        "uren van gemeenten": total,
        "doelen per paar": study.by_world(study.squares["target"]),
    }
    found = []
    for name, (one, other) in per_arm.items():
        gap = float((np.abs(one - other) / np.maximum(np.abs(one), 1e-12)).max())
        text = f"tot {100 * gap:.2g} %" if gap > ROUNDING else "geen verschil"
        found.append(_equal(name, "per wereld, uit de opslag", text, gap <= ROUNDING))
    arrives = study.design["conversion"]
    text = f"{arrives.min():g}" if np.ptp(arrives) == 0 else f"{arrives.min():g}-{arrives.max():g}"
    found.append(_equal("ombouw", "wat overkomt bij bundelen (conversion)", text,
                        bool((arrives == 1).all()), "1"))  # fmt: skip
    seeds = [sorted(study.runs["seed"][study.runs["arm"] == arm].tolist()) for arm in (0, 1)]
    count = len([name for name in (*ASSUMED, *MEANS) if name in study.design])
    same = seeds[0] == seeds[1]
    done = f"toevalsreeks per wereld; {count} aannames en middelen horen bij het punt"
    found.append(_equal("toeval en aannames", done, "geen verschil" if same else "verschil", same))
    return found


def _equal(name: str, done: str, found: str, good: bool, expected: str = "geen verschil") -> Check:
    return Check(f"gelijke middelen: {name}", done, found, expected, GOOD if good else FINDING)


def nothing_left(study: Results) -> Check:
    """Everything neutral at equal pots and terms: the difference is exactly 0 at every point."""
    gap = float(np.abs(difference(study, cell_of(study, EVERYTHING))).max())
    return Check(
        "neutralisatie: alles, bij gelijke potten", "elk mechanisme neutraal, beide armen met "
        "gebiedsbudget", "exact 0 in elk punt" if gap == 0 else f"tot {100 * gap:.2g} procentpunt",
        "exact 0 in elk punt", GOOD if gap == 0 else FINDING,
    )  # fmt: skip


def cell_of(study: Results, name: str) -> int:
    """Number of a cell by its name."""
    return next(number for number, cell in study.cells.items() if cell["name"] == name)


def alone(study: Results) -> Mapping[str, tuple[Spread, float]]:
    """Per cell the difference, and the median change of it per point against the points as is."""
    base = difference(study)
    found = {}
    for number, cell in study.cells.items():
        here = difference(study, number)
        found[str(cell["name"])] = (spread(here), float(np.median(here - base)))
    return found
