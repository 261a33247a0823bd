"""Leave out redundant operators of page content (ISO 32000-1, 8.4).

WeasyPrint sets colour, opacity and font again for each piece of text, saves and restores the state around
each phrase, and writes positions and colours with six decimals. The shorter content changes positions by less
than a hundredth of a pixel and colours by less than a thousandth. Sizes of type and widths of rules stay
exact, as they are compared with limits. :mod:`.compact_text` does the same for the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from brochure.typesetting.patches import compact_text

_LONG = re.compile(rb"-?\d*\.\d{3,}")

_PLACES = (b"Tm", b"re", b"m", b"l", b"c", b"v", b"y")
_COLOURS = (b"rg", b"RG")
_STATE_OPERATORS = frozenset(
    [*_COLOURS, b"Tf", b"w", b"J", b"j", b"M", b"d"]
)  # stay in force until they are set again
_REPLACED = {b"cs": b"rg", b"scn": b"rg", b"CS": b"RG", b"SCN": b"RG"}
_OPACITY = {b"/a": b"ca", b"/A": b"CA"}  # opacity states, as WeasyPrint names them
# A saved state is left out if it contains only these operators. The renderer sets colour and font again after
# each state.
_TEXT = frozenset([b"BT", b"ET", b"Tm", b"Tf", b"TJ", b"rg", b"BDC", b"BMC", b"EMC"])


def _to_hundredths(number: re.Match[bytes]) -> bytes:
    """Round to two decimals: 12.3456 is 12.35, and -0.0001 is 0.

    >>> _LONG.sub(_to_hundredths, b"12.3456 -0.0001 5.000012 .5 Tm")
    b'12.35 0 5 .5 Tm'
    """
    return b"%.10g" % (round(float(number[0]), 2) + 0.0)


def _to_thousandths(number: re.Match[bytes]) -> bytes:
    return b"%.10g" % (round(float(number[0]), 3) + 0.0)


_ROUNDED = dict.fromkeys(_PLACES, _to_hundredths) | dict.fromkeys(_COLOURS, _to_thousandths)


def apply() -> None:
    """Wrap ``pdf.add_tags``, after :mod:`.compact_tags`, which then joins sequences that become adjacent.

    Raises:
        RuntimeError: It is not where it is expected.
    """
    import weasyprint.pdf

    add = getattr(weasyprint.pdf, "add_tags", None)
    if add is None:
        raise RuntimeError("compact_content: weasyprint.pdf no longer uses add_tags")

    def add_tags(pdf: Any, document: Any, version: Any, page_streams: Sequence[Any]) -> None:
        for stream in page_streams:
            stream.stream[:] = compact_page_content(stream.stream)
        add(pdf, document, version, page_streams)
        _round_places(pdf)
        for stream in page_streams:
            widths = {font.hash.encode(): font.widths for font in stream._fonts.values()}
            stream.stream[:] = compact_text.compact_page_text(stream.stream, widths)

    weasyprint.pdf.add_tags = add_tags


def compact_page_content(tokens: Iterable[Any]) -> list[Any]:
    """The content of a page without redundant operators.

    Args:
        tokens: Operators with their operands, as bytes; tags and property lists of marked content as they
    are.
    """
    found: list[Any] = []
    state = {b"ca": b"/a1.0 gs", b"CA": b"/A1.0 gs"}  # a page begins with full opacity
    opened: list[tuple[int, dict[bytes, bytes]]] = []  # index of each open q, and the state before it
    bare: list[bool] = []  # whether it contains only text so far
    for given in tokens:
        operator = given[given.rfind(b" ") + 1 :] if isinstance(given, bytes) else b""
        token = _LONG.sub(_ROUNDED[operator], given) if operator in _ROUNDED else given
        if operator == b"Q":
            place, before = opened.pop()
            if bare.pop() and all(before.get(key) == state.get(key) for key in _OPACITY.values()):
                found[place] = None
                continue
            state = before
        elif operator == b"q":
            opened.append((len(found), dict(state)))
            bare.append(True)
        elif operator == b"gs":
            key = _OPACITY.get(token[:2])
            if key is None:
                state, bare[-1:] = {}, [False] * bool(bare)
            elif state.get(key) == token:
                continue
            else:
                state[key] = token
        elif operator in _STATE_OPERATORS:
            if state.get(operator) == token:
                continue
            state[operator] = token
        state.pop(_REPLACED.get(operator, b""), None)
        if bare and operator and operator not in _TEXT and operator not in (b"q", b"gs"):
            bare[-1] = False
        found.append(token)
    return [token for token in found if token is not None]


def _round_places(pdf: Any) -> None:
    """Round positions of links and destinations to thousandths of a point."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    places = [entry for entry in names if isinstance(entry, list)]
    for item in pdf.objects:
        if isinstance(item, dict):
            places += [item[key] for key in ("Rect", "Dest") if isinstance(item.get(key), list)]
    for place in places:
        place[:] = [round(one, 3) if isinstance(one, float) else one for one in place]
