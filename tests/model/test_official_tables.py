"""The tables of the real country: figures, rules of the shares, and bad input."""

from __future__ import annotations

import csv
import shutil
import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from model import luck
from model import official_tables as tables
from model.geography import Geography
from model.official_geography import load_netherlands
from model.official_tables import SHIPPED, DataError, check_tables, read_tables
from model.opgaven import Opgave, ShareRule, ShareTerm
from model.synthetic import plain_opgaven

CONFIGS = Path(__file__).parents[2] / "configs" / "opgaven"
ORDER = ("wonen", "energie", "landelijk", "water", "mobiliteit", "werken", "klimaat")
Rows = list[list[str]]


def read_opgave(name: str) -> Opgave:
    data = yaml.safe_load((CONFIGS / f"{name}.yaml").read_text(encoding="utf-8"))
    share = data.pop("share")
    terms = tuple(ShareTerm(**{**t, "columns": tuple(t["columns"])}) for t in share.pop("terms"))
    return Opgave(**data, share=ShareRule(terms=terms, **share))


OPGAVEN = tuple(read_opgave(name) for name in ORDER)
NETHERLANDS = load_netherlands(OPGAVEN)


def rows_of(folder: Path, table: str) -> Rows:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(folder: Path, table: str, rows: Rows) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def shipped(table: str, column: str) -> list[str]:
    head, *body = rows_of(SHIPPED, table)
    return [row[head.index(column)] for row in body]


def numbers(table: str, column: str) -> np.ndarray:
    return np.array([float(cell) for cell in shipped(table, column)])


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    for table in tables.COLUMNS:
        shutil.copy(SHIPPED / f"{table}.csv", folder)
    return folder


def with_share(rule: ShareRule) -> tuple[Opgave, ...]:
    return (replace(plain_opgaven(1)[0], share=rule),)


def one_term(*columns: str, **rule: str) -> ShareRule:
    return ShareRule((ShareTerm(1.0, columns),), **rule)


# ------------------------------------------------------------------------------ the figures


def test_country_has_the_known_size_and_sums() -> None:
    assert NETHERLANDS.shape == (342, 30, 12, 7)
    assert NETHERLANDS.inhabitants.sum() == 18_130_208
    assert numbers("provinces", "housing_agreement_2022_2030").sum() == 917_193
    assert list(NETHERLANDS.municipality_code) == sorted(NETHERLANDS.municipality_code)
    assert list(NETHERLANDS.region_code) == shipped("regions", "code")
    assert list(NETHERLANDS.province_code) == shipped("provinces", "code")
    assert len(NETHERLANDS.ministries) == 5


@pytest.mark.parametrize(("division", "regions"), [("res", 30), ("corop", 40), ("provincie", 12)])
def test_divisions_regroup_without_touching_shares(division: str, regions: int) -> None:
    country = load_netherlands(OPGAVEN, division)
    assert country.shape == (342, regions, 12, 7)
    assert country.division == division
    assert np.array_equal(country.share, NETHERLANDS.share)
    assert set(country.municipality_region) == set(range(regions))
    assert len(set(country.region_key.tolist())) == regions


def test_corop_regions_stand_by_name_and_provinces_chair_themselves() -> None:
    corop = load_netherlands(OPGAVEN, "corop")
    assert list(corop.region_name) == sorted(corop.region_name)
    province = load_netherlands(OPGAVEN, "provincie")
    assert province.region_province.tolist() == list(range(12))
    assert np.array_equal(province.municipality_region, province.municipality_province)


def test_every_region_is_chaired_by_the_province_with_most_inhabitants() -> None:
    g = NETHERLANDS
    for r in range(30):
        members = g.municipality_region == r
        living = np.bincount(g.municipality_province[members], g.inhabitants[members], 12)
        assert g.region_province[r] == living.argmax()
    foodvalley = g.region_code.index("ES09")
    in_foodvalley = g.municipality_region == foodvalley
    assert len(set(g.municipality_province[in_foodvalley].tolist())) == 2
    assert g.province_name[g.region_province[foodvalley]] == "Gelderland"


