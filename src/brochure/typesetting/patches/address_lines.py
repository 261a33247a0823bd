"""Lines that end in or before a web address: they break at the best place, and are not spread.

WeasyPrint breaks a line at the last place that fits. In an address that is often the worst: within the host,
or before ``.html``, which is left alone on the last line. Here each place where the address may break has a
cost (:func:`brochure.document.address_breaks.break_cost`), and so has an empty end of the line; the line is
laid out again with the cheapest break. The words before an address are few, and to spread them as far as the
address needs tears them apart; so such a line keeps its spaces in justified text too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brochure.document.address_breaks import (
    BREAK,
    JOINER,
    NO_BREAK,
    SHORT_END,
    break_cost,
    find_addresses,
    find_names,
    width_in_em,
)
from brochure.document.line_breaking import CLOSING, OPENING, QUARTER, STOPS
from brochure.typesetting.patches.emergency_breaks import COLLECTED, LINE_CHILDREN, PARAMETERS, SKIP_STACK
from brochure.typesetting.patches.justify import OWN_MAX_GAP
from brochure.typesetting.patches.url_breaks import link_of

_KEPT = "brochure_addresses"  # attribute of a line box: its children, and its addresses
_MAX_GAP = 0.25  # em: the widest gap of other lines in a paragraph with an address (JLREQ 3.8.4)
_MARKS = frozenset(BREAK + JOINER + QUARTER)  # added to the boxes, not part of the text
_OTHER_BOX = "\ufffc"
_BEFORE_ADDRESS = 2.0  # em: the cost of a break before an address, beside that of the empty end of the line
_SHORT_END = 15.0  # em: the cost of a short last line
_ROOM = 0.05  # CSS pixels: sums of widths are not exact
_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Addresses:
    """The text of a line box and the addresses in it.

    Attributes:
        text: The text without marks; a box that is not text is one character.
        places: For each character of the text with marks, and its end, the place in ``text``.
        starts: Where each leaf begins in the text with marks, by the id of its box.
        web: Start and end of the web addresses in ``text``.
        names: The same of mail addresses and names of hosts, which do not break.
    """

    text: str
    places: tuple[int, ...]
    starts: dict[int, int]
    web: tuple[tuple[int, int], ...]
    names: tuple[tuple[int, int], ...]

    def around(self, place: int) -> tuple[int, int] | None:
        """The web address in which a place lies."""
        return next((one for one in self.web if one[0] < place < one[1]), None)

    def is_before(self, place: int) -> bool:
        """Whether an address begins at a place, or behind its opening brackets."""
        return any(
            place <= start and OPENING.issuperset(self.text[place:start])
            for start, _ in self.web + self.names
        )

    def may_break(self, place: int, before: int, start: int) -> bool:
        """Whether a line may end at a place in the address that begins at ``start``, or at ``before``."""
        address = self.around(place)
        if address is None or address[0] != start:
            return place == before
        return break_cost(self.text[slice(*address)], place - start) < NO_BREAK

    def cost(self, place: int, address: tuple[int, int]) -> float:
        """The cost of a break in or before an address, in em."""
        start, end = address
        cost = _BEFORE_ADDRESS if place <= start else break_cost(self.text[start:end], place - start)
        behind = self.text[end:]
        is_end = len(behind) <= 2 and (CLOSING | STOPS).issuperset(behind)
        return cost + (_SHORT_END if is_end and width_in_em(self.text[place:]) < SHORT_END else 0)


def apply() -> None:
    """Wrap ``layout.inline.split_inline_box``, which fills a line.

    Raises:
        RuntimeError: Its parameters differ from the expected ones.
    """
    import inspect

    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline

    fill = inline.split_inline_box
    if list(inspect.signature(fill).parameters) != [*PARAMETERS[:4], "others"]:
        raise RuntimeError("address_lines: emergency_breaks did not wrap split_inline_box")

    def split_inline_box(context: Any, box: Any, position_x: float, max_x: float, *others: Any) -> Any:
        made = fill(context, box, position_x, max_x, *others)
        if not isinstance(box, boxes.LineBox) or made[1] is None or made[2]:
            return made
        if (found := _addresses(box)) is None:
            return made
        place = _place(box, made[1], found)
        if (address := found.around(place)) and not any(others[COLLECTED]):
            made = _better(fill, (context, box, position_x, max_x, *others), made, found, address)
            place = _place(box, made[1], found)
        natural = found.around(place) is not None or found.is_before(place)
        setattr(made[0], OWN_MAX_GAP, 0 if natural else _MAX_GAP)
        return made

    inline.split_inline_box = split_inline_box


def _better(
    fill: Any, arguments: tuple[Any, ...], made: Any, found: _Addresses, address: tuple[int, int]
) -> Any:
    """The line with the cheapest break; ``made`` is the line that is as full as it can be."""
    context, box, position_x, max_x, *others = arguments
    em: float = box.style["font_size"]
    last = _place(box, made[1], found)
    ends = dict(_ends(context, box, others[SKIP_STACK], made[0], found, address[0]))
    if last not in ends:  # the line has lost characters
        return made
    full = ends.pop(last)

    def cost(place: int) -> float:
        return found.cost(place, address) + (full - ends.get(place, full)) / em

    for place in sorted({*ends, last}, key=lambda place: (cost(place), -place))[:_TRIES]:
        if place == last:
            break
        others[LINE_CHILDREN].clear()
        tried = fill(context, box, position_x, ends[place] + _ROOM, *others)
        if tried[1] is not None and _place(box, tried[1], found) == place:
            return tried
    others[LINE_CHILDREN].clear()
    return fill(context, box, position_x, max_x, *others)


def _ends(
    context: Any, box: Any, skip_stack: Any, line: Any, found: _Addresses, start: int
) -> Iterator[tuple[int, float]]:
    """Where a line may break in or before an address, and where it ends then; at last where it ends now."""
    from weasyprint.layout.inline import split_text_box

    first = start
    while first and found.text[first - 1] in OPENING:
        first -= 1
    index = _index(box, skip_stack, found) if skip_stack else 0
    begin, end = found.places[index], 0.0
    for leaf in _leaves(line):
        text = _text(leaf)
        for offset in range(len(text)):
            place = found.places[index + offset]
            if place > begin and text[offset] not in _MARKS and found.may_break(place, first, start):
                shown = text[:offset].rstrip(QUARTER)
                before = split_text_box(context, leaf.copy_with_text(shown), None, 0)[0].width if shown else 0
                yield place, leaf.position_x + before
        index += len(text)
        end = leaf.position_x + leaf.margin_width()
    yield found.places[index], end


def _addresses(box: Any) -> _Addresses | None:
    """The addresses in a line box; None if it has none."""
    known = box.__dict__.get(_KEPT)
    if known is None or known[0] is not box.children:
        known = box.__dict__[_KEPT] = box.children, _find(box)
    return known[1]  # type: ignore[no-any-return]


def _find(box: Any) -> _Addresses | None:
    text, places = "", list[int]()
    starts, web = dict[int, int](), list[tuple[int, int]]()
    for leaf in _leaves(box):
        starts[id(leaf)] = len(places)
        begin = len(text)
        for character in _text(leaf):
            places.append(len(text))
            text += "" if character in _MARKS else character
        if "." in text[begin:]:
            url = link_of(leaf)
            web += [(begin + start, begin + end) for start, end in find_addresses(text[begin:], url)]
    names = find_names(text) if "." in text else []
    if not web and not names:
        return None
    return _Addresses(text, (*places, len(text)), starts, tuple(web), tuple(names))


def _place(box: Any, resume_at: Any, found: _Addresses) -> int:
    return found.places[_index(box, resume_at, found)]


def _index(box: Any, resume_at: Any, found: _Addresses) -> int:
    """The index in the text with marks at which a line begins."""
    from weasyprint.formatting_structure import boxes

    ((index, inner),) = resume_at.items()
    if isinstance(box, boxes.TextBox):
        return found.starts[id(box)] + len(box.text.encode()[: index or 0].decode())
    children = box.children[index:]
    if inner is not None and children:
        return _index(children[0], inner, found)
    following = (leaf for child in children for leaf in _leaves(child))
    leaf = next(following, None)
    if leaf is None:  # the rest of this box has no text
        return _end(box, found)
    return found.starts[id(leaf)]


def _end(box: Any, found: _Addresses) -> int:
    last = None
    for leaf in _leaves(box):
        last = leaf
    return 0 if last is None else found.starts[id(last)] + len(_text(last))


def _text(leaf: Any) -> str:
    from weasyprint.formatting_structure import boxes

    return str(leaf.text) if isinstance(leaf, boxes.TextBox) else _OTHER_BOX


def _leaves(box: Any) -> Iterator[Any]:
    """The boxes that stand side by side on a line."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _leaves(child)
    elif not isinstance(box, boxes.TextBox) or box.text:
        yield box
