"""Where a web address may break at the end of a line: after a slash, and before ``. ? & = # _ - %``.

A sign at the start of a line cannot be read as a full stop, a hyphen or a blank that ends the line before
(The Chicago Manual of Style, 7.46). No hyphen is added. U+200B marks the places where an address may break,
U+2060 those where Unicode (UAX #14) would break it and these rules do not; neither has a glyph. Pages and
Word files have the same places.
"""

from __future__ import annotations

import re

from brochure.document.line_breaking import JAPANESE, OPENING, needs_autospace
from brochure.document.web_address import bare_address

BREAK = "\u200b"
JOINER = "\u2060"
SHORT_END = 5.0  # em: a shorter end of an address does not stand on a line of its own
NO_BREAK = 1000.0  # the cost of a break where an address has none

_START = re.compile(r"(?:https?|ftp)://|www\.(?=[\w-]+\.)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z]+://", re.IGNORECASE)
_HOST = re.compile(r"[^/?#]*")
_NAME = re.compile(r"(?<![\w.])(?:[\w.+-]+@)?(?:[\w-]+\.)+[a-z]{2,}(?![\w-])", re.ASCII)
_ASCII_RUN = re.compile(r"[!-~]+")
_SIGNS = ".?&=#_-%"
_BREAKS_AFTER = "-?!|}])"  # of Unicode
_IN_SCHEME_OR_HOST = 10.0
_COSTS = {"/": 0.0, "?": 1.0, "#": 1.0, "&": 1.0, "=": 3.0, "_": 5.0, "-": 5.0, ".": 5.0, "%": 5.0}
_MARKED = re.compile(rf"(?<=/){BREAK}+(?=[!-~]|$)|(?:^|(?<=[!-~])){BREAK}+(?=[{re.escape(_SIGNS)}])")
_SHORT_ADDRESS = 24  # characters: ``https://www.example.jp/`` has 23
_LONG_PIECE = 30  # characters: a longer end of an address breaks even if its last line is short


def find_addresses(text: str, url: str = "") -> list[tuple[int, int]]:
    """Return where web addresses begin and end in a text; ``url`` is the target of a link with this text.

    >>> find_addresses("県（https://example.jp/a）と www.example.jp。")
    [(2, 22), (25, 39)]
    >>> find_addresses("example.jp/遼寧（省）", "https://example.jp/遼寧（省）")
    [(0, 16)]
    """
    if url and not re.search(r"\s", text) and (_START.match(text) or _is_part(text, url)):
        return [(0, len(text))]
    found, index = [], 0
    while start := _START.search(text, index):
        bare = bare_address(text, start.start(), len(text))
        run = _ASCII_RUN.match(text, start.start())
        index = bare.end if bare else run.end() if run else start.end()
        if start.start() == 0 or not re.match(r"[A-Za-z0-9@._/-]", text[start.start() - 1]):
            found.append((start.start(), index))
    return found


def _is_part(text: str, url: str) -> bool:
    """Whether the text of a link is its address without the scheme, or the host of it."""
    return "." in text and bool(_START.match(url)) and text.casefold() in url.casefold()


def find_names(text: str) -> list[tuple[int, int]]:
    """Return where mail addresses and names of hosts begin and end in a text; they do not break.

    >>> find_names("県（info@example.jp）とexample.com")
    [(2, 17), (19, 30)]
    """
    return [found.span() for found in _NAME.finditer(text)]


def starts_with_address(text: str) -> bool:
    """Whether a text begins with a web or mail address or the name of a host, brackets before it aside.

    >>> [starts_with_address(text) for text in ("（https://example.jp/", "example.jpの", "県")]
    [True, True, False]
    """
    bare = text.lstrip("".join(OPENING))
    return bool(_START.match(bare) or _NAME.match(bare))


def break_places(address: str) -> list[int]:
    """Return the places in an address where a line may end.

    >>> address = "https://example.jp/a-b/search?q=1"
    >>> places = [0, *break_places(address), len(address)]
    >>> [address[start:end] for start, end in zip(places, places[1:])]
    ['https://', 'example', '.jp/', 'a', '-b/', 'search', '?q', '=1']
    """
    return [index for index in range(1, len(address)) if _may_break(address[index - 1], address[index])]


def _may_break(one: str, other: str) -> bool:
    return other != "/" if one == "/" else other in _SIGNS and one not in f"{_SIGNS}:"


def break_cost(address: str, place: int) -> float:
    """Return how bad a break is, in em of an empty end of line that is as bad.

    >>> [break_cost("https://example.jp/a.html", place) for place in (8, 15, 19, 20, 21)]
    [10.0, 10.0, 0.0, 5.0, 1000.0]
    """
    if not 0 < place < len(address) or not _may_break(address[place - 1], address[place]):
        return NO_BREAK
    scheme = _SCHEME.match(address)
    host = _HOST.match(address, scheme.end() if scheme else 0)
    if host and place <= host.end():
        return _IN_SCHEME_OR_HOST
    return _COSTS["/" if address[place - 1] == "/" else address[place]]


def mark_breaks(address: str, *, whole_end: bool = False) -> str:
    """Put U+200B and U+2060 into an address.

    Args:
        address: The address.
        whole_end: Give a short end of the address and a short address no break, for programs that fill each
            line as far as they can and would leave ``.html`` alone on the last one.

    >>> mark_breaks("https://example.jp/2024/a.html").split(BREAK)
    ['https://', 'example', '.jp/', '2024/', 'a', '.html']
    >>> mark_breaks("https://example.jp/2024/a.html", whole_end=True).split(BREAK)
    ['https://', 'example', '.jp/', '2024/a.html']
    """
    places = set(_without_short_end(address) if whole_end else break_places(address))
    made = [address[:1]]
    for index in range(1, len(address)):
        one, other = address[index - 1], address[index]
        if index in places:
            made.append(BREAK)
        elif one in _BREAKS_AFTER or needs_autospace(one, other):
            made.append(JOINER)  # an address has no space between Japanese and Latin either
        made.append(other)
    return "".join(made)


def _without_short_end(address: str) -> list[int]:
    places = break_places(address) if len(address) > _SHORT_ADDRESS else []
    while (
        len(places) > 1
        and width_in_em(address[places[-1] :]) < SHORT_END
        and len(address) - places[-2] <= _LONG_PIECE
    ):
        places.pop()
    return places


def mark_addresses(text: str, url: str = "", *, whole_end: bool = False) -> str:
    """Mark the breaks of the addresses in a text; ``url`` is the target of a link with this text."""
    made, index = [], 0
    for start, end in find_addresses(text, url):
        made += [text[index:start], mark_breaks(text[start:end], whole_end=whole_end)]
        index = end
    return "".join([*made, text[index:]]) if made else text


def without_breaks(text: str, url: str = "") -> str:
    """Return a text without the marks of breaks in addresses, also in a part of one; others were typed.

    >>> without_breaks("https://\u200bexample\u200b.jp/"), without_breaks("県\u200b市") == "県\u200b市"
    ('https://example.jp/', True)
    """
    spans = find_addresses(text.replace(BREAK, ""), url)
    made, place = [], 0
    for character in text:
        if character != BREAK or not any(start < place < end for start, end in spans):
            made.append(character)
        place += character != BREAK
    return _MARKED.sub("", "".join(made))


def width_in_em(text: str) -> float:
    """Return about how wide a text is, in em: Latin letters are a little wider than half an em."""
    return sum(1.0 if JAPANESE.match(character) else 0.55 for character in text)
