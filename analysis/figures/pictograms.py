"""Small sheets of regions x opgaven that show a block: cell, column, row or the whole sheet."""

from __future__ import annotations

import json
from typing import Any, Literal

from analysis.frame import Frame

Kind = Literal["cell", "column", "row", "sheet"]
KINDS: tuple[Kind, ...] = ("cell", "column", "row", "sheet")
ACROSS = 4  # opgaven and regions of a pictogram


def kind_of(rules: str) -> Kind | None:
    """The block of tables or of a single kind of pots, as the manifest has them."""
    given = json.loads(rules)
    if given and isinstance(given[0], list):
        if len(given) > 1:
            return None
        given = given[0]
    area, opgaven = given[0], given[1]
    known: dict[tuple[str, str], Kind] = {
        ("regio", "each"): "cell", ("rijk", "each"): "column", ("regio", "all"): "row",
        ("rijk", "all"): "sheet",
    }  # fmt: skip
    return known.get((str(area), str(opgaven)))


def pictogram(
    sheet: Any, kind: Kind, corner: tuple[float, float], size: float, frame: Frame
) -> None:
    """A pictogram on `sheet()` axes, its lower left corner and size in mm."""
    from matplotlib.patches import Rectangle

    style = frame.style
    x, y = corner
    step = size / ACROSS
    gap = 0.09 * step
    for r in range(ACROSS):
        for c in range(ACROSS):
            taken = {"cell": r == 1 and c == 1, "column": c == 1, "row": r == 1, "sheet": True}
            colour = style.ink if taken[kind] else style.grid
            sheet.add_patch(Rectangle((x + c * step + gap, y + (ACROSS - 1 - r) * step + gap),
                                      step - 2 * gap, step - 2 * gap, facecolor=colour,
                                      lw=0))  # fmt: skip
