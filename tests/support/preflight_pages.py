"""Pages of a few words for the tests of preflight, and what it finds on them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf

from brochure.pdf.preflight import preflight
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from workspaces import REPO

BASE = """
@page { size: 100mm 80mm; margin: 10mm }
@font-face { font-family: BIZ UDPGothic; src: url(fonts/BIZUDPGothic-Regular.ttf) }
html { font: 10pt/15pt BIZ UDPGothic; color: #1c2329 } body, p, h1, h2 { margin: 0 }
table { border-collapse: collapse; table-layout: fixed; width: 100% }
"""
LINES = "<p>一行めです。</p><p>二行めです。</p><p>三行めです。</p><p>四行めです。</p>"
FACES = [REPO / "fonts" / "BIZUDPGothic-Regular.ttf", REPO / "fonts" / "BIZUDPGothic-Bold.ttf"]


def make(
    body: str, css: str = "", *, title: str = "試験", lang: str = "ja", faces: list[Path] = FACES
) -> bytes:
    """A PDF of a body, on pages of 100 × 80 mm."""
    text = f'<!doctype html><html lang="{lang}"><head><title>{title}</title>'
    text += f'<meta name="dcterms.created" content="2026-11-01"></head><body>{body}</body></html>'
    sheets = (html.Stylesheet(BASE, "base.css", REPO), html.Stylesheet(css, "extra.css", REPO))
    return pdf.render_pdf(html.HtmlPage(text, sheets, REPO), faces).data


def codes(data: bytes, **asked: Any) -> set[str]:
    """The codes of all findings."""
    return {found.code for found in preflight.run_preflight(data, **asked).findings}


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF after something was done to it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        change(opened)
        opened.save(target)
    return target.getvalue()


TEXT = "本文の文字を両端でそろえて組むとき、どの行も同じ幅になります。" * 3
