"""Make reference.docx, the Word styles, of the layouts standard, onepage and half.

A designer then changes the styles in Word; run this script again only to start from the beginning:
python scripts/make_reference_docx.py. Page, fonts, colours and style names come from layout.yaml, sizes and
spaces from the tables below. The same layout.yaml gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

from brochure.document import palette as colour
from brochure.schema.layout import FILE, REFERENCE, LayoutData
from brochure.schema.yaml_reader import parse_yaml
from brochure.word import theme
from brochure.word.notes import KINDS, NoteKind
from brochure.word.ooxml import (
    NAMESPACES,
    TWIPS_PER_MM,
    W15,
    cell,
    paragraph,
    row,
    table,
    text_run,
    with_namespaces,
)
from brochure.word.package import zip_parts
from brochure.word.styles import check_reference

LAYOUTS = Path(__file__).parent.parent / "layouts"
ACCENT = "#0b4f8a"  # of the specimen; every file gets its partner's

# --- measures ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes of a layout's Word file, in points; ``axis`` is in mm.

    Word knows half points only, so 9 stands for the 9.25 of the printed page. A length that equals a token of
    the layout (``leading``, ``box-gap`` …) becomes smaller with it if the text is tightened.

    Attributes:
        line: One line of body text, the unit of every vertical measure.
        axis: From the left margin: numbers hang before it, everything else begins at it.
        name, number, question, body, table, small, mark: Sizes of type; a mark is a sign rather than type.
        name_line, kicker_line, question_line, table_line, small_line, mark_line: Pitches of lines.
        head: Where the title begins, from the upper edge of the paper; 0: at the upper margin.
        columns: The columns of the questions.
        box: Room between the left and right edge of a box and its text.
        box_head: Room below its upper edge. In columns, LibreOffice sets it above and below each paragraph.
        callout: The size of the titles in a box that stands out.
        topic_room: Room above and below a topic of a mark table.
        row: Room above and below the text of a row.
        title_foot: Room below the text of the title.
    """

    line: float = 14.4
    axis: float = 12
    name: float = 27
    number: float = 18
    question: float = 11.5
    body: float = 9
    table: float = 8.5
    small: float = 7
    mark: float = 12
    name_line: float = 36
    kicker_line: float = 13
    question_line: float = 18
    table_line: float = 13
    small_line: float = 10.5
    mark_line: float = 15
    head: float = 0
    columns: int = 1
    box: float = 6
    box_head: float = 6
    callout: float = 11
    topic_room: float = 2
    row: float = 2.5
    title_foot: float = 10

    @property
    def gap(self) -> float:
        """The room before what stands out of the text; a quarter of a line follows every paragraph."""
        return self.line / 2


MEASURES = {
    "standard": Measures(),
    "onepage": Measures(
        line=11.8,
        axis=0,
        name=25,
        number=15,
        question=10,
        body=8,
        table=7.5,
        small=7,
        mark=9.5,
        name_line=30,
        kicker_line=11,
        question_line=14,
        table_line=11,
        small_line=9.5,
        mark_line=11,
        head=5.5 * 72 / 25.4,
        columns=2,
        box=5,
        box_head=2,
        callout=9,
        topic_room=1,
        row=1.5,
        title_foot=5,
    ),
    "half": Measures(
        line=11.8,
        axis=0,
        name=20,
        number=14,
        question=9.5,
        body=8,
        table=7.5,
        small=7,
        mark=9.5,
        name_line=25,
        kicker_line=10,
        question_line=14,
        table_line=11,
        small_line=9.2,
        mark_line=11,
        head=4.4 * 72 / 25.4,
        columns=2,
        box=3,
        box_head=1,
        callout=9,
        topic_room=1,
        row=1.5,
        title_foot=3,
    ),
}
RULE, HAIR = 7, 4  # eighths of a point: 0.9 and 0.5 pt
HEADER = 2  # mm from the edge of the paper, where the title begins above the upper margin
SPECIMEN = "見本　"

INK, WHITE, GREY, PALE = "text1", "background1", "text2", "background2"
ACCENT1, READABLE, TINT, SOFT = "accent1", "accent2", "accent3", "accent4"
WARM, WARM_LINE = "accent5", "accent6"


def twips(points: float) -> int:
    """Convert points to twips."""
    return round(points * 20)


def mm(value: float) -> float:
    """Convert millimetres to points."""
    return value * 72 / 25.4


@dataclass(frozen=True, slots=True)
class Colours:
    """The literal values written beside theme colours, as ``RRGGBB``, and the measures."""

    values: dict[str, str]
    m: Measures

    def colour(self, name: str) -> str:
        """Attributes of a text or border colour."""
        return f'"{self.values[name]}" w:themeColor="{name}"'

    def text(self, name: str) -> str:
        """The colour of text."""
        return f"<w:color w:val={self.colour(name)}/>"

    def ground(self, name: str) -> str:
        """A ground in a theme colour, or in a literal one."""
        fill = f'"{self.values[name]}" w:themeFill="{name}"' if name in self.values else f'"{name}"'
        return f'<w:shd w:val="clear" w:color="auto" w:fill={fill}/>'

    def edge(self, side: str, name: str, width: int, space: float = 0) -> str:
        """One border: width in eighths of a point, space to the text in points."""
        value = self.colour(name) if name in self.values else f'"{name}"'
        return f'<w:{side} w:val="single" w:sz="{width}" w:space="{space:.0f}" w:color={value}/>'


def colours(data: LayoutData, m: Measures) -> Colours:
    """Return the theme of the specimen: a partner's four colours, the layout's warm colours, the greys."""
    slots = theme.theme_colours(colour.derive_palette(ACCENT))
    tokens = {name: data.tokens[name].removeprefix("#").upper() for name in ("warm", "warm-line")}
    return Colours(
        {
            **{INK: "1C2329", WHITE: "FFFFFF", GREY: "4A555E", PALE: "C9D1D7"},
            **{slot: slots[slot] for slot in (ACCENT1, READABLE, TINT, SOFT)},
            **{WARM: tokens["warm"], WARM_LINE: tokens["warm-line"]},
            **{"hyperlink": slots["hlink"], "followedHyperlink": slots["folHlink"]},
        },
        m,
    )


