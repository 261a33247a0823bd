"""Office files as packages: parts, their content types, and the relationships between them.

The little of the Open Packaging Conventions (ECMA-376-2:2021) that a Word file needs. python-docx has it
too, and models a whole Word document on top; loading that took longer than writing a brochure.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO

from lxml import etree

from brochure.word.ooxml import attribute

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file can tell

# What kind of relationship leads to a part.
DOCUMENT = f"{_OFFICE}/officeDocument"
STYLES = f"{_OFFICE}/styles"
THEME = f"{_OFFICE}/theme"
SETTINGS = f"{_OFFICE}/settings"
WEB_SETTINGS = f"{_OFFICE}/webSettings"
FONT_TABLE = f"{_OFFICE}/fontTable"
NUMBERING = f"{_OFFICE}/numbering"
FOOTNOTES = f"{_OFFICE}/footnotes"
ENDNOTES = f"{_OFFICE}/endnotes"
HEADER = f"{_OFFICE}/header"
FOOTER = f"{_OFFICE}/footer"
IMAGE = f"{_OFFICE}/image"
HYPERLINK = f"{_OFFICE}/hyperlink"
CUSTOM_XML = f"{_OFFICE}/customXml"
CUSTOM_XML_PROPERTIES = f"{_OFFICE}/customXmlProps"
CORE_PROPERTIES = f"{_RELATIONSHIPS}/metadata/core-properties"
EXTENDED_PROPERTIES = f"{_OFFICE}/extended-properties"
CUSTOM_PROPERTIES = f"{_OFFICE}/custom-properties"

# Parts whose content type goes by the ending of their name; the others' is told one by one.
_BY_ENDING = {
    "xml": "application/xml",
    "rels": _RELS_TYPE,
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


class Part:
    """A file of a package, or the package itself (named ``/``), with what it refers to.

    ``related`` has the targets by relationship id, in order: the kind of relationship, and a part or, for
    what lies outside of the file, an address.
    """

    def __init__(self, name: str, content_type: str, content: bytes) -> None:
        self.name = name
        self.content_type = content_type
        self.related: dict[str, tuple[str, Part | str]] = {}
        self._content = content
        self._root: etree._Element | None = None

    @property
    def root(self) -> etree._Element:
        """The part as XML, without blanks between elements; what is changed in it is saved."""
        if self._root is None:
            self._root = parse(self._content)
        return self._root

    @property
    def content(self) -> bytes:
        """The part's bytes."""
        if self._root is None:
            return self._content
        return etree.tostring(self._root, encoding="UTF-8", standalone=True)

    def relate(self, kind: str, target: Part | str) -> str:
        """A new relationship; its id."""
        number = len(self.related) + 1
        while f"rId{number}" in self.related:
            number += 1
        self.related[f"rId{number}"] = (kind, target)
        return f"rId{number}"

    def parts(self, *kinds: str) -> Iterator[Part]:
        """The parts that relationships of these kinds lead to."""
        for kind, target in self.related.values():
            if kind in kinds and isinstance(target, Part):
                yield target

    def part(self, kind: str) -> Part:
        """The part that a relationship of this kind leads to.

        Raises:
            KeyError: There is none.
        """
        for part in self.parts(kind):
            return part
        raise KeyError(kind)

    def drop(self, kind: str) -> None:
        """Take the relationships of a kind away; parts that nothing else refers to are not saved."""
        self.related = {key: value for key, value in self.related.items() if value[0] != kind}

    def copy(self, name: str) -> Part:
        """Another part with the same content and the same references."""
        made = Part(name, self.content_type, self.content)
        made.related = dict(self.related)
        return made


def parse(xml: bytes | str) -> etree._Element:
    """Read XML of a package; nothing outside of it is opened."""
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    return etree.fromstring(xml, parser)


def read(data: bytes) -> Part:
    """Open a package.

    Returns:
        The package; the parts that its relationships lead to hang on it.

    Raises:
        BadZipFile, KeyError, XMLSyntaxError: The file is broken.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = {f"/{name}": archive.read(name) for name in archive.namelist()}
    types = _content_types(files["/[Content_Types].xml"])
    package = Part("/", "", b"")
    known = {"/": package}
    waiting = [package]
    while waiting:
        source = waiting.pop()
        rels = files.get(_rels_of(source.name))
        for found in parse(rels) if rels else ():
            target: Part | str = str(found.get("Target"))
            if found.get("TargetMode") != "External":
                name = posixpath.normpath(posixpath.join(posixpath.dirname(source.name), str(target)))
                if name not in known:
                    known[name] = Part(name, types(name), files[name])
                    waiting.append(known[name])
                target = known[name]
            source.related[str(found.get("Id"))] = (str(found.get("Type")), target)
    return package


def reachable(package: Part) -> list[Part]:
    """The parts that a package refers to, directly or through others."""
    found: dict[str, Part] = {}
    waiting = [package]
    while waiting:
        for _, target in waiting.pop().related.values():
            if isinstance(target, Part) and target.name not in found:
                found[target.name] = target
                waiting.append(target)
    return list(found.values())


def write(package: Part) -> bytes:
    """The package as a file; the same parts make the same bytes."""
    parts = reachable(package)
    files = {"[Content_Types].xml": _told_types(parts), _rels_of("/")[1:]: _told_relationships(package)}
    for part in parts:
        files[part.name[1:]] = part.content
        if part.related:
            files[_rels_of(part.name)[1:]] = _told_relationships(part)
    return zipped(files)


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


def _rels_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _content_types(xml: bytes) -> Callable[[str], str]:
    """Tells the content type of a part by its name (ECMA-376-2, 7.2.3); names and endings ignore case."""
    root = parse(xml)
    names = {_low(one, "PartName"): _type(one) for one in root.iterfind(f"{{{_TYPES}}}Override")}
    endings = {_low(one, "Extension"): _type(one) for one in root.iterfind(f"{{{_TYPES}}}Default")}
    return lambda name: names.get(name.lower()) or endings[posixpath.splitext(name)[1][1:].lower()]


def _low(element: etree._Element, name: str) -> str:
    return str(element.get(name)).lower()


def _type(element: etree._Element) -> str:
    return str(element.get("ContentType"))


def _told_types(parts: Iterable[Part]) -> bytes:
    endings, names = {ending: _BY_ENDING[ending] for ending in ("rels", "xml")}, {}
    for part in parts:
        ending = posixpath.splitext(part.name)[1][1:]
        if _BY_ENDING.get(ending.lower()) == part.content_type:
            endings[ending] = part.content_type
        else:
            names[part.name] = part.content_type
    told = [
        *(_element("Default", Extension=key, ContentType=endings[key]) for key in sorted(endings)),
        *(_element("Override", PartName=key, ContentType=names[key]) for key in sorted(names)),
    ]
    return f'{_DECLARATION}<Types xmlns="{_TYPES}">{"".join(told)}</Types>'.encode()


def _told_relationships(source: Part) -> bytes:
    told = []
    folder = posixpath.dirname(source.name)
    for key, (kind, target) in source.related.items():
        if isinstance(target, Part):
            told.append(
                _element("Relationship", Id=key, Type=kind, Target=posixpath.relpath(target.name, folder))
            )
        else:
            told.append(_element("Relationship", Id=key, Type=kind, Target=target, TargetMode="External"))
    return f'{_DECLARATION}<Relationships xmlns="{_RELATIONSHIPS}">{"".join(told)}</Relationships>'.encode()


def _element(tag: str, **attributes: str) -> str:
    return f"<{tag} {' '.join(f'{key}={attribute(value)}' for key, value in attributes.items())}/>"
