"""What a reader sees in a Word file, by a reader of its own: words, their look, order, notes, heads, tables.

Seen are: the words of the body, of called notes, of the headers and footers of sections; bold, italics, and
other direct formatting of words; links with their addresses, unless the words are the address; fields with
numbers of pages; pictures and their alternative texts; the name of the style of each paragraph of the body;
lists that are turned off, alignment, page breaks; the cells that words are in, and merged cells; blanks at
the edges of texts.

Not seen, because the layout decides them and word processors write them again on every save: definitions of
styles, numbering, themes, settings, fonts, spacing, indents, sizes of tables and pages, borders and shading;
the properties of the document. Bold of a whole paragraph in a table is that of the table's style, which
LibreOffice copies. Signs beside the numbers of notes, and ◆ and ※ before lines, are those of printing. Marks
that mean the same answer (〇, ◯) are the same, and blanks beside them nothing; soft hyphens and direction
marks are invisible, and so are drawings without alternative text, which are decoration. Blanks after the
number of a note belong to the number.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from docx_reader import NAMES, R, W

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_INVISIBLE = re.compile("[\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LOOKS = (
    "i", "em", "u", "strike", "dstrike", "highlight", "bdr", "caps", "smallCaps", "outline", "shadow",
    "emboss", "imprint", "vanish", "vertAlign",
)  # fmt: skip
_SIGNS = re.compile(r"[*＊※\d\s()（）\[\]注.,、a-z]*")
_ADDRESS = re.compile(r"https?://\S+")
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_MARKS = ("○", "–")
_CIRCLES = str.maketrans("〇◯", "○○")
_NUMBERS = re.compile(r"\s*(PAGE|NUMPAGES|PAGEREF|SECTIONPAGES)\b")
_DROPPED = ("del", "moveFrom", "rPrChange", "pPrChange")


@dataclass
class Sight:
    """Reads the parts of one file."""

    parts: Mapping[str, bytes]
    _roots: dict[str, Any] = field(default_factory=dict)

    def lines(self) -> list[tuple[object, ...]]:
        """Everything that a reader sees, one entry for each paragraph."""
        found = [*self._story("document")]
        called = [note for entry in found for note in _notes_in(entry)]
        for name in sorted(self._running()):
            found += [line for line in self._story(name) if line[-1]]
        # A reader sees numbers; ids have gaps where a tracked change has taken a note away.
        numbers = {note: str(number) for number, note in enumerate(dict.fromkeys(called), 1)}
        found = [_with_numbers(entry, numbers) for entry in found]
        found += [("note", number, self._note(note)) for note, number in numbers.items()]
        return found

    def _running(self) -> Iterator[str]:
        """The headers and footers that sections show, by the relationships; that of a first page if asked."""
        for section in self._root("document").iter(f"{W}sectPr"):
            for kind in ("header", "footer"):
                for one in section.iterfind(f"w:{kind}Reference", NAMES):
                    target = self._target("document", one.get(f"{R}id"))
                    shown = {"default", *(["first"] if _is_on(section, "titlePg") else [])}
                    if one.get(f"{W}type", "default") in shown and f"word/{target}" in self.parts:
                        yield target.removesuffix(".xml")

    def _root(self, name: str) -> Any:
        if name not in self._roots:
            data = self.parts.get(f"word/{name}.xml")
            self._roots[name] = None if data is None else etree.fromstring(data, _PARSER)
        return self._roots[name]

    def _note(self, identity: str) -> list[tuple[Any, ...]]:
        root = self._root("footnotes")
        notes = root.iterfind("w:footnote", NAMES) if root is not None else ()
        bodies = [note for note in notes if note.get(f"{W}id") == identity]
        words = [run for body in bodies for p in body.iter(f"{W}p") for run in self._runs(p, "footnotes")]
        return [_without_own_address(run) for run in _without_edges(_merged(words))]

    def _story(self, name: str) -> Iterator[tuple[object, ...]]:
        root = self._root(name)
        if root is None:
            return
        for paragraph in root.iter(f"{W}p"):
            if any(parent.tag in (f"{W}txbxContent",) for parent in paragraph.iterancestors()):
                continue
            properties = paragraph.find("w:pPr", NAMES)
            runs = _merged(self._runs(paragraph, name))
            cell = _cell_of(paragraph)
            kinds = [] if cell or name != "document" else _form(properties)
            style = self._style(properties, "pStyle") if name == "document" and runs else ""
            runs = [_without_own_address(run) for run in runs]
            if self._is_bold(properties):
                runs = [(run[0], tuple(k for k in run[1] if k != "b"), *run[2:]) for run in runs]
            words = [run for run in runs if isinstance(run, tuple) and str(run[0]).strip()]
            if cell and words and all("b" in run[1] for run in words):
                runs = [(run[0], tuple(k for k in run[1] if k != "b"), *run[2:]) for run in runs]
            if runs and len(runs[0]) > 2:
                runs = [run for run in [(str(runs[0][0]).lstrip("◆※"), *runs[0][1:]), *runs[1:]] if run[0]]
            if cell and "".join(str(run[0]) for run in runs).strip() in _MARKS:
                runs = [(str(run[0]).strip(), *run[1:]) for run in runs if str(run[0]).strip()]
            if not runs and "break" not in kinds and not (cell and cell[-1]):
                continue
            yield (name, cell, style, tuple(kinds), tuple(runs))

    def _style(self, properties: Any, kind: str) -> str:
        found = None if properties is None else properties.find(f"w:{kind}", NAMES)
        if found is None:
            return ""
        for style in self._root("styles").iterfind("w:style", NAMES):
            if style.get(f"{W}styleId") == found.get(f"{W}val"):
                name = style.find("w:name", NAMES)
                return "" if name is None else name.get(f"{W}val", "").casefold()
        return ""

    def _is_bold(self, properties: Any) -> bool:
        """Whether a paragraph is bold by its style, so that bold words look the same."""
        found = None if properties is None else properties.find("w:pStyle", NAMES)
        identity = "" if found is None else found.get(f"{W}val")
        styles = {
            style.get(f"{W}styleId"): style for style in self._root("styles").iterfind("w:style", NAMES)
        }
        return identity in styles and _is_on(styles[identity].find("w:rPr", NAMES), "b")

    def _target(self, part: str, identity: str | None) -> str:
        data = self.parts.get(f"word/_rels/{part}.xml.rels")
        for one in reversed(etree.fromstring(data, _PARSER)) if data else ():
            if one.get("Id") == identity:
                return str(one.get("Target", "")).rstrip("/")
        return ""

    def _runs(self, paragraph: Any, part: str) -> list[tuple[object, ...]]:
        made: list[tuple[object, ...]] = []
        depth: list[str] = []  # instructions of open fields
        shown: list[bool] = []
        for element in paragraph.iter():
            if not isinstance(element.tag, str) or not element.tag.startswith(W):
                if _is_picture(element):
                    image = self._picture(element, part)
                    made.append(("［picture］", (), element.get("descr", ""), image))
                continue
            name = element.tag.removeprefix(W)
            parents = [parent.tag for parent in element.iterancestors()]
            inner = parents[: parents.index(paragraph.tag)] if paragraph.tag in parents else parents
            if any(parent.removeprefix(W) in _DROPPED for parent in inner) or name in _DROPPED:
                continue
            if name == "fldChar":
                kind = element.get(f"{W}fldCharType")
                if kind == "begin":
                    depth.append("")
                    shown.append(False)
                elif kind == "separate" and depth:
                    shown[-1] = True
                elif kind == "end" and depth:
                    depth.pop()
                    shown.pop()
            elif name == "instrText" and depth and not shown[-1]:
                depth[-1] += element.text or ""
                if number := _NUMBERS.match(depth[-1]):
                    made.append((f"［{number[1]}］", ()))
            elif name == "fldSimple" and (number := _NUMBERS.match(element.get(f"{W}instr", ""))):
                made.append((f"［{number[1]}］", ()))
            elif name == "footnoteReference":
                made.append(("［note］", (), element.get(f"{W}id", "")))
            elif name == "pgNum":
                made.append(("［PAGE］", ()))
            elif name == "br" and element.get(f"{W}clear") == "all":
                continue  # the writer's, between the phrases of a narrow head
            elif name in ("t", "tab", "br", "noBreakHyphen") and element.getparent().tag == f"{W}r":
                if any(_computed(d) for d in depth) or (depth and not shown[-1]):
                    continue
                if any(
                    p.tag == f"{W}fldSimple" and _computed(p.get(f"{W}instr", ""))
                    for p in element.iterancestors()
                ):
                    continue
                made += self._text(element, name, part)
        return made

    def _picture(self, described: Any, part: str) -> int:
        """Which picture a drawing shows; 0 for none."""
        blip = next(described.getparent().iter(_BLIP), None)
        target = "" if blip is None else self._target(part, blip.get(f"{R}embed"))
        data = self.parts.get(f"word/{target}")
        return 0 if data is None else zlib.crc32(data)

    def _text(self, element: Any, name: str, part: str) -> Iterator[tuple[object, ...]]:
        text = {"tab": "\t", "br": "\n", "noBreakHyphen": "\u2011"}.get(name, element.text or "")
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_CIRCLES)
        properties = element.getparent().find("w:rPr", NAMES)
        style = self._style(properties, "rStyle")
        if not text or (style in _marker_styles(self) and _SIGNS.fullmatch(text)):
            return
        link = next((p for p in element.iterancestors() if p.tag == f"{W}hyperlink"), None)
        url = "" if link is None else self._target(part, link.get(f"{R}id"))
        ruby = next(
            (p.tag.removeprefix(W) for p in element.iterancestors() if p.tag in (f"{W}rt", f"{W}rubyBase")),
            "",
        )
        looks = tuple(_look(properties)) if text.strip() else ()
        if style == "strong":  # bold is its own look
            looks = tuple(look for look in looks if look != "b")
        if link is not None or _ADDRESS.fullmatch(text.strip()):  # programs underline links, as browsers do
            looks = tuple(look for look in looks if look != "u")
        yield (text, looks, url, ruby)


def _is_picture(element: Any) -> bool:
    """Whether an element is the description of a picture; a second one beside it counts for nothing."""
    is_first = element.tag == _PICTURE and element.getparent().find(_PICTURE) is element
    return is_first and bool(element.get("descr"))  # the others are decoration


def _marker_styles(sight: Sight) -> set[str]:
    names = set()
    for identity in ("Call", "NoteMarker", "EndnoteCall"):
        for style in sight._root("styles").iterfind("w:style", NAMES):
            if style.get(f"{W}styleId") == identity:
                name = style.find("w:name", NAMES)
                names.add("" if name is None else name.get(f"{W}val", "").casefold())
    return names


def _computed(instruction: str) -> bool:
    return bool(_NUMBERS.match(instruction) or re.match(r"\s*(?:NOTEREF|REF\s+_note_|TC|XE)\b", instruction))


def _is_on(properties: Any, name: str) -> bool:
    found = None if properties is None else properties.find(f"w:{name}", NAMES)
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _look(properties: Any) -> Iterator[str]:
    if _is_on(properties, "b"):
        yield "b"
    for name in _LOOKS:
        if _is_on(properties, name):
            yield name


def _form(properties: Any) -> list[str]:
    made = []
    if properties is not None:
        number = properties.find("w:numPr/w:numId", NAMES)
        made += ["no list"] if number is not None and number.get(f"{W}val") == "0" else []
        jc = properties.find("w:jc", NAMES)
        made += (
            [str(jc.get(f"{W}val"))] if jc is not None and jc.get(f"{W}val") in ("center", "right") else []
        )
        made += ["break"] if _is_on(properties, "pageBreakBefore") else []
    return made


def _cell_of(paragraph: Any) -> tuple[object, ...]:
    """Row and column of the innermost cell, and how it is merged; empty outside tables."""
    cell = next((p for p in paragraph.iterancestors() if p.tag == f"{W}tc"), None)
    if cell is None:
        return ()
    row = cell.getparent()
    table = row.getparent()
    merged = [
        (kind, found.get(f"{W}val", ""))
        for kind in ("gridSpan", "vMerge", "hMerge")
        if (found := cell.find(f"w:tcPr/w:{kind}", NAMES)) is not None and found.get(f"{W}val") != "1"
    ]
    place = len(row.findall(f"{W}tc")), row.findall(f"{W}tc").index(cell)
    return (len(table.findall(f"{W}tr")), *place, tuple(merged))


def _merged(runs: list[tuple[object, ...]]) -> list[tuple[Any, ...]]:
    """Equal neighbours as one."""
    made: list[tuple[Any, ...]] = []
    for run in runs:
        if made and made[-1] == run and run[0] == "［note］":
            continue  # a call twice in a row is one
        if made and made[-1][1:] == run[1:] and not str(run[0]).startswith("［"):
            made[-1] = (str(made[-1][0]) + str(run[0]), *run[1:])
        else:
            made.append(run)
    return made


def _without_edges(runs: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The runs of a note without the blanks after its number."""
    if runs and isinstance(runs[0][0], str):
        runs = [(runs[0][0].lstrip(" \t\u3000"), *runs[0][1:]), *runs[1:]]
    return [run for run in runs if run[0]]


def _without_own_address(run: tuple[Any, ...]) -> tuple[Any, ...]:
    """A run; a link whose words are its address is like the words, which printing makes a link."""
    shown = {run[0].rstrip("/"), f"mailto:{run[0]}", f"tel:{run[0]}"}
    return (*run[:2], "", *run[3:]) if len(run) > 2 and run[2] in shown else run


def _with_numbers(entry: tuple[object, ...], numbers: Mapping[str, str]) -> tuple[object, ...]:
    """A line whose calls have the numbers of notes instead of their ids."""
    runs = entry[-1]
    if not isinstance(runs, tuple):
        return entry
    numbered = tuple(
        (*run[:2], numbers.get(str(run[2]), run[2])) if run[0] == "［note］" else run for run in runs
    )
    return (*entry[:-1], numbered)


def _notes_in(entry: tuple[object, ...]) -> Iterator[str]:
    runs = entry[-1]
    for run in runs if isinstance(runs, tuple) else ():
        if run[0] == "［note］":
            yield str(run[2])
