import json
from copy import copy

import figured
import numpy as np
import pytest
import shapes
import yaml
from test_laid_over import grid
from test_matrix import stored

from analysis.figures import (
    blocks,
    history,
    quarter,
    regime_funding,
    tilings,
    tipping,
    waterfall,
    where,
)
from analysis.figures.bins import Bins, colours, printed
from analysis.figures.labels_experiments import TABLE
from analysis.figures.pictograms import kind_of
from analysis.style import FORMATS, Style, luminance
from analysis.verdict import SHARE
from experiments.study import Cell

STYLE = Style()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("figures")


@pytest.fixture(scope="module")
def compare(folder):
    return figured.compare(folder)


@pytest.fixture(scope="module")
def equal(folder):
    return figured.equal(folder)


@pytest.fixture(scope="module")
def few(folder):
    return figured.few(folder)


@pytest.fixture(scope="module")
def matrix(folder):
    return figured.matrix(folder)


@pytest.fixture(scope="module")
def map_of(folder):
    return figured.map_of(folder)


@pytest.fixture(scope="module")
def levers(folder):
    return figured.levers(folder)


@pytest.fixture(scope="module")
def presets(folder):
    return figured.presets(folder)


def cells_of(chart, *heads):
    places = [[c.name for c in chart.columns].index(head) for head in heads]
    return [tuple(row[i] for i in places) for row in chart.rows]


def test_a_matrix_equals_the_store(matrix):
    share = stored(matrix.folder)
    d = share - share[0]
    chart = blocks.chart(matrix, STYLE)
    for arm, row in enumerate(
        cells_of(chart, "Gerealiseerd", "Verschil, procentpunt", "Duidelijk of meestal")
    ):
        assert row[0] == pytest.approx(share[arm].mean())
        assert row[1] == pytest.approx(100 * d[arm].mean(), abs=1e-9)
        same = max(np.mean(d[arm] > 0), np.mean(d[arm] < 0))
        clear = abs(np.median(d[arm])) >= SHARE and same >= 0.8
        assert row[2] == ("vergeleken hiermee" if arm == 0 else "ja" if clear else "nee")
    clear = sum(row[0] == "ja" for row in cells_of(chart, "Duidelijk of meestal"))
    assert clear >= 3
    assert f"verschillen {clear} van de 8 andere combinaties duidelijk of meestal" in chart.title
    assert [row[:2] for row in chart.rows[:2]] == [
        ("sectorale tafels", "losse SPUKs"), ("sectorale tafels", "gebiedsbudget"),
    ]  # fmt: skip


def test_lines_equal_the_store(compare):
    share = stored(compare.folder)
    chart = regime_funding.lines(compare, STYLE)
    assert [row[0] for row in chart.rows] == ["losse SPUKs", "gebiedsbudget"]
    for row, (b, a) in zip(chart.rows, ((2, 0), (3, 1)), strict=True):
        assert row[1:3] == pytest.approx((share[a].mean(), share[b].mean()))
        ends = np.percentile(100 * (share[b] - share[a]), [5, 95])
        assert row[3:6] == pytest.approx((100 * (share[b] - share[a]).mean(), *ends))
        assert row[6] == "ja"


def test_a_tipping_map_equals_the_store(map_of):
    chart = tipping.chart(map_of, STYLE)
    assert len(chart.rows) == 8
    more = less = 0
    for i, row in enumerate(chart.rows):
        share = stored(map_of.folder, cell=1001 + i)
        d = share[1] - share[0]
        assert row[:2] == (0.4 * (i >= 4), float((0, 1, 2, 4)[i % 4]))
        assert row[2] == pytest.approx(100 * np.median(d))
        clear = abs(np.median(d)) >= SHARE and max(np.mean(d > 0), np.mean(d < 0)) >= 0.8
        assert row[-1] == ("ja" if clear else "nee")
        more += clear and np.median(d) > 0
        less += clear and np.median(d) < 0
    assert more > 0
    assert less > 0
    assert f"in {more} van de 8 vakken" in chart.title
    assert f" en in {less} bij " in chart.title
    assert len(tipping.charts(map_of, STYLE)) == 1


