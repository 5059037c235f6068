"""The command: bad input is one clear sentence, good input a study that lands where it should."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from experiments import app
from experiments.app import execute
from experiments.compose import compose_study, study_hash
from experiments.preflight import InputError
from experiments.running import dask_cluster
from experiments.store import StoreError, read
from groenlicht.__main__ import main
from model.official_tables import SHIPPED, DataError

BAD = [
    ("regime=gebiedsgericht funding=gebiedsbudge", "gebiedsbudget"),
    ("regime=gebiedsgerict", "bedoelt u 'gebiedsgericht'?"),
    ("seeds=-1", "bedoelt u seeds=1?"),
    ("points=0", "bedoelt u points=1?"),
    ("points=veel", "een heel getal van 1 tot en met 1000000 verwacht"),
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
    ("points=1e9", "bedoelt u points=1000000?"),
    ("points=1000000 seeds=20", "100000000 runs gevonden, hoogstens 10000000 verwacht"),
    ("reference.regime=sectoraal", "noem ook de andere"),
    ("seds=3", "bedoelt u 'seeds'?"),
    ("regime=[", "haakjes"),
    ("gebiedsgericht", "naam=waarde verwacht"),
    ("--hlep", "bedoelt u '--help'?"),
    ("chekc-data", "bedoelt u 'check-data'?"),
    ("--config-dir nergens", "niet gevonden"),
    ("regions=nergens", "een map met eigen tabellen verwacht"),
    ("seeds=1,2", "een waarde verwacht"),
    ("-m seeds=1,x", "een heel getal"),
    ("-m scenario=midden,krp_geld", "bedoelt u 'krap_geld'?"),
    ("-m scenario=midden,krap_geld points=1,0", "bedoelt u points=1?"),
    ("-m gebiedsgericht", "naam=waarde verwacht"),
    ("record=ful", "bedoelt u 'full'?"),
    ("executor=proces", "bedoelt u 'process'?"),
    ("shard=3", "deel/delen, zoals 2/3,"),
    ("shard=3/2", "deel/delen"),
    ("dask.adress=x", "bedoelt u 'dask.address'?"),
    ("design=sobol", "een macht van twee, zoals 128,"),
    ("variants=[V11]", "variants: 'V11' gevonden"),
    ("timeout=inf", "tot en met 86400 verwacht"),
    ("timeout=1e12", "tot en met 86400 verwacht"),
    ("memory=.05", "memory: 0.05 gevonden"),
    ("memory=inf executor=process", "memory: inf gevonden"),
    ("dask.settings=3", "dask.settings: 3 gevonden"),
    ("dask.settings=a", "dask.settings: 'a' gevonden"),
    ("~points", "points=... verwacht"),
    ("~experiment.question", "question ontbreekt"),
    ("results=null", "results: niets gevonden, een map verwacht"),
    ("results=", "results: niets gevonden, een map verwacht"),
    ("assumptions.density=1e7", "bedoelt u assumptions.density=100?"),
    ("scenario.money=inf", "een eindig getal verwacht"),
    ("cells=[{name:a,variant:[V1]}]", "cells.variant: [V1] gevonden"),
    ("status a b", "status: een map verwacht, 2 gevonden"),
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
    (folder,) = execute(["points=2", "executor=serial"], start=start)
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
    assert before
    assert execute(["points=2", "executor=serial"], start=studied.parents[2]) == [studied]
    assert {p: p.stat().st_mtime_ns for p in studied.rglob("part-*.parquet")} == before
    assert "al berekend" in capsys.readouterr().err


def test_more_points_and_more_seeds_extend_the_study(studied: Path, tmp_path: Path) -> None:
    start = tmp_path / "start"
    shutil.copytree(studied.parents[1], start / "results")
    old = read(studied).by_world("realised_share")
    for words, worlds in ((["points=3"], 3), (["points=3", "seeds=2"], 6)):
        (folder,) = execute([*words, "executor=serial"], start=start)
        assert folder.name == studied.name
        assert read(folder).worlds == worlds
        assert (read(folder).by_world("realised_share")[:, :2] == old).all()
    assert read(folder).by_point("realised_share").shape == (5, 3)
    (whole,) = execute(["points=3", "seeds=2", "executor=serial"], start=tmp_path / "other")
    assert read(whole).content_hash() == read(folder).content_hash()


def test_another_number_of_points_is_another_study_where_it_changes_the_points() -> None:
    def hash_of(*words: str) -> str:
        return study_hash(compose_study(["regime=clusters", *words], "groenlicht"))

    assert hash_of("points=2") == hash_of("points=3", "seeds=2", "variants=all")
    assert hash_of("points=2", "design=lhs") != hash_of("points=3", "design=lhs")
    assert hash_of("points=2", "design=lhs") == hash_of("points=2", "design=lhs", "seeds=2")


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
    assert execute(["points=1", "executor=serial"], start=studied.parents[2]) == [studied]
    assert "de gevraagde werelden (1); in de map staan er 2" in capsys.readouterr().err
    assert read(studied).manifest["points"] == 2


# ------------------------------------------------------------------ several studies


def test_several_studies_are_composed_before_the_first_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["-m", "scenario=midden,krap_geld", "experiment=compare", "points=1", "executor=serial"]
    composed_first: list[int] = []
    real = app.run_study

    def run_study(*arguments: Any, **how: Any) -> Path:
        composed_first.append(len(composed))
        return real(*arguments, **how)

    composed: list[str] = []

    def compose(overrides: Any, command: str, **how: Any) -> Any:
        composed.append(command)
        return compose_study(overrides, command, **how)

    monkeypatch.setattr(app, "run_study", run_study)
    monkeypatch.setattr(app, "compose_study", compose)
    assert main(words) == 0
    said = capsys.readouterr()
    folders = sorted((tmp_path / "results" / "compare").glob("*_*"))
    assert len(folders) == 2
    assert composed_first == [2, 2]
    found = {f: read(f).manifest for f in folders}
    assert {m["config"]["scenario"]["name"] for m in found.values()} == {"midden", "krap_geld"}
    assert sorted(composed) == sorted(m["command"] for m in found.values()) == [
        f"groenlicht scenario={name} experiment=compare points=1 executor=serial"
        for name in ("krap_geld", "midden")
    ]  # fmt: skip
    assert "Studie 1 van 2: groenlicht scenario=midden" in said.err
    assert "Studie 2 van 2: groenlicht scenario=krap_geld" in said.err
    assert said.out.count("In deze verkenning") >= 2
    # each is the study of its own command
    alone = execute(["scenario=krap_geld", "points=1", "executor=serial"], start=tmp_path)
    assert set(alone) < set(folders)


def test_several_choices_multiply_and_lists_and_paths_do_not() -> None:
    def words(*given: str) -> list[tuple[str, ...]]:
        return list(app._each(app._read(["-m", *given])))

    assert words("scenario=midden,krap_geld", "points=1,2") == [
        ("scenario=midden", "points=1"), ("scenario=midden", "points=2"),
        ("scenario=krap_geld", "points=1"), ("scenario=krap_geld", "points=2"),
    ]  # fmt: skip
    assert words("inputs=[density,price]", "results=a,b") == [
        ("inputs=[density,price]", "results=a,b")
    ]
    assert words("variants=[V1],[V2]") == [("variants=[V1]",), ("variants=[V2]",)]
    assert list(app._each(app._read(["points=1"]))) == [("points=1",)]


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
    more = ["regime=gebiedsgericht"] if folder == "scenario" else []
    for name in names:
        study = compose_study([f"{folder}={name}", *more, "points=2"], "groenlicht")
        assert len(study.arms) == 2
        assert len(study.points) == 2


# ------------------------------------------------------------------ what our own files say


def commands_shown() -> list[str]:
    """Every study in a code block of README.md, or in the header of an experiment."""
    root = Path(__file__).parents[2]
    blocks = re.findall(r"^```\n(.*?)^```", (root / "README.md").read_text("utf-8"), re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    for file in sorted((root / "configs" / "experiment").glob("*.yaml")):
        comments = [x for x in file.read_text("utf-8").splitlines() if x.startswith("#   ")]
        lines += [line.removeprefix("#   ") for line in comments]
    found = []
    for part in [part.strip() for line in lines for part in re.split(r"\s{3,}", line)]:
        known = re.match(r"(?:groenlicht|python start\.py)(?: (.*))?$", part)
        words = shlex.split(known[1] or "") if known else ["--"]
        if all(re.match(r"-m$|[\w.]+=", word) for word in words):
            found.append(shlex.join(words))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("line", commands_shown())
def test_every_command_that_is_shown_can_be_composed(line: str) -> None:
    read_line = app._read(shlex.split(line))
    for words in app._each(read_line):
        assert len(compose_study(words, "groenlicht").arms) > 1


def test_the_commands_that_are_shown_are_found() -> None:
    shown = commands_shown()
    assert len(shown) > 20
    assert "experiment=tipping 'factors={price: 5, clash: 5}' points=100" in shown


def test_dask_that_cannot_be_had_is_said_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setenv("PATH", str(tmp_path))
    for system, submit in dask_cluster.SUBMIT.items():
        with pytest.raises(InputError, match=f"'{system}' gevonden, maar het commando {submit} "):
            execute(["executor=dask", f"dask.system={system}", "points=1"], start=tmp_path)
    assert list(tmp_path.iterdir()) == []
