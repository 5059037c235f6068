"""Every word in a figure: Dutch first, English second (names of opgaven and arms are data)."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
    "stamp": (
        "Groenlicht {version} · model {model} · studie {study} · toeval {seeds} · {date}{git}",
        "Groenlicht {version} · model {model} · study {study} · luck {seeds} · {date}{git}",
    ),
    "sheet_data": ("Gegevens", "Data"),
    "sheet_reading": ("Toelichting", "Reading help"),
    "sheet_origin": ("Herkomst", "Origin"),
    "md_title": ("Titel", "Title"),
    "md_subtitle": ("Ondertitel", "Subtitle"),
    "md_alt": ("Tekst voor wie het beeld niet ziet", "Alt text"),
    "md_reading": ("Leeswijzer", "How to read"),
    "md_source": ("Bron", "Source"),
    "md_stamp_head": ("Stempel", "Stamp"),
    "written": ("{title}: {folder}", "{title}: {folder}"),
    "older": (
        "Let op: van een eerdere stand van deze studie zijn nog {names}; maak ze opnieuw.",
        "Note: still of an earlier state of this study are {names}; make them again.",
    ),
    # what every figure of a comparison may say, by the word of its verdict
    "title_clear": (
        "In deze verkenning wordt bij {side} duidelijk meer gerealiseerd dan bij {other}",
        "In this exploration clearly more is realised with {side} than with {other}",
    ),
    "title_mostly": (
        "In deze verkenning wordt bij {side} meestal meer gerealiseerd dan bij {other}",
        "In this exploration mostly more is realised with {side} than with {other}",
    ),
    "title_no_difference": (
        "In deze verkenning is er geen verschil van betekenis tussen {other} en {side}",
        "In this exploration there is no difference that matters between {other} and {side}",
    ),
    "title_depends": (
        "Of bij {side} of bij {other} meer wordt gerealiseerd, hangt af van de aannames",
        "Whether more is realised with {side} or with {other} depends on the assumptions",
    ),
    "title_few_points": (
        "Bij deze aannames: {side} {difference} procentpunt ten opzichte van {other}",
        "With these assumptions: {side} {difference} percentage points compared with {other}",
    ),
    "title_year": (" (stand eind {year})", " (end of {year})"),
    "unequal": ("Ongelijke middelen. ", "Unequal means. "),
    "source": (
        "agentmodel Groenlicht, {points} combinaties van aannames x {seeds} "
        "{series}, in dezelfde gesimuleerde werelden. Verkenning, geen voorspelling.",
        "agent-based model Groenlicht, {points} combinations of assumptions x {seeds} "
        "{series}, in the same simulated worlds. Exploration, not a forecast.",
    ),
    "unfinished": ("Niet af: {done} van {total} runs.", "Unfinished: {done} of {total} runs."),
    "no_variants": (
        "Structurele varianten van het model niet alle gedraaid.",
        "Not all structural variants of the model were run.",
    ),
    "series_one": ("toevalsreeks", "series of luck"),
    "series_many": ("toevalsreeksen", "series of luck"),
    "and": (" en ", " and "),
    "indicator": (
        "Doel van {names} is een indicator.", "The target of {names} is an indicator.",
    ),
    # dumbbell
    "dumbbell_subtitle_1": ("Gerealiseerd deel van elke opgave op de eigen einddatum bij ",
                            "Realised share of each opgave on its own deadline with "),
    "and_with": (" en bij ", " and with "),
    "dumbbell_subtitle_2": (", en het verschil tussen die twee in dezelfde wereld",
                            ", and the difference between the two in the same world"),
    "dumbbell_left": ("Gerealiseerd op de einddatum", "Realised on the deadline"),
    "dumbbell_right": ("Verschil, procentpunt", "Difference, percentage points"),
    "all_opgaven": ("Alle opgaven", "All opgaven"),
    "by_year": ("{name}, {year}", "{name}, {year}"),
    "dumbbell_reading": (
        "Streep: 90 % van de {units} ligt hierbinnen ({kind}). Gevuld: {filled}. Verschillen zijn "
        "berekend vóór afronding.",
        "Line: 90 % of the {units} lie within ({kind}). Filled: {filled}. Differences are computed "
        "before rounding.",
    ),
    "filled_allowed": (
        "in minstens 80 % van de combinaties dezelfde kant op, en 2 procentpunt of meer",
        "the same way in at least 80 % of the combinations, and 2 percentage points or more",
    ),
    "filled_none": (
        "komt hier niet voor, want ook voor alle opgaven samen hangt het af van de aannames",
        "does not occur here, as it depends on the assumptions for all opgaven together too",
    ),
    "filled_few": (
        "komt hier niet voor, want onder de {enough} combinaties van aannames past geen oordeel",
        "does not occur here, as no verdict fits under {enough} combinations of assumptions",
    ),
    "filled_same": (
        "komt hier niet voor, want voor alle opgaven samen is er geen verschil van betekenis",
        "does not occur here, as there is no difference that matters for all opgaven together",
    ),
    "counted": (
        "Licht van het gemiddelde over de werelden; per wereld geteld zijn gemiddeld {a} "
        "({name_a}) en {b} ({name_b}) van de {pairs} regio-opgaven groen.",
        "Light of the mean over the worlds; counted per world {a} ({name_a}) and {b} ({name_b}) of "
        "the {pairs} regio-opgaven are green on average.",
    ),
    "units_points": ("combinaties van aannames", "combinations of assumptions"),
    "units_pairs": ("paren runs", "pairs of runs"),
    "kind_points": ("aannames", "assumptions"),
    "kind_pairs": ("toeval", "luck"),
    "kind_both": ("aannames en toeval", "assumptions and luck"),
    "dumbbell_alt": (
        "Per opgave het gerealiseerde deel bij {a} en {b} met hun verschil. Alle opgaven samen: "
        "{share_a} % en {share_b} %, verschil {difference} procentpunt ({low} tot {high}). "
        "Grootste verschil: {name}, {most}.",
        "Per opgave the realised share with {a} and {b} and their difference. All opgaven: "
        "{share_a} % and {share_b} %, difference {difference} percentage points ({low} to {high}). "
        "Largest difference: {name}, {most}.",
    ),
    "column_opgave": ("Opgave", "Opgave"),
    "column_year": ("Einddatum", "Deadline"),
    "column_share": ("Gerealiseerd bij {side}", "Realised with {side}"),
    "column_difference": ("Verschil, procentpunt", "Difference, percentage points"),
    "column_low": ("5 %", "5 %"),
    "column_high": ("95 %", "95 %"),
    "column_more": ("Aandeel met meer bij {side}", "Share with more with {side}"),
}  # fmt: skip


def said(key: str, language: str = "nl", **values: object) -> str:
    """The words of a key in a language, with its values filled in."""
    dutch, english = TABLE[key]
    return (dutch if language == "nl" else english).format(**values)
