"""Numbers that stand for something in the state: causes, statuses, kinds of hours, lists."""

from __future__ import annotations

# Causes of waiting (S12), in the order of the clock columns.
CAUSES = (
    "agenda", "consent", "own_share", "window", "border", "lost_money", "too_little_money",
    "staff", "objection", "clash", "stranded", "building_space", "time",
)  # fmt: skip
(AGENDA, CONSENT, OWN_SHARE, WINDOW, BORDER, LOST_MONEY, TOO_LITTLE, STAFF, OBJECTION, CLASH,
 STRAND, SPACE, TIME) = range(len(CAUSES))  # fmt: skip

# Status of a link.
OPEN, STACKED, KEPT, BROKEN, SETTLED, SURFACED, VOID = range(7)

# Kinds of hours (S8), in the order of the columns of `hours_year`.
HOURS = ("talk", "reporting", "applying", "work", "idle", "overvraagd")

# Rows of `counts`: lengths of the lists, and what must be done again.
(N_CANDIDATES, N_FRESH, N_WAITING, N_PLANNING, N_BUILDING, N_QUEUE, N_STACKS, N_ENTRIES,
 MEMBERS_STALE, ORDER_STALE) = range(10)  # fmt: skip
