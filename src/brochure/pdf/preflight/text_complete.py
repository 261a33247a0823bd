"""Check that every word of a document is on its finished pages: not cut off, hidden or lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.document.tree import Document, Paragraph, plain_text
from brochure.document.walk import printed_paragraphs
from brochure.pdf.preflight.visible_text import is_read_in_other_order, letters_and_digits, visible_text
from brochure.pdf.reader import FinishedPage


def check_text_complete(
    document: Document, pages: Sequence[FinishedPage], locate: Callable[[str], Location]
) -> list[Problem]:
    """Compare character counts: no character may occur more often in the document than on the pages.

    Args:
        document: The document that should be printed.
        pages: The printed pages.
        locate: Returns the place of an address in the profile.

    Returns:
        The problem R310, located at the paragraph that is least complete; empty if nothing is lost.
    """
    text = visible_text("".join(page.text for page in pages))
    words = "".join(visible_text(_words(paragraph)) for paragraph in printed_paragraphs(document))
    needed = letters_and_digits(words) if is_read_in_other_order(words) else words
    lost = Counter(needed) - Counter(text)
    if not lost:
        return []
    first = min(
        printed_paragraphs(document),
        key=lambda paragraph: _printed_share(visible_text(_words(paragraph)), text),
    )
    return [problem("R310", locate(first.at), count=lost.total(), words=_words(first)[:30])]


def _printed_share(words: str, text: str) -> float:
    """The share of a paragraph's runs of eight characters that the pages contain, from 0 to 1."""
    pieces = [words[index : index + 8] for index in range(max(1, len(words) - 7))]
    return sum(piece in text for piece in pieces) / len(pieces)


def _words(paragraph: Paragraph) -> str:
    return plain_text(paragraph.content, readings=False, calls=False)
