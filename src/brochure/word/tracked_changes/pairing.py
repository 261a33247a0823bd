"""Pair the paragraphs, rows and tables of two editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from brochure.document import alignment, diff
from brochure.document.alignment import Pair
from brochure.word.ooxml import W
from brochure.word.tracked_changes.properties import P, inner_styles, part_kind, part_text
from brochure.word.tracked_changes.tokens import TokenisedParagraph, TokenRules

ALIKE = 0.4  # the smallest likeness of two versions of one paragraph, whose words are compared
_SAME_PLACE = 0.4  # added to the likeness of two paragraphs with the same address


@dataclass
class Pairing:
    """Reads both editions and pairs their parts.

    Args (fields):
        readings: The rules to read paragraphs of the old and of the new edition.
        addresses: The addresses by bookmark, of both editions.
    """

    readings: tuple[TokenRules, TokenRules]
    addresses: Mapping[str, str]
    _read: dict[etree._Element, TokenisedParagraph] = field(default_factory=dict)

    def read_old(self, paragraph: etree._Element) -> TokenisedParagraph:
        """The content of a paragraph of the old edition."""
        return self._read_content(paragraph, self.readings[0])

    def read_new(self, paragraph: etree._Element) -> TokenisedParagraph:
        """The content of a paragraph of the new edition."""
        return self._read_content(paragraph, self.readings[1])

    def _read_content(self, paragraph: etree._Element, edition: TokenRules) -> TokenisedParagraph:
        if paragraph not in self._read:
            self._read[paragraph] = edition.read_paragraph(paragraph)
        return self._read[paragraph]

    def pair_parts(
        self, old: Sequence[etree._Element], new: Sequence[etree._Element]
    ) -> list[Pair[etree._Element]]:
        """Pair parts of both editions without changing their order."""
        return alignment.align_by_score(old, new, cache(self._likeness), self._looks_same)

    def _likeness(self, old: etree._Element, new: etree._Element) -> float | None:
        if part_kind(old) != part_kind(new):
            return None
        if self._looks_same(old, new):
            empty = not part_text(old) and next(old.iter(f"{{{W}}}drawing"), None) is None
            return 1 if empty else 2
        if not (part_text(old) or part_text(new)):
            return 0.5
        score = diff.likeness(part_text(old), part_text(new))
        if self._first_address(old) and self._first_address(old) == self._first_address(new):
            score += _SAME_PLACE
        return score if score >= ALIKE else None

    def _looks_same(self, old: etree._Element, new: etree._Element) -> bool:
        """Whether two parts look the same to a reader."""
        if part_kind(old) != part_kind(new):
            return False
        if old.tag == P:
            before, after = self.read_old(old), self.read_new(new)
            return [token.key for token in before.tokens] == [token.key for token in after.tokens]
        return inner_styles(old) == inner_styles(new) and all(
            self._looks_same(one, other) for one, other in zip(old.iter(P), new.iter(P), strict=True)
        )

    def _first_address(self, part: etree._Element) -> str:
        """The address of the first known bookmark in an element; empty if there is none."""
        for mark in part.iter(f"{{{W}}}bookmarkStart"):
            if found := self.addresses.get(mark.get(f"{{{W}}}name", "")):
                return found
        return ""
