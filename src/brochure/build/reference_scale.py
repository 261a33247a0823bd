"""The Word styles of a new layout: sizes of type and spaces of reference.docx follow the page, as in the PDF.

The page itself, its margins and what depends on its width come from the manifest when a Word file is made
(:mod:`brochure.word.page_setup`).
"""

from __future__ import annotations

import io
import re
import zipfile

from brochure.build.layout_scale import DISPLAY, SMALLEST_TYPE, PageScale
from brochure.storage.own_files import ZIP_DATE

_STYLES = "word/styles.xml"
_SIZE = re.compile(r'(<w:sz(?:Cs)? w:val=")(\d+)(")')
_SPACING = re.compile(r"<w:spacing [^>]*>")
_LENGTH = re.compile(r'(w:(?:before|after|line)=")(\d+)(")')
_FIXED = re.compile(r'w:lineRule="(?:atLeast|exact)"')
_HALF, _TWIP = 2, 20  # in a point


def scale_reference(data: bytes, scale: PageScale, leading: tuple[float, float]) -> bytes:
    """Scale the styles of a Word file.

    Args:
        data: The Word file.
        scale: The scale of the new page.
        leading: The line pitch of the text before and after, in points. Its quarters, halves and three
            quarters stay parts of it, as the tightening steps look for them.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            part = source.read(name)
            if name == _STYLES:
                part = _scale_styles(part.decode("utf-8"), scale, leading).encode()
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, part)
    return target.getvalue()


def _scale_styles(xml: str, scale: PageScale, leading: tuple[float, float]) -> str:
    def size(found: re.Match[str]) -> str:
        points = int(found[2]) / _HALF
        if points < SMALLEST_TYPE:  # of ruby, and of empty lines that keep tables apart
            return found[0]
        scaled = max(SMALLEST_TYPE, points * _factor(points, scale))
        return f"{found[1]}{round(scaled * _HALF)}{found[3]}"

    def spacing(found: re.Match[str]) -> str:
        fixed = _FIXED.search(found[0]) is not None

        def length(of: re.Match[str]) -> str:
            if "line" in of[1] and not fixed:  # in lines, not in points
                return of[0]
            return f"{of[1]}{_scale_space(int(of[2]), scale, leading)}{of[3]}"

        return _LENGTH.sub(length, found[0])

    return _SPACING.sub(spacing, _SIZE.sub(size, xml))


def _scale_space(twips: int, scale: PageScale, leading: tuple[float, float]) -> int:
    before, after = (pitch * _TWIP for pitch in leading)
    for quarters in range(1, 5):
        if abs(twips - before * quarters / 4) < 1:
            return round(after * quarters / 4)
    return round(twips * _factor(twips / _TWIP / 1.4, scale))


def _factor(points: float, scale: PageScale) -> float:
    return scale.grid if points >= DISPLAY else scale.text
