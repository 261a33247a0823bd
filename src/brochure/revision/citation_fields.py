"""Map an edited citation to the fields of its CSL item, and to the words around the citation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from brochure.document.diff import opcodes
from brochure.document.locators import split_locator
from brochure.document.partial_date import PartialDate
from brochure.document.written_date import DateError, find_dates, read_date
from brochure.revision.date_edits import OtherForm, has_printed_form, same_dates, with_printed_dates
from brochure.schema.csl_dates import csl_date
from brochure.schema.csl_items import DATES
from brochure.schema.yaml_reader import Data

_NAMES = ("id", "type")
_SHORT = 3
_KEPT = ("author", "title", "container-title", "URL")  # without them it is not the same source
_OPENING, _CLOSING, _COMMAS = "（(［[", "）)］]", "、，,・"
# Words that may be a new value of a field that is gone, such as the year of an era.
_ELSEWHERE = re.compile(r"[0-9０-９（）()「」『』\[\]元]")


@dataclass(frozen=True, slots=True)
class CitationWords:
    """The parts of a citation that are typed where it is called; as in ``markup_model.Cite``."""

    source: str
    locator: str
    label: str
    prefix: str
    suffix: str
    without_author: bool = False

    @classmethod
    def of_key(cls, key: str) -> CitationWords:
        """Read a citation's key (``Cite.key``)."""
        source, locator, label, prefix, suffix, *sign = key.split("\0")
        return cls(source, locator, label, prefix, suffix, bool(sign))

    @property
    def key(self) -> str:
        """The key of the citation."""
        parts = (self.source, self.locator, self.label, self.prefix, self.suffix)
        return "\0".join((*parts, "-") if self.without_author else parts)


@dataclass(frozen=True, slots=True)
class EditedCitation:
    """What an edit of a citation changes.

    Attributes:
        words: Its own words.
        fields: The fields of its source; None removes a field.
        forms: The dates that only have another form.
    """

    words: CitationWords
    fields: Mapping[str, str | None] = field(default_factory=dict)
    forms: Sequence[OtherForm] = ()


def edited_citation(
    item: Mapping[str, Data] | None, words: CitationWords, old: str, new: str
) -> EditedCitation | None:
    """Return what an edit of a citation changes; None if that is not clear.

    Words before and after the printed source are those of the citation. A field that is gone with its
    brackets or its comma is removed, but author, title and address stay. A date in another form is that date.

    Args:
        item: The CSL item, if its fields may change.
        words: The citation as it is called.
        old: The words of the citation before the edit.
        new: The words of the citation after the edit.

    >>> item = {"id": "a", "type": "book", "author": "外務省", "title": "調査", "issued": "2018-07"}
    >>> cite = CitationWords("@a", "", "page", "", "より")
    >>> edited = edited_citation(item, cite, "外務省「調査」（2018年7月）より", "外務省「調査」から作成")
    >>> edited.words.suffix, edited.fields
    ('から作成', {'issued': None})
    """
    places = [] if item is None else _field_places(item, old)
    elsewhere = [(start, end) for start, end, key in places if key not in DATES]
    new, forms = with_printed_dates(old, new, elsewhere)
    edited = EditedCitation(words) if forms and new == old else _edited_words(item, words, old, new)
    return edited and replace(edited, forms=tuple(forms))


def _edited_words(
    item: Mapping[str, Data] | None, words: CitationWords, old: str, new: str
) -> EditedCitation | None:
    """What an edit changes, apart from the form of dates."""
    printed = _without_affixes(old, words)
    if printed is None or not printed or not new.strip():
        return None
    around = _words_around(printed, new, words)
    if around not in (None, words):
        return EditedCitation(around)
    if item is None:
        return None
    if (fields := edited_citation_fields(item, old, new)) is not None:
        return EditedCitation(words, fields)
    if (both := _fields_and_end(item, words, printed, new)) is not None:
        return both
    for key, shorter in _without_a_field(item, printed):
        around = _words_around(shorter, new, words)
        if around is not None and (around == words or not _ELSEWHERE.search(around.prefix + around.suffix)):
            return EditedCitation(around, {key: None})
    return None


def _fields_and_end(
    item: Mapping[str, Data], words: CitationWords, printed: str, new: str
) -> EditedCitation | None:
    """An edit of fields and of the words after the source, which ends with the same sign as before."""
    if words.prefix:
        return None
    for end in (place.end() for place in re.finditer(re.escape(printed[-1]), new)):
        fields = edited_citation_fields(item, printed, new[:end])
        around = _words_around(printed, printed + new[end:], words)
        if fields is not None and around is not None:
            return EditedCitation(around, fields)
    return None


def _without_affixes(old: str, words: CitationWords) -> str | None:
    """The printed source, without the words before and after it; None if the words are not there."""
    bare = old.strip()
    if not (bare.startswith(words.prefix) and bare.endswith(words.suffix)):
        return None
    return bare[len(words.prefix) : len(bare) - len(words.suffix)].strip()


