"""Every unproven number that is swept, in one typed table (docs/odd.md 5).

The default of an assumption is its median: points are drawn from a two-piece uniform, half
of the mass below the default and half above. Marks: G = guess, with a range on purpose wide.
Ranges are what sweeps draw from; hard bounds are what the model accepts (neutral values of
the null tests lie outside the ranges).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True)
class Assumption:
    """One row of the table: what help, sweeps, docs and the annex read."""

    name: str
    default: float
    low: float
    high: float
    unit: str
    label: str
    label_en: str
    submodel: str
    mechanisms: str
    key: bool
    whole: bool
    mark: str
    floor: float
    ceiling: float


def _assume(
    default: float,
    low: float,
    high: float,
    unit: str,
    label: str,
    label_en: str,
    submodel: str,
    mechanisms: str = "",
    *,
    key: bool = False,
    whole: bool = False,
    floor: float = 0.0,
    ceiling: float = math.inf,
) -> Any:
    row = dict(
        low=low, high=high, unit=unit, label=label, label_en=label_en, submodel=submodel,
        mechanisms=mechanisms, key=key, whole=whole, mark="G", floor=floor, ceiling=ceiling,
    )  # fmt: skip
    return field(default=default, metadata=row)


@dataclass(frozen=True)
class Assumptions:
    """One point in the space of assumptions; without arguments the default point.

    ValueError if a value is outside its hard bounds; the message names the assumption.
    """

    # Links
    density: float = _assume(
        1.5, 0, 4, "links per project", "dichtheid van verbanden", "density of links",
        "country", "M4 M5 C13", key=True)  # fmt: skip
    chain_share: float = _assume(
        0.35, 0, 0.8, "share", "aandeel ketenverbanden", "share of chain links",
        "country", "C13", key=True, ceiling=1)  # fmt: skip
    reach_place: float = _assume(
        8, 4, 20, "km", "reikwijdte plaatsverband", "reach of a place link",
        "country", "M4", floor=1e-6)  # fmt: skip
    reach_chain: float = _assume(
        60, 20, 150, "km", "reikwijdte ketenverband", "reach of a chain link",
        "country", "C13", floor=1e-6)  # fmt: skip
    strength: float = _assume(
        0.35, 0.15, 0.5, "share of cost", "sterkte van verbanden", "strength of links",
        "country S6 S9", "M4 M5", key=True, ceiling=1)  # fmt: skip
    synergy_shift: float = _assume(
        0, -0.2, 0.2, "probability", "verschuiving naar synergie", "shift towards synergy",
        "country", "M4 M5", floor=-1, ceiling=1)  # fmt: skip
    # Table and field
    visibility: float = _assume(
        0.15, 0.05, 0.5, "probability", "zicht over de grens van de tafel",
        "visibility beyond the table", "S6", "M4 M5", ceiling=1)  # fmt: skip
    price: float = _assume(
        0.5, 0.1, 1, "share", "prijs van schikken aan tafel", "price of settling at the table",
        "S6", "C4", key=True, ceiling=1)  # fmt: skip
    clash: float = _assume(
        0.6, 0.3, 0.9, "probability", "botsing in het veld", "clash in the field",
        "S9", "M5", key=True, ceiling=1)  # fmt: skip
    strand: float = _assume(
        0.25, 0.1, 0.8, "share", "stranden na een botsing", "stranding after a clash",
        "S9", "M5", ceiling=1)  # fmt: skip
    sync: float = _assume(
        8, 2, 16, "quarters", "wachttijd van een stapeling", "patience of a stack",
        "S6", "M3 M4", whole=True)  # fmt: skip
    # Tables
    axis_weight: float = _assume(
        0.5, 0.25, 0.75, "share", "gewicht van opgaven tegenover gebied in breedte",
        "weight of opgaven against area in breadth", "S3", "C2 C7", key=True,
        ceiling=1)  # fmt: skip
    pace: float = _assume(
        0.04, 0.02, 0.08, "of the ideas a quarter", "tempo van de agenda", "pace of the agenda",
        "S4", "C2", key=True)  # fmt: skip
    rhythm: float = _assume(
        4, 1, 4, "quarters", "kwartalen tussen besluiten", "quarters between meetings",
        "S4", "", whole=True, floor=1)  # fmt: skip
    complexity: float = _assume(
        0.8, 0, 3, "of speed at full breadth", "vertraging door breedte", "slowing by breadth",
        "S3", "C2", key=True)  # fmt: skip
    startup: float = _assume(
        12, 0, 24, "quarters at full breadth", "opstarttijd", "start-up time",
        "S3", "C7", key=True)  # fmt: skip
    overlap: float = _assume(
        0.5, 0, 1, "of own speed", "tempo van oude tafels tijdens de opstart",
        "speed of old tables during start-up", "S3", "C7", ceiling=1)  # fmt: skip
    talk: float = _assume(
        2, 0.4, 6, "fte", "overleg per tafel", "talk per table", "S3", "M1 M8",
        key=True)  # fmt: skip
    theta: float = _assume(
        0.83, 0.6, 1.4, "exponent", "overleg naar aantal opgaven", "talk by number of opgaven",
        "S3", "M1")  # fmt: skip
    fixed: float = _assume(
        0.5, 0.2, 0.8, "share", "vast deel van kosten", "fixed part of costs",
        "country S3 S7 S8", "M11", ceiling=1)  # fmt: skip
    attend_max: float = _assume(
        0.25, 0.1, 1, "of staff", "grootste deel voor overleg", "largest part for talk",
        "S3", "M8", ceiling=1)  # fmt: skip
    noise_far: float = _assume(
        0.5, 0.3, 0.8, "log merit", "misleidend beeld van ver", "noise from afar",
        "S4", "M9")  # fmt: skip
    noise_near: float = _assume(
        0.2, 0.1, 0.5, "log merit", "misleidend beeld van dichtbij", "noise from nearby",
        "S4", "M9")  # fmt: skip
    capture: float = _assume(
        0.1, 0, 0.3, "log merit", "grootste gemeente stuurt mee", "capture by the largest host",
        "S4", "C11")  # fmt: skip
    tolerance: float = _assume(
        0.2, 0.05, 0.5, "of mean size", "verdraagzaamheid van een gastheer",
        "tolerance of a host", "S5", "C3 M12")  # fmt: skip
    hetero: float = _assume(
        0.5, 0.2, 0.9, "log sd", "verschil in lasten", "spread of burdens",
        "country", "C3 C10")  # fmt: skip
    spill: float = _assume(
        0.1, 0, 0.3, "of size", "baat voor buren", "benefit for neighbours", "S5",
        "C10")  # fmt: skip
    # Money
    drift: float = _assume(
        0.1, 0, 0.35, "of inflow at full span", "andere bestemming van ongelabeld geld",
        "drift of unlabelled money", "S2", "C5", key=True, ceiling=1)  # fmt: skip
    cut: float = _assume(
        0.5, 0, 0.8, "of balance", "korting op reserves", "cut of reserves", "S2", "C8",
        ceiling=1)  # fmt: skip
    report: float = _assume(
        3, 0.8, 6, "fte per pot", "verantwoording per pot", "reporting per pot", "S8", "M11",
        key=True)  # fmt: skip
    eta: float = _assume(
        0.15, 0, 0.4, "per project", "verantwoording per project", "reporting per project",
        "S8", "C14")  # fmt: skip
    apply: float = _assume(
        2, 0.4, 8, "fte-quarters per draw at full span", "aanvragen", "applying", "S7",
        "C9")  # fmt: skip
    borrow: float = _assume(
        16, 0, 24, "quarters", "vooruit lenen op eigen middelen", "borrowing of own funds",
        "S2 S7", "M10", whole=True)  # fmt: skip
    # Work
    staff_spread: float = _assume(
        0.5, 0, 1, "exponent", "ongelijke spreiding van personeel", "unequal spread of staff",
        "country", "C12", ceiling=1)  # fmt: skip
    backlog: float = _assume(
        16, 8, 24, "quarters of own staff", "grootste werkvoorraad", "largest backlog", "S7",
        "M7")  # fmt: skip
    decided_2021: float = _assume(
        0.15, 0, 0.3, "share of ideas", "al besloten in 2021", "decided by 2021", "country", "",
        ceiling=1)  # fmt: skip
    specialisation: float = _assume(
        0.06, 0, 0.15, "of yield", "voordeel van specialisatie", "gain of specialisation", "S8",
        "C1", key=True)  # fmt: skip
    objection: float = _assume(
        0.35, 0.1, 0.5, "probability", "bezwaar", "objection", "S9", "M6",
        ceiling=1)  # fmt: skip
    running: float = _assume(
        1, 0.9, 1.3, "x table", "lopende voorraad in 2021", "stock running in 2021", "country",
        "")  # fmt: skip
    province_staff: float = _assume(
        0.15, 0.05, 0.4, "of need", "personeel provincies", "staff of provinces", "country",
        "C16")  # fmt: skip
    ministry_staff: float = _assume(
        0.05, 0.02, 0.15, "of need", "personeel ministeries", "staff of ministries", "country",
        "C16")  # fmt: skip
    # Stocks
    trust_speed: float = _assume(
        0.04, 0, 0.1, "a quarter", "tempo van vertrouwen", "speed of trust", "S11", "M12",
        ceiling=1)  # fmt: skip
    trust_control: float = _assume(
        0.2, 0, 0.4, "of control", "vertrouwen en toezicht", "trust and control", "S11",
        "M12")  # fmt: skip
    broken: float = _assume(
        0.3, 0, 0.6, "of cut share", "gebroken belofte", "broken promise", "S11",
        "C15")  # fmt: skip

    def __post_init__(self) -> None:
        for f in fields(self):
            value = getattr(self, f.name)
            low, high = f.metadata["floor"], f.metadata["ceiling"]
            if not isinstance(value, (int, float)) or not low <= value <= high:
                raise ValueError(
                    f"assumptions.{f.name}: {value!r} found, expected {low:g} to {high:g}"
                )
            if f.metadata["whole"] and not math.isinf(value) and value != int(value):
                raise ValueError(f"assumptions.{f.name}: {value!r} found, expected a whole number")

    def but(self, **changes: float) -> Assumptions:
        """A copy with some assumptions changed."""
        return replace(self, **changes)


def _rows() -> tuple[Assumption, ...]:
    return tuple(
        Assumption(name=f.name, default=f.default, **f.metadata)  # type: ignore[arg-type]
        for f in fields(Assumptions)
    )


TABLE: tuple[Assumption, ...] = _rows()
