"""Read a Word file as lines of text: what an editor sees, with changes accepted or rejected.

A line is one paragraph of Word. It keeps the bookmarks that begin in it, because they tell which text of
the profile it was; it keeps who changed it and when. What has no place in a profile (colours, text boxes,
line breaks) is not dropped in silence: it is listed as an oddity of its line.

Source: ECMA-376-1:2016, 17.3 (paragraphs and runs), 17.11 (notes), 17.13 (comments, revisions, bookmarks),
17.16 (fields). word.md 3 has what editors' programs were seen to write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from brochure.document.tree import Foreign, Inline, Link, NoteCall, Ruby, Strong, Text
from brochure.word.accent_styles import BAR
from brochure.word.notes import KINDS
from brochure.word.ooxml import MC, WP, R, W
from brochure.word.reader.model import Comment, Drawing, Line, Mark, Odd, Piece, Reading, Revision, View
from brochure.word.untrusted import Opened

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


_HIDDEN = {View.ACCEPT: {"del", "moveFrom"}, View.REJECT: {"ins", "moveTo"}}
_REVISIONS = {"ins": "ins", "del": "del", "moveFrom": "move", "moveTo": "move"}


def read(file: Opened, roles: Mapping[str, str], view: View = View.ACCEPT) -> Reading:
    """Read a file.

    Args:
        file: The file.
        roles: Names of styles by their role.
        view: Tracked changes accepted or rejected.
    """
    styles, colours = _names(file), _colours(file)
    folder = file.main.rpartition("/")[0]
    body = _Story(file, file.main, "body", styles, colours, roles, view)
    root = file.xml(file.main)
    assert root is not None  # open_word looked
    found = root.find(f"{{{W}}}body")
    assert found is not None
    _put_back(found)
    body.walk(found, None)
    notes: dict[str, tuple[Line, ...]] = {}
    for kind in KINDS:
        name = f"{folder}/{kind.tag}s.xml"
        part = file.xml(name)
        for note in part if part is not None else ():
            if etree.QName(note).localname != kind.tag or note.get(f"{{{W}}}type", "normal") != "normal":
                continue
            key = f"{kind.tag}:{note.get(f'{{{W}}}id')}"
            story = _Story(file, name, "note", styles, colours, roles, view)
            story.walk(note, None)
            notes[body.called.get(key, key)] = tuple(map(_without_marker, story.lines))
    running = []
    for name in sorted(file.parts):
        if re.fullmatch(rf"{re.escape(folder)}/(?:header|footer)\d*\.xml", name):
            part = file.xml(name)
            if part is not None:
                story = _Story(file, name, "running", styles, colours, roles, view)
                story.walk(part, None)
                running += [line for line in story.lines if line.content]
    called = {key for line in body.lines for key in _called(line.pieces)}
    return Reading(
        tuple(_without_copies(body.lines)),
        {key: lines for key, lines in notes.items() if key in called},
        tuple(running),
        _comments(file, folder),
        tuple(body.tables),
        {mark: tuple(sorted(revisions)) for mark, revisions in body.deleted.items()},
    )


_COPY = re.compile(r"(_(?:bc|list)_\w+?)_Copy_\d+")


def _without_copies(lines: list[Line]) -> list[Line]:
    """Lines whose bookmarks are those that were sent.

    LibreOffice names the bookmark of what is cut and pasted ``…_Copy_1`` as long as the original is there,
    and what is cut stays there if changes are tracked. The copy is the line if the original says nothing.
    """
    alive = {mark for line in lines if line.content for mark in line.marks}
    copies = {mark: found[1] for mark in alive if (found := _COPY.fullmatch(mark))}
    moved: dict[str, str] = {}
    for mark in sorted(copies):
        if copies[mark] not in alive and copies[mark] not in moved.values():
            moved[mark] = copies[mark]

    def renamed(line: Line) -> Line:
        pieces = [
            Mark(moved.get(piece.name, piece.name)) if isinstance(piece, Mark) else piece
            for piece in line.pieces
            if not (
                isinstance(piece, Mark)
                and (
                    piece.name in moved.values() or (piece.name not in moved and _COPY.fullmatch(piece.name))
                )
            )
        ]
        return replace(line, pieces=_merged(pieces))

    return [renamed(line) if line.marks else line for line in lines] if copies else lines


def _called(pieces: tuple[Piece, ...] | tuple[Inline, ...]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, NoteCall):
            yield piece.note_id
        elif isinstance(piece, Strong):
            yield from _called(piece.children)


def _names(file: Opened) -> dict[str, str]:
    """Names of styles by id, without the partner or colour that a booklet adds to them."""
    root = file.xml("word/styles.xml")
    found = {}
    for style in root.iterfind(f"{{{W}}}style") if root is not None else ():
        name = style.find(f"{{{W}}}name")
        shown = "" if name is None else name.get(f"{{{W}}}val", "")
        found[style.get(f"{{{W}}}styleId", "")] = shown.split(BAR, maxsplit=1)[0].casefold()
    return found


def _colours(file: Opened) -> dict[str, str]:
    """Colours of styles by their name; that of a text without a style by an empty one."""
    root = file.xml("word/styles.xml")
    names = _names(file)
    own: dict[str, tuple[str, str]] = {}  # colour and what it is based on, by id
    path = f"{{{W}}}rPr/{{{W}}}color"
    for style in root.iterfind(f"{{{W}}}style") if root is not None else ():
        based, colour = style.find(f"{{{W}}}basedOn"), style.find(path)
        own[style.get(f"{{{W}}}styleId", "")] = (
            "" if colour is None else colour.get(f"{{{W}}}val", ""),
            "" if based is None else based.get(f"{{{W}}}val", ""),
        )
    usual = None if root is None else root.find(f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{path}")
    found = {"": "auto" if usual is None else usual.get(f"{{{W}}}val", "auto")}
    for identity in own:
        here, steps = identity, 0
        while here in own and not own[here][0] and steps < len(own):
            here, steps = own[here][1], steps + 1
        if colour_of := own.get(here, ("", ""))[0]:
            found[names[identity]] = colour_of
    return found


def _comments(file: Opened, folder: str) -> dict[str, Comment]:
    root = file.xml(f"{folder}/comments.xml")
    extended = file.xml(f"{folder}/commentsExtended.xml")
    done = {
        item.get(f"{{{W15}}}paraId") for item in (extended if extended is not None else ())
        if item.get(f"{{{W15}}}done") in ("1", "true")
    }  # fmt: skip
    found = {}
    for comment in root.iterfind(f"{{{W}}}comment") if root is not None else ():
        paragraphs = list(comment.iter(f"{{{W}}}p"))
        text = "\n".join("".join(t.text or "" for t in p.iter(f"{{{W}}}t")) for p in paragraphs).strip()
        last = paragraphs[-1].get(f"{{{W14}}}paraId") if paragraphs else None
        found[comment.get(f"{{{W}}}id", "")] = Comment(
            comment.get(f"{{{W}}}author", ""), _date(comment), text, last is not None and last in done
        )
    return found


def _date(element: etree._Element) -> str:
    """When; LibreOffice writes the year 0 or 1970 where it does not know."""
    date = element.get(f"{{{W}}}date", "")
    return date if re.match(r"(?:19[89]|2\d)\d", date) else ""


def _without_marker(line: Line) -> Line:
    """A line of a note without its number, and without the blank behind it."""
    pieces = list(line.pieces)
    while pieces and isinstance(pieces[0], Text) and not pieces[0].text.strip(" \t\u3000"):
        pieces.pop(0)
    if pieces and isinstance(pieces[0], Text):
        pieces[0] = Text(pieces[0].text.lstrip(" \t\u3000"))
    return replace(line, pieces=tuple(pieces))


@dataclass(slots=True)
class _Run:
    """What is said of a stretch of text before it becomes inline content."""

    piece: Piece
    strong: bool = False
    direct: bool = False  # bold by the run's own properties, not by a style
    hidden: bool = False  # a bookmark among words that were deleted


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False


@dataclass
class _Story:
    """Goes through one story of a file."""

    file: Opened
    part: str
    name: str
    styles: Mapping[str, str]
    colours: Mapping[str, str]
    roles: Mapping[str, str]
    view: View
    lines: list[Line] = field(default_factory=list)
    tables: list[tuple[int, ...]] = field(default_factory=list)
    called: dict[str, str] = field(default_factory=dict)  # bookmark by kind:number of a note
    deleted: dict[str, set[Revision]] = field(default_factory=dict)  # by bookmark, if their line is gone
    _fields: list[_Field] = field(default_factory=list)
    _held: Line | None = None  # a line whose end is gone: the next joins it

    def __post_init__(self) -> None:
        folder, _, file = self.part.rpartition("/")
        rels = self.file.xml(f"{folder}/_rels/{file}.rels")
        self._targets = {rel.get("Id"): rel.get("Target", "") for rel in (rels if rels is not None else ())}
        self._own = {
            role: self.roles.get(role, role).casefold()
            for role in ("strong", "foreign", "call", "endnote_call", "note_marker")
        }
        self._markers = {self._own[role] for role in ("call", "endnote_call", "note_marker")} | _MARKERS
        self._colour = "auto"
        self._runs: list[_Run] = []
        self._revisions: set[Revision] = set()
        self._comments: list[str] = []
        self._odd: set[Odd] = set()
        self._open: dict[str, str] = {}  # bookmarks round calls that have begun, by id
        self._closed: set[str] = set()  # those that ended without a call: LibreOffice ends some before it

    # --- blocks -----------------------------------------------------------------------------

    def walk(self, parent: etree._Element, cell: tuple[int, int, int] | None) -> None:
        """Read the paragraphs and tables of a body, cell or note."""
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            name = _local(child)
            if name == "p":
                self._paragraph(child, cell)
            elif name == "tbl":
                self._table(child)
            elif name in ("bookmarkStart",):
                self._bookmark(child)
            elif name == "sdt":
                content = child.find(f"{{{W}}}sdtContent")
                if content is not None:
                    self.walk(content, cell)
            elif name == "altChunk":
                self.lines.append(Line(self.name, cell, "", (), odd=(Odd("object", ""),)))
            elif name in _HIDDEN[self.view]:
                continue
            elif name not in ("sectPr", "tblPr", "tblGrid", "trPr", "tcPr"):
                self.walk(child, cell)
        self._release()

    def _table(self, table: etree._Element) -> None:
        number = len(self.tables)
        self.tables.append(())
        counts = []
        shown = 0
        for row in _rows(table):
            change = next((c for c in row.iterfind(f"{{{W}}}trPr/*") if _local(c) in ("ins", "del")), None)
            if change is not None:
                revision = _revision(change)
                if _local(change) in _HIDDEN[self.view]:
                    self._gone(row, {revision})
                    continue
            else:
                revision = None
            cells = list(_cells(row))
            counts.append(len(cells))
            for column, cell in enumerate(cells):
                if any(_local(c) == {"accept": "cellDel", "reject": "cellIns"}[self.view.value]
                       for c in cell.iterfind(f"{{{W}}}tcPr/*")):  # fmt: skip
                    continue
                before = len(self.lines)
                self.walk(cell, (number, shown, column))
                if revision:
                    self.lines[before:] = [
                        replace(line, revisions=tuple(sorted({*line.revisions, revision})))
                        for line in self.lines[before:]
                    ]
            shown += 1
        self.tables[number] = tuple(counts)

    def _paragraph(self, element: etree._Element, cell: tuple[int, int, int] | None) -> None:
        properties = element.find(f"{{{W}}}pPr")
        style = self._style(properties, "pStyle")
        gone = False
        for change in properties.iterfind(f"{{{W}}}rPr/*") if properties is not None else ():
            if _local(change) in _REVISIONS:
                self._revisions.add(_revision(change))
                gone = gone or _local(change) in _HIDDEN[self.view]
        self._colour = self.colours.get(style, self.colours.get("", "auto"))
        self._inside(element, _Format())
        if gone and all(isinstance(run.piece, Mark) for run in self._runs):
            self._gone(element, self._revisions)
            self._runs = [run for run in self._runs if not run.hidden]
            self._revisions = set()  # of a line that is gone as a whole; the next is none of its business
        if cell is not None:
            _without_joiners(self._runs)
        self._closed |= set(self._open)
        self._forget()
        line = Line(
            self.name,
            cell,
            style,
            _pieces(self._runs, self._odd),
            tuple(sorted(self._revisions)),
            tuple(self._comments),
            tuple(sorted(self._odd)),
        )
        self._runs, self._revisions, self._comments, self._odd = [], set(), [], set()
        if self._held is not None:
            line = _joined(self._held, line)
            self._held = None
        if gone:
            self._held = line
        else:
            self.lines.append(line)

    def _release(self) -> None:
        """A line at the end of a cell or story ends, whatever was done to its mark."""
        if self._held is not None:
            line, self._held = self._held, None
            if line.pieces or line.odd:
                self.lines.append(line)

    # --- runs -------------------------------------------------------------------------------

    def _inside(self, parent: etree._Element, format: _Format) -> None:
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            name = _local(child)
            if name in _REVISIONS:
                self._revisions.add(_revision(child))
            if name in _HIDDEN[self.view]:
                self._hidden(child)
                continue
            if name == "r":
                self._run(child, format)
            elif name == "bookmarkStart":
                self._bookmark(child)
            elif name == "bookmarkEnd":
                self._closed.add(child.get(f"{{{W}}}id", ""))
            elif name == "hyperlink":
                self._hyperlink(child, format)
            elif name == "fldSimple":
                self._fields.append(_Field(child.get(f"{{{W}}}instr", ""), result=True))
                self._enter_result()
                self._inside(child, format)
                self._fields.pop()
            elif name == "sdt":
                self._control(child, format)
            elif name == "commentReference":
                self._comments.append(child.get(f"{{{W}}}id", ""))
            elif name in ("oMath", "oMathPara"):
                self._odd.add(Odd("equation", "".join(map(str, child.itertext()))[:40]))
            elif name not in ("pPr", "rPr"):
                self._inside(child, format)

    def _hyperlink(self, element: etree._Element, format: _Format) -> None:
        anchor = element.get(f"{{{W}}}anchor", "")
        if anchor.startswith("_list_"):
            self._put(NoteCall(anchor, 0, "", first=False))
            return
        url = self._targets.get(element.get(f"{{{R}}}id"), "")
        if url and anchor:
            url += f"#{anchor}"
        self._inside(element, replace(format, url=url))

    def _control(self, element: etree._Element, format: _Format) -> None:
        """A content control: its content; a check box as the sign for its state."""
        box = element.find(f"{{{W}}}sdtPr/{{{W14}}}checkbox")
        if box is not None:
            checked = box.find(f"{{{W14}}}checked")
            on = checked is not None and checked.get(f"{{{W14}}}val", "1") in ("1", "true", "on")
            self._put(Text("☑" if on else "☐"))
            return
        content = element.find(f"{{{W}}}sdtContent")
        if content is not None:
            self._inside(content, format)

    def _forget(self) -> None:
        """Bookmarks round calls that are gone name no other call behind other words."""
        for identity in self._closed:
            self._open.pop(identity, None)
        self._closed.clear()

    def _hidden(self, element: etree._Element) -> None:
        """Deleted words: bookmarks that begin in them are still of the line that they were deleted from."""
        for start in element.iter(f"{{{W}}}bookmarkStart"):
            if start.get(f"{{{W}}}name", "").startswith(("_bc_", "_list_")):
                self._runs.append(_Run(Mark(start.get(f"{{{W}}}name", "")), hidden=True))

    def _gone(self, element: etree._Element, revisions: set[Revision]) -> None:
        """What was deleted as a whole, and by whom."""
        for start in element.iter(f"{{{W}}}bookmarkStart"):
            self.deleted.setdefault(start.get(f"{{{W}}}name", ""), set()).update(revisions)

    def _bookmark(self, element: etree._Element) -> None:
        name = element.get(f"{{{W}}}name", "")
        if name.startswith("_note_"):
            self._open[element.get(f"{{{W}}}id", "")] = name
        elif name.startswith(("_bc_", "_list_")):
            self._runs.append(_Run(Mark(name)))

    def _run(self, element: etree._Element, format: _Format) -> None:
        properties = element.find(f"{{{W}}}rPr")
        change = None if properties is None else properties.find(f"{{{W}}}rPrChange")
        if change is not None:
            self._revisions.add(replace(_revision(change), kind="format"))
            if self.view is View.REJECT:
                properties = change.find(f"{{{W}}}rPr")
        style = self._style(properties, "rStyle")
        direct = _is_on(properties, "b")
        strong = (style == self._own["strong"] or style == "strong") and not _is_off(properties, "b")
        marker = style in self._markers
        lang = _language(properties) if style.startswith(self._own["foreign"]) else ""
        format = replace(
            format, strong=strong, direct=direct, marker=marker, lang=lang,
            odd=() if marker or format.url else tuple(_formatting(properties, self._colours(style))),
        )  # fmt: skip
        for child in element:
            if isinstance(child.tag, str):
                self._in_run(child, format)

    def _colours(self, style: str) -> set[str]:
        """The colours that a run has by its styles; LibreOffice writes them into runs that were made bold."""
        return {self._colour, self.colours.get(style, self._colour)}

    def _in_run(self, child: etree._Element, format: _Format) -> None:
        name = _local(child)
        if name == "fldChar":
            self._field_char(child.get(f"{{{W}}}fldCharType", ""))
        elif name == "instrText":
            if self._fields and not self._fields[-1].result:
                self._fields[-1].instruction += child.text or ""
        elif name in ("t", "delText"):
            self._text(child.text or "", format)
        elif name == "tab":
            self._text("\t", format)
        elif name in ("br", "cr"):
            if child.get(f"{{{W}}}type", "textWrapping") in ("page", "column"):
                self._odd.add(Odd("break", child.get(f"{{{W}}}type", "")))
            else:
                self._text("\n", format)
        elif name == "noBreakHyphen":
            self._text("\u2011", format)
        elif name == "sym":
            self._text(_symbol(child), format)
        elif name in ("footnoteReference", "endnoteReference"):
            key = f"{name.removesuffix('Reference')}:{child.get(f'{{{W}}}id')}"
            if self._open:
                self.called.setdefault(key, self._open.popitem()[1])
            self._put(NoteCall(self.called.get(key, key), 0, "", first=False))
        elif name == "commentReference":
            self._comments.append(child.get(f"{{{W}}}id", ""))
        elif name == "ruby":
            base, reading = (
                "".join(map(self._shown, child.iterfind(f"{{{W}}}{tag}"))) for tag in ("rubyBase", "rt")
            )
            if base.strip() and reading.strip():
                self._put(Ruby(base.strip(), reading.strip()), format)
            else:
                self._text(base, format)
        elif child.tag == f"{{{MC}}}AlternateContent":
            chosen = child.find(f"{{{MC}}}Choice")
            for inner in chosen if chosen is not None else ():
                self._in_run(inner, format)
        elif name in ("drawing", "pict", "object"):
            self._drawing(child)

    def _shown(self, parent: etree._Element) -> str:
        """The words of a base or a reading, with the changes in it."""
        text = ""
        for child in parent:
            name = _local(child) if isinstance(child.tag, str) else ""
            if name in _REVISIONS:
                self._revisions.add(_revision(child))
            if name in ("t", "delText"):
                text += child.text or ""
            elif name and name not in _HIDDEN[self.view]:
                text += self._shown(child)
        return text

    def _field_char(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
            self._enter_result()
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.result:
                self._note_reference(ended.instruction)

    def _enter_result(self) -> None:
        self._note_reference(self._fields[-1].instruction)

    def _note_reference(self, instruction: str) -> None:
        """A call of a note that was called before is a field."""
        if found := re.match(r"\s*(?:NOTEREF|REF)\s+(_note_\w+)", instruction):
            self._put(NoteCall(found[1], 0, "", first=False))

    @property
    def _silent(self) -> bool:
        """Whether the text at hand is a field's instruction, or a result that is computed."""
        return any(not f.result or _COMPUTED.match(f.instruction) for f in self._fields)

    def _text(self, text: str, format: _Format) -> None:
        if self._silent or not text:
            return
        if format.marker and _MARKER.fullmatch(text):
            return
        text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
        url = format.url or next(
            (_linked_by(f.instruction) for f in self._fields if _linked_by(f.instruction)), ""
        )
        piece: Piece = Text(text)
        if url:
            piece = Link(text, url)
        elif format.lang:
            piece = Foreign(text, format.lang)
        self._odd |= {Odd(kind, text[:20]) for kind in format.odd if text.strip()}
        self._put(piece, format)

    def _put(self, piece: Piece, format: _Format | None = None) -> None:
        if not isinstance(piece, NoteCall):
            self._forget()
        strong = format is not None and (format.strong or format.direct)
        direct = format is not None and format.direct and not format.strong
        self._runs.append(_Run(piece, strong, direct))

    def _drawing(self, element: etree._Element) -> None:
        boxes = [b for b in element.iter(f"{{{W}}}txbxContent") if not _in_fallback(b)]
        for box in boxes:
            words = "".join(t.text or "" for t in box.iter(f"{{{W}}}t"))
            self._odd.add(Odd("textbox", words))
        picture = next(element.iter(f"{{{_PIC}}}pic"), None) is not None or any(
            _local(part) == "imagedata" for part in element.iter() if isinstance(part.tag, str)
        )
        described = next(element.iter(f"{{{WP}}}docPr"), None)
        alt = "" if described is None else described.get("descr", "")
        if not boxes:
            self._runs.append(_Run(Drawing(alt, picture)))

    def _style(self, properties: etree._Element | None, kind: str) -> str:
        found = None if properties is None else properties.find(f"{{{W}}}{kind}")
        return "" if found is None else self.styles.get(found.get(f"{{{W}}}val", ""), "")


