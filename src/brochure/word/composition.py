"""Texts, pictures and notes as WordprocessingML paragraphs with named styles and no direct formatting.

The appearance comes from the styles of reference.docx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import assert_never

from brochure.assembly import images
from brochure.assembly.picture_metadata import strip_metadata
from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.address_breaks import JOINER, mark_addresses
from brochure.document.picture_crop import Crop, crop_to_ratio
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
    SuperSub,
    Text,
    plain_text,
)
from brochure.schema.layout import Codes, PicturePolicy, Size
from brochure.word import ooxml
from brochure.word.baseline import Anchors
from brochure.word.measure import WordPage
from brochure.word.name_lines import name_lines
from brochure.word.notes import NoteKind
from brochure.word.notes_xml import MarkerAffixes, NoteWriter
from brochure.word.ooxml import EMU_PER_MM, EMU_PER_TWIP, TWIPS_PER_MM
from brochure.word.qr_png import code_as_png
from brochure.word.script_runs import ScriptRuns
from brochure.word.styles import StyleIds

_OVERLAP = round(3 * TWIPS_PER_MM)  # the ground above the title overlaps the title's table by this

Relate = Callable[[str], str]


@dataclass
class Composition:
    """Turns texts, pictures and notes of a document into paragraphs, each with its anchor.

    Args (fields):
        ids: The ids of styles by role.
        page: The page of reference.docx.
        kind: The kind of the notes: Word's footnotes or endnotes.
        around: The text before and after a note's number.
        anchors: Adds bookmarks and lists the paragraphs.
        link, note_link: Return the id of the relationship to an address, from the body and from the notes.
        picture: Adds a picture to the file; returns its relationship, width and height in pixels.
        sizes, codes: The sizes of pictures and codes in the layout.
        runs: Writes texts as runs of one script.
        root: The workspace, which contains the pictures.
        first_note: The id in the file of the note with the number 1.
        drawings: The ids of drawings; all drawings of a file share them.
        listed: The notes are paragraphs in the list at the end of a booklet, not Word's own notes.
        codes_above: The codes of the tables stand in the title band.
    """

    ids: StyleIds
    page: WordPage
    kind: NoteKind
    around: MarkerAffixes
    anchors: Anchors
    link: Relate
    note_link: Relate
    picture: Callable[[bytes], tuple[str, int, int]]
    sizes: PicturePolicy
    codes: Codes
    runs: ScriptRuns
    root: Path
    first_note: int
    drawings: Iterator[int] = field(default_factory=lambda: count(1))
    listed: bool = False
    codes_above: bool = False

    def styled_name(self, role: str, name: Paragraph, width: int) -> str:
        """A Word paragraph with a name whose lines, of a width in twips, break between phrases."""
        return ooxml.paragraph(self.ids[role], self.anchored_name(role, name, width))

    def anchored_name(self, role: str, name: Paragraph, width: int, em: int = 0) -> str:
        """The runs of a name whose lines break between phrases; ``em`` is its size, if not the style's."""
        em = em or self.ids.sheet.half_points(self.ids[role]) * 10
        lines = name_lines(name.content, width / em)
        inner = ooxml.phrase_break().join(self.inline_runs(line, role, self.link) for line in lines)
        return self.anchor(role, name.at, plain_text(name.content), inner)

    def styled_paragraph(self, role: str, *paragraphs: Paragraph, sign: str = "") -> str:
        """A Word paragraph with the text of one or more of the document's paragraphs, each with its anchor.

        ``sign`` is printed before the text (※, ◆).
        """
        inner = "".join(self.anchored_text(role, paragraph) for paragraph in paragraphs)
        return ooxml.paragraph(self.ids[role], (self.text_runs(sign) if sign else "") + inner)

    def text_runs(self, text: str, style: str = "") -> str:
        """A text as runs, one for each script."""
        return self.runs.text_runs(text, style)

    def anchored_text(self, role: str, paragraph: Paragraph) -> str:
        inner = self.inline_runs(paragraph.content, role, self.link)
        return self.anchor(role, paragraph.at, plain_text(paragraph.content), inner)

    def anchor(self, role: str, at: str, text: str, inner: str) -> str:
        return self.anchors.anchor_paragraph(at, style=self.ids.names[role], text=text, inner=inner)

    def inline_runs(self, content: Inlines, role: str, relate: Relate, *, strong: str = "") -> str:
        return "".join(self._inline(inline, role, relate, strong) for inline in content)

    def _inline(self, inline: Inline, role: str, relate: Relate, strong: str) -> str:
        """An inline as XML; ``strong`` is the style of strong words if the inline is within them.

        A run has only one character style. Within strong words a link or a foreign word has the strong style;
        the link still works, and the run still has its language.
        """
        match inline:
            case Text(text):
                return self.text_runs(text, strong)
            case Strong(children):
                return self.inline_runs(children, role, relate, strong=self.ids["strong"])
            case Ruby(base, reading):
                return self._ruby(base, reading, role, strong)
            case Link(text, url):
                marked = mark_addresses(text, url, whole_end=True).replace(JOINER, "")
                return ooxml.hyperlink(relate(url), self.text_runs(marked, strong or self.ids["link"]))
            case Foreign(text, lang):
                return self.runs.text_runs(text, strong or self.ids.foreign(lang), lang=lang)
            case SuperSub(text, is_super):
                return self.runs.text_runs(text, strong, ooxml.vertical_alignment(is_super=is_super))
            case NoteCall():
                return self._note_writer.call(inline)
            case _:
                assert_never(inline)

    def _ruby(self, base: str, reading: str, role: str, strong: str) -> str:
        """A base with its ruby; the reading is raised by 7/8 of the base's size, to be close to the base."""
        size = self.ids.sheet.half_points(self.ids["ruby"])
        base_size = self.ids.sheet.half_points(self.ids[role])
        raised = base_size - max(1, base_size // 8)
        return ooxml.ruby(
            self.text_runs(base, strong),
            self.runs.text_runs(reading, self.ids["ruby"], ooxml.run_size(size)),
            size=size,
            raised=raised,
            base_size=base_size,
        )

    @property
    def _note_writer(self) -> NoteWriter:
        """The writer of calls and notes."""
        return NoteWriter(self.ids, self.kind, self.around, self.anchors, self.first_note, self.listed)

    def notes(self, document: Document) -> str:
        """The notes as XML, in the order of their numbers."""
        write = self._note_writer.note
        return "".join(
            write(note, self.inline_runs(note.body, self.kind.text, self.note_link))
            for note in document.notes
        )

    def list_of_notes(self, notes: Iterable[Note]) -> list[str]:
        """The notes as paragraphs of the list at the end of a booklet."""
        write = self._note_writer.in_list
        return [write(note, self.inline_runs(note.body, self.kind.text, self.link)) for note in notes]

    def opening_paragraph(self, mark: str, height: int = 0, more: str = "") -> str:
        """A paragraph without text that holds the identifying bookmark and the ground above the title.

        ``height`` is that of the ground in twips, if the title has none of its own; ``more`` are drawings on
        it.

        The title is in the type area; the ground extends its colour to the upper edge of the page. (It is not
        in the header, because Word shows headers faded on the screen.)
        """
        ground = self.ids.sheet.shading(self.ids["title_table"], "w:tcPr")
        shape = ""
        if fill := _drawing_colour(ground):
            height = (height or self.page.top + _OVERLAP) * EMU_PER_TWIP
            shape = ooxml.page_shape(
                next(self.drawings),
                name="Ground",
                width=self.page.width * EMU_PER_TWIP,
                height=height,
                fill=fill,
            )
        return ooxml.paragraph(self.ids["gap"], self.anchors.add_bookmark(mark, shape + more))

    def inline_picture(self, picture: Picture, role: str, room: Size, *, fills: bool = False) -> str:
        """An inline picture, as large as fits ``room``; if it ``fills`` the room, cropped around its focus.

        Raises:
            BrochureError: The file cannot be read (F104).
        """
        try:
            data = strip_metadata((self.root / picture.file).read_bytes())
        except OSError as error:
            reason = error.strerror or error
            raise BrochureError([problem("F104", path=picture.file, reason=reason)]) from None
        focus = picture.focus if fills else None
        return self.inline_image(picture.alt, picture.at, role, data, room, focus=focus)

    def inline_image(
        self,
        alt: str,
        at: str,
        role: str,
        data: bytes,
        room: Size,
        *,
        focus: tuple[float, float] | None = None,
    ) -> str:
        """An inline picture, given as its bytes; with a ``focus`` it fills the room."""
        relationship, *seen = self.picture(data)
        crop = Crop()
        width, height = images.fitted_size((seen[0], seen[1]), room)
        if focus is not None:
            width, height = room.width, room.height
            crop = crop_to_ratio((seen[0], seen[1]), width / height, focus)
        shown = ooxml.picture(
            relationship,
            next(self.drawings),
            width=round(width * EMU_PER_MM),
            height=round(height * EMU_PER_MM),
            alt=alt,
            crop=(crop.left, crop.top, crop.right, crop.bottom),
        )
        return self.anchor(role, at, alt, shown)

    def code_paragraphs(self, code: Code | None, role: str) -> list[str]:
        """A two-dimensional code as a separate paragraph; an empty list if ``code`` is ``None``."""
        if code is None:
            return []
        side = self.codes.side(code.modules)
        data = code_as_png(code.modules, self.codes.quiet)
        shown = self.inline_image(code.alt, code.at, role, data, Size(width=side, height=side))
        return [ooxml.paragraph(self.ids[role], shown)]

    def item_paragraphs(self, role: str, paragraphs: Sequence[Paragraph], sign: str = "") -> list[str]:
        """The paragraphs of one item: the first with the sign, the others indented like its text."""
        rest = (self.styled_paragraph(f"{role}_next", paragraph) for paragraph in paragraphs[1:])
        return [self.styled_paragraph(role, *paragraphs[:1], sign=sign), *rest]

    def remark_paragraphs(self, remark: Remark | None) -> list[str]:
        """A remark with its sign; an empty list if ``remark`` is ``None``."""
        return self.item_paragraphs("remark", remark.body, remark.sign) if remark else []

    def gap_paragraph(self) -> str:
        """An empty paragraph after a table or a box; without it, Word joins two that touch."""
        return ooxml.paragraph(self.ids["gap"])

    def cell_shading(self, role: str) -> str:
        """The ground of a paragraph style as the shading of a cell; empty if the style has none."""
        return ooxml.shading(self.ids.sheet.shading(self.ids[role]))


def _drawing_colour(ground: dict[str, str]) -> str:
    """The colour of a ground (attributes of ``w:shd``) as DrawingML; empty if there is none."""
    if theme := ground.get("themeFill"):
        return f'<a:schemeClr val="{theme}"/>'
    fill = ground.get("fill", "auto")
    return "" if fill == "auto" else f'<a:srgbClr val="{fill}"/>'
