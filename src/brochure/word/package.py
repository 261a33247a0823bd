"""The parts of a Word file: opened from reference.docx, filled, and zipped the same way every time.

A brochure has notes of one kind, footnotes or endnotes, and a booklet may have both; each has its part.
"""

from __future__ import annotations

import datetime
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cached_property
from io import BytesIO

from lxml import etree

from brochure.word import ooxml, opc, sections
from brochure.word.notes import KINDS, NoteKind
from brochure.word.ooxml import NAMESPACES, R, W, content
from brochure.word.opc import Part, zipped

__all__ = ["WordPackage", "zipped"]

_OFFICE = "application/vnd.openxmlformats-officedocument"
_CUSTOM_ITEM_PROPERTIES = f"{_OFFICE}.customXmlProperties+xml"
_CUSTOM_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANTS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CORE = " ".join(
    (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:dcterms="http://purl.org/dc/terms/"',
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    )
)
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of custom properties (MS-OSHARED 2.3.3.2.3)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# What the document keeps of reference.docx; pictures, links and comments of its specimen go.
_KEPT = {
    *(opc.STYLES, opc.THEME, opc.SETTINGS, opc.WEB_SETTINGS, opc.FONT_TABLE, opc.NUMBERING),
    *(opc.FOOTNOTES, opc.ENDNOTES, opc.HEADER, opc.FOOTER, opc.CUSTOM_XML),
}
_RUNNING = {"headerReference": ("header", opc.HEADER), "footerReference": ("footer", opc.FOOTER)}
_NOTES = {"footnote": opc.FOOTNOTES, "endnote": opc.ENDNOTES}


