"""The sections of a Word file: one, one for every question, or one for every part of a booklet.

Each has the page set-up of reference.docx.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from brochure.word import notes
from brochure.word.measure import BETWEEN_COLUMNS
from brochure.word.notes import NoteKind
from brochure.word.ooxml import MC, NAMESPACES, W15, W

Arrange = Callable[[Sequence[etree._Element], etree._Element], None]
"""Sets the page of the sections of a document; all of them except the last are empty before."""

# Settings that a section inherits from the one before: running heads and folios, and that the first page has
# none. If they were repeated in a section that begins within a page, they would change the page after it.
_INHERITED = ("headerReference", "footerReference", "titlePg")

# The order of the elements that we write into a section (ECMA-376-1:2016, 17.6.17, CT_SectPr).
_ORDER = (
    *("headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar"),
    *("paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols"),
)


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """The settings of a section of a booklet; everything else comes from the page of reference.docx.

    Attributes:
        running: References to headers and footers. If empty, the section has those of the section before.
        begins: ``nextPage``, ``oddPage``, ``evenPage``, or ``continuous`` (where the section before ends).
        folios: The format of folios: ``decimal`` or ``lowerRoman``.
        first_folio: The first folio, if folios restart in this section.
        notes: By kind the first number of notes, or ``None`` if numbers continue.
        landscape: Whether the page is in landscape.
        columns: The number of columns.
    """

    running: tuple[etree._Element, ...] = ()
    begins: str = "nextPage"
    folios: str = "decimal"
    first_folio: int | None = None
    notes: tuple[tuple[NoteKind, int | None], ...] = ()
    landscape: bool = False
    columns: int = 1


def begin_on(side: int | None) -> str:
    """How a section begins on a page with an odd folio (1) or an even one (0); ``None`` for the next page."""
    return "nextPage" if side is None else ("evenPage", "oddPage")[side]


def apply_plans(
    plans: Sequence[SectionPlan], sections: Sequence[etree._Element], page: etree._Element
) -> None:
    """Set every section to the page set-up of reference.docx, changed by its plan."""
    whole = deepcopy(page)
    for section, plan in zip(sections, plans, strict=True):
        section[:] = [deepcopy(child) for child in whole]
        _apply_plan(plan, section)


def _apply_plan(plan: SectionPlan, section: etree._Element) -> None:
    _remove_children(section, *_INHERITED[:2], "footnotePr", "endnotePr", "type", "pgNumType", "cols")
    if not plan.running:
        _remove_children(section, "titlePg")
    section[:0] = [deepcopy(reference) for reference in plan.running]
    for kind, first in plan.notes:
        notes.set_note_numbering(section, kind, first)
    _insert_in_order(section, "type", val=plan.begins)
    folios = {"fmt": plan.folios} if plan.folios != "decimal" else {}
    if plan.first_folio is not None:
        folios["start"] = str(plan.first_folio)
    if folios:
        _insert_in_order(section, "pgNumType", **folios)
    if plan.columns > 1:
        _insert_in_order(section, "cols", num=str(plan.columns), space=str(BETWEEN_COLUMNS))
    if plan.landscape:
        turn_to_landscape(section)


def turn_to_landscape(section: etree._Element) -> None:
    """Turn the page to landscape; the left, right, top and bottom margins are unchanged."""
    size = section.find("w:pgSz", NAMESPACES)
    if size is not None:
        width, height = size.get(f"{{{W}}}w", "0"), size.get(f"{{{W}}}h", "0")
        size.set(f"{{{W}}}w", height)
        size.set(f"{{{W}}}h", width)
        size.set(f"{{{W}}}orient", "landscape")


def set_up_sections(sections: Sequence[etree._Element], page: etree._Element) -> None:
    """Set every section to the page set-up of reference.docx; those after the first are continuous.

    Args:
        sections: The sections in the order of the document; the last is ``page`` itself, the others are
            empty.
        page: The page set-up of reference.docx.
    """
    whole = deepcopy(page)
    for section in sections[:1]:
        section[:] = [deepcopy(child) for child in whole]
    for section in sections[1:]:
        section[:] = [deepcopy(child) for child in whole]
        _make_continuous(section)


def set_up_columns(
    title: etree._Element, questions: etree._Element, sections: Sequence[etree._Element], page: etree._Element
) -> None:
    """Set up the sections of a document whose questions are in columns.

    Args:
        title: The set-up of the title's section, which has the upper margin of the first page.
        questions: The set-up of the questions' sections, which has the columns.
        sections: The sections of the document; the first is that of the title, the last is ``page`` itself.
        page: The page set-up of reference.docx.
    """
    set_up_sections(sections, page)
    for section, model, name in (
        (sections[0], title, "pgMar"),
        *((section, questions, "cols") for section in sections[1:-1]),
    ):
        _remove_children(section, name)
        for found in model.iterfind(f"w:{name}", NAMESPACES):
            values = {str(etree.QName(key).localname): str(value) for key, value in found.items()}
            _insert_in_order(section, name, **values)
    for section in sections[:1]:
        _remove_children(section, "type")
    for section in sections[1:-1]:
        _span_notes(section)


def _span_notes(section: etree._Element) -> None:
    """Let footnotes run across all columns; Word's default is a column of notes below each column.

    Only if the file says that programs may ignore the extension, as every file that Word saved.

    Source: MS-DOCX, 2.5.4.4 (footnoteColumns).
    """
    root = section.getroottree().getroot()
    prefixes = root.get(f"{{{MC}}}Ignorable", "").split()
    if any(root.nsmap.get(prefix) == W15 for prefix in prefixes):
        etree.SubElement(section, f"{{{W15}}}footnoteColumns").set(f"{{{W15}}}val", "1")


def _make_continuous(section: etree._Element) -> None:
    """Make a section begin where the one before it ends, on the same page, with continued folios."""
    _remove_children(section, *_INHERITED, "type")
    for numbers in section.iterfind("w:pgNumType", NAMESPACES):
        numbers.attrib.pop(f"{{{W}}}start", "")
    _insert_in_order(section, "type", val="continuous")


def _remove_children(section: etree._Element, *names: str) -> None:
    for name in names:
        for child in section.findall(f"w:{name}", NAMESPACES):
            section.remove(child)


def _insert_in_order(section: etree._Element, name: str, **values: str) -> None:
    """Add an element to a section at its place in the order of the schema."""
    before = _ORDER[: _ORDER.index(name)]
    place = sum(etree.QName(child).localname in before for child in section)
    made = etree.Element(f"{{{W}}}{name}")
    for key, value in values.items():
        made.set(f"{{{W}}}{key}", value)
    section.insert(place, made)
