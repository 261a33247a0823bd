"""A filled file as values, the same for Word and Excel: tables of cells, and the lines beside them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell as it came back.

    Attributes:
        text: What it says; a box that is ticked is ☑, one that is not is ☐.
        names: Hidden names in it: bookmarks and tags.
        span: How many columns it has.
        joined: Whether it was merged with a cell beside it or below it.
        nested: Whether a table was put into it.
        formula: Its formula, if it has one; ``text`` is the value then.
        unclear: Whether its box and the sign in it disagree.
        drawn: Whether a drawing or a picture is in it.
        marked: Whether words in it are struck through, highlighted or framed.
    """

    text: str
    names: tuple[str, ...] = ()
    span: int = 1
    joined: bool = False
    nested: bool = False
    formula: str = ""
    unclear: bool = False
    drawn: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row: its table (a number, or the name of a sheet), its number in it from 1, and its cells."""

    table: str
    number: int
    cells: tuple[FilledCell, ...]


@dataclass(frozen=True, slots=True)
class FilledFile:
    """A file that came back: its name in messages, whether it is Word (E) or Excel (X), its content.

    ``drawn`` says whether it has drawings or pictures outside its cells: the form that was sent has none.
    """

    shown: str
    kind: str
    rows: tuple[FilledRow, ...]
    lines: tuple[str, ...]
    identifier: str = ""  # of the properties of the file
    drawn: bool = False