# --- styles -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Style:
    """A style; ``paragraph``, ``text`` and ``table`` are its properties as XML."""

    key: str  # the style id, for the XML only
    name: str
    kind: str
    paragraph: str = ""
    text: str = ""
    table: str = ""
    based: str = ""
    next: str = ""
    rank: int = 99  # place in the list that editors see; 99 is hidden
    default: bool = False

    def xml(self) -> str:
        """The style in the order of CT_Style."""
        link = "".join(
            f'<w:{tag} w:val="{value}"/>'
            for tag, value in (("basedOn", self.based), ("next", self.next))
            if value
        )
        shown = "<w:qFormat/>" if self.rank < 99 else "<w:semiHidden/><w:unhideWhenUsed/>"
        flags = (' w:default="1"' if self.default else "") + (
            ' w:customStyle="1"' if self.name.startswith("冊子") else ""
        )
        return (
            f'<w:style w:type="{self.kind}"{flags} w:styleId="{self.key}">'
            f'<w:name w:val={quoteattr(self.name)}/>{link}<w:uiPriority w:val="{self.rank}"/>{shown}'
            + (f"<w:pPr>{self.paragraph}</w:pPr>" if self.paragraph else "")
            + (f"<w:rPr>{self.text}</w:rPr>" if self.text else "")
            + f"{self.table}</w:style>"
        )


def setting(
    m: Measures,
    *,
    before: float = 0,
    after: float = 0,
    line: float = -1,
    exact: bool = False,
    left: float = -1,
    shift: float = 0,
    right: float = 0,
    hang: float = 0,
    align: str = "left",
    keep_next: bool = False,
    keep_lines: bool = False,
    numbered: int = 0,
    borders: str = "",
    ground: str = "",
    tabs: str = "",
    level: int | None = None,
) -> str:
    """Paragraph properties in the order of CT_PPr.

    ``left`` is in mm from the margin, ``shift``, ``right`` and ``hang`` in points; without ``line`` and
    ``left``, they are the pitch of the body and the axis.
    """
    line, left = (own if told < 0 else told for told, own in ((line, m.line), (left, m.axis)))
    start = twips(mm(left) + shift + hang)
    flags = ("<w:keepNext/>" if keep_next else "") + ("<w:keepLines/>" if keep_lines else "")
    hanging = f' w:hanging="{twips(hang)}"' if hang else ' w:firstLine="0"'
    return (
        f"{flags}<w:widowControl/>"
        + (f'<w:numPr><w:numId w:val="{numbered}"/></w:numPr>' if numbered else "")
        + (f"<w:pBdr>{borders}</w:pBdr>" if borders else "")
        + ground
        + (f"<w:tabs>{tabs}</w:tabs>" if tabs else "")
        + '<w:snapToGrid w:val="0"/>'
        + f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}" w:line="{twips(line)}" '
        + f'w:lineRule="{"exact" if exact else "atLeast"}"/>'
        + f'<w:ind w:left="{start}" w:right="{twips(right)}"{hanging}/>'
        + f'<w:jc w:val="{align}"/>'
        + (f'<w:outlineLvl w:val="{level}"/>' if level is not None else "")
    )


def together(paragraph: str) -> str:
    """Paragraph properties without space between paragraphs of the same style."""
    return paragraph.replace("<w:jc ", "<w:contextualSpacing/><w:jc ")


def face(size: float = 0, *, colour: str = "", bold: bool = False, spaced: float = 0) -> str:
    """Run properties in the order of CT_RPr; sizes in points."""
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + colour
        + (f'<w:spacing w:val="{twips(spaced)}"/>' if spaced else "")
        + (f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "")
    )


@dataclass(frozen=True, slots=True)
class Box:
    """A box: the same edges, ground and indents in each of its paragraphs, so that Word joins them.

    An invisible edge has the colour of the ground, because the ground ends at the edges.
    """

    m: Measures
    edges: str
    ground: str
    left: float  # room from the axis to the text, edge and all, in points
    right: float

    def first(self, *, before: float, line: float) -> str:
        """A heading, or a line that stays on the page of the next line."""
        return setting(
            self.m,
            before=before,
            line=line,
            shift=self.left,
            right=self.right,
            borders=self.edges,
            ground=self.ground,
            keep_next=True,
            keep_lines=True,
        )

    def text(self) -> str:
        """Running text."""
        return setting(
            self.m,
            shift=self.left,
            right=self.right,
            borders=self.edges,
            ground=self.ground,
            align="both",
            keep_lines=True,
        )


@dataclass(frozen=True, slots=True)
class Role:
    """A paragraph style by its role in layout.yaml; ``next`` is the role of the paragraph after Enter."""

    role: str
    paragraph: str
    text: str = ""
    next: str = ""


def paragraph_styles(data: LayoutData, c: Colours) -> list[Style]:
    """Return the paragraph styles, in the order of the page, which is also the order in Word's list."""
    roles = [
        *title_roles(data, c),
        *text_roles(c),
        *callout_roles(data, c),
        *table_roles(c),
        *legend_roles(c),
        *case_roles(c),
        *figure_roles(c),
        *end_roles(c),
        *margin_roles(data, c),
        *cover_roles(data, c),
        *part_roles(data, c),
        *compare_roles(c),
        *back_roles(data, c),
    ]
    return [
        Style(
            _key(role.role),
            getattr(data.word, role.role),
            "paragraph",
            role.paragraph,
            role.text,
            based="Normal",
            next=_key(role.next or role.role),
            rank=rank,
        )
        for rank, role in enumerate(roles, start=1)
    ]


