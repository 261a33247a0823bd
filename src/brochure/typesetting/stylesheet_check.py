"""Check the style sheets and templates of a layout: font families, imported sheets, files that they name.

The renderer sees only the fonts of ``layout.yaml``. For any other family, also a generic one such as
``serif``, it would take another font in silence, so such a family is an error. A generic family may stand at
the end of a list behind a family of the layout, where it changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brochure.diagnostics.problem import BrochureError, Location, Problem, nearest_word, problem
from brochure.schema.layout import Layout
from brochure.typesetting.stylesheets import find_resource, read_stylesheet, resource_name, sheet_imports

_GENERIC = {
    *("serif", "sans-serif", "cursive", "fantasy", "monospace", "system-ui", "math", "emoji", "fangsong"),
    *("ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded"),
}
_WHOLE = {"inherit", "initial", "unset", "revert", "revert-layer", "none"}  # values that name no family
_SYSTEM = {"caption", "icon", "menu", "message-box", "small-caption", "status-bar"}  # values of font
_SIZES = {
    *("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"),
    *("smaller", "larger"),
}
_NESTED = 50  # brackets in brackets; the sheets of a layout have four

# Templates: what Jinja fills in is unknown, and stands here as characters that no sheet has.
_FILLED = "\ue000"
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_STYLE_PARTS = re.compile(
    r"""<style\b[^>]*>(?P<sheet>.*?)</style|\sstyle\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Family:
    """A family in a list, or ``var(…)``; ``name`` is empty where Jinja fills it in."""

    name: str
    token: Any
    quoted: bool = False
    variable: str = ""


@dataclass(slots=True)
class _Sheet:
    """A style sheet or the styles of a template, with what was found in it."""

    file: str
    path: Path
    text: str
    families: list[list[_Family]] = field(default_factory=list)
    variables: dict[str, list[list[_Family]]] = field(default_factory=dict)
    addresses: list[tuple[str, Any]] = field(default_factory=list)

    def at(self, token: Any) -> Location:
        """The location of a token."""
        return Location(self.file, token.source_line, token.source_column)


def stylesheet_problems(layout: Layout, shown: str) -> list[Problem]:
    """Return the problems of all style sheets and templates in a layout's folder (L111, L112)."""
    problems: list[Problem] = []
    sheets: list[_Sheet] = []
    for path in _files(layout):
        try:
            text, file = read_stylesheet(layout, path, shown)
        except BrochureError as error:
            problems += error.problems
            continue
        is_sheet = path.suffix == ".css"
        sheet = _Sheet(file, path, text if is_sheet else _styles_of_template(text, path))
        if sheet.text.strip():
            _read(sheet)
        sheets.append(sheet)
        if is_sheet:
            problems += _import_problems(sheet, layout)
            problems += _address_problems(sheet, layout)
    return [*problems, *_loops(sheets, layout), *_family_problems(sheets, layout)]


def _files(layout: Layout) -> list[Path]:
    found = (path for kind in ("*.css", "*.jinja") for path in layout.folder.rglob(kind))
    return sorted(path for path in found if path.is_file() and not path.name.startswith("."))


def _styles_of_template(text: str, path: Path) -> str:
    """The styles of a template at their places; all else is blank, except line ends."""
    text = _JINJA.sub(lambda found: _same_length(found[0], _FILLED if found[0][1] == "{" else " "), text)
    if path.name.endswith(".css.jinja"):
        return text
    kept, end = [], 0
    for found in _STYLE_PARTS.finditer(text):
        group = found.lastgroup or "sheet"
        part = found[group].replace("&quot;", '"     ').replace("&#39;", "'    ")
        if group != "sheet":
            part = f"{part};"
        kept += [_same_length(text[end : found.start(group)], " "), part]
        end = found.start(group) + len(part)
    return "".join(kept)


def _same_length(text: str, filler: str) -> str:
    return re.sub(r"[^\n]", filler, text)


