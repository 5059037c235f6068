"""How worlds are numbered: by cell, seed and point, with room between, so that nothing moves."""

from __future__ import annotations

MOST_POINTS, MOST_SEEDS = 1_000_000, 100_000  # room for numbers; far beyond what can be run


def world_number(cell: int, seed: int, point: int) -> int:
    """The number of a world; with one cell and one seed that of its point."""
    return (cell * MOST_SEEDS + seed) * MOST_POINTS + point


def place_of(world: int) -> tuple[int, int, int]:
    """Cell, series of luck and point of a world."""
    rest, point = divmod(world, MOST_POINTS)
    cell, seed = divmod(rest, MOST_SEEDS)
    return cell, seed, point
