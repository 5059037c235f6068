"""Every mix of the rules in which two arrangements differ: the arms of design=shapley.

Rules that can differ: the area and the opgaven of the tables; area (with its key), opgaven and
window of the pots; every term. Pots are matched by the money they hold: where one side splits
it finer the other side's pot is split too; the model makes equal pots one pot again.

Source: Shapley 1953, A value for n-person games (exact, over all 2^n mixes).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace

from experiments.composing.arms import Arm
from experiments.preflight import InputError
from model.arrangement import Arrangement, Pot

MOST_RULES = 10  # 1,024 arms
Taken = Mapping[str, bool]
Pots = tuple[Pot, ...]


def hybrids(reference: Arm, other: Arm) -> list[Arm]:
    """All 2^n mixes, the reference first and the other last.

    Raises
    ------
    InputError
        They differ in coverage, in nothing, or in more than MOST_RULES rules.
    """
    a, b = reference.arrangement, other.arrangement
    if a.coverage != b.coverage:
        raise InputError(
            "coverage: twee verschillende gevonden bij design=shapley, dezelfde verwacht."
        )
    rules = _differing(a, b)
    if not rules or len(rules) > MOST_RULES:
        raise InputError(
            f"design=shapley: de armen verschillen in {len(rules)} regels, 1 tot en met "
            f"{MOST_RULES} verwacht."
        )
    found = []
    for chosen in itertools.product((False, True), repeat=len(rules)):
        taken = dict(zip(rules, chosen, strict=True))
        names = [rule for rule in rules if taken[rule]]
        name = "+".join(names) or "referentie"
        if all(chosen):
            name = "alles"
        label, label_en = (
            (reference.label, reference.label_en) if not names
            else (other.label, other.label_en) if all(chosen)
            else (f"{reference.label}, anders: {', '.join(names)}",
                  f"{reference.label_en}, other: {', '.join(names)}")
        )  # fmt: skip
        found.append(Arm(replace(mixed(a, b, taken), name=name), label, label_en,
                         {**reference.names, "taken": ",".join(names)}))  # fmt: skip
    return found


def mixed(a: Arrangement, b: Arrangement, taken: Taken) -> Arrangement:
    """Arrangement a with the rules of b that are taken."""

    def side(rule: str) -> Arrangement:
        return b if taken.get(rule) else a

    tables = replace(
        a.tables,
        area=side("tables.area").tables.area,
        opgaven=side("tables.opgaven").tables.opgaven,
    )
    terms = replace(
        a.terms, **{name: getattr(side(f"terms.{name}").terms, name) for name in asdict(a.terms)}
    )
    return replace(a, tables=tables, pots=_mixed_pots(a.pots, b.pots, taken), terms=terms)


def _mixed_pots(first: Pots, second: Pots, taken: Taken) -> Pots:
    """The pots of one side with the rules of the other that are taken.

    With none or all of them these are the pots themselves: slices add up to the same money, but
    not to the last bit.
    """
    rules = _differing_pots(first, second)
    chosen = [rule for rule in rules if taken.get(rule)]
    if not chosen:
        return first
    if chosen == rules:
        return second
    pots = []
    for i, (p, q, share) in enumerate(_matched(first, second)):

        def of(rule: str, p: Pot = p, q: Pot = q) -> Pot:
            return q if rule in chosen else p

        pots.append(
            Pot(
                f"pot{i + 1}", of("pots.area").area, of("pots.opgaven").opgaven, share,
                of("pots.window").window, of("pots.area").key,
            )
        )  # fmt: skip
    return tuple(pots)


def _differing_pots(first: Pots, second: Pots) -> list[str]:
    """The rules of pots in which two sides differ, wherever the money is."""
    rules: dict[str, Callable[[Pot], object]] = {
        "pots.area": lambda pot: (pot.area, pot.key),
        "pots.opgaven": lambda pot: pot.opgaven,
        "pots.window": lambda pot: pot.window,
    }
    matched = _matched(first, second)
    return [name for name, of in rules.items() if any(of(p) != of(q) for p, q, _ in matched)]


def _differing(a: Arrangement, b: Arrangement) -> list[str]:
    """The rules in which two arrangements differ, in a fixed order."""
    found = []
    if a.tables.area != b.tables.area:
        found.append("tables.area")
    if a.tables.opgaven != b.tables.opgaven:
        found.append("tables.opgaven")
    found += _differing_pots(a.pots, b.pots)
    terms = asdict(a.terms)
    return found + [f"terms.{k}" for k, v in terms.items() if v != getattr(b.terms, k)]


def _matched(first: Pots, second: Pots) -> list[tuple[Pot, Pot, float]]:
    """Slices of the money with the pot that holds each on either side, in the order of pots."""
    found: list[tuple[Pot, Pot, float]] = []
    rest_a, rest_b = [p.share for p in first], [q.share for q in second]
    i = j = 0
    while i < len(first) and j < len(second):
        share = min(rest_a[i], rest_b[j])
        found.append((first[i], second[j], share))
        rest_a[i] -= share
        rest_b[j] -= share
        # what is left by rounding is nothing
        i += rest_a[i] <= 1e-12
        j += rest_b[j] <= 1e-12
    total = sum(share for *_, share in found[:-1])
    return [*found[:-1], (*found[-1][:2], 1 - total)]
