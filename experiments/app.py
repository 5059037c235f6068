"""The commands: looks at the words typed before Hydra does, then composes and runs studies.

`execute` gives the folders of the studies that were asked for; none where the command was
something else (help, status, verify). What a reader sees of a study is the analysis's business.
"""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from experiments.commands import COMMANDS, run_command
from experiments.compose import compose_study, study_hash
from experiments.composing.overrides import choices_of
from experiments.messages import message, typed
from experiments.options import Options, options_of
from experiments.preflight import InputError, check_space, notes, suggestion
from experiments.runner import run_study
from experiments.running.dask_cluster import check_dask
from experiments.storing.folders import SHARDS, study_folder
from experiments.study import Study

OPTIONS = ("--help", "--config-dir", "-m")
SHOWN = ("waarom", "report")  # their answer is the analysis's to write: `groenlicht.__main__`

HELP = """\
groenlicht: sectoraal en gebiedsgericht vergeleken, in dezelfde gesimuleerde werelden.

  {me}   vijf arrangementen, 100 werelden
  {me} points=400   meer combinaties van aannames
  {me} variants=all   ook onder de structurele varianten van het model
  {me} regime=gebiedsgericht   twee armen: de referentie tegen deze
  {me} regime=clusters funding=gebiedsbudget reference.funding=regiolabels
  {me} "regime.tables.opgaven=[[wonen,mobiliteit],[landelijk,water]]"
  {me} terms.control=.2 coverage.start=2027Q1 "coverage.where=[Zeeland]"
  {me} regions=corop assumptions.density=0   40 regio's; één aanname vastgezet
  {me} experiment=tipping   een ander experiment, een andere vraag
  {me} -m scenario=midden,krap_geld experiment=compare   meer studies na elkaar

  {me} waarom region=Zeeland opgave=wonen   waarom is dit paar rood?
  {me} explain M4   wat is dit mechanisme, deze instelling, deze aanname?
  {me} mechanisms [C4 ...]   wat doet elk mechanisme op zichzelf?
  {me} audit   is het antwoord ingebouwd?
  {me} report [map] style=kolom language=nl   alle figuren, uit wat er staat
  {me} status [map]   wat is er gedraaid, en wat nog niet?
  {me} verify [map]   draai een paar runs opnieuw en vergelijk
  {me} compact [map]   weinig grote bestanden in plaats van veel kleine
  {me} merge <map> [map ...]   voeg delen van een studie samen
  {me} job-script dask.system=slurm   wat Dask aan de wachtrij vraagt
  {me} check-data [map]   kloppen de tabellen?

Groepen (map met keuzen):  {groups}
Losse sleutels:            opgaven regions design points seeds first_seed assumptions inputs
                           factors cells variants record executor workers timeout memory shard
                           dask results
Opties:                    --config-dir MAP  eigen keuzen, zoals MAP/regime/eigen.yaml
                           -m                elke combinatie van a,b als studie
                           --help            deze tekst

Zolang regime, funding, terms, coverage en arrangement niet genoemd worden, draaien de armen van
het experiment. Anders twee: reference (sectoraal + losse_spuks) tegen wat er genoemd is.
Resultaten komen in results/, in de map waar u het commando geeft. Dezelfde opdracht gaat verder
waar zij was.
"""


@dataclass(frozen=True)
class _Line:
    """What was typed: a command, folders with configs, overrides, and whether they multiply."""

    command: str | None
    config_dirs: tuple[Path, ...]
    words: tuple[str, ...]
    several: bool = False


@dataclass(frozen=True)
class Ran:
    """A study that was run: its folder, and the points and seeds this command asked for."""

    folder: Path
    points: int
    seeds: int


def execute(
    argv: Sequence[str], *, start: Path | None = None, console: Console | None = None
) -> list[Path]:
    """Do what was typed, and give the folders of the studies: `run_all`."""
    return [ran.folder for ran in run_all(argv, start=start, console=console)]


