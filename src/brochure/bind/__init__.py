from brochure.bind.bind import (
    BrokenLinkError,
    Label,
    Over,
    Part,
    Place,
    TakeApart,
    TakeCatalogue,
    TakeForms,
    bind,
    place,
)
from brochure.bind.chunk import Chunk
from brochure.bind.forms import Forms, take_forms
from brochure.bind.piece import SCHEME, Catalogue, Piece, take_apart, take_catalogue

__all__ = [
    "SCHEME",
    "BrokenLinkError",
    "Catalogue",
    "Chunk",
    "Forms",
    "Label",
    "Over",
    "Part",
    "Piece",
    "Place",
    "TakeApart",
    "TakeCatalogue",
    "TakeForms",
    "bind",
    "place",
    "take_apart",
    "take_catalogue",
    "take_forms",
]
