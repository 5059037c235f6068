"""`explain`: everything that has a name or an id is found, and says what our own files say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments.preflight import InputError
from experiments.questions import own_files
from experiments.questions.explain import explain, names
from experiments.questions.own_files import ROOT, config_files, passages
from groenlicht.__main__ import main
from model.assumptions import TABLE
from model.fixed import FIXED
from model.variants import VARIANTS

IDS = [*(f"M{i}" for i in range(1, 13)), *(f"C{i}" for i in range(1, 17)),
       *(f"S{i}" for i in range(1, 13)), *(name for name in VARIANTS if name)]  # fmt: skip


def paths(text: str) -> list[str]:
    return re.findall(r"\b(?:model|experiments|configs|tests)/[\w/]+\.(?:py|yaml)\b", text)


@pytest.mark.parametrize("identity", IDS)
def test_every_id_of_the_description(identity: str) -> None:
    said = explain(identity)
    assert said.startswith(identity)
    assert explain(identity.lower()) == said
    assert "getest in" in said
    if identity != "C6":  # observed only: no rule
        assert "geen test noemt" not in said or "gemeten" in said


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_every_assumption_with_its_range(row: object) -> None:
    name, low, high = row.name, row.low, row.high  # type: ignore[attr-defined]
    said = explain(f"assumptions.{name}")
    assert f"{row.default:g} (de mediaan" in said  # type: ignore[attr-defined]
    assert f"{low:g} tot {high:g};" in said
    assert "G: aanname zonder bron" in said
    assert said in explain(name)
    code = [p for p in paths(said) if p.startswith("model/")]
    assert len(code) > 1, "the table, and where it is read"


def test_every_fixed_number() -> None:
    for name, row in FIXED.items():
        said = explain(name)
        assert f"{row.value:g} {row.unit}" in said
        assert "model/fixed.py" in said


def test_every_choice_of_every_group() -> None:
    for file in config_files():
        if file.group:
            said = explain(f"{file.group}={file.name}")
            assert said.startswith(f"{file.group}={file.name}: ")
            assert said in explain(file.name)
            assert file.file in said


def test_every_name_is_explained_and_every_file_that_is_named_is_there() -> None:
    for made in {id(m): m for found in names().values() for m in found}.values():
        for path in paths(made().text()):
            assert (ROOT / path).is_file(), path


def test_a_mechanism_says_what_its_row_says() -> None:
    said = explain("M4")
    for part in ("synergy in a place", "S4, S6", "density 0", "chain_share 0, density 4, sync 16",
                 "rows - columns: +", "model/quarter/links.py", "tests/model/"):  # fmt: skip
        assert part in said
    assert "visibility 0.15 (0.05 tot 0.5)" in " ".join(said.split())


def test_a_submodel_is_described_whole() -> None:
    said = " ".join(explain("S7").split())
    assert "Decided projects are walked in one national order" in said
    assert "backlog" in said
    assert "model/quarter/funding.py" in said


def test_settings_options_and_terms() -> None:
    said = explain("funding.pots")
    assert "shares sum to 1" in said
    said = explain("terms.control")
    assert "toezicht (control)" in said
    assert "0 tot 1" in said
    said = explain("ilg")
    assert "Boonstra" in said
    assert "[[landelijk, water]]" in said
    assert "0.7" in explain("krap_geld")
    assert "0.5 (water, wonen)" not in explain("opgaven.burden")
    assert "0.5 (werken, wonen)" in explain("opgaven.burden")
    assert "quarters" in explain("funding.pots.window")
    assert "losse_spuks" in explain("funding")


def test_dutch_words_and_ids_that_are_only_mentioned() -> None:
    assert explain("zaad") == explain("seeds")
    said = explain("K1")
    assert said == explain("K01")
    assert "configs/regime/gebiedsgericht.yaml" in said
    assert "configs/arrangement/ilg.yaml" in explain("H1")


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("pricce", "bedoelt u 'price'?"),
        ("gebiedsgerict", "bedoelt u 'gebiedsgericht'?"),
        ("dichtheid", "bedoelt u 'density' (dichtheid van verbanden)?"),
        ("K99", "verwacht."),
        ("V12", "verwacht"),
        ("xyzzy", "verwacht."),
        ("", "een woord verwacht"),
    ],
)
def test_what_is_not_known_is_one_sentence(
    word: str, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *word.split()]) == 2
    said = capsys.readouterr()
    assert part in said.err
    assert said.err.count("\n") == 1
    assert not said.out


def test_several_words_and_a_choice_of_the_user(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "regime").mkdir()
    (tmp_path / "regime" / "eigen.yaml").write_text(
        "# My own tables.\nlabel: eigen tafels\ntables:\n  area: regio\n  opgaven: all\n",
        encoding="utf-8",
    )
    assert main(["--config-dir", str(tmp_path), "explain", "M1", "eigen"]) == 0
    said = capsys.readouterr().out
    assert "M1: tables cost time" in said
    assert "regime=eigen: eigen tafels" in said
    assert "My own tables." in said
    with pytest.raises(InputError):
        explain("eigen")


def test_an_installed_package_has_no_docs(tmp_path: Path) -> None:
    assert passages(tmp_path) == ()


def test_passages_keep_formulas_and_know_their_heading(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(
        "# 1 One\nfirst line\nsecond `price`\n```\nprice = 1\n\n  x = 2\n```\n- item\n  goes on\n"
        "\n## S1 Two\n| id | what |\n|---|---|\n| M1 | one |\n",
        encoding="utf-8",
    )
    one, item, row = passages(tmp_path)
    assert one.text == "first line\nsecond `price`\n\tprice = 1\n\t\n\t  x = 2"
    assert (item.text, item.heading) == ("- item\ngoes on", "1 One")
    assert (row.heading, row.head) == ("S1 Two", "| id | what |")
    assert own_files.cells(row.text) == ["M1", "one"]
