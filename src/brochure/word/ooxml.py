"""WordprocessingML as text: the elements that a brochure needs.

Every function returns well-formed XML with the prefixes of :data:`NAMESPACES`; children are in the order of
the schema. Widths are in twips (1/20 pt), pictures in EMU (1/12700 pt).

Source: ECMA-376-1:2016, 17 (WordprocessingML) and 20.4 (drawings in text).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMESPACES = {"w": W, "r": R, "a": A, "wp": WP, "pic": PIC, "wps": WPS, "wpg": WPG, "mc": MC}

TWIPS_PER_MM = 1440 / 25.4
EMU_PER_TWIP = 635
EMU_PER_MM = 36000


def escape_text(text: str) -> str:
    """Text as element content; a carriage return is escaped, because a parser would drop it.

    Not ``xml.sax.saxutils.escape``, whose import loads an HTTP client.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def quoted_attribute(text: str) -> str:
    """Text as a quoted attribute value."""
    told = escape_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{told}"'


def with_namespaces(tag: str, inner: str) -> str:
    """An element that declares every prefix, ready to be parsed."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return f"<{tag} {declared}>{inner}</{tag}>"


# --- runs -------------------------------------------------------------------------------------


def run(inner: str, style: str = "", more: str = "", *, fonts: str = "", language: str = "") -> str:
    """A run; ``style`` is the id of a character style or empty, the others are further properties as XML.

    In the order of the schema: ``fonts`` (``w:rFonts``), ``more``, ``language`` (``w:rtl``, ``w:lang`` …).
    """
    properties = (f"<w:rStyle w:val={quoted_attribute(style)}/>" if style else "") + fonts + more + language
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def text_run(text: str, style: str = "", more: str = "", *, fonts: str = "", language: str = "") -> str:
    """A run of text; see :func:`run`."""
    inner = f'<w:t xml:space="preserve">{escape_text(text)}</w:t>'
    return run(inner, style, more, fonts=fonts, language=language)


def tab_run() -> str:
    """A run with a tab."""
    return run("<w:tab/>")


def vertical_alignment(*, is_super: bool) -> str:
    """The property of a superscript or subscript; Word and LibreOffice keep the pitch of the lines."""
    return f'<w:vertAlign w:val="{"superscript" if is_super else "subscript"}"/>'


def run_size(half_points: int) -> str:
    """The size of a run, of all scripts."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def ruby(base: str, reading: str, *, size: int, raised: int, base_size: int) -> str:
    """A base with ruby, both as runs; sizes in half-points.

    The runs of the reading must have its size too, as in Word, because LibreOffice reads only that one.

    Source: ECMA-376-1:2016, 17.3.3.25.
    """
    return run(
        '<w:ruby><w:rubyPr><w:rubyAlign w:val="distributeSpace"/>'
        f'<w:hps w:val="{size}"/><w:hpsRaise w:val="{raised}"/><w:hpsBaseText w:val="{base_size}"/>'
        '<w:lid w:val="ja-JP"/></w:rubyPr>'
        f"<w:rt>{reading}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby>"
    )


def hyperlink(relationship: str, inner: str) -> str:
    """Runs with a link to the target of a relationship."""
    return f'<w:hyperlink r:id="{relationship}" w:history="1">{inner}</w:hyperlink>'


def bookmark_link(bookmark: str, inner: str) -> str:
    """Runs with a link to a bookmark of the same file."""
    return f'<w:hyperlink w:anchor={quoted_attribute(bookmark)} w:history="1">{inner}</w:hyperlink>'


def field(instruction: str, result: str, style: str = "") -> str:
    """A field with the result that is shown until Word updates it."""
    return field_begin(instruction, style) + text_run(result, style) + field_end(style)


def field_begin(instruction: str, style: str = "") -> str:
    """The runs before the result of a field; the result may be several paragraphs."""
    return (
        run('<w:fldChar w:fldCharType="begin"/>', style)
        + run(f'<w:instrText xml:space="preserve"> {escape_text(instruction)} </w:instrText>', style)
        + run('<w:fldChar w:fldCharType="separate"/>', style)
    )


