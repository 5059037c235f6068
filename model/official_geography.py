"""The real country: tables of official figures become a `Geography` (docs/odd.md 3.2).

How the national targets are spread over municipalities is data of the opgaven.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from model import luck
from model.geography import BoolArray, FloatArray, Geography, IntArray, read_only
from model.official_tables import (
    DataError,
    Limits,
    Table,
    check_tables,
    index_of,
    read_tables,
    suggest,
)
from model.opgaven import Opgave

DIVISIONS = ("res", "corop", "provincie")
NATIONAL_BID = 55.1  # TWh, sum of the RES 1.0 bids; regions without a known bid share the rest
SIZE_CLASSES = (25_000.0, 50_000.0, 100_000.0)
FLOOR = 0.25  # of the class median per inhabitant; below it the accounts hide a joint body


def load_netherlands(
    opgaven: tuple[Opgave, ...], division: str = "res", folder: Path | None = None
) -> Geography:
    """The real country: 342 municipalities in CBS order, 12 provinces, the regions of `division`.

    Parameters
    ----------
    opgaven : tuple of Opgave
        Their share rules spread each national target over the municipalities.
    division : str
        "res" (30, in table order), "corop" (40, by name) or "provincie" (12).
    folder : Path, optional
        A user's own tables; what is not there comes from the shipped ones.

    Returns
    -------
    Geography
        Spending in EUR 1000; where the accounts are empty, zero, negative or under a quarter
        of the median of the size class, that median times inhabitants (`staff_imputed`).
        An unknown solvency is the median.

    Raises
    ------
    DataError
        A table or a share rule is wrong.
    """
    if not opgaven:
        raise DataError("opgaven: niets gevonden, een opgave of meer verwacht.")
    shipped = read_tables()
    tables = read_tables(folder) if folder is not None else shipped
    check_tables(tables, None if folder is None else shipped)
    own, regions, provinces, data_hash = tables
    inhabitants = own.numbers["inhabitants_2026"]
    province = index_of(own.text("province_code"), provinces.text("code"))
    res_region = index_of(own.text("region_code"), regions.text("code"))

    names: Mapping[str, str]
    match division:
        case "res":
            names, region = regions.names, res_region
        case "corop":
            names = {name: name for name in sorted(set(own.text("corop")))}
            region = index_of(own.text("corop"), names)
        case "provincie":
            names, region = provinces.names, province
        case _:
            near = suggest(division, {name: name for name in DIVISIONS})
            raise DataError(
                f"regions: '{division}' gevonden, {', '.join(DIVISIONS)} verwacht{near}"
            )

    spending, imputed = _spending(own)
    solvency = own.numbers["solvency_2024"]
    known = solvency[~np.isnan(solvency)]
    if not known.size:
        raise DataError(f"{own.label}, kolom solvency_2024: geen enkel getal gevonden.")
    solvency = np.where(np.isnan(solvency), np.median(known), solvency)
    columns = own.numbers | {
        "one": np.ones(len(own.rows)),
        "urbanity": own.numbers["urbanity_2022"],
        "farmland_km2": own.numbers["land_km2"] * own.numbers["farmland_share_2017"],
        "spatial_personnel_keur_2024": spending,
        "solvency_2024": solvency,
    }
    levels = {
        "province": (province, provinces, provinces.numbers),
        "region": (res_region, regions, regions.numbers | {"bid_2030_twh": _bids(regions)}),
    }
    share = np.stack([_share(o, own, columns, levels) for o in opgaven], axis=1)
    # The chair is the province with most of the region's inhabitants (Foodvalley: Gelderland).
    shape = (len(names), len(provinces.rows))
    living = luck.add_by(region * shape[1] + province, inhabitants, shape[0] * shape[1])
    return Geography(
        division=division,
        opgaven=opgaven,
        municipality_code=own.text("code"),
        municipality_name=own.text("name"),
        municipality_province=read_only(province),
        municipality_region=read_only(region),
        inhabitants=inhabitants,
        longitude=own.numbers["longitude"],
        latitude=own.numbers["latitude"],
        spending=read_only(spending),
        solvency=read_only(solvency),
        staff_imputed=read_only(imputed),
        province_code=provinces.text("code"),
        province_name=provinces.text("name"),
        province_accounts=provinces.numbers["accounts_meur_2022"],
        region_code=tuple(names),
        region_name=tuple(names.values()),
        region_province=read_only(living.reshape(shape).argmax(axis=1)),
        share=read_only(share),
        municipality_key=read_only(np.array([luck.text_key(c) for c in own.text("code")])),
        region_key=read_only(np.array([luck.text_key(c) for c in names])),
        opgave_key=read_only(np.array([luck.text_key(o.id) for o in opgaven])),
        data_hash=data_hash,
    )


def _spending(own: Table) -> tuple[FloatArray, BoolArray]:
    """Spatial personnel in EUR 1000, and where it is imputed (docs/odd.md 3.2, Staff)."""
    inhabitants, given = own.numbers["inhabitants_2026"], own.numbers["spatial_personnel_keur_2024"]
    each, size = given / inhabitants, np.searchsorted(SIZE_CLASSES, inhabitants, side="right")
    median = np.zeros(len(each))
    for c in set(size.tolist()):
        positive = each[(size == c) & (each > 0)]
        if not positive.size:
            raise DataError(f"{own.label}, kolom spatial_personnel_keur_2024: geen getal boven 0.")
        median[size == c] = np.median(positive)
    imputed = ~((each > 0) & (each >= FLOOR * median))
    return np.where(imputed, median * inhabitants, given), imputed


def _bids(regions: Table) -> FloatArray:
    """Bid per region in TWh: mean of low and high; where empty, the rest by production."""
    low, high = regions.numbers["bid_2030_low_twh"], regions.numbers["bid_2030_high_twh"]
    for i in np.flatnonzero(np.isnan(low) != np.isnan(high)).tolist():
        column = f"bid_2030_{'low' if np.isnan(low[i]) else 'high'}_twh"
        raise regions.error(i, column, "", "een getal (of niets in beide kolommen)")
    bid, production = (low + high) / 2, regions.numbers["production_2023_twh"]
    empty = np.isnan(bid)
    rest, by = NATIONAL_BID - luck.add_up(bid[~empty]), luck.add_up(production[empty])
    if empty.any() and (rest < 0 or by == 0):
        raise DataError(
            f"{regions.label}: biedingen van hooguit {NATIONAL_BID} TWh samen verwacht."
        )
    return np.where(empty, rest * production / (by or 1.0), bid)


def _share(
    opgave: Opgave,
    own: Table,
    columns: Mapping[str, FloatArray],
    levels: Mapping[str, tuple[IntArray, Table, Mapping[str, FloatArray]]],
) -> FloatArray:
    """Share of the national target per municipality, shape (M,): see `ShareRule`."""
    rule, where = opgave.share, f"opgaven.{opgave.id}.share"

    def numbers(table: Table, known: Mapping[str, FloatArray], name: str) -> FloatArray:
        if name not in known and name not in table.header:
            near = suggest(name, {n: n for n in known})
            raise DataError(f"{where}: kolom '{name}' staat niet in {table.label}{near}")
        return known[name] if name in known else table.number(name, Limits(0))

    area, target = np.zeros(len(own.rows), dtype=np.int64), np.ones(1)
    if rule.level is not None:
        if rule.level not in levels:
            near = suggest(rule.level, {name: name for name in levels})
            raise DataError(
                f"{where}.level: '{rule.level}' gevonden, {' of '.join(levels)} verwacht{near}"
            )
        area, table, known = levels[rule.level]
        target = numbers(table, known, rule.level_column or "")
    total = np.zeros(len(own.rows))
    for term in rule.terms:
        weight = term.constant + term.slope * columns["urbanity"]
        for name in term.columns:
            weight = weight * numbers(own, columns, name)
        within = luck.add_by(area, weight, len(target))
        if not (
            np.all(weight >= 0) and np.all(target >= 0) and np.all((within > 0) | (target == 0))
        ):
            raise DataError(
                f"{where}: gewichten van 0 of meer verwacht, in elk gebied een boven 0."
            )
        total += term.part * (target[area] * weight / np.where(within > 0, within, 1.0)[area])
    if not luck.add_up(total) > 0:
        raise DataError(f"{where}: een of meer delen boven 0 verwacht.")
    return total / luck.add_up(total)
