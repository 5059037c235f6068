import dataclasses

import fake_world
import numpy as np
import pytest
import shapes
from test_matrix import nl, stored, table

from analysis.cells import RULE
from analysis.compared import Compared
from analysis.screen import compose
from analysis.tipping import break_evens
from analysis.verdict import Word
from experiments.options import Options
from experiments.runner import run_study
from experiments.store import read
from experiments.study import Cell

LEVERS = (
    Cell(101, "geld", "meer geld", "more money", factors={"money": 1.1}),
    Cell(102, "tijd", "meer tijd", "more time", factors={"pace": 1.1}),
)


def spread(d):
    low, high = (nl(v, plus=True) for v in np.percentile(100 * d, [5, 95]))
    return f"{low} tot {high}"


@pytest.fixture(scope="module")
def levers(tmp_path_factory):
    """One lever adds 3 procentpunt in both arms, the other takes 2 from the second."""
    return shapes.cells(tmp_path_factory.mktemp("l") / "x", *LEVERS, tables=0.02, noise=0.01,
                        laid={101: [0.03, 0.03], 102: [0, -0.02]})  # fmt: skip


def test_levers_equal_the_store(levers):
    rows = table(levers, "Wat er verandert als alleen dit").rows
    base = stored(levers.folder)
    expected = []
    for cell, name in ((101, "meer geld"), (102, "meer tijd")):
        change = stored(levers.folder, cell=cell) - base
        expected.append((name, "", ""))
        for d in (*change, change[1] - change[0]):
            expected.append((nl(100 * d.mean(), plus=True), spread(d)))
    shown = [row if not row[1] else row[1:] for row in rows]
    assert shown == expected
    assert [row[1] for row in rows] == ["", "+3,0", "+3,0", "0,0", "", "0,0", "−2,0", "−2,0"]


def test_a_lever_that_was_run_on_fewer_points_counts_those(tmp_path):
    shapes.cells(tmp_path / "x", *LEVERS[:1], points=5, laid={101: [0.03, 0.01]})
    made = shapes.cells(tmp_path / "x", points=9)
    rows = table(made, "Wat er verandert als alleen dit").rows
    assert [row[1] for row in rows] == ["", "+3,0", "+1,0", "−2,0"]
    assert "over 5 combinaties" in table(made, "Wat er verandert als alleen dit").note


def grid(number=0, first=1001, columns=(0, 1, 2, 4)):
    return tuple(
        Cell(first + i, f"{x},{y}", levels={"chain_share": x, "density": y}, grid=number,
             values={"chain_share": x, "density": y})
        for i, (x, y) in enumerate((x, y) for x in (0.0, 0.4) for y in map(float, columns))
    )  # fmt: skip


def steep(levels):
    """The difference is 3 procentpunt per unit of density above 1.5; nothing at chain_share 0."""
    return 0.03 * (levels["density"] - 1.5) * (levels["chain_share"] > 0)


@pytest.fixture(scope="module")
def tipping(tmp_path_factory):
    return shapes.cells(tmp_path_factory.mktemp("t") / "x", *grid(), points=100, noise=0.003,
                        grid=steep)  # fmt: skip


def test_the_tipping_table_equals_the_store(tipping):
    made = table(tipping, "Verschil per aanname: aandeel ketenverbanden (chain_share) (rijen)")
    assert made.columns == ("", "0", "1", "2", "4")
    medians = []
    for i, row in enumerate(made.rows):
        for j, cell in enumerate(row[1:]):
            share = stored(tipping.folder, cell=1001 + 4 * i + j)
            d = share[1] - share[0]
            medians.append(np.median(d))
            same = np.sum(np.sign(d) == np.sign(np.median(d))) / len(d)
            clear = same >= 0.8 and abs(np.median(d)) >= 0.02
            mark = "" if not clear else "(+) " if np.median(d) > 0 else "(−) "
            assert cell == mark + nl(100 * np.median(d), plus=True)
    assert [row[0] for row in made.rows] == ["0", "0,4"]
    assert [c.startswith("(") for row in made.rows for c in row[1:]] == [
        False, False, False, False, True, False, False, True,
    ]  # fmt: skip
    where = 1 + (0 - medians[5]) / (medians[6] - medians[5])
    text = f"bij chain_share 0,4: density {nl(where)} (op de standaard)"
    assert float(f"{where:.2g}") == 1.5
    assert text in made.note
    assert "Combinaties per cel: 100; cellen bekeken: 8" in made.note
    assert "Standaardwaarden: chain_share 0,35, density 1,5" in made.note


