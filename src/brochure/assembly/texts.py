"""Turn written text into paragraphs, with a number for each note that it calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from brochure.assembly.numbering import calls_before_stops, note_id
from brochure.document import markup as inline
from brochure.document.house_style import HouseStyle
from brochure.document.tree import Inline, Inlines, NoteCall, Paragraph, Remark, Ruby, Strong, Text
from brochure.schema.profile import Profile
from brochure.schema.series import Series, fill

SERIES = "_series:"  # addresses in the shared file start with this


@dataclass
class Texts:
    """Turns what was written into paragraphs, and numbers notes in the order of their first calls.

    Attributes:
        profile, series: What was written.
        style: How the layout words numbers and marks.
        first_note: The number of the first note.
        order: The number of each note that was called so far, by its id.
        cites: The citations among them, likewise.
    """

    profile: Profile
    series: Series
    style: HouseStyle
    first_note: int
    order: dict[str, int] = field(default_factory=dict)
    cites: dict[str, inline.Cite] = field(default_factory=dict)

    def paragraphs(self, text: str, at: str) -> tuple[Paragraph, ...]:
        """The paragraphs of a text of a profile; the notes that it calls get their numbers here."""
        parsed = inline.parse(text)
        self.cites |= {note_id(cite): cite for cite in parsed.cites}
        names = {cite.key: note_id(cite) for cite in parsed.cites}
        return tuple(
            Paragraph(self._numbered(calls_before_stops(content), names), at) for content in parsed.paragraphs
        )

    def paragraph(self, text: str, at: str) -> Paragraph:
        """One paragraph, also where an editor put a blank line into a title."""
        parts = self.paragraphs(text, at)
        return Paragraph(tuple(part for paragraph in parts for part in paragraph.content), at)

    def fixed(self, text: str, at: str) -> Paragraph:
        """One paragraph of the series file."""
        return self.paragraph(self.filled(text), SERIES + at)

    def filled(self, text: str) -> str:
        """A text of the series file with the survey's date put in."""
        survey = self.profile.data.survey or self.series.data.survey
        return fill(text, {"survey": survey.japanese()})

    def shared_remark(self, key: str | None) -> Remark | None:
        """A remark of the series file by its key, if one is named."""
        if key is None:
            return None
        at = f"{SERIES}remarks.{key}"
        return Remark(self.style.remark, self.paragraphs(self.filled(self.series.data.remarks[key]), at), at)

    def _numbered(self, content: Inlines, names: Mapping[str, str]) -> Inlines:
        return inline.merge([self._number(part, names) for part in content])

    def _number(self, part: Inline, names: Mapping[str, str]) -> Inline:
        if isinstance(part, Strong):
            return Strong(self._numbered(part.children, names))
        if isinstance(part, Ruby) and self.style.ruby == "parentheses":
            return Text(f"{part.base}（{part.reading}）")
        if isinstance(part, NoteCall):
            name = names.get(part.note_id, part.note_id)
            first = name not in self.order
            number = self.order.setdefault(name, len(self.order) + self.first_note)
            return NoteCall(name, number, self.style.note.format(number=number), first)
        return part
