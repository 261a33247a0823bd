"""Every word of a document must be on its finished pages: nothing cut off, hidden, or lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.document.tree import Document, Paragraph, plain_text
from brochure.document.walk import printed_paragraphs
from brochure.pdf.reader import FinishedPage


def check_text(
    document: Document, pages: Sequence[FinishedPage], locate: Callable[[str], Location]
) -> list[Problem]:
    """Count characters: the document must not have more of any than the pages.

    Args:
        document: What should be printed.
        pages: What was printed.
        locate: The place of an address.
    """
    text = _bare("".join(page.text for page in pages))
    needed = Counter("".join(_bare(_words(paragraph)) for paragraph in printed_paragraphs(document)))
    lost = needed - Counter(text)
    if not lost:
        return []
    first = min(printed_paragraphs(document), key=lambda paragraph: _found(_bare(_words(paragraph)), text))
    return [problem("R310", locate(first.at), count=lost.total(), words=_words(first)[:30])]


def _found(words: str, text: str) -> float:
    """How much of a paragraph is on the pages: of every eight characters in a row, the share that is."""
    pieces = [words[index : index + 8] for index in range(max(1, len(words) - 7))]
    return sum(piece in text for piece in pieces) / len(pieces)


def _words(paragraph: Paragraph) -> str:
    return plain_text(paragraph.content, readings=False, calls=False)


def _bare(text: str) -> str:
    return "".join(text.replace("\u2060", "").split())
