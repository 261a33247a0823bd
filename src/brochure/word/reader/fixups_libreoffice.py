"""Workarounds for files that LibreOffice saved (tested with 7.4 and 26.8); each can be removed by itself.

- :data:`NOTE_MARKERS`: LibreOffice has other names than Word for the styles of note numbers.
- :func:`known_date`: it writes the year 0 or 1970 for an unknown date.
- :func:`style_values`, :func:`usual_values`: it writes the colour of a style into runs that were made bold;
  LibreOffice 26.8 writes the size too.
- :class:`CallBookmarks`: it ends the bookmark around the call of a note before the call.
- :func:`move_ruby_changes`: it misplaces tracked changes at the beginning and end of ruby.
- :func:`remove_joiners`: it adds a zero width joiner to the cells of an added row.
- :data:`LOST_REFERENCE`: in a ``.doc`` file, later calls of a note refer to a bookmark that is not there.
- :func:`restore_bookmark_names`: it renames the bookmarks of text that is cut and pasted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from brochure.document.tree import Text
from brochure.word.ooxml import W
from brochure.word.reader.elements import local_name
from brochure.word.reader.model import BookmarkStart, WordLine
from brochure.word.reader.pieces import FormattedPiece, merge_pieces
from brochure.word.untrusted import OpenedWord

# The names of the styles of note numbers in LibreOffice.
NOTE_MARKERS = frozenset(
    f"{kind} {what}" for kind in ("footnote", "endnote") for what in ("characters", "anchor")
)
LOST_REFERENCE = re.compile(r"\s*(?:NOTEREF|REF)\s+_Ref[FE]\d")
"""The field of a later call of a note after a file was saved as ``.doc``; it does not say which note."""
LOST_CALL = "lost-note"
"""The key of such a call."""
_COPY = re.compile(r"(_(?:bc|list)_\w+?)_Copy_\d+")
_JOINER = "\u200d"


def known_date(element: etree._Element) -> str:
    """The date of a change or comment; empty for the years 0 and 1970, LibreOffice's unknown dates."""
    date = element.get(f"{{{W}}}date", "")
    return date if re.match(r"(?:19[89]|2\d)\d", date) else ""


def style_values(file: OpenedWord, names: Mapping[str, str], kind: str, default: str) -> dict[str, str]:
    """Values of a property of styles by name; the value of the document has an empty name.

    Args:
        file: The file.
        names: Names of styles by id.
        kind: ``color``, ``sz``, or a property that is on (``1``) or off (``0``).
        default: The value of a document that sets none.
    """
    root = file.xml("word/styles.xml")
    own: dict[str, tuple[str, str]] = {}  # value and parent style, by id
    path = f"{{{W}}}rPr/{{{W}}}{kind}"
    for style in root.iterfind(f"{{{W}}}style") if root is not None else ():
        based, value = style.find(f"{{{W}}}basedOn"), style.find(path)
        own[style.get(f"{{{W}}}styleId", "")] = (
            "" if value is None else value.get(f"{{{W}}}val", "1").replace("true", "1"),
            "" if based is None else based.get(f"{{{W}}}val", ""),
        )
    usual = None if root is None else root.find(f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{path}")
    found = {"": default if usual is None else usual.get(f"{{{W}}}val", default)}
    for identity, value_of in _inherited_values(own).items():
        if value_of:
            found[names[identity]] = value_of
    return found


def _inherited_values(own: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The value of each style, its own or that of the nearest parent with one; empty if there is none.

    Each style is looked at once, however long the chains of parents are; a chain may be a circle.
    """
    found: dict[str, str] = {}
    for identity in own:
        chain: list[str] = []
        here = identity
        while here in own and here not in found and not own[here][0]:
            found[here] = ""
            chain.append(here)
            here = own[here][1]
        value = found.get(here) or own.get(here, ("", ""))[0]
        found |= dict.fromkeys([*chain, identity], value)
    return {identity: found[identity] for identity in own}


def usual_values(paragraph: str, style: str, values: Mapping[str, str]) -> set[str]:
    """The values that a run has from its styles; LibreOffice writes them into runs that were made bold.

    Args:
        paragraph: The name of the paragraph's style.
        style: The name of the run's own style.
        values: The value of :func:`style_values`.
    """
    usual = values.get(paragraph, values[""])
    return {usual, values.get(style, usual)}


@dataclass
class CallBookmarks:
    """The bookmarks around calls of notes that have begun; the last one names the next call.

    LibreOffice ends some of them before their call. So a bookmark that has ended can still name a call, until
    other text comes or the paragraph ends.
    """

    _open: dict[str, str] = field(default_factory=dict)  # names by id
    _closed: set[str] = field(default_factory=set)

    def begin(self, identity: str, name: str) -> None:
        """Record the start of a bookmark."""
        self._open[identity] = name

    def end(self, identity: str) -> None:
        """Record the end of a bookmark, of any kind."""
        self._closed.add(identity)

    def take(self) -> str:
        """The bookmark of the current call, which is removed; empty if there is none."""
        return self._open.popitem()[1] if self._open else ""

    def forget(self) -> None:
        """Remove the bookmarks that have ended; called when other text comes."""
        for identity in self._closed:
            self._open.pop(identity, None)
        self._closed.clear()

    def end_all(self) -> None:
        """Remove all bookmarks; called at the end of a paragraph."""
        self._open.clear()
        self._closed.clear()


def move_ruby_changes(root: etree._Element) -> None:
    """Move tracked changes at ruby to the correct places.

    LibreOffice 7.4 misplaces them: it writes the change of the first run of the base before the ruby, and the
    change of the run after the ruby at the end of the base; both are empty.
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
                and local_name(change) in ("ins", "del")
                and local_name(first) == "r"
                and not any(len(inner) for inner in change)
            ):
                change[:] = []
                first.addprevious(change)
                change.append(first)


def remove_joiners(runs: list[FormattedPiece]) -> None:
    """Remove the zero width joiner that LibreOffice adds to the cells of a tracked new row.

    It stands before or after the words, depending on where the editor put the cursor; no text begins or ends
    with one.
    """
    words = [run for run in runs if isinstance(run.piece, Text)]
    for run, stripped in ((words[:1], str.lstrip), (words[-1:], str.rstrip)):
        for one in run:
            if isinstance(one.piece, Text):
                one.piece = Text(stripped(one.piece.text, _JOINER))
    runs[:] = [run for run in runs if run.piece != Text("")]


def restore_bookmark_names(lines: list[WordLine]) -> list[WordLine]:
    """The lines with the original names of bookmarks.

    LibreOffice renames the bookmark of pasted text to ``…_Copy_1`` while the original bookmark exists. With
    tracked changes, text that was cut still exists. If the original line has no text, the copy gets its name.
    """
    alive = {mark for line in lines if line.content for mark in line.marks}
    copies = {mark: found[1] for mark in alive if (found := _COPY.fullmatch(mark))}
    moved: dict[str, str] = {}
    originals: set[str] = set()
    for mark in sorted(copies):
        if copies[mark] not in alive and copies[mark] not in originals:
            moved[mark] = copies[mark]
            originals.add(copies[mark])

    def renamed(line: WordLine) -> WordLine:
        pieces = [
            BookmarkStart(moved.get(piece.name, piece.name)) if isinstance(piece, BookmarkStart) else piece
            for piece in line.pieces
            if not (
                isinstance(piece, BookmarkStart)
                and (piece.name in originals or (piece.name not in moved and _COPY.fullmatch(piece.name)))
            )
        ]
        return replace(line, pieces=merge_pieces(pieces))

    return [renamed(line) if line.marks else line for line in lines] if copies else lines
