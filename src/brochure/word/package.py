"""The parts of a Word file: read from reference.docx, filled, and zipped to the same bytes every time.

python-docx is the package layer: parts, relationships, content types. It does not support footnotes, and its
files differ from run to run; this module adds footnotes and writes reproducible files. A brochure has one
kind of notes, footnotes or endnotes; a booklet may have both. Each kind is a part.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from functools import cached_property
from io import BytesIO
from typing import cast

from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.oxml import CT_Types, serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.opc.spec import default_content_types
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.package import Package
from docx.parts.story import StoryPart
from lxml import etree

from brochure.assembly.picture_metadata import strip_metadata
from brochure.storage.own_files import ZIP_DATE
from brochure.word import ooxml, sections
from brochure.word.notes import KINDS, NoteKind
from brochure.word.ooxml import NAMESPACES, R, W

_CUSTOM_ITEM_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CUSTOM_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_PROPERTY = (
    255  # characters, of a title or a subject (OPC core properties, as Word and python-docx read them)
)
_VARIANTS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of custom properties (MS-OSHARED 2.3.3.2.3)
_CONTENT_TYPES, _RELATIONSHIPS = "[Content_Types].xml", "_rels/.rels"

# The parts that are kept from reference.docx; pictures, links and comments of its specimen text are removed.
_KEPT = {
    *(RT.STYLES, RT.THEME, RT.SETTINGS, RT.WEB_SETTINGS, RT.FONT_TABLE, RT.NUMBERING),
    *(RT.FOOTNOTES, RT.ENDNOTES, RT.HEADER, RT.FOOTER, RT.CUSTOM_XML),
}


_RUNNING = {"headerReference": ("header", RT.HEADER), "footerReference": ("footer", RT.FOOTER)}
_NOTES = {"footnote": RT.FOOTNOTES, "endnote": RT.ENDNOTES}


class WordPackage:
    """A Word file that is being written.

    It has more than 20 methods: each kind of part (pictures, notes, links, custom XML) has its own,
    and all share the ids of relationships.

    Args:
        reference: The bytes of reference.docx.
    """

    def __init__(self, reference: bytes) -> None:
        self._links: dict[tuple[str, str], str] = {}
        self._pictures: dict[bytes, tuple[str, int, int]] = {}
        self._running: dict[tuple[str, bytes], str] = {}
        self._embedded = 0
        self._package = Package.open(BytesIO(reference))
        self._document = cast(StoryPart, self._package.main_document_part)

    # --- parts ------------------------------------------------------------------------------

    @cached_property
    def styles(self) -> etree._Element:
        """The root of the styles."""
        return _root(self._xml_part(RT.STYLES))

    @cached_property
    def numbering(self) -> etree._Element:
        """The root of the numbering definitions."""
        return _root(self._xml_part(RT.NUMBERING))

    @cached_property
    def settings(self) -> etree._Element:
        """The root of the settings."""
        return _root(self._xml_part(RT.SETTINGS))

    @cached_property
    def theme(self) -> etree._Element:
        """The root of the theme."""
        return _root(self._xml_part(RT.THEME))

    @cached_property
    def section(self) -> etree._Element:
        """The page set-up of the last section of reference.docx: size, margins, header and footer.

        Raises:
            ValueError: There is none.
        """
        found: etree._Element | None = self._document.element.find("w:body/w:sectPr", NAMESPACES)
        if found is None:
            raise ValueError("reference.docx has no page set-up")
        return found

    @cached_property
    def reference_sections(self) -> tuple[etree._Element, ...]:
        """The page set-ups of all sections of reference.docx; the last one has the headers and footers.

        Word writes headers and footers to the first section that has them, and later sections inherit them.
        """
        found = (*self._document.element.iterfind("w:body//w:sectPr", NAMESPACES),)
        page = self.section
        sections = (*(section for section in found if section is not page), page)
        if page.find("w:headerReference", NAMESPACES) is None:
            for section in sections[:-1]:
                running = [child for child in section if etree.QName(child).localname in _RUNNING]
                if running:
                    page[:0] = [deepcopy(child) for child in running]
                    if page.find("w:titlePg", NAMESPACES) is None:
                        page.extend(deepcopy(one) for one in section.iterfind("w:titlePg", NAMESPACES))
                    break
        return sections

    @property
    def body(self) -> etree._Element:
        """The root of the main part."""
        return _root(self._document)

    def headers_and_footers(self) -> Iterator[etree._Element]:
        """The roots of all headers and footers."""
        for relationship in self._document.rels.values():
            if relationship.reltype in (RT.HEADER, RT.FOOTER):
                yield _root(cast(XmlPart, relationship.target_part))

    def copy_running_heads(self, change: Callable[[etree._Element], None]) -> list[etree._Element]:
        """Copy the headers and footers of reference.docx for a section, and change the copies.

        Returns:
            The references to the copies, of the same types as in reference.docx (every page, first page).
            Sections with equal headers and footers share the part.
        """
        references = []
        for reference in self.section:
            kind = etree.QName(reference).localname
            if kind in _RUNNING:
                made = deepcopy(reference)
                made.set(f"{{{R}}}id", self._copy_running_head(kind, reference.get(f"{{{R}}}id", ""), change))
                references.append(made)
        return references

    def remove_reference_heads(self) -> None:
        """Remove the headers and footers of reference.docx, because every section has its own."""
        own = set(self._running.values())
        for key, relationship in list(self._document.rels.items()):
            if relationship.reltype in (RT.HEADER, RT.FOOTER) and key not in own:
                del self._document.rels[key]

    def first_note(self, kind: NoteKind) -> int:
        """The id of the note with the number 1: the next id after those of the separators."""
        return 1 + max(int(note.get(f"{{{W}}}id", "0")) for note in self._notes_part(kind).element)

    # --- links and pictures -----------------------------------------------------------------

    def link(self, url: str) -> str:
        """The id of the document's relationship to a web or mail address; added if it is new."""
        return self._link_id(self._document, url)

    def note_link(self, kind: NoteKind, url: str) -> str:
        """The id of the relationship from the notes of a kind to a web or mail address."""
        return self._link_id(self._notes_part(kind), url)

    def picture(self, data: bytes) -> tuple[str, int, int]:
        """Add a JPEG or PNG; returns the id of its relationship, its width and its height in pixels."""
        if data not in self._pictures:
            self._pictures[data] = self._add_image(data)
        return self._pictures[data]

    def _add_image(self, data: bytes) -> tuple[str, int, int]:
        try:
            relationship, image = self._document.get_or_add_image(BytesIO(data))
        except UnrecognizedImageError:  # python-docx knows JPEG by JFIF and Exif heads only
            relationship, image = self._document.get_or_add_image(BytesIO(_as_png(data)))
        return relationship, image.px_width, image.px_height

    # --- filling ----------------------------------------------------------------------------

    def remove_specimen(self) -> None:
        """Remove the specimen content of reference.docx: text, notes, pictures."""
        body = self._document.element.find("w:body", NAMESPACES)
        body[:] = self.reference_sections[-1:]
        for kind in KINDS:
            notes = self._xml_part(_NOTES[kind.tag]).element
            notes[:] = [note for note in notes if note.get(f"{{{W}}}type")]
        for key, relationship in list(self._document.rels.items()):
            if relationship.reltype not in _KEPT:
                del self._document.rels[key]

    def fill_body(
        self, body: str, notes: Mapping[NoteKind, str], arrange: sections.Arrange = sections.set_up_sections
    ) -> None:
        """Add body and notes, given as XML; ``arrange`` sets the page of each section."""
        parsed = _parse_children("w:body", body)
        page = self.section
        self._document.element.find("w:body", NAMESPACES)[:] = [*parsed, page]
        ending = (child.find("w:pPr/w:sectPr", NAMESPACES) for child in parsed)
        arrange([*(section for section in ending if section is not None), page], page)
        for kind, text in notes.items():
            self._notes_part(kind).element.extend(_parse_children(f"w:{kind.tag}s", text))

    def embed(self, item: bytes, properties: bytes) -> None:
        """Add a custom XML part with its properties, related to the document."""
        number = self._next_item_number()
        part = Part(PackURI(f"/customXml/item{number}.xml"), CT.XML, item, self._package)
        self._add_relationship(self._document, RT.CUSTOM_XML, part)
        name = PackURI(f"/customXml/itemProps{number}.xml")
        part.relate_to(Part(name, _CUSTOM_ITEM_PROPERTIES, properties, self._package), RT.CUSTOM_XML_PROPS)

    def add_part(self, name: str, content_type: str, reltype: str, xml: str) -> None:
        """Add a part that the document refers to."""
        declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()
        part = Part(PackURI(name), content_type, declared, self._package)
        self._add_relationship(self._document, reltype, part)

    def story_parts(self) -> dict[str, str]:
        """The visible text as the XML of its parts: body, notes, headers and footers; and names of styles."""
        kinds = (RT.FOOTNOTES, RT.ENDNOTES, RT.HEADER, RT.FOOTER)
        related = (rel.target_part for rel in self._document.rels.values() if rel.reltype in kinds)
        parts: dict[str, str] = {}
        for part in (self._document, *related):
            parts[part.partname.membername] = _as_xml(_root(cast(XmlPart, part)))
            if part.rels:
                parts[part.partname.rels_uri.membername] = _as_xml(etree.fromstring(part.rels.xml))
        parts["word/styles.xml"] = _as_xml(_names_of_styles(self.styles))
        return parts

    def set_core_properties(
        self, *, title: str, subject: str, language: str, date: datetime.date, identifier: str = ""
    ) -> None:
        """Set the properties that Word and search engines show; the author of reference.docx is removed."""
        properties = self._package.core_properties
        properties.title = _short_property(title)
        properties.subject = _short_property(subject)
        properties.identifier = identifier
        properties.language = language
        properties.created = properties.modified = datetime.datetime.combine(date, datetime.time())
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.category = properties.keywords = ""
        properties.revision = 1
        self._replace_part(
            "/docProps/app.xml",
            CT.OFC_EXTENDED_PROPERTIES,
            RT.EXTENDED_PROPERTIES,
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>brochure</Application></Properties>",
        )

    def set_custom_properties(self, facts: Mapping[str, str]) -> None:
        """Set custom properties; others in reference.docx, such as the labels of an office, are kept."""
        root = self._custom_properties()
        for known in list(root):
            if known.get("name") in facts:
                root.remove(known)
        used = [int(known.get("pid", "1")) for known in root]
        for number, (name, value) in enumerate(facts.items(), start=max(used, default=1) + 1):
            found = etree.SubElement(root, f"{{{_CUSTOM_PROPERTIES}}}property")
            found.attrib.update({"fmtid": _PROPERTY_SET, "pid": str(number), "name": name})
            etree.SubElement(found, f"{{{_VARIANTS}}}lpwstr").text = value
        self._replace_part(
            "/docProps/custom.xml", CT.OFC_CUSTOM_PROPERTIES, RT.CUSTOM_PROPERTIES, _as_xml(root)
        )

    def save(self) -> bytes:
        """The bytes of the finished file."""
        parts = self._package.parts
        for part in parts:
            part.before_marshal()  # type: ignore[no-untyped-call]
        written = {_CONTENT_TYPES: _content_types(parts), _RELATIONSHIPS: self._package.rels.xml}
        for part in parts:
            picture = part.content_type.startswith("image/")  # also those of reference.docx
            written[part.partname.membername] = strip_metadata(part.blob) if picture else part.blob
            if part.rels:
                written[part.partname.rels_uri.membername] = part.rels.xml
        return zip_parts(written)

    # --- inside -----------------------------------------------------------------------------

    def _notes_part(self, kind: NoteKind) -> XmlPart:
        return self._xml_part(_NOTES[kind.tag])

    def _link_id(self, part: XmlPart, url: str) -> str:
        """The id of the relationship from a part to an address; the same address has the same id.

        The own dictionary is faster: python-docx compares each address with all earlier ones.
        """
        key = (str(part.partname), url)
        if key not in self._links:
            self._links[key] = self._add_relationship(part, RT.HYPERLINK, url)
        return self._links[key]

    def _add_relationship(self, part: XmlPart, reltype: str, target: Part | str) -> str:
        """Add a relationship to a part or to an external address; returns its id."""
        number = len(part.rels) + 1
        while f"rId{number}" in part.rels:
            number += 1
        part.load_rel(reltype, target, f"rId{number}", is_external=isinstance(target, str))
        return f"rId{number}"

    def _next_item_number(self) -> int:
        """The number of the next custom XML part, after those of reference.docx."""
        if not self._embedded:
            names = (str(part.partname) for part in self._package.iter_parts())
            numbers = (re.fullmatch(r"/customXml/item(?:Props)?(\d+)\.xml", name) for name in names)
            self._embedded = max((int(found[1]) for found in numbers if found), default=0)
        self._embedded += 1
        return self._embedded

    def _copy_running_head(
        self, kind: str, relationship: str, change: Callable[[etree._Element], None]
    ) -> str:
        """The id of the relationship to a changed copy of a header or footer."""
        source = cast(XmlPart, self._document.related_parts[relationship])
        root = deepcopy(_root(source))
        change(root)
        content = (str(source.partname), etree.tostring(root))
        if content not in self._running:
            tag, reltype = _RUNNING[kind]
            name = PackURI(f"/word/{tag}{len(self._running) + 1}.xml")
            part = XmlPart(name, source.content_type, cast(BaseOxmlElement, root), self._package)
            for own in source.rels.values():
                target = own.target_ref if own.is_external else own.target_part
                part.load_rel(own.reltype, target, own.rId, is_external=own.is_external)
            self._running[content] = self._add_relationship(self._document, reltype, part)
        return self._running[content]

    def _xml_part(self, reltype: str) -> XmlPart:
        """A part of the document as XML; python-docx holds parts that it has no class for as bytes."""
        part = self._document.part_related_by(reltype)
        if isinstance(part, XmlPart):
            return part
        parsed = XmlPart(part.partname, part.content_type, parse_xml(part.blob), self._package)
        for relationship in part.rels.values():
            if relationship.is_external:  # links of notes in the specimen text
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

    def _replace_part(self, name: str, content_type: str, reltype: str, xml: str) -> None:
        """Replace the part of the package that has this type of relationship."""
        for key, relationship in list(self._package.rels.items()):
            if relationship.reltype == reltype:
                del self._package.rels[key]
        declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()
        self._package.relate_to(Part(PackURI(name), content_type, declared, self._package), reltype)


