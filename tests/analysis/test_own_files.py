"""Files of a user: a house style and boundaries; what is wrong with one is one Dutch sentence."""

import json
import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from invented import invented, random_shares
from PIL import Image

from analysis.figures import hexagons, maps
from analysis.figures.shapes import boundary_shapes
from analysis.frame import BESIDE, LOGO, Frame, Words
from analysis.report import asked_of, charts
from analysis.style import FONTS, FORMATS, Style, own_style
from analysis.typesetting import MM
from experiments.preflight import InputError
from groenlicht.__main__ import main

EXAMPLE = Path(__file__).parents[2] / "docs" / "house_style.yaml"


@pytest.fixture(scope="module")
def results(nederland, opgaven):
    return invented(nederland, opgaven, random_shares())


def sentence_of(settings, folder):
    """What the report says about a file, without the folder it is in."""
    with pytest.raises(InputError) as problem:
        asked_of(settings, folder)
    return str(problem.value).replace(f"{folder}/", "").replace(f"{folder}\\", "")


HOUSES = {
    "[1, 2]": "huis.yaml: [1,2] gevonden, regels als ink: '#16212B' verwacht.",
    "blauw": "huis.yaml: 'blauw' gevonden, regels als ink: '#16212B' verwacht.",
    "name: x\nsides: [#BC5A07, #0B4F8A]": (
        "huis.yaml, regel 2: dit is geen geldige YAML; kijk naar haakjes, en zet kleuren tussen "
        "aanhalingstekens ('#0B4F8A')."
    ),
    "name: 2025-06-31": "huis.yaml: dit is geen geldige YAML; kijk naar haakjes, en zet kleuren "
                        "tussen aanhalingstekens ('#0B4F8A').",
    "inkt: '#112233'": "huis.yaml: inkt, een van accent, family, font_files, grid, ink, lights, "
                       "logo, muted, name, on_lights, rule, scale, series, sides, text, unclear, "
                       "unclear_text verwacht; bedoelt u 'ink'?",
    "1: x": "huis.yaml: 1, een van ",
    "ink: #112233": "huis.yaml: ink, niets gevonden, een kleur als '#0B4F8A' (tussen "
                    "aanhalingstekens) verwacht.",
    "ink: 112233": "huis.yaml: ink, 112233 gevonden, een kleur als '#0B4F8A' verwacht.",
    "sides: 5": "huis.yaml: sides, 5 gevonden, een lijst van 3 kleuren verwacht.",
    "series: rood": "huis.yaml: series, 'rood' gevonden, een lijst van 6 kleuren verwacht.",
    "sides: ['#FFFFF0', '#0B4F8A', '#616D79']": (
        "huis.yaml: sides, '#FFFFF0' heeft op wit een contrast van 1,0, 3 of meer verwacht."
    ),
    "ink: '#8F98A1'": (  # 2,94 is not rounded to 3
        "huis.yaml: ink, '#8F98A1' heeft op wit een contrast van 2,9, 3 of meer verwacht."
    ),
    "sides: ['#0B4F8A', '#0B4F8A', '#616D79']": (
        "huis.yaml: sides, '#0B4F8A' en '#0B4F8A' gevonden, kleuren verwacht die verschillen."
    ),
    "lights: ['#1F7A80', '#1F7A81', '#B0293C']": (
        "huis.yaml: lights, '#1F7A80' en '#1F7A81' gevonden, kleuren verwacht die verschillen."
    ),
    "on_lights: ['#FFFFFF', '#FFFFFF', '#FFFFFF']": (
        "huis.yaml: on_lights, '#FFFFFF' heeft op '#EDBE4A' (lights) een contrast van 1,7, 3 of "
        "meer verwacht."
    ),
    "family: 3": "huis.yaml: family, 3 gevonden, een naam verwacht.",
    "family: Nergens Sans": (
        "huis.yaml: family, het lettertype 'Nergens Sans' is niet gevonden; geef het op met "
        "font_files."
    ),
    "family: Nergens Sans\nfont_files: echt.ttf": (
        "huis.yaml: family, het lettertype 'Nergens Sans' is niet gevonden; geef het op met "
        "font_files (daarin staat nu: Source Sans Pro)."
    ),
    "font_files: 3": "huis.yaml: font_files, 3 gevonden, een lijst van bestanden verwacht.",
    "font_files: [a.ttf]": "huis.yaml: font_files, het bestand a.ttf is niet gevonden.",
    "font_files: huis.yaml": (
        "huis.yaml: font_files, huis.yaml is geen lettertype, een ttf of otf verwacht."
    ),
    "logo: [a.png]": "huis.yaml: logo, [a.png] gevonden, een bestand verwacht.",
    "logo: nergens.png": "huis.yaml: logo, het bestand nergens.png is niet gevonden.",
    "logo: .": "huis.yaml: logo, het bestand ",
    "logo: huis.yaml": "huis.yaml: logo, huis.yaml is geen afbeelding, een png of jpg verwacht.",
    "logo: half.png": "huis.yaml: logo, half.png is geen afbeelding, een png of jpg verwacht.",
}  # fmt: skip


