"""Where each value stands on the finished pages, character by character.

After layout the text boxes of an element print its characters in the same order. What the renderer adds (the
space between Japanese and Latin, characters that forbid a break, generated text) belongs to no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from brochure.typesetting.value_marks import CALL, PrintedCharacter, PrintedValues

MM = 25.4 / 96  # of a CSS pixel
HEADS = ("partner.name", "partner.country", "_series:title")  # values that running heads repeat
GENERATED = 100_000  # the turn of generated text, which is no text of a value
_ADDED = frozenset("\u2005\u2060\u200b\u00ad")  # in a box by the renderer, or in the tree and not in the box


@dataclass(frozen=True, slots=True)
class ValueBox:
    """A piece of a line that one value prints, in mm from the upper left corner of the page.

    Attributes:
        at: The address of the value.
        start: The number of its first character among all that the address prints in this turn.
        page: The page, from 0.
        x, y, width, height: The rectangle.
        edges: The left edge of each character, and the right edge of the last. None for a picture.
        text: What is printed; empty for a picture.
        turn: The number of the place, from 0, if the value is printed at several.
    """

    at: str
    start: int
    page: int
    x: float
    y: float
    width: float
    height: float
    edges: tuple[float, ...] | None = None
    text: str = ""
    turn: int = 0


def value_boxes(document: Any, printed: PrintedValues) -> tuple[ValueBox, ...]:
    """Return the boxes of all values, page by page.

    Args:
        document: WeasyPrint's document, before it is written.
        printed: What the values print, from :func:`brochure.typesetting.value_marks.take_out_marks`.
    """
    reader = _ElementReader(printed)
    return tuple(
        box
        for number, page in enumerate(document.pages)
        for drawn in page._page_box.descendants(placeholders=True)
        for box in _boxes_of(getattr(drawn, "_box", drawn), number, reader, printed)
    )


def _boxes_of(box: Any, page: int, reader: _ElementReader, printed: PrintedValues) -> Iterator[ValueBox]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.ReplacedBox) and (at := printed.pictures.get(box.element)):
        x, y = box.content_box_x() * MM, box.content_box_y() * MM
        yield ValueBox(at, 0, page, x, y, box.width * MM, box.height * MM)
    if not isinstance(box, boxes.TextBox) or not box.text or box.pango_layout is None:
        return
    if "::" in (box.element_tag or ""):  # generated text, such as the marker of a footnote
        yield from _generated(box, page)
        return
    owners = (
        reader.owners(box.element, box.text) if box.element is not None else _heads(box.text, page, printed)
    )
    if not any(owners):
        return
    edges = [(box.position_x + edge) * MM for edge in character_edges(box)]
    for owner, group in groupby(
        range(len(owners)), lambda index: (one := owners[index]) and (one.at, one.turn)
    ):
        if not owner or not owner[0]:
            continue
        indexes = list(group)
        first, last = indexes[0], indexes[-1]
        number = owners[first].index  # type: ignore[union-attr]  # its address is not empty
        left, right = min(edges[first], edges[last + 1]), max(edges[first], edges[last + 1])
        yield ValueBox(
            owner[0],
            number,
            page,
            left,
            _top(box),
            right - left,
            box.height * MM,
            tuple(edges[first : last + 2]),
            box.text[first : last + 1],
            owner[1],
        )


def _top(box: Any) -> float:
    """The top of a text in mm; its position is that of its line, which is higher by half of the leading."""
    return float((box.position_y + box.margin_top) * MM)


def _generated(box: Any, page: int) -> Iterator[ValueBox]:
    """The box of the call of a footnote, or of its marker."""
    note = box.element.get("data-note") if box.element is not None else None
    at = {
        "x-note::footnote-call": f"{CALL}{note}",
        "x-note::footnote-marker": note and box.element.get("data-note-at"),
    }.get(box.element_tag)
    if note and at:
        edges = tuple((box.position_x + edge) * MM for edge in character_edges(box))
        x, width = edges[0], edges[-1] - edges[0]
        yield ValueBox(at, 0, page, x, _top(box), width, box.height * MM, edges, box.text, GENERATED)


def _heads(text: str, page: int, printed: PrintedValues) -> list[PrintedCharacter | None]:
    """The characters of values that a running head repeats; None for the others."""
    owners: list[PrintedCharacter | None] = [None] * len(text)
    places = [place for place, character in enumerate(text) if character not in _ADDED]
    bare = "".join(text[place] for place in places)
    behind = 0
    for at in HEADS:
        words = "".join(one for one in printed.first_texts.get(at, "") if one not in _ADDED)
        if words and (start := bare.find(words, behind)) >= 0:
            behind = start + len(words)
            for index, character in enumerate(words):
                owners[places[start + index]] = PrintedCharacter(character, at, index, page + 1)
    return owners


class _ElementReader:
    """Reads the characters of each element once, however many boxes print them."""

    def __init__(self, printed: PrintedValues) -> None:
        self.printed = printed
        self.places: dict[Any, int] = {}

    def owners(self, element: Any, text: str) -> list[PrintedCharacter | None]:
        """The characters of the tree that a box prints; None for those that the renderer added."""
        stream = self.printed.characters.get(element, ())
        place = self.places.get(element, 0)
        if all(one.character.isspace() for one in stream[place:]):
            place = 0  # the head of a table stands on the next page again
        found: list[PrintedCharacter | None] = []
        for character in text:
            index = place
            while index < len(stream) and _is_skipped(stream[index].character, character):
                index += 1
            if index < len(stream) and _is_same(stream[index].character, character):
                found.append(stream[index])
                place = index + 1
            else:
                found.append(None)
        self.places[element] = place
        return found


def _is_same(typed: str, printed: str) -> bool:
    return typed == printed or (printed == " " and typed.isspace())


def _is_skipped(typed: str, printed: str) -> bool:
    """Whether a character of the tree need not be in the box: a blank at a line's end, a mark for breaks."""
    return not _is_same(typed, printed) and (typed.isspace() or typed in _ADDED)


def character_edges(box: Any) -> list[float]:
    """Return where each character of a text box begins and the last one ends, in px from the left of the box.

    Characters of one cluster, as in a ligature, share its width evenly.
    """
    from weasyprint.text.ffi import FROM_UNITS, ffi

    layout = box.pango_layout
    layout.reactivate(box.style)
    starts: dict[int, float] = {}
    x = 0.0
    try:
        line, _ = layout.get_first_line()
        run = line.runs[0]
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            for index in range(glyphs.num_glyphs):
                starts.setdefault(item.offset + glyphs.log_clusters[index], x)
                x += glyphs.glyphs[index].geometry.width * FROM_UNITS
            run = run.next
    finally:
        layout.deactivate()
    return _shared_evenly(box.text, starts, x)


def _shared_evenly(text: str, starts: dict[int, float], width: float) -> list[float]:
    """Edges of characters from those of clusters by UTF-8 offset."""
    known: list[float | None] = []
    byte = 0
    for character in text:
        known.append(starts.get(byte))
        byte += len(character.encode())
    known.append(width)
    edges: list[float] = []
    for index, edge in enumerate(known):
        if edge is not None:
            edges.append(edge)
            continue
        after = next(place for place in range(index, len(known)) if known[place] is not None)
        before, end = (edges[-1] if edges else 0.0), known[after] or 0.0
        edges.append(before + (end - before) / (after - index + 1))
    return edges
