"""Style sheets of a layout: read with the sheets they import, and checked before anything is printed.

An ``@import`` is resolved here and not by the renderer, so that messages name the imported file, and the
cache sees its text. The rules of an imported sheet come before those of the sheet that imports it, as in CSS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.schema.layout import Layout
from brochure.storage import encoding
from brochure.storage.encoding import LINE_END
from brochure.storage.input_file import is_within, path_fault, read_input

MAX_SHEETS = 200  # sheets that one sheet may import, also through others

# @import to its semicolon; strings, comments and brackets may contain one
_STATEMENT = re.compile(
    r"""@(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|/\*.*?\*/|\([^)]*\)|[^;"'(])*;?""", re.DOTALL
)
_PRINTED = {"all", "print"}
_OTHERS = {"screen", "speech", "tv", "handheld", "projection", "tty", "aural", "braille", "embossed"}


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A style sheet and the file name for messages about it.

    ``folder`` may be read from, and its relative paths start at ``base`` in it (such as ``book/``).
    """

    text: str
    file: str
    folder: Path | None = None
    base: str = ""


@dataclass(frozen=True, slots=True)
class SheetImport:
    """An ``@import`` rule.

    Attributes:
        path: The file that it names, or None if it cannot be read.
        fault: Why it cannot be read, a key of ``terms.yaml``; empty if it can.
        media: Names of its media; None if it has other conditions.
        span: Start and end of the rule in the text of the sheet.
    """

    name: str
    path: Path | None
    fault: str
    media: frozenset[str] | None
    span: tuple[int, int]
    where: Location


def layout_stylesheets(layout: Layout, name: str, shown: str) -> tuple[Stylesheet, ...]:
    """Return a style sheet of a layout's folder, after the sheets that it imports.

    Raises:
        BrochureError: A sheet is not UTF-8 or cannot be read, or an import is broken; located.
    """
    found: list[Stylesheet] = []
    _collect(layout, layout.folder / name, shown, (), found)
    return tuple(found)


def _collect(
    layout: Layout, path: Path, shown: str, above: tuple[Path, ...], found: list[Stylesheet]
) -> None:
    text, file = read_stylesheet(layout, path, shown)
    left = list(text)
    for rule in sheet_imports(text, file, path, layout.folder):
        if rule.media is None:  # layers and other conditions: the renderer imports the sheet
            continue
        if not rule.fault and rule.path in (*above, path):
            rule_fault = "css loop"
        else:
            rule_fault = "css many" if len(found) >= MAX_SHEETS else rule.fault
        if rule_fault or rule.path is None:
            raise BrochureError([problem("L111", rule.where, file=rule.name, what=rule_fault)])
        if rule.media & _PRINTED:
            _collect(layout, rule.path, shown, (*above, path), found)
        start, end = rule.span
        left[start:end] = [character if character == "\n" else " " for character in left[start:end]]
    base = path.parent.relative_to(layout.folder).as_posix()
    found.append(Stylesheet("".join(left), file, layout.folder, "" if base == "." else f"{base}/"))


def read_stylesheet(layout: Layout, path: Path, shown: str) -> tuple[str, str]:
    """Return the text of a file in a layout's folder, and its name in messages.

    Raises:
        BrochureError: It is not UTF-8, or cannot be read.
    """
    file = f"{shown}/{path.relative_to(layout.folder).as_posix()}"
    raw = read_input(path, file, layout.folder, layout.folder.parent)
    return LINE_END.sub("\n", encoding.decode_utf8(raw, file)), file


def sheet_imports(text: str, file: str, path: Path, folder: Path) -> Iterator[SheetImport]:
    """Yield the ``@import`` rules at the beginning of a style sheet.

    Args:
        text: The style sheet.
        file: Its name in messages.
        path: Its file, for relative paths.
        folder: The folder that files must be in.
    """
    if "@" not in text or ("import" not in text.lower() and "\\" not in text):
        return  # most sheets import nothing
    import tinycss2

    lines = encoding.Lines(file, text)
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type != "at-rule" or rule.lower_at_keyword not in ("import", "charset", "layer"):
            return
        if rule.lower_at_keyword != "import":
            continue
        where = Location(file, rule.source_line, rule.source_column)
        start = lines.starts[rule.source_line - 1] + rule.source_column - 1
        closed = _STATEMENT.match(text, start)
        tokens = [token for token in rule.prelude if token.type not in ("whitespace", "comment")]
        name = resource_name(tokens[0]) if tokens else None
        if name is None:
            continue  # the renderer warns of a rule that is no import
        named, fault = find_resource(name, path, folder)
        span = (start, closed.end() if closed else start)
        yield SheetImport(name, named, fault, _media(tokens[1:]), span, where)


def _media(tokens: list[Any]) -> frozenset[str] | None:
    names = {token.lower_value for token in tokens if token.type == "ident"}
    if len(names) < sum(token != "," for token in tokens) or not names <= _PRINTED | _OTHERS:
        return None
    return frozenset(names or _PRINTED)


def resource_name(token: Any) -> str | None:
    """Return the address in a string, in ``url(…)`` or ``url("…")``; None for another token of tinycss2."""
    if token.type in ("string", "url"):
        return str(token.value)
    if token.type == "function" and token.lower_name == "url":
        given = [one for one in token.arguments if one.type not in ("whitespace", "comment")]
        return str(given[0].value) if given and given[0].type == "string" else None
    return None


def find_resource(name: str, sheet: Path, folder: Path) -> tuple[Path | None, str]:
    """Return the file that an address in a style sheet names, and why it cannot be read.

    The second value is a key of ``terms.yaml``, or empty.
    """
    try:
        parts = urlsplit(name)
    except ValueError:
        return None, "css missing"
    if parts.scheme not in ("", "file") or parts.netloc:
        return None, "css network"
    path = sheet.parent / unquote(parts.path)
    if parts.scheme or parts.path.startswith("/") or not is_within(path, folder):
        return None, "css outside"
    if fault := path_fault(path):
        return None, "css missing" if fault in ("missing", "dangling", "loop") else fault
    return Path(*_without_dots(path.relative_to(folder), folder)), ""


def _without_dots(relative: Path, folder: Path) -> tuple[Path | str, ...]:
    """The parts of a path in a folder, without ``..``; so that the same file has one path."""
    kept: list[str] = []
    for part in relative.parts:
        if part == ".." and kept:
            kept.pop()
        elif part != "..":
            kept.append(part)
    return folder, *kept
