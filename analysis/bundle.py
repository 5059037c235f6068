"""A figure is a bundle: png, svg, pdf, xlsx, csv and md, from one chart.

Twice the same chart gives twice the same bytes (on one machine): no dates, fixed ids. Cells of
the workbook hold numbers as numbers, and no text becomes a formula.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from analysis.chart import Chart
from analysis.figure_labels import said
from analysis.frame import Frame
from analysis.style import Format, Style
from analysis.typesetting import plain
from experiments.storing.parts import write_whole

MAKER = "Groenlicht"
FORMS = ("png", "svg", "pdf", "xlsx", "csv", "md")
SAFE = "'"  # before a text that a spreadsheet would take for a formula
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the date of every workbook
COLOURS = 256  # of a png: sharp to the eye, a quarter of the size


def write_bundle(
    chart: Chart, folder: Path, style: Style, format_: Format, *, kaal: bool = False
) -> Path:
    """Write a chart in all forms into `folder/name`, and return that folder."""
    place = folder / chart.name
    place.mkdir(parents=True, exist_ok=True)
    stem = place / chart.name
    frame = chart.draw(style, format_, kaal=kaal)
    _pictures(chart, frame, stem, format_)
    _data(chart, stem)
    return place


def _pictures(chart: Chart, frame: Frame, stem: Path, format_: Format) -> None:
    figure = frame.figure
    known = {"Title": chart.title, "Author": MAKER}
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=format_.dpi,
                   metadata={**known, "Description": chart.alt, "Software": MAKER})  # fmt: skip
    _write(stem.with_suffix(".png"), _fewer_colours(png.getvalue(), known, chart.alt))
    svg = io.StringIO()
    figure.savefig(svg, format="svg", metadata={"Date": None,
                                                "Creator": MAKER})  # fmt: skip
    _write(stem.with_suffix(".svg"), _described(svg.getvalue(), chart).encode("utf-8"))
    pdf = io.BytesIO()
    figure.savefig(pdf, format="pdf", metadata={
        **known, "Subject": chart.alt, "Creator": MAKER, "Producer": MAKER,
        "CreationDate": None})  # fmt: skip
    _write(stem.with_suffix(".pdf"), pdf.getvalue())


def _fewer_colours(png: bytes, known: dict[str, str], alt: str) -> bytes:
    """The same picture with a palette of its own; white stays white."""
    from PIL import Image, PngImagePlugin

    picture = Image.open(io.BytesIO(png))
    resolution = picture.info.get("dpi")
    small = picture.convert("RGB").quantize(
        COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    text = PngImagePlugin.PngInfo()
    for key, value in {**known, "Description": alt, "Software": MAKER}.items():
        text.add_itxt(key, value)
    out = io.BytesIO()
    small.save(out, format="png", pnginfo=text, dpi=resolution, optimize=True)
    return out.getvalue()


def _described(svg: str, chart: Chart) -> str:
    """An SVG with role, title and description, so that it can be read aloud."""
    inside = (
        f'<title id="title">{escape(chart.title)}</title>\n'
        f' <desc id="desc">{escape(chart.alt)}</desc>\n '
    )
    head = re.compile(r"<svg ([^>]*)>")
    role = 'role="img" aria-labelledby="title desc"'
    return head.sub(
        lambda m: f'<svg {role} lang="{chart.language}" {m[1]}>\n {inside}', svg, count=1
    )


def _data(chart: Chart, stem: Path) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in chart.columns])
    writer.writerows([[_machine(cell) for cell in row] for row in chart.rows])
    _write(stem.with_suffix(".csv"), text.getvalue().encode("utf-8"))
    _write(stem.with_suffix(".md"), _markdown(chart, stem.name).encode("utf-8"))
    write_whole(stem.with_suffix(".xlsx"), lambda path: _workbook(chart, path))


def _machine(cell: str | float | None) -> str | float:
    if cell is None:
        return ""
    return safe(cell) if isinstance(cell, str) else cell


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return SAFE + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _workbook(chart: Chart, path: Path) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": chart.title, "author": MAKER, "created": LONG_AGO})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        formats: dict[str, Any] = {
            c.number: book.add_format({"num_format": c.number}) for c in chart.columns if c.number
        }
        data = book.add_worksheet(said("sheet_data", chart.language))
        data.freeze_panes(1, 1)
        for i, column in enumerate(chart.columns):
            widest = max([len(column.name), *(len(str(r[i])) for r in chart.rows if r[i])])
            data.set_column(i, i, min(45, max(9, 0.9 * widest)) if not column.number else 14)
            data.write_string(0, i, column.name, bold)
        for r, row in enumerate(chart.rows, 1):
            for i, cell in enumerate(row):
                if isinstance(cell, str):
                    data.write_string(r, i, cell)
                elif cell is not None and cell == cell:
                    data.write_number(r, i, float(cell), formats.get(chart.columns[i].number))
        told = book.add_worksheet(said("sheet_reading", chart.language))
        origin = book.add_worksheet(said("sheet_origin", chart.language))
        for sheet, lines in (
            (told, [("title", chart.title), ("subtitle", plain(chart.subtitle)),
                    ("alt", chart.alt), ("reading", chart.reading)]),
            (origin, [("source", chart.source), ("stamp_head", chart.stamp)]),
        ):  # fmt: skip
            sheet.set_column(0, 0, 16)
            sheet.set_column(1, 1, 100)
            for r, (key, value) in enumerate(lines):
                sheet.write_string(r, 0, said(f"md_{key}", chart.language), bold)
                sheet.write_string(r, 1, value, wrapped)


def _markdown(chart: Chart, name: str) -> str:
    """Title, subtitle, alt text, reading help and source, for whoever sets the figure in a text."""
    lines = [f"# {chart.title}", "", plain(chart.subtitle), "", f"![{chart.alt}]({name}.png)", ""]
    for key, value in (
        ("alt", chart.alt), ("reading", chart.reading), ("source", chart.source),
        ("stamp_head", chart.stamp),
    ):  # fmt: skip
        if value:
            lines += [f"**{said(f'md_{key}', chart.language)}**: {value}", ""]
    return "\n".join(lines)


def _write(path: Path, content: bytes) -> None:
    write_whole(path, lambda temporary: temporary.write_bytes(content))
