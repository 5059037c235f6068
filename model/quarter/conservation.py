"""Money and hours must balance in every quarter, to 1e-9 (docs/odd.md 8.6)."""

from __future__ import annotations

from model.compiled import compiled

EXACT = 1e-9


@compiled
def conservation(
    balance, inflow, spent, drifted, lapsed, cut, staff_hours, talk, reporting, applying,
    work_hours, idle, own_drawn, own_weight, own_cumulative,
):  # fmt: skip
    """-1 if all is well, else the pot b, or B + g for a government, or B + G + m for own funds."""
    for b in range(len(balance)):
        out = spent[b] + balance[b] + drifted[b] + lapsed[b] + cut[b]
        if abs(inflow[b] - out) > EXACT * max(1.0, inflow[b]) or balance[b] < -EXACT:
            return b
    for g in range(len(staff_hours)):
        out = talk[g] + reporting[g] + applying[g] + work_hours[g] + idle[g]
        if abs(staff_hours[g] - out) > EXACT * max(1.0, staff_hours[g]):
            return len(balance) + g
    for m in range(len(own_drawn)):
        most = own_weight[m] * own_cumulative[-1]
        if own_drawn[m] > most + EXACT * max(1.0, most):
            return len(balance) + len(staff_hours) + m
    return -1
