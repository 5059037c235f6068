"""`groenlicht audit`: run what is missing of the audits, and print one table in Dutch.

The exit code is 0 whatever is found, except where the program itself is at fault: a placebo or
symmetry that is not exact.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from experiments.composing import checked
from experiments.messages import StudyStopped
from experiments.preflight import InputError
from experiments.questions.audits import (
    BOXES,
    BROKEN,
    EVERYTHING,
    FINDING,
    GOOD,
    LEDGER,
    LINKS,
    SERIES,
    SMALLEST,
    Check,
    Spread,
    alone,
    cell_of,
    difference,
    equal_means,
    members,
    nothing_left,
    placebo,
    spread,
    symmetry,
)  # fmt: skip
from experiments.questions.mechanism_table import KNOWN, options_of
from experiments.series import run_series
from experiments.store import Results
from model.arrangement import Terms
from model.assumptions import TABLE

if TYPE_CHECKING:
    from experiments.commands import Line

POINTS = 100
WIDTH = 150
SIDES = {1: "gebiedsgericht meer", -1: "sectoraal meer", 0: "binnen 2 procentpunt"}


class AuditBroken(StudyStopped):  # the exit code of a program that is at fault
    """A placebo or symmetry is not exact."""


def audit_command(line: Line) -> str:
    """Run, check and say; AuditBroken if the placebo or the symmetry is not exact."""
    settings = line.settings(("points", *KNOWN[1:]))
    if words := [word for word in line.words if "=" not in word]:
        raise InputError(f"audit: '{words[0]}' gevonden, naam=waarde verwacht, zoals points=100.")
    points = checked.whole("points", settings.get("points", POINTS), 1)
    root = line.start / str(settings.get("results", "results"))
    named = members(root, points)
    again = " ".join(["groenlicht", SERIES, *line.words])
    found = run_series(list(named.values()), again, options=options_of(settings), each=True)
    studies = dict(zip(named, found, strict=True))
    checks = all_checks(studies)
    text = f"{_checks(checks)}\n{_ledger(studies['main'])}\n{_last_words(studies)}"
    if any(check.status == BROKEN for check in checks):
        print(text)
        raise AuditBroken(
            "De placebo of de symmetrie is niet exact: dit is een fout in het programma."
        )
    return text


def all_checks(studies: dict[str, Results]) -> list[Check]:
    """Every row of the table, from the stored studies by name."""
    main, equal = studies["main"], studies["equal_pots"]
    base = spread(difference(main))
    cells = alone(main)
    checks = [
        placebo(studies["placebo"]),
        symmetry(main, studies["swapped"]),
        *equal_means(main),
        nothing_left(equal),
    ]
    turned = [name for name, (here, _) in cells.items() if name and here.side != base.side]
    checks.append(
        Check("neutralisatie: elk mechanisme apart", "een voor een neutraal; zie de tweede tabel",
              f"in {len(cells) - 1 - len(turned)} van {len(cells) - 1} gevallen dezelfde kant"
              + (f"; anders zonder {', '.join(turned)}" if turned else ""),
              f"steeds {SIDES[base.side]}", FINDING if turned else GOOD)
    )  # fmt: skip
    for name, study in (("eigen potten", main), ("gelijke potten", equal)):
        none = spread(difference(study, cell_of(study, LINKS)))
        checks.append(
            Check(f"wereld zonder verbanden, {name}", "density 0", _spread(none),
                  "niet gebiedsgericht meer", FINDING if none.side > 0 else GOOD)
        )  # fmt: skip
    for box, text in BOXES.items():
        other = spread(difference(studies[box]))
        checks.append(
            Check(f"andere doos: {box}", text, _spread(other), SIDES[base.side],
                  _same_side(base, other))
        )  # fmt: skip
    return checks


def _same_side(base: Spread, other: Spread) -> str:
    return GOOD if base.side == other.side else FINDING


def _checks(checks: Sequence[Check]) -> str:
    table = Table(title="Audits: gebiedstafels + gebiedsbudget min sectorale tafels + losse SPUKs")
    for head in ("audit", "wat er gedaan is", "gevonden", "verwacht", ""):
        table.add_column(head, overflow="fold")
    for check in checks:
        table.add_row(check.name, check.done, check.found, check.expected, check.status)
    return _text(table)


def _ledger(main: Results) -> str:
    """Which assumption favours which side by construction, and what is left without it."""
    cells = alone(main)
    base = cells[""][0]
    table = Table(title="Wat één kant per constructie begunstigt, en het verschil zonder dat")
    for head in (
        "aanname",
        "merk en marge",
        "kant, per constructie",
        "verschil zonder",
        "per punt",
    ):
        table.add_column(head, overflow="fold")
    table.add_row("(zoals het is)", "", "", _spread(base), "")
    for cell, names, side in LEDGER:
        here, change = cells[cell]
        table.add_row(cell, "; ".join(_mark(name) for name in names), side, _spread(here),
                      _points(change))  # fmt: skip
    here, change = cells[EVERYTHING]
    table.add_row("alles tegelijk", "", "wat overblijft komt van de potten", _spread(here),
                  _points(change))  # fmt: skip
    return _text(table)


def _mark(name: str) -> str:
    rows = {row.name: row for row in TABLE}
    if name in rows:
        row = rows[name]
        return f"{name} {row.default:g} ({row.low:g}-{row.high:g}) {row.mark}"
    term = name.removeprefix("terms.")
    return f"{term} {getattr(Terms(), term):g} {Terms.__dataclass_fields__[term].metadata['mark']}"


def _last_words(studies: dict[str, Results]) -> str:
    failed = sum(study.failed for study in studies.values())
    points = len(studies["main"].points)
    text = (
        f"{points} punten; verschil = mediaan over punten van gerealiseerd aandeel, met 5-95 %; "
        f"'per punt' is de mediaan van wat er per punt verandert. Vanaf {100 * SMALLEST:g} "
        "procentpunt telt een verschil mee; een bevinding is geen fout, maar hoort bij elk oordeel."
    )
    return text + (f" {failed} runs zijn mislukt." if failed else "")


def _spread(found: Spread) -> str:
    return (
        f"{_points(found.median)} ({_points(found.low)} tot {_points(found.high)}; "
        f"{100 * found.above:.0f} % van de punten boven 0)"
    )


def _points(value: float) -> str:
    return f"{100 * value:+.2f}".replace(".", ",")


def _text(table: Table) -> str:
    console = Console(file=io.StringIO(), width=WIDTH)
    console.print(table)
    return str(console.file.getvalue())  # type: ignore[attr-defined]
