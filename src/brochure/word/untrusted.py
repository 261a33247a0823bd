"""Open a Word file from outside, without trusting its content.

The limits are far above a booklet of hundreds of partners, and far below what would overload a machine.

Source: ECMA-376-2 (packages); MS-CFB 2.2 and MS-OFFCRYPTO 2.3 (old and encrypted files).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from lxml import etree

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.word.ooxml import W

MAX_FILE = 100_000_000  # bytes of the file
MAX_PART = 64_000_000  # bytes of an XML part, unpacked
MAX_TOTAL = 256_000_000  # bytes of all XML parts, unpacked
MAX_PARTS = 10_000
MAX_DEPTH = 200  # nested elements; Word's own limit for nested tables is far lower

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/"
_READ = (".xml", ".rels")


@dataclass(frozen=True)
class OpenedWord:
    """The XML parts of a Word file by name, and its name in messages."""

    shown: str
    parts: Mapping[str, bytes]

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, or ``None`` if the file has no such part.

        Raises:
            BrochureError: The part is not well-formed, or declares entities (D107).
        """
        if name not in self._parsed:
            data = self.parts.get(name)
            self._parsed[name] = None if data is None else parse_part(data, self.shown, name)
        return self._parsed[name]

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
        """The roots of all custom XML parts that can be read."""
        found = []
        for name in sorted(self.parts):
            if name.startswith("customXml/") and name.endswith(".xml"):
                try:
                    root = self.xml(name)
                except BrochureError:  # a part of another program, which we do not need
                    continue
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


def open_word(data: bytes, shown: str) -> OpenedWord:
    """Open a Word file.

    Args:
        data: The bytes of the file.
        shown: Its name in messages.

    Raises:
        BrochureError: It is not a Word file, or cannot be read (D101–D107).
    """
    place = Location(shown)
    if data.startswith(_OLE):
        raise BrochureError([problem("D103" if _ENCRYPTED in data else "D102", place)])
    if len(data) > MAX_FILE:
        raise BrochureError([problem("D106", place, detail=f"{len(data):,} > {MAX_FILE:,} bytes")])
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            opened = OpenedWord(shown, _unpack_parts(archive, shown))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise BrochureError([problem("D101", place)]) from None
    types = opened.parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or "word/vbaProject.bin" in types.decode("utf-8", "replace"):
        raise BrochureError([problem("D104", place)])
    text = opened.parts.get(opened.main, b"")
    if _STRICT in text[:4000]:
        raise BrochureError([problem("D105", place)])
    root = opened.xml(opened.main)
    if root is None or root.find(f"{{{W}}}body") is None:
        raise BrochureError([problem("D101", place)])
    return opened


def _unpack_parts(archive: zipfile.ZipFile, shown: str) -> dict[str, bytes]:
    """The XML parts by name; sizes are counted during unpacking, because a zip directory may be forged."""
    entries = archive.infolist()
    if len(entries) > MAX_PARTS:
        raise BrochureError(
            [problem("D106", Location(shown), detail=f"{len(entries):,} > {MAX_PARTS:,} parts")]
        )
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if not entry.filename.endswith(_READ):
            continue
        if entry.flag_bits & 1:
            raise BrochureError([problem("D103", Location(shown))])
        with archive.open(entry) as part:
            read = part.read(MAX_PART + 1)
        total += len(read)
        if len(read) > MAX_PART or total > MAX_TOTAL:
            detail = f"{entry.filename}: > {MAX_PART:,} bytes"
            raise BrochureError([problem("D106", Location(shown), detail=detail)])
        parts[entry.filename] = read
    return parts


def parse_part(data: bytes, shown: str, name: str) -> etree._Element:
    """Parse a part without entities, network or external files.

    Raises:
        BrochureError: The part is not well-formed, declares a document type, or is nested too deep (D107).
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or "<!DOCTYPE".encode("utf-16-le") in data:
            raise ValueError("DOCTYPE")
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        detail = str(error).split("\n", maxsplit=1)[0][:120]
        raise BrochureError([problem("D107", Location(shown), part=name, detail=detail)]) from None
    if _is_too_deep(root):
        raise BrochureError([problem("D107", Location(shown), part=name, detail=f"> {MAX_DEPTH} levels")])
    return root


def _is_too_deep(root: etree._Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            return True
    return False
