"""What of a partner is new in this edition: each value is 前年のまま, 確認済み or 更新."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

from brochure.diagnostics.problem import Location
from brochure.schema.confirmation_file import ConfirmedValue
from brochure.schema.yaml_reader import Data, YamlPath, YamlText

# Keys whose values are no statements about the partner: they name, place or colour others.
_NO_STATEMENTS = frozenset({"edition", "survey", "accent", "accepted", "as_of", "sources", "place"})
_NO_VALUES = frozenset(
    {
        *("field", "event", "focus", "file", "label", "id", "as_of", "valid_until", "survey", "qr"),
        *("region", "kind", "native_lang", "callout", "facts", "alt", "credit"),
    }
)
_DIGEST = 16  # hexadecimal digits


class ValueState(Enum):
    """Whether a value was looked at for this edition."""

    KEPT = "kept"  # 前年のまま: as in the edition before, and nobody has confirmed it
    CONFIRMED = "confirmed"
    CHANGED = "changed"  # other words than in the edition before, or new


@dataclass(frozen=True, slots=True)
class EditionValue:
    """A value of a profile: its question or top key, its address, its words and its place in the file."""

    group: str
    at: str
    text: str
    place: Location

    @property
    def digest(self) -> str:
        """What the value is known by: its group and its words."""
        return sha256(f"{self.group}\n{self.text}".encode()).hexdigest()[:_DIGEST]


def edition_values(source: YamlText) -> tuple[EditionValue, ...]:
    """Return the values of a profile in the order of the file; a mark table is one value."""
    data = source.data if isinstance(source.data, dict) else {}
    found: list[EditionValue] = []
    for key, part in data.items():
        if key in _NO_STATEMENTS:
            continue
        for path, text in _values((key,), part):
            group = ".".join(map(str, path[:2])) if key == "answers" else str(key)
            found.append(EditionValue(group, ".".join(map(str, path)), text, source.locate(path)))
    return tuple(found)


def _values(path: YamlPath, data: Data) -> Iterator[tuple[YamlPath, str]]:
    if isinstance(data, str):
        yield path, data.strip()
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _values((*path, index), item)
    elif isinstance(data, dict) and "marks" in data:
        yield path, _marks(data)
    elif isinstance(data, dict):
        for key, item in data.items():
            if key not in _NO_VALUES:
                yield from _values((*path, key), item)


def _marks(block: dict[str, Any]) -> str:
    """A mark table as words; the order of its topics means nothing."""
    parts = [str(block["marks"])]
    for key in ("marked", "none", "other"):
        value = block.get(key)
        shown = ", ".join(sorted(map(str, value))) if isinstance(value, list) else str(value or "")
        parts.append(f"{key}: {shown}")
    return "; ".join(parts)


def value_states(
    values: Iterable[EditionValue],
    before: Iterable[EditionValue],
    confirmed: Iterable[ConfirmedValue],
) -> list[tuple[EditionValue, ValueState]]:
    """Return each value with its state.

    Args:
        values: The values of a partner now.
        before: Those of the edition before.
        confirmed: What was confirmed for this partner in this edition.
    """
    left = Counter(one.digest for one in before)
    known = {one.digest for one in confirmed}
    found = []
    for value in values:
        if value.digest in known:
            found.append((value, ValueState.CONFIRMED))
        elif left[value.digest] > 0:
            left[value.digest] -= 1
            found.append((value, ValueState.KEPT))
        else:
            found.append((value, ValueState.CHANGED))
    return found
