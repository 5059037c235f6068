"""The words of the figures that only some experiments have; Dutch first, English second."""

from __future__ import annotations

from analysis.figures.labels_explained import EXPLAINED

TABLE: dict[str, tuple[str, str]] = {
    # steps of a difference
    "bins": ("{low}, {middle} en {high} procentpunt",
             "{low}, {middle} and {high} percentage points"),
    "bin_white": ("niet duidelijk", "not clear"),
    "bin_white_short": ("onduidelijk", "not clear"),
    "less_realised": ("minder gerealiseerd", "less realised"),
    "more_realised": ("meer gerealiseerd", "more realised"),
    # many arms against the first
    "many_few": (
        "Bij deze aannames verschillen de {count} andere {kind} {low} tot {high} procentpunt met "
        "{first}",
        "With these assumptions the {count} other {kind} differ {low} to {high} percentage points "
        "from {first}",
    ),
    "many_few_equal": (
        "Bij deze aannames verschilt elk van de {count} andere {kind} {low} procentpunt met "
        "{first}",
        "With these assumptions each of the {count} other {kind} differs {low} percentage points "
        "from {first}",
    ),
    "many_none": (
        "In deze verkenning verschilt geen van de {count} andere {kind} duidelijk of meestal van "
        "{first}",
        "In this exploration none of the {count} other {kind} differs clearly or mostly from "
        "{first}",
    ),
    "many_one": (
        "In deze verkenning verschilt 1 van de {count} andere {kind} duidelijk of meestal van "
        "{first}",
        "In this exploration 1 of the {count} other {kind} differs clearly or mostly from {first}",
    ),
    "many_some": (
        "In deze verkenning verschillen {clear} van de {count} andere {kind} duidelijk of meestal "
        "van {first}",
        "In this exploration {clear} of the {count} other {kind} differ clearly or mostly from "
        "{first}",
    ),
    "kind_combinations": ("combinaties", "combinations"),
    "kind_arrangements": ("arrangementen", "arrangements"),
    "with": (" met ", " with "),
    "first": ("vergeleken hiermee", "compared with this"),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    "units_points": ("combinaties van aannames", "combinations of assumptions"),
    "units_pairs": ("paren runs", "pairs of runs"),
    "assumptions": ("aannames", "assumptions"),
    "column_share": ("Gerealiseerd", "Realised"),
    "column_difference": ("Verschil, procentpunt", "Difference, percentage points"),
    "column_low": ("5 %", "5 %"),
    "column_middle": ("Mediaan", "Median"),
    "column_high": ("95 %", "95 %"),
    "column_more": ("Aandeel met meer", "Share with more"),
    "column_clear": ("Duidelijk of meestal", "Clear or mostly"),
    # tables x pots
    "tables": ("Tafels", "Tables"),
    "pots": ("Potten", "Pots"),
    "who_decides": ("Tafels: wie samen besluit", "Tables: who decides together"),
    "what_pots": ("Potten: waarvoor geld samen is", "Pots: what money is for together"),
    "blocks_subtitle": (
        "Verschil in gerealiseerd deel van de opgaven, elk op de eigen einddatum, ten opzichte van "
        "{first} (omlijnd), in procentpunt",
        "Difference in realised share of the opgaven, each on its own deadline, compared with "
        "{first} (outlined), in percentage points",
    ),
    "blocks_reading": (
        "Groot: gemiddeld verschil. Kleur: het oordeel is duidelijk of meestal (in minstens 80 % "
        "van de combinaties van aannames dezelfde kant op, mediaan 2 procentpunt of meer) en het "
        "getal is zelf 2 of meer. "
        "{why} Klein, waar het past: het gemiddelde gerealiseerde deel. Vakken bekeken: {count}, "
        "in dezelfde werelden. Verschillen zijn berekend vóór afronding.",
        "Large: mean difference. Colour: the verdict is clear or mostly (the same way in at least "
        "80 % of the combinations of assumptions, median 2 percentage points or more) and the "
        "number itself is 2 or more. "
        "{why} Small, where it fits: the mean realised share. Cells looked at: {count}, in "
        "the same worlds. "
        "Differences are computed before rounding.",
    ),
    "why_white": ("Wit: al het andere.", "White: all else."),
    "why_all_white": (
        "Alles is wit: bij minder dan 100 combinaties past geen oordeel.",
        "All is white: fewer than 100 combinations are too few for a verdict.",
    ),
    "blocks_alt": (
        "Tabel van {rows} soorten tafels en {columns} soorten potten. Gerealiseerd deel {low} tot "
        "{high} %. Verschil met het eerste vak {least} tot {most} procentpunt; duidelijk of "
        "meestal: {clear} van {count}.",
        "Table of {rows} kinds of tables and {columns} kinds of pots. Realised share {low} to "
        "{high} %. Difference with the first cell {least} to {most} percentage points; clear or "
        "mostly: {clear} of {count}.",
    ),
    # tables x pots as lines
    "lines_title": (
        "In deze verkenning verschillen {b} bij {clear} van de {count} soorten potten duidelijk of "
        "meestal van {a}",
        "In this exploration {b} differ clearly or mostly from {a} with {clear} of the {count} "
        "kinds of pots",
    ),
    "lines_title_none": (
        "In deze verkenning verschillen {b} bij geen van de {count} soorten potten duidelijk of "
        "meestal van {a}",
        "In this exploration {b} differ clearly or mostly from {a} with none of the {count} kinds "
        "of pots",
    ),
    "lines_title_few": (
        "Bij deze aannames, naar soort potten: {b} {low} tot {high} procentpunt ten opzichte van "
        "{a}",
        "With these assumptions, by kind of pots: {b} {low} to {high} percentage points compared "
        "with {a}",
    ),
    "lines_subtitle_1": ("Gerealiseerd deel van de opgaven, elk op de eigen einddatum, bij ",
                         "Realised share of the opgaven, each on its own deadline, with "),
    "and": (" en bij ", " and with "),
    "lines_subtitle_2": (", per soort potten; daaronder het verschil tussen die twee",
                         ", per kind of pots; below it the difference between the two"),
    "lines_top": ("Gerealiseerd deel", "Realised share"),
    "lines_under": ("Verschil, procentpunt", "Difference, percentage points"),
    "lines_reading": (
        "Streep: 90 % van de {units} ligt hierbinnen ({kind}); gevuld: oordeel duidelijk of "
        "meestal.{others} Verbonden punten hebben dezelfde tafels; de as begint niet bij nul. "
        "Verschillen zijn berekend vóór afronding.",
        "Line: 90 % of the {units} lie within ({kind}); filled: the verdict is clear or mostly."
        "{others} Points that are joined have the same tables; the axis does not start at zero. "
        "Differences are computed before rounding.",
    ),
    "lines_others": (" Grijs: andere tafels.", " Grey: other tables."),
    "lines_alt": (
        "Lijnen per soort tafels over {count} soorten potten. {a}: {a_low} tot {a_high} %; {b}: "
        "{b_low} tot {b_high} %. Verschil {least} tot {most} procentpunt.",
        "Lines per kind of tables over {count} kinds of pots. {a}: {a_low} to {a_high} %; {b}: "
        "{b_low} to {b_high} %. Difference {least} to {most} percentage points.",
    ),
    "column_share_of": ("Gerealiseerd bij {side}", "Realised with {side}"),
    # tipping map
    "tipping_title": (
        "In het model wordt in {more} van de {count} vakken meer gerealiseerd bij {b} en in {less} "
        "bij {a}",
        "In the model more is realised with {b} in {more} of the {count} cells and with {a} in "
        "{less}",
    ),
    "tipping_title_none": (
        "In geen van de {count} vakken wordt in het model duidelijk of meestal meer gerealiseerd "
        "bij {a} of bij {b}",
        "In none of the {count} cells is clearly or mostly more realised in the model with {a} or "
        "with {b}",
    ),
    "tipping_title_few": (
        "Bij deze aannames: {b} {low} tot {high} procentpunt ten opzichte van {a}, over {count} "
        "vakken",
        "With these assumptions: {b} {low} to {high} percentage points compared with {a}, over "
        "{count} cells",
    ),
    "tipping_none": ("geen", "none"),
    "tipping_subtitle_1": ("Mediaan van het verschil in gerealiseerd deel op de eigen einddatum, ",
                           "Median of the difference in realised share on its own deadline, "),
    "minus": (" min ", " minus "),
    "tipping_subtitle_2": (
        ", in procentpunt, per combinatie van twee aannames",
        ", in percentage points, per combination of two assumptions",
    ),
    "more_with": ("meer bij {side}", "more with {side}"),
    "tipping_zero": ("omslag: mediaan 0", "tipping: median 0"),
    "tipping_default": ("uitgangswaarden", "default values"),
    "tipping_reading": (
        "Daarbuiten is niets berekend. Stappen op de assen zijn niet even groot. Vakken bekeken: "
        "{count}.",
        "Outside nothing was computed. Steps on the axes are unequal. Cells looked at: {count}.",
    ),
    "tipping_white": (
        "Wit: minder dan 80 % van de {points} combinaties van de overige aannames dezelfde kant "
        "op, of mediaan onder 2 procentpunt.",
        "White: fewer than 80 % of the {points} combinations of the other assumptions the same "
        "way, or a median under 2 percentage points.",
    ),
    "tipping_few": (
        "Alles is wit: bij minder dan {enough} combinaties van de overige aannames ({points}) past "
        "geen oordeel.",
        "All is white: fewer than {enough} combinations of the other assumptions ({points}) are "
        "too few for a verdict.",
    ),
    "tipping_line": (
        "De lijn loopt recht tussen de vakken, niet door getallen.",
        "The line runs straight between cells, not through numbers.",
    ),
    "tipping_alt": (
        "Kaart van {count} vakken. Meer bij {b}: {more}, bij {a}: {less}, wit: {rest}. "
        "Mediaan verschil {low} tot {high} procentpunt. Omhoog: {y}; opzij: {x}.",
        "Map of {count} cells. More with {b}: {more}, with {a}: {less}, white: {rest}. Median "
        "difference {low} to {high} percentage points. Up: {y}; across: {x}.",
    ),
    "column_median": ("Mediaan verschil, procentpunt", "Median difference, percentage points"),
    "column_points": ("Combinaties", "Combinations"),
    "column_same": ("Duidelijk genoeg voor kleur", "Clear enough for a colour"),
    # loss waterfall
    "losses_title": (
        "In deze verkenning blijft het meeste liggen door: {cause}",
        "In this exploration most is left because of: {cause}",
    ),
    "losses_title_few": (
        "Bij deze aannames blijft het meeste liggen door: {cause}",
        "With these assumptions most is left because of: {cause}",
    ),
    "losses_two": ("{cause_a} ({a}) en {cause_b} ({b})", "{cause_a} ({a}) and {cause_b} ({b})"),
    "losses_subtitle_1": (
        "Waar het stokte, in % van het doel, elke opgave op de eigen einddatum, bij ",
        "Where it got stuck, in % of the target, each opgave on its own deadline, with ",
    ),
    "losses_subtitle_2": ("; en wat er verandert als alleen dit anders is",
                          "; and what changes if only this is different"),
    "target": ("Doel", "Target"),
    "realised": ("Gerealiseerd", "Realised"),
    "other_causes": ("Overige oorzaken ({count})", "Other causes ({count})"),
    "levers_head": ("Wat er verandert, procentpunt", "What changes, percentage points"),
    "losses_reading": (
        "Van boven naar beneden gaat van het doel af wat per oorzaak blijft liggen; de as begint "
        "niet bij nul. Gemiddelden over de combinaties van aannames. Dit zegt waar het stokte, "
        "niet wat er meer zou brengen.{levers}",
        "From top to bottom what is left by each cause goes off the target; the axis does not "
        "start at zero. Means over the combinations of assumptions. It says where things got "
        "stuck, not what would bring more.{levers}",
    ),
    "losses_levers": (
        " Wat er verandert: in dezelfde werelden met alleen dat anders; streep: 90 % van de "
        "{points} combinaties.",
        " What changes: in the same worlds with only that different; line: 90 % of the {points} "
        "combinations.",
    ),
    "losses_levers_source": (" Wat verandert: studie {study}.", " What changes: study {study}."),
    "losses_alt": (
        "Grootste oorzaak bij {a}: {cause_a}, {most_a} %; bij {b}: {cause_b}, {most_b} %. Waterval "
        "van het doel naar wat is gerealiseerd: {real_a} % bij {a}, {real_b} % bij {b}.",
        "Largest cause with {a}: {cause_a}, {most_a} %; with {b}: {cause_b}, {most_b} %. Waterfall "
        "from the target to what is realised: {real_a} % with {a}, {real_b} % with {b}.",
    ),
    "column_cause": ("Oorzaak", "Cause"),
    "column_part": ("Deel van het doel bij {side}", "Part of the target with {side}"),
    "column_lever": ("Verandering bij {side}, procentpunt",
                     "Change with {side}, percentage points"),
    # where more, where less
    "where_subtitle_1": ("Verschil in gerealiseerd deel op de eigen einddatum in elke regio, ",
                         "Difference in realised share on its own deadline in each region, "),
    "where_subtitle_2": (", in procentpunt", ", in percentage points"),
    "where_less": ("2 of meer lager", "2 or more lower"),
    "where_between": ("ertussen", "between"),
    "where_rest": ("rest", "rest"),
    "where_more": ("2 of meer hoger", "2 or more higher"),
    "where_counts": ("Aantal regio's", "Number of regions"),
    "where_reading": (
        "Elke stip is een regio, in elke rij op dezelfde vaste hoogte (per provincie, van noord "
        "naar zuid); gemiddelde over de combinaties van aannames. Gevuld: {filled}. Regio-opgaven "
        "bekeken: {count}. Verschillen zijn berekend vóór afronding.",
        "Each dot is a region, in every row at the same fixed height (by province, from north to "
        "south); mean over the combinations of assumptions. Filled: {filled}. Squares looked at: "
        "{count}. Differences are computed before rounding.",
    ),
    "filled_allowed": (
        "in minstens 80 % van de combinaties dezelfde kant op, mediaan 2 procentpunt of meer",
        "the same way in at least 80 % of the combinations, median 2 percentage points or more",
    ),
    "filled_none": (
        "komt niet voor, want voor het hele land is er geen oordeel duidelijk of meestal",
        "does not occur, as for the whole country there is no verdict clear or mostly",
    ),
    "where_alt": (
        "Per opgave een stip per regio. Alle opgaven samen: in {more} van de {count} regio's 2 "
        "procentpunt of meer hoger bij {b}, in {less} lager, in {rest} ertussen; van {low} tot "
        "{high} procentpunt.",
        "Per opgave a dot per region. All opgaven: in {more} of the {count} regions 2 percentage "
        "points or more higher with {b}, in {less} lower, in {rest} between; from {low} to {high} "
        "percentage points.",
    ),
    "all_opgaven": ("Alle opgaven", "All opgaven"),
    "by_year": ("{name}, {year}", "{name}, {year}"),
    "column_opgave": ("Opgave", "Opgave"),
    "column_region": ("Regio", "Region"),
    # presets side by side
    "history_subtitle_1": ("Gerealiseerd deel op de eigen einddatum bij ",
                           "Realised share on its own deadline with "),
    "history_subtitle_2": (", over de regio-opgaven waarvoor het geldt",
                           ", over the squares for which it holds"),
    "arrangement_each": ("elk arrangement", "each arrangement"),
    "history_left": ("Gerealiseerd op de einddatum", "Realised on the deadline"),
    "history_only": ("alleen {names}", "only {names}"),
    "history_reading": (
        "Vierkant: {first} in dezelfde regio-opgaven; rondje: het arrangement. Streep: 90 % van de "
        "{units} ligt hierbinnen ({kind}); gevuld: oordeel duidelijk of meestal.{record} "
        "Verschillen zijn berekend vóór afronding.",
        "Square: {first} in the same squares; circle: the arrangement. Line: 90 % of the {units} "
        "lie within ({kind}); filled: verdict clear or mostly.{record} Differences are computed "
        "before rounding.",
    ),
    "history_record": (
        " Elke regel is een lezing van de praktijk met eigen spelregels.",
        " Each row is a reading of the record with its own rules.",
    ),
    "history_alt": (
        "{count} arrangementen naast {first}, elk waar het geldt. Verschil {low} tot {high} "
        "procentpunt; duidelijk of meestal: {clear} van {count}.",
        "{count} arrangements beside {first}, each where it holds. Difference {low} to {high} "
        "percentage points; clear or mostly: {clear} of {count}.",
    ),
    "column_arrangement": ("Arrangement", "Arrangement"),
    "column_holds": ("Geldt voor", "Holds for"),
    "holds_all": ("alle opgaven", "all opgaven"),
    "column_first": ("Gerealiseerd bij {first}", "Realised with {first}"),
    "with_unit": ("{name} ({unit})", "{name} ({unit})"),
    **EXPLAINED,
}  # fmt: skip


def said(key: str, language: str = "nl", **values: object) -> str:
    """The words of a key in a language, with its values filled in."""
    dutch, english = TABLE[key]
    return (dutch if language == "nl" else english).format(**values)
