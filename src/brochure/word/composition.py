"""Texts, pictures and notes as WordprocessingML paragraphs: one style for each thing, no formatting at all.

How they look comes from the styles of reference.docx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import assert_never

from brochure.assembly import images as pictures
from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.tree import (
    Code,
    Document,
    Foreign,
    Inline,
    Inlines,
    Link,
    Note,
    NoteCall,
    Paragraph,
    Picture,
    Remark,
    Ruby,
    Strong,
    Text,
    plain_text,
)
from brochure.schema.layout import Codes, PicturePolicy, Size
from brochure.word import ooxml
from brochure.word.baseline import Anchors
from brochure.word.measure import WordPage
from brochure.word.notes import NoteKind
from brochure.word.notes_xml import Around, NoteWriter
from brochure.word.ooxml import EMU_PER_MM, EMU_PER_TWIP, TWIPS_PER_MM
from brochure.word.qr_png import as_png
from brochure.word.styles import Ids

_OVERLAP = round(3 * TWIPS_PER_MM)  # of the ground behind the title and the title's table

Relate = Callable[[str], str]


@dataclass
class Composition:
    """Turns texts, pictures and notes of a document into paragraphs, each with its anchor.

    Args (fields):
        ids: Styles by role.
        page: The page of reference.docx.
        kind: The kind of the notes, Word's footnotes or its endnotes.
        around: The words round a note's number.
        anchors: Collects what is where.
        link, note_link: Relationships of body and notes to addresses.
        picture: Takes a picture in; gives its relationship and its size in pixels.
        sizes, codes: How large the layout prints pictures and codes.
        root: The workspace, where pictures are.
        first_note: The id of the note with the number 1 in the file.
        drawings: The numbers of drawings, which all of a file share.
        listed: The notes are paragraphs of the list at the end of a booklet, not Word's own.
    """

    ids: Ids
    page: WordPage
    kind: NoteKind
    around: Around
    anchors: Anchors
    link: Relate
    note_link: Relate
    picture: Callable[[bytes], tuple[str, int, int]]
    sizes: PicturePolicy
    codes: Codes
    root: Path
    first_note: int
    drawings: Iterator[int] = field(default_factory=lambda: count(1))
    listed: bool = False

    def set(self, role: str, *paragraphs: Paragraph, sign: str = "") -> str:
        """One printed paragraph of one or more of the document's, each with its own anchor.

        ``sign`` stands before them (※, ◆).
        """
        inner = "".join(self.anchored(role, paragraph) for paragraph in paragraphs)
        return ooxml.paragraph(self.ids[role], (ooxml.words(sign) if sign else "") + inner)

    def anchored(self, role: str, paragraph: Paragraph) -> str:
        inner = self.inlines(paragraph.content, role, self.link)
        return self.anchor(role, paragraph.at, plain_text(paragraph.content), inner)

    def anchor(self, role: str, at: str, text: str, inner: str) -> str:
        return self.anchors.block(at, style=self.ids.names[role], text=text, inner=inner)

    def inlines(self, content: Inlines, role: str, relate: Relate, *, strong: str = "") -> str:
        return "".join(self._inline(inline, role, relate, strong) for inline in content)

    def _inline(self, inline: Inline, role: str, relate: Relate, strong: str) -> str:
        """One inline; ``strong`` is the style of strong words if it is among them.

        A run has one character style. Within strong words a link or a foreign word takes theirs: the
        link is still a link and the language is still told.
        """
        match inline:
            case Text(text):
                return ooxml.words(text, strong)
            case Strong(children):
                return self.inlines(children, role, relate, strong=self.ids["strong"])
            case Ruby(base, reading):
                return self._ruby(base, reading, role, strong)
            case Link(text, url):
                return ooxml.hyperlink(relate(url), ooxml.words(text, strong or self.ids["link"]))
            case Foreign(text, lang):
                return ooxml.words(text, strong or self.ids.foreign(lang), ooxml.language(lang))
            case NoteCall():
                return self._note_writer.call(inline)
            case _:
                assert_never(inline)

    def _ruby(self, base: str, reading: str, role: str, strong: str) -> str:
        """A reading right over its base: raised by the base's height, less what stands above the kana."""
        size = self.ids.sheet.half_points(self.ids["ruby"])
        base_size = self.ids.sheet.half_points(self.ids[role])
        raised = base_size - max(1, base_size // 8)
        styles = (strong, self.ids["ruby"])
        return ooxml.ruby(base, reading, size=size, raised=raised, base_size=base_size, styles=styles)

    @property
    def _note_writer(self) -> NoteWriter:
        """What writes the calls and notes."""
        return NoteWriter(self.ids, self.kind, self.around, self.anchors, self.first_note, self.listed)

    def notes(self, document: Document) -> str:
        """The notes, in the order of their numbers."""
        write = self._note_writer.note
        return "".join(
            write(note, self.inlines(note.body, self.kind.text, self.note_link)) for note in document.notes
        )

    def list_of_notes(self, notes: Iterable[Note]) -> list[str]:
        """The notes as paragraphs of a list."""
        write = self._note_writer.in_list
        return [write(note, self.inlines(note.body, self.kind.text, self.link)) for note in notes]

    def opening(self, mark: str, entry: str = "") -> str:
        """A paragraph without text: the file's own bookmark, and the ground above the title.

        The title stands in the type area; this ground continues its colour to the upper edges of
        the page. (In the header it would do so too, but Word shows headers faded on the screen.)
        """
        ground = self.ids.sheet.shading(self.ids["title_table"], "w:tcPr")
        shape = ""
        if fill := _drawing_colour(ground):
            height = (self.page.top + _OVERLAP) * EMU_PER_TWIP
            shape = ooxml.page_top(
                next(self.drawings), width=self.page.width * EMU_PER_TWIP, height=height, fill=fill
            )
        listed = ooxml.contents_entry(entry) if entry else ""
        return ooxml.paragraph(self.ids["gap"], self.anchors.named(mark, listed + shape))

    def pictured(self, picture: Picture, role: str, room: Size) -> str:
        """A picture in the line, as large as its room bears."""
        try:
            data = pictures.upright_picture((self.root / picture.file).read_bytes())
        except OSError as error:
            reason = error.strerror or error
            raise BrochureError([problem("F104", path=picture.file, reason=reason)]) from None
        return self.drawn(picture.alt, picture.at, role, data, room)

    def drawn(self, alt: str, at: str, role: str, data: bytes, room: Size) -> str:
        relationship, *seen = self.picture(data)
        width, height = pictures.fitted_size((seen[0], seen[1]), room)
        shown = ooxml.picture(
            relationship,
            next(self.drawings),
            width=round(width * EMU_PER_MM),
            height=round(height * EMU_PER_MM),
            alt=alt,
        )
        return self.anchor(role, at, alt, shown)

    def code(self, code: Code | None, role: str) -> list[str]:
        """A code in a paragraph of its own, at its size."""
        if code is None:
            return []
        side = self.codes.side(code.modules)
        data = as_png(code.modules, self.codes.quiet)
        shown = self.drawn(code.alt, code.at, role, data, Size(width=side, height=side))
        return [ooxml.paragraph(self.ids[role], shown)]

    def following(self, role: str, paragraphs: Sequence[Paragraph], sign: str = "") -> list[str]:
        """Paragraphs of one item: the first with its sign, the others under its text."""
        rest = (self.set(f"{role}_next", paragraph) for paragraph in paragraphs[1:])
        return [self.set(role, *paragraphs[:1], sign=sign), *rest]

    def remark(self, remark: Remark | None) -> list[str]:
        """A remark with its sign; nothing if there is none."""
        return self.following("remark", remark.body, remark.sign) if remark else []

    def gap(self) -> str:
        """The paragraph that closes a table or a box: two that touch would become one."""
        return ooxml.paragraph(self.ids["gap"])

    def ground(self, role: str) -> str:
        """The ground of a paragraph style as a cell's; nothing if it has none."""
        ground = self.ids.sheet.shading(self.ids[role])
        attributes = "".join(f" w:{name}={ooxml.attribute(value)}" for name, value in ground.items())
        return f"<w:shd{attributes}/>" if ground else ""


def _drawing_colour(ground: dict[str, str]) -> str:
    """The colour of a ground (attributes of ``w:shd``) as DrawingML; nothing if there is none."""
    if theme := ground.get("themeFill"):
        return f'<a:schemeClr val="{theme}"/>'
    fill = ground.get("fill", "auto")
    return "" if fill == "auto" else f'<a:srgbClr val="{fill}"/>'
