"""What is this: a mechanism, submodel, variant, assumption, setting or choice, by its name.

Finds what goes by a name; `experiments.questions.entries` says what our own files say about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path

from experiments.commands import Line
from experiments.preflight import InputError, suggestion
from experiments.questions import entries, own_files
from experiments.questions.entries import Entry
from experiments.questions.own_files import ConfigKey, cells
from model.arrangement import Pot
from model.assumptions import TABLE
from model.fixed import FIXED
from model.variants import VARIANTS

OTHER_WORDS = {  # what a reader may type, and the name of it here
    "zaad": "seeds", "toeval": "first_seed", "punten": "points", "regio": "regions",
    "tafels": "regime.tables", "potten": "funding.pots", "geld": "scenario.money",
    "personeel": "scenario.staff", "ambitie": "scenario.ambition", "draagvlak": "S11",
    "vertrouwen": "S11", "spelregels": "terms", "referentie": "coverage.base",
}  # fmt: skip
NESTED = {"ranges", "synergy", "claim", "share"}  # what stands under these is no name of its own
IDENTITY = re.compile(r"([MCVKPHS])0*(\d+)", re.IGNORECASE)
Made = Callable[[], Entry]


def explain_command(line: Line) -> str:
    """The command: every word that was typed, explained."""
    if not line.words:
        raise InputError(
            "explain: een woord verwacht, zoals M4, price, funding.pots, V3 of losse_spuks."
        )
    return "\n\n".join(explain(word, line.config_dirs) for word in line.words)


def explain(word: str, config_dirs: Sequence[Path] = ()) -> str:
    """Everything that goes by this name.

    Raises
    ------
    InputError
        Nothing does; the sentence names what is near.
    """
    known = names(config_dirs)
    typed = word.strip().lower()
    identity = IDENTITY.fullmatch(typed)
    if identity:
        letter, number = identity[1].upper(), int(identity[2])
        typed = f"{letter}{number:02d}".lower() if letter == "K" else f"{letter}{number}".lower()
    typed = OTHER_WORDS.get(typed, typed).lower()
    if typed in known:
        return "\n\n".join(made().text() for made in known[typed])
    if identity and (entry := entries.mentioned(typed.upper())):
        return entry.text()
    raise InputError(
        f"explain: '{word[:60]}' gevonden, een mechanisme (M4), submodel (S7), variant (V3), "
        f"aanname, instelling of keuze verwacht{_near(typed, known)}"
    )


def _near(typed: str, known: Iterable[str]) -> str:
    """The nearest name, or the assumption that has the word in its label."""
    near = suggestion(typed, [*known, *OTHER_WORDS])
    if near != "." or len(typed) < 4:
        return near
    for row in TABLE:
        if typed in row.label.lower() or typed in row.label_en.lower():
            return f"; bedoelt u '{row.name}' ({row.label})?"
    return "."


def names(config_dirs: Sequence[Path] = ()) -> dict[str, list[Made]]:
    """Every name in lower case, with what goes by it."""
    known: dict[str, list[Made]] = {}

    def add(made: Made, *words: str) -> None:
        for word in dict.fromkeys(w.lower() for w in words):
            known.setdefault(word, []).append(made)

    for row in TABLE:
        add(partial(entries.assumption, row), row.name, f"assumptions.{row.name}")
    for name, value in FIXED.items():
        add(partial(entries.fixed, name, value), name)
    for name in VARIANTS:
        if name:
            add(partial(entries.variant, name), name)
    for passage in own_files.passages():
        identity = cells(passage.text)[0] if passage.head else ""
        if re.fullmatch(r"[MC]\d+", identity) and passage.page == "docs/odd.md":
            add(partial(entries.mechanism, passage), identity)
    for step in range(1, 13):
        add(partial(entries.submodel, f"S{step}"), f"S{step}")
    for f in fields(Pot):
        if f.name != "name":
            add(partial(entries.of_pots, f.name), f.name, f"funding.pots.{f.name}")
    _add_configs(add, config_dirs)
    return known


def _add_configs(add: Callable[..., None], config_dirs: Sequence[Path]) -> None:
    files = own_files.config_files(tuple(config_dirs))
    keys: dict[str, list[ConfigKey]] = {}
    for file in files:
        if file.group:
            add(partial(entries.choice, file), file.name, f"{file.group}={file.name}")
        for key in file.keys:
            whole = key.key
            if file.group == "opgaven":  # one entry for all opgaven
                whole = ".".join(["opgaven", "*", *whole.split(".")[2:]])
            if whole.startswith("funding.pots.") or whole.split(".")[-1] in ("label", "label_en"):
                continue
            keys.setdefault(whole, []).append(key)
    for name, found in keys.items():
        *above, last = name.split(".")
        words = [name, name.replace(".*", "")]
        if not NESTED & set(above) and last != "opgaven":  # opgaven is a group as well
            words.append(last)
        add(partial(entries.setting, name, found), *words)
    groups = {file.group for file in files} - {""}
    for group in sorted(groups):
        options = [file.name for file in files if file.group == group]
        add(partial(entries.group, group, options), group)
