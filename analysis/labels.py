"""Every word a reader of results sees: one table, Dutch first, English second.

Opgaven, regions, arms and assumptions are data: their names come from the manifest of a study.
"""

from __future__ import annotations

from analysis.labels_experiments import EXPERIMENTS

TABLE: dict[str, tuple[str, str]] = {
    # the answer (product.md, the main job)
    "first": (
        "In deze verkenning zijn bij {a} {green_a} en bij {b} {green_b} van de {pairs} "
        "regio-opgaven groen op hun eigen einddatum; gerealiseerd deel {share_a} % en {share_b} % "
        "(verschil {difference} procentpunt, {spread}). Oordeel: {verdict}.",
        "In this exploration {green_a} of the {pairs} regio-opgaven are green on their own "
        "deadline with {a}, and {green_b} with {b}; realised share {share_a} % and {share_b} % "
        "(difference {difference} percentage points, {spread}). Verdict: {verdict}.",
    ),
    "spread": ("5-95 %: {low} tot {high}", "5-95 %: {low} to {high}"),
    "spread_few": (
        "5-95 % van {units} paren, {kind}: {low} tot {high}",
        "5-95 % of {units} pairs, {kind}: {low} to {high}",
    ),
    "spread_one": ("één paar runs", "one pair of runs"),
    "split": (
        "Waarvan door andere tafels {tables}, door andere potten {pots} procentpunt.",
        "Of which by other tables {tables}, by other pots {pots} percentage points.",
    ),
    "rounding": (
        "(Door afronding telt dit niet precies op.)",
        "(By rounding this does not add up exactly.)",
    ),
    "against": (
        "Tegen {opponent}: {difference} procentpunt ({spread}); oordeel: {verdict}.",
        "Against {opponent}: {difference} percentage points ({spread}); verdict: {verdict}.",
    ),
    "with": (" met ", " with "),
    "equal": ("Gelijk gehouden: {things}.", "Held equal: {things}."),
    "equal_money": ("geld", "money"),
    "equal_people": ("mensen", "people"),
    "equal_opgaven": ("opgaven", "opgaven"),
    "equal_projects": ("projecten", "projects"),
    "equal_terms": ("spelregels", "rules of the game"),
    "equal_luck": ("toeval", "luck"),
    "absent": (
        "Niet in het model: waterschappen, netbeheerders, bouwers, inwoners als partij; geen "
        "voorspelling.",
        "Not in the model: water boards, grid operators, builders, residents as a party; not a "
        "forecast.",
    ),
    # the words of the verdict
    "clear": ("duidelijk", "clear"),
    "mostly": ("meestal", "mostly"),
    "no_difference": ("geen verschil van betekenis", "no difference that matters"),
    "depends": ("hangt af van de aannames", "depends on the assumptions"),
    "not_telling": ("weinig onderscheidend", "not very telling"),
    "few_points": ("bij deze aannames", "with these assumptions"),
    "no_variants": ("varianten nog niet gedraaid", "variants not run yet"),
    "some_variants": (
        "varianten {names} nog niet gedraaid",
        "variants {names} not run yet",
    ),
    "why_share": (
        "{side} meer in {share} % van de combinaties",
        "{side} more in {share} % of the combinations",
    ),
    "why_within": (
        "in {share} % van de combinaties minder dan {smallest} verschil",
        "in {share} % of the combinations less than {smallest} difference",
    ),
    "why_few": (
        "{kind}: {side} meer in {share} % van de {units} paren",
        "{kind}: {side} more in {share} % of the {units} pairs",
    ),
    # what varies between pairs of runs: at one point nothing but luck does
    "kind_luck": ("toeval", "luck"),
    "kind_both": ("aannames en toeval", "assumptions and luck"),
    "why_one": ("toeval: {side} meer in één paar", "luck: {side} more in one pair"),
    "why_one_equal": ("toeval: geen verschil in één paar", "luck: no difference in one pair"),
    "no_probability": ("dit aandeel is geen kans", "this share is not a probability"),
    # what may stand under the answer
    "few_note": (
        "Minder dan {enough} combinaties van aannames ({points}): daar past geen algemeen oordeel "
        "bij.",
        "Fewer than {enough} combinations of assumptions ({points}): too few for a general "
        "verdict.",
    ),
    "all_low": (
        "Weinig onderscheidend: in alle arrangementen is minder dan 10 % van de regio-opgaven "
        "groen.",
        "Not very telling: under 10 % of the regio-opgaven are green in every arrangement.",
    ),
    "all_high": (
        "Weinig onderscheidend: in alle arrangementen is meer dan 90 % van de regio-opgaven groen.",
        "Not very telling: over 90 % of the regio-opgaven are green in every arrangement.",
    ),
    "unfinished": (
        "Deze studie is nog niet af: {done} van {total} runs.",
        "This study is not finished yet: {done} of {total} runs.",
    ),
    "failed": (
        "Mislukte runs: {failed}; hun werelden tellen in geen enkel arrangement mee.",
        "Failed runs: {failed}; their worlds do not count in any arrangement.",
    ),
    "basis": (
        "Arrangementen: {arms}. Werelden, voor elk dezelfde: {worlds}. Combinaties van aannames: "
        "{points}. Groen: minstens 95 % van het doel op de eigen einddatum.",
        "Arrangements: {arms}. Worlds, the same for each: {worlds}. Combinations of assumptions: "
        "{points}. Green: at least 95 % of the target on its own deadline.",
    ),
    # what decides
    "decides": ("Wat het verschil bepaalt", "What decides the difference"),
    "decides_note": (
        "Rangcorrelatie (Spearman) met het verschil in gerealiseerd deel; wat alleen al door "
        "toeval zo hoog komt (tot {floor}) staat er niet bij.",
        "Rank correlation (Spearman) with the difference in realised share; what luck alone "
        "brings about (up to {floor}) is left out.",
    ),
    "decides_few": (
        "Daar zijn meer combinaties van aannames voor nodig.",
        "That takes more combinations of assumptions.",
    ),
    "decides_nothing": (
        "Geen enkele aanname hangt sterker samen met het verschil dan door toeval al voorkomt.",
        "No assumption goes with the difference more than luck alone already brings about.",
    ),
    "assumption": ("aanname", "assumption"),
    "correlation": ("correlatie", "correlation"),
    "higher": ("hoger betekent", "higher means"),
    "more_with": ("meer bij {side}", "more with {side}"),
    "mark": ("merk", "mark"),
    "mark_G": ("aanname, niet gemeten", "assumption, not measured"),
    "mark_means": ("scenario", "scenario"),
    "money": ("rijksgeld", "national money"),
    "staff": ("personeel gemeenten", "municipal staff"),
    "ambition": ("ambitie", "ambition"),
    "own_funds": ("eigen middelen gemeenten", "own funds of municipalities"),
    "cabinet_probability": ("kabinetswisselingen", "changes of cabinet"),
    # tables
    "arms": ("De arrangementen", "The arrangements"),
    "arm": ("tafels + potten", "tables + pots"),
    "arms_realised": ("Wat elk arrangement realiseert", "What each arrangement realises"),
    "arms_note": (
        "Gemiddelden over de combinaties van aannames. Per opgave het gerealiseerde deel (%) op de "
        "eigen einddatum (jaar tussen haakjes).",
        "Means over the combinations of assumptions. Per opgave the realised share (%) on its own "
        "deadline (year in brackets).",
    ),
    "targets": ("Het doel rust op {kinds}.", "Targets rest on {kinds}."),
    "target_kind": ("{kind} ({names})", "{kind} ({names})"),
    "target_data": ("gegevens", "data"),
    "target_partly": ("deels gegevens", "partly data"),
    "target_indicator": ("een indicator", "an indicator"),
    "realised_share": ("gerealiseerd deel (%)", "realised share (%)"),
    "green_95": ("groen (van {pairs})", "green (of {pairs})"),
    "national_met": (
        "nationale opgaven gehaald (van {opgaven})",
        "national opgaven met (of {opgaven})",
    ),
    "per_opgave": ("{name} ({year})", "{name} ({year})"),
    "contrasts": ("Verschil in gerealiseerd deel, paar voor paar", "Difference in realised share"),
    "contrasts_note": (
        "Procentpunt, in dezelfde werelden. Aandeel: van de combinaties van aannames met meer bij "
        "de eerstgenoemde; dit aandeel is geen kans. Geen verschil van betekenis: minstens 80 % "
        "van de combinaties binnen 2 procentpunt.",
        "Percentage points, in the same worlds. Share: of the combinations of assumptions with "
        "more for the first named; this share is not a probability. No difference that matters: "
        "at least 80 % of the combinations within 2 percentage points.",
    ),
    "contrasts_few": (
        "Procentpunt, in dezelfde werelden. Aandeel: van de paren runs met meer bij de "
        "eerstgenoemde ({kind}).",
        "Percentage points, in the same worlds. Share: of the pairs of runs with more for the "
        "first named ({kind}).",
    ),
    "comparison": ("vergelijking", "comparison"),
    "versus": ("{a} tegen {b}", "{a} against {b}"),
    "versus_at": ("{a} tegen {b}, bij {both}", "{a} against {b}, with {both}"),
    "difference": ("verschil", "difference"),
    "five_ninetyfive": ("5-95 %", "5-95 %"),
    "range": ("{low} tot {high}", "{low} to {high}"),
    "share": ("aandeel", "share"),
    "verdict": ("oordeel", "verdict"),
    "outcomes": ("Drie maten: {b} tegen {a}", "Three measures: {b} against {a}"),
    "outcomes_note": (
        "Interval: 95 %-interval van het gemiddelde (BCa-bootstrap over de combinaties). "
        "Kleinste verschil van betekenis: {smallest}.",
        "Interval: 95 % interval of the mean (BCa bootstrap over the combinations). Smallest "
        "difference that matters: {smallest}.",
    ),
    "measure": ("maat", "measure"),
    "interval": ("gemiddelde, 95 %", "mean, 95 %"),
    "unit_realised_share": ("{n} procentpunt", "{n} percentage points"),
    "unit_green_95": ("{n} van de regio-opgaven", "{n} of the regio-opgaven"),
    "unit_national_met": ("{n} nationale opgave", "{n} national opgave"),
    "losses": ("Waar bleven de opgaven steken", "Where the opgaven got stuck"),
    "losses_note": (
        "In % van het doel, elke opgave op de eigen einddatum. Dit zegt waar het stokte, niet wat "
        "er meer zou brengen.",
        "In % of the target, each opgave on its own deadline. It says where things got stuck, not "
        "what would bring more.",
    ),
    "realised": ("gerealiseerd", "realised"),
    "loss_settlement": ("ingeleverd bij schikken", "given up in settling"),
    "loss_agenda": ("niet op de agenda", "not reached on the agenda"),
    "loss_consent": ("geen instemming", "no consent"),
    "loss_own_share": ("eigen bijdrage ontbreekt", "own share missing"),
    "loss_window": ("loket dicht", "window closed"),
    "loss_border": ("geld in een andere pot", "money in another pot"),
    "loss_drifted": ("geld: andere bestemming", "money: other destination"),
    "loss_lapsed": ("geld: vervallen", "money: lapsed"),
    "loss_cut": ("geld: gekort", "money: cut"),
    "loss_too_little_money": ("te weinig geld", "too little money"),
    "loss_staff": ("te weinig mensen", "too few people"),
    "loss_objection": ("bezwaar", "objection"),
    "loss_clash": ("botsing in het veld", "clash in the field"),
    "loss_stranded": ("gestrand", "stranded"),
    "loss_building_space": ("uitvoeringsruimte", "building capacity"),
    "loss_time": ("doorlooptijd", "lead time"),
    "loss_rest": ("overige oorzaken ({count})", "other causes ({count})"),
    "hours": ("Waar de uren blijven", "Where the hours go"),
    "hours_note": (
        "In % van de beschikbare uren van die overheden, 2021-2040. Hoeveel mensen Rijk en "
        "provincies hiervoor hebben is een aanname.",
        "In % of the hours those governments have, 2021-2040. How many people Rijk and provinces "
        "have for this is an assumption.",
    ),
    "rijk": ("Rijk", "Rijk"),
    "provincie": ("provincies", "provinces"),
    "gemeente": ("gemeenten", "municipalities"),
    "talk": ("overleg", "talk"),
    "reporting": ("verantwoording", "reporting"),
    "applying": ("aanvragen", "applying"),
    "work": ("uitvoering", "delivery"),
    "idle": ("niet gebruikt in het model", "not used in the model"),
    "overvraagd": ("meer gevraagd dan beschikbaar", "asked beyond what is available"),
    "pairing": ("Wat dezelfde wereld oplevert", "What the same world brings"),
    "pairing_note": (
        "Variantie van het verschil tussen {b} en {a}: in dezelfde wereld (gepaard) en in twee "
        "losse werelden (ongepaard).",
        "Variance of the difference between {b} and {a}: in the same world (paired) and in two "
        "separate worlds (unpaired).",
    ),
    "pairing_points": (
        "Ongepaard telt ook mee hoe de combinaties van aannames verschillen; met design=single "
        "seeds=100 blijft alleen het toeval over.",
        "Unpaired also counts how the combinations of assumptions differ; design=single seeds=100 "
        "leaves luck only.",
    ),
    "paired": ("gepaard", "paired"),
    "unpaired": ("ongepaard", "unpaired"),
    "ratio": ("ongepaard / gepaard", "unpaired / paired"),
    # the end
    "data": ("Gegevens: {folder}", "Data: {folder}"),
    "figures": (
        "Figuren: {folder} (alle figuren: {command})",
        "Figures: {folder} (all of them: {command})",
    ),
    "next": ("Volgende stap: {command}", "Next step: {command}"),
    **EXPERIMENTS,
}


def label(key: str, language: str = "nl", **values: object) -> str:
    """The text of a key in a language ("nl" or "en"), with its values filled in.

    Raises
    ------
    KeyError
        There is no such key.
    """
    dutch, english = TABLE[key]
    return (dutch if language == "nl" else english).format(**values)


def named(key: str, language: str = "nl") -> str:
    """The label of a key that comes from data; the key in plain words if it has none."""
    return label(key, language) if key in TABLE else key.removeprefix("loss_").replace("_", " ")