# --- reading ----------------------------------------------------------------------------------


def _read(sheet: _Sheet) -> None:
    import tinycss2

    _read_block(sheet, tinycss2.parse_component_value_list(sheet.text))


def _read_block(sheet: _Sheet, tokens: list[Any], depth: int = 0) -> None:
    """Read the tokens of a sheet or a block."""
    at_rule = ""
    for declaration in _pieces(tokens):
        for token in declaration:
            if token.type == "at-keyword":
                at_rule = token.lower_value
            if token.type == "{} block" and depth < _NESTED:
                _read_block(sheet, token.content, depth + 1)
                at_rule = ""
            if at_rule not in ("import", "namespace", "charset"):
                sheet.addresses += _addresses(token)
        if declaration and declaration[-1].type != "{} block":
            at_rule = ""
        _read_declaration(sheet, declaration)


def _pieces(tokens: list[Any]) -> Iterator[list[Any]]:
    """Yield the tokens between semicolons; a block in braces ends a piece too."""
    piece: list[Any] = []
    for token in tokens:
        if token == ";":
            yield piece
            piece = []
        elif token.type not in ("whitespace", "comment"):
            piece.append(token)
            if token.type == "{} block":
                yield piece
                piece = []
    yield piece


def _read_declaration(sheet: _Sheet, piece: list[Any]) -> None:
    if len(piece) < 3 or piece[0].type != "ident" or piece[1] != ":":
        return
    name, value = piece[0].lower_value, piece[2:]
    if any(token.type == "{} block" for token in value):
        return  # a selector: a:hover { … }
    if name == "font-family":  # also in @font-face: the preflight refuses a font that the layout lacks
        sheet.families.append(_family_list(value))
    elif name == "font":
        sheet.families.append(_family_list(_behind_size(value)))
    elif name.startswith("--"):
        sheet.variables.setdefault(piece[0].value, []).append(_family_list(value))


def _addresses(token: Any) -> Iterator[tuple[str, Any]]:
    """Yield the addresses in a value: ``url(…)``, also inside other functions."""
    waiting = [(token, 0)]
    while waiting:
        one, depth = waiting.pop()
        if one.type == "url" or (one.type == "function" and one.lower_name == "url"):
            if name := resource_name(one):
                yield name, one
        elif one.type == "function" and depth < _NESTED:
            waiting += [(argument, depth + 1) for argument in one.arguments]


def _behind_size(value: list[Any]) -> list[Any]:
    """The part of a ``font`` shorthand behind the size and the line height."""
    if len(value) == 1 and getattr(value[0], "lower_value", "") in {*_WHOLE, *_SYSTEM}:
        return []
    for index, token in enumerate(value):
        if _is_size(token):
            rest = value[index + 1 :]
            return rest[2:] if rest and rest[0] == "/" else rest
    return []


def _is_size(token: Any) -> bool:
    if token.type == "ident":
        return token.lower_value in _SIZES or _FILLED in token.value
    is_zero = token.type == "number" and token.value == 0
    return token.type in ("dimension", "percentage", "function") or is_zero


def _family_list(value: list[Any]) -> list[_Family]:
    """The families of a list; what is none (numbers, ``!important``) is left out."""
    found: list[_Family] = []
    words: list[Any] = []

    def close() -> None:
        name = " ".join(token.value for token in words)
        if words:
            found.append(_Family("" if _FILLED in name else name, words[0]))
        words.clear()

    for token in value:
        if token.type == "ident":
            words.append(token)
            continue
        close()
        if token == "!":
            break
        if token.type == "string":
            found.append(_Family("" if _FILLED in token.value else token.value.strip(), token, quoted=True))
        elif token.type == "function" and token.lower_name == "var":
            given = [one for one in token.arguments if one.type not in ("whitespace", "comment")]
            if given and given[0].type == "ident":
                found.append(_Family("", token, variable=given[0].value))
                found += _family_list(given[2:])
    close()
    return found


