"""Which paragraph, row or table of an edition became which of the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from brochure.document import alignment
from brochure.document import diff as textdiff
from brochure.document.alignment import Pair
from brochure.word.ooxml import W
from brochure.word.tracked_changes.properties import P, form, styles, words
from brochure.word.tracked_changes.tokens import Content, TokenRules

ALIKE = 0.4  # from here on a paragraph is another's new wording, and its words are compared
_SAME_PLACE = 0.4  # what the same address adds to the likeness of two paragraphs


@dataclass
class Pairing:
    """Reads both editions, and pairs what belongs together.

    Args (fields):
        readings: How the paragraphs of the old and of the new edition are read.
        addresses: The addresses of bookmarks, of both editions.
    """

    readings: tuple[TokenRules, TokenRules]
    addresses: Mapping[str, str]
    _read: dict[etree._Element, Content] = field(default_factory=dict)

    def old(self, paragraph: etree._Element) -> Content:
        """The content of a paragraph of the old edition."""
        return self._content(paragraph, self.readings[0])

    def new(self, paragraph: etree._Element) -> Content:
        """The content of a paragraph of the new edition."""
        return self._content(paragraph, self.readings[1])

    def _content(self, paragraph: etree._Element, edition: TokenRules) -> Content:
        if paragraph not in self._read:
            self._read[paragraph] = edition.content(paragraph)
        return self._read[paragraph]

    def pairs(
        self, old: Sequence[etree._Element], new: Sequence[etree._Element]
    ) -> list[Pair[etree._Element]]:
        """Pair parts of both editions; their orders are kept."""
        return alignment.align_by_score(old, new, cache(self._score), self._same)

    def _score(self, old: etree._Element, new: etree._Element) -> float | None:
        if form(old) != form(new):
            return None
        if self._same(old, new):
            empty = not words(old) and next(old.iter(f"{{{W}}}drawing"), None) is None
            return 1 if empty else 2
        if not (words(old) or words(new)):
            return 0.5
        score = textdiff.likeness(words(old), words(new))
        if self._address(old) and self._address(old) == self._address(new):
            score += _SAME_PLACE
        return score if score >= ALIKE else None

    def _same(self, old: etree._Element, new: etree._Element) -> bool:
        """Whether nobody would see a difference."""
        if form(old) != form(new):
            return False
        if old.tag == P:
            before, after = self.old(old), self.new(new)
            return [token.key for token in before.tokens] == [token.key for token in after.tokens]
        return styles(old) == styles(new) and all(
            self._same(one, other) for one, other in zip(old.iter(P), new.iter(P), strict=True)
        )

    def _address(self, part: etree._Element) -> str:
        """The first address in an element."""
        for mark in part.iter(f"{{{W}}}bookmarkStart"):
            if found := self.addresses.get(mark.get(f"{{{W}}}name", "")):
                return found
        return ""
