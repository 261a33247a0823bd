"""The Word styles of a new layout follow the page."""

from __future__ import annotations

import io
import re
import zipfile

from brochure.build.layout_scale import PageScale
from brochure.build.reference_scale import scale_reference
from workspaces import REPO

SHIPPED = (REPO / "layouts" / "standard" / "reference.docx").read_bytes()


def styles(data: bytes) -> str:
    """The styles of a Word file as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read("word/styles.xml").decode()


def values(pattern: str, data: bytes) -> list[int]:
    """The numbers of an attribute, in the order of the file."""
    return [int(found) for found in re.findall(pattern, styles(data))]


def test_sizes_and_spaces_are_smaller_and_parts_of_the_line_pitch_stay_so() -> None:
    made = scale_reference(SHIPPED, PageScale(0.7, 0.85), (14.4, 12.65))
    sizes, before = values(r'<w:sz w:val="(\d+)"', made), values(r'<w:sz w:val="(\d+)"', SHIPPED)
    assert len(sizes) == len(before)
    for size, was in zip(sizes, before, strict=True):
        assert size <= was
        assert size >= min(was, 14), "no type under 7 points that was not so"
    assert max(sizes) == round(max(before) * 0.7)
    spaces = dict(
        zip(
            values(r'w:spacing w:before="0" w:after="\d+" w:line="(\d+)" w:lineRule', SHIPPED),
            values(r'w:spacing w:before="0" w:after="\d+" w:line="(\d+)" w:lineRule', made),
            strict=True,
        )
    )
    assert spaces[288] == 253
    assert all(spaces[twips] <= twips for twips in spaces)


def test_all_parts_but_the_styles_stay() -> None:
    made = scale_reference(SHIPPED, PageScale(0.7, 0.85), (14.4, 12.65))
    with zipfile.ZipFile(io.BytesIO(SHIPPED)) as one, zipfile.ZipFile(io.BytesIO(made)) as other:
        assert one.namelist() == other.namelist()
        changed = [name for name in one.namelist() if one.read(name) != other.read(name)]
    assert changed == ["word/styles.xml"]
    assert scale_reference(SHIPPED, PageScale(0.7, 0.85), (14.4, 12.65)) == made
