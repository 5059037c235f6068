"""The studies that the tests of figures of experiments draw, all of them made up."""

import copy

import shapes
from screens import study
from test_laid_over import LEVERS, grid, steep
from test_matrix import EFFECT


def compare(folder):
    """Tables make 4 procentpunt less, pots 9 more."""
    return study(folder / "compare", points=120, tables=-0.04, pots=0.09, noise=0.01)


def equal(folder):
    return study(folder / "equal", points=110)


def few(folder):
    return study(folder / "few", points=6, tables=0.1, noise=0.01)


def matrix(folder):
    return shapes.matrix(folder / "matrix", noise=0.004, effect=EFFECT)


def map_of(folder):
    return shapes.cells(folder / "map", *grid(), points=100, noise=0.003, grid=steep)


def levers(folder):
    return shapes.cells(folder / "levers", *LEVERS, tables=0.02, noise=0.01,
                        laid={101: [0.03, 0.03], 102: [0, -0.02]})  # fmt: skip


def presets(folder):
    only = ({"scope": ("a", "b")}, {"where": ("Regio 1", "Regio 3")}, {})
    return shapes.places(folder / "presets", *only, cover=0.05, noise=0.002)


def renamed(results):
    """The same study with long names for arms."""
    other = copy.copy(results)
    other.manifest = copy.deepcopy(results.manifest)
    for i, arm in enumerate(other.manifest["arms"]):
        for key in ("label", "label_en"):
            tables, _, pots = arm[key].partition(" + ")
            arm[key] = f"samenwerkingstafels {i} {tables} + {pots} doeluitkering op afstand"
        arm["regime"] = f"regime_{arm['regime']}"
    return other
