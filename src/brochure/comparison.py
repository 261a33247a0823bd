"""The comparison table of two editions (新旧対照表): what changed, side by side, as offices sign it off.

Pure: two documents in, rows out. Each text is compared in words; what did not change is shortened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from typing import assert_never

from brochure import alignment, textdiff
from brochure.document import (
    Block,
    BulletList,
    Callout,
    CaseList,
    Code,
    Document,
    FactRow,
    FactTable,
    Figure,
    Foreign,
    Inline,
    Inlines,
    Link,
    MarkTable,
    Note,
    NoteCall,
    NoteList,
    Paragraph,
    Picture,
    Question,
    Remark,
    Ruby,
    Strong,
    Text,
    TitledItem,
    plain,
)
from brochure.kinsoku import unbroken

TITLE = "新旧対照表"
ADDED, REMOVED, LEFT_OUT = "（新設）", "（削除）", "（略）"
_CONTEXT = 16  # characters of an unchanged text that stay beside a change
_LONG = 3 * _CONTEXT  # an unchanged text of more characters is shortened
_ALIKE = 0.4  # from here on a text is another's new wording
_SAME_PLACE = 0.4  # what standing in the same place adds to that
_SAME_NOTE = 0.6  # likeness of two notes that are one with a new wording
_NOTES = "注"  # the part of a document that notes are


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a cell: whether they changed (下線), and whether they are strong."""

    text: str
    changed: bool = False
    strong: bool = False


Cell = tuple[tuple[Span, ...], ...]
"""The lines of a cell."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row: where the text stands, as it was, and as it is; an empty cell is said in words.

    ``part`` is the question, or nothing; ``place`` is the text in it, with the number that it has in the new
    edition, or had in the old one if it is gone.
    """

    part: str
    place: str
    old: Cell
    new: Cell


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two editions, in reading order.

    ``old`` and ``new`` say which editions they are. ``renumbered`` tells that numbers of notes differ where
    nothing else does.
    """

    title: str
    old: str
    new: str
    changes: tuple[Change, ...]
    renumbered: bool = False

    @property
    def columns(self) -> tuple[str, str, str]:
        """The heads of the table."""
        return ("箇所", "旧（変更前）", "新（変更後）")

    @property
    def legend(self) -> str:
        """What a reader of the table has to know."""
        said = f"下線は変わったところ、{LEFT_OUT}は変わらないので省いたところです。"
        said += "箇所の番号は新（削除したものは旧）での順です。"
        return said + ("注の番号だけが変わったところは載せていません。" if self.renumbered else "")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it is compared, and as it is shown."""

    key: tuple[str, ...]
    text: str
    strong: bool = False
    call: bool = False


