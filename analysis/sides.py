"""Who is compared with whom, found from what the arms are, never from what they are called.

Two tables crossed with two pots make a square: then the difference between its opposite
corners is the part of the tables (mean of both ways at equal pots) plus the part of the pots
(mean of both ways at equal tables).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from analysis.crossing import crossing
from analysis.labels import label

Arm = Mapping[str, Any]


@dataclass(frozen=True)
class Square:
    """Indices of four arms: two tables x two pots, everything else equal."""

    reference: int
    other_tables: int  # the other's tables, the reference's pots
    other_pots: int  # the reference's tables, the other's pots
    other: int

    def split(self, values: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """The part by the tables and the part by the pots; first axis of values = arms."""
        r, t, p, o = (values[i] for i in (self.reference, self.other_tables, self.other_pots,
                                          self.other))  # fmt: skip
        return ((t - r) + (o - p)) / 2, ((p - r) + (o - t)) / 2


@dataclass(frozen=True)
class Sides:
    """The two arms the answer is about, and the pairs shown under it.

    Attributes
    ----------
    reference, other : int
        Differences are other minus reference.
    names : tuple of str
        How the two are called in a sentence.
    square : Square or None
    opponent : int or None
        The strongest arm of the reference's own kind, outside the square.
    pairs : tuple of (int, int)
        Arms (a, b) of every difference a minus b that is shown.
    """

    reference: int
    other: int
    names: tuple[str, str]
    square: Square | None
    opponent: int | None
    pairs: tuple[tuple[int, int], ...]


def sides(arms: Sequence[Arm], language: str = "nl") -> Sides:
    """Read the sides from the arms of a manifest; the first arm is the reference.

    ValueError if there are fewer than two arms.
    """
    if len(arms) < 2:
        raise ValueError(f"{len(arms)} arm found, expected two or more")
    order = _others(arms)
    square = _square(arms, order)
    other = square.other if square else order[0]
    opponent = _opponent(arms, square)
    key = "label" if language == "nl" else "label_en"
    names = (arms[0][key], arms[other][key])
    regimes = (arms[0].get("regime", ""), arms[other].get("regime", ""))
    # a regime has a word of its own, or the name of a file
    if square and all(r.isalpha() for r in regimes) and regimes[0] != regimes[1]:
        names = regimes
    if square:
        s = square
        pairs = [(s.other, 0), (s.other_tables, 0), (s.other, s.other_pots), (s.other_pots, 0),
                 (s.other, s.other_tables)]  # fmt: skip
    else:
        pairs = [(i, 0) for i in range(1, len(arms))]
    if opponent is not None and (other, opponent) not in pairs:
        pairs.append((other, opponent))
    return Sides(0, other, names, square, opponent, tuple(pairs))


def _others(arms: Sequence[Arm]) -> list[int]:
    """Who may stand against the first arm, best first.

    Of mixes the one with every rule of the other side; else an arm whose tables and pots are
    both those of a region for several opgaven together; else the second.
    """
    rest = range(1, len(arms))
    taken = [len(str(arm.get("taken", "")).split(",")) if arm.get("taken") else 0 for arm in arms]
    if any(taken):
        return [max(rest, key=lambda i: taken[i])]
    return sorted(rest, key=lambda i: not (_by_region(arms[i]["tables"])
                                           and _by_region(arms[i]["pots"])))  # fmt: skip


def _mixed(arms: Sequence[Arm]) -> bool:
    """Whether the arms are mixes of the rules of two."""
    return any(arm.get("taken") for arm in arms)


def _by_region(rules: str) -> bool:
    """Whether tables or pots, as the manifest has them, are of regions and of several opgaven."""
    areas = set(re.findall(r'"(rijk|provincie|regio|gemeente)"', rules))
    return areas == {"regio"} and '"each"' not in rules


def _same(a: Arm, b: Arm, *rules: str) -> bool:
    return all(a[rule] == b[rule] for rule in rules)


def _square(arms: Sequence[Arm], order: Sequence[int]) -> Square | None:
    reference = arms[0]

    def find(tables: Arm, pots: Arm) -> int | None:
        for i, arm in enumerate(arms):
            if arm["tables"] == tables["tables"] and arm["pots"] == pots["pots"]:
                if _same(arm, reference, "terms", "coverage"):
                    return i
        return None

    for other in order:
        arm = arms[other]
        if _same(arm, reference, "tables") or _same(arm, reference, "pots"):
            continue
        if not _same(arm, reference, "terms", "coverage"):
            continue
        other_tables, other_pots = find(arm, reference), find(reference, arm)
        if other_tables is not None and other_pots is not None:
            return Square(0, other_tables, other_pots, other)
    return None


def _opponent(arms: Sequence[Arm], square: Square | None) -> int | None:
    """The arm whose role is best; else one with the reference's tables and its own pots."""
    for i, arm in enumerate(arms):
        if arm.get("role") == "best":
            return i
    if square is None or crossing(arms) or _mixed(arms):
        return None  # every arm of a grid or of mixes has its own place in a table
    inside = (square.reference, square.other_tables, square.other_pots, square.other)
    for i, arm in enumerate(arms):
        if i not in inside and _same(arm, arms[0], "tables", "terms", "coverage"):
            return i
    return None


def one_by_one(arms: Sequence[Arm], found: Sides) -> bool:
    """Whether there are arms that no table but a list of all of them would show."""
    if len(arms) < 3 or crossing(arms) is not None or _mixed(arms):
        return False
    return found.square is None or len({arm for pair in found.pairs for arm in pair}) < len(arms)


def versus(a: str, b: str, language: str = "nl") -> str:
    """Two arms as one comparison; what their labels share ("tables + pots") is said once."""
    first, second = a.split(" + "), b.split(" + ")
    if len(first) == len(second) == 2:
        for same, other in ((1, 0), (0, 1)):
            if first[same] == second[same]:
                return label("versus_at", language, a=first[other], b=second[other],
                             both=first[same])  # fmt: skip
    return label("versus", language, a=a, b=b)


def equal_terms(arms: Sequence[Arm]) -> bool:
    """Whether all arms have the same terms."""
    return all(arm["terms"] == arms[0]["terms"] for arm in arms)
