"""Studies in which both sides can be told apart, and what is found in a figure once drawn.

Shares, lights and the notation of numbers are written here once more: a figure may not check
itself.
"""

import re
from typing import NamedTuple

import numpy as np
from invented import STYLE, invented, random_shares
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis.figures import dumbbell, maps, over_time, sheet, stoplicht, tiles, waterfall, where
from analysis.style import FORMATS

FIGURES = {
    "dumbbell": dumbbell.chart, "over_time": over_time.chart, "sheet": sheet.chart,
    "stoplicht": stoplicht.chart, "tiles": tiles.chart, "where": where.chart,
    "waterfall": waterfall.chart, "maps": maps.chart,
}  # fmt: skip
NUMBER = re.compile(r"[+−]?\d+(?:[.,]\d+)*")
CAUSES = ("agenda", "staff", "time")
# of what is not realised, per side: the largest cause of one is not that of the other
PARTS = ((0.6, 0.3, 0.1), (0.2, 0.7, 0.1))
BEHIND = 4  # regions in which the other side has less


def contrast(nederland, opgaven, *, swapped=False, points=120, seeds=1):
    """More at the other side, less in one opgave and some regions, and one opgave either way.

    Swapped, all of it holds the other way round, under the same names. With more than one seed
    there are points x seeds worlds, and seeds of a point differ.
    """
    shares = random_shares(1, points=points * seeds) - 0.08
    shares[1, :, :, :5] += 0.2
    shares[1, :, :, 5] -= 0.08
    shares[1, :, :BEHIND] -= 0.4
    either = np.where(np.arange(points * seeds) % 2 == 0, 0.05, -0.04)
    shares[1, :, :, 6] = shares[0, :, :, 6] + either[:, None]
    shares = np.clip(shares, 0, 1.3)
    study = made(nederland, opgaven, shares[::-1] if swapped else shares, swapped=swapped)
    if seeds > 1:
        study.manifest |= {"points": points, "seeds": seeds}
        study.manifest["asked"] = [{"cells": [0], "seeds": seeds, "points": points}]
        study.runs["point"] = study.runs["world"] // seeds
        study.runs["seed"] = study.runs["world"] % seeds
    return study


def made(nederland, opgaven, shares, *, swapped=False, **how):
    """An invented study, all of it finished, with what is not realised parted over causes."""
    study = invented(nederland, opgaven, shares, **how)
    points = study.manifest["points"]
    for cell in study.manifest["cells"]:
        cell |= {"values": {}, "factors": {}}
    study.manifest.setdefault("asked", [{"cells": [0], "seeds": 1, "points": points}])
    target, done = study.squares["target"], study.squares["q_deadline"]
    left = target - np.minimum(done, target)
    half = len(left) // 2
    for cause, parts in zip(CAUSES, zip(*PARTS, strict=True), strict=True):
        part = np.repeat(parts[::-1] if swapped else parts, half)
        study.squares[f"loss_{cause}"] = left * part[:, None, None]
    return study


def undecided(nederland, opgaven):
    """Seven of ten points one way, by much: it depends on the assumptions."""
    sign = np.where(np.arange(120) % 10 < 7, 1.0, -1.0)[:, None, None]
    shares = random_shares(2)
    shares[1] = shares[0] + 0.1 * sign
    return made(nederland, opgaven, np.clip(shares, 0, 1.3))


def shares(study, rows=slice(None), columns=slice(None), when="deadline"):
    """Realised share of some regions and opgaven together, (sides, worlds)."""
    target = study.squares["target"]
    done = np.minimum(study.squares[f"q_{when}"], target)
    part, whole = (v[:, rows][:, :, columns].sum(axis=(1, 2)) for v in (done, target))
    return (part / whole).reshape(2, -1)


def provinces(study):
    """Regions of every province by its name."""
    found = {}
    for i, region in enumerate(study.manifest["regions"]):
        found.setdefault(region["province"], []).append(i)
    return found


class Lit(NamedTuple):
    """A light, counted here once more."""

    shown: str
    kind: int
    part: float


def lit(values):
    """The light of shares over units, as the reading help says it."""
    shown = [float(f"{100 * v:.0f}") for v in (values.mean(), *values)]
    kinds = [0 if v >= 95 else 1 if v >= 70 else 2 for v in shown]
    return Lit(f"{shown[0]:.0f}", kinds[0], kinds[1:].count(kinds[0]) / len(values))


def shown(value, decimals=1, *, plus=False, language="nl"):
    """A number as a reader sees it."""
    text = f"{abs(value):.{decimals}f}"
    sign = "−" if value < 0 else "+" if plus else ""
    text = ("" if float(text) == 0 else sign) + text
    return text.replace(".", ",") if language == "nl" else text


def named(study, side, language="nl"):
    return study.manifest["arms"][side]["label" if language == "nl" else "label_en"]


class Written(NamedTuple):
    text: str
    colour: str
    x: float
    y: float


def hexed(colour):
    return to_hex(colour).upper()


def figure_of(chart, format_="word"):
    return chart.draw(STYLE, FORMATS[format_]).figure


def written(*axes):
    """All text in axes, with its colour and its place in pixels; not what is around a drawing."""
    return [
        Written(t.get_text(), hexed(t.get_color()),
                *map(float, t.get_transform().transform(t.get_position())))
        for each in axes for t in each.findobj(Text) if t.get_text().strip()
    ]  # fmt: skip


class Mark(NamedTuple):
    x: float
    y: float
    fill: str
    edge: str
    square: bool


def marks(axes):
    """All marks that are scattered on axes, in the data of the axes."""
    return [
        Mark(float(x), float(y), hexed(c.get_facecolor()[0]),
             hexed(c.get_edgecolor()[0] if len(c.get_edgecolor()) else c.get_facecolor()[0]),
             len(c.get_paths()[0].vertices) <= 5)
        for c in axes.collections if isinstance(c, PathCollection)
        for x, y in c.get_offsets()
    ]  # fmt: skip


def boxes(artist):
    """All rectangles that are drawn, with their corners in pixels and their fill."""
    found = []
    for box in artist.findobj(Rectangle):
        (x0, y0), (x1, y1) = box.get_transform().transform([(0, 0), (1, 1)])
        found.append((float(x0), float(y0), float(x1), float(y1), hexed(box.get_facecolor())))
    return found
