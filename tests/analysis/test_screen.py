import io
import re

import fake_world
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console
from scipy.stats import spearmanr

from analysis.screen import compose, show
from analysis.sides import sides, versus
from analysis.statistics import bca
from analysis.words import check
from experiments.runner import run_study
from experiments.store import read

AREA, SECTORAL = 3, 0  # arms of the fake study: both corners of the square


def study(folder, **fake):
    made = fake_world.fake_study(**fake)
    run_study(made, folder, run_world=fake_world.run_world, progress=False)
    return read(folder)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return study(tmp_path_factory.mktemp("s") / "x", points=120, seeds=2, tables=0.013, pots=0.008,
                 noise=0.02, by=0.02, programme=0.02)  # fmt: skip


def nl(value, decimals=1, plus=False):
    """Dutch notation, written here once more: the screen may not check itself."""
    text = f"{abs(value):.{decimals}f}".replace(".", ",")
    zero = set(text) <= set("0,")
    return ("" if zero else "−" if value < 0 else "+" if plus else "") + text


def raw(folder, table="runs"):
    """A table straight from its files, without the reader."""
    parts = [pq.read_table(p) for p in sorted((folder / table).glob("*.parquet"))]
    return pa.concat_tables(parts).sort_by("run")


def per_point(folder, scalar):
    """Mean over seeds, shape (arms, points), from the files: 2 seeds, 120 points, 5 arms."""
    values = raw(folder)[scalar].to_numpy().astype(float)
    return values.reshape(-1, 120, 5).mean(axis=0).T


def numbers(text):
    return re.findall(r"[+−]?\d+(?:,\d+)?", text)


def printed(results, **how):
    console = Console(file=io.StringIO(), width=100)
    show(results, console, **how)
    return console.file.getvalue()


