from brochure.bind.bind import (
    BrokenLinkError,
    Label,
    Makers,
    Over,
    Part,
    bind,
    place,
)
from brochure.bind.chunk import Chunk
from brochure.bind.fonts import Used
from brochure.bind.forms import Forms, take_forms
from brochure.bind.piece import SCHEME, Catalogue, Piece, take_apart, take_catalogue

__all__ = [
    "SCHEME",
    "BrokenLinkError",
    "Catalogue",
    "Chunk",
    "Forms",
    "Label",
    "Makers",
    "Over",
    "Part",
    "Piece",
    "Used",
    "bind",
    "place",
    "take_apart",
    "take_catalogue",
    "take_forms",
]
