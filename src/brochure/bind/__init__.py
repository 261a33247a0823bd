"""Bind finished parts into one book: one structure, one outline, one of each font, every link resolved.

A part is a PDF as :mod:`brochure.pdf` writes it: tagged, with named places. Appending pages alone would lose
tags, names, outline and metadata; here each is merged. Nothing knows how the parts were made, so that parts
made apart, or kept from before, bind to the same file.
"""

from brochure.bind.bind import BrokenLinkError, Label, Over, Part, bind
from brochure.bind.piece import SCHEME

__all__ = ["SCHEME", "BrokenLinkError", "Label", "Over", "Part", "bind"]
