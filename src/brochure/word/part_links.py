"""Find links inside a Word file that lead nowhere, or to a part of another kind.

A part names others by relationships: its pictures, links, headers and notes. Word does not open a file in
which such a relationship is missing; other programs show nothing in its place, so a text looks deleted.

Source: ECMA-376-2:2021, 6.5 (relationships); ECMA-376-1:2016, 11.3 (parts) and 17.11.7 (calls of notes).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.word.notes import KINDS
from brochure.word.ooxml import R, W
from brochure.word.reader.elements import local_name
from brochure.word.untrusted import OpenedWord

# The roots of parts, by the kind of the relationships that lead to them.
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
    "comments": "comments",
}
# The kinds of relationships that elements name.
_KINDS = {"headerReference": "header", "footerReference": "footer", "hyperlink": "hyperlink", "blip": "image"}
_STORIES = re.compile(r"(?:header|footer|footnotes|endnotes)\d*\.xml")
_SHOWN = 20  # characters of the words before a call


def broken_links(file: OpenedWord) -> list[Problem]:
    """Return a problem for each link inside a file that leads nowhere, or to something else (D119)."""
    folder = file.main.rpartition("/")[0]
    stories = [file.main, *(name for name in sorted(file.parts) if _is_story(name, folder))]
    found = [(file.main, detail) for detail in (*_wrong_parts(file, folder), *_unlinked(file, folder))]
    found += [(name, detail) for name in stories for detail in _lost_relationships(file, name)]
    found += [(file.main, detail) for detail in _calls_of_separators(file, folder)]
    place = Location(file.shown)
    return [problem("D119", place, part=part, detail=detail) for part, detail in dict.fromkeys(found)]


def _is_story(name: str, folder: str) -> bool:
    return name.startswith(f"{folder}/") and bool(_STORIES.fullmatch(name.removeprefix(f"{folder}/")))


def _relationships(file: OpenedWord, part: str) -> dict[str, etree._Element]:
    """The relationships of a part, by id."""
    folder, _, name = part.rpartition("/")
    root = file.xml(f"{folder}/_rels/{name}.rels")
    return {one.get("Id", ""): one for one in root} if root is not None else {}


def _kind(relationship: etree._Element) -> str:
    return relationship.get("Type", "").rpartition("/")[2]


def _part_of(relationship: etree._Element, folder: str) -> str:
    """The name of the part that a relationship leads to."""
    return posixpath.normpath(posixpath.join(f"/{folder}", relationship.get("Target", ""))).lstrip("/")


def _wrong_parts(file: OpenedWord, folder: str) -> Iterator[str]:
    """Relationships of the main part to a part that is there, but is of another kind."""
    for key, one in _relationships(file, file.main).items():
        target = one.get("Target", "")
        wanted, part = _ROOTS.get(_kind(one)), _part_of(one, folder)
        if wanted and one.get("TargetMode") == "External":
            yield f"{key}: {_kind(one)} → {target}"
        elif not file.has(part):
            continue  # D118 names it
        elif wanted:
            root = file.xml(part) if part.endswith(".xml") else None
            if root is None or local_name(root) != wanted:
                yield f"{key}: {_kind(one)} → {target}"
        elif _kind(one) == "image" and part.endswith(".xml"):
            yield f"{key}: image → {target}"


def _unlinked(file: OpenedWord, folder: str) -> Iterator[str]:
    """Parts that the text needs and that are there, but that the main part has no relationship to."""
    linked = {_kind(one) for one in _relationships(file, file.main).values()}
    body = file.xml(file.main)
    styles = file.xml(f"{folder}/styles.xml")
    for kind, element in {
        "styles": "p",
        "numbering": "numPr",
        "footnotes": "footnoteReference",
        "endnotes": "endnoteReference",
        "comments": "commentReference",
    }.items():
        roots = [root for root in (body, styles if kind == "numbering" else None) if root is not None]
        is_used = any(next(root.iter(f"{{{W}}}{element}"), None) is not None for root in roots)
        if is_used and kind not in linked and f"{folder}/{kind}.xml" in file.parts:
            yield f"{kind} → –"


def _lost_relationships(file: OpenedWord, part: str) -> Iterator[str]:
    """Elements of a part that name a relationship which is missing, or of another kind."""
    root = file.xml(part)
    known = _relationships(file, part)
    for element in root.iter() if root is not None else ():
        if not isinstance(element.tag, str):
            continue
        for name, key in ((str(name), str(key)) for name, key in element.attrib.items()):
            if not name.startswith(f"{{{R}}}") or not key:
                continue
            one = known.get(key)
            wanted = _KINDS.get(_name(element))
            if one is None:
                yield f"{_name(element)} {key} → –"
            elif wanted and _kind(one) != wanted:
                yield f"{_name(element)} {key} → {_kind(one)}"
            elif wanted == "hyperlink" and not one.get("Target"):
                yield f"{_name(element)} {key} → –"


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _calls_of_separators(file: OpenedWord, folder: str) -> Iterator[str]:
    """Calls that lead to the separator above the notes, which has no text of a note."""
    body = file.xml(file.main)
    for kind in KINDS:
        notes = file.xml(f"{folder}/{kind.tag}s.xml")
        separators = {
            note.get(f"{{{W}}}id", "")
            for note in (notes.iter(f"{{{W}}}{kind.tag}") if notes is not None else ())
            if note.get(f"{{{W}}}type", "normal") != "normal"
        }
        for call in body.iter(f"{{{W}}}{kind.tag}Reference") if body is not None else ():
            if call.get(f"{{{W}}}id", "") in separators:
                identity = call.get(f"{{{W}}}id")
                yield f"「{_words_before(call)}」 {kind.tag}Reference {identity} → separator"


def _words_before(call: etree._Element) -> str:
    """The last words before a call in its paragraph, to find it by."""
    paragraph = next(call.iterancestors(f"{{{W}}}p"), None)
    words = ""
    for element in paragraph.iter(f"{{{W}}}t", call.tag) if paragraph is not None else ():
        if element is call:
            break
        words += element.text or ""
    return words[-_SHOWN:]