@dataclass(frozen=True, slots=True)
class _Format:
    """What runs inherit from what they stand in."""

    url: str = ""
    strong: bool = False
    direct: bool = False
    marker: bool = False
    lang: str = ""
    odd: tuple[str, ...] = ()


_COMPUTED = re.compile(
    r"\s*(?:NOTEREF|REF\s+_note_|PAGE|NUMPAGES|PAGEREF|TITLE|SUBJECT|SECTIONPAGES|TC|XE)\b"
)
# What Word and LibreOffice call the styles of numbers of notes.
_MARKERS = {
    f"{kind} {what}" for kind in ("footnote", "endnote") for what in ("reference", "characters", "anchor")
}
_MARKER = re.compile(r"[*＊※\d\s()（）\[\]注.,、a-z]*")


def _linked_by(instruction: str) -> str:
    found = re.match(r'\s*HYPERLINK\s+"([^"]+)"', instruction)
    return found[1] if found else ""


def _local(element: etree._Element) -> str:
    """The name of an element of WordprocessingML or of mathematics; others have none."""
    space, _, name = str(element.tag).rpartition("}")
    return name if space[1:] in (W, _MATH, MC) or "urn:schemas-microsoft-com" in space else ""


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if isinstance(child.tag, str):
            if _local(child) == "tr":
                yield child
            elif _local(child) in ("sdt", "sdtContent", "ins", "customXml"):
                yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if isinstance(child.tag, str):
            if _local(child) == "tc":
                yield child
            elif _local(child) in ("sdt", "sdtContent", "customXml"):
                yield from _cells(child)


