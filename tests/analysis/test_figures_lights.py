import csv
import dataclasses
import io
import zipfile

import numpy as np
import pytest
from invented import POINTS, STYLE, assert_tidy, cells, invented, random_shares

from analysis.bundle import write_bundle
from analysis.chart import LONGEST_ALT
from analysis.figures import lights, maps, over_time, places, sheet, stoplicht, tiles
from analysis.style import FORMATS
from analysis.words import check

EDGES = {"sheet": ("word", "kolom"), "stoplicht": ("word", "dia"), "over_time": ("kolom",),
         "tiles": ("kolom",), "maps": ("kolom",), "stoplicht_arm": ("kolom",),
         "map_light": ()}  # fmt: skip
FIGURES = {"sheet": sheet.chart, "stoplicht": stoplicht.chart, "over_time": over_time.chart,
           "tiles": tiles.chart, "maps": maps.chart}  # fmt: skip


@pytest.fixture(scope="module")
def results(nederland, opgaven):
    return invented(nederland, opgaven, random_shares())


@pytest.fixture(scope="module")
def apart(nederland, opgaven):
    return invented(nederland, opgaven, random_shares(1, gain=0.09))


def variants(nederland, opgaven):
    """Studies at the edge of what a figure meets."""
    one = dataclasses.replace
    yield "red", invented(nederland, opgaven, np.full((2, POINTS, 1, 1), 0.3))
    yield "tie", invented(nederland, opgaven, np.full((2, POINTS, 1, 1), 0.945))
    yield "full", invented(nederland, opgaven, np.full((2, POINTS, 1, 1), 1.2))
    yield "one_run", invented(nederland, opgaven, random_shares(2, points=1))
    yield "one_opgave", invented(nederland, opgaven[:1], random_shares(3)[..., :1])
    target = np.ones((30, 7))
    target[4, 2] = target[:, 5] = 0
    yield "no_target", invented(nederland, opgaven, random_shares(4), target=target)
    alone = one(
        nederland, region_code=("ES24",), region_name=("Zeeland",),
        region_province=nederland.region_province[23:24],
        municipality_region=np.zeros_like(nederland.municipality_region),
    )  # fmt: skip
    yield "one_region", invented(alone, opgaven, random_shares(5)[:, :, :1])


def all_charts(results, language="nl"):
    made = {name: chart(results, STYLE, language) for name, chart in FIGURES.items()}
    made["stoplicht_arm"] = stoplicht.chart(results, STYLE, language, arm=1)
    made["map_light"] = maps.chart(results, STYLE, language, show="light", arm=0)
    return made


@pytest.mark.parametrize(
    ("format_", "language"), [("word", "nl"), ("kolom", "nl"), ("kolom", "en"), ("dia", "nl")]
)
def test_no_text_leaves_the_figure_or_lies_over_another(results, format_, language):
    for chart in all_charts(results, language).values():
        assert_tidy(chart, format_)


def edge(nederland, opgaven, name):
    return dict(variants(nederland, opgaven))[name]


