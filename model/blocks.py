"""Areas of blocks: which region, province or municipality a host falls in (docs/odd.md 1.2)."""

from __future__ import annotations

import numpy as np

from model.arrangement import Area, span
from model.geography import BoolArray, Geography, IntArray

SETS = 2  # 0 the base, 1 the arrangement


class Ids:
    """Numbers things in the order in which they are first named."""

    def __init__(self) -> None:
        self.number: dict[object, int] = {}

    def __call__(self, key: object) -> int:
        """Number of a thing; a new one gets the next."""
        return self.number.setdefault(key, len(self.number))

    def __len__(self) -> int:
        return len(self.number)


def area_index(geography: Geography, area: Area) -> IntArray:
    """Index of the area of that kind each municipality lies in, shape (M,)."""
    region = geography.municipality_region
    if area == Area.GEMEENTE:
        return np.arange(len(region), dtype=np.int64)
    if area == Area.REGIO:
        return region
    if area == Area.PROVINCIE:
        chair: IntArray = geography.region_province[region]
        return chair
    return np.zeros(len(region), dtype=np.int64)


def span_of_area(geography: Geography, area: Area, index: int) -> float:
    """Span of a block's area over regions; a province counts the regions it chairs."""
    regions = len(geography.region_code)
    if area <= Area.REGIO:
        return 0.0
    count = regions
    if area == Area.PROVINCIE:
        count = int(np.count_nonzero(geography.region_province == index))
    return span(count, regions)


def covered_regions(geography: Geography, where: tuple[str, ...] | None) -> BoolArray:
    """Regions named by `where`, shape (R,).

    A name is a region's code or name, or a province's: then the regions it chairs.
    ValueError for an unknown name.
    """
    result = np.zeros(len(geography.region_code), dtype=np.bool_)
    if where is None:
        return ~result
    for name in where:
        if name in geography.region_code or name in geography.region_name:
            names = geography.region_code if name in geography.region_code else (
                geography.region_name)  # fmt: skip
            result[names.index(name)] = True
        elif name in geography.province_code or name in geography.province_name:
            names = geography.province_code if name in geography.province_code else (
                geography.province_name)  # fmt: skip
            result |= geography.region_province == names.index(name)
        else:
            raise ValueError(f"coverage.where: {name!r} found, expected a region or province")
    return result
