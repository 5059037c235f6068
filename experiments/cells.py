"""What a study lays over its points: variants, levers and grids, from their settings.

Numbers are fixed by kind, so that variants can be run later in a study that has none yet:
0 as it is, 1 and on the structural variants, 101 and on the listed cells, 1001 and on grids.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from experiments.composing import checked, convert
from experiments.composing.overrides import ARM
from experiments.designs import values
from experiments.points import ASSUMED, MEANS, TERMS, WHOLE, Input, Point
from experiments.preflight import InputError, dutch, wrong, wrong_name
from experiments.study import Cell
from model.arrangement import Terms
from model.assumptions import TABLE
from model.variants import VARIANTS

LISTED, GRIDS = 101, 1001  # first numbers
VARIANT = "variant"  # the name of a factor whose levels are structural variants
NUMBERED = tuple(name for name in VARIANTS if name)
ALL = "all"
ENDLESS = ("tolerance",)  # everyone consents, whatever it costs
Levels = Mapping[str, Sequence[object]]


def variant_cells(given: object) -> list[Cell]:
    """The variants of `variants=[V1,V2]` or `variants=all`; InputError for one unknown."""
    wanted = _variants("variants", given)
    cells = []
    for name in wanted:
        if name not in NUMBERED:
            raise wrong_name("variants", name, (ALL, *NUMBERED))
        variant = VARIANTS[name]
        cells.append(Cell(NUMBERED.index(name) + 1, name, variant.label, variant.label_en,
                          variant=name))  # fmt: skip
    return sorted(set_of(cells), key=lambda cell: cell.number)


def set_of(cells: Sequence[Cell]) -> list[Cell]:
    """Every cell once."""
    return list({cell.number: cell for cell in cells}.values())


def listed_cells(given: object, fixed: Point) -> list[Cell]:
    """The cells an experiment lists by name: what they set, and what they multiply."""
    if given is None:
        return []
    if not isinstance(given, (list, tuple)):
        raise wrong("cells", given, "een lijst van {name: ..., set: {...}, times: {...}}")
    cells: list[Cell] = []
    for i, entry in enumerate(given):
        known = ("name", "label", "label_en", "set", "times", VARIANT)
        found = checked.complete("cells", checked.mapping("cells", entry, known), ("name",))
        name = str(found["name"])
        if name in [cell.name for cell in cells]:
            raise InputError(
                f"cells: de naam '{name}' twee keer gevonden, elke cel een eigen naam verwacht."
            )
        cell = Cell(
            LISTED + i, name, str(found.get("label", name)),
            str(found.get("label_en", found.get("label", name))),
            _numbers("cells.set", found.get("set", {})),
            _numbers("cells.times", found.get("times", {})),
            _variant("cells.variant", found.get(VARIANT, "")),
        )  # fmt: skip
        _check(cell, fixed)
        cells.append(cell)
    return cells


def split_factors(given: object) -> tuple[list[dict[str, object]], dict[str, object]]:
    """The grids of `factors` over inputs, and its levels over arrangements.

    `factors` is a mapping of names to levels, or a list of mappings: as many grids.
    """
    if given is None:
        return [], {}
    listed = given if isinstance(given, (list, tuple)) else [given]
    grids, arms = [], {}
    for entry in listed:
        grid = {}
        for key, levels in checked.mapping("factors", entry).items():
            if key.split(".")[0] in ARM:
                arms[key] = levels
            else:
                name = key.removeprefix("assumptions.").removeprefix("scenario.")
                if name in grid:
                    raise InputError(f"factors: {name} twee keer gevonden, een keer verwacht.")
                grid[name] = levels
        if grid:
            grids.append(grid)
    return grids, arms


def grid_cells(
    grids: Sequence[Mapping[str, object]], ranges: Mapping[str, tuple[float, float]], fixed: Point
) -> list[Cell]:
    """Every combination of the levels of each grid."""
    cells: list[Cell] = []
    for number, grid in enumerate(grids):
        levels = {name: _levels(name, given, ranges, fixed) for name, given in grid.items()}
        for place in _product(levels):
            text = ", ".join(f"{k}={v:g}" if isinstance(v, float) else f"{k}={v}"
                             for k, v in place.items())  # fmt: skip
            numbers = {k: float(v) for k, v in place.items() if k != VARIANT}
            cell = Cell(GRIDS + len(cells), text, text, text, numbers,
                        variant=str(place.get(VARIANT, "")), levels=place, grid=number)  # fmt: skip
            _check(cell, fixed)
            cells.append(cell)
    return cells


def _product(levels: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    for place in itertools.product(*levels.values()):
        yield dict(zip(levels, place, strict=True))


def _levels(
    name: str, given: object, ranges: Mapping[str, tuple[float, float]], fixed: Point
) -> list[Any]:
    """The levels of one factor: as listed, or so many over its range."""
    key = f"factors.{name}"
    if name == VARIANT:
        return [_variant(key, one) for one in _variants(key, given)]
    drawn = input_of(key, name, None, ranges, fixed)
    if isinstance(given, int) and not isinstance(given, bool):
        count = checked.whole(key, given, 2, 1001)
        found = values(drawn, np.linspace(0, 1, count)).tolist()
        return list(dict.fromkeys(found))
    if not isinstance(given, (list, tuple)) or not given:
        raise wrong(key, given, "een aantal niveaus of een lijst van waarden")
    return [_finite(key, name, one) for one in given]


def input_of(
    key: str,
    name: str,
    edges: object,
    ranges: Mapping[str, tuple[float, float]],
    fixed: Point,
) -> Input:
    """One input with its range: that of the table or scenario, or the edges given."""
    known = [*sorted(ASSUMED), *MEANS, *(f"{TERMS}{f}" for f in vars(Terms()))]
    if name not in known:
        raise wrong_name(key, name, known)
    table = {row.name: (row.low, row.high) for row in TABLE}
    middle = (
        float(getattr(Terms(), name.removeprefix(TERMS)))
        if name.startswith(TERMS)
        else fixed.value(name)
    )
    if edges is None:
        edges = table.get(name) or ranges.get(name)
        edges = edges or ((0.0, 1.0) if name.startswith(TERMS) else (middle, middle))
    if not isinstance(edges, (list, tuple)) or len(edges) != 2:
        raise wrong(key, edges, "[laagste, hoogste]")
    low, high = (checked.number(key, edge) for edge in edges)
    if not low <= high or math.isinf(low) or math.isinf(high):
        expected = "[laagste, hoogste] met laagste niet boven hoogste en beide eindig"
        raise wrong(key, edges, expected)
    for edge in (low, high):
        _check_edge(key, name, edge, fixed)
    if not low <= middle <= high:  # the default is not among them: it is no median either
        middle = (low + high) / 2
    return Input(name, low, middle, high)


def _check_edge(key: str, name: str, edge: float, fixed: Point) -> None:
    """InputError, in terms of `key`, if an input cannot have this value."""
    value = math.floor(edge + 0.5) if name in WHOLE else edge
    try:
        _check_values({name: value}, fixed)
    except ValueError as error:
        _, _, rest = str(error).partition(": ")
        plain = re.sub(r"; bedoelt u .*\?$", ".", dutch(f"{key}: {rest}"))
        raise InputError(plain) from error


def _check_values(values: Mapping[str, float], fixed: Point) -> None:
    """ValueError if an input cannot have its value."""
    fixed.but(values)
    Terms(**{k.removeprefix(TERMS): v for k, v in values.items() if k.startswith(TERMS)})
    for name, most in convert.MOST.items():
        if values.get(name, 0) > most:
            raise ValueError(f"assumptions.{name}: {values[name]!r} found, expected 0 to {most:g}")


def _variant(key: str, name: object) -> str:
    if not isinstance(name, str) or name not in VARIANTS:
        raise wrong_name(key, name, NUMBERED)
    return str(name)


def _variants(key: str, given: object) -> Sequence[str]:
    """The names asked for; `all` stands for every one."""
    return NUMBERED if given in (ALL, [ALL]) else checked.names(key, given) or ()


def _finite(key: str, name: str, value: object) -> float:
    """A number; infinite only where that is a neutral value."""
    found = float(checked.number(key, value))
    if math.isinf(found) and name not in ENDLESS:
        raise wrong(key, found, "een eindig getal")
    return found


def _numbers(key: str, given: object) -> dict[str, float]:
    terms = [f"{TERMS}{f}" for f in vars(Terms())] if key == "cells.set" else []
    known = (*sorted(ASSUMED), *MEANS, *terms)
    found = {}
    for name, value in checked.mapping(key, given).items():
        plain = name.removeprefix("assumptions.").removeprefix("scenario.")
        if plain not in known:
            raise wrong_name(key, name, known)
        if plain in found:
            raise InputError(f"{key}: {plain} twee keer gevonden, een keer verwacht.")
        found[plain] = _finite(f"{key}.{name}", plain, value)
    return found


def _check(cell: Cell, fixed: Point) -> None:
    with checked.in_dutch():
        _check_values(cell.values, fixed)
        cell.over(fixed)


def check_factors(design: str, factors: object) -> None:
    """InputError if a design that spans a grid has none."""
    if design in ("grid", "factorial") and not factors:
        raise InputError(
            f"factors: niets gevonden bij design={design}; verwacht namen met niveaus, zoals "
            '"factors={chain_share: 5, density: [0, 1.5, 4]}".'
        )
