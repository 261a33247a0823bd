"""Open a Word file from outside, without trusting its content.

The limits are far above a booklet of a hundred partners (:mod:`.xml_limits` says what was measured), and far
below what would overload a machine.

Source: ECMA-376-2 (packages); MS-CFB 2.2 and MS-OFFCRYPTO 2.3 (old and encrypted files).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO

from lxml import etree

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.word.ooxml import W
from brochure.word.xml_limits import MAX_PART, XmlCounter, XmlLimitError, XmlSyntaxError

MAX_FILE = 100_000_000  # bytes of the file
MAX_TOTAL = 64_000_000  # bytes of all XML parts, unpacked
MAX_PARTS = 5_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/"
_ENTRY = b"PK\x01\x02"  # the beginning of an entry in the directory of a zip file
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # those of Word files; bzip2 has no bound when unpacked
_READ = (".xml", ".rels")
_NEEDING = ("footnoteReference", "endnoteReference", "hyperlink", "pStyle")


@dataclass(frozen=True)
class OpenedWord:
    """The XML parts of a Word file by name, and its name in messages.

    ``media`` are the names of its other parts, such as pictures, with their checksums.
    """

    shown: str
    parts: Mapping[str, bytes]
    media: Mapping[str, int] = field(default_factory=dict)

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, or ``None`` if the file has no such part.

        Raises:
            BrochureError: The part is not well-formed, or declares entities (D107); or it has more elements,
                characters … than the file may have (D106).
        """
        if name not in self._parsed:
            data = self.parts.get(name)
            self._parsed[name] = None if data is None else parse_part(data, self.shown, name, self._counted)
        return self._parsed[name]

    def has(self, part: str) -> bool:
        """Whether the file has a part with a name."""
        return part in self.parts or part in self.media

    def link_targets(self, part: str) -> Mapping[str | None, str]:
        """The targets of the relationships of a part, by id."""
        if part not in self._targets:
            folder, _, file = part.rpartition("/")
            rels = self.xml(f"{folder}/_rels/{file}.rels")
            found = rels if rels is not None else ()
            self._targets[part] = {rel.get("Id"): rel.get("Target", "") for rel in found}
        return self._targets[part]

    @cached_property
    def _targets(self) -> dict[str, dict[str | None, str]]:
        return {}

    @cached_property
    def _counted(self) -> XmlCounter:
        """What the parts contain that were read so far."""
        return XmlCounter()

    @cached_property
    def _parsed(self) -> dict[str, etree._Element | None]:
        return {}

    @cached_property
    def main(self) -> str:
        """The name of the main part with the text; other programs may use other names than Word."""
        root = self.xml("_rels/.rels")
        for relationship in root if root is not None else ():
            if relationship.get("Type", "").endswith("/officeDocument"):
                return relationship.get("Target", "").lstrip("/")
        return "word/document.xml"

    @property
    def custom(self) -> list[etree._Element]:
        """The roots of all custom XML parts that can be read.

        Raises:
            BrochureError: They have more elements, characters … than the file may have (D106).
        """
        found = []
        for name in sorted(self.parts):
            if name.startswith("customXml/") and name.endswith(".xml"):
                try:
                    root = self.xml(name)
                except BrochureError as error:
                    if any(found.code == "D106" for found in error.problems):
                        raise
                    continue  # a part of another program, which we do not need
                if root is not None:
                    found.append(root)
        return found

    @property
    def application(self) -> str:
        """The program that saved the file last, by its own name: ``LibreOffice/7.4.7.2…``."""
        root = self.xml("docProps/app.xml")
        names = {"Application", "AppVersion"}
        return (
            " ".join(child.text or "" for child in root if etree.QName(child).localname in names).strip()
            if root is not None
            else ""
        )

    @property
    def saved_by(self) -> str:
        """Who saved the file last, by the name in the word processor; an empty text if it is not noted."""
        root = self.xml("docProps/core.xml")
        names = (
            (child.text or "").strip()
            for child in (root if root is not None else ())
            if isinstance(child.tag, str) and etree.QName(child).localname == "lastModifiedBy"
        )
        return next(names, "")


