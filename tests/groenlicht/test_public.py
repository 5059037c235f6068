"""The public face: three lines of Python, and a sentence where a user's file hides ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import groenlicht

ROOT = Path(groenlicht.__file__).parents[1]


def python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder, as a user would who has Groenlicht installed."""
    path = f"import sys; sys.path.append({str(ROOT)!r}); "
    return subprocess.run(
        [sys.executable, "-c", path + code], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("file", "module"), [("model.py", "model"), ("analysis/__init__.py", "analysis")]
)
def test_a_file_that_hides_ours_is_named_in_one_sentence(
    tmp_path: Path, file: str, module: str
) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("", encoding="utf-8")
    done = python("import groenlicht", tmp_path)
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert last.startswith("ImportError: ")
    assert str(tmp_path / file) in last
    assert "verbergt" in last
    assert str(ROOT / module) in last


def console_command(folder: Path) -> Path:
    """The script an installer makes of [project.scripts]."""
    script = folder / "bin" / "groenlicht"
    script.parent.mkdir()
    script.write_text(
        "import sys\nfrom groenlicht.__main__ import main\n"
        "if __name__ == '__main__':\n    sys.exit(main())\n",
        encoding="utf-8",
    )
    return script


def test_importing_is_fast_and_quiet(tmp_path: Path) -> None:
    code = (
        "import groenlicht; print(sorted({'numba', 'mesa', 'hydra', 'scipy'} & set(sys.modules)))"
    )
    done = python(code, tmp_path)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


@pytest.mark.parametrize("how", ["safe path", "module", "PYTHONPATH"])
def test_the_command_works_beside_a_user_s_own_model(tmp_path: Path, how: str) -> None:
    (tmp_path / "model.py").write_text("raise SystemExit('the wrong model')", encoding="utf-8")
    (tmp_path / "analysis").mkdir()
    (tmp_path / "analysis" / "__init__.py").write_text(
        "raise SystemExit('wrong')", encoding="utf-8"
    )
    line = {
        "safe path": [sys.executable, "-P", "-m", "groenlicht"],
        "module": [sys.executable, "-m", "groenlicht"],
        "PYTHONPATH": [sys.executable, str(console_command(tmp_path))],
    }[how]
    path = [str(tmp_path)] if how == "PYTHONPATH" else []
    done = subprocess.run(
        [*line, "points=2", "executor=process", "workers=2"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([*path, str(ROOT)])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "In deze verkenning" in done.stdout
    assert len(list((tmp_path / "results" / "compare").glob("*_*/manifest.json"))) == 1


def test_three_lines_of_python(tmp_path: Path) -> None:
    results = groenlicht.run("regime=gebiedsgericht", points=2, results=tmp_path, executor="serial")
    assert results.paired("realised_share", 1, 0).shape == (2,)
    assert groenlicht.read("latest", results=tmp_path).content_hash() == results.content_hash()


def test_a_model_by_name() -> None:
    model = groenlicht.netherlands(
        regime="gebiedsgericht", funding="gebiedsbudget", terms={"control": 0.2},
        assumptions={"density": 0}, seed=3,
    )  # fmt: skip
    assert isinstance(model, groenlicht.Netherlands)
    assert model.arrangement.terms.control == 0.2
    assert len(model.country.links) == 0
    model.step()
    assert model.agents_by_type[groenlicht.Municipality].agg("staff", sum) > 0
    model.close()
    with pytest.raises(AttributeError, match="no attribute"):
        groenlicht.nothing  # noqa: B018


UNGUARDED = """
import groenlicht
results = groenlicht.run("regime=gebiedsgericht", points=40, results={folder!r}{more})
print("done", results.paired("realised_share", 1, 0).shape)
"""


@pytest.mark.parametrize("more", ["", ', executor="process", workers=2'])
def test_a_script_without_a_main_guard_never_hangs(tmp_path: Path, more: str) -> None:
    script = tmp_path / "mine.py"
    script.write_text(UNGUARDED.format(folder=str(tmp_path / "r"), more=more), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    if more:
        assert done.returncode == 1
        assert "__main__" in done.stderr
    else:
        assert done.stdout.strip() == "done (40,)"
