"""A study: what is compared, in which worlds; composed once, checked, then run.

A point is one set of assumptions and means; a world is (point, seed); a run is (arm, world).
Runs are numbered `world x arms + arm` and worlds `seed x points + point`, so that more seeds
never change an existing world (more points neither, while there is one seed per point), and any
prefix is a balanced paired sample.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.arrangement import Arrangement
from model.assumptions import Assumptions
from model.geography import Geography
from model.means import Means


@dataclass(frozen=True)
class Point:
    """One set of assumptions and means."""

    assumptions: Assumptions
    means: Means


@dataclass(frozen=True)
class Study:
    """One experiment, resolved.

    Attributes
    ----------
    arms : tuple of Arrangement
        Two or more, with different names; the first is the reference.
    labels : tuple of str
        How each arm is named to a reader ("gebiedstafels + losse SPUKs").
    points : tuple of Point
        At least one; the first is not special.
    seeds : int
        Seeds per point. World w has seed first_seed + w (every world its own luck).
    config : dict
        The resolved configuration, for the manifest.
    command : str
        The line that repeats this study.
    """

    name: str
    question: str
    arms: tuple[Arrangement, ...]
    labels: tuple[str, ...]
    geography: Geography
    points: tuple[Point, ...]
    seeds: int
    first_seed: int
    design: str
    config: dict[str, object]
    command: str

    @property
    def worlds(self) -> int:
        """Number of worlds: points x seeds."""
        return len(self.points) * self.seeds

    @property
    def runs(self) -> int:
        """Number of runs: worlds x arms."""
        return self.worlds * len(self.arms)
