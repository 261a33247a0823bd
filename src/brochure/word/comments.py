"""Threads of comments in a Word file: the comments, the replies to them, and their places in the text.

Word reads three parts: ``comments.xml`` has the texts, ``commentsExtended.xml`` says which comment replies to
which and whether a thread is resolved, ``people.xml`` has the authors.

Source: ECMA-376-1:2016, 17.13.4 (comments); [MS-DOCX] 2.5.4 (commentsEx) and 2.5.3 (people).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from brochure.document.address_breaks import without_breaks
from brochure.document.comments import CommentThread, ThreadComment
from brochure.word.baseline import Anchors
from brochure.word.ooxml import NAMESPACES, R, W, escape_text, quoted_attribute
from brochure.word.reader.elements import W14, W15

if TYPE_CHECKING:
    from brochure.word.package import WordPackage

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships"
_PARTS = {  # content type and relationship of each part
    "comments": (f"{_MAIN}.comments+xml", f"{R}/comments"),
    "commentsExtended": (f"{_MAIN}.commentsExtended+xml", f"{_EXTENDED}/commentsExtended"),
    "people": (f"{_MAIN}.people+xml", f"{_EXTENDED}/people"),
}
_FIRST_PARAGRAPH = 0x5C000000  # ids of paragraphs are below 0x80000000 ([MS-DOCX] 2.2.4.1)
_SKIPPED = {f"{{{W}}}rt", f"{{{W}}}instrText", f"{{{W}}}delText"}


@dataclass(frozen=True, slots=True)
class _Written:
    """A comment with its number in the file; ``parent`` is the number of the comment that it replies to."""

    number: int
    comment: ThreadComment
    parent: int | None
    resolved: bool

    @property
    def paragraph(self) -> str:
        """The id of its last paragraph, which the other parts name it by."""
        return _paragraph_id(self.number)


def add_threads(package: WordPackage, threads: Iterable[tuple[Anchors, CommentThread]]) -> None:
    """Add threads to a finished file: at the words that each is about, else at its text.

    Args:
        package: The file.
        threads: Each thread, with the anchors of the partner or booklet that it belongs to.
    """
    starts = {start.get(f"{{{W}}}name", ""): start for start in package.body.iter(f"{{{W}}}bookmarkStart")}
    numbers = count()
    written: list[_Written] = []
    for anchors, thread in threads:
        start = _start_of(anchors, thread, starts)
        if start is None:
            continue
        first = next(numbers)
        own = [_Written(first, thread.comments[0], None, thread.resolved)]
        own += [_Written(next(numbers), one, first, thread.resolved) for one in thread.comments[1:]]
        _mark_text(start, thread.words, [one.number for one in own])
        written += own
    if written:
        for name, xml in _parts_of(written).items():
            package.add_part(f"/word/{name}.xml", *_PARTS[name], xml)


def _start_of(
    anchors: Anchors, thread: CommentThread, starts: Mapping[str, etree._Element]
) -> etree._Element | None:
    """The start of the bookmark around the text of a thread.

    That is the text at its address that has its words, else another text with its words, else the text at its
    address, else the question or the first text.
    """
    known = [(b.address.partition("#")[0], starts.get(b.bookmark)) for b in anchors.blocks]
    there = [(at, start) for at, start in known if start is not None]
    own = [start for at, start in there if at == thread.at]
    if thread.words:
        for start in (*own, *(start for _, start in there)):
            if _squeezed(thread.words) in _squeezed("".join(map(_text, _within(start)))):
                return start
    if own:
        return own[0]
    steps = thread.at.split(".")
    for wanted in (".".join(steps[:3]), f"_series:questions.{'.'.join(steps[1:2])}"):
        for at, start in there:
            if at == wanted or at.startswith(f"{wanted}."):
                return start
    return there[0][1] if there else None


def _within(start: etree._Element) -> list[etree._Element]:
    """The elements between the start and the end of a bookmark in a paragraph."""
    found = []
    for one in start.itersiblings():
        if one.tag == f"{{{W}}}bookmarkEnd" and one.get(f"{{{W}}}id") == start.get(f"{{{W}}}id"):
            break
        found.append(one)
    return found


def _text(element: etree._Element) -> str:
    """The visible text of a run or link, without the readings of ruby."""
    if element.tag in _SKIPPED:
        return ""
    if element.tag == f"{{{W}}}t":
        return element.text or ""
    text = "".join(map(_text, element))
    return without_breaks(text) if element.tag == f"{{{W}}}hyperlink" else text


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _mark_text(start: etree._Element, words: str, numbers: Sequence[int]) -> None:
    """Add the range and the reference of each comment around words, or around the whole text."""
    pieces = _within(start)
    place = "".join(map(_text, pieces)).find(words) if words else -1
    if place >= 0:
        _cut(pieces, place + len(words), up=True)
        first = _cut(_within(start), place, up=False)
        pieces = _within(start)
        pieces = pieces[first : _index_at(pieces, place + len(words), up=True)]
    opening = [_element("commentRangeStart", number) for number in numbers]
    closing = [_element("commentRangeEnd", number) for number in numbers]
    for number in numbers:
        closing.append(etree.Element(f"{{{W}}}r"))
        closing[-1].append(_element("commentReference", number))
    if pieces:
        for one in opening:
            pieces[0].addprevious(one)
        last = pieces[-1]
    else:  # an empty text
        last = _add_after(start, opening)
    _add_after(last, closing)


def _add_after(place: etree._Element, elements: Sequence[etree._Element]) -> etree._Element:
    """Add elements behind another; returns the last of them."""
    for one in elements:
        place.addnext(one)
        place = one
    return place


def _element(name: str, number: int) -> etree._Element:
    made = etree.Element(f"{{{W}}}{name}")
    made.set(f"{{{W}}}id", str(number))
    return made


def _index_at(pieces: Sequence[etree._Element], place: int, *, up: bool) -> int:
    """The index of the piece that begins at a place of the text, or the next one before or after it."""
    length = 0
    for index, piece in enumerate(pieces):
        if length >= place:
            return index
        length += len(_text(piece))
        if length > place:
            return index + 1 if up else index
    return len(pieces)


def _cut(pieces: Sequence[etree._Element], place: int, *, up: bool) -> int:
    """Cut the run at a place of the text in two; returns the index of the piece that begins there.

    Links and ruby are not cut.
    """
    length = 0
    for index, piece in enumerate(pieces):
        text = _text(piece)
        if length < place < length + len(text) and _is_plain(piece):
            second = deepcopy(piece)
            _set_text(piece, text[: place - length])
            _set_text(second, text[place - length :])
            piece.addnext(second)
            return index + 1
        length += len(text)
    return _index_at(pieces, place, up=up)


def _is_plain(piece: etree._Element) -> bool:
    """Whether an element is a run with one text."""
    content = [one for one in piece if one.tag != f"{{{W}}}rPr"]
    return piece.tag == f"{{{W}}}r" and [one.tag for one in content] == [f"{{{W}}}t"]


def _set_text(run: etree._Element, text: str) -> None:
    found = run.find("w:t", NAMESPACES)
    assert found is not None  # of _is_plain
    found.text = text
    found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


# --- the parts ----------------------------------------------------------------------------------


def _paragraph_id(number: int) -> str:
    return f"{_FIRST_PARAGRAPH + number:08X}"


def _parts_of(written: Sequence[_Written]) -> dict[str, str]:
    """The XML of the parts by name."""
    authors = dict.fromkeys(one.comment.author or "?" for one in written)
    people = "".join(
        f"<w15:person w15:author={quoted_attribute(author)}>"
        f'<w15:presenceInfo w15:providerId="None" w15:userId={quoted_attribute(author)}/></w15:person>'
        for author in authors
    )
    return {
        "comments": _part("w:comments", "".join(map(_comment_xml, written))),
        "commentsExtended": _part("w15:commentsEx", "".join(map(_extended_xml, written))),
        "people": _part("w15:people", people),
    }


def _part(tag: str, inner: str) -> str:
    spaces = f'xmlns:w="{W}" xmlns:w14="{W14}" xmlns:w15="{W15}" xmlns:mc="{NAMESPACES["mc"]}"'
    return f'<{tag} {spaces} mc:Ignorable="w14 w15">{inner}</{tag}>'


def _comment_xml(one: _Written) -> str:
    author = one.comment.author or "?"
    facts = {"id": str(one.number), "author": author, "date": one.comment.date, "initials": author[:2]}
    named = " ".join(f"w:{key}={quoted_attribute(value)}" for key, value in facts.items() if value)
    *before, last = one.comment.text.split("\n")
    paragraphs = [f"<w:p>{_run(line)}</w:p>" for line in before]
    paragraphs.append(f'<w:p w14:paraId="{one.paragraph}">{_run(last)}</w:p>')
    return f"<w:comment {named}>{''.join(paragraphs)}</w:comment>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape_text(text)}</w:t></w:r>'


def _extended_xml(one: _Written) -> str:
    parent = "" if one.parent is None else f' w15:paraIdParent="{_paragraph_id(one.parent)}"'
    return f'<w15:commentEx w15:paraId="{one.paragraph}"{parent} w15:done="{int(one.resolved)}"/>'
