"""Plain text whose web addresses are links: citations, and texts that editors typed in Word."""

from __future__ import annotations

from collections.abc import Iterable

from brochure.document.markup import ADDRESS_START, join_texts
from brochure.document.tree import Inline, Inlines, Link, Text
from brochure.document.web_address import AddressError, address_target, bare_address


def link_addresses(text: str, known: Iterable[str] = ()) -> Inlines:
    """Return plain text as inlines; web addresses become links, nothing else is markup.

    ``known`` are addresses that stand in the text as they are, whatever follows them.
    """
    parts: list[Inline] = []
    index = start = 0
    whole = sorted(filter(None, known), key=len, reverse=True)
    while found := ADDRESS_START.search(text, index):
        index = found.start()
        typed = next((one for one in whole if text.startswith(one, index)), "")
        try:
            target = address_target(typed) if typed else ""
        except AddressError:
            target = ""
        if not target and (bare := bare_address(text, index, len(text))):
            typed, target = text[index : bare.end], bare.target
        if target:
            parts += [Text(text[start:index]), Link(typed, target)]
            start = index = index + len(typed)
        else:
            index += 1
    parts.append(Text(text[start:]))
    return join_texts([part for part in parts if part != Text("")])