def test_arrays_are_read_only_and_keys_are_those_of_the_codes() -> None:
    for field in fields(Geography):
        value = getattr(NETHERLANDS, field.name)
        if isinstance(value, np.ndarray):
            assert not value.flags.writeable, field.name
            assert np.all(np.isfinite(value.astype(np.float64))), field.name
    assert NETHERLANDS.municipality_key[0] == luck.text_key(NETHERLANDS.municipality_code[0])
    assert NETHERLANDS.region_key[8] == luck.text_key("ES09")
    assert NETHERLANDS.opgave_key[0] == luck.text_key("wonen")
    assert NETHERLANDS.municipality_key.dtype == np.uint64


def test_spending_is_that_of_the_accounts_unless_it_cannot_be() -> None:
    g = NETHERLANDS
    cells = shipped("municipalities", "spatial_personnel_keur_2024")
    given_ = np.array([float(cell) if cell else np.nan for cell in cells])
    each = given_ / g.inhabitants
    size = sum((g.inhabitants >= edge).astype(int) for edge in (25_000, 50_000, 100_000))
    for c in range(4):
        median = np.median(each[(size == c) & (each > 0)])
        inside = size == c
        should = ~(each[inside] >= 0.25 * median)  # true for empty
        assert np.array_equal(g.staff_imputed[inside], should)
        expected = np.where(should, median * g.inhabitants[inside], given_[inside])
        assert np.array_equal(g.spending[inside], expected)
    assert g.staff_imputed.sum() == 41
    loon_op_zand = g.municipality_code.index("GM0809")
    assert g.staff_imputed[loon_op_zand]
    solvency = [float(cell) for cell in shipped("municipalities", "solvency_2024") if cell]
    assert g.solvency[loon_op_zand] == np.median(solvency)


def test_loading_is_quick() -> None:
    started = time.perf_counter()
    load_netherlands(OPGAVEN)
    assert time.perf_counter() - started < 1.0  # 0.01 s is usual; a slow machine may pass


def test_every_opgave_is_complete_and_lists_each_pair_once() -> None:
    assert [o.id for o in OPGAVEN] == list(ORDER)
    names = {field.name for field in fields(Opgave)}
    for i, name in enumerate(ORDER):
        data = yaml.safe_load((CONFIGS / f"{name}.yaml").read_text(encoding="utf-8"))
        assert set(data) == names
        assert list(data["synergy"]) == list(ORDER[: i + 1])
        assert set(data["claim"]) <= set(ORDER[:i])
    assert [o.deadline for o in OPGAVEN] == [40, 40, 60, 80, 60, 60, 60]
    assert [o.id for o in OPGAVEN if o.court] == ["landelijk"]
    assert [o.id for o in OPGAVEN if o.here_and_now] == ["wonen", "mobiliteit", "werken"]
    assert [o.id for o in OPGAVEN if o.own_share == 0] == ["energie"]


def test_observations_are_numbers_with_a_source() -> None:
    head, *body = rows_of(SHIPPED, "observations")
    assert head == ["series", "year", "area", "value", "unit", "source"]
    areas = {"NL", *shipped("provinces", "code")}
    assert len({tuple(row[:3]) for row in body}) == len(body)
    for _, year, area, value, unit, source in body:
        assert 2000 <= int(year) <= 2026
        assert float(value) >= 0
        assert area in areas
        assert unit
        assert source
    homes = {(r[1], r[2]): float(r[3]) for r in body if r[0] == "homes_completed"}
    for year in range(2012, 2019):
        parts = sum(homes[str(year), p] for p in shipped("provinces", "code"))
        assert parts == homes[str(year), "NL"]


# ------------------------------------------------------------------------------- the shares


def test_shares_sum_to_one_and_follow_their_levels() -> None:
    share = NETHERLANDS.share
    assert np.all(share > 0)
    assert share.sum(axis=0) == pytest.approx(np.ones(7), abs=1e-12)
    agreement = numbers("provinces", "housing_agreement_2022_2030")
    per_province = np.bincount(NETHERLANDS.municipality_province, share[:, 0])
    assert per_province * 917_193 == pytest.approx(agreement)


