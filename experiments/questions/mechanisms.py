"""The mechanisms of docs/odd.md 6 as contrasts: read from configs/mechanisms.yaml, run, measured.

Each entry becomes one or more studies at its own point: the places that see the same arms are
cells of one study, so that all of them have the same luck. An effect is a difference per world
between two sums of arms at places; its standard error is over worlds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
from omegaconf import OmegaConf

from experiments.cells import LISTED
from experiments.compose import compose_geography
from experiments.composing.checked import complete, mapping
from experiments.composing.overrides import written
from experiments.points import ASSUMED
from experiments.questions.measures import VERSION
from experiments.series import Member, arms_word, member
from experiments.store import Results
from experiments.storing.rows import OK
from model.assumptions import Assumptions
from model.geography import FloatArray
from model.means import Means

SERIES = "mechanisms"
BURDEN = "burden"  # in a companion or place: a factor on the burden of every opgave
ENTRY = ("what", "contrast", "outcome", "companion", "places", "arms", "exact", "tests", "open",
         "reading", "untested")  # fmt: skip
Sum = tuple[tuple[float, str, str], ...]  # (weight, arm, place)
Settings = Mapping[str, float]
ByWorld = Mapping[int, float]  # by the luck of the world


@dataclass(frozen=True)
class Test:
    """A step whose sign was declared before it was run: from one sum to another."""

    point: str
    before: Sum
    after: Sum
    direction: int


@dataclass(frozen=True)
class Mechanism:
    """One entry of configs/mechanisms.yaml, which says what every field means."""

    id: str
    what: str
    contrast: str
    outcome: str
    companion: Settings
    places: Mapping[str, Settings]
    arms: Mapping[str, Mapping[str, object]]
    regimes: tuple[str, ...]
    exact: tuple[Sum, ...]
    tests: tuple[Test, ...]
    open: bool = False
    reading: str = ""
    untested: str = ""
    own: tuple[str, ...] = ()  # arms of this entry only

    @cached_property
    def groups(self) -> dict[tuple[float, tuple[str, ...]], list[str]]:
        """Places by what makes another study of them: the burden, and the arms that are seen."""
        sums = [*self.exact, *(s for t in self.tests for s in (t.before, t.after))]
        found: dict[tuple[float, tuple[str, ...]], list[str]] = {}
        for place in self.places:
            seen = {arm for one in sums for _, arm, where in one if where == place}
            if not seen:
                raise ValueError(f"{self.id}: place {place} is in no sum, expected it in one")
            factor = {**self.companion, **self.places[place]}.get(BURDEN, 1.0)
            found.setdefault((factor, tuple(sorted(seen))), []).append(place)
        return found

    def settings(self, places: Sequence[str]) -> list[dict[str, float]]:
        """The inputs of some places, each with the same names: what one does not set is default."""
        given = [{**self.companion, **self.places[place]} for place in places]
        names = [n for n in dict.fromkeys(n for one in given for n in one) if n != BURDEN]
        return [{name: one.get(name, _default(name)) for name in names} for one in given]

    def copies(self, arm: str) -> list[dict[str, object]]:
        """The arrangements one arm stands for: itself, or one per regime."""
        rules = self.arms[arm]
        copies = (
            {arm: rules}
            if "regime" in rules
            else {f"{arm}_{regime}": {"regime": regime, **rules} for regime in self.regimes}
        )
        # a label of its own, so that arms with the same rules keep their names
        return [{"name": name, "label": name, **rules} for name, rules in copies.items()]


def read_mechanisms(text: str | None = None) -> list[Mechanism]:
    """The entries of configs/mechanisms.yaml, or of another text of that form."""
    if text is None:
        text = files("configs").joinpath("mechanisms.yaml").read_text(encoding="utf-8")
    given = OmegaConf.to_container(OmegaConf.create(text))
    table = complete("mechanisms", mapping("mechanisms", given), ("arms", "regimes", "mechanisms"))
    return [
        _entry(name, entry, table["arms"], tuple(table["regimes"]))
        for name, entry in table["mechanisms"].items()
    ]


def outcome_names() -> dict[str, str]:
    """What each outcome is, in words."""
    text = files("configs").joinpath("mechanisms.yaml").read_text(encoding="utf-8")
    return {str(k): str(v) for k, v in OmegaConf.create(text).outcomes.items()}


def _entry(
    name: str, given: object, arms: Mapping[str, Mapping[str, object]], regimes: tuple[str, ...]
) -> Mechanism:
    entry = complete(name, mapping(name, given, ENTRY), ("what", "contrast", "places", "tests"))
    mechanism = Mechanism(
        id=name,
        what=entry["what"],
        contrast=entry["contrast"],
        outcome=entry.get("outcome", "realised_share"),
        companion=entry.get("companion", {}),
        places=entry["places"],
        arms={**arms, **entry.get("arms", {})},
        regimes=regimes,
        exact=tuple(read_sum(one) for one in entry.get("exact", [])),
        tests=tuple(
            Test(str(t.get("point", "")), read_sum(t["before"]), read_sum(t["after"]),
                 int(t["direction"]))
            for t in entry["tests"]
        ),
        open=entry.get("open", False),
        reading=entry.get("reading", ""),
        untested=entry.get("untested", ""),
        own=tuple(entry.get("arms", {})),
    )  # fmt: skip
    for one in (*mechanism.exact, *(s for t in mechanism.tests for s in (t.before, t.after))):
        for _, arm, place in one:
            if arm not in mechanism.arms or place not in mechanism.places:
                raise ValueError(f"{name}: {arm}@{place} found, expected a known arm and place")
    return mechanism


def read_sum(text: str) -> Sum:
    """`rows@on - columns@on` as weights of arms at places; ValueError if it is not that."""
    if not re.fullmatch(r"\w+@\w+( [+-] \w+@\w+)*", text):
        raise ValueError(f"{text!r} found, expected arm@place - arm@place")
    parts = re.findall(r"([+-]?) ?(\w+)@(\w+)", text)
    return tuple((-1.0 if sign == "-" else 1.0, arm, place) for sign, arm, place in parts)


def _default(name: str) -> float:
    owner: object = Assumptions() if name in ASSUMED else Means()
    return float(getattr(owner, name))


def members_of(
    mechanism: Mechanism, root: Path, seeds: int, overrides: Sequence[str] = ()
) -> list[Member]:
    """The studies of one entry, in the order of its groups."""
    found = []
    for (burden, arms), places in mechanism.groups.items():
        first, *others = mechanism.settings(places)
        words = ["design=single", f"seeds={seeds}", *overrides]
        words.append(arms_word([copy for arm in arms for copy in mechanism.copies(arm)]))
        for name, value in first.items():
            group = "assumptions" if name in ASSUMED else "scenario"
            words.append(f"{group}.{name}={written(value)}")
        if burden != 1:
            words += [
                f"opgaven.{opgave.id}.burden={written(burden * opgave.burden)}"
                for opgave in compose_geography(overrides).opgaven
            ]
        if others:
            cells = [{"name": place, "set": one}
                     for place, one in zip(places[1:], others, strict=True)]  # fmt: skip
            words.append("cells=" + written(cells))
        question = f"{mechanism.id} {mechanism.what}: {mechanism.contrast}?"
        found.append(member(root, SERIES, mechanism.id, words, question=question, mark=VERSION))
    return found


@dataclass(frozen=True)
class Step:
    """What came of one test: means over worlds, and the standard error of the difference."""

    test: Test
    before: float
    after: float
    effect: float
    error: float
    worlds: int

    @property
    def sign(self) -> int:
        """The sign of the effect, 0 if it is within two standard errors."""
        beyond = abs(self.effect) > 2 * self.error
        return int(np.sign(self.effect)) if beyond else 0

    @property
    def as_declared(self) -> bool:
        """Whether the direction came out."""
        return self.sign == self.test.direction


@dataclass(frozen=True)
class Finding:
    """What came of one entry: `exact` is the largest of its differences that must be 0."""

    mechanism: Mechanism
    steps: tuple[Step, ...]
    exact: float | None
    failed: int


def measure(mechanism: Mechanism, studies: Sequence[Results]) -> Finding:
    """Read an entry's contrasts from its stored studies, in the order of `members_of`."""
    values: dict[tuple[str, str], ByWorld] = {}
    for ((_, arms), places), study in zip(mechanism.groups.items(), studies, strict=True):
        for number, place in enumerate(places):
            for arm in arms:
                names = [str(copy["name"]) for copy in mechanism.copies(arm)]
                cell = 0 if number == 0 else LISTED + number - 1
                values[arm, place] = _by_world(study, cell, names, mechanism.outcome)
    steps = []
    for test in mechanism.tests:
        common = _common([values[arm, p] for _, arm, p in (*test.before, *test.after)])
        before, after = (_total(values, one, common) for one in (test.before, test.after))
        steps.append(_step(test, before, after))
    exact = None
    if mechanism.exact:
        exact = max(
            float(np.abs(_total(values, one, _common([values[a, p] for _, a, p in one]))).max())
            for one in mechanism.exact
        )
    return Finding(mechanism, tuple(steps), exact, sum(study.failed for study in studies))


