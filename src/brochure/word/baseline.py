"""The baseline: the source files of a Word file, embedded in it, so that edits can go back to the profile.

The baseline is a *related* part of the package, because word processors drop parts that nothing refers to.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from string import ascii_uppercase

from lxml import etree

from brochure import __version__
from brochure.word import ooxml

NAMESPACE = "urn:brochure:baseline"
SCHEMA = "1"
_DATASTORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_LONGEST = 40  # characters of a bookmark's name (Word)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The files that a Word file was made from, as text, and the version of brochure that made it."""

    profile: str  # the id of the profile
    profile_yaml: str
    series_yaml: str
    schema: str = SCHEMA  # the format of the embedded part
    tool: str = __version__  # the version of brochure
    form_yaml: str = ""  # of a blank form: the profile with placeholders, from which the form was made


@dataclass(frozen=True, slots=True)
class BookBaseline:
    """The files that a booklet's Word file was made from, without the profiles of its partners."""

    booklet: str  # the id of the booklet
    booklet_yaml: str
    series_yaml: str
    schema: str = SCHEMA
    tool: str = __version__


@dataclass(frozen=True, slots=True)
class AnchoredParagraph:
    """A paragraph that can be found again in an edited file.

    Attributes:
        address: Its address in the profile. If an address occurs more than once in a document (a text with
            several paragraphs), the later ones are numbered: ``answers.about.0.bullets.1#2``.
        style: The name of its style.
        sha256: The digest of its text.
        mark: The bookmark that identifies it, if this is not its own bookmark: for a note, the bookmark
            around its reference.
        scope: In a booklet the id of the partner, because every partner has an ``answers.about.0``.
    """

    address: str
    style: str
    sha256: str
    mark: str = ""
    scope: str = ""

    @property
    def bookmark(self) -> str:
        """The name of the hidden bookmark around the paragraph's content, or around a note's reference."""
        return self.mark or f"_bc_{_sha256(_scoped(self.scope, self.address))[:12]}"


@dataclass
class Anchors:
    """Adds bookmarks around paragraphs, and lists these paragraphs.

    Attributes:
        scope: The id of the partner in a booklet; empty otherwise.
        numbers: The ids of bookmarks; all scopes of a file share them.
        blocks: The paragraphs so far.
    """

    scope: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    blocks: list[AnchoredParagraph] = field(default_factory=list)
    _met: Counter[str] = field(default_factory=Counter)
    _texts: list[tuple[str, str]] = field(default_factory=list)

    def anchor_paragraph(self, at: str, *, style: str, text: str, inner: str) -> str:
        """Add the bookmark of an address around a paragraph's content; unchanged if ``at`` is empty."""
        return (
            self.add_bookmark(self.list_paragraph(at, style=style, text=text).bookmark, inner)
            if at
            else inner
        )

    def list_paragraph(self, at: str, *, style: str, text: str, mark: str = "") -> AnchoredParagraph:
        """Add a paragraph to the list; ``mark`` is the bookmark that identifies it, if not its own."""
        self._met[at] += 1
        address = at if self._met[at] == 1 else f"{at}#{self._met[at]}"
        self.blocks.append(AnchoredParagraph(address, style, _sha256(text), mark, self.scope))
        self._texts.append((text, self.blocks[-1].bookmark))
        return self.blocks[-1]

    def bookmarks_with(self, word: str) -> list[str]:
        """The bookmarks of the paragraphs that contain a word, in their order."""
        return [bookmark for text, bookmark in self._texts if word in text]

    def note_bookmark(self, note_id: str) -> str:
        """The name of the bookmark around the reference of a note."""
        return note_bookmark(note_id, self.scope)

    def add_bookmark(self, name: str, inner: str) -> str:
        """Add a bookmark around content; its name must be unique in the file."""
        return ooxml.bookmark(next(self.numbers), name, inner)