def title_roles(data: LayoutData, c: Colours) -> Iterable[Role]:
    """The title; its table begins at the edge of the page, so the margins are indents here."""
    left, right = c.m.axis + data.page.margins.left, mm(data.page.margins.right)
    small, white = face(c.m.table, colour=c.text(WHITE)), c.text(WHITE)
    pitch = c.m.kicker_line
    yield Role("kicker", setting(c.m, left=left, line=pitch, keep_next=True), small, "title")
    yield Role(
        "title",
        setting(c.m, left=left, line=c.m.name_line, after=2, keep_next=True),
        face(c.m.name, colour=white, bold=True, spaced=2),
        "reading",
    )
    yield Role("reading", setting(c.m, left=left, line=pitch), small)
    series = setting(c.m, left=0, right=right, line=pitch, align="right", keep_next=True)
    yield Role("series", series, small, "kicker")
    # A line as high as the picture: any height but zero would only move it down.
    picture = setting(c.m, left=0, right=right, line=0, before=1, align="right", keep_next=True)
    yield Role("photo", picture, white, "credit")
    credit = setting(c.m, left=0, right=right, before=2, line=10, align="right")
    yield Role("credit", credit, face(c.m.small, colour=white))


def _hang(m: Measures) -> float:
    """The room of a question's number; without a margin for it, the number is part of the line."""
    return mm(m.axis) or m.body * 1.75


def text_roles(c: Colours) -> Iterable[Role]:
    """Questions and the running text of answers."""
    yield Role(
        "question",
        setting(
            c.m,
            left=0,
            hang=_hang(c.m),
            before=c.m.line / 2,
            after=c.m.line / 4,
            line=c.m.question_line,
            keep_next=True,
            keep_lines=True,
            numbered=1,
            borders=c.edge("top", ACCENT1, RULE, 4),
            level=0,
        ),
        face(c.m.question, colour=c.text(READABLE), bold=True),
        "bullet",
    )
    quiet = face(c.m.table, colour=c.text(GREY))
    yield Role(
        "unanswered_heading",
        setting(
            c.m,
            left=0,
            before=c.m.line / 2,
            keep_next=True,
            keep_lines=True,
            borders=c.edge("top", PALE, HAIR, 4),
        ),
        quiet,
        "text",
    )
    number = c.m.body * 1.6
    yield Role("unanswered", setting(c.m, hang=number, line=c.m.line, keep_lines=True), quiet, "text")
    yield Role("text", setting(c.m, after=c.m.line / 4, align="both"))
    yield Role("bullet", setting(c.m, after=c.m.line / 4, hang=c.m.body, align="both", numbered=2))
    yield Role("bullet_next", setting(c.m, after=c.m.line / 4, shift=c.m.body, align="both"))


def _sides(m: Measures) -> tuple[tuple[str, float], ...]:
    """The sides of a box, with the room to its text."""
    return ("top", m.box_head), ("left", m.box), ("bottom", m.box_head), ("right", m.box)


def callout_roles(data: LayoutData, c: Colours) -> Iterable[Role]:
    """The box that stands out: a warm ground with a thick edge at the left."""
    ground = data.tokens["warm-tint"].removeprefix("#").upper()
    bar = 24  # eighths of a point
    edges = "".join(
        c.edge("left", WARM_LINE, bar, c.m.box) if side == "left" else c.edge(side, ground, HAIR, room)
        for side, room in _sides(c.m)
    )
    inside = Box(c.m, edges, c.ground(ground), c.m.box + bar / 8, c.m.box + HAIR / 8)
    heading = face(c.m.body, colour=c.text(WARM), bold=True)
    yield Role("callout_heading", inside.first(before=c.m.gap, line=c.m.table_line), heading, "callout_title")
    yield Role(
        "callout_title",
        inside.first(before=2, line=c.m.question_line),
        face(c.m.callout, bold=True),
        "callout_text",
    )
    yield Role("callout_text", inside.text())
    largest = float(data.tokens["key-number"].removesuffix("pt"))
    cell = {"left": 0, "shift": c.m.box + bar / 8, "right": c.m.box, "keep_next": True, "keep_lines": True}
    number = setting(c.m, line=largest * 1.125, **cell)  # type: ignore[arg-type]
    yield Role("callout_number", number, face(largest, colour=c.text(WARM), bold=True), "callout_label")
    label = setting(c.m, line=c.m.small_line, **cell)  # type: ignore[arg-type]
    yield Role("callout_label", label, face(c.m.small + 0.5), "callout_text")


def table_roles(c: Colours) -> Iterable[Role]:
    """Captions, and the texts in table cells."""
    pitch, small = c.m.table_line, c.m.small_line
    head = setting(c.m, before=c.m.gap, after=2, line=pitch, keep_next=True)
    yield Role("caption", head, face(c.m.table, colour=c.text(READABLE), bold=True), "fact_text")
    yield Role("fact_label", setting(c.m, left=0, line=pitch), face(c.m.table, bold=True), "fact_text")
    yield Role("fact_text", setting(c.m, left=0, line=pitch), face(c.m.table))
    yield Role("fact_item", setting(c.m, left=0, hang=c.m.table, line=pitch), face(c.m.table))

    code = setting(c.m, left=0, before=c.m.topic_room, line=small, keep_next=True)
    yield Role("topic_code", code, face(c.m.small, colour=c.text(READABLE), bold=True), "topic")
    topic = setting(c.m, left=0, after=c.m.topic_room, line=small, keep_next=True)
    yield Role("topic", topic, face(c.m.small))
    mark = {"left": 0, "line": c.m.mark_line, "exact": True, "align": "center", "keep_next": True}
    yield Role("mark", setting(c.m, **mark), face(c.m.table, colour=c.text(GREY)))  # type: ignore[arg-type]
    filled = setting(c.m, **mark, ground=c.ground(ACCENT1))  # type: ignore[arg-type]
    yield Role("marked", filled, face(c.m.mark, colour=c.text(WHITE), bold=True))


