"""A hexagon per municipality, worked out once from where the municipalities lie.

`python -m analysis.figures.hexagons` writes hexagons.csv anew: code, column, row. Every
municipality is a disc, its area between that of its own land and of the mean; discs that
overlap push each other away. The hexagons that lie on the discs, as many as there are
municipalities, are the country. Who gets which is the assignment with the smallest sum of
squared distances; then municipalities that lie apart from their province swap where that mends it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Cell = tuple[int, int]  # column, row; row 0 in the north, odd rows half a hexagon to the right
FILE = Path(__file__).with_name("hexagons.csv")
TABLE = Path(__file__).parents[2] / "model" / "data" / "municipalities.csv"
EAST, NORTH = 68.2, 111.2  # km per degree (model.geography)
EVEN, ROOM, REACH = 0.7, 1.15, 1.1  # of the discs: how equal, how large, how far they count
STEPS = 400  # of pushing away
APART = 1e5  # what a part of a province that lies apart costs, in km2


@cache
def places() -> dict[str, Cell]:
    """The hexagon of every municipality by its code."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {r["code"]: (int(r["column"]), int(r["row"])) for r in csv.DictReader(lines)}


def middle(cell: Cell) -> tuple[float, float]:
    """Middle of a hexagon with sides of 1, upwards from row 0."""
    column, row = cell
    return 3**0.5 * (column + 0.5 * (row % 2)), -1.5 * row


def neighbours(cell: Cell) -> tuple[Cell, ...]:
    """The six hexagons around one, anticlockwise from the east (as the sides of `corners`)."""
    c, r = cell
    o = r % 2
    return ((c + 1, r), (c + o, r - 1), (c - 1 + o, r - 1), (c - 1, r), (c - 1 + o, r + 1),
            (c + o, r + 1))  # fmt: skip


def corners(x: float, y: float, side: float = 1.0) -> FloatArray:
    """Corners of a hexagon, shape (6, 2): side i, towards neighbour i, runs from i to i + 1."""
    angle = np.radians(60 * np.arange(6) - 30)
    return np.stack([x + side * np.cos(angle), y + side * np.sin(angle)], axis=1)


def parts(cells: Mapping[Cell, str]) -> list[set[Cell]]:
    """The connected parts of every province."""
    seen: set[Cell] = set()
    found = []
    for start in cells:
        if start in seen:
            continue
        part, rest = {start}, [start]
        while rest:
            for near in neighbours(rest.pop()):
                if near not in part and cells.get(near) == cells[start]:
                    part.add(near)
                    rest.append(near)
        seen |= part
        found.append(part)
    return found


def _pushed(at: FloatArray, radius: FloatArray) -> FloatArray:
    """Middles of discs, pushed apart where they overlap."""
    at = at.copy()
    reach = radius[:, None] + radius[None, :]
    for _ in range(STEPS):
        away = at[:, None] - at[None, :]
        distance = np.sqrt((away**2).sum(axis=2))
        np.fill_diagonal(distance, np.inf)
        force = np.maximum(0.0, reach - distance) / np.maximum(distance, 1e-6)
        at += 0.15 * (away * force[:, :, None]).sum(axis=1)
    return at


def _grid(at: FloatArray, radius: FloatArray, side: float) -> tuple[list[Cell], FloatArray,
                                                                    FloatArray]:  # fmt: skip
    """Hexagons of a size over the country: cells, middles, and how far from the nearest disc."""
    low, high = at.min(axis=0) - 20, at.max(axis=0) + 20
    shape = ((high - low) / (side * np.array([3**0.5, 1.5]))).astype(int) + 1
    cells = [(c, r) for r in range(shape[1]) for c in range(shape[0])]
    points = np.array([middle(cell) for cell in cells]) * side + [low[0], high[1]]
    far = np.sqrt(((points[:, None] - at[None, :]) ** 2).sum(axis=2)) - REACH * radius
    return cells, points, far.min(axis=1)