def test_two_grids_have_a_table_each(tmp_path):
    one = tuple(Cell(1101 + i, str(x), levels={"density": x}, grid=1, values={"density": x})
                for i, x in enumerate((0.0, 1.0, 2.0)))  # fmt: skip
    made = shapes.cells(tmp_path / "x", *grid(), *one, points=100,
                        grid=lambda levels: 0.09 - 0.06 * levels["density"])  # fmt: skip
    listed = table(made, "Verschil per aanname: dichtheid van verbanden (density)")
    assert [row[:2] for row in listed.rows] == [
        ("0", "(+) +9,0"), ("1", "(+) +3,0"), ("2", "(−) −3,0"),
    ]  # fmt: skip
    assert "density 1,5 (op de standaard)" in listed.note
    titles = [t.title for t in compose(made).tables]
    assert sum(title.startswith("Verschil per aanname") for title in titles) == 2


def test_of_more_inputs_the_extremes_are_listed(tmp_path):
    every = [(x, y, z) for x in (0.0, 0.4) for y in (0.0, 1.0, 2.0) for z in (0.0, 1.0)]
    names = ("chain_share", "density", "complexity")
    cells = tuple(
        Cell(1001 + i, str(key), levels=dict(zip(names, key, strict=True)),
             values=dict(zip(names, key, strict=True)))
        for i, key in enumerate(every)
    )  # fmt: skip
    made = shapes.cells(tmp_path / "x", *cells, points=100,
                        grid=lambda v: 0.01 * v["density"] + 0.1 * v["complexity"])  # fmt: skip
    rows = table(made, "Verschil per aanname: de uiterste van 12 cellen").rows
    assert len(rows) == 10
    assert rows[0][:2] == ("chain_share 0, density 0, complexity 0", "0,0")
    assert rows[-1][0] == "chain_share 0,4, density 2, complexity 1"
    assert rows[-1][1] == "(+) +12,0"


@pytest.mark.parametrize(
    ("levels", "medians", "expected"),
    [
        ([0, 1], [-1, 3], [0.25]), ([0, 1, 2], [1, -1, 1], [0.5, 1.5]), ([0, 1], [1, 2], []),
        ([0, 1, 2], [-1, 0, 2], [1]), ([0, 1, 2], [1, 0, 2], []), ([2, 0], [3, -1], [0.5]),
        ([0, 1], [0, 1], []), ([0, 1], [0, 0], []),
    ],
)  # fmt: skip
def test_break_even_by_hand(levels, medians, expected):
    assert break_evens(levels, medians) == pytest.approx(expected)


FLIP = {7: [0, -0.09]}  # cell 7 is V6


@pytest.fixture(scope="module")
def varied(tmp_path_factory):
    folder = tmp_path_factory.mktemp("v")
    how = {"points": 110, "tables": 0.05, "noise": 0.004}
    return {
        "all": shapes.cells(folder / "all", *shapes.variants(), **how),
        "flip": shapes.cells(folder / "flip", *shapes.variants(), laid=FLIP, **how),
        "outside": shapes.cells(folder / "out", *shapes.variants(), laid={1: [0, -0.2]}, **how),
        "some": shapes.cells(folder / "some", *shapes.variants("V1", "V2"), **how),
    }


def verdict(results):
    return compose(results).opening[0].split("Oordeel: ")[1]


def test_with_all_variants_the_words_stand_alone(varied):
    assert verdict(varied["all"]).startswith("duidelijk (gebiedstafels + gebiedsbudget meer in ")
    text = " ".join(t.note + " ".join(" ".join(r) for r in t.rows)
                    for t in compose(varied["all"]).tables)  # fmt: skip
    assert "niet gedraaid" not in text
    assert "*" not in text


def test_a_variant_with_another_sign_takes_the_word(varied):
    assert verdict(varied["flip"]) == (
        "hangt af van de aannames (gebiedstafels + gebiedsbudget meer in 100 % van de "
        "combinaties; ander teken onder V6; dit aandeel is geen kans)."
    )
    assert "ander teken" not in verdict(varied["all"])
    rows = table(varied["flip"], "Onder een andere lezing").rows
    by_name = {row[0].split()[0]: row for row in rows}
    assert by_name["V6"][-1] == "nee"
    assert all(by_name[name][-1] == "ja" for name in RULE if name != "V6")


def test_the_variant_outside_the_rule_takes_no_word(varied):
    assert verdict(varied["outside"]).startswith("duidelijk (")
    last = table(varied["outside"], "Onder een andere lezing").rows[-1]
    assert last[0].startswith("V0 ")
    assert last[0].endswith(", telt niet mee")
    assert last[-1] == "nee"


def test_variants_that_are_missing_are_named(varied):
    missing = "V3, V4, V5, V6, V7, V8, V9"
    assert verdict(varied["some"]).startswith(f"duidelijk, varianten {missing} nog niet gedraaid (")
    assert f"Nog niet gedraaid: {missing}." in table(varied["some"], "Onder een andere").note
    assert f"* Varianten {missing} nog niet gedraaid." in table(varied["some"], "Drie maten").note


