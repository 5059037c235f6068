"""The words of the explanatory figures, which hold no results; Dutch first, English second."""

from __future__ import annotations

EXPLAINED: dict[str, tuple[str, str]] = {
    # explanatory figures
    "stamp_explained": ("Groenlicht {version} · uitleg, geen resultaten",
                        "Groenlicht {version} · explanation, no results"),
    "blocks_title": ("Vier manieren om samen te doen wat bij elkaar hoort",
                     "Four ways of doing together what belongs together"),
    "blocks_explained": (
        "Het vel van regio's x opgaven, met één blok donker: wie daar samen besluit, of waarvoor "
        "geld samen is",
        "The sheet of regions x opgaven with one block dark: who decides together there, or what "
        "money is for together",
    ),
    "blocks_explained_alt": (
        "Vier vellen van regio's (omlaag) en opgaven (opzij), elk met één blok donker: een cel, "
        "een kolom, een rij en het hele vel.",
        "Four sheets of regions (down) and opgaven (across), each with one block dark: a cell, a "
        "column, a row and the whole sheet.",
    ),
    "blocks_explained_reading": (
        "Zes van de dertig regio's getekend. Een groter blok ziet meer verbanden, maar vraagt meer "
        "overleg, meer instemming of aanvragen.",
        "Six of the thirty regions drawn. A larger block sees more links, but asks for more talk, "
        "more consent or applications.",
    ),
    "column_block": ("Blok", "Block"),
    "cell_name": ("Cel", "Cell"), "column_name": ("Kolom", "Column"),
    "row_name": ("Rij", "Row"), "sheet_name": ("Vel", "Sheet"),
    "cell_table": ("Tafel: één regio, één opgave", "Table: one region, one opgave"),
    "cell_pot": ("Pot: label per regio en opgave", "Pot: a label per region and opgave"),
    "column_table": ("Tafel: één opgave, het hele land", "Table: one opgave, the whole country"),
    "column_pot": ("Pot: nationaal programma", "Pot: national programme"),
    "row_table": ("Tafel: één regio, alle opgaven", "Table: one region, all opgaven"),
    "row_pot": ("Pot: gebiedsbudget", "Pot: area budget"),
    "sheet_table": ("Tafel: één voor alles", "Table: one for everything"),
    "sheet_pot": ("Pot: één rijksbudget", "Pot: one national budget"),
    "sheet_axes": ("opgaven →, regio's ↓", "opgaven →, regions ↓"),
    "sectoral_tables": ("sectorale tafels", "sectoral tables"),
    "area_tables": ("gebiedstafels", "area tables"),
    "separate_grants": ("losse SPUKs", "separate grants"),
    "area_budget": ("gebiedsbudget", "area budget"),
    "tilings_title": ("Tafels en potten verdelen hetzelfde vel, elk op een eigen manier",
                      "Tables and pots divide the same sheet, each in its own way"),
    "tilings_subtitle": (
        "Vier arrangementen: wie samen besluit (tafels) en waarvoor geld samen is (potten); "
        "opgaven naar rechts, regio's naar beneden, één blok donker",
        "Four arrangements: who decides together (tables) and what money is for together (pots); "
        "opgaven to the right, regions down, one block dark",
    ),
    "tilings_alt": (
        "Vier paren vellen. Sectorale tafels: een kolom per opgave; gebiedstafels: een rij per "
        "regio. Losse SPUKs: 60 % in kolommen, 40 % in cellen; gebiedsbudget: een rij per regio.",
        "Four pairs of sheets. Sectoral tables: a column per opgave; area tables: a row per "
        "region. Separate grants: 60 % in columns, 40 % in cells; area budget: a row per region.",
    ),
    "tilings_reading": (
        "Een verband binnen een blok van de tafels wordt daar gezien; geld in een blok van de "
        "potten kan niet over de grens. Zes van de dertig regio's getekend.",
        "A link within a block of the tables is seen there; money in a block of the pots cannot "
        "cross its border. Six of the thirty regions drawn.",
    ),
    "pot_part": ("{share} % per {kind}", "{share} % by {kind}"),
    "pots_parts": ("Potten: {a} % en {b} %", "Pots: {a} % and {b} %"),
    # the quarter
    "quarter_title": ("Elk kwartaal twaalf stappen, van geld en besluiten naar uitvoering",
                      "Twelve steps every quarter, from money and decisions to delivery"),
    "quarter_subtitle": (
        "De volgorde van het model, tachtig kwartalen lang (2021–2040), voor elk arrangement "
        "gelijk",
        "The order of the model, for eighty quarters (2021–2040), the same for every arrangement",
    ),
    "quarter_reading": (
        "Van boven naar beneden; een balk over de hele breedte hoort bij alle drie. S1 tot en met "
        "S12 zijn de nummers in de beschrijving van het model.",
        "From top to bottom; a bar over the whole width belongs to all three. S1 to S12 are the "
        "numbers in the description of the model.",
    ),
    "quarter_alt": (
        "Twaalf stappen onder elkaar in drie banen. Geld: potten, toekennen. Tafels: overleg, "
        "agenda, instemming, verbanden. Uitvoering: personeel, vergunningen, bouwen. Daaromheen: "
        "gebeurtenissen, draagvlak en tellen.",
        "Twelve steps in three lanes. Money: pots, granting. Tables: talk, agenda, consent, links. "
        "Delivery: staff, permits, building. Around them: events, support and counting.",
    ),
    "column_step": ("Stap", "Step"), "column_named": ("Naam", "Name"),
    "column_lane": ("Waar", "Where"), "column_what": ("Wat er gebeurt", "What happens"),
    "lane_money": ("Geld", "Money"), "lane_tables": ("Tafels", "Tables"),
    "lane_field": ("Uitvoering", "Delivery"), "lane_all": ("Alle", "All"),
    "step_events": ("Gebeurtenissen", "Events"), "step_pots_step": ("Potten", "Pots"),
    "step_tables_step": ("Overleg", "Talk"), "step_agenda": ("Agenda", "Agenda"),
    "step_consent": ("Instemming", "Consent"), "step_links": ("Verbanden", "Links"),
    "step_funding": ("Toekennen", "Granting"), "step_staff": ("Personeel", "Staff"),
    "step_permits": ("Vergunningen", "Permits"), "step_building": ("Bouwen", "Building"),
    "step_trust": ("Draagvlak en vertrouwen", "Support and trust"),
    "step_observe": ("Tellen", "Counting"),
    "what_events": ("kabinet, prijzen, rechter", "cabinet, prices, court"),
    "what_pots_step": ("geld komt binnen of vervalt", "money comes in or lapses"),
    "what_tables_step": ("wie aanschuift en hoe vaak", "who attends and how much"),
    "what_agenda": ("welke ideeën aan bod komen", "which ideas come up"),
    "what_consent": ("gemeenten stemmen in, of niet", "municipalities consent, or do not"),
    "what_links": ("stapelen en schikken", "stacking and settling"),
    "what_funding": ("eigen bijdrage en rijksgeld", "own share and national money"),
    "what_staff": ("uren naar werk en verantwoording", "hours to work and reports"),
    "what_permits": ("botsingen en bezwaren", "clashes and objections"),
    "what_building": ("bouwtijd, dan gereed", "building time, then done"),
    "what_trust": ("beweegt mee met wat lukt", "moves with what is done"),
    "what_observe": ("wat af is, en waar het stokt", "what is done, and where it is stuck"),
}  # fmt: skip
