"""The text as it was sent, kept inside a Word file: what an editor's file is compared with.

It rides in a custom XML part of its own. To compare with what was sent, and not with what would be
printed today, makes the comparison independent of layouts and of versions of brochure.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from brochure.word import ooxml
from brochure.word.baseline import NAMESPACE, SCHEMA


def write_sent_text(parts: Mapping[str, str], roles: Mapping[str, str]) -> bytes:
    """The stories as the XML of their part.

    Args:
        parts: The XML of parts of the Word file, without declarations, by name: ``word/document.xml`` …
        roles: Names of styles by their role: ``{"bullet": "冊子 箇条書き"}``.
    """
    listed = "".join(
        f"<b:role name={ooxml.attribute(role)} style={ooxml.attribute(name)}/>"
        for role, name in roles.items()
    )
    texts = "".join(
        f"<b:part name={ooxml.attribute(name)}>{ooxml.content(text)}</b:part>"
        for name, text in sorted(parts.items())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<b:stories xmlns:b="{NAMESPACE}" schema="{SCHEMA}">{listed}{texts}</b:stories>'
    ).encode()


def read_sent_text(root: etree._Element) -> tuple[dict[str, bytes], dict[str, str]]:
    """The parts and roles that :func:`write_sent_text` wrote."""
    names = {"b": NAMESPACE}
    parts = {part.get("name", ""): (part.text or "").encode() for part in root.iterfind("b:part", names)}
    roles = {role.get("name", ""): role.get("style", "") for role in root.iterfind("b:role", names)}
    return parts, roles