def legend_roles(c: Colours) -> Iterable[Role]:
    """The texts below tables and boxes."""
    other = setting(c.m, before=c.m.line / 4, line=c.m.table_line, keep_next=True, keep_lines=True)
    small = face(c.m.small, colour=c.text(GREY))
    yield Role("mark_other", other, face(c.m.table), "legend")
    yield Role(
        "legend", setting(c.m, before=c.m.line / 4, line=c.m.small_line, keep_lines=True), small, "text"
    )
    yield Role(
        "remark", setting(c.m, before=1, hang=c.m.small, line=c.m.small_line, keep_lines=True), small, "text"
    )
    yield Role(
        "remark_next", setting(c.m, shift=c.m.small, line=c.m.small_line, keep_lines=True), small, "text"
    )
    yield Role("gap", setting(c.m, line=c.m.line / 4, exact=True, keep_next=True), face(1), "text")


def case_roles(c: Colours) -> Iterable[Role]:
    """The frame of cases."""
    edges = "".join(c.edge(side, ACCENT1, 5, room) for side, room in _sides(c.m))
    inside = Box(c.m, edges, "", c.m.box + 1, c.m.box + 1)
    heading = face(c.m.table, colour=c.text(READABLE), bold=True)
    yield Role("case_heading", inside.first(before=c.m.gap, line=c.m.table_line), heading, "case_title")
    yield Role("case_title", inside.first(before=2, line=c.m.line), face(c.m.body, bold=True), "case_text")
    yield Role("case_text", inside.text())


def figure_roles(c: Colours) -> Iterable[Role]:
    """Pictures among the answers, with caption and credit; codes in cells."""
    # As the title's photograph: the line is as high as the picture.
    picture = setting(c.m, before=c.m.gap, after=c.m.line / 4, line=0, keep_next=True)
    yield Role("figure", picture, "", "figure_caption")
    caption = setting(c.m, line=c.m.table_line, keep_next=True, keep_lines=True)
    yield Role("figure_caption", caption, face(c.m.table), "figure_credit")
    credit = setting(c.m, line=c.m.small_line, keep_lines=True)
    yield Role("figure_credit", credit, face(c.m.small, colour=c.text(GREY)), "text")
    side = setting(c.m, left=0, after=2, line=0, keep_next=True)
    yield Role("strip_picture", side, "", "strip_caption")
    told = {"left": 0, "right": 4, "line": c.m.small_line, "keep_lines": True}
    yield Role("strip_caption", setting(c.m, **told), face(c.m.small + 0.5), "strip_credit")  # type: ignore[arg-type]
    yield Role("strip_credit", setting(c.m, **told), face(c.m.small, colour=c.text(GREY)))  # type: ignore[arg-type]
    yield Role("code", setting(c.m, left=0, line=0), "", "fact_text")


def end_roles(c: Colours) -> Iterable[Role]:
    """The contact on its ground, and the imprint."""
    heading = face(c.m.table, colour=c.text(READABLE), bold=True)
    line = {"line": c.m.table_line, "keep_next": True, "keep_lines": True, "ground": c.ground(TINT)}
    aside = 0 if c.m.axis else c.m.box  # the ground begins at the margin
    yield Role("contact_heading", setting(c.m, shift=aside, **line), heading, "contact_text")  # type: ignore[arg-type]
    told = setting(c.m, left=0, right=c.m.box, **line)  # type: ignore[arg-type]
    yield Role("contact_text", told, face(c.m.table))
    imprint = setting(
        c.m, before=c.m.line / 4, line=c.m.small_line, right=0 if c.m.axis else c.m.box, align="right"
    )
    yield Role("imprint", imprint, face(c.m.small, colour=c.text(GREY)))


def margin_roles(data: LayoutData, c: Colours) -> Iterable[Role]:
    """Notes, running head and folio."""
    grey = face(c.m.small, colour=c.text(GREY))
    note = setting(c.m, hang=16, line=c.m.small_line)
    yield Role("note", note, grey)
    yield Role("endnote", note, grey)
    tabs = f'<w:tab w:val="right" w:pos="{twips(_type_area(data))}"/>'
    head = {"left": 0, "line": 10, "tabs": tabs}
    if c.m.head:  # the type area begins below the head: it is as high as the upper margin of the layout
        head |= {"before": 16, "after": mm(data.page.margins.top - HEADER) - 26}
    yield Role("running_head", setting(c.m, **head), grey)  # type: ignore[arg-type]
    folio = face(c.m.table, colour=c.text(READABLE), bold=True)
    yield Role("folio", setting(c.m, left=0, line=11, align="right"), folio)


# --- of a booklet ------------------------------------------------------------------------------


def cover_roles(data: LayoutData, c: Colours) -> Iterable[Role]:
    """The cover: a band like the title's, over a third of the page, and lines below it."""
    left, right = c.m.axis + data.page.margins.left, mm(data.page.margins.right)
    white = c.text(WHITE)
    above = setting(c.m, left=left, right=right, before=110, line=18, keep_next=True)
    yield Role("cover_above", above, face(c.m.question, colour=white), "cover_title")
    title = setting(c.m, left=left, right=right, before=4, line=40, keep_next=True)
    yield Role("cover_title", title, face(26, colour=white, bold=True), "cover_subtitle")
    subtitle = setting(c.m, left=left, right=right, before=4, after=26, line=20)
    yield Role("cover_subtitle", subtitle, face(13, colour=white), "cover_line")
    yield Role("cover_photo", setting(c.m, before=c.m.line, line=0, keep_next=True), "", "cover_line")
    yield Role("cover_line", together(setting(c.m, before=36, line=20)), face(c.m.question))
    publisher = together(setting(c.m, before=c.m.line * 7, line=20))
    yield Role("cover_publisher", publisher, face(c.m.question, bold=True))


