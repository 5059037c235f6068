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

from analysis.contents import contents
from analysis.labels import label
from analysis.sentences import next_command, notes, opening
from analysis.several import several_table
from analysis.sides import sides
from analysis.table import Table
from experiments.messages import typed
from experiments.store import Results, read

WORD = 24  # characters after which a word is broken
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
    made = contents(results, found, language)
    figures = results.folder / "figures"
    ending = [label("data", language, folder=results.folder)]
    if figures.is_dir():
        ending.insert(0, label("figures", language, folder=figures,
                               command=typed("groenlicht report")))  # fmt: skip
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
        _say(console, text, style)

    say("")
    for i, line in enumerate(screen.opening):
        say(line, "bold" if i == 0 else "")
    say("")
    for line in screen.notes:
        say(line, "dim")
    for table in screen.tables:
        _print(console, table)
    say("")
    for line in screen.ending:
        console.print(Text(line), highlight=False, soft_wrap=True)


def show_several(
    studies: Sequence[Results], console: Console | None = None, *, language: str = "nl"
) -> None:
    """Print the screen of every study under the command that made it, then all in one table."""
    console = console or Console()
    for results in studies:
        console.rule(Text(results.manifest["command"]))
        show(results, console, language=language)
    console.rule()
    _print(console, several_table(studies, language))


def _say(console: Console, text: str, style: str = "") -> None:
    # no markup: labels are the user's own text
    console.print(Text(text, style=style), highlight=False)


def _print(console: Console, table: Table) -> None:
    _say(console, "")
    _say(console, table.title, "bold")
    if table.rows:
        console.print(drawn(table))
    if table.note:
        _say(console, table.note, "dim")


def drawn(table: Table) -> RichTable:
    """A table as the console prints it."""
    made = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1),
                     collapse_padding=True, header_style="")  # fmt: skip
    for i, column in enumerate(table.columns):
        words = i in table.text
        cells = [row[i] for row in table.rows]
        # numbers never break over two lines, a long head above them does; words only at a space
        widest = max(len(cell) for cell in (*cells, *column.split()))
        longest = max((len(word) for cell in (*cells, column) for word in cell.split()), default=1)
        width = max(widest, min(len(column), HEAD))
        made.add_column(Text(column), justify="left" if words else "right", overflow="fold",
                        min_width=min(longest, WORD) if words else width,
                        max_width=None if words else width)  # fmt: skip
    for row in table.rows:
        made.add_row(*(Text(cell) for cell in row))
    return made
