"""The command that writes figures: names, formats and languages, and what does not fit."""

from __future__ import annotations

import fake_world
import pytest

from analysis.figures import dumbbell, figures
from analysis.report import Asked, asked_of, charts, report
from experiments.preflight import InputError
from experiments.runner import run_study
from experiments.store import read
from groenlicht.__main__ import main


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("results") / "compare" / "2026-01-01_ab"
    study = fake_world.fake_study(points=120, noise=0.02)
    return read(run_study(study, folder, run_world=fake_world.run_world, progress=False))


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"style": "wrod"}, "bedoelt u 'word'?"),
        ({"language": "du"}, "een van nl, en"),
        ({"kaal": "ja"}, "true of false"),
        ({"figures": ["verschil_per_opgav"]}, "bedoelt u 'verschil_per_opgave'?"),
        ({"figures": 3}, "een lijst van figuren"),
        ({"house": "nergens.yaml"}, "house: "),
    ],
)
def test_a_wrong_word_is_one_sentence(settings, part, tmp_path):
    with pytest.raises(InputError) as problem:
        asked_of(settings, tmp_path)
    assert part in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_figure_that_does_not_fit_says_which_do(results):
    with pytest.raises(InputError, match=r"past niet bij.*verschil_per_opgave"):
        charts(results, Asked(figures=("omslagkaart",)))


def test_every_figure_that_fits_is_made(results):
    made = {chart.name for chart in charts(results, Asked())}
    fitting = {name for name, figure in figures().items() if figure.fits(results)}
    assert made == fitting
    assert {"verschil_per_opgave", "blad", "stoplicht", "waterval"} <= made


def test_figures_of_an_earlier_state_are_named(tmp_path):
    said = []
    for points in (4, 6):
        study = fake_world.fake_study(points=points, noise=0.02)
        run_study(study, tmp_path / "x", run_world=fake_world.run_world, progress=False)
        names = ("verschil_per_opgave", "waterval")[: 2 if points == 4 else 1]
        report(read(tmp_path / "x"), Asked(figures=names), say=said.append)
    assert sum("eerdere stand" in line for line in said) == 1
    assert "waterval" in said[-1]
    assert "verschil_per_opgave" not in said[-1]


def test_a_bundle_per_figure_and_other_formats_apart(results):
    (first,) = report(results, Asked(figures=(dumbbell.NAME,)))
    (second,) = report(results, Asked(figures=(dumbbell.NAME,), style="kolom", language="en"))
    assert first != second
    for place in (first, second):
        names = sorted(p.suffix for p in place.iterdir())
        assert names == [".csv", ".md", ".pdf", ".png", ".svg", ".xlsx"]
    told = (second / f"{dumbbell.NAME}.md").read_text(encoding="utf-8")
    assert "exploration" in told or "depends on the assumptions" in told


def test_the_command(results, capsys):
    words = ["report", f"from={results.folder}", f"figures=[{dumbbell.NAME}]"]
    assert main(words) == 0
    assert dumbbell.NAME in capsys.readouterr().out
    assert main(["report", f"from={results.folder}", "fgures=[x]"]) == 2
    said = capsys.readouterr().err
    assert "bedoelt u 'figures'?" in said
    assert said.count("\n") == 1
