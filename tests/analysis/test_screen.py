"""What stands on the screen equals what stands in the store."""

import re

import numpy as np
import pyarrow.parquet as pq
import pytest
from scipy.stats import spearmanr
from screens import AREA, SECTORAL, nl, per_point, printed, raw, study, table

from analysis.screen import compose
from analysis.statistics import bca


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return study(tmp_path_factory.mktemp("s") / "x", points=120, seeds=2, tables=0.013, pots=0.008,
                 noise=0.02, by=0.02, programme=0.02)  # fmt: skip


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
    assert compose(results).ending[-1] == "Volgende stap: groenlicht variants=all"


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
