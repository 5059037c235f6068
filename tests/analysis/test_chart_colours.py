"""A mark has the colour of the side whose number it stands for; a light that of its class."""

from collections import Counter

import numpy as np
import pytest
import shapes
from drawn import (
    FIGURES,
    boxes,
    contrast,
    figure_of,
    hexed,
    lit,
    marks,
    named,
    provinces,
    shares,
    shown,
    undecided,
    written,
)
from invented import STYLE
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import PathPatch

from analysis.figures import blocks, maps
from analysis.figures.shapes import hexagon_shapes
from analysis.style import mixed

A, B = STYLE.sides[:2]
NEAR = 4.0  # pixels between texts of one row, which need not be of one size


@pytest.fixture(scope="module")
def studies(nederland, opgaven):
    return {swapped: contrast(nederland, opgaven, swapped=swapped) for swapped in (False, True)}


@pytest.fixture(params=[False, True], ids=["as_is", "swapped"])
def study(request, studies):
    return studies[request.param]


@pytest.fixture(scope="module")
def open_study(nederland, opgaven):
    return undecided(nederland, opgaven)


def near(marks, x):
    return [m for m in marks if abs(m.x - x) < 1e-7]


def test_the_sides_have_colours_of_their_own():
    assert len({*STYLE.sides[:2], STYLE.unclear, STYLE.unclear_text}) == 4


def dumbbell_rows(study):
    return [shares(study), *(shares(study, columns=[k]) for k in range(7))]


def test_dumbbell(study):
    figure = figure_of(FIGURES["dumbbell"](study, STYLE))
    found = [m for axes in figure.axes for m in marks(axes)]
    texts = written(*figure.axes)
    sides = Counter()
    for values in dumbbell_rows(study):
        a, b = values.mean(axis=1)
        assert [(m.fill, m.square) for m in near(found, a)] == [(A, True)]
        assert [(m.fill, m.square) for m in near(found, b)] == [(B, False)]
        for value, colour in ((a, A), (b, B)):
            assert colour in {t.colour for t in texts if t.text == shown(100 * value)}
        d = values[1] - values[0]
        (mark,) = near(found, 100 * d.mean())
        same = max((d > 0).mean(), (d < 0).mean())
        clear = abs(np.median(d)) >= 0.02 and same >= 0.8
        expected = (B if d.mean() > 0 else A) if clear else STYLE.unclear
        assert mark.edge == expected
        assert mark.fill == (expected if clear else "#FFFFFF")
        number = shown(100 * d.mean(), plus=True)
        ink = expected if clear else STYLE.unclear_text
        assert ink in {t.colour for t in texts if t.text == number}
        lines = [line for axes in figure.axes for line in axes.lines if len(line.get_xdata()) == 2
                 and np.allclose(line.get_xdata(), 100 * np.percentile(d, [5, 95]))]  # fmt: skip
        assert [hexed(line.get_color()) for line in lines] == [expected]
        sides[expected] += 1
    assert len(sides) == 3  # all of them were tried


def test_nothing_has_the_colour_of_a_side_where_it_depends(open_study):
    figure = figure_of(FIGURES["dumbbell"](open_study, STYLE))
    found = [m for axes in figure.axes for m in marks(axes)]
    for values in dumbbell_rows(open_study):
        (mark,) = near(found, 100 * (values[1] - values[0]).mean())
        assert (mark.edge, mark.fill) == (STYLE.unclear, "#FFFFFF")
    dots = [m for axes in figure_of(FIGURES["where"](open_study, STYLE)).axes for m in marks(axes)]
    assert {(m.edge, m.fill) for m in dots} == {(STYLE.unclear, "#FFFFFF")}
    texts = written(*figure_of(FIGURES["tiles"](open_study, STYLE)).axes)
    assert {t.colour for t in texts if t.text[0] in "+−"} == {STYLE.unclear_text}


