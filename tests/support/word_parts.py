"""Parts of Word files, changed as text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from io import BytesIO
from pathlib import Path

PartChange = Callable[[str], str]


def word_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed_parts(parts: Mapping[str, bytes]) -> bytes:
    """A Word file of parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def edited_file(
    sent: Path, changes: Mapping[str, PartChange] | None = None, *, without: Collection[str] = ()
) -> Path:
    """A copy of a Word file, beside it, with some parts changed or left out (``document`` …)."""
    parts = word_parts(sent.read_bytes())
    for name, change in (changes or {}).items():
        path = f"word/{name}" if name.endswith(".rels") else f"word/{name}.xml"
        parts[path] = change(parts[path].decode()).encode()
    for name in without:
        del parts[f"word/{name}.xml"]
    target = sent.with_name("edited.docx")
    target.write_bytes(packed_parts(parts))
    return target


def replaced(*pairs: tuple[str, str]) -> PartChange:
    """A change that replaces the first place of each text, which must be there."""

    def change(xml: str) -> str:
        for old, new in pairs:
            assert old in xml, old
            xml = xml.replace(old, new, 1)
        return xml

    return change


def replaced_behind(words: str, *pairs: tuple[str, str]) -> PartChange:
    """A change that replaces the first place of each text behind these words; both must be there."""

    def change(xml: str) -> str:
        at = xml.index(words)
        return xml[:at] + replaced(*pairs)(xml[at:])

    return change


def paragraph_of(xml: str, words: str) -> str:
    """The first paragraph with these words in one text."""
    at = xml.index(words)
    start = max(xml.rfind("<w:p>", 0, at), xml.rfind("<w:p ", 0, at))
    return xml[start : xml.index("</w:p>", at) + len("</w:p>")]


def row_of(xml: str, words: str) -> str:
    """The first table row with these words in one text."""
    at = xml.index(words)
    start = max(xml.rfind("<w:tr>", 0, at), xml.rfind("<w:tr ", 0, at))
    return xml[start : xml.index("</w:tr>", at) + len("</w:tr>")]


def without_bookmarks(xml: str) -> str:
    """XML as a word processor copies it: without the bookmarks."""
    return re.sub(r"<w:bookmark(?:Start|End)\b[^>]*/>", "", xml)
