"""Every word of the figures with lights, maps and years: Dutch first, English second."""

from __future__ import annotations

TABLE: dict[str, tuple[str, str]] = {
    # lights
    "light_0": ("groen", "green"),
    "light_1": ("oranje", "amber"),
    "light_2": ("rood", "red"),
    "range_0": ("95 of meer", "95 or more"),
    "range_1": ("70 tot 95", "70 to 95"),
    "range_2": ("minder dan 70", "less than 70"),
    "no_target": ("geen doel", "no target"),
    "dash": ("Streepje: geen doel.", "Dash: no target."),
    "units_points": ("combinaties van aannames", "combinations of assumptions"),
    "units_runs": ("runs ({kind})", "runs ({kind})"),
    "counts": ("{a} groen, {b} oranje en {c} rood", "{a} green, {b} amber and {c} red"),
    "sure": (
        "Volle kleur: dezelfde klasse in minstens 80 % van de {units}; lichte kleur: in minder "
        "dan dat.",
        "Full colour: the same class in at least 80 % of the {units}; light colour: in less "
        "than that.",
    ),
    "sure_one": (
        "Lichte kleur: met één run is niet bekend hoe vast een klasse staat.",
        "Light colour: one run does not tell how firm a class is.",
    ),
    "by_printed": (
        "Getal: gemiddeld gerealiseerd deel in %, per regio en opgave afgetopt op het doel; het "
        "licht volgt het afgedrukte getal.",
        "Number: mean realised share in %, capped at the target per region and opgave; the light "
        "follows the number as printed.",
    ),
    "order_fixed": (
        "Volgorde: vast, van noord naar zuid.", "Order: fixed, from north to south.",
    ),
    "chair": (
        "Een regio telt bij de provincie met de meeste van haar inwoners.",
        "A region counts with the province of most of its inhabitants.",
    ),
    # sheet
    "sheet_1": ("Gerealiseerd deel per regio en opgave, in % op de eigen einddatum: links bij ",
                "Realised share per region and opgave, in % on its own deadline: left with "),
    "sheet_2": (", rechts bij ", ", right with "),
    "sheet_alt": (
        "Tabel van {rows} regio's en {columns} opgaven met een licht per vak. Bij {a} "
        "{counts_a}; bij {b} {counts_b}.",
        "Table of {rows} regions and {columns} opgaven with a light per cell. With {a} "
        "{counts_a}; with {b} {counts_b}.",
    ),
    # stoplicht
    "stoplicht_1": ("Gerealiseerd deel per provincie en opgave, in % op de eigen einddatum, bij ",
                    "Realised share per province and opgave, in % on its own deadline, with "),
    "and_with": (" en bij ", " and with "),
    "stoplicht_title": (
        "In deze verkenning is bij {side} het licht in {n} van de {m} vakken groen",
        "In this exploration the light is green in {n} of {m} cells with {side}",
    ),
    "stoplicht_alt": (
        "Tabel van {rows} provincies en {columns} opgaven met een licht per vak. {counts}",
        "Table of {rows} provinces and {columns} opgaven with a light per cell. {counts}",
    ),
    "alt_side": ("Bij {side} {counts}.", "With {side} {counts}."),
    # over time
    "time_1": ("Gerealiseerd deel van alle opgaven samen bij ",
               "Realised share of all opgaven together with "),
    "time_2": (", elk tot de eigen einddatum, {first}–{last}",
               ", each up to its own deadline, {first}–{last}"),
    "time_range": ("{low} tot {high}%", "{low} to {high}%"),
    "time_difference": (
        "Verschil in dezelfde wereld, procentpunt: {b} min {a}",
        "Difference in the same world, percentage points: {b} minus {a}",
    ),
    "time_reading": (
        "Lijn: gemiddelde; donkere band: 50 %, lichte band: 90 % van de {units}. "
        "Verschil: berekend vóór afronding. Na de eigen "
        "einddatum telt een opgave niet verder; een regio telt tot haar eigen doel.",
        "Line: mean; dark band: 50 %, light band: 90 % of the {units}. Difference: "
        "computed before rounding. After its own deadline an opgave "
        "counts no further; a region counts up to its own target.",
    ),
    "time_alt": (
        "Twee lijnen met banden, {first}–{last}. Op de eigen einddatum: {a} {share_a} % ({low_a} "
        "tot {high_a}), {b} {share_b} % ({low_b} tot {high_b}). Verschil {difference} procentpunt "
        "({low} tot {high}).",
        "Two lines with bands, {first}–{last}. On the own deadline: {a} {share_a} % ({low_a} to "
        "{high_a}), {b} {share_b} % ({low_b} to {high_b}). Difference {difference} percentage "
        "points ({low} to {high}).",
    ),
    # tiles
    "tiles_1": ("Gerealiseerd deel van alle opgaven samen per provincie bij ",
                "Realised share of all opgaven together per province with "),
    "tiles_2": (", eind {years} en {last}", ", end of {years} and {last}"),
    "tiles_key": ("Zo leest u dit", "How to read this"),
    "tiles_help": (
        "Elk vak is een provincie, ongeveer op zijn plek op de kaart. Rechtsboven het verschil in "
        "{year} in procentpunt; grijs: niet duidelijk of meestal.",
        "Each tile is a province, about where it lies on the map. Top right the difference in "
        "{year} in percentage points; grey: not clear or mostly.",
    ),
    "tiles_help_list": (
        "Elk vak is een provincie, van noord naar zuid. Rechtsboven het verschil in {year} in "
        "procentpunt; grijs: niet duidelijk of meestal.",
        "Each tile is a province, from north to south. Top right the difference in {year} in "
        "percentage points; grey: not clear or mostly.",
    ),
    "tiles_reading": (
        "Alle opgaven op hetzelfde moment geteld, niet elk op de eigen einddatum. Streep: 90 % van "
        "de {units}. Tussen de jaren is recht getrokken. {clear} {chair}",
        "All opgaven counted at the same moment, not each on its own deadline. Bar: 90 % of the "
        "{units}. Straight lines between the years. {clear} {chair}",
    ),
    "tiles_alt": (
        "Per provincie het gerealiseerde deel bij {a} en {b}. Verschil in {year}: van {least} tot "
        "{most} procentpunt; duidelijk of meestal in {clear} van de "
        "{count} provincies.",
        "Per province the realised share with {a} and {b}. Difference in {year}: from {least} to "
        "{most} percentage points; clear or mostly in {clear} of {count} "
        "provinces.",
    ),
    "clear_rule": (
        "Gekleurd verschil: in minstens 80 % van de combinaties dezelfde kant op, 2 procentpunt of "
        "meer, en groter dan het grootste van {cells} vakken als elke combinatie een willekeurig "
        "teken krijgt.",
        "Coloured difference: the same way in at least 80 % of the combinations, 2 percentage "
        "points or more, and larger than the largest of {cells} cells if every combination gets a "
        "random sign.",
    ),
    "clear_national": (
        "Gekleurd verschil: in minstens 80 % van de combinaties dezelfde kant op, en 2 procentpunt "
        "of meer ({cells} vakken bekeken).",
        "Coloured difference: the same way in at least 80 % of the combinations, and 2 percentage "
        "points or more ({cells} cells looked at).",
    ),
    "clear_few": (
        "Met minder dan 100 combinaties van aannames krijgt geen verschil een kleur.",
        "With fewer than 100 combinations of assumptions no difference gets a colour.",
    ),
    # maps
    "map_difference_1": ("Verschil in gerealiseerd deel van {what} op de eigen einddatum, ",
                         "Difference in realised share of {what} on its own deadline, "),
    "minus": (" min ", " minus "),
    "map_difference_2": (", in procentpunt per gemeente",
                         ", in percentage points per municipality"),
    "map_light_1": ("Gerealiseerd deel van {what} op de eigen einddatum, in % per gemeente, bij ",
                    "Realised share of {what} on its own deadline, in % per municipality, with "),
    "map_all": ("alle opgaven samen", "all opgaven together"),
    "map_title_light": (
        "In deze verkenning is bij {side} het gemiddelde licht in {n} van de {m} gemeenten groen",
        "In this exploration the mean light is green in {n} of {m} municipalities with {side}",
    ),
    "map_counted": (
        "Licht van het gemiddelde over de werelden; per wereld geteld zijn gemiddeld {n} gemeenten "
        "groen.",
        "Light of the mean over the worlds; counted per world {n} municipalities are green on "
        "average.",
    ),
    "map_title_difference": (
        "In deze verkenning is het verschil in {n} van de {m} gemeenten duidelijk",
        "In this exploration the difference is clear in {n} of {m} municipalities",
    ),
    "map_counts": ("Aantal gemeenten per klasse", "Municipalities per class"),
    "map_unclear": ("niet duidelijk", "not clear"),
    "map_class": ("{light}, {range}", "{light}, {range}"),
    "map_class_light": ("{light}, niet vast", "{light}, not firm"),
    "bin_low": ("{low} of lager", "{low} or lower"),
    "bin": ("{low} tot {high}", "{low} to {high}"),
    "bin_high": ("{high} of hoger", "{high} or higher"),
    "map_hexagon": (
        "Elke zeshoek is een gemeente, zo dicht mogelijk bij haar plek; een dikke lijn is een "
        "provinciegrens.",
        "Each hexagon is a municipality, as close to its place as possible; a thick line is a "
        "border of provinces.",
    ),
    "map_boundaries": ("Gemeentegrenzen: {name}.", "Boundaries: {name}."),
    "map_lacking": (
        "{n} gemeenten van de studie staan niet in {file}: {names}.",
        "{n} municipalities of the study are not in {file}: {names}.",
    ),
    "map_lacking_1": (
        "1 gemeente van de studie staat niet in {file}: {names}.",
        "1 municipality of the study is not in {file}: {names}.",
    ),
    "map_others": ("{names} en {n} andere", "{names} and {n} others"),
    "map_capped": (
        "Afgetopt op het doel per gemeente en opgave.",
        "Capped at the target per municipality and opgave.",
    ),
    "map_no_target": ("geen doel of niet in de studie", "no target or not in the study"),
    "map_alt": (
        "Kaart van {count} gemeenten. Aantal per klasse: {classes}.",
        "Map of {count} municipalities. Number per class: {classes}.",
    ),
    # columns of the data
    "column_region": ("Regio", "Region"),
    "column_province": ("Provincie", "Province"),
    "column_municipality": ("Gemeente", "Municipality"),
    "column_code": ("Code", "Code"),
    "column_opgave": ("Opgave", "Opgave"),
    "column_side": ("Arrangement", "Arrangement"),
    "column_share": ("Gerealiseerd deel", "Realised share"),
    "column_light": ("Licht", "Light"),
    "column_part": ("Aandeel in deze klasse", "Share in this class"),
    "column_year": ("Jaar", "Year"),
    "column_of": ("{what}, {side}", "{what}, {side}"),
    "column_mean": ("Gemiddelde", "Mean"),
    "column_difference": ("Verschil, procentpunt", "Difference, percentage points"),
    "column_clear": ("Duidelijk of meestal", "Clear or mostly"),
    "column_class": ("Klasse", "Class"),
    "quantile": ("{n} %", "{n} %"),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    # errors
    "no_municipalities": (
        "{folder}: geen tabel per gemeente gevonden; draai de studie met record=full",
        "{folder}: no table per municipality found; run the study with record=full",
    ),
    "no_arms": (
        "arm: {found} gevonden, een nummer van 0 tot en met {last} verwacht",
        "arm: {found} found, expected a number from 0 to {last}",
    ),
    "no_hexagons": (
        "{folder}: geen gemeenten met een eigen zeshoek; geef grenzen op (boundaries)",
        "{folder}: no municipalities with a hexagon of their own; give boundaries",
    ),
    "no_opgave": (
        "opgave: {found} gevonden, een van {known} verwacht",
        "opgave: {found} found, expected one of {known}",
    ),
    "boundaries_lost": ("het bestand {file} is niet gevonden", "the file {file} is not found"),
    "boundaries_unread": (
        "{file} is niet te lezen, een GeoJSON-bestand verwacht",
        "{file} cannot be read, expected a GeoJSON file",
    ),
    "boundaries_json": (
        "{file} is geen JSON, een GeoJSON-bestand in UTF-8 verwacht",
        "{file} is no JSON, expected a GeoJSON file in UTF-8",
    ),
    "boundaries_features": (
        "{file}: JSON zonder gebieden gevonden, een GeoJSON-bestand met 'features' verwacht",
        "{file}: JSON without areas found, expected a GeoJSON file with 'features'",
    ),
    "no_boundaries": (
        "{file}: geen gebieden met een gemeentecode gevonden, bij elk gebied een eigenschap met "
        "een code als GM0363 verwacht",
        "{file}: no areas with a code of a municipality found, expected a property with a code "
        "such as GM0363 of every area",
    ),
    "boundaries_number": (
        "{file}: bij {code} een coördinaat zonder waarde (null of NaN) gevonden, alleen getallen "
        "verwacht",
        "{file}: a coordinate without a value (null or NaN) found at {code}, expected numbers",
    ),
    "boundaries_shape": (
        "{file}: de grens van {code} is niet te lezen, een vlak (Polygon of MultiPolygon) verwacht",
        "{file}: the boundary of {code} cannot be read, expected a Polygon or MultiPolygon",
    ),
    "boundaries_other": (
        "{file}: geen van de {count} gemeenten van de studie gevonden, codes als {code} ({name}) "
        "verwacht",
        "{file}: none of the {count} municipalities of the study found, expected codes such as "
        "{code} ({name})",
    ),
    "boundaries_lacking": (
        "{file}: {n} van de {count} gemeenten van de studie ontbreken, waaronder {a} en {b}; "
        "hoogstens {most} verwacht",
        "{file}: {n} of the {count} municipalities of the study lack, among them {a} and {b}; "
        "expected at most {most}",
    ),
}  # fmt: skip

# where a long word may be broken, if it does not fit its column
JOINTS = ("klimaat-adaptatie", "mobili-teit", "bereik-baarheid", "natuur-herstel", "adap-tation")


def said(key: str, language: str = "nl", **values: object) -> str:
    """The words of a key in a language, with its values filled in."""
    dutch, english = TABLE[key]
    return (dutch if language == "nl" else english).format(**values)