def part_roles(data: LayoutData, c: Colours) -> Iterable[Role]:
    """The heads of a booklet's parts, their text, and the contents."""
    rule = c.edge("bottom", ACCENT1, RULE, 3)
    head = {"left": 0, "after": c.m.line, "line": 28, "keep_next": True, "keep_lines": True, "borders": rule}
    big = face(18, colour=c.text(READABLE), bold=True)
    yield Role("section_heading", setting(c.m, **head, level=0), big, "section_text")  # type: ignore[arg-type]
    second = setting(
        c.m, left=0, before=c.m.line, after=c.m.line / 4, line=18, keep_next=True, keep_lines=True, level=1
    )
    yield Role(
        "section_subheading", second, face(c.m.question, colour=c.text(READABLE), bold=True), "section_text"
    )
    yield Role("section_text", setting(c.m, left=0, after=c.m.line / 2, line=17, align="both"), face(10))
    apart = "<w:pageBreakBefore/>"
    contents = setting(c.m, **head).replace("<w:widowControl/>", f"{apart}<w:widowControl/>")  # type: ignore[arg-type]
    yield Role("contents_heading", contents, big, "toc_1")
    page = f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(_type_area(data))}"/>'
    yield Role("toc_1", setting(c.m, left=0, before=3, after=3, line=19, tabs=page), face(c.m.question))
    yield Role(
        "toc_2",
        setting(c.m, left=0, before=1, after=1, line=16, tabs=page),
        face(c.m.body, colour=c.text(GREY)),
    )


def compare_roles(c: Colours) -> Iterable[Role]:
    """The comparison tables: partners are rows."""
    head = setting(c.m, left=0, before=2, after=2, line=11, keep_next=True)
    yield Role("compare_head", head, face(c.m.table, colour=c.text(READABLE), bold=True), "compare_text")
    yield Role("compare_name", setting(c.m, left=0, line=12), face(c.m.table, bold=True), "compare_text")
    yield Role("compare_text", setting(c.m, left=0, line=12), face(8))
    mark = {"left": 0, "line": 15, "exact": True, "align": "center"}
    yield Role("compare_mark", setting(c.m, **mark), face(c.m.table, colour=c.text(GREY)))  # type: ignore[arg-type]
    filled = setting(c.m, **mark, ground=c.ground(ACCENT1))  # type: ignore[arg-type]
    yield Role("compare_marked", filled, face(c.m.body + 1, colour=c.text(WHITE), bold=True))
    legend = setting(c.m, left=0, before=2, line=11, keep_lines=True)
    yield Role("compare_legend", legend, face(c.m.small, colour=c.text(GREY)))


def back_roles(data: LayoutData, c: Colours) -> Iterable[Role]:
    """Glossary, index and colophon. The index stands in two columns, 7.5 mm apart."""
    term = setting(c.m, left=0, before=c.m.line / 2, line=16, keep_next=True)
    yield Role("glossary_term", term, face(10, colour=c.text(READABLE), bold=True), "glossary_meaning")
    yield Role(
        "glossary_meaning",
        setting(c.m, left=0, shift=c.m.body, line=16, align="both"),
        face(c.m.body),
        "glossary_term",
    )
    head = setting(
        c.m, left=0, before=c.m.line / 2, line=16, keep_next=True, borders=c.edge("bottom", SOFT, HAIR, 1)
    )
    yield Role("index_head", head, face(c.m.question, colour=c.text(READABLE), bold=True), "index_entry")
    column = (_type_area(data) - mm(7.5)) / 2
    page = f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(column)}"/>'
    entry = setting(c.m, left=0, hang=c.m.body, line=14, tabs=page, keep_lines=True)
    yield Role("index_entry", entry, face(9))
    title = setting(c.m, before=c.m.line, after=c.m.line / 2, line=20, keep_next=True)
    yield Role("colophon_title", title, face(c.m.question, bold=True), "colophon_text")
    yield Role(
        "colophon_label", setting(c.m, left=0, line=c.m.line), face(c.m.table, bold=True), "colophon_text"
    )
    yield Role("colophon_text", setting(c.m, left=0, line=c.m.line), face(c.m.table))


def _type_area(data: LayoutData) -> float:
    """The width of the type area in points."""
    return mm(data.page.width - data.page.margins.left - data.page.margins.right)


# --- characters and tables ---------------------------------------------------------------------


def character_styles(data: LayoutData, c: Colours) -> Iterable[Style]:
    """Return the character styles; there is one for each language with its own font family."""
    name = data.word
    call = c.text(READABLE) + '<w:vertAlign w:val="superscript"/>'
    made = {
        "strong": face(colour=c.text(READABLE), bold=True),
        "callout_unit": face(c.m.body),
        "link": c.text("hyperlink"),
        "foreign": "",
        "ruby": face(4.5),
        "call": call,
        "endnote_call": call,
        "note_marker": c.text(READABLE),
    }
    for rank, (role, text) in enumerate(made.items(), start=80):
        yield Style(
            _key(role), getattr(name, role), "character", text=text, based="DefaultParagraphFont", rank=rank
        )
    for family in data.fonts:
        for tag in family.lang:
            fonts = f'<w:rFonts w:hint="eastAsia" w:eastAsia={quoteattr(family.word)}/>'
            yield Style(
                f"{_key('foreign')}-{tag}",
                f"{name.foreign} {tag}",
                "character",
                text=fonts,
                based=_key("foreign"),
                rank=88,
            )


