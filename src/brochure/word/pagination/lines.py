"""The lines of a paragraph: its characters with their widths, broken by the rules of Japanese text.

Source: ECMA-376-1:2016, 17.3.1 (paragraphs) and 17.15.1.58 (kinsoku); measured with LibreOffice 7.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from brochure.assembly.font_widths import FontWidths
from brochure.document.kinsoku import NOT_FIRST, NOT_LAST
from brochure.document.line_breaking import JAPANESE, needs_autospace
from brochure.word.ooxml import EMU_PER_TWIP, NAMESPACES, WP, W
from brochure.word.pagination.formats import ParagraphFormat, StyleFormats

_AUTOSPACE = 0.22  # between Japanese and Latin, in ems: LibreOffice has a fifth, Word a quarter
_SHIFTED = 0.58  # the size of raised and lowered text
_RUBY = 0.5  # the height that a reading adds to its line, in ems of the base
_CALL = 0.6  # the width of the number of a note, in ems of its size
_TAB = 840  # twips between the default tab stops
_HANGING = frozenset("、。，．")  # may stand beyond the end of a line
_BREAKS_AFTER = frozenset("-/?&–—")  # within Latin text
_NOTES = ("footnoteReference", "endnoteReference")


@dataclass(frozen=True, slots=True)
class Scenario:
    """What an estimate assumes where programs differ; two extremes show what is certain.

    Attributes:
        stretch: The widths of characters are multiplied by this.
        spare: Twips at the foot of a page that may be used beyond its height, or (negative) may not.
        separator: The height of the line above the notes.
        hanging_line: A stop that hangs at the end of a paragraph makes an empty line, as in LibreOffice.
        note_lines: How many lines of the notes must be on the page of their call; the others may be on the
            next one.
        defers_notes: The notes of a second row of a table go to the next page, and so do all after them, as
            LibreOffice does if a page has many.
        endnotes: Endnotes are after their section, as in Word; LibreOffice has them at the end of the file.
        space_on_top: The space above a paragraph counts at the top of a page, too.
    """

    stretch: float = 1.0
    spare: float = 0.0
    separator: float = 180.0
    hanging_line: bool = False
    note_lines: int = 1
    defers_notes: bool = False
    endnotes: bool = True
    space_on_top: bool = False


@dataclass(frozen=True, slots=True)
class MeasuredGlyph:
    """A character, picture, tab or bookmark of a paragraph, in twips.

    Attributes:
        breaks: A line may begin with it.
        note: The id of the note that is called here.
        mark: The bookmark that begins here.
    """

    text: str
    width: float = 0
    height: float = 0
    breaks: bool = False
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph: its height, the notes that it calls and the bookmarks that begin in it."""

    height: float
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass
class LineBreaker:
    """Breaks paragraphs into lines; the characters of each paragraph are measured once."""

    styles: StyleFormats
    widths: FontWidths
    _read: dict[etree._Element, list[MeasuredGlyph]] = field(default_factory=dict)

    def lines(self, paragraph: etree._Element, width: float, scenario: Scenario) -> list[Line]:
        """The lines of a paragraph in a column of this width."""
        form = self.styles.paragraph(style_of(paragraph))
        if paragraph not in self._read:
            self._read[paragraph] = list(self._glyphs(paragraph, form))
        broken = break_glyphs(self._read[paragraph], width - form.left - form.right, form.first, scenario)
        return [_line(form, glyphs) for glyphs in broken]

    def _glyphs(self, paragraph: etree._Element, form: ParagraphFormat) -> Iterator[MeasuredGlyph]:
        previous, instruction = "", False
        for element in paragraph.iter(f"{{{W}}}*", f"{{{WP}}}inline"):
            match etree.QName(element).localname:
                case "fldChar":
                    instruction = element.get(f"{{{W}}}fldCharType") == "begin"
                case "bookmarkStart":
                    yield MeasuredGlyph("", mark=element.get(f"{{{W}}}name", ""))
                case name if name in _NOTES:
                    size = (self._run(element)[0] or form.size) * _SHIFTED
                    yield MeasuredGlyph("1", size * _CALL, note=element.get(f"{{{W}}}id", ""))
                case "tab" if etree.QName(element.getparent()).localname == "r":
                    yield MeasuredGlyph("\t")
                    previous = ""
                case "inline":
                    yield _picture(element)
                case "t" if not instruction:
                    yield from self._text(element, form, previous)
                    previous = (element.text or previous)[-1:]

    def _text(self, element: etree._Element, form: ParagraphFormat, previous: str) -> Iterator[MeasuredGlyph]:
        within = {etree.QName(parent).localname for parent in element.iterancestors("{*}rt", "{*}rubyBase")}
        if "rt" in within:
            return  # the reading stands above its base
        size, bold, shifted = self._run(element)
        size = (size or form.size) * (_SHIFTED if shifted else 1)
        for character in element.text or "":
            extent = self.widths.measure(character, bold=bold or form.bold)
            space = _AUTOSPACE * size if previous and needs_autospace(previous, character) else 0
            height = 0 if shifted else extent.height * size + (_RUBY * size if within else 0)
            width = extent.width * size + form.spaced + space
            yield MeasuredGlyph(character, width, height, may_break(previous, character))
            previous = character

    def _run(self, element: etree._Element) -> tuple[float, bool, bool]:
        """The size of a run (0: that of the paragraph), whether it is bold, and raised or lowered."""
        run = next(element.iterancestors(f"{{{W}}}r"), None)
        properties = None if run is None else run.find("w:rPr", NAMESPACES)
        if properties is None:
            return 0, False, False
        style = properties.find("w:rStyle", NAMESPACES)
        shifted = properties.find("w:vertAlign", NAMESPACES) is not None
        if style is None:
            return 0, False, shifted
        form = self.styles.run(style.get(f"{{{W}}}val", ""))
        return form.size, form.bold, shifted or form.shifted


