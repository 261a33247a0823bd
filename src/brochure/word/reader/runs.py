"""What stands in a paragraph: runs, fields, links, readings, calls of notes and drawings.

Source: ECMA-376-1:2016, 17.3.2 (runs), 17.11 (notes), 17.16 (fields and hyperlinks).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from brochure.document.tree import Foreign, Link, NoteCall, Ruby, Text
from brochure.word.ooxml import MC, WP, R, W
from brochure.word.reader.elements import PIC, W14, in_fallback, is_off, is_on, local
from brochure.word.reader.fixups_libreoffice import CallBookmarks, usual_colours
from brochure.word.reader.looks import FileStyles, formatting, language
from brochure.word.reader.model import Mark, Odd, Piece, Revision, RevisionView, WordPicture
from brochure.word.reader.pieces import Run
from brochure.word.reader.revisions import HIDDEN, REVISIONS, bookmark_names, revision

_OURS = ("_bc_", "_list_")  # how our bookmarks round texts begin
_COMPUTED = re.compile(
    r"\s*(?:NOTEREF|REF\s+_note_|PAGE|NUMPAGES|PAGEREF|TITLE|SUBJECT|SECTIONPAGES|TC|XE)\b"
)
_MARKER = re.compile(r"[*＊※\d\s()（）\[\]注.,、a-z]*")
_SYMBOLS = {
    "F0FC": "✓",
    "F0FE": "☑",
    "F0A8": "☐",
    "F06F": "☐",
    "F052": "☑",
    "F0A1": "○",
    "F06C": "●",
    "F09F": "•",
}


@dataclass(slots=True)
class ParagraphContent:
    """What was found in a paragraph so far."""

    runs: list[Run] = field(default_factory=list)
    revisions: set[Revision] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)
    odd: set[Odd] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Format:
    """What runs inherit from what they stand in."""

    url: str = ""
    strong: bool = False
    direct: bool = False
    marker: bool = False
    lang: str = ""
    odd: tuple[str, ...] = ()


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open: one may begin in one paragraph and end in another."""

    _open: list[_Field] = field(default_factory=list)

    def enter(self, instruction: str) -> None:
        """A field that is one element begins: its result follows at once."""
        self._open.append(_Field(instruction, result=True))

    def leave(self) -> None:
        """A field that is one element ends."""
        self._open.pop()

    def mark(self, kind: str) -> str:
        """A mark of a field; gives the instruction where it is complete, empty elsewhere."""
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].result = True
            return self._open[-1].instruction
        elif kind == "end" and self._open:
            ended = self._open.pop()
            return "" if ended.result else ended.instruction
        return ""

    def instruct(self, text: str) -> None:
        """A part of an instruction."""
        if self._open and not self._open[-1].result:
            self._open[-1].instruction += text

    @property
    def silent(self) -> bool:
        """Whether the text at hand is a field's instruction, or a result that is computed."""
        return any(not f.result or _COMPUTED.match(f.instruction) for f in self._open)

    @property
    def url(self) -> str:
        """The address of the outermost field that is a link; empty if none is."""
        return next((_linked_by(f.instruction) for f in self._open if _linked_by(f.instruction)), "")


