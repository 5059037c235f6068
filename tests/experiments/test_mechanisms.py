"""configs/mechanisms.yaml says what docs/odd.md 6 says, and its table what the runs say."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from experiments.numbering import MOST_POINTS
from experiments.options import Options
from experiments.questions import mechanism_table
from experiments.questions.mechanism_table import find, outcome_of, table
from experiments.questions.mechanisms import Finding, Mechanism, Step, read_mechanisms, read_sum
from groenlicht.__main__ import main
from model.arrangement import Area, Arrangement, Base, Coverage, Pot, Tables, Terms
from model.assumptions import Assumptions
from model.drawing import build_country
from model.geography import Geography
from model.means import Means
from model.netherlands import Netherlands
from model.outcomes import outcomes

ROOT = Path(__file__).parents[2]
ENTRIES = {entry.id: entry for entry in read_mechanisms()}
OBSERVED = ("C6",)  # no mechanism: only looked at
WHAT = "(?:realised|speed|trust|decided)"  # what a step of the declared contrasts is about
QUIET = Options(executor="serial")


def declared() -> dict[str, list[str]]:
    """The rows of the table in docs/odd.md 6: what, where, neutral, companion, contrast."""
    text = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    part = text.split("\n# 6 ")[1].split("\n# 7 ")[0]
    rows = [re.split(r"\s*\|\s*", row.strip("| ")) for row in part.splitlines() if row[:1] == "|"]
    return {row[0]: row[1:] for row in rows if re.fullmatch(r"[MC]\d+", row[0])}


DECLARED = {name: row for name, row in declared().items() if name not in OBSERVED}


def test_every_declared_mechanism_has_an_entry() -> None:
    assert len(DECLARED) == 27
    assert set(ENTRIES) == set(DECLARED)


@pytest.mark.parametrize("name", DECLARED)
def test_an_entry_declares_the_same_directions(name: str) -> None:
    contrast = DECLARED[name][-1].replace(" falls", ": -")
    signs = re.findall(rf"(?:: |, )(?:{WHAT} )?([+-])(?= |$)", contrast)
    assert [{"+": 1, "-": -1}[sign] for sign in signs] == [
        test.direction for test in ENTRIES[name].tests
    ]
    assert ("(open)" in contrast) == ENTRIES[name].open


@pytest.mark.parametrize("name", DECLARED)
def test_an_entry_has_the_same_companion(name: str) -> None:
    entry = ENTRIES[name]
    places = [entry.companion, *entry.places.values()]
    own = [{k.removeprefix("terms."): v for k, v in arm.items()} for arm in entry.arms.values()]
    for key, value in re.findall(r"(\w+) (\d*\.?\d+)", DECLARED[name][-2]):
        key = "burden" if key == "x" else key
        assert any(given.get(key) == float(value) for given in (*places, *own)), (key, value)


@pytest.mark.parametrize("name", DECLARED)
def test_what_is_switched_on_is_what_the_neutral_place_leaves_out(name: str) -> None:
    """Between before and after stands the mechanism and nothing else."""
    entry = ENTRIES[name]
    for test in entry.tests:
        seen = {place for _, _, place in (*test.before, *test.after)}
        off, on = ({**entry.companion, **entry.places[p]} for p in (min(seen), max(seen)))
        moved = {key for key in {*off, *on} if off.get(key) != on.get(key)}
        arms = [{arm for _, arm, _ in one} for one in (test.before, test.after)]
        assert len(moved) + (arms[0] != arms[1]) == 1, (moved, arms)


def rules(arm: dict[str, object]) -> Arrangement:
    """An arrangement as an entry names it, written out here by hand."""
    area = {"sectoraal": Area.RIJK, "gebiedsgericht": Area.REGIO}[str(arm["regime"])]
    tables = Tables(area, "each" if area == Area.RIJK else "all")
    assert arm["funding"] == "nationaal_programma"
    return Arrangement("arm", tables, (Pot("programma", Area.RIJK, "each"),), Terms(),
                       Coverage(base=Base()))  # fmt: skip


@pytest.mark.parametrize("name", ["M6", "C4"])
def test_an_effect_is_what_separate_runs_give(
    name: str, nederland: Geography, tmp_path: Path
) -> None:
    entry, seeds = ENTRIES[name], 2
    step = find([entry], tmp_path, seeds, QUIET, "x", console=silent())[0].steps[0]
    factor = entry.companion.get("burden", 1)
    geography = replace(
        nederland,
        opgaven=tuple(replace(o, burden=factor * o.burden) for o in nederland.opgaven),
    )
    effects = []
    for seed in (1, 1 + MOST_POINTS):
        total = []
        for terms in (step.test.before, step.test.after):
            total.append(sum(w * one(entry, arm, place, geography, seed)
                             for w, arm, place in terms))  # fmt: skip
        effects.append(total[1] - total[0])
    assert step.worlds == seeds
    assert step.effect == pytest.approx(np.mean(effects), abs=1e-7)
    assert step.error == pytest.approx(np.std(effects, ddof=1) / np.sqrt(seeds), abs=1e-7)
    assert step.effect != 0


def one(entry: Mechanism, arm: str, place: str, geography: Geography, seed: int) -> float:
    """The realised share of an arm at a place, the mean of its copies."""
    given = {k: v for k, v in {**entry.companion, **entry.places[place]}.items() if k != "burden"}
    country = build_country(geography, Assumptions(**given), Means(), seed)
    runs = [Netherlands(country, rules(copy), agents=False).run() for copy in entry.copies(arm)]
    return float(np.mean([outcomes(run).scalars["realised_share"] for run in runs]))


def test_where_it_is_off_nothing_moves_and_a_wrong_neutral_value_shows(tmp_path: Path) -> None:
    text = (ROOT / "configs" / "mechanisms.yaml").read_text(encoding="utf-8")
    wrong = text.replace("idle: {startup: 0, overlap: 1}", "idle: {startup: 8, overlap: 1}")
    assert wrong != text
    for source, moved in ((text, False), (wrong, True)):
        entry = next(e for e in read_mechanisms(source) if e.id == "C7")
        found = find([entry], tmp_path, 2, QUIET, "x", console=silent())[0]
        assert (found.exact != 0) == moved


def test_what_was_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = find([ENTRIES["C12"]], tmp_path, 2, QUIET, "x", console=silent())

    def refuse(*_: object) -> list[object]:
        raise AssertionError("run again")

    monkeypatch.setattr(mechanism_table, "measured", refuse)
    again = find([ENTRIES["C12"]], tmp_path, 2, QUIET, "x", console=silent())
    assert again == first
    assert not again[0].failed


def made(effect: float, error: float, exact: float | None = 0.0, name: str = "C4") -> Finding:
    entry = ENTRIES[name]
    step = Step(entry.tests[0], 0.1, 0.1 + effect, effect, error, 50)
    return Finding(entry, (step,), exact, 0)


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (-0.03, "comes out"),
        (-0.01, "does not come out (within two standard errors)"),
        (0.0, "does not come out (within two standard errors)"),
        (0.03, "does not come out (the other way)"),
    ],
)
def test_a_direction_that_does_not_come_out_is_shown(effect: float, words: str) -> None:
    finding = made(effect, 0.01)
    assert outcome_of(finding.steps[0], False) == words
    assert f"| - | {words} |" in table([finding], 50)


def test_a_difference_that_should_be_0_is_shown() -> None:
    assert "| 0 | 10.00 |" in table([made(0.1, 0.01)], 50)
    assert "| **2** | 10.00 |" in table([made(0.1, 0.01, exact=0.02)], 50)
    assert "| test | 10.00 |" in table([made(0.1, 0.01, exact=None, name="M6")], 50)


def test_the_page_has_every_mechanism_and_says_what_its_numbers_say() -> None:
    text = (ROOT / "docs" / "mechanisms.md").read_text(encoding="utf-8")
    rows = [
        row.strip("| ").split(" | ") for row in text.splitlines() if re.match(r"\| [MC]\d", row)
    ]
    assert [row[0] for row in rows] == [e.id for e in ENTRIES.values() for _ in e.tests]
    came_out = 0
    for row in rows:
        before, after = float(row[5]), float(row[6])
        effect, error = (float(number) for number in row[7].split(" ± "))
        assert after - before == pytest.approx(effect, abs=0.011)
        fits = effect * {"+": 1, "-": -1}[row[8]] > 2 * error
        assert fits == (row[9] in ("comes out", "open: as declared"))
        came_out += fits
    assert f"**{came_out} of {len(rows)} declared directions come out.**" in text


def test_sums_and_entries_that_cannot_be_are_refused() -> None:
    assert read_sum("a@x - b@y + c@z") == ((1, "a", "x"), (-1, "b", "y"), (1, "c", "z"))
    for text in ("a", "a@x -b@y", "", "2 a@x"):
        with pytest.raises(ValueError, match="expected arm@place"):
            read_sum(text)
    text = (ROOT / "configs" / "mechanisms.yaml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="M3: nobody@with found"):
        read_mechanisms(
            text.replace(
                "before: anyhow@with, after: window_8", "before: nobody@with, after: window_8"
            )
        )
    lonely = next(
        e
        for e in read_mechanisms(text.replace("places: {with: {}}", "places: {with: {}, else: {}}"))
        if e.id == "M3"
    )
    with pytest.raises(ValueError, match="M3: place else is in no sum"):
        _ = lonely.groups


def test_the_command_writes_the_page_only_from_all_entries_and_enough_worlds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(mechanism_table, "DOCS", tmp_path)
    monkeypatch.setattr(
        mechanism_table, "read_mechanisms", lambda: [ENTRIES["C11"], ENTRIES["C12"]]
    )
    monkeypatch.setattr(mechanism_table, "WORLDS", 3)
    page = tmp_path / "mechanisms.md"
    assert main(["mechanisms", "C11", "seeds=3", "executor=serial"]) == 0
    assert not page.exists()
    assert main(["mechanisms", "seeds=2", "executor=serial"]) == 0
    assert not page.exists()
    assert main(["mechanisms", "seeds=3", "executor=serial"]) == 0
    assert "| C11 |" in page.read_text(encoding="utf-8")
    assert capsys.readouterr().out.count("komt uit") >= 2
    assert main(["mechanisms", "M77"]) == 2
    assert "M77" in capsys.readouterr().err


def silent() -> Console:
    return Console(file=io.StringIO())