def run_all(
    argv: Sequence[str], *, start: Path | None = None, console: Console | None = None
) -> list[Ran]:
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
    list of Ran
        The studies; empty if the command was no study, or one shard of one.

    Raises
    ------
    InputError, DataError, StoreError
        Bad input, in one Dutch sentence.
    StudyStopped
        Stopped before its end; the sentence says how to go on.
    """
    console = console or Console(stderr=True)
    start = start or Path.cwd()
    line = _read(argv)
    if line.command == "--help":
        print(HELP.format(groups=_groups(), me=typed("groenlicht")), end="")
        return []
    if line.command in SHOWN:
        raise InputError(f"{line.command}: geef dit woord als eerste, na groenlicht.")
    if line.command is not None:
        print(run_command(line.command, line.words, line.config_dirs, start))
        return []
    # every study is composed and checked before the first is run
    studies = [
        compose_study(words, _command(line, words), config_dirs=line.config_dirs)
        for words in _each(line)
    ]
    jobs = [(study, options_of(study.config), _place(start, study)) for study in studies]
    for _, options, _ in jobs:
        check_dask(options)
    found = []
    for number, (study, options, folder) in enumerate(jobs, 1):
        if len(jobs) > 1:
            _say(console, message("study_of", number=number, total=len(jobs), what=study.command))
        found += _run(study, options, _made(folder), console)
    return found


def _run(study: Study, options: Options, folder: Path, console: Console) -> list[Ran]:
    for note in notes(study):
        _say(console, note)
    if options.shard is None:
        folder = run_study(study, folder, options, console=console)
        return [Ran(folder, len(study.points), study.seeds)]
    part, parts = options.shard
    run_study(study, folder / SHARDS / f"{part}-of-{parts}", options, console=console)
    command = typed(f"groenlicht merge {shlex.quote(str(folder))}")
    _say(console, message("shard_done", part=part, parts=parts, command=command))
    return []


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _place(start: Path, study: Study) -> Path:
    root = start / str(study.config["results"])
    folder = study_folder(root, study.name, study_hash(study))
    check_space(study, folder)
    return folder


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InputError(
            f"results: de map '{folder}' is niet te maken ({problem.strerror}); geef een andere "
            "map met results=..."
        ) from problem
    return folder


def _command(line: _Line, words: Sequence[str]) -> str:
    folders = [word for folder in line.config_dirs for word in ("--config-dir", str(folder))]
    return shlex.join(["groenlicht", *folders, *words])


def _each(line: _Line) -> Iterator[tuple[str, ...]]:
    """The words of every study: one, or with -m every combination of choices."""
    if not line.several:
        yield line.words
        return
    yield from itertools.product(*(choices_of(word) for word in line.words))


def _read(argv: Sequence[str]) -> _Line:
    """Sort the words; InputError for an option or command that does not exist."""
    line = _Line(None, (), ())
    known_words = (*COMMANDS, *SHOWN)
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if word in ("-h", "--help", "help"):
            return _Line("--help", (), ())
        if word in ("-m", "--multirun"):
            line = replace(line, several=True)
        elif word.partition("=")[0] in ("--config-dir", "-cd"):
            _, equals, value = word.partition("=")
            if not equals and not rest:
                raise InputError("--config-dir: een map verwacht, niets gevonden.")
            folder = Path(value if equals else rest.pop(0))
            line = replace(line, config_dirs=(*line.config_dirs, folder))
        elif word.startswith("-"):
            known = ", ".join(OPTIONS)
            raise InputError(
                f"De optie '{word}' bestaat niet, een van {known} verwacht"
                f"{suggestion(word, OPTIONS)}"
            )
        elif word in known_words and line.command is None and not line.words:
            line = replace(line, command=word)
        elif "=" not in word and line.command is None and suggestion(word, known_words) != ".":
            raise InputError(f"De opdracht '{word}' bestaat niet{suggestion(word, known_words)}")
        else:
            line = replace(line, words=(*line.words, word))
    return line


def _groups() -> str:
    from experiments.composing.shelf import open_shelf

    with open_shelf() as shelf:
        names = [*(g for g in shelf.main.choices if "/" not in g), "arrangement"]
        return "\n".join(
            f"{'' if i == 0 else ' ' * 27}{group}: {', '.join(shelf.options(group))}"
            for i, group in enumerate(names)
        )