def test_energy_follows_the_bids_and_the_empty_regions_share_the_rest() -> None:
    per_region = np.bincount(NETHERLANDS.municipality_region, NETHERLANDS.share[:, 1]) * 55.1
    low, high = shipped("regions", "bid_2030_low_twh"), shipped("regions", "bid_2030_high_twh")
    known = [i for i in range(30) if low[i]]
    means = [(float(low[i]) + float(high[i])) / 2 for i in known]
    assert sum(means) == pytest.approx(51.786)
    assert per_region[known] == pytest.approx(means)
    empty = [i for i in range(30) if not low[i]]
    production = numbers("regions", "production_2023_twh")[empty]
    assert len(empty) == 5
    assert per_region[empty] == pytest.approx(3.314 * production / production.sum())


def test_energy_within_a_region_is_two_parts_farmland_to_one_part_homes() -> None:
    twente = NETHERLANDS.municipality_region == NETHERLANDS.region_code.index("ES04")
    land = numbers("municipalities", "land_km2") * numbers("municipalities", "farmland_share_2017")
    homes = numbers("municipalities", "dwellings_2022")
    expected = 2 / 3 * land / land[twente].sum() + 1 / 3 * homes / homes[twente].sum()
    found = NETHERLANDS.share[twente, 1] / NETHERLANDS.share[twente, 1].sum()
    assert found == pytest.approx(expected[twente])


@pytest.mark.parametrize(
    ("opgave", "weight"),
    [
        ("landelijk", lambda c: c("land_km2") * c("farmland_share_2017")),
        ("mobiliteit", lambda c: c("inhabitants_2026") * (0.5 + c("urbanity_2022") / 6)),
        ("werken", lambda c: c("inhabitants_2026") * c("income_keur_2021")),
        ("klimaat", lambda c: c("dwellings_2022") * (4 + c("urbanity_2022")) / 7),
        (
            "water",
            lambda c: (
                c("land_km2") / c("land_km2").sum()
                + c("dwellings_2022") / c("dwellings_2022").sum()
            ),
        ),
    ],
)
def test_indicators(opgave: str, weight: Callable[..., np.ndarray]) -> None:
    expected = weight(lambda column: numbers("municipalities", column))
    found = NETHERLANDS.share[:, ORDER.index(opgave)]
    assert found == pytest.approx(expected / expected.sum())


def test_shares_are_summed_in_written_order() -> None:
    weight = [float(cell) for cell in shipped("municipalities", "land_km2")]
    total = 0.0
    for value in weight:
        total += value
    part = [value / total for value in weight]
    again = 0.0
    for value in part:
        again += value
    country = load_netherlands(with_share(one_term("land_km2")))
    assert country.share[:, 0].tolist() == [value / again for value in part]


