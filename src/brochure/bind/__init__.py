from brochure.bind.bind import BrokenLinkError, Label, Over, Part, Place, TakeApart, TakeForms, bind, place
from brochure.bind.chunk import Chunk
from brochure.bind.forms import Forms, take_forms
from brochure.bind.piece import SCHEME, Piece, take_apart

__all__ = [
    "SCHEME",
    "BrokenLinkError",
    "Chunk",
    "Forms",
    "Label",
    "Over",
    "Part",
    "Piece",
    "Place",
    "TakeApart",
    "TakeForms",
    "bind",
    "place",
    "take_apart",
    "take_forms",
]