def test_no_line_is_drawn_where_nothing_flips_and_none_outside_the_grid(map_of, folder):
    def curves(results):
        frame = tipping.chart(results, STYLE).draw(STYLE, FORMATS["word"])
        sheet = frame.figure.axes[0]
        return [line.get_xydata() for line in sheet.lines if line.get_gid() == "zero"], sheet

    lines, sheet = curves(map_of)
    assert lines
    middles = [p for p in sheet.patches if p.get_width() > 20]
    low = min(p.get_x() + p.get_width() / 2 for p in middles)
    high = max(p.get_x() + p.get_width() / 2 for p in middles)
    for vertices in lines:
        assert low - 1e-6 <= np.nanmin(vertices[:, 0])
        assert np.nanmax(vertices[:, 0]) <= high + 1e-6
        seen = vertices[~np.isnan(vertices[:, 0])]
        numbers = [t.get_position() for t in sheet.texts if t.get_text()[-2:-1] == ","]
        assert len(numbers) >= 8
        for x, y in numbers:
            assert not ((abs(seen[:, 0] - x) < 1.0) & (abs(seen[:, 1] - y) < 1.0)).any()
    flat = shapes.cells(folder / "flat", *grid(), points=5, grid=lambda levels: 0.03)
    assert not curves(flat)[0]
    nothing = shapes.cells(folder / "nothing", *grid(), points=100)
    assert not curves(nothing)[0]
    assert "In geen van de 8 vakken" in tipping.chart(nothing, STYLE).title


def test_a_tipping_map_of_few_points_judges_nothing(folder):
    few = shapes.cells(folder / "one", *grid(), points=1, seeds=30, grid=lambda levels: 0.3)
    chart = tipping.chart(few, STYLE)
    assert chart.title.startswith("Bij deze aannames: ")
    assert "+30,0" in chart.title
    assert "Alles is wit" in chart.reading
    assert {row[-1] for row in chart.rows} == {"nee"}
    assert not any(word in chart.title + chart.alt for word in ("duidelijk", "meestal", "geen "))


def test_a_waterfall_adds_up_and_equals_the_store(compare):
    chart = waterfall.chart(compare, STYLE)
    target = compare.squares["target"].sum(axis=(1, 2))
    done = compare.by_point(compare.squares["q_deadline"].sum(axis=(1, 2)) / target).mean(axis=1)
    rows = {row[0]: row[1:3] for row in chart.rows}
    assert rows["Gerealiseerd"] == pytest.approx((done[0], done[3]))
    losses = np.array([v for k, v in rows.items() if k not in ("Doel", "Gerealiseerd")])
    assert 1 - losses.sum(axis=0) == pytest.approx(rows["Gerealiseerd"])
    agenda = compare.by_point(compare.squares["loss_agenda"].sum(axis=(1, 2)) / target)
    assert rows["Niet op de agenda"] == pytest.approx(agenda.mean(axis=1)[[0, 3]])
    assert "Overige oorzaken (4)" in rows


def test_levers_stand_beside_the_waterfall(levers, compare):
    chart = waterfall.chart(levers, STYLE, "nl", levers)
    rows = {row[0]: row[3:] for row in chart.rows}
    assert rows["meer geld"] == pytest.approx((3, 3), abs=1e-4)
    assert rows["meer tijd"] == pytest.approx((0, -2), abs=1e-4)
    assert "studie" not in chart.source
    assert "Wat verandert: studie" in waterfall.chart(compare, STYLE, "nl", levers).source
    assert waterfall.chart(levers, STYLE).rows == chart.rows  # its own, unless told otherwise