def _country(at: FloatArray, radius: FloatArray, islands: set[int]
             ) -> tuple[list[Cell], FloatArray]:  # fmt: skip
    """As many hexagons as there are municipalities, with their middles.

    Without single holes; only islands lie apart.
    """
    low, high = 3.0, 12.0
    for _ in range(40):
        side = (low + high) / 2
        enough = (_grid(at, radius, side)[2] <= 0).sum() >= len(at)
        low, high = (side, high) if enough else (low, side)
    cells, points, far = _grid(at, radius, low)
    chosen = {cells[i] for i in np.argsort(far, kind="stable")[: len(at)]}
    by_cell = dict(zip(cells, far, strict=True))
    for hole in cells:
        if hole in chosen or sum(n in chosen for n in neighbours(hole)) < 5:
            continue
        chosen.add(hole)
        edge = [c for c in sorted(chosen) if 0 < sum(n in chosen for n in neighbours(c)) < 5]
        chosen.discard(max(edge, key=lambda c: by_cell[c]))
    for i, lone in enumerate(cells):
        nearest = int(((points[i] - at) ** 2).sum(axis=1).argmin())
        if lone in chosen and not chosen & set(neighbours(lone)) and nearest not in islands:
            free = [c for c in cells
                    if c not in chosen and sum(n in chosen for n in neighbours(c)) > 1]  # fmt: skip
            chosen.discard(lone)
            chosen.add(min(free, key=lambda c: by_cell[c]))
    keep = [i for i, cell in enumerate(cells) if cell in chosen]
    return [cells[i] for i in keep], points[keep]


def _mended(cells: list[Cell], cost: FloatArray, provinces: Sequence[str], row: list[int],
            islands: set[int]) -> list[int]:  # fmt: skip
    """Swap hexagons until no swap brings a municipality to the rest of its province."""

    def price(of: list[int]) -> float:
        found = parts({cells[k]: provinces[m] for m, k in enumerate(of) if m not in islands})
        return APART * len(found) + float(sum(cost[k, m] for m, k in enumerate(of)))

    best = price(row)
    while True:
        found = parts({cells[k]: provinces[m] for m, k in enumerate(row)})
        owner = {cells[k]: m for m, k in enumerate(row)}
        stray = sorted(owner[c] for part in found if len(part) < 4 for c in part)
        options = []
        for m in stray:
            if m in islands:
                continue
            for other in range(len(row)):
                near = cost[row[other], m] < 80**2
                if near and provinces[other] != provinces[m] and other not in islands:
                    swapped = row.copy()
                    swapped[m], swapped[other] = row[other], row[m]
                    options.append((price(swapped), swapped))
        if not options or min(options)[0] >= best - 1e-9:
            return row
        best, row = min(options)


def layout(longitude: FloatArray, latitude: FloatArray, land: FloatArray,
           provinces: Sequence[str], islands: set[int]) -> list[Cell]:  # fmt: skip
    """The hexagon of every municipality."""
    from scipy.optimize import linear_sum_assignment

    at = np.stack([EAST * longitude, NORTH * latitude], axis=1)
    radius = ROOM * np.sqrt(((1 - EVEN) * land + EVEN * land.mean()) / np.pi)
    at = _pushed(at, radius)
    cells, points = _country(at, radius, islands)
    cost = ((points[:, None] - at[None, :]) ** 2).sum(axis=2)
    taken, who = linear_sum_assignment(cost)
    row = [int(k) for k in taken[np.argsort(who)]]
    chosen = [cells[k] for k in _mended(cells, cost, provinces, row, islands)]
    left, top = min(c for c, _ in chosen), min(r for _, r in chosen)
    return [(c - left, r - top + top % 2) for c, r in chosen]


ISLANDS = ("Texel", "Vlieland", "Terschelling", "Ameland", "Schiermonnikoog")


def main() -> None:
    """Work the layout out and write it."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    longitude, latitude, land = (
        np.array([float(r[name]) for r in rows]) for name in ("longitude", "latitude", "land_km2")
    )
    islands = {i for i, r in enumerate(rows) if r["name"] in ISLANDS}
    found = layout(longitude, latitude, land, [r["province_code"] for r in rows], islands)
    with FILE.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["code", "column", "row"])
        writer.writerows([r["code"], *cell] for r, cell in zip(rows, found, strict=True))


if __name__ == "__main__":
    main()
