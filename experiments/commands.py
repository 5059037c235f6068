"""The commands beside running a study: status, verify, compact, merge, check-data, job-script."""

from __future__ import annotations

import importlib
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.compose import compose_geography, compose_options, compose_study
from experiments.composing import checked
from experiments.composing.overrides import read_setting
from experiments.composing.shared import DIVISIONS
from experiments.messages import message, typed
from experiments.preflight import InputError, unknown_key, wrong
from experiments.running.dask_cluster import queue
from experiments.running.lock import held_by, locked
from experiments.store import Results, load_manifest
from experiments.storing.folders import SHARDS, latest
from experiments.storing.merge import merge
from experiments.storing.parts import whole_parts
from experiments.storing.repair import compact
from experiments.storing.verify import verify
from experiments.study import MOST_VARIANTS, Study

COUNTED = ("paired", "lhs", "grid", "shapley")  # designs with as many points as are asked


@dataclass(frozen=True)
class Line:
    """The words after a command, the folders with configs, and where it was given."""

    words: tuple[str, ...]
    config_dirs: tuple[Path, ...]
    start: Path
    command: str = "map"

    def settings(self, known: Sequence[str]) -> dict[str, object]:
        """The words of the form name=value; InputError for another name."""
        found = {}
        for setting in (read_setting(word) for word in self.words if "=" in word):
            if setting.key not in known:
                raise unknown_key(setting.key, 0, known)
            found[setting.key] = setting.value
        return found

    @property
    def folders(self) -> list[Path]:
        """The words that are no settings, as folders."""
        return [self.start / word for word in self.words if "=" not in word]

    def study(self, settings: dict[str, object]) -> Path:
        """The folder that is named, else the study that was run last."""
        if len(self.folders) > 1:
            raise InputError(f"{self.command}: een map verwacht, {len(self.folders)} gevonden.")
        if self.folders and self.folders[0].name != "latest":
            return self.folders[0]
        return latest(self.start / str(settings.get("results", "results")))


def study_again(folder: Path) -> Study:
    """The study of a folder, composed again from the command that made it."""
    words, dirs = words_of(folder)
    return compose_study(words, shlex.join(["groenlicht", *words]), config_dirs=dirs)


def words_of(folder: Path) -> tuple[list[str], list[Path]]:
    """The overrides, and the folders with configs, of the command that made a study."""
    words = shlex.split(whole_command(load_manifest(folder)))[1:]
    rest, dirs = [], []
    while words:
        word = words.pop(0)
        if word == "--config-dir":
            dirs.append(Path(words.pop(0)))
        else:
            rest.append(word)
    return rest, dirs


def _status(line: Line) -> str:
    folder = line.study(line.settings(("results",)))
    manifest = load_manifest(folder)
    size = message(
        "status_size", arms=len(manifest["arms"]), points=manifest["points"],
        seeds=manifest["seeds"], cells=len(manifest["cells"]), design=manifest["design"],
    )  # fmt: skip
    lines = [f"{folder}", manifest["question"], size]
    if not whole_parts(folder):
        lines.append(message("status_none"))
    else:  # a part that cannot be read is said by itself
        results = Results(folder)
        done = len(results.runs["run"])
        lines.append(message("status_done", done=done, total=results.expected,
                             failed=results.failed, parts=len(whole_parts(folder))))  # fmt: skip
        lines += [f"  {text}" for text in _failures(results)]
        if done < results.expected:
            lines.append(message("status_go_on", command=typed(whole_command(manifest))))
    shards = sorted((folder / SHARDS).glob("*-of-*")) if (folder / SHARDS).is_dir() else []
    lines += [message("status_shard", name=s.name, parts=len(whole_parts(s))) for s in shards]
    if holder := held_by(folder):
        lines.append(message("status_busy", who=holder))
    return "\n".join(lines)