def test_where_equals_the_store(compare):
    chart = where.chart(compare, STYLE)
    target = compare.squares["target"]
    share = compare.by_point(compare.squares["q_deadline"] / target)
    d = 100 * (share[3] - share[0]).mean(axis=0)
    regions = [r["name"] for r in compare.manifest["regions"]]
    rows = [row for row in chart.rows if row[0] != "Alle opgaven"]
    assert len(rows) == d.size
    assert [row[1] for row in chart.rows[: len(regions)]] == regions  # the fixed order
    for i, row in enumerate(rows):
        assert row[2] == pytest.approx(d[i % len(regions), i // len(regions)])
    assert not any(name in chart.title for name in regions)


def test_no_region_is_marked_where_the_country_has_no_word(equal, few):
    for results in (equal, few):
        chart = where.chart(results, STYLE)
        assert {row[3] for row in chart.rows} == {"nee"}
        assert "komt niet voor" in chart.reading


def test_history_looks_where_an_arrangement_holds(presets):
    chart = history.chart(presets, STYLE)
    names = [o["name"] for o in presets.manifest["opgaven"]]
    assert [row[1] for row in chart.rows] == [
        f"alleen {names[0]}, {names[1]}", "alleen Regio 1, Regio 3", "alle opgaven",
    ]  # fmt: skip
    target = presets.squares["target"][..., :2]
    done = np.minimum(presets.squares["q_deadline"][..., :2], target)
    share = presets.by_point(done.sum(axis=(1, 2)) / target.sum(axis=(1, 2)))
    assert chart.rows[0][2:4] == pytest.approx((share[0].mean(), share[1].mean()))
    assert chart.rows[0][4] == pytest.approx(100 * (share[1] - share[0]).mean())
    # only presets are readings of the record, and a code is shown as the name it has
    assert "lezing van de praktijk" not in chart.reading
    arms = [{**arm, "arrangement": arm["name"]} for arm in presets.manifest["arms"]]
    region = presets.manifest["regions"][2]
    scope, _, *rest = json.loads(arms[2]["coverage"])
    arms[2]["coverage"] = json.dumps([scope, [region["code"]], *rest])
    whole = copy(presets)
    whole.manifest = {**presets.manifest, "arms": arms}
    chart = history.chart(whole, STYLE)
    assert "lezing van de praktijk" in chart.reading
    assert chart.rows[1][1] == f"alleen {region['name']}"


def test_explanatory_figures_follow_the_configs():
    from pathlib import Path

    import configs

    CONFIGS = Path(configs.__file__).parent

    for one in tilings.ARRANGEMENTS:
        for group, key in (("regime", one.tables), ("funding", one.pots)):
            labels = [
                yaml.safe_load(p.read_text(encoding="utf-8"))["label"]
                for p in (CONFIGS / group).glob("*.yaml")
            ]
            assert TABLE[key][0] in labels
    assert len(quarter.STEPS) == 12
    assert kind_of('["regio", "each"]') == "cell"
    assert kind_of('[["rijk", "each", 0.6, 6, "need"], ["regio", "each", 0.4, 1, "need"]]') is None


def test_steps_are_equal_both_ways_and_by_the_printed_value():
    for scale, edges in ((0.05, (2, 4, 6)), (0.2, (2, 5, 10))):
        bins = Bins.of([scale, -0.02])
        assert bins.edges == edges
        below, above = colours(STYLE)
        for value, step in ((0.0204, 0), (edges[1] / 100 - 0.0004, 1), (edges[1] / 100 - 0.001, 0),
                            (0.5, 2)):  # fmt: skip
            assert bins.colour(value, STYLE) == above[step]
            assert bins.colour(-value, STYLE) == below[step]
    assert printed(0.049951) == 5.0
    for side in colours(STYLE):  # darker further away, also without colour
        light = [luminance(colour) for colour in side]
        assert light == sorted(light, reverse=True)
        assert light[0] - light[2] > 0.4


def test_a_study_of_another_kind_is_refused_in_one_sentence(compare):
    with pytest.raises(ValueError, match="fill no grid"):
        blocks.chart(compare, STYLE)
    with pytest.raises(ValueError, match="no grid over two assumptions"):
        tipping.chart(compare, STYLE)


def test_a_default_between_levels_gets_a_ring(folder):
    cells = tuple(
        Cell(1001 + i, str(i), levels={"price": x, "clash": y}, values={"price": x, "clash": y})
        for i, (x, y) in enumerate((x, y) for x in (0.2, 0.9) for y in (0.3, 0.5, 0.9))
    )
    results = shapes.cells(folder / "ring", *cells, points=3)
    frame = tipping.chart(results, STYLE).draw(STYLE, FORMATS["word"])
    rings = [c for c in frame.figure.axes[0].collections if len(c.get_offsets()) == 1]
    assert len(rings) == 2  # on the map, and in the legend
