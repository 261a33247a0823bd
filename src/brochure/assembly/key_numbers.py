"""The numbers of a callout: their paragraphs, and the notes that they share with the text below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brochure.assembly.numbering import meant_cite, note_id
from brochure.assembly.texts import Texts
from brochure.document import markup
from brochure.document.markup_model import Cite
from brochure.document.tree import KeyNumber, Paragraph, Text, TitledItem
from brochure.schema.profile import CalloutItem, NumberDef, Titled


def titled_items(texts: Texts, items: Sequence[Titled], at: str) -> tuple[TitledItem, ...]:
    """Return the items of a callout or of a list of cases."""
    return tuple(_item(texts, item, f"{at}.{index}") for index, item in enumerate(items))


def _item(texts: Texts, item: Titled, at: str) -> TitledItem:
    """Return an item; its numbers stand before its text, but the text numbers the notes that both call.

    So a number changes no note of the text, and Word, which numbers notes in the order of their first calls,
    counts as we do: a note that only a number calls comes before those of the text.
    """
    title = texts.paragraph(item.title, f"{at}.title")
    numbers = item.numbers if isinstance(item, CalloutItem) else []
    known = first_cites(item.text) if numbers else {}
    called = called_notes(item.text, {})
    for number in numbers:
        for note in called_notes(number.label, known):
            if note not in called:
                texts.numbers.reserve(note)
    body = texts.paragraphs(item.text, f"{at}.text")
    made = tuple(
        _number(texts, number, f"{at}.numbers.{index}", known) for index, number in enumerate(numbers)
    )
    return TitledItem(title, body, at, made)


def _number(texts: Texts, number: NumberDef, at: str, known: Mapping[str, Cite]) -> KeyNumber:
    unit = Paragraph((Text(number.unit),), f"{at}.unit") if number.unit else None
    label = texts.paragraph(number.label, f"{at}.label", known)
    return KeyNumber(Paragraph((Text(number.value),), f"{at}.value"), unit, label, at)


def first_cites(text: str) -> dict[str, Cite]:
    """Return the first citation of each source in a text, by the source's id."""
    found: dict[str, Cite] = {}
    for cite in markup.parse_markup(text).cites:
        found.setdefault(cite.source_id, cite)
    return found


def called_notes(text: str, known: Mapping[str, Cite]) -> list[str]:
    """Return the ids of the notes that a text calls, in the order of the calls.

    ``known`` are citations by source that a citation without words of its own stands for.
    """
    parsed = markup.parse_markup(text)
    calls = [(call.offset, call.note_id) for call in parsed.calls]
    calls += [(cite.offset, note_id(meant_cite(cite, known))) for cite in parsed.cites]
    return [name for _, name in sorted(calls)]
