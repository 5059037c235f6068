"""The words of `waarom`, why a pair is red: one table, Dutch first, English second.

Causes have the names of the first screen (`analysis.labels`).
"""

from __future__ import annotations

from analysis.labels import TABLE as SCREEN
from analysis.labels import label

TABLE: dict[str, tuple[str, str]] = {
    # the answer
    "first": (
        "{region}, {opgave}: doel in deze wereld {target} voor eind {year}. In deze verkenning, in "
        "een van {worlds} werelden (world={world}), is daarvan gerealiseerd {arms}.",
        "{region}, {opgave}: target in this world {target} by the end of {year}. In this "
        "exploration, in one of {worlds} worlds (world={world}), realised of it: {arms}.",
    ),
    "first_one": (
        "{region}, {opgave}: doel {target} voor eind {year}. In deze verkenning, in de ene wereld "
        "van deze studie, is daarvan gerealiseerd {arms}.",
        "{region}, {opgave}: target {target} by the end of {year}. In this exploration, in the one "
        "world of this study, realised of it: {arms}.",
    ),
    "first_arm": ("{share} % ({light}) bij {arm}", "{share} % ({light}) with {arm}"),
    "and": (" en ", " and "),
    "no_target": (
        "{region}, {opgave}: geen doel in deze regio, dus ook geen licht en geen projecten.",
        "{region}, {opgave}: no target in this region, so no light and no projects either.",
    ),
    "green": ("groen", "green"),
    "amber": ("oranje", "amber"),
    "red": ("rood", "red"),
    "no_light": ("–", "–"),
    # what stands under it
    "middle": (
        "Gekozen is de wereld waarin dit paar bij {arm} het dichtst bij de mediaan ligt; een "
        "andere: world=... (de aannames verschillen per wereld).",
        "The world chosen is the one in which this pair is nearest to the median with {arm}; "
        "another: world=... (assumptions differ between worlds).",
    ),
    "kind_partly": (
        "Het doel rust deels op gegevens, de spreiding over gemeenten is een aanname.",
        "The target rests partly on data, its spread over municipalities is an assumption.",
    ),
    "kind_indicator": (
        "Het doel is een indicator: een aanname, geen gegevens.",
        "The target is an indicator: an assumption, not data.",
    ),
    "ambition": (
        "De ambitie in deze wereld is {ambition} x het landelijke doel.",
        "Ambition in this world is {ambition} x the national target.",
    ),
    "variant": ("Structurele variant {name}.", "Structural variant {name}."),
    "lights": (
        "Groen: minstens 95 % van het doel op de einddatum; oranje: minstens 70 %; anders rood.",
        "Green: at least 95 % of the target on the deadline; amber: at least 70 %; else red.",
    ),
    # the arms side by side
    "arms": ("Dit paar in elk arrangement", "This pair in every arrangement"),
    "one_arm": (
        "Over {worlds} werelden gemiddeld {share} % gerealiseerd (meer dan het doel telt als het "
        "doel); groen in {green}, oranje in {amber} en rood in {red} werelden.",
        "Over {worlds} worlds {share} % realised on average (more than the target counts as the "
        "target in it); green in {green}, amber in {amber} and red in {red} worlds.",
    ),
    "share_here": ("gerealiseerd, deze wereld (%)", "realised, this world (%)"),
    "light_here": ("licht, deze wereld", "light, this world"),
    "share_mean": ("gerealiseerd, gemiddeld (%)", "realised, mean (%)"),
    "count_green": ("groen (van {worlds} werelden)", "green (of {worlds} worlds)"),
    "count_amber": ("oranje", "amber"),
    "count_red": ("rood", "red"),
    "mean_note": (
        "Gemiddeld over {worlds} werelden; meer dan het doel telt daarin als het doel.",
        "Mean over {worlds} worlds; more than the target counts as the target in it.",
    ),
    # where it got stuck
    "stuck": ("Waar het bleef steken", "Where it got stuck"),
    "this_world": ("deze wereld", "this world"),
    "on_average": ("gemiddeld", "mean"),
    "stuck_here": ("Waar het bleef steken, deze wereld", "Where it got stuck, this world"),
    "stuck_mean": (
        "Waar het bleef steken, gemiddeld over {worlds} werelden",
        "Where it got stuck, mean over {worlds} worlds",
    ),
    "stuck_note": (
        "In % van het doel, op de einddatum. Dit zegt waar het stokte, niet wat er meer zou "
        "brengen.",
        "In % of the target, on the deadline. It says where things got stuck, not what would bring "
        "more.",
    ),
    # the projects
    "projects": ("De projecten bij {arm}", "The projects with {arm}"),
    "projects_sum": (
        "{count} projecten, samen {stock} % van het doel. Op tijd klaar: {done}, samen {share} %.",
        "{count} projects, together {stock} % of the target. Done in time: {done}, together "
        "{share} %.",
    ),
    "projects_one": (
        "Eén project, {stock} % van het doel. Op tijd klaar: {done}, samen {share} %.",
        "One project, {stock} % of the target. Done in time: {done}, together {share} %.",
    ),
    "projects_none": ("Geen projecten.", "No projects."),
    "reading": (
        "Een project is een bundel plannen van een gemeente voor een opgave; het nummer telt die. "
        "Wachttijd is geteld in kwartalen, zolang een project nog op tijd klaar kon zijn; de "
        "laatste start die op tijd klaar kan zijn is {last}.",
        "A project is a bundle of plans of one municipality for one opgave; the number counts "
        "them. Waiting is counted in quarters, as long as a project could still be done in time; "
        "the last start that can be done in time is {last}.",
    ),
    "not_done": (
        "Niet op tijd, wat het langst wachtte eerst:",
        "Not in time, what waited longest first:",
    ),
    "head": ("{name}, {size}: {phase}", "{name}, {size}: {phase}"),
    "size": ("{size} {unit}", "{size} {unit}"),
    "size_shrunk": ("{size} {unit} (was {before})", "{size} {unit} (was {before})"),
    "phase_idea": ("nog een idee", "still an idea"),
    "phase_decided": ("besloten, niet betaald", "decided, not paid"),
    "phase_planning": ("in voorbereiding", "in planning"),
    "phase_building": ("in aanbouw", "being built"),
    "phase_done": ("klaar {quarter}", "done {quarter}"),
    "phase_stranded": ("gestrand", "stranded"),
    "late": ("klaar {quarter}, te laat", "done {quarter}, too late"),
    "decided": ("besloten {quarter}", "decided {quarter}"),
    "paid": ("betaald {quarter}", "paid {quarter}"),
    "permit": ("vergunning {quarter}", "permit {quarter}"),
    "before": ("voor 2021", "before 2021"),
    "waited": ("wachtte {total} kwartalen: {causes}", "waited {total} quarters: {causes}"),
    "waited_one": ("wachtte {total} kwartaal: {causes}", "waited {total} quarter: {causes}"),
    "waited_nothing": ("wachtte nergens op", "waited for nothing"),
    "busy": ("; doorlooptijd {time}", "; lead time {time}"),
    "clock": ("{cause} {quarters}", "{cause} {quarters}"),
    "cause_lost_money": (
        "geld: andere bestemming, vervallen of gekort",
        "money: other destination, lapsed or cut",
    ),
    "link_stacked": ("gestapeld met {other}", "stacked with {other}"),
    "link_kept": ("goedkoper gestapeld met {other}", "stacked at lower cost with {other}"),
    "link_broken": ("verbroken stapeling met {other}", "broken stack with {other}"),
    "link_settled": ("conflict geschikt met {other}", "conflict settled with {other}"),
    "link_surfaced": ("botsing met {other}", "clash with {other}"),
    "more": ("en nog {count}", "and {count} more"),
    "in_time": ("Op tijd klaar: {projects}.", "Done in time: {projects}."),
    "all_in_time": ("Alle projecten zijn op tijd klaar.", "All projects are done in time."),
    # what would have to change
    "what_if": ("Wat er anders zou moeten zijn bij {arm}", "What would have to differ with {arm}"),
    "what_if_note": (
        "Dezelfde wereld, opnieuw gedraaid met één instelling anders. Eén paar heeft weinig "
        "projecten: een kleine stap doet hier soms niets, of schuift geld en mensen naar een ander "
        "paar. Landelijk: {command}",
        "The same world, run again with one setting changed. One pair has few projects: a small "
        "step sometimes does nothing here, or moves money and people to another pair. Nationally: "
        "{command}",
    ),
    "nothing_unmet": ("Er bleef niets liggen.", "Nothing was left undone."),
    "turn": (
        "{cause} ({share} % van het doel), dus {turn}{kind}. Gerealiseerd {now} %; {steps}.",
        "{cause} ({share} % of the target), so {turn}{kind}. Realised {now} %; {steps}.",
    ),
    "turn_none": (
        "{cause} ({share} % van het doel): daar is in dit arrangement geen instelling meer voor.",
        "{cause} ({share} % of the target): no setting is left for it in this arrangement.",
    ),
    "assumed": (" (een aanname, geen maatregel)", " (an assumption, not a measure)"),
    "step": (
        "met {settings} is dat {share} % ({light})",
        "with {settings} it is {share} % ({light})",
    ),
    "step_same": ("met {settings} blijft dat {share} %", "with {settings} it stays {share} %"),
    "setting": ("{name}={after}", "{name}={after}"),
    "setting_now": ("{name}={after} (nu {before})", "{name}={after} (now {before})"),
    "turn_settlement": ("schikkingen die minder omvang kosten", "settlements that cost less size"),
    "turn_agenda": ("sneller besluiten", "faster decisions"),
    "turn_consent": ("besluiten met minder instemming", "decisions with less consent"),
    "turn_own_share": ("meer eigen middelen", "more own funds"),
    "turn_window": ("loketten die altijd open zijn", "windows that are always open"),
    "turn_border": ("één pot voor alles", "one pot for everything"),
    "turn_drifted": ("meer toezicht op brede potten", "more control of broad pots"),
    "turn_lapsed": ("minder saldo dat vervalt", "less of the balance that lapses"),
    "turn_cut": ("vastere toezeggingen", "firmer promises"),
    "turn_too_little_money": ("meer rijksgeld", "more national money"),
    "turn_staff": ("meer personeel bij gemeenten", "more municipal staff"),
    "turn_objection": ("minder bezwaren", "fewer objections"),
    "turn_clash": ("minder botsingen in het veld", "fewer clashes in the field"),
    "turn_stranded": ("minder stranden na een botsing", "less stranding after a clash"),
    "turn_building_space": ("meer uitvoeringsruimte", "more building capacity"),
    "turn_time": ("kortere plan- en bouwtijd", "shorter planning and building"),
    # units of an opgave: only those that are words
    "woningen": ("woningen", "homes"),
    "ha natuur": ("ha natuur", "ha of nature"),
    "indexpunten": ("indexpunten", "index points"),
}


def said(key: str, language: str = "nl", **values: object) -> str:
    """The text of a key of this table; KeyError if there is none."""
    dutch, english = TABLE[key]
    return (dutch if language == "nl" else english).format(**values)


def cause_said(cause: str, language: str = "nl") -> str:
    """A cause of the waterfall or of a clock, in the words of the first screen."""
    if f"loss_{cause}" in SCREEN:
        return label(f"loss_{cause}", language)
    return said(f"cause_{cause}", language)


def unit_said(unit: str, language: str = "nl") -> str:
    """The unit of an opgave; as it stands in its file if it has no other word."""
    return said(unit, language) if unit in TABLE else unit
