"""HTML of a book's own parts: cover, contents, tables, index, colophon."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.anchors import TO_CALL, TO_NOTE, note_anchor
from brochure.document.book import Book, CollectedNotes, Depth, Opener
from brochure.document.tree import Note
from brochure.pdf.merge.part import SCHEME
from brochure.schema.base import frozen_record
from brochure.schema.layout import Layout
from brochure.typesetting import running_heads
from brochure.typesetting.html import (
    HtmlPage,
    fill_template,
    styled_page,
)
from brochure.typesetting.inline_html import NO_NOTES
from brochure.typesetting.running_heads import FOLDER, BookPosition
from brochure.typesetting.stylesheets import Stylesheet, layout_stylesheets

STYLE = f"{FOLDER}/style.css"
_BODY = re.compile(r"(<body\b[^>]*>).*</body>", re.DOTALL)
PARTS = ("cover", "jacket", "front", "back", "colophon")
OPENER = "opener"  # only for booklets that want openers


@dataclass(frozen=True, slots=True)
class Folios:
    """Printed folios: of partners and parts by name, and of words by (partner, word)."""

    parts: Mapping[str, str]
    words: Mapping[tuple[str, str], tuple[str, ...]]


def check_book_templates(layout: Layout, shown: str, parts: Sequence[str] = PARTS) -> None:
    """Check that a layout has the templates of a booklet with these parts.

    Raises:
        BrochureError: Files are missing (K106).
    """
    names = [
        STYLE,
        running_heads.HEADS,
        running_heads.FOLIOS,
        *(f"{FOLDER}/{part}.html.jinja" for part in parts),
    ]
    if missing := [name for name in names if not (layout.folder / name).is_file()]:
        raise BrochureError(
            [problem("K106", None, layout=layout.id, path=f"{shown}/{name}") for name in missing]
        )


def write_book_html(
    part: str,
    book: Book,
    layout: Layout,
    standing: BookPosition,
    folios: Folios,
    *,
    root: Path,
    shown: str,
    spine: float = 0,
    opener: Opener | None = None,
) -> HtmlPage:
    """Fill the template of one of the book's own parts.

    Args:
        part: One of :data:`PARTS`, or :data:`OPENER`.
        book: The book to print.
        layout: The layout with the templates.
        standing: The part's position in the book.
        folios: The folios of the book.
        root: The workspace.
        shown: The layout folder's name in locations.
        spine: Width of the spine in mm, for a jacket.
        opener: The opener to print, for that part.

    Raises:
        BrochureError: A template is broken; located by file and line.
    """
    chapters = {chapter.document.id: frozen_record(chapter) for chapter in book.chapters}
    html = fill_template(
        layout,
        f"{FOLDER}/{part}.html.jinja",
        notes=NO_NOTES,
        root=root,
        shown=shown,
        book=book,
        chapter_of=chapters.get,
        folio=lambda name: folios.parts.get(name, ""),
        folios=lambda place: _folios_of_place(place.partner, place.word, folios),
        link=lambda name, place="": f"{SCHEME}{name}" + (f"#{place}" if place else ""),
        note_id=lambda group, note: f"{TO_NOTE}{group.partner}.{note_anchor(note.id)}",
        call_link=_call_link,
        row=Depth.ROW,
        spine=spine,
        opener=opener,
    )
    sheets = (
        *layout_stylesheets(layout, STYLE, shown),
        *running_heads.own_running_heads(
            running_heads.HeadDesign(book, layout, shown, root, layout), standing
        ),
    )
    if part == "jacket":
        sheets += (_jacket_page(layout, spine, shown),)
    page = styled_page(html, layout, book.cover.colour, sheets, root=root, shown=shown)
    return replace(page, other_parts=SCHEME)


def without_body(page: HtmlPage) -> HtmlPage:
    """A page with the same metadata (title, language, authors) and an empty body."""
    return HtmlPage(_BODY.sub(r"\1</body>", page.html), (), page.root)


def _jacket_page(layout: Layout, spine: float, shown: str) -> Stylesheet:
    """The page size of an open cover: back, spine and front side by side."""
    page = layout.data.page
    rules = (
        f"@page {{ size: {2 * page.width + spine:g}mm {page.height:g}mm; margin: 0 }}\n"
        f"html {{ --width: {page.width:g}mm; --spine: {spine:g}mm }}\n"
    )
    return Stylesheet(rules, f"{shown}/layout.yaml")


def _folios_of_place(partner: str, word: str, folios: Folios) -> tuple[tuple[str, str], ...]:
    """(partner, folio) pairs of a place: the pages of a word, or a partner's first page."""
    if word and (found := folios.words.get((partner, word))):
        return tuple((partner, folio) for folio in found)
    return ((partner, folios.parts.get(partner, "")),)


def _call_link(group: CollectedNotes, note: Note) -> str:
    return f"{SCHEME}{group.partner}#{TO_CALL}{note_anchor(note.id)}"


def notes_target(partner: str) -> str:
    """The start of the targets of a partner's calls if all notes stand at the end of the book.

    The note's name is added after it.
    """
    return f"{SCHEME}back#{TO_NOTE}{partner}."
