"""Find headings by their looks, for files without tags: larger than the text, or bold as no text is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from brochure.pdf.geometry import Box
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.model import PageContents
from brochure.pdf.preflight.picture_placement import page_pictures

LARGER = 1.15  # of the size of the text: headings are at least this large, or bold
_NOTE = 0.92  # of the size of the text: notes are smaller
_MOST_LINES = 3
_BOLD = re.compile(r"bold|heavy|black|demi|-(?:eb|db|ub)$|w[6-9]\b", re.IGNORECASE)
_SENTENCE_END = ("。", "．", ".", "、", "，", ",", "；", ";")
_LEADER_OR_ADDRESS = re.compile(r"\.{4}|…{2}|・{4}|@|://")
_NUMBER = re.compile(r"[\divxlcⅰ-ⅿ０-９]+", re.IGNORECASE)
_OTHERS = frozenset(["TH", "TD", "Caption", "Lbl", "LI", "Note", "FENote", "TOCI", "Figure", "Formula"])
_PLACE = 2.0  # pt: running heads and folios stand at the same height on every page


def parted_headings(view: PreflightContext) -> Iterator[TypesetParagraph]:
    """Headings at the end of a page whose text begins on the next page.

    Only pages with text are judged: on covers and title pages everything is large. The heading is the last
    of its page if nothing stands below it or in a column to its right, notes, running heads and folios aside.
    """
    furniture = _running_lines(view.body)
    pages: dict[int, list[TypesetParagraph]] = {}
    for paragraph in view.body:
        if id(paragraph) not in furniture:
            pages.setdefault(paragraph.page, []).append(paragraph)
    size, bold = _text_style([p for found in pages.values() for p in found])
    for page, found in pages.items():
        following = pages.get(page + 1, [])
        if not any(_is_text(p, size) for p in found) or not any(_is_text(p, size) for p in following):
            continue
        everything = [(p, p.box) for p in view.body if p.page == page]
        for heading in found:
            if (
                _looks_like_heading(heading, size, bold=bold)
                and not _has_words_beside(heading, everything)
                and _is_last(heading, found, view.finished.sheets[page], size)
            ):
                yield heading
                break


def _running_lines(paragraphs: Sequence[TypesetParagraph]) -> set[int]:
    """The ids of running heads and folios: at one height on several pages, with the same words or numbers."""
    places: dict[tuple[int, str], list[TypesetParagraph]] = {}
    for paragraph in paragraphs:
        if len(paragraph.lines) == 1:
            words = _NUMBER.sub("#", paragraph.text.strip())
            height = round(paragraph.lines[0].baseline / _PLACE)
            places.setdefault((height, words), []).append(paragraph)
    return {
        id(paragraph)
        for same in places.values()
        if len({paragraph.page for paragraph in same}) > 1
        for paragraph in same
    }


def _text_style(paragraphs: Sequence[TypesetParagraph]) -> tuple[float, bool]:
    """The size of most characters, and whether most of them are bold."""
    sizes: Counter[float] = Counter()
    weights: Counter[bool] = Counter()
    for paragraph in paragraphs:
        for line in paragraph.lines:  # the first character stands for its line
            style = line.ink[0].style
            sizes[round(style.size * 2) / 2] += len(line.ink)
            weights[_is_bold(style.font)] += len(line.ink)
    return (sizes.most_common(1)[0][0] if sizes else 0), bool(weights and weights.most_common(1)[0][0])


@lru_cache(256)
def _is_bold(font: str) -> bool:
    return _BOLD.search(font) is not None


def _is_text(paragraph: TypesetParagraph, size: float) -> bool:
    return abs(paragraph.size - size) < 0.08 * size and len(paragraph.text) > 3


def _looks_like_heading(paragraph: TypesetParagraph, size: float, *, bold: bool) -> bool:
    words = paragraph.text.strip()
    if not _OTHERS.isdisjoint(paragraph.tags):
        return False  # the file has tags, though none for headings
    if len(paragraph.lines) > _MOST_LINES or words.endswith(_SENTENCE_END):
        return False
    if _LEADER_OR_ADDRESS.search(words) or not any(character.isalpha() for character in words):
        return False
    if paragraph.size >= LARGER * size:
        return True
    fonts = {char.style.font for line in paragraph.lines for char in line.ink}
    return not bold and paragraph.size > 0.97 * size and all(_is_bold(font) for font in fonts)


def _has_words_beside(heading: TypesetParagraph, placed: Sequence[tuple[TypesetParagraph, Box]]) -> bool:
    """Whether text stands to the right of a heading at its height: its own text, or a page number."""
    _, bottom, right, top = heading.box
    return any(
        box.left > right and box.bottom < top and bottom < box.top
        for other, box in placed
        if other is not heading
    )


def _is_last(
    heading: TypesetParagraph, paragraphs: Sequence[TypesetParagraph], sheet: PageContents, size: float
) -> bool:
    """Whether nothing follows a heading on its page: no text, no picture, no filled or framed box."""
    box = heading.box
    text_above = False
    for other in paragraphs:
        if other is heading:
            continue
        beside = other.box
        if beside.bottom >= box.top - 1:
            text_above = text_above or _is_text(other, size)
        if beside.left > box.right and _is_text(other, size):
            return False  # the next column
        note = other.size < _NOTE * size and box.bottom - beside.top > 2 * size
        if beside.top <= box.bottom + 1 and not note:
            return False
    things = [*page_pictures(sheet), *(area.box for area in sheet.areas)]
    return text_above and not any(_is_below(thing, box, sheet) for thing in things)


def _is_below(thing: Box, box: Box, sheet: PageContents) -> bool:
    return thing.bottom < box.bottom and not thing.contains(box) and not thing.contains(sheet.trim)