def _revision(element: etree._Element) -> Revision:
    kind = _REVISIONS.get(_local(element), "format")
    return Revision(kind, element.get(f"{{{W}}}author", ""), _date(element))


def _is_on(properties: etree._Element | None, name: str) -> bool:
    found = None if properties is None else properties.find(f"{{{W}}}{name}")
    return found is not None and found.get(f"{{{W}}}val", "1") not in ("0", "false", "off", "none")


def _is_off(properties: etree._Element | None, name: str) -> bool:
    """Whether a property is there and says no, whatever a style says."""
    found = None if properties is None else properties.find(f"{{{W}}}{name}")
    return found is not None and not _is_on(properties, name)


def _put_back(root: etree._Element) -> None:
    """Put tracked changes at readings back where they belong.

    LibreOffice 7.4 loses its place where a reading begins and ends: it writes the change of the first run
    of the base before the ruby, and that of the run behind the ruby at the end of the base, both empty.
    """
    for ruby in root.iter(f"{{{W}}}ruby"):
        base, run = ruby.find(f"{{{W}}}rubyBase"), ruby.getparent()
        if base is None or run is None:
            continue
        last = base[-1] if len(base) else None
        for change, first in ((run.getprevious(), base[0] if len(base) else None), (last, run.getnext())):
            if (
                change is not None
                and first is not None
                and _local(change) in ("ins", "del")
                and _local(first) == "r"
                and not any(len(inner) for inner in change)
            ):
                place = first.getparent()
                assert place is not None
                change[:] = []
                place.insert(place.index(first), change)
                change.append(first)


