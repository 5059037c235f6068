"""Names to dataclasses: the overrides of one command become a Study, through Hydra.

Without overrides a study has the arms of its experiment. As soon as one is about the
arrangement (`arrangement`, `regime`, `funding`, `terms`, `coverage`, or a key under them) it
has two: the reference (`reference.regime=...`, `reference=<preset>`) against that one. What
the command does not name of that one follows its reference, so that both differ in what was
asked and in nothing else.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.composing import arms as arms_of
from experiments.composing import checked
from experiments.composing.arms import Arm
from experiments.composing.hybrids import hybrids
from experiments.composing.overrides import (
    ARM,
    REFERENCE,
    Request,
    Setting,
    read_request,
    setting_of,
    settings_of,
)  # fmt: skip
from experiments.composing.shared import Shared
from experiments.composing.shelf import Shelf, open_shelf
from experiments.designs import AT_DEFAULT, SIZED, draw_points
from experiments.numbering import MOST_POINTS, MOST_SEEDS
from experiments.options import KEYS as OPTION_KEYS
from experiments.options import Options, options_of
from experiments.preflight import (
    InputError,
    check_size,
    check_study,
    same_rules,
    wrong,
    wrong_name,
)
from experiments.study import Study
from model.arrangement import Arrangement
from model.assumptions import Assumptions
from model.compiled import source_hash
from model.country import Country
from model.drawing import build_country
from model.geography import Geography

RECORDS = ("summary", "full")
SIZE = ("points", "seeds", "variants")  # more of these extends a study
NO_RESULT = ("question", "label", "label_en", "results", "regions", *OPTION_KEYS)


def compose_study(
    overrides: Sequence[str], command: str, *, config_dirs: Sequence[Path] = ()
) -> Study:
    """Compose the study of one command.

    Parameters
    ----------
    overrides : sequence of str
        `name=value`, in Hydra's grammar.
    command : str
        The line that repeats this study.
    config_dirs : sequence of Path
        Folders with config groups of the user's own.

    Raises
    ------
    InputError
        A name, key, value or combination that cannot be; the message is one Dutch sentence.
    DataError
        A table of the country is wrong.
    """
    request = read_request(overrides)
    with open_shelf(config_dirs) as shelf:
        world = Shared(shelf, request.shared)
        arms = _arms(shelf, request, world)
    config = world.config
    count = checked.whole("points", config["points"], 1, MOST_POINTS)
    seeds = checked.whole("seeds", config["seeds"], 1, MOST_SEEDS)
    if config["record"] not in RECORDS:
        raise wrong_name("record", config["record"], RECORDS)
    if str(config["results"]).strip() in ("", "None", "null"):
        raise wrong("results", None, "een map")
    if world.design == "shapley" and len(arms) != 2:
        raise InputError(
            f"design=shapley: {len(arms)} armen gevonden, twee verwacht; noem de andere, "
            "bijvoorbeeld regime=gebiedsgericht funding=gebiedsbudget."
        )
    if world.design == "shapley":
        arms = hybrids(arms[0], arms[-1])
    if world.design not in AT_DEFAULT:  # before a million points are drawn
        check_size(len(arms), count, seeds, len(world.cells))
    points = draw_points(world.design, count, world.inputs, world.fixed)
    check_size(len(arms), len(points), seeds, len(world.cells))
    study = Study(
        name=world.choices["experiment"],
        question=arms_of.question(arms) if request.arm else _question(config),
        arms=tuple(arm.arrangement for arm in arms),
        labels=tuple(arm.label for arm in arms),
        geography=world.geography(),
        points=points,
        seeds=seeds,
        first_seed=checked.whole("first_seed", config["first_seed"], 0, 2**53),
        design=world.design,
        config=world.resolved(arms) | {"points": count, "seeds": seeds},
        command=command,
        cells=world.cells,
        record=str(config["record"]),
    )
    check_study(study)
    return study


def compose_model(
    regime: str | None = None,
    funding: str | None = None,
    terms: str | Mapping[str, object] | None = None,
    seed: int = 1,
    config_dirs: Sequence[Path] = (),
    **overrides: object,
) -> tuple[Country, Arrangement]:
    """Compose one country and one arrangement, at the default point and by name.

    Other keywords are those of the command; a mapping sets the keys under its name:
    `scenario={"money": 0.7}`, `assumptions={"density": 2}`.
    """
    named = {"regime": regime, "funding": funding, "terms": terms}
    given = {key: value for key, value in named.items() if value is not None}
    settings = settings_of(given | overrides)
    with open_shelf(config_dirs) as shelf:
        world = Shared(shelf, [s for s in settings if not s.about(*ARM)])
        mine = [s for s in settings if s.about(*ARM)]
        arm = arms_of.build(shelf, [*world.experiment, *mine], world.ids)
    country = build_country(
        world.geography(), Assumptions(**world.assumptions), world.means,
        checked.whole("seed", seed, 0, 2**62),
    )  # fmt: skip
    return country, arm.arrangement


def compose_options(overrides: Sequence[str], *, config_dirs: Sequence[Path] = ()) -> Options:
    """How a command would run its study: what `job-script` looks at."""
    with open_shelf(config_dirs) as shelf:
        return options_of(Shared(shelf, read_request(overrides).shared).config)


def compose_geography(overrides: Sequence[str], *, config_dirs: Sequence[Path] = ()) -> Geography:
    """The country of a command, without its arms and points: what `check-data` looks at."""
    with open_shelf(config_dirs) as shelf:
        return Shared(shelf, read_request(overrides).shared).geography()


def study_hash(study: Study) -> str:
    """Hash of everything that decides the results, except how many worlds there are.

    Names, questions and how it is run stay out, so that rewording a label reruns nothing; the
    number of points stays in where it changes the points (design lhs).
    """
    grows = SIZE[1:] if study.design in SIZED else SIZE
    config = _without(study.config, (*NO_RESULT, *grows))
    geography = study.geography
    parts = [config, source_hash(), geography.data_hash, geography.division, study.design]
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _without(value: object, keys: Sequence[str]) -> object:
    if isinstance(value, Mapping):
        return {k: _without(v, keys) for k, v in value.items() if k not in keys}
    return [_without(v, keys) for v in value] if isinstance(value, list) else value


def _arms(shelf: Shelf, request: Request, world: Shared) -> list[Arm]:
    """The arms of the experiment, or the reference against what the command names."""
    common = world.experiment
    if not request.arm:
        if request.reference:
            raise InputError(
                f"{REFERENCE}: alleen de ene kant gevonden; noem ook de andere, bijvoorbeeld "
                "regime=gebiedsgericht."
            )
        return arms_of.with_own_names(_of_experiment(shelf, common, world))
    reference = arms_of.build(shelf, [*common, *request.reference], world.ids)
    follows = [s for s in request.reference if not _replaced(s, request.arm)]
    others = [
        arms_of.build(shelf, [*common, *follows, *request.arm, *place], world.ids)
        for place in _places(world.arm_levels, "factors")
    ]
    return arms_of.with_own_names([reference, *others])


def _of_experiment(shelf: Shelf, common: Sequence[Setting], world: Shared) -> list[Arm]:
    """The arms an experiment lists, and every combination of what it crosses."""
    experiment = world.config["experiment"]
    listed = experiment.get("arms") or []
    if not isinstance(listed, list):
        raise wrong("experiment.arms", listed, "een lijst van armen")
    crossed = checked.mapping("experiment.cross", experiment.get("cross") or {}, ARM)
    rules = [_settings_of_listed(entry) for entry in listed]
    found = [_listed(shelf, common, entry, world.ids) for entry in listed]
    for place in _places(crossed, "experiment.cross") if crossed else ():
        rules.append(place)
        found.append(arms_of.build(shelf, [*common, *place], world.ids))
    if len(found) < 2:
        raise InputError("experiment.arms: een lijst van twee of meer armen verwacht.")
    if world.arm_levels:  # over every arm but the reference; equal rules are one arm
        places = _places(world.arm_levels, "factors")
        known = {same_rules(arm.arrangement) for arm in found}
        for own, place in itertools.product(rules[1:], places):
            kept = [s for s in own if not _replaced(s, place)]
            arm = arms_of.build(shelf, [*common, *kept, *place], world.ids)
            if same_rules(arm.arrangement) not in known:
                known.add(same_rules(arm.arrangement))
                found.append(arm)
    return found


def _places(levels: Mapping[str, object], key: str) -> list[list[Setting]]:
    """Every combination of levels of the arrangement, as settings; one empty one of nothing."""
    lists: list[list[object]] = []
    for name, given in levels.items():
        if not isinstance(given, (list, tuple)) or not given:
            raise wrong(f"{key}.{name}", given, "een lijst van een of meer keuzen")
        lists.append(list(given))
    return [
        [setting_of(name, value) for name, value in zip(levels, place, strict=True)]
        for place in itertools.product(*lists)
    ]


def _listed(shelf: Shelf, common: Sequence[Setting], entry: object, ids: Sequence[str]) -> Arm:
    """One arm as an experiment lists it: a name, and what it overrides."""
    given = checked.mapping("experiment.arms", entry)
    arm = arms_of.build(shelf, [*common, *_settings_of_listed(entry)], ids)
    texts = {k: str(given[k]) for k in ("name", "label", "label_en", "role") if k in given}
    return arm.renamed(**texts)


def _question(config: Mapping[str, Any]) -> str:
    """The question of the experiment."""
    experiment = checked.complete("experiment", config["experiment"], ("question",))
    return str(experiment["question"])


def _settings_of_listed(entry: object) -> list[Setting]:
    """What an arm of an experiment overrides, without its name and labels."""
    given = checked.mapping("experiment.arms", entry)
    keys = {k: v for k, v in given.items() if k not in ("name", "label", "label_en", "role")}
    settings = settings_of(keys)
    for setting in settings:
        if not setting.about(*ARM):
            raise wrong_name("experiment.arms", setting.key, ("name", "label", "role", *ARM))
    return settings


def _replaced(setting: Setting, others: Sequence[Setting]) -> bool:
    """Whether one of `others` names what `setting` sets, or the whole it is part of."""
    return any(other.key == "arrangement" or setting.about(other.key) for other in others)
