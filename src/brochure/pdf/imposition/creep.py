"""Creep (クリープ、送り込み): the inner sheets of a saddle-stitched book stick out at the fore-edge."""

from __future__ import annotations


def creep(sheet: int, thickness: float) -> float:
    """Distance in mm by which the pages of a sheet are moved towards the spine.

    Sheet 0 is the outermost and is not moved. Each inner sheet is pushed out by one thickness of paper for
    every sheet around it. Imposition programs use the same rule: Kodak Preps takes pages / 4 × thickness
    for the whole (https://bayardprinting.com/assoc/docs/kp5/files/assets/basic-html/page1098.html),
    Quite Imposing asks for the thickness only
    (https://www.quite.com/docs/qi6/en/qi6_manual/b6_0036.html). A loose fold pushes out more: up to π/2
    thicknesses if the folds are half circles, and 1.2 to 1.4 as measured by
    https://www.impozycjoner.com/markers/reduction-of-creeping-pages . After measuring a folded dummy, pass
    the measured creep divided by the number of sheets as ``thickness``.

    Raises:
        ValueError: The sheet or the thickness is negative.

    >>> [round(creep(sheet, 0.08), 2) for sheet in range(4)]
    [0.0, 0.08, 0.16, 0.24]
    """
    if sheet < 0 or thickness < 0:
        raise ValueError(f"sheet {sheet}, {thickness} mm")
    return sheet * thickness
