"""List the fonts of a file and count undefined glyphs, with pikepdf."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from brochure.pdf.preflight.model import Font


def page_fonts(pdf: Any) -> Iterator[Any]:
    """The fonts of all pages and of their forms and patterns; other objects of the file are not unpacked."""
    seen = set()
    waiting = [page.obj for page in pdf.pages]
    while waiting:
        resources = waiting.pop().get("/Resources", {})
        for item in resources.get("/Font", {}).values():
            if item.objgen not in seen or item.objgen == (0, 0):
                seen.add(item.objgen)
                yield item
        for item in (*resources.get("/XObject", {}).values(), *resources.get("/Pattern", {}).values()):
            if item.objgen not in seen:
                seen.add(item.objgen)
                waiting.append(item)


def distinct_fonts(items: Iterable[Any]) -> Iterator[Font]:
    """Each font among the objects, once."""
    seen = set()
    for item in items:
        if getattr(item, "get", None) is None or item.get("/Type") != "/Font" or "/BaseFont" not in item:
            continue
        if str(item.get("/Subtype", "")).startswith("/CIDFont"):
            continue  # the composite font that contains it is listed
        inner = item.DescendantFonts[0] if "/DescendantFonts" in item else item
        descriptor = inner.get("/FontDescriptor", {})
        embedded = any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
        name = str(item.BaseFont).removeprefix("/")
        subset = len(name) > 7 and name[6] == "+" and name[:6].isalpha() and name[:6].isupper()
        font = Font(name[7:] if subset else name, embedded, subset)
        if font not in seen:
            seen.add(font)
            yield font


# Content that may draw glyph 0: a string in parentheses, or hexadecimal digits with a code of four zeros. The
# content is also parsed if it shows text or chooses fonts in another way than brochure's files do.
_ZEROS = re.compile(rb"[(\0]|(?<!<)<(?!<)(?:[0-9A-Fa-f]{4})*(?:0000|000>|[0-9A-Fa-f]{0,3}[^0-9A-Fa-f<>])")
_CHOSEN = re.compile(rb"/[^\s/<>()\[\]{}%]+ [-+.0-9]+ Tf\b")


def undefined_glyphs(source: Any) -> int:
    """Number of glyphs drawn as .notdef (glyph 0 of a composite font, ISO 32000-2, 9.7.6.3)."""
    import pikepdf

    fonts = source.obj.get("/Resources", {}).get("/Font", {})
    composite = {str(name) for name, font in fonts.items() if str(font.get("/Encoding", "")) == "/Identity-H"}
    if _without_zeros(source.obj.get("/Contents")):
        return 0
    count, current = 0, ""
    for instruction in pikepdf.parse_content_stream(source, "Tf Tj TJ"):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            current = str(operands[0])
        elif current in composite:
            shown = operands[0] if str(operator) == "TJ" else [operands[0]]
            for piece in shown:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    count += sum(codes[i : i + 2] == b"\0\0" for i in range(0, len(codes), 2))
    return count


def _without_zeros(contents: Any) -> bool:
    """Whether a quick search of a page's content proves that glyph 0 is not drawn."""
    import pikepdf

    if not isinstance(contents, pikepdf.Stream):
        return False
    try:
        content = contents.read_bytes()
    except pikepdf.PdfError:
        return False
    return (
        not _ZEROS.search(content)
        and content.count(b"Tf") == len(_CHOSEN.findall(content))
        and content.count(b"TJ") == content.count(b"] TJ")
        and content.count(b"Tj") == content.count(b"> Tj")
    )
