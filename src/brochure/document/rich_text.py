"""The rich text of CSL in a source: ``<i> <b> <sup> <sub> <sc> <span class="nocase">`` and entities.

:func:`marked` turns tags into single marker characters, which stay in their places while a citation style
puts the text together. :func:`marked_inlines` turns the markers of the finished text into inlines. The
markers are noncharacters of Unicode, so no text has them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from brochure.document import superscripts
from brochure.document.linked_text import link_addresses
from brochure.document.markup import join_texts
from brochure.document.tree import Inline, Inlines, Strong, SuperSub, Text, plain_text

BOLD, ITALIC, RAISED, LOWERED, SMALL_CAPS, NO_CASE, CLOSE = map(chr, range(0xFDD0, 0xFDD7))
KATAKANA_DOT = "\ufdd7"  # after the given name of a person written in katakana
NO_BLANK = "\ufdd8"  # before a word that takes no blank before it
MARKERS = re.compile("[\ufdd0-\ufdef]")

_TAG = re.compile(r"<(/?)(i|em|b|strong|sup|sub|sc|span)((?:\s[^<>]*)?)>", re.IGNORECASE)
_OPENERS = {
    "i": ITALIC, "em": ITALIC, "b": BOLD, "strong": BOLD, "sup": RAISED, "sub": LOWERED, "sc": SMALL_CAPS
}  # fmt: skip
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_DOUBLED_STOP = re.compile(f"([.,;:!?])([{ITALIC}-{CLOSE}]+)\\1")


def marked(text: str) -> str:
    """Return a text with markers instead of tags, and characters instead of entities.

    A tag without its partner stays as it is typed, so that the reader of the proof sees it.
    """
    return _parsed(text)[0]


def unclosed_tags(text: str) -> list[str]:
    """Return the tags that have no partner.

    >>> unclosed_tags("<i>E. coli</i> in H<sub>2O &lt;i&gt;")
    ['<sub>']
    """
    return _parsed(text)[1]


def _parsed(text: str) -> tuple[str, list[str]]:
    """Return a text with markers, and the tags that have no partner."""
    text = MARKERS.sub("", text)
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []  # tags without a partner so far, and their piece
    alone: list[str] = []
    index = 0
    for tag in _TAG.finditer(text):
        pieces += [_characters(text[index : tag.start()]), tag[0]]
        name = tag[2].lower()
        if not tag[1]:
            opened.append((name, len(pieces) - 1))
        elif opened and opened[-1][0] == name:
            place = opened.pop()[1]
            pieces[place], pieces[-1] = _opener(name, pieces[place]), CLOSE
        else:
            alone.append(tag[0])
        index = tag.end()
    pieces.append(_characters(text[index:]))
    return "".join(pieces), [*(pieces[place] for _, place in opened), *alone]


def marked_inlines(text: str, addresses: Iterable[str] = ()) -> Inlines:
    """Return a text with markers as inlines; web addresses are links.

    ``addresses`` are in the text as they are, whatever follows them.

    The document tree has no italic and no small capitals: their words are printed upright, as Japanese text
    does it. Bold is emphasised.
    """
    text = _DOUBLED_STOP.sub(r"\1\2", text)
    stack: list[tuple[str, list[Inline]]] = [("", [])]
    for piece in re.split(f"([{BOLD}-{CLOSE}])", text):
        if piece == CLOSE and len(stack) > 1:
            opener, children = stack.pop()
            stack[-1][1].extend(_closed(opener, join_texts(children)))
        elif piece and BOLD <= piece < CLOSE:
            stack.append((piece, []))
        elif piece and piece != CLOSE:
            stack[-1][1].append(Text(piece))
    while len(stack) > 1:
        opener, children = stack.pop()
        stack[-1][1].extend(_closed(opener, join_texts(children)))
    return _linked(join_texts(stack[0][1]), tuple(addresses))


def plain_rich_text(text: str) -> str:
    """Return a field of a source as plain text.

    >>> plain_rich_text("<i>E. coli</i> &amp; CO<sub>2</sub>, 10<sup>-9</sup> m<sup>ab</sup>")
    'E. coli & CO₂, 10⁻⁹ mᵃᵇ'
    """
    return plain_text(marked_inlines(marked(text)))


def _shifted(text: str) -> Iterator[Text | SuperSub]:
    for part, is_super in superscripts.split_superscripts(text):
        yield Text(part) if is_super is None else SuperSub(part, is_super)


def _opener(name: str, tag: str) -> str:
    """Return the marker of an opening tag."""
    if name != "span":
        return _OPENERS[name]
    return SMALL_CAPS if "small-caps" in tag else NO_CASE


def _characters(text: str) -> str:
    """Return a text with its entities as characters; what only looks like an entity stays."""
    return _ENTITY.sub(lambda found: MARKERS.sub("", html.unescape(found[0])), text)


def _closed(opener: str, children: Inlines) -> Inlines:
    """Return the words between two markers."""
    if not children:
        return ()
    if opener == BOLD:
        inner = tuple(part for child in children for part in _unwrapped(child))
        return (Strong(tuple(join_texts(list(inner)))),)
    if opener in (RAISED, LOWERED):
        return (SuperSub(superscripts.with_minus(plain_text(children)), opener == RAISED),)
    return children


def _unwrapped(part: Inline) -> Inlines:
    """Return the children of a strong, because a strong has none in it."""
    return part.children if isinstance(part, Strong) else (part,)


def _linked(parts: Inlines, addresses: tuple[str, ...]) -> Inlines:
    """Return inlines with the web addresses of their texts as links, and superscript characters as such."""
    made: list[Inline] = []
    for part in parts:
        match part:
            case Text(text=text):
                for piece in link_addresses(text, addresses):
                    made += _shifted(piece.text) if isinstance(piece, Text) else [piece]
            case Strong(children=children):
                made.append(Strong(_linked(children, addresses)))
            case _:
                made.append(part)
    return join_texts(made)
