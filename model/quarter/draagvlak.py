"""S11 draagvlak and trust: assumption-driven, and labelled so.

docs/odd.md 3.5: M6, M12, C15. Variant V6 (both fixed).
"""

from __future__ import annotations

from model.compiled import compiled
from model.fixed import DRAAGVLAK_BURDEN, DRAAGVLAK_GAIN, DRAAGVLAK_SPEED, DRAAGVLAK_START


@compiled
def draagvlak(
    t, start, covered, target, region_target, realised, finished, building_burden, event, deadline,
    control, cabinet, before_cut, cut_now, pot_region_share, pot_broad, trust_speed, trust_control,
    broken, draagvlak, trust, fixed_stocks,
):  # fmt: skip
    """Move draagvlak and trust of every region.

    Visible results raise draagvlak, nuisance and events lower it; trust follows kept promises,
    results against plan, and control. Under V6 both stay where they started.
    """
    if fixed_stocks:
        return
    regions, opgaven = target.shape
    for r in range(regions):
        if region_target[r] <= 0.0:
            continue
        level = draagvlak[r] + DRAAGVLAK_SPEED * (DRAAGVLAK_START - draagvlak[r])
        level += DRAAGVLAK_GAIN * finished[r] / region_target[r]
        level -= DRAAGVLAK_BURDEN * building_burden[r] / region_target[r] + event[r]
        draagvlak[r] = min(1.0, max(0.0, level))
        done, plan, watched = 0.0, 0.0, 0.0
        for k in range(opgaven):
            done += realised[r, k]
            plan += target[r, k] * min(1.0, (t + 1.0) / deadline[k])
            watched += target[r, k] * control[1 if covered[r, k] and t >= start else 0]
        lost, broad = 0.0, 0.0
        if cabinet[t]:
            lost = _cut_share(r, False, before_cut, cut_now, pot_region_share, pot_broad)
            broad = _cut_share(r, True, before_cut, cut_now, pot_region_share, pot_broad)
        step = 0.5 * (1.0 - lost) + 0.5 * min(1.0, done / plan)
        step -= trust_control * watched / region_target[r] + trust[r]
        trust[r] = min(1.0, max(0.0, trust[r] + trust_speed * step - broken * broad))


@compiled
def _cut_share(r, only_broad, before_cut, cut_now, pot_region_share, pot_broad):
    """Cut over balance before the cut, of the pots that hold the region's squares."""
    cut, balance = 0.0, 0.0
    for b in range(len(before_cut)):
        if pot_region_share[b, r] > 0.0 and (pot_broad[b] or not only_broad):
            cut += pot_region_share[b, r] * cut_now[b]
            balance += pot_region_share[b, r] * before_cut[b]
    return cut / balance if balance > 0.0 else 0.0
