"""The embedded original: the text of a Word file as it was sent, to compare an edited file with.

It is in a separate custom XML part. The comparison uses the text that was sent, not the text that would be
printed today, so it does not depend on the layout or the version of brochure.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from brochure.word import ooxml
from brochure.word.baseline import NAMESPACE, SCHEMA


def write_sent_text(parts: Mapping[str, str], roles: Mapping[str, str]) -> bytes:
    """The stories (body, notes, running heads) as the XML of their custom part.

    Args:
        parts: The XML of parts of the Word file, without XML declaration, by name: ``word/document.xml`` …
        roles: Names of styles by role: ``{"bullet": "冊子 箇条書き"}``.
    """
    listed = "".join(
        f"<b:role name={ooxml.quoted_attribute(role)} style={ooxml.quoted_attribute(name)}/>"
        for role, name in roles.items()
    )
    texts = "".join(
        f"<b:part name={ooxml.quoted_attribute(name)}>{ooxml.escape_text(text)}</b:part>"
        for name, text in sorted(parts.items())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<b:stories xmlns:b="{NAMESPACE}" schema="{SCHEMA}">{listed}{texts}</b:stories>'
    ).encode()


def read_sent_text(root: etree._Element) -> tuple[dict[str, bytes], dict[str, str]]:
    """The parts and the roles from the XML that :func:`write_sent_text` wrote."""
    names = {"b": NAMESPACE}
    parts = {part.get("name", ""): (part.text or "").encode() for part in root.iterfind("b:part", names)}
    roles = {role.get("name", ""): role.get("style", "") for role in root.iterfind("b:role", names)}
    return parts, roles
