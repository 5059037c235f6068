"""What a running experiment says to its user, from one table (Dutch first, English second).

The analysis has its own table, `analysis.labels`; experiments do not import analysis.
"""

from __future__ import annotations

import os

TABLE: dict[str, tuple[str, str]] = {
    "compiling": (
        "Eerste keer: het model wordt gecompileerd (minder dan een minuut, daarna bewaard).",
        "First time: the model is being compiled (under a minute, kept afterwards).",
    ),
    "already_done": (
        "Wat gevraagd is, is al berekend ({folder}).",
        "What is asked has been run already ({folder}).",
    ),
    "more_kept": (
        "Getoond: de gevraagde werelden ({asked}); in de map staan er {kept}, zie report.",
        "Shown: the worlds asked for ({asked}); the folder holds {kept}, see report.",
    ),
    "unguarded": (
        "Rekenprocessen starten het aanroepende programma opnieuw: zet de aanroep onder "
        "'if __name__ == \"__main__\":' of geef executor=serial.",
        "Workers start the calling program again: put the call under "
        "'if __name__ == \"__main__\":' or give executor=serial.",
    ),
    "simulating": ("Simuleren", "Simulating"),
    "per_second": ("{speed} runs/s", "{speed} runs/s"),
    "left": ("nog {time}", "{time} left"),
    "already": ("{done} al gedaan", "{done} already done"),
    "line": (
        "Simuleren: {percent} % ({done} van {total} runs, {speed} runs/s, nog {time})",
        "Simulating: {percent} % ({done} of {total} runs, {speed} runs/s, {time} left)",
    ),
    "failed": (
        "{count} van {total} runs zijn mislukt; de foutmelding staat bij elke run in {folder}.",
        "{count} of {total} runs failed; each run has its error in {folder}.",
    ),
    "stopped": (
        "Gestopt na {done} van {total} runs; die zijn bewaard. Verder gaan: herhaal {command}",
        "Stopped after {done} of {total} runs; these are kept. To go on: repeat {command}",
    ),
    "series_stopped": (
        "Gestopt bij {name}; wat er gedraaid is, is bewaard. Verder gaan: herhaal {command}",
        "Stopped at {name}; what was run is kept. To go on: repeat {command}",
    ),
    "broken": (
        "Het besturingssysteem heeft een rekenproces beëindigd (te weinig geheugen?); {done} van "
        "{total} runs zijn bewaard. Verder gaan: herhaal {command}, zo nodig met workers=1",
        "The operating system ended a worker (out of memory?); {done} of {total} runs are kept. "
        "To go on: repeat {command}, with workers=1 if needed",
    ),
    "worker_fails": (
        "Een rekenproces kan zijn werk niet doen ({problem}); {done} van {total} runs zijn "
        "bewaard. Verder gaan: herhaal {command}",
        "A worker cannot do its work ({problem}); {done} of {total} runs are kept. "
        "To go on: repeat {command}",
    ),
    "study_of": ("Studie {number} van {total}: {what}", "Study {number} of {total}: {what}"),
    "shard_done": (
        "Deel {part} van {parts} is klaar. Zijn alle delen klaar: {command}",
        "Part {part} of {parts} is done. When all parts are: {command}",
    ),
    "nothing_to_merge": (
        "{folder}: geen delen gevonden (shards/), en geen andere map genoemd.",
        "{folder}: no parts found (shards/), and no other folder named.",
    ),
    "no_target": (
        "{folder}: geen studie om in samen te voegen; verwacht de map van een studie, of een lege "
        "map die al bestaat.",
        "{folder}: no study to merge into; expected the folder of a study, or an empty folder "
        "that exists.",
    ),
    "foreign_parts": (
        "{folder} bevat delen van een andere studie en geen manifest.json; kies een andere map.",
        "{folder} holds parts of another study and no manifest.json; choose another folder.",
    ),
    "no_summary": (
        "{file} is niet te schrijven ({problem}; open in een ander programma?); de studie zelf is "
        "bewaard.",
        "{file} cannot be written ({problem}; open in another program?); the study itself is kept.",
    ),
    "merged": (
        "Samengevoegd: {done} van {total} runs in {folder}.",
        "Merged: {done} of {total} runs in {folder}.",
    ),
    "compacted": (
        "{folder}: {before} delen zijn er {after} geworden.",
        "{folder}: {before} parts have become {after}.",
    ),
    "verified": (
        "{runs} runs van {folder} opnieuw gedraaid: tot op de bit gelijk.",
        "{runs} runs of {folder} were run again: equal to the bit.",
    ),
    "not_verified": (
        "{folder}: run {run} komt anders uit ({what}); gevonden in de opslag, verwacht van dit "
        "model op deze machine hetzelfde getal.",
        "{folder}: run {run} comes out differently ({what}); expected the stored number from this "
        "model on this machine.",
    ),
    "status_size": (
        "{arms} armen, {points} punten x {seeds} toevalsreeksen x {cells} cellen (design={design})",
        "{arms} arms, {points} points x {seeds} seeds x {cells} cells (design={design})",
    ),
    "status_none": ("Nog niets gedraaid.", "Nothing was run yet."),
    "status_done": (
        "{done} van {total} runs gedaan, {failed} mislukt, {parts} delen",
        "{done} of {total} runs done, {failed} failed, {parts} parts",
    ),
    "status_go_on": ("Verder gaan: {command}", "To go on: {command}"),
    "status_shard": (
        "deel {name}: {parts} delen, nog niet samengevoegd",
        "shard {name}: {parts} parts, not merged yet",
    ),
    "status_busy": ("Wordt nu gedraaid door proces {who}.", "Is being run now by process {who}."),
    "locked": (
        "{folder}: deze studie wordt al gedraaid (proces {who}); wacht tot dat klaar is "
        "of stop het.",
        "{folder}: this study is being run already (process {who}); wait for it or stop it.",
    ),
    "unwritable": (
        "Schrijven in {folder} lukt niet ({problem}); {done} van {total} runs zijn bewaard. "
        "Verder gaan: maak ruimte en herhaal {command}",
        "Writing in {folder} fails ({problem}); {done} of {total} runs are kept. "
        "To go on: make room and repeat {command}",
    ),
    "other_study": (
        "{folder} bevat een andere studie: {what} gevonden {found}, verwacht {expected}; kies een "
        "andere map.",
        "{folder} holds another study: {what} found {found}, expected {expected}; choose another "
        "folder.",
    ),
    "older_model": (
        "{folder} is gedraaid met een andere versie van het model; draai de studie opnieuw "
        "({command}) en stel de vraag dan nog eens.",
        "{folder} was run with another version of the model; run the study again ({command}) "
        "and ask once more.",
    ),
    "what_schema": ("schemaversie van de opslag", "schema version of the store"),
    "what_arms": ("arrangementen", "arrangements"),
    "what_seed": ("eerste zaad", "first seed"),
    "what_data": ("gegevens (hash)", "data (hash)"),
    "what_model": ("modelversie (hash)", "model version (hash)"),
    "what_design": ("ontwerp (design)", "design"),
    "what_record": ("record", "record"),
    "what_cells": ("cellen", "cells"),
    "what_points": ("combinaties van aannames", "combinations of assumptions"),
    "other_points": ("{count} met andere waarden", "{count} with other values"),
    "no_study": (
        "{folder}: geen studie gevonden (manifest.json ontbreekt); verwacht een map die "
        "groenlicht heeft gemaakt.",
        "{folder}: no study found (manifest.json is missing); expected a folder groenlicht made.",
    ),
    "no_latest": (
        "{folder}: geen eerdere studie gevonden (latest.txt ontbreekt); draai eerst groenlicht.",
        "{folder}: no earlier study found (latest.txt is missing); run groenlicht first.",
    ),
    "no_root": (
        "'latest' gevonden zonder resultatenmap; verwacht read('latest', root=<map met studies>).",
        "'latest' found without a results folder; expected read('latest', root=<folder>).",
    ),
    "no_runs": (
        "{folder}: nog geen enkele geslaagde wereld; herhaal de opdracht van deze studie.",
        "{folder}: not one finished world yet; repeat the command of this study.",
    ),
    "broken_file": (
        "{file} is niet te lezen ({problem}); herhaal de opdracht van deze studie, en blijft dit "
        "zo, verwijder of hernoem dan die map.",
        "{file} cannot be read ({problem}); repeat the command of this study, and if that does "
        "not help, remove or rename that folder.",
    ),
}


def message(key: str, language: str = "nl", **values: object) -> str:
    """The sentence of a key in a language ("nl" or "en"), with its values filled in."""
    dutch, english = TABLE[key]
    return (dutch if language == "nl" else english).format(**values)


class StoreError(Exception):
    """A study folder cannot be used; the text is one sentence for the user (exit code 2)."""


class StudyStopped(Exception):  # noqa: N818  (not an error: the user's own Ctrl-C)
    """The sweep ended before its end; what was done is kept and the text says how to go on.

    `why` is "stopped" (Ctrl-C), "broken" (a worker was killed) or "unwritable" (disk).
    """

    def __init__(self, text: str, why: str = "broken") -> None:
        super().__init__(text)
        self.why = why


def typed(command: str) -> str:
    """A command as this user types it: start.py says how Groenlicht was started."""
    prefix = os.environ.get("GROENLICHT_COMMAND", "groenlicht")
    return (
        prefix + command.removeprefix("groenlicht")
        if command.startswith("groenlicht")
        else (command)
    )
