"""The sentences follow the verdict: every verdict is forced once."""

import fake_world
import numpy as np
import pytest
from screens import AREA, SECTORAL, nl, printed, study, table, verdict_of

from analysis.screen import compose
from analysis.words import check
from experiments.runner import run_study
from experiments.store import read

FORCED = {
    "sectoraal clear": {"points": 120, "tables": -0.05, "pots": -0.03, "noise": 0.003},
    "gebiedsgericht clear": {"points": 120, "tables": 0.05, "noise": 0.003},
    "mostly": {"points": 120, "tables": 0.03, "noise": 0.02},
    "none": {"points": 120, "tables": 0.001, "noise": 0.003},
    "ties": {"points": 120},
    "depends": {"points": 120, "noise": 0.03},
    "few": {"points": 4, "seeds": 5, "tables": 0.01, "noise": 0.03},
    "one": {"points": 1, "tables": -0.05},
    "one, equal": {"points": 1},
    "two arms": {"points": 100, "arms": 2, "tables": 0.03},
    "a failure": {"points": 101, "arms": 2, "tables": 0.03, "fail": (3,)},
    "all green": {"points": 2, "level": 0.95},
    "all red": {"points": 2, "level": 0.3},
}


@pytest.fixture(scope="module")
def forced(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forced")
    return {name: study(folder / name, **fake) for name, fake in FORCED.items()}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", FORCED)
def test_no_generated_text_contains_a_forbidden_word(forced, name, language):
    screen = compose(forced[name], language)
    texts = [*screen.opening, *screen.notes, *screen.ending]
    for made in screen.tables:
        texts += [made.title, made.note, *made.columns, *(c for row in made.rows for c in row)]
    for text in texts:
        check(text, language)
        assert "{" not in text
        assert "nan" not in text
    printed(forced[name], language=language)


def test_where_sectoraal_realises_more_the_sentence_says_so(forced):
    made = forced["sectoraal clear"]
    first = compose(made).opening[0]
    a, b = (100 * made.by_point("realised_share")[i].mean() for i in (SECTORAL, AREA))
    assert a > b
    assert f"gerealiseerd deel {nl(a)} % en {nl(b)} % (verschil {nl(b - a)} procentpunt" in first
    assert verdict_of(made) == (
        "duidelijk, varianten nog niet gedraaid (sectoraal meer in 100 % van de combinaties; dit "
        "aandeel is geen kans)."
    )
    assert "gebiedsgericht meer" not in first
    assert "sectorale tafels met nationale programma's meer in 100 %" in compose(made).opening[2]


def test_the_sentence_follows_the_word(forced):
    assert verdict_of(forced["gebiedsgericht clear"]).startswith(
        "duidelijk, varianten nog niet gedraaid (gebiedsgericht meer in 100 % "
    )
    assert verdict_of(forced["mostly"]).startswith(
        "meestal, varianten nog niet gedraaid (gebiedsgericht meer in "
    )
    for name in ("none", "ties"):
        assert verdict_of(forced[name]) == (
            "geen verschil van betekenis, varianten nog niet gedraaid (in 100 % van de "
            "combinaties minder dan 2 procentpunt verschil; dit aandeel is geen kans)."
        )
    assert verdict_of(forced["depends"]).startswith(
        "hangt af van de aannames, varianten nog niet gedraaid (gebiedsgericht meer in "
    )


def test_equal_arms_differ_by_exactly_nothing(forced):
    assert "(verschil 0,0 procentpunt, 5-95 %: 0,0 tot 0,0)" in compose(forced["ties"]).opening[0]
    assert compose(forced["ties"]).opening[1] == (
        "Waarvan door andere tafels 0,0, door andere potten 0,0 procentpunt."
    )
    decides = compose(forced["ties"]).tables[0]
    assert decides.rows == ()
    assert decides.note.startswith("Geen enkele aanname")


def test_under_100_points_there_is_no_word(forced):
    made = forced["few"]
    d = made.paired_worlds("realised_share", AREA, SECTORAL)
    low, high = np.percentile(100 * d, [5, 95])
    first = compose(made).opening[0]
    ends = f"{nl(low, plus=True)} tot {nl(high, plus=True)}"
    # 20 points: between pairs the assumptions vary as well as luck
    assert f"5-95 % van 20 paren, aannames en toeval: {ends})" in first
    share = 100 * int(np.sum(np.sign(d) == np.sign(np.median(d)))) // 20
    side = "gebiedsgericht" if np.median(d) > 0 else "sectoraal"
    assert verdict_of(made) == (
        f"bij deze aannames (aannames en toeval: {side} meer in {share} % van de 20 paren)."
    )
    text = printed(made)
    for word in ("duidelijk", "meestal", "hangt af", "geen verschil van betekenis", "varianten"):
        assert word not in text
    assert compose(made).ending[-1] == "Volgende stap: groenlicht points=100"


def test_one_pair_has_no_spread(forced):
    first = compose(forced["one"]).opening[0]
    assert "procentpunt, één paar runs)" in first
    assert verdict_of(forced["one"]) == "bij deze aannames (toeval: sectoraal meer in één paar)."
    assert verdict_of(forced["one, equal"]) == (
        "bij deze aannames (toeval: geen verschil in één paar)."
    )
    assert {row[2] for row in table(forced["one"], "Verschil in").rows} == {"–"}


def test_two_arms_go_by_their_labels(forced):
    made = forced["two arms"]
    opening = compose(made).opening
    assert opening[0].startswith("In deze verkenning zijn bij sectorale tafels + losse SPUKs ")
    assert " en bij gebiedstafels + gebiedsbudget " in opening[0]
    assert opening[1].startswith("Gelijk gehouden")  # no square: nothing to split
    assert len(table(made, "Verschil in").rows) == 1


def test_failed_worlds_are_reported(forced):
    notes = compose(forced["a failure"]).notes
    assert any(note.startswith("Mislukte runs: 2;") for note in notes)


def test_nothing_to_tell_apart_is_said(forced):
    assert any("meer dan 90 %" in note for note in compose(forced["all green"]).notes)
    assert any("minder dan 10 %" in note for note in compose(forced["all red"]).notes)
    assert not any("onderscheidend" in note for note in compose(forced["mostly"]).notes)


def test_an_unfinished_study_says_so_and_how_to_go_on(tmp_path):
    made = study(tmp_path / "s", points=100, arms=2)
    bigger = fake_world.fake_study(points=200, arms=2, interrupt=100)
    with pytest.raises(Exception, match="Gestopt na 200 van 400"):
        run_study(bigger, made.folder, run_world=fake_world.run_world, progress=False)
    screen = compose(read(made.folder))
    assert "Deze studie is nog niet af: 200 van 400 runs." in screen.notes
    assert screen.ending[-1] == "Volgende stap: groenlicht"


def test_other_terms_are_not_called_equal(forced):
    made = read(forced["two arms"].folder)
    made.manifest["arms"][1]["terms"] = "anders"
    assert compose(made).opening[1] == (
        "Gelijk gehouden: geld, mensen, opgaven, projecten, toeval."
    )
