"""What some declared contrasts are about and no study stores: who decided how much, presence.

The mechanism table and the audits look at these; they are added to the scalars of a run.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments.running.worker import Begin, run_world
from experiments.study import Study, World
from model.country import IDEA
from model.luck import add_up
from model.netherlands import Netherlands
from model.outcomes import SMALL, TIERS

VERSION = 1  # another number runs the mechanism table again


def measured(study: Study, world: World, begin: Begin) -> list[Any]:
    """Run every arm in one world, with what `look` reads beside the usual scalars."""
    return run_world(study, world, begin, look)


def look(model: Netherlands) -> dict[str, float]:
    """Read more scalars from a finished run.

    Returns
    -------
    dict
        decided : of the ideas of 2021, in units, the share decided before their deadline;
        decided_<opgave> : the same per opgave;
        decided_small : what hosts under 25,000 inhabitants have of what was so decided;
        presence : attended of the hours of talk asked, of the tier where that is lowest, 1 if
        nothing is asked: what the speed of tables is made of beside their breadth (S3).
    """
    country, state = model.country, model.state
    projects, geography = country.projects, country.geography
    ideas = projects.phase == IDEA
    in_time = state.decided_quarter < model.fixed["deadline"][projects.opgave]
    decided = ideas & in_time & (state.decided_quarter >= 0)
    small = geography.inhabitants[projects.municipality] < SMALL

    def size(chosen: Any) -> float:
        return add_up(np.where(chosen, projects.size, 0.0))

    result = {
        "decided": _part(size(decided), size(ideas)),
        "decided_small": _part(size(decided & small), size(decided)),
        "presence": _presence(model),
    }
    for k, opgave in enumerate(geography.opgaven):
        mine = projects.opgave == k
        result[f"decided_{opgave.id}"] = _part(size(decided & mine), size(ideas & mine))
    return result


def _part(some: float, whole: float) -> float:
    return some / whole if whole > 0 else 0.0


def _presence(model: Netherlands) -> float:
    lowest = 1.0
    for tier in range(len(TIERS)):
        asked = add_up(model.state.asked_year[:, tier])
        talk = add_up(model.state.hours_year[:, tier, 0])
        if asked > 0:
            lowest = min(lowest, talk / asked)
    return lowest
