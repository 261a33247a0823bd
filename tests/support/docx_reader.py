"""Reading a Word file without brochure.word: what stands on its pages, and whether its parts agree."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from typing import Any

from lxml import etree

from brochure.document.drawing import Years
from brochure.document.question_groups import question_groups
from brochure.document.tree import (
    Block,
    BulletList,
    Callout,
    CaseList,
    Document,
    FactRow,
    FactTable,
    Figure,
    MarkTable,
    Note,
    NoteList,
    Paragraph,
    Placement,
    Remark,
    TitledItem,
    plain_text,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NAMES = {"w": W[1:-1], "r": R[1:-1]}
KINDS = ("footnote", "endnote")
STORIES = ("document", "footnotes", "endnotes")


class WordFile:
    """The parts of a Word file."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}
        self._parsed: dict[str, Any] = {}

    def xml(self, name: str) -> Any:
        """The root of a part; Any, because what XPath finds is typed as everything it might find."""
        if name not in self._parsed:
            self._parsed[name] = etree.fromstring(self.parts[f"word/{name}.xml"])
        return self._parsed[name]

    @cached_property
    def body(self) -> Any:
        return self.xml("document").find("w:body", NAMES)

    @cached_property
    def styles(self) -> dict[tuple[str, str], str]:
        """(type, id) to name."""
        return {
            (style.get(f"{W}type"), style.get(f"{W}styleId")): value(style, "w:name")
            for style in self.xml("styles").iterfind("w:style", NAMES)
        }

    # --- what stands on the pages -----------------------------------------------------------

    def lines(self) -> list[str]:
        """Every printed paragraph in reading order, with computed numbers.

        Notes come at the ends of sections if the settings say so, else they come last.
        """
        counts: dict[str, int] = {}
        numbers: dict[str, int] = {}
        lines = []
        printed = 0
        for paragraph in self.body.iter(f"{W}p"):
            lines.append(self._numbering(paragraph, counts) + self._text(paragraph, numbers))
            ends = paragraph.find("w:pPr/w:sectPr", NAMES) is not None
            if ends and self.of_notes("pos") == "sectEnd":
                lines += self._notes(numbers, printed)
                printed = len(numbers)
        lines += self._notes(numbers, printed)
        return [line for line in lines if line.strip()]

    @cached_property
    def kind(self) -> str:
        """The kind of the notes: ``footnote`` or ``endnote``; never both."""
        kinds = [kind for kind in KINDS if self.body.find(f".//w:{kind}Reference", NAMES) is not None]
        assert len(kinds) <= 1
        return (*kinds, "footnote")[0]

    def of_notes(self, name: str) -> str:
        """A property of the notes in the settings."""
        return value(self.xml("settings"), f"w:{self.kind}Pr/w:{name}")

    def _notes(self, numbers: dict[str, int], printed: int) -> Iterator[str]:
        """The notes after those that are ``printed`` already."""
        notes = {note.get(f"{W}id"): note for note in self.xml(f"{self.kind}s")}
        for identity, number in [*numbers.items()][printed:]:
            for paragraph in notes[identity].iter(f"{W}p"):
                yield self._text(paragraph, {}, own=str(number))

    def _text(self, paragraph: Any, numbers: dict[str, int], own: str = "") -> str:
        text, skipped = "", False
        for element in paragraph.iter():
            if not isinstance(element.tag, str) or any(
                parent.tag == f"{W}rt" for parent in element.iterancestors()
            ):
                continue
            match etree.QName(element).localname:
                case "t":
                    in_link = element.getparent().getparent().tag == f"{W}hyperlink"
                    text += (element.text or "").replace("\u200b" if in_link else "\0", "")
                case "tab" if element.getparent().tag == f"{W}r":
                    text += " "
                case "ruby":
                    base = "".join(element.xpath("w:rubyBase//w:t/text()", namespaces=NAMES))
                    reading = "".join(element.xpath("w:rt//w:t/text()", namespaces=NAMES))
                    text += f"\0{base}（{reading}）"
                    skipped = True
                case "footnoteReference" | "endnoteReference":
                    following = len(numbers) + int(self.of_notes("numStart") or 1)
                    text += str(numbers.setdefault(element.get(f"{W}id"), following))
                case "footnoteRef" | "endnoteRef":
                    text += own
        # The base follows its ruby in the walk once more.
        return re.sub(r"\0(.+?)（(.+?)）\1", r"\1（\2）", text) if skipped else text

    def _numbering(self, paragraph: Any, counts: dict[str, int]) -> str:
        """The number that Word prints before a heading; bullets have none."""
        number = value(paragraph, "w:pPr/w:numPr/w:numId") or self._list(value(paragraph, "w:pPr/w:pStyle"))
        level = self._level_of_list(number) if number else None
        if number is None or level is None or value(level, "w:numFmt") != "decimal":
            return ""
        counts[number] = counts.get(number, int(value(level, "w:start")) - 1) + 1
        return value(level, "w:lvlText").replace("%1", str(counts[number])) + " "

    def level(self, style: str) -> Any:
        """The numbering level of a paragraph style."""
        number = self._list(style)
        return self._level_of_list(number) if number else None

    def _list(self, style: str | None) -> str | None:
        """The list of a paragraph style."""
        found = self.xml("styles").xpath(
            f"w:style[@w:styleId='{style}']/w:pPr/w:numPr/w:numId/@w:val", namespaces=NAMES
        )
        return str(found[0]) if found else None

    def _level_of_list(self, number: str) -> Any:
        numbering = self.xml("numbering")
        (abstract,) = numbering.xpath(f"w:num[@w:numId='{number}']/w:abstractNumId/@w:val", namespaces=NAMES)
        (level,) = numbering.xpath(
            f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='0']", namespaces=NAMES
        )
        return level

    # --- whether its parts agree ------------------------------------------------------------

    def bookmarks(self) -> list[tuple[str, str]]:
        """(id, name) of every bookmark of body and notes."""
        return [
            (mark.get(f"{W}id"), mark.get(f"{W}name"))
            for part in STORIES
            for mark in self.xml(part).iter(f"{W}bookmarkStart")
        ]

    def faults(self) -> list[str]:
        """What no validator looks for: bookmarks, and references to styles, lists and parts."""
        return [
            *self._bookmark_faults(),
            *(fault for name in self.names if name.endswith(".xml") for fault in self._dangling(name)),
        ]

    def _bookmark_faults(self) -> Iterator[str]:
        ids, names = zip(*self.bookmarks(), strict=True)
        for kind, found in (("id", ids), ("name", [name.casefold() for name in names])):
            yield from (f"bookmark {kind} twice: {one}" for one in found if found.count(one) > 1)
        yield from (name for name in names if not re.fullmatch(r"_\w{1,39}", name, re.ASCII))
        ends = [mark.get(f"{W}id") for part in STORIES for mark in self.xml(part).iter(f"{W}bookmarkEnd")]
        yield from (f"bookmark not closed once: {one}" for one in ids if ends.count(one) != 1)

    def _dangling(self, name: str) -> Iterator[str]:
        root: Any = etree.fromstring(self.parts[name])
        kinds = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
        for tag, kind in kinds.items():
            for element in root.iter(f"{W}{tag}"):
                if (kind, element.get(f"{W}val")) not in self.styles:
                    yield f"{name}: no {kind} style {element.get(f'{W}val')}"
        lists = {one.get(f"{W}numId") for one in self.xml("numbering").iterfind("w:num", NAMES)}
        for element in root.iter(f"{W}numId"):
            if element.get(f"{W}val") not in lists:
                yield f"{name}: no list {element.get(f'{W}val')}"
        folder, _, file = name.rpartition("/")
        rels = self.parts.get(f"{folder}/_rels/{file}.rels")
        known = {} if rels is None else {rel.get("Id"): rel for rel in etree.fromstring(rels)}
        for identity in root.xpath("//@r:id | //@r:embed", namespaces=NAMES):
            if identity not in known:
                yield f"{name}: no relationship {identity}"
            elif known[identity].get("TargetMode") != "External":
                target = f"{folder}/{known[identity].get('Target')}"
                if target not in self.parts:
                    yield f"{name}: no part {target}"

    def formatting(self) -> list[str]:
        """Every property in body and notes that is looks and not structure."""
        allowed = {
            "pPr": {"pStyle", "sectPr", "keepNext", "numPr"},
            "rPr": {"rStyle", "lang"},
            "trPr": {"cantSplit", "tblHeader", "trHeight"},  # a band is as high as its map
            "tcPr": {"tcW", "gridSpan", "shd", "vAlign", "tcBorders"},
            "tblPr": {
                *("tblStyle", "tblW", "tblInd", "tblLayout", "tblLook", "tblCaption", "tblDescription"),
                *("tblBorders", "tblCellMar"),
            },
        }
        found = []
        for part in STORIES:
            for tag, names in allowed.items():
                for properties in self.xml(part).iter(f"{W}{tag}"):
                    ruby = any(parent.tag == f"{W}rt" for parent in properties.iterancestors())
                    own = {etree.QName(child).localname for child in properties if not _levels(child)}
                    found += sorted(own - names - ({"sz", "szCs"} if ruby else set()))
        return found