USABLE = ["one", "farmland_km2", "urbanity", "spatial_personnel_keur_2024", "solvency_2024"]
USABLE += ["land_km2", "dwellings_2022", "income_keur_2021", "inhabitants_2026"]
TERM = st.builds(
    ShareTerm,
    part=st.floats(0.01, 10),
    columns=st.lists(st.sampled_from(USABLE), max_size=3).map(tuple),
    constant=st.floats(0.01, 10),
    slope=st.floats(0, 10),
)
LEVEL = st.sampled_from(
    [
        (None, None),
        ("province", "inhabitants_2026"),
        ("province", "accounts_meur_2022"),
        ("province", "wind_target_mw_2020"),  # not a column the model itself needs
        ("region", "bid_2030_twh"),
        ("region", "production_2023_twh"),
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(TERM, min_size=1, max_size=3), LEVEL)
def test_any_share_rule_sums_to_one(
    terms: list[ShareTerm], level: tuple[str | None, str | None]
) -> None:
    opgaven = with_share(ShareRule(tuple(terms), *level))
    share = load_netherlands(opgaven).share
    assert np.all(share >= 0)
    assert share.sum() == pytest.approx(1, abs=1e-12)
    assert np.array_equal(share, load_netherlands(opgaven, "corop").share)


def test_a_column_of_the_users_own_can_be_used_by_an_eighth_opgave(mine: Path) -> None:
    head, *body = rows_of(mine, "municipalities")
    own = [[*head, "natura2000_km2"], *([*row, str(i)] for i, row in enumerate(body))]
    write(mine, "municipalities", own)
    country = load_netherlands(with_share(one_term("natura2000_km2")), folder=mine)
    assert country.share[:, 0] == pytest.approx(np.arange(342) / (342 * 341 / 2))


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (one_term("dwelings_2022"), "opgaven.a.share: kolom 'dwelings_2022' staat niet in data/"
         "municipalities.csv; bedoelt u dwellings_2022?"),
        (one_term("one", level="regio", level_column="bid_2030_twh"), "opgaven.a.share.level: "
         "'regio' gevonden, province of region verwacht; bedoelt u region?"),
        (one_term("one", level="region", level_column="bid_2031_twh"), "opgaven.a.share: kolom "
         "'bid_2031_twh' staat niet in data/regions.csv; bedoelt u bid_2030_twh?"),
        (one_term("one", level="region"), "kolom '' staat niet in data/regions.csv."),
        (one_term("name"), "data/municipalities.csv, rij 2, kolom name: 'Groningen' gevonden, "
         "een getal van 0 of meer verwacht."),
        (ShareRule((ShareTerm(1.0, ("one",), 3.0, -1.0),)), "gewichten van 0 of meer verwacht"),
        (ShareRule((ShareTerm(0.0, ("one",)),)), "opgaven.a.share: een of meer delen boven 0"),
        (ShareRule(()), "opgaven.a.share: een of meer delen boven 0 verwacht."),
    ],
)  # fmt: skip
def test_bad_share_rules(rule: ShareRule, sentence: str) -> None:
    with pytest.raises(DataError) as caught:
        load_netherlands(with_share(rule))
    assert sentence in str(caught.value)


def test_an_unknown_division_is_named() -> None:
    with pytest.raises(DataError, match=r"regions: 'corob' gevonden, .*; bedoelt u corop\?"):
        load_netherlands(OPGAVEN, "corob")


def test_no_opgaven_is_refused() -> None:
    with pytest.raises(ValueError, match="opgave"):
        load_netherlands(())


# ---------------------------------------------------------------------- a folder of the user


def test_own_copies_give_the_same_country(mine: Path) -> None:
    own = load_netherlands(OPGAVEN, folder=mine)
    assert own.data_hash == NETHERLANDS.data_hash
    assert np.array_equal(own.share, NETHERLANDS.share)
    assert len(own.data_hash) == 16


def test_some_tables_are_enough_and_change_the_hash(mine: Path) -> None:
    (mine / "provinces.csv").unlink()
    (mine / "municipalities.csv").unlink()
    head, *body = rows_of(mine, "regions")
    body[0][head.index("bid_2030_high_twh")] = "5.9"
    write(mine, "regions", [head, *body])
    own = load_netherlands(OPGAVEN, folder=mine)
    assert own.data_hash != NETHERLANDS.data_hash
    assert own.share[0, 1] > NETHERLANDS.share[0, 1]
    assert np.array_equal(own.share[:, 0], NETHERLANDS.share[:, 0])


def test_order_of_rows_bom_blank_lines_and_line_ends_do_not_matter(mine: Path) -> None:
    head, *body = rows_of(mine, "municipalities")
    text = "\r\n".join(",".join(f'"{c}"' for c in row) for row in [head, *reversed(body)])
    (mine / "municipalities.csv").write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n,,\r\n\r\n")
    own = load_netherlands(OPGAVEN, folder=mine)
    assert own.municipality_code == NETHERLANDS.municipality_code
    assert np.array_equal(own.share, NETHERLANDS.share)
    assert np.array_equal(own.spending, NETHERLANDS.spending)