def test_the_first_sentence_equals_the_store(results):
    share = per_point(results.folder, "realised_share")
    green = per_point(results.folder, "green_95")
    d = share[AREA] - share[SECTORAL]
    low, high = np.percentile(d, [5, 95])
    first = compose(results).opening[0]
    assert first.startswith(
        f"In deze verkenning zijn bij sectoraal {nl(green[SECTORAL].mean(), 0)} en bij "
        f"gebiedsgericht {nl(green[AREA].mean(), 0)} van de 42 regio-opgaven groen op hun eigen "
        f"einddatum; gerealiseerd deel {nl(100 * share[SECTORAL].mean())} % en "
        f"{nl(100 * share[AREA].mean())} % (verschil {nl(100 * d.mean(), plus=True)} procentpunt, "
        f"5-95 %: {nl(100 * low, plus=True)} tot {nl(100 * high, plus=True)}). Oordeel: "
    )
    more = int(100 * np.sum(d > 0) // len(d))
    assert first.endswith(
        f"(gebiedsgericht meer in {more} % van de combinaties; dit aandeel is geen kans)."
    )


def test_tables_and_pots_add_up_to_both(results):
    share = per_point(results.folder, "realised_share").mean(axis=1)
    tables = ((share[2] - share[0]) + (share[3] - share[1])) / 2
    pots = ((share[1] - share[0]) + (share[3] - share[2])) / 2
    assert tables + pots == pytest.approx(share[3] - share[0])
    line = compose(results).opening[1]
    assert line.startswith(
        f"Waarvan door andere tafels {nl(100 * tables, plus=True)}, door andere potten "
        f"{nl(100 * pots, plus=True)} procentpunt."
    )


def test_the_opponent_is_found_without_a_name(results):
    share = per_point(results.folder, "realised_share")
    d = share[AREA] - share[4]
    low, high = np.percentile(d, [5, 95])
    line = compose(results).opening[2]
    assert line.startswith(
        f"Tegen sectorale tafels met nationale programma's: {nl(100 * d.mean(), plus=True)} "
        f"procentpunt (5-95 %: {nl(100 * low, plus=True)} tot {nl(100 * high, plus=True)}); "
        "oordeel: "
    )


def test_the_fixed_sentences(results):
    opening = compose(results).opening
    assert opening[3] == ("Gelijk gehouden: geld, mensen, opgaven, projecten, spelregels, toeval.")
    assert opening[4] == (
        "Niet in het model: waterschappen, netbeheerders, bouwers, inwoners als partij; geen "
        "voorspelling."
    )
    assert compose(results).ending[-1] == "Volgende stap: groenlicht points=400"


def table(results, title):
    return next(t for t in compose(results).tables if t.title.startswith(title))


def test_the_table_of_arms_equals_the_store(results):
    rows = {row[0]: row[1:] for row in table(results, "Wat elk arrangement realiseert").rows}
    expected = {"gerealiseerd deel (%)": ("realised_share", 100, 1)}
    expected |= {"groen (van 42)": ("green_95", 1, 1)}
    expected |= {"nationale opgaven gehaald (van 7)": ("national_met", 1, 1)}
    years = (2030, 2035, 2035, 2040, 2030, 2035, 2035)
    for name, year in zip("abcdefg", years, strict=True):
        expected[f"Opgave {name} ({year})"] = (f"realised_{name}", 100, 1)
    assert set(rows) == set(expected)
    for text, (scalar, scale, decimals) in expected.items():
        means = scale * per_point(results.folder, scalar).mean(axis=1)
        assert rows[text] == tuple(nl(m, decimals) for m in means)


def test_the_contrasts_equal_the_store(results):
    share = per_point(results.folder, "realised_share")
    pairs = [(3, 0), (2, 0), (3, 1), (1, 0), (3, 2), (3, 4)]
    shown = table(results, "Verschil in gerealiseerd deel").rows
    assert len(shown) == len(pairs)
    for row, (a, b) in zip(shown, pairs, strict=True):
        d = share[a] - share[b]
        low, high = np.percentile(100 * d, [5, 95])
        assert row[1] == nl(100 * d.mean(), plus=True)
        assert row[2] == f"{nl(low, plus=True)} tot {nl(high, plus=True)}"
        assert row[3] == f"{100 * int(np.sum(d > 0)) // 120} %"


def test_the_waterfall_equals_the_store_and_fills_the_target(results):
    squares = raw(results.folder, "squares")
    runs = np.unique(squares["run"].to_numpy(), return_inverse=True)[1]  # numbers have gaps
    total = np.bincount(runs, squares["target"].to_numpy())

    def share(name):
        lost = np.bincount(runs, squares[name].to_numpy()) / total
        return 100 * lost.reshape(-1, 120, 5).mean(axis=(0, 1))

    rows = table(results, "Waar bleven").rows
    by_name = {row[0]: row[1:] for row in rows}
    assert by_name["geld: andere bestemming"] == tuple(nl(v) for v in share("loss_drifted"))
    small = ("clash", "stranded", "building_space", "time")
    rest = sum(share(f"loss_{cause}") for cause in small)
    assert by_name["overige oorzaken (4)"] == tuple(nl(v) for v in rest)
    realised = 100 * per_point(results.folder, "realised_share").mean(axis=1)
    assert by_name["gerealiseerd"] == tuple(nl(v) for v in realised)
    for arm in range(1, 6):
        column = [float(row[arm].replace(",", ".")) for row in rows]
        assert sum(column) == pytest.approx(100, abs=0.05 * len(column))


def test_the_hours_equal_the_store(results):
    stored = raw(results.folder, "hours")
    kinds = ("talk", "reporting", "applying", "work", "idle", "overvraagd")
    shape = (-1, 20, 3)
    spent = {k: stored[k].to_numpy().astype(float).reshape(shape).sum(axis=1) for k in kinds}
    total = sum(spent[k] for k in kinds[:5])
    rows = table(results, "Waar de uren").rows
    tier, seen = -1, 0
    names = ("overleg", "verantwoording", "aanvragen", "uitvoering", "niet gebruikt in het model",
             "meer gevraagd dan beschikbaar")  # fmt: skip
    for row in rows:
        if not row[1]:
            tier += 1
            continue
        kind = kinds[names.index(row[0].strip())]
        share = 100 * (spent[kind][:, tier] / total[:, tier]).reshape(-1, 120, 5)
        assert row[1:] == tuple(nl(v) for v in share.mean(axis=(0, 1)))
        seen += 1
    assert seen == 16  # only municipalities build
    assert [row[0] for row in rows if not row[1]] == ["Rijk", "provincies", "gemeenten"]


def test_the_pairing_equals_the_store(results):
    values = raw(results.folder)["realised_share"].to_numpy().astype(float).reshape(-1, 5) * 100
    a, b = values[:, AREA], values[:, SECTORAL]
    row = table(results, "Wat dezelfde wereld").rows[0]
    paired, unpaired = np.var(a - b, ddof=1), np.var(a, ddof=1) + np.var(b, ddof=1)
    assert row[1:] == (
        nl(np.corrcoef(a, b)[0, 1], 2), nl(paired, 2), nl(unpaired, 2), nl(unpaired / paired),
    )  # fmt: skip


def test_what_decides_stands_before_the_words_of_the_pairs(results):
    titles = [t.title for t in compose(results).tables]
    assert titles[0] == "Wat het verschil bepaalt"
    rows = table(results, "Wat het verschil").rows
    by_name = {row[0]: row for row in rows}
    assert by_name["dichtheid van verbanden (density)"][2:] == (
        "meer bij gebiedsgericht", "aanname, niet gemeten",
    )  # fmt: skip
    assert by_name["rijksgeld (money)"][3] == "scenario"
    assert len(rows) <= 5


def test_the_three_measures_equal_the_store(results):
    rows = table(results, "Drie maten").rows
    scalars = (("realised_share", 100), ("green_95", 1), ("national_met", 1))
    for row, (scalar, scale) in zip(rows, scalars, strict=True):
        values = per_point(results.folder, scalar)
        d = values[AREA] - values[SECTORAL]
        ends = [np.percentile(scale * d, [5, 95]), scale * np.array(bca(d))]
        low_high = [" tot ".join(nl(x, plus=True) for x in pair) for pair in ends]
        assert row[1] == nl(scale * d.mean(), plus=True)
        assert row[2:4] == (low_high[1], low_high[0])


def test_what_decides_equals_the_rank_correlation_with_the_difference(results):
    share = per_point(results.folder, "realised_share")
    design = pq.read_table(results.folder / "design.parquet")
    rows = table(results, "Wat het verschil").rows
    assert rows
    for row in rows:
        column = design[row[0].split("(")[1].rstrip(")")].to_numpy()[:120]
        rho = spearmanr(column, share[AREA] - share[SECTORAL]).statistic
        assert row[1] == nl(rho, 2, plus=True)
        assert row[2] == f"meer bij {'gebiedsgericht' if rho > 0 else 'sectoraal'}"


def test_every_cell_and_sentence_is_on_the_screen(results):
    text = printed(results)
    flat = re.sub(r"\s+", " ", text)
    screen = compose(results)
    for line in (*screen.opening, *screen.notes, *screen.ending):
        assert line in flat
    for made in screen.tables:
        assert made.title in flat
        for row in made.rows:
            for cell in row:
                assert all(word in text for word in cell.split())
    assert max(len(line) for line in text.splitlines()[:60]) <= 100
    assert "…" not in text  # nothing is cut off
    assert text.strip().startswith("In deze verkenning zijn bij sectoraal")


FORCED = {
    "sectoraal clear": {"points": 120, "tables": -0.05, "pots": -0.03, "noise": 0.003},
    "gebiedsgericht clear": {"points": 120, "tables": 0.05, "noise": 0.003},
    "mostly": {"points": 120, "tables": 0.03, "noise": 0.02},
    "none": {"points": 120, "tables": 0.001, "noise": 0.003},
    "ties": {"points": 120},
    "depends": {"points": 120, "noise": 0.03},
    "few": {"points": 4, "seeds": 5, "tables": 0.01, "noise": 0.03},
    "one": {"points": 1, "tables": -0.05},
    "one, equal": {"points": 1},
    "two arms": {"points": 100, "arms": 2, "tables": 0.03},
    "a failure": {"points": 101, "arms": 2, "tables": 0.03, "fail": (3,)},
    "all green": {"points": 2, "level": 0.95},
    "all red": {"points": 2, "level": 0.3},
}


@pytest.fixture(scope="module")
def forced(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forced")
    return {name: study(folder / name, **fake) for name, fake in FORCED.items()}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", FORCED)
def test_no_generated_text_contains_a_forbidden_word(forced, name, language):
    screen = compose(forced[name], language)
    texts = [*screen.opening, *screen.notes, *screen.ending]
    for made in screen.tables:
        texts += [made.title, made.note, *made.columns, *(c for row in made.rows for c in row)]
    for text in texts:
        check(text, language)
        assert "{" not in text
        assert "nan" not in text
    printed(forced[name], language=language)


def verdict_of(results):
    return compose(results).opening[0].split("Oordeel: ")[1]


def test_where_sectoraal_realises_more_the_sentence_says_so(forced):
    made = forced["sectoraal clear"]
    first = compose(made).opening[0]
    a, b = (100 * made.by_point("realised_share")[i].mean() for i in (SECTORAL, AREA))
    assert a > b
    assert f"gerealiseerd deel {nl(a)} % en {nl(b)} % (verschil {nl(b - a)} procentpunt" in first
    assert verdict_of(made) == (
        "duidelijk, varianten nog niet gedraaid (sectoraal meer in 100 % van de combinaties; dit "
        "aandeel is geen kans)."
    )
    assert "gebiedsgericht meer" not in first
    assert "sectorale tafels met nationale programma's meer in 100 %" in compose(made).opening[2]


def test_the_sentence_follows_the_word(forced):
    assert verdict_of(forced["gebiedsgericht clear"]).startswith(
        "duidelijk, varianten nog niet gedraaid (gebiedsgericht meer in 100 % "
    )
    assert verdict_of(forced["mostly"]).startswith(
        "meestal, varianten nog niet gedraaid (gebiedsgericht meer in "
    )
    for name in ("none", "ties"):
        assert verdict_of(forced[name]) == (
            "geen verschil van betekenis, varianten nog niet gedraaid (in 100 % van de "
            "combinaties minder dan 2 procentpunt verschil; dit aandeel is geen kans)."
        )
    assert verdict_of(forced["depends"]).startswith(
        "hangt af van de aannames, varianten nog niet gedraaid (gebiedsgericht meer in "
    )


def test_equal_arms_differ_by_exactly_nothing(forced):
    assert "(verschil 0,0 procentpunt, 5-95 %: 0,0 tot 0,0)" in compose(forced["ties"]).opening[0]
    assert compose(forced["ties"]).opening[1] == (
        "Waarvan door andere tafels 0,0, door andere potten 0,0 procentpunt."
    )
    decides = compose(forced["ties"]).tables[0]
    assert decides.rows == ()
    assert decides.note.startswith("Geen enkele aanname")


def test_under_100_points_there_is_no_word(forced):
    made = forced["few"]
    d = made.paired_worlds("realised_share", AREA, SECTORAL)
    low, high = np.percentile(100 * d, [5, 95])
    first = compose(made).opening[0]
    assert f"5-95 % van 20 paren, toeval: {nl(low, plus=True)} tot {nl(high, plus=True)})" in first
    share = 100 * int(np.sum(np.sign(d) == np.sign(np.median(d)))) // 20
    side = "gebiedsgericht" if np.median(d) > 0 else "sectoraal"
    assert verdict_of(made) == (
        f"bij deze aannames (toeval: {side} meer in {share} % van de 20 paren)."
    )
    text = printed(made)
    for word in ("duidelijk", "meestal", "hangt af", "geen verschil van betekenis", "varianten"):
        assert word not in text
    assert compose(made).ending[-1] == "Volgende stap: groenlicht points=100"


def test_one_pair_has_no_spread(forced):
    first = compose(forced["one"]).opening[0]
    assert "procentpunt, één paar runs)" in first
    assert verdict_of(forced["one"]) == "bij deze aannames (toeval: sectoraal meer in één paar)."
    assert verdict_of(forced["one, equal"]) == (
        "bij deze aannames (toeval: geen verschil in één paar)."
    )
    assert {row[2] for row in table(forced["one"], "Verschil in").rows} == {"–"}


def test_two_arms_go_by_their_labels(forced):
    made = forced["two arms"]
    opening = compose(made).opening
    assert opening[0].startswith("In deze verkenning zijn bij sectorale tafels + losse SPUKs ")
    assert " en bij gebiedstafels + gebiedsbudget " in opening[0]
    assert opening[1].startswith("Gelijk gehouden")  # no square: nothing to split
    assert len(table(made, "Verschil in").rows) == 1


def test_failed_worlds_are_reported(forced):
    notes = compose(forced["a failure"]).notes
    assert any(note.startswith("Mislukte runs: 2;") for note in notes)


def test_nothing_to_tell_apart_is_said(forced):
    assert any("meer dan 90 %" in note for note in compose(forced["all green"]).notes)
    assert any("minder dan 10 %" in note for note in compose(forced["all red"]).notes)
    assert not any("onderscheidend" in note for note in compose(forced["mostly"]).notes)


def test_an_unfinished_study_says_so_and_how_to_go_on(tmp_path):
    made = study(tmp_path / "s", points=100, arms=2)
    bigger = fake_world.fake_study(points=200, arms=2, interrupt=100)
    with pytest.raises(Exception, match="Gestopt na 200 van 400"):
        run_study(bigger, made.folder, run_world=fake_world.run_world, progress=False)
    screen = compose(read(made.folder))
    assert "Deze studie is nog niet af: 200 van 400 runs." in screen.notes
    assert screen.ending[-1] == "Volgende stap: groenlicht"


def arm(tables, pots, **more):
    return {"label": f"{tables} + {pots}", "label_en": "", "tables": tables, "pots": pots,
            "terms": "gelijk", "coverage": "", **more}  # fmt: skip


def test_the_square_is_found_in_any_order():
    arms = [arm("T", "P"), arm("T", "Z"), arm("U", "Q"), arm("T", "Q"), arm("U", "P")]
    found = sides(arms)
    s = found.square
    assert (s.reference, s.other_tables, s.other_pots, s.other) == (0, 4, 3, 2)
    assert found.opponent == 1
    assert sides([*arms, arm("X", "Y", role="best")]).opponent == 5


def test_no_square_without_equal_terms():
    arms = [arm("T", "P"), arm("T", "Q"), arm("U", "P"), arm("U", "Q", terms="anders")]
    found = sides(arms)
    assert found.square is None
    assert found.pairs == ((1, 0), (2, 0), (3, 0))
    with pytest.raises(ValueError, match="two or more"):
        sides(arms[:1])


def test_other_terms_are_not_called_equal(forced):
    made = read(forced["two arms"].folder)
    made.manifest["arms"][1]["terms"] = "anders"
    assert compose(made).opening[1] == (
        "Gelijk gehouden: geld, mensen, opgaven, projecten, toeval."
    )


def test_what_labels_share_is_said_once():
    assert versus("a + x", "b + x") == "a tegen b, bij x"
    assert versus("a + x", "a + y") == "x tegen y, bij a"
    assert versus("a + x", "b + y") == "a + x tegen b + y"
    assert versus("a", "b") == "a tegen b"