def table_styles(data: LayoutData, c: Colours) -> Iterable[Style]:
    """The table styles."""
    name = data.word

    def table(
        role: str, *, indent: float, borders: str, margins: tuple[float, float, float, float], rest: str = ""
    ) -> Style:
        sides = zip(("top", "left", "bottom", "right"), margins, strict=True)
        padding = "".join(f'<w:{side} w:w="{twips(room)}" w:type="dxa"/>' for side, room in sides)
        look = (
            f'<w:tblPr><w:tblInd w:w="{twips(indent)}" w:type="dxa"/>'
            + (f"<w:tblBorders>{borders}</w:tblBorders>" if borders else "")
            + f"<w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>"
        )
        return Style(
            _key(role), getattr(name, role), "table", table=look + rest, based="TableNormal", rank=90
        )

    yield table(
        "title_table",
        indent=-mm(data.page.margins.left),
        borders="",
        margins=(2, 0, c.m.title_foot, 0),
        rest=f"<w:tcPr>{c.ground(ACCENT1)}</w:tcPr>",
    )
    yield table(
        "fact_table",
        indent=mm(c.m.axis),
        borders=c.edge("top", GREY, HAIR) + c.edge("bottom", PALE, HAIR) + c.edge("insideH", PALE, HAIR),
        margins=(c.m.row, 0, c.m.row, 8),
    )
    yield table(
        "mark_table",
        indent=mm(c.m.axis),
        borders=c.edge("top", ACCENT1, RULE)
        + c.edge("bottom", GREY, HAIR)
        + (c.edge("insideV", "FFFFFF", 10) if c.m.columns == 1 else c.edge("insideH", PALE, HAIR)),
        margins=(0, 3, 0, 3),
        rest=f'<w:tblStylePr w:type="firstRow"><w:tcPr>{c.ground(TINT)}</w:tcPr></w:tblStylePr>',
    )

    yield table(
        "compare_table",
        indent=0,
        borders=c.edge("top", ACCENT1, RULE)
        + c.edge("bottom", GREY, HAIR)
        + c.edge("insideH", PALE, HAIR)
        + c.edge("insideV", PALE, HAIR),
        margins=(2, 3, 2, 3),
        rest=f'<w:tblStylePr w:type="firstRow"><w:tcPr>{c.ground(TINT)}</w:tcPr></w:tblStylePr>',
    )


def _key(role: str) -> str:
    """The style id of a role; only the XML uses ids, people and programs use names."""
    return {
        "question": "Heading1",
        "running_head": "Header",
        "folio": "Footer",
        "toc_1": "TOC1",
        "toc_2": "TOC2",
    }.get(role, "".join(word.capitalize() for word in role.split("_")))


def styles(data: LayoutData, c: Colours) -> str:
    """styles.xml: defaults, and the styles; editors see only those of brochure."""
    fixed = [
        # Size and colour are Normal's, not the defaults of the document: LibreOffice gives those to
        # links in tables and boxes, over the link's and the paragraph's own.
        Style(
            "Normal", "Normal", "paragraph", text=face(c.m.body, colour=c.text(INK)), rank=98, default=True
        ),
        Style("DefaultParagraphFont", "Default Paragraph Font", "character", default=True),
        Style(
            "TableNormal",
            "Normal Table",
            "table",
            table='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
            '<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
            '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>',
            default=True,
        ),
        Style("NoList", "No List", "numbering", default=True),
        # Word's comments refer to these two; they are here so that an editor's comments look right.
        Style("CommentText", "annotation text", "paragraph", setting(c.m, left=0), based="Normal"),
        Style(
            "CommentReference",
            "annotation reference",
            "character",
            text=face(8),
            based="DefaultParagraphFont",
        ),
    ]
    themed = " ".join(
        f'w:{slot}="minor{kind}"'
        for slot, kind in (
            ("asciiTheme", "HAnsi"),
            ("eastAsiaTheme", "EastAsia"),
            ("hAnsiTheme", "HAnsi"),
            ("cstheme", "Bidi"),
        )
    )
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {themed}/><w:kern w:val="2"/>'
        '<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="{twips(c.m.line)}" w:lineRule="atLeast"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    latent = (
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" '
        'w:defUnhideWhenUsed="0" w:defQFormat="0" w:count="376"/>'
    )
    made = [*fixed, *paragraph_styles(data, c), *character_styles(data, c), *table_styles(data, c)]
    return _part("w:styles", defaults + latent + "".join(style.xml() for style in made))


# --- the other parts --------------------------------------------------------------------------


def numbering(data: LayoutData, c: Colours) -> str:
    """numbering.xml: the numbers of questions and the signs of bullets, each linked to its style."""
    question = (
        '<w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="{_key("question")}"/><w:suff w:val="tab"/>'
        f'<w:lvlText w:val={quoteattr(data.labels.question.format(number="%1"))}/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{twips(mm(c.m.axis))}" w:hanging="{twips(mm(c.m.axis))}"/></w:pPr>'
        f"<w:rPr>{face(c.m.number, colour=c.text(READABLE), bold=True)}</w:rPr>"
    )
    # A full-width square at two fifths of the body's size, raised to the middle of the kana.
    bullet = (
        '<w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:pStyle w:val="{_key("bullet")}"/><w:suff w:val="tab"/>'
        '<w:lvlText w:val="■"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{twips(mm(c.m.axis) + c.m.body)}" w:hanging="{twips(c.m.body)}"/></w:pPr>'
        f'<w:rPr><w:rFonts w:hint="eastAsia"/>{c.text(READABLE)}<w:position w:val="4"/>'
        '<w:sz w:val="9"/><w:szCs w:val="9"/></w:rPr>'
    )
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{index}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        for index, level in enumerate((question, bullet))
    )
    used = "".join(
        f'<w:num w:numId="{index + 1}"><w:abstractNumId w:val="{index}"/></w:num>' for index in range(2)
    )
    return _part("w:numbering", lists + used)


