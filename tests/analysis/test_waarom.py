"""The page of `waarom`: numbers are those of the square, words allowed, in both languages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from analysis.labels_waarom import TABLE, cause_said
from analysis.projects import LISTED, LISTED_BESIDE, quarter_said
from analysis.waarom import Page, chosen, compose, show
from analysis.words import forbidden
from experiments.questions.square_seen import ArmSeen, SquareSeen, Step, WhatIf
from experiments.questions.what_if import TURNS
from model.codes import CAUSES
from model.looking import MATTERED, LinkSeen, ProjectName, ProjectSeen
from model.netherlands import PHASES
from model.outcomes import LOSSES

LANGUAGES = ("nl", "en")


def project(number: int, size: float = 10.0, **how: object) -> ProjectSeen:
    plain = ProjectSeen(
        index=number, name=ProjectName("Goes", "wonen", number), size=size, size_before=size,
        phase="idea", decided=None, paid=None, permit=None, done=None, in_time=False,
        clocks={"agenda": 20.0}, links=(),
    )  # fmt: skip
    return replace(plain, **how)  # type: ignore[arg-type]


DONE = project(0, 60.0, phase="done", decided=-1, paid=4, permit=20, done=28, in_time=True,
               clocks={"time": 20.0})  # fmt: skip
LATE = project(1, 30.0, phase="done", decided=3, paid=20, permit=40, done=48, size_before=40.0,
               clocks={"agenda": 3.0, "lost_money": 14.0, "staff": 8.5, "time": 2.5},
               links=(LinkSeen("settled", False, 0.5, ProjectName("Sluis", "energie", 2)),
                      LinkSeen("settled", True, 0.5, ProjectName("Veere", "wonen", 0)),
                      LinkSeen("surfaced", True, 0.5, ProjectName("Hulst", "wonen", 0))),
               )  # fmt: skip
IDEA = project(2, 30.0)


def arm(index: int, label: str, **how: object) -> ArmSeen:
    losses = dict.fromkeys(LOSSES, 0.0) | {"agenda": 25.0, "staff": 14.6, "time": 0.2, "cut": 0.2}
    step = Step((("scenario.staff", 0.85, 0.935),), 0.75, "amber")
    same = Step((("assumptions.pace", 0.04, 0.06),), 0.6, "red")
    plain = ArmSeen(
        index=index, name=label, label=label, label_en=f"{label} (en)", realised=60.0, share=0.6,
        light="red", losses=losses, mean_share=0.71,
        mean_losses={n: 0.29 * v / 40 for n, v in losses.items()},
        lights={"green": 1, "amber": 5, "red": 4}, projects=(DONE, LATE, IDEA),
        what_if=(WhatIf("agenda", (same,)), WhatIf("staff", (step,))),
    )  # fmt: skip
    return replace(plain, **how)  # type: ignore[arg-type]


def square(*arms: ArmSeen, **how: object) -> SquareSeen:
    entries = tuple(
        {"name": a.name, "label": a.label, "label_en": a.label_en, "tables": f"t{a.index}",
         "pots": f"p{a.index}", "terms": "", "coverage": ""} for a in arms
    )  # fmt: skip
    if len(entries) == 1:
        entries = (*entries, {**entries[0], "name": "x", "tables": "x"})
    opgave = {"id": "wonen", "name": "Wonen", "name_en": "Housing", "unit": "woningen",
              "target": 300_000, "data": "data"}  # fmt: skip
    plain = SquareSeen(
        folder=Path("x"), region={"code": "ES22", "name": "Zeeland"}, opgave=opgave, target=100.0,
        per_unit=100.0, deadline=40, last_start=22, world=3, worlds=10, middle=True, ambition=1.0,
        variant="", entries=entries, arms=tuple(arms),
    )  # fmt: skip
    return replace(plain, **how)  # type: ignore[arg-type]


TWO = square(arm(0, "links"), arm(1, "rechts", share=0.96, realised=96.0, light="green"))


def texts(page: Page) -> list[str]:
    found = [page.first, page.note, page.reading, page.ending]
    for table in page.tables:
        found += [table.title, table.note, *table.columns]
        found += [cell for row in table.rows for cell in row]
    for part in page.parts:
        found += [part.title, *part.intro, *part.ending]
        found += [line for entry in part.entries for line in (entry.head, *entry.lines)]
    return [text for text in found if text]


def printed(seen: SquareSeen, language: str = "nl", width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    show(seen, console, language=language)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_the_first_sentence() -> None:
    assert compose(TWO).first == (
        "Zeeland, Wonen: doel in deze wereld 10.000 woningen voor eind 2030. In deze verkenning, "
        "in een van 10 werelden (world=3), is daarvan gerealiseerd 60,0 % (rood) bij links en "
        "96,0 % (groen) bij rechts."
    )
    assert compose(TWO, "en").first == (
        "Zeeland, Housing: target in this world 10,000 homes by the end of 2030. In this "
        "exploration, in one of "
        "10 worlds (world=3), realised of it: 60.0 % (red) with links (en) and 96.0 % (green) with "
        "rechts (en)."
    )
    one = compose(square(arm(0, "links"), worlds=1))
    assert "in de ene wereld van deze studie" in one.first


def test_the_arms_stand_side_by_side() -> None:
    legend, lights, here, mean = compose(TWO).tables
    assert legend.rows == (("A", "links"), ("B", "rechts"))
    assert lights.columns == ("", "A", "B")
    assert lights.rows == (
        ("gerealiseerd, deze wereld (%)", "60,0", "96,0"),
        ("licht, deze wereld", "rood", "groen"),
        ("gerealiseerd, gemiddeld (%)", "71,0", "71,0"),
        ("groen (van 10 werelden)", "1", "1"),
        ("oranje", "5", "5"),
        ("rood", "4", "4"),
    )
    assert here.rows == (
        ("gerealiseerd", "60,0", "60,0"),
        ("niet op de agenda", "25,0", "25,0"),
        ("te weinig mensen", "14,6", "14,6"),
        ("overige oorzaken (2)", "0,4", "0,4"),
    )
    assert mean.rows[0] == ("gerealiseerd", "71,0", "71,0")


def test_the_columns_of_the_waterfall_are_the_target() -> None:
    for seen in (TWO, square(arm(0, "links"))):
        for table in compose(seen).tables:
            if table.title.startswith("Waar het bleef steken"):
                for column in range(1, len(table.columns)):
                    total = sum(float(row[column].replace(",", ".")) for row in table.rows)
                    assert total == pytest.approx(100, abs=0.05 * len(table.rows))


def test_one_arm_has_this_world_beside_the_mean() -> None:
    page = compose(square(arm(0, "links")))
    (stuck,) = page.tables
    assert stuck.columns == ("", "deze wereld", "gemiddeld")
    assert "gemiddeld 71,0 % gerealiseerd" in page.note
    assert "groen in 1, oranje in 5 en rood in 4 werelden" in page.note
    assert [part.title for part in page.parts] == [
        "De projecten bij links", "Wat er anders zou moeten zijn bij links",
    ]  # fmt: skip


def test_projects_that_waited_longest_come_first() -> None:
    part = compose(TWO).parts[0]
    assert part.title == "De projecten bij A, links"
    assert part.intro[0] == (
        "3 projecten, samen 130 % van het doel. Op tijd klaar: 1, samen 60,0 %."
    )
    late, idea = part.entries
    assert late.head == "Goes 2, 3.000 woningen (was 4.000): klaar 2033Q1, te laat"
    assert late.lines == (
        "besloten 2021Q4, betaald 2026Q1, vergunning 2031Q1",
        "wachtte 25,5 kwartalen: geld: andere bestemming, vervallen of gekort 14, te weinig mensen "
        "8,5, niet op de agenda 3; doorlooptijd 2,5",
        "conflict geschikt met energie Sluis 3, Veere 1; botsing met Hulst 1",
    )
    assert idea.head == "Goes 3, 3.000 woningen: nog een idee"
    assert idea.lines == ("wachtte 20 kwartalen: niet op de agenda",)
    assert part.ending == ("Op tijd klaar: Goes 1 (2028Q1).",)


def test_not_more_projects_than_there_is_room_for() -> None:
    many = tuple(project(i, 10.0 + i, clocks={"agenda": float(i % 7)}) for i in range(30))
    seen = arm(0, "links", projects=many)
    for shown, most in ((square(seen), LISTED), (square(seen, arm(1, "r")), LISTED_BESIDE)):
        part = compose(shown).parts[0]
        assert len(part.entries) == most
        assert part.ending == (f"en nog {30 - most}",)
        waits = [re.search(r"wachtte (\d+)", " ".join(e.lines)) for e in part.entries]
        found = [int(w[1]) for w in waits if w]
        assert found == sorted(found, reverse=True)
        assert part.entries[0].head.startswith("Goes 28,")  # of those that waited 6, the largest


def test_a_square_with_nothing_undone() -> None:
    seen = arm(0, "links", share=1.2, realised=120.0, light="green", projects=(DONE,), what_if=(),
               losses=dict.fromkeys(LOSSES, 0.0))  # fmt: skip
    page = compose(square(seen))
    assert "120,0 % (groen)" in page.first
    assert page.tables[0].rows[0] == ("gerealiseerd", "100,0", "71,0")
    assert page.parts[0].intro[1] == "Alle projecten zijn op tijd klaar."
    assert page.parts[1].intro == ("Er bleef niets liggen.",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_square_without_projects(language: str) -> None:
    page = compose(square(arm(0, "links", projects=())), language)
    assert page.parts[0].entries == ()
    assert page.parts[0].intro in (("Geen projecten.",), ("No projects.",))
    assert printed(square(arm(0, "links", projects=())), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_square_without_a_target(language: str) -> None:
    empty = arm(0, "links", share=float("nan"), light="", projects=(), what_if=())
    seen = square(empty, arm(1, "rechts"), target=0.0)
    page = compose(seen, language)
    assert page.tables == ()
    assert page.parts == ()
    assert "geen doel" in page.first or "no target" in page.first
    assert "nan" not in printed(seen, language)


def test_what_would_have_to_be_otherwise() -> None:
    agenda, staff = compose(TWO).parts[1].intro
    assert agenda == (
        "Niet op de agenda (25,0 % van het doel), dus sneller besluiten (een aanname, geen "
        "maatregel). Gerealiseerd 60,0 %; met assumptions.pace=0.06 (nu 0.04) blijft dat 60,0 %."
    )
    assert staff == (
        "Te weinig mensen (14,6 % van het doel), dus meer personeel bij gemeenten. Gerealiseerd "
        "60,0 %; met scenario.staff=0.935 (nu 0.85) is dat 75,0 % (oranje)."
    )
    none = arm(0, "links", what_if=(WhatIf("window", ()),))
    assert "geen instelling meer" in compose(square(none)).parts[1].intro[0]


def test_what_the_target_rests_on_is_said() -> None:
    opgave = {**TWO.opgave, "data": "indicator", "unit": "indexpunten"}
    page = compose(square(arm(0, "links"), opgave=opgave, per_unit=1 / 30, ambition=1.25))
    assert "doel in deze wereld 3,33 indexpunten" in page.first
    assert "Het doel is een indicator" in page.note
    assert "1,25 x het landelijke doel" in page.note
    assert "Goes 2, 1,00 indexpunten (was 1,33)" in page.parts[0].entries[0].head
    assert (
        "deels op gegevens"
        in compose(square(arm(0, "l"), opgave={**opgave, "data": "partly"})).note
    )


def test_all_of_a_few_arms_and_the_sides_of_many() -> None:
    few = square(*(arm(i, f"arm {i}") for i in range(5)))
    assert chosen(few.entries) == (0, 1, 2, 3, 4)
    many = square(*(arm(i, f"arm {i}") for i in range(6)))
    assert chosen(many.entries) == (0, 1)


def test_quarters_are_written_as_in_the_settings() -> None:
    assert [quarter_said(q, "nl") for q in (-1, 0, 39)] == ["voor 2021", "2021Q1", "2030Q4"]
    assert quarter_said(None, "nl") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_that_may_not_be_written(language: str) -> None:
    for dutch, english in TABLE.values():
        assert forbidden(dutch if language == "nl" else english, language) == []
    for text in texts(compose(TWO, language)):
        assert forbidden(text, language) == [], text


def test_every_cause_phase_and_link_has_words() -> None:
    for cause in (*LOSSES, *CAUSES):
        assert all(cause_said(cause, language) for language in LANGUAGES)
    for cause in LOSSES:
        assert f"turn_{cause}" in TABLE
        assert cause in TURNS
    assert all(f"phase_{phase}" in TABLE for phase in PHASES)
    assert all(f"link_{status}" in TABLE for status in MATTERED.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_eighty_columns(language: str) -> None:
    said = printed(TWO, language)
    assert max(len(line) for line in said.splitlines()) <= 80
    assert "{" not in said


def test_labels_are_text_not_markup() -> None:
    said = printed(square(arm(0, "[red]eigen[/red]")))
    assert "[red]eigen[/red]" in said
