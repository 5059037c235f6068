"""Links between projects: place links and chain links (docs/odd.md 3.2, Links; M4, M5, C13)."""

from __future__ import annotations

import numpy as np

from model import fixed, luck
from model.assumptions import Assumptions
from model.country import Links, Projects
from model.geography import BoolArray, FloatArray, Geography, IntArray, KeyArray
from model.luck import Purpose


def draw_links(
    geography: Geography, assumptions: Assumptions, projects: Projects, seed: int
) -> Links:
    """Draw the links of one seed; all draws of a project's q-th link are keyed (p, q)."""
    count = np.floor(assumptions.density / 2 + luck.u(seed, Purpose.LINKS, projects.key)).astype(
        np.int64
    )
    project = np.repeat(np.arange(len(projects)), count)
    first = np.concatenate([[0], np.cumsum(count)])[:-1]
    q = np.arange(len(project)) - first[project]
    key = luck.combine(projects.key[project], q) if len(project) else projects.key[:0]

    def u(purpose: Purpose, event: object = 0) -> FloatArray:
        return luck.u(seed, purpose, key, event) if len(key) else np.empty(0)

    own = projects.opgave[project]
    chain: BoolArray = u(Purpose.CHAIN) < assumptions.chain_share
    opgave = np.where(chain, own, _partner_opgave(geography, own, key, seed))
    held = np.zeros((len(geography.municipality_code), len(geography.opgaven)), dtype=np.int64)
    np.add.at(held, (projects.municipality, projects.opgave), 1)
    partner, good = _partner_municipality(
        geography, assumptions, held, projects.municipality[project], opgave, chain,
        u(Purpose.PARTNER_MUNICIPALITY),
    )  # fmt: skip
    start = np.concatenate([[0], np.cumsum(held.ravel())])[:-1].reshape(held.shape)
    choices = held[partner, opgave]
    other = start[partner, opgave] + np.floor(u(Purpose.PARTNER_PROJECT) * choices).astype(np.int64)
    good &= (choices > 0) & (other != project)
    kept = np.flatnonzero(good)
    low, high = np.minimum(project, other)[kept], np.maximum(project, other)[kept]
    _, once = np.unique(low * np.int64(len(projects)) + high, return_index=True)
    kept = kept[np.sort(once)]
    probability = pair_table(geography, "synergy", 0.5)[own[kept], opgave[kept]]
    probability = np.clip(probability + assumptions.synergy_shift, 0.0, 1.0)
    four = np.stack([u(Purpose.STRENGTH, event)[kept] for event in range(4)])
    beta = np.sort(four, axis=0)[1]  # Beta(2, 3): the second smallest of four uniforms
    return Links(
        first=project[kept],
        second=other[kept],
        chain=chain[kept],
        synergy=u(Purpose.SIGN)[kept] < probability,
        strength=np.minimum(fixed.STRENGTH_CAP, 2 * assumptions.strength * beta),
        seen_luck=np.stack([u(Purpose.SEEN, 0)[kept], u(Purpose.SEEN, 1)[kept]], axis=1),
        clash_luck=u(Purpose.CLASH)[kept],
        strand_luck=u(Purpose.STRAND)[kept],
    )


def pair_table(geography: Geography, name: str, default: float) -> FloatArray:
    """A symmetric table (K, K) of what the opgaven say of each other (synergy, claim)."""
    ids = [o.id for o in geography.opgaven]
    table = np.full((len(ids), len(ids)), default)
    for k, opgave in enumerate(geography.opgaven):
        for other, value in getattr(opgave, name).items():
            if other in ids:
                table[k, ids.index(other)] = table[ids.index(other), k] = value
    return table


def _partner_opgave(geography: Geography, own: IntArray, key: KeyArray, seed: int) -> IntArray:
    """Another opgave: the lowest of -ln u(p, q, opgave) / claim; itself if there is no other."""
    claim = pair_table(geography, "claim", 1.0)
    opgaven = len(geography.opgaven)
    best, lowest = own.copy(), np.full(len(own), np.inf)
    for k in range(opgaven):
        if not len(own):
            break
        weight = claim[own, k]
        wait = -luck.log(luck.u(seed, Purpose.PARTNER_OPGAVE, key, geography.opgave_key[k]))
        wait = np.where(weight > 0, wait / np.where(weight > 0, weight, 1.0), np.inf)
        better = (k != own) & (wait < lowest)
        best, lowest = np.where(better, k, best), np.where(better, wait, lowest)
    return best


def _partner_municipality(
    geography: Geography,
    assumptions: Assumptions,
    held: IntArray,
    municipality: IntArray,
    opgave: IntArray,
    chain: BoolArray,
    uniform: FloatArray,
) -> tuple[IntArray, BoolArray]:
    """A municipality that holds such a project, with weight exp(-distance / reach)."""
    masks, which = np.unique(held > 0, axis=1, return_inverse=True)
    place, far = _weights(geography, assumptions)
    cumulated = np.concatenate(
        [np.cumsum(w[None] * masks.T[:, None, :], axis=2) for w in (place, far)]
    )
    layer = which.ravel()[opgave] + np.where(chain, masks.shape[1], 0)
    total = cumulated[layer, municipality, -1]
    aim = uniform * total
    low = np.zeros(len(municipality), dtype=np.int64)
    high = np.full(len(municipality), held.shape[0] - 1)
    for _ in range(int(held.shape[0]).bit_length()):  # binary search, all links at once
        middle = (low + high) // 2
        beyond = cumulated[layer, municipality, middle] > aim
        high, low = np.where(beyond, middle, high), np.where(beyond, low, middle + 1)
        low = np.minimum(low, high)
    return low, (total > 0) & (chain | (len(geography.opgaven) > 1))  # place: another opgave


def _weights(geography: Geography, assumptions: Assumptions) -> tuple[FloatArray, FloatArray]:
    """exp(-distance / reach) for place and chain links, shape (M, M); chain: not itself."""
    distance = geography.distance
    upper = np.triu_indices(len(distance))
    result = []
    for reach in (assumptions.reach_place, assumptions.reach_chain):
        weight = np.empty_like(distance)
        weight[upper] = luck.exp(-distance[upper] / reach)
        weight.T[upper] = weight[upper]
        result.append(weight)
    np.fill_diagonal(result[1], 0.0)
    return result[0], result[1]
