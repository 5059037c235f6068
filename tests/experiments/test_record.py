"""record=full: accounts that balance, and municipalities that add up to their regions."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import fake_world
import numpy as np
import pyarrow.parquet as pq
import pytest
from running import SERIAL, content, run

from experiments.runner import run_study
from experiments.running import sweep, worker
from experiments.store import Results, read
from experiments.storing.parts import tables_of
from experiments.storing.repair import compact
from experiments.storing.rows import FULL, TABLES
from experiments.study import Study
from model.arrangement import Area, Arrangement, Coverage
from model.details import ACCOUNT, run_in_detail
from model.drawing import build_country
from model.netherlands import Netherlands

RECORDED = 2  # points


@pytest.fixture(scope="module")
def study() -> Study:
    made = fake_world.fake_study(points=RECORDED)
    later = Arrangement("later", fake_world.AREA, fake_world.BUDGET, coverage=Coverage(start=24))
    return dataclasses.replace(made, arms=(*made.arms[:4], later), record="full")


@pytest.fixture(scope="module")
def results(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Results:
    return read(run_study(study, tmp_path_factory.mktemp("s") / "x", SERIAL, progress=False))


def table(results: Results, name: str) -> dict[str, np.ndarray]:
    found = pq.read_table(results.folder / name)
    return {column: found[column].to_numpy(zero_copy_only=False) for column in found.column_names}


def test_both_tables_are_there_for_every_run(results: Results) -> None:
    assert results.failed == 0
    assert tables_of(results.folder) == (*FULL, *TABLES)
    for name in FULL:
        assert set(table(results, name)["run"]) == set(results.runs["run"])


def test_accounts_balance_in_the_model_to_the_bit_of_its_own_sums(study: Study) -> None:
    """Inflow = spent + drifted + lapsed + cut + the change of the balance, per pot and year."""
    world = study.world(1)
    country = build_country(study.geography, world.point.assumptions, world.point.means, world.seed)
    for arm in study.arms:
        model = Netherlands(country, arm, agents=False)
        accounts = run_in_detail(model)["accounts"]
        pots = len(model.layout.pot_identity)
        by_year = {name: accounts[name].reshape(20, pots) for name in ACCOUNT}
        change = np.diff(by_year["balance"], axis=0, prepend=0)
        out = sum(by_year[name] for name in ("spent", "drifted", "lapsed", "cut"))
        scale = max(1.0, by_year["inflow"].max())
        assert by_year["inflow"] == pytest.approx(out + change, abs=1e-12 * scale * 20)
        assert by_year["inflow"].sum() > 0
        assert (by_year["balance"] >= -1e-9).all()
        model.close()


def test_accounts_in_the_store_balance(results: Results) -> None:
    held = table(results, "accounts")
    for run_number in results.runs["run"]:
        mine = held["run"] == run_number
        for pot in set(held["pot"][mine]):
            rows = {n: held[n][mine & (held["pot"] == pot)].astype(float) for n in ACCOUNT}
            years = held["year"][mine & (held["pot"] == pot)]
            assert years.tolist() == list(range(2021, 2041))
            out = sum(rows[n] for n in ("spent", "drifted", "lapsed", "cut"))
            change = np.diff(rows["balance"], prepend=0)
            # float32 in the store
            slack = 1e-5 * max(1.0, *(np.abs(values).max() for values in rows.values()))
            assert np.abs(rows["inflow"] - out - change).max() <= slack


def test_money_leaves_a_pot_in_every_way_somewhere(results: Results) -> None:
    """Without this the balance could hold because nothing ever happens."""
    held = table(results, "accounts")
    for name in ACCOUNT:
        assert np.abs(held[name]).max() > 0, name
    assert {pot.split(":")[0] for pot in held["pot"]} == {str(int(Area.RIJK)), str(int(Area.REGIO))}


def test_pots_have_names_of_their_own(results: Results) -> None:
    held = table(results, "accounts")
    for run_number in results.runs["run"]:
        mine = held["run"] == run_number
        places = list(zip(held["year"][mine], held["pot"][mine], strict=True))
        assert len(set(places)) == len(places)


def test_municipalities_add_up_to_the_squares_of_their_region(
    study: Study, results: Results
) -> None:
    geography = study.geography
    regions, opgaven = len(geography.region_code), len(geography.opgaven)
    held = table(results, "municipalities")
    region = geography.municipality_region[held["municipality"]]
    for row, run_number in enumerate(results.runs["run"]):
        mine = held["run"] == run_number
        place = region[mine] * opgaven + held["opgave"][mine]
        for name in ("target", "q_deadline", "q_2040"):
            found = np.bincount(place, held[name][mine].astype(float), regions * opgaven)
            square = results.squares[name][row]
            assert found.reshape(regions, opgaven) == pytest.approx(square, rel=2e-6, abs=1e-4)
    assert held["q_2040"].max() > 0
    assert (held["work_left"] >= 0).all()


def test_the_other_tables_are_those_of_a_summary(
    study: Study, results: Results, tmp_path: Path
) -> None:
    plain = dataclasses.replace(study, record="summary")
    other = read(run_study(plain, tmp_path / "s", SERIAL, progress=False))
    for name in results.scalars:
        assert np.array_equal(results.runs[name], other.runs[name], equal_nan=True)
    for name in results.squares:
        assert np.array_equal(results.squares[name], other.squares[name], equal_nan=True)
    assert not (other.folder / "accounts").exists()


def test_the_hash_sees_the_full_tables(results: Results, study: Study, tmp_path: Path) -> None:
    again = run_study(study, tmp_path / "s", SERIAL, progress=False)
    assert content(again) == results.content_hash()
    part = next((again / "accounts").glob("*.parquet"))
    held = pq.read_table(part)
    spent = held["spent"].to_numpy().copy()
    spent[3] += 1
    at = held.column_names.index("spent")
    pq.write_table(held.set_column(at, "spent", [spent]), part)
    assert content(again) != results.content_hash()


def test_an_arm_that_failed_has_no_rows(study: Study, tmp_path: Path) -> None:
    def failing(study: Study, world: object, begin: object) -> list[object]:
        found = worker.run_world(study, world, begin)  # type: ignore[arg-type]
        return [fake_world.Failure("no", ""), *found[1:]]

    held = Results(run(tmp_path / "s", study, run_world=failing))
    assert held.failed == RECORDED
    good = held.runs["run"][held.runs["status"] == "ok"]
    for name in FULL:
        assert set(table(held, name)["run"]) == set(good)


def test_a_chunk_in_which_every_run_failed_is_kept(study: Study, tmp_path: Path) -> None:
    def failing(study: Study, world: object, begin: object) -> list[object]:
        if world.number == 1:  # type: ignore[attr-defined]
            raise RuntimeError("no world")
        return worker.run_world(study, world, begin)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "MOST_RUNS", 5)  # one world a part
        held = Results(run(tmp_path / "s", study, run_world=failing))
    assert held.failed == 5
    assert np.isnan(held.municipalities["target"][held.runs["status"] != "ok"]).all()
    run(held.folder, study, run_world=lambda *_: pytest.fail("ran"))
    compact(held.folder)
    assert content(held.folder) == held.content_hash()
    assert Results(held.folder).failed == 5
