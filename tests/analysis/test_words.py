import string

import pytest

from analysis.labels import TABLE, label, named
from analysis.numbers import number, percent, points
from analysis.words import INSTEAD, check, forbidden
from experiments.messages import TABLE as MESSAGES
from model.assumptions import TABLE as ASSUMPTIONS


@pytest.mark.parametrize(
    "text",
    [
        "dat loont", "dat helpt", "werkt beter", "gebiedsgericht wint", "sectoraal verliest",
        "dit bewijst", "dit toont aan dat", "leidt tot meer", "zal meer zijn", "voorspelt",
        "significant meer", "optimaal", "de kans is 80 %", "geld is verspild", "weglekken",
        "overvragen", "meeliften", "gekaapt", "winnaars en verliezers", "een zwakke gemeente",
        "Zal", "KANSEN",
    ],
)  # fmt: skip
def test_every_word_of_the_list_is_found(text):
    assert forbidden(text)
    with pytest.raises(ValueError, match="may not be written"):
        check(text)


@pytest.mark.parametrize(
    "text",
    [
        "in 61 % van de combinaties; dit aandeel is geen kans",
        "inwoners als partij; geen voorspelling",
        "andere bestemming", "meer gevraagd dan beschikbaar", "winterzaal", "gewicht",
    ],
)  # fmt: skip
def test_what_is_no_word_of_the_list(text):
    assert check(text) == text


def test_the_exception_does_not_cover_another_use():
    assert forbidden("dit aandeel is geen kans, de kans is groot") == [("kans", "aandeel")]


def test_what_to_write_instead_is_clean():
    for language, words in INSTEAD.items():
        for say in words.values():
            check(say, language)


def test_every_label_and_message_is_clean_in_both_languages():
    for table in (TABLE, MESSAGES):
        for dutch, english in table.values():
            check(dutch, "nl")
            check(english, "en")


def test_labels_of_assumptions_are_clean():
    for row in ASSUMPTIONS:
        check(row.label, "nl")


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things():
    for key, (dutch, english) in TABLE.items():
        assert fields(dutch) == fields(english), key


def test_labels():
    assert label("data", folder="x") == "Gegevens: x"
    assert label("data", "en", folder="x") == "Data: x"
    assert named("loss_drifted") == "geld: andere bestemming"
    assert named("loss_new_cause") == "new cause"
    with pytest.raises(KeyError):
        label("unknown")


@pytest.mark.parametrize(
    ("value", "decimals", "plus", "text"),
    [
        (1234.56, 1, False, "1.234,6"), (-4, 0, True, "−4"), (13, 0, True, "+13"),
        (0, 1, True, "0,0"), (-0.04, 1, True, "0,0"), (0.05, 1, True, "+0,1"),
        (1234567, 0, False, "1.234.567"), (float("nan"), 1, True, "–"),
        (float("inf"), 1, False, "∞"), (float("-inf"), 0, False, "−∞"),
    ],
)  # fmt: skip
def test_dutch_numbers(value, decimals, plus, text):
    assert number(value, decimals, plus=plus) == text


def test_english_numbers_and_shares():
    assert number(1234.56, 1, language="en") == "1,234.6"
    assert percent(0.7123) == "71,2"
    assert points(-0.022) == "−2,2"
    assert points(0.022, language="en") == "+2.2"
