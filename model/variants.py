"""Structural variants V0-V9: another reading of a rule, as data (docs/odd.md 7).

A variant changes assumptions, the synergies of the geography, or a switch that a submodel
takes as a scalar. No code asks for the name of a variant; a world under a variant is

    build_country(variant.geography(geography), variant.apply(assumptions), means, seed)

and a run in it `Netherlands(country, arrangement, variant=variant)`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from model.assumptions import TABLE, Assumptions
from model.geography import Geography
from model.links import pair_table

EVEN = 0.5  # probability of a synergy for every pair under V4
DRAWN = frozenset(row.name for row in TABLE if "country" in row.submodel.split())


@dataclass(frozen=True)
class Variant:
    """One structural variant; without arguments but a name it changes nothing.

    Attributes
    ----------
    name, label, label_en : str
        "V1", and what is different, in Dutch and in English.
    assumptions : mapping of assumption to float
        Values that replace those of the point, whatever the point says (V0, V3, V9).
    even_synergy : bool
        Synergy probability .5 for every pair of opgaven, an opgave with itself included; the
        assumption `synergy_shift` still shifts it (V4).
    accounts : bool
        Whether tables remember who gave and who received (S5); not under V1.
    equal_staff : bool
        A host shares its hours equally over its projects in planning (S8, V2).
    settle_if_cheaper : bool
        A seen conflict is settled only if price < clash, else it stays open (S6, V5).
    fixed_stocks : bool
        Draagvlak and trust stay at their start values (S11, V6).
    compensation : bool
        A table buys consent at 1.0 x the shortfall, charged to the project's cost (S5, V7).
    full_block_talk : bool
        Every member talks as if it had ideas in the whole block (S3, V8).
    """

    name: str
    label: str = ""
    label_en: str = ""
    assumptions: Mapping[str, float] = field(default_factory=dict, hash=False)
    even_synergy: bool = False
    accounts: bool = True
    equal_staff: bool = False
    settle_if_cheaper: bool = False
    fixed_stocks: bool = False
    compensation: bool = False
    full_block_talk: bool = False

    def apply(self, assumptions: Assumptions) -> Assumptions:
        """The point as this variant has it; the same object if it changes none of it."""
        return assumptions.but(**self.assumptions) if self.assumptions else assumptions

    def geography(self, geography: Geography) -> Geography:
        """The geography as this variant has it: a copy with other synergies under V4."""
        if not self.even_synergy:
            return geography
        even = {opgave.id: EVEN for opgave in geography.opgaven}
        return replace(
            geography, opgaven=tuple(replace(o, synergy=dict(even)) for o in geography.opgaven)
        )

    def check(self, geography: Geography, drawn: Assumptions) -> None:
        """ValueError unless a country drawn from these is one of this variant."""
        for name in DRAWN & set(self.assumptions):
            if getattr(drawn, name) != self.assumptions[name]:
                raise ValueError(
                    f"variant {self.name}: a country drawn with {name} {getattr(drawn, name):g}"
                    f" found, expected {self.assumptions[name]:g}"
                )
        if self.even_synergy and np.any(pair_table(geography, "synergy", EVEN) != EVEN):
            raise ValueError(
                f"variant {self.name}: opgaven with their own synergies found,"
                f" expected {EVEN:g} for every pair"
            )


NONE = Variant("", "geen variant", "no variant")

VARIANTS: dict[str, Variant] = {
    variant.name: variant
    for variant in (
        NONE,
        Variant(
            "V0",
            "personeel gelijk verdeeld, met specialisatie .25, tempo .08 en schikprijs 1",
            "staff shared equally, with specialisation .25, pace .08 and price 1",
            assumptions={"specialisation": 0.25, "pace": 0.08, "price": 1.0},
            equal_staff=True,
        ),
        Variant("V1", "tafels zonder geheugen", "no accounts", accounts=False),
        Variant(
            "V2",
            "personeel gelijk verdeeld over lopende projecten",
            "staff shared equally over running projects",
            equal_staff=True,
        ),
        Variant(
            "V3",
            "verbanden op willekeurige plaatsen",
            "links at random places",
            assumptions={"reach_place": math.inf, "reach_chain": math.inf},
        ),
        Variant(
            "V4",
            "elk paar opgaven even vaak synergie als conflict",
            "every pair of opgaven as often synergy as conflict",
            even_synergy=True,
        ),
        Variant(
            "V5",
            "conflict alleen geschikt als dat goedkoper is dan botsen",
            "a conflict is settled only if that is cheaper than a clash",
            settle_if_cheaper=True,
        ),
        Variant(
            "V6",
            "draagvlak en vertrouwen liggen vast",
            "draagvlak and trust fixed",
            fixed_stocks=True,
        ),
        Variant(
            "V7",
            "de tafel koopt instemming met compensatie",
            "a table may buy consent",
            compensation=True,
        ),
        Variant(
            "V8",
            "ieder lid praat over het hele blok van de tafel mee",
            "every member talks about the whole block",
            full_block_talk=True,
        ),
        Variant(
            "V9",
            "personeel alleen naar behoefte verdeeld",
            "staff by need only",
            assumptions={"staff_spread": 0.0},
        ),
    )
}
