"""Read the content of a paragraph: runs, fields, links, ruby, calls of notes and drawings.

Source: ECMA-376-1:2016, 17.3.2 (runs), 17.11 (notes), 17.16 (fields and hyperlinks).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from brochure.document import superscripts
from brochure.document.tree import Foreign, Link, NoteCall, Ruby, SuperSub, Text
from brochure.word.languages import language_of_run
from brochure.word.ooxml import MC, R, W
from brochure.word.reader.elements import W14, in_fallback, local_name
from brochure.word.reader.fixups_libreoffice import LOST_CALL, LOST_REFERENCE, CallBookmarks
from brochure.word.reader.hyperlinks import hyperlink_target, link_in_one_form
from brochure.word.reader.looks import FileStyles
from brochure.word.reader.model import BookmarkStart, LinePiece, Oddity, Revision, RevisionView
from brochure.word.reader.pictures import read_picture
from brochure.word.reader.pieces import FormattedPiece
from brochure.word.reader.revisions import HIDDEN, REVISIONS, bookmark_names, read_revision
from brochure.word.reader.ruby import clean_text, read_ruby
from brochure.word.reader.run_format import RunFormat, format_of_run

_SHOWN = 20  # characters of formatted words in a message
_OURS = ("_bc_", "_list_")  # prefixes of brochure's bookmarks around texts
_COMPUTED = re.compile(
    r"\s*(?:NOTEREF|REF\s+_note_|REF\s+_Ref[FE]\d|PAGE|NUMPAGES|PAGEREF|SECTIONPAGES|TC|XE)\b"
)
_NUMBER = re.compile(r"\s*(PAGE|NUMPAGES|PAGEREF|SECTIONPAGES)\b")
_MARKER = re.compile(r"[*＊※\d\s()（）\[\]注.,、a-z]*")
_CONTROLS = re.compile("[\t\n\r\x7f-\x9f\u2028\u2029]+")  # Word shows a blank; tabs and breaks are elements
_DATES = tuple(f"{unit}{form}" for unit in ("day", "month", "year") for form in ("Long", "Short"))
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
    """The content of a paragraph that was read so far."""

    runs: list[FormattedPiece] = field(default_factory=list)
    revisions: set[Revision] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)
    odd: set[Oddity] = field(default_factory=set)
    formatted: list[tuple[str, str]] = field(default_factory=list)  # kinds of direct formatting, and words
    continued: dict[str, int] = field(default_factory=dict)  # places in it that the next words may continue

    def add_formatting(self, kinds: tuple[str, ...], words: str) -> None:
        """Record direct formatting; word processors split runs, so neighbours are one oddity."""
        if not words.strip():
            return
        places = {}
        for kind in kinds:
            place = self.continued.get(kind, len(self.formatted))
            if place == len(self.formatted):
                self.formatted.append((kind, ""))
            self.formatted[place] = (kind, self.formatted[place][1] + words)
            places[kind] = place
        self.continued = places

    def finish(self) -> None:
        """Turn the recorded formatting into oddities."""
        self.odd |= {Oddity(kind, words[:_SHOWN]) for kind, words in self.formatted}


@dataclass(slots=True)
class _Field:
    """An open field: its instruction, and whether its result has begun."""

    words: list[str] = field(default_factory=list)
    result: bool = False
    silent: bool = True  # whether the text in it is not content
    url: str = ""  # the address of the outermost HYPERLINK field, of this one and those around it

    @property
    def instruction(self) -> str:
        """The instruction; it may be written in many pieces."""
        self.words = ["".join(self.words)]
        return self.words[0]


@dataclass(slots=True)
class OpenFields:
    """The open fields; a field may begin in one paragraph and end in another.

    A field knows what holds for the fields around it, so that not all of them are asked for each text.
    """

    _open: list[_Field] = field(default_factory=list)

    def enter(self, instruction: str) -> None:
        """Open a field of one element (``fldSimple``); its result follows directly."""
        self._begin(instruction)
        self._begin_result(self._open[-1])

    def leave(self) -> None:
        """Close a field of one element."""
        self._open.pop()

    def mark(self, kind: str) -> str:
        """Process a ``fldChar``; returns the instruction once it is complete, else an empty string."""
        if kind == "begin":
            self._begin("")
        elif kind == "separate" and self._open:
            self._begin_result(self._open[-1])
            return self._open[-1].instruction
        elif kind == "end" and self._open:
            ended = self._open.pop()
            return "" if ended.result else ended.instruction
        return ""

    def instruct(self, text: str) -> None:
        """Add text to the instruction of the innermost open field."""
        if self._open and not self._open[-1].result:
            self._open[-1].words.append(text)

    def _begin(self, instruction: str) -> None:
        self._open.append(_Field([instruction], url=self.url))

    def _begin_result(self, found: _Field) -> None:
        instruction = found.instruction
        found.result = True
        found.silent = (len(self._open) > 1 and self._open[-2].silent) or bool(_COMPUTED.match(instruction))
        found.url = found.url or hyperlink_target(instruction)

    @property
    def silent(self) -> bool:
        """Whether the current text is not content: an instruction, or a result that Word computes."""
        return bool(self._open) and self._open[-1].silent

    @property
    def url(self) -> str:
        """The address of the outermost HYPERLINK field whose result is open; empty if there is none."""
        return self._open[-1].url if self._open else ""


class RunReader:
    """Reads the contents of the paragraphs of a story, one after the other.

    Attributes:
        content: The content of the current paragraph.
        style: The name of its style.
        called: The bookmarks around calls, by kind and number of their note.
        markers: The texts in a style of note numbers.
    """

    def __init__(
        self, styles: FileStyles, targets: Mapping[str | None, str], view: RevisionView, numbers: bool = False
    ) -> None:
        self.content = ParagraphContent()
        self.style = ""
        self.called: dict[str, str] = {}
        self.markers: set[str] = set()
        self._numbers = numbers
        self._styles = styles
        self._targets = targets  # of links, by relationship
        self._view = view
        self._fields = OpenFields()
        self._calls = CallBookmarks()

    def end(self) -> ParagraphContent:
        """End the current paragraph and return its content."""
        self._calls.end_all()
        self.content.finish()
        ended, self.content = self.content, ParagraphContent()
        return ended

    def read_children(self, parent: etree._Element, format: RunFormat) -> None:
        """Read the children of a paragraph or of an element in it."""
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            name = local_name(child)
            if name in REVISIONS:
                self.content.revisions.add(read_revision(child))
            if name in HIDDEN[self._view]:
                self._read_hidden(child)
                continue
            if name == "r":
                self._read_run(child, format)
            elif name == "bookmarkStart":
                self.bookmark(child)
            elif name == "bookmarkEnd":
                self._calls.end(child.get(f"{{{W}}}id", ""))
            elif name == "hyperlink":
                self._hyperlink(child, format)
            elif name == "fldSimple":
                instruction = child.get(f"{{{W}}}instr", "")
                self._fields.enter(instruction)
                self._read_note_reference(instruction)
                self.read_children(child, format)
                self._fields.leave()
            elif name == "sdt":
                self._read_control(child, format)
            elif name == "commentReference":
                self.content.comments.append(child.get(f"{{{W}}}id", ""))
            elif name in ("bdo", "dir") and child.get(f"{{{W}}}val") == "rtl":
                words = "".join(text.text or "" for text in child.iter(f"{{{W}}}t"))
                self.content.odd.add(Oddity("direction", words[:_SHOWN]))
                self.read_children(child, format)
            elif name in ("oMath", "oMathPara"):
                self.content.odd.add(Oddity("equation", "".join(map(str, child.itertext()))[:40]))
            elif name not in ("pPr", "rPr"):
                self.read_children(child, format)

    def _hyperlink(self, element: etree._Element, format: RunFormat) -> None:
        anchor = element.get(f"{{{W}}}anchor", "")
        if anchor.startswith("_list_"):
            self._add_piece(NoteCall(anchor, 0, "", first=False))
            return
        url = self._targets.get(element.get(f"{{{R}}}id"), "")
        if url and anchor:
            url += f"#{anchor}"
        self.read_children(element, replace(format, url=url))

    def _read_control(self, element: etree._Element, format: RunFormat) -> None:
        """Read a content control; a check box becomes ☑ or ☐."""
        box = element.find(f"{{{W}}}sdtPr/{{{W14}}}checkbox")
        if box is not None:
            checked = box.find(f"{{{W14}}}checked")
            on = checked is not None and checked.get(f"{{{W14}}}val", "1") in ("1", "true", "on")
            self._add_piece(Text("☑" if on else "☐"))
            return
        content = element.find(f"{{{W}}}sdtContent")
        if content is not None:
            self.read_children(content, format)

    def _read_hidden(self, element: etree._Element) -> None:
        """Read hidden text: only its bookmarks are kept, which still belong to the line."""
        self.content.runs += [
            FormattedPiece(BookmarkStart(name), hidden=True)
            for name in bookmark_names(element)
            if name.startswith(_OURS)
        ]

    def bookmark(self, element: etree._Element) -> None:
        """Read the start of a bookmark around a call or a text."""
        name = element.get(f"{{{W}}}name", "")
        if name.startswith("_note_"):
            self._calls.begin(element.get(f"{{{W}}}id", ""), name)
        elif name.startswith(_OURS):
            self.content.runs.append(FormattedPiece(BookmarkStart(name)))

    def _read_run(self, element: etree._Element, format: RunFormat) -> None:
        change = element.find(f"{{{W}}}rPr/{{{W}}}rPrChange")
        if change is not None:
            self.content.revisions.add(replace(read_revision(change), kind="format"))
        format = self._run_format(element, format)
        for child in element:
            if isinstance(child.tag, str):
                self._read_run_child(child, format)

    def _run_format(self, element: etree._Element, parent: RunFormat) -> RunFormat:
        """The format of a run; that before a tracked change if changes are rejected."""
        properties = element.find(f"{{{W}}}rPr")
        change = None if properties is None else properties.find(f"{{{W}}}rPrChange")
        if change is not None and self._view is RevisionView.REJECT:
            properties = change.find(f"{{{W}}}rPr")
        return format_of_run(properties, parent, self._styles, self.style)

    def _read_run_child(self, child: etree._Element, format: RunFormat) -> None:
        name = local_name(child)
        if name == "fldChar":
            self._read_note_reference(self._fields.mark(child.get(f"{{{W}}}fldCharType", "")))
        elif name == "instrText":
            self._fields.instruct(child.text or "")
        elif name in ("t", "delText"):
            self._add_text(_CONTROLS.sub(" ", child.text or ""), format)
        elif name in ("tab", "ptab"):
            self._add_text("\t", format)
        elif name in ("br", "cr"):
            if child.get(f"{{{W}}}type", "textWrapping") in ("page", "column"):
                self.content.odd.add(Oddity("break", child.get(f"{{{W}}}type", "")))
            elif child.get(f"{{{W}}}clear") != "all":  # else the writer's, between phrases of a name
                self._add_text("\n", format)
        elif name == "pgNum":
            self._add_number("PAGE")
        elif name in _DATES:
            self._add_number("DATE")
        elif name == "noBreakHyphen":
            self._add_text("\u2011", format)
        elif name == "sym":
            self._add_text(_symbol_text(child), format)
        elif name in ("footnoteReference", "endnoteReference"):
            self._read_call(f"{name.removesuffix('Reference')}:{child.get(f'{{{W}}}id')}")
        elif name == "commentReference":
            self.content.comments.append(child.get(f"{{{W}}}id", ""))
        elif name == "ruby":
            self._read_ruby(child, format)
        elif child.tag == f"{{{MC}}}AlternateContent":
            chosen = child.find(f"{{{MC}}}Choice")
            for inner in chosen if chosen is not None else ():
                self._read_run_child(inner, format)
        elif name in ("drawing", "pict", "object"):
            self._read_drawing(child)

    def _read_call(self, key: str) -> None:
        """Read the call of a note of Word; ``key`` is the kind and number of the note."""
        if name := self._calls.take():
            self.called.setdefault(key, name)
        self._add_piece(NoteCall(self.called.get(key, key), 0, "", first=False))

    def _read_note_reference(self, instruction: str) -> None:
        """Read a later call of a note, which is a field (NOTEREF); a number of pages is an oddity."""
        if number := _NUMBER.match(instruction):
            self._add_number(number[1])
        if found := re.match(r"\s*(?:NOTEREF|REF)\s+(_note_\w+)", instruction):
            self._add_piece(NoteCall(found[1], 0, "", first=False))
        elif self._numbers and LOST_REFERENCE.match(instruction):
            self._add_piece(NoteCall(LOST_CALL, 0, "", first=False))

    def _add_number(self, name: str) -> None:
        """Add a field with a number of pages; two equal fields in a paragraph are two oddities."""
        count = sum(odd.kind == "field" and odd.words.split(" ")[0] == name for odd in self.content.odd)
        self.content.odd.add(Oddity("field", f"{name} {count + 1}" if count else name))

    def _read_ruby(self, element: etree._Element, format: RunFormat) -> None:
        is_bold = self.style in self._styles.bold
        found = read_ruby(element, self._view, lambda run: self._run_format(run, format), is_bold=is_bold)
        self.content.revisions |= found.revisions
        self.content.odd |= found.odd
        format = replace(format, strong=found.strong, direct=found.direct)
        self._add_text(found.before, format)
        if found.reading:
            self._add_piece(Ruby(found.base, found.reading), format)
        else:
            self._add_text(found.base, format)
        self._add_text(found.after, format)

    def _add_text(self, text: str, format: RunFormat) -> None:
        text = clean_text(text)
        if self._fields.silent or not text:
            return
        if format.marker and _MARKER.fullmatch(text):
            self.markers.add(text.strip())
            if not self._numbers:
                return
        url = format.url or self._fields.url
        pieces: list[LinePiece] = [
            Text(part) if is_super is None else SuperSub(part, is_super)
            for part, is_super in superscripts.split_superscripts(text)
        ]
        if url:
            pieces = [Link(text, link_in_one_form(url))]
        elif format.raised and text.strip():
            pieces = [SuperSub(superscripts.with_minus(text), format.raised == "superscript")]
        elif format.langs is not None:
            pieces = [Foreign(text, language_of_run(format.langs, text))]
        self.content.add_formatting(format.odd, text)
        for piece in pieces:
            self._add_piece(piece, format)

    def _add_piece(self, piece: LinePiece, format: RunFormat | None = None) -> None:
        if not isinstance(piece, NoteCall):
            self._calls.forget()
        strong = format is not None and (format.strong or format.direct)
        direct = format is not None and format.direct and not format.strong
        self.content.runs.append(FormattedPiece(piece, strong, direct))

    def _read_drawing(self, element: etree._Element) -> None:
        boxes = [b for b in element.iter(f"{{{W}}}txbxContent") if not in_fallback(b)]
        for box in boxes:
            words = "".join(t.text or "" for t in box.iter(f"{{{W}}}t"))
            self.content.odd.add(Oddity("textbox", words))
        if not boxes:
            self.content.runs.append(FormattedPiece(read_picture(element, self._targets)))


def _symbol_text(element: etree._Element) -> str:
    code = element.get(f"{{{W}}}char", "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
