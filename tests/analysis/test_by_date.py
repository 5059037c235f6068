"""The answer with all opgaven counted in one year stands beside that on their own deadlines."""

from __future__ import annotations

import fake_world
import numpy as np
import pytest

from analysis.numbers import points
from analysis.sentences import opening
from analysis.sides import sides
from experiments.runner import run_study
from experiments.store import read


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_difference_at_one_moment_is_that_of_the_store(tmp_path, language):
    study = fake_world.fake_study(points=5, tables=0.05)
    results = read(run_study(study, tmp_path / "x", run_world=fake_world.run_world, progress=False))
    found = sides(results.manifest["arms"], language)
    assert not any("2030" in line for line in opening(results, found, language))
    rng = np.random.default_rng(4)
    for year in (2030, 2040):
        results.runs[f"realised_{year}"] = rng.random(len(results.runs["run"]))
    (line,) = [line for line in opening(results, found, language) if "2030" in line]
    for year in (2030, 2040):
        difference = results.paired(f"realised_{year}", found.other, found.reference).mean()
        assert f"{year} {points(difference, language=language)}" in line
    assert "2035" not in line
