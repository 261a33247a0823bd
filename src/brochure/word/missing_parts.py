"""Find parts that a Word file names but lacks: without them, texts and styles would be read wrongly.

Source: ECMA-376-1:2016, 11.3 (parts of a Word file).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.word.notes import KINDS
from brochure.word.ooxml import W
from brochure.word.untrusted import OpenedWord

_READ = (
    "styles",
    "footnotes",
    "endnotes",
    "numbering",
    "header",
    "footer",
    "comments",
    "image",
)  # kinds of relationships


def missing_parts(file: OpenedWord) -> list[Problem]:
    """Return a problem for each part with text or styles that a file lacks (D118)."""
    place = Location(file.shown)
    return [problem("D118", place, part=part, what=kind) for part, kind in _missing(file).items()]


def _missing(file: OpenedWord) -> dict[str, str]:
    """The kinds of the missing parts, by name."""
    folder, _, main = file.main.rpartition("/")
    found = {part: kind for part, kind in _named_parts(file, folder, main) if not file.has(part)}
    styles = f"{folder}/styles.xml"
    if styles not in file.parts and "styles" not in found.values() and not _has_styles(file, folder, main):
        found[styles] = "styles"
    return found | dict(_lost_notes(file, folder))


def _named_parts(file: OpenedWord, folder: str, main: str) -> Iterator[tuple[str, str]]:
    """The parts that the main part has relationships to, with the kind of each."""
    relationships = file.xml(f"{folder}/_rels/{main}.rels")
    for one in relationships if relationships is not None else ():
        kind = one.get("Type", "").rpartition("/")[2]
        if kind in _READ and one.get("TargetMode") != "External":
            target = one.get("Target", "")
            yield posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/"), kind


def _has_styles(file: OpenedWord, folder: str, main: str) -> bool:
    return any(kind == "styles" for _, kind in _named_parts(file, folder, main))


def _lost_notes(file: OpenedWord, folder: str) -> Iterator[tuple[str, str]]:
    """Parts that lack a note that the text calls."""
    body = file.xml(file.main)
    for kind in KINDS:
        name = f"{folder}/{kind.tag}s.xml"
        called = _ids(body, f"{kind.tag}Reference")
        if called - _ids(file.xml(name), kind.tag):
            yield name, f"{kind.tag}s"


def _ids(root: etree._Element | None, name: str) -> set[str]:
    return {one.get(f"{{{W}}}id", "") for one in root.iter(f"{{{W}}}{name}")} if root is not None else set()
