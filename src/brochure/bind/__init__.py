from brochure.bind.bind import BrokenLinkError, Label, Over, Part, TakeApart, TakeForms, bind
from brochure.bind.forms import Forms, take_forms
from brochure.bind.piece import SCHEME, Piece, take_apart

__all__ = [
    "SCHEME",
    "BrokenLinkError",
    "Forms",
    "Label",
    "Over",
    "Part",
    "Piece",
    "TakeApart",
    "TakeForms",
    "bind",
    "take_apart",
    "take_forms",
]
