"""Where two pictures of a page differ, beside the words that changed or moved.

A pixel differs if its colour is not near the pixel of the other picture nor its neighbours: renderings of one
thing may be shifted by less than a pixel. Where words moved, rules and grounds moved or grew with them: below
the first of them only pictures are compared, each with those of the other page, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure.pdf.diff.model import SeenBox

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 100
_NEAR = 40  # of 255, in each of the three colours
_CELL = 6  # pixels: 1.5 mm; differences in neighbouring cells are one place
_LEAST = 4  # pixels that differ in a place
_MM = DPI / 25.4
_LIKE = 8  # of 255: two pictures that differ less on average are the same
_ICON = 24  # pixels in each direction, in which pictures are compared


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page at ``DPI``, and the places of its pictures."""

    image: Image
    pictures: tuple[SeenBox, ...]


def changed_areas(
    before: DrawnPage, after: DrawnPage, masks: Iterable[SeenBox], until: float | None
) -> tuple[tuple[SeenBox, ...], tuple[SeenBox, ...]]:
    """The places that differ, on the page before and on the page after.

    Args:
        before, after: The pages.
        masks: Places of words that changed or moved, of both pages; they are not compared.
        until: Where on the page the first word stands that moved, in mm from the top; None if none did.
    """
    from PIL import ImageChops

    size = max(before.image.width, after.image.width), max(before.image.height, after.image.height)
    one, other = _on_paper(before.image, size), _on_paper(after.image, size)
    if ImageChops.difference(one, other).getbbox() is None:
        return (), ()
    hidden = _mask(size, masks, until)
    gone, come = tuple(_places(one, other, hidden)), tuple(_places(other, one, hidden))
    if until is None:
        return gone, come
    return (
        (*gone, *_pictures_only_here(before, after, until)),
        (*come, *_pictures_only_here(after, before, until)),
    )


def _pictures_only_here(page: DrawnPage, other: DrawnPage, until: float) -> Iterator[SeenBox]:
    """The pictures below a place that the other page does not have anywhere."""
    there = [_icon(other.image, box) for box in other.pictures]
    for box in page.pictures:
        icon = _icon(page.image, box)
        if box.bottom > until and not any(_is_like(icon, one) for one in there):
            yield box


def _icon(image: Image, box: SeenBox) -> bytes:
    corners = [round(side * _MM) for side in box]
    corners[2:] = max(corners[2], corners[0] + 1), max(corners[3], corners[1] + 1)
    return image.crop((corners[0], corners[1], corners[2], corners[3])).resize((_ICON, _ICON)).tobytes()


def _is_like(one: bytes, other: bytes) -> bool:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) < _LIKE * len(one)


def _on_paper(picture: Image, size: tuple[int, int]) -> Image:
    from PIL import Image

    paper = Image.new("RGB", size, "white")
    paper.paste(picture, (0, 0))
    return paper


def _mask(size: tuple[int, int], masks: Iterable[SeenBox], until: float | None) -> Image:
    """White where pictures are compared, black at places of words; a character may stick out of its box."""
    from PIL import Image, ImageDraw

    mask = Image.new("L", size, 255)
    draw = ImageDraw.Draw(mask)
    for box in masks:
        rim = 0.25 * (box.bottom - box.top) + 0.4
        corners = (box.left - rim, box.top - rim, box.right + rim, box.bottom + rim)
        draw.rectangle([round(side * _MM) for side in corners], fill=0)
    if until is not None:
        draw.rectangle((0, round(until * _MM), *size), fill=0)
    return mask


def _places(one: Image, other: Image, mask: Image) -> Iterator[SeenBox]:
    """The places of a picture that are not in another one."""
    from PIL import ImageChops

    differing = ImageChops.multiply(_differing(one, other), mask)
    for left, top, right, bottom in _areas(differing):
        yield SeenBox(left / _MM, top / _MM, right / _MM, bottom / _MM)


def _differing(one: Image, other: Image) -> Image:
    """White where a pixel of one picture is near no pixel around the same place of the other."""
    from PIL import ImageChops, ImageFilter

    least, most = other.filter(ImageFilter.MinFilter(3)), other.filter(ImageFilter.MaxFilter(3))
    below, above = ImageChops.subtract(least, one), ImageChops.subtract(one, most)
    bands = ImageChops.lighter(below, above).split()
    far = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return far.point([255 if value > _NEAR else 0 for value in range(256)])


def _areas(differing: Image) -> Iterator[tuple[int, int, int, int]]:
    """The rectangles around white pixels that are near each other."""
    if differing.getbbox() is None:
        return
    cells = differing.reduce(_CELL)  # the mean of the pixels of a cell
    width, height = cells.size
    values = cells.tobytes()
    left = {index for index, value in enumerate(values) if value}
    while left:
        group, waiting = set(), [left.pop()]
        while waiting:
            cell = waiting.pop()
            group.add(cell)
            y, x = divmod(cell, width)
            for near_y in range(max(0, y - 1), min(height, y + 2)):
                for near_x in range(max(0, x - 1), min(width, x + 2)):
                    near = near_y * width + near_x
                    if near in left:
                        left.remove(near)
                        waiting.append(near)
        xs, ys = [cell % width for cell in group], [cell // width for cell in group]
        area = (min(xs) * _CELL, min(ys) * _CELL, (max(xs) + 1) * _CELL, (max(ys) + 1) * _CELL)
        piece = differing.crop(area)
        inner = piece.getbbox()
        if inner and sum(piece.histogram()[128:]) >= _LEAST:
            yield area[0] + inner[0], area[1] + inner[1], area[0] + inner[2], area[1] + inner[3]
