import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapes

from analysis.crossing import crossing
from analysis.matrix import interaction
from analysis.screen import compose
from analysis.sides import sides

EFFECT = [0, 0.01, 0.02, 0.03, 0.04, 0.13, -0.02, 0, 0.01]  # the sixth is more than the sum


def nl(value, decimals=1, plus=False):
    text = f"{abs(value):.{decimals}f}".replace(".", ",")
    zero = set(text) <= set("0,")
    return ("" if zero else "−" if value < 0 else "+" if plus else "") + text


def stored(folder, scalar="realised_share", cell=0):
    """(arms, points) from the files: the mean over the seeds of each point."""
    rows = pa.concat_tables([pq.read_table(p) for p in sorted((folder / "runs").glob("*.parquet"))])
    rows = rows.sort_by("run")
    mine = rows["cell"].to_numpy() == cell
    arm, point = (rows[name].to_numpy()[mine] for name in ("arm", "point"))
    values = rows[scalar].to_numpy().astype(float)[mine]
    return np.array([
        [values[(arm == a) & (point == p)].mean() for p in np.unique(point)]
        for a in np.unique(arm)
    ])  # fmt: skip


def table(results, title, language="nl"):
    return next(t for t in compose(results, language).tables if t.title.startswith(title))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return shapes.matrix(tmp_path_factory.mktemp("m") / "x", seeds=2, noise=0.02, effect=EFFECT)


def test_the_shares_equal_the_store(results):
    means = 100 * stored(results.folder).mean(axis=1).reshape(3, 3)
    rows = table(results, "Gerealiseerd deel (%): tafels").rows
    assert [row[0] for row in rows] == ["sectorale tafels", "gebiedstafels", "een landelijke tafel"]
    for row, expected in zip(rows, means, strict=True):
        assert row[1:] == tuple(nl(v) for v in expected)
    assert table(results, "De potten").rows == (
        ("A", "losse SPUKs"), ("B", "gebiedsbudget"), ("C", "rijksbudget"),
    )  # fmt: skip


def test_the_differences_and_shares_of_points_equal_the_store(results):
    share = stored(results.folder)
    d = share - share[0]
    made = table(results, "Verschil met sectorale tafels + losse SPUKs")
    for i, (differences, more) in enumerate(zip(made.rows[::2], made.rows[1::2], strict=True)):
        mine = d[3 * i : 3 * i + 3]
        assert differences[1:] == tuple(nl(100 * v, plus=True) for v in mine.mean(axis=1))
        shares = [str(100 * int(np.sum(v > 0)) // 120) for v in mine]
        assert list(more[1:]) == (["–", *shares[1:]] if i == 0 else shares)
    assert "Cellen bekeken: 9; per cel geen oordeel" in made.note
    assert "combinaties van aannames met meer" in made.note


def test_the_effects_of_rows_and_columns_equal_the_store(results):
    share = stored(results.folder).reshape(3, 3, -1)
    rows = table(results, "Gemiddeld over het andere").rows
    expected = []
    for axis in (0, 1):
        mean = share.mean(axis=1 - axis)
        for i in (1, 2):
            d = mean[i] - mean[0]
            low, high = np.percentile(100 * d, [5, 95])
            expected.append((
                nl(100 * d.mean(), plus=True), f"{nl(low, plus=True)} tot {nl(high, plus=True)}",
                f"{100 * int(np.sum(d > 0)) // 120} %",
            ))  # fmt: skip
    assert [row[1:] for row in rows if row[1]] == expected


def test_the_interaction_is_what_rows_and_columns_leave(results):
    means = stored(results.folder).mean(axis=1).reshape(3, 3)
    left = interaction(means)
    assert left.sum(axis=0) == pytest.approx(0, abs=1e-12)
    assert left.sum(axis=1) == pytest.approx(0, abs=1e-12)
    largest = left[np.unravel_index(np.argmax(np.abs(left)), (3, 3))]
    assert left[1, 2] == largest > 0.02
    assert (
        f"gebiedstafels met rijksbudget wijkt {nl(100 * largest, plus=True)} procentpunt af"
        in table(results, "Gemiddeld over het andere").note
    )


def test_without_interaction_it_says_so(tmp_path):
    made = shapes.matrix(tmp_path / "x", points=3, effect=[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0, 0.1, 0.2])
    note = table(made, "Gemiddeld over het andere").note
    assert "geen van de 9 cellen wijkt 2 procentpunt of meer af" in note
    assert "(hoogstens 0,0)" in note
    assert "paren runs (aannames en toeval)" in note


def test_the_opening_compares_the_first_arm_with_the_regional_one(results):
    share = 100 * stored(results.folder).mean(axis=1)
    opening = compose(results).opening
    assert f"gerealiseerd deel {nl(share[0])} % en {nl(share[4])} %" in opening[0]
    assert opening[2] == (
        f"Over alle 9 arrangementen loopt het gerealiseerde deel gemiddeld van "
        f"{nl(share.min())} % (een landelijke tafel + losse SPUKs) tot {nl(share.max())} % "
        "(gebiedstafels + rijksbudget)."
    )
    assert not any(line.startswith("Tegen ") for line in opening)


def test_long_tables_show_the_two_sides_only(results):
    names = ("sectorale tafels + losse SPUKs", "gebiedstafels + gebiedsbudget")
    for title in ("Wat elk arrangement", "Waar bleven", "Waar de uren"):
        assert table(results, title).columns[1:] == names
    assert not any(t.title == "De arrangementen" for t in compose(results).tables)


def test_no_cell_has_a_word(results):
    for title in ("Gerealiseerd deel (%)", "Verschil met", "Gemiddeld over"):
        cells = " ".join(cell for row in table(results, title).rows for cell in row)
        for word in ("duidelijk", "meestal", "hangt af", "geen verschil"):
            assert word not in cells


def arm(tables, pots, **more):
    return {"label": f"{tables} + {pots}", "label_en": f"{tables} + {pots}", "tables": tables,
            "pots": pots, "terms": "", "coverage": "", **more}  # fmt: skip


def test_only_a_full_grid_is_a_grid():
    full = [arm(t, p) for t in "TUV" for p in "PQ"]
    assert crossing(full).arm.tolist() == [[0, 1], [2, 3], [4, 5]]
    assert crossing(full).tables == ("T", "U", "V")
    assert crossing(full[:-1]) is None
    assert crossing(full[:4]) is None  # a square
    assert crossing([*full[:-1], full[0]]) is None
    assert crossing([*full[:-1], arm("V", "Q", terms="anders")]) is None
    assert crossing([*full[:-1], arm("V", "Q", taken="x")]) is None


def test_rows_and_columns_may_stand_in_any_order():
    mixed = [arm(t, p) for p in "PQ" for t in "TUV"]
    assert crossing(mixed).arm.tolist() == [[0, 3], [1, 4], [2, 5]]


def test_names_of_files_are_not_shown_as_regimes():
    arms = [arm(t, p, regime=f"r_{t}") for t in "TUV" for p in "PQ"]
    assert sides(arms).names == ("T + P", "U + Q")
