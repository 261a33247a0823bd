"""What a Word file was made from, kept inside it, so that an editor's changes can come back.

The baseline is a *related* part of the package: word processors drop parts that nothing refers to.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
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
class Block:
    """A paragraph that can be found again: its address, its style's name, its text's SHA-256.

    ``mark`` is the bookmark by which it is known if that is not its own: of a note, the one round its
    reference.

    An address that returns in one document, such as that of a text with several paragraphs, is
    numbered from the second on: ``answers.about.0.bullets.1#2``.
    """

    address: str
    style: str
    sha256: str
    mark: str = ""

    @property
    def bookmark(self) -> str:
        """The name of the hidden bookmark round the paragraph's content, or round a note's reference."""
        return self.mark or f"_bc_{_sha256(self.address)[:12]}"


@dataclass
class Anchors:
    """Puts bookmarks round what is written, and remembers what is where."""

    blocks: list[Block] = field(default_factory=list)
    _met: Counter[str] = field(default_factory=Counter)
    _count: int = 0

    def block(self, at: str, *, style: str, text: str, inner: str) -> str:
        """Mark a paragraph's content with its address; without one it stays as it is."""
        return self.named(self.enter(at, style=style, text=text).bookmark, inner) if at else inner

    def enter(self, at: str, *, style: str, text: str, mark: str = "") -> Block:
        """List a paragraph; ``mark`` is another's bookmark by which it is known."""
        self._met[at] += 1
        address = at if self._met[at] == 1 else f"{at}#{self._met[at]}"
        self.blocks.append(Block(address, style, _sha256(text), mark))
        return self.blocks[-1]

    def named(self, name: str, inner: str) -> str:
        """Mark content with a bookmark of a given name, which must be new."""
        self._count += 1
        return ooxml.bookmark(self._count, name, inner)


def note_bookmark(note_id: str) -> str:
    """The bookmark round the reference of a note, by which it is known whatever its number.

    >>> note_bookmark("cite.jetro-2018")
    '_note_cite_djetro_h2018'
    """
    return _bookmark("_note_", note_id, _LONGEST)


def file_bookmark(baseline: Baseline) -> str:
    """The bookmark that tells whose file this is when the document's properties were removed."""
    digest = _sha256(baseline.profile_yaml)[:8]
    return _bookmark("_bcid_", baseline.profile, _LONGEST - 9) + "_" + digest


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


def write(baseline: Baseline, blocks: Iterable[Block]) -> bytes:
    """The baseline as the XML of its part."""
    facts = {
        "schema": baseline.schema,
        "tool": baseline.tool,
        "profile": baseline.profile,
        "sha256": _sha256(baseline.profile_yaml),
    }
    attributes = " ".join(f"{name}={ooxml.attribute(value)}" for name, value in facts.items())
    listed = "".join(_listed(block) for block in blocks)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<b:baseline xmlns:b="{NAMESPACE}" {attributes}>'
        f"<b:profile>{ooxml.content(baseline.profile_yaml)}</b:profile>"
        f"<b:series>{ooxml.content(baseline.series_yaml)}</b:series>"
        f"<b:blocks>{listed}</b:blocks></b:baseline>"
    ).encode()


def _listed(block: Block) -> str:
    facts = {"at": block.address, "style": block.style, "sha256": block.sha256, "mark": block.mark}
    attributes = " ".join(f"{name}={ooxml.attribute(value)}" for name, value in facts.items() if value)
    return f"<b:block {attributes}/>"


def read(part: bytes) -> tuple[Baseline, tuple[Block, ...]]:
    """The baseline that :func:`write` wrote.

    Raises:
        ValueError: The part is something else.
    """
    root = etree.fromstring(part)
    if root.tag != f"{{{NAMESPACE}}}baseline":
        raise ValueError(f"not a baseline: {root.tag}")
    names = {"b": NAMESPACE}
    baseline = Baseline(
        profile=root.get("profile", ""),
        profile_yaml=root.findtext("b:profile", "", names),
        series_yaml=root.findtext("b:series", "", names),
        schema=root.get("schema", ""),
        tool=root.get("tool", ""),
    )
    blocks = tuple(
        Block(block.get("at", ""), block.get("style", ""), block.get("sha256", ""), block.get("mark", ""))
        for block in root.iterfind("b:blocks/b:block", names)
    )
    return baseline, blocks


def item_properties(part: bytes) -> bytes:
    """The properties part that goes with a custom XML part; the id follows from the content."""
    item = str(uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE + hashlib.sha256(part).hexdigest())).upper()
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{{{item}}}" xmlns:ds="{_DATASTORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
