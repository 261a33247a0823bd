"""What a Word file was made from, kept inside it, so that an editor's changes can come back.

The baseline is a *related* part of the package: word processors drop parts that nothing refers to.
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
    """The files that a Word file was made from, as text, and by what."""

    profile: str  # its id
    profile_yaml: str
    series_yaml: str
    schema: str = SCHEMA  # of the embedded part
    tool: str = __version__  # of brochure


@dataclass(frozen=True, slots=True)
class BookBaseline:
    """The files that a booklet's Word file was made from, beside the profiles of its partners."""

    booklet: str  # its id
    booklet_yaml: str
    series_yaml: str
    schema: str = SCHEMA
    tool: str = __version__


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph that can be found again: its address, its style's name, its text's SHA-256.

    ``mark`` is the bookmark by which it is known if that is not its own: of a note, the one round its
    reference.

    An address that returns in one document, such as that of a text with several paragraphs, is
    numbered from the second on: ``answers.about.0.bullets.1#2``. In a booklet, where every partner has
    an ``answers.about.0``, ``scope`` is the partner's id.
    """

    address: str
    style: str
    sha256: str
    mark: str = ""
    scope: str = ""

    @property
    def bookmark(self) -> str:
        """The name of the hidden bookmark round the paragraph's content, or round a note's reference."""
        return self.mark or f"_bc_{_sha256(_scoped(self.scope, self.address))[:12]}"


@dataclass
class Anchors:
    """Puts bookmarks round what is written, and remembers what is where.

    ``scope`` is the partner in a booklet; ``numbers`` are the ids of bookmarks, which all scopes of a
    file share.
    """

    scope: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    blocks: list[Block] = field(default_factory=list)
    _met: Counter[str] = field(default_factory=Counter)
    _texts: list[tuple[str, str]] = field(default_factory=list)

    def block(self, at: str, *, style: str, text: str, inner: str) -> str:
        """Mark a paragraph's content with its address; without one it stays as it is."""
        return self.named(self.enter(at, style=style, text=text).bookmark, inner) if at else inner

    def enter(self, at: str, *, style: str, text: str, mark: str = "") -> Block:
        """List a paragraph; ``mark`` is another's bookmark by which it is known."""
        self._met[at] += 1
        address = at if self._met[at] == 1 else f"{at}#{self._met[at]}"
        self.blocks.append(Block(address, style, _sha256(text), mark, self.scope))
        self._texts.append((text, self.blocks[-1].bookmark))
        return self.blocks[-1]

    def first_with(self, word: str) -> str | None:
        """The bookmark of the first paragraph in which a word stands."""
        return next((bookmark for text, bookmark in self._texts if word in text), None)

    def note(self, note_id: str) -> str:
        """The bookmark round the reference of a note."""
        return note_bookmark(note_id, self.scope)

    def named(self, name: str, inner: str) -> str:
        """Mark content with a bookmark of a given name, which must be new."""
        return ooxml.bookmark(next(self.numbers), name, inner)


def note_bookmark(note_id: str, scope: str = "") -> str:
    """The bookmark round the reference of a note, by which it is known whatever its number.

    >>> note_bookmark("cite.jetro-2018")
    '_note_cite_djetro_h2018'
    >>> note_bookmark("survey", "oulu")
    '_note_oulu_ksurvey'
    """
    return _bookmark("_note_", _scoped(scope, note_id), _LONGEST)


def list_bookmark(note_id: str, scope: str) -> str:
    """The bookmark round a note in the list at the end of a booklet."""
    return _bookmark("_list_", _scoped(scope, note_id), _LONGEST)


def part_bookmark(name: str) -> str:
    """The bookmark round the heading of a part of a booklet: tables, glossary, index."""
    return _bookmark("_part_", name, _LONGEST)


def _scoped(scope: str, address: str) -> str:
    return f"{scope}:{address}" if scope else address


def file_bookmark(baseline: Baseline) -> str:
    """The bookmark that tells whose file this is when the document's properties were removed."""
    return _owner("_bcid_", baseline.profile, baseline.profile_yaml)


def book_bookmark(baseline: BookBaseline) -> str:
    """The bookmark that tells which booklet a file is."""
    return _owner("_bcbook_", baseline.booklet, baseline.booklet_yaml)


def _owner(prefix: str, key: str, text: str) -> str:
    return _bookmark(prefix, key, _LONGEST - 9) + "_" + _sha256(text)[:8]


