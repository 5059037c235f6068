"""A chart before it is drawn: its words, its data, and how to draw it in a frame.

Every figure of `analysis.figures` gives one of these; `analysis.bundle` writes it in all forms.
The data are the numbers that are drawn, so that table, alt text and picture cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.figure_labels import said
from analysis.frame import Frame, Words
from analysis.style import Format, Style
from analysis.typesetting import Text, plain
from experiments.store import Results

LONGEST_ALT = 250  # characters


@dataclass(frozen=True)
class Column:
    """A column of the data: its head, and an Excel number format ("" for text)."""

    name: str
    number: str = ""


@dataclass(frozen=True)
class Chart:
    """A figure.

    Attributes
    ----------
    name : str
        Of its file: letters, digits and underscores.
    title : str
        The finding, in words the verdict allows.
    subtitle : Text
        Measure, unit, place and period; the arms in their colours.
    height : float or (word, kolom, dia) as a callable of the format
        Of the drawing in mm.
    paint : callable
        Draws in the frame.
    columns, rows
        The data that are drawn.
    alt : str
        What is seen, in at most 250 characters.
    reading : str
        How to read it.
    source : str
        What it rests on; empty for an explanatory figure.
    """

    name: str
    title: str
    subtitle: Text
    height: Callable[[Format], float]
    paint: Callable[[Frame], None]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    alt: str
    reading: str
    source: str
    stamp: str
    language: str = "nl"

    def draw(self, style: Style, format_: Format, *, kaal: bool = False) -> Frame:
        """The figure, drawn; the caller saves it."""
        origin = f"{said('md_source', self.language)}: {self.source}" if self.source else ""
        words = Words(self.title, self.subtitle, (origin, self.reading, self.stamp))
        frame = Frame(words, self.height(format_), style, format_, kaal=kaal)
        self.paint(frame)
        return frame

    @property
    def text(self) -> str:
        """Everything a reader reads, for the word list."""
        parts = [self.title, plain(self.subtitle), self.source, self.reading, self.alt]
        parts += [column.name for column in self.columns]
        parts += [cell for row in self.rows for cell in row if isinstance(cell, str)]
        return " ".join(parts)


def stamp(results: Results, language: str = "nl") -> str:
    """Which model, which study, which seeds: enough to make the figure again."""
    manifest = results.manifest
    git = manifest.get("git") or {}
    commit = str(git.get("commit", ""))[:7] + ("+" if git.get("dirty") else "")
    last = manifest["first_seed"] + manifest["points"] - 1
    return said(
        "stamp", language, version=manifest["packages"].get("groenlicht", "?"),
        model=manifest["model_hash"][:8], study=results.folder.name.rsplit("_", 1)[-1],
        seeds=f"{manifest['first_seed']}–{last}", date=manifest["started"][:10],
        git=f" · git {commit}" if commit else "",
    )  # fmt: skip


def shortened(text: str, most: int = LONGEST_ALT) -> str:
    """Text of at most so many characters, cut at the end of a sentence or word."""
    if len(text) <= most:
        return text
    cut = text[:most]
    end = cut.rfind(". ")
    return cut[: end + 1] if end > most // 2 else cut[: cut.rfind(" ")] + "…"
