"""Why a pair is red: what is shown of a square is what the model and the store hold."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from fake_world import fake_study
from running import SERIAL

from experiments.app import execute
from experiments.commands import study_again
from experiments.preflight import InputError
from experiments.questions.square_names import region_of
from experiments.questions.square_seen import SquareSeen
from experiments.questions.waarom import look, look_at
from experiments.questions.what_if import TURNS, turn
from experiments.runner import run_study
from experiments.running.worker import set_up
from experiments.store import Results, read
from experiments.study import Cell, Study
from groenlicht.__main__ import main
from model.codes import CAUSES
from model.geography import Geography
from model.means import Means
from model.outcomes import LOSSES, outcomes

ZEELAND_WONEN = ["region=Zeeland", "opgave=wonen"]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("start")
    execute(["points=3", "executor=serial"], start=place)
    return place


@pytest.fixture(scope="module")
def results(start: Path) -> Results:
    return read("latest", root=start / "results")


@pytest.fixture(scope="module")
def study(results: Results) -> Study:
    return study_again(results.folder)


@pytest.fixture(scope="module")
def square(start: Path) -> SquareSeen:
    return look(ZEELAND_WONEN, start=start)


def place(results: Results, square: SquareSeen) -> tuple[int, int]:
    codes = [region["code"] for region in results.manifest["regions"]]
    ids = [opgave["id"] for opgave in results.manifest["opgaven"]]
    return codes.index(square.region["code"]), ids.index(square.opgave["id"])


def stored(results: Results, square: SquareSeen, name: str, arm: int) -> float:
    """A number of the square, from the store: the row of its world and arm."""
    row = np.flatnonzero(
        (results.runs["world"] == square.world) & (results.runs["arm"] == arm)
    ).item()
    return float(results.squares[name][row][place(results, square)])


def squares_of(study: Study, results: Results) -> list[SquareSeen]:
    wanted = [(0, 2), (14, 1), (25, 3), (29, 6)]
    return [look_at(study, results, r, k, [0, 3]) for r, k in wanted]


def test_done_projects_are_the_stored_share(study: Study, results: Results) -> None:
    for seen in squares_of(study, results):
        for arm in seen.arms:
            assert arm.projects
            done = sum(p.size for p in arm.projects if p.in_time)
            assert done / seen.target == pytest.approx(arm.share, rel=1e-12)
            target = stored(results, seen, "target", arm.index)
            q = stored(results, seen, "q_deadline", arm.index)
            assert arm.share == pytest.approx(q / target, rel=1e-6)
            assert all(p.done is not None and p.done < seen.deadline
                       for p in arm.projects if p.in_time)  # fmt: skip


def test_the_waterfall_is_the_unmet_target_and_the_stored_one(
    study: Study, results: Results
) -> None:
    for seen in squares_of(study, results):
        for arm in seen.arms:
            assert set(arm.losses) == set(LOSSES)
            unmet = max(0.0, seen.target - arm.realised)
            assert sum(arm.losses.values()) == pytest.approx(unmet, rel=1e-9, abs=1e-9)
            assert arm.mean_share + sum(arm.mean_losses.values()) == pytest.approx(1, abs=1e-6)
            for name, loss in arm.losses.items():
                there = stored(results, seen, f"loss_{name}", arm.index)
                assert loss == pytest.approx(there, rel=1e-6, abs=1e-6)


def test_clocks_and_quarters_are_those_of_the_state(study: Study, square: SquareSeen) -> None:
    for arm in square.arms:
        model = set_up(study, study.world(square.world), arm.index).run()
        state, projects = model.state, model.country.projects
        for p in arm.projects:
            clocks = [p.clocks.get(cause, 0.0) for cause in CAUSES]
            assert clocks == state.clocks[p.index].tolist()
            assert p.size == state.size[p.index]
            for mine, theirs in ((p.decided, state.decided_quarter), (p.paid, state.paid_quarter),
                                 (p.done, state.done_quarter)):  # fmt: skip
                assert mine == (None if theirs[p.index] >= 80 else theirs[p.index])
            assert p.name.number == projects.number[p.index]
            code = projects.municipality[p.index]
            assert p.name.municipality == study.geography.municipality_name[code]
        mine = (projects.region == study.geography.region_name.index("Zeeland")) & (
            projects.opgave == 0
        )
        assert mine.sum() == len(arm.projects)
        model.close()


def test_a_link_is_seen_from_both_ends_and_settling_takes_size(study: Study) -> None:
    from model.looking import look_at_square

    model = set_up(study, study.world(0), 0).run()
    regions, opgaven = model.country.target.shape
    everything = [p for r in range(regions) for k in range(opgaven)
                  for p in look_at_square(model, r, k)]  # fmt: skip
    assert len(everything) == len(model.country.projects)
    ends = {(p.name, link.other, link.status) for p in everything for link in p.links}
    assert ends
    assert {(b, a, status) for a, b, status in ends} == ends
    for p in everything:
        if p.size < p.size_before:
            assert any(link.status == "settled" for link in p.links)
        assert (p.permit is not None) or p.phase not in ("building", "done")
        assert p.waited == pytest.approx(model.state.clocks[p.index].sum())
    model.close()


def test_lights_are_counted_over_all_worlds(results: Results, square: SquareSeen) -> None:
    r, k = place(results, square)
    for arm in square.arms:
        rows = results.runs["arm"] == arm.index
        share = results.squares["q_deadline"][rows, r, k] / results.squares["target"][rows, r, k]
        assert arm.lights == {"green": int((share >= 0.95).sum()),
                              "amber": int(((share >= 0.7) & (share < 0.95)).sum()),
                              "red": int((share < 0.7).sum())}  # fmt: skip
        assert arm.mean_share == pytest.approx(np.minimum(1, share).mean(), rel=1e-6)
        here = arm.share
        assert arm.light == ("green" if here >= 0.95 else "amber" if here >= 0.7 else "red")


def test_the_world_is_the_middle_one_of_the_first_arm(
    study: Study, results: Results, square: SquareSeen
) -> None:
    r, k = place(results, square)
    for first in (0, 3):
        rows = results.runs["arm"] == first
        share = results.squares["q_deadline"][rows, r, k] / results.squares["target"][rows, r, k]
        middle = np.argsort(share, kind="stable")[1]
        seen = look_at(study, results, r, k, [first, 1])
        assert share[seen.world] == share[middle]
        assert seen.middle
        assert seen.worlds == 3


def test_names_codes_aliases_and_labels(start: Path) -> None:
    one = look(["region=Brainport", "opgave=Energie", "arm=gebiedsgericht"], start=start)
    assert one.region["code"] == "ES26"
    assert one.region["name"] == "Metropoolregio Eindhoven"
    assert [arm.name for arm in one.arms] == ["gebiedsgericht"]
    other = look(
        ["region=es26", "opgave=energie", "arm=Gebiedstafels + gebiedsbudget",
         f"world={one.world}"], start=start,
    )  # fmt: skip
    assert not other.middle
    assert dataclasses.replace(other, middle=True) == one


def test_the_arms_are_chosen_by_who_shows_them(start: Path) -> None:
    seen = look([*ZEELAND_WONEN, "world=1"], lambda arms: (len(arms) - 1, 0), start)
    assert [arm.index for arm in seen.arms] == [4, 0]


def test_the_target_in_its_own_unit(square: SquareSeen) -> None:
    agreed = square.target * square.per_unit / square.ambition
    assert 10_000 < agreed < 25_000  # homes of Zeeland, of the 917,193
    assert square.last_start == 40 - 10 - 8


BAD = [
    ("", "waarom: region niet gevonden"),
    ("region=Zeeland", "waarom: opgave niet gevonden"),
    ("region=Zeland opgave=wonen", "bedoelt u 'Zeeland'?"),
    ("region=Goes opgave=wonen", "bedoelt u region=Zeeland?"),
    ("region=Nergens opgave=wonen", "de naam of code van een regio van deze studie verwacht"),
    ("region=Zeeland opgave=wone", "bedoelt u 'wonen'?"),
    ("region=Zeeland opgave=wonen arm=gebiedsgerict", "bedoelt u 'gebiedsgericht'?"),
    ("region=Zeeland opgave=wonen world=9", "van 0 tot en met 2"),
    ("region=Zeeland opgave=wonen world=veel", "het nummer van een wereld verwacht"),
    ("regio=Zeeland opgave=wonen", "bedoelt u 'region'?"),
    ("region=Zeeland opgave=wonen a b", "een map verwacht, 2 gevonden"),
    ("region=Zeeland opgave=wonen nergens", "geen studie gevonden"),
    ("region=Zeeland opgave=wonen results=nergens", "geen eerdere studie gevonden"),
    ("region=Zeeland opgave=wonen --arm", "de optie '--arm' bestaat niet"),
]


@pytest.mark.parametrize(("line", "part"), BAD, ids=[line for line, _ in BAD])
def test_bad_input_is_one_sentence(
    line: str, part: str, start: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(start)
    assert main(["waarom", *line.split()]) == 2
    said = capsys.readouterr()
    assert part in said.err
    assert said.err.count("\n") == 1
    assert not said.out


def test_the_command_prints_and_stores_nothing(
    start: Path, results: Results, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    before = {p: p.stat().st_mtime_ns for p in start.rglob("*")}
    monkeypatch.chdir(start)
    monkeypatch.setenv("COLUMNS", "80")
    folder = results.folder.relative_to(start.resolve()).as_posix()
    assert main(["waarom", *ZEELAND_WONEN, folder]) == 0
    said = capsys.readouterr().out
    assert "Zeeland, Wonen: doel" in said
    assert max(len(line) for line in said.splitlines()) <= 80
    assert {p: p.stat().st_mtime_ns for p in start.rglob("*")} == before


def test_waarom_is_a_known_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["warom", "region=Zeeland"]) == 2
    assert "bedoelt u 'waarom'?" in capsys.readouterr().err
    assert main(["--config-dir", ".", "waarom"]) == 2
    assert "als eerste" in capsys.readouterr().err
    assert main(["waarom", "--help"]) == 0
    assert "waarom region=" in capsys.readouterr().out


def test_a_study_of_another_model_is_refused(
    results: Results, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "old"
    shutil.copytree(results.folder, folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["model_hash"] = "0" * 16
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert main(["waarom", *ZEELAND_WONEN, str(folder)]) == 2
    said = capsys.readouterr().err
    assert "een andere versie van het model" in said
    assert "groenlicht points=3 executor=serial" in said
    assert said.count("\n") == 1


def test_a_region_without_a_target(tmp_path: Path) -> None:
    made = fake_study(points=2, arms=2)
    geography = made.geography
    share = geography.share.copy()
    share[geography.municipality_region == 1, 2] = 0.0
    share /= share.sum(axis=0)
    share.setflags(write=False)  # as all tables are: another kind of array is compiled anew
    made = dataclasses.replace(made, geography=dataclasses.replace(geography, share=share))
    run_study(made, tmp_path / "x", SERIAL, progress=False)
    seen = look_at(made, read(tmp_path / "x"), 1, 2, [0, 1])
    assert seen.target == 0
    assert seen.world == 0
    for arm in seen.arms:
        assert arm.projects == ()
        assert arm.what_if == ()
        assert np.isnan(arm.share)
        assert arm.light == ""
        assert sum(arm.lights.values()) == 0


def test_a_world_of_another_cell_is_compared_with_its_own(tmp_path: Path) -> None:
    more = Cell(101, "money", "meer geld", "more money", factors={"money": 1.5})
    made = fake_study(points=2, arms=2, cells=(Cell(), more))
    run_study(made, tmp_path / "x", SERIAL, progress=False)
    results = read(tmp_path / "x")
    worlds = list(made.world_numbers())
    other = next(number for number in worlds if made.world(number).cell == 101)
    seen = look_at(made, results, 0, 0, [0], str(other))
    assert seen.world == other
    assert seen.worlds == 2
    rows = (results.runs["cell"] == 101) & (results.runs["arm"] == 0)
    shares = results.squares["q_deadline"][rows, 0, 0] / results.squares["target"][rows, 0, 0]
    assert seen.arms[0].mean_share == pytest.approx(np.minimum(1, shares).mean(), rel=1e-6)


# ------------------------------------------------------------------ what would have to be otherwise


def test_every_cause_has_a_setting_and_each_can_be_turned(study: Study) -> None:
    assert set(TURNS) == set(LOSSES)
    world = study.world(1)
    for cause in LOSSES:
        turned = turn(study, world, 0, cause, 0)
        assert study.world(1) == world
        if cause == "building_space":
            assert turned.changes == ()  # there is no ceiling
            continue
        assert turned.changes
        for _, before, after in turned.changes:
            assert before != after
        model = set_up(turned.study, turned.world, 0).run()
        model.close()


def test_a_setting_is_turned_and_nothing_else(study: Study) -> None:
    world = study.world(1)
    turned = turn(study, world, 0, "staff", 0, 0.5)
    means = dataclasses.replace(world.point.means, staff=world.point.means.staff * 1.5)
    assert turned.study is study
    assert turned.world == dataclasses.replace(
        world, point=dataclasses.replace(world.point, means=means)
    )
    turned = turn(study, world, 0, "window", 0)
    assert turned.changes == (("funding.pots.landelijk.window", 6, 1),)
    assert turned.study.arms[1:] == study.arms[1:]
    assert [pot.window for pot in turned.study.arms[0].pots] == [1, 1]
    assert turn(study, world, 3, "window", 0).changes == ()
    turned = turn(study, world, 0, "consent", 0)
    assert turned.study.arms[0].terms == dataclasses.replace(study.arms[0].terms, quorum=0.8 * 0.9)
    turned = turn(study, world, 0, "time", 0)
    assert turned.changes == (
        ("opgaven.wonen.min_planning", 10, 9), ("opgaven.wonen.min_building", 8, 7),
    )  # fmt: skip
    assert turned.study.geography.opgaven[1:] == study.geography.opgaven[1:]


def test_a_setting_stays_within_its_bounds(study: Study) -> None:
    sure = dataclasses.replace(study.arms[0], terms=dataclasses.replace(study.arms[0].terms,
                                                                        control=1.0))  # fmt: skip
    full = dataclasses.replace(study, arms=(sure, *study.arms[1:]))
    assert turn(full, full.world(0), 0, "drifted", 0).changes == ()
    world = study.world(0)
    means = Means(building_space={"wonen": 40.0})
    world = dataclasses.replace(world, point=dataclasses.replace(world.point, means=means))
    turned = turn(study, world, 0, "building_space", 0)
    assert turned.changes == (("scenario.building_space.wonen", 40.0, pytest.approx(44.0)),)
    assert turn(study, world, 0, "building_space", 1).changes == ()


def test_what_is_shown_is_the_run_with_the_setting_turned(
    study: Study, results: Results, square: SquareSeen
) -> None:
    r, k = place(results, square)
    world = study.world(square.world)
    arm = square.arms[0]
    ordered = sorted(arm.losses.values(), reverse=True)
    assert [arm.losses[found.cause] for found in arm.what_if] == [x for x in ordered[:2] if x > 0]
    for found in arm.what_if:
        for step, part in zip(found.steps, (0.1, 0.5), strict=False):
            turned = turn(study, world, arm.index, found.cause, k, part)
            model = set_up(turned.study, turned.world, arm.index).run()
            squares = outcomes(model).squares
            assert step.changes == turned.changes
            assert step.share == squares["q_deadline"][r, k] / squares["target"][r, k]
            model.close()


def test_a_study_that_grew_twice_can_be_looked_into(tmp_path: Path) -> None:
    """The last command asked for less than there is: every world and variant is still known."""
    words = ["regime=gebiedsgericht", "executor=serial"]
    execute([*words, "points=2"], start=tmp_path)
    (folder,) = execute([*words, "points=1", "variants=[V1]"], start=tmp_path)
    study = study_again(folder)
    assert (len(study.points), [cell.name for cell in study.cells]) == (2, ["", "V1"])
    for number in {int(w) for w in read(folder).runs["world"]}:
        assert study.world(number).number == number


def test_a_province_is_answered_with_its_regions(nederland: Geography) -> None:
    with pytest.raises(InputError, match=r"provincie; verwacht.*: .*Achterhoek.*Foodvalley"):
        region_of("gelderland", nederland, {})
