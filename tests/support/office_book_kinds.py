"""Kinds of edits of a booklet in LibreOffice: in a partner, from one to another, in its own texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from libreoffice_editor import Step
from office_kinds import KINDS
from office_outline import Outline, Steps, keys, line_selected

BookKind = Callable[[Sequence["Outline"]], Steps | None]
BOOK_KINDS: dict[str, BookKind] = {}
"""Edits of a booklet; they get the outlines of its partners, and last that of its own texts."""


def _across(first: int, second: int, *, copied: bool, behind: bool) -> BookKind:
    """A bullet of one partner pasted into a list of another."""

    def made(outlines: Sequence[Outline]) -> Steps | None:
        own, other = outlines[first].lists(), outlines[second].lists()
        if not own or not other:
            return None
        place = (
            (("find", other[-1][-1].words), ("end",), ("right", "1"))
            if behind
            else (("at", other[-1][-1].mark),)
        )
        return (*line_selected(own[0][0]), keys("Copy" if copied else "Cut"), *place, keys("Paste"))

    return made


for _first, _second in ((0, 1), (1, 0), (1, 2), (2, 0)):
    for _copied in (False, True):
        for _behind in (False, True):
            _name = f"{'copied' if _copied else 'cut'} {_first} to {_second}{' behind' if _behind else ''}"
            BOOK_KINDS[_name] = _across(_first, _second, copied=_copied, behind=_behind)

for _number in range(3):
    for _name in (
        "the first call of two deleted",
        "the later call of two deleted",
        "the paragraph of the first call of two deleted",
        "a row of the series added below",
        "the first bullet cut into the last list",
        "words typed over: a bullet",
        "a footnote: a name",
        "Enter at the end and words: a bullet",
    ):
        BOOK_KINDS[f"{_name} ({_number})"] = lambda outlines, n=_number, k=_name: KINDS[k](outlines[n])  # type: ignore[misc]


def _foreword(*steps: Step, number: int = -1) -> BookKind:
    def made(outlines: Sequence[Outline]) -> Steps | None:
        found = [place for place in outlines[-1].all(r"foreword\.text.*") if place.words]
        return (("find", found[number].words), *steps) if found else None

    return made


BOOK_KINDS |= {
    "a last paragraph of the foreword": _foreword(("end",), keys("InsertPara"), ("type", "足した段落です。")),
    "a paragraph in the foreword": _foreword(
        ("end",), keys("InsertPara"), ("type", "足した段落です。"), number=0
    ),
    "words of the foreword": _foreword(("type", "なお、")),
    "a footnote in the foreword": _foreword(keys("InsertFootnote"), ("type", "新しい注。")),
}
