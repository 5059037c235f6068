"""Reads what was typed: `name=value` in Hydra's grammar, sorted by what it is about."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException

from experiments.preflight import InputError, unknown_key, unreadable

ARM = ("arrangement", "regime", "funding", "terms", "coverage")  # what makes an arm
PATHS = ("regions", "results")  # their values may be paths, whatever characters those hold
REFERENCE = "reference"


@dataclass(frozen=True)
class Setting:
    """One override: `text` is the value as Hydra's grammar writes it, `value` what it means."""

    key: str
    text: str
    value: object
    sign: str = ""  # "" changes, "+" and "++" add, "~" removes

    @property
    def override(self) -> str:
        """As Hydra's compose API takes it."""
        if self.sign == "~":
            return f"~{self.key}"
        return f"{self.sign}{self.key}={self.text}"

    def about(self, *keys: str) -> bool:
        """Whether this sets one of `keys`, or something under it."""
        return any(self.key == key or self.key.startswith(f"{key}.") for key in keys)


@dataclass(frozen=True)
class Request:
    """The overrides of one command: of the arm, of its reference, of the world they share."""

    arm: tuple[Setting, ...]
    reference: tuple[Setting, ...]
    shared: tuple[Setting, ...]


def read_request(overrides: Iterable[str]) -> Request:
    """Parse and sort overrides; InputError for the first that cannot be read."""
    arm, reference, shared = [], [], []
    for setting in map(read_setting, overrides):
        if setting.key == REFERENCE:
            reference.append(Setting("arrangement", setting.text, setting.value, setting.sign))
        elif setting.about(REFERENCE):
            key = setting.key.removeprefix(f"{REFERENCE}.")
            part = key.split(".")[0]
            if part not in ARM:
                raise unknown_key(setting.key, 1, ARM)
            reference.append(Setting(key, setting.text, setting.value, setting.sign))
        elif setting.about(*ARM):
            arm.append(setting)
        else:
            shared.append(setting)
    return Request(tuple(arm), tuple(reference), tuple(shared))


def read_setting(text: str) -> Setting:
    """Parse one override; InputError if it is not one value for one name."""
    name, equals, raw = text.partition("=")
    if name in PATHS and equals and raw[:1] not in ("'", '"', ""):
        return setting_of(name, raw.replace("\\", "/") if os.name == "nt" else raw)
    try:
        parsed = OverridesParser.create().parse_override(text)
    except HydraException as error:
        raise unreadable(text) from error
    sign = _sign(parsed)
    key = parsed.key_or_group.replace("/", ".")
    if parsed.package is not None:
        raise InputError(f"'{name}' gevonden, een naam zonder @ verwacht.")
    if parsed.is_sweep_override():
        raise InputError(
            f"{key}: '{raw}' gevonden, een waarde verwacht; een lijst staat tussen vierkante "
            "haken en een decimaal getal heeft een punt."
        )
    if sign == "~":
        return Setting(key, "", None, sign)
    return Setting(key, raw, _plain(parsed.value()), sign)


def choices_of(text: str) -> list[str]:
    """The overrides a word with several choices stands for (`scenario=midden,krap_geld`)."""
    name, _, raw = text.partition("=")
    if name in PATHS and raw[:1] not in ("'", '"', ""):
        return [text]
    try:
        parsed = OverridesParser.create().parse_override(text)
        if not parsed.is_sweep_override():
            return [text]
        return [f"{name}={choice}" for choice in parsed.sweep_string_iterator()]
    except HydraException as error:
        raise unreadable(text) from error


def _sign(parsed: Override) -> str:
    if parsed.is_delete():
        return "~"
    if parsed.is_force_add():
        return "++"
    return "+" if parsed.is_add() else ""


def _plain(value: object) -> object:
    """Hydra's quoted strings as plain ones, at any depth."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(getattr(value, "text", value))


def setting_of(key: str, value: object) -> Setting:
    """A setting from a Python value."""
    return Setting(key, written(value), value)


def written(value: object) -> str:
    """A Python value in Hydra's grammar."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key}:{written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(written(item) for item in value) + "]"
    return "'" + str(value).replace("'", "\\'") + "'"


def settings_of(keys: Mapping[str, object]) -> list[Setting]:
    """Settings from keyword arguments: `terms={"control": .3}` sets terms.control.

    A mapping sets the keys under it; a plain value or list sets the key itself.
    """
    found: list[Setting] = []
    for key, value in keys.items():
        if isinstance(value, Mapping):
            found += settings_of({f"{key}.{name}": item for name, item in value.items()})
        else:
            found.append(setting_of(key, value))
    return found
