"""An eighth opgave and an arrangement of one's own: files in a folder, and no line of code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from analysis.screen import compose
from experiments.app import execute
from experiments.store import Results, read

SHIPPED = Path(__file__).parents[2] / "configs"
SEVEN = "wonen,energie,landelijk,water,mobiliteit,werken,klimaat"
OWN = """\
label: waterschapstafels
label_en: tables of the water boards
source: invented for this test
regime: {tables: {area: provincie, opgaven: [[water, geluid]]}}
funding: {pots: {fonds: {area: provincie, opgaven: [[water, geluid]], share: 1, window: 2}}}
terms: {quorum: 0.7, override: 0.3, frame: 0.9, control: 0.5, firmness: 0.6, cofinancing: 0.2}
scope: [water, geluid]
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    mine = tmp_path_factory.mktemp("mine")
    opgave = yaml.safe_load((SHIPPED / "opgaven" / "klimaat.yaml").read_text(encoding="utf-8"))
    opgave |= {"id": "geluid", "name": "Geluid", "name_en": "Noise", "burden": 0.9}
    for group, name, text in (
        ("opgaven", "geluid", yaml.safe_dump(opgave)),
        ("arrangement", "eigen", OWN),
    ):
        (mine / group).mkdir()
        (mine / group / f"{name}.yaml").write_text(text, encoding="utf-8")
    words = ["--config-dir", str(mine), f"opgaven=[{SEVEN},geluid]", "arrangement=eigen",
             "points=2", "executor=serial"]  # fmt: skip
    (folder,) = execute(words, start=tmp_path_factory.mktemp("start"))
    return read(folder)


def test_the_eighth_opgave_is_simulated(results: Results) -> None:
    assert results.failed == 0
    assert [o["id"] for o in results.manifest["opgaven"]][-1] == "geluid"
    assert results.squares["target"].shape == (4, 30, 8)
    assert (results.squares["target"][:, :, 7].sum(axis=1) > 0).all()
    assert (results.runs["realised_geluid"] > 0).all()


def test_the_arrangement_of_ones_own_acts_where_it_holds(results: Results) -> None:
    assert results.labels[1] == "waterschapstafels"
    done = results.squares["q_2040"]
    assert not np.array_equal(done[0, :, [3, 7]], done[1, :, [3, 7]])


def test_the_screen_shows_both(results: Results) -> None:
    screen = compose(results)
    text = " ".join([*screen.opening, *(str(table.rows) for table in screen.tables)])
    assert "waterschapstafels" in text
    assert "Geluid" in text
