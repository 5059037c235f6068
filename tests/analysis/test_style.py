"""Contrast, distance of colours to whoever sees fewer of them, sizes, an organisation's style."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from analysis.frame import Frame, Words
from analysis.style import FORMATS, Style, StyleError, contrast, mixed, own_style
from analysis.typesetting import MM, Span, plain, set_text, width

STYLE = Style()
# Machado, Oliveira, Fernandes 2009, IEEE TVCG 15(6): full deuteranopia and protanopia, linear RGB
BLIND = {
    "nobody": np.eye(3),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
}  # fmt: skip


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB of linear sRGB, white D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722],
                       [0.0193, 0.1192, 0.9505]])  # fmt: skip
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(a: str, b: str, seen_by: str) -> float:
    sight = BLIND[seen_by]
    return float(np.linalg.norm(lab(sight @ linear(a)) - lab(sight @ linear(b))))


def test_text_can_be_read_on_white():
    for colour in (STYLE.ink, STYLE.text, STYLE.muted, STYLE.unclear_text, *STYLE.sides):
        assert contrast(colour) >= 4.5, colour
    assert contrast("#000000") == pytest.approx(21)


def test_marks_can_be_seen_on_white():
    # the yellow light is an area with ink on it, never a mark by itself
    for colour in (STYLE.unclear, *STYLE.sides, STYLE.lights[0], STYLE.lights[2]):
        assert contrast(colour) >= 3, colour


def test_ink_can_be_read_on_every_light_and_tint():
    for light, ink in zip(STYLE.lights, STYLE.on_lights, strict=True):
        assert contrast(light, ink) >= 4.5, light
    for tint in STYLE.tints:
        assert contrast(tint, STYLE.ink) >= 7, tint


@pytest.mark.parametrize("seen_by", BLIND)
def test_sides_and_lights_are_apart_whoever_looks(seen_by):
    for a, b in (*combinations(STYLE.sides[:2], 2), *combinations(STYLE.lights, 2)):
        assert distance(a, b, seen_by) >= 15, (a, b)
    assert distance(STYLE.scale[0], STYLE.scale[-1], seen_by) >= 30


def test_the_scale_of_differences_gets_lighter_towards_nothing():
    light = [lab(linear(c))[0] for c in STYLE.scale]
    assert light[0] < light[1] < light[2]
    assert light[3] > light[4] > light[5] > light[6]


@pytest.mark.parametrize("name", FORMATS)
def test_a_figure_has_the_width_of_its_format(name):
    format_ = FORMATS[name]
    words = Words("Een bevinding van twee regels, want zij is nogal lang voor een kolom",
                  [Span("Maat bij "), Span("sectoraal", STYLE.sides[0])], ("Bron: x",))  # fmt: skip
    frame = Frame(words, 50, STYLE, format_)
    wide, high = frame.figure.get_size_inches()
    assert wide == pytest.approx(format_.width * MM)
    if format_.height:
        assert high == pytest.approx(format_.height * MM)
    else:
        assert frame.room[1] == pytest.approx(50)
    bare = Frame(words, 50, STYLE, format_, kaal=True)
    assert not bare.figure.texts
    assert bare.room[1] > frame.room[1] or format_.height is None


def test_no_line_is_wider_than_its_room_and_none_is_left_alone():
    text = (
        "Of bij gebiedsgericht of bij sectoraal meer wordt gerealiseerd, hangt af van de aannames"
    )
    for room in (1.5, 2.5, 4.0, 6.0):
        setting = set_text(text, 13.5, room, STYLE.family, weight="bold")
        lines = [" ".join(w.text for w in line) for line in setting.lines]
        assert " ".join(lines) == text
        widths = [width(line, 13.5, "bold", STYLE.family) for line in lines]
        assert max(widths) <= room
        if len(lines) > 1:
            assert len(lines[-1].split()) > 1


def test_a_foot_line_fills_its_room_but_ends_in_no_orphan():
    text = "Streep: 90 % van de combinaties van aannames · gevuld: oordeel duidelijk of meestal"
    for room in (1.2, 1.5, 2.0, 2.5, 3.0):
        filled = set_text(text, 7, room, STYLE.family, balanced=False)
        lines = [" ".join(w.text for w in line) for line in filled.lines]
        assert " ".join(lines).replace("\u00a0", " ") == text
        widths = [width(line, 7, "regular", STYLE.family) for line in lines]
        assert max(widths) <= room
        assert len(lines) == len(set_text(text, 7, room, STYLE.family).lines)
        assert len(lines[-1].split()) > 1
        assert not any(line.startswith(("%", "·")) for line in lines)


def test_a_coloured_word_sticks_to_its_comma():
    parts = [Span("bij "), Span("sectoraal", "#BC5A07"), Span(", en verder")]
    (line,) = set_text(parts, 9, 10, STYLE.family).lines
    assert [w.text for w in line] == ["bij", "sectoraal", ",", "en", "verder"]
    assert plain(parts) == "bij sectoraal, en verder"
    comma = line[2].x - line[1].x
    assert comma == pytest.approx(width("sectoraal", 9, "semibold", STYLE.family))


def test_an_organisation_has_its_own_style(tmp_path):
    file = tmp_path / "huis.yaml"
    file.write_text("ink: '#112233'\nsides: ['#BC5A07', '#0B4F8A', '#616D79']\nname: provincie\n")
    style = own_style(file)
    assert (style.ink, style.name) == ("#112233", "provincie")
    assert style.lights == STYLE.lights


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("inkt: '#112233'", "inkt, een van"),
        ("ink: blauw", "'blauw' gevonden, een kleur"),
        ("sides: ['#112233']", "3 kleuren verwacht"),
        ("logo: nergens.png", "nergens.png is niet gevonden"),
        ("ink: [", "huis.yaml"),
    ],
)
def test_a_wrong_style_file_is_one_sentence(tmp_path, text, part):
    file = Path(tmp_path) / "huis.yaml"
    file.write_text(text)
    with pytest.raises(StyleError) as problem:
        own_style(file)
    assert part in str(problem.value)
    assert "\n" not in str(problem.value)


def test_mixing():
    assert mixed("#000000", "#FFFFFF", 0) == "#000000"
    assert mixed("#000000", "#FFFFFF", 1) == "#FFFFFF"


def test_a_logo_stands_beside_the_title_and_not_under_it(tmp_path):
    from PIL import Image

    Image.new("RGB", (160, 60), "#0B4F8A").save(tmp_path / "logo.png")
    (tmp_path / "huis.yaml").write_text("logo: logo.png\n")
    style = own_style(tmp_path / "huis.yaml")
    title = "Of bij gebiedsgericht of bij sectoraal meer wordt gerealiseerd, hangt af van alles"
    for name in FORMATS:
        frame = Frame(Words(title, "maat", ()), 50, style, FORMATS[name])
        (logo,) = frame.figure.axes
        box = logo.get_window_extent()
        for text in frame.figure.texts:
            assert not text.get_window_extent().overlaps(box), text.get_text()