def note_bookmark(note_id: str, scope: str = "") -> str:
    """The name of the bookmark around the reference of a note; it does not depend on the note's number.

    >>> note_bookmark("cite.jetro-2018")
    '_note_cite_djetro_h2018'
    >>> note_bookmark("survey", "oulu")
    '_note_oulu_ksurvey'
    """
    return _encode_bookmark("_note_", _scoped(scope, note_id), _LONGEST)


def list_bookmark(note_id: str, scope: str) -> str:
    """The name of the bookmark around a note in the list at the end of a booklet."""
    return _encode_bookmark("_list_", _scoped(scope, note_id), _LONGEST)


def part_bookmark(name: str) -> str:
    """The name of the bookmark around the heading of a part of a booklet: tables, glossary, index."""
    return _encode_bookmark("_part_", name, _LONGEST)


def _scoped(scope: str, address: str) -> str:
    return f"{scope}:{address}" if scope else address


def file_bookmark(baseline: Baseline) -> str:
    """The name of the bookmark that identifies the profile, in case the document's properties are removed."""
    return _identifying_bookmark("_bcid_", baseline.profile, baseline.profile_yaml)


def book_bookmark(baseline: BookBaseline) -> str:
    """The name of the bookmark that identifies the booklet of a file."""
    return _identifying_bookmark("_bcbook_", baseline.booklet, baseline.booklet_yaml)


def _identifying_bookmark(prefix: str, key: str, text: str) -> str:
    return _encode_bookmark(prefix, key, _LONGEST - 9) + "_" + _sha256(text)[:8]


def _encode_bookmark(prefix: str, key: str, longest: int) -> str:
    """Encode a key as the name of a bookmark: letters, digits and underscores, different for each key.

    Small letters and digits stay as they are. All other characters become an underscore and a code: ``u``,
    ``h``, ``d``, ``s`` or ``k`` for a sign that is common in ids; ``c`` and the small letter for a capital
    (Word ignores case); ``o`` and six hexadecimal digits of Unicode. A name that is too long is cut, and
    ends with ``_x`` and a digest; no other name contains ``_x``.
    """
    name = prefix + re.sub("[^a-z0-9]", _encode_character, key)
    if len(name) <= longest:
        return name
    return name[: longest - 14] + "_x" + _sha256(key)[:12]


_SIGNS = {"_": "u", "-": "h", ".": "d", "/": "s", ":": "k"}


def _encode_character(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _SIGNS:
        return "_" + _SIGNS[sign]
    return f"_c{sign.lower()}" if sign in ascii_uppercase else f"_o{ord(sign):06x}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# --- the custom XML part ----------------------------------------------------------------------


def write_baseline(baseline: Baseline, blocks: Iterable[AnchoredParagraph], *, scope: str = "") -> bytes:
    """The baseline as the XML of its part.

    In a booklet each partner has a part, with its id as ``scope``; the series is in the booklet's part.
    """
    facts = {
        "schema": baseline.schema,
        "tool": baseline.tool,
        "profile": baseline.profile,
        "sha256": _sha256(baseline.profile_yaml),
        "scope": scope,
    }
    series = "" if scope else f"<b:series>{ooxml.escape_text(baseline.series_yaml)}</b:series>"
    profile = f"<b:profile>{ooxml.escape_text(baseline.profile_yaml)}</b:profile>"
    form = f"<b:form>{ooxml.escape_text(baseline.form_yaml)}</b:form>" if baseline.form_yaml else ""
    return _part_xml("baseline", facts, profile + series + form, blocks)


def write_booklet_baseline(baseline: BookBaseline, blocks: Iterable[AnchoredParagraph]) -> bytes:
    """The baseline of a booklet as the XML of its part; the blocks are the booklet's own texts."""
    facts = {
        "schema": baseline.schema,
        "tool": baseline.tool,
        "booklet": baseline.booklet,
        "sha256": _sha256(baseline.booklet_yaml),
    }
    booklet = f"<b:yaml>{ooxml.escape_text(baseline.booklet_yaml)}</b:yaml>"
    series = f"<b:series>{ooxml.escape_text(baseline.series_yaml)}</b:series>"
    return _part_xml("booklet", facts, booklet + series, blocks)


def _part_xml(tag: str, facts: dict[str, str], inner: str, blocks: Iterable[AnchoredParagraph]) -> bytes:
    listed = "".join(_block_xml(block) for block in blocks)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<b:{tag} xmlns:b="{NAMESPACE}" {_attributes(facts)}>{inner}<b:blocks>{listed}</b:blocks></b:{tag}>'
    ).encode()


