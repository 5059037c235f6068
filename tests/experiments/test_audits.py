"""The audits find what is there: a broken placebo, unequal means, a difference that is left."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from experiments.compose import compose_study
from experiments.options import Options
from experiments.points import ASSUMED
from experiments.questions import audit_table, audits
from experiments.questions.audit_table import all_checks
from experiments.questions.audits import BROKEN, FINDING, GOOD, LEDGER, Check, Spread, ranges_of
from experiments.running.worker import run_world
from experiments.series import Member, run_series
from experiments.store import Results
from groenlicht.__main__ import main
from model.arrangement import Terms
from model.assumptions import TABLE, Assumptions

SERIAL = Options(executor="serial")


def run_all(named: dict[str, Member]) -> dict[str, Results]:
    quiet = Console(file=io.StringIO())
    found = run_series(list(named.values()), "x", options=SERIAL, console=quiet, each=True)
    return dict(zip(named, found, strict=True))


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Results]:
    """All studies of the audit at two points."""
    return run_all(audits.members(tmp_path_factory.mktemp("audit"), 2))


@pytest.fixture(scope="module")
def unequal(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Results]:
    """Main and placebo where what is bundled arrives for nine tenths."""
    root = tmp_path_factory.mktemp("unequal")
    named = audits.members(root, 2, ["scenario=omzetkorting_10"])
    return run_all({name: named[name] for name in ("main", "placebo")})


def test_every_exact_audit_holds(studies: dict[str, Results]) -> None:
    checks = {check.name: check for check in all_checks(studies)}
    exact = [
        name
        for name in checks
        if name.startswith(("placebo", "symmetrie", "gelijke", "neutralisatie: alles"))
    ]
    assert len(exact) == 8
    assert {checks[name].status for name in exact} == {GOOD}
    assert not any(study.failed for study in studies.values())
    # the two arms of the audit do differ, as do the arms with equal pots
    assert np.abs(audits.difference(studies["main"])).min() > 0
    assert np.abs(audits.difference(studies["equal_pots"])).min() > 0


def test_a_placebo_that_is_none_is_found(studies: dict[str, Results]) -> None:
    assert audits.placebo(studies["main"]).status == BROKEN


def test_a_difference_that_does_not_turn_is_found(studies: dict[str, Results]) -> None:
    assert audits.symmetry(studies["main"], studies["main"]).status == BROKEN
    assert audits.symmetry(studies["main"], studies["equal_pots"]).status == BROKEN


def test_a_difference_that_is_left_is_found(studies: dict[str, Results]) -> None:
    """With their own pots the arms differ, whatever the tables do."""
    assert audits.nothing_left(studies["main"]).status == FINDING


def test_unequal_means_are_found(unequal: dict[str, Results]) -> None:
    found = {check.name.removeprefix("gelijke middelen: "): check.status
             for check in audits.equal_means(unequal["main"])}  # fmt: skip
    assert found["rijksgeld"] == found["ombouw"] == FINDING
    assert found["uren van gemeenten"] == found["doelen per paar"] == GOOD
    # the placebo loses as much on both sides
    assert audits.placebo(unequal["placebo"]).status == GOOD


def test_a_cell_is_the_points_with_that_mechanism_neutral(studies: dict[str, Results]) -> None:
    """The table of one mechanism at a time, against a study composed for that one."""
    main = studies["main"]
    here, change = audits.alone(main)["startup"]
    values = audits.difference(main, audits.cell_of(main, "startup"))
    assert here.median == np.median(values)
    assert change == np.median(values - audits.difference(main))
    study = compose_study(["experiment=audit", "points=2", "assumptions.startup=0"], "x")
    for number in (0, 1):
        arms = run_world(study, study.world(number), lambda _: None)
        first, second = (np.float32(arm.scalars["realised_share"]) for arm in arms)
        assert values[number] == pytest.approx(float(second) - float(first), abs=1e-9)


def test_the_ledger_has_every_mechanism_that_is_put_at_its_neutral_value() -> None:
    cells = compose_study(["experiment=audit"], "x").cells[1:]
    assert [cell.name for cell in cells] == [name for name, *_ in LEDGER] + ["everything"]
    known = {row.name for row in TABLE} | {f"terms.{name}" for name in vars(Terms())}
    assert {name for _, names, _ in LEDGER for name in names} <= known
    together: dict[str, float] = {}
    for cell in cells[:-1]:
        if cell.name not in ("chain", "place"):  # without links there is neither
            together |= cell.values
    assert dict(cells[-1].values) == together


def test_boxes_keep_the_default_and_the_bounds() -> None:
    bounds = {row.name: row for row in TABLE}
    narrow, wide, mirrored = (ranges_of(box) for box in audits.BOXES)
    assert set(narrow) == ASSUMED | {"money", "staff", "ambition"}
    for name, row in bounds.items():
        default = getattr(Assumptions(), name)
        for low, high in (narrow[name], wide[name], mirrored[name]):
            assert row.floor <= low <= default <= high <= row.ceiling
        assert narrow[name][1] - narrow[name][0] == pytest.approx((row.high - row.low) / 2)
    assert wide["density"] == [0, 6.5]
    assert wide["chain_share"] == [0, 1]
    assert mirrored["clash"] == pytest.approx([0.3, 0.9])
    assert mirrored["talk"] == pytest.approx([0, 3.6])
    assert mirrored["money"] == pytest.approx([0.6, 1.1])


def test_points_are_drawn_from_the_box(tmp_path: Path) -> None:
    named = audits.members(tmp_path, 100)
    density = {name: one.study.points.column("density") for name, one in named.items()}
    assert density["main"].max() < 4 < density["wide"].max() < 6.5
    assert density["narrow"].max() < 2.75
    assert (density["placebo"] == density["main"]).all()


@pytest.mark.parametrize(("median", "side"), [(0.019, 0), (0.02, 1), (-0.021, -1), (0, 0)])
def test_a_difference_matters_from_two_points_on(median: float, side: int) -> None:
    assert Spread(median, -1, 1, 0.5, 100).side == side


def test_a_box_on_the_other_side_is_a_finding(studies: dict[str, Results]) -> None:
    def status(main: float, box: float) -> list[str]:
        with pytest.MonkeyPatch.context() as patch:
            values = {id(studies["main"]): main, id(studies["wide"]): box}
            patch.setattr(
                audit_table, "difference", lambda s, _=0: np.full(2, values.get(id(s), 0.05))
            )
            checks = {check.name: check.status for check in all_checks(studies)}
        return [checks["andere doos: wide"], checks["wereld zonder verbanden, gelijke potten"]]

    assert status(0.05, 0.05) == [GOOD, FINDING]
    assert status(0.05, -0.05) == [FINDING, FINDING]
    assert status(0.05, 0.0) == [FINDING, FINDING]


def test_the_command_ends_with_1_only_if_the_program_is_at_fault(
    studies: dict[str, Results], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(audit_table, "members", lambda *_: dict.fromkeys(studies))
    monkeypatch.setattr(audit_table, "run_series", lambda *_, **__: list(studies.values()))
    assert main(["audit", "points=2"]) == 0
    text = capsys.readouterr().out
    for words in ("placebo", "wereld zonder verbanden", "Wat één kant", "2 punten"):
        assert words in text
    fine = audits.placebo(studies["placebo"])
    for status, code in ((FINDING, 0), (BROKEN, 1)):
        made: Check = replace(fine, status=status)
        monkeypatch.setattr(audit_table, "placebo", lambda _, made=made: made)
        assert main(["audit", "points=2"]) == code
        out = capsys.readouterr()
        assert status in out.out
        assert ("fout in het programma" in out.err) == (code == 1)
    assert main(["audit", "alles"]) == 2
    assert main(["audit", "puntn=3"]) == 2
