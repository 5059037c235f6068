"""Why is this pair red: one square of a stored study, its world run again and looked into.

`look` gives plain data: what every arm realised there, in which worlds it is green, where it got
stuck, its projects with their clocks, and the same world with one setting turned. How that reads
is the analysis's business. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from experiments.commands import study_again, words_of
from experiments.composing.shelf import open_shelf
from experiments.messages import StoreError, message, typed
from experiments.numbering import MOST_POINTS, MOST_SEEDS
from experiments.preflight import InputError
from experiments.questions.square_names import arm_of, opgave_of, region_of, settings_of
from experiments.questions.square_seen import ArmSeen, SquareSeen, Step, WhatIf
from experiments.questions.what_if import TURNS, turn
from experiments.running.worker import set_up
from experiments.store import Results, load_manifest
from experiments.storing.folders import latest
from experiments.storing.manifest import check_same
from experiments.study import Study, World
from model import fixed
from model.compiled import source_hash
from model.looking import ProjectSeen, look_at_square
from model.outcomes import LOSSES, lights, outcomes
from model.variants import VARIANTS

CAUSES_TURNED = 2  # largest causes that get a run with their setting turned
Choose = Callable[[Sequence[Mapping[str, Any]]], Sequence[int]]
FloatArray = npt.NDArray[np.float64]


def look(words: Sequence[str], choose: Choose | None = None, start: Path | None = None) -> (
    SquareSeen
):  # fmt: skip
    """Look into the square that was asked for.

    Parameters
    ----------
    words : sequence of str
        `region=... opgave=... [arm=...] [world=...] [results=...] [folder]`; without a folder the
        study that was run last.
    choose : callable, optional
        From the arms of the manifest to the indices of those shown if none is named; default all.
    start : Path, optional
        Where the command was given.

    Raises
    ------
    InputError, DataError, StoreError
        Bad input, in one Dutch sentence.
    """
    settings, folders = settings_of(words)
    start = start or Path.cwd()
    if folders and folders[0] != "latest":
        folder = start / folders[0]
    else:
        folder = latest(start / settings.get("results", "results"))
    manifest = load_manifest(folder)
    if manifest["model_hash"] != source_hash():
        command = typed(manifest["command"])
        raise StoreError(message("older_model", folder=folder, command=command))
    study = study_again(folder)
    check_same(study, folder)
    with open_shelf(words_of(folder)[1]) as shelf:
        aliases = shelf.main.config.get("aliases") or {}
    region = region_of(settings["region"], study.geography, aliases)
    opgave = opgave_of(settings["opgave"], study.geography)
    entries = manifest["arms"]
    if "arm" in settings:
        arms: Sequence[int] = [arm_of(settings["arm"], entries)]
    else:
        arms = choose(entries) if choose else range(len(entries))
    return look_at(study, Results(folder), region, opgave, arms, settings.get("world"))


def look_at(
    study: Study,
    results: Results,
    region: int,
    opgave: int,
    arms: Sequence[int],
    asked: str | int | None = None,
) -> SquareSeen:
    """The same, of a study and its store; `asked` is the number of a world, if any."""
    results, number = _world_asked(results, asked)
    realised = results.by_world(results.squares["q_deadline"])[:, :, region, opgave]
    target = results.by_world(results.squares["target"])[:, :, region, opgave]
    numbers = results.by_world("world")[0].astype(np.int64)
    share = realised / np.where(target > 0, target, np.nan)
    if number is None:
        number = int(numbers[_middle(share[arms[0]])])
    world = study.world(number)
    losses = {
        name: results.by_world(results.squares[f"loss_{name}"])[:, :, region, opgave]
        for name in LOSSES
    }
    aim = study.geography.opgaven[opgave]
    seen = []
    for arm in arms:
        squares, projects = _run(study, world, arm, region, opgave)
        here = {name: squares[f"loss_{name}"] for name in LOSSES}
        entry = results.manifest["arms"][arm]
        of_target = {name: _mean(values[arm] / np.where(target[arm] > 0, target[arm], np.nan))
                     for name, values in losses.items()}  # fmt: skip
        seen.append(ArmSeen(
            index=arm,
            name=entry["name"],
            label=entry["label"],
            label_en=entry["label_en"],
            realised=squares["q_deadline"],
            share=_share(squares),
            light=_light(squares["q_deadline"], squares["target"]),
            losses=here,
            mean_share=_mean(np.minimum(1.0, share[arm])),
            mean_losses=of_target,
            lights=_lights(realised[arm], target[arm]),
            projects=projects,
            what_if=_what_if(study, world, arm, region, opgave, here),
        ))  # fmt: skip
    return SquareSeen(
        folder=results.folder,
        region=results.manifest["regions"][region],
        opgave=results.manifest["opgaven"][opgave],
        target=squares["target"],
        per_unit=aim.target / fixed.UNITS,
        deadline=aim.deadline,
        last_start=aim.last_start,
        world=number,
        worlds=len(numbers),
        middle=asked is None,
        ambition=world.point.means.ambition,
        variant=VARIANTS[world.point.variant].name,
        entries=tuple(results.manifest["arms"]),
        arms=tuple(seen),
    )


def _world_asked(results: Results, asked: str | int | None) -> tuple[Results, int | None]:
    """The study at the cell of the world that was asked for, and that world's number."""
    if asked is None:
        return results, None
    try:
        number = int(asked)
    except ValueError:
        raise InputError(
            f"world: '{asked}' gevonden, het nummer van een wereld verwacht."
        ) from None
    cell = number // (MOST_POINTS * MOST_SEEDS)
    results = results.at(cell) if cell in results.cells else results
    known = np.unique(results.by_world("world")[0]).astype(np.int64)
    if number not in known:
        raise InputError(
            f"world: {number} gevonden, het nummer van een geslaagde wereld verwacht, van "
            f"{known[0]} tot en met {known[-1]}."
        )
    return results, number