def test_over_time(study):
    figure = figure_of(FIGURES["over_time"](study, STYLE))
    texts = written(*figure.axes)
    for side, values in enumerate(shares(study)):
        colour = STYLE.sides[side]
        lines = [line for axes in figure.axes for line in axes.lines if len(line.get_xdata()) == 20
                 and abs(line.get_ydata()[-1] - values.mean()) < 1e-9]  # fmt: skip
        assert [hexed(line.get_color()) for line in lines] == [colour]
        bands = [c for c in lines[0].axes.collections if isinstance(c, PolyCollection)]
        for ends, white in (((5, 95), 0.80), ((25, 75), 0.58)):
            last = np.percentile(values, ends)
            mine = [band for band in bands
                    if all(np.abs(band.get_paths()[0].vertices - (2040, v)).sum(axis=1).min() < 1e-9
                           for v in last)]  # fmt: skip
            assert [hexed(b.get_facecolor()[0]) for b in mine] == [mixed(colour, "#FFFFFF", white)]
        name, number = named(study, side), shown(100 * values.mean()) + "%"
        for text in (name, number):
            assert {t.colour for t in texts if t.text == text} == {colour}
        middle = lines[0].axes.get_window_extent()
        beside = [t for t in texts if t.text == number]
        assert all(t.x > middle.x1 and middle.y0 < t.y < middle.y1 for t in beside)


def by_row(texts, kept):
    """Texts that are kept, row by row from above, each from left to right."""
    rows = []
    for t in sorted((t for t in texts if kept(t.text)), key=lambda t: -t.y):
        if rows and rows[-1][0].y - t.y < NEAR:
            rows[-1].append(t)
        else:
            rows.append([t])
    return [sorted(row, key=lambda t: t.x) for row in rows]


def fill_at(found, text):
    """The fill of the smallest box a text stands in."""
    around = [b for b in found if b[0] <= text.x <= b[2] and b[1] <= text.y <= b[3]]
    return min(around, key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))[4]


def light_colour(light):
    """Full where at least 80 % of the units have the class of the mean."""
    return (STYLE.lights if light.part >= 0.8 else STYLE.tints)[light.kind]


def check_lights(study, figure, expected, of_side):
    """Numbers, their colours, and how many boxes have each colour."""
    found = boxes(figure)
    names = {r["name"] for r in study.manifest["regions"]} | set(provinces(study))
    texts = written(*figure.axes)
    lines = [row for row in by_row(texts, lambda text: text.isdigit() or text in names)
             if row[0].text in names]  # fmt: skip
    assert len(lines) == len(expected)
    for (_, *numbers), lights in zip(lines, expected, strict=True):
        assert [t.text for t in numbers] == [light.shown for light in lights]
        assert [fill_at(found, t) for t in numbers] == [light_colour(x) for x in lights]
    counts = Counter(light_colour(light) for lights in expected for light in lights)
    assert len(counts) >= 4
    for colour in (*STYLE.lights, *STYLE.tints):  # and one of each in the legend
        assert sum(b[4] == colour for b in found) == counts[colour] + 1
    for side in (0, 1):  # what the legend counts of a side has its colour
        mine = [t.text for t in texts if t.colour == STYLE.sides[side] and t.text.isdigit()]
        half = [light.kind for lights in expected for i, light in enumerate(lights)
                if of_side(i) == side]  # fmt: skip
        assert mine == [str(half.count(kind)) for kind in range(3)]


def test_sheet(study):
    ranked = sheet_order(study)
    expected = [[lit(v) for k in range(7) for v in shares(study, [r], [k])] for r in ranked]
    figure = figure_of(FIGURES["sheet"](study, STYLE))
    check_lights(study, figure, expected, lambda i: i % 2)  # side by side per opgave
    # over every pair the mark of the reference, then that of the other
    found = marks(*figure.axes)
    heads = sorted((m for m in found if m.y < max(m.y for m in found) - 1), key=lambda m: m.x)
    assert [(m.fill, m.square) for m in heads] == [(A, True), (B, False)] * 7


def sheet_order(study):
    names = [r["name"] for r in study.manifest["regions"]]
    rows = FIGURES["sheet"](study, STYLE).rows
    return [names.index(name) for name in dict.fromkeys(row[0] for row in rows)]