def _levels(element: Any) -> bool:
    """Whether it takes away the room above the first line of a column, so that columns are level."""
    return bool(element.tag == f"{W}spacing" and dict(element.attrib) == {f"{W}before": "0"})


def value(element: Any, path: str) -> str:
    """The ``w:val`` of a descendant, or nothing."""
    found = element.find(path, NAMES)
    return "" if found is None else str(found.get(f"{W}val"))


# --- what the document says -------------------------------------------------------------------


def expected(document: Document) -> list[str]:
    """The lines that a Word file of a document must have, from the tree alone."""
    return [line for line in _document(document) if line.strip()]


def _document(document: Document) -> Iterator[str]:
    title = document.heading
    if title.photo or title.locator:
        yield document.series
    yield _text(title.kicker)
    yield _text(title.name) + ("\u2002" if title.flag else "")  # the room between name and flag
    yield from map(_text, title.readings)
    pictures = (title.flag, title.photo)
    yield from (_text(picture.credit) for picture in pictures if picture and picture.credit)
    if title.locator:
        yield "● {}\u3000□ {}".format(*(label.text for label in title.locator.drawing.labels))
    elif not title.photo:
        yield document.series
    if document.years:
        yield from _years(document.years)
    for group in question_groups(document):
        if group.heading:
            yield _text(group.heading)
        for question in group.questions:
            yield f"{question.label} {_text(question.title)}"
            for block in question.blocks:
                yield from _block(block)
    first, *others = document.contact.lines
    yield from map(_text, (document.contact.heading, first))
    yield "\u3000".join(map(_text, others))  # on one line, as in the PDF
    yield _text(document.imprint)
    if document.placement is not Placement.SECTION:
        yield from map(_note, document.notes)


