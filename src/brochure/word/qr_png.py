"""Two-dimensional codes as PNG, which Word and LibreOffice show alike."""

from __future__ import annotations

from io import BytesIO

from brochure.document.tree import Modules

PIXELS = 10  # of a cell: at 0.4 mm that is 635 dpi


def as_png(modules: Modules, quiet: int) -> bytes:
    """A code with its quiet zone in black and white; every cell begins and ends with a pixel."""
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