def _block_xml(block: AnchoredParagraph) -> str:
    facts = {"at": block.address, "style": block.style, "sha256": block.sha256, "mark": block.mark}
    return f"<b:block {_attributes(facts)}/>"


def _attributes(facts: dict[str, str]) -> str:
    return " ".join(f"{name}={ooxml.quoted_attribute(value)}" for name, value in facts.items() if value)


_NAMES = {"b": NAMESPACE}


def read_baseline(part: bytes) -> tuple[Baseline, tuple[AnchoredParagraph, ...]]:
    """Parse a part that :func:`write_baseline` wrote.

    Raises:
        ValueError: The part is not a baseline.
    """
    root = _parse_part(part, "baseline")
    baseline = Baseline(
        profile=root.get("profile", ""),
        profile_yaml=root.findtext("b:profile", "", _NAMES),
        series_yaml=root.findtext("b:series", "", _NAMES),
        schema=root.get("schema", ""),
        tool=root.get("tool", ""),
        form_yaml=root.findtext("b:form", "", _NAMES),
    )
    return baseline, _read_blocks(root)


def read_booklet_baseline(
    parts: Iterable[bytes],
) -> tuple[BookBaseline, tuple[AnchoredParagraph, ...], dict[str, BaselineAndBlocks]]:
    """Parse the parts that :func:`write_booklet_baseline` and :func:`write_baseline` wrote for a booklet.

    Args:
        parts: The custom XML parts of the file; parts of other programs are ignored.

    Returns:
        The baseline of the booklet, the blocks of its own texts, and for each partner by id its baseline and
        its blocks.

    Raises:
        ValueError: No part belongs to a booklet.
    """
    roots = [etree.fromstring(part) for part in parts]
    books = [root for root in roots if root.tag == f"{{{NAMESPACE}}}booklet"]
    if not books:
        raise ValueError("not a booklet")
    book = BookBaseline(
        booklet=books[0].get("booklet", ""),
        booklet_yaml=books[0].findtext("b:yaml", "", _NAMES),
        series_yaml=books[0].findtext("b:series", "", _NAMES),
        schema=books[0].get("schema", ""),
        tool=books[0].get("tool", ""),
    )
    partners = {}
    for root in roots:
        if root.tag == f"{{{NAMESPACE}}}baseline":
            found, blocks = read_baseline(etree.tostring(root))
            partners[found.profile] = (replace(found, series_yaml=book.series_yaml), blocks)
    return book, _read_blocks(books[0]), partners


BaselineAndBlocks = tuple[Baseline, tuple[AnchoredParagraph, ...]]


def _parse_part(part: bytes, tag: str) -> etree._Element:
    root = etree.fromstring(part)
    if root.tag != f"{{{NAMESPACE}}}{tag}":
        raise ValueError(f"not a {tag}: {root.tag}")
    return root


def _read_blocks(root: etree._Element) -> tuple[AnchoredParagraph, ...]:
    scope = root.get("scope", "")
    return tuple(
        AnchoredParagraph(
            address=block.get("at", ""),
            style=block.get("style", ""),
            sha256=block.get("sha256", ""),
            mark=block.get("mark", ""),
            scope=scope,
        )
        for block in root.iterfind("b:blocks/b:block", _NAMES)
    )


def item_properties(part: bytes) -> bytes:
    """The properties part of a custom XML part; its id is derived from the content."""
    item = str(uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE + hashlib.sha256(part).hexdigest())).upper()
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{{{item}}}" xmlns:ds="{_DATASTORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
