"""The projects of one square in one arm, as a reader sees them: what waited, for what, how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.labels_waarom import cause_said, said, unit_said
from analysis.numbers import number, percent

if TYPE_CHECKING:
    from experiments.questions.square_seen import ArmSeen, SquareSeen
    from model.looking import ProjectName, ProjectSeen

LISTED, LISTED_BESIDE = 20, 10  # projects named of one arm; of each of two
FIRST_YEAR = 2021
UNDER_WAY = "time"  # the clock of a project nothing holds up


@dataclass(frozen=True)
class Entry:
    """One project: a line, and lines that stand under it."""

    head: str
    lines: tuple[str, ...]


Written = tuple[str, tuple[str, ...], tuple[Entry, ...], tuple[str, ...]]


def projects(
    square: SquareSeen, arm: ArmSeen, named: str, beside: int = 1, language: str = "nl"
) -> Written:
    """Title, introduction, entries and ending about the projects of an arm.

    Parameters
    ----------
    named : str
        How the arm is named.
    beside : int
        How many arms are shown: of one more projects are named.
    """
    most = LISTED if beside == 1 else LISTED_BESIDE
    late = sorted((p for p in arm.projects if not p.in_time), key=_waited_longest)
    done = sorted((p for p in arm.projects if p.in_time), key=lambda p: (p.done or 0, p.name))
    stock = sum(p.size_before for p in arm.projects) / square.target
    title = said("projects", language, arm=named)
    if not arm.projects:
        return title, (said("projects_none", language),), (), ()
    intro = [
        said("projects_sum" if len(arm.projects) > 1 else "projects_one", language,
             count=len(arm.projects), done=len(done),
             stock=percent(stock, 0, language=language),
             share=percent(sum(p.size for p in done) / square.target, language=language)),
        said("not_done" if late else "all_in_time", language),
    ]  # fmt: skip
    ending = []
    if len(late) > most:
        ending.append(said("more", language, count=len(late) - most))
    if done:
        texts = [f"{_name(p.name, square)} ({quarter_said(p.done, language)})" for p in done[:most]]
        if len(done) > most:
            texts.append(said("more", language, count=len(done) - most))
        ending.append(said("in_time", language, projects=", ".join(texts)))
    digits = digits_of(arm, square)
    entries = tuple(_entry(p, square, digits, language) for p in late[:most])
    return title, tuple(intro), entries, tuple(ending)


def waiting(project: ProjectSeen) -> dict[str, float]:
    """The clocks of what held it up, longest first."""
    held = {c: q for c, q in project.clocks.items() if c != UNDER_WAY}
    return dict(sorted(held.items(), key=lambda item: -item[1]))


def _waited_longest(project: ProjectSeen) -> tuple[float, float, ProjectName]:
    return (-sum(waiting(project).values()), -project.size, project.name)


def _entry(project: ProjectSeen, square: SquareSeen, digits: int, language: str) -> Entry:
    def amount(units: float) -> str:
        return number(units * square.per_unit, digits, language=language)

    shrunk = amount(project.size) != amount(project.size_before)
    size = said("size_shrunk" if shrunk else "size", language, size=amount(project.size),
                before=amount(project.size_before),
                unit=unit_said(square.opgave["unit"], language))  # fmt: skip
    head = said("head", language, name=_name(project.name, square), size=size,
                phase=_phase(project, language))  # fmt: skip
    lines = [
        _steps(project, language),
        _waited(project, language),
        _links(project, square, language),
    ]
    return Entry(head, tuple(line for line in lines if line))


def digits_of(arm: ArmSeen, square: SquareSeen) -> int:
    """Decimals with which the sizes of the projects of a square can be told apart."""
    largest = max((p.size_before for p in arm.projects), default=0.0) * square.per_unit
    return 0 if largest >= 100 else 1 if largest >= 10 else 2 if largest >= 1 else 3


def _phase(project: ProjectSeen, language: str) -> str:
    if project.phase == "done" and not project.in_time:
        return said("late", language, quarter=quarter_said(project.done, language))
    return said(f"phase_{project.phase}", language, quarter=quarter_said(project.done, language))


def _steps(project: ProjectSeen, language: str) -> str:
    """What was decided, paid and permitted, and when."""
    steps = {"decided": project.decided, "paid": project.paid, "permit": project.permit}
    known = {name: quarter for name, quarter in steps.items() if quarter is not None}
    return ", ".join(
        said(name, language, quarter=quarter_said(quarter, language))
        for name, quarter in known.items()
    )


def _waited(project: ProjectSeen, language: str) -> str:
    held = waiting(project)
    text = said("waited_nothing", language)
    if held:
        causes = [
            said("clock", language, cause=cause_said(cause, language),
                 quarters=_quarters(quarters, language) if len(held) > 1 else "").strip()
            for cause, quarters in held.items()
        ]  # fmt: skip
        total = _quarters(sum(held.values()), language)
        text = said("waited_one" if total == "1" else "waited", language, total=total,
                    causes=", ".join(causes))  # fmt: skip
    if time := project.clocks.get(UNDER_WAY):
        text += said("busy", language, time=_quarters(time, language))
    return text


def _links(project: ProjectSeen, square: SquareSeen, language: str) -> str:
    """What became of its links, those with the same ending together."""
    others: dict[str, list[str]] = {}
    for link in project.links:
        others.setdefault(link.status, []).append(_name(link.other, square))
    return "; ".join(
        said(f"link_{status}", language, other=", ".join(names)) for status, names in others.items()
    )


def _name(name: ProjectName, square: SquareSeen) -> str:
    """A project by its host and number, from 1; its opgave where that is another."""
    text = f"{name.municipality} {name.number + 1}"
    return text if name.opgave == square.opgave["id"] else f"{name.opgave} {text}"


def _quarters(value: float, language: str) -> str:
    whole = abs(value - round(value)) < 0.05
    return number(value, 0 if whole else 1, language=language)


def quarter_said(quarter: int | None, language: str) -> str:
    """A quarter as 2027Q3; what happened before the model begins as such."""
    if quarter is None:
        return ""
    if quarter < 0:
        return said("before", language)
    return f"{FIRST_YEAR + quarter // 4}Q{quarter % 4 + 1}"
