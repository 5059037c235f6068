"""The commands: looks at the words typed before Hydra does, then composes and runs a study.

`execute` gives the folder of the study that was asked for, or None where the command was
something else (help, check-data). What a reader sees of a study is the analysis's business.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from experiments.compose import DIVISIONS, compose_geography, compose_study, study_hash
from experiments.folders import study_folder
from experiments.messages import message, typed
from experiments.parts import done_runs
from experiments.preflight import InputError, estimate, notes, suggestion
from experiments.runner import run_study
from experiments.store import load_manifest
from experiments.study import Study

COMMANDS = ("check-data",)
OPTIONS = ("--help", "--config-dir")

HELP = """\
groenlicht: sectoraal en gebiedsgericht vergeleken, in dezelfde gesimuleerde werelden.

  {me}   vijf arrangementen, 100 werelden
  {me} points=400   meer combinaties van aannames
  {me} regime=gebiedsgericht   twee armen: de referentie tegen deze
  {me} regime=clusters funding=gebiedsbudget reference.funding=regiolabels
  {me} "regime.tables.opgaven=[[wonen,mobiliteit],[landelijk,water]]"
  {me} terms.control=.2 coverage.start=2027Q1 "coverage.where=[Zeeland]"
  {me} regions=corop assumptions.density=0   40 regio's; één aanname vastgezet
  {me} check-data [map]   kloppen de tabellen?

Groepen (map met keuzen):  {groups}
Losse sleutels:            opgaven regions design points seeds first_seed assumptions executor
                           workers results
Opties:                    --config-dir MAP  eigen keuzen, zoals MAP/regime/eigen.yaml
                           --help            deze tekst

Zolang regime, funding, terms, coverage en arrangement niet genoemd worden, draaien de armen van
het experiment. Anders twee: reference (sectoraal + losse_spuks) tegen wat er genoemd is.
Resultaten komen in results/, in de map waar u het commando geeft.
"""


@dataclass(frozen=True)
class _Line:
    """What was typed: a command, folders with configs, and overrides."""

    command: str | None
    config_dirs: tuple[Path, ...]
    words: tuple[str, ...]


def execute(
    argv: Sequence[str], *, start: Path | None = None, console: Console | None = None
) -> Path | None:
    """Do what was typed.

    Parameters
    ----------
    argv : sequence of str
        The words after `groenlicht`.
    start : Path, optional
        Folder under which `results` lands; default where the command was given.
    console : Console, optional
        Where progress is said; default the standard error output.

    Returns
    -------
    Path or None
        The folder of a study, or None if the command was no study.

    Raises
    ------
    InputError, DataError, StoreError
        Bad input, in one Dutch sentence.
    StudyStopped
        Stopped before its end; the sentence says how to go on.
    """
    console = console or Console(stderr=True)
    line = _read(argv)
    if line.command == "--help":
        print(HELP.format(groups=_groups(), me=typed("groenlicht")), end="")
        return None
    if line.command == "check-data":
        print(_checked_data(line.words))
        return None
    command = shlex.join(["groenlicht", *argv])
    study = compose_study(line.words, command, config_dirs=line.config_dirs)
    root = (start or Path.cwd()) / str(study.config["results"])
    folder = study_folder(root, study.name, study_hash(study))
    if not _extends(folder, study):
        size = f"{len(study.points)}x{study.seeds}"
        folder = study_folder(root, study.name, f"{study_hash(study)}-{size}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InputError(
            f"results: de map '{folder}' is niet te maken ({problem.strerror}); geef een andere "
            "map met results=..."
        ) from problem
    for note in notes(study):
        console.print(note, markup=False, highlight=False)
    kept = len(done_runs(folder)) if folder.is_dir() else 0
    if kept >= study.runs:
        console.print(message("already_done", folder=folder), markup=False, highlight=False)
        if kept > study.runs:
            points = kept // len(study.arms) // study.seeds
            console.print(message("fewer_asked", asked=len(study.points), kept=points),
                          markup=False, highlight=False)  # fmt: skip
    else:
        console.print(estimate(study), markup=False, highlight=False)
    return run_study(
        study, folder, workers=study.config["workers"], executor=study.config["executor"],  # type: ignore[arg-type]
        console=console,
    )  # fmt: skip


def _extends(folder: Path, study: Study) -> bool:
    """Whether worlds have the same number in the folder and in the study.

    World w is (seed w // points, point w mod points): other points with several seeds do not.
    """
    if not (folder / "manifest.json").exists():
        return True
    old = load_manifest(folder)
    sizes = sorted([(old["points"], old["seeds"]), (len(study.points), study.seeds)])
    return bool(sizes[0][0] == sizes[1][0] or sizes[0][1] == 1)


def _read(argv: Sequence[str]) -> _Line:
    """Sort the words; InputError for an option or command that does not exist."""
    command: str | None = None
    folders: list[Path] = []
    words: list[str] = []
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if word in ("-h", "--help", "help"):
            return _Line("--help", (), ())
        if word in ("-m", "--multirun"):
            raise InputError(
                f"{word}: meer studies in één opdracht kan nog niet; geef ze een voor een."
            )
        if word.partition("=")[0] in ("--config-dir", "-cd"):
            _, equals, value = word.partition("=")
            if not equals and not rest:
                raise InputError("--config-dir: een map verwacht, niets gevonden.")
            folders.append(Path(value if equals else rest.pop(0)))
        elif word.startswith("-"):
            known = ", ".join(OPTIONS)
            raise InputError(
                f"De optie '{word}' bestaat niet, een van {known} verwacht"
                f"{suggestion(word, OPTIONS)}"
            )
        elif word in COMMANDS and command is None and not words:
            command = word
        elif "=" not in word and command is None and suggestion(word, COMMANDS) != ".":
            raise InputError(f"De opdracht '{word}' bestaat niet{suggestion(word, COMMANDS)}")
        else:
            words.append(word)
    return _Line(command, tuple(folders), tuple(words))


def _checked_data(words: Sequence[str]) -> str:
    """Load the tables as a study would, and say what they hold."""
    for word in words:
        if "=" not in word and word not in DIVISIONS and not Path(word).expanduser().is_dir():
            raise InputError(f"check-data: de map '{word}' is niet gevonden.")
    overrides = [w if "=" in w else f"regions={w}" for w in words]
    geography = compose_geography(overrides)
    municipalities, regions, provinces, opgaven = geography.shape
    people = f"{int(geography.inhabitants.sum()):,}".replace(",", ".")
    return (
        f"De tabellen kloppen: {municipalities} gemeenten, {regions} regio's, {provinces} "
        f"provincies, {people} inwoners, {opgaven} opgaven; personeel bijgeschat bij "
        f"{int(geography.staff_imputed.sum())} gemeenten (mediaan van hun grootteklasse)."
    )


def _groups() -> str:
    from experiments.shelf import open_shelf

    with open_shelf() as shelf:
        names = [g for g in shelf.main.choices if "/" not in g]
        return "\n".join(
            f"{'' if i == 0 else ' ' * 27}{group}: {', '.join(shelf.options(group))}"
            for i, group in enumerate(names)
        )
