"""Pages that are written by hand as content streams, as any program may write them, without tags."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

MM = 72 / 25.4


def draw(
    *streams: str, size: tuple[float, float] = (283, 227), bleed: float = 0, slug: float = 0, form: str = ""
) -> bytes:
    """A PDF with a page for each content stream.

    /F1 is Helvetica, /F2 its bold face, /P a grey picture, /X a form with the content stream ``form``. The
    coordinates are points from the lower left of the trim; ``bleed`` and ``slug`` in points lie around it.
    """
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        picture = pdf.make_stream(b"\x80" * 40 * 30)
        picture.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=40,
                Height=30,
                ColorSpace=pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
            )
        )
        fonts = {
            f"/F{number}": pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name(name),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
            for number, name in ((1, "/Helvetica"), (2, "/Helvetica-Bold"))
        }
        placed = pdf.make_stream(form.encode("latin-1"))
        placed.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=pikepdf.Array([-1000, -1000, 1000, 1000]),
                Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts)),
            )
        )
        resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(fonts), XObject=pikepdf.Dictionary({"/P": picture, "/X": placed})
        )
        for stream in streams:
            page = pdf.add_blank_page(page_size=(size[0], size[1]))
            box = [-bleed, -bleed, size[0] + bleed, size[1] + bleed]
            out = bleed + slug
            page.obj.MediaBox = pikepdf.Array([-out, -out, size[0] + out, size[1] + out])
            page.obj.BleedBox = pikepdf.Array(box)
            page.obj.TrimBox = pikepdf.Array([0, 0, *size])
            page.obj.Resources = resources
            page.obj.Contents = pdf.make_stream(stream.encode("latin-1"))
        pdf.save(target)
    return target.getvalue()


def words(text: str, x: float, y: float, *, size: float = 10, font: str = "F1") -> str:
    """The operators for a line of text."""
    return f"BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n"


def lines(texts: Sequence[str], x: float = 40, y: float = 190) -> str:
    """The operators for lines of text, 14 points apart."""
    return "".join(words(text, x, y - 14 * number) for number, text in enumerate(texts))


def picture(x: float, y: float, width: float, height: float) -> str:
    """The operators for the picture; its lower left corner is at (x, y)."""
    return f"q {width} 0 0 {height} {x} {y} cm /P Do Q\n"


TEXT = (
    "This is the running text of a page that",
    "was written by another program, and it",
    "goes on for several lines of one size,",
    "as the text of most brochures does.",
)
