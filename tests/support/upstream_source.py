"""The source text of a module of WeasyPrint."""

from __future__ import annotations

import io
from pathlib import Path
from types import ModuleType
from typing import Any

import pikepdf
from PIL import Image

from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf


def source(module: ModuleType) -> str:
    """A module as it stands in WeasyPrint's file, unpatched."""
    return Path(str(module.__file__)).read_text("utf-8")


def shown(folder: Path, picture: Image.Image, **options: Any) -> pikepdf.Pdf:
    """A page with a picture that was saved as PNG."""
    picture.save(folder / "a.png", **options)
    page = html.HtmlPage("<html lang=ja><title>p</title><img alt=p src=a.png>", (), folder)
    return pikepdf.open(io.BytesIO(pdf.render_pdf(page, []).data))
