"""Every number in an alt text is one of the study, behind the name of the side it is of."""

from collections import Counter

import numpy as np
import pytest
from drawn import FIGURES, NUMBER, contrast, lit, named, provinces, shares, shown
from invented import STYLE

from analysis.figures import maps, stoplicht, waterfall
from analysis.labels import named as cause_named


@pytest.fixture(scope="module")
def studies(nederland, opgaven):
    return {swapped: contrast(nederland, opgaven, swapped=swapped) for swapped in (False, True)}


@pytest.fixture(params=[False, True], ids=["as_is", "swapped"])
def study(request, studies):
    return studies[request.param]


@pytest.fixture(params=["nl", "en"])
def language(request):
    return request.param


def told(chart):
    return NUMBER.findall(chart.alt)


def apart(values):
    """Difference with its ends, in procentpunt."""
    d = 100 * (values[1] - values[0])
    return d.mean(), np.percentile(d, 5), np.percentile(d, 95)


def test_dumbbell(study, language):
    whole = shares(study)
    each = [apart(shares(study, columns=[k]))[0] for k in range(7)]
    k = int(np.argmax(np.abs(each)))
    chart = FIGURES["dumbbell"](study, STYLE, language)
    assert told(chart) == [
        *(shown(100 * side.mean(), language=language) for side in whole),
        *(shown(v, plus=True, language=language) for v in (*apart(whole), each[k])),
    ]
    assert study.manifest["opgaven"][k]["name" if language == "nl" else "name_en"] in chart.alt
    assert chart.alt.index(named(study, 0)) < chart.alt.index(named(study, 1))
    # and the data beside it are of the side in their head
    for side in (0, 1):
        column = next(i for i, c in enumerate(chart.columns) if named(study, side) in c.name)
        assert chart.rows[0][column] == pytest.approx(whole[side].mean())


def test_over_time(study, language):
    whole = shares(study)
    years = study.manifest["years"]
    expected = [str(years[0]), str(years[-1])]
    for side in whole:
        ends = (side.mean(), np.percentile(side, 5), np.percentile(side, 95))
        expected += [shown(100 * v, language=language) for v in ends]
    expected += [shown(v, plus=True, language=language) for v in apart(whole)]
    chart = FIGURES["over_time"](study, STYLE, language)
    assert told(chart) == expected
    behind = chart.alt.split(named(study, 1))
    assert NUMBER.findall(behind[1])[0] == expected[5]
    assert NUMBER.findall(behind[0].split(named(study, 0))[1])[0] == expected[2]


def counted(study, rows):
    """Groen, oranje en rood of either side."""
    found = []
    for side in (0, 1):
        kinds = Counter(lit(shares(study, r, [k])[side]).kind for r in rows for k in range(7))
        found.append([str(kinds[kind]) for kind in range(3)])
    return found


def test_lights_of_regions_and_provinces(study, language):
    areas = {"sheet": [[r] for r in range(30)], "stoplicht": list(provinces(study).values())}
    for name, rows in areas.items():
        a, b = counted(study, rows)
        assert a != b
        chart = FIGURES[name](study, STYLE, language)
        assert told(chart) == [str(len(rows)), "7", *a, *b], name
        assert chart.alt.index(named(study, 0)) < chart.alt.index(named(study, 1))
        # the counts per world in the reading help are of their side too
        for side, green in enumerate(study.by_point("green_95").mean(axis=1)):
            assert f"{green:.0f} ({named(study, side)})" in chart.reading
    for arm, counts in enumerate(counted(study, areas["stoplicht"])):
        chart = stoplicht.chart(study, STYLE, language, arm=arm)
        assert told(chart) == ["12", "7", *counts]
        assert named(study, arm) in chart.alt
        assert counts[0] in NUMBER.findall(chart.title)


def test_tiles(study, language):
    rows = provinces(study).values()
    each = [apart(shares(study, r, when="2040"))[0] for r in rows]
    chart = FIGURES["tiles"](study, STYLE, language)
    clear = sum(row[-1] == ("ja" if language == "nl" else "yes") for row in chart.rows)
    ends = [shown(v, plus=True, language=language) for v in (min(each), max(each))]
    assert told(chart) == ["2040", *ends, str(clear), "12"]
    assert 0 < clear <= 12


def test_where(study, language):
    each = [apart(shares(study, [r]))[0] for r in range(30)]
    printed = [round(v, 1) for v in each]
    more, less = sum(v >= 2 for v in printed), sum(v <= -2 for v in printed)
    assert min(more, less) > 0
    assert more != less
    ends = [shown(v, plus=True, language=language) for v in (min(each), max(each))]
    alt = FIGURES["where"](study, STYLE, language).alt
    found = NUMBER.findall(alt)
    assert found == [str(more), "30", "2", str(less), str(30 - more - less), *ends]
    assert named(study, 1) in alt  # who has more there


def test_waterfall(study, language):
    target = study.squares["target"].sum(axis=(1, 2))
    whole = shares(study).mean(axis=1)
    causes = {
        cause_named(key, language): (value.sum(axis=(1, 2)) / target).reshape(2, -1).mean(axis=1)
        for key, value in study.squares.items()
        if key.startswith("loss_")
    }
    largest = [max(causes, key=lambda name: causes[name][side]) for side in (0, 1)]
    assert largest[0] != largest[1]
    chart = waterfall.chart(study, STYLE, language)
    realised = [shown(100 * v, language=language) for v in whole]
    most = [shown(100 * causes[largest[s]][s], language=language) for s in (0, 1)]
    assert sorted(told(chart)) == sorted([*realised, *most])
    for side in (0, 1):
        bij = ("bij", "with")[language == "en"]
        assert f"{realised[side]} % {bij} {named(study, side)}" in chart.alt
        cause = f"{bij} {named(study, side)}: {largest[side]}, {most[side]} %"
        assert cause.lower() in chart.alt.lower()
    places = [chart.title.lower().index(part.lower())
              for side in (0, 1) for part in (largest[side], named(study, side))]  # fmt: skip
    assert places == sorted(places)  # a cause before the side it is the largest of


def test_maps(study, language):
    chart = maps.chart(study, STYLE, language)
    for name, count in Counter(row[-1] for row in chart.rows).items():
        assert f"{name} {count}" in chart.alt, chart.alt
    charts = [maps.chart(study, STYLE, language, show="light", arm=arm) for arm in (0, 1)]
    assert charts[0].alt != charts[1].alt
    for arm, chart in enumerate(charts):
        table = study.municipalities
        done = np.minimum(table["q_deadline"], table["target"]).sum(axis=2)
        share = (done / table["target"].sum(axis=2)).reshape(2, -1, 342)[arm]
        kinds = Counter((f := lit(share[:, i])).kind * 2 + (f.part < 0.8) for i in range(342))
        assert told_counts(chart) == [kinds[k] for k in range(6) if kinds[k]]
        green = kinds[0] + kinds[1]
        assert NUMBER.findall(chart.title) == [str(green), "342"] or (
            NUMBER.findall(chart.title) == ["342", str(green)]
        )
        assert named(study, arm) in chart.title


def told_counts(chart):
    """The last number of every class in the alt text of a map."""
    return [int(NUMBER.findall(part)[-1]) for part in chart.alt.split(";")]