def field_end(style: str = "") -> str:
    """The run after the result of a field."""
    return run('<w:fldChar w:fldCharType="end"/>', style)


def bookmark(number: int, name: str, inner: str) -> str:
    """Content with a bookmark around it."""
    start = f'<w:bookmarkStart w:id="{number}" w:name={quoted_attribute(name)}/>'
    return f'{start}{inner}<w:bookmarkEnd w:id="{number}"/>'


# --- paragraphs and tables --------------------------------------------------------------------


def paragraph(style: str, inner: str = "", more: str = "") -> str:
    """A paragraph; ``style`` is the id of its style, ``more`` are further properties as XML."""
    return f"<w:p><w:pPr><w:pStyle w:val={quoted_attribute(style)}/>{more}</w:pPr>{inner}</w:p>"


_STYLED = re.compile(r'(<w:p><w:pPr><w:pStyle w:val="[^"]*"/>)(?!<w:keepNext/>)')


def keep_with_next(element: str) -> str:
    """A paragraph, a row, or the last row of a table, on the page of what follows it."""
    if not element.startswith("<w:tbl>"):
        count = 1 if element.startswith("<w:p>") else 0  # each paragraph of a row
        return _STYLED.sub(r"\1<w:keepNext/>", element, count=count)
    rows, tag, last = element.rpartition("<w:tr>")
    return rows + tag + _STYLED.sub(r"\1<w:keepNext/>", last) if tag else element


def keep_rows(rows: Sequence[str]) -> list[str]:
    """Rows of which neither the first nor the last stands alone on a page; few rows stay together."""
    last = len(rows) - 1
    kept = [
        last and (last < _FEW_ROWS or index in (0, last - 1)) and index < last for index in range(len(rows))
    ]
    return [keep_with_next(one) if is_kept else one for one, is_kept in zip(rows, kept, strict=True)]


_FEW_ROWS = 4


def phrase_break() -> str:
    """A line break between two phrases of a name.

    It has the type that Word calls text wrapping, which no editor types, so the reader knows it from a break
    of an editor. Source: ECMA-376-1:2016, 17.3.3.1.
    """
    return run('<w:br w:type="textWrapping" w:clear="all"/>')


def in_list(number: str) -> str:
    """The properties of a paragraph in a list with this id; before other properties."""
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val={quoted_attribute(number)}/></w:numPr>'


FIRST_OF_COLUMN = '<w:spacing w:before="0"/>'  # so that the first lines of all columns are level


def column_break() -> str:
    """What follows begins in the next column."""
    return run('<w:br w:type="column"/>')


def cell(width: int, paragraphs: Iterable[str], shading: str = "", *, span: int = 1) -> str:
    """A table cell over ``span`` columns; it must end with a paragraph."""
    size = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{size}{across}{shading}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def shading(ground: Mapping[str, str]) -> str:
    """A ground (attributes of ``w:shd``) as a property of a cell."""
    attributes = "".join(f" w:{name}={quoted_attribute(value)}" for name, value in ground.items())
    return f"<w:shd{attributes}/>" if ground else ""


def row(cells: Iterable[str], *, repeats: bool = False, height: int = 0) -> str:
    """A table row that does not break across pages; with ``repeats`` it is repeated on every page.

    ``height`` is its least height in twips.
    """
    header = "<w:tblHeader/>" if repeats else ""
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{header}</w:trPr>{''.join(cells)}</w:tr>"