def _content_types(parts: Iterable[Part]) -> bytes:
    """The content types of parts: by extension if it is the default of the type, else by name.

    Source: ECMA-376-2, 10.1.2.
    """
    defaults = {"rels": CT.OPC_RELATIONSHIPS, "xml": CT.XML}
    overrides = {}
    for part in parts:
        extension = part.partname.ext.lower()
        if (extension, part.content_type) in default_content_types:
            defaults[extension] = part.content_type
        else:
            overrides[part.partname] = part.content_type
    types = CT_Types.new()  # type: ignore[no-untyped-call]
    for extension, kind in sorted(defaults.items()):
        types.add_default(extension, kind)
    for name, kind in sorted(overrides.items()):
        types.add_override(name, kind)
    return serialize_part_xml(types)


def _names_of_styles(styles: etree._Element) -> etree._Element:
    """The styles with their types, ids and names only."""
    slim = etree.Element(styles.tag, nsmap={"w": W})
    for style in styles.iterfind("w:style", NAMESPACES):
        made = etree.SubElement(slim, style.tag)
        for key in ("type", "styleId"):
            made.set(f"{{{W}}}{key}", style.get(f"{{{W}}}{key}", ""))
        made.extend(deepcopy(child) for child in style.iterfind("w:name", NAMESPACES))
    return slim


def zip_parts(parts: Mapping[str, bytes]) -> bytes:
    """Zip a package; the same parts make the same bytes on every day and machine.

    The content types come first, because some readers expect them there (ECMA-376-2, 10.2 and annex C).
    """
    first = (_CONTENT_TYPES, _RELATIONSHIPS)
    order = [*first, *sorted(set(parts) - set(first))]
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.create_system = 0  # the same on every machine
            entry.external_attr = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name], compresslevel=6)
    return made.getvalue()


def _root(part: XmlPart) -> etree._Element:
    return cast(etree._Element, part.element)


def _parse_children(tag: str, inner: str) -> list[etree._Element]:
    return list(parse_xml(ooxml.with_namespaces(tag, inner)))


def _as_xml(root: etree._Element) -> str:
    return etree.tostring(root, encoding="unicode")


def _as_png(data: bytes) -> bytes:
    from PIL import Image

    target = BytesIO()
    with Image.open(BytesIO(data)) as image:
        image.save(target, "PNG")
    return target.getvalue()


def _short_property(text: str) -> str:
    """A title as Word shows it in the properties of a file: it refuses more than 255 characters."""
    return text if len(text) <= _PROPERTY else f"{text[: _PROPERTY - 1]}…"
