"""Make pictures of the same place before and after, side by side; the place is found by its words."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quality_cases import Case, Ours, plain
from quality_figures import squeeze

from brochure.pdf.geometry import Box, enclosing_box
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.lines import TypesetParagraph

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 150
BESIDE, ABOVE = 8.0, 3.0  # pt around the paragraphs; lines stand no closer
GAP = 12  # pixels between the pictures and around them
FONT = Path(__file__).resolve().parent.parent / "fonts" / "BIZUDPGothic-Regular.ttf"
GROUND, INK = "#d9dde1", "#1c2329"
Choose = Callable[[PreflightContext], list[TypesetParagraph]]


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture to make: its file, caption and explanation, the case, and the paragraphs that it shows."""

    name: str
    caption: str
    words: str
    case: Case
    choose: Choose


def make(made: list[Ours]) -> dict[str, tuple[str, str, bytes]]:
    """Return the pictures by file name, each with caption and explanation, as PNG with few colours.

    Raises:
        LookupError: The words of a picture are not on the pages.
    """
    by_case = {one.case: one for one in made}
    found = {}
    for wish in WISHES:
        one = by_case[wish.case]
        before, after = next(iter(plain(one).values())), one.data
        found[wish.name] = (
            wish.caption,
            wish.words,
            beside(crop(before, wish.choose), crop(after, wish.choose)),
        )
    return found


def paragraph(words: str) -> Choose:
    """Return the first paragraph that contains the words."""

    def choose(view: PreflightContext) -> list[TypesetParagraph]:
        return [p for p in view.body if words in squeeze(p.text)][:1]

    return choose


def between(first: str, last: str) -> Choose:
    """Return the paragraphs of a page from one paragraph to another."""

    def choose(view: PreflightContext) -> list[TypesetParagraph]:
        top, end = paragraph(first)(view), paragraph(last)(view)
        if not top or not end or top[0].page != end[0].page:
            return []
        high, low = top[0].box.top + 1, end[0].box.bottom - 1
        on_page = [p for p in view.body if p.page == top[0].page]
        return [p for p in on_page if low <= p.box.bottom and p.box.top <= high]

    return choose


def crop(data: bytes, choose: Choose) -> Image:
    """Return the part of a page with some paragraphs, with a margin."""
    import pypdfium2

    view = preflight.read_for_preflight(data)
    chosen = choose(view)
    if not chosen:
        raise LookupError("the words of a picture are not on the pages")
    readings = [char.ink for p in chosen for char in p.ruby]
    box, sheet = enclosing_box([*(p.box for p in chosen), *readings]), view.finished.sheets[chosen[0].page]
    area = Box(box.left - BESIDE, box.bottom - ABOVE, box.right + BESIDE, box.top + ABOVE)
    pdf = pypdfium2.PdfDocument(data)
    try:
        whole = pdf[chosen[0].page].render(scale=DPI / 72).to_pil().convert("RGB")
    finally:
        pdf.close()
    scale = DPI / 72
    part: Image = whole.crop(
        (
            max(0, round(area.left * scale)),
            max(0, round((sheet.media.top - area.top) * scale)),
            min(whole.width, round(area.right * scale)),
            min(whole.height, round((sheet.media.top - area.bottom) * scale)),
        )
    )
    return part


def beside(before: Image, after: Image) -> bytes:
    """Return two pictures side by side, with their names above them."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(str(FONT), 18)
    head = 30
    width = before.width + after.width + 3 * GAP
    sheet = Image.new("RGB", (width, max(before.height, after.height) + head + GAP), GROUND)
    draw = ImageDraw.Draw(sheet)
    left = GAP
    for picture, name in ((before, "before: plain WeasyPrint"), (after, "after: brochure")):
        draw.text((left, 6), name, font=font, fill=INK)
        sheet.paste(picture, (left, head))
        left += picture.width + GAP
    target = io.BytesIO()
    sheet.quantize(48, Image.Quantize.MAXCOVERAGE).save(target, "PNG", optimize=True)
    return target.getvalue()


_STANDARD = Case("liaoning", "standard", "page")
WISHES = (
    Wish(
        "quality-lines.png",
        "Lines",
        "Lines are spread between characters and end at one edge; a quarter of an em parts the scripts.",
        _STANDARD,
        paragraph("さらに、2018年"),
    ),
    Wish(
        "quality-numbers.png",
        "Numbers",
        "A number stays with what it counts, and the last words of a paragraph stay together.",
        _STANDARD,
        paragraph("2017年時点で"),
    ),
    Wish(
        "quality-ruby.png",
        "Ruby",
        "Readings stand above their characters. WeasyPrint knows no ruby and sets them behind.",
        _STANDARD,
        paragraph("省都の"),
    ),
    Wish(
        "quality-notes.png",
        "Notes",
        "Notes at the foot of a page are set like the text: a quarter of an em between the scripts.",
        _STANDARD,
        between("*1日本貿易", "*4日本貿易"),
    ),
    Wish(
        "quality-heading.png",
        "Headings",
        "A heading breaks between phrases, not inside a word.",
        _STANDARD,
        paragraph("国外企業"),
    ),
    Wish(
        "quality-marks.png",
        "A mark table",
        "The topics of a mark table break between phrases too.",
        _STANDARD,
        between("a再生医療", "○特に重視"),
    ),
)
