"""ghostscript separates the plates of the presets; the ink on them is where it must be."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from brochure.pdf.prepress import crop_marks as marks
from press_files import EACH, MM, TEXT, made, preset
from programs import program

pytestmark = pytest.mark.tools


def coverage(data: bytes, folder: Path) -> list[tuple[float, ...]]:
    """How much of each page the plates C, M, Y, K cover, 0 to 1."""
    (folder / "c.pdf").write_bytes(data)
    command = [program("gs"), "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=inkcov", "-o", "-", "c.pdf"]
    printed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    return [
        tuple(float(number) for number in line.split()[:4]) for line in printed.splitlines() if "OK" in line
    ]


def plates(data: bytes, folder: Path, *, dpi: int = 72) -> list[Image.Image]:
    """The plates C, M, Y, K of the first page, 255 being solid."""
    (folder / "p.pdf").write_bytes(data)
    command = [program("gs"), "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", f"-r{dpi}"]
    subprocess.run([*command, "-dLastPage=1", "-o", "p%d.tif", "p.pdf"], cwd=folder, check=True)
    names = ("Cyan", "Magenta", "Yellow", "Black")
    return [ImageChops.invert(Image.open(folder / f"p1({name}).tif").convert("L")) for name in names]


def test_text_and_lines_leave_ink_on_the_black_plate_only(tmp_path: Path) -> None:
    bare = preset("leaflet", ("style: japanese", "style: none"))
    body = f'{TEXT}<p style="color: #525d66; border-bottom: .5pt solid #9aa5ae">灰色の文字と線</p>'
    ((c, m, y, k),) = coverage(made(body, where=bare), tmp_path)
    assert (c, m, y) == (0, 0, 0)
    assert k > 0
    blue = f'{body}<p style="color: #0b4f8a">青い文字</p>'
    ((c, m, y, k),) = coverage(made(blue, where=bare), tmp_path)
    assert c > 0  # the measure can tell


@pytest.mark.parametrize("which", EACH)
def test_total_ink_on_the_plates_is_below_the_limit(
    files: dict[tuple[str, str], bytes], which: tuple[str, str], tmp_path: Path
) -> None:
    from PIL import ImageMath

    found = plates(files[which], tmp_path)
    room = marks.sheet_margin(preset(which[1]).data.marks, 3) - 3  # mm outside the bleed, where the marks are
    edge = round(room * MM) + 2
    width, height = found[0].size
    inside = {
        name: plate.crop((edge, edge, width - edge, height - edge))
        for name, plate in zip("cmyk", found, strict=True)
    }
    ink = ImageMath.lambda_eval(lambda p: p["c"] + p["m"] + p["y"] + p["k"], **inside)
    darkest = ink.getextrema()[1] / 255 * 100
    assert 100 < darkest <= 300


def test_the_marks_are_on_every_plate_and_the_title_bleeds(
    files: dict[tuple[str, str], bytes], tmp_path: Path
) -> None:
    found = plates(files["liaoning", "leaflet"], tmp_path, dpi=144)
    scale = 144 / 72
    room = marks.sheet_margin(preset("leaflet").data.marks, 3) * MM * scale
    for plate in found:
        top = plate.crop((0, 0, plate.width, round(room - 3.2 * MM * scale)))
        assert top.getextrema()[1] == 255
    cyan = found[0]
    inked = round(room - 2.5 * MM * scale)
    assert cyan.getpixel((cyan.width // 4, inked)) > 200  # type: ignore[operator]  # above the trim
    assert cyan.getpixel((inked, round(room + 60 * MM))) > 200  # type: ignore[operator]  # left of it


def test_chinese_words_are_printed(tmp_path: Path, files: dict[tuple[str, str], bytes]) -> None:
    """The same picture by PDFium and ghostscript: neither prints boxes for glyphs."""
    import pypdfium2

    data = files["awkward", "leaflet"]
    (tmp_path / "a.pdf").write_bytes(data)
    command = [program("gs"), "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pnggray", "-r144"]
    options = ["-dTextAlphaBits=4", "-dLastPage=1"]
    subprocess.run([*command, *options, "-o", "a.png", "a.pdf"], cwd=tmp_path, check=True)
    pdfium = pypdfium2.PdfDocument(data)
    other = pdfium[0].render(scale=2).to_pil().convert("L")
    text = pdfium[0].get_textpage()
    index = text.get_text_range().index("辽宁省锦州市")
    left, bottom, _, _ = text.get_charbox(index)
    _, _, right, top = text.get_charbox(index + 5)
    origin = pdfium[0].get_mediabox()
    area = tuple(
        round(2 * value)
        for value in (left - origin[0], origin[3] - top, right - origin[0], origin[3] - bottom)
    )
    pdfium.close()
    one, two = (
        picture.crop(area).point(lambda value: 255 if value < 170 else 0)
        for picture in (Image.open(tmp_path / "a.png"), other)
    )
    inked = sum(1 for value in two.tobytes() if value)
    unlike = sum(1 for value in ImageChops.difference(one, two).tobytes() if value)
    assert inked > 200
    assert unlike < 0.35 * inked
