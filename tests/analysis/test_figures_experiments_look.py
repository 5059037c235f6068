"""How the figures of experiments read and look, also of studies at the edge."""

import string

import figured
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from analysis.bundle import write_bundle
from analysis.chart import LONGEST_ALT
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
from analysis.figures.labels_experiments import TABLE
from analysis.figures.labels_units import UNITS
from analysis.style import FORMATS, Style
from analysis.words import forbidden
from model.assumptions import TABLE as ASSUMPTIONS

STYLE = Style()
FORMS = (("word", "nl"), ("kolom", "nl"), ("dia", "en"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Every figure, of a study that suits it and of studies at the edge."""
    folder = tmp_path_factory.mktemp("figures")
    compare = figured.compare(folder)
    equal = figured.equal(folder)
    few = figured.few(folder)
    matrix = figured.matrix(folder)
    map_of = figured.map_of(folder)
    levers = figured.levers(folder)
    presets = figured.presets(folder)
    long = figured.renamed(compare)

    def charts(language):
        yield "blocks", blocks.chart(matrix, STYLE, language)
        yield "heat", regime_funding.chart(matrix, STYLE, language)
        yield "heat_long", regime_funding.chart(figured.renamed(matrix), STYLE, language)
        yield "lines_grid", regime_funding.lines(matrix, STYLE, language)
        for name, results in (("", compare), ("equal", equal), ("few", few), ("long", long)):
            yield f"lines_{name}", regime_funding.lines(results, STYLE, language)
            yield f"waterfall_{name}", waterfall.chart(results, STYLE, language)
            yield f"where_{name}", where.chart(results, STYLE, language)
            yield f"history_{name}", history.chart(results, STYLE, language)
        yield "tipping", tipping.chart(map_of, STYLE, language)
        yield "tipping_long", tipping.chart(figured.renamed(map_of), STYLE, language)
        yield "levers", waterfall.chart(levers, STYLE, language, levers)
        yield "levers_other", waterfall.chart(compare, STYLE, language, levers)
        yield "presets", history.chart(presets, STYLE, language)
        yield "tilings", tilings.chart(STYLE, language)
        yield "explained", tilings.blocks_chart(STYLE, language)
        yield "quarter", quarter.chart(STYLE, language)

    return {language: dict(charts(language)) for language in ("nl", "en")}


def every(made):
    return [(f"{name}_{language}", chart) for language in made for name, chart in
            made[language].items()]  # fmt: skip


def test_no_forbidden_word_and_an_alt_text(made):
    for name, chart in every(made):
        assert forbidden(chart.text, chart.language) == [], name
        assert 40 < len(chart.alt) <= LONGEST_ALT, name
        assert all((chart.reading, chart.stamp, chart.title)), name
        explained = name.split("_")[0] in ("tilings", "explained", "quarter")
        assert bool(chart.source) is not explained, name


def test_a_title_says_no_more_than_the_verdict(made):
    for name, chart in every(made):
        said = chart.title.lower()
        if name.split("_")[1] in ("equal", "few"):
            for word in ("duidelijk meer", "meestal meer", "clearly more", "mostly more"):
                assert word not in said, name
        if name.split("_")[1] == "few":
            assert said.startswith(("bij deze aannames", "with these assumptions")), name
    assert "geen verschil van betekenis" in made["nl"]["where_equal"].title
    assert "verschilt geen van de 4 andere" in made["nl"]["history_equal"].title
    assert "duidelijk meer" in made["nl"]["where_"].title


def test_both_languages_have_the_same_fields():
    for key, (dutch, english) in TABLE.items():
        assert set(fields(dutch)) == set(fields(english)), key
    for row in ASSUMPTIONS:
        assert row.unit in UNITS, row.unit


def fields(text):
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


def written(frame):
    """Every visible text with its box in pixels, and the size of the canvas."""
    canvas = FigureCanvasAgg(frame.figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    hidden = set()
    for axes in frame.figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not axes.axison or not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                    hidden |= {id(tick.label1), id(tick.label2)}
    texts = [t for t in frame.figure.findobj(Text)
             if t.get_visible() and t.get_text().strip() and id(t) not in hidden]  # fmt: skip
    return [(t.get_text(), t.get_window_extent(renderer)) for t in texts], canvas


@pytest.mark.parametrize(("form", "language"), FORMS)
def test_all_text_is_on_the_canvas_and_none_on_another(made, form, language):
    wrong = []
    for name, chart in made[language].items():
        texts, canvas = written(chart.draw(STYLE, FORMATS[form]))
        wide, high = canvas.get_width_height()
        for text, box in texts:
            if box.x0 < -1 or box.y0 < -1 or box.x1 > wide + 1.5 or box.y1 > high + 1:
                wrong.append((name, form, "outside", text))
        for i, (a, p) in enumerate(texts):
            for b, q in texts[i + 1 :]:
                across = min(p.x1, q.x1) - max(p.x0, q.x0)
                over = min(p.y1, q.y1) - max(p.y0, q.y0)
                if across > 1 and over > 0.34 * min(p.height, q.height):
                    wrong.append((name, form, a, b))
    assert wrong == []


def test_kaal_and_web_can_be_drawn(made):
    for name in ("blocks", "lines_", "tipping", "levers", "where_", "presets", "quarter"):
        chart = made["nl"][name]
        bare = chart.draw(STYLE, FORMATS["word"], kaal=True)
        assert bare.height < chart.draw(STYLE, FORMATS["word"]).height
        chart.draw(STYLE, FORMATS["web"])


def test_twice_the_same_bytes(made, tmp_path):
    for name in ("heat", "tipping", "levers"):
        written_twice = []
        for part in "ab":
            place = write_bundle(made["nl"][name], tmp_path / part, STYLE, FORMATS["kolom"])
            written_twice.append({p.name: p.read_bytes() for p in place.iterdir()})
        assert len(written_twice[0]) == 6
        assert written_twice[0] == written_twice[1], name
