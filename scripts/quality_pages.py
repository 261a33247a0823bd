"""The table of single pages in docs/quality.md: bare bands, overlaps and torn lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quality_bands import percent
from quality_cases import Case
from quality_figures import Figures

HEAD = (
    "| file | page | largest bare band | overlaps | torn lines |",
    "|---|---:|---:|---:|---:|",
)
Measurements = Iterable[tuple[Case, Figures]]


def table(measured: Measurements) -> list[str]:
    """A row for each page of profiles; of random partners, for each page on which something was found."""
    rows = list(HEAD)
    for case, figures in measured:
        pages = zip(figures.bare, figures.overlaps, figures.torn, strict=True)
        for page, (bare, overlaps, torn) in enumerate(pages, start=1):
            if overlaps or torn or not case.random:
                rows.append(f"| {case.name} | {page} | {percent(bare)} | {overlaps} | {torn} |")
    return rows


def outside(measured: Measurements) -> Iterator[str]:
    """The pages of profiles with overlaps or torn lines. Bare bands of single brochures are not judged."""
    for case, figures in measured:
        for page, found in enumerate(zip(figures.overlaps, figures.torn, strict=True), start=1):
            if any(found) and not case.random:
                yield f"{case.name}, page {page}: {found[0]} overlaps, {found[1]} torn lines"


def summary(measured: Measurements) -> str:
    """The pages and overlaps of all files, in one line."""
    pages = [count for _, figures in measured for count in figures.overlaps]
    return f"{len(pages)} pages, {sum(pages)} overlaps on {sum(1 for count in pages if count)} of them"
