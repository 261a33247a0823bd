"""Turn the texts of a profile and the series into paragraphs, and number the notes that they call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from brochure.assembly.numbering import NoteNumbering, calls_before_stops, note_id
from brochure.document import markup
from brochure.document.house_style import HouseStyle
from brochure.document.markup_model import Cite
from brochure.document.tree import Inline, Inlines, NoteCall, Paragraph, Remark, Ruby, Strong, Text
from brochure.schema.profile import Profile
from brochure.schema.series import Series, fill_placeholders

SERIES = "_series:"  # addresses in the shared file start with this


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

    def paragraphs(self, text: str, at: str) -> tuple[Paragraph, ...]:
        """Return the paragraphs of a text; notes that it calls for the first time get their numbers."""
        parsed = markup.parse_markup(text)
        self.cites |= {note_id(cite): cite for cite in parsed.cites}
        names = {cite.key: note_id(cite) for cite in parsed.cites}
        return tuple(
            Paragraph(self._numbered(calls_before_stops(content), names), at) for content in parsed.paragraphs
        )

    def paragraph(self, text: str, at: str) -> Paragraph:
        """Return a text as one paragraph, even if it contains a blank line."""
        parts = self.paragraphs(text, at)
        return Paragraph(tuple(part for paragraph in parts for part in paragraph.content), at)

    def fixed(self, text: str, at: str) -> Paragraph:
        """Return a text of the series file as one paragraph."""
        return self.paragraph(self.filled(text), SERIES + at)

    def filled(self, text: str) -> str:
        """Return a text of the series file with its placeholders replaced."""
        survey = self.profile.data.survey or self.series.data.survey
        return fill_placeholders(text, {"survey": survey.japanese()})

    def shared_remark(self, key: str | None) -> Remark | None:
        """Return a remark of the series file by its key; None if the key is None."""
        if key is None:
            return None
        at = f"{SERIES}remarks.{key}"
        return Remark(self.style.remark, self.paragraphs(self.filled(self.series.data.remarks[key]), at), at)

    def _numbered(self, content: Inlines, names: Mapping[str, str]) -> Inlines:
        return markup.join_texts([self._number(part, names) for part in content])

    def _number(self, part: Inline, names: Mapping[str, str]) -> Inline:
        if isinstance(part, Strong):
            return Strong(self._numbered(part.children, names))
        if isinstance(part, Ruby) and self.style.ruby == "parentheses":
            return Text(f"{part.base}（{part.reading}）")
        if isinstance(part, NoteCall):
            return self.numbers.numbered_call(names.get(part.note_id, part.note_id))
        return part
