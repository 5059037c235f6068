"""The command: bad input is one clear sentence, good input a study that lands where it should."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from experiments.app import execute
from experiments.compose import compose_study
from experiments.preflight import InputError
from experiments.store import StoreError, read
from groenlicht.__main__ import main
from model.official_tables import SHIPPED, DataError

BAD = [
    ("regime=gebiedsgericht funding=gebiedsbudge", "gebiedsbudget"),
    ("regime=gebiedsgerict", "bedoelt u 'gebiedsgericht'?"),
    ("seeds=-1", "bedoelt u seeds=1?"),
    ("points=0", "bedoelt u points=1?"),
    ("points=veel", "een heel getal van 1 of meer verwacht"),
    ("terms.control=1.7", "bedoelt u terms.control=1?"),
    ("terms.contrl=.5", "bedoelt u 'terms.control'?"),
    ("funding=gebiedsbudget funding.pots.gebied.share=.7", "share=1?"),
    ("funding.pots.landelijk.share=.9", "bedoelt u funding.pots.regionaal.share=0.1?"),
    ("funding.pots.landelijk.window=0", "bedoelt u funding.pots.landelijk.window=1?"),
    ("regime.tables.area=regoi", "bedoelt u 'regio'?"),
    ("regime.tables.opgaven=[[wonen,mobiliteit],[landelijk,watr]]", "bedoelt u 'water'?"),
    ("regime.tables.opgaven=[[wonen],[wonen]]", "staat in twee groepen"),
    ("assumptions.densty=1", "bedoelt u 'assumptions.density'?"),
    ("assumptions.chain_share=7", "bedoelt u assumptions.chain_share=1?"),
    ("scenario=middn", "bedoelt u 'midden'?"),
    ("scenario.money=-1", "0 of meer verwacht"),
    ("coverage.where=[Zeland]", "bedoelt u 'Zeeland'?"),
    ("coverage.scope=[wone]", "bedoelt u 'wonen'?"),
    ("coverage.start=2041Q1", "2021Q1 tot en met 2040Q4"),
    ("opgaven=[wonen,watre]", "bedoelt u 'water'?"),
    ("funding.pots.gebied.share=.7", "hoort bij funding=gebiedsbudget"),
    ("arrangement=ilgg", "bedoelt u 'ilg'?"),
    ("points=1e9 seeds=20", "hoogstens 10000000 verwacht"),
    ("reference.regime=sectoraal", "noem ook de andere"),
    ("seds=3", "bedoelt u 'seeds'?"),
    ("regime=[", "haakjes"),
    ("gebiedsgericht", "naam=waarde verwacht"),
    ("--hlep", "bedoelt u '--help'?"),
    ("chekc-data", "bedoelt u 'check-data'?"),
    ("--config-dir nergens", "niet gevonden"),
    ("regions=nergens", "een map met eigen tabellen verwacht"),
    ("-m seeds=1", "een voor een"),
]


@pytest.mark.parametrize(("line", "part"), BAD, ids=[line for line, _ in BAD])
def test_bad_input_is_one_sentence_and_leaves_nothing(
    line: str, part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(line.split()) == 2
    said = capsys.readouterr()
    assert part in said.err
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert not said.out
    assert list(tmp_path.iterdir()) == []


def test_a_missing_municipality_names_file_and_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (SHIPPED / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    del rows[100]
    with (tmp_path / "municipalities.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert main([f"regions={tmp_path.as_posix()}", "points=1"]) == 2
    said = capsys.readouterr().err
    assert "municipalities.csv" in said
    assert said.count("\n") == 1
    with pytest.raises(DataError):
        execute(["check-data", tmp_path.as_posix()])


def test_check_data_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-data"]) == 0
    assert "342 gemeenten, 30 regio's, 12 provincies, 18.130.208" in capsys.readouterr().out
    assert main(["check-data", "corop"]) == 0
    assert "40 regio's" in capsys.readouterr().out
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert "gebiedsgericht" in said
    assert "check-data" in said


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    start = tmp_path_factory.mktemp("start")
    folder = execute(["points=2", "executor=serial"], start=start)
    assert folder is not None
    return folder


def test_a_study_lands_under_results_with_its_provenance(studied: Path) -> None:
    assert studied.parent.name == "compare"
    assert studied.parent.parent.name == "results"
    assert (studied.parent / "latest.txt").read_text(encoding="utf-8").strip() == studied.name
    results = read(studied)
    manifest = results.manifest
    assert len(results.arms) == 5
    assert manifest["command"] == "groenlicht points=2 executor=serial"
    assert manifest["config"]["arms"][3]["regime"] == "gebiedsgericht"
    assert manifest["config"]["scenario"]["money"] == 0.9
    assert manifest["packages"]["numpy"]
    assert (studied / "summary.csv").is_file()


def test_the_same_command_again_runs_nothing(
    studied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {p: p.stat().st_mtime_ns for p in studied.rglob("part-*.parquet")}
    again = execute(["points=2", "executor=serial"], start=studied.parents[2])
    assert again == studied
    assert {p: p.stat().st_mtime_ns for p in studied.rglob("part-*.parquet")} == before
    assert "al berekend" in capsys.readouterr().err


def test_more_points_extend_the_study(studied: Path) -> None:
    old = read(studied).by_point("realised_share")
    folder = execute(["points=3", "executor=serial"], start=studied.parents[2])
    assert folder == studied
    new = read(studied).by_point("realised_share")
    assert new.shape == (5, 3)
    assert (new[:, :2] == old).all()


def test_other_points_with_several_seeds_are_a_study_of_their_own(tmp_path: Path) -> None:
    small = execute(["points=2", "seeds=2", "executor=serial"], start=tmp_path)
    large = execute(["points=3", "seeds=2", "executor=serial"], start=tmp_path)
    assert small is not None
    assert large is not None
    assert large.name == f"{small.name}-3x2"
    assert execute(["points=3", "seeds=2", "executor=serial"], start=tmp_path) == large


def test_a_folder_without_a_study_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="geen studie gevonden"):
        read(tmp_path)


def test_input_errors_name_what_was_found() -> None:
    with pytest.raises(InputError, match="'gebiedsgerict' gevonden"):
        execute(["regime=gebiedsgerict"])


def test_a_folder_that_cannot_be_made_is_said_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main([f"results={(tmp_path / 'file').as_posix()}", "points=1"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("results: de map")
    assert said.count("\n") == 1


def test_fewer_points_than_kept_is_said(studied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    execute(["points=3", "executor=serial"], start=studied.parents[2])
    capsys.readouterr()
    execute(["points=1", "executor=serial"], start=studied.parents[2])
    assert "Gevraagd: 1 combinaties van aannames; bewaard en getoond: 3" in capsys.readouterr().err


def test_the_next_command_is_typed_as_the_user_started_it(
    studied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analysis.sentences import next_command

    results = read(studied)
    assert next_command(results).startswith("groenlicht ")
    monkeypatch.setenv("GROENLICHT_COMMAND", "python start.py")
    assert next_command(results).startswith("python start.py ")


@pytest.mark.parametrize("folder", ["arrangement", "scenario"])
def test_every_preset_and_scenario_composes(folder: str) -> None:
    names = [p.stem for p in (Path(__file__).parents[2] / "configs" / folder).glob("*.yaml")]
    assert len(names) >= 9
    for name in names:
        study = compose_study([f"{folder}={name}", "points=2"], "groenlicht")
        assert len(study.arms) == (2 if folder == "arrangement" else 5)
