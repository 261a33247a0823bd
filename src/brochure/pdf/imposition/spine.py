"""Spine width of a perfect-bound book (無線綴じの背), from its pages and its paper."""

from __future__ import annotations


def spine_width(pages: int, thickness: float, *, cover: float = 0) -> float:
    """Width of the spine (背幅).

    Args:
        pages: Pages of the text block, without the four cover pages; blank pages count. A leaf has two pages.
        thickness: Thickness of a leaf of the text, in mm; see :data:`brochure.pdf.imposition.paper.STOCKS`.
        cover: Thickness of the cover's paper in mm, counted for front and back. 0 gives the width of the text
            block only.

    Returns:
        The width in mm. Ink and glue add to it; use the printer's own figure if it differs.

    Raises:
        ValueError: ``pages`` or a thickness is negative.

    Source: 本文ページ数 ÷ 2 × 紙の厚さ ＋ 表紙の紙の厚さ × 2, by
    https://www.insatsushop.jp/guide02/data-guide/howto-sehaba/ .

    A hundred pages of 上質70kg in a cover of コート180kg:

    >>> round(spine_width(100, 0.100, cover=0.180), 3)
    5.36
    >>> spine_width(101, 0.1) == spine_width(102, 0.1)
    True
    """
    if min(pages, thickness, cover) < 0:
        raise ValueError(f"{pages} pages of {thickness} mm in a cover of {cover} mm")
    leaves = -(-pages // 2)
    return leaves * thickness + 2 * cover
