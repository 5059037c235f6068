"""S10 building: what is built counts; optionally only so much may start.

docs/odd.md 3.5.
"""

from __future__ import annotations

from model.codes import N_BUILDING, N_QUEUE
from model.compiled import compiled
from model.country import BUILDING, DONE
from model.quarter.permits import leave_pots


@compiled
def building(
    t, counts, building, queue, building_space, space_room, host, region, opgave, phase, size,
    burden, min_building, permit_quarter, finish, longer, done_quarter, realised, finished,
    building_burden, pot_of, slot_of, slot_count, paid_by,
):  # fmt: skip
    """Start what the uitvoeringsruimte allows, oldest permit first; finish what is due.

    A ceiling is in units a quarter; a project larger than the room left starts and is paid
    back from the next quarters' room.
    """
    for k in range(len(space_room)):
        if building_space[k] < 1e300:
            space_room[k] = min(space_room[k], 0.0) + building_space[k]
    still = 0
    for i in range(counts[N_QUEUE]):
        j = queue[i]
        k = opgave[j]
        if phase[j] != BUILDING:
            leave_pots(j, host, opgave, pot_of, slot_of, slot_count, paid_by)
        elif space_room[k] > 0.0 and permit_quarter[j] < t:
            space_room[k] -= size[j]
            finish[j] = t + min_building[k] + longer[j] - 1
            building[counts[N_BUILDING]] = j
            counts[N_BUILDING] += 1
        else:
            queue[still] = j
            still += 1
    counts[N_QUEUE] = still
    finished[:] = 0.0
    building_burden[:] = 0.0
    still = 0
    for i in range(counts[N_BUILDING]):
        j = building[i]
        if phase[j] != BUILDING:  # stranded by a court shock
            leave_pots(j, host, opgave, pot_of, slot_of, slot_count, paid_by)
        elif t >= finish[j]:
            phase[j] = DONE
            done_quarter[j] = t
            realised[region[j], opgave[j]] += size[j]
            finished[region[j]] += size[j]
            leave_pots(j, host, opgave, pot_of, slot_of, slot_count, paid_by)
        else:
            building_burden[region[j]] += burden[opgave[j]] * size[j]
            building[still] = j
            still += 1
    counts[N_BUILDING] = still
