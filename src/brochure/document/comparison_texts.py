"""The texts of a document with their places and words, as input for the comparison of editions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import assert_never

from brochure.document import diff, superscripts, tree
from brochure.document.line_breaking import split_unbreakable
from brochure.document.printed_words import PrintedWords
from brochure.document.web_address import readable_address, shows_address

NOTES = "notes"  # the part that contains the notes


@dataclass(frozen=True, slots=True)
class ComparedWord:
    """A word: ``key`` is compared, ``text`` is printed; ``call`` marks a call of a note."""

    key: tuple[str, ...]
    text: str
    strong: bool = False
    call: bool = False


BREAK = ComparedWord(("break",), "\n")


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text with its own place: a paragraph, a row of a table, the mark of a topic, or a note."""

    part: str  # the question, or another part of the document; the same in both editions
    title: str  # the printed title of the part
    kind: str  # only texts of the same kind are paired
    place: str  # the name of the text in its part, with its number
    whole: str  # the place of the table, figure or case that contains it, added or removed as a whole
    words: tuple[ComparedWord, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        return tuple(word.key for word in self.words)


def compared_texts(
    document: tree.Document, names: Mapping[str, str], pictures: Mapping[str, str], words: PrintedWords
) -> Iterator[ComparedText]:
    """Yield every text of a document in reading order.

    Args:
        document: The document.
        names: Keys of notes that are compared instead of their ids.
        pictures: A digest of each picture file by its name.
        words: The words of the series, which name the places.
    """
    return _Walk(names, pictures, words).document(document)


def plain_compared_text(part: str, place: str, text: str) -> ComparedText:
    """A text without notes as one to compare; ``part`` is also its printed title."""
    return ComparedText(part, part, place, place, "", _plain(text))


class _Walk:
    """Walks a document and gives each text a place."""

    def __init__(self, names: Mapping[str, str], pictures: Mapping[str, str], words: PrintedWords) -> None:
        self._words = words
        self._names = names  # keys of notes instead of their ids
        self._pictures = pictures
        self._part = ""
        self._title = ""
        self._whole = ""
        self._counts: dict[str, count[int]] = {}

    def document(self, document: tree.Document) -> Iterator[ComparedText]:
        self._open(self._words["place.heading"], "")
        yield self._unit(self._words["place.series"], _plain(document.series))
        heading = document.heading
        yield self._text(self._words["place.kicker"], heading.kicker)
        yield self._text(self._words["place.name"], heading.name)
        for reading in heading.readings:
            yield self._text(self._words[_READINGS.get(reading.at, "place.reading")], reading)
        yield from self._picture(self._words["place.flag"], heading.flag)
        yield from self._picture(self._words["place.photo"], heading.photo)
        if heading.locator:
            yield self._unit(
                self._words["place.map"],
                _plain("、".join(one.text for one in heading.locator.drawing.labels)),
            )
        for event in document.years.events if document.years else ():
            yield self._unit(
                self._numbered(self._words["place.years"]),
                _plain(f"{event.label} {event.date}"),
                kind=self._words["place.years"],
            )
        for question in document.questions:
            yield from self._question(question)
        self._open(NOTES, "")
        for note in document.notes:
            yield self._unit(
                f"{self._words['place.notes']} {note.marker}",
                self._of(note.body),
                self._names.get(note.id, note.id),
            )
        self._open(self._words["place.contact"], tree.plain_text(document.contact.heading.content))
        yield self._text(self._words["place.contact_heading"], document.contact.heading)
        for line in document.contact.lines:
            key = line.at.rpartition(".")[2]
            yield self._text(self._words[f"place.{key}"] if key in _CONTACT else "", line)
        yield from self._code("", document.contact.code)
        self._open(self._words["place.edition"], "")
        yield self._text(self._words["place.edition"], document.imprint)

    def _question(self, question: tree.Question) -> Iterator[ComparedText]:
        self._open(question.at, f"{question.label} {tree.plain_text(question.title.content)}")
        yield self._unit(self._words["place.question"], self._of(question.title.content))
        for block in question.blocks:
            self._whole = ""
            yield from self._block(block)

    def _block(self, block: tree.Block) -> Iterator[ComparedText]:
        match block:
            case tree.Paragraph():
                yield self._text(self._numbered(self._words["place.paragraph"]), block)
            case tree.BulletList(items):
                for item in items:
                    yield self._lines(self._numbered(self._words["place.bullet"]), item)
            case tree.Callout(heading, items):
                name = self._words.fill("place.callout", name=tree.plain_text(heading.content))
                yield self._text(self._inner(name, "contact_heading"), heading)
                yield from self._titled(name, items)
            case tree.FactTable():
                yield from self._facts(block)
            case tree.MarkTable():
                yield from self._marks(block)
            case tree.CaseList(heading, items, remark):
                name = self._words["place.case"]
                yield self._text(self._inner(name, "contact_heading"), heading)
                yield from self._titled(name, items)
                yield from self._remark(self._inner(name, "remark"), remark)
            case tree.Figure():
                yield from self._figure(self._numbered(self._words["place.figure"]), block)
            case tree.Strip(figures):
                for figure in figures:
                    yield from self._figure(self._numbered(self._words["place.strip"]), figure)
            case tree.Remark():
                yield from self._remark(self._numbered(self._words["place.remark"]), block)
            case tree.NoteList():
                pass  # all notes are in the part NOTES
            case _:
                assert_never(block)

    def _facts(self, table: tree.FactTable) -> Iterator[ComparedText]:
        name = self._words.fill("place.table", name=tree.plain_text(table.caption.content))
        yield self._text(self._inner(name, "contact_heading"), table.caption)
        for row in table.rows:
            yield self._row(name, row)
            yield from self._code(f"{name} {tree.plain_text(row.label.content, calls=False)}", row.code)
        yield from self._remark(self._inner(name, "remark"), table.remark)

    def _row(self, name: str, row: tree.FactRow) -> ComparedText:
        """Return a row and its label as one text."""
        lines = [self._of(paragraph.content) for paragraph in row.body]
        lines += [(*_plain(item.sign), *self._of(item.body.content)) for item in row.items]
        if row.remark:
            remark = self._of(row.remark.content)
            lines[-1:] = [(*lines[-1], *remark)] if lines else [remark]
        label = self._of(row.label.content)
        return self._unit(
            f"{name} {tree.plain_text(row.label.content, calls=False)}",
            join_word_lines([label, *lines]),
            kind=self._inner(name, "row"),
        )

    def _marks(self, table: tree.MarkTable) -> Iterator[ComparedText]:
        name = self._whole = self._words.fill("place.marks", name=table.caption)
        for topic in (topic for band in table.bands for topic in band):
            said = self._words.fill("place.answer", mark=topic.mark, meaning=topic.meaning).lstrip(" ")
            words = (
                *self._of(topic.title.content),
                ComparedWord(("blank",), self._words["place.between_topic_and_answer"]),
                ComparedWord((said,), said),
            )
            yield self._unit(f"{name} {topic.code}", words, kind=f"{name} {topic.at}")
        if table.other:
            yield self._text(self._inner(name, "other"), table.other)
        legend = join_word_lines([self._of(entry.content) for entry in table.legend])
        yield self._unit(self._inner(name, "legend"), legend)
        yield from self._remark(self._inner(name, "remark"), table.remark)

    def _titled(self, name: str, items: Sequence[tree.TitledItem]) -> Iterator[ComparedText]:
        for item in items:
            here = self._whole = self._numbered(name)
            place, kind = (self._inner(one, "item_title") for one in (here, name))
            yield self._text(place, item.title, kind=kind)
            place, kind = (self._inner(one, "number") for one in (here, name))
            for index, number in enumerate(item.numbers, start=1):
                yield self._number(f"{place} {index}", number, kind=kind)
            place, kind = (self._inner(one, "item_text") for one in (here, name))
            yield self._lines(place, item.body, kind=kind)
        self._whole = ""

    def _number(self, where: str, number: tree.KeyNumber, kind: str) -> ComparedText:
        """Return a number with its unit and its label as one text of two lines."""
        large = (number.value, number.unit) if number.unit else (number.value,)
        line = tuple(word for part in large for word in self._of(part.content))
        return self._unit(where, join_word_lines([line, self._of(number.label.content)]), kind)

    def _remark(self, where: str, remark: tree.Remark | None) -> Iterator[ComparedText]:
        if remark:
            yield self._lines(where, remark.body, sign=remark.sign)

    def _figure(self, name: str, figure: tree.Figure) -> Iterator[ComparedText]:
        self._whole = name
        yield from self._picture(name, figure.picture, figure.width)
        if figure.caption:
            yield self._text(self._inner(name, "caption"), figure.caption)

    def _picture(self, where: str, picture: tree.Picture | None, width: str = "") -> Iterator[ComparedText]:
        if picture:
            shown = self._words.fill("place.picture_with_text", file=picture.file, alt=picture.alt)
            shown += self._words.fill("place.picture_width", width=width) if width else ""
            key = (shown, self._pictures.get(picture.file, ""), f"{picture.focus}")
            yield self._unit(where, (ComparedWord(key, shown),), kind=self._words["place.picture"])
            if picture.credit:
                yield self._text(self._inner(where, "credit"), picture.credit)

    def _code(self, where: str, code: tree.Code | None) -> Iterator[ComparedText]:
        if code:
            yield self._unit(self._inner(where, "code").strip(), (ComparedWord((code.url,), code.url),))

    def _open(self, part: str, title: str) -> None:
        """Begin a part; the numbers of its texts start again from 1."""
        self._part, self._title, self._whole, self._counts = part, title, "", {}

    def _numbered(self, name: str) -> str:
        return f"{name} {next(self._counts.setdefault(name, count(1)))}"

    def _inner(self, name: str, key: str) -> str:
        """The name of a place inside another one."""
        return f"{name} {self._words[f'place.{key}']}"

    def _of(self, content: tree.Inlines) -> tuple[ComparedWord, ...]:
        return tuple(_words(content, self._names, self._words))

    def _text(self, where: str, paragraph: tree.Paragraph, kind: str = "") -> ComparedText:
        return self._unit(where, self._of(paragraph.content), kind)

    def _lines(
        self, where: str, body: Sequence[tree.Paragraph], kind: str = "", sign: str = ""
    ) -> ComparedText:
        words = join_word_lines([self._of(paragraph.content) for paragraph in body])
        return self._unit(where, (*_plain(sign), *words), kind)

    def _unit(self, place: str, words: tuple[ComparedWord, ...], kind: str = "") -> ComparedText:
        kind = kind or place.rstrip("0123456789 ")
        return ComparedText(self._part, self._title, kind, place, self._whole, words)


_READINGS = {"partner.latin": "place.latin", "partner.native": "place.native"}
_CONTACT = ("organisation", "tel", "email", "website")


def join_word_lines(lines: Sequence[tuple[ComparedWord, ...]]) -> tuple[ComparedWord, ...]:
    """Join lines of words into one text, with a ``BREAK`` between them."""
    return tuple(word for index, line in enumerate(lines) for word in ((BREAK,) if index else ()) + line)


def _words(
    content: tree.Inlines, names: Mapping[str, str], words: PrintedWords, *, strong: bool = False
) -> Iterator[ComparedWord]:
    for inline in content:
        yield from _inline(inline, names, words, strong)


def _inline(
    inline: tree.Inline, names: Mapping[str, str], words: PrintedWords, strong: bool
) -> Iterator[ComparedWord]:
    """Yield the words of an inline; the number of a call is not compared."""
    mark = "strong" if strong else ""
    match inline:
        case tree.Text(text):
            yield from (ComparedWord((word, mark), word, strong) for word in _tokens(text))
        case tree.Strong(children):
            yield from _words(children, names, words, strong=True)
        case tree.Ruby(base, reading):
            shown = tree.with_reading(base, reading)
            yield ComparedWord((shown, mark, "ruby"), shown, strong)
        case tree.Link(text, url):
            shown = (
                text
                if url == f"mailto:{text}" or shows_address(text, url)
                else words.fill("place.link", text=text, url=readable_address(url))
            )
            yield ComparedWord((text, mark, url), shown, strong)
        case tree.SuperSub(text, is_super):
            shown = superscripts.unicode_form(text, is_super=is_super) or text
            yield ComparedWord((text, mark, "super" if is_super else "sub"), shown, strong)
        case tree.Foreign(text, lang):
            yield from (ComparedWord((word, mark, lang), word, strong) for word in diff.split_words(text))
        case tree.NoteCall(note_id=note, marker=marker):
            yield ComparedWord(("call", names.get(note, note)), marker, call=True)
        case _:
            assert_never(inline)


def _plain(text: str) -> tuple[ComparedWord, ...]:
    return tuple(ComparedWord((word, ""), word) for word in _tokens(text))


def _tokens(text: str) -> Iterator[str]:
    """Yield the words of a text; a number and its counter are one word (14市)."""
    for piece, whole in split_unbreakable(text):
        yield from [piece] if whole else diff.split_words(piece)