_BREAK = _Word(("break",), "\n")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A text with a place of its own: a paragraph, a row of a table, the mark of a topic, a note."""

    part: str  # the question, or what else it belongs to; the same in both editions
    title: str  # of the part, as it is printed
    kind: str
    place: str
    whole: str  # the place of all texts that come and go with it
    words: tuple[_Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        return tuple(word.key for word in self.words)


NO_PICTURES: Mapping[str, str] = {}


def compare(
    old: Document,
    new: Document,
    *,
    editions: tuple[str, str],
    pictures: tuple[Mapping[str, str], Mapping[str, str]] = (NO_PICTURES, NO_PICTURES),
) -> Comparison:
    """Compare two editions of a partner.

    Args:
        old, new: The editions.
        editions: How to call them.
        pictures: Of each edition, what tells its picture files apart, by their names: a digest.
    """
    keys = note_keys(old.notes, new.notes)
    before = list(_Walk(keys, pictures[0]).document(old))
    after = list(_Walk({}, pictures[1]).document(new))
    found: list[_Pair] = []
    renumbered = False
    for one, other in _pairs(before, after):
        if one and other and one.keys == other.keys:
            renumbered = renumbered or one.text != other.text
        else:
            found.append((one, other))
    name = plain(new.heading.name.content)
    changes = tuple(_change(together) for together in _together(found))
    return Comparison(f"{name}　{TITLE}", *editions, changes, renumbered)


def note_keys(old: Sequence[Note], new: Sequence[Note]) -> dict[str, str]:
    """For the ids of old notes those of the new ones that they are, else keys of their own.

    A note is known by its id; one whose id is gone by its words, for what it is called no reader sees.
    """
    keys = {note.id: note.id for note in old}
    lost = [note for note in old if note.id not in {one.id for one in new}]
    found = [note for note in new if note.id not in keys]
    for note in lost:
        likeness = {one.id: textdiff.likeness(plain(note.body), plain(one.body)) for one in found}
        best = max(likeness, key=likeness.__getitem__, default="")
        if best and likeness[best] >= _SAME_NOTE:
            keys[note.id] = best
            found = [one for one in found if one.id != best]
        else:
            keys[note.id] = f"was:{note.id}"  # no id has a colon
    return keys


# --- pairing ----------------------------------------------------------------------------------


_Pair = alignment.Pair[_Unit]


def _pairs(old: Sequence[_Unit], new: Sequence[_Unit]) -> Iterator[_Pair]:
    """Pair the texts of the same part; parts keep the order of the new edition."""
    before, after = _parted(old), _parted(new)
    for one, other in alignment.by_key(list(before), list(after), lambda key: key):
        mine, theirs = before.get(one or "", []), after.get(other or "", [])
        if (one or other) == _NOTES:
            yield from _by_kind(mine, theirs)
        else:
            yield from alignment.pairs(mine, theirs, _score, _same)


def _by_kind(old: Sequence[_Unit], new: Sequence[_Unit]) -> Iterator[_Pair]:
    """Pair notes by what they are: they may stand in another order."""
    known = {unit.kind: unit for unit in old}
    for unit in new:
        yield known.pop(unit.kind, None), unit
    yield from ((unit, None) for unit in known.values())


def _together(found: Sequence[_Pair]) -> Iterator[list[_Pair]]:
    """Changes by rows: what came or went as a whole, such as a table of marks, is one."""
    for _, group in groupby(enumerate(found), key=_row_of):
        yield [pair for _, pair in group]


def _row_of(numbered: tuple[int, _Pair]) -> tuple[object, ...]:
    number, (old, new) = numbered
    unit = new or old
    if (old and new) or unit is None or not unit.whole:
        return (number,)
    return (unit.part, unit.whole, old is None)


def _parted(units: Sequence[_Unit]) -> dict[str, list[_Unit]]:
    parts: dict[str, list[_Unit]] = {}
    for unit in units:
        parts.setdefault(unit.part, []).append(unit)
    return parts


def _same(old: _Unit, new: _Unit) -> bool:
    return old.kind == new.kind and old.keys == new.keys


def _score(old: _Unit, new: _Unit) -> float | None:
    if old.kind != new.kind:
        return None
    if old.keys == new.keys:
        return 2
    score = textdiff.likeness(old.text, new.text) + (_SAME_PLACE if old.place == new.place else 0)
    return score if score >= _ALIKE else None


# --- cells ------------------------------------------------------------------------------------


def _change(pairs: Sequence[_Pair]) -> Change:
    """The row of a text, or of several that came or went together."""
    old, new = pairs[0]
    unit = new or old
    if unit is None:
        raise ValueError("a change of nothing")
    place = unit.whole if len(pairs) > 1 else unit.place
    if old is None:
        return Change(unit.title, place, _said(ADDED), _whole([one for _, one in pairs if one]))
    if new is None:
        return Change(unit.title, place, _whole([one for one, _ in pairs if one]), _said(REMOVED))
    before: list[tuple[_Word, bool]] = []
    after: list[tuple[_Word, bool]] = []
    for kind, i, until_i, j, until_j in _steps(old, new):
        mine, theirs = old.words[i:until_i], new.words[j:until_j]
        if kind == "equal":
            ends = (i > 0 or j > 0, until_i < len(old.words) or until_j < len(new.words))
            mine, theirs = _shortened(mine, *ends), _shortened(theirs, *ends)
        before += [(word, kind != "equal") for word in mine]
        after += [(word, kind != "equal") for word in theirs]
    return Change(unit.title, place, _cell(before), _cell(after))


def _steps(old: _Unit, new: _Unit) -> list[tuple[str, int, int, int, int]]:
    """How one text becomes the other; where hardly any words stay, all between their ends are replaced."""
    steps = list(textdiff.opcodes(old.keys, new.keys))
    if textdiff.likeness(old.text, new.text) >= _ALIKE:
        return steps
    first = steps.pop(0) if steps[0][0] == "equal" else ("equal", 0, 0, 0, 0)
    i, j = len(old.words), len(new.words)
    last = steps.pop() if steps and steps[-1][0] == "equal" else ("equal", i, i, j, j)
    return [first, ("replace", first[2], last[1], first[4], last[3]), last]


def _said(text: str) -> Cell:
    return ((Span(text),),)


def _whole(units: Sequence[_Unit]) -> Cell:
    """Texts that changed as a whole."""
    return _cell([(word, True) for word in _lined([unit.words for unit in units])])


def _cell(words: Sequence[tuple[_Word, bool]]) -> Cell:
    lines: list[list[Span]] = [[]]
    for word, changed in words:
        if word == _BREAK:
            lines.append([])
        else:
            lines[-1].append(Span(word.text, changed, word.strong))
    return tuple(tuple(_joined(line)) for line in lines if line)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Neighbouring words that look the same as one."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and (last.changed, last.strong) == (span.changed, span.strong):
            joined[-1] = Span(last.text + span.text, span.changed, span.strong)
        else:
            joined.append(span)
    return joined


def _shortened(words: tuple[_Word, ...], before: bool, after: bool) -> tuple[_Word, ...]:
    """An unchanged text without its middle if it is long; what meets a change before or after it stays."""
    if sum(len(word.text) for word in words) <= _LONG:
        return words
    head = _taken(words, "（「『([") if before else ()
    tail = _taken(words[::-1], "）」』)]、。")[::-1] if after else ()
    return (*head, _Word((LEFT_OUT,), LEFT_OUT), *tail)


def _taken(words: Sequence[_Word], never_last: str) -> tuple[_Word, ...]:
    """As many words as fit into the context, one at least; the last is none of some signs."""
    room, taken = _CONTEXT, 0
    for word in words:
        room -= len(word.text)
        if room < 0:
            break
        taken += 1
    taken = max(1, taken)
    while taken > 1 and words[taken - 1].text in never_last:
        taken -= 1
    return tuple(words[:taken])


# --- words ------------------------------------------------------------------------------------


def _words(content: Inlines, names: Mapping[str, str], *, strong: bool = False) -> Iterator[_Word]:
    for inline in content:
        yield from _inline(inline, names, strong)


def _inline(inline: Inline, names: Mapping[str, str], strong: bool) -> Iterator[_Word]:
    """The words of an inline; a call is the same whatever its number."""
    mark = "strong" if strong else ""
    match inline:
        case Text(text):
            yield from (_Word((word, mark), word, strong) for word in _tokens(text))
        case Strong(children):
            yield from _words(children, names, strong=True)
        case Ruby(base, reading):
            shown = f"{base}（{reading}）"
            yield _Word((shown, mark, "ruby"), shown, strong)
        case Link(text, url):
            shown = text if url in (text, f"mailto:{text}") else f"{text}（{url}）"
            yield _Word((text, mark, url), shown, strong)
        case Foreign(text, lang):
            yield from (_Word((word, mark, lang), word, strong) for word in textdiff.tokens(text))
        case NoteCall(note_id=note, marker=marker):
            yield _Word(("call", names.get(note, note)), marker, call=True)
        case _:
            assert_never(inline)


def _plain(text: str) -> tuple[_Word, ...]:
    return tuple(_Word((word, ""), word) for word in _tokens(text))


def _tokens(text: str) -> Iterator[str]:
    """The words of a text; a number is one with its counter: from 14市 to 15市."""
    for piece, whole in unbroken(text):
        yield from [piece] if whole else textdiff.tokens(piece)


# --- the texts of a document --------------------------------------------------------------------


class _Walk:
    """Names the texts of a document by where they stand."""

    def __init__(self, names: Mapping[str, str], pictures: Mapping[str, str]) -> None:
        self._names = names  # keys of notes that are not their ids
        self._pictures = pictures
        self._part = ""
        self._title = ""
        self._whole = ""
        self._counts: dict[str, count[int]] = {}

    def document(self, document: Document) -> Iterator[_Unit]:
        self._open("表題", "")
        yield self._unit("冊子の名前", _plain(document.series))
        heading = document.heading
        yield self._text("国名と年譜", heading.kicker)
        yield self._text("名称", heading.name)
        for reading in heading.readings:
            yield self._text(_READINGS.get(reading.at, "よみ"), reading)
        yield from self._picture("旗", heading.flag)
        yield from self._picture("写真", heading.photo)
        for question in document.questions:
            yield from self._question(question)
        self._open(_NOTES, "")
        for note in document.notes:
            yield self._unit(f"注 {note.marker}", self._of(note.body), self._names.get(note.id, note.id))
        self._open("問い合わせ先", plain(document.contact.heading.content))
        yield self._text("見出し", document.contact.heading)
        for line in document.contact.lines:
            yield self._text(_CONTACT.get(line.at.rpartition(".")[2], ""), line)
        yield from self._code("", document.contact.code)
        self._open("版", "")
        yield self._text("版", document.imprint)

    def _question(self, question: Question) -> Iterator[_Unit]:
        self._open(question.at, f"{question.label} {plain(question.title.content)}")
        yield self._unit("質問", self._of(question.title.content))
        for block in question.blocks:
            self._whole = ""
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[_Unit]:
        match block:
            case Paragraph():
                yield self._text(self._numbered("本文"), block)
            case BulletList(items):
                for item in items:
                    yield self._lines(self._numbered("箇条書き"), item)
            case Callout(heading, items):
                name = f"囲み「{plain(heading.content)}」"
                yield self._text(f"{name} 見出し", heading)
                yield from self._titled(name, items)
            case FactTable():
                yield from self._facts(block)
            case MarkTable():
                yield from self._marks(block)
            case CaseList(heading, items, remark):
                yield self._text("事例 見出し", heading)
                yield from self._titled("事例", items)
                yield from self._remark("事例 注記", remark)
            case Figure(picture, caption, width):
                name = self._whole = self._numbered("図")
                yield from self._picture(name, picture, width)
                if caption:
                    yield self._text(f"{name} 説明", caption)
            case Remark():
                yield from self._remark(self._numbered("注記"), block)
            case NoteList():
                pass  # all notes stand together here
            case _:
                assert_never(block)

    def _facts(self, table: FactTable) -> Iterator[_Unit]:
        name = f"表「{plain(table.caption.content)}」"
        yield self._text(f"{name} 見出し", table.caption)
        for row in table.rows:
            yield self._row(name, row)
            yield from self._code(f"{name} {plain(row.label.content, calls=False)}", row.code)
        yield from self._remark(f"{name} 注記", table.remark)

    def _row(self, name: str, row: FactRow) -> _Unit:
        """A row with its label: one text."""
        lines = [self._of(paragraph.content) for paragraph in row.body]
        lines += [(*_plain(item.sign), *self._of(item.body.content)) for item in row.items]
        if row.remark:
            remark = self._of(row.remark.content)
            lines[-1:] = [(*lines[-1], *remark)] if lines else [remark]
        label = self._of(row.label.content)
        return self._unit(
            f"{name} {plain(row.label.content, calls=False)}", _lined([label, *lines]), kind=f"{name} 行"
        )

    def _marks(self, table: MarkTable) -> Iterator[_Unit]:
        name = self._whole = f"星取表「{table.caption}」"
        for topic in (topic for band in table.bands for topic in band):
            said = f"{topic.mark}（{topic.meaning}）" if topic.mark else f"（{topic.meaning}）"
            words = (*self._of(topic.title.content), _Word(("blank",), "　"), _Word((said,), said))
            yield self._unit(f"{name} {topic.code}", words, kind=f"{name} {topic.at}")
        if table.other:
            yield self._text(f"{name} 自由記述", table.other)
        legend = _lined([self._of(entry.content) for entry in table.legend])
        yield self._unit(f"{name} 凡例", legend)
        yield from self._remark(f"{name} 注記", table.remark)

    def _titled(self, name: str, items: Sequence[TitledItem]) -> Iterator[_Unit]:
        for item in items:
            here = self._whole = self._numbered(name)
            yield self._text(f"{here} 題名", item.title, kind=f"{name} 題名")
            yield self._lines(f"{here} 本文", item.body, kind=f"{name} 本文")
        self._whole = ""

    def _remark(self, where: str, remark: Remark | None) -> Iterator[_Unit]:
        if remark:
            yield self._lines(where, remark.body, sign=remark.sign)

    def _picture(self, where: str, picture: Picture | None, width: str = "") -> Iterator[_Unit]:
        if picture:
            shown = f"{picture.file}（{picture.alt}）" + (f"（幅：{width}）" if width else "")
            key = (shown, self._pictures.get(picture.file, ""))
            yield self._unit(where, (_Word(key, shown),), kind="画像")
            if picture.credit:
                yield self._text(f"{where} 提供元", picture.credit)

    def _code(self, where: str, code: Code | None) -> Iterator[_Unit]:
        if code:
            yield self._unit(f"{where} 二次元コード".strip(), (_Word((code.url,), code.url),))

    def _open(self, part: str, title: str) -> None:
        """Begin a part: its texts are counted anew."""
        self._part, self._title, self._whole, self._counts = part, title, "", {}

    def _numbered(self, name: str) -> str:
        return f"{name} {next(self._counts.setdefault(name, count(1)))}"

    def _of(self, content: Inlines) -> tuple[_Word, ...]:
        return tuple(_words(content, self._names))

    def _text(self, where: str, paragraph: Paragraph, kind: str = "") -> _Unit:
        return self._unit(where, self._of(paragraph.content), kind)

    def _lines(self, where: str, body: Sequence[Paragraph], kind: str = "", sign: str = "") -> _Unit:
        words = _lined([self._of(paragraph.content) for paragraph in body])
        return self._unit(where, (*_plain(sign), *words), kind)

    def _unit(self, place: str, words: tuple[_Word, ...], kind: str = "") -> _Unit:
        kind = kind or place.rstrip("0123456789 ")
        return _Unit(self._part, self._title, kind, place, self._whole, words)


_READINGS = {"partner.reading": "よみ", "partner.latin": "ローマ字", "partner.native": "現地語の名前"}
_CONTACT = {"organisation": "部署", "tel": "電話", "email": "メール", "website": "Webサイト"}


def _lined(lines: Sequence[tuple[_Word, ...]]) -> tuple[_Word, ...]:
    """Lines of words as one text."""
    return tuple(word for index, line in enumerate(lines) for word in ((_BREAK,) if index else ()) + line)
