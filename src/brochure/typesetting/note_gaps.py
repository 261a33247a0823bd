"""Find pages that stay a quarter empty because a note does not fit at their foot (Q805).

A note stands on the page of its call. If there is no room for it, the line with the call moves to the next
page, and whatever must not be parted from this line moves with it. From the finished page alone nobody can
tell this from other reasons: a table or a box that is kept whole leaves the same white. So the pages are set
once more with notes of no height, and only the calls that stand on the page then are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from brochure.diagnostics.problem import Problem, problem
from brochure.document.anchors import TO_NOTE, note_anchor
from brochure.document.tree import Document, Note
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.reader import FinishedPage
from brochure.schema.layout import Layout
from brochure.typesetting.html import Stylesheet
from brochure.typesetting.page_budget import Locate, used_share

MAX_WHITE_SHARE = 1 / 4  # of the type area
SetAgain = Callable[[Stylesheet], Sequence[FinishedPage]]


def note_gap_warnings(
    document: Document,
    layout: Layout,
    view: PreflightContext,
    pages: Sequence[FinishedPage],
    set_again: SetAgain,
    locate: Locate,
) -> Iterator[Problem]:
    """Warn about pages that a note leaves white.

    Args:
        document, layout: The document, whose notes stand at the foot of the page, and its layout.
        view, pages: The finished pages, as the preflight and as the check of notes read them.
        set_again: Renders the pages once more, with one style sheet more.
        locate: Returns the place of an address of the document.
    """
    for page in range(len(pages) - 1):
        white = 1 - used_share(view, layout, page)
        behind = _first_called(document, pages, page + 1)
        if white < MAX_WHITE_SHARE or not behind:
            continue
        again = set_again(without_height(behind))
        here = _calls(again[page]) if page < len(again) else frozenset()
        fitting = [note for note in behind if note_anchor(note.id) in here]
        if fitting:
            yield problem(
                "Q805",
                locate(fitting[0].at),
                page=page + 1,
                percent=round(100 * white),
                markers="、".join(note.marker for note in fitting),
                next=page + 2,
            )


def without_height(notes: Sequence[Note]) -> Stylesheet:
    """A style sheet by which notes take no room, while their calls stay as they are."""
    names = ", ".join(f'[id="{TO_NOTE}{note_anchor(note.id)}"]' for note in notes)
    rule = f"{names} {{ height: 0; margin: 0; padding: 0; border: 0; overflow: hidden }}"
    return Stylesheet(rule, "notes-without-height.css")


def _first_called(document: Document, pages: Sequence[FinishedPage], page: int) -> list[Note]:
    """The notes whose first call is on a page."""
    before = frozenset[str]().union(*(_calls(one) for one in pages[:page]))
    here = _calls(pages[page]) - before
    return [note for note in document.notes if note_anchor(note.id) in here]


def _calls(page: FinishedPage) -> frozenset[str]:
    return frozenset(
        link.target.removeprefix(TO_NOTE) for link in page.links if link.target.startswith(TO_NOTE)
    )
