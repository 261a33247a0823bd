"""A paragraph of a Word file as words and things: what is compared, and moved, as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml import etree

from brochure.document import diff as textdiff
from brochure.word.ooxml import NAMESPACES, W

# What differs between two files though nobody sees it: numbers of drawings, bookmarks and notes.
_NUMBERS = re.compile(r' (?:w:)?id="\d+"(?: name="(?:Picture|Ground) \d+")?| xmlns:\w+="[^"]*"')
_LINK = f"{{{W}}}hyperlink"
_RUN, _TEXT, _PROPERTIES = (f"{{{W}}}{name}" for name in ("r", "t", "rPr"))
_START, _END = f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd"
REFERENCES = (f"{{{W}}}footnoteReference", f"{{{W}}}endnoteReference")


@dataclass(frozen=True)
class Token:
    """A word, or a thing such as a picture, a reading with its base, or the call of a note.

    Equal ``key`` means equal to a reader. ``note`` is the key of the note that is called here for the
    first time, and ``number`` the id that it has in the file.
    """

    key: tuple[str, ...]
    elements: tuple[etree._Element, ...]
    text: str
    note: str = ""
    number: str = ""

    @property
    def style(self) -> str | None:
        """The properties of a word's run; None for things."""
        return self.key[2] if self.key[0] == "word" else None


@dataclass(frozen=True)
class Content:
    """The tokens of a paragraph, and its bookmarks: what stands before the token of the same place."""

    tokens: tuple[Token, ...]
    bookmarks: tuple[tuple[int, etree._Element], ...]

    @property
    def text(self) -> str:
        """What is read, for telling how alike two paragraphs are."""
        return "".join(token.text for token in self.tokens)


@dataclass(frozen=True)
class TokenRules:
    """How paragraphs of one edition are read.

    Args (fields):
        notes: From the bookmarks round first calls to keys of notes, which are the same in both editions.
        around: The words round a note's number, which belong to the call.
        call: The style of calls.
        torn: Notes whose first call is in another place in the other edition. A later call refers to the
            bookmark round the first, so it cannot be the same either; ``side`` tells it apart.
        side: Old or new.
        merged: The bookmarks of notes that both editions have, by their keys: a first call that both have,
            and with it what later calls refer to, is the new edition's.
    """

    notes: Mapping[str, str]
    around: tuple[str, str]
    call: str
    torn: AbstractSet[str] = frozenset()
    side: str = ""
    merged: Mapping[str, str] = field(default_factory=dict)

    def content(self, paragraph: etree._Element) -> Content:
        """The content of a paragraph."""
        things = self._with_signs(list(self._things(paragraph)))
        tokens: list[Token] = []
        bookmarks: list[tuple[int, etree._Element]] = []
        for thing in things:
            if isinstance(thing, Token):
                tokens += _words(thing)
            else:
                bookmarks.append((len(tokens), thing))
        return Content(tuple(tokens), tuple(bookmarks))

    def _things(self, paragraph: etree._Element) -> Iterator[Token | etree._Element]:
        """Runs, fields, links and calls as tokens; other bookmarks as they are."""
        children = iter([child for child in paragraph if child.tag != f"{{{W}}}pPr"])
        for child in children:
            name = child.get(f"{{{W}}}name", "")
            if child.tag == _START and name in self.notes:
                yield self._first_call(self.notes[name], [child, next(children), next(children)])
            elif child.tag in (_START, _END):
                yield child
            elif child.find("w:fldChar", NAMESPACES) is not None:
                runs = [child]
                while not _ends_field(runs[-1]):
                    runs.append(next(children))
                yield self._field(runs)
            else:
                yield _thing(child)

    def _first_call(self, note: str, elements: Sequence[etree._Element]) -> Token:
        reference = next(elements[1].iter(*REFERENCES))
        number = reference.get(f"{{{W}}}id", "")
        return Token(("call", note), tuple(elements), "", note, number)

    def _field(self, runs: Sequence[etree._Element]) -> Token:
        """A later call of a note, or another field."""
        text = "".join(run.findtext("w:t", "", NAMESPACES) for run in runs)
        instruction = "".join(run.findtext("w:instrText", "", NAMESPACES) for run in runs).split()
        keys = [self.notes.get(word, word) for word in instruction]
        torn = self.torn & set(keys)
        side = self.side if torn else ""
        renamed = (
            {}
            if torn
            else {
                word: self.merged[key]
                for word, key in zip(instruction, keys, strict=True)
                if key in self.merged
            }
        )
        return Token(("field", *keys, text, side), tuple(_referring(run, renamed) for run in runs), text)

    def _with_signs(self, things: list[Token | etree._Element]) -> list[Token | etree._Element]:
        """Join calls with the words round their numbers, such as ``*``: they come and go as one."""
        before, after = self.around
        joined: list[Token | etree._Element] = []
        waiting = False  # for the sign behind a number
        for thing in things:
            if isinstance(thing, Token) and thing.key[0] in ("call", "field"):
                if before and joined and self._is_sign(joined[-1], before):
                    joined.append(_joined(joined.pop(), thing))
                else:
                    joined.append(thing)
                waiting = bool(after)
            elif waiting and self._is_sign(thing, after):
                joined.append(_joined(joined.pop(), thing))
                waiting = False
            else:
                joined.append(thing)
                waiting = False
        return joined

    def _is_sign(self, thing: Token | etree._Element, sign: str) -> bool:
        if not isinstance(thing, Token) or thing.text != sign or len(thing.elements) != 1:
            return False
        style = thing.elements[0].find("w:rPr/w:rStyle", NAMESPACES)
        return style is not None and style.get(f"{{{W}}}val") == self.call