# ------------------------------------------------------------------------------- bad tables


def cell(table: str, code: str, column: str, value: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        head, *body = rows_of(folder, table)
        next(row for row in body if row[0] == code)[head.index(column)] = value
        write(folder, table, [head, *body])

    return spoil


def without(table: str, *codes: str) -> Callable[[Path], None]:
    return lambda folder: write(
        folder, table, [row for row in rows_of(folder, table) if row[0] not in codes]
    )


def text(table: str, old: str, new: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / f"{table}.csv"
        path.write_bytes(path.read_bytes().replace(old.encode(), new.encode("latin-1"), 1))

    return spoil


def renamed(old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: (folder / old).rename(folder / new) and None


def a_folder_for_a_file(folder: Path) -> None:
    (folder / "regions.csv").unlink()
    (folder / "regions.csv").mkdir()


GM = "municipalities"
BAD = {
    "missing municipality": (without(GM, "GM0820"), "mine/municipalities.csv: 341 rijen gevonden, "
        "342 verwacht; GM0820 (Nuenen, Gerwen en Nederwetten) ontbreekt."),
    "two missing": (without(GM, "GM0820", "GM0014"), "340 rijen gevonden, 342 verwacht; "
        "GM0014 (Groningen) ontbreekt; GM0820 (Nuenen, Gerwen en Nederwetten) ontbreekt."),
    "missing region": (without("regions", "ES09"), "mine/regions.csv: 29 rijen gevonden, "
        "30 verwacht; ES09 (Foodvalley) ontbreekt."),
    "missing province": (without("provinces", "PV21"), "PV21 (Fryslân) ontbreekt."),
    "empty table": (without("provinces", *shipped("provinces", "code")), "mine/provinces.csv: "
        "0 rijen gevonden, 12 verwacht; PV20 (Groningen) ontbreekt"),
    "misspelt code": (cell(GM, "GM0820", "code", "GM082O"), "kolom code: 'GM082O' gevonden, "
        "een bekende code verwacht; bedoelt u GM0820 (Nuenen, Gerwen en Nederwetten)?"),
    "province, near miss": (cell(GM, "GM0014", "province_code", "PV2O"), "mine/municipalities.csv,"
        " rij 2, kolom province_code: 'PV2O' gevonden, een bekende waarde verwacht; "
        "bedoelt u PV20 (Groningen)?"),
    "province by name": (cell(GM, "GM0014", "province_code", "Gronigen"),
        "'Gronigen' gevonden, een bekende waarde verwacht; bedoelt u PV20 (Groningen)?"),
    "province, known but wrong": (cell(GM, "GM0014", "province_code", "PV21"),
        "rij 2, kolom province_code: 'PV21' gevonden, 'PV20' (de som voor "),
    "region, unknown": (cell(GM, "GM0014", "region_code", "XYZ"),
        "rij 2, kolom region_code: 'XYZ' gevonden, een bekende waarde verwacht."),
    "region, known but wrong": (cell(GM, "GM0014", "region_code", "ES02"),
        "rij 2, kolom region_code: 'ES02' gevonden, 'ES01' (de som voor "),
    "corop": (cell(GM, "GM0037", "corop", "Oost Groningen"), "rij 4, kolom corop: 'Oost Groningen'"
        " gevonden, een bekende waarde verwacht; bedoelt u Oost-Groningen?"),
    "a corop area lost": (text(GM, "IJmond", "Alkmaar en omgeving"), ""),
    "letter in a number": (cell(GM, "GM0034", "dwellings_2022", "88874x"), "rij 3, kolom "
        "dwellings_2022: '88874x' gevonden, een getal van 0 of meer verwacht."),
    "underscore": (cell(GM, "GM0034", "dwellings_2022", "88_874"), "'88_874' gevonden"),
    "decimal comma": (cell(GM, "GM0034", "land_km2", "129,19"), "'129,19' gevonden, een getal van "
        "0 of meer met een punt als decimaalteken verwacht."),
    "nothing": (cell(GM, "GM0034", "land_km2", ""), "rij 3, kolom land_km2: niets gevonden, "),
    "nan": (cell(GM, "GM0034", "land_km2", "nan"), "rij 3, kolom land_km2: 'nan' gevonden, "),
    "inf": (cell(GM, "GM0034", "solvency_2024", "1e999"), "kolom solvency_2024: '1e999' gevonden"),
    "negative inhabitants": (cell(GM, "GM0034", "inhabitants_2026", "-5"), "rij 3, kolom "
        "inhabitants_2026: '-5' gevonden, een getal van 1 of meer verwacht."),
    "share over one": (cell(GM, "GM0034", "farmland_share_2017", "25.1"), "'25.1' gevonden, "
        "een getal van 0 tot en met 1 verwacht."),
    "on the map of elsewhere": (cell(GM, "GM0034", "latitude", "5.23"), "van 50 tot en met 54"),
    "wrong inhabitants": (cell(GM, "GM0034", "inhabitants_2026", "23261"), "rij 3, kolom "
        "inhabitants_2026: '23261' gevonden, '232619' (de som voor Flevoland in "
        "mine/municipalities.csv klopt niet) verwacht."),
    "wrong sum in a province": (cell("provinces", "PV21", "inhabitants_2026", "665209"),
        "mine/provinces.csv, rij 3, kolom inhabitants_2026: '665209' gevonden, 665208 (de som voor "
        "Fryslân in mine/municipalities.csv) verwacht."),
    "wrong count in a region": (cell("regions", "ES09", "municipalities", "9"), "mine/regions.csv, "
        "rij 10, kolom municipalities: '9' gevonden, 8 (de som voor Foodvalley in "),
    "wrong homes": (cell("provinces", "PV21", "housing_agreement_2022_2030", "17501"), "mine/"
        "provinces.csv, kolom housing_agreement_2022_2030: som 917194 gevonden, 917193 verwacht."),
    "half a bid": (cell("regions", "ES09", "bid_2030_low_twh", ""), "mine/regions.csv, rij 10, "
        "kolom bid_2030_low_twh: niets gevonden, een getal (of niets in beide kolommen) verwacht."),
    "too high a bid": (cell("regions", "ES01", "bid_2030_high_twh", "57"), "biedingen van hooguit "
        "55.1 TWh samen verwacht."),
    "duplicate": (lambda f: write(f, GM, [*rows_of(f, GM), rows_of(f, GM)[1]]), "rij 3"
        "44, kolom code: 'GM0014' gevonden, een waarde die hier een keer staat verwacht."),
    "duplicate name": (cell(GM, "GM0034", "name", "Groningen"), "rij 3, kolom name: 'Groningen' "
        "gevonden, een waarde die hier een keer staat verwacht."),
    "no name": (cell("regions", "ES02", "name", ""), "mine/regions.csv, rij 3, kolom name: niets"),
    "removed column": (lambda f: write(f, GM, [row[:7] + row[8:] for row in rows_of(f, GM)]),
        "rij 1, kolom inhabitants_2026: 0 keer gevonden, een keer verwacht."),
    "renamed column": (text(GM, "inhabitants_2026", "inhabitants_2025"), "mine/municipalities.csv, "
        "rij 1, kolom inhabitants_2026: 'inhabitants_2025' gevonden, een keer verwacht."),
    "column twice": (text(GM, "land_km2", "latitude"), "rij 1, kolom latitude: 2 keer gevonden"),
    "semicolons": (lambda f: (f / "regions.csv").write_text("code;name;municipalities\n") and None,
        "rij 1, kolom code: 0 keer gevonden, een keer verwacht, velden gescheiden door komma's."),
    "field too many": (text(GM, "0.155\n", "0.155,\n"), "rij 2: 18 velden gevonden, 17 verwacht."),
    "nothing in the file": (lambda f: (f / "regions.csv").write_bytes(b"") and None,
        "mine/regions.csv, rij 1, kolom code: 0 keer gevonden, een keer verwacht."),
    "not UTF-8": (text("provinces", "Fryslân", "Fryslân"), "mine/provinces.csv: een CSV-tabel in "
        "UTF-8 verwacht ("),
    "open quote": (text("provinces", "Groningen", '"Groningen'), "een CSV-tabel in UTF-8 verwacht"),
    "no staff anywhere": (lambda f: write(f, GM, [[*row[:15], row[15] if i == 0 else "0", row[16]]
        for i, row in enumerate(rows_of(f, GM))]), "kolom spatial_personnel_keur_2024: geen getal"),
    "no solvency anywhere": (lambda f: write(f, GM, [[*row[:16], row[16] if i == 0 else ""]
        for i, row in enumerate(rows_of(f, GM))]), "kolom solvency_2024: geen enkel getal"),
    "misspelt file": (renamed("municipalities.csv", "municipality.csv"), "mine: municipality.csv "
        "gevonden, municipalities.csv verwacht; bedoelt u municipalities.csv?"),
    "a folder for a file": (a_folder_for_a_file, "mine/regions.csv is niet te lezen ("),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_tables_give_one_sentence(case: str, mine: Path) -> None:
    spoil, sentence = BAD[case]
    spoil(mine)
    if not sentence:  # a single municipality may lie in another corop area
        load_netherlands(OPGAVEN, "corop", mine)
        return
    with pytest.raises(DataError) as caught:
        load_netherlands(OPGAVEN, folder=mine)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value)[-1] in ".?"


def test_a_folder_without_tables_or_no_folder_at_all(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(DataError, match=r"geen tabel gevonden, municipalities\.csv, "):
            load_netherlands(OPGAVEN, folder=folder)


def test_a_damaged_shipped_table_is_found_without_a_reference(mine: Path) -> None:
    without(GM, "GM0820")(mine)
    with pytest.raises(DataError, match=r"341 rijen gevonden, 342 verwacht\."):
        check_tables(read_tables(mine))
    shutil.copy(SHIPPED / "municipalities.csv", mine)
    cell(GM, "GM0014", "inhabitants_2026", "244428")(mine)
    with pytest.raises(DataError, match="rij 2, kolom inhabitants_2026: '601286' gevonden, 601287"):
        check_tables(read_tables(mine))
    cell("provinces", "PV20", "inhabitants_2026", "601287")(mine)
    with pytest.raises(DataError, match="som 18130209 gevonden, 18130208 verwacht"):
        check_tables(read_tables(mine))


def test_all_of_a_corop_area_moved_is_found(mine: Path) -> None:
    rows = [["Delft en Westland" if c == "IJmond" else c for c in r] for r in rows_of(mine, GM)]
    write(mine, GM, rows)
    with pytest.raises(DataError, match="kolom corop: 39 namen, 40 verwacht"):
        load_netherlands(OPGAVEN, folder=mine)


JUNK = st.one_of(
    st.text(max_size=8),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(["", " ", "PV2O", "ES1", "-1", "0", "1e5", '"', "½", "\x00", "=A1"]),
)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(list(tables.COLUMNS)), st.integers(0, 341), st.integers(0, 16), JUNK)
def test_any_spoilt_cell_loads_or_gives_a_sentence(
    table: str, row: int, column: int, junk: str
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / "mine"
        folder.mkdir()
        rows = rows_of(SHIPPED, table)
        rows[row % len(rows)][column % len(rows[0])] = junk
        path = folder / f"{table}.csv"
        with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
            csv.writer(file).writerows(rows)
        try:
            share, sentence = load_netherlands(OPGAVEN, folder=folder).share, f"mine/{table}.csv"
        except DataError as error:
            share, sentence = NETHERLANDS.share, str(error)
    assert f"mine/{table}.csv" in sentence or "mine/municipalities.csv" in sentence
    assert share.sum(axis=0) == pytest.approx(np.ones(7), abs=1e-9)
