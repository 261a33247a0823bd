"""Draw the difference of two texts as HTML for people who do not read markup: bold text is bold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape

from brochure.document.diff import DiffKind
from brochure.revision.draw import drawn_difference

CONTEXT = 24  # characters of unchanged text shown before and after a change
_BOLD = "**"


@dataclass(frozen=True, slots=True)
class _Segment:
    """A part of a difference, all of one kind, that was bold or not and is bold or not."""

    text: str
    kind: DiffKind
    was_bold: bool
    is_bold: bool


def html_difference(old: str, new: str, words: Mapping[str, str], *, in_markup: bool) -> str:
    """Return the difference as HTML with ``ins`` and ``del``; long unchanged parts are shortened.

    Args:
        old, new: The two texts.
        words: The words of the report.
        in_markup: Whether ``**`` in the texts means bold.
    """
    return "".join(_html(one, words) for one in _shortened(list(_segments(old, new, in_markup=in_markup))))


def _segments(old: str, new: str, *, in_markup: bool) -> Iterator[_Segment]:
    was_bold = is_bold = False
    for piece in drawn_difference(old, new):
        for index, text in enumerate(piece.text.split(_BOLD) if in_markup else [piece.text]):
            if index:  # a mark of bold stands before this text
                was_bold ^= piece.kind is not DiffKind.NEW
                is_bold ^= piece.kind is not DiffKind.OLD
            if text:
                yield _Segment(text, piece.kind, was_bold, is_bold)


def _shortened(segments: list[_Segment]) -> Iterator[_Segment]:
    """The segments; of unchanged text, what is near a change."""
    alone = not any(_is_change(one) for one in segments)
    for index, one in enumerate(segments):
        if _is_change(one):
            yield one
            continue
        before = index > 0 and _is_change(segments[index - 1])
        after = index < len(segments) - 1 and _is_change(segments[index + 1])
        if alone:  # the text says what is moved or left
            text = one.text if len(one.text) <= 4 * CONTEXT else f"{one.text[: 4 * CONTEXT]}…"
        elif len(one.text) <= 2 * CONTEXT + 3:
            text = one.text
        else:
            text = f"{one.text[:CONTEXT] if before else ''}…{one.text[-CONTEXT:] if after else ''}"
        yield replace(one, text=text)


def _is_change(one: _Segment) -> bool:
    return one.kind is not DiffKind.SAME or one.was_bold != one.is_bold


def _html(one: _Segment, words: Mapping[str, str]) -> str:
    text = escape(one.text)
    if one.was_bold if one.kind is DiffKind.OLD else one.is_bold:
        text = f"<strong>{text}</strong>"
    if one.kind is DiffKind.OLD:
        return f"<del>{text}</del>"
    if one.kind is DiffKind.NEW:
        return f"<ins>{text}</ins>"
    if one.was_bold == one.is_bold:
        return text
    said = words["becomes bold" if one.is_bold else "no longer bold"]
    return f"<ins>{text}<small>{escape(said)}</small></ins>"
