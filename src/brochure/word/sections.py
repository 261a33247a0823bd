"""The sections of a Word file: the page of reference.docx, once or for every question."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from brochure.word.ooxml import NAMESPACES, W

# What a section takes from the one before it: running heads and folios, and that the first page has
# none. Said again in a section that begins within a page, it would change the page after it.
_INHERITED = ("headerReference", "footerReference", "titlePg")

# What stands before w:type in a section (ECMA-376-1:2016, 17.6.17, CT_SectPr).
_BEFORE_TYPE = {"headerReference", "footerReference", "footnotePr", "endnotePr"}


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
    place = sum(etree.QName(child).localname in _BEFORE_TYPE for child in section)
    kind = etree.Element(f"{{{W}}}type")
    kind.set(f"{{{W}}}val", "continuous")
    section.insert(place, kind)


def _drop(section: etree._Element, *names: str) -> None:
    for name in names:
        for child in section.findall(f"w:{name}", NAMESPACES):
            section.remove(child)