def _step(test: Test, before: FloatArray, after: FloatArray) -> Step:
    difference, count = after - before, len(after)
    error = float(difference.std(ddof=1) / np.sqrt(count)) if count > 1 else float("inf")
    return Step(test, float(before.mean()), float(after.mean()), float(difference.mean()), error,
                count)  # fmt: skip


def _by_world(study: Results, cell: int, arms: Sequence[str], outcome: str) -> ByWorld:
    """An outcome by the luck of the world, the mean over arms; failed worlds are left out."""
    runs = study.runs
    good = (runs["status"] == OK) & (runs["cell"] == cell)
    by_arm = []
    for arm in arms:
        mine = good & (runs["arm"] == study.arm(arm))
        by_arm.append(dict(zip(runs["seed"][mine].tolist(), runs[outcome][mine].tolist(),
                               strict=True)))  # fmt: skip
    return {world: sum(one[world] for one in by_arm) / len(by_arm) for world in _common(by_arm)}


def _common(found: Sequence[ByWorld]) -> list[int]:
    """The worlds in which all of these succeeded."""
    return sorted(set.intersection(*(set(one) for one in found)))


def _total(
    values: Mapping[tuple[str, str], ByWorld], terms: Sum, worlds: Sequence[int]
) -> FloatArray:
    total = np.zeros(len(worlds))
    for weight, arm, place in terms:
        total += weight * np.array([values[arm, place][world] for world in worlds])
    return total
