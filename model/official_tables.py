"""The tables of official figures: reading and checking them (docs/odd.md 3.3).

Municipalities, regions and provinces; `model/data/SOURCES.md` says where every column comes
from. A folder of the user's own may hold some of the tables, the rest then come from the
shipped ones. Whatever is wrong is one Dutch sentence in a `DataError`: file, row (the line in
the file), column, what was found, what is expected.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from model import luck
from model.geography import FloatArray, IntArray, read_only

INHABITANTS, HOMES = 18_130_208, 917_193  # CBS 1-1-2026; IPO, agreements of October 2022
COUNTS = {"municipalities": 342, "regions": 30, "provinces": 12}
COROP_AREAS = 40
SHIPPED = Path(__file__).parent / "data"


class DataError(ValueError):
    """A table or a share rule is wrong; the message is one Dutch sentence for the user."""


class Limits(NamedTuple):
    """What a number in a column may be; `empty` if it may be left out."""

    low: float = -np.inf
    high: float = np.inf
    empty: bool = False


_TEXT = dict.fromkeys(("code", "name"))
COLUMNS: dict[str, dict[str, Limits | None]] = {
    "municipalities": _TEXT
    | dict.fromkeys(("province_code", "region_code", "corop"))
    | {"longitude": Limits(3, 8), "latitude": Limits(50, 54), "inhabitants_2026": Limits(1)}
    | {"land_km2": Limits(0), "farmland_share_2017": Limits(0, 1), "urbanity_2022": Limits(1, 5)}
    | dict.fromkeys(("dwellings_2022", "income_keur_2021"), Limits(0))
    | dict.fromkeys(("onshore_wind_gwh_2023", "solar_park_gwh_2023"), Limits(0))
    | {"spatial_personnel_keur_2024": Limits(empty=True), "solvency_2024": Limits(-10, 1, True)},
    "regions": _TEXT
    | {"municipalities": Limits(1), "production_2023_twh": Limits(0)}
    | dict.fromkeys(("bid_2030_low_twh", "bid_2030_high_twh"), Limits(0, empty=True)),
    "provinces": _TEXT
    | {"municipalities": Limits(1), "inhabitants_2026": Limits(1)}
    | dict.fromkeys(("housing_agreement_2022_2030", "accounts_meur_2022"), Limits(0)),
}


def suggest(found: str, known: Mapping[str, str], cutoff: float = 0.6) -> str:
    """`; bedoelt u PV20 (Groningen)?` when one code or name of `known` is clearly nearest."""

    def nearness(text: str) -> float:
        a, b = (x.lower().translate(str.maketrans("oil", "011")) for x in (found, text))
        return difflib.SequenceMatcher(None, a, b).ratio()

    score = {code: max(nearness(code), nearness(name)) for code, name in known.items()}
    best = [code for code in score if score[code] == max(score.values())]
    if len(best) != 1 or score[best[0]] < cutoff:
        return "."
    name = known[best[0]]
    return f"; bedoelt u {best[0]}{f' ({name})' if name != best[0] else ''}?"


@dataclass(frozen=True)
class Table:
    """One table as read: text per row, and the numbers of the columns the model needs."""

    label: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    numbers: dict[str, FloatArray]

    def text(self, column: str) -> tuple[str, ...]:
        """The column as text, without spaces around it."""
        at = self.header.index(column)
        return tuple(row[at] for row in self.rows)

    def number(self, column: str, limits: Limits) -> FloatArray:
        """The column as numbers, empty as nan; DataError at the first that is none."""
        values = np.full(len(self.rows), np.nan)
        for i, cell in enumerate(self.text(column)):
            if cell == "" and limits.empty:
                continue
            good = re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", cell, re.ASCII)
            values[i] = float(cell) if good else np.nan
            if not (limits.low <= values[i] <= limits.high and abs(values[i]) < 1e15):
                top = f" tot en met {limits.high:g}" if limits.high < np.inf else " of meer"
                bounds = f" van {limits.low:g}{top}" if limits.low > -np.inf else ""
                point = " met een punt als decimaalteken" if "," in cell else ""
                raise self.error(i, column, cell, f"een getal{bounds}{point}")
        return read_only(values)

    def error(
        self, i: int, column: str, found: str, expected: str, known: Mapping[str, str] | None = None
    ) -> DataError:
        """The sentence about one cell; `known` holds the codes and names it could have been."""
        what = f"'{found[:40]}'" if found else "niets"
        return DataError(
            f"{self.label}, rij {self.lines[i]}, kolom {column}: {what} gevonden, "
            f"{expected} verwacht{suggest(found, known or {})}"
        )

    @property
    def names(self) -> dict[str, str]:
        """Name by code."""
        return dict(zip(self.text("code"), self.text("name"), strict=True))


class Tables(NamedTuple):
    """The three tables, and the hash (16 hex) over the files they were read from."""

    municipalities: Table
    regions: Table
    provinces: Table
    data_hash: str


def read_tables(folder: Path | None = None) -> Tables:
    """Read the tables: those in `folder` from there, the others from the shipped ones.

    Raises
    ------
    DataError
        A file cannot be read or is no table, a column is missing, a number is no number.
    """
    own = {p.name: p for p in sorted(folder.glob("*"))} if folder is not None else {}
    if folder is not None:
        absent = {f: f for f in (f"{name}.csv" for name in COLUMNS) if f not in own}
        near = [(f, suggest(f, absent, 0.8)) for f in own if f"{Path(f).stem}" not in COLUMNS]
        near = [(f, s) for f, s in near if s != "."]
        if near or len(absent) == len(COLUMNS):
            found, hint = near[0] if near else ("geen tabel", ".")
            raise DataError(f"{folder}: {found} gevonden, {', '.join(absent)} verwacht{hint}")
    digest, tables = hashlib.sha256(), list[Table]()
    for name, columns in COLUMNS.items():
        path = own.get(f"{name}.csv", SHIPPED / f"{name}.csv")
        label = f"{path.parent.name}/{path.name}"
        try:
            raw = path.read_bytes().replace(b"\r\n", b"\n")  # a Windows checkout: same hash
        except OSError as error:
            raise DataError(f"{label} is niet te lezen ({error.strerror}).") from error
        digest.update(name.encode() + raw)
        tables.append(_read_table(label, raw, columns))
    return Tables(tables[0], tables[1], tables[2], digest.hexdigest()[:16])


def _read_table(label: str, raw: bytes, columns: Mapping[str, Limits | None]) -> Table:
    try:
        reader = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
        cells = [(reader.line_num, tuple(c.strip() for c in row)) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{label}: een CSV-tabel in UTF-8 verwacht ({error}).") from error
    (line, header), *body = [(n, row) for n, row in cells if any(row)] or [(1, ())]
    for column in columns:
        if header.count(column) != 1:
            left = {h: h for h in header if h not in columns}
            found = next((h for h in left if suggest(h, {column: column}, 0.8) != "."), "")
            found = f"'{found}'" if found else f"{header.count(column)} keer"
            hint = ", velden gescheiden door komma's" if len(header) == 1 else ""
            raise DataError(
                f"{label}, rij {line}, kolom {column}: {found} gevonden, een keer verwacht{hint}."
            )
    for line, row in body:
        if len(row) != len(header):
            raise DataError(
                f"{label}, rij {line}: {len(row)} velden gevonden, {len(header)} verwacht."
            )
    if "province_code" in columns:
        body.sort(key=lambda numbered: numbered[1][header.index("code")])  # CBS order
    table = Table(label, header, tuple(r for _, r in body), tuple(n for n, _ in body), {})
    table.numbers.update({c: table.number(c, limits) for c, limits in columns.items() if limits})
    return table


def check_tables(tables: Tables, shipped: Tables | None = None) -> None:
    """Raise DataError unless codes, membership and sums are those of the country.

    Parameters
    ----------
    shipped : Tables, optional
        Our own tables, to name what is missing or misplaced in those of a user.
    """
    for kind, count in COUNTS.items():
        table: Table = getattr(tables, kind)
        known: dict[str, str] = getattr(shipped, kind).names if shipped is not None else {}
        for column in ("code", "name"):
            cells = table.text(column)
            for i, cell in enumerate(cells):
                if cells.index(cell) < i or not cell:
                    raise table.error(i, column, cell, "een waarde die hier een keer staat")
        codes = table.names
        missing = {c: name for c, name in known.items() if c not in codes}
        for i, code in enumerate(codes):
            if known and code not in known:
                raise table.error(i, "code", code, "een bekende code", missing or known)
        if len(codes) != count:
            lost = "".join(f"; {c} ({name}) ontbreekt" for c, name in list(missing.items())[:5])
            raise DataError(f"{table.label}: {len(codes)} rijen gevonden, {count} verwacht{lost}.")
    own = tables.municipalities
    corop = {name: name for name in (shipped or tables).municipalities.text("corop")}
    areas = {"province_code": tables.provinces.names, "region_code": tables.regions.names}
    for column, names in (areas | {"corop": corop}).items():
        for i, code in enumerate(own.text(column)):
            if code not in names:
                raise own.error(i, column, code, "een bekende waarde", names)
    if (areas_found := len(set(own.text("corop")))) != COROP_AREAS:
        raise DataError(f"{own.label}, kolom corop: {areas_found} namen, {COROP_AREAS} verwacht.")
    _check_sums(tables, shipped)


def _check_sums(tables: Tables, shipped: Tables | None) -> None:
    """Municipalities and inhabitants per province and region, and the national sums."""
    own, _, provinces, _ = tables
    for table, code in ((provinces, "province_code"), (tables.regions, "region_code")):
        area = index_of(own.text(code), table.text("code"))
        for name, part, source in (
            ("municipalities", np.ones(len(area)), code),
            ("inhabitants_2026", own.numbers["inhabitants_2026"], "inhabitants_2026"),
        ):
            if name not in table.numbers:
                continue
            sums = luck.add_by(area, part, len(table.rows))
            for i in np.flatnonzero(sums != table.numbers[name]).tolist():
                what = f"de som voor {table.text('name')[i]} in {own.label}"
                cells, ours = own.text(source), own.text(source)
                if shipped is not None:  # name the row that differs from ours, if one does
                    ours = shipped.municipalities.text(source)
                for j, cell in enumerate(cells):
                    if cell != ours[j] and (source == code or area[j] == i):
                        raise own.error(j, source, cell, f"'{ours[j]}' ({what} klopt niet)")
                stated = f"{table.numbers[name][i]:.0f}"
                raise table.error(i, name, stated, f"{sums[i]:.0f} ({what})")
    for table, name, right in (
        (own, "inhabitants_2026", INHABITANTS),
        (provinces, "housing_agreement_2022_2030", HOMES),
    ):
        if (total := luck.add_up(table.numbers[name])) != right:
            raise DataError(
                f"{table.label}, kolom {name}: som {total:.0f} gevonden, {right} verwacht."
            )


def index_of(labels: Iterable[str], order: Iterable[str]) -> IntArray:
    """Position of each label in `order`."""
    place = {label: i for i, label in enumerate(order)}
    return np.array([place[label] for label in labels], dtype=np.int64)