def whole_command(manifest: Mapping[str, Any]) -> str:
    """The command of a study: of all its shards, and of all that was ever asked of it."""
    words = [w for w in shlex.split(str(manifest["command"])) if not w.startswith("shard=")]
    asked = manifest["asked"]
    if len(asked) > 1:
        variants = [str(cell["variant"]) for cell in manifest["cells"]
                    if 0 < cell["number"] <= MOST_VARIANTS]  # fmt: skip
        union = {"seeds": str(max(one["seeds"] for one in asked))}
        if manifest["design"] in COUNTED:
            union["points"] = str(max(one["points"] for one in asked))
        if variants:
            union["variants"] = f"[{','.join(variants)}]"
        for key, value in union.items():
            named = any(word.startswith(f"{key}=") for word in words)
            words = [f"{key}={value}" if w.startswith(f"{key}=") else w for w in words]
            if not named and value != "1":
                words.append(f"{key}={value}")
    return shlex.join(words)


def _failures(results: Results) -> list[str]:
    """Every error once, with how often it happened."""
    counts: dict[str, int] = {}
    for error in results.runs["error"]:
        if error is not None:
            counts[str(error)] = counts.get(str(error), 0) + 1
    return [f"{count} x {error}" for error, count in counts.items()]


def _verify(line: Line) -> str:
    settings = line.settings(("results", "runs", "seed"))
    folder = line.study(settings)
    count = checked.whole("runs", settings.get("runs", 10), 1)
    seed = checked.whole("seed", settings.get("seed", 1), 0)
    again = verify(folder, study_again(folder), count, seed)
    return message("verified", runs=again, folder=folder)


def _compact(line: Line) -> str:
    folder = line.study(line.settings(("results",)))
    load_manifest(folder)
    before = len(whole_parts(folder))
    with locked(folder):
        after = compact(folder)
    return message("compacted", before=before, after=after, folder=folder)


def _merge(line: Line) -> str:
    line.settings(())
    if not line.folders:
        raise InputError("merge: niets gevonden, de map van een studie verwacht.")
    into, *others = line.folders
    results = merge(into, others)
    done = len(results.runs["run"])
    text = message("merged", done=done, total=results.expected, folder=results.folder)
    if done < results.expected:
        text += " " + message("status_go_on", command=typed(whole_command(results.manifest)))
    return text


def _job_script(line: Line) -> str:
    options = compose_options(line.words, config_dirs=line.config_dirs)
    if options.system is None:
        raise wrong("dask.system", None, "de wachtrij, zoals slurm of pbs,")
    cluster = queue(options)
    try:
        return str(cluster.job_script()).rstrip()
    finally:
        cluster.close()


def _check_data(line: Line) -> str:
    """Load the tables as a study would, and say what they hold."""
    for word in line.words:
        if "=" not in word and word not in DIVISIONS and not Path(word).expanduser().is_dir():
            raise InputError(f"check-data: de map '{word}' is niet gevonden.")
    overrides = [w if "=" in w else f"regions={w}" for w in line.words]
    geography = compose_geography(overrides, config_dirs=line.config_dirs)
    municipalities, regions, provinces, opgaven = geography.shape
    people = f"{int(geography.inhabitants.sum()):,}".replace(",", ".")
    return (
        f"De tabellen kloppen: {municipalities} gemeenten, {regions} regio's, {provinces} "
        f"provincies, {people} inwoners, {opgaven} opgaven; personeel bijgeschat bij "
        f"{int(geography.staff_imputed.sum())} gemeenten (mediaan van hun grootteklasse)."
    )


def _later(module: str, name: str) -> Callable[[Line], str]:
    """A command whose module is only loaded when it is given, for it brings the model along."""

    def command(line: Line) -> str:
        return str(getattr(importlib.import_module(module), name)(line))

    return command


COMMANDS: dict[str, Callable[[Line], str]] = {
    "check-data": _check_data,
    "status": _status,
    "verify": _verify,
    "compact": _compact,
    "merge": _merge,
    "job-script": _job_script,
    "explain": _later("experiments.questions.explain", "explain_command"),
    "mechanisms": _later("experiments.questions.mechanism_table", "mechanisms_command"),
    "audit": _later("experiments.questions.audit_table", "audit_command"),
}


def run_command(name: str, words: Sequence[str], config_dirs: Sequence[Path], start: Path) -> str:
    """Do a command and say what came of it.

    Raises
    ------
    InputError, DataError, StoreError
        Bad input, in one Dutch sentence.
    """
    return COMMANDS[name](Line(tuple(words), tuple(config_dirs), start, name))
