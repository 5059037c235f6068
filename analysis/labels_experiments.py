"""The words of the tables that only some experiments have; `analysis.labels` holds them too."""

from __future__ import annotations

EXPERIMENTS: dict[str, tuple[str, str]] = {
    # what is counted
    "points_counted": ("combinaties van aannames", "combinations of assumptions"),
    "pairs_counted": ("paren runs ({kind})", "pairs of runs ({kind})"),
    "combinations": ("combinaties", "combinations"),
    "median": ("mediaan", "median"),
    "change": ("verandering", "change"),
    "elsewhere": ("elders", "elsewhere"),
    # unequal means
    "unequal": ("ongelijke middelen", "unequal means"),
    "unequal_title": ("{title} (ongelijke middelen)", "{title} (unequal means)"),
    "unequal_first": ("Ongelijke middelen. {sentence}", "Unequal means. {sentence}"),
    "unequal_why": (
        "Ongelijke middelen: van het geld dat van potten voor één opgave naar potten voor "
        "meer opgaven gaat komt {percent} % aan; arrangementen met zulke potten hebben minder "
        "geld.",
        "Unequal means: of the money that moves from pots for one opgave to pots for several "
        "{percent} % arrives; arrangements with such pots have less money.",
    ),
    "unequal_some": (
        "Ongelijke middelen: van het geld dat van potten voor één opgave naar potten voor "
        "meer opgaven gaat komt niet alles aan; arrangementen met zulke potten hebben minder geld.",
        "Unequal means: of the money that moves from pots for one opgave to pots for several "
        "not all arrives; arrangements with such pots have less money.",
    ),
    # many arms
    "range_of_arms": (
        "Over alle {count} arrangementen loopt het gerealiseerde deel gemiddeld van {low} % "
        "({lowest}) tot {high} % ({highest}).",
        "Over all {count} arrangements the realised share runs on average from {low} % "
        "({lowest}) to {high} % ({highest}).",
    ),
    "here": (
        "Waar {b} geldt ({squares} van de {pairs} regio-opgaven): gerealiseerd deel {share_a} % en "
        "{share_b} % (verschil {difference} procentpunt); elders {share_c} % en {share_d} % "
        "(verschil {other} procentpunt).",
        "Where {b} holds ({squares} of the {pairs} regio-opgaven): realised share {share_a} % and "
        "{share_b} % (difference {difference} percentage points); elsewhere {share_c} % and "
        "{share_d} % (difference {other} percentage points).",
    ),
    "list": ("Elk arrangement tegen {a}", "Each arrangement against {a}"),
    "arrangement": ("arrangement", "arrangement"),
    "realised_percent": ("deel (%)", "share (%)"),
    "list_note": (
        "Procentpunt, in dezelfde werelden. Aandeel: van de {units} met meer dan {a}; dit aandeel "
        "is geen kans.",
        "Percentage points, in the same worlds. Share: of the {units} with more than {a}; this "
        "share is not a probability.",
    ),
    "covered": (
        "Waar een arrangement geldt, en elders",
        "Where an arrangement holds, and elsewhere",
    ),
    "covered_here": ("{arm}: waar het geldt ({squares})", "{arm}: where it holds ({squares})"),
    "covered_note": (
        "Gerealiseerd deel (%) van {a} (zonder) en van het arrangement (met), in dezelfde "
        "werelden, over de regio-opgaven waar het arrangement geldt (aantal tussen haakjes) en "
        "over alle andere. Verschil in procentpunt; aandeel: van de {units} met meer. Regels "
        "bekeken: {count}; per regel geen oordeel.",
        "Realised share (%) of {a} (without) and of the arrangement (with), in the same worlds, "
        "over the regio-opgaven where the arrangement holds (number in brackets) and over all "
        "others. Difference in percentage points; share: of the {units} with more. Rows looked "
        "at: {count}; no verdict per row.",
    ),
    "without": ("zonder", "without"),
    "with_it": ("met", "with"),
    # the matrix of tables and pots
    "pots_legend": ("De potten (kolommen)", "The pots (columns)"),
    "pots_head": ("potten", "pots"),
    "matrix": (
        "Gerealiseerd deel (%): tafels (rijen) en potten (kolommen)",
        "Realised share (%): tables (rows) and pots (columns)",
    ),
    "matrix_note": (
        "Gemiddelden over de combinaties van aannames.",
        "Means over the combinations of assumptions.",
    ),
    "matrix_difference": (
        "Verschil met {a} (procentpunt)",
        "Difference with {a} (percentage points)",
    ),
    "matrix_share": ("  aandeel met meer (%)", "  share with more (%)"),
    "matrix_difference_note": (
        "Gemiddeld, in dezelfde werelden; eronder het aandeel (%) van de {units} met meer dan de "
        "referentie. Dit aandeel is geen kans. Cellen bekeken: {count}; per cel geen oordeel.",
        "Means, in the same worlds; below it the share (%) of the {units} with more than the "
        "reference. This share is not a probability. Cells looked at: {count}; no verdict per "
        "cell.",
    ),
    "effects": (
        "Gemiddeld over het andere: wat tafels en potten uitmaken",
        "On average over the other: what tables and pots make of it",
    ),
    "effects_of_tables": ("tafels, tegen {a}", "tables, against {a}"),
    "effects_of_pots": ("potten, tegen {a}", "pots, against {a}"),
    "effects_note": (
        "Procentpunt: een rij (kolom) gemiddeld over alle potten (tafels). Aandeel: van de {units} "
        "met meer; dit aandeel is geen kans.",
        "Percentage points: a row (column) on average over all pots (tables). Share: of the "
        "{units} with more; this share is not a probability.",
    ),
    "interaction": (
        "Tafels en potten hangen samen: {tables} met {pots} wijkt {amount} procentpunt af van de "
        "som van beide gemiddelden, het meest van de {count} cellen.",
        "Tables and pots interact: {tables} with {pots} is {amount} percentage points off the sum "
        "of both means, the most of the {count} cells.",
    ),
    "no_interaction": (
        "Tafels en potten tellen vrijwel op: geen van de {count} cellen wijkt {smallest} "
        "procentpunt of meer af van de som van beide gemiddelden (hoogstens {amount}).",
        "Tables and pots nearly add up: none of the {count} cells is {smallest} percentage points "
        "or more off the sum of both means (at most {amount}).",
    ),
    # structural variants
    "variants": (
        "Onder een andere lezing van een regel: {b} tegen {a}",
        "Under another reading of a rule: {b} against {a}",
    ),
    "variant": ("variant", "variant"),
    "variant_none": ("zoals het model is", "the model as it is"),
    "variant_outside": ("{name}, telt niet mee", "{name}, does not count"),
    "variant_without": ("zonder variant", "without it"),
    "same_sign": ("zelfde teken", "same sign"),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    "variants_note": (
        "Mediaan van het verschil in procentpunt, over {count} combinaties van aannames. Aandeel: "
        "van die combinaties met meer bij {b}; dit aandeel is geen kans. Duidelijk en meestal "
        "gelden alleen bij hetzelfde teken onder V1 tot en met V9.",
        "Median of the difference in percentage points, over {count} combinations of assumptions. "
        "Share: of those combinations with more for {b}; this share is not a probability. Clear "
        "and mostly hold only with the same sign under V1 to V9.",
    ),
    "why_turned": ("ander teken onder {names}", "another sign under {names}"),
    "variants_missing": ("Nog niet gedraaid: {names}.", "Not run yet: {names}."),
    "variants_few": (
        "Op minder dan {enough} combinaties gedraaid, en daarom niet meegeteld: {names}.",
        "Run on fewer than {enough} combinations, and therefore not counted: {names}.",
    ),
    "by_date": (
        "Alle opgaven op een en hetzelfde moment geteld is het verschil {parts} procentpunt.",
        "With all opgaven counted at one moment the difference is {parts} percentage points.",
    ),
    "in_year": ("eind {year} {difference}", "end of {year} {difference}"),
    "not_sampled": (
        "Bij dit ontwerp hangen de combinaties van aannames samen; zij zijn geen steekproef. Daar "
        "past geen oordeel bij.",
        "In this design the combinations of assumptions move together; they are no sample. No "
        "verdict fits them.",
    ),
    "variants_fewer": (
        "Niet elke variant is op alle combinaties gedraaid; daarom staat erbij op hoeveel, en wat "
        "het model zelf op diezelfde combinaties geeft.",
        "Not every variant was run on all combinations; so it says on how many, and what the "
        "model itself gives on those same combinations.",
    ),
    # levers
    "levers": (
        "Wat er verandert als alleen dit anders is",
        "What changes if only this is different",
    ),
    "lever": ("anders", "different"),
    "between_sides": ("verschil tussen beide", "difference between both"),
    "levers_note": (
        "Verandering in gerealiseerd deel (procentpunt) tegen dezelfde combinatie zonder de "
        "wijziging, met hetzelfde toeval; daaronder hoeveel meer de verandering is bij {b} dan bij "
        "{a}. 5-95 % over {count} combinaties van aannames.",
        "Change in realised share (percentage points) against the same combination without it, "
        "with the same luck; below it how much more the change is with {b} than with {a}. 5-95 % "
        "over {count} combinations of assumptions.",
    ),
    # tipping
    "tipping": (
        "Verschil per aanname: {rows} (rijen) en {columns} (kolommen)",
        "Difference per assumption: {rows} (rows) and {columns} (columns)",
    ),
    "tipping_one": ("Verschil per aanname: {rows}", "Difference per assumption: {rows}"),
    "tipping_most": (
        "Verschil per aanname: de uiterste van {count} cellen",
        "Difference per assumption: the most extreme of {count} cells",
    ),
    "tipping_note": (
        "Mediaan van het verschil ({b} min {a}, procentpunt). (+) of (−), bij 100 combinaties of "
        "meer: minstens {agree} % ervan heeft dat teken en de mediaan is minstens {smallest} "
        "procentpunt. "
        "Combinaties per cel: {points}; cellen bekeken: {count}; per cel geen oordeel.",
        "Median of the difference ({b} minus {a}, percentage points). (+) or (−), from 100 "
        "combinations on: at least {agree} % of them have that sign and the median is at least "
        "{smallest} percentage points. Combinations per cell: {points}; cells looked at: {count}; "
        "no verdict per cell.",
    ),
    "tipping_defaults": ("Standaardwaarden: {values}.", "Default values: {values}."),
    "tipping_flips": (
        "Omslag van het teken van de mediaan, langs elke rij en kolom met een (+) en een (−), "
        "recht tussen twee niveaus: {flips}.",
        "Where the sign of the median changes, along every row and column with a (+) and a (−), "
        "straight between two levels: {flips}.",
    ),
    "tipping_no_flips": (
        "Langs geen enkele rij of kolom staan een (+) en een (−).",
        "Along no row or column stand a (+) and a (−).",
    ),
    "flip_row": ("bij {row}: {places}", "at {row}: {places}"),
    "flip": ("{name} {value}{place}", "{name} {value}{place}"),
    "flip_below": (" (onder de standaard)", " (below the default)"),
    "flip_above": (" (boven de standaard)", " (above the default)"),
    "flip_at": (" (op de standaard)", " (at the default)"),
    "flip_none": ("geen omslag", "no change"),
    "level": ("niveau", "level"),
    # Shapley values
    "shapley": ("Welke regel welk deel van het verschil is", "Which rule is which part of it"),
    "rule": ("regel", "rule"),
    "together": ("samen", "together"),
    "shapley_note": (
        "Shapley-waarde in procentpunt: wat een regel toevoegt, gemiddeld over alle volgorden "
        "waarin de regels van {a} in die van {b} veranderen. Aandeel: van de {units} boven 0; dit "
        "aandeel is geen kans. Controle: de waarden tellen op tot {sum}, het verschil tussen de "
        "twee is {difference}.",
        "Shapley value in percentage points: what a rule adds, on average over all orders in which "
        "the rules of {a} change into those of {b}. Share: of the {units} above 0; this share is "
        "not a probability. Check: the values add up to {sum}, the difference between the two is "
        "{difference}.",
    ),
    "rule_tables.area": ("tafels: gebied", "tables: area"),
    "rule_tables.opgaven": ("tafels: opgaven", "tables: opgaven"),
    "rule_pots.area": ("potten: gebied", "pots: area"),
    "rule_pots.opgaven": ("potten: opgaven", "pots: opgaven"),
    "rule_pots.window": ("potten: loket", "pots: window"),
    "rule_terms.quorum": ("spelregel: instemming", "term: quorum"),
    "rule_terms.override": ("spelregel: doorzettingsmacht", "term: override"),
    "rule_terms.frame": ("spelregel: nationaal kader", "term: national frame"),
    "rule_terms.control": ("spelregel: toezicht", "term: control"),
    "rule_terms.firmness": ("spelregel: vastheid van toezeggingen", "term: firmness"),
    "rule_terms.cofinancing": ("spelregel: cofinanciering", "term: co-financing"),
    "rule_terms.lapse": ("spelregel: vervallen saldo", "term: lapse of balances"),
    # several studies
    "several": ("De studies naast elkaar", "The studies side by side"),
    "study": ("studie", "study"),
    "folder": ("map", "folder"),
    "several_note": (
        "Verschil in gerealiseerd deel (procentpunt) tussen de twee arrangementen van de eerste "
        "zin van elke studie. Aandeel: met meer bij de laatstgenoemde; dit aandeel is geen kans. "
        "De mappen staan onder {root}.",
        "Difference in realised share (percentage points) between the two arrangements of the "
        "first sentence of each study. Share: with more for the last named; this share is not a "
        "probability. The folders stand under {root}.",
    ),
}
