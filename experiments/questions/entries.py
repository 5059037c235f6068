"""What our own files say about one name, as an entry of `groenlicht explain`.

Nothing is written here about any mechanism, assumption or choice: every line comes from the
tables of the model, the config files, docs/odd.md, docstrings or tests.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from experiments.questions import own_files
from experiments.questions.own_files import ConfigFile, ConfigKey, Passage, cells
from model.arrangement import Pot, Terms
from model.assumptions import TABLE, Assumption
from model.fixed import FIXED, Fixed
from model.variants import VARIANTS

WIDTH, HANG = 80, 17
MOST, LONG = 2, 700  # passages shown of each name, and characters of each
FILES = 4
MARKS = {"G": "G: aanname zonder bron, op een ruim bereik", "D": "D: afspraak", "F": "F: gevonden"}
READ_BY = {  # where a setting is read, by its group, and what it is a field of in the code
    "regime": (("model/arrangement.py", "model/layout_tables.py"), "tables"),
    "funding": (("model/arrangement.py", "model/layout_pots.py"), "pot"),
    "coverage": (("model/arrangement.py", "model/layout.py"), "coverage"),
    "terms": (("model/arrangement.py",), "terms"),
    "scenario": (("model/means.py",), "means"),
    "opgaven": (("model/opgaven.py",), "opgave"),
}


@dataclass(frozen=True)
class Entry:
    """What is known of one name: a title, and lines with a heading; "" goes on above."""

    title: str
    lines: tuple[tuple[str, str], ...]

    def text(self) -> str:
        """As plain text: headings in a column of their own, what has layout kept as it is."""
        shown = [self.title]
        for heading, said in self.lines:
            for i, part in enumerate(said.splitlines() or [""]):
                before = heading if i == 0 else ""
                if not part:
                    shown.append(f"  {before}".rstrip())
                    continue
                if part.startswith(own_files.FORMULA):  # a formula, or a line of a file
                    shown.append(" " * HANG + part[1:])
                    continue
                shown += textwrap.wrap(
                    part, WIDTH, initial_indent=f"  {before:<{HANG - 2}}",
                    subsequent_indent=" " * HANG, break_on_hyphens=False,
                    break_long_words=False,
                )  # fmt: skip
        return "\n".join(shown)


# ------------------------------------------------------------------ one entry of each kind


def assumption(row: Assumption) -> Entry:
    """One row of the table of assumptions."""
    bounds = f"{row.floor:g} tot {row.ceiling:g}".replace("tot inf", "en meer")
    kind = "aanname" + (", sleutelaanname" if row.key else "")
    lines = [
        ("soort", f"{kind}; instelling assumptions.{row.name}"),
        ("standaard", f"{row.default:g} (de mediaan van wat getrokken wordt)"),
        ("bereik", f"{row.low:g} tot {row.high:g}; het model neemt {bounds} aan"),
        ("eenheid", row.unit),
        ("merk", MARKS[row.mark]),
        ("mechanismen", row.mechanisms or "geen"),
        ("waar", row.submodel.replace("country", "het trekken van het land (3.2)")),
    ]
    return Entry(f"{row.name}: {row.label} ({row.label_en})", (
        *lines, *_rules(own_files.about(row.name), row.submodel),
        *_files(own_files.used_in(row.name), "model/assumptions.py"),
        *_tests(own_files.tests_using(row.name)),
    ))  # fmt: skip


def fixed(name: str, row: Fixed) -> Entry:
    """One number that is never drawn."""
    return Entry(f"{name}: {row.what}", (
        ("soort", "vast getal: staat in de tabel met zijn merk, wordt niet getrokken"),
        ("waarde", f"{row.value:g} {row.unit}"),
        ("merk", MARKS[row.mark]),
        ("waar", row.submodel.replace("country", "het trekken van het land (3.2)")),
        *_files([f for f in own_files.holding(name.upper()) if f != "model/fixed.py"],
                "model/fixed.py"),
        *_tests(own_files.tests_about(name.upper())),
    ))  # fmt: skip


def variant(name: str) -> Entry:
    """A structural variant."""
    found = VARIANTS[name]
    row = own_files.row_of(name)
    values = ", ".join(f"{key}={value:g}" for key, value in found.assumptions.items())
    return Entry(f"{name}: {found.label} ({found.label_en})", (
        ("soort", f"structurele variant, een andere lezing van een regel; variants=[{name}]"),
        *([("regel", cells(row.text)[1])] if row else []),
        *([("raakt", cells(row.text)[2])] if row else []),
        *([("aannames", values)] if values else []),
        *_files(own_files.described_in(name), "model/variants.py"),
        *_tests(own_files.tests_about(name)),
    ))  # fmt: skip


def mechanism(row: Passage) -> Entry:
    """A mechanism or counter-mechanism, from its row in the model description."""
    identity, what, *rest = cells(row.text)
    heads = ("regel in", "zonder effect", "aangezet met", "richting")
    kind = "mechanisme" if identity[0] == "M" else "tegenmechanisme"
    assumed = [a for a in TABLE if identity in a.mechanisms.split()]
    measured = [p for p in own_files.passages() if p.page == "docs/mechanisms.md" and p.head
                and cells(p.text)[0] == identity]  # fmt: skip
    return Entry(f"{identity}: {what}", (
        ("soort", f"{kind} (docs/odd.md, {row.heading})"),
        *zip(heads, rest, strict=False),
        ("aannames", ", ".join(f"{a.name} {a.default:g} ({a.low:g} tot {a.high:g})"
                               for a in assumed) or "geen"),
        *[("gemeten", _as_line(p)) for p in measured[:MOST]],
        *_files(own_files.described_in(identity)),
        *_tests(own_files.tests_about(identity)),
    ))  # fmt: skip


def submodel(name: str) -> Entry:
    """A submodel: its whole section of the model description."""
    heading, text = own_files.section(name)
    assumed = [a.name for a in TABLE if name in a.submodel.split()]
    fixed = [key for key, row in FIXED.items() if name in row.submodel.split()]
    return Entry(heading or name, (
        ("soort", "submodel (docs/odd.md 3.5)"),
        ("regel", _joined(text) or "docs/odd.md hoort bij de bron en is hier niet geïnstalleerd"),
        ("aannames", ", ".join(assumed) or "geen"),
        ("vaste getallen", ", ".join(fixed) or "geen"),
        *_files(own_files.described_in(name)),
        *_tests(own_files.tests_about(name)),
    ))  # fmt: skip


def of_pots(name: str) -> Entry:
    """A field of a pot."""
    default = {f.name: f.default for f in fields(Pot)}[name]
    known = isinstance(default, (int, float, str))
    described = [text for text in (Pot.__doc__ or "").split("\n\n") if f"`{name}`" in text]
    return Entry(f"funding.pots.<pot>.{name}", (
        ("soort", f"instelling van een pot: funding.pots.<naam>.{name}"),
        *([("regel", " ".join(described[0].split()))] if described else []),
        *([("standaard", str(default))] if known else []),
        *_rules(own_files.about(name, formulas=False), heading="beschreven"),
        *_files(["model/arrangement.py", "model/layout_pots.py"]),
        *_tests(own_files.tests_using(name)),
    ))  # fmt: skip


def setting(name: str, keys: Sequence[ConfigKey]) -> Entry:
    """A key of the config files: what its comments say, and the values it has there."""
    comments = dict.fromkeys(key.comment for key in keys if key.comment)
    last = name.rsplit(".", 1)[-1]
    lines = [("soort", f"instelling {name}"), ("regel", "; ".join(comments) or "zie het bestand")]
    term = Terms.__dataclass_fields__.get(last) if name.startswith("terms.") else None
    if term is not None:
        m = term.metadata
        lines += [("wat", f"{m['label']} ({m['label_en']})"),
                  ("bereik", f"{m['low']:g} tot {m['high']:g}"), ("eenheid", m["unit"]),
                  ("merk", MARKS[m["mark"]]), ("waar", m["submodel"])]  # fmt: skip
    values: dict[str, list[str]] = {}
    for key in keys:
        values.setdefault(key.value or "(eronder)", []).append(Path(key.file).stem)
    shown = "; ".join(
        value if len(values) == 1 else f"{value} ({', '.join(files[:7])})"
        for value, files in list(values.items())[:7]
    )
    lines += [("waarde", shown)]
    where = list(dict.fromkeys(key.file for key in keys))
    read_by, owner = READ_BY.get(name.partition(".")[0], (("experiments/compose.py",), ""))
    used = own_files.used_in(last, owner) if owner else []
    return Entry(name, (
        *lines, *_rules(own_files.about(last, formulas=False), heading="beschreven"),
        *_files(where, *read_by, *used),
        *_tests(own_files.tests_using(last)),
    ))  # fmt: skip


def choice(file: ConfigFile) -> Entry:
    """A choice of a group: what its file says about itself, and the file."""
    pattern = r"^(label|source|legal_form|name): *(\".*?\"|[^#\n]*)"
    values = dict(re.findall(pattern, file.body, re.MULTILINE))
    title = values.get("label") or values.get("name") or file.name
    said = {"source": "bron", "legal_form": "rechtsvorm"}
    skipped = ("label:", "label_en:", "source:", "legal_form:")
    body = [
        f"{own_files.FORMULA}{line}"
        for line in file.body.splitlines()
        if not line.startswith(skipped)
    ]
    return Entry(f"{file.group}={file.name}: {title}", (
        ("soort", f"keuze van de groep {file.group}"),
        ("wat", _joined(file.about)),
        *[(heading, values[k].strip().strip('"')) for k, heading in said.items() if k in values],
        ("inhoud", "\n" + "\n".join(body)),
        ("bestand", file.file),
        *_tests(own_files.tests_using(file.name)),
    ))  # fmt: skip


def group(name: str, options: Sequence[str]) -> Entry:
    """A group of choices."""
    return Entry(name, (
        ("soort", f"groep van keuzen: {name}=..., bestanden in configs/{name}"),
        ("keuzen", ", ".join(options)),
    ))  # fmt: skip


def mentioned(identity: str) -> Entry | None:
    """An id that has no table of its own: where it is named (claims K, patterns P, history H)."""
    where = [f"{p.page}, {p.heading}: {_short(p.text)}" for p in own_files.mentions(identity)]
    where += [f"{file.file}: {_short(line)}" for file in own_files.config_files()
              for line in [*file.about.splitlines(), *file.body.splitlines()]
              if re.search(rf"\b{identity}\b", line)]  # fmt: skip
    described = own_files.described_in(identity)
    if not where and not described:
        return None
    return Entry(identity, (
        ("soort", "kenmerk dat in deze bestanden genoemd wordt"),
        *[("waar" if i == 0 else "", text) for i, text in enumerate(where)],
        *_files(described),
        *_tests(own_files.tests_about(identity)),
    ))  # fmt: skip


# ------------------------------------------------------------------ lines


def _rules(
    found: Sequence[Passage], where: str = "", heading: str = "regel"
) -> list[tuple[str, str]]:
    """What the model description says: a few passages, first those of the submodels named."""
    mine = where.split()
    found = sorted(found, key=lambda p: (p.heading.split(" ")[0] not in mine, p.heading[:1] > "4"))
    lines = [(heading if i == 0 else "", _under(p)) for i, p in enumerate(found[:MOST])]
    rest = dict.fromkeys(p.heading for p in found[MOST:])
    if rest:
        lines.append(("", f"Ook in docs/odd.md onder: {', '.join(rest)}."))
    return lines


def _under(passage: Passage) -> str:
    text = _short(passage.text)
    between = "\n" if text.startswith(own_files.FORMULA) else " "
    return f"[{passage.heading}]{between}{text}"


def _short(text: str) -> str:
    """A passage, not longer than a screen has room for."""
    joined = _joined(text)
    return joined if len(joined) <= LONG else joined[:LONG].rsplit(" ", 1)[0] + " ..."


def _joined(text: str) -> str:
    """A text on as few lines as its paragraphs and formulas allow."""
    parts: list[str] = []
    for line in text.splitlines():
        before = parts[-1] if parts else ""
        formula = own_files.FORMULA
        if line.startswith(formula) or not line or not before or before.startswith(formula):
            parts.append(line)
        else:
            parts[-1] = f"{before} {line.strip()}"
    return "\n".join(parts)


def _as_line(row: Passage) -> str:
    pairs = zip(cells(row.head)[2:], cells(row.text)[2:], strict=False)
    return "; ".join(f"{head}: {cell}" for head, cell in pairs if cell)


def _files(found: Sequence[str], *also: str) -> list[tuple[str, str]]:
    files = list(dict.fromkeys([*also, *found]))
    return [("bestanden", _listed(files))] if files else []


def _tests(found: Sequence[str]) -> list[tuple[str, str]]:
    if not found:
        return [("getest in", "geen test noemt dit bij naam")]
    return [("getest in", _listed(found))]


def _listed(files: Sequence[str]) -> str:
    rest = len(files) - FILES
    if rest < 2:
        return "\n".join(files)
    return "\n".join([*files[:FILES], f"en nog {rest} bestanden"])
