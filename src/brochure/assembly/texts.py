"""Turn the texts of a profile and the series into paragraphs, and number the notes that they call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from brochure.assembly.numbering import NoteNumbering, calls_before_stops, meant_cite, note_id
from brochure.document import markup
from brochure.document.house_style import HouseStyle
from brochure.document.markup_model import Cite
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import (
    Inline,
    Inlines,
    NoteCall,
    Paragraph,
    Part,
    Remark,
    Ruby,
    Strong,
    Text,
    plain_text,
    printed_text,
    with_reading,
)
from brochure.schema.profile import Profile
from brochure.schema.series import SURVEY, Series, fill_placeholders
from brochure.schema.survey_rounds import SurveyDef

SERIES = "_series:"  # addresses in the shared file start with this
_BEGIN, _END = "\ufdd0", "\ufdd1"  # around a filled-in value; noncharacters, so no text has them


@dataclass
class Texts:
    """Turns texts into paragraphs, and numbers notes in the order of their first calls.

    Attributes:
        profile, series: The profile and the series.
        style: The layout's house style.
        numbers: The numbers of the notes called so far.
        cites: The citation of each note that is a citation, by the note's id.
    """

    profile: Profile
    series: Series
    style: HouseStyle
    numbers: NoteNumbering
    cites: dict[str, Cite] = field(default_factory=dict)

    def paragraphs(
        self, text: str, at: str, known: Mapping[str, Cite] = MappingProxyType({})
    ) -> tuple[Paragraph, ...]:
        """Return the paragraphs of a text; notes that it calls for the first time get their numbers.

        ``known`` are citations by source that a citation without words of its own stands for.
        """
        parsed = markup.parse_markup(text)
        meant = {cite.key: meant_cite(cite, known) for cite in parsed.cites}
        self.cites |= {note_id(cite): cite for cite in meant.values()}
        names = {key: note_id(cite) for key, cite in meant.items()}
        return tuple(
            Paragraph(self._numbered(calls_before_stops(content), names), at, continues=index > 0)
            for index, content in enumerate(parsed.paragraphs)
        )

    def paragraph(self, text: str, at: str, known: Mapping[str, Cite] = MappingProxyType({})) -> Paragraph:
        """Return a text as one paragraph, even if it contains a blank line."""
        return _joined(self.paragraphs(text, at, known), at)

    def fixed(self, text: str, at: str) -> Paragraph:
        """Return a text of the series file as one paragraph."""
        return _joined(self._fixed_paragraphs(text, SERIES + at), SERIES + at)

    def shared_remark(self, key: str | None, survey: str | None = None) -> Remark | None:
        """Return a remark of the series file by its key; None if the key is None.

        ``survey`` is the round of the answer above it, if it is not that of the profile. Without any round,
        a remark with the date of one would be false, so there is none.
        """
        if key is None or (SURVEY in self.series.data.remarks[key] and self.round(survey) is None):
            return None
        at = f"{SERIES}remarks.{key}"
        paragraphs = self._fixed_paragraphs(self.series.data.remarks[key], at, survey)
        return Remark(self.style.remark, paragraphs, at)

    def round(self, survey: str | None = None) -> SurveyDef | None:
        """The round of the survey of an answer: the named one, or that of the profile; None without one."""
        return self.series.data.surveys.get(survey or self.profile.data.survey or "")

    def _fixed_paragraphs(self, text: str, at: str, survey: str | None = None) -> tuple[Paragraph, ...]:
        """The paragraphs of a text of the series file; its filled-in values are parts of them."""
        own = self.round(survey)
        words = self.style.words.date(own.asked) if own else _all_dates(self.series, self.style.words)
        paragraphs = self.paragraphs(fill_placeholders(text, {"survey": words}), at)
        surrounded = fill_placeholders(text, {"survey": f"{_BEGIN}{words}{_END}"})
        if _BEGIN not in surrounded:
            return paragraphs
        parsed = markup.parse_markup(surrounded).paragraphs
        address = f"{SERIES}surveys.{survey or self.profile.data.survey}.asked" if own else ""
        return tuple(
            replace(paragraph, parts=tuple(_filled_parts(printed_text(content), address)))
            for paragraph, content in zip(paragraphs, parsed, strict=True)
        )

    def _numbered(self, content: Inlines, names: Mapping[str, str]) -> Inlines:
        return markup.join_texts([self._number(part, names) for part in content])

    def _number(self, part: Inline, names: Mapping[str, str]) -> Inline:
        if isinstance(part, Strong):
            return Strong(self._numbered(part.children, names))
        if isinstance(part, Ruby) and self.style.ruby == "parentheses":
            return Text(with_reading(part.base, part.reading))
        if isinstance(part, NoteCall):
            return self.numbers.numbered_call(names.get(part.note_id, part.note_id))
        return part


def _filled_parts(text: str, at: str) -> Iterator[Part]:
    """The parts of a paragraph that were filled in, without the signs that surround them."""
    taken = 0
    start = text.find(_BEGIN)
    while start >= 0:
        end = text.index(_END, start)
        yield Part(at, start - taken, end - taken - 1)
        taken += 2
        start = text.find(_BEGIN, end)


def _joined(paragraphs: Sequence[Paragraph], at: str) -> Paragraph:
    """Paragraphs as one."""
    if len(paragraphs) == 1:
        return paragraphs[0]
    parts: list[Part] = []
    length = 0
    for paragraph in paragraphs:
        parts += [Part(one.at, one.start + length, one.end + length) for one in paragraph.parts]
        length += len(printed_text(paragraph.content))
    return Paragraph(tuple(one for paragraph in paragraphs for one in paragraph.content), at, tuple(parts))


def plain_series_text(text: str, series: Series, words: PrintedWords) -> str:
    """Return a text of the series file without markup, with its placeholders replaced, on one line."""
    filled = fill_placeholders(text, {"survey": _all_dates(series, words)})
    return "".join(plain_text(content) for content in markup.parse_markup(filled).paragraphs)


def _all_dates(series: Series, words: PrintedWords) -> str:
    """The dates of all rounds of the survey, for a text that belongs to no answer."""
    return words.listed([words.date(one.asked) for one in series.data.surveys.values()])
