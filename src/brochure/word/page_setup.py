"""The page of a Word file: the layout's size and margins in place of those of reference.docx.

The widths in the styles of reference.docx belong to the page that the designer saw: the indents of the title,
which begins at the edge of the paper, and tab stops at the right edge of the type area. They follow the page.

A reference.docx may have three sections: the title, the questions in columns, and what stands below them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from brochure.schema.layout import Page
from brochure.word.measure import WordPage
from brochure.word.ooxml import NAMESPACES, TWIPS_PER_MM, W
from brochure.word.styles import StyleIds

_NEAR = 20  # twips; Word rounds what a designer sets in mm
_TITLE_ROLES = ("kicker", "title", "reading", "series", "photo", "credit")
_COVER_ROLES = ("cover_above", "cover_title", "cover_subtitle")


@dataclass(frozen=True, slots=True)
class SectionSetUp:
    """The page set-ups (``w:sectPr``) of the sections of a partner without booklet.

    Attributes:
        title: The section of the title.
        questions: The section of the questions; it may have columns.
        end: The section of what stands below the questions: the page set-up of reference.docx.
    """

    title: etree._Element
    questions: etree._Element
    end: etree._Element

    @classmethod
    def of(cls, sections: Sequence[etree._Element]) -> SectionSetUp | None:
        """The set-ups of reference.docx; ``None`` if it has not three, so that one is for all."""
        return cls(*sections) if len(sections) == 3 else None

    @property
    def columns(self) -> int:
        """The number of columns of the questions."""
        columns = self.questions.find("w:cols", NAMESPACES)
        return 1 if columns is None else int(columns.get(f"{{{W}}}num", "1"))

    def column_page(self) -> WordPage:
        """The page of the questions, as narrow as a column."""
        return WordPage.of(self.questions).in_columns(self.columns, _space(self.questions))


def _space(section: etree._Element) -> int:
    columns = section.find("w:cols", NAMESPACES)
    return 0 if columns is None else int(columns.get(f"{{{W}}}space", "720"))


def fit_to_page(sections: Iterable[etree._Element], page: Page, ids: StyleIds) -> None:
    """Set sections of reference.docx to the page of a layout, and the styles to its width.

    If there are three sections, they keep their upper margin: the title begins there, and the head of later
    pages is as high as it needs to be.

    Args:
        sections: The page set-ups of reference.docx; the last one is the page of the styles.
        page: The page of the layout.
        ids: The styles of the file.
    """
    all_sections = list(sections)
    before = WordPage.of(all_sections[-1])
    for section in all_sections:
        _set_page(section, page, keeps_top=len(all_sections) == 3)
    after = WordPage.of(all_sections[-1])
    if before != after:
        for role in ("title_table", *_TITLE_ROLES, *_COVER_ROLES):
            if role in ids.names:
                _move_indents(ids.sheet.element(ids[role]), before, after)
        for style in ids.sheet.elements():
            _move_tabs(style, before, after)


def _set_page(section: etree._Element, page: Page, *, keeps_top: bool) -> None:
    size, margins = section.find("w:pgSz", NAMESPACES), section.find("w:pgMar", NAMESPACES)
    if size is None or margins is None:
        raise ValueError("reference.docx has no page size or margins")
    if not _is_near(size, {"w": page.width, "h": page.height}):
        size.attrib.pop(f"{{{W}}}code", "")  # the printer's name of the paper
        size.attrib.pop(f"{{{W}}}orient", "")
        _set_lengths(size, {"w": page.width, "h": page.height})
        if page.width > page.height:
            size.set(f"{{{W}}}orient", "landscape")
    told = {side: getattr(page.margins, side) for side in ("left", "right", "bottom", "top")}
    if keeps_top:
        del told["top"]
    if _is_near(margins, told):
        return
    _set_lengths(margins, told)
    edges = {"footer": page.margins.bottom / 2} | ({} if keeps_top else {"header": page.margins.top / 2})
    for edge, room in edges.items():  # the running heads stay on the paper
        known = int(margins.get(f"{{{W}}}{edge}", "0"))
        if known > room * 2 * TWIPS_PER_MM - 200:
            _set_lengths(margins, {edge: room})


def _is_near(element: etree._Element, lengths: dict[str, float]) -> bool:
    return all(
        abs(int(element.get(f"{{{W}}}{name}", "0")) - length * TWIPS_PER_MM) <= 1
        for name, length in lengths.items()
    )


def _set_lengths(element: etree._Element, lengths: dict[str, float]) -> None:
    for name, length in lengths.items():
        element.set(f"{{{W}}}{name}", str(round(length * TWIPS_PER_MM)))


def _move_indents(style: etree._Element, before: WordPage, after: WordPage) -> None:
    """Move what begins at the edge of the paper: by the difference of the margins."""
    for indent in style.iterfind("w:tblPr/w:tblInd", NAMESPACES):
        if abs(int(indent.get(f"{{{W}}}w", "0")) + before.left) <= _NEAR:
            indent.set(f"{{{W}}}w", str(-after.left))
    for indent in style.iterfind("w:pPr/w:ind", NAMESPACES):
        for side, was, now in (("left", before.left, after.left), ("right", before.right, after.right)):
            length = int(indent.get(f"{{{W}}}{side}", "0"))
            if length >= was - _NEAR:
                indent.set(f"{{{W}}}{side}", str(length - was + now))


def _move_tabs(style: etree._Element, before: WordPage, after: WordPage) -> None:
    """Move tab stops from the right edge of the type area, or of a column of the index, to the new one."""
    for tab in style.iterfind("w:pPr/w:tabs/w:tab", NAMESPACES):
        for edge in (WordPage.type_width, WordPage.half_width):
            if abs(int(tab.get(f"{{{W}}}pos", "0")) - edge(before)) < _NEAR:
                tab.set(f"{{{W}}}pos", str(edge(after)))
                break
