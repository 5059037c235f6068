"""Hypothesis strategies: small countries and arrangements of every kind."""

from __future__ import annotations

from hypothesis import strategies as st

from model.arrangement import Area, Arrangement, Base, Coverage, Pot, Tables, Terms
from model.assumptions import Assumptions
from model.country import Country
from model.drawing import build_country
from model.means import Means
from model.synthetic import plain_opgaven, synthetic
from model.variants import DRAWN, NONE, VARIANTS, Variant

areas = st.sampled_from(list(Area))
variants = st.sampled_from(list(VARIANTS.values()))
undrawn = st.sampled_from(  # those that act during the run only
    [v for v in VARIANTS.values() if not (v.even_synergy or DRAWN & set(v.assumptions))]
)
conversions = st.sampled_from([1.0, 1.0, 0.9, 0.5, 0.0])


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers in a range, with its ends likely."""
    return st.floats(low, high, allow_nan=False)


@st.composite
def groupings(draw: st.DrawFn, ids: tuple[str, ...]) -> str | tuple[tuple[str, ...], ...]:
    """each, all or a list of lists; what is not named stays single."""
    kind = draw(st.sampled_from(["each", "all", "groups"]))
    if kind != "groups":
        return kind
    order = draw(st.permutations(ids))
    cut, end = sorted(draw(st.tuples(*[st.integers(0, len(ids))] * 2)))
    return tuple(g for g in (tuple(order[:cut]), tuple(order[cut:end])) if g)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """The default terms, or any."""
    if draw(st.booleans()):
        return Terms()
    shares = [draw(numbers(0, 1)) for _ in range(5)]
    return Terms(*shares, cofinancing=draw(numbers(0, 0.5)), lapse=draw(numbers(0, 0.5)))


@st.composite
def pots(draw: st.DrawFn, ids: tuple[str, ...]) -> tuple[Pot, ...]:
    """One to three pots, at any area, with any window and key."""
    weights = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    shares = [w / sum(weights) for w in weights]
    shares[-1] = 1 - sum(shares[:-1])
    return tuple(
        Pot(
            f"pot{i}",
            draw(areas),
            draw(groupings(ids)),
            share,
            draw(st.sampled_from([1, 1, 4, 6])),
            draw(st.sampled_from(["need", "inwoners"])),
        )
        for i, share in enumerate(shares)
    )


@st.composite
def countries(
    draw: st.DrawFn, *, shocks: bool = True, most: int = 10, variant: Variant = NONE
) -> Country:
    """A synthetic country of a variant, at any point of the assumptions and means."""
    opgaven = plain_opgaven(draw(st.integers(1, 4)))
    regions = draw(st.integers(1, 5))
    geography = synthetic(
        opgaven,
        municipalities=draw(st.integers(regions, most)),
        regions=regions,
        provinces=draw(st.integers(1, min(3, regions))),
        seed=draw(st.integers(0, 50)),
    )
    assumptions = Assumptions(
        density=draw(numbers(0, 5)),
        chain_share=draw(numbers(0, 0.8)),
        reach_place=draw(numbers(8, 60)),
        reach_chain=draw(numbers(40, 200)),
        startup=draw(numbers(0, 24)),
        overlap=draw(numbers(0, 1)),
        tolerance=draw(numbers(0, 0.4)),
        hetero=draw(numbers(0.2, 1.2)),
        visibility=draw(numbers(0, 0.8)),
        price=draw(numbers(0, 1)),
        pace=draw(numbers(0.02, 0.1)),
        rhythm=draw(st.integers(1, 5)),
        sync=draw(st.integers(0, 12)),
        talk=draw(numbers(0, 12)),
        attend_max=draw(numbers(0.05, 1)),
        report=draw(numbers(0, 8)),
        apply=draw(numbers(0, 8)),
        drift=draw(numbers(0, 0.35)),
        cut=draw(numbers(0, 0.8)),
        borrow=draw(st.integers(0, 24)),
        decided_2021=draw(numbers(0, 0.5)),
    )
    ceiling = shocks and draw(st.booleans())
    means = Means(
        money=draw(numbers(0.3, 1.5)),
        staff=draw(numbers(0.2, 1.5)),
        ambition=draw(numbers(0.6, 1.4)),
        cabinet_probability=draw(numbers(0, 0.3)),
        court_shock=draw(st.none() | st.integers(1, 60)) if shocks else None,
        price_steps=((draw(st.integers(0, 60)), draw(numbers(0.8, 1.5))),) if shocks else (),
        money_steps=((draw(st.integers(0, 60)), draw(numbers(0.5, 1.2))),) if shocks else (),
        building_space={"a": draw(numbers(5, 60))} if ceiling else {},
        conversion=draw(conversions),
    )
    seed = draw(st.integers(0, 10_000))
    return build_country(variant.geography(geography), variant.apply(assumptions), means, seed)


@st.composite
def varied(draw: st.DrawFn) -> tuple[Country, Variant]:
    """A country, and the variant it is one of."""
    variant = draw(variants)
    return draw(countries(variant=variant)), variant


@st.composite
def arrangements(draw: st.DrawFn, country: Country) -> Arrangement:
    """Any tables, pots, terms and coverage on that country."""
    geography = country.geography
    ids = tuple(o.id for o in geography.opgaven)
    base = Base()
    if draw(st.booleans()):
        base = Base(Tables(draw(areas), draw(groupings(ids))), draw(pots(ids)), draw(terms()))
    some = st.lists(st.sampled_from(geography.region_code), min_size=1, unique=True).map(tuple)
    coverage = Coverage(
        scope=draw(st.none() | st.lists(st.sampled_from(ids), min_size=1, unique=True).map(tuple)),
        where=draw(st.none() | some),
        start=draw(st.sampled_from([0, 0, 3, 17, 60, 79])),
        base=base,
    )
    return Arrangement(
        "any", Tables(draw(areas), draw(groupings(ids))), draw(pots(ids)), draw(terms()), coverage
    )
