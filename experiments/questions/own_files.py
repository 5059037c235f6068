"""What our own files say about a name or an id: model description, code, tests and configs.

Docs and tests are not in an installed package; without the checkout their lists are empty.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("model", "experiments")
NO_TESTS = ("test_explain.py", "conftest.py")  # they name everything, or test nothing
FORMULA = "\t"  # before a line that keeps its layout
GROUPS_AS_KEYS = ("regime", "funding", "terms", "coverage", "scenario", "opgaven")


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item or table row of a page, and the heading it stands under."""

    page: str
    heading: str
    text: str
    head: str = ""  # of a table row: the row with the names of its columns


@dataclass(frozen=True)
class ConfigKey:
    """A line of a config file: its key, its value as written and what its comment says."""

    key: str
    value: str
    comment: str
    file: str


@dataclass(frozen=True)
class ConfigFile:
    """A config file: the choice of a group, what its first lines say, and the rest of it."""

    group: str
    name: str
    about: str
    body: str
    file: str
    keys: tuple[ConfigKey, ...]


@cache
def passages(root: Path = ROOT) -> tuple[Passage, ...]:
    """All passages of docs/*.md, in the order of the pages."""
    found: list[Passage] = []
    for page in sorted((root / "docs").glob("*.md")):
        found += _passages_of(page.relative_to(root).as_posix(), page.read_text(encoding="utf-8"))
    return tuple(found)


def _passages_of(page: str, text: str) -> Iterator[Passage]:
    heading, head, fenced = "", "", False
    block: list[str] = []

    def whole() -> Iterator[Passage]:
        if block:
            yield Passage(page, heading, "\n".join(block))
            block.clear()

    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced:
            block.append(FORMULA + line)
        elif line.startswith("#"):
            yield from whole()
            heading, head = line.lstrip("# "), ""
        elif line.startswith("|"):
            yield from whole()
            if not head:
                head = line
            elif not re.fullmatch(r"[|\-: ]+", line):
                yield Passage(page, heading, line, head)
        elif not line.strip() or line == "---":
            if not block or not block[-1].startswith(FORMULA):  # a formula ends no paragraph
                yield from whole()
            head = ""
        else:
            if re.match(r"(- |\d+\. )", line):
                yield from whole()
            block.append(line.strip())
    yield from whole()


def about(name: str, *, formulas: bool = True) -> list[Passage]:
    """Passages that name a setting: between backticks, or in a formula.

    Without formulas it must stand on its own, between backticks or emphasised.
    """
    word = re.escape(name)
    pattern = rf"`[^`\n]*\b{word}\b[^`\n]*`|^{FORMULA}.*\b{word}\b"
    if not formulas:
        pattern = rf"[`*]{word}[`*]"
    found = re.compile(pattern, re.MULTILINE)
    return [p for p in passages() if not p.head and found.search(p.text)]


def row_of(identity: str) -> Passage | None:
    """The table row whose first cell is this id."""
    for passage in passages():
        if passage.head and cells(passage.text)[0] == identity:
            return passage
    return None


def mentions(identity: str) -> list[Passage]:
    """Passages that hold this id as a word."""
    pattern = re.compile(rf"\b{re.escape(identity)}\b")
    return [p for p in passages() if pattern.search(p.text)]


def section(start: str) -> tuple[str, str]:
    """The heading that starts with a word, and the whole text under it; empty if none does.

    Table rows come as lines of a list.
    """
    chosen = [p for p in passages() if p.heading.split(" ")[0] == start]
    text = ""
    for passage in chosen:
        row = f"{FORMULA}{': '.join(cells(passage.text))}"
        text += f"\n{row}" if passage.head else f"\n\n{passage.text}"
    return (chosen[0].heading, text.strip("\n")) if chosen else ("", "")


