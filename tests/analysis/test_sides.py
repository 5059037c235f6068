"""Which arms are compared, found by what they are."""

import pytest

from analysis.sides import sides, versus


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


def test_what_labels_share_is_said_once():
    assert versus("a + x", "b + x") == "a tegen b, bij x"
    assert versus("a + x", "a + y") == "x tegen y, bij a"
    assert versus("a + x", "b + y") == "a + x tegen b + y"
    assert versus("a", "b") == "a tegen b"
