"""Short hands for tests: tilings, fundings, one run and what to compare of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from model.arrangement import Area, Arrangement, Base, Pot, Tables, Terms
from model.assumptions import Assumptions
from model.country import Country
from model.drawing import build_country
from model.geography import Geography
from model.means import Means
from model.netherlands import Netherlands
from model.opgaven import Opgave, ShareRule, ShareTerm

CONFIGS = Path(__file__).parents[2] / "configs" / "opgaven"
ORDER = ("wonen", "energie", "landelijk", "water", "mobiliteit", "werken", "klimaat")


def read_opgave(name: str) -> Opgave:
    """One opgave of the configs, read without Hydra."""
    data = yaml.safe_load((CONFIGS / f"{name}.yaml").read_text(encoding="utf-8"))
    share = data.pop("share")
    terms = tuple(ShareTerm(**{**t, "columns": tuple(t["columns"])}) for t in share.pop("terms"))
    return Opgave(**data, share=ShareRule(terms=terms, **share))


INFINITE = float("inf")
CELLS, ROWS = Tables(Area.REGIO, "each"), Tables(Area.REGIO, "all")
COLUMNS, SHEET = Tables(Area.RIJK, "each"), Tables(Area.RIJK, "all")
TILINGS = {
    f"{area.name.lower()} {groups}": Tables(area, groups)
    for area in Area
    for groups in ("each", "all")
}
SPUKS = Base().pots
GEBIED = (Pot("gebied", Area.REGIO, "all"),)
LABELS = (Pot("label", Area.REGIO, "each"),)
PROGRAMMES = (Pot("programma", Area.RIJK, "each"),)
NATIONAL = (Pot("rijk", Area.RIJK, "all"),)
PROVINCIAL = (Pot("provincie", Area.PROVINCIE, "all"),)
FUND = (Pot("fonds", Area.GEMEENTE, "all", key="inwoners"),)

NEUTRAL_TABLES = Assumptions(
    density=0, complexity=0, startup=0, talk=0, specialisation=0, capture=0, drift=0,
    noise_far=0.2, noise_near=0.2, tolerance=INFINITE,
)  # fmt: skip
FRAMED = Terms(frame=1)


def arrange(
    tables: Tables, pots: tuple[Pot, ...] = SPUKS, terms: Terms | None = None
) -> Arrangement:
    """An arrangement whose base has the same terms, so that only blocks differ."""
    terms = terms or Terms()
    plain = Arrangement("arm", tables, pots, terms)
    return replace(plain, coverage=replace(plain.coverage, base=Base(terms=terms)))


def world(
    geography: Geography, assumptions: Assumptions | None = None, seed: int = 1, **means: Any
) -> Country:
    """A country at the default point unless said otherwise."""
    return build_country(geography, assumptions or Assumptions(), Means(**means), seed)


def run(country: Country, arrangement: Arrangement, **kwargs: Any) -> Netherlands:
    """All 80 quarters, without agents."""
    return Netherlands(country, arrangement, agents=False, **kwargs).run()


def history(model: Netherlands) -> list[bytes]:
    """Everything that happened to projects, bit by bit."""
    state = model.state
    return [
        np.ascontiguousarray(x).tobytes()
        for x in (state.realised, state.phase, state.decided_quarter, state.paid_quarter,
                  state.done_quarter, state.size, state.work_left)
    ]  # fmt: skip


def same(a: Netherlands, b: Netherlands) -> bool:
    """Bit-identical histories."""
    return history(a) == history(b)


def realised_share(model: Netherlands) -> float:
    """The primary outcome."""
    from model.outcomes import outcomes

    return outcomes(model).scalars["realised_share"]
