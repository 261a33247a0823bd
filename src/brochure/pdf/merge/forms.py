"""Pages that are laid over others, as form XObjects (ISO 32000-2, 8.10) that need only numbers.

What they show is no content of the book but its furniture, so all of it becomes an artifact (14.8.2.2).
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brochure.pdf.merge import fonts
from brochure.pdf.merge.fonts import Used
from brochure.pdf.merge.part import FONTS, Template, Templates, reached, renumbered, shown_by_many

_MARKED = re.compile(rb"/\w+\s*<<[^<>]*/MCID\b[^<>]*>>\s*BDC")


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms made of the pages of a file.

    Attributes:
        objects: Each with its stream, or none.
        forms: The numbers of the forms among the objects, by the index of their page.
        fonts: What they use of each of the book's faces.
        shown, identity: As those of a piece.
    """

    objects: Templates
    forms: Mapping[int, int]
    fonts: Mapping[str, Used]
    shown: tuple[tuple[int, Template, bytes], ...] = ()
    identity: str = ""


def take_forms(data: bytes, faces: Sequence[str], wanted: Sequence[int]) -> Forms:
    """Make forms of pages.

    Args:
        data: A PDF as :mod:`brochure.typesetting.weasyprint` writes it.
        faces: The names of the book's faces, in order.
        wanted: The indices of the pages.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        used, known = fonts.used(file, faces, FONTS)
        numbers = {}
        for index in wanted:
            page = file.pages[index]
            page.contents_coalesce()
            content = _MARKED.sub(b"/Artifact <</Type /Pagination>> BDC", page.obj.Contents.read_bytes())
            packed = zlib.compress(content, 9)
            form = pikepdf.Stream(file, packed)
            form.stream_dict = pikepdf.Dictionary(
                Subtype=pikepdf.Name.Form,
                BBox=pikepdf.Array([round(float(side), 3) for side in page.mediabox.as_list()]),
                Filter=pikepdf.Name.FlateDecode,
                Length=len(packed),
                Resources=page.obj.Resources,
            )
            numbers[index] = file.make_indirect(form).objgen[0]
        objects = reached(file, list(numbers.values()), known, "")
        settled, place = renumbered(objects)
        forms = {index: place[number] for index, number in numbers.items()}
        return Forms(settled, forms, used, shown_by_many(settled))
