"""Where a municipality is drawn: a hexagon, or its boundary from a GeoJSON of the user."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.figures import hexagons
from analysis.figures.labels_lights import said

FloatArray = npt.NDArray[np.float64]
CODE = re.compile(r"GM\d{4}")
DEGREES = 180.0  # coordinates up to here are longitude and latitude
MOST_LACKING = 0.1  # of a study's municipalities, in a file of boundaries that is drawn


class BoundariesError(ValueError):
    """A file of boundaries cannot be used; the text names the file."""


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
    BoundariesError
        The file cannot be read as GeoJSON, holds no area with such a code, or one without shape.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as problem:
        raise BoundariesError(said("boundaries_lost", language, file=file)) from problem
    except OSError as problem:  # a folder, or no right to read it
        raise BoundariesError(said("boundaries_unread", language, file=file)) from problem
    except UnicodeDecodeError as problem:  # a GeoPackage or shapefile
        raise BoundariesError(said("boundaries_json", language, file=file)) from problem
    return _areas(file, text, language)


def check_boundaries(
    municipalities: Sequence[Mapping[str, str]], file: Path, language: str = "nl"
) -> None:
    """BoundariesError if too many municipalities of a study have no area in a file."""
    lost = lacking(municipalities, boundary_shapes(file, language))
    count = len(municipalities)
    if lost and len(lost) == count:
        raise BoundariesError(said("boundaries_other", language, file=file, count=count,
                                   code=municipalities[0]["code"], name=lost[0]))  # fmt: skip
    most = int(MOST_LACKING * count)
    if len(lost) > most:
        a, b = (*lost, lost[0])[:2]
        raise BoundariesError(said("boundaries_lacking", language, file=file, n=len(lost),
                                   count=count, a=a, b=b, most=most))  # fmt: skip


def lacking(municipalities: Sequence[Mapping[str, str]], shapes: Mapping[str, Shape]) -> list[str]:
    """Names of the municipalities without a shape."""
    return [m["name"] for m in municipalities if m["code"] not in shapes]


@lru_cache(maxsize=1)  # a report draws three maps of one file, which may take seconds to read
def _areas(file: Path, text: str, language: str) -> dict[str, Shape]:
    try:
        features = json.loads(text)["features"]
    except (KeyError, TypeError, IndexError) as problem:
        raise BoundariesError(said("boundaries_features", language, file=file)) from problem
    except (ValueError, RecursionError) as problem:
        raise BoundariesError(said("boundaries_json", language, file=file)) from problem
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise BoundariesError(said("boundaries_features", language, file=file))
    rings: dict[str, list[FloatArray]] = {}
    for feature in features:
        if code := _code(feature):
            # islands may be features of their own, with the same code
            try:
                rings.setdefault(code, []).extend(_rings(feature.get("geometry")))
            except (ValueError, TypeError, IndexError, OverflowError) as problem:
                raise BoundariesError(
                    said("boundaries_shape", language, file=file, code=code)
                ) from problem
    found = {}
    for code, parts in rings.items():
        if not all(np.isfinite(ring).all() for ring in parts):
            raise BoundariesError(said("boundaries_number", language, file=file, code=code))
        if parts:
            found[code] = _shape(parts)
            if found[code].room == 0:
                raise BoundariesError(said("boundaries_shape", language, file=file, code=code))
    if not found:
        raise BoundariesError(said("no_boundaries", language, file=file))
    return found


def _code(feature: Mapping[str, Any]) -> str:
    properties = feature.get("properties")
    values = [*(properties.values() if isinstance(properties, dict) else ()), feature.get("id")]
    return next((v for v in values if isinstance(v, str) and CODE.fullmatch(v)), "")


def _shape(rings: Sequence[FloatArray]) -> Shape:
    largest = max(rings, key=lambda r: abs(_area(r)))
    low, high = largest.min(axis=0), largest.max(axis=0)
    return Shape(tuple(rings), _centre(largest), float(min(high - low)))


def _rings(geometry: Any) -> Iterator[FloatArray]:
    """Rings of a polygon or several; nothing for a point or a line."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return
    parts = geometry.get("coordinates") or []
    for part in [parts] if kind == "Polygon" else parts:
        for ring in part:
            points = np.array(ring, dtype=np.float64)[:, :2]
            if points.shape[1] < 2:
                raise ValueError("one coordinate found, expected two")
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
