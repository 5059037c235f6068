"""The configs, held open through Hydra's compose API for as long as one study is composed.

Hydra finds a name in the folder of its group, here or in a folder of the user's own
(`--config-dir`), and applies overrides. Every name and key is checked first, so that a typing
error gets a suggestion instead of Hydra's message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hydra import compose, initialize_config_module
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from omegaconf import OmegaConf

from experiments.composing.overrides import ARM, REFERENCE, Setting, setting_of
from experiments.preflight import InputError, reworded, unknown_key, wrong, wrong_name
from model.arrangement import Terms
from model.assumptions import TABLE

MAIN = "config"
OPGAVE = "opgave"  # where the chosen files of the group opgaven land in a composed config

WHOLE = ("factors", "inputs", "cells", "variants")  # replaced, never merged with what was there
OPEN = (["scenario", "building_space"], ["dask", "settings"])  # whose keys are the user's own


@dataclass(frozen=True)
class Composed:
    """A composed config as plain data, and which file of every group it took."""

    config: dict[str, Any]
    choices: dict[str, str]


@contextmanager
def open_shelf(config_dirs: Sequence[Path] = ()) -> Iterator[Shelf]:
    """Open our configs and those of the user; InputError if a folder is missing."""
    for folder in config_dirs:
        if not folder.is_dir():
            raise InputError(f"--config-dir: de map '{folder}' is niet gevonden.")
    with initialize_config_module("configs", version_base="1.3"):
        yield Shelf(config_dirs)


class Shelf:
    """Composes configs by name; made by `open_shelf`."""

    def __init__(self, config_dirs: Sequence[Path]) -> None:
        places = [f"file://{folder.absolute().as_posix()}" for folder in config_dirs]
        self._search = [setting_of("hydra.searchpath", places).override] if places else []
        self._groups: dict[str, list[str]] = {}
        self._cache: dict[tuple[str, ...], Composed] = {}
        self.main = self._compose(MAIN, ())

    def options(self, group: str) -> list[str]:
        """Names of the files of a group, ours and the user's."""
        if group not in self._groups:
            loader = GlobalHydra.instance().config_loader()
            found = loader.get_group_options(group, config_name=MAIN, overrides=self._search)
            self._groups[group] = sorted(name for name in found if "(" not in name)
        return self._groups[group]

    def compose(self, settings: Sequence[Setting], opgaven: Sequence[str] = ()) -> Composed:
        """Compose the main config with settings; InputError for an unknown name or key.

        Parameters
        ----------
        settings : sequence of Setting
            A later one for the same key replaces an earlier one.
        opgaven : sequence of str
            Files of the group opgaven to add, under `opgave`.
        """
        last = {setting.key: setting for setting in settings}
        groups = [s for s in last.values() if s.key in self.main.choices]
        values = [s for s in last.values() if s.key not in self.main.choices]
        for setting in groups:
            self._check_choice(setting)
        lines = [f"+opgaven@{OPGAVE}.{name}={name}" for name in opgaven]
        lines += [setting.override for setting in groups]
        base = self._compose(MAIN, lines)
        for setting in values:
            checked = self._checked(setting, base.config)
            if checked.key in WHOLE:
                lines += [f"{checked.key}=null", f"{checked.key}={checked.text}"]
            else:
                lines.append(checked.override)
        return self._compose(MAIN, lines)

    def check_opgaven(self, names: Sequence[str]) -> None:
        """Check the names of opgaven: each a file of the group, and named once."""
        for name in names:
            if name not in self.options("opgaven"):
                raise wrong_name("opgaven", name, self.options("opgaven"))
            if names.count(name) > 1:
                raise wrong("opgaven", name, "elke opgave een keer")
        if not names:
            raise wrong("opgaven", None, "een opgave of meer")

    def preset(self, name: str) -> tuple[dict[str, Any], list[Setting]]:
        """A file of the group arrangement: what it says, and the settings it stands for.

        Regime, funding, terms and coverage are a name or written out in the file; scope, where
        and start are short for those of coverage.
        """
        if name not in self.options("arrangement"):
            raise wrong_name("arrangement", name, self.options("arrangement"))
        preset = self._compose(MAIN, (f"+arrangement={name}",)).config["arrangement"]
        settings = []
        for key, value in preset.items():
            if key in ("scope", "where", "start"):
                settings.append(setting_of(f"coverage.{key}", value))
            elif key in ARM and isinstance(value, Mapping):
                whole = asdict(Terms()) | dict(value) if key == "terms" else dict(value)
                option = f"{name} (arrangement)"  # no file can be called that
                ConfigStore.instance().store(group=key, name=option, node=whole)
                settings.append(setting_of(key, option))
            elif key in ARM:
                settings.append(setting_of(key, value))
            elif key not in ("label", "label_en", "source", "legal_form"):
                raise unknown_key(f"arrangement.{key}", 1, [*ARM[1:], "scope", "where", "start"])
        return preset, settings

    def _check_choice(self, setting: Setting) -> None:
        if setting.sign or not isinstance(setting.value, (str, int)):
            raise wrong(setting.key, setting.value, "de naam van een bestand")
        ours = str(setting.value)
        if ours not in self.options(setting.key) and not ours.endswith(" (arrangement)"):
            raise wrong_name(setting.key, ours, self.options(setting.key))

    def _checked(self, setting: Setting, config: Mapping[str, Any]) -> Setting:
        """The setting as Hydra takes it, InputError if no key of that name exists."""
        names = {**config, "opgaven": config.get(OPGAVE, {})}
        names["assumptions"] = {row.name: None for row in TABLE}
        parts = setting.key.split(".")
        if setting.sign == "~" and len(parts) == 1:
            raise InputError(
                f"'~{setting.key}' gevonden, {setting.key}=... verwacht; weghalen kan niet."
            )
        if parts[0] == OPGAVE:
            names.pop(OPGAVE)
        if parts[0] in ("assumptions", "opgaven") and len(parts) == 1:
            raise wrong(
                setting.key,
                setting.value,
                f"een sleutel eronder, zoals {_example(names, parts[0])}=...,",
            )
        if parts[0] == "arrangement":
            rest = ".".join(parts[1:])
            raise InputError(
                f"De instelling '{setting.key}' bestaat niet; arrangement kiest een bestand, pas "
                f"een waarde daarvan aan met {rest}=... ernaast."
            )
        place: Any = names
        for i, part in enumerate(parts):
            new = setting.sign in ("+", "++") or parts[:-1] in OPEN
            if new and i == len(parts) - 1 and i > 0 and isinstance(place, Mapping):
                break
            if not isinstance(place, Mapping) or part not in place:
                siblings = [str(name) for name in place] if isinstance(place, Mapping) else []
                siblings += [REFERENCE, "arrangement"] if i == 0 else []
                siblings = [name for name in siblings if name != OPGAVE]
                if owner := self._owner(parts) if i else "":
                    raise InputError(
                        f"De instelling '{setting.key}' hoort bij {owner}; noem dat erbij."
                    )
                raise unknown_key(setting.key, i, siblings, _flat(names) if i == 0 else ())
            place = place[part]
        key = setting.key
        if parts[0] == "opgaven":
            key = ".".join([OPGAVE, *parts[1:]])
        added = parts[0] == "assumptions" or parts in OPEN or parts[:-1] in OPEN
        return Setting(key, setting.text, setting.value, "++" if added else setting.sign)

    def _owner(self, parts: Sequence[str]) -> str:
        """Which choice of a group has this key: `funding=gebiedsbudget`, or nothing."""
        for option in self.options(parts[0]) if parts[0] in self.main.choices else ():
            place: Any = self._compose(MAIN, (f"{parts[0]}={option}",)).config
            for part in parts:
                place = place.get(part) if isinstance(place, Mapping) else None
            if place is not None:
                return f"{parts[0]}={option}"
        return ""

    def _compose(self, name: str, lines: Sequence[str]) -> Composed:
        key = (name, *lines)
        if key not in self._cache:
            try:
                found = compose(name, [*self._search, *lines], return_hydra_config=True)
                choices = {
                    str(group): str(option)
                    for group, option in found.hydra.runtime.choices.items()
                    if not str(group).startswith(("hydra", "opgaven@"))
                }
                OmegaConf.set_struct(found, False)
                del found["hydra"]
                plain = OmegaConf.to_container(found, resolve=True, throw_on_missing=True)
            except Exception as error:  # Hydra, OmegaConf and YAML each have their own
                raise InputError(reworded(error)) from error
            self._cache[key] = Composed({str(k): v for k, v in plain.items()}, choices)  # type: ignore[union-attr]
        return self._cache[key]


def _flat(config: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for key, value in config.items():
        yield f"{before}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")


def _example(names: Mapping[str, Any], key: str) -> str:
    return next((name for name in _flat({key: names[key]}) if "." in name), key)
