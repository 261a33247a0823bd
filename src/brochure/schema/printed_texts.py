"""The texts of a file that are printed: those of its model, and those of its sources that are cited."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from brochure.document.look_alikes import LookAlike, find_look_alikes, markup_look_alikes
from brochure.schema.base import Strict
from brochure.schema.csl_items import AS_TYPED
from brochure.schema.source_quotes import QUOTE
from brochure.schema.text_kinds import TextKind, text_kinds
from brochure.schema.yaml_reader import YamlPath, YamlText

ABOUT_CONTENT = frozenset({"abstract", "annote", "keyword", "note"})
"""Fields of CSL items that no citation style of brochure prints: they are about the content of a source."""

_FOR_PROGRAMS = frozenset({"id", "type", "citation-key", "language", "categories"})
_QUOTE = ("custom", QUOTE)
_CONTACT_ADDRESSES = frozenset({"email", "website"})
_READ_ALOUD = frozenset({"alt"})


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text that is printed, with its file and its path.

    Attributes:
        source, path: The file, and the path of the text in it.
        text: The text as it was typed.
        kind: Its markup; None for an address or a date, which are not changed.
        is_drawn: Whether it needs a font; not a description for screen readers.
    """

    source: YamlText
    path: YamlPath
    text: str
    kind: TextKind | None
    is_drawn: bool = True

    def look_alikes(self) -> list[LookAlike]:
        """The characters of the text that look like those that are meant."""
        if self.kind is None:
            return []
        return find_look_alikes(self.text) if self.kind is TextKind.PLAIN else markup_look_alikes(self.text)


def model_texts(source: YamlText, model: type[Strict]) -> Iterator[PrintedText]:
    """Yield the printed texts of a file with a model, without its sources."""
    for path, text, kind in text_kinds(source, model):
        yield PrintedText(source, path, text, kind, path[-1] not in _READ_ALOUD)
    if isinstance(source.data, dict) and "contact" in source.data:
        for path, text in source.scalars(("contact",)):
            if path[-1] in _CONTACT_ADDRESSES:
                yield PrintedText(source, path, text, None)


def item_texts(
    source: YamlText, base: YamlPath = (), cited: Collection[str] | None = None
) -> Iterator[PrintedText]:
    """Yield the printed texts of a list of CSL items at the path ``base``.

    ``cited`` are the ids of the items that are printed; None stands for all.
    """
    items: Any = source.data
    for step in base:
        items = items.get(step) if isinstance(items, dict) else None
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if not isinstance(item, dict) or (cited is not None and str(item.get("id")).strip() not in cited):
            continue
        for path, text in source.scalars((*base, index)):
            key = path[len(base) + 1]
            if key in ABOUT_CONTENT or key in _FOR_PROGRAMS or path[len(base) + 1 :][:2] == _QUOTE:
                continue
            kind = None if key in AS_TYPED else TextKind.PLAIN
            yield PrintedText(source, path, text, kind)
