"""Random characters of finished pages, as PDFium sees them, and whether a cursor is at one of them.

What a value prints is compared with the characters that PDFium finds around the point, so that neither the
places that the renderer tells nor the front end judge themselves.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2

from brochure.document.printed_offsets import _said_characters as said_characters

POINT = 25.4 / 72  # mm
BLANK = frozenset(" \u3000\u2002\u2005\u2060\u200b\n\r\t\ufffe\x02")
WINDOW = 8  # characters around a point that must be those of the value
NEAR = 12  # characters between a sign of ours and the words that it belongs to
EDGE = 12  # mm from the lower edge
CALL = re.compile(r"\*\d+")
# Signs and words around values: of calls, citations, lists, tables, the contact and the imprint.
OURS = frozenset("*0123456789（）()「」『』：:、，。,.・／○–-−※◆") | frozenset(
    "TELメールより出典保存先頁年月日閲覧版内容は時点"
)
CITE = re.compile(r"\[-?@\S+ ([^]]*)\]")
DATE = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class SeenCharacter:
    """A character of a page: its number among the visible ones, and its place in mm.

    ``is_at_edge`` is true in the margin below, where page numbers stand.
    """

    character: str
    index: int
    x: float
    y: float
    width: float
    is_at_edge: bool = False


def seen_characters(page: pypdfium2.PdfPage) -> list[SeenCharacter]:
    """The visible characters of a page in PDFium's order."""
    texts, height = page.get_textpage(), page.get_height()
    found: list[SeenCharacter] = []
    for index in range(texts.count_chars()):
        character = texts.get_text_range(index, 1)
        if not character or character in BLANK:
            continue
        left, bottom, right, top = texts.get_charbox(index, loose=True)
        if right - left < 0.1:
            continue
        middle = (height - (top + bottom) / 2) * POINT
        at_edge = (top + bottom) / 2 * POINT < EDGE
        found.append(
            SeenCharacter(character, len(found), left * POINT, middle, (right - left) * POINT, at_edge)
        )
    texts.close()
    return found


@dataclass(frozen=True, slots=True)
class Click:
    """A point in a character: how far from its left edge, as a share of its width."""

    page: int
    seen: SeenCharacter
    share: float

    @property
    def point(self) -> tuple[int, float, float]:
        """Page, and x and y in mm."""
        return self.page, self.seen.x + self.seen.width * self.share, self.seen.y


def random_clicks(pages: list[list[SeenCharacter]], count: int, dice: random.Random) -> list[Click]:
    """Points in random characters of all pages."""
    places = [(number, seen) for number, page in enumerate(pages) for seen in page]
    return [
        Click(number, seen, dice.choice((0.2, 0.35, 0.65, 0.8)))
        for number, seen in dice.choices(places, k=count)
    ]


_YEARS = re.compile(r"(?:[12]\d{3}){3,}")


def fault(click: Click, page: list[SeenCharacter], target: Any, texts: dict[str, Any]) -> str:
    """Why a click led to the wrong place; empty if it was right."""
    text = "".join(seen.character for seen in page)
    calls = [range(*call.span()) for call in CALL.finditer(text)]
    around = text[max(0, click.seen.index - WINDOW) : click.seen.index + WINDOW]
    where = f"“{click.seen.character}” in “{around}” of page {click.page} at {click.point}: {target}"
    if target is None:  # the number of a page is no value, nor are the years below an axis
        is_year = any(click.seen.index in range(*years.span()) for years in _YEARS.finditer(text))
        is_folio = click.seen.character.isdigit() and click.seen.is_at_edge
        return "" if is_year or is_folio else f"no place for {where}"
    value = value_at(texts[target["doc"]], target["at"])
    if not isinstance(value, str):
        is_sign = ".topics." in target["at"] or re.fullmatch(r"answers\.[a-z_]+", target["at"])
        return "" if is_sign else f"no text for {where}"
    if DATE.fullmatch(value):
        near = text[max(0, click.seen.index - NEAR) : click.seen.index + NEAR]
        return "" if value[:4] in near else f"another date {value} for {where}"
    if is_affix(click.seen.character, value, target["offset"]):
        return ""
    own = [(character, offset) for character, offset in printed_characters(value) if character not in BLANK]
    words = "".join(character for character, _ in own)
    cursor = sum(offset < target["offset"] for _, offset in own)
    words_index = click.seen.index - sum(index < click.seen.index for call in calls for index in call)
    text = CALL.sub("", text)
    places = [] if any(click.seen.index in call for call in calls) else _places(words, text, words_index)
    if places:
        is_there = any(abs(cursor - place - round(click.share)) <= 1 for place in places)
    else:  # a sign of ours: the value's own character beside it counts
        is_there = click.seen.character in OURS and any(
            -1 <= (cursor - place) * (-1 if away > 0 else 1) <= abs(away) + 1
            for away in range(-NEAR, NEAR + 1)
            for place in _places(words, text, words_index + away)
        )
    return "" if is_there else f"offset {target['offset']} of “{value[:60]}” for {where}"


def printed_characters(value: str) -> list[tuple[str, int]]:
    """The characters that a value prints, with their offsets."""
    return list(said_characters(value))


def is_affix(character: str, value: str, offset: int) -> bool:
    """Whether a character was typed in the brackets of the citation that the cursor is at."""
    cites = [cite for cite in CITE.finditer(value) if cite.start() - 1 <= offset <= cite.end() + 1]
    return any(character in cite[1] for cite in cites)


def _places(words: str, text: str, index: int) -> list[int]:
    """Where in the words of a value a character of the page stands, judged by what is around it."""
    length = min(WINDOW, len(words))
    found = set()
    for back in range(length):
        start = index - back
        part = text[start : start + length] if start >= 0 else ""
        place = words.find(part) if len(part) == length else -1
        while place >= 0:
            found.add(place + back)
            place = words.find(part, place + 1)
    return sorted(found)


def value_at(data: Any, at: str) -> Any:
    """The value of an address; None if there is none."""
    for key in at.split("."):
        try:
            data = data[int(key)] if isinstance(data, list) else data[key]
        except (LookupError, TypeError, ValueError):
            return None
    return data
