"""Look into what a peer made: is everyone in it, and are its fonts?"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
from content import Case


@dataclass(frozen=True, slots=True)
class Output:
    """A finished file, or several: bytes and pages in all (none for Word)."""

    size: int
    pages: int


def look(paths: list[Path], case: Case) -> Output:
    """Check the files of one run.

    Raises:
        RuntimeError: A probe string of a partner is missing, or a font is not embedded.
    """
    pages, text = 0, ""
    for path in paths:
        if path.suffix == ".pdf":
            found, more = _pdf(path)
            text, pages = text + found, pages + more
        else:
            text += _word(path)
    text = _bare(text)
    for number, probes in enumerate(case.probes):
        for probe in probes:
            if _bare(probe) not in text:
                raise RuntimeError(f"{paths[0].name}: “{probe}” of partner {number} is missing")
    return Output(sum(path.stat().st_size for path in paths), pages)


def _pdf(path: Path) -> tuple[str, int]:
    with pikepdf.open(path) as file:
        for font in _fonts(file):
            descriptor = font.get("/FontDescriptor")
            if descriptor is not None and not any(key.startswith("/FontFile") for key in descriptor.keys()):  # noqa: SIM118
                raise RuntimeError(f"{path.name}: {font.get('/BaseFont')} is not embedded")
    document = pypdfium2.PdfDocument(path)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
        return "\n".join(texts), len(texts)
    finally:
        document.close()


def _fonts(file: pikepdf.Pdf) -> Iterable[pikepdf.Object]:
    """Every font of a file that has glyphs: composite ones have them in their descendant."""
    for thing in file.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
            yield from thing.get("/DescendantFonts", [thing])


def _word(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if re.fullmatch(r"word/(document|footnotes)\.xml", name)]
        text = "".join(archive.read(name).decode() for name in parts)
    return re.sub(r"<[^>]*>", "", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _bare(text: str) -> str:
    """Text without blanks, line ends and forms of compatibility."""
    return re.sub(r"[\s\u200b\u2060\u00ad\ufffe\u0002]", "", unicodedata.normalize("NFKC", text))
