"""Rules for line starts and line ends: kinsoku, calls, numbers with their counters.

Sources: JLREQ 3.1.7 (characters not starting a line), 3.1.8 (not ending one), 3.1.10 (unbreakable
sequences), appendix A (classes). A break inside an address (URL, e-mail) is not checked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from brochure.document.address_breaks import find_addresses, find_names, starts_with_address
from brochure.document.kinsoku import NOT_FIRST, NOT_LAST
from brochure.document.line_breaking import split_unbreakable
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.lines import TypesetLine, TypesetParagraph, is_call, read_characters
from brochure.pdf.preflight.model import Char
from brochure.pdf.preflight.report import Finding

_QUOTES = "“”‘’"
_REACH = 24  # characters before and after a line end in which a number with its counter is looked for


def check_kinsoku(view: PreflightContext) -> Iterator[Finding]:
    """Q101: a character that must not start a line; Q102: a character that must not end a line."""
    for paragraph, one, other in view.breaks():
        if inside_address(paragraph, one):
            continue
        last, first = one.ink[-1], other.ink[0]
        if first.text in NOT_FIRST and not (is_call(first, paragraph, other) or _ends_words(other.ink)):
            yield view.finding("Q101", paragraph.page, first.cell, character=first.text)
        if last.text in NOT_LAST and not (is_call(last, paragraph, one) or _ends_words(one.ink[::-1])):
            yield view.finding("Q102", paragraph.page, last.cell, character=last.text)


def _ends_words(ink: Sequence[Char]) -> bool:
    """Whether the first of these characters is a sign on a line with right-to-left words.

    In the order of reading it may not be at the edge of the line then; and PDFium mirrors the brackets of a
    line with such words, so which of a pair it is cannot be told.
    """
    character = ink[0].text[:1]
    if not (character.isascii() or unicodedata.mirrored(character) or character in _QUOTES):
        return False
    return any(unicodedata.bidirectional(char.text[:1] or " ") in ("R", "AL") for char in ink)


def check_calls(view: PreflightContext) -> Iterator[Finding]:
    """Q103: a note call at the start of a line."""
    for paragraph, _, other in view.breaks():
        first = other.ink[0]
        if is_call(first, paragraph, other) and not _is_of_word(first.text):
            words = "".join(c.text for c in other.ink[:3] if is_call(c, paragraph, other))
            yield view.finding("Q103", paragraph.page, other.ink[0].cell, words=words)


def _is_of_word(text: str) -> bool:
    """Whether a raised character is part of a word: scripts such as Khmer stack letters in a cluster."""
    return not text.isascii() and unicodedata.category(text[:1])[0] in "LM"


def check_numbers(view: PreflightContext) -> Iterator[Finding]:
    """Q104: a number separated from its counter, or cut: 2018 / 年, 1,772 / 社, 第3 / 位."""
    for paragraph, one, other in view.breaks():
        if inside_address(paragraph, one):
            continue
        before, behind = _without_calls(paragraph, one)[-_REACH:], _without_calls(paragraph, other)[:_REACH]
        position = 0
        for piece, whole in split_unbreakable(before + behind):
            if whole and position < len(before) < position + len(piece) and re.search(r"\d", piece):
                cut = len(before) - position
                words = f"{piece[:cut]}／{piece[cut:]}"
                yield view.finding("Q104", paragraph.page, other.ink[0].cell, words=words)
            position += len(piece)


def _without_calls(paragraph: TypesetParagraph, line: TypesetLine) -> str:
    """The text of a line without calls: the 23 of call *23 is not a number with a counter."""
    return "".join(char.text for char in line.chars if not is_call(char, paragraph, line))


def check_single_characters(view: PreflightContext) -> Iterator[Finding]:
    """Q107: a last line of one character, stops and brackets not counted (文字の孤立)."""
    for paragraph in view.body:
        if len(paragraph.lines) < 2:
            continue
        last = paragraph.lines[-1]
        if len(read_characters(last, paragraph)) <= 1:
            yield view.finding("Q107", paragraph.page, last.box, words=last.text)


def at_address(paragraph: TypesetParagraph, line: TypesetLine) -> bool:
    """Whether the break after a line lies in a web or mail address, or just before one."""
    at = next(index for index, other in enumerate(paragraph.lines) if other is line)
    behind = "".join(other.text for other in paragraph.lines[at + 1 :])
    return inside_address(paragraph, line) or starts_with_address(behind)


def has_address(paragraph: TypesetParagraph) -> bool:
    """Whether a paragraph has a web or mail address or the name of a host."""
    text = paragraph.text
    return bool(find_addresses(text) or find_names(text))


def inside_address(paragraph: TypesetParagraph, line: TypesetLine) -> bool:
    """Whether the break after a line lies in a URL or an e-mail address."""
    text, position = "", 0
    for other in paragraph.lines:
        text += other.text
        if other is line:
            position = len(text)
    start = re.search(r"[!-~]*$", text[:position])
    end = re.match(r"[!-~]*", text[position:])
    run = (start[0] if start else "") + (end[0] if end else "")
    return bool(re.search(r"://|www\.|@|[A-Za-z]/[A-Za-z]", run))
