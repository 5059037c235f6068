"""Where a municipality is drawn: a hexagon, or its boundary from a GeoJSON of the user."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.figures import hexagons
from analysis.figures.labels_lights import said

FloatArray = npt.NDArray[np.float64]
CODE = re.compile(r"GM\d{4}")
DEGREES = 180.0  # coordinates up to here are longitude and latitude


@dataclass(frozen=True)
class Shape:
    """Rings of an area (each (n, 2)), and a point inside with the room around it."""

    rings: tuple[FloatArray, ...]
    middle: tuple[float, float]
    room: float

    def path(self) -> Any:
        """The area as a Matplotlib path; holes are rings that run the other way."""
        from matplotlib.path import Path as Line

        points = np.concatenate([np.vstack([ring, ring[:1]]) for ring in self.rings])
        codes = [np.array([Line.MOVETO, *[Line.LINETO] * (len(ring) - 1), Line.CLOSEPOLY])
                 for ring in self.rings]  # fmt: skip
        return Line(points, np.concatenate(codes))


def hexagon_shapes() -> dict[str, Shape]:
    """The hexagon of every municipality by code."""
    found = {}
    for code, cell in hexagons.places().items():
        x, y = hexagons.middle(cell)
        found[code] = Shape((hexagons.corners(x, y, 0.97),), (x, y), 3**0.5)
    return found


def hexagon_borders(groups: Mapping[str, str]) -> list[FloatArray]:
    """Sides of hexagons between two municipalities of different groups, each (2, 2)."""
    cells = {cell: groups.get(code) for code, cell in hexagons.places().items()}
    sides = []
    for cell, group in cells.items():
        edge = hexagons.corners(*hexagons.middle(cell))
        for i, near in enumerate(hexagons.neighbours(cell)):
            if near > cell and near in cells and cells[near] != group:
                sides.append(edge[[i, (i + 1) % 6]])
    return sides


def boundary_shapes(file: Path, language: str = "nl") -> dict[str, Shape]:
    """Areas of a GeoJSON by the code of the municipality among their properties.

    Coordinates are in metres (RD) or degrees; degrees are drawn as seen at 52 degrees north.

    Raises
    ------
    ValueError
        The file cannot be read as GeoJSON, or holds no area with such a code.
    """
    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        found = {code: shape for code, shape in map(_feature, features) if code and shape.rings}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as problem:
        raise ValueError(said("no_boundaries", language, file=file)) from problem
    if not found:
        raise ValueError(said("no_boundaries", language, file=file))
    return found


def _feature(feature: Any) -> tuple[str, Shape]:
    values = [*(feature.get("properties") or {}).values(), feature.get("id")]
    codes = [str(v) for v in values if isinstance(v, str) and CODE.fullmatch(v)]
    rings = tuple(_rings(feature.get("geometry") or {}))
    if not rings:
        return "", Shape((), (0.0, 0.0), 0.0)
    largest = max(rings, key=lambda r: abs(_area(r)))
    low, high = largest.min(axis=0), largest.max(axis=0)
    x, y = _centre(largest)
    return codes[0] if codes else "", Shape(rings, (x, y), float(min(high - low)))


def _rings(geometry: Any) -> Iterator[FloatArray]:
    parts = geometry.get("coordinates") or []
    for part in [parts] if geometry.get("type") == "Polygon" else parts:
        for ring in part:
            points = np.array(ring, dtype=np.float64)[:, :2]
            if np.abs(points).max() <= DEGREES:
                points = points * [np.cos(np.radians(52.2)), 1.0]
            yield points


def _cross(ring: FloatArray) -> FloatArray:
    after = np.roll(ring, -1, axis=0)
    result: FloatArray = ring[:, 0] * after[:, 1] - after[:, 0] * ring[:, 1]
    return result


def _area(ring: FloatArray) -> float:
    return float(_cross(ring - ring[0]).sum()) / 2


def _centre(ring: FloatArray) -> tuple[float, float]:
    moved = ring - ring[0]
    cross, area = _cross(moved), _area(ring)
    if area == 0:
        return float(ring[0, 0]), float(ring[0, 1])
    both = ((moved + np.roll(moved, -1, axis=0)) * cross[:, None]).sum(axis=0) / (6 * area)
    return float(ring[0, 0] + both[0]), float(ring[0, 1] + both[1])
