"""The real model, in which one run raises: importable by spawned workers, as fake_world is."""

from __future__ import annotations

from typing import Any

from experiments.running.worker import Begin, failure
from experiments.running.worker import run_world as real
from experiments.study import Study, World

WORLD, ARM = 1, 2


def run_world(study: Study, world: World, begin: Begin) -> list[Any]:
    results = real(study, world, begin)
    if world.number == WORLD:
        results[ARM] = failure(ArithmeticError("no balance"))
    return results