def _words_around(printed: str, new: str, words: CitationWords) -> CitationWords | None:
    """The citation with the words that ``new`` has around the printed source; None if it is not there."""
    if new.count(printed) != 1:
        return None
    prefix, suffix = (part.strip(" \t\u3000") for part in new.split(printed))
    if suffix != words.suffix and not words.locator:
        locator, label, suffix = split_locator(suffix if suffix[:1] in _COMMAS else f" {suffix}")
        return replace(words, locator=locator, label=label, prefix=prefix, suffix=suffix)
    return replace(words, prefix=prefix, suffix=suffix)


def _without_a_field(item: Mapping[str, Data], printed: str) -> Iterator[tuple[str, str]]:
    """Yield the printed source without one of its fields, with the field's key."""
    for start, end, key in _field_places(item, printed):
        if key in _KEPT:
            continue
        before, after = printed[start - 1 : start], printed[end : end + 1]
        if before and after and before in _OPENING and after in _CLOSING:
            start, end = start - 1, end + 1  # noqa: PLW2901
        elif before and before in _COMMAS:
            start -= 1  # noqa: PLW2901
        elif after and after in _COMMAS:
            end += 1  # noqa: PLW2901
        else:
            continue
        yield key, printed[:start] + printed[end:]


def edited_citation_fields(item: Mapping[str, Data], old: str, new: str) -> dict[str, str] | None:
    """Return the new values of the fields that an edit of a citation changed; None if that is not clear.

    The words between the fields must be unchanged. A date that has the printed form becomes ISO 8601; other
    forms stay as they were typed.

    >>> item = {"id": "a", "type": "book", "author": "外務省", "title": "調査", "issued": "2018-07"}
    >>> edited_citation_fields(item, "外務省「調査」（2018年7月）", "外務省「統計調査」（2019年7月）")
    {'title': '統計調査', 'issued': '2019-07'}
    >>> edited_citation_fields(item, "外務省「調査」（2018年7月）", "外務省編「調査」（2018年7月）より")
    """
    places = _field_places(item, old)
    if not places:
        return None
    cuts = [0, *(cut for start, end, _ in places for cut in (start, end)), len(old)]
    spread = _map_cuts(cuts, old, new)
    made: dict[str, str] = {}
    for index in range(len(cuts) - 1):
        before, after = old[cuts[index] : cuts[index + 1]], new[spread[index] : spread[index + 1]]
        if before == after:
            continue
        if index % 2 == 0:
            return None
        key = places[index // 2][2]
        value = _parsed_value(key, before, after)
        if value is None:
            return None
        made[key] = value
    return made or None


def _field_places(item: Mapping[str, Data], old: str) -> list[tuple[int, int, str]]:
    """Find the fields in the printed words: start, end, key. Long values first, no overlap.

    A short value (volume 3) that stands in several places is not found: it may be another number.
    """
    found: list[tuple[int, int, str]] = []
    fields = [(key, value) for key, value in item.items() if isinstance(value, str) and key not in _NAMES]
    for key, value in sorted(fields, key=lambda entry: -len(entry[1])):
        places = _date_places(value, old) if key in DATES else []
        places = places or [(one.start(), one.end()) for one in re.finditer(re.escape(value), old) if value]
        free = [
            (start, end)
            for start, end in places
            if not any(start < taken and begin < end for begin, taken, _ in found)
        ]
        if len(free) == 1 or (free and free[0][1] - free[0][0] > _SHORT):
            found.append((*free[0], key))
    return sorted(found)


def _date_places(value: str, old: str) -> list[tuple[int, int]]:
    """Find a date in the printed words, in whatever form the style prints it."""
    dates = [one for one in find_dates(old, bare_years=True) if same_dates(value, one.date.iso())]
    if dates:
        return [(one.start, one.end) for one in dates]
    try:
        ((*parts,),) = csl_date(value)["date-parts"]
    except (ValueError, TypeError, KeyError):  # no date, or a range
        return []
    early = re.escape(PartialDate(*parts).japanese())  # 紀元前44年, 645年
    return [(one.start(), one.end()) for one in re.finditer(early, old)]


def _parsed_value(key: str, before: str, after: str) -> str | None:
    """The new value of a field whose printed words changed."""
    if key not in DATES:
        return after.strip() or None
    try:
        written = read_date(after)
    except DateError:
        return None
    return written.date.iso() if has_printed_form(written, before) else written.typed


def _map_cuts(cuts: list[int], old: str, new: str) -> list[int]:
    """Map the cuts between words and fields from the old citation to the new one.

    Unchanged words fix the cuts; words that were added at the edge of a field belong to the field.
    """
    ops = list(opcodes(old, new))
    made = []
    for number, cut in enumerate(cuts):
        opens = number % 2 == 1  # the cut at the start of a field
        place = len(new)
        for kind, start, end, from_, to in ops:
            if kind == "equal" and (
                start < cut < end or (cut == start and not opens) or (cut == end and opens)
            ):
                place = from_ + cut - start
                break
            if kind == "equal" and cut == start and opens:
                place = from_
                continue
            if kind != "equal" and start <= cut <= end:
                place = from_ if opens and cut == start else to if cut == end else from_
                if cut in (start, end):
                    break
        made.append(place)
    made[0], made[-1] = 0, len(new)
    return [max(made[: i + 1]) for i in range(len(made))]
