"""Warnings about characters that look like those that are meant (Y211 to Y215)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brochure.diagnostics.problem import Problem, problem
from brochure.document.look_alikes import LookAlike, LookAlikeKind
from brochure.schema.printed_texts import PrintedText

CODES = {
    LookAlikeKind.HALF_WIDTH: "Y211",
    LookAlikeKind.RADICAL: "Y212",
    LookAlikeKind.INVISIBLE: "Y213",
    LookAlikeKind.SPACE: "Y214",
    LookAlikeKind.MIXED: "Y215",
}
"""The codes; decomposed characters have warnings of their own (Y207, Y208)."""

MOST_SHOWN = 8


def look_alike_warnings(texts: Iterable[PrintedText]) -> Iterator[Problem]:
    """Yield a warning for each file and kind of look-alikes: at the first one, with the number of all."""
    found: dict[tuple[str, LookAlikeKind], list[tuple[PrintedText, LookAlike]]] = {}
    for text in texts:
        for one in text.look_alikes():
            if one.kind in CODES:
                found.setdefault((text.source.file, one.kind), []).append((text, one))
    for (_, kind), places in found.items():
        text, first = places[0]
        yield problem(
            CODES[kind],
            text.source.locate(text.path, first.offset),
            count=len(places),
            characters=_shown([one for _, one in places], kind),
        )


def _shown(found: list[LookAlike], kind: LookAlikeKind) -> str:
    """Return the first different characters with their code points, and what is meant."""
    words: dict[str, None] = {}
    for one in found:
        if kind is LookAlikeKind.HALF_WIDTH:
            words[f"{one.typed} → {one.meant}"] = None
        elif kind in (LookAlikeKind.RADICAL, LookAlikeKind.MIXED):
            typed, meant = code_points(one.typed), code_points(one.meant)
            words[f"{one.typed} ({typed}) → {one.meant} ({meant})"] = None
        else:
            kept = one.meant if kind is LookAlikeKind.INVISIBLE else ""
            words |= dict.fromkeys(code_points(sign) for sign in one.typed if sign not in kept)
    return list_some(list(words))


def code_points(text: str) -> str:
    """Return the code points of a text: ``U+2F24 U+E0100``."""
    return " ".join(f"U+{ord(character):04X}" for character in text)


def list_some(words: list[str]) -> str:
    """Return some words for a message in any language, and how many more there are.

    >>> list_some(list("abcdefghij"))
    'a, b, c, d, e, f, g, h … (+2)'
    """
    more = len(words) - MOST_SHOWN
    return ", ".join(words[:MOST_SHOWN]) + (f" … (+{more})" if more > 0 else "")