def cells(row: str) -> list[str]:
    """The cells of a table row."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


# ------------------------------------------------------------------ code and tests


@cache
def _sources(folders: tuple[str, ...], root: Path = ROOT) -> tuple[tuple[str, str], ...]:
    files = [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]
    return tuple((p.relative_to(root).as_posix(), p.read_text(encoding="utf-8")) for p in files)


@cache
def _tree(text: str) -> ast.Module:
    return ast.parse(text)


def described_in(identity: str) -> list[str]:
    """Files of the model whose description (the docstring at the top) holds this id."""
    pattern = re.compile(rf"\b{re.escape(identity)}\b")
    return [
        file
        for file, text in _sources(CODE)
        if pattern.search(ast.get_docstring(_tree(text)) or "")
    ]


def used_in(name: str, owner: str = "assumptions") -> list[str]:
    """Files of the model that read a setting: `owner.name`, or a rule that takes it by name."""
    read = re.compile(rf"\b{owner}\.{re.escape(name)}\b")
    found = []
    for file, text in _sources(("model",)):
        if read.search(text) or (file.startswith("model/quarter/") and name in _taken(text)):
            found.append(file)
    return found


def holding(word: str, folders: Sequence[str] = ("model",)) -> list[str]:
    """Files that hold a word."""
    pattern = re.compile(rf"\b{re.escape(word)}\b")
    return [file for file, text in _sources(tuple(folders)) if pattern.search(text)]


@cache
def _taken(text: str) -> frozenset[str]:
    return frozenset(arg.arg for node in ast.walk(_tree(text))
                     if isinstance(node, ast.FunctionDef) for arg in node.args.args)  # fmt: skip


def tests_about(identity: str) -> list[str]:
    """Tests that name an id, by file: M3 in a text, or in a name such as test_m3_..."""
    flags = re.IGNORECASE if re.fullmatch(r"[A-Z]\d+", identity) else 0
    return _tests(re.compile(rf"(?<![A-Za-z0-9]){re.escape(identity)}(?![A-Za-z0-9])", flags))


def tests_using(word: str) -> list[str]:
    """Tests that use a name as a keyword, as a key or inside a text, by file."""
    part, escaped = r"[\w.=,\[\] ]*", re.escape(word)
    return _tests(re.compile(rf"\b{escaped}=|[\"']{part}\b{escaped}\b{part}[\"']"))


def _tests(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for file, text in _sources(("tests",)):
        if Path(file).name in NO_TESTS or not pattern.search(text):
            continue
        tests = [name for name, body in _test_functions(text) if pattern.search(body)]
        found.append(f"{file}: {', '.join(tests[:3])}" if tests else file)
    return sorted(found, key=lambda found: "/test_" not in found)


@cache
def _test_functions(text: str) -> tuple[tuple[str, str], ...]:
    lines = text.splitlines()
    return tuple(
        (node.name, "\n".join(lines[node.lineno - 1 : node.end_lineno]))
        for node in ast.walk(_tree(text))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


# ------------------------------------------------------------------ configs


@cache
def config_files(folders: tuple[Path, ...] = ()) -> tuple[ConfigFile, ...]:
    """The choices of every group, ours and the user's, and the main file (group "")."""
    found = []
    for root in (ROOT / "configs", *folders):
        for path in sorted([*root.glob("config.yaml"), *root.glob("*/*.yaml")]):
            group = "" if path.parent == root else path.parent.name
            found.append(_config_file(path, group, root))
    return tuple(found)


def _config_file(path: Path, group: str, root: Path) -> ConfigFile:
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    said = [line.lstrip("# ").rstrip() for line in lines[:first] if "@package" not in line]
    shown = path.relative_to(root.parent if root == ROOT / "configs" else root).as_posix()
    keys = tuple(_keys(lines[first:], group, path.stem, shown))
    body = "\n".join(line for line in lines[first:] if line.strip())
    return ConfigFile(group, path.stem, "\n".join(said).strip(), body, shown, keys)


def _keys(lines: Sequence[str], group: str, name: str, file: str) -> Iterator[ConfigKey]:
    """The keys of a file, with the group (and of an opgave its name) before them."""
    if group and group not in GROUPS_AS_KEYS:
        return
    before = [group] if group else []
    before += [name] if group == "opgaven" else []
    stack: list[tuple[int, str]] = []
    for line in lines:
        match = re.match(r"( *)([\w-]+):(?: +([^#]*?))?(?: +#+ *(.*))?$", line)
        if not match:
            continue
        indent = len(match[1])
        stack = [(deep, key) for deep, key in stack if deep < indent]
        stack.append((indent, match[2]))
        key = ".".join([*before, *(key for _, key in stack)])
        yield ConfigKey(key, (match[3] or "").strip(), (match[4] or "").strip(), file)
