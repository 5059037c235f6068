"""The first screen: the answer first, then what it rests on, then the tables.

show(folder)        prints it
compose(results)    gives it as sentences and tables, for tests and other writers
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from analysis.labels import label
from analysis.sentences import next_command, notes, opening
from analysis.sides import sides
from analysis.tables import Table, tables
from experiments.store import Results, read

HEAD = 13  # characters after which the head of a column of numbers goes on below


@dataclass(frozen=True)
class Screen:
    """What stands on the screen, from top to bottom."""

    opening: tuple[str, ...]
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    ending: tuple[str, ...]


def compose(results: Results, language: str = "nl") -> Screen:
    """Write the screen of a stored study; ValueError if it has one arm only."""
    found = sides(results.manifest["arms"], language)
    made = tables(results, found, language)
    figures = results.folder / "figures"
    ending = [label("data", language, folder=results.folder)]
    if figures.is_dir():
        ending.insert(0, label("figures", language, folder=figures))
    ending.append(label("next", language, command=next_command(results)))
    return Screen(
        tuple(opening(results, found, language)),
        tuple(notes(results, language)),
        tuple(made),
        tuple(ending),
    )


def show(
    folder: str | Path | Results, console: Console | None = None, *, language: str = "nl"
) -> None:
    """Print the first screen of a stored study.

    Parameters
    ----------
    folder : path or Results
    console : rich Console, optional
        Default the standard output.
    language : {"nl", "en"}
    """
    console = console or Console()
    results = folder if isinstance(folder, Results) else read(folder)
    screen = compose(results, language)

    def say(text: str, style: str = "") -> None:
        # no markup: labels are the user's own text
        console.print(Text(text, style=style), highlight=False)

    say("")
    for i, line in enumerate(screen.opening):
        say(line, "bold" if i == 0 else "")
    say("")
    for line in screen.notes:
        say(line, "dim")
    for table in screen.tables:
        say("")
        say(table.title, "bold")
        if table.rows:
            console.print(_drawn(table))
        if table.note:
            say(table.note, "dim")
    say("")
    for line in screen.ending:
        console.print(Text(line), highlight=False, soft_wrap=True)


def show_several(studies: Sequence[Results], console: Console | None = None) -> None:
    """Print the screen of every study, each under the command that made it."""
    console = console or Console()
    for results in studies:
        console.rule(Text(results.manifest["command"]))
        show(results, console)


def _drawn(table: Table) -> RichTable:
    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1),
                      collapse_padding=True, header_style="")  # fmt: skip
    for i, column in enumerate(table.columns):
        words = i in table.text
        # numbers never break over two lines, a long head above them does
        widest = max(len(cell) for cell in (*(row[i] for row in table.rows), *column.split()))
        width = None if words else max(widest, min(len(column), HEAD))
        drawn.add_column(Text(column), justify="left" if words else "right",
                         min_width=width, max_width=width)  # fmt: skip
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn
