"""Inline content as a row of atoms: single characters and whole inlines, each strong or not.

Rows can be cut at any place and compared, which content cannot. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from brochure.document import markup as inline
from brochure.document.diff import opcodes
from brochure.document.tree import Inline, Inlines, Link, NoteCall, Strong, Text, plain


@dataclass(frozen=True, slots=True)
class Atom:
    """A character, as a Text of length 1, or an inline that cannot be cut."""

    inline: Inline
    strong: bool = False

    @property
    def text(self) -> str:
        """What a reader sees of it, without readings and markers."""
        return plain((self.inline,), readings=False, calls=False)


Atoms = tuple[Atom, ...]


def atoms(content: Inlines, *, strong: bool = False) -> Atoms:
    """Take content apart.

    >>> [atom.text for atom in atoms((Text("ab"), Link("表示", "https://example.jp/")))]
    ['a', 'b', '表示']
    """
    found: list[Atom] = []
    for part in content:
        if isinstance(part, Text):
            found += [Atom(Text(character), strong) for character in part.text]
        elif isinstance(part, Strong):
            found += atoms(part.children, strong=True)
        elif isinstance(part, NoteCall):
            # A call in strong words is printed as any other.
            found.append(Atom(NoteCall(part.note_id, 0, "", first=False)))
        else:
            found.append(Atom(part, strong))
    return tuple(found)


def joined(row: Iterable[Atom]) -> Inlines:
    """Put content together again; a call between strong words is among them."""
    listed = list(row)
    made: list[Inline] = []
    words: list[Inline] = []
    for index, atom in enumerate(listed):
        within = isinstance(atom.inline, NoteCall) and bool(words) and _goes_on(listed, index)
        if atom.strong or within:
            words.append(atom.inline)
            continue
        if words:
            made.append(Strong(inline.merge(words)))
            words = []
        made.append(atom.inline)
    if words:
        made.append(Strong(inline.merge(words)))
    return inline.merge(made)


def _goes_on(row: Sequence[Atom], index: int) -> bool:
    """Whether strong words go on behind calls."""
    rest = (atom for atom in row[index:] if not isinstance(atom.inline, NoteCall))
    following = next(rest, None)
    return following is not None and following.strong


def moved(place: int, old: Sequence[Atom], new: Sequence[Atom]) -> int:
    """Where a place between the atoms of one row is in another that came from it."""
    for _, start, end, from_, to in opcodes([*old], [*new]):
        if place <= start:
            return from_
        if place < end or (place == end and end == len(old)):
            return to if end - start != to - from_ else from_ + place - start
    return len(new)


BREAK = Atom(Text("\u2029"))
"""What parts paragraphs in a row."""


def in_a_row(paragraphs: Iterable[Inlines]) -> Atoms:
    """Several paragraphs as one row."""
    made: list[Atom] = []
    for index, content in enumerate(paragraphs):
        made += [*([BREAK] if index else []), *atoms(content)]
    return tuple(made)


def paragraphs(atoms_of: Iterable[Atom]) -> list[Inlines]:
    """A row as paragraphs; the inverse of :func:`in_a_row`."""
    made: list[list[Atom]] = [[]]
    for atom in atoms_of:
        if atom == BREAK:
            made.append([])
        else:
            made[-1].append(atom)
    return [joined(part) for part in made]


def unprinted(raw: Atoms, printed: Atoms, new: Atoms) -> Atoms:
    """What an edited text is in the profile, where printing had changed it.

    Printing puts calls before stops, parentheses round a remark, TEL： before a number, readings into
    parentheses. Where an editor left such a place alone it becomes again what the profile had.

    Args:
        raw: As the profile has it.
        printed: As it was sent.
        new: As it came back.
    """
    kept: dict[int, int] = {}
    for kind, start, end, from_, _ in opcodes([*printed], [*new]):
        if kind == "equal":
            kept |= {start + step: from_ + step for step in range(end - start)}
    swaps: list[tuple[int, int, Atoms]] = []  # where in the new row, how many atoms, and what instead
    for kind, start, end, from_, to in opcodes([*raw], [*printed]):
        if kind == "equal":
            continue
        if from_ == to:
            place = kept.get(from_, kept[from_ - 1] + 1 if from_ - 1 in kept else -1)
            if place >= 0:
                swaps.append((place, 0, raw[start:end]))
            continue
        places = [kept.get(index, -1) for index in range(from_, to)]
        if places[0] >= 0 and places == list(range(places[0], places[0] + to - from_)):
            swaps.append((places[0], to - from_, raw[start:end]))
    made = list(new)
    for place, count, atoms_instead in sorted(_balanced(swaps, new), key=lambda swap: -swap[0]):
        made[place : place + count] = atoms_instead
    return tuple(made)


_Swap = tuple[int, int, Atoms]


def _balanced(swaps: list[_Swap], new: Atoms) -> list[_Swap]:
    """Swaps that neither lose a call nor bring one back that was deleted.

    Printing moves a call before a stop: it is taken away there only if it is put back here, and the other
    way round.
    """
    moves: Counter[Atom] = Counter()
    for place, count, instead in swaps:
        moves.update(atom for atom in instead if isinstance(atom.inline, NoteCall))
        moves.subtract(atom for atom in new[place : place + count] if isinstance(atom.inline, NoteCall))
    wrong = {atom for atom, balance in moves.items() if balance}
    return [swap for swap in swaps if not wrong & {*swap[2], *new[swap[0] : swap[0] + swap[1]]}]


def linked(content: Inlines) -> Inlines:
    """Content in which web addresses that were typed are links, as the profile would have them."""
    made: list[Inline] = []
    for part in content:
        if isinstance(part, Text):
            made += inline.linked(part.text)
        elif isinstance(part, Strong):
            made.append(Strong(linked(part.children)))
        else:
            made.append(part)
    return inline.merge(made)


_ADDRESS = re.compile(r"https?://[!#-;=?-Z_a-z~%\]\[]*")  # RFC 3986 characters


def retyped(content: Inlines) -> Inlines:
    """Content in which an address that was typed over is text again, to become the link that it says.

    Word processors keep the old target for the words that stay in the link, and put what is typed at its
    edges outside.

    >>> retyped((Link("https://example.jp/", "https://example.jp/old"), Text("new を参照")))
    (Text(text='https://example.jp/new を参照'),)
    """
    row = list(atoms(content))
    text = "".join(_letters(atom) for atom in row)
    starts = [0]
    for atom in row:
        starts.append(starts[-1] + len(_letters(atom)))
    made: list[Atom] = []
    typed = [(m.start(), m.end()) for m in _ADDRESS.finditer(text)]
    for atom, (start, end) in zip(row, pairwise(starts), strict=True):
        link = atom.inline
        within = any(begin <= start and end <= stop for begin, stop in typed)
        if isinstance(link, Link) and within and (link.text != link.url or (start, end) not in typed):
            made += [Atom(Text(letter), atom.strong) for letter in link.text]
        else:
            made.append(atom)
    return joined(made)


def _letters(atom: Atom) -> str:
    """What counts as a letter of an address; other inlines end one."""
    return atom.inline.text if isinstance(atom.inline, Text | Link) else "\ufffc"


_QUOTES = str.maketrans("“”‘’„‟«»", '""\'\'""""')