class WordPackage:
    """A Word file in the making.

    Args:
        reference: reference.docx.
    """

    def __init__(self, reference: bytes) -> None:
        self._links: dict[tuple[str, str], str] = {}
        self._pictures: dict[bytes, tuple[str, int, int]] = {}
        self._running: dict[tuple[str, bytes], str] = {}
        self._embedded = 0
        self._package = opc.read(reference)
        self._document = self._package.part(opc.DOCUMENT)

    # --- parts ------------------------------------------------------------------------------

    @cached_property
    def styles(self) -> etree._Element:
        """The root of the styles."""
        return self._document.part(opc.STYLES).root

    @cached_property
    def numbering(self) -> etree._Element:
        """The root of the numbering definitions."""
        return self._document.part(opc.NUMBERING).root

    @cached_property
    def settings(self) -> etree._Element:
        """The root of the settings."""
        return self._document.part(opc.SETTINGS).root

    @cached_property
    def theme(self) -> etree._Element:
        """The root of the theme."""
        return self._document.part(opc.THEME).root

    @cached_property
    def section(self) -> etree._Element:
        """The page set-up of the last section of reference.docx: size, margins, head and foot."""
        found = self._document.root.find("w:body/w:sectPr", NAMESPACES)
        if found is None:
            raise ValueError("reference.docx has no page set-up")
        return found

    def headers_and_footers(self) -> Iterator[etree._Element]:
        """The roots of all headers and footers."""
        for part in self._document.parts(opc.HEADER, opc.FOOTER):
            yield part.root

    def running(self, change: Callable[[etree._Element], None]) -> list[etree._Element]:
        """Heads and feet of a section of its own: copies of those of reference.docx, changed.

        Returns:
            The references to them, as reference.docx has them: for every page, for first pages.
            Sections whose heads and feet say the same share the part.
        """
        references = []
        for reference in self.section:
            kind = etree.QName(reference).localname
            if kind in _RUNNING:
                made = deepcopy(reference)
                made.set(f"{{{R}}}id", self._copied(kind, reference.get(f"{{{R}}}id", ""), change))
                references.append(made)
        return references

    def drop_running(self) -> None:
        """Take away the heads and feet of reference.docx: every section has its own."""
        own = set(self._running.values())
        for key, (kind, _) in list(self._document.related.items()):
            if kind in (opc.HEADER, opc.FOOTER) and key not in own:
                del self._document.related[key]

    def first_note(self, kind: NoteKind) -> int:
        """The id that the note with the number 1 gets: the next after those of the separators."""
        return 1 + max(int(note.get(f"{{{W}}}id", "0")) for note in self._notes(kind).root)

    # --- what text refers to ----------------------------------------------------------------

    def link(self, url: str) -> str:
        """The relationship of the document to a web or mail address."""
        return self._linked(self._document, url)

    def note_link(self, kind: NoteKind, url: str) -> str:
        """The relationship of the notes of a kind to a web or mail address."""
        return self._linked(self._notes(kind), url)

    def picture(self, data: bytes) -> tuple[str, int, int]:
        """Take a JPEG or PNG in: its relationship, and its width and height in pixels."""
        if data not in self._pictures:
            self._pictures[data] = self._taken_in(data)
        return self._pictures[data]

    def _taken_in(self, data: bytes) -> tuple[str, int, int]:
        ending, width, height = _measured(data)
        name = f"/word/media/image{len(self._pictures) + 1}.{ending}"
        part = Part(name, {"png": "image/png", "jpg": "image/jpeg"}[ending], data)
        return self._document.relate(opc.IMAGE, part), width, height

    # --- filling ----------------------------------------------------------------------------

    def clear(self) -> None:
        """Take away what a designer put into reference.docx to look at: text, notes, pictures."""
        self._body()[:] = [self.section]
        for kind in KINDS:
            notes = self._notes(kind)
            notes.root[:] = [note for note in notes.root if note.get(f"{{{W}}}type")]
            notes.drop(opc.HYPERLINK)
        for key, (reltype, _) in list(self._document.related.items()):
            if reltype not in _KEPT:
                del self._document.related[key]

    def fill(
        self, body: str, notes: Mapping[NoteKind, str], arrange: sections.Arrange = sections.set_up
    ) -> None:
        """Put body and notes into the file, all as XML; ``arrange`` gives the sections their page."""
        parsed = _children("w:body", body)
        page = self.section
        self._body()[:] = [*parsed, page]
        ending = (child.find("w:pPr/w:sectPr", NAMESPACES) for child in parsed)
        arrange([*(section for section in ending if section is not None), page], page)
        for kind, text in notes.items():
            self._notes(kind).root.extend(_children(f"w:{kind.tag}s", text))

    def embed(self, item: bytes, properties: bytes) -> None:
        """Put a custom XML part into the file, related to the document."""
        number = self._next_item()
        part = Part(f"/customXml/item{number}.xml", "application/xml", item)
        self._document.relate(opc.CUSTOM_XML, part)
        described = Part(f"/customXml/itemProps{number}.xml", _CUSTOM_ITEM_PROPERTIES, properties)
        part.relate(opc.CUSTOM_XML_PROPERTIES, described)

    def describe(self, *, title: str, subject: str, language: str, date: datetime.date) -> None:
        """Set the properties that Word and search engines show; whoever made reference.docx goes."""
        moment = f'xsi:type="dcterms:W3CDTF">{date.isoformat()}T00:00:00Z'
        self._replace(
            "/docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
            opc.CORE_PROPERTIES,
            f"<cp:coreProperties {_CORE}>"
            f"<dc:title>{content(title)}</dc:title><dc:subject>{content(subject)}</dc:subject>"
            f"<dc:creator/><dc:language>{content(language)}</dc:language><cp:revision>1</cp:revision>"
            f"<dcterms:created {moment}</dcterms:created><dcterms:modified {moment}</dcterms:modified>"
            "</cp:coreProperties>",
        )
        self._replace(
            "/docProps/app.xml",
            f"{_OFFICE}.extended-properties+xml",
            opc.EXTENDED_PROPERTIES,
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>brochure</Application></Properties>",
        )

    def tell(self, facts: Mapping[str, str]) -> None:
        """Set custom properties; those that reference.docx has, such as an office's labels, stay."""
        root = self._custom_properties()
        for known in list(root):
            if known.get("name") in facts:
                root.remove(known)
        used = [int(known.get("pid", "1")) for known in root]
        for number, (name, value) in enumerate(facts.items(), start=max(used, default=1) + 1):
            found = etree.SubElement(root, f"{{{_CUSTOM_PROPERTIES}}}property")
            found.attrib.update({"fmtid": _PROPERTY_SET, "pid": str(number), "name": name})
            etree.SubElement(found, f"{{{_VARIANTS}}}lpwstr").text = value
        content_type = f"{_OFFICE}.custom-properties+xml"
        told = etree.tostring(root, encoding="unicode")
        self._replace("/docProps/custom.xml", content_type, opc.CUSTOM_PROPERTIES, told)

    def save(self) -> bytes:
        """The finished file."""
        return opc.write(self._package)

    # --- inside -----------------------------------------------------------------------------

    def _body(self) -> etree._Element:
        found = self._document.root.find("w:body", NAMESPACES)
        if found is None:
            raise ValueError("reference.docx has no body")
        return found

    def _notes(self, kind: NoteKind) -> Part:
        return self._document.part(_NOTES[kind.tag])

    def _linked(self, part: Part, url: str) -> str:
        """The relationship of a part to an address; the same for the same address."""
        key = (part.name, url)
        if key not in self._links:
            self._links[key] = part.relate(opc.HYPERLINK, url)
        return self._links[key]

    def _next_item(self) -> int:
        """The number of the next custom XML part, behind those that reference.docx has."""
        if not self._embedded:
            names = (part.name for part in opc.reachable(self._package))
            numbers = (re.fullmatch(r"/customXml/item(?:Props)?(\d+)\.xml", name) for name in names)
            self._embedded = max((int(found[1]) for found in numbers if found), default=0)
        self._embedded += 1
        return self._embedded

    def _copied(self, kind: str, relationship: str, change: Callable[[etree._Element], None]) -> str:
        """The relationship to a changed copy of a head or foot."""
        source = self._document.related[relationship][1]
        if not isinstance(source, Part):
            raise ValueError(f"the {kind} of reference.docx is not inside it")
        tag, reltype = _RUNNING[kind]
        part = source.copy(f"/word/{tag}{len(self._running) + 1}.xml")
        change(part.root)
        key = (source.name, etree.tostring(part.root))
        if key not in self._running:
            self._running[key] = self._document.relate(reltype, part)
        return self._running[key]

    def _custom_properties(self) -> etree._Element:
        try:
            return self._package.part(opc.CUSTOM_PROPERTIES).root
        except KeyError:
            empty = f'<Properties xmlns="{_CUSTOM_PROPERTIES}" xmlns:vt="{_VARIANTS}"/>'
            return opc.parse(empty)

    def _replace(self, name: str, content_type: str, reltype: str, xml: str) -> None:
        """Put a part of the package in the place of the one that has its relationship."""
        self._package.drop(reltype)
        self._package.relate(reltype, Part(name, content_type, (_DECLARATION + xml).encode()))


def _children(tag: str, inner: str) -> list[etree._Element]:
    return list(opc.parse(ooxml.rooted(tag, inner)))


def _measured(data: bytes) -> tuple[str, int, int]:
    """The ending for the name of a PNG or JPEG, and its width and height in pixels."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):  # its head tells (ISO/IEC 15948, 11.2.2)
        return "png", *struct.unpack(">II", data[16:24])
    from PIL import Image

    with Image.open(BytesIO(data), formats=("JPEG", "MPO")) as image:  # MPO: JPEGs of some telephones
        return "jpg", *image.size
