"""Read the headers and footers that the sections of a Word file show.

A section shows its headers by kind: that of the first page only if the section has one, and that of even
pages only if the file has them. A section without a header of a kind has that of the section before it.

Source: ECMA-376-1:2016, 17.10 (headers and footers).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from brochure.word.ooxml import R, W
from brochure.word.reader.elements import is_on, local_name
from brochure.word.reader.looks import FileStyles
from brochure.word.reader.model import RevisionView, WordLine
from brochure.word.reader.pieces import join_lines
from brochure.word.reader.story import Story
from brochure.word.untrusted import OpenedWord

_PARTS = r"{}/(?:header|footer)\d*\.xml"
_REFERENCES = ("headerReference", "footerReference")


def read_running_heads(
    file: OpenedWord, folder: str, styles: FileStyles, view: RevisionView
) -> Iterator[tuple[str, WordLine]]:
    """The headers and footers that are shown and have text, or numbers of pages, as one line, by part."""
    for name in sorted(shown_parts(file, folder)):
        part = file.xml(name)
        if part is not None:
            story = Story(file, name, "running", styles, view)
            story.read_blocks(part, None)
            lines = [line for line in story.lines if line.content or line.odd]
            if lines:
                odd = tuple(odd for line in lines for odd in line.odd)  # each number of a page counts
                yield name, replace(join_lines(lines), odd=odd)


def shown_parts(file: OpenedWord, folder: str) -> dict[str, set[str]]:
    """The headers and footers that a section shows: where each part stands, such as ``header of first``."""
    targets = file.link_targets(file.main)
    if not targets:  # an embedded original of old has the parts only
        return {name: set() for name in file.parts if re.fullmatch(_PARTS.format(re.escape(folder)), name)}
    has_even = is_on(file.xml(f"{folder}/settings.xml"), "evenAndOddHeaders")
    current: dict[tuple[str, str], str] = {}
    shown: dict[str, set[str]] = {}
    for section in sections(file.xml(file.main)):
        for one in section:
            if isinstance(one.tag, str) and local_name(one) in _REFERENCES:
                target = targets.get(one.get(f"{{{R}}}id"), "")
                kind = one.get(f"{{{W}}}type", "default")
                current[local_name(one), kind] = posixpath.normpath(f"/{folder}/{target}").lstrip("/")
        kinds = {"default"} | ({"even"} if has_even else set())
        kinds |= {"first"} if is_on(section, "titlePg") else set()
        for (reference, kind), part in current.items():
            if kind in kinds:
                shown.setdefault(part, set()).add(f"{reference.removesuffix('Reference')} of {kind}")
    return shown


def sections(root: etree._Element | None) -> Iterator[etree._Element]:
    """The properties of the sections, without those before tracked changes."""
    for section in root.iter(f"{{{W}}}sectPr") if root is not None else ():
        parent = section.getparent()
        if parent is not None and local_name(parent) != "sectPrChange":
            yield section
