"""Pages that are drawn over other pages, as form XObjects (ISO 32000-2, 8.10) with open object numbers.

They show running heads and folios, not content, so everything in them becomes an artifact (14.8.2.2).
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brochure.pdf.merge import fonts
from brochure.pdf.merge.fonts import Used
from brochure.pdf.merge.part import (
    FONTS,
    Template,
    Templates,
    reachable_objects,
    renumber_objects,
    shareable_objects,
)

_MARKED = re.compile(rb"/\w+\s*<<[^<>]*/MCID\b[^<>]*>>\s*BDC")


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms made from the pages of a file.

    Attributes:
        objects: Each with its stream, or None.
        forms: Index of each form among the objects, by page index.
        fonts: The use of each of the book's faces.
        shown, identity: As in :class:`brochure.pdf.merge.part.ParsedPart`.
    """

    objects: Templates
    forms: Mapping[int, int]
    fonts: Mapping[str, Used]
    shown: tuple[tuple[int, Template, bytes], ...] = ()
    identity: str = ""


def make_forms(data: bytes, faces: Sequence[str], indices: Sequence[int]) -> Forms:
    """Make forms from pages.

    Args:
        data: A PDF as :mod:`brochure.typesetting.weasyprint` writes it.
        faces: Names of the book's faces, in order.
        indices: The indices of the pages.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        used, book_numbers = fonts.find_used_faces(file, faces, FONTS)
        numbers = {}
        for index in indices:
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
        objects = reachable_objects(file, list(numbers.values()), book_numbers, "")
        settled, place = renumber_objects(objects)
        forms = {index: place[number] for index, number in numbers.items()}
        return Forms(settled, forms, used, shareable_objects(settled))
