"""What LibreOffice (7.4 was looked at) writes in its own way: one rule each, to be dropped one by one.

- :data:`NOTE_MARKERS`: it names the styles of numbers of notes otherwise than Word.
- :func:`known_date`: it writes the year 0 or 1970 where it does not know.
- :func:`style_colours`, :func:`usual_colours`: it writes the colour of a style into runs that were made bold.
- :class:`CallBookmarks`: it ends the bookmark round the call of a note before the call.
- :func:`put_back`: it loses its place where a reading begins and ends.
- :func:`without_joiners`: it puts a zero width joiner into the cells of a row that was added.
- :func:`without_copies`: it renames the bookmark of what is cut and pasted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from brochure.document.tree import Text
from brochure.word.ooxml import W
from brochure.word.reader.elements import local
from brochure.word.reader.model import Mark, WordLine
from brochure.word.reader.pieces import Run, merged
from brochure.word.untrusted import OpenedWord

# What LibreOffice calls the styles of numbers of notes.
NOTE_MARKERS = frozenset(
    f"{kind} {what}" for kind in ("footnote", "endnote") for what in ("characters", "anchor")
)
_COPY = re.compile(r"(_(?:bc|list)_\w+?)_Copy_\d+")
_JOINER = "\u200d"


def known_date(element: etree._Element) -> str:
    """When; LibreOffice writes the year 0 or 1970 where it does not know."""
    date = element.get(f"{{{W}}}date", "")
    return date if re.match(r"(?:19[89]|2\d)\d", date) else ""


def style_colours(file: OpenedWord, names: Mapping[str, str]) -> dict[str, str]:
    """Colours of styles by their name; that of a text without a style by an empty one."""
    root = file.xml("word/styles.xml")
    own: dict[str, tuple[str, str]] = {}  # colour and what it is based on, by id
    path = f"{{{W}}}rPr/{{{W}}}color"
    for style in root.iterfind(f"{{{W}}}style") if root is not None else ():
        based, colour = style.find(f"{{{W}}}basedOn"), style.find(path)
        own[style.get(f"{{{W}}}styleId", "")] = (
            "" if colour is None else colour.get(f"{{{W}}}val", ""),
            "" if based is None else based.get(f"{{{W}}}val", ""),
        )
    usual = None if root is None else root.find(f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{path}")
    found = {"": "auto" if usual is None else usual.get(f"{{{W}}}val", "auto")}
    for identity in own:
        here, steps = identity, 0
        while here in own and not own[here][0] and steps < len(own):
            here, steps = own[here][1], steps + 1
        if colour_of := own.get(here, ("", ""))[0]:
            found[names[identity]] = colour_of
    return found


def usual_colours(paragraph: str, style: str, colours: Mapping[str, str]) -> set[str]:
    """The colours that a run has by its styles: LibreOffice writes them into runs that were made bold.

    Args:
        paragraph: The colour of the paragraph's style.
        style: The name of the run's own style.
        colours: Those of :func:`style_colours`.
    """
    return {paragraph, colours.get(style, paragraph)}


@dataclass
class CallBookmarks:
    """Bookmarks round calls of notes that have begun: the last one names the next call.

    LibreOffice ends some of them before their call. So one that has ended still names a call, until other
    words come or the paragraph ends.
    """

    _open: dict[str, str] = field(default_factory=dict)  # names by id
    _closed: set[str] = field(default_factory=set)

    def begin(self, identity: str, name: str) -> None:
        """A bookmark begins."""
        self._open[identity] = name

    def end(self, identity: str) -> None:
        """A bookmark ends, whether round a call or not."""
        self._closed.add(identity)

    def take(self) -> str:
        """The name of the call at hand; empty if there is none."""
        return self._open.popitem()[1] if self._open else ""

    def forget(self) -> None:
        """Bookmarks round calls that are gone name no other call behind other words."""
        for identity in self._closed:
            self._open.pop(identity, None)
        self._closed.clear()

    def end_all(self) -> None:
        """The paragraph ends, and with it every bookmark round a call."""
        self._open.clear()
        self._closed.clear()


def put_back(root: etree._Element) -> None:
    """Put tracked changes at readings back where they belong.

    LibreOffice 7.4 loses its place where a reading begins and ends: it writes the change of the first run
    of the base before the ruby, and that of the run behind the ruby at the end of the base, both empty.
    """
    for ruby in root.iter(f"{{{W}}}ruby"):
        base, run = ruby.find(f"{{{W}}}rubyBase"), ruby.getparent()
        if base is None or run is None:
            continue
        last = base[-1] if len(base) else None
        for change, first in ((run.getprevious(), base[0] if len(base) else None), (last, run.getnext())):
            if (
                change is not None
                and first is not None
                and local(change) in ("ins", "del")
                and local(first) == "r"
                and not any(len(inner) for inner in change)
            ):
                place = first.getparent()
                assert place is not None
                change[:] = []
                place.insert(place.index(first), change)
                change.append(first)


def without_joiners(runs: list[Run]) -> None:
    """LibreOffice puts a zero width joiner behind the words of a cell whose row was added with tracking."""
    words = [run for run in runs if isinstance(run.piece, Text)]
    if words and isinstance(words[-1].piece, Text) and words[-1].piece.text.endswith(_JOINER):
        words[-1].piece = Text(words[-1].piece.text.rstrip(_JOINER))
    runs[:] = [run for run in runs if run.piece != Text("")]


def without_copies(lines: list[WordLine]) -> list[WordLine]:
    """Lines whose bookmarks are those that were sent.

    LibreOffice names the bookmark of what is cut and pasted ``…_Copy_1`` as long as the original is there,
    and what is cut stays there if changes are tracked. The copy is the line if the original says nothing.
    """
    alive = {mark for line in lines if line.content for mark in line.marks}
    copies = {mark: found[1] for mark in alive if (found := _COPY.fullmatch(mark))}
    moved: dict[str, str] = {}
    for mark in sorted(copies):
        if copies[mark] not in alive and copies[mark] not in moved.values():
            moved[mark] = copies[mark]

    def renamed(line: WordLine) -> WordLine:
        pieces = [
            Mark(moved.get(piece.name, piece.name)) if isinstance(piece, Mark) else piece
            for piece in line.pieces
            if not (
                isinstance(piece, Mark)
                and (
                    piece.name in moved.values() or (piece.name not in moved and _COPY.fullmatch(piece.name))
                )
            )
        ]
        return replace(line, pieces=merged(pieces))

    return [renamed(line) if line.marks else line for line in lines] if copies else lines
