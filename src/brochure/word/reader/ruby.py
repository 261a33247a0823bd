"""Read a base with its reading (ruby).

A profile holds the words of both and whether they are bold. Formatting of the base or of the reading alone,
and blanks at the edges of the reading, are oddities.

Source: ECMA-376-1:2016, 17.3.3.25 (ruby).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from brochure.word.ooxml import W
from brochure.word.reader.elements import local_name
from brochure.word.reader.model import Oddity, Revision, RevisionView
from brochure.word.reader.revisions import HIDDEN, REVISIONS, read_revision
from brochure.word.reader.run_format import RunFormat

_UNSEEN = re.compile("[\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BY_RUBY = ("size", "colour")  # programs write the size and colour of a reading into its runs
_SHOWN = 20  # characters of formatted words in a message

FormatOf = Callable[[etree._Element], RunFormat]


@dataclass(frozen=True, slots=True)
class WordRuby:
    """A base with its reading; the blanks around the base stand in ``before`` and ``after``.

    ``strong`` and ``direct`` tell whether the base is bold by a style or by its runs.
    """

    before: str
    base: str
    after: str
    reading: str
    strong: bool
    direct: bool
    odd: frozenset[Oddity]
    revisions: frozenset[Revision]


def read_ruby(element: etree._Element, view: RevisionView, format_of: FormatOf, *, is_bold: bool) -> WordRuby:
    """Read a ``w:ruby``.

    Args:
        element: The ``w:ruby``.
        view: Whether tracked changes are accepted or rejected.
        format_of: Returns the format of a run.
        is_bold: Whether the style of the paragraph is bold, so that nobody sees that words are.
    """
    base = [run for part in element.iterfind(f"{{{W}}}rubyBase") for run in _runs(part, view)]
    reading = [run for part in element.iterfind(f"{{{W}}}rt") for run in _runs(part, view)]
    words, said = _words(base), _words(reading)
    formats = [format_of(run) for run in base if _words([run])]
    strong = bool(formats) and all(one.strong or one.direct for one in formats)
    odd = {*_looks([*base, *reading], format_of, bold=strong or is_bold)}
    if said != said.strip():
        odd.add(Oddity("blank", said))
    changes = (part for part in element.iter() if isinstance(part.tag, str) and local_name(part) in REVISIONS)
    return WordRuby(
        before=words[: len(words) - len(words.lstrip())],
        base=words.strip(),
        after=words[len(words.rstrip()) :] if words.strip() else "",
        reading=said.strip() if words.strip() else "",
        strong=strong and any(one.strong for one in formats),
        direct=strong and any(one.direct for one in formats),
        odd=frozenset(odd),
        revisions=frozenset(map(read_revision, changes)),
    )


def clean_text(text: str) -> str:
    """A text without soft hyphens and direction marks, which programs add where the script changes."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def _runs(parent: etree._Element, view: RevisionView) -> Iterator[etree._Element]:
    """The runs of a base or a reading that a view shows."""
    for child in parent:
        name = local_name(child) if isinstance(child.tag, str) else ""
        if name == "r":
            yield child
        elif name and name not in HIDDEN[view]:
            yield from _runs(child, view)


def _words(runs: list[etree._Element]) -> str:
    """The visible text of runs."""
    texts = (text for run in runs for text in run.iter(f"{{{W}}}t", f"{{{W}}}delText"))
    return "".join(clean_text(text.text or "") for text in texts)


def _looks(runs: list[etree._Element], format_of: FormatOf, *, bold: bool) -> Iterator[Oddity]:
    """The formatting that a profile cannot hold; with ``bold``, bold words are no such formatting."""
    for run in runs:
        words = _words([run])[:_SHOWN]
        if not words.strip():
            continue
        format = format_of(run)
        kinds = [kind for kind in format.odd if kind not in _BY_RUBY]
        if format.direct and not bold:
            kinds.append("bold")
        if format.raised:
            kinds.append(format.raised)
        yield from (Oddity(kind, words) for kind in kinds)
