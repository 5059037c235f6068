"""The tables under the answer, as text: title, columns, rows and a note."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np
import numpy.typing as npt

from analysis.cells import sampled
from analysis.compared import Compared, between, from_to, pair_count, starred, varies, word
from analysis.crossing import crossing
from analysis.labels import label, named
from analysis.numbers import number, percent, points
from analysis.sides import Sides, versus
from analysis.statistics import bca, noise_floor, pairing, rank_correlations
from analysis.table import Table
from analysis.verdict import smallest_differences
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
MEASURES = ("realised_share", "green_95", "national_met")
LISTED = 5  # assumptions named as deciding the difference
FEWEST = 10  # points below which the mean gets no interval
MOST_COLUMNS = 9  # arms that fit side by side on a narrow screen
FLAT = 0.5  # share of points in which all arms stand at the same end: the measure tells nothing
TELLING = 30  # points below which no assumption is named
SHOWN = 0.005  # causes under this share of the target in every arm stand together
PRINTED = 0.0005  # the smallest share that is not printed as 0,0 %
HOUR_KINDS = ("talk", "reporting", "applying", "work", "idle")  # together all hours there are
SHORTFALL = "overvraagd"


def decides(results: Results, found: Sides, language: str = "nl") -> Table:
    """The inputs with the largest rank correlation with the difference, with their mark."""
    if not sampled(results):
        return Table(label("decides", language), (), (), label("not_sampled", language))
    if len(results.points) < TELLING:
        return Table(label("decides", language), (), (), label("decides_few", language))
    values = results.paired("realised_share", found.other, found.reference)
    known = {row["name"]: row for row in results.manifest["inputs"]}
    inputs = {
        name: np.asarray(column[results.points], dtype=np.float64)
        for name, column in results.design.items()
        if name not in ("point", "luck") and np.issubdtype(column.dtype, np.number)
    }
    floor = noise_floor(inputs, values)
    rows = []
    for name, rho in list(rank_correlations(inputs, values).items())[:LISTED]:
        if not abs(rho) > floor:
            break
        row = known.get(name, {})
        text = row.get("label" if language == "nl" else "label_en") or named(name, language)
        text = f"{text} ({name})"
        mark = "mark_G" if row.get("mark") == "G" else "mark_means"
        side = found.names[1] if rho > 0 else found.names[0]
        rows.append((text, number(rho, 2, plus=True, language=language),
                     label("more_with", language, side=side), label(mark, language)))  # fmt: skip
    columns = tuple(label(k, language) for k in ("assumption", "correlation", "higher", "mark"))
    if not rows:
        return Table(label("decides", language), (), (), label("decides_nothing", language))
    note = label("decides_note", language, floor=number(floor, 2, language=language))
    return Table(label("decides", language), columns, tuple(rows), note, (0, 2, 3))


@dataclass(frozen=True)
class Chosen:
    """The arms that have a column in a table of arms, and what stands above each."""

    arms: tuple[int, ...]
    heads: tuple[str, ...]

    @property
    def lettered(self) -> bool:
        """Whether a legend must say what the heads stand for."""
        return all(len(head) == 1 for head in self.heads)


def chosen(results: Results, found: Sides, language: str = "nl") -> Chosen:
    """All arms, by letter; of many arms, or of a grid, the two sides, by name."""
    count = len(results.arms)
    if count <= MOST_COLUMNS and crossing(results.manifest["arms"]) is None:
        return Chosen(tuple(range(count)), tuple(ascii_uppercase[:count]))
    two = (found.reference, found.other)
    names = results.named_arms(language)
    return Chosen(two, tuple(names[i] for i in two))


def legend(results: Results, language: str = "nl") -> Table:
    """Which letter stands for which arm."""
    names = results.named_arms(language)
    rows = tuple(zip(ascii_uppercase, names, strict=False))
    return Table(label("arms", language), ("", label("arm", language)), rows, text=(0, 1))


def arms(results: Results, columns: Chosen, language: str = "nl") -> Table:
    """What every arm realises, in total and per opgave."""
    rows = []

    def add(scalar: str, text: str, share: bool, decimals: int) -> None:
        if scalar in results.runs:
            means = results.by_point(scalar).mean(axis=1)[list(columns.arms)]
            shown = [percent(float(m), decimals, language=language) if share
                     else number(float(m), decimals, language=language) for m in means]  # fmt: skip
            rows.append((text, *shown))

    pairs = number(pair_count(results), language=language)
    add("realised_share", label("realised_share", language), True, 1)
    add("green_95", label("green_95", language, pairs=pairs), False, 1)
    opgaven = len(results.manifest["opgaven"])
    add("national_met", label("national_met", language, opgaven=opgaven), False, 1)
    for opgave in results.manifest["opgaven"]:
        name = opgave["name"] if language == "nl" else opgave["name_en"]
        text = label("per_opgave", language, name=name, year=opgave["deadline"])
        add(f"realised_{opgave['id']}", text, True, 1)
    note = f"{label('arms_note', language)} {_targets(results, language)}"
    return Table(label("arms_realised", language), ("", *columns.heads), tuple(rows), note)


def _targets(results: Results, language: str) -> str:
    """Which opgaven have a target that rests on data, and which an indicator."""
    name = "name" if language == "nl" else "name_en"
    kinds = []
    for kind in ("data", "partly", "indicator"):
        names = [o[name] for o in results.manifest["opgaven"] if o["data"] == kind]
        if names:
            text = label(f"target_{kind}", language)
            kinds.append(label("target_kind", language, names=", ".join(names), kind=text))
    return label("targets", language, kinds="; ".join(kinds))


def contrasts(results: Results, found: Sides, language: str = "nl") -> Table:
    """Paired differences in realised share, with spread and verdict word."""
    names = results.named_arms(language)
    rows, shown = [], []
    for a, b in found.pairs:
        compared = Compared(results, "realised_share", a, b)
        shown.append(compared)
        rows.append((
            versus(names[a], names[b], language),
            points(compared.mean, language=language),
            between(compared, language=language),
            f"{compared.verdict.share(1)} %",
            word(compared, language),
        ))  # fmt: skip
    keys = ("comparison", "difference", "five_ninetyfive", "share", "verdict")
    note = label("contrasts_few" if shown[0].few else "contrasts_note", language,
                 kind=varies(shown[0].verdict.points, language))  # fmt: skip
    return Table(label("contrasts", language), tuple(label(k, language) for k in keys),
                 tuple(rows), starred(note, shown, language), (0, 4))  # fmt: skip


def outcomes(results: Results, found: Sides, language: str = "nl") -> Table:
    """The measures with a smallest difference, each with the precision of its mean."""
    rows, smallest, shown = [], [], []
    for scalar in MEASURES:
        if scalar not in results.runs:
            continue
        compared = Compared(results, scalar, found.other, found.reference)
        shown.append(compared)
        scale = 100 if scalar == "realised_share" else 1
        amount = scale * smallest_differences(pair_count(results))[scalar]
        digits = 0 if float(amount).is_integer() else 1
        smallest.append(
            label(f"unit_{scalar}", language, n=number(amount, digits, language=language))
        )
        pairs = number(pair_count(results), language=language)
        opgaven = len(results.manifest["opgaven"])
        text = label(scalar, language, pairs=pairs, opgaven=opgaven)
        seen = results.by_point(scalar)
        stuck = (seen == seen.min()).all(axis=0) | (seen == seen.max()).all(axis=0)
        flat = bool(stuck.mean() > FLAT) and bool(np.ptp(seen) > 0)
        rows.append((
            text,
            number(scale * compared.mean, 1, plus=True, language=language),
            from_to(*bca(compared.values), scale, len(compared.values) >= FEWEST, language),
            between(compared, scale, language),
            label("not_telling", language) if flat else word(compared, language),
        ))  # fmt: skip
    keys = ("measure", "difference", "interval", "five_ninetyfive", "verdict")
    a, b = found.names
    note = label("outcomes_note", language, smallest=", ".join(smallest))
    return Table(label("outcomes", language, a=a, b=b), tuple(label(k, language) for k in keys),
                 tuple(rows), starred(note, shown, language), (0, 4))  # fmt: skip


def losses(results: Results, columns: Chosen, language: str = "nl") -> Table:
    """The loss waterfall of every arm: the target is what was realised plus all causes."""
    target = results.squares["target"].sum(axis=(1, 2))
    causes = {
        name: results.by_point(results.squares[name].sum(axis=(1, 2)) / target).mean(axis=1)[
            list(columns.arms)
        ]
        for name in results.squares
        if name.startswith("loss_")
    }
    realised = 1 - np.sum(list(causes.values()), axis=0)
    small = [name for name, share in causes.items() if (share < SHOWN).all()]
    rows = [(label("realised", language), realised)]
    if len(small) == 1:
        small = []
    rows += [(named(n, language), v) for n, v in causes.items() if n not in small]
    if small:
        rest = np.sum([causes[name] for name in small], axis=0)
        rows.append((label("loss_rest", language, count=len(small)), rest))
    text = tuple(
        (name, *(percent(float(v), language=language) for v in values)) for name, values in rows
    )
    return Table(label("losses", language), ("", *columns.heads), text,
                 label("losses_note", language))  # fmt: skip


def hours(results: Results, columns: Chosen, language: str = "nl") -> Table:
    """Hours per tier and kind as a share of what that tier has.

    A kind that would be printed as 0,0 in every arm is left out.
    """
    spent = {name: results.hours[name].sum(axis=1) for name in results.hours}  # runs x tiers
    total = np.sum([spent[name] for name in HOUR_KINDS if name in spent], axis=0)
    rows: list[tuple[str, ...]] = []
    for t, tier in enumerate(results.manifest["tiers"]):
        rows.append((named(tier, language), *[""] * len(columns.arms)))
        for kind in (*HOUR_KINDS, SHORTFALL):
            if kind not in spent:
                continue
            # a failed run stays NaN, a tier without hours is 0
            share = spent[kind][:, t] / np.where(total[:, t] == 0, 1.0, total[:, t])
            means = results.by_point(share).mean(axis=1)[list(columns.arms)]
            if (means >= PRINTED).any():
                shown = (percent(float(m), language=language) for m in means)
                rows.append((f"  {named(kind, language)}", *shown))
    return Table(label("hours", language), ("", *columns.heads), tuple(rows),
                 label("hours_note", language))  # fmt: skip


def pairings(results: Results, found: Sides, language: str = "nl") -> Table:
    """Correlation and variance ratio of the pairing, over worlds."""
    rows = []
    for scalar in MEASURES[:2]:
        values = results.by_world(scalar) * (100 if scalar == "realised_share" else 1)
        pair = pairing(values[found.other], values[found.reference])
        pairs = number(pair_count(results), language=language)
        rows.append((
            label(scalar, language, pairs=pairs),
            number(pair.correlation, 2, language=language),
            number(pair.paired, 2, language=language),
            number(pair.unpaired, 2, language=language),
            number(pair.ratio, 1, language=language),
        ))  # fmt: skip
    keys = ("measure", "correlation", "paired", "unpaired", "ratio")
    a, b = found.names
    note = label("pairing_note", language, a=a, b=b)
    if len(results.points) > 1:
        note += " " + label("pairing_points", language)
    return Table(label("pairing", language), tuple(label(k, language) for k in keys),
                 tuple(rows), note)  # fmt: skip
