"""Inline content as a flat row of atoms: single characters and whole inlines, each strong or not.

A row can be cut at any place and compared atom by atom; nested content cannot.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from brochure.document import markup
from brochure.document.diff import opcodes
from brochure.document.linked_text import link_addresses
from brochure.document.tree import Inline, Inlines, Link, NoteCall, Strong, Text, plain_text
from brochure.document.web_address import AddressError, address_target, shows_address


@dataclass(frozen=True, slots=True)
class Atom:
    """A character (a Text of length 1), or an inline that cannot be cut, such as a link or a call."""

    inline: Inline
    strong: bool = False

    @property
    def text(self) -> str:
        """The visible text, without ruby readings and note markers."""
        return plain_text((self.inline,), readings=False, calls=False)


Atoms = tuple[Atom, ...]


def to_atoms(content: Inlines, *, strong: bool = False) -> Atoms:
    """Split content into atoms; the inverse of :func:`from_atoms`.

    >>> [atom.text for atom in to_atoms((Text("ab"), Link("表示", "https://example.jp/")))]
    ['a', 'b', '表示']
    """
    found: list[Atom] = []
    for part in content:
        if isinstance(part, Text):
            found += [_character(character, strong) for character in part.text]
        elif isinstance(part, Strong):
            found += to_atoms(part.children, strong=True)
        elif isinstance(part, NoteCall):
            # A call in strong words is printed like any other.
            found.append(Atom(NoteCall(part.note_id, 0, "", first=False)))
        else:
            found.append(Atom(part, strong))
    return tuple(found)


@lru_cache(maxsize=10_000)
def _character(character: str, strong: bool) -> Atom:
    """The atom of a character; a long text has few different ones, which it shares."""
    return Atom(Text(character), strong)


def from_atoms(row: Iterable[Atom]) -> Inlines:
    """Join atoms to content; a call between strong words becomes part of the strong words."""
    listed = list(row)
    continues = _strong_continues(listed)
    made: list[Inline] = []
    words: list[Inline] = []
    for atom, before_strong in zip(listed, continues, strict=True):
        within = isinstance(atom.inline, NoteCall) and bool(words) and before_strong
        if atom.strong or within:
            words.append(atom.inline)
            continue
        if words:
            made.append(Strong(markup.join_texts(words)))
            words = []
        made.append(atom.inline)
    if words:
        made.append(Strong(markup.join_texts(words)))
    return markup.join_texts(made)


def _strong_continues(row: Sequence[Atom]) -> list[bool]:
    """For each atom, whether it or the first atom after it that is no call is strong."""
    made: list[bool] = []
    strong = False
    for atom in reversed(row):
        strong = strong if isinstance(atom.inline, NoteCall) else atom.strong
        made.append(strong)
    return made[::-1]


def moved_cuts(places: Sequence[int], old: Sequence[Atom], new: Sequence[Atom]) -> list[int]:
    """Map cuts between two atoms of a row to the edited row; ``places`` are in order."""
    steps = list(opcodes([*old], [*new]))
    made: list[int] = []
    at = 0
    for place in places:
        while at < len(steps) and _is_before_cut(steps[at], place, len(old)):
            at += 1
        if at == len(steps):
            made.append(len(new))
            continue
        _, start, end, from_, to = steps[at]
        if place <= start:
            made.append(from_)
        else:
            made.append(to if end - start != to - from_ else from_ + place - start)
    return made


def _is_before_cut(step: tuple[str, int, int, int, int], place: int, length: int) -> bool:
    """Whether a cut of the old row is after a step of the comparison."""
    _, start, end, _, _ = step
    return place > start and not (place < end or (place == end and end == length))


BREAK = Atom(Text("\u2029"))
"""The separator of paragraphs in a row."""


def paragraphs_to_atoms(paragraphs: Iterable[Inlines]) -> Atoms:
    """Return several paragraphs as one row, separated by :data:`BREAK`."""
    made: list[Atom] = []
    for index, content in enumerate(paragraphs):
        made += [*([BREAK] if index else []), *to_atoms(content)]
    return tuple(made)


def atoms_to_paragraphs(atoms_of: Iterable[Atom]) -> list[Inlines]:
    """Split a row into paragraphs; the inverse of :func:`paragraphs_to_atoms`."""
    made: list[list[Atom]] = [[]]
    for atom in atoms_of:
        if atom == BREAK:
            made.append([])
        else:
            made[-1].append(atom)
    return [from_atoms(part) for part in made]


def undo_printing(raw: Atoms, printed: Atoms, new: Atoms) -> Atoms:
    """Undo in an edited text what printing changed.

    Printing moves calls before stops, puts parentheses around a remark, TEL： before a number, and readings
    in parentheses. Where the editor did not change such a place, the spelling of the profile is restored.

    Args:
        raw: The text in the profile.
        printed: The text in the sent file.
        new: The text in the edited file.
    """
    kept: dict[int, int] = {}
    for kind, start, end, from_, _ in opcodes([*printed], [*new]):
        if kind == "equal":
            kept |= {start + step: from_ + step for step in range(end - start)}
    swaps: list[tuple[int, int, Atoms]] = []  # index in the new row, number of atoms, their replacement
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
    made: list[Atom] = []
    until = 0
    for place, count, atoms_instead in sorted(_keep_calls(swaps, new), key=lambda swap: swap[:2]):
        made += [*new[until:place], *atoms_instead]
        until = place + count
    return (*made, *new[until:])


_Swap = tuple[int, int, Atoms]


def _keep_calls(swaps: list[_Swap], new: Atoms) -> list[_Swap]:
    """Return the swaps that lose no call and bring no deleted call back.

    Printing moves a call before a stop, so two swaps belong together: one removes the call there, the other
    adds it here. If one of the two is missing, the other is left out.
    """
    moves: Counter[Atom] = Counter()
    for place, count, instead in swaps:
        moves.update(atom for atom in instead if isinstance(atom.inline, NoteCall))
        moves.subtract(atom for atom in new[place : place + count] if isinstance(atom.inline, NoteCall))
    wrong = {atom for atom, balance in moves.items() if balance}
    return [swap for swap in swaps if not wrong & {*swap[2], *new[swap[0] : swap[0] + swap[1]]}]


def link_web_addresses(content: Inlines) -> Inlines:
    """Return content whose typed web addresses are links, as the profile reader makes them."""
    made: list[Inline] = []
    for part in content:
        if isinstance(part, Text):
            made += link_addresses(part.text)
        elif isinstance(part, Strong):
            made.append(Strong(link_web_addresses(part.children)))
        else:
            made.append(part)
    return markup.join_texts(made)


_ADDRESS = re.compile(r"https?://[!#-;=?-Z_a-z~%\]\[]*")  # RFC 3986 characters


def unlink_edited_addresses(content: Inlines, changed: Collection[Link] = ()) -> Inlines:
    """Turn links whose web address was edited back into text.

    :func:`link_web_addresses` then makes links with the new target.

    Word processors keep the old target for the words in the link, and put text typed at the edges of the
    link outside of it. Links in ``changed`` are left alone: their target was changed on purpose.

    >>> unlink_edited_addresses((Link("https://example.jp/", "https://example.jp/old"), Text("new を参照")))
    (Text(text='https://example.jp/new を参照'),)
    >>> unlink_edited_addresses((Link("https://例.jp/新 2.pdf", "https://example.jp/old"),))
    (Link(text='https://例.jp/新 2.pdf', url='https://xn--fsq.jp/%E6%96%B0%202.pdf'),)
    """
    row = list(to_atoms(content))
    if not any(isinstance(atom.inline, Link) for atom in row):
        return content
    text = "".join(_address_letters(atom) for atom in row)
    starts = [0]
    for atom in row:
        starts.append(starts[-1] + len(_address_letters(atom)))
    made: list[Atom] = []
    typed = {m.start(): m.end() for m in _ADDRESS.finditer(text)}
    begins = sorted(typed)
    for atom, (start, end) in zip(row, pairwise(starts), strict=True):
        link = atom.inline
        near = bisect_right(begins, start) - 1  # addresses do not overlap
        within = near >= 0 and end <= typed[begins[near]]
        if isinstance(link, Link) and link in changed:
            made.append(atom)
        elif (
            isinstance(link, Link)
            and within
            and (not shows_address(link.text, link.url) or typed.get(start) != end)
        ):
            made += [Atom(Text(letter), atom.strong) for letter in link.text]
        else:
            made.append(_with_own_target(atom))
    return from_atoms(made)


def _with_own_target(atom: Atom) -> Atom:
    """Return a link whose text is an address (with blanks, or letters beyond ASCII) with its target."""
    link = atom.inline
    if not isinstance(link, Link) or not re.match(r"https?:|www\.", link.text, re.IGNORECASE):
        return atom
    try:
        return replace(atom, inline=Link(link.text, address_target(link.text)))
    except AddressError:
        return atom


def _address_letters(atom: Atom) -> str:
    """The letters of an atom for the search of web addresses; other inlines end an address."""
    return atom.inline.text if isinstance(atom.inline, Text | Link) else "\ufffc"


_QUOTES = str.maketrans("“”‘’„‟«»", '""\'\'""""')


