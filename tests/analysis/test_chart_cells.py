"""Which cells are shown as a difference, by which number, and over what a spread is."""

from types import SimpleNamespace

import numpy as np
import pytest
from drawn import FIGURES, NUMBER, contrast, lit, made, provinces, shares
from invented import STYLE, random_shares

from analysis.figures.places import clear_cells
from analysis.tipping import Place
from analysis.verdict import SHARE, Word, verdict

UNITS = 100


def national(word):
    values = {
        Word.CLEAR: [0.05] * 100, Word.MOSTLY: [0.05] * 85 + [-0.05] * 15, Word.NONE: [0.0] * 100,
        Word.DEPENDS: [0.05] * 60 + [-0.05] * 40, Word.FEW: [0.05] * 99,
    }[word]  # fmt: skip
    found = verdict(np.array(values), SHARE)
    assert found.word is word
    return SimpleNamespace(verdict=found, few=word is Word.FEW)


def cell(same, size, other):
    """So many points of a size one way, the rest the other way."""
    return np.array([size] * same + [-other] * (UNITS - same))


def noise(cells, seed=0):
    return np.random.default_rng(seed).normal(0, 0.02, (UNITS, cells))


FAR = cell(98, 0.1, 0.1)
CANCELS = cell(80, 0.021, 0.09)  # by the rule of one row a difference; its mean is about 0
BETWEEN = cell(80, 0.021, 0.045)  # 2.8 times its spread: much for one cell, little for 300
SEVENTY = cell(70, 0.1, 0.01)
SMALL = cell(100, 0.019, 0.0)


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("word", [Word.NONE, Word.DEPENDS])
def test_without_a_word_for_the_country_a_cell_must_beat_the_largest_of_all(word, direction):
    compared = national(word)
    many = np.column_stack([noise(300), *(direction * v for v in
                                          (FAR, CANCELS, BETWEEN, SEVENTY, SMALL))])  # fmt: skip
    found = clear_cells(many, compared)
    assert found[300:].tolist() == [True, False, False, False, False]
    assert not found[:300].any()
    # the same cell by itself does, and one that cancels out never
    alone = [bool(clear_cells(direction * v[:, None], compared)[0]) for v in
             (FAR, BETWEEN, CANCELS, SEVENTY, SMALL)]  # fmt: skip
    assert alone == [True, True, False, False, False]


@pytest.mark.parametrize("word", [Word.CLEAR, Word.MOSTLY])
def test_with_a_word_a_cell_follows_the_rule_of_one_row(word):
    values = np.column_stack([noise(300), FAR, CANCELS, BETWEEN, SEVENTY, SMALL])
    found = clear_cells(values, national(word))
    assert found[300:].tolist() == [True, True, True, False, False]
    assert not found[:300].any()


def test_with_few_points_no_cell_is_clear():
    values = np.column_stack([FAR, CANCELS])
    assert not clear_cells(values, national(Word.FEW)).any()
    assert not clear_cells(values[:1], national(Word.CLEAR)).any()  # one run tells nothing


@pytest.mark.parametrize(("apart", "where"), [(0.0196, 0), (0.0194, 1), (-0.0196, 2),
                                              (-0.0194, 1), (0.0204, 0)])  # fmt: skip
def test_regions_are_counted_by_the_difference_as_it_is_printed(nederland, opgaven, apart, where):
    shares = np.full((2, 120, 30, 7), 0.5)
    shares[1, :, :11] += apart
    alt = FIGURES["where"](made(nederland, opgaven, shares), STYLE).alt
    more, count, _, less, rest = NUMBER.findall(alt)[:5]
    assert count == "30"
    expected = ["0", "0", "0"]
    expected[where] = "11"
    expected[1] = str(19 + int(expected[1]))
    assert [more, rest, less] == expected


