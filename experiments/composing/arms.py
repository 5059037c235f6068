"""One arm of a study: its arrangement, and what it is called for people."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from experiments.composing import checked, convert
from experiments.composing.overrides import Setting, setting_of
from experiments.composing.shelf import Shelf
from experiments.preflight import InputError, dutch
from model.arrangement import Arrangement, Base, Coverage, Opgaven, Tables, Terms
from model.opgaven import FIRST_YEAR


@dataclass(frozen=True)
class Arm:
    """An arrangement with its label, and the names it was composed from."""

    arrangement: Arrangement
    label: str
    label_en: str
    names: Mapping[str, str]  # regime, funding, terms, coverage, arrangement, role

    @property
    def described(self) -> dict[str, object]:
        """The arm as plain data, for the manifest."""
        rules = self.arrangement
        return {
            "name": rules.name,
            "label": self.label,
            "label_en": self.label_en,
            **self.names,
            "tables": _plain_tables(rules.tables),
            "pots": [_plain_pot(pot) for pot in rules.pots],
            "terms_values": dataclasses.asdict(rules.terms),
            "coverage_values": _plain_coverage(rules.coverage),
        }

    def renamed(
        self,
        name: str | None = None,
        label: str | None = None,
        label_en: str | None = None,
        role: str = "",
    ) -> Arm:
        """The same arm under another name, label or role."""
        return Arm(
            dataclasses.replace(self.arrangement, name=name or self.arrangement.name),
            label or self.label,
            label_en or label or self.label_en,
            {**self.names, **({"role": role} if role else {})},
        )


def build(shelf: Shelf, settings: Sequence[Setting], ids: Sequence[str]) -> Arm:
    """Compose one arm of the opgaven `ids`."""
    preset: dict[str, Any] = {}
    name, plain = "", []
    for setting in settings:
        if setting.key == "arrangement":
            name = str(setting.value)
            preset, stands_for = shelf.preset(name)
            plain += stands_for
        else:
            plain.append(setting)
    composed = shelf.compose(plain)
    config, known = composed.config, shelf.options("opgaven")
    coverage = config["coverage"]
    arrangement = Arrangement(
        name="arm",
        tables=convert.tables_of(config["regime"], ids, known),
        pots=_checked_pots(config["funding"], ids, known),
        terms=convert.terms_of(config["terms"]),
        coverage=convert.coverage_of(
            coverage, _base(shelf, coverage.get("base"), ids), config["aliases"]
        ),
    )
    mine = [s for s in settings if s.key.split(".")[0] not in ("experiment", "arrangement")]
    parts = ("regime", "funding", "terms", "coverage")
    names = {part: composed.choices[part] for part in parts} | (
        {"arrangement": name} if name else {}
    )
    changed = bool(name and mine) or any(s.key not in composed.choices for s in mine)
    short = name or f"{names['regime']}_{names['funding']}"
    text = preset if name and not mine else config
    return Arm(
        dataclasses.replace(arrangement, name=short + ("_aangepast" if changed else "")),
        _label(text, arrangement, mine, "nl"),
        _label(text, arrangement, mine, "en"),
        names,
    )


def _checked_pots(funding: Mapping[str, Any], ids: Sequence[str], known: Sequence[str]) -> Any:
    pots = convert.pots_of(funding, ids, known)
    try:  # the shares are checked by whoever holds the pots
        Base(pots=pots)
    except ValueError as error:
        rest = 1 - sum(pot.share for pot in pots[:-1])
        hint = f"; bedoelt u funding.pots.{pots[-1].name}.share={rest:g}?" if rest >= 0 else "."
        raise InputError(dutch(str(error)).rstrip(".") + hint) from error
    return pots


def _base(shelf: Shelf, given: object, ids: Sequence[str]) -> Base:
    """What holds outside the coverage: names of regime, funding and terms."""
    base = checked.mapping("coverage.base", given, ("regime", "funding", "terms"))
    config = shelf.compose([setting_of(key, value) for key, value in base.items()]).config
    known = shelf.options("opgaven")
    return Base(
        convert.tables_of(config["regime"], ids, known),
        _checked_pots(config["funding"], ids, known),
        convert.terms_of(config["terms"]),
    )


def with_own_names(arms: Sequence[Arm]) -> list[Arm]:
    """Arms whose names and labels all differ: a second one gets a number."""
    names: set[str] = set()
    labels: set[str] = set()
    found = []
    for arm in arms:
        name, label = arm.arrangement.name, arm.label
        number = 2
        while name in names or label in labels:
            name, label = f"{arm.arrangement.name}_{number}", f"{arm.label} ({number})"
            number += 1
        names.add(name)
        labels.add(label)
        number_en = f" ({number - 1})" if number > 2 else ""
        found.append(arm.renamed(name, label, arm.label_en + number_en))
    return found


def question(arms: Sequence[Arm]) -> str:
    """The question of a study that has two arms by overrides."""
    return f"Wat verandert er met {arms[1].label} in plaats van {arms[0].label}?"


WORDS = {  # Dutch, English
    "own_tables": ("eigen tafels", "own tables"),
    "changed": (" (aangepast)", " (changed)"),
    "only": ("alleen ", "only "),
    "within": ("in ", "in "),
    "from": ("vanaf ", "from "),
}


def _label(text: Mapping[str, Any], rules: Arrangement, mine: Sequence[Setting], lang: str) -> str:
    """`tafels + potten`, and what else differs from the usual."""
    at = 0 if lang == "nl" else 1
    if "regime" not in text or "label" in text:  # a preset as it stands has a name of its own
        return _text(text, lang)
    tables = _text(text["regime"], lang)
    if any(s.about("regime.tables") for s in mine) and not any(
        s.key == "regime.label" for s in mine
    ):
        tables = WORDS["own_tables"][at]
    pots = _text(text["funding"], lang)
    if any(s.about("funding.pots") for s in mine):
        pots += WORDS["changed"][at]
    extra = []
    standard = Terms()
    for f in fields(Terms):
        value = getattr(rules.terms, f.name)
        if value != getattr(standard, f.name):
            number = f"{value:g}".replace(".", ",") if lang == "nl" else f"{value:g}"
            extra.append(f"{f.metadata['label' if lang == 'nl' else 'label_en']} {number}")
    coverage = rules.coverage
    if coverage.scope is not None:
        extra.append(WORDS["only"][at] + "/".join(coverage.scope))
    if coverage.where is not None:
        extra.append(WORDS["within"][at] + "/".join(coverage.where))
    if coverage.start:
        start = f"{FIRST_YEAR + coverage.start // 4}Q{coverage.start % 4 + 1}"
        extra.append(WORDS["from"][at] + start)
    return ", ".join([f"{tables} + {pots}", *extra])


def _text(part: Mapping[str, Any], lang: str) -> str:
    label = part.get("label", "zonder naam")
    return str(label if lang == "nl" else part.get("label_en", label))


def _plain_groups(opgaven: Opgaven) -> object:
    return opgaven if isinstance(opgaven, str) else [list(group) for group in opgaven]


def _plain_tables(tables: Tables) -> dict[str, object]:
    return {"area": tables.area.name.lower(), "opgaven": _plain_groups(tables.opgaven)}


def _plain_pot(pot: Any) -> dict[str, object]:
    plain = dataclasses.asdict(pot)
    return plain | {"area": pot.area.name.lower(), "opgaven": _plain_groups(pot.opgaven)}


def _plain_coverage(coverage: Coverage) -> dict[str, object]:
    base = coverage.base
    return {
        "scope": None if coverage.scope is None else list(coverage.scope),
        "where": None if coverage.where is None else list(coverage.where),
        "start": coverage.start,
        "base": {
            "tables": _plain_tables(base.tables),
            "pots": [_plain_pot(pot) for pot in base.pots],
            "terms": dataclasses.asdict(base.terms),
        },
    }
