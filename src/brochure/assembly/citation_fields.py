"""Which field of a source prints which characters of its citation.

The values of an item get marker characters around them before a style puts the citation together. What the
markers surround is then looked for in the citation as it is printed without them: beside a marker, a style
may choose another case or another stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from brochure.document.rich_text import MARKERS, marked
from brochure.schema.csl_items import Item

FieldPath = tuple[str | int, ...]
"""Keys and positions in an item, such as ``("author", 0)``; :data:`AFFIX` for words around the citation."""

AFFIX: FieldPath = ("affix",)

_OPEN, _CLOSE = "\ufdd9", "\ufdda"  # _OPEN, two digits, value, _CLOSE
_DIGITS = [chr(code) for code in range(0xFDDB, 0xFDEB)]
_SIGN = re.compile(f"{_OPEN}([{_DIGITS[0]}-{_DIGITS[-1]}]{{2}})|({_CLOSE})")
_NEAR = 4  # characters of other origin that a style may put within a value
_GIVEN = 40  # characters beside a family name among which the given name is looked for
_DERIVED = {
    "derived.publisher": "publisher",
    "derived.event": "event-title",
    "derived.body": "author",
    "derived.site": "container-title",
    "derived.archive": "archive",
    "custom.licence": "custom",
    "custom.licence-url": "custom",
}
_OLD_NAMES = {
    "event-title": "event",
    "container-title-short": "journalAbbreviation",
    "title-short": "shortTitle",
}


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """Characters of a citation that a field prints."""

    field: FieldPath
    start: int
    end: int


class FieldMarks:
    """The markers of one item: they are put in by :meth:`mark`, and read by :meth:`spans`."""

    def __init__(self, item: Item) -> None:
        self._item = item
        self._fields: list[FieldPath] = []

    def values(self, values: Mapping[str, Any], dates: Mapping[str, str]) -> dict[str, Any]:
        """Return the values for a style with markers around those that it can print.

        Args:
            values: Values by variable, as :func:`brochure.assembly.citation_item.style_values` makes them.
            dates: The field of each variable that holds the words of a date.
        """
        made: dict[str, Any] = {}
        for key, value in values.items():
            field = self._field(dates.get(key) or _DERIVED.get(key, key))
            if field is None or (key not in dates and isinstance(value, str) and value.isdigit()):
                made[key] = value  # a style may compute with a number
            elif isinstance(value, list):
                made[key] = [self._name(name, (field, index)) for index, name in enumerate(value)]
            else:
                made[key] = self.mark((field,), value)
        return made

    def mark(self, field: FieldPath, text: str) -> str:
        """Return a text with the markers of a field."""
        if field not in self._fields:
            self._fields.append(field)
        high, low = divmod(self._fields.index(field), len(_DIGITS))
        return f"{_OPEN}{_DIGITS[high]}{_DIGITS[low]}{text}{_CLOSE}"

    def _name(self, name: Mapping[str, str], field: FieldPath) -> dict[str, str]:
        """A name with markers; not around what a style shortens to initials."""
        return {
            key: self.mark((*field, key), part) if key in ("literal", "family") else part
            for key, part in name.items()
        }

    def _field(self, variable: str) -> str | None:
        """The field of the item that gives a variable; None for a variable that only says yes or no."""
        old = _OLD_NAMES.get(variable, variable)
        return variable if variable in self._item else old if old in self._item else None

    def spans(self, text: str, printed: str) -> tuple[FieldSpan, ...]:
        """Return what the fields print.

        Args:
            text: The citation with the markers.
            printed: The citation as it is printed.
        """
        letters, owners = self._read(text)
        found: list[FieldPath | None] = [None] * len(printed)
        if letters == printed:
            found = list(owners)
        else:
            matcher = SequenceMatcher(None, letters.casefold(), printed.casefold(), autojunk=False)
            if len(letters.casefold()) != len(letters) or len(printed.casefold()) != len(printed):
                matcher = SequenceMatcher(None, letters, printed, autojunk=False)
            for block in matcher.get_matching_blocks():
                found[block.b : block.b + block.size] = owners[block.a : block.a + block.size]
        _close_gaps(found)
        self._split_names(found, printed)
        self._find_year_of_standard(found, printed)
        self._find_given_names(found, printed)
        self._find_numbers(found, printed)
        return tuple(_runs(found))

    def _read(self, text: str) -> tuple[str, list[FieldPath | None]]:
        """A text without markers, and the field of each of its characters."""
        letters: list[str] = []
        owners: list[FieldPath | None] = []
        open_fields: list[FieldPath] = []
        place = 0
        for sign in _SIGN.finditer(text):
            self._take(text[place : sign.start()], open_fields, letters, owners)
            place = sign.end()
            if sign[2]:
                open_fields = open_fields[:-1]
            else:
                high, low = (_DIGITS.index(digit) for digit in sign[1])
                open_fields = [*open_fields, self._fields[high * len(_DIGITS) + low]]
        self._take(text[place:], open_fields, letters, owners)
        return "".join(letters), owners

    @staticmethod
    def _take(
        text: str, open_fields: Sequence[FieldPath], letters: list[str], owners: list[FieldPath | None]
    ) -> None:
        plain = MARKERS.sub("", text)
        letters.append(plain)
        owners += [open_fields[-1] if open_fields else None] * len(plain)

    def _split_names(self, found: list[FieldPath | None], printed: str) -> None:
        """Give the characters of names that a style gets as one text to their parts."""
        for span in list(_runs(found)):
            if len(span.field) != 3 or span.field[2] != "literal":
                continue
            name = self._item[str(span.field[0])][int(span.field[1])]
            for key in ("family", "given") if "literal" not in name else ():
                part = MARKERS.sub("", marked(str(name.get(key, ""))))
                start = printed.find(part, span.start, span.end) if part else -1
                if start >= 0:
                    found[start : start + len(part)] = [(*span.field[:2], key)] * len(part)

    def _find_year_of_standard(self, found: list[FieldPath | None], printed: str) -> None:
        """Give the year behind the number of a standard to its date, unless it was typed with the number."""
        parts = (self._item.get("issued") or {}).get("date-parts") or [[]]
        for span in list(_runs(found)) if self._item.get("type") == "standard" and parts[0] else ():
            year = str(parts[0][0])
            is_added = printed[: span.end].endswith(f":{year}") and year not in str(self._item["number"])
            if span.field == ("number",) and is_added:
                found[span.end - len(year) : span.end] = [("issued",)] * len(year)

    def _find_given_names(self, found: list[FieldPath | None], printed: str) -> None:
        """Give the characters of given names to them: whole, or as initials beside the family name."""
        for field in self._fields:
            if len(field) != 3 or field[2] != "family" or field not in found:
                continue
            name = self._item[str(field[0])][int(field[1])]
            given = str(name.get("given", ""))
            initials = "".join(
                rf"{re.escape(word[0])}\.?[-‐ ]?" for word in re.split(r"[\s-]+", given) if word
            )
            begin, end = found.index(field), len(found) - found[::-1].index(field)
            around = max(0, begin - _GIVEN), min(len(printed), end + _GIVEN)
            for pattern in filter(None, (re.escape(given), initials)):
                free = [
                    place
                    for place in re.finditer(pattern, printed[slice(*around)])
                    if not any(found[around[0] + place.start() : around[0] + place.end()])
                ]
                if free:
                    nearest = min(free, key=lambda place: abs(around[0] + place.start() - begin))
                    start, stop = (
                        around[0] + nearest.start(),
                        around[0] + nearest.start() + len(nearest[0].rstrip()),
                    )
                    found[start:stop] = [(*field[:2], "given")] * (stop - start)
                    break

    def _find_numbers(self, found: list[FieldPath | None], printed: str) -> None:
        """Give numbers that had no markers to their fields, in the order of the item."""
        for field, value in self._item.items():
            number = re.search(r"\d+", str(value)) if isinstance(value, str | int) else None
            if number is None or (field,) in found:
                continue
            for place in re.finditer(rf"(?<!\d){number[0]}(?!\d)", printed):
                if not any(found[place.start() : place.end()]):
                    found[place.start() : place.end()] = [(field,)] * len(number[0])
                    break


def _close_gaps(found: list[FieldPath | None]) -> None:
    """Give a few characters between two of the same field to it."""
    last = -1
    for index, field in enumerate(found):
        if field is None:
            continue
        if last >= 0 and found[last] == field and index - last - 1 <= _NEAR:
            found[last:index] = [field] * (index - last)
        last = index


def _runs(found: Sequence[FieldPath | None]) -> Iterator[FieldSpan]:
    start = 0
    for index in range(1, len(found) + 1):
        if index == len(found) or found[index] != found[start]:
            if (field := found[start]) is not None:
                yield FieldSpan(field, start, index)
            start = index
