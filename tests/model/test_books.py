import numpy as np
import pytest

from model.quarter.conservation import conservation


def _books():
    """Balanced books of two pots, two governments and one host, by argument."""
    return {
        "balance": np.array([2.0, 3.0]),
        "inflow": np.array([10.0, 12.0]),
        "spent": np.array([3.0, 4.0]),
        "drifted": np.array([1.0, 2.0]),
        "lapsed": np.array([2.0, 1.0]),
        "cut": np.array([2.0, 2.0]),
        "staff_hours": np.array([15.0, 20.0]),
        "talk": np.array([1.0, 2.0]),
        "reporting": np.array([2.0, 3.0]),
        "applying": np.array([3.0, 4.0]),
        "work_hours": np.array([4.0, 5.0]),
        "idle": np.array([5.0, 6.0]),
        "own_drawn": np.array([4.0]),
        "own_weight": np.array([0.5]),
        "own_cumulative": np.array([2.0, 8.0]),
    }


def test_balanced_books_pass():
    assert conservation(**_books()) == -1


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("names", "row", "place"),
    [
        (("balance", "inflow", "spent", "drifted", "lapsed", "cut"), 1, 1),
        (("staff_hours", "talk", "reporting", "applying", "work_hours", "idle"), 1, 3),
    ],
)
def test_a_leak_of_a_millionth_is_found(names, row, place, sign):
    for name in names:
        books = _books()
        books[name][row] += sign * 1e-6
        assert conservation(**books) == place, name


def test_no_pot_is_overdrawn_and_no_host_draws_more_than_will_come():
    books = _books()
    books["balance"][0], books["spent"][0] = -1.0, 6.0
    assert conservation(**books) == 0
    books = _books()
    books["own_drawn"][0] += 1e-6
    assert conservation(**books) == 4
