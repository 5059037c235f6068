"""Setting text in a figure: measured widths, balanced lines, words with a colour of their own.

Widths come from the outlines of the font, not from a renderer: they do not depend on dpi, so
that a coloured word stands where it belongs at every size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from analysis.style import FALLBACK

POINTS = 72.0  # in an inch
MM = 1 / 25.4  # inch
LAST = 0.3  # of the room: a last line that is shorter gets words of the line before
# what follows is never first on a line: a unit, a plus between two names
JOINED = re.compile(r" (?=%|\+(?: |$))")
DOT, ENDING = " · ", "\u00a0·"  # between parts: never first on a line, nor last


@dataclass(frozen=True)
class Span:
    """A piece of text; with a colour it is set semibold as well, as a legend would be."""

    text: str
    colour: str = ""
    weight: str = ""


Text = str | Sequence[Span]
Pieces = list[tuple[str, Span, str]]  # of one word: text, span, weight


def spans(text: Text) -> list[Span]:
    """Text as spans."""
    return [Span(text)] if isinstance(text, str) else list(text)


def plain(text: Text) -> str:
    """Text without its colours."""
    return "".join(span.text for span in spans(text))


@lru_cache(maxsize=20_000)
def width(text: str, size: float, weight: str, family: str) -> float:
    """Width of a text in inches, spaces at its ends included."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(family=[family, FALLBACK], size=size, weight=weight)
    measure = TextToPath().get_text_width_height_descent
    bar = measure("|", font, False)[0]
    return float((measure(f"|{text}|", font, False)[0] - 2 * bar) / POINTS)


@dataclass(frozen=True)
class Word:
    """A word on a line, at its place in inches."""

    text: str
    x: float
    span: Span


@dataclass(frozen=True)
class Setting:
    """Lines of words, and what they were set in."""

    lines: tuple[tuple[Word, ...], ...]
    size: float
    weight: str
    leading: float

    @property
    def height(self) -> float:
        """Height in inches."""
        return len(self.lines) * self.size / POINTS * self.leading


def set_text(
    text: Text,
    size: float,
    room: float,
    family: str,
    *,
    weight: str = "regular",
    leading: float = 1.25,
    balanced: bool = True,
) -> Setting:
    """Break text into lines of at most `room` inches.

    Balanced lines have the smallest width that takes no more lines: no orphan at the end. Other
    lines fill the room, but for what the last line needs to be no orphan. A dot keeps the words
    beside it on its line; in a list, with more than one, it gives way to the end of a line.
    """
    words = list(_words(spans(text), weight))
    lines = _broken(words, size, room, family)
    if balanced and len(lines) > 1:
        low, high = room / len(lines) / 1.3, room
        for _ in range(12):
            middle = (low + high) / 2
            if len(_broken(words, size, middle, family)) <= len(lines):
                high = middle
            else:
                low = middle
        lines = _broken(words, size, high, family)
    elif len(lines) > 1:
        lines = _no_orphan(words, lines, (size, room, family))
    return Setting(tuple(tuple(line) for line in lines), size, weight, leading)


def _no_orphan(
    words: Sequence[tuple[Pieces, bool]],
    lines: list[list[Word]],
    how: tuple[float, float, str],
) -> list[list[Word]]:
    """The lines, or as many slightly narrower ones of which the last is not short."""
    size, room, family = how

    def last(found: list[list[Word]]) -> float:
        word = found[-1][-1]
        return word.x + width(word.text, size, word.span.weight, family)

    for part in range(100, 49, -2):
        tried = _broken(words, size, room * part / 100, family)
        if len(tried) > len(lines):
            break
        if last(tried) >= LAST * room:
            return tried
    return lines


def _joined(text: str) -> str:
    """Text with a hard space wherever no line may end."""
    text = JOINED.sub("\u00a0", text)
    if text.count(DOT) > 1:
        return text.replace(DOT, ENDING + " ")
    return text.replace(DOT, f"{ENDING}\u00a0")


def _words(parts: Iterable[Span], weight: str) -> Iterable[tuple[Pieces, bool]]:
    """Words as pieces of one or more spans, and whether a space stands before."""
    word: Pieces = []
    spaced = False
    for span in parts:
        own = span.weight or ("semibold" if span.colour else weight)
        for i, piece in enumerate(_joined(span.text).split(" ")):
            if i > 0:
                if word:
                    yield word, spaced
                word, spaced = [], True
            if piece:
                word.append((piece, span, own))
    if word:
        yield word, spaced


def _broken(
    words: Sequence[tuple[Pieces, bool]],
    size: float,
    room: float,
    family: str,
) -> list[list[Word]]:
    lines: list[list[Word]] = [[]]
    x = 0.0
    for pieces, spaced in words:
        *_, (end, _, weight) = pieces
        wide = sum(width(text, size, own, family) for text, _, own in pieces)
        bare = wide - width(end, size, weight, family)
        bare += width(end.removesuffix(ENDING), size, weight, family)
        gap = width(" ", size, pieces[0][2], family) if spaced and lines[-1] else 0.0
        if lines[-1] and x + gap + bare > room + 1e-9:
            last = lines[-1][-1]
            lines[-1][-1] = replace(last, text=last.text.removesuffix(ENDING))
            lines.append([])
            x, gap = 0.0, 0.0
        x += gap
        for text, span, own in pieces:
            lines[-1].append(Word(text, x, Span(span.text, span.colour, own)))
            x += width(text, size, own, family)
    return lines


def draw(figure: Any, setting: Setting, x: float, top: float, colour: str) -> None:
    """Put a setting in a figure; x and top in inches from its lower left corner."""
    wide, high = figure.get_size_inches()
    for i, line in enumerate(setting.lines):
        baseline = top - (i + 0.8) * setting.size / POINTS * setting.leading
        for word in line:
            figure.text(
                (x + word.x) / wide, baseline / high, word.text, size=setting.size,
                weight=word.span.weight or setting.weight, color=word.span.colour or colour,
                ha="left", va="baseline",
            )  # fmt: skip