def test_stoplicht(study):
    rows = FIGURES["stoplicht"](study, STYLE).rows
    regions = [provinces(study)[name] for name in dict.fromkeys(row[0] for row in rows)]
    expected = [[lit(shares(study, r, [k])[side]) for side in (0, 1) for k in range(7)]
                for r in regions]  # fmt: skip
    figure = figure_of(FIGURES["stoplicht"](study, STYLE))
    check_lights(study, figure, expected, lambda i: i // 7)  # a block per side
    # each block has the name and the mark of its side over it
    names = by_row(written(*figure.axes), lambda text: text in (named(study, 0), named(study, 1)))[
        -1
    ]
    assert [(t.text, t.colour) for t in names] == [(named(study, s), STYLE.sides[s])
                                                   for s in (0, 1)]  # fmt: skip


def test_tiles(study):
    figure = figure_of(FIGURES["tiles"](study, STYLE))
    texts = written(*figure.axes)
    tiles = [axes for axes in figure.axes if axes.lines]
    names = list(provinces(study))
    assert len(tiles) == len(names)
    colours = Counter()
    for regions in provinces(study).values():
        years = np.stack([shares(study, regions, when=y) for y in ("2030", "2035", "2040")])
        means = years.mean(axis=2)  # years, sides
        axes = next(
            axes
            for axes in tiles
            if any(np.allclose(line.get_ydata(), means[:, 0]) for line in axes.lines)
        )
        for side in (0, 1):
            (line,) = [ln for ln in axes.lines if np.allclose(ln.get_ydata(), means[:, side])]
            assert hexed(line.get_color()) == STYLE.sides[side]
            assert line.get_marker() == "so"[side]
            ends = np.percentile(years[:, side], [5, 95], axis=1)
            (bars,) = [c for c in axes.collections if isinstance(c, LineCollection)
                       and np.allclose([s[:, 1] for s in c.get_segments()], ends.T)]  # fmt: skip
            assert hexed(bars.get_color()[0]) == STYLE.sides[side]
        d = years[-1, 1] - years[-1, 0]
        clear = abs(np.median(d)) >= 0.02 and max((d > 0).mean(), (d < 0).mean()) >= 0.8
        expected = (B if d.mean() > 0 else A) if clear else STYLE.unclear_text
        number = shown(100 * d.mean(), plus=True)
        assert expected in {t.colour for t in texts if t.text == number}
        colours[expected] += 1
    assert len(colours) >= 2


def test_where(study):
    figure = figure_of(FIGURES["where"](study, STYLE))
    dots = [m for axes in figure.axes for m in marks(axes)]
    columns = [slice(None), *([k] for k in range(7))]
    colours = Counter()
    expected = []
    for row, which in enumerate(columns):
        mine = sorted((m for m in dots if abs(m.y - row) < 0.5), key=lambda m: m.y)
        assert len(mine) == 30
        counts = [0, 0, 0]
        for r, mark in enumerate(mine):  # every region at its own height, in the stored order
            values = shares(study, [r], which)
            d = values[1] - values[0]
            printed = round(100 * d.mean(), 1)
            counts[0 if printed <= -2 else 2 if printed >= 2 else 1] += 1
            clear = abs(np.median(d)) >= 0.02 and max((d > 0).mean(), (d < 0).mean()) >= 0.8
            colour = (B if d.mean() > 0 else A) if clear else STYLE.unclear
            assert mark.x == pytest.approx(printed)
            assert mark.edge == colour
            assert mark.fill == (colour if clear else "#FFFFFF")
            assert mark.square is (colour == A)
            colours[colour] += 1
        expected.append([str(n) for n in counts])
    assert len(colours) == 3
    # counts: less in the colour of the reference, more in that of the other
    inks = (A, STYLE.unclear_text, B)
    texts = written(*figure.axes)
    lines = by_row([t for t in texts if t.colour in inks], str.isdigit)
    assert [[t.text for t in line] for line in lines] == expected
    assert {tuple(t.colour for t in line) for line in lines} == {inks}


def test_waterfall(study):
    figure = figure_of(FIGURES["waterfall"](study, STYLE))
    texts = written(*figure.axes)
    whole = shares(study).mean(axis=1)
    target = study.squares["target"].sum(axis=(1, 2))
    panels = sorted((axes for axes in figure.axes if axes.axison), key=lambda ax: ax.bbox.x0)
    assert len(panels) == 2
    for side, axes in enumerate(panels):
        colour = STYLE.sides[side]
        bars = [(hexed(p.get_facecolor()), abs(p.get_width())) for p in axes.patches]
        losses = [(v.sum(axis=(1, 2)) / target).reshape(2, -1)[side].mean()
                  for key, v in study.squares.items() if key.startswith("loss_")]  # fmt: skip
        assert [width for _, width in bars] == pytest.approx(losses)
        assert {fill for fill, _ in bars} == {colour}
        ends = [ln for ln in axes.lines if np.allclose(ln.get_xdata(), whole[side])
                and np.ptp(ln.get_ydata()) > 0.7 and ln.get_linewidth() > 2]  # fmt: skip
        assert [hexed(line.get_color()) for line in ends] == [colour]
        number = shown(100 * whole[side]) + "%"
        assert {t.colour for t in written(axes) if t.text == number} == {colour}
        assert {t.colour for t in texts if t.text == named(study, side)} == {colour}
    heads = sorted((m for axes in figure.axes for m in marks(axes)), key=lambda m: m.x)
    assert [(m.fill, m.square) for m in heads] == [(A, True), (B, False)]


def filled(figure, study):
    """The fill of every municipality, by the middle of its area."""
    shapes = hexagon_shapes()
    at = {tuple(np.round(patch.get_path().vertices[0], 6)): hexed(patch.get_facecolor())
          for patch in figure.findobj(PathPatch)}  # fmt: skip
    codes = [m["code"] for m in study.manifest["municipalities"]]
    return [at[tuple(np.round(shapes[code].path().vertices[0], 6))] for code in codes]


def municipal(study):
    table = study.municipalities
    done = np.minimum(table["q_deadline"], table["target"]).sum(axis=2)
    return (done / table["target"].sum(axis=2)).reshape(2, -1, 342)


def test_map_of_the_difference(study):
    values = municipal(study)
    d = values[1] - values[0]
    fills = filled(figure_of(FIGURES["maps"](study, STYLE)), study)
    less, more = STYLE.scale[:3], (STYLE.scale[3], STYLE.scale[4], STYLE.scale[6])
    seen = Counter()
    for i, fill in enumerate(fills):
        same = max((d[:, i] > 0).mean(), (d[:, i] < 0).mean())
        clear = abs(np.median(d[:, i])) >= 0.02 and same >= 0.8
        size = sum(abs(round(100 * d[:, i].mean(), 1)) >= edge for edge in (5, 10))
        hues = (more if d[:, i].mean() > 0 else less[::-1]) if clear else ("#FFFFFF",) * 3
        assert fill == hues[size]
        seen[fill in more, fill in less] += 1
    assert min(seen.values()) > 5
    assert len(seen) >= 2


def test_the_scale_of_differences_runs_from_the_reference_to_the_other():
    def hue(colour):
        """Whether it is nearer to blue than to red."""
        return int(colour[5:7], 16) > int(colour[1:3], 16)

    assert [hue(c) for c in STYLE.scale] == [hue(A)] * 3 + [hue(B)] * 4
    assert hue(A) is not hue(B)


@pytest.mark.parametrize("arm", [0, 1])
def test_map_of_lights(study, arm):
    fills = filled(figure_of(maps.chart(study, STYLE, show="light", arm=arm)), study)
    values = municipal(study)[arm]
    assert fills == [light_colour(lit(values[:, i])) for i in range(342)]
    assert len(set(fills)) >= 3


def test_a_table_of_many_arms_shows_means_in_the_colour_of_their_sign(tmp_path):
    rows = dict(list(shapes.TABLES.items())[:2])
    effect = [0, 0.11, -0.06, 0.04, 0, -0.12]
    results = shapes.matrix(tmp_path / "m", points=100, rows=rows, noise=0.06, effect=effect)
    share = results.by_point("realised_share")
    d = share - share[0]
    figure = figure_of(blocks.chart(results, STYLE))
    texts, found = written(*figure.axes), boxes(figure)
    less, more = STYLE.scale[:3], (STYLE.scale[3], STYLE.scale[4], STYLE.scale[6])
    seen = Counter()
    for arm in range(1, 6):
        mean, median = 100 * d[arm].mean(), 100 * np.median(d[arm])
        number = shown(mean, plus=True)
        assert number != shown(median, plus=True)  # so that the test can tell
        (text,) = [t for t in texts if t.text == number]
        clear = min(abs(mean), abs(median)) >= 2 and (np.sign(d[arm]) == np.sign(mean)).mean() > 0.8
        fill = fill_at(found, text)
        assert fill in ((more if mean > 0 else less) if clear else ("#FFFFFF",))
        seen[fill in more, fill in less] += 1
    assert len(seen) == 3
