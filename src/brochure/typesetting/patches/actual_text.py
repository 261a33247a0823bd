"""Say what words of another script, superscripts and subscripts read as (ISO 32000-1, 14.9.2 and 14.9.4).

WeasyPrint gives each glyph one text for the whole file, that of its first use. So a reordered vowel sign or a
ligature is copied as something else, and a mirrored bracket in right-to-left words makes all brackets of that
font copy as the other one (weasyprint/draw/text.py, ``to_unicode``; no upstream issue). Here

- a piece of text in a complex script, a superscript or a subscript gets ``/ActualText`` in the content; not a
  piece in several fonts (as a running head), since PDFium looks for all of it where the first font is.
  Right-to-left words do not: Poppler and PDFium would reverse them, as they expect glyphs in the order of the
  page;
- each glyph of a base with marks means its own character, and a mirrored glyph the one that it shows;
- an element with ``lang`` gets ``/Lang`` in the structure, right-to-left words also ``/ActualText`` there, in
  the order of reading: their glyphs are in the order of the page.
"""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Iterator
from typing import Any

from brochure.document.line_breaking import QUARTER
from brochure.document.scripts import script_runs
from brochure.document.superscripts import unicode_form

_LAST_GLYPH = 0xFFFF
_NOTHING = "\u200b"  # zero-width space
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def apply() -> None:
    """Wrap ``draw.text.draw_first_line`` and ``pdf.tags._build_box_tree``.

    Raises:
        RuntimeError: Their code differs from the expected one.
    """
    from weasyprint.draw import text
    from weasyprint.pdf import tags

    draw, build = text.draw_first_line, tags._build_box_tree
    if list(inspect.signature(draw).parameters)[:2] != ["stream", "textbox"] or list(
        inspect.signature(build).parameters
    )[:2] != ["box", "parent"]:
        raise RuntimeError("actual_text: weasyprint.draw.text or weasyprint.pdf.tags has changed")

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
        scripts = [run.script for _, run in script_runs(textbox.text) if run.script]
        fonts = _name_glyphs(stream, textbox) if scripts and textbox.text.strip() else 0
        is_complex = any(one.is_complex and not one.is_rtl for one in scripts)
        said = _actual_text(textbox, is_complex=is_complex and fonts == 1)
        if not said:
            return draw(stream, textbox, *rest)
        # each operator is one token: the tokens of the tag around it are told apart from it
        stream.stream.append(b"/Span <</ActualText <feff%b>>> BDC" % said.encode("utf-16-be").hex().encode())
        emojis = draw(stream, textbox, *rest)
        stream.stream.append(b" EMC")
        return emojis

    def _build_box_tree(box: Any, parent: Any, *rest: Any) -> Iterator[Any]:
        for element in build(box, parent, *rest):
            if element["S"] in ("/Span", "/Link") and box.element_tag in ("span", "a"):
                _add_language(box, element)
            yield element

    text.draw_first_line = draw_first_line
    tags._build_box_tree = _build_box_tree


def _actual_text(textbox: Any, *, is_complex: bool) -> str:
    """The text that a text box stands for, if its glyphs do not tell; else an empty string."""
    tag = getattr(textbox, "element_tag", None)  # a text in an SVG has no element
    if tag in ("sup", "sub"):
        return unicode_form(str(textbox.text), is_super=tag == "sup")
    return str(textbox.text).replace(QUARTER, "") if is_complex else ""


def _name_glyphs(stream: Any, textbox: Any) -> int:
    """Give the glyphs of a line in another script their texts, before they are first drawn.

    Returns:
        The number of fonts of the line.
    """
    from weasyprint.text.ffi import ffi

    line, _ = textbox.pango_layout.get_first_line()
    encoded = textbox.pango_layout.text.encode()
    run, fonts = line.runs[0], set()
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        font, _ = stream.add_font(item.analysis.font)
        fonts.add(id(font))
        clusters: dict[int, list[int]] = {}
        for index in range(glyphs.num_glyphs):
            clusters.setdefault(glyphs.log_clusters[index], []).append(glyphs.glyphs[index].glyph)
        ends = [*sorted(clusters)[1:], item.length]
        for start, end in zip(sorted(clusters), ends, strict=True):
            text = encoded[item.offset + start : item.offset + end].decode()
            for glyph, said in _glyph_texts(clusters[start], text, is_rtl=bool(item.analysis.level % 2)):
                if glyph <= _LAST_GLYPH:  # not one of Pango's marks for an invisible or a missing glyph
                    font.to_unicode.setdefault(glyph, said)
        run = run.next
    return len(fonts)


def _glyph_texts(glyphs: list[int], text: str, *, is_rtl: bool) -> Iterator[tuple[int, str]]:
    """The texts of the glyphs of a cluster, which are in the order of the page.

    A base and its marks are a glyph each. Other glyphs share a text, which the first of them gets: the
    others mean nothing, for which a file must have some character (ISO 14289-1, 7.21.7).
    """
    if len(glyphs) == len(text):
        for glyph, character in zip(glyphs, reversed(text) if is_rtl else text, strict=True):
            mirrored = is_rtl and unicodedata.mirrored(character)
            yield glyph, character.translate(_MIRRORED) if mirrored else character
    else:
        yield from zip(glyphs, [text, *[_NOTHING] * (len(glyphs) - 1)], strict=True)


def _add_language(box: Any, element: Any) -> None:
    """Add the language of an element to its tag, and the text of right-to-left words in reading order."""
    import pydyf

    lang = box.element.get("lang") if box.element is not None else None
    if not lang or lang.startswith("und"):
        return
    element["Lang"] = pydyf.String(lang)
    said = "".join(one.text for one in box.descendants() if hasattr(one, "text")).replace(QUARTER, "")
    if any(run.script and run.script.is_rtl for _, run in script_runs(said)):
        element["ActualText"] = pydyf.String(said)
