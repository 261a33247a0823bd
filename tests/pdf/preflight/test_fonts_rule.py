"""Fonts and characters: embedded, with a glyph and a meaning."""

from __future__ import annotations

from typing import Any

import pikepdf

from preflight_pages import changed, codes


def fonts_of(opened: pikepdf.Pdf) -> list[Any]:
    """The fonts of the first page."""
    return list(opened.pages[0].Resources.Font.values())


def test_fonts(plain: bytes) -> None:
    def torn_out(opened: pikepdf.Pdf) -> None:
        for font in fonts_of(opened):
            del font.DescendantFonts[0].FontDescriptor.FontFile2

    def whole(opened: pikepdf.Pdf) -> None:
        for font in fonts_of(opened):
            font.BaseFont = pikepdf.Name("/" + str(font.BaseFont)[8:])

    assert "Q501" in codes(changed(plain, torn_out))
    assert codes(changed(plain, whole)) == {"Q502"}
    assert codes(plain, fonts=frozenset({"BIZ UDPMincho"})) == {"Q503"}
    assert codes(plain, fonts=frozenset({"BIZ UDPGothic"})) == set()


def test_a_character_without_a_glyph(plain: bytes) -> None:
    def undefined(opened: pikepdf.Pdf) -> None:
        page = opened.pages[0]
        name = next(iter(page.Resources.Font.keys()))
        page.contents_add(f"BT {name} 10 Tf 1 0 0 1 40 40 Tm <0000> Tj ET".encode())

    assert "Q504" in codes(changed(plain, undefined))


def test_a_character_that_means_nothing(plain: bytes) -> None:
    def unknown(opened: pikepdf.Pdf) -> None:
        for font in fonts_of(opened):
            text = font.ToUnicode.read_bytes()
            font.ToUnicode.write(text.replace(b"<884c>", b"<fffd>").replace(b"<884C>", b"<FFFD>"))

    assert codes(changed(plain, unknown)) == {"Q505"}
