import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.verdict import Word, smallest_differences, verdict

SMALL = 0.02


def points(*groups):
    """An array of (count, value) groups."""
    return np.concatenate([np.full(count, float(value)) for count, value in groups])


@pytest.mark.parametrize(
    ("values", "word"),
    [
        (points((95, 0.03), (5, -0.03)), Word.CLEAR),
        (points((94, 0.03), (6, -0.03)), Word.MOSTLY),
        (points((80, 0.03), (20, -0.03)), Word.MOSTLY),
        (points((79, 0.03), (21, -0.03)), Word.DEPENDS),
        (points((95, -0.03), (5, 0.03)), Word.CLEAR),
        (points((100, 0.02)), Word.CLEAR),  # the smallest difference itself matters
        (points((100, 0.0199)), Word.NONE),
        (points((100, 0)), Word.NONE),
        (points((80, 0.01), (20, 0.5)), Word.NONE),
        (points((79, 0.01), (21, 0.5)), Word.DEPENDS),  # all positive, but the median is small
        (points((50, 0.1), (50, -0.1)), Word.DEPENDS),
        (points((949, 0.03), (51, -0.03)), Word.MOSTLY),  # 94,9 % is not 95 %
        (points((99, 0.5)), Word.FEW),
        (points((1, 0.5)), Word.FEW),
    ],
)
def test_the_words(values, word):
    assert verdict(values, SMALL).word is word
    assert verdict(-values, SMALL).word is word


def test_a_variant_with_another_sign_takes_the_word_away():
    values = points((100, 0.05))
    assert verdict(values, SMALL, variants=[0.01, 0.04]).word is Word.CLEAR
    assert verdict(values, SMALL, variants=[0.01, 0.04]).variants
    assert verdict(values, SMALL, variants=[0.01, -0.001]).word is Word.DEPENDS
    assert verdict(values, SMALL, variants=[0.0]).word is Word.DEPENDS
    assert not verdict(values, SMALL).variants


def test_under_100_points_pairs_are_counted():
    v = verdict(points((4, 0.05)), SMALL, pairs=points((11, 0.05), (9, -0.05)))
    assert (v.word, v.units, v.more, v.less) == (Word.FEW, 20, 11, 9)
    assert v.share(1) == 55
    assert v.share(-1) == 45


def test_pairs_do_not_count_from_100_points_on():
    v = verdict(points((100, 0.05)), SMALL, pairs=points((1000, -1)))
    assert (v.units, v.direction) == (100, 1)


@pytest.mark.parametrize("values", [[], [np.nan, 0.1]])
def test_what_is_no_difference_is_refused(values):
    with pytest.raises(ValueError, match="paired differences"):
        verdict(np.array(values), SMALL)


@given(arrays(np.float64, st.integers(100, 130), elements=st.floats(-0.125, 0.125, width=32)))
def test_swapping_sides_flips_the_direction_and_nothing_else(values):
    a, b = verdict(values, SMALL), verdict(-values, SMALL)
    assert a.word is b.word
    assert a.direction == -b.direction
    assert (a.share(1), a.share(-1), a.within) == (b.share(-1), b.share(1), b.within)
    assert a.more + a.less + int(np.sum(values == 0)) == a.units


@given(arrays(np.float64, st.integers(100, 130), elements=st.floats(-0.125, 0.125, width=32)))
def test_a_word_never_says_more_than_its_printed_share(values):
    v = verdict(values, SMALL)
    if v.word is Word.CLEAR:
        assert v.share(v.direction) >= 95
    if v.word is Word.MOSTLY:
        assert 80 <= v.share(v.direction) < 95
    if v.word is Word.NONE:
        assert v.share_within >= 80


def test_smallest_differences():
    assert smallest_differences(210) == {
        "realised_share": 0.02, "green_95": 5, "national_met": 1,
        "realised_2030": 0.02, "realised_2035": 0.02, "realised_2040": 0.02,
    }  # fmt: skip
    assert smallest_differences(84)["green_95"] == 2