def theme_part(data: LayoutData, c: Colours) -> str:
    """theme1.xml: the colours, and the family in its Latin and Japanese names."""
    values = c.values
    slots = {
        **{"dk1": values[INK], "lt1": values[WHITE], "dk2": values[GREY], "lt2": values[PALE]},
        **{f"accent{number}": values[f"accent{number}"] for number in range(1, 7)},
        **{"hlink": values["hyperlink"], "folHlink": values["followedHyperlink"]},
    }
    scheme = "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in slots.items())
    family = data.fonts[0]
    fonts = (
        f'<a:latin typeface={quoteattr(family.family)}/><a:ea typeface=""/><a:cs typeface=""/>'
        f'<a:font script="Jpan" typeface={quoteattr(family.word)}/>'
    )
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{solid}</a:ln>' for width in (6350, 12700, 19050))
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return _declared(
        f'<a:theme xmlns:a="{NAMESPACES["a"]}" name="brochure"><a:themeElements>'
        f'<a:clrScheme name="brochure">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="brochure"><a:majorFont>{fonts}</a:majorFont>'
        f"<a:minorFont>{fonts}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="brochure"><a:fillStyleLst>{solid * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def settings() -> str:
    """settings.xml: Word's default Japanese composition, with compressed punctuation."""
    mapped = {
        **{"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"},
        **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
        **{"hyperlink": "hyperlink", "followedHyperlink": "followedHyperlink"},
    }
    mapping = " ".join(f'w:{name}="{value}"' for name, value in mapped.items())
    modern = (
        "overrideTableStyleFontSizeAndJustification",
        "enableOpenTypeFeatures",
        "doNotFlipMirrorIndents",
    )
    uri = "http://schemas.microsoft.com/office/word"
    compatibility = f'<w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/>' + "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{uri}" w:val="1"/>' for name in modern
    )
    return _part(
        "w:settings",
        '<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="840"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:endnotePr><w:endnote w:id="-1"/><w:endnote w:id="0"/></w:endnotePr>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
        f"{compatibility}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/>'
        f"<w:clrSchemeMapping {mapping}/>"
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>',
    )


def font_table(data: LayoutData) -> str:
    """fontTable.xml: the names of the font families in Word, with their other names."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(family.word)}><w:altName w:val={quoteattr(family.family)}/>"
        '<w:family w:val="modern"/><w:pitch w:val="variable"/></w:font>'
        for family in data.fonts
        if family.word != family.family
    )
    return _part("w:fonts", fonts)


def notes(kind: NoteKind) -> str:
    """footnotes.xml or endnotes.xml: the rule above the notes, and the one above a continued note."""
    room = f'<w:pPr><w:pStyle w:val="{_key(kind.text)}"/></w:pPr>'
    return _part(
        f"w:{kind.tag}s",
        "".join(
            f'<w:{kind.tag} w:type="{rule}" w:id="{number}">'
            f"<w:p>{room}<w:r><w:{rule}/></w:r></w:p></w:{kind.tag}>"
            for number, rule in enumerate(("separator", "continuationSeparator"), start=-1)
        ),
    )


def running_head() -> str:
    """header1.xml: partner at the left, series at the right, both from the file's properties."""
    title, subject = (
        f'<w:fldSimple w:instr=" {name} "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'
        for name, shown in (("TITLE", "機関名"), ("SUBJECT", "冊子名"))
    )
    return _part(
        "w:hdr", f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{title}<w:r><w:tab/></w:r>{subject}</w:p>'
    )


