"""A bundle can be read aloud, holds numbers as numbers, and no name becomes a formula."""

import csv
import dataclasses
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from drawn import contrast
from invented import STYLE

from analysis.bundle import safe, write_bundle
from analysis.figures import dumbbell, sheet
from analysis.style import FORMATS

OPGAVEN = ("=1+1", "+x", "@y", "-z", 'a & <b> "c"')
ARMS = ("=2+2 & <een>", "@twee")
RISKY = ("=", "+", "-", "@", "\t", "\r")
BOOK = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def study(nederland, opgaven):
    made = contrast(nederland, opgaven, points=4)
    for opgave, name in zip(made.manifest["opgaven"], OPGAVEN, strict=False):
        opgave["name"] = name
    for arm, name in zip(made.manifest["arms"], ARMS, strict=True):
        arm["label"] = name
    return made


@pytest.fixture(scope="module", params=[dumbbell.chart, sheet.chart], ids=["dumbbell", "sheet"])
def bundle(request, study, tmp_path_factory):
    chart = request.param(study, STYLE)
    small = dataclasses.replace(FORMATS["kolom"], dpi=50)
    folder = write_bundle(chart, tmp_path_factory.mktemp("bundle"), STYLE, small)
    return chart, folder / chart.name


def test_a_picture_has_a_role_a_title_and_a_description(bundle):
    chart, stem = bundle
    root = ElementTree.fromstring(stem.with_suffix(".svg").read_bytes())
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg"
    assert root.get("role") == "img"
    assert root.get("lang") == "nl"
    parts = {part.get("id"): part for part in root}
    told = [parts[name] for name in root.get("aria-labelledby").split()]
    assert [part.tag for part in told] == [f"{space}title", f"{space}desc"]
    assert [part.text for part in told] == [chart.title, chart.alt]
    assert all(part.text.strip() for part in told)


def test_a_workbook_has_no_formulas_and_its_cells_are_what_they_are(bundle):
    chart, stem = bundle
    with zipfile.ZipFile(stem.with_suffix(".xlsx")) as book:
        pages = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()
                 if name.startswith("xl/") and name.endswith(".xml")}  # fmt: skip
    sheets = [page for name, page in pages.items() if "/worksheets/" in name]
    assert len(sheets) == 3
    assert not any(list(page.iter(f"{BOOK}f")) for page in sheets)
    texts = ["".join(t.text or "" for t in item.iter(f"{BOOK}t"))
             for item in pages["xl/sharedStrings.xml"].iter(f"{BOOK}si")]  # fmt: skip
    codes = {f.get("numFmtId"): f.get("formatCode")
             for f in pages["xl/styles.xml"].iter(f"{BOOK}numFmt")}  # fmt: skip
    styles = [xf.get("numFmtId") for xf in pages["xl/styles.xml"].find(f"{BOOK}cellXfs")]
    built_in = {"1": "0", "9": "0%", "10": "0.00%"}
    seen = 0
    rows = list(pages["xl/worksheets/sheet1.xml"].iter(f"{BOOK}row"))
    for row, expected in zip(rows[1:], chart.rows, strict=True):
        cells = {re.sub(r"\d", "", c.get("r")): c for c in row}
        for i, value in enumerate(expected):
            cell = cells.get("ABCDEFGHIJKLMNOP"[i])
            if value is None:
                assert cell is None
                continue
            found = cell.find(f"{BOOK}v").text
            if isinstance(value, str):
                assert cell.get("t") == "s"
                assert texts[int(found)] == value  # as it is, without a mark before it
            else:
                assert cell.get("t") in (None, "n")
                assert float(found) == pytest.approx(value, rel=1e-12)
                style = styles[int(cell.get("s", 0))]
                code = codes.get(style, built_in.get(style, ""))
                assert code.replace("\\", "") == chart.columns[i].number != ""
                seen += 1
    assert seen >= 4 * len(chart.rows)
    heads = [texts[int(c.find(f"{BOOK}v").text)] for c in rows[0]]
    assert heads == [column.name for column in chart.columns]


def test_no_cell_of_the_csv_is_a_formula(bundle):
    chart, stem = bundle
    rows = list(csv.reader(io.StringIO(stem.with_suffix(".csv").read_text("utf-8"))))
    names = set()
    for row, expected in zip(rows[1:], chart.rows, strict=True):
        for text, value in zip(row, expected, strict=True):
            if isinstance(value, float | int):
                assert float(text) == value
            elif value:
                assert not text.startswith(RISKY)
                assert text.removeprefix("'") == value
                names.add(value)
    assert not any(text.startswith(RISKY) for text in rows[0])
    assert set(OPGAVEN) <= names  # they were there


@pytest.mark.parametrize("first", RISKY)
def test_safe_keeps_the_text_and_takes_away_the_formula(first):
    assert safe(f"{first}1+1") == f"'{first}1+1"
    assert safe(f"a{first}1") == f"a{first}1"
    assert safe("") == ""


def test_a_pdf_tells_what_it_is_and_not_when_it_was_made(bundle):
    _, stem = bundle
    content = stem.with_suffix(".pdf").read_bytes()
    assert b"/Creator" in content  # what it tells can be read
    assert b"/Subject" in content
    assert not re.search(rb"/(Creation|Mod)Date", content)
