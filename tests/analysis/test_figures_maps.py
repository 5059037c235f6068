import csv
import json

import numpy as np
import pytest
from invented import POINTS, STYLE, assert_tidy, invented, random_shares

from analysis.figures import hexagons, maps


@pytest.fixture(scope="module")
def results(nederland, opgaven):
    return invented(nederland, opgaven, random_shares())


@pytest.fixture(scope="module")
def apart(nederland, opgaven):
    return invented(nederland, opgaven, random_shares(1, gain=0.09))


@pytest.mark.parametrize(
    ("difference", "kind"),
    [(-0.10, 0), (-0.0996, 0), (-0.0994, 1), (-0.05, 1), (-0.0494, 2), (-0.0004, None),
     (0.0004, None), (0.0494, 3), (0.0496, 4), (0.0994, 4), (0.0996, 5)],
)  # fmt: skip
def test_a_bin_follows_the_printed_difference_and_treats_both_sides_alike(difference, kind):
    assert maps.bin_of(difference) == kind
    mirrored = maps.bin_of(-difference)
    assert mirrored == (None if kind is None else 5 - kind)


def test_no_colour_where_nothing_is_clear(results, apart, nederland, opgaven):
    def clear(study):
        return [row[5] == "ja" for row in maps.chart(study, STYLE).rows]

    assert sum(clear(apart)) > 200
    assert not any(clear(invented(nederland, opgaven, random_shares(2, points=50))))
    assert not any(clear(invented(nederland, opgaven, np.full((2, POINTS, 1, 1), 0.5))))
    # no region differs: the largest of 342 municipalities does not either
    noise = np.random.default_rng(3).normal(0.7, 0.2, (2, POINTS, 30, 7))
    assert sum(clear(invented(nederland, opgaven, np.clip(noise, 0, 1)))) == 0


def test_a_cell_that_stands_out_is_shown_without_a_word_for_the_whole(nederland, opgaven):
    shares = random_shares(5)
    shares[1, :, 3] += 0.2
    shares[1, :, 4] -= 0.2
    study = invented(nederland, opgaven, shares)
    shown = {row[0]: row for row in maps.chart(study, STYLE).rows}
    assert shown["Enschede"][5] == "ja"
    assert shown["Enschede"][4] > 10
    assert sum(row[5] == "ja" for row in shown.values()) < 60


def test_swapping_the_sides_mirrors_the_map(nederland, opgaven):
    shares = random_shares(1, gain=0.06)
    one = maps.chart(invented(nederland, opgaven, shares), STYLE).rows
    two = maps.chart(invented(nederland, opgaven, shares[::-1]), STYLE).rows
    assert [row[0] for row in one] == [row[0] for row in two]
    assert [row[4] for row in one] == pytest.approx([-row[4] for row in two])
    assert [row[5] for row in one] == [row[5] for row in two]


def test_every_municipality_has_a_hexagon_and_provinces_hold_together(nederland):
    cells = hexagons.places()
    assert set(cells) == set(nederland.municipality_code)
    assert len(set(cells.values())) == 342
    province = {
        cells[c]: nederland.province_code[p]
        for c, p in zip(nederland.municipality_code, nederland.municipality_province, strict=True)
    }
    parts = hexagons.parts(province)
    assert sorted(len(p) for p in parts)[-12:] == sorted(len(p) for p in parts if len(p) > 1)
    assert len(parts) <= 13  # one island lies apart
    # the country is not turned: north is up, west is left
    at = np.array([hexagons.middle(cells[c]) for c in nederland.municipality_code])
    assert np.corrcoef(at[:, 0], nederland.longitude)[0, 1] > 0.9
    assert np.corrcoef(at[:, 1], nederland.latitude)[0, 1] > 0.9


def test_the_layout_is_what_the_script_gives(tmp_path, monkeypatch):
    monkeypatch.setattr(hexagons, "FILE", tmp_path / "again.csv")
    hexagons.main()
    with (tmp_path / "again.csv").open(encoding="utf-8", newline="") as lines:
        again = {r["code"]: (int(r["column"]), int(r["row"])) for r in csv.DictReader(lines)}
    assert again == hexagons.places()


def test_boundaries_of_the_user(results, tmp_path):
    ring = [[0, 0], [90000, 0], [90000, 90000], [0, 90000], [0, 0]]
    hole = [[10000, 10000], [20000, 10000], [20000, 20000], [10000, 10000]]
    features = [
        {"properties": {"statcode": "GM0014", "n": 3}, "geometry":
         {"type": "Polygon", "coordinates": [ring, hole]}},
        {"id": "GM0034", "geometry": {"type": "MultiPolygon", "coordinates": [[ring], [ring]]}},
        {"properties": {"name": "sea"}, "geometry": None},
    ]  # fmt: skip
    file = tmp_path / "grenzen.geojson"
    file.write_text(json.dumps({"features": features}), encoding="utf-8")
    chart = maps.chart(results, STYLE, boundaries=file)
    assert "grenzen.geojson" in chart.reading
    assert len(chart.rows) == 342
    assert_tidy(chart, "word")
    for wrong in ("{", "[]", '{"features": []}', '{"features": [{"properties": {"c": "GM9"}}]}'):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(ValueError, match="grenzen"):
            maps.chart(results, STYLE, boundaries=file)
    with pytest.raises(ValueError, match="lost"):
        maps.chart(results, STYLE, boundaries=tmp_path / "lost.geojson")
