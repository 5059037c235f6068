"""Comparisons with 1e-9 relative slack (docs/odd.md 10): rounding never decides a threshold."""

from __future__ import annotations

from model.compiled import compiled
from model.fixed import SLACK


@compiled
def at_least(a, b):
    """a >= b, with slack on b."""
    return a >= b - SLACK * abs(b)


@compiled
def whole(a):
    """The whole number below a, with slack: how many times 1 is still in it."""
    return int(a + SLACK * abs(a)) if a > 0 else 0


@compiled
def half_up(a):
    """Round half up, for a >= 0."""
    return int(a + 0.5)