class RunReader:
    """Reads the contents of the paragraphs of a story, one after the other.

    ``content`` is what the paragraph at hand has; ``colour`` is that of its style. ``called`` are the
    bookmarks round calls by kind and number of their note.
    """

    def __init__(self, styles: FileStyles, targets: Mapping[str | None, str], view: RevisionView) -> None:
        self.content = ParagraphContent()
        self.colour = "auto"
        self.called: dict[str, str] = {}
        self._styles = styles
        self._targets = targets  # of links, by relationship
        self._view = view
        self._fields = Fields()
        self._calls = CallBookmarks()

    def end(self) -> ParagraphContent:
        """The paragraph ends, and with it every bookmark round a call: what the paragraph has."""
        self._calls.end_all()
        ended, self.content = self.content, ParagraphContent()
        return ended

    def inside(self, parent: etree._Element, format: Format) -> None:
        """Read what stands in a paragraph, or in a part of it."""
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            name = local(child)
            if name in REVISIONS:
                self.content.revisions.add(revision(child))
            if name in HIDDEN[self._view]:
                self._hidden(child)
                continue
            if name == "r":
                self._run(child, format)
            elif name == "bookmarkStart":
                self.bookmark(child)
            elif name == "bookmarkEnd":
                self._calls.end(child.get(f"{{{W}}}id", ""))
            elif name == "hyperlink":
                self._hyperlink(child, format)
            elif name == "fldSimple":
                instruction = child.get(f"{{{W}}}instr", "")
                self._fields.enter(instruction)
                self._note_reference(instruction)
                self.inside(child, format)
                self._fields.leave()
            elif name == "sdt":
                self._control(child, format)
            elif name == "commentReference":
                self.content.comments.append(child.get(f"{{{W}}}id", ""))
            elif name in ("oMath", "oMathPara"):
                self.content.odd.add(Odd("equation", "".join(map(str, child.itertext()))[:40]))
            elif name not in ("pPr", "rPr"):
                self.inside(child, format)

    def _hyperlink(self, element: etree._Element, format: Format) -> None:
        anchor = element.get(f"{{{W}}}anchor", "")
        if anchor.startswith("_list_"):
            self._put(NoteCall(anchor, 0, "", first=False))
            return
        url = self._targets.get(element.get(f"{{{R}}}id"), "")
        if url and anchor:
            url += f"#{anchor}"
        self.inside(element, replace(format, url=url))

    def _control(self, element: etree._Element, format: Format) -> None:
        """A content control: its content; a check box as the sign for its state."""
        box = element.find(f"{{{W}}}sdtPr/{{{W14}}}checkbox")
        if box is not None:
            checked = box.find(f"{{{W14}}}checked")
            on = checked is not None and checked.get(f"{{{W14}}}val", "1") in ("1", "true", "on")
            self._put(Text("☑" if on else "☐"))
            return
        content = element.find(f"{{{W}}}sdtContent")
        if content is not None:
            self.inside(content, format)

    def _hidden(self, element: etree._Element) -> None:
        """Deleted words: bookmarks that begin in them are still of the line that they were deleted from."""
        self.content.runs += [
            Run(Mark(name), hidden=True) for name in bookmark_names(element) if name.startswith(_OURS)
        ]

    def bookmark(self, element: etree._Element) -> None:
        """A bookmark begins, round a call or a text."""
        name = element.get(f"{{{W}}}name", "")
        if name.startswith("_note_"):
            self._calls.begin(element.get(f"{{{W}}}id", ""), name)
        elif name.startswith(_OURS):
            self.content.runs.append(Run(Mark(name)))

    def _run(self, element: etree._Element, format: Format) -> None:
        properties = element.find(f"{{{W}}}rPr")
        change = None if properties is None else properties.find(f"{{{W}}}rPrChange")
        if change is not None:
            self.content.revisions.add(replace(revision(change), kind="format"))
            if self._view is RevisionView.REJECT:
                properties = change.find(f"{{{W}}}rPr")
        format = self._formatted(properties, format)
        for child in element:
            if isinstance(child.tag, str):
                self._in_run(child, format)

    def _formatted(self, properties: etree._Element | None, format: Format) -> Format:
        """The format of a run with some properties."""
        own = self._styles.own
        style = self._styles.name(properties, "rStyle")
        direct = is_on(properties, "b")
        strong = (style == own["strong"] or style == "strong") and not is_off(properties, "b")
        marker = style in self._styles.markers
        lang = language(properties) if style.startswith(own["foreign"]) else ""
        usual = usual_colours(self.colour, style, self._styles.colours)
        odd = () if marker or format.url else tuple(formatting(properties, usual))
        return replace(format, strong=strong, direct=direct, marker=marker, lang=lang, odd=odd)

    def _in_run(self, child: etree._Element, format: Format) -> None:
        name = local(child)
        if name == "fldChar":
            self._note_reference(self._fields.mark(child.get(f"{{{W}}}fldCharType", "")))
        elif name == "instrText":
            self._fields.instruct(child.text or "")
        elif name in ("t", "delText"):
            self._text(child.text or "", format)
        elif name == "tab":
            self._text("\t", format)
        elif name in ("br", "cr"):
            if child.get(f"{{{W}}}type", "textWrapping") in ("page", "column"):
                self.content.odd.add(Odd("break", child.get(f"{{{W}}}type", "")))
            else:
                self._text("\n", format)
        elif name == "noBreakHyphen":
            self._text("\u2011", format)
        elif name == "sym":
            self._text(_symbol(child), format)
        elif name in ("footnoteReference", "endnoteReference"):
            self._call(f"{name.removesuffix('Reference')}:{child.get(f'{{{W}}}id')}")
        elif name == "commentReference":
            self.content.comments.append(child.get(f"{{{W}}}id", ""))
        elif name == "ruby":
            self._ruby(child, format)
        elif child.tag == f"{{{MC}}}AlternateContent":
            chosen = child.find(f"{{{MC}}}Choice")
            for inner in chosen if chosen is not None else ():
                self._in_run(inner, format)
        elif name in ("drawing", "pict", "object"):
            self._drawing(child)

    def _call(self, key: str) -> None:
        """The call of a note of Word's own; ``key`` is the note's kind and number."""
        if name := self._calls.take():
            self.called.setdefault(key, name)
        self._put(NoteCall(self.called.get(key, key), 0, "", first=False))

    def _note_reference(self, instruction: str) -> None:
        """A call of a note that was called before is a field."""
        if found := re.match(r"\s*(?:NOTEREF|REF)\s+(_note_\w+)", instruction):
            self._put(NoteCall(found[1], 0, "", first=False))

    def _ruby(self, element: etree._Element, format: Format) -> None:
        base, reading = (
            "".join(map(self._shown, element.iterfind(f"{{{W}}}{tag}"))) for tag in ("rubyBase", "rt")
        )
        if base.strip() and reading.strip():
            self._put(Ruby(base.strip(), reading.strip()), format)
        else:
            self._text(base, format)

    def _shown(self, parent: etree._Element) -> str:
        """The words of a base or a reading, with the changes in it."""
        text = ""
        for child in parent:
            name = local(child) if isinstance(child.tag, str) else ""
            if name in REVISIONS:
                self.content.revisions.add(revision(child))
            if name in ("t", "delText"):
                text += child.text or ""
            elif name and name not in HIDDEN[self._view]:
                text += self._shown(child)
        return text

    def _text(self, text: str, format: Format) -> None:
        if self._fields.silent or not text:
            return
        if format.marker and _MARKER.fullmatch(text):
            return
        text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
        url = format.url or self._fields.url
        piece: Piece = Text(text)
        if url:
            piece = Link(text, url)
        elif format.lang:
            piece = Foreign(text, format.lang)
        self.content.odd |= {Odd(kind, text[:20]) for kind in format.odd if text.strip()}
        self._put(piece, format)

    def _put(self, piece: Piece, format: Format | None = None) -> None:
        if not isinstance(piece, NoteCall):
            self._calls.forget()
        strong = format is not None and (format.strong or format.direct)
        direct = format is not None and format.direct and not format.strong
        self.content.runs.append(Run(piece, strong, direct))

    def _drawing(self, element: etree._Element) -> None:
        boxes = [b for b in element.iter(f"{{{W}}}txbxContent") if not in_fallback(b)]
        for box in boxes:
            words = "".join(t.text or "" for t in box.iter(f"{{{W}}}t"))
            self.content.odd.add(Odd("textbox", words))
        if not boxes:
            self.content.runs.append(Run(_picture(element)))


def _picture(element: etree._Element) -> WordPicture:
    picture = next(element.iter(f"{{{PIC}}}pic"), None) is not None or any(
        local(part) == "imagedata" for part in element.iter() if isinstance(part.tag, str)
    )
    described = next(element.iter(f"{{{WP}}}docPr"), None)
    return WordPicture("" if described is None else described.get("descr", ""), picture)


def _linked_by(instruction: str) -> str:
    found = re.match(r'\s*HYPERLINK\s+"([^"]+)"', instruction)
    return found[1] if found else ""


def _symbol(element: etree._Element) -> str:
    code = element.get(f"{{{W}}}char", "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