def table(
    style: str,
    widths: Sequence[int],
    rows: Iterable[str],
    *,
    indent: int,
    look: str = "",
    caption: str = "",
    summary: str = "",
    padding: int | None = None,
) -> str:
    """A table of fixed column widths.

    ``look`` is the conditional part of the style to apply (``firstRow``, ``firstColumn``). ``caption`` and
    ``summary`` are for screen readers (代替テキスト). With ``padding``
    the table is a box without borders, with this room above and below its text.
    """
    parts = {"firstRow": "0", "lastRow": "0", "firstColumn": "0", "lastColumn": "0"}
    parts |= {"noHBand": "1", "noVBand": "1"} | ({look: "1"} if look else {})
    sides, borders, margins = ("top", "left", "bottom", "right"), "", ""
    if padding is not None:
        none = "".join(f'<w:{side} w:val="nil"/>' for side in (*sides, "insideH", "insideV"))
        rooms = zip(sides, (padding, 0, padding, 0), strict=True)
        borders = f"<w:tblBorders>{none}</w:tblBorders>"
        cells = "".join(f'<w:{side} w:w="{room}" w:type="dxa"/>' for side, room in rooms)
        margins = f"<w:tblCellMar>{cells}</w:tblCellMar>"
    bits = sum(_LOOK_BITS[name] for name, value in parts.items() if value == "1")
    return (
        f"<w:tbl><w:tblPr><w:tblStyle w:val={quoted_attribute(style)}/>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>'
        f'{borders}<w:tblLayout w:type="fixed"/>{margins}'
        f'<w:tblLook w:val="{bits:04X}" '
        f"{' '.join(f'w:{name}={quoted_attribute(value)}' for name, value in parts.items())}/>"
        + (f"<w:tblCaption w:val={quoted_attribute(caption)}/>" if caption else "")
        + (f"<w:tblDescription w:val={quoted_attribute(summary)}/>" if summary else "")
        + "</w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


# The bits of w:val, which programs read that do not know the attributes (ECMA-376-4:2016, 14.4.14).
_LOOK_BITS = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100}
_LOOK_BITS |= {"noHBand": 0x200, "noVBand": 0x400}


def end_section(paragraph: str) -> str:
    """A paragraph as the last one of its section; the page of the section is filled in later."""
    return paragraph.replace("</w:pPr>", "<w:sectPr/></w:pPr>", 1)


def note(kind: str, number: int, inner: str) -> str:
    """A ``footnote`` or ``endnote``; ``number`` is its id in the file, which is not printed."""
    return f'<w:{kind} w:id="{number}">{inner}</w:{kind}>'


# --- drawings ---------------------------------------------------------------------------------

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


def picture(
    relationship: str, number: int, *, width: int, height: int, alt: str, crop: Sequence[float] = ()
) -> str:
    """An inline picture with its alternative text; sizes in EMU.

    ``crop`` is what is cut off at the left, top, right and bottom, as shares (ECMA-376-1:2016, 20.1.8.55).
    """
    sides = zip("ltrb", crop, strict=False)
    cut = " ".join(f'{side}="{round(share * 100_000)}"' for side, share in sides if round(share * 100_000))
    source = f"<a:srcRect {cut}/>" if cut else ""
    size = f'cx="{width}" cy="{height}"'
    name = f'id="{number}" name="Picture {number}"'
    return run(
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {size}/><wp:docPr {name} descr={quoted_attribute(alt)}/>"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{PIC}"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relationship}"/>{source}'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def page_shape(
    number: int, *, name: str, width: int, height: int, fill: str, left: int = 0, top: int = 0
) -> str:
    """A coloured rectangle behind the text, at a place of the page; sizes and distances in EMU.

    It is marked as decorative, so screen readers skip it. ``name`` is shown in Word's list of objects,
    ``fill`` is a DrawingML colour.
    """
    size = f'cx="{width}" cy="{height}"'
    across, down = (f"<wp:posOffset>{place}</wp:posOffset>" for place in (left, top))
    return run(
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="1" locked="1" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page">{across}</wp:positionH>'
        f'<wp:positionV relativeFrom="page">{down}</wp:positionV>'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="{name} {number}">{DECORATIVE}</wp:docPr><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{WPS}"><wps:wsp><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:solidFill>{fill}</a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"
    )
