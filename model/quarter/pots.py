"""S2 pots: lapse, cut, inflow and drift of the Rijk money.

docs/odd.md 3.5: M2, M3, C5, C8.
"""

from __future__ import annotations

from model.compiled import compiled
from model.fixed import CUT_SCALE, DRIFT_WATCHED


@compiled
def pots(
    t, start, cabinet, money_level, rijk_need, last_start, flow_pot_0, flow_opgave_0, flow_part_0,
    flow_pot_1, flow_opgave_1, flow_part_1, pot_window, pot_offset, pot_lapse, pot_cut, pot_drift,
    pot_watch, operational, pot_leaving, balance, claim, inflow, drifted, lapsed, cut, inflow_now,
    cut_now, before_cut, pot_open, lost,
):  # fmt: skip
    """Each Q1 a part lapses; a new cabinet cuts reserves; then money flows in, less drift.

    A cut takes `cut (1 - firmness) X / (X + 4 inflow)` of balance X; of the inflow of a broad
    pot `drift span_opgaven (1 - .5 control)` goes elsewhere, half of that under a table's eye.
    At `start` squares that leave a pot keep a claim on their part of its balance.
    """
    inflow_now[:] = 0.0
    if t < start:
        _flow(t, rijk_need, last_start, money_level, flow_pot_0, flow_opgave_0, flow_part_0,
              inflow_now)  # fmt: skip
    else:
        _flow(t, rijk_need, last_start, money_level, flow_pot_1, flow_opgave_1, flow_part_1,
              inflow_now)  # fmt: skip
    if t > 0:
        lost[t] = lost[t - 1]
    for b in range(len(balance)):
        if t == start:
            claim[b] = pot_leaving[b] * balance[b]
        if t % 4 == 0:
            gone = pot_lapse[b] * balance[b]
            balance[b] -= gone
            claim[b] -= pot_lapse[b] * claim[b]
            lapsed[b] += gone
            lost[t, 1] += gone
        before_cut[b] = balance[b]
        cut_now[b] = 0.0
        if cabinet[t] and balance[b] > 0.0:
            part = pot_cut[b] * balance[b] / (balance[b] + CUT_SCALE * inflow_now[b])
            gone = balance[b] * part
            balance[b] -= gone
            claim[b] -= claim[b] * part
            cut[b] += gone
            cut_now[b] = gone
            lost[t, 2] += gone
        away = pot_drift[b] * inflow_now[b]
        for s in range(2):
            if pot_watch[b, s] >= 0 and operational[pot_watch[b, s]]:
                away = pot_drift[b] * inflow_now[b] * DRIFT_WATCHED
        inflow[b] += inflow_now[b]
        drifted[b] += away
        lost[t, 0] += away
        balance[b] += inflow_now[b] - away
        pot_open[b] = (t - pot_offset[b]) % pot_window[b] == 0


@compiled
def _flow(t, rijk_need, last_start, money_level, flow_pot, flow_opgave, flow_part, inflow_now):
    """Money for what can still be started in time: t < last_start of the opgave."""
    for i in range(len(flow_pot)):
        k = flow_opgave[i]
        if t < last_start[k]:
            inflow_now[flow_pot[i]] += flow_part[i] * rijk_need[k] * money_level[t]
