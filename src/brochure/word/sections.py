"""The sections of a Word file: the page of reference.docx, once, for every question, or for every part
of a booklet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from brochure.word import notes
from brochure.word.notes import NoteKind
from brochure.word.ooxml import NAMESPACES, W

Arrange = Callable[[Sequence[etree._Element], etree._Element], None]
"""Gives the sections of a document, which are empty but for the last, their page."""

# What a section takes from the one before it: running heads and folios, and that the first page has
# none. Said again in a section that begins within a page, it would change the page after it.
_INHERITED = ("headerReference", "footerReference", "titlePg")

# The order of what we put into a section (ECMA-376-1:2016, 17.6.17, CT_SectPr).
_ORDER = (
    *("headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar"),
    *("paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols"),
)


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """What a section of a booklet has of its own; the page is that of reference.docx.

    ``running`` are its references to heads and feet; without any it has none if it is the first, else
    those of the section before. ``begins`` is ``nextPage``, ``oddPage``, or ``continuous``: where the
    section before it ends. ``first_folio`` is said where folios begin anew, ``first_note`` where the
    numbers of notes do, by their kind.
    """

    running: tuple[etree._Element, ...] = ()
    begins: str = "nextPage"
    folios: str = "decimal"
    first_folio: int | None = None
    notes: tuple[tuple[NoteKind, int | None], ...] = ()
    landscape: bool = False
    columns: int = 1


def follow(plans: Sequence[SectionPlan], sections: Sequence[etree._Element], page: etree._Element) -> None:
    """Give every section the page set-up of reference.docx, changed as its plan says."""
    whole = deepcopy(page)
    for section, plan in zip(sections, plans, strict=True):
        section[:] = [deepcopy(child) for child in whole]
        _carry_out(plan, section)


def _carry_out(plan: SectionPlan, section: etree._Element) -> None:
    _drop(section, *_INHERITED[:2], "footnotePr", "endnotePr", "type", "pgNumType", "cols")
    if not plan.running:
        _drop(section, "titlePg")
    section[:0] = [deepcopy(reference) for reference in plan.running]
    for kind, first in plan.notes:
        notes.count(section, kind, first)
    _insert(section, "type", val=plan.begins)
    folios = {"fmt": plan.folios} if plan.folios != "decimal" else {}
    if plan.first_folio is not None:
        folios["start"] = str(plan.first_folio)
    if folios:
        _insert(section, "pgNumType", **folios)
    if plan.columns > 1:
        _insert(section, "cols", num=str(plan.columns), space=str(_BETWEEN_COLUMNS))
    if plan.landscape:
        turn(section)


def turn(section: etree._Element) -> None:
    """Turn the page to landscape; the margins stay where they are for the reader."""
    size = section.find("w:pgSz", NAMESPACES)
    if size is not None:
        width, height = size.get(f"{{{W}}}w", "0"), size.get(f"{{{W}}}h", "0")
        size.set(f"{{{W}}}w", height)
        size.set(f"{{{W}}}h", width)
        size.set(f"{{{W}}}orient", "landscape")


_BETWEEN_COLUMNS = 425  # twips: 7.5 mm


def set_up(sections: Sequence[etree._Element], page: etree._Element) -> None:
    """Give every section the page set-up of reference.docx; those after the first run on.

    Args:
        sections: The sections in the order of the document, ``page`` itself the last; the others
            are empty.
        page: The set-up of reference.docx.
    """
    whole = deepcopy(page)
    for section in sections[:1]:
        section[:] = [deepcopy(child) for child in whole]
    for section in sections[1:]:
        section[:] = [deepcopy(child) for child in whole]
        _run_on(section)


def _run_on(section: etree._Element) -> None:
    """Let a section begin where the one before it ends, with the same page and the next folio."""
    _drop(section, *_INHERITED, "type")
    for numbers in section.iterfind("w:pgNumType", NAMESPACES):
        numbers.attrib.pop(f"{{{W}}}start", "")
    _insert(section, "type", val="continuous")


def _drop(section: etree._Element, *names: str) -> None:
    for name in names:
        for child in section.findall(f"w:{name}", NAMESPACES):
            section.remove(child)


def _insert(section: etree._Element, name: str, **values: str) -> None:
    """Put an element into a section in its place."""
    before = _ORDER[: _ORDER.index(name)]
    place = sum(etree.QName(child).localname in before for child in section)
    made = etree.Element(f"{{{W}}}{name}")
    for key, value in values.items():
        made.set(f"{{{W}}}{key}", value)
    section.insert(place, made)