@pytest.mark.parametrize("text", HOUSES)
def test_a_wrong_house_style_is_one_sentence(text, tmp_path):
    (tmp_path / "huis.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "echt.ttf").write_bytes((FONTS / "SourceSansPro-Regular.ttf").read_bytes())
    Image.effect_noise((60, 60), 50).save(tmp_path / "heel.png")
    whole = (tmp_path / "heel.png").read_bytes()
    (tmp_path / "half.png").write_bytes(whole[: len(whole) // 2])
    said = sentence_of({"house": "huis.yaml"}, tmp_path)
    assert said.startswith(f"house: {HOUSES[text]}")
    assert "\n" not in said
    if HOUSES[text][-1] in ".?":
        assert said == f"house: {HOUSES[text]}"


NO_FILES = (
    ("house", "weg", "het bestand weg is niet gevonden."),
    ("house", "map", "het bestand map is niet te lezen, een YAML-bestand verwacht."),
    ("house", "latin", "latin is geen tekst in UTF-8; sla het bestand zo op."),
    ("house", None, "niets gevonden, een bestand verwacht."),
    ("house", ["a", "b"], "[a,b] gevonden, een bestand verwacht."),
    ("boundaries", "weg", "het bestand weg is niet gevonden."),
    ("boundaries", "map", "map is niet te lezen, een GeoJSON-bestand verwacht."),
    ("boundaries", "", "niets gevonden, een bestand verwacht."),
    ("boundaries", True, "true gevonden, een bestand verwacht."),
)


@pytest.mark.parametrize(("key", "given", "expected"), NO_FILES)
def test_what_is_no_file_is_one_sentence(key, given, expected, tmp_path):
    (tmp_path / "map").mkdir()
    (tmp_path / "latin").write_bytes("name: provinci\xeb\n".encode("latin-1"))
    assert sentence_of({key: given}, tmp_path) == f"{key}: {expected}"


def test_the_example_names_every_key_and_is_our_own_style():
    text = EXAMPLE.read_text(encoding="utf-8")
    named = re.findall(r"^(\w+):", text, re.M)
    assert sorted(named) == sorted(f.name for f in fields(Style))
    assert own_style(EXAMPLE) == Style()
    # a comment on the line, or on the one before
    lines = text.splitlines()
    for i, line in enumerate(lines):
        if re.match(r"\w+:", line):
            assert "  # " in line or lines[i - 1].startswith("#"), line


def test_an_empty_file_or_one_with_a_mark_of_windows_is_fine(tmp_path):
    file = tmp_path / "huis.yaml"
    for text, style in (("", Style()), ("# niets\n", Style()), ("logo:\nfont_files:\n", Style()),
                        ("\ufeffname: provincie\n", Style(name="provincie"))):  # fmt: skip
        file.write_text(text, encoding="utf-8")
        assert own_style(file) == style


@pytest.mark.parametrize(("mode", "size"), [("L", (50, 50)), ("RGB", (900, 60)), ("P", (20, 90))])
def test_a_logo_has_its_own_colours_and_stays_beside_the_title(tmp_path, mode, size):
    Image.new(mode, size, 80).save(tmp_path / "logo.png")
    (tmp_path / "huis.yaml").write_text("logo: logo.png\n")
    frame = Frame(
        Words("Titel", "maat", ()), 50, own_style(tmp_path / "huis.yaml"), FORMATS["word"]
    )
    (logo,) = frame.figure.axes
    pixels = logo.images[0].get_array()
    assert (
        pixels[0, 0] == Image.open(tmp_path / "logo.png").convert("RGBA").getpixel((0, 0))
    ).all()
    box = logo.get_position()
    wide, high = box.width * frame.width / MM, box.height * frame.height / MM
    assert wide < BESIDE
    assert high <= LOGO + 1e-9
    assert wide / high == pytest.approx(size[0] / size[1])


def area(code, ring=None, kind="Polygon"):
    ring = ring or [[0, 0], [9000, 0], [9000, 9000], [0, 0]]
    rings = [ring] if kind == "Polygon" else ring
    return {"type": "Feature", "properties": {"statcode": code},
            "geometry": {"type": kind, "coordinates": rings}}  # fmt: skip


def written(file, features):
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return file


NO_JSON = "g.json is geen JSON, een GeoJSON-bestand in UTF-8 verwacht."
NO_AREAS = "g.json: JSON zonder gebieden gevonden, een GeoJSON-bestand met 'features' verwacht."
NO_CODES = (
    "g.json: geen gebieden met een gemeentecode gevonden, bij elk gebied een eigenschap met een "
    "code als GM0363 verwacht."
)
NO_NUMBER = (
    "g.json: bij GM0014 een coördinaat zonder waarde (null of NaN) gevonden, alleen getallen "
    "verwacht."
)
NO_SHAPE = (
    "g.json: de grens van GM0014 is niet te lezen, een vlak (Polygon of MultiPolygon) verwacht."
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{", NO_JSON),
        ("", NO_JSON),
        (b"SQLite\xff\xfe", NO_JSON),
        ("[" * 100_000, NO_JSON),
        ("[]", NO_AREAS),
        ({"type": "Topology"}, NO_AREAS),
        ({"features": 3}, NO_AREAS),
        ({"features": [3]}, NO_AREAS),
        ({"features": []}, NO_CODES),
        ({"features": [area("0363"), area("GM9")]}, NO_CODES),
        ({"features": [{"properties": ["GM0014"], "geometry": []}]}, NO_CODES),
        ({"features": [area("GM0014", kind="Point")]}, NO_CODES),
        ({"features": [area("GM0014", [[0, 0], [None, 1], [2, 2]])]}, NO_NUMBER),
        ({"features": [area("GM0014", [[0, 0], [float("nan"), 1], [2, 2]])]}, NO_NUMBER),
        ({"features": [area("GM0014", [[0, 0], [float("inf"), 1], [2, 2]])]}, NO_NUMBER),
        ({"features": [area("GM0014", [[0, 0], None, [2, 2]])]}, NO_SHAPE),
        ({"features": [area("GM0014", [[0], [1], [2]])]}, NO_SHAPE),
        ({"features": [area("GM0014", [["x", "y"]])]}, NO_SHAPE),
        ({"features": [area("GM0014", [[1, 1], [2, 1]])]}, NO_SHAPE),
        ({"features": [area("GM0014", [[10**400, 1], [2, 1]])]}, NO_SHAPE),
        ({"features": [area("GM0014", 3, "MultiPolygon")]}, NO_SHAPE),
    ],
)  # fmt: skip
def test_wrong_boundaries_are_one_sentence(content, expected, tmp_path):
    file = tmp_path / "g.json"
    if isinstance(content, dict):
        content = json.dumps(content)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert sentence_of({"boundaries": "g.json"}, tmp_path) == f"boundaries: {expected}"


def hexagon_areas(codes):
    """A file of the user with a square for every municipality."""
    found = []
    for code in codes:
        x, y = (1000 * v for v in hexagons.middle(hexagons.places()[code]))
        found.append(area(code, [[x, y], [x + 900, y], [x + 900, y + 900], [x, y + 900], [x, y]]))
    return found


def codes_of(results):
    return [m["code"] for m in results.manifest["municipalities"]]


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        (slice(None), "geen van de 342 gemeenten van de studie gevonden, codes als GM0014 "
                      "(Groningen) verwacht."),
        (slice(0, 35), "35 van de 342 gemeenten van de studie ontbreken, waaronder Groningen en "
                       "Almere; hoogstens 34 verwacht."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["nl", "en"])
def test_boundaries_of_another_study_are_refused(results, tmp_path, left_out, expected, language):
    codes = codes_of(results)
    kept = [code for code in codes if code not in codes[left_out]]
    written(tmp_path / "g.json", [*hexagon_areas(kept), area("GM9999")])
    settings = {"boundaries": "g.json", "figures": [maps.NAME], "language": language}
    with pytest.raises(InputError) as problem:
        charts(results, asked_of(settings, tmp_path))
    assert str(problem.value) == f"boundaries: {tmp_path / 'g.json'}: {expected}"


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, ""),
        (1, " 1 gemeente van de studie staat niet in g.json: Groningen."),
        (2, " 2 gemeenten van de studie staan niet in g.json: Groningen, Almere."),
        (34, " 34 gemeenten van de studie staan niet in g.json: "),
    ],
)
def test_a_few_municipalities_without_boundary_are_named(results, tmp_path, count, expected):
    written(tmp_path / "g.json", hexagon_areas(codes_of(results)[count:]))
    asked = asked_of({"boundaries": "g.json", "figures": [maps.NAME]}, tmp_path)
    for chart in charts(results, asked):
        assert f"Gemeentegrenzen: g.json.{expected}" in chart.reading
        assert (" en 30 andere." in chart.reading) == (count == 34)
        assert ("van de studie sta" in chart.reading) == (count > 0)
        assert len(chart.rows) == 342


def test_islands_that_are_features_of_their_own_stay(tmp_path):
    far = [[50_000, 0], [59_000, 0], [59_000, 1000], [50_000, 0]]
    file = written(tmp_path / "g.json", [area("GM0014"), area("GM0014", far)])
    shape = boundary_shapes(file)["GM0014"]
    assert len(shape.rings) == 2
    assert shape.middle[0] == pytest.approx(6000)
    assert np.concatenate(shape.rings).max() == 59_000


def test_the_command_writes_nothing_for_a_wrong_file(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("huis.yaml").write_text("sides: 5\n", encoding="utf-8")
    for word, part in (
        ("house=huis.yaml", "sides, 5 gevonden"),
        ("boundaries=x.json", "niet gevo"),
    ):
        assert main(["report", word]) == 2
        said = capsys.readouterr().err
        assert part in said
        assert said.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["huis.yaml"]