def _years(years: Years) -> Iterator[str]:
    for row in range(max(event.row for event in years.events), -1, -1):
        yield "" if row else years.heading
        yield from (f"{event.label} {event.date}" for event in years.events if event.row == row)
    yield from (tick.year for tick in years.ticks)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _text(block)
        case BulletList(items):
            yield from (_text(paragraph) for item in items for paragraph in item)
        case Callout(heading, items):
            yield _text(heading)
            yield from _titled(items)
        case FactTable(caption, rows, remark):
            yield _text(caption)
            for row in rows:
                yield from _row(row)
            yield from _remark(remark)
        case MarkTable():
            yield from _marks(block)
        case CaseList(heading, items, remark):
            yield _text(heading)
            yield from _titled(items)
            yield from _remark(remark)
        case Figure(picture, caption):
            yield from (_text(text) for text in (caption, picture.credit) if text)
        case Remark():
            yield from _remark(block)
        case NoteList(notes):
            yield from map(_note, notes)


def _row(row: FactRow) -> Iterator[str]:
    yield _text(row.label)
    lines = [_text(paragraph) for paragraph in row.body]
    lines += [item.sign + _text(item.body) for item in row.items]
    if row.remark:
        lines[-1:] = ["".join(lines[-1:]) + _text(row.remark)]
    yield from lines


def _marks(table: MarkTable) -> Iterator[str]:
    for band in table.bands:
        for topic in band:
            yield topic.code
            yield _text(topic.title)
        yield from (topic.mark for topic in band)
    if table.other:
        yield _text(table.other)
    first, *rest = _remark(table.remark) if table.remark else ("",)
    yield "\u3000".join([*map(_text, table.legend), *([first] if first else [])])
    yield from rest


def _titled(items: tuple[TitledItem, ...]) -> Iterator[str]:
    for item in items:
        yield _text(item.title)
        for number in item.numbers:  # a cell: the number with its unit, and the label below it
            yield _text(number.value) + (_text(number.unit) if number.unit else "")
            yield _text(number.label)
        yield from map(_text, item.body)


def _remark(remark: Remark | None) -> Iterator[str]:
    for index, paragraph in enumerate(remark.body if remark else ()):
        yield ("" if index or not remark else remark.sign) + _text(paragraph)


def _note(note: Note) -> str:
    return f"{note.marker} {plain_text(note.body)}"


def _text(paragraph: Paragraph) -> str:
    return plain_text(paragraph.content)