def _bookmark(prefix: str, key: str, longest: int) -> str:
    """A name of letters, digits and underscores that no other key has.

    Small letters and digits stand for themselves. An underscore begins all else: a sign that ids
    often have, the small form of a capital (Word takes both for the same), or six digits of Unicode.
    A name too long ends in ``_x`` and a digest; no other has ``_x``.
    """
    name = prefix + re.sub("[^a-z0-9]", _spelt, key)
    if len(name) <= longest:
        return name
    return name[: longest - 14] + "_x" + _sha256(key)[:12]


_SIGNS = {"_": "u", "-": "h", ".": "d", "/": "s", ":": "k"}


def _spelt(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _SIGNS:
        return "_" + _SIGNS[sign]
    return f"_c{sign.lower()}" if sign in ascii_uppercase else f"_o{ord(sign):06x}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# --- the part ---------------------------------------------------------------------------------


def write_baseline(baseline: Baseline, blocks: Iterable[Block], *, scope: str = "") -> bytes:
    """The baseline as the XML of its part.

    In a booklet each partner has a part, with its id as ``scope``, and the series is in the booklet's.
    """
    facts = {
        "schema": baseline.schema,
        "tool": baseline.tool,
        "profile": baseline.profile,
        "sha256": _sha256(baseline.profile_yaml),
        "scope": scope,
    }
    series = "" if scope else f"<b:series>{ooxml.content(baseline.series_yaml)}</b:series>"
    profile = f"<b:profile>{ooxml.content(baseline.profile_yaml)}</b:profile>"
    return _part("baseline", facts, profile + series, blocks)


def write_book(baseline: BookBaseline, blocks: Iterable[Block]) -> bytes:
    """What a booklet was made from, as the XML of its part; the blocks are its own texts."""
    facts = {
        "schema": baseline.schema,
        "tool": baseline.tool,
        "booklet": baseline.booklet,
        "sha256": _sha256(baseline.booklet_yaml),
    }
    booklet = f"<b:yaml>{ooxml.content(baseline.booklet_yaml)}</b:yaml>"
    series = f"<b:series>{ooxml.content(baseline.series_yaml)}</b:series>"
    return _part("booklet", facts, booklet + series, blocks)


def _part(tag: str, facts: dict[str, str], inner: str, blocks: Iterable[Block]) -> bytes:
    listed = "".join(_listed(block) for block in blocks)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<b:{tag} xmlns:b="{NAMESPACE}" {_attributes(facts)}>{inner}<b:blocks>{listed}</b:blocks></b:{tag}>'
    ).encode()


def _listed(block: Block) -> str:
    facts = {"at": block.address, "style": block.style, "sha256": block.sha256, "mark": block.mark}
    return f"<b:block {_attributes(facts)}/>"


def _attributes(facts: dict[str, str]) -> str:
    return " ".join(f"{name}={ooxml.attribute(value)}" for name, value in facts.items() if value)


_NAMES = {"b": NAMESPACE}


def read_baseline(part: bytes) -> tuple[Baseline, tuple[Block, ...]]:
    """The baseline that :func:`write_baseline` wrote.

    Raises:
        ValueError: The part is something else.
    """
    root = _root(part, "baseline")
    baseline = Baseline(
        profile=root.get("profile", ""),
        profile_yaml=root.findtext("b:profile", "", _NAMES),
        series_yaml=root.findtext("b:series", "", _NAMES),
        schema=root.get("schema", ""),
        tool=root.get("tool", ""),
    )
    return baseline, _blocks(root)


def read_book(parts: Iterable[bytes]) -> tuple[BookBaseline, tuple[Block, ...], dict[str, BaselineAndBlocks]]:
    """What a booklet's Word file was made from: the booklet, its own texts, and each partner by its id.

    Args:
        parts: The custom XML parts of the file; those of others are passed over.

    Raises:
        ValueError: No part is a booklet's.
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
    return book, _blocks(books[0]), partners


BaselineAndBlocks = tuple[Baseline, tuple[Block, ...]]


def _root(part: bytes, tag: str) -> etree._Element:
    root = etree.fromstring(part)
    if root.tag != f"{{{NAMESPACE}}}{tag}":
        raise ValueError(f"not a {tag}: {root.tag}")
    return root


def _blocks(root: etree._Element) -> tuple[Block, ...]:
    scope = root.get("scope", "")
    return tuple(
        Block(
            address=block.get("at", ""),
            style=block.get("style", ""),
            sha256=block.get("sha256", ""),
            mark=block.get("mark", ""),
            scope=scope,
        )
        for block in root.iterfind("b:blocks/b:block", _NAMES)
    )


def item_properties(part: bytes) -> bytes:
    """The properties part that goes with a custom XML part; the id follows from the content."""
    item = str(uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE + hashlib.sha256(part).hexdigest())).upper()
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{{{item}}}" xmlns:ds="{_DATASTORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
