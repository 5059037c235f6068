"""The commands beside running a study, on one small study of the real country."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from rich.console import Console

from experiments.app import execute
from experiments.commands import study_again, whole_command
from experiments.compose import study_hash
from experiments.messages import StoreError
from experiments.running.lock import locked
from experiments.store import load_manifest, read
from experiments.storing.parts import whole_parts
from experiments.storing.rows import TABLES
from experiments.storing.verify import verify
from groenlicht.__main__ import main

WORDS = ("regime=gebiedsgericht", "executor=serial")


def go(start: Path, *words: str) -> list[Path]:
    return execute(words, start=start, console=Console(file=io.StringIO()))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (folder,) = go(tmp_path_factory.mktemp("start"), *WORDS, "points=3", "variants=[V1]")
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the study, where the command is given."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(original.parents[1], tmp_path / "results")
    return tmp_path / "results" / "compare" / original.name


def ask(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command says, on the one stream or the other."""
    capsys.readouterr()
    assert main(list(words)) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    if code:
        assert said.err.count("\n") == 1
    return said.err if code else said.out


# ------------------------------------------------------------------ status


def test_status_of_the_last_study_or_of_the_one_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ask(capsys, "status")
    assert "2 armen, 3 punten x 1 toevalsreeksen x 2 cellen (design=paired)" in said
    assert f"12 van 12 runs gedaan, 0 mislukt, {len(whole_parts(folder))} delen" in said
    assert "Verder gaan" not in said
    assert ask(capsys, "status", str(folder)) == said
    assert ask(capsys, "status", "results=results") == said


def test_status_of_what_is_not_finished_says_how_to_go_on(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = whole_parts(folder)[0]
    lost = pq.read_metadata(folder / "runs" / part).num_rows
    (folder / "runs" / part).unlink()
    monkeypatch.setenv("GROENLICHT_COMMAND", "python start.py")
    said = ask(capsys, "status")
    assert f"{12 - lost} van 12 runs gedaan" in said
    assert "Verder gaan: python start.py regime=gebiedsgericht executor=serial points=3" in said
    with locked(folder):
        assert f"Wordt nu gedraaid door proces {os.getpid()} @" in ask(capsys, "status")


def test_status_of_a_broken_part_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "runs" / whole_parts(folder)[0]
    path.write_bytes(path.read_bytes()[:100])
    assert "is niet te lezen" in ask(capsys, "status", code=2)


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"command": "groenlicht points=3 shard=1/3"}, "groenlicht points=3"),
        (
            {"command": "groenlicht points=1 'variants=[V1]'",
             "asked": [{"points": 4, "seeds": 1, "cells": [0]},
                       {"points": 1, "seeds": 2, "cells": [0, 1]}]},
            "groenlicht points=4 'variants=[V1]' seeds=2",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_that_of_all_shards_and_all_commands(
    folder: Path, change: dict[str, object], shown: str
) -> None:
    assert whole_command(load_manifest(folder) | change) == shown


def test_status_counts_what_failed_by_its_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in whole_parts(folder)[:2]:
        path = folder / "runs" / name
        rows = pq.read_table(path)
        for column, text in (("status", "error"), ("error", "ValueError: no")):
            at = rows.column_names.index(column)
            rows = rows.set_column(at, column, [[text] * len(rows)])
        pq.write_table(rows, path)
    said = ask(capsys, "status")
    failed = read(folder).failed
    assert failed > 0
    assert f"{failed} mislukt" in said
    assert f"  {failed} x ValueError: no" in said


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("status", "nergens"), "manifest.json ontbreekt"),
        (("status", "results=nergens"), "latest.txt ontbreekt"),
        (("status", "result=x"), "bedoelt u 'results'?"),
        (("status", "a", "b"), "een map verwacht"),
        (("verify", "rnus=3"), "bedoelt u 'runs'?"),
        (("compact", "nergens"), "manifest.json ontbreekt"),
        (("merge",), "merge: niets gevonden"),
        (("merge", "nergens"), "geen delen gevonden"),
        (("merge", "nergens", "ergens"), "manifest.json ontbreekt"),
        (("statsu",), "bedoelt u 'status'?"),
    ],
)
def test_a_mistake_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...], part: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert part in ask(capsys, *words, code=2)
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------ verify


def test_verify_runs_again_and_finds_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "5 runs van" in ask(capsys, "verify", "runs=5")
    before = read(folder).content_hash()
    assert f"12 runs van {folder} opnieuw gedraaid: tot op de bit gelijk." in ask(
        capsys, "verify", str(folder), "runs=100"
    )
    assert read(folder).content_hash() == before


