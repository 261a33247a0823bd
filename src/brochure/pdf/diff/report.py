"""The words of a comparison: names of pages, and a short summary for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from brochure.diagnostics.text_files import Lang, load_texts
from brochure.pdf.diff.model import ChangedPlace, ComparedPage, PagePair, PdfComparison, PlaceKind

WORDS = "pdf/diff/words"  # path of this package's text files
_MOST_LINES = 12  # of one page in the summary
_LONGEST = 70  # characters of a line


def page_title(pair: PagePair, lang: Lang) -> str:
    """The pages of a pair by their numbers, which count from 1.

    >>> page_title(PagePair(ComparedPage(2, 210, 297), ComparedPage(3, 210, 297)), "en")
    'page 3 → 4'
    """
    words = load_texts(WORDS, lang)
    numbers = {
        "before": pair.before.index + 1 if pair.before else 0,
        "after": pair.after.index + 1 if pair.after else 0,
    }
    if pair.before is None or pair.after is None:
        key = "only before" if pair.before else "only after"
    else:
        key = "same number" if numbers["before"] == numbers["after"] else "both"
    return words[key].format(**numbers)


def count_line(found: PdfComparison, lang: Lang) -> str:
    """How many pages the files have, and how many changed."""
    before = [pair for pair in found.pairs if pair.before]
    after = [pair for pair in found.pairs if pair.after]
    counts = {
        "before": len(before),
        "after": len(after),
        "changed": sum(1 for pair in found.changed if pair.before and pair.after),
        "added": len(found.pairs) - len(before),
        "removed": len(found.pairs) - len(after),
    }
    return load_texts(WORDS, lang)["counts" if found.changed else "all same"].format(**counts)


def quiet_lines(found: PdfComparison, lang: Lang) -> Iterator[str]:
    """The pages that are not the same, but on which nothing was changed."""
    words = load_texts(WORDS, lang)
    same = [pair for pair in found.pairs if pair.same]
    for key, pairs in (
        ("shifted", [pair for pair in same if pair.is_shifted]),
        ("folios", [pair for pair in same if not pair.is_shifted and pair.places]),
    ):
        if pairs:
            yield words[key].format(pages=words["comma"].join(page_title(pair, lang) for pair in pairs))


def summary_lines(found: PdfComparison, lang: Lang) -> Iterator[str]:
    """The summary: how many pages changed, and the changed words of each."""
    yield count_line(found, lang)
    for pair in found.changed:
        yield page_title(pair, lang)
        if pair.before and pair.after:
            yield from change_lines(pair, lang)
    yield from quiet_lines(found, lang)


def change_lines(pair: PagePair, lang: Lang) -> Iterator[str]:
    """The changed words of a page, those before first, and how many other places changed."""
    words = load_texts(WORDS, lang)
    lines = [
        words[key].format(text=_shortened(text))
        for key, page in (("line gone", pair.before), ("line come", pair.after))
        for text in changed_texts(page)
    ]
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield "  " + words["more"].format(count=len(lines) - _MOST_LINES)
    for kind in (PlaceKind.MOVED, PlaceKind.PICTURE):
        if count := max(len(_of_kind(page, kind)) for page in (pair.before, pair.after)):
            yield words[f"line {kind.value}"].format(count=count)


def changed_texts(page: ComparedPage | None) -> list[str]:
    """The changed words of a page: the lines of one change joined."""
    groups = groupby(_of_kind(page, PlaceKind.TEXT), key=lambda place: place.change)
    return ["".join(place.text for place in group) for _, group in groups]


def _of_kind(page: ComparedPage | None, kind: PlaceKind) -> Sequence[ChangedPlace]:
    return [place for place in page.places if place.kind is kind] if page else []


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
