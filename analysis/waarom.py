"""Why is this pair red: what questions/waarom.py found, as sentences, tables and entries.

chosen(arms)        which arms of a study are shown if none is named
compose(square)     the page, for tests and other writers
show(square)        prints it
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from analysis.labels import label
from analysis.labels_waarom import cause_said, said, unit_said
from analysis.numbers import number, percent
from analysis.projects import Entry, projects, quarter_said
from analysis.screen import drawn
from analysis.sides import sides
from analysis.table import Table
from experiments.messages import typed

if TYPE_CHECKING:
    from experiments.questions.square_seen import ArmSeen, SquareSeen, Step, WhatIf

SHOWN = 0.005  # causes under this share of the target in every arm stand together
FEW = 5  # arms that fit beside each other
FIRST_YEAR = 2021
LIGHTS = ("green", "amber", "red")


@dataclass(frozen=True)
class Part:
    """A piece of the page about one arm: a title, what it is about, entries and an ending."""

    title: str
    intro: tuple[str, ...]
    entries: tuple[Entry, ...]
    ending: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """What stands on the screen, from top to bottom."""

    first: str
    note: str
    tables: tuple[Table, ...]
    reading: str
    parts: tuple[Part, ...]
    ending: str


def chosen(arms: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """The arms shown if none is named: all of a few, else the two the answer is about."""
    if len(arms) <= FEW:
        return tuple(range(len(arms)))
    found = sides(arms)
    return (found.reference, found.other)


def compose(square: SquareSeen, language: str = "nl") -> Page:
    """Write the page of one square."""
    region, opgave = square.region["name"], _opgave(square, language)
    if not square.target > 0:
        text = said("no_target", language, region=region, opgave=opgave)
        return Page(text, "", (), "", (), "")
    near = _near(square)
    return Page(
        _first(square, near, language),
        _notes(square, language),
        tuple(_tables(square, language)),
        said("reading", language, last=quarter_said(square.last_start, language)),
        tuple(
            part
            for arm in near
            for part in (
                Part(*projects(square, arm, _named(square, arm, language), len(near), language)),
                _what_if(square, arm, language),
            )
        ),
        said("what_if_note", language, command=typed("groenlicht experiment=levers")),
    )


def _opgave(square: SquareSeen, language: str) -> str:
    return str(square.opgave["name" if language == "nl" else "name_en"])


def _near(square: SquareSeen) -> tuple[ArmSeen, ...]:
    """The arms that are shown in detail: the two sides if they are there, else the first."""
    found = sides(square.entries)
    both = [a for a in square.arms if a.index in (found.reference, found.other)]
    return tuple(both if len(both) == 2 else square.arms[:1])


def _label(arm: ArmSeen, language: str) -> str:
    return arm.label if language == "nl" else arm.label_en


def _named(square: SquareSeen, arm: ArmSeen, language: str) -> str:
    """An arm as it is named above its projects: with its letter if there are more."""
    text = _label(arm, language)
    return text if len(square.arms) == 1 else f"{_letter(square, arm)}, {text}"


def _letter(square: SquareSeen, arm: ArmSeen) -> str:
    return ascii_uppercase[square.arms.index(arm)]


def _first(square: SquareSeen, near: Sequence[ArmSeen], language: str) -> str:
    arms = said("and", language).join(
        said("first_arm", language, share=percent(arm.share, language=language),
             light=said(arm.light, language), arm=_label(arm, language))
        for arm in near
    )  # fmt: skip
    target = square.target * square.per_unit
    digits = 0 if target >= 100 else 1 if target >= 10 else 2
    amount = f"{number(target, digits, language=language)} " + unit_said(
        square.opgave["unit"], language
    )
    return said(
        "first" if square.worlds > 1 else "first_one", language,
        region=square.region["name"], opgave=_opgave(square, language), target=amount,
        year=FIRST_YEAR + (square.deadline - 1) // 4, worlds=square.worlds, world=square.world,
        arms=arms,
    )  # fmt: skip


def _notes(square: SquareSeen, language: str) -> str:
    found = []
    if square.middle and square.worlds > 1:
        found.append(said("middle", language, arm=_label(square.arms[0], language)))
    if square.opgave["data"] in ("partly", "indicator"):
        found.append(said(f"kind_{square.opgave['data']}", language))
    if abs(square.ambition - 1) > 1e-9:
        found.append(
            said("ambition", language, ambition=number(square.ambition, 2, language=language))
        )
    if square.variant:
        found.append(said("variant", language, name=square.variant))
    found.append(said("lights", language))
    if len(square.arms) == 1 and square.worlds > 1:
        arm = square.arms[0]
        counts = {light: number(arm.lights[light], language=language) for light in LIGHTS}
        share = percent(arm.mean_share, language=language)
        found.append(said("one_arm", language, worlds=square.worlds, share=share, **counts))
    return " ".join(found)


def _tables(square: SquareSeen, language: str) -> list[Table]:
    """Every arm side by side; of one arm only where it got stuck, this world beside the mean."""
    arms, several = square.arms, square.worlds > 1
    here = [{name: loss / square.target for name, loss in arm.losses.items()} for arm in arms]
    means = [arm.mean_losses for arm in arms]
    note = said("stuck_note", language)
    if len(arms) == 1:
        heads = (said("this_world", language), said("on_average", language))
        beside = [*here, *means][: 1 + several]
        return [_stuck(said("stuck", language), heads[: 1 + several], beside, language, note)]
    letters = tuple(ascii_uppercase[: len(arms)])
    rows = tuple(zip(letters, (_label(arm, language) for arm in arms), strict=True))
    made = [
        Table(label("arms", language), ("", label("arm", language)), rows, text=(0, 1)),
        _lights(square, letters, language),
        _stuck(said("stuck_here", language), letters, here, language, "" if several else note),
    ]
    if several:
        title = said("stuck_mean", language, worlds=square.worlds)
        made.append(_stuck(title, letters, means, language, note))
    return made


def _lights(square: SquareSeen, heads: tuple[str, ...], language: str) -> Table:
    """Every arm side by side: this world, and all of them."""
    arms, worlds = square.arms, square.worlds
    rows = [
        (said("share_here", language), *(percent(a.share, language=language) for a in arms)),
        (said("light_here", language), *(said(a.light, language) for a in arms)),
    ]
    note = ""
    if worlds > 1:
        rows.append((said("share_mean", language),
                     *(percent(a.mean_share, language=language) for a in arms)))  # fmt: skip
        rows += [
            (said(f"count_{light}", language, worlds=worlds),
             *(number(a.lights[light], language=language) for a in arms))
            for light in LIGHTS
        ]  # fmt: skip
        note = said("mean_note", language, worlds=worlds)
    return Table(said("arms", language), ("", *heads), tuple(rows), note)


def _stuck(
    title: str,
    heads: tuple[str, ...],
    losses: Sequence[Mapping[str, float]],
    language: str,
    note: str = "",
) -> Table:
    """The loss waterfall as shares of the target; small causes stand together."""
    rows = [(label("realised", language), [1 - sum(one.values()) for one in losses])]
    causes = {name: [one[name] for one in losses] for name in losses[0]}
    causes = {name: values for name, values in causes.items() if any(values)}
    small = [name for name, values in causes.items() if max(values) < SHOWN]
    small = small if len(small) > 1 else []
    rows += [(cause_said(n, language), v) for n, v in causes.items() if n not in small]
    if small:
        rest = [sum(one[name] for name in small) for one in losses]
        rows.append((label("loss_rest", language, count=len(small)), rest))
    text = tuple((name, *(percent(v, language=language) for v in values)) for name, values in rows)
    return Table(title, ("", *heads), text, note)


def _what_if(square: SquareSeen, arm: ArmSeen, language: str) -> Part:
    """What would have to be otherwise: the largest causes, with their setting turned."""
    title = said("what_if", language, arm=_named(square, arm, language))
    if not arm.what_if:
        return Part(title, (said("nothing_unmet", language),), ())
    lines = [_turned(square, arm, found, language) for found in arm.what_if]
    return Part(title, tuple(lines), ())


def _turned(square: SquareSeen, arm: ArmSeen, found: WhatIf, language: str) -> str:
    cause = cause_said(found.cause, language)
    cause = cause[:1].upper() + cause[1:]
    share = percent(arm.losses[found.cause] / square.target, language=language)
    if not found.steps:
        return said("turn_none", language, cause=cause, share=share)
    now = percent(arm.share, language=language)
    steps = ", ".join(_step(step, i, now, language) for i, step in enumerate(found.steps))
    assumed = found.steps[0].changes[0][0].startswith(("assumptions.", "opgaven."))
    return said(
        "turn", language, cause=cause, share=share, now=now, steps=steps,
        turn=said(f"turn_{found.cause}", language),
        kind=said("assumed", language) if assumed else "",
    )  # fmt: skip


def _step(step: Step, at: int, now: str, language: str) -> str:
    """Settings as they are typed, so with a point; what holds now is said once."""
    settings = " ".join(
        said("setting" if at else "setting_now", language, name=key, before=_typed(before),
             after=_typed(after))
        for key, before, after in step.changes
    )  # fmt: skip
    share = percent(step.share, language=language)
    key = "step_same" if share == now else "step"
    return said(key, language, settings=settings, light=said(step.light, language), share=share)


def _typed(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def show(square: SquareSeen, console: Console | None = None, *, language: str = "nl") -> None:
    """Print the page.

    Parameters
    ----------
    square : SquareSeen
    console : rich Console, optional
        Default the standard output.
    language : {"nl", "en"}
    """
    console = console or Console()
    page = compose(square, language)

    def say(text: str, style: str = "", indent: int = 0) -> None:
        written = Text(text, style=style)  # no markup: labels are the user's own text
        inside = Padding(written, (0, 0, 0, indent), expand=False) if indent else written
        console.print(inside, highlight=False)

    say("")
    say(page.first, "bold")
    if page.note:
        say(page.note, "dim")
    for table in page.tables:
        say("")
        say(table.title, "bold")
        console.print(drawn(table))
        if table.note:
            say(table.note, "dim")
    if page.reading:
        say("")
        say(page.reading, "dim")
    for part in page.parts:
        say("")
        say(part.title, "bold")
        for line in part.intro:
            say(line)
        for entry in part.entries:
            say(entry.head, indent=2)
            for line in entry.lines:
                say(line, "dim", indent=4)
        for line in part.ending:
            say(line)
    if page.ending:
        say("")
        say(page.ending, "dim")