@pytest.mark.parametrize(
    ("table", "column"),
    [("runs", "realised_share"), ("squares", "q_2040"), ("years", None), ("hours", None)],
)
def test_verify_finds_one_changed_number(
    folder: Path, capsys: pytest.CaptureFixture[str], table: str, column: str | None
) -> None:
    path = folder / table / whole_parts(folder)[0]
    rows = pq.read_table(path)
    column = column or rows.column_names[-1]
    values = rows[column].to_numpy().copy()
    at = len(values) // 2
    values[at] += 1e-3 * max(1.0, abs(values[at]))
    rows = rows.set_column(rows.column_names.index(column), column, [values])
    pq.write_table(rows, path)
    said = ask(capsys, "verify", "runs=12", code=2)
    assert f"run {rows['run'][at]} komt anders uit" in said
    assert column in said


@pytest.mark.parametrize("table", ["municipalities", "accounts"])
def test_verify_compares_the_tables_of_record_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], table: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (made,) = go(tmp_path, *WORDS, "points=1", "record=full")
    assert "2 runs van" in ask(capsys, "verify")
    path = made / table / whole_parts(made)[0]
    rows = pq.read_table(path)
    pq.write_table(rows.take(list(reversed(range(len(rows))))), path)
    assert "2 runs van" in ask(capsys, "verify")
    name = next(f.name for f in reversed(rows.schema) if str(f.type) == "float")
    values = rows[name].to_numpy().copy()
    values[0] += 1
    rows = rows.set_column(rows.column_names.index(name), name, [values])
    pq.write_table(rows, path)
    assert f"{table}.{name}" in ask(capsys, "verify", code=2)


def test_verify_after_a_smaller_command_still_checks_all_there_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last command need not name every point and variant that is stored."""
    go(Path.cwd(), *WORDS, "points=2", "seeds=2")
    results = read(folder)
    assert results.manifest["command"].endswith("points=2 seeds=2")
    assert len(results.runs["run"]) == 2 * (3 + 3 + 2)
    assert "16 runs van" in ask(capsys, "verify", "runs=100")


def test_verify_of_no_runs_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "bedoelt u runs=1?" in ask(capsys, "verify", str(folder), "runs=0", code=2)


def test_verify_of_another_study_is_refused(folder: Path) -> None:
    study = study_again(folder)
    assert study_hash(study) == folder.name.split("_")[1]
    (other,) = go(Path.cwd(), "regime=clusters", "points=1", "executor=serial")
    with pytest.raises(StoreError, match="bevat een andere studie"):
        verify(other, study, 1)


# ------------------------------------------------------------------ compact and merge


def test_compact_keeps_the_content(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, count = read(folder).content_hash(), len(whole_parts(folder))
    assert count > 1
    assert f"{count} delen zijn er 1 geworden" in ask(capsys, "compact")
    assert read(folder).content_hash() == before
    assert all(len(list((folder / table).iterdir())) == 1 for table in TABLES)
    with locked(folder):
        assert "wordt al gedraaid" in ask(capsys, "compact", code=2)


def test_shards_by_command_are_the_study_after_merge(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = tmp_path / "elsewhere"
    words = [*WORDS, "points=3", "variants=[V1]"]
    console = Console(file=io.StringIO(), width=500)
    for part in (1, 2, 3):
        assert execute([*words, f"shard={part}/3"], start=start, console=console) == []
    made = start / "results" / "compare" / folder.name
    assert f"Deel 3 van 3 is klaar. Zijn alle delen klaar: groenlicht merge {made}" in (
        console.file.getvalue()  # type: ignore[attr-defined]
    )
    assert not (made / "manifest.json").exists()
    assert "12 van 12 runs" in ask(capsys, "merge", str(made))
    assert read(made).content_hash() == read(folder).content_hash()
    assert ask(capsys, "status", str(made)).startswith(str(made))


# ------------------------------------------------------------------ the queue


def test_a_job_script_asks_the_queue_for_what_was_set(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(
        capsys, "job-script", "dask.system=slurm",
        "dask.settings={cores: 1, memory: 3GB, queue: thin, walltime: '02:00:00'}",
    )  # fmt: skip
    assert said.startswith("#!")
    lines = [line for line in said.splitlines() if line.startswith("#SBATCH")]
    assert "#SBATCH -p thin" in lines
    assert "#SBATCH -t 02:00:00" in lines
    assert "#SBATCH --mem=3G" in lines
    assert "dask" in said.splitlines()[-1]


# dask_jobqueue leaves a cluster half made where it refuses a setting
@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("dask.system=slrum",), "bedoelt u 'slurm'?"),
        ((), "dask.system: niets gevonden"),
        (("dask.system=slurm", "dask.settings={coers: 2}"), "neemt deze instellingen niet aan"),
        (("dask.system=slurm", "dask.systm=pbs"), "bedoelt u 'dask.system'?"),
        (("dask.system=slurm", "shard=4/3"), "shard: '4/3' gevonden"),
        (("dask.system=slurm", "executor=proces"), "bedoelt u 'process'?"),
        (("dask.system=slurm", "timeout=0"), "timeout: 0 gevonden"),
        (("dask.system=slurm", "memory=-1"), "memory: -1 gevonden"),
        (("dask.system=slurm", "workers=0"), "bedoelt u workers=1?"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], part: str
) -> None:
    assert part in ask(capsys, "job-script", *words, code=2)
