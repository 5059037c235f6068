"""S5 consent: packages shrink until enough hosts can live with them.

docs/odd.md 3.5: M6, C3, C10. Variants V1 (no accounts), V7 (compensation).
"""

from __future__ import annotations

import numpy as np

from model.codes import MEMBERS_STALE, N_CANDIDATES, N_FRESH
from model.compiled import compiled
from model.country import DECIDED
from model.fixed import ACCOUNT_DECAY, IMPOSED, TRUST_SHIFT
from model.luck import fold, unit
from model.quarter.thresholds import at_least

IN, BY_FORCE, DROPPED, BOUGHT = 0, 1, 2, 3
CONTENT = -2  # in place of its worst candidate: the host was paid to agree


@compiled
def consent(
    t, rhythm, deciding, package_of, account_of, quorum, override, tolerance, spill, trust, host,
    region, opgave, value, size, attempts, override_key, candidates, counts, by_package,
    package_first, verdict, hosts, host_value, host_size, host_count, host_worst, account, phase,
    decided_set, decided_quarter, cool_until, merit, place, merit_seen, ideas_left, event, fresh,
    cost, accounts, compensation,
):  # fmt: skip
    """Every package is negotiated; what is accepted is decided (phase 1), the rest cools.

    A host's position is U = account + own v + spill x the others' y. While more than
    (1 - quorum) of the hosts are unwilling, the worst-off host's worst project is imposed or
    dropped (V7: paid for): each step settles one project, so it ends.
    """
    counts[N_FRESH] = 0
    if counts[N_CANDIDATES] > 0:
        _sort_by_package(
            candidates, counts, deciding, package_of, host, region, opgave, by_package,
            package_first,
        )  # fmt: skip
        for package in range(len(package_first) - 1):
            first, last = package_first[package], package_first[package + 1]
            if last > first:
                _negotiate(
                    first, last, by_package, verdict, deciding, account_of, quorum, override,
                    tolerance, spill, trust, host, region, opgave, value, size, attempts,
                    override_key, hosts, host_value, host_size, host_count, host_worst, account,
                    event, cost, accounts, compensation,
                )  # fmt: skip
        for i in range(counts[N_CANDIDATES]):
            j = by_package[i]
            s = deciding[region[j], opgave[j]]
            if verdict[i] == DROPPED:
                cool_until[j] = t + rhythm
                continue
            if accounts and verdict[i] != BY_FORCE:
                account[account_of[s, host[j], opgave[j]]] += value[j]
            phase[j] = DECIDED
            decided_set[j] = s
            decided_quarter[j] = t
            merit[j] = place[j] = merit_seen[s, j]
            ideas_left[host[j], opgave[j]] -= 1
            _insert(j, fresh, counts)
        counts[MEMBERS_STALE] = 1
    for a in range(len(account)):
        account[a] *= ACCOUNT_DECAY


@compiled
def _insert(j, fresh, counts):
    """Keep the fresh decisions in order of project id."""
    at = counts[N_FRESH]
    while at > 0 and fresh[at - 1] > j:
        fresh[at] = fresh[at - 1]
        at -= 1
    fresh[at] = j
    counts[N_FRESH] += 1


@compiled
def _sort_by_package(
    candidates, counts, deciding, package_of, host, region, opgave, by_package, package_first
):
    """Counting sort: the candidates of each package, in the order in which they were picked."""
    package_first[:] = 0
    for i in range(counts[N_CANDIDATES]):
        j = candidates[i]
        package = package_of[deciding[region[j], opgave[j]], host[j], opgave[j]]
        package_first[package + 1] += 1
    for package in range(len(package_first) - 1):
        package_first[package + 1] += package_first[package]
    for i in range(counts[N_CANDIDATES] - 1, -1, -1):
        j = candidates[i]
        package = package_of[deciding[region[j], opgave[j]], host[j], opgave[j]]
        package_first[package + 1] -= 1
        by_package[package_first[package + 1]] = j
    # every start has moved one place down: package_first[p + 1] is now the start of p
    for package in range(len(package_first) - 1):
        package_first[package] = package_first[package + 1]
    package_first[len(package_first) - 1] = counts[N_CANDIDATES]


@compiled
def _negotiate(
    first, last, by_package, verdict, deciding, account_of, quorum, override, tolerance, spill,
    trust, host, region, opgave, value, size, attempts, override_key, hosts, host_value, host_size,
    host_count, host_worst, account, event, cost, accounts, compensation,
):  # fmt: skip
    s = 0  # a block that base and arrangement share follows the arrangement's quorum
    for i in range(first, last):
        verdict[i] = IN
        s = max(s, deciding[region[by_package[i]], opgave[by_package[i]]])
    while True:
        count, total = _take_stock(
            first, last, by_package, verdict, host, value, size, hosts, host_value, host_size,
            host_count, host_worst,
        )  # fmt: skip
        unwilling, lowest, worst_host, shortfall = 0, 0.0, -1, 0.0
        for h in range(count):
            m = hosts[h]
            if host_worst[m] < 0:
                continue
            j = by_package[host_worst[m]]
            position = account[account_of[s, m, opgave[j]]] + host_value[m]
            position += spill * (total - host_size[m])
            mean = host_size[m] / host_count[m]
            bearable = -tolerance * mean * (TRUST_SHIFT + trust[region[j]])
            if at_least(position, bearable):
                continue
            unwilling += 1
            if worst_host < 0 or position < lowest or (position == lowest and m < worst_host):
                lowest, worst_host, shortfall = position, m, bearable - position
        if at_least((1.0 - quorum[s]) * count, float(unwilling)):
            return
        i = host_worst[worst_host]
        j = by_package[i]
        if compensation:
            # What it gets counts in its account, or the same loss would be paid for twice.
            verdict[i] = BOUGHT
            cost[j] += shortfall
            if accounts:
                account[account_of[s, worst_host, opgave[j]]] += shortfall
        elif (
            unit(fold(override_key[j], np.uint64(attempts[j])))
            < override[deciding[region[j], opgave[j]]]
        ):
            verdict[i] = BY_FORCE
            event[region[j]] += IMPOSED
        else:
            verdict[i] = DROPPED


@compiled
def _take_stock(
    first, last, by_package, verdict, host, value, size, hosts, host_value, host_size, host_count,
    host_worst,
):  # fmt: skip
    """Hosts with a candidate left: own v and y, and the worst one below 0 not yet settled."""
    for i in range(first, last):
        m = host[by_package[i]]
        host_count[m] = 0
        host_value[m] = host_size[m] = 0.0
        host_worst[m] = -1
    count, total = 0, 0.0
    for i in range(first, last):
        if verdict[i] == DROPPED:
            continue
        j = by_package[i]
        m = host[j]
        if host_count[m] == 0:
            hosts[count] = m
            count += 1
        host_count[m] += 1
        host_value[m] += value[j]
        host_size[m] += size[j]
        total += size[j]
        w = host_worst[m]
        if verdict[i] == BOUGHT:
            host_worst[m] = CONTENT
        elif verdict[i] == IN and value[j] < 0.0 and w != CONTENT:
            if (
                w < 0
                or value[j] < value[by_package[w]]
                or (value[j] == value[by_package[w]] and j < by_package[w])
            ):
                host_worst[m] = i
    return count, total
