"""The table of single pages in docs/quality.md: things that lie over each other, and torn lines."""

from __future__ import annotations

from collections.abc import Iterable

from quality_cases import Case
from quality_figures import Figures

HEAD = ("| file | page | overlaps | torn lines |", "|---|---:|---:|---:|")


def table(measured: Iterable[tuple[Case, Figures]]) -> list[str]:
    """A row for each page of profiles; of random partners, for each page on which something was found."""
    rows = list(HEAD)
    for case, figures in measured:
        for page, found in enumerate(zip(figures.overlaps, figures.torn, strict=True)):
            if any(found) or not case.random:
                rows.append(f"| {case.name} | {page + 1} | {found[0]} | {found[1]} |")
    return rows


def summary(measured: Iterable[tuple[Case, Figures]]) -> str:
    """The pages and overlaps of all files, in one line."""
    pages = [count for _, figures in measured for count in figures.overlaps]
    return f"{len(pages)} pages, {sum(pages)} overlaps on {sum(1 for count in pages if count)} of them"
