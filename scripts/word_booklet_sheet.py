"""Make the contact sheet of docs/quality.md: the sample booklet, in PDF and in Word side by side.

``make quality`` writes it; LibreOffice prints the Word file with the fonts of ``fonts/``. Blank pages of the
PDF are left out, because LibreOffice does not print those of a Word file.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from PIL import Image
from word_beside_pdf import PagePair, page_images, print_word_files, sheet_of_pairs

from brochure.build.booklet import build_booklet, compile_booklet
from brochure.pdf.reader import read_pages
from brochure.storage.system_requirements import find_program
from brochure.storage.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
NAME = "word-beside-pdf-booklet.png"
BOOKLET = "seminar-2026"
Pages = list[tuple[str, Image.Image]]


def pictures(folder: Path) -> dict[str, bytes]:
    """Return the sheet by its file name; nothing, with a printed reason, if LibreOffice is missing."""
    if find_program("soffice") is None:
        print(f"docs/images/{NAME}: not renewed, there is no soffice here")
        return {}
    where = Workspace(ROOT)
    compiled = compile_booklet(where, BOOKLET)
    build_booklet(where, compiled, output=folder)
    print_word_files([folder / f"{BOOKLET}.docx"], folder / "word")
    printed = folder / "word" / f"{BOOKLET}.pdf"
    titles = [compiled.book.titles[part] for part in ("tables", "glossary", "index", "colophon")]
    starts = [
        *(chapter.name for chapter in compiled.book.chapters),
        *titles[:2],
        compiled.book.colophon.title,
    ]
    return {NAME: sheet_of_pairs(list(_pairs(_pages(folder / f"{BOOKLET}.pdf"), _pages(printed), starts)))}


def _pages(path: Path) -> Pages:
    """The words and the picture of each page that has words."""
    texts = ["".join(page.text.split()) for page in read_pages(path.read_bytes())]
    return [(text, picture) for text, picture in zip(texts, page_images(path), strict=True) if text]


def _pairs(pdf: Pages, word: Pages, starts: list[str]) -> Iterator[PagePair]:
    """Pages beside each other; parts of the booklet begin in the same row on both sides."""
    for ours, theirs in zip(_parted(pdf, starts), _parted(word, starts), strict=True):
        yield from zip_longest(ours, theirs)


def _parted(pages: Pages, starts: list[str]) -> Iterator[list[Image.Image]]:
    """The pages before the first part, and those of each part."""
    place, ends = 3, []
    for start in ("".join(start.split()) for start in starts):
        place = next(i for i in range(place, len(pages)) if start in pages[i][0])
        ends.append(place)
        place += 1
    for begin, end in zip([0, *ends], [*ends, len(pages)], strict=True):
        yield [picture for _, picture in pages[begin:end]]
