"""Edit a text in a YAML file; unchanged parts keep their line ends, escapes and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.document.diff import opcodes
from brochure.revision.yaml_edit.layout import Node, YamlLayout, with_line_comment
from brochure.revision.yaml_edit.style import ESCAPES, YamlStyle, escape_text

_ESCAPE = re.compile(
    r"\\(?:\r?\n[ \t]*|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)"  # 5.7, escaped characters
)
_FOLD = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+")


def rewrite_text(style: YamlStyle, node: Node, value: str) -> tuple[int, int, str]:
    """Replace a text in its style; unchanged parts keep their line ends and escapes.

    Returns the start and the end of the replaced text, and the new text.
    """
    place = style.layout.place(node)
    tried = (
        _rewrite_lines(style.layout, node, value)
        if node.style == "|"
        else _rewrite_characters(style.layout, node, value)
    )
    if tried is not None and style.says(tried, value, place, may_fold=True):
        return node.start, node.end, tried
    text = style.scalar(value, place, [node.style])
    if node.style in ("|", ">"):
        trail = re.search(r"[ \t]+#.*", style.layout.text[node.start : style.layout.line_end(node.start)])
        return node.start, node.end, with_line_comment(text, trail[0] if trail else "")
    if "\n" in text and not node.in_flow:
        end, text = style.layout.with_trail(node.end, text)
        return node.start, end, text
    return node.start, node.end, text


def _rewrite_lines(layout: YamlLayout, node: Node, value: str) -> str | None:
    """Edit a literal block scalar line by line."""
    header = layout.line_end(node.start)
    lines = re.split(r"\r?\n", layout.text[header : node.end])[1:]
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        return None
    indent = len(first) - len(first.lstrip(" "))
    old, new = [line[indent:] for line in lines], value.removesuffix("\n").split("\n")
    made: list[str] = []
    for kind, start, end, from_, to in opcodes(old, new):
        made += lines[start:end] if kind == "equal" else []
        made += [" " * indent + line if line else "" for line in new[from_:to] if kind != "equal"]
    return layout.text[node.start : header] + "".join(layout.newline + line for line in made)


def _rewrite_characters(layout: YamlLayout, node: Node, value: str) -> str | None:
    """Edit a flow or folded scalar character by character."""
    source = layout.text[node.start : node.end]
    head = 1 if node.style in ("'", '"') else 0
    if node.style == ">":
        found = re.match(r"[^\r\n]*\r?\n[ ]*", source)
        if not found:
            return None
        head = found.end()
    tail = len(source) - (1 if node.style in ("'", '"') else 0)
    folded = "\n" in source[head:tail]
    bare = value if node.style == '"' else value.removesuffix("\n")
    if "\n" in bare and not folded and node.style != '"':
        return None
    old = list(_tokens(source[head:tail], node.style))
    new = re.findall(r"\n+|.", bare, re.DOTALL)
    pad = (_FOLD.findall(source[head:tail]) or [""])[-1].rpartition("\n")[2]
    made: list[str] = []
    for kind, start, end, from_, to in opcodes([meaning for meaning, _ in old], new):
        if kind == "equal":
            made += [spelling for _, spelling in old[start:end]]
        elif kind == "delete" and made and start and old[start - 1][0] == old[end - 1][0]:
            made[-1] = old[end - 1][1]  # of two blanks, keep the one that is a line end
        else:
            made += [_spelling(layout, meaning, node.style, pad) for meaning in new[from_:to]]
    return source[:head] + "".join(made) + source[tail:]


def _spelling(layout: YamlLayout, meaning: str, style: str, pad: str) -> str:
    if style == '"':
        return escape_text(meaning)
    if meaning.startswith("\n"):
        return layout.newline * (len(meaning) + 1) + pad
    return meaning.replace("'", "''") if style == "'" else meaning


def _tokens(source: str, style: str) -> Iterator[tuple[str, str]]:
    """Split the inside of a scalar into tokens: the meaning of each, and its spelling."""
    index = 0
    waiting = ""  # spelling without a meaning, such as an escaped line end
    while index < len(source):
        meaning, end = _token_at(source, index, style)
        if meaning:
            yield meaning, waiting + source[index:end]
            waiting = ""
        else:
            waiting += source[index:end]
        index = end
    if waiting:
        yield "", waiting


def _token_at(source: str, index: int, style: str) -> tuple[str, int]:
    if style == '"' and (found := _ESCAPE.match(source, index)):
        letter = found[0][1:]
        if letter[0] in "\r\n":
            return "", found.end()
        return chr(int(letter[1:], 16)) if letter[1:] else ESCAPES.get(letter, letter), found.end()
    if style == "'" and source.startswith("''", index):
        return "'", index + 2
    if found := _FOLD.match(source, index):
        lines = found[0].count("\n")
        return (" " if lines == 1 else "\n" * (lines - 1)), found.end()
    return source[index], index + 1