def _middle(share: FloatArray) -> int:
    """Row of the world nearest to the median; the first of equals, and if there is no target."""
    if np.isnan(share).all():
        return 0
    return int(np.nanargmin(np.abs(share - np.nanmedian(share))))


def _run(
    study: Study, world: World, arm: int, region: int, opgave: int
) -> tuple[dict[str, float], tuple[ProjectSeen, ...]]:
    """One arm in the world, run: the outcomes of the square, and its projects."""
    netherlands = set_up(study, world, arm)
    try:
        netherlands.run()
        found = outcomes(netherlands).squares
        projects = look_at_square(netherlands, region, opgave)
    finally:
        netherlands.close()
    return {name: float(values[region, opgave]) for name, values in found.items()}, projects


def _what_if(
    study: Study, world: World, arm: int, region: int, opgave: int, losses: Mapping[str, float]
) -> tuple[WhatIf, ...]:
    """The largest causes, each with the setting that moves it turned in the same world."""
    largest = sorted(losses, key=lambda name: -losses[name])[:CAUSES_TURNED]
    found = []
    for cause in largest:
        if losses[cause] <= 0:
            continue
        steps = []
        for step in TURNS[cause].steps:
            turned = turn(study, world, arm, cause, opgave, step)
            if turned.changes:
                squares, _ = _run(turned.study, turned.world, arm, region, opgave)
                light = _light(squares["q_deadline"], squares["target"])
                steps.append(Step(turned.changes, _share(squares), light))
        found.append(WhatIf(cause, tuple(dict.fromkeys(steps))))
    return tuple(found)


def _share(squares: Mapping[str, float]) -> float:
    target = squares["target"]
    return squares["q_deadline"] / target if target > 0 else float("nan")


def _light(realised: float, target: float) -> str:
    counts = _lights(np.array([realised]), np.array([target]))
    return next((light for light, count in counts.items() if count), "")


def _lights(realised: FloatArray, target: FloatArray) -> dict[str, int]:
    """How often each light; a square without target has none."""
    green = lights(realised, target, fixed.GREEN)
    amber = lights(realised, target, fixed.AMBER) & ~green
    red = (target > 0) & ~green & ~amber
    return {"green": int(green.sum()), "amber": int(amber.sum()), "red": int(red.sum())}


def _mean(values: FloatArray) -> float:
    good = values[~np.isnan(values)]
    return float(good.mean()) if len(good) else float("nan")