def open_word(data: bytes, shown: str) -> OpenedWord:
    """Open a Word file.

    Args:
        data: The bytes of the file.
        shown: Its name in messages.

    Raises:
        BrochureError: It is not a Word file, or cannot be read (D101–D107, D116).
    """
    place = Location(shown)
    if data.startswith(_OLE):
        raise BrochureError([problem("D103" if _ENCRYPTED in data else "D102", place)])
    opened = OpenedWord(shown, open_parts(data, shown), _media(data))
    types = opened.parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or "word/vbaProject.bin" in types.decode("utf-8", "replace"):
        raise BrochureError([problem("D104", place)])
    text = opened.parts.get(opened.main, b"")
    if _STRICT in text[:4000]:
        raise BrochureError([problem("D105", place)])
    root = opened.xml(opened.main)
    if root is None or root.find(f"{{{W}}}body") is None:
        raise BrochureError([problem("D101", place)])
    if missing := _missing_part(opened, root):
        raise BrochureError([problem("D116", place, part=missing)])
    return opened


def open_parts(data: bytes, shown: str) -> dict[str, bytes]:
    """Unpack the XML parts of a Word file, or of another zip file with such parts, by name.

    Args:
        data: The bytes of the file.
        shown: Its name in messages.

    Raises:
        BrochureError: It is no zip file (D101), is encrypted (D103), or is too large (D106).
    """
    if len(data) > MAX_FILE:
        raise too_large(shown, shown, "bytes", len(data), MAX_FILE)
    if (entries := data.count(_ENTRY)) > MAX_PARTS:  # counted before zipfile makes an object of each
        raise too_large(shown, shown, "parts", entries, MAX_PARTS)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _unpack_parts(archive, shown)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise BrochureError([problem("D101", Location(shown))]) from None


def _media(data: bytes) -> dict[str, int]:
    """The names of the parts that are no XML, with their checksums, by the directory of the zip file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {one.filename: one.CRC for one in archive.infolist() if not one.filename.endswith(_READ)}


def _missing_part(opened: OpenedWord, root: etree._Element) -> str:
    """The name of the part with the relationships, if the text needs it and the file lacks it; else empty."""
    folder, _, file = opened.main.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    needs = any(root.find(f".//{{{W}}}{tag}") is not None for tag in _NEEDING)
    return rels if needs and rels not in opened.parts else ""


def too_large(shown: str, part: str, what: str, count: int, limit: int) -> BrochureError:
    """Return the error for a file that has too much of something (D106).

    Args:
        shown: The name of the file in messages.
        part: Where it is: the name of a part, or of the file.
        what: The word for what is counted, as in ``diagnostics/terms.yaml``.
        count: How many were counted; there may be more.
        limit: How many there may be.
    """
    details = {"where": part, "what": what, "count": f"{count:,}", "limit": f"{limit:,}"}
    return BrochureError([problem("D106", Location(shown), **details)])


def _unpack_parts(archive: zipfile.ZipFile, shown: str) -> dict[str, bytes]:
    """The XML parts by name; sizes are counted during unpacking, because a zip directory may be forged."""
    parts: dict[str, bytes] = {}
    total = 0
    for entry in archive.infolist():
        if not entry.filename.endswith(_READ):
            continue
        if entry.flag_bits & 1:
            raise BrochureError([problem("D103", Location(shown))])
        if entry.compress_type not in _METHODS:
            raise zipfile.BadZipFile(entry.filename)
        with archive.open(entry) as part:
            read = part.read(MAX_PART + 1)
        total += len(read)
        if len(read) > MAX_PART:
            raise too_large(shown, entry.filename, "bytes", len(read), MAX_PART)
        if total > MAX_TOTAL:
            raise too_large(shown, shown, "bytes", total, MAX_TOTAL)
        parts[entry.filename] = read
    return parts


def parse_part(data: bytes, shown: str, name: str, counted: XmlCounter) -> etree._Element:
    """Parse a part without entities, network or external files; comments are left out.

    Args:
        data: The bytes of the part.
        shown: The name of the file in messages.
        name: The name of the part.
        counted: What the parts of the file contain that were read before.

    Raises:
        BrochureError: The part is not well-formed, or declares a document type (D107); or the file has more
            elements, characters … than it may have (D106).
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,  # libxml2's own limits differ between its versions; XmlCounter has ours
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        counted.count_part(data)
        return etree.fromstring(data, parser)
    except XmlLimitError as error:
        raise too_large(shown, name, error.what, error.counted, error.limit) from None
    except (etree.XMLSyntaxError, XmlSyntaxError, ValueError) as error:
        detail = str(error).split("\n", maxsplit=1)[0][:120]
        raise BrochureError([problem("D107", Location(shown), part=name, detail=detail)]) from None
