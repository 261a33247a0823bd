"""What must not stand alone on a page: remarks, legends, captions of pictures, the contact and the imprint.

A paragraph stays on the page of the next one if it has ``w:keepNext``; a row of a table, if its paragraphs
have it. Headings have it in their styles; here are the parts whose neighbours decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from brochure.word import ooxml
from brochure.word.composition import Composition

# Roles of paragraphs that belong to what stands before them.
_FOLLOWERS = (
    *("remark", "remark_next", "mark_other", "legend"),
    *("figure_caption", "figure_credit", "contact_heading", "contact_text", "imprint"),
)


_SECTION = "<w:sectPr/>"  # at the end of columns; LibreOffice cannot keep a column with what follows


def keep_together(own: Composition, elements: Sequence[str]) -> list[str]:
    """The elements; what stands before a remark, a legend or the contact stays on the page of it."""
    gap = _opening(own, "gap")
    followers = tuple(_opening(own, role) for role in _FOLLOWERS)
    made = list(elements)
    for index, element in enumerate(elements):
        if not _is_follower(element, followers):
            continue
        before = index - 1
        while before > 0 and made[before].startswith(gap) and _SECTION not in made[before]:
            made[before] = ooxml.keep_with_next(made[before])
            before -= 1
        if before > 0 and _SECTION not in made[before]:
            made[before] = ooxml.keep_with_next(made[before])
    return made


def _opening(own: Composition, role: str) -> str:
    """How a paragraph of a role begins."""
    return ooxml.paragraph(own.ids[role]).removesuffix("</w:pPr></w:p>")


def _is_follower(element: str, followers: tuple[str, ...]) -> bool:
    if element.startswith("<w:tbl>"):  # the contact is a table of one row
        begin = element.find("<w:p>")
        return element.startswith(followers, begin) and element.count("<w:tr>") == 1
    return element.startswith(followers)
