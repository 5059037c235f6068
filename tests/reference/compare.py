"""Holds the engine against the oracle, project by project and quarter by quarter."""

from __future__ import annotations

from typing import Any

import numpy as np
from oracle import Oracle

from model.arrangement import Arrangement
from model.assumptions import Assumptions
from model.codes import CAUSES, OWN_SHARE, STAFF
from model.country import DECIDED, Country
from model.netherlands import Netherlands
from model.variants import NONE, Variant

STATUS = ("open", "stacked", "kept", "broken", "settled", "surfaced", "void")
CLOSE = 1e-9


def compare(
    country: Country,
    arrangement: Arrangement,
    assumptions: Assumptions | None = None,
    quarters: int = 80,
    variant: Variant = NONE,
) -> None:
    """Run both and raise AssertionError at the first quarter and name that differ."""
    engine = Netherlands(country, arrangement, assumptions, agents=False, variant=variant)
    oracle = Oracle(country, arrangement, assumptions, variant)
    pots = pot_identities(engine)
    for t in range(quarters):
        engine.step()
        oracle.step()
        seen = oracle.snapshot()
        for name, ours, theirs in _discrete(engine, seen):
            _same(t, name, ours, theirs)
        for name, ours, theirs in _numbers(engine, seen, pots):
            _close(t, name, ours, theirs)
    engine.close()


def _discrete(engine: Netherlands, seen: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    state = engine.state
    waiting = state.phase == DECIDED
    refused = np.where(
        state.refusal == STAFF, "staff", np.where(state.refusal == OWN_SHARE, "own share", "pots")
    )
    stacked = state.stack_link >= 0
    links = engine.country.links
    partner = np.where(
        stacked,
        links.first[state.stack_link] + links.second[state.stack_link] - np.arange(len(stacked)),
        -1,
    ) if len(links) else np.full(len(stacked), -1)  # fmt: skip
    return [
        ("phase", state.phase, seen["phase"]),
        ("paid", quarters(state.paid_quarter), seen["paid"]),
        ("decided", quarters(state.decided_quarter), seen["decided"]),
        ("done", quarters(state.done_quarter), seen["done"]),
        ("permit moment", quarters(state.permit_drawn), seen["permit_moment"]),
        ("permit", quarters(state.permit_quarter), seen["permit"]),
        ("attempts", state.attempts, seen["attempts"]),
        ("partner", [int(p) if p >= 0 else None for p in partner], seen["partner"]),
        ("refused", [r if w else None for r, w in zip(refused, waiting, strict=True)],
         [r if w else None for r, w in zip(seen["refused"], waiting, strict=True)]),
        ("link status", [STATUS[s] for s in state.link_status], seen["link_status"]),
    ]  # fmt: skip


def _numbers(
    engine: Netherlands, seen: dict[str, Any], pots: list[tuple[Any, ...]]
) -> list[tuple[str, Any, Any]]:
    state, layout = engine.state, engine.layout
    result = [
        ("size", state.size, seen["size"]),
        ("work", state.work, seen["work"]),
        ("work left", state.work_left, seen["work_left"]),
        ("cost", state.cost, seen["cost"]),
        ("cost paid", state.paid_rijk + state.paid_own, seen["cost_paid"]),
        ("own paid", state.paid_own, seen["own_paid"]),
        ("credit", state.credit, seen["credit"]),
        ("realised", state.realised, seen["realised"]),
        ("own drawn", state.own_drawn, seen["own_drawn"]),
        ("draagvlak", state.draagvlak, seen["draagvlak"]),
        ("trust", state.trust, seen["trust"]),
    ]
    for name in ("asked", "attendance", "talk", "reporting", "applying", "idle", "overvraagd"):
        result.append((name, getattr(state, name), seen[name]))
    result.append(("work hours", state.work_hours, seen["work_hours"]))
    for c, cause in enumerate(CAUSES):
        result.append((cause, state.clocks[:, c], seen["clocks"][cause.replace("_", " ")]))
    for name in ("balance", "inflow", "spent", "drifted", "lapsed", "cut"):
        theirs = [seen["pots"].get(p, {}).get(name, 0.0) for p in pots]
        result.append((f"pot {name}", getattr(state, name), theirs))
    tables = table_identities(engine)
    theirs = [
        seen["account"].get(tables[table], {}).get(int(host), 0.0)
        for table, host in zip(layout.account_table, layout.account_host, strict=True)
    ]
    result.append(("account", state.account, theirs))
    return result


def quarters(values: Any) -> list[int | None]:
    """Quarters with None for what has not happened."""
    return [int(q) if q < 10**6 else None for q in values]


def pot_identities(engine: Netherlands) -> list[tuple[Any, ...]]:
    """(area, index, opgaven, window, key, control, firmness, lapse) of every pot."""
    return list(engine.layout.pot_identity)


def table_identities(engine: Netherlands) -> list[tuple[Any, ...]]:
    """(area, index, opgaven) of every table."""
    layout = engine.layout
    result = []
    for table, mask in enumerate(layout.table_mask):
        s, m, _ = np.argwhere(layout.table_of == table)[0]
        group = tuple(k for k in range(layout.table_of.shape[2]) if int(mask) >> k & 1)
        result.append((int(layout.table_kind[table]), int(layout.area_of[s, m]), group))
    return result


def _same(t: int, name: str, ours: Any, theirs: Any) -> None:
    for i, (a, b) in enumerate(zip(list(ours), list(theirs), strict=True)):
        assert a == b, f"quarter {t}, {name} of {i}: engine {a}, oracle {b}"


def _close(t: int, name: str, ours: Any, theirs: Any) -> None:
    a, b = np.asarray(ours, dtype=float).ravel(), np.asarray(theirs, dtype=float).ravel()
    assert a.shape == b.shape, f"quarter {t}, {name}: {a.shape} against {b.shape}"
    gap = np.abs(a - b) > CLOSE * np.maximum(1.0, np.abs(b))
    if np.any(gap):
        i = int(np.argmax(gap))
        raise AssertionError(f"quarter {t}, {name} of {i}: engine {a[i]!r}, oracle {b[i]!r}")
