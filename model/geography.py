"""What is known about the country before any luck is drawn: governments, regions, targets.

A `Geography` comes from `model.official_geography.load_netherlands` (the real country) or from
`model.synthetic.synthetic` (any size); the rest of the model cannot tell them apart.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from model.opgaven import Opgave

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
KeyArray = npt.NDArray[np.uint64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Geography:
    """M municipalities, R regions, P provinces, K opgaven. Arrays are read-only.

    Attributes
    ----------
    division : str
        Which regions: "res", "corop", "provincie" or "synthetisch".
    share : ndarray (M, K)
        Share of the national target; every column sums to 1.
    region_province : ndarray (R,)
        The province that chairs the region: the one with most of its inhabitants.
    spending : ndarray (M,)
        Spatial personnel, EUR 1000 (accounts 2024); imputed where `staff_imputed`.
    municipality_key, region_key, opgave_key : ndarray of uint64
        Luck keys, by default of the id; a test may copy them to copy luck.
    data_hash : str
        Hash of the tables read, for the provenance.
    """

    division: str
    opgaven: tuple[Opgave, ...]
    municipality_code: tuple[str, ...]
    municipality_name: tuple[str, ...]
    municipality_province: IntArray
    municipality_region: IntArray
    inhabitants: FloatArray
    longitude: FloatArray
    latitude: FloatArray
    spending: FloatArray
    solvency: FloatArray
    staff_imputed: BoolArray
    province_code: tuple[str, ...]
    province_name: tuple[str, ...]
    province_accounts: FloatArray
    region_code: tuple[str, ...]
    region_name: tuple[str, ...]
    region_province: IntArray
    share: FloatArray
    municipality_key: KeyArray
    region_key: KeyArray
    opgave_key: KeyArray
    data_hash: str = ""

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Protect the arrays again: a submodel that gets one it may write is compiled anew.

        They come out of a pickle unprotected, in every worker.
        """
        self.__dict__.update(state)
        for f in fields(self):
            value = getattr(self, f.name)
            if isinstance(value, np.ndarray):
                read_only(value)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Municipalities, regions, provinces, opgaven."""
        return (
            len(self.municipality_code),
            len(self.region_code),
            len(self.province_code),
            len(self.opgaven),
        )

    @cached_property
    def ministries(self) -> tuple[str, ...]:
        """Names of the lead ministries, in the order in which the opgaven name them."""
        return tuple(dict.fromkeys(o.ministry for o in self.opgaven))

    @cached_property
    def opgave_ministry(self) -> IntArray:
        """Index of each opgave's ministry, shape (K,)."""
        return np.array([self.ministries.index(o.ministry) for o in self.opgaven], dtype=np.int64)

    def of_opgaven(self, name: str) -> FloatArray:
        """A field of the opgaven as an array, shape (K,)."""
        return np.array([getattr(o, name) for o in self.opgaven], dtype=np.float64)

    @cached_property
    def distance(self) -> FloatArray:
        """Distance between municipalities in km, shape (M, M) (docs/odd.md 3.2, Links)."""
        east = 68.2 * (self.longitude[:, None] - self.longitude[None, :])
        north = 111.2 * (self.latitude[:, None] - self.latitude[None, :])
        result: FloatArray = np.sqrt(east * east + north * north)
        return result


def read_only(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same array, protected against change: what is shared between runs is never written."""
    values.flags.writeable = False
    return values
