"""Two-dimensional codes as PNG, which Word and LibreOffice show in the same way."""

from __future__ import annotations

from io import BytesIO

from brochure.document.tree import Modules

PIXELS = 10  # the side of a cell; a cell of 0.4 mm has 635 dpi


def code_as_png(modules: Modules, quiet: int) -> bytes:
    """A code with its quiet zone (``quiet`` cells on each side) as a black and white PNG.

    The edges of cells are exactly between pixels.
    """
    from PIL import Image

    edge = len(modules) + 2 * quiet
    image = Image.new("1", (edge, edge), 1)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((quiet + x, quiet + y), 0)
    made = BytesIO()
    image.resize((edge * PIXELS, edge * PIXELS), Image.Resampling.NEAREST).save(made, "PNG")
    return made.getvalue()
