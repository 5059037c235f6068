"""No title, colour of a word or source line says more than the study, or of the wrong side."""

from types import SimpleNamespace

import numpy as np
import pytest
from drawn import FIGURES, contrast, made, named, shown, undecided
from invented import STYLE, random_shares

from analysis.compared import Compared
from analysis.figures import maps, stoplicht
from analysis.figures.common import certain, found_sides, title
from analysis.figures.many import against_first
from analysis.sides import Sides
from analysis.verdict import SHARE, Word, verdict

NAMES = ("tafels van een", "potten van twee")  # reference, other
SAID = {
    Word.CLEAR: ("duidelijk", "clearly"), Word.MOSTLY: ("meestal", "mostly"),
    Word.NONE: ("geen verschil", "no difference"), Word.DEPENDS: ("hangt af", "depends"),
    Word.FEW: ("bij deze aannames", "with these assumptions"),
}  # fmt: skip
VALUES = {
    Word.CLEAR: [0.05] * 96 + [-0.05] * 4, Word.MOSTLY: [0.05] * 85 + [-0.05] * 15,
    Word.NONE: [0.01] * 100, Word.DEPENDS: [0.05] * 70 + [-0.05] * 30, Word.FEW: [0.05] * 20,
}  # fmt: skip


def judged(word, direction):
    """A comparison as a title sees it, judged by the rule itself."""
    values = direction * np.array(VALUES[word])
    found = verdict(values, SHARE)
    assert (found.word, found.direction) == (word, direction)
    return SimpleNamespace(verdict=found, mean=float(values.mean()), few=word is Word.FEW)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("word", list(Word))
def test_a_title_has_the_word_of_its_verdict_and_the_right_side_first(word, direction, language):
    sides = Sides(0, 1, NAMES, None, None, ())
    compared = judged(word, direction)
    text = title(compared, sides, language)
    column = ("nl", "en").index(language)
    assert {w for w in Word if SAID[w][column] in text.lower()} == {word}
    places = [text.lower().index(name) for name in NAMES]
    more, less = (1, 0) if direction > 0 else (0, 1)
    if word in (Word.CLEAR, Word.MOSTLY):
        assert places[more] < places[less]
        assert ("meer", "more")[column] in text[: places[less]]
    elif word is Word.FEW:  # the other against the reference, with a sign that says which way
        assert places[1] < places[0]
        assert shown(direction * 5.0, plus=True, language=language) in text
    else:  # says nothing of a direction
        assert text == title(judged(word, -direction), sides, language)
    assert title(compared, sides, language, 2040).startswith(text)
    assert "2040" in title(compared, sides, language, 2040)
    assert "2040" not in text


@pytest.fixture(scope="module")
def studies(nederland, opgaven):
    return [contrast(nederland, opgaven, swapped=swapped) for swapped in (False, True)]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("swapped", [False, True])
def test_the_figures_name_the_side_with_more_first(studies, swapped, language):
    study = studies[swapped]
    assert Compared(study, "realised_share", 1, 0).verdict.word is Word.CLEAR
    more, less = (named(study, side, language) for side in ((0, 1) if swapped else (1, 0)))
    for name, chart in FIGURES.items():
        text = chart(study, STYLE, language).title
        if name != "waterfall":  # that one gives two numbers, the reference first
            assert text.index(more) < text.index(less), name
            assert SAID[Word.CLEAR][language == "en"] in text, name


def test_the_figures_of_a_study_that_depends_have_none_of_the_words(nederland, opgaven):
    study = undecided(nederland, opgaven)
    assert Compared(study, "realised_share", 1, 0).verdict.word is Word.DEPENDS
    for language in ("nl", "en"):
        for name, chart in FIGURES.items():
            text = chart(study, STYLE, language).title
            for word in (Word.CLEAR, Word.MOSTLY, Word.NONE, Word.FEW):
                assert SAID[word][language == "en"] not in text.lower(), (name, text)
    # nor is an arm marked beside the first, however large its mean
    (row,) = against_first(study)
    assert row.mean > SHARE
    assert not row.clear


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_names_in_a_subtitle_have_the_colour_of_their_side(studies, language):
    study = studies[0]
    colour = {named(study, side, language): STYLE.sides[side] for side in (0, 1)}
    charts = {name: chart(study, STYLE, language) for name, chart in FIGURES.items()}
    for arm in (0, 1):
        charts[f"stoplicht {arm}"] = stoplicht.chart(study, STYLE, language, arm=arm)
        charts[f"map {arm}"] = maps.chart(study, STYLE, language, show="light", arm=arm)
    for name, chart in charts.items():
        coloured = {span.text: span.colour for span in chart.subtitle if span.colour}
        assert coloured.items() <= colour.items(), name
        number = name[-1]
        alone = [named(study, int(number), language)] if number in "01" else list(colour)
        assert sorted(coloured) == sorted(alone), name


@pytest.mark.parametrize(
    ("points", "cell", "unequal"),
    [([0.9] * 4, None, True), ([1.0, 1.0, 0.9, 1.0], None, True), ([1.0] * 4, 0.5, True),
     ([1.0] * 4, 1.0, False), ([1.0] * 4, None, False), (None, None, False)],
)  # fmt: skip
def test_unequal_means_stand_in_every_source_line(nederland, opgaven, points, cell, unequal):
    study = made(nederland, opgaven, random_shares(points=4))
    study.manifest["config"] = {"scenario": {"conversion": min(points or [1.0])}}
    if points is not None:
        study.design["conversion"] = np.array(points)
    if cell is not None:
        study.manifest["cells"][0]["values"] = {"conversion": cell}
    for name, chart in FIGURES.items():
        for language, words in (("nl", "Ongelijke middelen"), ("en", "Unequal means")):
            assert (words in chart(study, STYLE, language).source) is unequal, name


@pytest.mark.parametrize(
    ("same", "size", "holds"),
    [(100, 0.05, True), (80, 0.05, True), (79, 0.05, False), (51, 0.05, False),
     (100, 0.02, True), (100, 0.0199, False)],
)  # fmt: skip
@pytest.mark.parametrize("direction", [1, -1])
def test_a_row_is_certain_by_its_own_points_and_only_if_the_country_has_a_word(
    same, size, holds, direction
):
    row = direction * np.array([size] * same + [-size] * (100 - same))
    for word in Word:
        national = judged(word, direction).verdict
        assert certain(row, national) is (holds and word in (Word.CLEAR, Word.MOSTLY))


def test_the_sides_of_the_study_are_the_first_arm_and_the_other(studies):
    # what the tests of figures take for granted
    found = found_sides(studies[0], "nl")
    assert (found.reference, found.other) == (0, 1)
    assert found.names == (named(studies[0], 0), named(studies[0], 1))
