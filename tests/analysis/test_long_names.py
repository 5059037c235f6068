"""Names that nobody foresaw: opgaven of 40, 60 and 105 characters, and what belongs together."""

from itertools import pairwise

import pytest
from invented import STYLE, assert_tidy, cells, invented, random_shares

from analysis.figures import dumbbell, sheet, stoplicht, tiles, where
from analysis.figures.history import _on_one_line
from analysis.figures.waterfall_drawn import _marks
from analysis.figures.where import MOST, NARROW_MOST, Names
from analysis.style import FORMATS
from analysis.typesetting import MM, Span, set_text, width

LONG = (
    "Klimaatadaptatie van de gebouwde omgeving, waterveiligheid langs de rivieren, natuurherstel "
    "en bereikbaarheid van dorpen"
)
PARTS = ("Groenlicht 0.1.0", "model 2a623524", "studie 5708addbee", "toeval 1–100", "2026-11-24",
         "git c925260")  # fmt: skip
STAMP = " · ".join(part.replace(" ", "\u00a0") for part in PARTS)


@pytest.fixture(scope="module")
def studies(nederland, opgaven):
    def named(length):
        study = invented(nederland, opgaven, random_shares(3, gain=0.05))
        for number, opgave in enumerate(study.manifest["opgaven"], 1):
            name = f"{number} {LONG}"[:length].strip()
            opgave["name"] = opgave["name_en"] = name + "x" * (length - len(name))
            opgave["data"] = "indicator" if number > 3 else "data"
        return study

    return {length: named(length) for length in (40, 60, 105)}


@pytest.mark.parametrize("form", ["word", "kolom", "dia"])
@pytest.mark.parametrize("length", [40, 60, 105])
@pytest.mark.parametrize("figure", [dumbbell, where, sheet, stoplicht], ids=lambda f: f.NAME)
def test_long_names_of_opgaven_stay_in_their_column(studies, figure, length, form):
    assert_tidy(figure.chart(studies[length], STYLE), form)


@pytest.mark.parametrize("form", ["word", "kolom", "dia"])
@pytest.mark.parametrize("figure", [dumbbell, where], ids=lambda f: f.NAME)
def test_what_is_drawn_keeps_its_width(studies, figure, form):
    frame = figure.chart(studies[105], STYLE).draw(STYLE, FORMATS[form])
    drawn = [axes.get_position() for axes in frame.figure.axes if axes.axison]
    left = min(box.x0 for box in drawn)
    assert left <= (NARROW_MOST if frame.narrow else MOST) + 0.05
    assert max(box.x1 for box in drawn) - left >= (0.3 if frame.narrow else 0.35)


def test_every_opgave_has_its_year_in_every_format(nederland, opgaven):
    study = invented(nederland, opgaven, random_shares(3))
    chart = dumbbell.chart(study, STYLE)
    for form in ("word", "kolom", "dia"):
        boxes, _ = cells(chart.draw(STYLE, FORMATS[form]))
        written = [text.get_text() for text, _ in boxes]
        years = [text[-4:] for text in written if text[-4:] in ("2030", "2035", "2040")]
        assert sorted(years) == sorted(str(o["deadline"]) for o in study.manifest["opgaven"]), form


def test_rows_are_equal_but_where_a_name_needs_more():
    names = Names(("a", "b", "c"), 9.0, 20.0, (4.0, 11.0, 4.0))
    assert names.heights(21.0) == [5.0, 11.0, 5.0]
    assert names.heights(36.0) == [12.0, 12.0, 12.0]


def test_a_name_that_does_not_fit_is_cut_and_keeps_its_year():
    names = Names.of([f"{LONG}, 2035"] * 9, 9.3, 180, STYLE, 31.0)
    assert all(text.endswith("… 2035") for text in names.texts)
    assert sum(names.needs) <= 31.0


def test_no_line_of_a_stamp_begins_or_ends_with_a_dot():
    for room in (1.2, 1.6, 2.0, 2.6, 3.0, 5.0):
        for balanced in (True, False):
            setting = set_text(STAMP, 6.6, room, STYLE.family, balanced=balanced)
            lines = [" ".join(word.text for word in line) for line in setting.lines]
            assert not any(line.startswith("·") or line.endswith("·") for line in lines)
            together = " ".join(line.replace("\u00a0", " ").replace("· ", "") for line in lines)
            assert together == STAMP.replace("\u00a0", " ").replace("· ", "")
            assert max(width(line, 6.6, "regular", STYLE.family) for line in lines) <= room


def test_a_plus_between_two_names_is_never_first_on_a_line():
    text = "In deze verkenning blijft bij sectorale tafels + losse SPUKs 25,5 % en +2 liggen"
    for room in (1.0, 1.4, 1.8, 2.2, 3.0, 4.0):
        setting = set_text(text, 11.5, room, STYLE.family, weight="bold")
        lines = [" ".join(word.text for word in line) for line in setting.lines]
        assert " ".join(lines).replace("\u00a0", " ") == text
        assert not any(line.startswith(("+ ", "+\u00a0", "%")) for line in lines)
    # a number with its sign is a word of its own
    assert [word.text for word in set_text("van +2", 9, 5, STYLE.family).lines[0]] == ["van", "+2"]
    parts = [Span("bij "), Span("tafels + SPUKs", "#BC5A07")]
    (line,) = set_text(parts, 9, 5, STYLE.family).lines
    assert [word.text for word in line] == ["bij", "tafels\u00a0+", "SPUKs"]


def test_marks_are_apart_and_have_a_zero():
    assert _marks((-0.5, 3.2), 5.0, 6.0) == [0.0, 2.0]
    assert _marks((-0.5, 3.2), 12.0, 9.0) == [0.0, 1.0, 2.0, 3.0]
    for per in (0.4, 1.0, 3.0, 20.0):
        marks = _marks((-7.0, 9.0), per, 6.0)
        assert 0.0 in marks
        assert all((b - a) * per >= 6.0 for a, b in pairwise(marks))


def test_what_stands_beside_a_name_stays_on_its_line():
    text, size = _on_one_line("alleen Landelijk gebied, Water", 7.2, 60.0, STYLE)
    assert (text, size) == ("alleen Landelijk gebied, Water", 7.2)
    text, size = _on_one_line(f"alleen {LONG}", 7.2, 30.0, STYLE)
    assert text.endswith("…")
    assert width(text, size, "regular", STYLE.family) / MM <= 30.1


@pytest.mark.parametrize("form", ["word", "kolom", "dia"])
def test_a_province_and_its_difference_are_apart(nederland, opgaven, form):
    study = invented(nederland, opgaven, random_shares(3, gain=0.05))
    frame = tiles.chart(study, STYLE).draw(STYLE, FORMATS[form])
    boxes, _ = cells(frame)
    names = {region["province"] for region in study.manifest["regions"]}
    apart = 1.5 / 25.4 * frame.figure.dpi
    for text, box in boxes:
        if text.get_text() in names:
            right = [b.x0 for t, b in boxes if t is not text and abs(b.y0 - box.y0) < 3
                     and b.x0 > box.x0 and t.get_text()[0] in "+−0"]  # fmt: skip
            assert min(right) - box.x1 >= apart, text.get_text()