def _without_joiners(runs: list[_Run]) -> None:
    """LibreOffice puts a zero width joiner behind the words of a cell whose row was added with tracking."""
    words = [run for run in runs if isinstance(run.piece, Text)]
    if words and isinstance(words[-1].piece, Text) and words[-1].piece.text.endswith(_JOINER):
        words[-1].piece = Text(words[-1].piece.text.rstrip(_JOINER))
    runs[:] = [run for run in runs if run.piece != Text("")]


_JOINER = "\u200d"


def _language(properties: etree._Element | None) -> str:
    found = None if properties is None else properties.find(f"{{{W}}}lang")
    values = (None if found is None else found.get(f"{{{W}}}{slot}") for slot in ("eastAsia", "bidi", "val"))
    return next((value for value in values if value), "und")


_LOOKS = {"u": "underline", "strike": "strike", "dstrike": "strike", "highlight": "highlight", "i": "italic",
          "em": "emphasis", "bdr": "border"}  # fmt: skip


def _formatting(properties: etree._Element | None, usual: set[str]) -> Iterator[str]:
    """Looks that an editor gave by hand; sizes and colours too, other than the ``usual`` ones."""
    if properties is None:
        return
    for name, kind in _LOOKS.items():
        if _is_on(properties, name):
            yield kind
    for name, kind, none in (("color", "colour", {"auto", *usual}), ("vertAlign", "raised", {"baseline"})):
        found = properties.find(f"{{{W}}}{name}")
        if found is not None and found.get(f"{{{W}}}val") not in (None, *none):
            yield kind
    if properties.find(f"{{{W}}}sz") is not None and properties.find(f"{{{W}}}rStyle") is None:
        yield "size"


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


