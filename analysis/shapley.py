"""Exact Shapley values over the rules in which two arrangements differ.

The arms of such a study are all 2^n mixes of n rules. A rule's value is what it adds, on
average over all orders in which the rules change from one side to the other; the values add
up to the difference between the two sides.

Source: Shapley 1953, A value for n-person games.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compared import from_to
from analysis.labels import label, named
from analysis.matrix import counted, whole_percent
from analysis.numbers import points
from analysis.sides import Sides
from analysis.statistics import difference
from analysis.table import Table
from experiments.store import Results

FloatArray = npt.NDArray[np.float64]
Arm = Mapping[str, Any]


def shapley_values(
    worth: Mapping[frozenset[str], FloatArray], rules: Sequence[str]
) -> dict[str, FloatArray]:
    """The value of every rule.

    Parameters
    ----------
    worth : mapping of set of rules to ndarray
        What is realised when these rules are those of the other side; one array for every
        subset of `rules`, all of one shape.

    Raises
    ------
    KeyError
        A subset is missing.
    """
    n = len(rules)
    found = {}
    for rule in rules:
        total = np.zeros_like(worth[frozenset()], dtype=np.float64)
        for taken in worth:
            if rule in taken:
                continue
            weight = factorial(len(taken)) * factorial(n - len(taken) - 1) / factorial(n)
            total += weight * (worth[taken | {rule}] - worth[taken])
        found[rule] = total
    return found


def mixes(arms: Sequence[Arm]) -> dict[frozenset[str], int] | None:
    """The arm of every subset of rules; None if the arms are not all mixes of some rules."""
    taken = [frozenset(name for name in str(arm.get("taken", "")).split(",") if name)
             for arm in arms]  # fmt: skip
    rules = frozenset().union(*taken)
    if not rules or len(set(taken)) != len(arms) or len(arms) != 2 ** len(rules):
        return None
    return {mix: i for i, mix in enumerate(taken)}


def shapley_table(
    results: Results, found: Sides, arm_of: Mapping[frozenset[str], int], language: str = "nl"
) -> Table:
    """The value of every rule in procentpunt, with spread, and that they add up."""
    last = max(arm_of, key=len)
    rules = sorted(last)
    seen = counted(results)
    values, units = (
        shapley_values({mix: of[i] for mix, i in arm_of.items()}, rules)
        for of in (seen.points, seen.units)
    )
    values_all = {**values, "": seen.points[arm_of[last]] - seen.points[arm_of[frozenset()]]}
    units_all = {**units, "": seen.units[arm_of[last]] - seen.units[arm_of[frozenset()]]}
    order = sorted(rules, key=lambda rule: -abs(float(values[rule].mean())))
    rows = []
    for rule in (*order, ""):
        spread = difference(units_all[rule])
        rows.append((
            named(f"rule_{rule}", language) if rule else label("together", language),
            points(float(values_all[rule].mean()), 2, language=language),
            from_to(spread.low, spread.high, 100, spread.count > 1, language),
            f"{whole_percent(units_all[rule] > 0)} %",
        ))  # fmt: skip
    a, b = found.names
    note = label(
        "shapley_note", language, a=a, b=b, units=seen.text(language),
        sum=points(float(sum(values[rule].mean() for rule in rules)), 4, language=language),
        difference=points(float(values_all[""].mean()), 4, language=language),
    )  # fmt: skip
    keys = ("rule", "difference", "five_ninetyfive", "share")
    return Table(label("shapley", language), tuple(label(k, language) for k in keys),
                 tuple(rows), note)  # fmt: skip