def straight_quotes(text: str) -> str:
    """Return a text with straight quotes instead of typographic ones."""
    return text.translate(_QUOTES)


def straighten_quotes(content: Inlines) -> Inlines:
    """Return content with straight quotes instead of typographic ones, to compare without regard to them."""
    return from_atoms(
        Atom(Text(straight_quotes(atom.inline.text)), atom.strong) if isinstance(atom.inline, Text) else atom
        for atom in to_atoms(content)
    )


def report_text(content: Inlines) -> str:
    """Return the text of content for reports: calls as ＊, readings in parentheses."""
    marked = [
        Text("＊") if isinstance(part, NoteCall) else part
        for part in (atom.inline for atom in to_atoms(content))
    ]
    return plain_text(tuple(marked))


def without_tabs(content: Inlines) -> Inlines:
    """Return content with a blank for each tab, which word processors put behind the number of a note."""
    return from_atoms(
        Atom(Text(" "), atom.strong) if atom.inline == Text("\t") else atom for atom in to_atoms(content)
    )


def normalise_whitespace(content: Inlines) -> Inlines:
    r"""Return content without line ends, tabs, and blanks at both ends, which word processors add.

    >>> normalise_whitespace((Text("  大学\tは\nある\u3000"),))
    (Text(text='大学 はある'),)
    """
    return from_atoms(_normalised(to_atoms(content)))


def _normalised(row: Sequence[Atom]) -> list[Atom]:
    blank = {Text(c) for c in " \t\n\u3000"}
    listed = [Atom(Text(" "), a.strong) if a.inline == Text("\t") else a for a in _without_line_ends(row)]
    words = [index for index, atom in enumerate(listed) if atom.inline not in blank]
    return listed[words[0] : words[-1] + 1] if words else []


def _without_line_ends(row: Sequence[Atom]) -> list[Atom]:
    """Replace line ends: with a blank between Latin words, with nothing between Japanese ones."""
    made: list[Atom] = []
    for index, atom in enumerate(row):
        if atom.inline != Text("\n"):
            made.append(atom)
            continue
        sides = [*row[max(0, index - 1) : index], *row[index + 1 : index + 2]]
        if len(sides) == 2 and all(side.text[:1].isascii() and side.text.strip() for side in sides):
            made.append(Atom(Text(" "), atom.strong))
    return made