def _symbol(element: etree._Element) -> str:
    code = element.get(f"{{{W}}}char", "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _in_fallback(element: etree._Element) -> bool:
    return any(parent.tag == f"{{{MC}}}Fallback" for parent in element.iterancestors())


def _joined(first: Line, second: Line) -> Line:
    """Two lines of which the first lost its end; an empty first leaves its bookmarks."""
    return replace(
        second if not first.content else first,
        cell=second.cell,
        pieces=_merged([*first.pieces, *second.pieces]),
        revisions=tuple(sorted({*first.revisions, *second.revisions})),
        comments=(*first.comments, *second.comments),
        odd=tuple(sorted({*first.odd, *second.odd})),
    )


def _pieces(runs: list[_Run], odd: set[Odd]) -> tuple[Piece, ...]:
    """Runs as inline content; a line that is bold as a whole is so by its table or by hand, not by words."""
    said = [run for run in runs if isinstance(run.piece, Text) and run.piece.text.strip()]
    if said and all(run.direct for run in said):
        odd.add(Odd("bold", said[0].piece.text[:20] if isinstance(said[0].piece, Text) else ""))
        for run in runs:
            run.strong = False
    made: list[Piece] = []
    words: list[Inline] = []
    for run in runs:
        piece = run.piece
        if run.strong and not isinstance(piece, Mark | Drawing):
            words.append(piece)
            continue
        if words:
            made.append(Strong(_linked(words)))
            words = []
        made.append(piece)
    if words:
        made.append(Strong(_linked(words)))
    return _merged(made)


def _linked(words: list[Inline]) -> tuple[Inline, ...]:
    return tuple(piece for piece in _merged([*words]) if not isinstance(piece, Mark | Drawing))


def _merged(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join neighbours of one kind: word processors split runs where scripts change."""
    made: list[Piece] = []
    for piece in pieces:
        before = made[-1] if made else None
        match before, piece:
            case Text(one), Text(two):
                made[-1] = Text(one + two)
            case Link(one, url), Link(two, other) if url == other:
                made[-1] = Link(one + two, url)
            case Foreign(one, lang), Foreign(two, other) if lang == other:
                made[-1] = Foreign(one + two, lang)
            case Strong(one), Strong(two):
                made[-1] = Strong(_linked([*one, *two]))
            case (NoteCall(one), NoteCall(two)) | (Mark(one), Mark(two)) if one == two:
                pass
            case _:
                made.append(piece)
    return tuple(made)