def test_the_variants_equal_the_store(varied):
    made = varied["flip"]
    for row in table(made, "Onder een andere lezing").rows:
        name = row[0].split()[0]
        cell = int(name[1:]) + 1 if name[0] == "V" else 0
        share = stored(made.folder, cell=cell)
        d = share[1] - share[0]
        assert row[1:3] == (nl(100 * np.median(d), plus=True), f"{100 * np.sum(d > 0) // 110} %")


def test_the_verdict_reads_the_medians_of_its_own_pair(varied):
    turned = Compared(varied["flip"], "realised_share", 0, 1).verdict
    assert (turned.direction, turned.word.value, turned.variants) == (-1, "depends", True)


def test_variants_on_fewer_points_say_on_how_many(tmp_path):
    how = {"tables": 0.05, "noise": 0.02}
    study = fake_world.fake_study(points=5, arms=2, cells=(Cell(), *shapes.variants()), **how)
    options = Options(executor="serial")
    run_study(study, tmp_path / "x", options, run_world=shapes.run_world, progress=False)
    more = fake_world.fake_study(points=9, arms=2, **how)
    run_study(more, tmp_path / "x", options, run_world=shapes.run_world, progress=False)
    made = read(tmp_path / "x")
    shown = table(made, "Onder een andere lezing")
    base = stored(made.folder)
    d = base[1] - base[0]
    assert shown.rows[0][1:4] == ("9", nl(100 * np.median(d), plus=True),
                                  nl(100 * np.median(d), plus=True))  # fmt: skip
    under = stored(made.folder, cell=2)
    assert shown.rows[1][1:4] == (
        "5", nl(100 * np.median(d[:5]), plus=True),
        nl(100 * np.median(under[1] - under[0]), plus=True),
    )  # fmt: skip
    assert "op hoeveel" in shown.note


def test_cells_that_are_not_run_yet_are_left_out(tmp_path):
    made = shapes.cells(tmp_path / "x", points=3)
    for cell in (*shapes.variants("V1"), LEVERS[0], *grid()):
        made.manifest["cells"].append({"number": cell.number, "variant": cell.variant,
                                       "label": "", "label_en": "", "grid": 0, "values": {},
                                       "factors": {}, "levels": dict(cell.levels)})  # fmt: skip
    titles = [t.title for t in compose(made).tables]
    for start in ("Onder", "Verschil per", "Wat er verandert"):
        assert not any(title.startswith(start) for title in titles)


def test_a_cell_of_few_points_carries_no_mark(tmp_path):
    one = tuple(Cell(1001 + i, str(x), levels={"density": x}, values={"density": x})
                for i, x in enumerate((0.0, 4.0)))  # fmt: skip
    made = shapes.cells(tmp_path / "x", *one, points=99, grid=lambda v: 0.05 - 0.03 * v["density"])
    rows = table(made, "Verschil per aanname: dichtheid van verbanden (density)").rows
    assert [row[1] for row in rows] == ["+5,0", "−7,0"]


def test_a_few_points_under_the_variants_decide_nothing(tmp_path):
    """Variants run on one point neither take a word away nor take the star off."""
    how = {"noise": 0.001, "tables": 0.05}
    folder = tmp_path / "x"
    many = fake_world.fake_study(points=120, arms=2, **how)
    run_study(many, folder, run_world=fake_world.run_world, progress=False)
    cells = (Cell(), *shapes.variants())
    one = fake_world.fake_study(points=1, arms=2, cells=cells, **how)
    run_study(one, folder, run_world=fake_world.run_world, progress=False)
    compared = Compared(read(folder), "realised_share", 1, 0)
    assert compared.verdict.word is Word.CLEAR
    assert not compared.verdict.variants
    whole = fake_world.fake_study(points=120, arms=2, cells=cells, **how)
    run_study(whole, folder, run_world=fake_world.run_world, progress=False)
    assert Compared(read(folder), "realised_share", 1, 0).verdict.variants


@pytest.mark.parametrize("design", ["sobol", "morris"])
def test_points_of_a_sensitivity_design_get_no_word(tmp_path, design):
    study = dataclasses.replace(
        fake_world.fake_study(points=120, arms=2, noise=0.001, tables=0.05), design=design
    )
    run_study(study, tmp_path / "x", run_world=fake_world.run_world, progress=False)
    results = read(tmp_path / "x")
    assert Compared(results, "realised_share", 1, 0).verdict.word is Word.FEW
    screen = compose(results)
    assert any("zijn geen steekproef" in line for line in screen.notes)
