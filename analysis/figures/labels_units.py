"""The units of assumptions as a reader knows them; Dutch first, English second."""

from __future__ import annotations

UNITS: dict[str, tuple[str, str]] = {  # of assumptions, by the unit in the manifest
    "links per project": ("verbanden per project", "links per project"),
    "share": ("aandeel", "share"),
    "km": ("km", "km"),
    "share of cost": ("deel van de kosten", "share of cost"),
    "probability": ("aandeel", "share"),
    "quarters": ("kwartalen", "quarters"),
    "of the ideas a quarter": ("van de ideeën per kwartaal", "of the ideas a quarter"),
    "of speed at full breadth": ("van het tempo bij volle breedte", "of speed at full breadth"),
    "quarters at full breadth": ("kwartalen bij volle breedte", "quarters at full breadth"),
    "of own speed": ("van het eigen tempo", "of own speed"),
    "fte": ("fte", "fte"),
    "exponent": ("macht", "exponent"),
    "of staff": ("van het personeel", "of staff"),
    "log merit": ("logaritme van de verhouding", "log merit"),
    "of mean size": ("van de gemiddelde omvang", "of mean size"),
    "log sd": ("spreiding, logaritme", "log sd"),
    "of size": ("van de omvang", "of size"),
    "of inflow at full span": ("van de instroom bij volle breedte", "of inflow at full span"),
    "of balance": ("van het saldo", "of balance"),
    "fte per pot": ("fte per pot", "fte per pot"),
    "per project": ("per project", "per project"),
    "fte-quarters per draw at full span": ("fte-kwartalen per aanvraag bij volle breedte",
                                           "fte-quarters per draw at full span"),
    "quarters of own staff": ("kwartalen eigen personeel", "quarters of own staff"),
    "share of ideas": ("deel van de ideeën", "share of ideas"),
    "of yield": ("van de opbrengst", "of yield"),
    "x table": ("maal de tabel", "x table"),
    "of need": ("van wat nodig is", "of need"),
    "a quarter": ("per kwartaal", "a quarter"),
    "of control": ("van het toezicht", "of control"),
    "of cut share": ("van het gekorte deel", "of cut share"),
}  # fmt: skip


def unit(english: str, language: str) -> str:
    """A unit as a reader knows it; "" if it is not known."""
    return UNITS.get(english, ("", ""))[language != "nl"]