def straight(content: Inlines) -> Inlines:
    """Content with typographic quotes made straight, for those who ask that quotes do not count."""
    return joined(
        Atom(Text(atom.inline.text.translate(_QUOTES)), atom.strong)
        if isinstance(atom.inline, Text)
        else atom
        for atom in atoms(content)
    )


def said(content: Inlines) -> str:
    """The text of content as a reader of a report sees it: calls as a sign, readings in parentheses."""
    marked = [
        Text("＊") if isinstance(part, NoteCall) else part
        for part in (atom.inline for atom in atoms(content))
    ]
    return plain(tuple(marked))


def normalise_whitespace(content: Inlines) -> Inlines:
    r"""Content without what word processors put in: line ends within a line, tabs, blanks at its ends.

    >>> normalise_whitespace((Text("  大学\tは\nある\u3000"),))
    (Text(text='大学 はある'),)
    """
    return joined(_stripped(atoms(content)))


def _stripped(row: Sequence[Atom]) -> list[Atom]:
    blank = {Text(c) for c in " \t\n\u3000"}
    listed = [Atom(Text(" "), a.strong) if a.inline == Text("\t") else a for a in _unbroken(row)]
    while listed and listed[0].inline in blank:
        listed.pop(0)
    while listed and listed[-1].inline in blank:
        listed.pop()
    return listed


def _unbroken(row: Sequence[Atom]) -> list[Atom]:
    """Atoms without line ends: between Latin words they are blanks, between Japanese ones nothing."""
    made: list[Atom] = []
    for index, atom in enumerate(row):
        if atom.inline != Text("\n"):
            made.append(atom)
            continue
        sides = [*row[max(0, index - 1) : index], *row[index + 1 : index + 2]]
        if len(sides) == 2 and all(side.text[:1].isascii() and side.text.strip() for side in sides):
            made.append(Atom(Text(" "), atom.strong))
    return made
