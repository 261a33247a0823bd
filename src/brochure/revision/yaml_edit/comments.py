"""Read and change the comments of values: those directly above an entry, and the one behind it on its line.

Comments at the head of the file, and those that stand alone between blank lines or at the end of a list,
belong to no value and stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from brochure.diagnostics.problem import BrochureError
from brochure.revision.yaml_edit.edit import EditError, path_in_messages
from brochure.revision.yaml_edit.layout import Node, YamlLayout
from brochure.schema.yaml_reader import YamlPath, YamlText, parse_yaml

_LINE = re.compile(r"[ \t]*# ?(?P<words>[^\r\n]*)")
_BEHIND = re.compile(r"[ \t]+# ?(?P<words>[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class SetComment:
    """Give the value at ``path`` this comment, without ``#``; an empty text removes it."""

    path: YamlPath
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The comments of a node: the start of those above, and the one behind it with its extent."""

    above: int
    behind: re.Match[str] | None
    text: str


def value_comments(source: YamlText) -> dict[YamlPath, str]:
    """Return the comments of all values, by path; several lines are joined by line ends."""
    layout = YamlLayout(source)
    found = {path: _place(layout, node).text for path, node in layout.nodes.items() if path}
    return {path: text for path, text in found.items() if text}


def comment_at(source: YamlText, path: YamlPath) -> str:
    """Return the comment of a value; empty if it has none or does not exist."""
    layout = YamlLayout(source)
    return _place(layout, layout.nodes[path]).text if path and path in layout.nodes else ""


def set_comments(source: YamlText, edits: Sequence[SetComment]) -> str:
    """Return the text of the file with changed comments; the data stay the same.

    Raises:
        ValueError: There is nothing at a path.
        EditError: The comment cannot stand there.
    """
    for edit in edits:
        layout = YamlLayout(source)
        if not edit.path or edit.path not in layout.nodes:
            raise ValueError(f"nothing to comment on is at {path_in_messages(edit.path)}")
        text = _with_comment(layout, layout.nodes[edit.path], edit.text)
        try:
            changed = parse_yaml(text.encode(), source.file)
        except (BrochureError, UnicodeError) as error:
            raise EditError(f"{source.file}: cannot be commented so: {error}") from error
        if changed.data != source.data:
            raise EditError(f"{source.file}: {path_in_messages(edit.path)} cannot have this comment")
        source = changed
    return "\ufeff" * source.bom + source.text


def _place(layout: YamlLayout, node: Node) -> _Place:
    above = layout.with_comments(node) if _has_own_lines(layout, node) else node.entry
    lines = layout.text[above : node.entry].splitlines()
    words = [found["words"].rstrip() for line in lines if (found := _LINE.fullmatch(line.rstrip()))]
    behind = _BEHIND.match(layout.text, _line_place(layout, node)) if _is_commented_behind(node) else None
    if behind:
        words.append(behind["words"].rstrip())
    return _Place(above, behind, "\n".join(words))


def _has_own_lines(layout: YamlLayout, node: Node) -> bool:
    return not node.in_flow and node.parent is not None and layout.own_line(node)


def _is_commented_behind(node: Node) -> bool:
    return not node.in_flow and not node.is_block_collection


def _line_place(layout: YamlLayout, node: Node) -> int:
    """The end of the value on the line where its comment stands: a block scalar has it in its header."""
    if node.style in ("|", ">"):
        header = re.compile(r"[|>][-+0-9]*").match(layout.text, node.start)
        return header.end() if header else node.end
    return node.end


def _with_comment(layout: YamlLayout, node: Node, text: str) -> str:
    place = _place(layout, node)
    lines = [line.rstrip() for line in text.splitlines()] if text.strip() else []
    behind = ""
    if len(lines) == 1 and place.behind and place.above == node.entry:
        behind, lines = lines[0], []  # a comment of one line stays behind the value
    elif lines and not _has_own_lines(layout, node):
        if not _is_commented_behind(node):
            raise EditError(f"{layout.file}: {path_in_messages(node.path)} has no line of its own")
        behind, lines = " ".join(lines), []
    written = layout.text
    if place.behind:
        blank = re.match(r"[ \t]*", place.behind[0])
        kept = f"{blank[0] if blank else ' '}# {behind}" if behind else ""
        written = written[: place.behind.start()] + kept + written[place.behind.end() :]
    elif behind:
        end = _line_place(layout, node)
        written = f"{written[:end]}  # {behind}{written[end:]}"
    indent = f"{layout.newline}{' ' * node.column}"
    above = "".join(f"{f'# {line}'.rstrip()}{indent}" for line in lines)
    written = written[: place.above] + above + written[node.entry :]
    return written.removeprefix(layout.newline)
