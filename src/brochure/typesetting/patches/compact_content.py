"""Write what a page shows without saying it twice (ISO 32000-1, 8.4).

WeasyPrint sets the colour, the opacity and the font of each piece of text anew, puts a state of its own
around each phrase, and gives places and colours in millionths. What is left out here changes nothing on the
page but places, by less than a hundredth of a pixel, and colours, by less than a thousandth. Sizes of type
and widths of rules stay exact, as they are held against limits. :mod:`.lean_text` does the same for the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from brochure.typesetting.patches import compact_text as lean_text

_LONG = re.compile(rb"-?\d*\.\d{3,}")

_PLACES = (b"Tm", b"re", b"m", b"l", b"c", b"v", b"y")
_COLOURS = (b"rg", b"RG")
_HELD = frozenset([*_COLOURS, b"Tf", b"w", b"J", b"j", b"M", b"d"])  # until they are set again
_INSTEAD = {b"cs": b"rg", b"scn": b"rg", b"CS": b"RG", b"SCN": b"RG"}
_SEEN_THROUGH = {b"/a": b"ca", b"/A": b"CA"}  # states of opacity, as WeasyPrint names them
# What may stand in a state that is left out: text. The renderer sets colour and font again behind each state.
_TEXT = frozenset([b"BT", b"ET", b"Tm", b"Tf", b"TJ", b"rg", b"BDC", b"BMC", b"EMC"])


def _to_hundredths(number: re.Match[bytes]) -> bytes:
    """12.3456 is 12.35, and -0.0001 is 0.

    >>> _LONG.sub(_to_hundredths, b"12.3456 -0.0001 5.000012 .5 Tm")
    b'12.35 0 5 .5 Tm'
    """
    return b"%.10g" % (round(float(number[0]), 2) + 0.0)


def _to_thousandths(number: re.Match[bytes]) -> bytes:
    return b"%.10g" % (round(float(number[0]), 3) + 0.0)


_ROUNDED = dict.fromkeys(_PLACES, _to_hundredths) | dict.fromkeys(_COLOURS, _to_thousandths)


def apply() -> None:
    """Wrap ``pdf.add_tags``, behind :mod:`.lean_tags`, which joins what stands side by side now.

    Raises:
        RuntimeError: It is not where it is expected.
    """
    import weasyprint.pdf

    add = getattr(weasyprint.pdf, "add_tags", None)
    if add is None:
        raise RuntimeError("lean_content: weasyprint.pdf no longer uses add_tags")

    def add_tags(pdf: Any, document: Any, version: Any, page_streams: Sequence[Any]) -> None:
        for stream in page_streams:
            stream.stream[:] = lean(stream.stream)
        add(pdf, document, version, page_streams)
        _round_places(pdf)
        for stream in page_streams:
            widths = {font.hash.encode(): font.widths for font in stream._fonts.values()}
            stream.stream[:] = lean_text.lean(stream.stream, widths)

    weasyprint.pdf.add_tags = add_tags


def lean(tokens: Iterable[Any]) -> list[Any]:
    """The content of a page without what says nothing.

    Args:
        tokens: Operators with what they work on, as bytes; tag and properties of a mark are other things.
    """
    found: list[Any] = []
    state = {b"ca": b"/a1.0 gs", b"CA": b"/A1.0 gs"}  # a page begins with nothing see-through
    opened: list[tuple[int, dict[bytes, bytes]]] = []  # where a state begins, and what held before it
    bare: list[bool] = []  # whether it has only text so far
    for given in tokens:
        operator = given[given.rfind(b" ") + 1 :] if isinstance(given, bytes) else b""
        token = _LONG.sub(_ROUNDED[operator], given) if operator in _ROUNDED else given
        if operator == b"Q":
            place, before = opened.pop()
            if bare.pop() and all(before.get(key) == state.get(key) for key in _SEEN_THROUGH.values()):
                found[place] = None
                continue
            state = before
        elif operator == b"q":
            opened.append((len(found), dict(state)))
            bare.append(True)
        elif operator == b"gs":
            key = _SEEN_THROUGH.get(token[:2])
            if key is None:
                state, bare[-1:] = {}, [False] * bool(bare)
            elif state.get(key) == token:
                continue
            else:
                state[key] = token
        elif operator in _HELD:
            if state.get(operator) == token:
                continue
            state[operator] = token
        state.pop(_INSTEAD.get(operator, b""), None)
        if bare and operator and operator not in _TEXT and operator not in (b"q", b"gs"):
            bare[-1] = False
        found.append(token)
    return [token for token in found if token is not None]


def _round_places(pdf: Any) -> None:
    """Places of links and of what they lead to, to thousandths of a point."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    places = [entry for entry in names if isinstance(entry, list)]
    for item in pdf.objects:
        if isinstance(item, dict):
            places += [item[key] for key in ("Rect", "Dest") if isinstance(item.get(key), list)]
    for place in places:
        place[:] = [round(one, 3) if isinstance(one, float) else one for one in place]
