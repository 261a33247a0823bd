"""The parts of a Word file: opened from reference.docx, filled, and zipped the same way every time.

python-docx is the package layer here: parts, relationships, content types. It has no footnotes and
its files differ from run to run, so this module adds the one and undoes the other.
Notes are of one kind in a file, footnotes or endnotes; the part of the other stays without any.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from io import BytesIO
from typing import cast

from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.parser import parse_xml
from docx.package import Package
from docx.parts.story import StoryPart
from lxml import etree

from brochure.word import ooxml, sections
from brochure.word.notes import KINDS, NoteKind
from brochure.word.ooxml import NAMESPACES, W

_CUSTOM_ITEM_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CUSTOM_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANTS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of custom properties (MS-OSHARED 2.3.3.2.3)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file can tell

# What the document keeps of reference.docx; pictures, links and comments of its specimen go.
_KEPT = {
    *(RT.STYLES, RT.THEME, RT.SETTINGS, RT.WEB_SETTINGS, RT.FONT_TABLE, RT.NUMBERING),
    *(RT.FOOTNOTES, RT.ENDNOTES, RT.HEADER, RT.FOOTER, RT.CUSTOM_XML),
}


_NOTES = {"footnote": RT.FOOTNOTES, "endnote": RT.ENDNOTES}


class WordPackage:
    """A Word file in the making.

    Args:
        reference: reference.docx.
        kind: The kind of its notes.
    """

    def __init__(self, reference: bytes, kind: NoteKind) -> None:
        self._kind = kind
        self._package = Package.open(BytesIO(reference))
        self._document = cast(StoryPart, self._package.main_document_part)

    # --- parts ------------------------------------------------------------------------------

    @cached_property
    def styles(self) -> etree._Element:
        """The root of the styles."""
        return _root(self._xml(RT.STYLES))

    @cached_property
    def numbering(self) -> etree._Element:
        """The root of the numbering definitions."""
        return _root(self._xml(RT.NUMBERING))

    @cached_property
    def settings(self) -> etree._Element:
        """The root of the settings."""
        return _root(self._xml(RT.SETTINGS))

    @cached_property
    def theme(self) -> etree._Element:
        """The root of the theme."""
        return _root(self._xml(RT.THEME))

    @cached_property
    def section(self) -> etree._Element:
        """The page set-up of the last section of reference.docx: size, margins, head and foot."""
        found: etree._Element | None = self._document.element.find("w:body/w:sectPr", NAMESPACES)
        if found is None:
            raise ValueError("reference.docx has no page set-up")
        return found

    def headers_and_footers(self) -> Iterator[etree._Element]:
        """The roots of all headers and footers."""
        for relationship in self._document.rels.values():
            if relationship.reltype in (RT.HEADER, RT.FOOTER):
                yield _root(cast(XmlPart, relationship.target_part))

    def first_note(self) -> int:
        """The id that the note with the number 1 gets: the next after those of the separators."""
        return 1 + max(int(note.get(f"{{{W}}}id", "0")) for note in self._notes.element)

    # --- what text refers to ----------------------------------------------------------------

    def link(self, url: str) -> str:
        """The relationship of the document to a web or mail address."""
        return self._document.relate_to(url, RT.HYPERLINK, is_external=True)

    def note_link(self, url: str) -> str:
        """The relationship of the notes to a web or mail address."""
        return self._notes.relate_to(url, RT.HYPERLINK, is_external=True)

    def picture(self, data: bytes) -> tuple[str, int, int]:
        """Take a JPEG or PNG in: its relationship, and its width and height in pixels."""
        try:
            relationship, image = self._document.get_or_add_image(BytesIO(data))
        except UnrecognizedImageError:  # python-docx knows JPEG by JFIF and Exif heads only
            relationship, image = self._document.get_or_add_image(BytesIO(_as_png(data)))
        return relationship, image.px_width, image.px_height

    # --- filling ----------------------------------------------------------------------------

    def clear(self) -> None:
        """Take away what a designer put into reference.docx to look at: text, notes, pictures."""
        body = self._document.element.find("w:body", NAMESPACES)
        body[:] = [self.section]
        for kind in KINDS:
            notes = self._xml(_NOTES[kind.tag]).element
            notes[:] = [note for note in notes if note.get(f"{{{W}}}type")]
        for key, relationship in list(self._document.rels.items()):
            if relationship.reltype not in _KEPT:
                del self._document.rels[key]

    def fill(self, body: str, notes: str) -> None:
        """Put body and notes into the file, both as XML; the sections get their page."""
        parsed = _children("w:body", body)
        page = self.section
        self._document.element.find("w:body", NAMESPACES)[:] = [*parsed, page]
        ending = (child.find("w:pPr/w:sectPr", NAMESPACES) for child in parsed)
        sections.set_up([*(section for section in ending if section is not None), page], page)
        self._notes.element.extend(_children(f"w:{self._kind.tag}s", notes))

    def embed(self, item: bytes, properties: bytes) -> None:
        """Put a custom XML part into the file, related to the document."""
        part = Part(self._package.next_partname("/customXml/item%d.xml"), CT.XML, item, self._package)
        self._document.relate_to(part, RT.CUSTOM_XML)
        name = self._package.next_partname("/customXml/itemProps%d.xml")
        part.relate_to(Part(name, _CUSTOM_ITEM_PROPERTIES, properties, self._package), RT.CUSTOM_XML_PROPS)

    def describe(self, *, title: str, subject: str, language: str, date: datetime.date) -> None:
        """Set the properties that Word and search engines show; whoever made reference.docx goes."""
        properties = self._package.core_properties
        properties.title = title
        properties.subject = subject
        properties.language = language
        properties.created = properties.modified = datetime.datetime.combine(date, datetime.time())
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.category = properties.keywords = ""
        properties.revision = 1
        self._replace(
            "/docProps/app.xml",
            CT.OFC_EXTENDED_PROPERTIES,
            RT.EXTENDED_PROPERTIES,
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
        self._replace("/docProps/custom.xml", CT.OFC_CUSTOM_PROPERTIES, RT.CUSTOM_PROPERTIES, _text(root))

    def save(self) -> bytes:
        """The finished file."""
        made = BytesIO()
        self._package.save(made)
        with zipfile.ZipFile(made) as archive:
            return zipped({name: archive.read(name) for name in archive.namelist()})

    # --- inside -----------------------------------------------------------------------------

    @cached_property
    def _notes(self) -> XmlPart:
        return self._xml(_NOTES[self._kind.tag])

    def _xml(self, reltype: str) -> XmlPart:
        """A part of the document as XML; python-docx keeps those it has no class for as bytes."""
        part = self._document.part_related_by(reltype)
        if isinstance(part, XmlPart):
            return part
        parsed = XmlPart(part.partname, part.content_type, parse_xml(part.blob), self._package)
        for relationship in part.rels.values():
            if relationship.is_external:  # what a specimen's notes link to
                continue
            parsed.load_rel(relationship.reltype, relationship.target_part, relationship.rId)
        for relationship in self._document.rels.values():
            if relationship.reltype == reltype:
                relationship._target = parsed
        return parsed

    def _custom_properties(self) -> etree._Element:
        try:
            return etree.fromstring(self._package.part_related_by(RT.CUSTOM_PROPERTIES).blob)
        except KeyError:
            empty = f'<Properties xmlns="{_CUSTOM_PROPERTIES}" xmlns:vt="{_VARIANTS}"/>'
            return etree.fromstring(empty)

    def _replace(self, name: str, content_type: str, reltype: str, xml: str) -> None:
        """Put a part of the package in the place of the one that has its relationship."""
        for key, relationship in list(self._package.rels.items()):
            if relationship.reltype == reltype:
                del self._package.rels[key]
        declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()
        self._package.relate_to(Part(PackURI(name), content_type, declared, self._package), reltype)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Zip a package so that the same parts make the same bytes, whatever the day or machine.

    The content types come first: some readers look for them there (ECMA-376-2, 10.2 and annex C).
    """
    first = ("[Content_Types].xml", "_rels/.rels")
    order = [*first, *sorted(set(parts) - set(first))]
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0  # not that of this machine
            entry.external_attr = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name], compresslevel=6)
    return made.getvalue()


def _root(part: XmlPart) -> etree._Element:
    return cast(etree._Element, part.element)


def _children(tag: str, inner: str) -> list[etree._Element]:
    return list(parse_xml(ooxml.rooted(tag, inner)))


def _text(root: etree._Element) -> str:
    return etree.tostring(root, encoding="unicode")


def _as_png(data: bytes) -> bytes:
    from PIL import Image

    target = BytesIO()
    with Image.open(BytesIO(data)) as image:
        image.save(target, "PNG")
    return target.getvalue()
