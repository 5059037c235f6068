"""Tables, packages and accounts of an arrangement and its base (docs/odd.md 1.2, S3, S5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.arrangement import Area, Tables, groups_of, span
from model.blocks import SETS, Ids, area_index, span_of_area
from model.geography import FloatArray, Geography, IntArray


@dataclass(frozen=True, eq=False)
class TableLayout:
    """The part of `model.layout.Layout` that tables make; shapes are given there."""

    area_of: IntArray
    group_of: IntArray
    table_of: IntArray
    package_of: IntArray
    account_of: IntArray
    square_package: IntArray
    table_kind: IntArray
    table_mask: IntArray
    package_table: IntArray
    package_weight_p: FloatArray
    package_weight_a: FloatArray
    span_opgaven: FloatArray
    span_area: FloatArray
    account_table: IntArray
    account_host: IntArray


def lay_tables(
    geography: Geography, both: tuple[Tables, Tables], ids: tuple[str, ...]
) -> TableLayout:
    """Tables, packages and accounts of base and arrangement; the same block is one table."""
    municipalities, regions, provinces, opgaven = geography.shape
    table_ids, package_ids, account_ids = Ids(), Ids(), Ids()
    shape = (SETS, municipalities, opgaven)
    table_of, package_of, account_of = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    square_package = np.full((SETS, regions, opgaven), -1, dtype=np.int64)
    area_of = np.zeros((SETS, municipalities), dtype=np.int64)
    group_of = np.zeros((SETS, opgaven), dtype=np.int64)
    span_opgaven, span_area = np.zeros((SETS, opgaven)), np.zeros((SETS, regions))
    kind_of, mask_of, package_table = [], [], []
    account_table, account_host = [], []
    region = geography.municipality_region
    for s, tables in enumerate(both):
        area_of[s] = area_index(geography, tables.area)
        groups = groups_of(tables.opgaven, ids)
        for g, group in enumerate(groups):
            group_of[s, list(group)] = g
            span_opgaven[s, list(group)] = span(len(group), opgaven)
        for m in range(municipalities):
            span_area[s, region[m]] = span_of_area(geography, tables.area, int(area_of[s, m]))
            for group in groups:
                mask = sum(1 << k for k in group)
                known = len(table_ids)
                table = table_ids((int(tables.area), int(area_of[s, m]), mask))
                if table == known:
                    kind_of.append(int(tables.area))
                    mask_of.append(mask)
                place = int(region[m]) if tables.area == Area.RIJK else -1
                known = len(package_ids)
                package = package_ids((table, place))
                if package == known:
                    package_table.append(table)
                known = len(account_ids)
                account = account_ids((table, m))
                if account == known:
                    account_table.append(table)
                    account_host.append(m)
                for k in group:
                    table_of[s, m, k], package_of[s, m, k] = table, package
                    account_of[s, m, k] = account
                    if tables.area != Area.GEMEENTE:
                        square_package[s, region[m], k] = package
    weight_p = np.zeros((len(package_ids), provinces))
    weight_a = np.zeros((len(package_ids), len(geography.ministries)))
    counted: set[tuple[int, int]] = set()
    for s in range(SETS):
        for m in range(municipalities):
            for k in range(opgaven):
                package = int(package_of[s, m, k])
                if (package, m * opgaven + k) in counted:
                    continue
                counted.add((package, m * opgaven + k))
                weight_p[package, geography.municipality_province[m]] += geography.share[m, k]
                weight_a[package, geography.opgave_ministry[k]] += geography.share[m, k]
    return TableLayout(
        area_of=area_of,
        group_of=group_of,
        table_of=table_of,
        package_of=package_of,
        account_of=account_of,
        square_package=square_package,
        table_kind=np.array(kind_of, dtype=np.int64),
        table_mask=np.array(mask_of, dtype=np.int64),
        package_table=np.array(package_table, dtype=np.int64),
        package_weight_p=weight_p,
        package_weight_a=weight_a,
        span_opgaven=span_opgaven,
        span_area=span_area,
        account_table=np.array(account_table, dtype=np.int64),
        account_host=np.array(account_host, dtype=np.int64),
    )
