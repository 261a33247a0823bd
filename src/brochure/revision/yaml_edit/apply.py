"""Apply edits to the text of a YAML file.

Every byte outside the edited values stays unchanged: comments, order, quotes, blank lines, indentation, line
ends. New values are written in the style of their neighbours. The new text is parsed again and compared with
the expected data; if they differ, an error is raised.

All paths and indices refer to the file before any edit. Two texts are equal if they differ only in one line
end at the end, because block scalars (``|``, ``|-``) add it or not.

Source: YAML 1.2.2, chapters 6 to 8 (comments, flow and block styles), as read by ``yaml_reader``, whose
parser follows YAML 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from brochure.diagnostics.problem import BrochureError
from brochure.revision.yaml_edit.block import change_block, value_text
from brochure.revision.yaml_edit.edit import (
    AddComment,
    Edit,
    EditError,
    expected_data,
    first_difference,
    path_in_messages,
    plan_edits,
)
from brochure.revision.yaml_edit.flow import change_flow, flow_text
from brochure.revision.yaml_edit.layout import Node
from brochure.revision.yaml_edit.rewrite import rewrite_text
from brochure.revision.yaml_edit.splice import COMMENT, Splicer
from brochure.schema.yaml_reader import Data, YamlText, parse_yaml


def apply_edits(source: YamlText, edits: Sequence[Edit]) -> str:
    """Return the text of the file after the edits, with its byte order mark if it had one.

    Raises:
        ValueError: Edits contradict each other, such as a put in an item that is removed, or name a
            path that does not exist.
        EditError: The file has a form that cannot be edited: keys after ``? ``, or blank lines around an
            edit that are part of a text (``|+``).
    """
    plan = plan_edits(source.data, edits)
    expected = expected_data(source.data, plan)
    text = source.text
    if plan.has_edits():
        text = _changed_text(Splicer(source, plan))
        try:
            found = parse_yaml(text.encode(), source.file).data
        except (BrochureError, UnicodeError) as error:
            raise EditError(f"{source.file}: cannot be changed so: {error}") from error
        if (path := first_difference(found, expected)) is not None:
            raise EditError(f"{source.file}: {path_in_messages(path)} cannot be changed so")
    return "\ufeff" * source.bom + text


def _changed_text(splicer: Splicer) -> str:
    """The text after all edits of the plan."""
    for comment in splicer.plan.comments:
        _splice_comment(splicer, comment)
    _splice_node(splicer, splicer.layout.root)
    text = splicer.rendered(0, len(splicer.text), splicer.splices)
    return re.sub(r"\A\r?\n", "", text)  # the line end that YamlLayout adds before the first line


def _splice_node(splicer: Splicer, node: Node) -> None:
    """Splice a value: replace it as a whole, or splice its children first and then its own entries."""
    if node.path in splicer.plan.puts:
        _splice_put(splicer, node, splicer.plan.puts[node.path])
        return
    for child in node.children:
        if child.path not in splicer.plan.removes:
            _splice_node(splicer, child)
    if splicer.plan.touches(node.path):
        if node.style == "flow":
            change_flow(splicer, node)
        else:
            change_block(splicer, node)


def _splice_comment(splicer: Splicer, comment: AddComment) -> None:
    node = splicer.layout.block_entry(splicer.layout.nodes[comment.path])
    lines = [f"# {line}".rstrip() for text in comment.lines for line in text.splitlines() or [""]]
    end = splicer.layout.line_end(node.end)
    splicer.splice(
        end, end, splicer.layout.lines(lines, node.column), splicer.layout.nodes[comment.path], COMMENT
    )


def _splice_put(splicer: Splicer, node: Node, value: Data) -> None:
    """Splice a value that is replaced; a text that replaces a text keeps the spelling of unchanged parts."""
    layout = splicer.layout
    if node.in_flow or (isinstance(value, str) and not node.is_block_collection):
        if isinstance(value, str) and isinstance(node.data, str):
            start, end, text = rewrite_text(splicer.style, node, value)
        else:
            start, end, text = node.start, node.end, flow_text(splicer.style, value, node.path)
            if not node.in_flow:
                text = value_text(splicer.style, value, layout.place(node)).lstrip(" ")
                if "\n" in text:
                    end, text = layout.with_trail(node.end, text)
        if node.start == node.end and splicer.text[start - 1] in ":-,":
            text = " " + text
        lost = [one for one in layout.comments(node.start, node.end) if node.children]
        splicer.splice(start, end, text, node)
    else:
        text = value_text(splicer.style, value, layout.place(node))
        end = node.end
        lost = layout.comments(node.after, node.end)
        if "\n" in text:
            end, text = layout.with_trail(node.end, text)
        splicer.splice(node.after, end, text, node)
    splicer.keep_comments(lost, node)
