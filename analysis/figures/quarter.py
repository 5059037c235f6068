"""The quarter as a diagram: twelve steps in order, by where they happen: money, tables, field.

Explanatory: nothing of it comes from a study. The steps are those of docs/odd.md 4.
"""

from __future__ import annotations

from typing import Any

from analysis.chart import Chart, Column
from analysis.figures.explained import stamp
from analysis.figures.labels_experiments import said
from analysis.frame import Frame
from analysis.style import Format, Style, mixed

NAME = "uitleg_kwartaal"
LANES = ("money", "tables", "field")
STEPS: tuple[tuple[str, str], ...] = (  # key of the name, lane; "" for all of them
    ("events", ""), ("pots_step", "money"), ("tables_step", "tables"), ("agenda", "tables"),
    ("consent", "tables"), ("links", "tables"), ("funding", "money"), ("staff", "field"),
    ("permits", "field"), ("building", "field"), ("trust", ""), ("observe", ""),
)  # fmt: skip
HEAD, ROW = 8.0, 7.4  # mm
BOX = 0.76  # of a row


def chart(style: Style, language: str = "nl") -> Chart:
    """The diagram."""

    def height(format_: Format) -> float:
        return HEAD + ROW * len(STEPS) + 1.0

    return Chart(
        name=NAME,
        title=said("quarter_title", language),
        subtitle=said("quarter_subtitle", language),
        height=height,
        paint=lambda frame: _paint(frame, language),
        columns=tuple(
            Column(said(key, language))
            for key in ("column_step", "column_named", "column_lane", "column_what")
        ),
        rows=tuple(
            (f"S{i}", said(f"step_{key}", language), said(f"lane_{lane or 'all'}", language),
             said(f"what_{key}", language))
            for i, (key, lane) in enumerate(STEPS, 1)
        ),
        alt=said("quarter_alt", language),
        reading=said("quarter_reading", language),
        source="",
        stamp=stamp(language),
        language=language,
    )  # fmt: skip


def colours(style: Style) -> dict[str, str]:
    """The colour of every lane: none of them is that of a side."""
    return {"money": style.lights[0], "tables": style.ink, "field": style.series[3],
            "": style.unclear_text}  # fmt: skip


def _paint(frame: Frame, language: str) -> None:
    from matplotlib.patches import FancyBboxPatch

    style, narrow = frame.style, frame.narrow
    wide, high = frame.room
    sheet = frame.sheet()
    words = not narrow
    number = 7.0 if narrow else 9.0
    lane = (wide - number) / 3 if narrow else 34.0
    step = (high - HEAD - 1.0) / len(STEPS)
    size = 7.4 if narrow else 8.8
    left = {key: number + i * lane for i, key in enumerate(LANES)}
    for key in LANES:
        frame.write(sheet, left[key] + lane / 2, high - 3.2, said(f"lane_{key}", language),
                    size + 0.2, lane, align="center", weight="semibold",
                    colour=colours(style)[key])  # fmt: skip
    _path(frame, sheet, left, (lane, step, high))
    for i, (key, where) in enumerate(STEPS):
        y = high - HEAD - (i + 0.5) * step
        x, room = (left[where], lane) if where else (number, 3 * lane)
        colour = colours(style)[where]
        sheet.add_patch(FancyBboxPatch(
            (x + 1.6, y - BOX * step / 2 + 0.4), room - 3.2, BOX * step - 0.8,
            boxstyle="round,pad=0.4,rounding_size=0.9",
            facecolor=mixed(colour, "#FFFFFF", 0.86), edgecolor=colour, lw=frame.size(0.9),
            zorder=2,
        ))  # fmt: skip
        frame.write(sheet, x + room / 2, y, said(f"step_{key}", language), size, room - 2.6,
                    align="center", weight="semibold")  # fmt: skip
        frame.write(sheet, 0, y, f"S{i + 1}", size - 0.4, number, colour=style.unclear_text)
        if words:
            frame.write(sheet, number + 3 * lane + 3.0, y, said(f"what_{key}", language),
                        min(7.6, step * 1.24), wide - number - 3 * lane - 3.0,
                        colour=style.text)  # fmt: skip


def _path(
    frame: Frame, sheet: Any, left: dict[str, float], sizes: tuple[float, float, float]
) -> None:
    """The order of the steps, from box to box."""
    lane, step, high = sizes
    middle = left["tables"] + lane / 2
    at = [left[where] + lane / 2 if where else middle for _, where in STEPS]
    for i in range(len(STEPS) - 1):
        y = high - HEAD - (i + 0.5) * step
        turn = y - step / 2
        start = at[i] if STEPS[i][1] else at[i + 1]
        end = at[i + 1] if STEPS[i + 1][1] else start
        sheet.plot([start, start, end, end], [y, turn, turn, y - step], color=frame.style.unclear,
                   lw=frame.size(1.2), zorder=1, solid_joinstyle="round")  # fmt: skip
