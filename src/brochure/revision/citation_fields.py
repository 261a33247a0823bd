"""Map an edited citation to the fields of its CSL item."""

from __future__ import annotations

import re
from collections.abc import Mapping

from brochure.document.diff import opcodes
from brochure.document.partial_date import PartialDate
from brochure.schema.csl_dates import csl_date
from brochure.schema.yaml_reader import Data

_NAMES = ("id", "type")
_DATES = ("issued", "accessed")
_SHORT = 3


def edited_citation_fields(item: Mapping[str, Data], old: str, new: str) -> dict[str, str] | None:
    """Return the new values of the fields that an edit of a citation changed; None if that is not clear.

    The words between the fields must be unchanged. Dates are printed in Japanese, and are ISO 8601 in the
    item.

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
        value = _parsed_value(key, after)
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
        shown = _printed_value(key, value)
        free = [
            place.start()
            for place in re.finditer(re.escape(shown), old)
            if shown and not any(place.start() < end and begin < place.end() for begin, end, _ in found)
        ]
        if len(free) == 1 or (free and len(shown) > _SHORT):
            found.append((free[0], free[0] + len(shown), key))
    return sorted(found)


def _printed_value(key: str, value: str) -> str:
    if key in _DATES:
        try:
            date = csl_date(value)
        except ValueError:
            return value
        if len(date.get("date-parts", ())) == 1 and len(date) == 1:
            return PartialDate(*date["date-parts"][0]).japanese()
    return value


def _parsed_value(key: str, text: str) -> str | None:
    if key not in _DATES:
        return text.strip() or None
    date = PartialDate.read(text)
    return date.iso() if date else None


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
