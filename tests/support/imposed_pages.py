"""Sample pages, and what an imposed file prints of them."""

from __future__ import annotations

import ctypes
import io
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from brochure.cli.main import main
from brochure.pdf.imposition.impose import Imposed, impose_pdf
from brochure.pdf.imposition.paper import SIZES
from brochure.pdf.imposition.plan import ImpositionOptions
from brochure.storage.shipped import shipped_folder

MM = 72 / 25.4
A4, A3 = SIZES["a4"], SIZES["a3"]


def sample(
    pages: int,
    *,
    width: float = 210,
    height: float = 297,
    turn: int = 0,
    bleed: float = 0,
    black: bool = False,
    at: tuple[float, float] = (60, 80),
) -> bytes:
    """Pages (mm) with their number ``at`` mm from the lower left as they are read, and a shared picture."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    noise = bytes((i * i * 7919 >> 5) % 251 for i in range(300 * 300))
    picture = pdf.make_stream(
        noise,
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=300,
            Height=300,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        ),
    )
    w, h = width * MM, height * MM
    stored = (h, w) if turn % 180 else (w, h)
    # the stored page is the read one turned back
    back = {0: "1 0 0 1 0 0", 90: f"0 1 -1 0 {h} 0", 180: f"-1 0 0 -1 {w} {h}", 270: f"0 -1 1 0 0 {w}"}[turn]
    edge = bleed * MM
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(stored[0] + 2 * edge, stored[1] + 2 * edge))
        page.obj.TrimBox = pikepdf.Array([edge, edge, edge + stored[0], edge + stored[1]])
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(I=picture)
        )
        if turn:
            page.obj.Rotate = turn
        x, y = at[0] * MM, at[1] * MM
        ground = f"0 g -99 -99 {w + 198} {h + 198} re f 1 g" if black else ""
        outside = f"1 0 0 rg -{edge} -{edge} {edge - 2} {h} re f 0 g" if bleed else ""
        page.obj.Contents = pdf.make_stream(
            f"q 1 0 0 1 {edge} {edge} cm {back} cm {ground} {outside}"
            f" q 120 0 0 40 30 300 cm /I Do Q BT /F 40 Tf {x} {y} Td (n{number:03}) Tj ET Q".encode()
        )
    pdf.docinfo["/Title"] = "見本"
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def imposed(data: bytes, wishes: ImpositionOptions, *, file: str = "見本.pdf") -> Imposed:
    """The sample imposed, with a label in the margins."""
    return impose_pdf(
        data,
        wishes,
        file=file,
        title="面付け：{title}",
        label=lambda side, planned: f"{{title}} {side.sheet}/{len(planned.sheets)}",
        fonts=(shipped_folder() / "fonts" / "BIZUDPGothic-Regular.ttf",),
    )


def numbers(data: bytes) -> list[dict[int, tuple[float, float, bool]]]:
    """Of each side: the numbers read back, where they begin in mm, and whether they are upright."""
    from pypdfium2 import raw

    found = []
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text, here = page.get_textpage(), {}
            for start in range(text.count_chars()):
                if text.get_text_range(start, 1) == "n":
                    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
                    raw.FPDFText_GetCharOrigin(text.raw, start, x, y)
                    raw.FPDFText_GetMatrix(text.raw, start, matrix)
                    number = int(text.get_text_range(start + 1, 3))
                    here[number - 1] = (x.value / MM, y.value / MM, matrix.a > 0)
            found.append(here)
    return found


def changed(data: bytes, change: Any, **saving: Any) -> bytes:
    """A PDF with something done to it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, **saving)
    return out.getvalue()


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str, lang: str = "ja_JP.UTF-8") -> int:
    """The exit code of ``brochure impose …``."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", lang)
    monkeypatch.setattr(sys, "argv", ["brochure", "impose", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code
