"""What a Word file with tracked changes says when all are accepted or all rejected.

Written from the standard and from what Word does (ECMA-376-1:2016, 17.13.5), without brochure.word: a
paragraph whose mark goes joins the next one and takes its properties; a row that goes takes its cells along.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Literal

from lxml import etree

from docx_reader import NAMES, W, WordFile, value

View = Literal["accept", "reject"]
_GOES = {"accept": ("del", "moveFrom"), "reject": ("ins", "moveTo")}
_STAYS = {"accept": ("ins", "moveTo"), "reject": ("del", "moveFrom")}
_TEXT = {"delText": "t", "delInstrText": "instrText"}


def settled(root: Any, view: View) -> Any:
    """A body or a note after all changes are accepted or rejected."""
    root = deepcopy(root)
    for row in list(root.iter(f"{W}tr")):
        if any(row.find(f"w:trPr/w:{tag}", NAMES) is not None for tag in _GOES[view]):
            row.getparent().remove(row)
    for table in list(root.iter(f"{W}tbl")):
        if table.find("w:tr", NAMES) is None:
            table.getparent().remove(table)
    goes = [one for one in root.iter(f"{W}p") if _mark_goes(one, view)]
    for tag in _GOES[view]:
        for change in list(root.iter(f"{W}{tag}")):
            change.getparent().remove(change)
    for tag in _STAYS[view]:
        for change in list(root.iter(f"{W}{tag}")):
            parent = change.getparent()
            place = parent.index(change)
            parent[place : place + 1] = list(change)
    for change in list(root.iter(f"{W}pPrChange", f"{W}tcPrChange")):
        properties = change.getparent()
        properties.remove(change)
        if view == "reject":
            kept = properties.findall("w:sectPr", NAMES) + properties.findall("w:rPr", NAMES)
            properties[:] = [*change[0], *kept]
    for element in root.iter(*(f"{W}{name}" for name in _TEXT)):
        element.tag = W + _TEXT[etree.QName(element).localname]
    for paragraph in goes:
        _join(paragraph)
    return root


def _mark_goes(paragraph: Any, view: View) -> bool:
    return any(paragraph.find(f"w:pPr/w:rPr/w:{tag}", NAMES) is not None for tag in _GOES[view])


def _join(paragraph: Any) -> None:
    """Let a paragraph without its mark run into the next one."""
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    following = paragraph.getnext()
    if following is not None and following.tag == f"{W}p":
        following[1:1] = content
    else:
        assert not any(_text(child) for child in content), "words have no paragraph to go to"
        assert paragraph.getparent().tag != f"{W}tc", "a cell loses its last paragraph"
    paragraph.getparent().remove(paragraph)


def _text(element: Any) -> str:
    return "".join(element.itertext(f"{W}t"))


def said(data: bytes, view: View) -> list[Any]:
    """Everything a reader sees: paragraphs with style and words, tables with grounds, notes where called."""
    file = WordFile(data)
    return _Reader(file, view).blocks(settled(file.body, view))


class _Reader:
    def __init__(self, file: WordFile, view: View) -> None:
        self.file, self.view = file, view
        self.notes: list[str] = []  # by their numbers

    def blocks(self, parent: Any) -> list[Any]:
        made: list[Any] = []
        for child in parent:
            if child.tag == f"{W}p":
                section = child.find("w:pPr/w:sectPr", NAMES) is not None
                made.append((value(child, "w:pPr/w:pStyle"), self.content(child), section))
            elif child.tag == f"{W}tbl":
                made.append(("table", value(child, "w:tblPr/w:tblStyle"), self.rows(child)))
        return made

    def rows(self, table: Any) -> list[Any]:
        return [
            [(_shading(cell), self.blocks(cell)) for cell in row.iterfind("w:tc", NAMES)]
            for row in table.iterfind("w:tr", NAMES)
        ]

    def content(self, paragraph: Any) -> list[Any]:
        """Runs as (what, properties); neighbours of the same properties are one."""
        made: list[Any] = []
        names: dict[str, str] = {}
        for child in paragraph:
            if child.tag == f"{W}bookmarkStart":
                names[child.get(f"{W}id")] = child.get(f"{W}name")
            for run in [child] if child.tag == f"{W}r" else child.iterfind("w:r", NAMES):
                properties = run.find("w:rPr", NAMES)
                style = "" if properties is None else _bare(properties)
                link = self.target(child)
                for part in run:
                    if part.tag != f"{W}rPr":
                        made.append((self.part(part), style, link))
        joined: list[Any] = []
        for what, *rest in made:
            if joined and isinstance(what, str) and isinstance(joined[-1][0], str) and joined[-1][1:] == rest:
                joined[-1][0] += what
            else:
                joined.append([what, *rest])
        return joined

    def part(self, part: Any) -> Any:
        name = etree.QName(part).localname
        if name == "t":
            return part.text or ""
        if name in ("footnoteReference", "endnoteReference"):
            identity = part.get(f"{W}id")
            assert identity not in self.notes, "one note called by two references"
            self.notes.append(identity)
            (note,) = self.file.xml(f"{name.removesuffix('Reference')}s").xpath(
                f"w:*[@w:id='{identity}']", namespaces=NAMES
            )
            return ("note", len(self.notes), self.blocks(settled(note, self.view)))
        if name == "instrText" and "NOTEREF" in part.text:
            return ("refers to", self.note_of(part.text.split()[1]))
        if name in ("drawing", "AlternateContent"):
            return (name, self.picture(part), *part.xpath(".//@descr"), *part.xpath(".//@cx | .//@cy"))
        if name == "ruby":
            return ("ruby", _text(part.find("w:rt", NAMES)), _text(part.find("w:rubyBase", NAMES)))
        return (name, _bare(part))

    def note_of(self, bookmark: str) -> str:
        """The words of the note whose reference stands in a bookmark, as the file is now."""
        body = settled(self.file.body, self.view)
        (start,) = body.xpath(f".//w:bookmarkStart[@w:name='{bookmark}']", namespaces=NAMES)
        run = start.getnext()
        (reference,) = run.xpath("w:footnoteReference | w:endnoteReference", namespaces=NAMES)
        kind = etree.QName(reference).localname.removesuffix("Reference")
        (note,) = self.file.xml(f"{kind}s").xpath(f"w:*[@w:id='{reference.get(f'{W}id')}']", namespaces=NAMES)
        return _text(settled(note, self.view))

    def picture(self, part: Any) -> list[bytes]:
        rels = etree.fromstring(self.file.parts["word/_rels/document.xml.rels"])
        targets = {rel.get("Id"): rel.get("Target") for rel in rels}
        found = part.xpath(".//@r:embed", namespaces=NAMES)
        return [self.file.parts[f"word/{targets[identity]}"] for identity in found]

    def target(self, link: Any) -> str:
        identity = link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        if link.tag != f"{W}hyperlink" or identity is None:
            return ""
        part = "document"
        top = link.getroottree().getroot()
        if etree.QName(top).localname in ("footnote", "endnote"):
            part = etree.QName(top).localname + "s"
        rels = etree.fromstring(self.file.parts[f"word/_rels/{part}.xml.rels"])
        return str({rel.get("Id"): rel.get("Target") for rel in rels}[identity])


def _shading(cell: Any) -> str:
    found = cell.find("w:tcPr/w:shd", NAMES)
    return "" if found is None else _bare(found)


def _bare(element: Any) -> str:
    """An element by its names and values."""
    return "|".join(
        f"{etree.QName(one).localname} {sorted(one.attrib.values())} {one.text or ''}"
        for one in element.iter()
    )
