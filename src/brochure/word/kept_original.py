"""Kept originals: what a Word file embeds, as a small zip file of its own.

Its digest is in the properties of the Word file, which survive in other formats (``.odt``, ``.doc``,
``.rtf``) where the embedded original does not.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from brochure.storage.own_files import ZIP_DATE
from brochure.word.baseline import NAMESPACE
from brochure.word.ooxml import W
from brochure.word.origin import EmbeddedOrigin, read_origin
from brochure.word.untrusted import OpenedWord, open_parts

PROPERTY = "brochure.original"
URN = "urn:brochure:original:"
_DIGEST = re.compile("[0-9a-f]{32}")
_BOOKMARK = re.compile(r"_bc(?:id|book)_.+_([0-9a-f]{8})")
_MARKS = re.compile(
    r"[*＊※\s]|[\[（(]注?\d{1,3}[\]）)]|注\d{1,3}"
)  # signs of notes, which programs add or drop
_ITEM = re.compile(r"customXml/item(\d+)\.xml")


@dataclass(frozen=True, slots=True)
class PackedOriginal:
    """An original as the bytes of a zip file, with the name of its document and its digest."""

    document: str
    digest: str
    data: bytes


def original_digest(parts: Iterable[bytes]) -> str:
    """Return the digest of the parts that a Word file embeds: 32 hexadecimal digits."""
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()[:32]


def pack_original(data: bytes) -> PackedOriginal | None:
    """Return the original of a Word file that brochure has just made; None if it embeds none."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        numbers = sorted(int(found[1]) for name in archive.namelist() if (found := _ITEM.fullmatch(name)))
        parts = {
            f"customXml/item{number}.xml": archive.read(f"customXml/item{number}.xml") for number in numbers
        }
    own = {name: part for name, part in parts.items() if NAMESPACE.encode() in part[:500]}
    if not own:
        return None
    names = [_document_name(part) for part in own.values()]
    books = [name for name in names if name.startswith("booklet.")]
    document = next(iter([*books, *filter(None, names)]), "")
    return PackedOriginal(document, original_digest(own.values()), _zip(own)) if document else None


def _zip(parts: Mapping[str, bytes]) -> bytes:
    """Zip parts; the same parts make the same bytes on every day and machine."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part, compresslevel=9)
    return made.getvalue()


def _document_name(part: bytes) -> str:
    root = etree.fromstring(part)
    if booklet := root.get("booklet"):
        return f"booklet.{booklet}"
    return str(root.get("profile", ""))


def unpack_original(data: bytes, shown: str) -> EmbeddedOrigin | None:
    """Read an original that :func:`pack_original` packed; None if the file holds none.

    Raises:
        BrochureError: It is damaged (D101, D111), too large (D106), or of a newer brochure (D110).
    """
    return read_origin(OpenedWord(shown, open_parts(data, shown)))


def named_digests(file: OpenedWord) -> list[str]:
    """The digests of originals that the properties of a Word file name."""
    found: list[str] = []
    for name, tag in (("docProps/custom.xml", "property"), ("docProps/core.xml", "identifier")):
        root = file.xml(name)
        for entry in root if root is not None else ():
            if not isinstance(entry.tag, str) or etree.QName(entry).localname != tag:
                continue
            text = "".join(map(str, entry.itertext())).strip()
            if tag == "property" and entry.get("name") != PROPERTY:
                continue
            text = text.removeprefix(URN)
            if _DIGEST.fullmatch(text) and text not in found:
                found.append(text)
    return found


def named_yaml_digest(file: OpenedWord) -> str:
    """Return the first digits of the digest of the YAML, from the bookmark at the beginning; or empty."""
    root = file.xml(file.main)
    for start in root.iter(f"{{{W}}}bookmarkStart") if root is not None else ():
        if found := _BOOKMARK.fullmatch(start.get(f"{{{W}}}name", "")):
            return found[1]
    return ""


def comparable_lines(file: OpenedWord) -> Iterator[str]:
    """Yield the visible lines of body and notes, without blanks and the signs of notes."""
    folder = file.main.rpartition("/")[0]
    for name in (file.main, f"{folder}/footnotes.xml", f"{folder}/endnotes.xml"):
        root = file.xml(name)
        for paragraph in root.iter(f"{{{W}}}p") if root is not None else ():
            if text := _MARKS.sub("", "".join(_words(paragraph))):
                yield text


def _words(paragraph: etree._Element) -> Iterable[str]:
    return (text.text or "" for text in paragraph.iter(f"{{{W}}}t"))
