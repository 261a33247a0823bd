"""Split a paragraph of a Word file into tokens, the units of comparison: words, pictures, ruby, calls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml import etree

from brochure.document import diff
from brochure.word.ooxml import NAMESPACES, W

# Attributes ignored when comparing: ids of drawings, bookmarks and notes.
_NUMBERS = re.compile(r' (?:w:)?id="\d+"(?: name="(?:Picture|Ground|Drawing) \d+")?| xmlns:\w+="[^"]*"')
_LINK = f"{{{W}}}hyperlink"
_RUN, _TEXT, _PROPERTIES = (f"{{{W}}}{name}" for name in ("r", "t", "rPr"))
_START, _END = f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd"
REFERENCES = (f"{{{W}}}footnoteReference", f"{{{W}}}endnoteReference")


@dataclass(frozen=True)
class Token:
    """A word, or another unit such as a picture, a base with ruby, or the call of a note.

    Attributes:
        key: Equal keys mean that a reader sees no difference.
        elements: The elements of the token.
        text: Its text.
        note: The key of the note, if this is its first call.
        number: The id of this note in the file.
    """

    key: tuple[str, ...]
    elements: tuple[etree._Element, ...]
    text: str
    note: str = ""
    number: str = ""

    @property
    def style(self) -> str | None:
        """The properties of a word's run; ``None`` for other tokens."""
        return self.key[2] if self.key[0] == "word" else None


@dataclass(frozen=True)
class TokenisedParagraph:
    """The tokens of a paragraph, and its bookmark marks, each with the index of the token after it."""

    tokens: tuple[Token, ...]
    bookmarks: tuple[tuple[int, etree._Element], ...]

    @property
    def text(self) -> str:
        """The text of all tokens, to compute the likeness of two paragraphs."""
        return "".join(token.text for token in self.tokens)


@dataclass(frozen=True)
class TokenRules:
    """The rules to read paragraphs of one edition.

    Args (fields):
        notes: From bookmarks around first calls to keys of notes, which are the same in both editions.
        around: The text before and after a note's number, which belongs to the call.
        call: The style of calls.
        torn: Keys of notes whose first calls are in different places in the two editions. A later call refers
            to the bookmark around the first call, so later calls differ too; ``side`` makes their keys
            different.
        side: ``old`` or ``new``.
        merged: The bookmarks of the new edition, by the keys of notes that both editions have. A common
            first call has the bookmark of the new edition, so later calls must refer to it.
    """

    notes: Mapping[str, str]
    around: tuple[str, str]
    call: str
    torn: AbstractSet[str] = frozenset()
    side: str = ""
    merged: Mapping[str, str] = field(default_factory=dict)

    def read_paragraph(self, paragraph: etree._Element) -> TokenisedParagraph:
        """Read a paragraph as tokens and bookmarks."""
        things = self._join_signs(list(self._tokens_and_bookmarks(paragraph)))
        tokens: list[Token] = []
        bookmarks: list[tuple[int, etree._Element]] = []
        for thing in things:
            if isinstance(thing, Token):
                tokens += _split_words(thing)
            else:
                bookmarks.append((len(tokens), thing))
        return TokenisedParagraph(tuple(tokens), tuple(bookmarks))

    def _tokens_and_bookmarks(self, paragraph: etree._Element) -> Iterator[Token | etree._Element]:
        """The runs, fields, links and calls as tokens, and all other bookmarks as elements."""
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
                yield self._field_token(runs)
            else:
                yield _run_or_link(child)

    def _first_call(self, note: str, elements: Sequence[etree._Element]) -> Token:
        reference = next(elements[1].iter(*REFERENCES))
        number = reference.get(f"{{{W}}}id", "")
        return Token(("call", note), tuple(elements), "", note, number)

    def _field_token(self, runs: Sequence[etree._Element]) -> Token:
        """The token of a field: a later call of a note, or another field."""
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
        return Token(
            ("field", *keys, text, side), tuple(_rename_bookmarks(run, renamed) for run in runs), text
        )

    def _join_signs(self, things: list[Token | etree._Element]) -> list[Token | etree._Element]:
        """Join calls with the text around their numbers, such as ``*``, so that both change together."""
        before, after = self.around
        joined: list[Token | etree._Element] = []
        waiting = False  # whether the text after a number may follow
        for thing in things:
            if isinstance(thing, Token) and thing.key[0] in ("call", "field"):
                if before and joined and self._is_sign(joined[-1], before):
                    joined.append(_join_with_sign(joined.pop(), thing))
                else:
                    joined.append(thing)
                waiting = bool(after)
            elif waiting and self._is_sign(thing, after):
                joined.append(_join_with_sign(joined.pop(), thing))
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


def _join_with_sign(one: Token | etree._Element, other: Token | etree._Element) -> Token:
    """A call joined with the text before or after it; key and note are those of the call."""
    if not (isinstance(one, Token) and isinstance(other, Token)):
        raise TypeError("only tokens can be joined")
    call = one if one.key[0] in ("call", "field") else other
    return replace(call, elements=one.elements + other.elements, text=one.text + other.text)


def _rename_bookmarks(run: etree._Element, names: Mapping[str, str]) -> etree._Element:
    """A copy of a field's run in which bookmarks are renamed."""
    made = deepcopy(run)
    for text in made.iterfind("w:instrText", NAMESPACES):
        for old, new in names.items():
            text.text = (text.text or "").replace(f" {old} ", f" {new} ")
    return made


def _ends_field(run: etree._Element) -> bool:
    mark = run.find("w:fldChar", NAMESPACES)
    return mark is not None and mark.get(f"{{{W}}}fldCharType") == "end"


def _run_or_link(element: etree._Element) -> Token:
    """A run or a link as one token; :func:`_split_words` splits a run of text later."""
    text = "".join(text.text or "" for text in element.iter(_TEXT))
    if element.tag == _RUN and {child.tag for child in element} <= {_PROPERTIES, _TEXT}:
        properties = element.find("w:rPr", NAMESPACES)
        style = "" if properties is None else canonical_xml(properties)
        return Token(("word", text, style), (element,), text)
    if element.tag not in (_RUN, _LINK):
        raise ValueError(f"brochure writes no {element.tag} into paragraphs")
    return Token(("thing", canonical_xml(element)), (element,), text)


def canonical_xml(element: etree._Element) -> str:
    """An element as text, without ids and namespace declarations."""
    return _NUMBERS.sub("", etree.tostring(element, encoding="unicode", with_tail=False))


def _split_words(token: Token) -> list[Token]:
    """The words of a token of text, each as a token with its own run; other tokens are not split."""
    if token.key[0] != "word":
        return [token]
    made = []
    for word in diff.split_words(token.text):
        run = deepcopy(token.elements[0])
        (text,) = run.iterfind("w:t", NAMESPACES)
        text.text = word
        made.append(Token(("word", word, token.key[2]), (run,), word))
    return made


def token_elements(tokens: Sequence[Token]) -> list[etree._Element]:
    """Copies of the elements of tokens; neighbouring words of one style are joined into a run."""
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
