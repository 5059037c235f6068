"""S3 tables: who sits where, what it asks of their hours, how fast tables work.

docs/odd.md 3.5: M1, M8, C2, C7, C16. Variant V8 (talk about the full block).
"""

from __future__ import annotations

from model.codes import MEMBERS_STALE, N_ENTRIES
from model.compiled import compiled

GEMEENTE = 0


@compiled
def tables(
    t, start, covered, table_start, deciding, table_of, package_of, table_kind, table_mask,
    package_table, package_weight_p, package_weight_a, square_package, slowing, overlap, share,
    ideas_left, talk_cost, talk_power, ministry_mask, attend_max, staff_hours, reporting, applying,
    municipality_province, municipality_region, first_province, first_municipality, counts, asked,
    attendance, talk, tier, table_province, table_seen, package_province, package_seen,
    package_sum, package_present, speed, square_speed, entry_package, entry_government,
    entry_bits, entry_weight, full_block_talk,
):  # fmt: skip
    """Attendance of every government, presence and speed of every package and square.

    presence = lowest over the tiers of the mean attendance, weighted by target;
    speed = presence / (1 + complexity x breadth).
    """
    if counts[MEMBERS_STALE] == 1:
        asked[:] = 0.0
        counts[N_ENTRIES] = 0
        package_seen[:] = 0
        package_province[:, :] = 0
        _hosts(
            t, start, covered, table_start, table_of, package_of, table_kind, table_mask, share,
            ideas_left, talk_cost, talk_power, municipality_province, municipality_region,
            first_municipality, package_table, asked, package_province, package_seen, counts,
            entry_package, entry_government, entry_bits, entry_weight, full_block_talk,
        )  # fmt: skip
        _provinces_and_ministries(
            package_table, package_province, package_seen, table_province, table_seen,
            package_weight_p, package_weight_a, ministry_mask, talk_cost, talk_power,
            first_province, asked, counts, entry_package, entry_government, entry_weight,
            table_mask, full_block_talk,
        )  # fmt: skip
        package_sum[:, :] = 0.0
        for e in range(counts[N_ENTRIES]):
            package_sum[entry_package[e], tier[entry_government[e]]] += entry_weight[e]
        counts[MEMBERS_STALE] = 0
    for g in range(len(asked)):
        if asked[g] <= 0.0:
            attendance[g] = 1.0
        else:
            free = max(0.0, staff_hours[g] - (reporting[g] + applying[g]))
            attendance[g] = min(1.0, attend_max * free / asked[g])
        talk[g] = attendance[g] * asked[g]
    _speeds(
        counts, entry_package, entry_government, entry_weight, tier, attendance, package_sum,
        package_present, speed,
    )  # fmt: skip
    regions, opgaven = square_speed.shape
    for r in range(regions):
        for k in range(opgaven):
            s = deciding[r, k]
            package = square_package[s, r, k]
            presence = 1.0 if package < 0 else speed[package]
            square_speed[r, k] = presence / slowing[s, r, k]
            if s == 0 and covered[r, k] and t >= start:
                square_speed[r, k] *= overlap


@compiled
def _hosts(
    t, start, covered, table_start, table_of, package_of, table_kind, table_mask, share,
    ideas_left, talk_cost, talk_power, municipality_province, municipality_region,
    first_municipality, package_table, asked, package_province, package_seen, counts,
    entry_package, entry_government, entry_bits, entry_weight, full_block_talk,
):  # fmt: skip
    """Municipalities with an undecided idea in a block: members, and so are their governments."""
    municipalities, opgaven = ideas_left.shape
    for m in range(municipalities):
        r, g = municipality_region[m], first_municipality + m
        own_first = counts[N_ENTRIES]
        for s in range(2):
            for k in range(opgaven):
                if ideas_left[m, k] == 0:
                    continue
                attends = t < table_start[r, k] if s == 0 else covered[r, k] and t >= start
                if not attends or table_kind[table_of[s, m, k]] == GEMEENTE:
                    continue
                package = package_of[s, m, k]
                e = own_first
                while e < counts[N_ENTRIES] and entry_package[e] != package:
                    e += 1
                if e == counts[N_ENTRIES]:
                    counts[N_ENTRIES] += 1
                    entry_package[e] = package
                    entry_government[e] = g
                    entry_bits[e] = 0
                entry_bits[e] |= 1 << k
                package_seen[package] |= 1 << k
                package_province[package, municipality_province[m]] |= 1 << k
        for e in range(own_first, counts[N_ENTRIES]):
            block = table_mask[package_table[entry_package[e]]]
            about = block if full_block_talk else entry_bits[e]
            asked[g] += talk_cost[g] * talk_power[_count(about)]
            weight = 0.0
            for k in range(opgaven):
                if block >> k & 1:
                    weight += share[m, k]
            entry_weight[e] = weight


@compiled
def _count(bits):
    """Number of opgaven in a bit set."""
    count = 0
    while bits:
        count += bits & 1
        bits >>= 1
    return count


@compiled
def _provinces_and_ministries(
    package_table, package_province, package_seen, table_province, table_seen, package_weight_p,
    package_weight_a, ministry_mask, talk_cost, talk_power, first_province, asked, counts,
    entry_package, entry_government, entry_weight, table_mask, full_block_talk,
):  # fmt: skip
    """Hours are asked per table; members there, with their weight, per package area."""
    packages, provinces = package_province.shape
    ministries = len(ministry_mask)
    table_province[:, :] = 0
    table_seen[:] = 0
    for q in range(packages):
        if package_seen[q] == 0:
            continue
        table_seen[package_table[q]] |= package_seen[q]
        for p in range(provinces):
            bits = package_province[q, p]
            if bits:
                table_province[package_table[q], p] |= bits
                _enter(q, first_province + p, package_weight_p[q, p], counts, entry_package,
                       entry_government, entry_weight)  # fmt: skip
        for a in range(ministries):
            if package_seen[q] & ministry_mask[a]:
                _enter(q, a, package_weight_a[q, a], counts, entry_package, entry_government,
                       entry_weight)  # fmt: skip
    for table in range(len(table_seen)):
        if table_seen[table] == 0:
            continue
        full = _count(table_mask[table])
        for p in range(provinces):
            n = _count(table_province[table, p])
            if n:
                n = full if full_block_talk else n
                asked[first_province + p] += talk_cost[first_province + p] * talk_power[n]
        for a in range(ministries):
            n = _count(table_seen[table] & ministry_mask[a])
            if n:
                n = full if full_block_talk else n
                asked[a] += talk_cost[a] * talk_power[n]


@compiled
def _enter(package, government, weight, counts, entry_package, entry_government, entry_weight):
    e = counts[N_ENTRIES]
    counts[N_ENTRIES] += 1
    entry_package[e] = package
    entry_government[e] = government
    entry_weight[e] = weight


@compiled
def _speeds(
    counts, entry_package, entry_government, entry_weight, tier, attendance, package_sum,
    package_present, speed,
):  # fmt: skip
    """Presence of each package: the lowest of the tiers' mean attendance; 0 without members."""
    package_present[:, :] = 0.0
    for e in range(counts[N_ENTRIES]):
        g = entry_government[e]
        package_present[entry_package[e], tier[g]] += entry_weight[e] * attendance[g]
    for q in range(len(speed)):
        lowest = 2.0
        for level in range(3):
            if package_sum[q, level] > 0.0:
                lowest = min(lowest, package_present[q, level] / package_sum[q, level])
        speed[q] = 0.0 if lowest > 1.5 else min(1.0, lowest)
