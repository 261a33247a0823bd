"""Write a questionnaire as a Word file: plain tables, a visible code in each row, boxes, no protection.

The package is made here, without python-docx: it has four parts of text and no picture, and is the same bytes
every time. A tick box is a content control, because LibreOffice and Word both tick it with a click; what is
typed beside it counts as well. Text cells are plain cells.

Source: ECMA-376-1:2016, 17; MS-DOCX 2.6.1 (check boxes).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from brochure.survey.form import FormItem, FormTable, FormText, Role, SurveyForm, TableKind, witness_name
from brochure.survey.form_lines import (
    NOTHING,
    column_heads,
    form_line_text,
    guide_texts,
    label_lines,
    section_title,
    title_text,
)
from brochure.survey.form_words import form_words
from brochure.word.ooxml import (
    W,
    bookmark,
    escape_text,
    paragraph,
    quoted_attribute,
    run_size,
    text_run,
)
from brochure.word.ooxml import (
    field as word_field,
)
from brochure.word.package import zip_parts

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_TICKS = (Role.YES, Role.NO, Role.NA, Role.STILL)
_WIDTH = 10204  # twips between the margins of 15 mm
_WIDTHS: dict[TableKind, dict[int, tuple[int, ...]]] = {  # of the columns in twips, by their number
    TableKind.MARKS: {4: (3504, 2700, 2200, 1800), 5: (3804, 1700, 1500, 1500, 1700)},
    TableKind.TEXTS: {4: (2204, 3500, 1500, 3000)},
    TableKind.WHOLE: {2: (8404, 1800)},
    TableKind.FREE: {2: (3404, 6800)},
}
_GROUNDS = {"head": "0B4F8A", "label": "F2F5F8", "answer": "FFF9DB"}
_CHECK = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2611" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)


def write_word_form(form: SurveyForm) -> bytes:
    """Return the Word file of a questionnaire."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELS,
        "docProps/core.xml": _core(form),
        "word/_rels/document.xml.rels": _DOCUMENT_RELS,
        "word/document.xml": _document(form),
        "word/footer1.xml": _footer(form),
        "word/settings.xml": _SETTINGS,
        "word/styles.xml": _styles(),
    }
    return zip_parts({name: text.encode() for name, text in parts.items()})


@dataclass(slots=True)
class _Body:
    """The body that is being written; ``numbers`` counts bookmarks and controls."""

    form: SurveyForm
    numbers: int = 0
    parts: list[str] = field(default_factory=list)

    def line(self, style: str, text: str) -> None:
        """Add a paragraph."""
        self.parts.append(paragraph(style, text_run(text)))

    def both(self, style: str, text: FormText) -> None:
        """Add a paragraph in Japanese, and one in the partner's language below it."""
        self.line(style, text.ja)
        if text.other:
            self.line(f"{style}Other", text.other)

    def answer(self, item: FormItem, role: Role) -> str:
        """The content of an answer cell: a bookmark, and a box to tick."""
        self.numbers += 1
        named = bookmark(self.numbers, witness_name(item.at, role), "")
        if role not in _TICKS:
            return named
        tag = quoted_attribute(f"{item.code}#{role.value}")
        box = text_run("☐", more=_BOX_SIZE, fonts=_BOX_FONT)
        return (
            f"{named}<w:sdt><w:sdtPr><w:alias w:val={tag}/><w:tag w:val={tag}/>"
            f'<w:id w:val="{710000 + self.numbers}"/><w:lock w:val="sdtLocked"/>{_CHECK}</w:sdtPr>'
            f"<w:sdtContent>{box}</w:sdtContent></w:sdt>"
        )


_BOX_FONT = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/>'
_BOX_SIZE = '<w:sz w:val="28"/><w:szCs w:val="28"/>'


def _document(form: SurveyForm) -> str:
    body = _Body(form)
    body.both("Title", title_text(form))
    body.both("Round", form.title)
    for text in guide_texts(form):
        body.both("Guide", text)
    body.line("FormLine", form_line_text(form, "E"))
    for section in form.sections:
        body.both("Question", section_title(section))
        for table in section.tables:
            body.parts.append(_table(body, table))
            body.parts.append(paragraph("Gap"))
    body.both("Guide", form_words("thanks", form.language))  # a table as the last thing is lost in .doc
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="964" w:right="851" w:bottom="1077" w:left="851" '
        'w:header="567" w:footer="482" w:gutter="0"/></w:sectPr>'
    )
    return _xml("w:document", f"<w:body>{''.join(body.parts)}{page}</w:body>")


def _xml(tag: str, inner: str) -> str:
    spaces = (
        f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="{_W14}" '
        'mc:Ignorable="w14"'
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{tag} {spaces}>{inner}</{tag}>'


# --- tables -------------------------------------------------------------------------------------


def _table(body: _Body, table: FormTable) -> str:
    heads = column_heads(body.form, table)
    widths = _WIDTHS[table.kind][len(heads)]
    lines = [_head_row(widths, [head.text for head in heads])]
    for item in table.items:
        cells = [_cell(widths[0], _label(body.form, item), "label")]
        if len(heads) > len(table.answers) + 1:
            held = _lines("Held" if table.kind is TableKind.TEXTS else "Tick", item.held or NOTHING)
            cells.append(_cell(widths[1], held))
        for role, _ in table.answers:
            style = "Tick" if role in _TICKS else "Answer"
            inner = paragraph(style, body.answer(item, role))
            cells.append(_cell(widths[len(cells)], [inner], "answer"))
        lines.append(_row(cells, least=_height(table, item)))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'
    )


def _height(table: FormTable, item: FormItem) -> int:
    """The least height of a row in twips: room to write by hand where nothing is held."""
    if table.kind is TableKind.FREE:
        return 1250 if item.at.endswith((".more", ".cases", ".sources")) else 560
    return 480


