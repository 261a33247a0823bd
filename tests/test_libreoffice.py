"""LibreOffice opens the Word file: pages, faces, and the look of the first page."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from brochure import colour, word
from brochure.build import Loaded
from brochure.document import Document
from conftest import REPO

CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@pytest.fixture(scope="module")
def converted(loaded: Loaded, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word file as LibreOffice prints it, with our fonts."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice (soffice) is not on this machine")
    folder = tmp_path_factory.mktemp("libreoffice")
    common = loaded.common
    baseline = word.Baseline(loaded.profile.id, loaded.profile.source.text, common.series.source.text)
    docx = folder / "a.docx"
    docx.write_bytes(word.write(loaded.document, common.layout, baseline=baseline, root=root))
    config = folder / "fonts.conf"
    config.write_text(CONFIG.format(fonts=REPO / "fonts", cache=folder / "cache"), "utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(folder), str(docx)],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    assert (folder / "a.pdf").exists(), "LibreOffice could not load the file"
    return folder / "a.pdf"


def test_the_word_file_has_as_many_pages_as_the_pdf(converted: Path, document: Document) -> None:
    opened = pypdfium2.PdfDocument(str(converted))
    assert len(opened) == (3 if document.id == "awkward" else 2)
    opened.close()


def test_word_shows_our_faces(converted: Path) -> None:
    names = set()
    with pikepdf.open(converted) as opened:
        for page in opened.pages:
            names |= {str(font.BaseFont) for font in page.Resources.get("/Font", {}).values()}
    assert any("BIZ-UDPGothic" in name or "BIZUDPGothic" in name for name in names)
    assert not [name for name in names if "DejaVu" in name or "Liberation" in name]


def test_the_title_stands_on_the_partner_s_colour_and_the_page_is_not_empty(
    converted: Path, loaded: Loaded
) -> None:
    opened = pypdfium2.PdfDocument(str(converted))
    picture = opened[0].render(scale=0.5).to_pil().convert("RGB")
    opened.close()
    accent = colour.parse(colour.palette(loaded.document.accent).accent)
    corner = picture.getpixel((6, 12))
    assert isinstance(corner, tuple)
    assert max(abs(a - b) for a, b in zip(corner, accent, strict=True)) < 12
    body = picture.crop((0, picture.height // 3, picture.width, picture.height))
    dark = sum(body.convert("L").histogram()[:160])
    assert dark > 500, "the page below the title is empty"