@pytest.mark.parametrize(
    "name",
    ["full", "one_region"]
    + [pytest.param(n, marks=pytest.mark.full)
       for n in ("red", "tie", "one_run", "one_opgave", "no_target")],
)  # fmt: skip
def test_nor_in_a_study_at_the_edge(nederland, opgaven, name):
    for key, chart in all_charts(edge(nederland, opgaven, name)).items():
        for format_ in EDGES[key]:
            assert_tidy(chart, format_)
        check(chart.text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_words_titles_and_alt_texts(results, apart, language):
    for study in (results, apart):
        areas = {r["name"] for r in study.manifest["regions"]}
        areas |= {r["province"] for r in study.manifest["regions"]}
        for chart in all_charts(study, language).values():
            check(chart.text, language)
            assert 40 < len(chart.alt) <= LONGEST_ALT
            assert not any(area in chart.title for area in areas)
            assert all([chart.reading, chart.source, chart.stamp])


@pytest.mark.parametrize(
    ("share", "shown", "kind"),
    [(0.6949, 69, 2), (0.6951, 70, 1), (0.6496, 65, 2), (0.9449, 94, 1), (0.9451, 95, 0),
     (1.0, 100, 0), (0.0, 0, 2)],
)  # fmt: skip
def test_a_light_follows_the_printed_number(share, shown, kind):
    assert lights.printed(share) == shown
    assert lights.kind_of(share) == kind
    found = lights.light(np.full(10, share))
    assert (found.kind, found.steady, found.part) == (kind, True, 1.0)


@pytest.mark.parametrize(("same", "steady"), [(79, False), (80, True)])
def test_full_colour_takes_80_percent_of_the_points(same, steady):
    values = np.array([0.80] * same + [0.20] * (100 - same))
    found = lights.light(np.concatenate([values, np.full(0, np.nan)]))
    shift = 0.80 - found.share  # keep the mean in the class of the many
    moved = lights.light(np.where(values > 0.5, 0.9, 0.2 + shift / (100 - same)))
    assert (moved.steady, moved.kind) == (steady, 1)
    assert lights.light(np.array([0.99])).steady is False  # one run tells nothing
    assert lights.light(np.array([np.nan, np.nan])) is None


def test_the_sheet_shows_what_is_stored(results):
    chart = sheet.chart(results, STYLE)
    target, done = results.squares["target"], results.squares["q_deadline"]
    share = (np.minimum(done, target) / target).reshape(2, POINTS, 30, 7).mean(axis=1)
    names = [r["name"] for r in results.manifest["regions"]]
    assert len(chart.rows) == 210
    for row in chart.rows:
        r = names.index(row[0])
        k = [o["name"] for o in results.manifest["opgaven"]].index(row[1])
        assert row[2] == pytest.approx(share[0, r, k])
        assert row[5] == pytest.approx(share[1, r, k])
        shown = round(100 * share[0, r, k])
        assert row[3] == ("groen" if shown >= 95 else "oranje" if shown >= 70 else "rood")
    texts = {t.get_text() for t, _ in cells(chart.draw(STYLE, FORMATS["word"]))[0]}
    assert {f"{100 * s:.0f}" for s in share.ravel()} <= texts


def test_a_province_is_weighted_by_target(results):
    chart = stoplicht.chart(results, STYLE)
    target, done = results.squares["target"][0], results.squares["q_deadline"]
    capped = np.minimum(done, target).reshape(2, POINTS, 30, 7)
    mine = [i for i, r in enumerate(results.manifest["regions"])
            if r["province"] == "Gelderland"]  # fmt: skip
    expected = capped[:, :, mine, 0].sum(axis=2).mean(axis=1) / target[mine, 0].sum()
    row = next(r for r in chart.rows if r[0] == "Gelderland")
    assert (row[2], row[5]) == pytest.approx(tuple(expected))


def test_the_fan_ends_at_the_share_on_the_own_deadlines(results):
    chart = over_time.chart(results, STYLE)
    target = results.squares["target"].sum(axis=1)
    done = np.minimum(results.squares["q_deadline"], results.squares["target"]).sum(axis=1)
    end = (done.sum(axis=1) / target.sum(axis=1)).reshape(2, POINTS)
    last = chart.rows[-1]
    assert last[0] == 2040
    assert last[1] == pytest.approx(end[0].mean())
    assert last[6] == pytest.approx(end[1].mean())
    assert last[2:6] == pytest.approx(np.percentile(end[0], [5, 25, 75, 95]))
    assert last[11] == pytest.approx(100 * (end[1] - end[0]).mean())
    shares = [row[1] for row in chart.rows]
    assert shares == sorted(shares)  # cumulative
    # energie counts no further after 2030, whatever was realised later
    results.years["realised_capped"][:, 15:, 1] += 5
    assert over_time.chart(results, STYLE).rows[-1][1] == last[1]
    results.years["realised_capped"][:, 15:, 1] -= 5


def test_the_order_is_that_of_the_map_whatever_comes_out(nederland, opgaven):
    orders = set()
    for seed in (7, 8):
        study = invented(nederland, opgaven, random_shares(seed))
        orders.add((tuple(a.name for a in places.regions(study)),
                    tuple(a.name for a in places.provinces(study))))  # fmt: skip
        names = [row[0] for row in sheet.chart(study, STYLE).rows][::7]
        assert names == [a.name for a in places.regions(study)]
    ((_, provinces),) = orders
    assert provinces == (
        "Groningen", "Fryslân", "Drenthe", "Overijssel", "Flevoland", "Gelderland", "Utrecht",
        "Noord-Holland", "Zuid-Holland", "Zeeland", "Noord-Brabant", "Limburg",
    )  # fmt: skip


def test_what_a_user_can_get_wrong_is_said(results, nederland, opgaven):
    with pytest.raises(ValueError, match="record=full"):
        maps.chart(invented(nederland, opgaven, random_shares(), record="summary"), STYLE)
    with pytest.raises(ValueError, match=r"arm: 5 .* 0 tot en met 1"):
        stoplicht.chart(results, STYLE, arm=5)
    with pytest.raises(ValueError, match="opgave: weer"):
        maps.chart(results, STYLE, opgave="weer")


def test_a_place_without_a_target_has_no_light(nederland, opgaven):
    study = edge(nederland, opgaven, "no_target")
    rows = {row[:2]: row for row in sheet.chart(study, STYLE).rows}
    assert rows["West-Overijssel", "Landelijk gebied en stikstof"][2:5] == (None, "geen doel", None)
    assert "geen doel" in sheet.chart(study, STYLE).reading
    assert "geen doel" not in sheet.chart(edge(nederland, opgaven, "red"), STYLE).reading


def test_equal_sides_differ_nowhere(nederland, opgaven):
    study = edge(nederland, opgaven, "tie")
    assert all(row[6] == "niet duidelijk" for row in maps.chart(study, STYLE).rows)
    assert all(row[-1] == "nee" for row in tiles.chart(study, STYLE).rows)
    assert all(row[11:] == (0,) * 5 for row in over_time.chart(study, STYLE).rows)
    for row in sheet.chart(study, STYLE).rows:  # 94,5, give or take the last bit
        assert row[3] == ("groen" if lights.printed(row[2]) >= 95 else "oranje")


@pytest.mark.parametrize("name", FIGURES)
def test_a_bundle_is_the_same_twice_and_its_numbers_are_numbers(results, tmp_path, name):
    chart = FIGURES[name](results, STYLE)
    format_ = dataclasses.replace(FORMATS["kolom"], dpi=60)
    one = write_bundle(chart, tmp_path / "a", STYLE, format_)
    two = write_bundle(FIGURES[name](results, STYLE), tmp_path / "b", STYLE, format_)
    for file in sorted(one.iterdir()):
        assert file.read_bytes() == (two / file.name).read_bytes(), file.name
    assert len(list(one.iterdir())) == 6
    with zipfile.ZipFile(one / f"{chart.name}.xlsx") as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    expected = sum(isinstance(cell, float | int) for row in chart.rows for cell in row)
    found = page.count("<v>") - page.count('t="s"')
    assert found == expected
    rows = list(csv.reader(io.StringIO((one / f"{chart.name}.csv").read_text("utf-8"))))
    assert len(rows) == len(chart.rows) + 1
    write_bundle(chart, tmp_path / "kaal", STYLE, format_, kaal=True)
