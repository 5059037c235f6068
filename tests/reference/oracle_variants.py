"""The structural variants as the page describes them (docs/odd.md 7), read by another hand.

Only the id of a variant is shared with the engine: what it means stands here once more.
"""

from __future__ import annotations

from dataclasses import dataclass

from oracle_blocks import below

from model.assumptions import Assumptions

NUMBERS: dict[str, dict[str, float]] = {
    "V0": {"specialisation": 0.25, "pace": 0.08, "price": 1.0},
    "V3": {"reach_place": float("inf"), "reach_chain": float("inf")},
    "V9": {"staff_spread": 0.0},
}


@dataclass
class Reading:
    """One variant by its id; "" is the model as it is."""

    id: str = ""

    def numbers(self, given: Assumptions) -> Assumptions:
        """The assumptions that hold."""
        return given.but(**NUMBERS.get(self.id, {}))

    @property
    def remembers(self) -> bool:
        """V1: a table keeps no accounts."""
        return self.id != "V1"

    @property
    def shares_hours(self) -> bool:
        """V2 (and V0): a host divides its hours equally over its projects in planning."""
        return self.id in ("V0", "V2")

    def settles(self, a: Assumptions) -> bool:
        """V5: a seen conflict stays open unless price < clash."""
        return self.id != "V5" or below(a.price, a.clash)

    @property
    def stocks_move(self) -> bool:
        """V6: draagvlak and trust are fixed."""
        return self.id != "V6"

    @property
    def buys(self) -> bool:
        """V7: a table buys consent at 1.0 x the shortfall."""
        return self.id == "V7"

    def talks_about(self, n: int, block: tuple[int, ...]) -> int:
        """V8: every member talks as if it had ideas in the whole block."""
        return len(block) if self.id == "V8" else n


def equal_parts(hours: float, could: list[float]) -> list[float]:
    """V2: equal parts of the hours; what one cannot use goes to the others."""
    parts = [0.0] * len(could)
    left, waiting = hours, len(could)
    for i in sorted(range(len(could)), key=lambda i: could[i]):
        parts[i] = min(could[i], left / waiting)
        left -= parts[i]
        waiting -= 1
    return parts
