"""Files for the press, made of a few words, and what is found in them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from brochure.pdf.prepress import ink_reader as inks
from brochure.pdf.prepress.check import check_pdfx
from brochure.pdf.prepress.make import Imprint, make_pdfx
from brochure.schema import print_shop as shop
from brochure.schema.print_shop import Shop
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from workspaces import PARTNERS, REPO

PRESETS = ("leaflet", "booklet")
MM = 72 / 25.4
IMPRINT = Imprint("試験", "urn:brochure:test", datetime.date(2026, 11, 1))
FACES = [REPO / "fonts" / "BIZUDPGothic-Regular.ttf", REPO / "fonts" / "BIZUDPGothic-Bold.ttf"]
BASE = """
@page { size: 100mm 80mm; margin: 10mm }
@page { @bottom-right { content: counter(page); font: 8pt BIZ UDPGothic; vertical-align: top } }
html { font: 10pt/15pt BIZ UDPGothic; color: #1c2329 } body, p { margin: 0 }
"""
TEXT = "<p>黒い文字です。</p>"


def preset(name: str, *changes: tuple[str, str]) -> Shop:
    """A preset after some words were replaced."""
    path = REPO / "shops" / f"{name}.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return shop.validate_print_shop(path, text.encode(), f"shops/{name}.yaml")


def rendered(body: str, css: str = "", *, bleed: float = 3, folio: int = 1, root: Path = REPO) -> bytes:
    """A PDF of the screen with bleed, 100 × 80 mm."""
    text = f'<!doctype html><html lang="ja"><head><title>試験</title></head><body>{body}</body></html>'
    first = f"@page :first {{ counter-reset: page {folio} }}" if folio != 1 else ""
    sheet = f"{BASE}@page {{ bleed: {bleed}mm }} {first} {css}"
    return pdf.render_pdf(html.HtmlPage(text, (html.Stylesheet(sheet, "t.css", REPO),), root), FACES).data


def made(body: str, css: str = "", *, where: Shop | None = None, **options: Any) -> bytes:
    """A file for the press."""
    return make_pdfx(rendered(body, css, **options), where or preset("leaflet"), IMPRINT).data


def codes(data: bytes, where: Shop | None = None) -> set[str]:
    """The codes of all findings."""
    return {found.code for found in check_pdfx(data, where or preset("leaflet"))}


def spaces(data: bytes) -> set[str]:
    """The colour spaces that are painted with."""
    return {use.space for use in inks.read_inks(data).uses}


EACH = [(name, chosen) for _, name in PARTNERS for chosen in PRESETS]
PICTURE = '<img src="tests/samples/photos/mountains.png" alt="山" style="width: 60mm; display: block">'