def test_regions_keep_their_order_whatever_comes_out(nederland, opgaven):
    target = np.ones((30, 7))
    target[4, 2] = 0  # no target: no dot
    for seed in (0, 1):
        shares = random_shares(seed, points=8)
        shares[1] += np.random.default_rng(seed).normal(0, 0.1, (1, 30, 1))
        study = made(nederland, opgaven, shares, target=target)
        names = [r["name"] for r in study.manifest["regions"]]
        rows = FIGURES["where"](study, STYLE).rows
        for opgave in dict.fromkeys(row[0] for row in rows):
            shown = [row[1] for row in rows if row[0] == opgave]
            assert shown == [n for n in names if n in shown]
            assert len(shown) >= 29


def test_a_cell_of_a_grid_is_its_median_and_not_its_mean():
    values = cell(60, 0.03, 0.5)
    place = Place({"a": 1}, values)
    assert place.median == 0.03
    assert place.mark == ""  # 60 % is not most
    assert Place({"a": 1}, cell(85, 0.03, 0.5)).mark.startswith("(+")
    assert Place({"a": 1}, -cell(85, 0.03, 0.5)).mark.startswith("(−")
    assert Place({"a": 1}, cell(85, 0.019, 5.0)).mark == ""
    assert Place({"a": 1}, cell(85, 0.03, 0.5)[:99]).mark == ""


@pytest.fixture(scope="module")
def few(nederland, opgaven):
    return contrast(nederland, opgaven, points=6, seeds=20)


@pytest.fixture(scope="module")
def enough(nederland, opgaven):
    return contrast(nederland, opgaven, points=100, seeds=3)


def ends(values):
    return np.percentile(values, 5), np.percentile(values, 95)


@pytest.mark.parametrize("name", ["few", "enough"])
def test_a_spread_is_over_pairs_of_runs_while_points_are_few_and_over_points_after(name, request):
    study = request.getfixturevalue(name)
    count, seeds = study.manifest["points"], study.manifest["seeds"]

    def units(values):
        """Runs if points are few, else the mean of the seeds of a point."""
        return values if name == "few" else values.reshape(2, count, seeds).mean(axis=2)

    words = ("paren runs", "toeval") if name == "few" else ("combinaties van aannames", "aannames")
    chart = FIGURES["dumbbell"](study, STYLE)
    for row, columns in zip(chart.rows, (slice(None), *([k] for k in range(7))), strict=True):
        whole = shares(study, columns=columns)
        both = units(whole)
        d = both[1] - both[0]
        assert row[4] == pytest.approx(100 * (whole[1] - whole[0]).mean())
        assert row[5:7] == pytest.approx([100 * v for v in ends(d)])
        assert row[7] == pytest.approx((d > 0).mean())
        other = 100 * np.array(ends((whole[1] - whole[0]).reshape(count, seeds).mean(axis=1)))
        if name == "few":  # the points themselves lie closer together
            assert row[6] - row[5] > 1.2 * (other[1] - other[0])
    for word in words:
        assert word in chart.reading
    chart = FIGURES["over_time"](study, STYLE)
    both = units(shares(study))
    last = chart.rows[-1]
    assert (last[2], last[5]) == pytest.approx(ends(both[0]))
    assert (last[7], last[10]) == pytest.approx(ends(both[1]))
    assert (last[12], last[15]) == pytest.approx([100 * v for v in ends(both[1] - both[0])])
    assert ("runs" in chart.reading) is (name == "few")


@pytest.mark.parametrize("name", ["few", "enough"])
def test_the_part_of_a_light_is_of_runs_while_points_are_few(name, request):
    study = request.getfixturevalue(name)
    count, seeds = study.manifest["points"], study.manifest["seeds"]
    rows = {row[:2]: row for row in FIGURES["stoplicht"](study, STYLE).rows}
    for province, regions in provinces(study).items():
        for k, opgave in enumerate(study.manifest["opgaven"]):
            values = shares(study, regions, [k])
            if name == "enough":
                values = values.reshape(2, count, seeds).mean(axis=2)
            row = rows[province, opgave["name"]]
            assert (row[4], row[7]) == pytest.approx(tuple(lit(v).part for v in values))
