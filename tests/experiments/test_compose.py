"""Names to dataclasses: which arms a command makes, and what they follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.compose import compose_model, compose_study, study_hash
from experiments.preflight import InputError, estimate, notes
from model.arrangement import Area, Base, Terms


def arms(*overrides: str, **kwargs: object) -> dict[str, object]:
    study = compose_study([*overrides, "points=1"], "groenlicht", **kwargs)  # type: ignore[arg-type]
    return dict(zip(study.labels, study.arms, strict=True))


def test_without_overrides_the_five_arms_in_which_terms_are_equal() -> None:
    study = compose_study([], "groenlicht")
    assert len(study.arms) == 5
    assert len(study.points) == 100
    assert {a.terms for a in study.arms} == {Terms()}
    blocks = [(a.tables, a.pots) for a in study.arms]
    assert len({t for t, _ in blocks}) == 2
    assert len({p for _, p in blocks}) == 3
    assert blocks[0] == (Base().tables, Base().pots)
    assert all(a.coverage.base == Base() for a in study.arms)
    assert estimate(study, study.runs, 30).startswith("500 runs: 5 armen in 100 werelden van 100 ")
    assert estimate(study, 5, 30).startswith("5 runs: 5 armen in 1 wereld van 100 ")


def test_the_library_of_regimes_and_fundings() -> None:
    def tables(name: str) -> tuple[Area, object]:
        regime = compose_model(regime=name)[1].tables
        return regime.area, regime.opgaven

    assert tables("sectoraal") == (Area.RIJK, "each")
    assert tables("sectoraal_regio") == (Area.REGIO, "each")
    assert tables("gebiedsgericht") == (Area.REGIO, "all")
    assert tables("provinciaal") == (Area.PROVINCIE, "all")
    assert tables("centraal") == (Area.RIJK, "all")
    assert tables("gemeentelijk") == (Area.GEMEENTE, "all")
    area, clusters = tables("clusters")
    assert area == Area.REGIO
    assert clusters == (("wonen", "mobiliteit", "werken"), ("landelijk", "water"),
                        ("energie", "klimaat"))  # fmt: skip

    def pots(name: str) -> list[tuple[Area, object, float, int, str]]:
        found = compose_model(funding=name)[1].pots
        return [(p.area, p.opgaven, p.share, p.window, p.key) for p in found]

    assert pots("losse_spuks") == [
        (Area.RIJK, "each", 0.6, 6, "need"), (Area.REGIO, "each", 0.4, 1, "need"),
    ]  # fmt: skip
    assert pots("regiolabels") == [(Area.REGIO, "each", 1, 1, "need")]
    assert pots("nationaal_programma") == [(Area.RIJK, "each", 1, 1, "need")]
    assert pots("gebiedsbudget") == [(Area.REGIO, "all", 1, 1, "need")]
    assert pots("brede_doeluitkering") == [(Area.PROVINCIE, "all", 1, 1, "need")]
    assert pots("gemeentefonds") == [(Area.GEMEENTE, "all", 1, 1, "inwoners")]
    assert pots("rijksbudget") == [(Area.RIJK, "all", 1, 1, "need")]


def test_naming_a_regime_makes_two_arms_that_differ_in_nothing_else() -> None:
    (_, reference), (_, other) = arms("regime=clusters").items()
    assert reference.tables != other.tables
    assert (reference.pots, reference.terms) == (other.pots, other.terms)


def test_a_term_or_a_key_under_a_group_is_one_override() -> None:
    (_, reference), (_, other) = arms("terms.control=.2").items()
    assert reference.terms == Terms()
    assert other.terms == Terms(control=0.2)
    (_, _), (_, other) = arms("regime.tables.opgaven=[[wonen,mobiliteit]]").items()
    assert other.tables.opgaven == (("wonen", "mobiliteit"),)


def test_the_other_arm_follows_its_reference() -> None:
    (_, reference), (_, other) = arms("regime=clusters", "reference.funding=rijksbudget").items()
    assert reference.pots[0].area == Area.RIJK
    assert reference.pots == other.pots


def test_coverage_says_where_what_and_from_when() -> None:
    found = arms("regime=gebiedsgericht", "coverage.start=2027Q1", "coverage.where=[Zeeland]",
                 "coverage.scope=[wonen,water]")  # fmt: skip
    coverage = list(found.values())[1].coverage
    assert (coverage.start, coverage.where, coverage.scope) == (
        24,
        ("Zeeland",),
        ("wonen", "water"),
    )


def test_an_arrangement_and_an_opgave_from_yaml_alone(tmp_path: Path) -> None:
    for group, name, text in (
        ("regime", "eigen", "label: eigen tafels\n"
         "tables: {area: provincie, opgaven: [[wonen, haven]]}"),
        ("opgaven", "haven",
         "name: Haven\nname_en: Port\nministry: IenW\ndeadline: 60\nrunning: .4\nbuilding: .3\n"
         "min_planning: 10\nmin_building: 8\nburden: .6\nown_share: 1\n"
         "share: {terms: [{part: 1, columns: [inhabitants_2026]}]}\n"
         "synergy: {wonen: .1}\nclaim: {wonen: 2}"),
    ):  # fmt: skip
        (tmp_path / group).mkdir()
        (tmp_path / group / f"{name}.yaml").write_text(text, encoding="utf-8")
    study = compose_study(
        ["regime=eigen", "opgaven=[wonen,water,haven]", "points=1"], "groenlicht",
        config_dirs=[tmp_path],
    )  # fmt: skip
    assert study.geography.share.shape == (342, 3)
    assert study.arms[1].tables.opgaven == (("wonen", "haven"),)
    assert "eigen tafels" in study.labels[1]


def test_a_preset_is_a_file_of_names_or_of_rules(tmp_path: Path) -> None:
    (tmp_path / "arrangement").mkdir()
    (tmp_path / "arrangement" / "oud.yaml").write_text(
        "label: Het oude fonds\nregime: provinciaal\n"
        "funding:\n  label: oud fonds\n  pots:\n"
        "    samen: {area: provincie, opgaven: [[landelijk, water]], share: .7}\n"
        "    los: {area: provincie, opgaven: each, share: .3}\n"
        "terms: {frame: .9}\nscope: [landelijk, water]\n",
        encoding="utf-8",
    )

    def arms(*overrides: str) -> list[tuple[str, str]]:
        study = compose_study([*overrides, "points=1"], "groenlicht", config_dirs=[tmp_path])
        arm = study.arms[-1]
        assert arm.coverage.scope == ("landelijk", "water")
        assert (arm.terms.frame, arm.terms.quorum) == (0.9, 0.8)
        return [(a.name, label) for a, label in zip(study.arms, study.labels, strict=True)]

    assert arms("arrangement=oud")[1] == ("oud", "Het oude fonds")
    changed = ["arrangement=oud", "funding.pots.samen.share=.6", "funding.pots.los.share=.4"]
    assert arms(*changed)[1][0] == "oud_aangepast"
    hybrid = arms("reference=oud", "regime=gebiedsgericht")
    assert [name for name, _ in hybrid] == ["oud", "oud_aangepast"]
    assert hybrid[1][1].startswith("gebiedstafels + oud fonds")


def test_the_hash_is_of_what_decides_the_results() -> None:
    def hash_of(*overrides: str) -> str:
        words = ["regime=clusters", *overrides, "points=1"]  # two arms: sooner composed
        return study_hash(compose_study(words, "groenlicht"))

    same = hash_of()
    assert hash_of("seeds=3", "executor=serial", "workers=1", "timeout=9", "shard=1/2") == same
    assert hash_of("variants=[V1]") == same
    assert hash_of("record=full") != same
    assert hash_of("inputs=[density]") != same
    assert hash_of("terms.control=.2") != same
    assert hash_of("scenario.money=.8") != same
    assert hash_of("assumptions.density=2") != same
    assert hash_of("first_seed=7") != same
    assert hash_of("regions=corop") != same


def test_a_fixed_assumption_is_the_same_in_every_point() -> None:
    study = compose_study(["assumptions.density=2", "points=5"], "groenlicht")
    assert {p.assumptions.density for p in study.points} == {2}
    assert len({p.assumptions.price for p in study.points}) == 5
    assert "density" not in study.points.varied


def test_equal_arms_are_pointed_out() -> None:
    study = compose_study(["regime=sectoraal", "points=1"], "groenlicht")
    assert any("precies dezelfde regels" in note for note in notes(study))
    # a coverage does nothing where the arm is as what holds outside it
    study = compose_study(["regime=sectoraal", "coverage.where=[Zeeland]", "points=1"], "x")
    assert any("precies dezelfde regels" in note for note in notes(study))
    study = compose_study(["regime=gebiedsgericht", "coverage.where=[Zeeland]", "points=1"], "x")
    assert not any("precies dezelfde regels" in note for note in notes(study))


@pytest.mark.parametrize(
    ("word", "part"),
    [("design=single", "points doet niets bij design=single"), ("dask.system=slurm", "dask.*")],
)
def test_what_does_nothing_is_said(word: str, part: str) -> None:
    words = ["regime=gebiedsgericht", word, "points=4"]
    assert any(part in note for note in notes(compose_study(words, " ".join(words))))
    assert not any(part in note for note in notes(compose_study(["points=4"], "x points=4")))


def test_an_unknown_keyword_is_refused_from_python_too() -> None:
    with pytest.raises(InputError, match="bedoelt u"):
        compose_model(regime="gebiedsgerict")
