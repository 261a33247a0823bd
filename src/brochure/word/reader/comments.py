"""Comments of a Word file: author, date, text, the words they are about, replies, and resolved threads.

``commentsExtended.xml`` names a comment by the id of its last paragraph. Some programs write these facts as
attributes of the comment itself. LibreOffice 7.4 does not write which comment is a reply: there, comments
that stand together are a thread, in the order of their dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from brochure.word.ooxml import W
from brochure.word.reader.elements import W14, W15
from brochure.word.reader.fixups_libreoffice import known_date
from brochure.word.reader.model import WordComment
from brochure.word.untrusted import OpenedWord

_LONGEST = 200  # characters of the words that a comment is about
_MOST_OPEN = 100  # ranges that overlap; more are no work of people
_QUOTE = re.compile(r'Reply to [^\n]+ \([^\n]*\): "[^\n]*"\n+')  # LibreOffice begins a reply with it
_ON = ("1", "true", "on")


def read_comments(file: OpenedWord, folder: str) -> dict[str, WordComment]:
    """The comments by id; ``folder`` is the folder of the main part in the file."""
    root = file.xml(f"{folder}/comments.xml")
    if root is None:
        return {}
    words, groups = _places_of_comments(file.xml(file.main))
    found: dict[str, WordComment] = {}
    names: dict[str, str] = {}  # ids of comments, by the ids of their paragraphs
    for comment in root.iterfind(f"{{{W}}}comment"):
        key = comment.get(f"{{{W}}}id", "")
        paragraphs = list(comment.iter(f"{{{W}}}p"))
        text = "\n".join("".join(t.text or "" for t in p.iter(f"{{{W}}}t")) for p in paragraphs).strip()
        names |= {name: key for p in paragraphs if (name := p.get(f"{{{W14}}}paraId"))}
        found[key] = WordComment(
            comment.get(f"{{{W}}}author", ""), known_date(comment), text, words=words.get(key, "")
        )
    extended = file.xml(f"{folder}/commentsExtended.xml")
    for key, facts in _facts_of_comments(root, extended, names):
        parent = names.get(facts.get("paraIdParent", ""), "")
        done = found[key].done or facts.get("done") in _ON
        found[key] = replace(found[key], done=done, parent=parent or found[key].parent)
    if not any(one.parent for one in found.values()) and (
        extended is None or "libreoffice" in file.application.casefold()
    ):
        found = _threads_by_place(found, groups)
    return {key: replace(one, parent=_first_of_thread(found, key)) for key, one in found.items()}


def _facts_of_comments(
    root: etree._Element, extended: etree._Element | None, names: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the attributes that say what a comment replies to, and whether it is resolved."""
    for comment in root.iterfind(f"{{{W}}}comment"):
        yield comment.get(f"{{{W}}}id", ""), _w15_attributes(comment)
    for item in extended if extended is not None else ():
        key = names.get(item.get(f"{{{W15}}}paraId", ""))
        if key is not None:
            yield key, _w15_attributes(item)


def _w15_attributes(element: etree._Element) -> dict[str, str]:
    return {
        etree.QName(name).localname: str(value)
        for name, value in element.attrib.items()
        if etree.QName(name).namespace == W15
    }


def _first_of_thread(found: Mapping[str, WordComment], key: str) -> str:
    """The id of the first comment of the thread of a reply; empty for a first comment."""
    seen = [key]
    while (parent := found[seen[-1]].parent) in found and parent not in seen:
        seen.append(parent)
    return seen[-1] if len(seen) > 1 else ""


def _threads_by_place(
    found: Mapping[str, WordComment], groups: Iterable[Sequence[str]]
) -> dict[str, WordComment]:
    """Make a thread of comments that stand together and are about the same words."""
    made = dict(found)
    for group in groups:
        by_words: dict[str, list[str]] = {}
        for key in group:
            if key in found:
                words = found[key].words or next(iter(by_words), "")
                by_words.setdefault(words, []).append(key)
        for keys in by_words.values():
            first, *replies = sorted(keys, key=lambda key: found[key].date or "~")
            for key in replies:
                text = _QUOTE.sub("", found[key].text, count=1)
                made[key] = replace(found[key], parent=first, text=text)
    return made


def _is_reading(text: etree._Element) -> bool:
    """Whether a text is the reading of ruby, which is no text of its own."""
    run = text.getparent()
    above = None if run is None else run.getparent()
    return above is not None and above.tag == f"{{{W}}}rt"


def _places_of_comments(main: etree._Element | None) -> tuple[dict[str, str], list[list[str]]]:
    """The words in the range of each comment by id, and the ids of comments that stand together.

    Of a range with several paragraphs, the words are those of the last one.
    """
    opened: dict[str, str] = {}
    full: dict[str, str] = {}
    groups: list[list[str]] = []
    is_apart = True  # whether text stands before the next comment
    for element in main.iter() if main is not None else ():
        tag = element.tag
        if tag == f"{{{W}}}commentRangeStart" and len(opened) < _MOST_OPEN:
            opened[element.get(f"{{{W}}}id", "")] = ""
        elif tag == f"{{{W}}}commentRangeEnd":
            key = element.get(f"{{{W}}}id", "")
            if key in opened:
                full[key] = opened.pop(key)
        elif tag == f"{{{W}}}p":
            opened, is_apart = dict.fromkeys(opened, ""), True
        elif tag == f"{{{W}}}commentReference":
            if is_apart:
                groups.append([])
            groups[-1].append(element.get(f"{{{W}}}id", ""))
            is_apart = False
        elif tag == f"{{{W}}}t" and element.text and not _is_reading(element):
            is_apart = True
            for key, words in list(opened.items()):
                if len(words) > _LONGEST:
                    del opened[key]
                else:
                    opened[key] = words + element.text
    return {key: words.strip() for key, words in full.items() if len(words) <= _LONGEST}, groups
