import io
import re

import fake_world
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapes
from rich.console import Console
from test_laid_over import grid, spread, steep
from test_matrix import nl, stored, table

from analysis.arrangements import covered
from analysis.screen import compose, show, show_several
from analysis.sentences import next_command
from analysis.words import check
from experiments.study import Cell

COVERAGES = ({"scope": ("a", "c")}, {"where": ("SR03",)}, {"where": ("Provincie 1",)}, {})


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Where an arm holds it adds 6 procentpunt, elsewhere it takes 1."""
    return shapes.places(tmp_path_factory.mktemp("p") / "x", *COVERAGES, noise=0.004, cover=0.07,
                         effect=[0, -0.01, -0.01, -0.01, -0.01])  # fmt: skip


def test_the_list_of_arms_equals_the_store(places):
    share = stored(places.folder)
    made = table(places, "Elk arrangement tegen overal hetzelfde")
    assert made.rows[0] == ("overal hetzelfde", nl(100 * share[0].mean()), "–", "–", "–", "")
    for i, row in enumerate(made.rows[1:], 1):
        d = share[i] - share[0]
        assert row[:5] == (
            f"deel {i - 1}", nl(100 * share[i].mean()), nl(100 * d.mean(), plus=True), spread(d),
            f"{100 * int(np.sum(d > 0)) // 120} %",
        )  # fmt: skip
    assert made.rows[4][5] == "duidelijk*"  # + 6 procentpunt everywhere
    assert not any(t.title.startswith("Verschil in gerealiseerd") for t in compose(places).tables)


def inside(folder, arm, mask):
    """Realised share in some squares, per point, straight from the files; no failures."""
    rows = pa.concat_tables(
        [pq.read_table(p) for p in sorted((folder / "squares").glob("*.parquet"))]
    )
    run, region, opgave = (rows[n].to_numpy() for n in ("run", "region", "opgave"))
    target, done = (rows[n].to_numpy().astype(float) for n in ("target", "q_deadline"))
    keep = mask[region, opgave] & (run % 5 == arm)
    world = run[keep] // 5
    at = np.unique(world, return_inverse=True)[1]
    total = np.bincount(at, target[keep])
    return np.bincount(at, np.minimum(done, target)[keep]) / total


def masks():
    """The squares of the three coverages: opgaven a and c, region 3, regions 1 and 2."""
    found = [np.zeros((6, 7), dtype=bool) for _ in range(3)]
    found[0][:, [0, 2]] = True
    found[1][2] = True
    found[2][:2] = True
    return found


def test_the_covered_squares(places):
    for i, mask in enumerate(masks()):
        assert np.array_equal(covered(places.manifest, i + 1), mask)
    assert covered(places.manifest, 0) is None
    assert covered(places.manifest, 4) is None


def test_a_region_goes_before_a_province_of_the_same_name(places):
    manifest = {**places.manifest, "regions": [
        {"code": "R1", "name": "Zeeland", "province_code": "P1", "province": "Zeeland"},
        {"code": "R2", "name": "Elders", "province_code": "P1", "province": "Zeeland"},
    ]}  # fmt: skip
    manifest["arms"] = [{"coverage": '[null, ["Zeeland"], 0, []]'},
                        {"coverage": '[null, ["P1"], 0, []]'}]  # fmt: skip
    assert covered(manifest, 0).any(axis=1).tolist() == [True, False]
    assert covered(manifest, 1) is None  # both regions


def test_where_it_holds_and_elsewhere_equal_the_store(places):
    made = table(places, "Waar een arrangement geldt")
    rows = iter(made.rows)
    for i, mask in enumerate(masks(), 1):
        for part, text in ((mask, f"deel {i - 1}: waar het geldt ({mask.sum()})"),
                           (~mask, "  elders")):  # fmt: skip
            before, after = (inside(places.folder, arm, part) for arm in (0, i))
            d = after - before
            assert next(rows) == (
                text, nl(100 * before.mean()), nl(100 * after.mean()),
                nl(100 * d.mean(), plus=True), spread(d), f"{100 * np.sum(d > 0) // 120} %",
            )  # fmt: skip
    assert next(rows, None) is None
    assert "Regels bekeken: 6" in made.note


def test_the_opening_says_what_happens_where_it_holds(places):
    mask = masks()[0]
    here, there = (
        [inside(places.folder, arm, part).mean() for arm in (0, 1)] for part in (mask, ~mask)
    )
    assert compose(places).opening[1] == (
        f"Waar deel 0 geldt (12 van de 42 regio-opgaven): gerealiseerd deel {nl(100 * here[0])} % "
        f"en {nl(100 * here[1])} % (verschil {nl(100 * (here[1] - here[0]), plus=True)} "
        f"procentpunt); elders {nl(100 * there[0])} % en {nl(100 * there[1])} % (verschil "
        f"{nl(100 * (there[1] - there[0]), plus=True)} procentpunt)."
    )


EFFECTS = [0, 0.01, 0.02, 0.03, 0.05, 0.06, 0.07, 0.09]  # the last rule adds on top of the others


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    return shapes.mixes(tmp_path_factory.mktemp("s") / "x", EFFECTS, noise=0.005)


def test_shapley_equals_the_store(mixed):
    share = stored(mixed.folder)
    worth = {frozenset(arm["taken"].split(",")) - {""}: share[i]
             for i, arm in enumerate(mixed.manifest["arms"])}  # fmt: skip
    rows = {row[0]: row[1:] for row in table(mixed, "Welke regel welk deel").rows}
    names = {"pots.area": "potten: gebied", "pots.opgaven": "potten: opgaven",
             "tables.area": "tafels: gebied"}  # fmt: skip
    total = 0
    for rule, name in names.items():
        others = [r for r in names if r != rule]
        parts = [((), 2), ((others[0],), 1), ((others[1],), 1), (others, 2)]  # weights of 6
        d = sum(w * (worth[frozenset([*s, rule])] - worth[frozenset(s)]) for s, w in parts) / 6
        total = total + d
        assert rows[name] == (
            nl(100 * d.mean(), 2, plus=True), spread(d), f"{100 * np.sum(d > 0) // 120} %",
        )  # fmt: skip
    assert total == pytest.approx(share[-1] - share[0])
    assert rows["samen"][0] == nl(100 * total.mean(), 2, plus=True)
    shown = nl(100 * total.mean(), 4, plus=True)
    note = table(mixed, "Welke regel welk deel").note
    assert f"tellen op tot {shown}, het verschil tussen de twee is {shown}." in note


def test_mixes_are_compared_from_end_to_end(mixed):
    opening = compose(mixed).opening
    assert opening[0].startswith("In deze verkenning zijn bij sectoraal ")
    assert " en bij gebied " in opening[0]
    assert not any(line.startswith(("Over alle", "Tegen")) for line in opening)
    titles = [t.title for t in compose(mixed).tables]
    assert not any(title.startswith(("De potten", "Verschil in", "Elk arr")) for title in titles)


def unequal_study(folder, share):
    made = shapes.cells(folder, points=3, tables=0.05)
    made.design["conversion"] = np.full(3, share)
    return made


def test_unequal_means_are_said_everywhere(tmp_path):
    made = unequal_study(tmp_path / "x", 0.9)
    screen = compose(made)
    assert screen.opening[0].startswith("Ongelijke middelen. In deze verkenning")
    assert "Gelijk gehouden: mensen, opgaven, projecten, spelregels, toeval." in screen.opening
    assert any("komt 90 % aan" in line for line in screen.opening)
    assert all(t.title.endswith("(ongelijke middelen)") for t in screen.tables)
    english = compose(made, "en")
    assert english.opening[0].startswith("Unequal means. In this exploration")
    assert all(t.title.endswith("(unequal means)") for t in english.tables)
    equal = compose(unequal_study(tmp_path / "y", 1.0))
    assert not any("ngelijke" in line for line in equal.opening)


def test_a_lever_on_the_conversion_makes_means_unequal(tmp_path):
    cell = Cell(101, "korting", "korting", "cut", values={"conversion": 0.9})
    made = shapes.cells(tmp_path / "x", cell, points=2)
    assert any("komt niet alles aan" in line for line in compose(made).opening)


def test_several_studies_stand_in_one_table(tmp_path):
    studies = [shapes.cells(tmp_path / "s" / f"2026-01-01_{n}", points=110, tables=t, noise=0.004)
               for n, t in (("een", 0.05), ("twee", -0.04))]  # fmt: skip
    for made, name in zip(studies, ("midden", "krap_geld"), strict=True):
        made.manifest["command"] = f"groenlicht scenario={name} points=110"
    console = Console(file=io.StringIO(), width=80)
    show_several(studies, console)
    text = console.file.getvalue().split("De studies naast elkaar")[1]
    flat = re.sub(r"\s+", " ", text)
    for made, name in zip(studies, ("scenario=midden", "scenario=krap_geld"), strict=True):
        d = np.subtract(*stored(made.folder)[::-1])
        assert (
            f"{name} {nl(100 * d.mean(), plus=True)} {spread(d)} {100 * np.sum(d > 0) // 110} % "
            f"duidelijk* {made.folder.name[11:]}"
        ) in flat
    assert "* Varianten nog niet gedraaid." in flat
    assert str(tmp_path) in text.replace("\n", "")
    assert "…" not in text


def test_the_next_command(tmp_path):
    made = shapes.cells(tmp_path / "a", points=100)
    made.manifest["command"] = "groenlicht points=100 variants=[V1]"
    assert next_command(made) == "groenlicht points=100 variants=all"
    made = shapes.cells(tmp_path / "b", *shapes.variants(), points=100)
    assert next_command(made) == "groenlicht experiment=tipping"
    made = shapes.cells(tmp_path / "c", *grid(), points=100, grid=steep)
    made.manifest["command"] = "groenlicht experiment=tipping"
    assert next_command(made) == "groenlicht experiment=tipping points=400"
    few = shapes.cells(tmp_path / "d", points=4)
    assert next_command(few) == "groenlicht points=100"


SHAPES = {
    "matrix": lambda folder, p: shapes.matrix(folder, points=p, effect=[i / 100 for i in range(9)]),
    "mixes": lambda folder, p: shapes.mixes(folder, EFFECTS, points=p),
    "places": lambda folder, p: shapes.places(folder, *COVERAGES, points=p, cover=0.1),
    "cells": lambda folder, p: shapes.cells(
        folder, *shapes.variants(), *grid(), Cell(101, "x", "meer geld", "more money"), points=p,
        grid=steep),
    "five": lambda folder, p: shapes.run(fake_world.fake_study(points=p, tables=-0.05), folder),
}  # fmt: skip


@pytest.mark.parametrize("points", [1, 4, 100])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_text_is_clean_and_fits(tmp_path, shape, points):
    made = SHAPES[shape](tmp_path / "x", points)
    for language, width in (("nl", 80), ("en", 100)):
        screen = compose(made, language)
        texts = [*screen.opening, *screen.notes]
        for shown in screen.tables:
            texts += [shown.title, shown.note, *shown.columns, *(c for r in shown.rows for c in r)]
            assert {len(row) for row in shown.rows} <= {len(shown.columns)}
        for text in texts:
            check(text, language)
            assert "{" not in text
            assert "nan" not in text
        console = Console(file=io.StringIO(), width=width)
        show(made, console, language=language)
        lines = console.file.getvalue().splitlines()
        assert max(len(line) for line in lines if str(tmp_path) not in line) <= width
        assert "…" not in console.file.getvalue()
        if points < 100:
            for word in ("duidelijk ", "meestal ", "hangt af", "clear ", "mostly "):
                assert not any(word in line for line in screen.opening)
