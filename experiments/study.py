"""A study: what is compared, in which worlds; composed once, checked, then run.

Three axes, each of which can grow without changing what was there:

- a **point** is one set of assumptions and means;
- a **cell** is something laid over every point: a variant, a lever, a corner of a grid. Cell 0
  lays nothing over it. All cells of a point have the same luck (common random numbers);
- a **seed** is one series of luck at a point.

A world is (cell, seed, point), a run is (world, arm); both are numbered by place, with room
between, so that more points, seeds or cells renumber nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from experiments.numbering import MOST_POINTS, place_of, world_number
from experiments.points import Point, Points
from model.arrangement import Arrangement
from model.geography import Geography

MOST_VARIANTS = 100  # cells 1 to 100 are structural variants


@dataclass(frozen=True)
class Cell:
    """What is laid over every point.

    Attributes
    ----------
    number : int
        0 for the points as they are; the variants have numbers of their own, so that they can be
        run later.
    values, factors : mapping of str to float
        Inputs that get a value, and inputs that are multiplied.
    variant : str
        The structural variant (docs/odd.md 7), "" for none.
    levels : mapping of str to object
        Where the cell stands in a grid: what was set, by the name it was asked by.
    grid : int
        Which of several grids it belongs to.
    """

    number: int = 0
    name: str = ""
    label: str = ""
    label_en: str = ""
    values: Mapping[str, float] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)
    variant: str = ""
    levels: Mapping[str, object] = field(default_factory=dict)
    grid: int = 0

    @property
    def is_variant(self) -> bool:
        """Whether this is a structural variant and nothing else."""
        return 0 < self.number <= MOST_VARIANTS

    def over(self, point: Point) -> Point:
        """The point with this cell laid over it."""
        changed = point.but(self.values)
        changed = changed.but({name: f * changed.value(name) for name, f in self.factors.items()})
        return replace(changed, variant=self.variant) if self.variant else changed


@dataclass(frozen=True)
class World:
    """Where a world stands in its study, and what holds there."""

    number: int
    cell: int
    seed_index: int
    point_index: int
    seed: int
    point: Point


@dataclass(frozen=True)
class Study:
    """One experiment, resolved.

    Attributes
    ----------
    arms : tuple of Arrangement
        Two or more, with different names; the first is the reference.
    labels : tuple of str
        How each arm is named to a reader ("gebiedstafels + losse SPUKs").
    points : Points
        At least one; the first is not special.
    seeds : int
        Series of luck per point.
    config : dict
        The resolved configuration, for the manifest.
    command : str
        The line that repeats this study.
    cells : tuple of Cell
        The first is `Cell()`: the points as they are.
    record : str
        "summary", or "full" for tables per municipality and per pot as well.
    """

    name: str
    question: str
    arms: tuple[Arrangement, ...]
    labels: tuple[str, ...]
    geography: Geography
    points: Points
    seeds: int
    first_seed: int
    design: str
    config: dict[str, object]
    command: str
    cells: tuple[Cell, ...] = (Cell(),)
    record: str = "summary"

    @property
    def worlds(self) -> int:
        """Number of worlds: points x seeds x cells."""
        return len(self.points) * self.seeds * len(self.cells)

    @property
    def runs(self) -> int:
        """Number of runs: worlds x arms."""
        return self.worlds * len(self.arms)

    def world_numbers(self) -> Iterator[int]:
        """Every world, in the order in which they are run.

        Seeds before points before cells: any prefix has whole points, so that it is a balanced
        sample.
        """
        for seed in range(self.seeds):
            for point in range(len(self.points)):
                for cell in self.cells:
                    yield world_number(cell.number, seed, point)

    def world(self, number: int) -> World:
        """A world by its number."""
        cell, seed, point, luck = self.place(number)
        over = self._cells[cell].over(self.points[point])
        return World(number, cell, seed, point, luck, over)

    def place(self, number: int) -> tuple[int, int, int, int]:
        """Cell, series, point and seed of a world, also of one that cannot be."""
        cell, seed, point = place_of(number)
        luck = int(self.points.luck[point])
        return cell, seed, point, self.first_seed + seed * MOST_POINTS + luck

    @cached_property
    def _cells(self) -> dict[int, Cell]:
        return {cell.number: cell for cell in self.cells}