def empty_part(tag: str, style: str) -> str:
    """header2.xml or footer2.xml without text: the head of the first page, which has the title."""
    return _part(tag, f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>')


def folio() -> str:
    """footer1.xml and footer2.xml: the folio."""
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return _part("w:ftr", f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{number}</w:p>')


def document(data: LayoutData, c: Colours) -> str:
    """document.xml: a sample of every paragraph style, and the page."""
    specimen = _specimen(data, c)
    page, margins = data.page, data.page.margins
    size = {"w": page.width, "h": page.height}
    room = {"top": margins.top, "right": margins.right, "bottom": margins.bottom, "left": margins.left}
    room |= {"header": margins.top / 2, "footer": margins.bottom / 2, "gutter": 0}
    references = "".join(
        f'<w:{kind}Reference w:type="{when}" r:id="{target}"/>'
        for kind, when, target in (
            ("header", "default", "rId6"),
            ("header", "first", "rId7"),
            ("footer", "default", "rId8"),
            ("footer", "first", "rId9"),
        )
    )
    grid = f'<w:docGrid w:linePitch="{twips(c.m.line)}"/>'
    if c.m.columns == 1:
        section = f"{references}<w:pgSz {_twip_attributes(size)}/><w:pgMar {_twip_attributes(room)}/>"
        return _part(
            "w:document", f"<w:body>{specimen}<w:sectPr>{section}<w:titlePg/>{grid}</w:sectPr></w:body>"
        )
    room |= {"top": c.m.head * 25.4 / 72, "header": HEADER}
    gap = round(float(data.tokens["gutter"].removesuffix("mm")) * TWIPS_PER_MM)
    columns = f'<w:cols w:num="{c.m.columns}" w:space="{gap}"/>'
    first, middle, last = (
        f"<w:sectPr>{before}<w:pgSz {_twip_attributes(size)}/><w:pgMar {_twip_attributes(margins)}/>"
        f"{after}{grid}</w:sectPr>"
        for before, margins, after in (
            ("", room, ""),
            ('<w:type w:val="continuous"/>', room, columns),
            (f'{references}<w:type w:val="continuous"/>', room, "<w:titlePg/>"),
        )
    )
    apart = [f'<w:p><w:pPr><w:pStyle w:val="{_key("gap")}"/>{one}</w:pPr></w:p>' for one in (first, middle)]
    title, tag, answers = specimen.partition("</w:tbl>")
    body = f"{title}{tag}{apart[0]}{answers}{apart[1]}{last}"
    made = _part("w:document", f"<w:body>{body}</w:body>")
    ignorable = f'<w:document xmlns:w15="{W15}" mc:Ignorable="w15" '  # for footnotes across the columns
    return made.replace("<w:document ", ignorable, 1)


Rows = tuple[tuple[tuple[str, ...], ...], ...]

# Roles that stand in tables: those of each cell, row by row.
_TITLE = ((("kicker", "title", "reading"), ("series", "photo", "credit")),)
_FACTS = ((("fact_label",), ("fact_text", "fact_item", "code")),)
_MARKS = ((("topic_code", "topic"),) * 2, (("mark",), ("marked",)))
_COVER = ((("cover_above", "cover_title", "cover_subtitle"),),)
_COMPARED = (
    (("compare_head",),) * 2,
    (("compare_name",), ("compare_text", "compare_mark", "compare_marked")),
)
_COLOPHON = ((("colophon_label",), ("colophon_text",)),)


def _specimen(data: LayoutData, c: Colours) -> str:
    """The name of each style, formatted with it; brochure removes this text when it fills the file."""
    shown = {style.key: style.name for style in paragraph_styles(data, c)}

    def sample(role: str) -> str:
        return paragraph(_key(role), text_run(SPECIMEN + shown[_key(role)]))

    def sample_table(role: str, rows: Rows, widths: tuple[float, ...], indent: float, look: str) -> str:
        sizes = [round(width * TWIPS_PER_MM) for width in widths]
        made = [
            row(cell(size, map(sample, roles)) for size, roles in zip(sizes, cells, strict=True))
            for cells in rows
        ]
        return table(_key(role), sizes, made, indent=round(indent * TWIPS_PER_MM), look=look)

    page, left = data.page.width, data.page.margins.left
    wide = page - left - data.page.margins.right - c.m.axis
    tables = {
        "kicker": sample_table("title_table", _TITLE, (page * 0.66, page * 0.34), -left, ""),
        "fact_label": sample_table("fact_table", _FACTS, (wide * 0.3, wide * 0.7), c.m.axis, "firstColumn"),
        "topic_code": sample_table("mark_table", _MARKS, (wide * 0.5, wide * 0.5), c.m.axis, "firstRow"),
        "cover_above": sample_table("title_table", _COVER, (page,), -left, ""),
        "compare_head": sample_table("compare_table", _COMPARED, (wide * 0.3, wide * 0.7), 0, "firstRow"),
        "colophon_label": sample_table(
            "fact_table", _COLOPHON, (wide * 0.3, wide * 0.7), c.m.axis, "firstColumn"
        ),
    }
    inside = {
        role
        for rows in (_TITLE, _FACTS, _MARKS, _COVER, _COMPARED, _COLOPHON)
        for cells in rows
        for group in cells
        for role in group
    }
    roles = [role for role in type(data.word).model_fields if _key(role) in shown]
    apart = {"note", "endnote", "running_head", "folio", "gap", "mark", "marked"} | inside
    parts = [
        tables[role] + paragraph(_key("gap")) if role in tables else "" if role in apart else sample(role)
        for role in roles
    ]
    return "".join(parts)


def _twip_attributes(sizes: dict[str, float]) -> str:
    return " ".join(f'w:{name}="{round(value * TWIPS_PER_MM)}"' for name, value in sizes.items())


def _declared(xml: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'


def _part(tag: str, inner: str) -> str:
    return _declared(with_namespaces(tag, inner))


# --- the package ------------------------------------------------------------------------------

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PARTS = {  # part: (what it is to the document, its content type)
    "styles.xml": ("styles", f"{_WORD}styles+xml"),
    "numbering.xml": ("numbering", f"{_WORD}numbering+xml"),
    "settings.xml": ("settings", f"{_WORD}settings+xml"),
    "fontTable.xml": ("fontTable", f"{_WORD}fontTable+xml"),
    "footnotes.xml": ("footnotes", f"{_WORD}footnotes+xml"),
    "header1.xml": ("header", f"{_WORD}header+xml"),
    "header2.xml": ("header", f"{_WORD}header+xml"),
    "footer1.xml": ("footer", f"{_WORD}footer+xml"),
    "footer2.xml": ("footer", f"{_WORD}footer+xml"),
    "theme/theme1.xml": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "endnotes.xml": ("endnotes", f"{_WORD}endnotes+xml"),
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _relationships(targets: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return _declared(f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>')


def _content_types() -> str:
    types = {"/word/document.xml": f"{_WORD}document.main+xml"}
    types |= {f"/word/{name}": kind for name, (_, kind) in _PARTS.items()}
    types["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return _declared(
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def make(data: LayoutData, m: Measures) -> bytes:
    """Return the bytes of the file."""
    c = colours(data, m)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            [
                (f"{_RELATIONSHIP}officeDocument", "word/document.xml"),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _declared(
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{data.title}</dc:title><dc:language>ja-JP</dc:language></cp:coreProperties>"
        ),
        "word/document.xml": document(data, c),
        "word/_rels/document.xml.rels": _relationships(
            (_RELATIONSHIP + kind, name) for name, (kind, _) in _PARTS.items()
        ),
        "word/styles.xml": styles(data, c),
        "word/numbering.xml": numbering(data, c),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(data),
        **{f"word/{kind.tag}s.xml": notes(kind) for kind in KINDS},
        "word/header1.xml": running_head(),
        "word/header2.xml": empty_part("w:hdr", _key("gap") if m.head else "Header"),
        "word/footer1.xml": folio(),
        "word/footer2.xml": empty_part("w:ftr", _key("gap")) if m.head else folio(),
        "word/theme/theme1.xml": theme_part(data, c),
    }
    return zip_parts({name: text.encode() for name, text in parts.items()})


def main() -> None:
    """Write the file beside each layout.yaml, and check it like a designer's reference.docx."""
    for name, measures in MEASURES.items():
        folder = LAYOUTS / name
        source = parse_yaml((folder / FILE).read_bytes(), FILE)
        data = LayoutData.model_validate(source.data)
        path = folder / REFERENCE
        path.write_bytes(make(data, measures))
        for lack in check_reference(path, data.word):
            print("lacks", lack.type, lack.name)
        print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


if __name__ == "__main__":
    main()