def _joined(one: Token | etree._Element, other: Token | etree._Element) -> Token:
    """A call with a sign; the call's own facts stay."""
    if not (isinstance(one, Token) and isinstance(other, Token)):
        raise TypeError("only tokens can be joined")
    call = one if one.key[0] in ("call", "field") else other
    return replace(call, elements=one.elements + other.elements, text=one.text + other.text)


def _referring(run: etree._Element, names: Mapping[str, str]) -> etree._Element:
    """A run of a field with other names of bookmarks."""
    made = deepcopy(run)
    for text in made.iterfind("w:instrText", NAMESPACES):
        for old, new in names.items():
            text.text = (text.text or "").replace(f" {old} ", f" {new} ")
    return made


def _ends_field(run: etree._Element) -> bool:
    mark = run.find("w:fldChar", NAMESPACES)
    return mark is not None and mark.get(f"{{{W}}}fldCharType") == "end"


def _thing(element: etree._Element) -> Token:
    """A run or a link as one token; a run of text is cut into words later."""
    text = "".join(text.text or "" for text in element.iter(_TEXT))
    if element.tag == _RUN and {child.tag for child in element} <= {_PROPERTIES, _TEXT}:
        properties = element.find("w:rPr", NAMESPACES)
        style = "" if properties is None else canonical(properties)
        return Token(("word", text, style), (element,), text)
    if element.tag not in (_RUN, _LINK):
        raise ValueError(f"brochure writes no {element.tag} into paragraphs")
    return Token(("thing", canonical(element)), (element,), text)


def canonical(element: etree._Element) -> str:
    """An element as text, without numbers that no reader sees."""
    return _NUMBERS.sub("", etree.tostring(element, encoding="unicode", with_tail=False))


def _words(token: Token) -> list[Token]:
    """The words of a text, each in a run of its own; a thing stays whole."""
    if token.key[0] != "word":
        return [token]
    made = []
    for word in textdiff.split_words(token.text):
        run = deepcopy(token.elements[0])
        (text,) = run.iterfind("w:t", NAMESPACES)
        text.text = word
        made.append(Token(("word", word, token.key[2]), (run,), word))
    return made


def elements(tokens: Sequence[Token]) -> list[etree._Element]:
    """The elements of tokens; neighbouring words of one style are a run again."""
    made: list[etree._Element] = []
    style: str | None = None
    for token in tokens:
        if made and token.style is not None and token.style == style:
            (text,) = made[-1].iterfind("w:t", NAMESPACES)
            text.text = (text.text or "") + token.text
        else:
            made += [deepcopy(element) for element in token.elements]
        style = token.style
    return made
