"""Several studies side by side: what differs in their commands, and what came of it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from analysis.compared import Compared, between, missing_variants, starry, word
from analysis.labels import label
from analysis.means import unequal
from analysis.numbers import points
from analysis.sides import sides
from analysis.table import Table
from experiments.store import Results


def several_table(studies: Sequence[Results], language: str = "nl") -> Table:
    """A row per study: difference between its two sides, spread, share, word and folder."""
    rows, shown = [], []
    for text, results in zip(differing(studies), studies, strict=True):
        found = sides(results.manifest["arms"], language)
        compared = Compared(results, "realised_share", found.other, found.reference)
        shown.append(compared)
        if unequal(results):
            text = f"{text} ({label('unequal', language)})"
        rows.append((
            text,
            points(compared.mean, language=language),
            between(compared, language=language),
            f"{compared.verdict.share(1)} %",
            word(compared, language),
            results.folder.name.rpartition("_")[2],
        ))  # fmt: skip
    root = studies[0].folder.parent.parent
    note = label("several_note", language, root=root)
    stars = {missing_variants(one.verdict, language): None for one in shown if starry(one)}
    if stars:
        text = "; ".join(stars)
        note = f"* {text[0].upper()}{text[1:]}. {note}"
    keys = ("study", "difference", "five_ninetyfive", "share", "verdict", "folder")
    return Table(label("several", language), tuple(label(k, language) for k in keys),
                 tuple(rows), note, (0, 4, 5))  # fmt: skip


def differing(studies: Sequence[Results]) -> list[str]:
    """The words of each command that not all commands have; the command if there are none."""
    words = [shlex.split(str(results.manifest["command"])) for results in studies]
    common = set(words[0]).intersection(*words)
    return [
        " ".join(word for word in mine if word not in common) or " ".join(mine) for mine in words
    ]
