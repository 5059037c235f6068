"""A made-up country of any size, with the interface of the real one.

Tests and small experiments need countries with one region, one province or one opgave; the
rest of the model cannot tell them from the Netherlands. Every draw is keyed, so that the same
arguments give the same country everywhere, and an opgave more changes nothing else.
"""

from __future__ import annotations

import numpy as np

from model import luck
from model.geography import FloatArray, Geography, IntArray, read_only
from model.luck import Purpose
from model.opgaven import Opgave, ShareRule, ShareTerm

# The Netherlands: 342 municipalities in a box of 3.6 by 2.7 degrees, 53,000 inhabitants each.
MUNICIPALITIES, WEST, SOUTH, EAST_WEST, NORTH_SOUTH = 342, 3.5, 50.8, 3.6, 2.7
INHABITANTS, SPENDING = 53_000.0, 0.22  # each; EUR 1000 per inhabitant (accounts 2024, about)

_DEADLINES = (40, 60, 60, 80)
_MINISTRIES = ("Noord", "Oost", "Zuid", "West")


def synthetic(
    opgaven: tuple[Opgave, ...],
    municipalities: int = 24,
    regions: int = 6,
    provinces: int = 3,
    seed: int = 0,
) -> Geography:
    """A country with heterogeneous municipalities and compact regions within provinces.

    Municipalities lie as densely as in the Netherlands, so distances in km mean the same.
    Provinces are strips from west to east, regions strips from south to north within them.

    Parameters
    ----------
    opgaven : tuple of Opgave
        At least one. Their share rules are not used: there are no tables to apply them to.
    municipalities, regions, provinces : int
        Sizes: municipalities >= regions >= provinces >= 1.
    seed : int
        Another seed is another country; it has nothing to do with the seed of a world.

    Returns
    -------
    Geography
        With division "synthetisch"; each column of `share` sums to 1.

    Raises
    ------
    ValueError
        The sizes do not fit into each other, or there is no opgave.
    """
    if not municipalities >= regions >= provinces >= 1:
        raise ValueError(
            f"synthetic: {municipalities} municipalities, {regions} regions, {provinces} provinces"
            " found, expected municipalities >= regions >= provinces >= 1"
        )
    if not opgaven:
        raise ValueError("synthetic: no opgave found, expected at least one")
    codes = tuple(f"SM{i + 1:04d}" for i in range(municipalities))
    region_codes = tuple(f"SR{i + 1:02d}" for i in range(regions))
    key = np.array([luck.text_key(code) for code in codes])
    opgave_key = np.array([luck.text_key(opgave.id) for opgave in opgaven])

    def draw(event: int) -> FloatArray:
        return luck.u(seed, Purpose.SYNTHETIC, key, event)

    side = np.sqrt(municipalities / MUNICIPALITIES)
    longitude = WEST + side * EAST_WEST * draw(0)
    latitude = SOUTH + side * NORTH_SOUTH * draw(1)
    region_province = _parts(regions, provinces)
    # As many municipalities per region as come out evenly, in order of the regions.
    place_region = _parts(municipalities, regions)
    by_longitude = np.argsort(longitude, kind="stable")
    region = np.zeros(municipalities, dtype=np.int64)
    for p in range(provinces):
        places = np.flatnonzero(region_province[place_region] == p)
        members = by_longitude[places]
        region[members[np.argsort(latitude[members], kind="stable")]] = place_region[places]

    inhabitants = np.floor(1000.0 + (INHABITANTS - 1000.0) * luck.lognormal(draw(2), 0.9))
    spending = SPENDING * inhabitants * luck.lognormal(draw(3), 0.5)
    imputed = draw(4) < 0.1
    # A share follows inhabitants for some opgaven, land for others: a keyed mix per opgave.
    mix = luck.u(seed, Purpose.SYNTHETIC, opgave_key, 6)
    people, land = inhabitants / INHABITANTS, luck.lognormal(draw(5), 0.7)
    noise = luck.u(seed, Purpose.SYNTHETIC, luck.combine(key[:, None], opgave_key[None, :]), 7)
    share = mix * people[:, None] + (1.0 - mix) * land[:, None]
    share = share * luck.lognormal(noise, 0.3)
    share = share / np.array([luck.add_up(share[:, k]) for k in range(len(opgaven))])
    province = region_province[region]
    return Geography(
        division="synthetisch",
        opgaven=opgaven,
        municipality_code=codes,
        municipality_name=tuple(f"Gemeente {i + 1}" for i in range(municipalities)),
        municipality_province=read_only(province),
        municipality_region=read_only(region),
        inhabitants=read_only(inhabitants),
        longitude=read_only(longitude),
        latitude=read_only(latitude),
        spending=read_only(np.where(imputed, SPENDING * inhabitants, spending)),
        solvency=read_only(0.1 + 0.6 * draw(8)),
        staff_imputed=read_only(imputed),
        province_code=tuple(f"SP{i + 1:02d}" for i in range(provinces)),
        province_name=tuple(f"Provincie {i + 1}" for i in range(provinces)),
        # EUR m: a fixed part and EUR 400 per inhabitant, as in the accounts of 2022.
        province_accounts=read_only(200.0 + 0.0004 * luck.add_by(province, inhabitants, provinces)),
        region_code=region_codes,
        region_name=tuple(f"Regio {i + 1}" for i in range(regions)),
        region_province=read_only(region_province),
        share=read_only(share),
        municipality_key=read_only(key),
        region_key=read_only(np.array([luck.text_key(code) for code in region_codes])),
        opgave_key=read_only(opgave_key),
    )


def plain_opgaven(count: int) -> tuple[Opgave, ...]:
    """Generic opgaven for tests: ids "a", "b", ... with differing rules.

    Deadlines 40, 60, 60, 80 and again; two to four ministries (one if there is one opgave);
    the second has no own share; the third (or the last) is open to the court; each pair has
    its own synergy, and pairs (a, b), (c, d), ... a claim of 2.

    Raises
    ------
    ValueError
        Unless 1 <= count <= 26.
    """
    if not 1 <= count <= 26:
        raise ValueError(f"plain_opgaven: {count} found, expected 1 to 26")
    ids = [chr(ord("a") + k) for k in range(count)]
    ministries = _MINISTRIES[: min(4, max(2, (count + 1) // 2))]
    everywhere = ShareRule((ShareTerm(1.0, ("one",)),))
    return tuple(
        Opgave(
            id=ids[k],
            name=f"Opgave {ids[k]}",
            name_en=f"Task {ids[k]}",
            ministry=ministries[k % len(ministries)],
            deadline=_DEADLINES[k % 4],
            running=(0.55, 0.65, 0.45, 0.3, 0.4)[k % 5],
            building=(0.3, 0.6, 0.3)[k % 3],
            min_planning=(10, 8, 14, 16)[k % 4],
            min_building=(8, 6, 4)[k % 3],
            burden=(0.5, 1.0, 0.8, 0.2, 0.6)[k % 5],
            own_share=0.0 if k == 1 else 1.0,
            share=everywhere,
            synergy={ids[j]: (2 + (3 * j + 5 * k) % 8) / 10 for j in range(k)} | {ids[k]: 0.5},
            claim={ids[k - 1]: 2.0} if k % 2 else {},
            court=k == min(2, count - 1),
            here_and_now=k % 2 == 0,
        )
        for k in range(count)
    )


def _parts(size: int, parts: int) -> IntArray:
    """Divide `size` places over `parts` as evenly as can be; shape (size,), ascending."""
    return np.arange(size, dtype=np.int64) * parts // size
