"""The answer in sentences (product.md, the main job); they follow the verdict word."""

from __future__ import annotations

import re

from analysis.arrangements import here_sentence, limited, range_sentence
from analysis.cells import RULE, counted, grids, levers, sampled
from analysis.compared import Compared, pair_count, spread, verdict_words
from analysis.crossing import crossing
from analysis.labels import label
from analysis.means import unequal, why
from analysis.numbers import number, percent, points
from analysis.shapley import mixes
from analysis.sides import Sides, equal_terms, one_by_one
from analysis.verdict import BY_YEAR, ENOUGH, PLENTY
from experiments.messages import typed
from experiments.store import Results

EQUAL = ("money", "people", "opgaven", "projects", "terms", "luck")


def opening(results: Results, found: Sides, language: str = "nl") -> list[str]:
    """The sentences with which the screen opens, in their order."""
    first = _first(results, found, language)
    lines = [label("unequal_first", language, sentence=first) if unequal(results) else first]
    if (here := here_sentence(results, found, language)) is not None:
        lines.append(here)
    if found.square is not None:
        lines.append(_split(results, found, language))
    if found.opponent is not None:
        lines.append(_against(results, found, language))
    arms = results.manifest["arms"]
    # what holds in a few places only is not put in one row with what holds everywhere
    few_places = len(limited(results.manifest)) == len(arms) - 1
    if crossing(arms) is not None or (one_by_one(arms, found) and not few_places):
        lines.append(range_sentence(results, language))
    things = [
        label(f"equal_{thing}", language)
        for thing in EQUAL
        if not (thing == "terms" and not equal_terms(arms))
        and not (thing == "money" and unequal(results))
    ]
    if by_date := _by_date(results, found, language):
        lines.append(by_date)
    lines.append(label("equal", language, things=", ".join(things)))
    if unequal(results):
        lines.append(why(results, language))
    lines.append(label("absent", language))
    return lines


def _by_date(results: Results, found: Sides, language: str) -> str:
    """The same difference with all opgaven counted in one year: own deadlines are a choice."""
    years = [name for name in BY_YEAR if name in results.runs]
    if not years:
        return ""
    parts = [
        label("in_year", language, year=name.removeprefix("realised_"),
              difference=points(float(results.paired(name, found.other, found.reference).mean()),
                                language=language))
        for name in years
    ]  # fmt: skip
    return label("by_date", language, parts=", ".join(parts))


def _first(results: Results, found: Sides, language: str) -> str:
    share, green = results.by_point("realised_share"), results.by_point("green_95")
    compared = Compared(results, "realised_share", found.other, found.reference)
    a, b = found.names
    return label(
        "first", language, a=a, b=b,
        green_a=number(float(green[found.reference].mean()), language=language),
        green_b=number(float(green[found.other].mean()), language=language),
        pairs=number(pair_count(results), language=language),
        share_a=percent(float(share[found.reference].mean()), language=language),
        share_b=percent(float(share[found.other].mean()), language=language),
        difference=points(compared.mean, language=language),
        spread=spread(compared, language),
        verdict=verdict_words(compared.verdict, b, a, language, whole=True),
    )  # fmt: skip


def _split(results: Results, found: Sides, language: str) -> str:
    assert found.square is not None
    share = results.by_point("realised_share").mean(axis=1)
    tables, pots = (float(part) for part in found.square.split(share))
    line = label("split", language, tables=points(tables, language=language),
                 pots=points(pots, language=language))  # fmt: skip
    both = share[found.other] - share[found.reference]
    printed = [round(100 * part, 1) for part in (tables, pots, both)]
    if abs(printed[0] + printed[1] - printed[2]) > 0.05:
        line += " " + label("rounding", language)
    return line


def _against(results: Results, found: Sides, language: str) -> str:
    assert found.opponent is not None
    compared = Compared(results, "realised_share", found.other, found.opponent)
    opponent = results.named_arms(language)[found.opponent].replace(" + ", label("with", language))
    return label(
        "against", language, opponent=opponent,
        difference=points(compared.mean, language=language),
        spread=spread(compared, language),
        verdict=verdict_words(compared.verdict, found.names[1], opponent, language),
    )  # fmt: skip


def notes(results: Results, language: str = "nl") -> list[str]:
    """What a reader must know beside the answer: few points, nothing to tell apart, gaps."""
    count = len(results.points)
    lines = [
        label("basis", language, arms=len(results.arms),
              worlds=number(results.worlds, language=language),
              points=number(count, language=language))
    ]  # fmt: skip
    if not sampled(results):
        lines.append(label("not_sampled", language))
    elif count < ENOUGH:
        lines.append(label("few_note", language, enough=ENOUGH, points=count))
    green = results.by_point("green_95").mean(axis=1) / pair_count(results)
    if (green < 0.1).all():
        lines.append(label("all_low", language))
    if (green > 0.9).all():
        lines.append(label("all_high", language))
    total = results.expected
    done = len(results.runs["run"])
    if done < total:
        lines.append(label("unfinished", language, done=number(done, language=language),
                           total=number(total, language=language)))  # fmt: skip
    if results.failed:
        lines.append(label("failed", language, failed=number(results.failed, language=language)))
    return lines


def next_command(results: Results) -> str:
    """The next useful command: finish, draw enough points, add the variants, or ask on."""
    manifest = results.manifest
    arms = manifest["arms"]
    command = typed(str(manifest["command"]) or "groenlicht")
    if len(results.runs["run"]) < results.expected:
        return command
    if len(results.points) < ENOUGH:
        return _with(command, f"points={ENOUGH}")
    if not (crossing(arms) or mixes(arms) or limited(manifest) or levers(results)):
        if not grids(results):
            if not set(RULE) <= counted(results).keys():
                return _with(command, "variants=all")
            return typed("groenlicht experiment=tipping")
    if len(results.points) < PLENTY:
        return _with(command, f"points={PLENTY}")
    return typed("groenlicht regime=clusters funding=gebiedsbudget")


def _with(command: str, word: str) -> str:
    """The command with a word instead of the ones that say the same."""
    name = word.partition("=")[0]
    others = rf"{name}=\S+|design=single" if name == "points" else rf"{name}=\S+"
    return re.sub(rf"\s+({others})", "", command) + f" {word}"
