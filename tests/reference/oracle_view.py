"""What the oracle shows after a quarter, to be held against the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oracle_parts import CAUSES

if TYPE_CHECKING:
    from oracle import Oracle


def snapshot(model: Oracle) -> dict[str, Any]:
    """Everything to compare, in the order of the country's own indices.

    Per project lists; per square lists [region][opgave]; per table and pot dicts keyed by
    (area, index, opgaven) and by the pot's identity; per government lists by row. A quarter
    that has not happened is None; -1 is before 2021.
    """
    p, g = model.projects, model.governments
    return {
        "quarter": model.quarter,
        "phase": [x.phase for x in p],
        "size": [x.size for x in p],
        "work": [x.work for x in p],
        "work_left": [x.work_left for x in p],
        "cost": [x.cost for x in p],
        "cost_paid": [x.cost_paid for x in p],
        "own_paid": [x.own_paid for x in p],
        "paid": [x.paid for x in p],
        "decided": [x.decided for x in p],
        "done": [x.done for x in p],
        "permit_moment": [x.permit_moment for x in p],
        "permit": [x.permit for x in p],
        "clash_until": [x.clash_until for x in p],
        "permit_from": [x.permit_from for x in p],
        "partner": [None if x.partner is None else x.partner.index for x in p],
        "attempts": [x.attempts for x in p],
        "imposed": [x.imposed for x in p],
        "dropped": [x.dropped for x in p],
        "refused": [x.refused if x.phase == 1 else None for x in p],
        "clocks": {cause: [x.clocks[cause] for x in p] for cause in CAUSES},
        "credit": [[s.credit for s in row] for row in model.squares],
        "realised": [[s.realised for s in row] for row in model.squares],
        "account": {tuple(t.block): dict(t.account) for t in model.tables.values()},
        "speed": {tuple(t.block): dict(t.speed) for t in model.tables.values()},
        "pots": {
            pot.identity: {
                "balance": pot.balance, "inflow": pot.inflow, "spent": pot.spent,
                "drifted": pot.drifted, "lapsed": pot.lapsed, "cut": pot.cut,
            }
            for pot in model.pots
        },
        "asked": [x.asked for x in g],
        "attendance": [x.attendance for x in g],
        "talk": [x.talk for x in g],
        "reporting": [x.reporting for x in g],
        "applying": [x.applying for x in g],
        "work_hours": [x.work for x in g],
        "idle": [x.idle for x in g],
        "overvraagd": [x.overvraagd for x in g],
        "own_drawn": [m.own_drawn for m in model.municipalities],
        "draagvlak": [r.draagvlak for r in model.regions],
        "trust": [r.trust for r in model.regions],
        "link_status": [link.status for link in model.links],
    }  # fmt: skip