def style_of(paragraph: etree._Element) -> str:
    """The id of a paragraph's style."""
    style = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
    return "" if style is None else style.get(f"{{{W}}}val", "")


def _picture(inline: etree._Element) -> MeasuredGlyph:
    extent = inline.find(f"{{{WP}}}extent")
    across, up = ("0", "0") if extent is None else (extent.get("cx", "0"), extent.get("cy", "0"))
    return MeasuredGlyph("\ufffc", int(across) / EMU_PER_TWIP, int(up) / EMU_PER_TWIP)


def _line(form: ParagraphFormat, glyphs: Sequence[MeasuredGlyph]) -> Line:
    natural = form.multiple * max([glyph.height for glyph in glyphs], default=form.size)
    return Line(
        form.line if form.exact else max(form.line, natural),
        tuple(glyph.note for glyph in glyphs if glyph.note),
        tuple(glyph.mark for glyph in glyphs if glyph.mark),
    )


def may_break(one: str, other: str) -> bool:
    """Whether a line may end between two characters.

    >>> may_break("遼", "寧"), may_break("「", "遼"), may_break("省", "。"), may_break("M", "O")
    (True, False, False, False)
    """
    if not one or other == " " or other in NOT_FIRST or one in NOT_LAST:
        return False
    if one == " " or JAPANESE.match(one) or JAPANESE.match(other):
        return True
    return one in _BREAKS_AFTER and not other.isdigit()


def break_glyphs(
    glyphs: Sequence[MeasuredGlyph], room: float, first: float, scenario: Scenario
) -> Iterator[Sequence[MeasuredGlyph]]:
    """Break glyphs into lines as wide as ``room``; the first line begins at ``first``.

    A word that is wider than the line is broken anywhere.
    """
    start, chance, index, position = 0, 0, 0, first
    hanging = False
    while index < len(glyphs):
        glyph = glyphs[index]
        if glyph.breaks and index > start:
            chance = index
        if glyph.text == "\t":
            position = 0 if position < 0 else min(room, position + _TAB - position % _TAB)
        width = glyph.width * scenario.stretch
        hanging = position + width > room and glyph.text in _HANGING if glyph.text else hanging
        if position + width > room and glyph.text.strip() and not hanging:
            end = chance if chance > start else max(index, start + 1)
            yield glyphs[start:end]
            start = chance = index = end
            position = 0
            continue
        position += width
        index += 1
    yield glyphs[start:]
    if hanging and scenario.hanging_line:
        yield ()