def _head_row(widths: Iterable[int], texts: Iterable[FormText]) -> str:
    cells = [
        _cell(width, _both_lines("Head", text, keep=True), "head")
        for width, text in zip(widths, texts, strict=True)
    ]
    return _row(cells, repeats=True)


def _row(cells: Iterable[str], *, repeats: bool = False, least: int = 0) -> str:
    height = f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>' if least else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{'<w:tblHeader/>' * repeats}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: int, paragraphs: Iterable[str], ground: str = "") -> str:
    colour = _GROUNDS.get(ground)
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>' if colour else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{''.join(paragraphs)}</w:tc>"
    )


def _label(form: SurveyForm, item: FormItem) -> Iterator[str]:
    first, *rest = label_lines(form, item)
    yield paragraph("Label", text_run(f"[{item.code}]", "Code") + text_run(f" {first}"))
    for line in rest:
        yield paragraph("LabelOther", text_run(line))


def _lines(style: str, text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield paragraph(style, text_run(line))


def _both_lines(style: str, text: FormText, *, keep: bool = False) -> Iterator[str]:
    more = "<w:keepNext/>" if keep else ""
    yield paragraph(style, text_run(text.ja), more)
    if text.other:
        yield paragraph(f"{style}Other", text_run(text.other), more)


# --- the other parts ----------------------------------------------------------------------------


def _footer(form: SurveyForm) -> str:
    page = word_field("PAGE", "1") + text_run(" / ") + word_field("NUMPAGES", "1")
    line = text_run(f"{title_text(form).ja}　{form.line('E')}　")
    return _xml("w:ftr", paragraph("FormFooter", line + page))


def _core(form: SurveyForm) -> str:
    title = escape_text(f"{title_text(form).ja} {form.title.ja}")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:identifier>{escape_text(form.line('E'))}</dc:identifier><dc:title>{title}</dc:title>"
        "</cp:coreProperties>"
    )


def _styles() -> str:
    fonts = (
        '<w:rFonts w:ascii="BIZ UDPGothic" w:eastAsia="BIZ UDPGothic" w:hAnsi="BIZ UDPGothic" '
        'w:cs="BIZ UDPGothic"/>'
    )
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="20"/><w:szCs w:val="20"/>'
        '<w:lang w:val="en-US" w:eastAsia="ja-JP"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:before="0" w:after="0" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )
    plain = [
        _style("Normal", "Normal", default=True),
        _style("Title", "Title", size=36, bold=True, colour="0B4F8A", after=40),
        _style("TitleOther", "Form Title Other", size=26, colour="0B4F8A", after=40),
        _style("Round", "Form Round", size=24, bold=True),
        _style("RoundOther", "Form Round Other", size=20, after=120),
        _style("Guide", "Form Guide", size=21, before=60),
        _style("GuideOther", "Form Guide Other", size=19, colour="444444"),
        _style("FormLine", "Form Line", size=18, before=120, after=60, colour="444444"),
        _style(
            "Question",
            "heading 1",
            size=28,
            bold=True,
            before=320,
            after=80,
            keep=True,
            outline=0,
            colour="0B4F8A",
        ),
        _style("QuestionOther", "Form Question Other", size=20, after=80, keep=True, colour="0B4F8A"),
        _style("Head", "Form Head", size=18, bold=True, colour="FFFFFF", centred=True, keep=True),
        _style("HeadOther", "Form Head Other", size=16, colour="FFFFFF", centred=True, keep=True),
        _style("Label", "Form Label", size=20, bold=True),
        _style("LabelOther", "Form Label Other", size=17, colour="444444"),
        _style("Held", "Form Held", size=19),
        _style("Answer", "Form Answer", size=20),
        _style("Tick", "Form Tick", size=20, centred=True),
        _style("Gap", "Form Gap", size=10),
        _style("FormFooter", "Form Footer", size=16, centred=True, colour="444444"),
    ]
    code = (
        '<w:style w:type="character" w:styleId="Code"><w:name w:val="Form Code"/><w:rPr>'
        '<w:color w:val="0B4F8A"/></w:rPr></w:style>'
    )
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A9AA8"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = '<w:top w:w="60" w:type="dxa"/><w:left w:w="96" w:type="dxa"/>'
    margins += '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="96" w:type="dxa"/>'
    table = (
        '<w:style w:type="table" w:styleId="FormTable"><w:name w:val="Form Table"/><w:tblPr>'
        f"<w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )
    return _xml("w:styles", defaults + "".join(plain) + code + table)


def _style(
    key: str,
    name: str,
    *,
    size: int = 20,
    bold: bool = False,
    colour: str = "",
    before: int = 0,
    after: int = 0,
    centred: bool = False,
    keep: bool = False,
    default: bool = False,
    outline: int | None = None,
) -> str:
    """A style of paragraphs; ``size`` is in half-points, ``before`` and ``after`` are in twips."""
    level = f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    above = "" if default else '<w:basedOn w:val="Normal"/>'
    is_default = ' w:default="1"' if default else ""
    middle = '<w:jc w:val="center"/>' if centred else ""
    ink = f'<w:color w:val="{colour}"/>' if colour else ""
    return (
        f'<w:style w:type="paragraph"{is_default} w:styleId="{key}"><w:name w:val="{name}"/>{above}'
        f'<w:pPr>{"<w:keepNext/>" * keep}<w:spacing w:before="{before}" w:after="{after}"/>{middle}{level}'
        f"</w:pPr><w:rPr>{'<w:b/>' * bold}{ink}{run_size(size)}</w:rPr></w:style>"
    )


_SETTINGS = _xml(
    "w:settings",
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/>',
)
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WML}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WML}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WML}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WML}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
    'core-properties" Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