# --- judging ----------------------------------------------------------------------------------


def _import_problems(sheet: _Sheet, layout: Layout) -> Iterator[Problem]:
    for rule in sheet_imports(sheet.text, sheet.file, sheet.path, layout.folder):
        if rule.fault:
            yield problem("L111", rule.where, file=rule.name, what=rule.fault)


def _address_problems(sheet: _Sheet, layout: Layout) -> Iterator[Problem]:
    for name, token in sheet.addresses:
        if name.startswith(("#", "data:")):
            continue
        if fault := find_resource(name, sheet.path, layout.folder)[1]:
            yield problem("L111", sheet.at(token), file=name, what=fault)


def _loops(sheets: list[_Sheet], layout: Layout) -> Iterator[Problem]:
    """Yield each import by which a sheet gets back to itself."""
    rules = {
        sheet.path: [
            rule
            for rule in sheet_imports(sheet.text, sheet.file, sheet.path, layout.folder)
            if rule.path is not None
        ]
        for sheet in sheets
        if sheet.path.suffix == ".css"
    }
    for path, imports in rules.items():
        for rule in imports:
            if path in _reached(rule.path, rules):
                yield problem("L111", rule.where, file=rule.name, what="css loop")


def _reached(start: Path | None, rules: dict[Path, list[Any]]) -> set[Path]:
    """The sheet and all sheets that it imports, also through others."""
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path is not None and path not in found:
            found.add(path)
            waiting += [rule.path for rule in rules.get(path, [])]
    return found


def _family_problems(sheets: list[_Sheet], layout: Layout) -> Iterator[Problem]:
    known = {name.casefold() for name in layout.own_families}
    used = {family.variable for sheet in sheets for one in sheet.families for family in one} - {""}
    variables = _used_variables(used, sheets)
    for sheet in sheets:
        lists = [*sheet.families]
        for name in sorted(variables):
            lists += sheet.variables.get(name, [])
        for families in lists:
            yield from (
                _family_problem(found.name, sheet.at(found.token), layout)
                for found in _wrong(families, known)
            )
    yield from _token_problems(layout, variables, known)


def _used_variables(used: set[str], sheets: list[_Sheet]) -> set[str]:
    """The custom properties that families come from, also through other properties."""
    found: set[str] = set()
    waiting = list(used)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            lists = [one for sheet in sheets for one in sheet.variables.get(name, [])]
            waiting += [family.variable for one in lists for family in one if family.variable]
    return found


def _token_problems(layout: Layout, variables: set[str], known: set[str]) -> Iterator[Problem]:
    """The same for tokens of the manifest, which are custom properties in the sheets."""
    import tinycss2

    steps = layout.data.budget.tighten if layout.data.budget else []
    places: list[tuple[tuple[str | int, ...], str, str]] = [
        (("tokens", name), name, value) for name, value in layout.data.tokens.items()
    ]
    for index, step in enumerate(steps):
        places += [(("budget", "tighten", index, "tokens", n), n, value) for n, value in step.tokens.items()]
    for place, name, value in places:
        if f"--{name}" in variables:
            tokens = [t for t in tinycss2.parse_component_value_list(value) if t.type != "whitespace"]
            for found in _wrong(_family_list(tokens), known):
                yield _family_problem(found.name, layout.source.locate(place), layout)


def _wrong(families: Iterable[_Family], known: set[str]) -> Iterator[_Family]:
    """Yield the families of a list that the layout lacks."""
    begun = False  # whether a family stands before, so that a generic one is never used
    for family in families:
        name = family.name.casefold()
        if not name or name in known:
            begun = True
        elif name in _WHOLE and not family.quoted:
            continue
        elif not (begun and name in _GENERIC and not family.quoted):
            begun = True
            yield family


def _family_problem(name: str, where: Location, layout: Layout) -> Problem:
    known = ", ".join(layout.own_families)
    return problem("L112", where, name=name, nearest=nearest_word(name, layout.own_families), known=known)
