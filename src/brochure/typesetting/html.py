"""HTML of a document, from the templates of a layout. Templates only place; nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from threading import get_ident
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from brochure.assembly import images
from brochure.assembly.number_sizes import number_sizes
from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document import palette
from brochure.document.anchors import note_anchor
from brochure.document.picture_crop import crop_to_ratio
from brochure.document.question_groups import column_starts, question_groups
from brochure.document.tree import (
    Block,
    Code,
    Document,
    Figure,
    Inlines,
    Paragraph,
    Picture,
    Placement,
    Strip,
    Text,
    plain_text,
)
from brochure.document.walk import document_codes
from brochure.schema.base import frozen_record
from brochure.schema.layout import PAGE, STYLE, Codes, Layout, Size
from brochure.storage import encoding
from brochure.typesetting.drawing_html import drawing_html
from brochure.typesetting.inline_html import (
    NoteTargets,
    inline_html,
    language_attribute,
    phrases_html,
    scripts_html,
    sign_html,
)
from brochure.typesetting.page_fonts import fallback_rules, font_stack, language_rules
from brochure.typesetting.sandbox import TemplateSandbox, Work
from brochure.typesetting.stylesheets import Stylesheet as Stylesheet  # noqa: PLC0414  # for importers of this module
from brochure.typesetting.stylesheets import layout_stylesheets
from brochure.typesetting.template_cache import TemplateCache
from brochure.typesetting.value_marks import marked

BASE_CSS = package_root() / "typesetting" / "base.css"
TEMPLATES = package_root() / "typesetting" / "templates"  # of blocks, for layouts that have none of their own


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """The input of the renderer.

    Attributes:
        html: The HTML.
        stylesheets: Style sheets, in order.
        root: The root of relative paths.
        fallback_fonts: Font files that it needs beside the layout's.
        has_marks: Whether comments say which value prints what (:mod:`brochure.typesetting.value_marks`).
        other_parts: How its links to other parts of a booklet begin; empty if it has none.
    """

    html: str
    stylesheets: tuple[Stylesheet, ...]
    root: Path
    fallback_fonts: tuple[Path, ...] = ()
    has_marks: bool = False
    other_parts: str = ""

    @property
    def layout_file(self) -> str:
        """The name of the layout's own style sheet in messages."""
        return self.stylesheets[-1].file if self.stylesheets else ""


def write_html(
    document: Document,
    layout: Layout,
    *,
    root: Path,
    shown: str,
    tokens: Mapping[str, str] | None = None,
    notes_at: str = "",
    with_marks: bool = False,
) -> HtmlPage:
    """Fill a layout's templates.

    Args:
        document: The document to print.
        layout: The layout with templates and styles.
        root: The workspace, which contains the photos.
        shown: The layout folder's name in locations.
        tokens: Values that replace tokens of the manifest.
        notes_at: Start of the targets of calls, if the notes are not on these pages; the note's name follows.
        with_marks: Whether comments say which value prints what (:mod:`brochure.typesetting.value_marks`).

    Raises:
        BrochureError: A template is broken; located by file and line.
    """
    at_foot = document.placement is Placement.PAGE
    notes = NoteTargets({note.id: note for note in document.notes}, at_foot, notes_at, with_marks)
    printed = replace(document, notes=()) if notes_at else document
    html = fill_template(layout, PAGE, notes=notes, root=root, shown=shown, document=printed)
    sheets = layout_stylesheets(layout, STYLE, shown)
    page = styled_page(html, layout, document.accent, sheets, root=root, shown=shown, tokens=tokens or {})
    return replace(page, has_marks=with_marks, other_parts=notes_at)


def styled_page(
    html: str,
    layout: Layout,
    accent: str,
    sheets: tuple[Stylesheet, ...],
    *,
    root: Path,
    shown: str,
    tokens: Mapping[str, str] | None = None,
) -> HtmlPage:
    """A page with the style sheets before a layout's own, and with the fallback fonts that its text needs.

    Args:
        html: The page.
        layout: The layout with fonts and values.
        accent: The colour of the partner or booklet.
        sheets: The style sheets that come after the base styles.
        root: The workspace.
        shown: The layout folder's name in locations.
        tokens: Values that replace tokens of the manifest.

    Raises:
        BrochureError: A font cannot be read (L106).
    """
    base = base_stylesheets(layout, accent, shown, tokens or {})
    rules, fonts = fallback_rules(html, [sheet.text for sheet in (*base, *sheets)], layout)
    added = (Stylesheet(rules, "families.yaml"),) if rules else ()
    return HtmlPage(html, (*base, *added, *sheets), root, fonts)


_compiled = {True: TemplateCache("escaped"), False: TemplateCache("plain")}


def fill_template(
    layout: Layout, template: str, *, notes: NoteTargets, root: Path, shown: str, **values: object
) -> str:
    """Fill one template of a layout.

    Args:
        layout: The layout with the template.
        template: Its name in the layout's folder.
        notes: The notes that calls may refer to.
        root: The workspace.
        shown: The layout folder's name in locations.
        values: Variables of the template, in addition to ``layout``.

    Raises:
        BrochureError: The template is broken; located by file and line.
    """
    environment = _environment(layout.folder, get_ident(), escaped=not template.endswith(".css.jinja"))
    environment.filters.update(
        inline=lambda text: _marked(text, inline_html(_content(text), notes), notes),
        phrases=lambda text, most=20: _marked(text, phrases_html(_content(text), notes, most), notes),
        text=lambda paragraph: plain_text(_content(paragraph)),
        scripts=scripts_html,
        sign=lambda text, meaning: sign_html(inline_html(_content(text), notes), meaning),
        spoken=language_attribute,
        kind=block_kind,
        anchor=html_id,
        address=quote,
        size=lambda figure: _figure_size(figure, layout, root),
        focus=lambda picture, room: focus_style(picture, room, root),
        strip_sizes=lambda strip: _strip_styles(strip, layout, root),
        number_sizes=lambda numbers: number_sizes(numbers, layout),
        codes=lambda document: tuple(document_codes(document)),
        column_starts=column_starts,
        groups=lambda document: tuple(question_groups(document)),
        code=lambda code: _marked(code, code_svg(code, layout.data.codes), notes),
        note_anchor=note_anchor,
        said=lambda text, at: _marked(Paragraph((Text(text),), at), scripts_html(text), notes),
        drawing=lambda drawing, accent: drawing_html(
            drawing,
            accent,
            lambda label: _marked(Paragraph((Text(label.text),), label.at), scripts_html(label.text), notes),
        ),
    )
    environment.work = Work()
    heads = "above" if layout.area.heads_above else "beside"
    page = layout.data.page
    width = page.width - page.margins.left - page.margins.right
    known = (("layout", layout.data), ("heads", heads), ("type_width", width), *values.items())
    given = {name: frozen_record(value) for name, value in known}
    try:
        return environment.get_template(template).render(given)
    except UnicodeDecodeError:
        _check_encoding(layout, shown)
        raise
    except Exception as error:  # templates are a layout's code: report every error as the layout's
        raise BrochureError([_template_problem(error, layout, shown)]) from error


def _check_encoding(layout: Layout, shown: str) -> None:
    """Find the template that is not UTF-8; Jinja's error does not name it.

    Raises:
        BrochureError: A template is not UTF-8; located.
    """
    for path in sorted(path for path in layout.folder.rglob("*.jinja") if path.is_file()):
        encoding.decode_utf8(path.read_bytes(), f"{shown}/{path.relative_to(layout.folder).as_posix()}")


@lru_cache(16)
def _environment(folder: Path, _thread: int, *, escaped: bool) -> TemplateSandbox:
    """The Jinja environment of a thread for a folder; :func:`fill_template` sets its filters each time."""
    return TemplateSandbox(
        # a layout has the templates that it changes; the loader checks whether one was saved meanwhile
        loader=jinja2.FileSystemLoader([folder, TEMPLATES]),
        bytecode_cache=_compiled[escaped],
        autoescape=escaped,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def base_stylesheets(
    layout: Layout, accent: str, shown: str, tokens: Mapping[str, str]
) -> tuple[Stylesheet, ...]:
    """The style sheets before a layout's own: base styles, and values from the manifest."""
    return (
        _base_stylesheet(),
        Stylesheet(_token_rules(accent, layout, tokens), f"{shown}/layout.yaml"),
    )


@cache
def _base_stylesheet() -> Stylesheet:
    return Stylesheet(BASE_CSS.read_text("utf-8"), "base.css")


def _content(text: Paragraph | Inlines | str) -> Inlines:
    """The content of a filter's argument: a paragraph, inline content, or plain text."""
    if isinstance(text, str):
        return (Text(text),)
    return text.content if isinstance(text, Paragraph) else text


def _marked(printed: Paragraph | Code | Inlines | str, html: Markup, notes: NoteTargets) -> Markup:
    """The HTML of a filter, with the comments of its value if they are wanted."""
    if not notes.with_marks:
        return html
    match printed:
        case Paragraph():
            return marked(printed.at, html, printed.parts, continues=printed.continues)
        case Code():
            return marked(printed.at, html)
    note = next((note for note in notes.by_id.values() if note.body == printed), None)
    return marked(note.at, html, note.parts) if note else html


def _template_problem(error: Exception, layout: Layout, shown: str) -> Problem:
    name, line = getattr(error, "filename", None), getattr(error, "lineno", 0) or 0
    if not isinstance(error, jinja2.TemplateError):
        name = None
    if not name:  # no file name, for example an undefined variable: the innermost template in the traceback
        trace = error.__traceback__
        while trace is not None:
            file = Path(trace.tb_frame.f_code.co_filename)
            if file.is_relative_to(layout.folder):
                name, line = str(file), trace.tb_lineno
            trace = trace.tb_next
    if isinstance(error, jinja2.TemplateNotFound):
        return problem("L101", Location(f"{shown}/{PAGE}"), path=f"{shown}/{error.name}")
    where = Path(name or PAGE)
    folder = next((one for one in (layout.folder, TEMPLATES) if where.is_relative_to(one)), where.parent)
    where = where.relative_to(folder) if where.is_absolute() else where
    return problem(
        "L201", Location(f"{shown}/{where.as_posix()}", line), detail=getattr(error, "message", None) or error
    )


def block_kind(block: Block) -> str:
    """The name of a block's template: ``blocks/<kind>.html.jinja``."""
    return block.kind.key


def html_id(at: str) -> str:
    """The HTML id of an address."""
    return at.replace(":", "-").replace(".", "-")


def _figure_size(figure: Figure, layout: Layout, root: Path) -> str:
    """Width and height of a figure as CSS custom properties: its picture fitted into the figure's space."""
    room = layout.data.pictures.figures[figure.width]
    width, height = images.fitted_size(images.pixel_size(root / figure.picture.file), room)
    return f"--width: {width:.3f}mm; --height: {height:.3f}mm"


def focus_style(picture: Picture, room: Size, root: Path) -> str:
    """The place of a picture behind its frame, as CSS: its focus is as near to the middle as can be."""
    crop = crop_to_ratio(images.pixel_size(root / picture.file), room.width / room.height, picture.focus)
    across, down = (f"{share * 100:.2f}".rstrip("0").rstrip(".") for share in crop.position)
    return f"object-position: {across}% {down}%"


def _strip_styles(strip: Strip, layout: Layout, root: Path) -> list[tuple[str, str]]:
    """Width and height, and the focus, of each picture of a strip, as CSS."""
    policy = layout.data.pictures
    made = images.strip_picture_sizes([root / figure.picture.file for figure in strip.figures], policy)
    return [
        (
            f"--width: {width:.3f}mm; --height: {height:.3f}mm",
            focus_style(figure.picture, Size(width=width, height=height), root),
        )
        for figure, (width, height) in zip(strip.figures, made, strict=True)
    ]


def code_svg(code: Code, style: Codes) -> Markup:
    """A code as SVG in its size, with quiet zone; one path, so that no gaps show between cells."""
    quiet, edge = style.quiet, len(code.modules) + 2 * style.quiet
    path = "".join(
        f"M{quiet + start} {quiet + y}h{length}v1h-{length}z"
        for y, row in enumerate(code.modules)
        for start, length in _dark_runs(row)
    )
    side = f"{style.side(code.modules):g}mm"
    return Markup(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {edge} {edge}" '
        'width="{side}" height="{side}"><title>{alt}</title>'
        '<path fill="#fff" d="M0 0h{edge}v{edge}h-{edge}z"/><path d="{path}"/></svg>'
    ).format(edge=edge, side=side, alt=code.alt, path=path)


def _dark_runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Start and length of each run of dark cells in a row."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and x and row[x - 1]:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found


def _without_side_column(layout: Layout) -> dict[str, str]:
    """A side column without width, if the layout has one and its questions stand above their answers."""
    if not layout.area.heads_above or "side" not in layout.data.tokens:
        return {}
    return {"side": "0mm", "gutter": "0mm"}


def _token_rules(accent: str, layout: Layout, changed: Mapping[str, str]) -> str:
    """Values from the manifest and the profile as CSS: page size, fonts, colours."""
    page, colours = layout.data.page, palette.derive_palette(accent)
    margins = page.margins
    values = {
        "font": font_stack(layout.own_families),
        "accent": colours.accent,
        "accent-text": colours.text,
        "tint": colours.tint,
        "line": colours.line,
        "page-width": f"{page.width:g}mm",
        "page-height": f"{page.height:g}mm",
        "top": f"{margins.top:g}mm",
        "right": f"{margins.right:g}mm",
        "bottom": f"{margins.bottom:g}mm",
        "left": f"{margins.left:g}mm",
        "bleed": "0mm",  # a print shop's style sheet overrides it (brochure.pdf.prepress.make.bleed_style)
        "photo": f"{layout.data.pictures.photo.width:g}mm",
        "photo-height": f"{layout.data.pictures.photo.height:g}mm",
        "strip-gap": f"{layout.data.pictures.strip_gap:g}mm",
        "code-quiet": f"{layout.data.codes.quiet * layout.data.codes.cell:g}mm",
        "flag-width": f"{layout.data.pictures.flag.width:g}mm",
        "flag-height": f"{layout.data.pictures.flag.height:g}mm",
        "columns": f"{layout.data.columns}",
        **layout.data.tokens,
        **changed,
        **_without_side_column(layout),
    }
    rules = [
        f"@page {{ size: {page.width:g}mm {page.height:g}mm; margin: {margins.top:g}mm {margins.right:g}mm "
        f"{margins.bottom:g}mm {margins.left:g}mm; }}",
        "html { " + " ".join(f"--{name}: {value};" for name, value in values.items()) + " }",
    ]
    languages = {tag: family.family for family in reversed(layout.data.fonts) for tag in family.lang}
    return "\n".join([*rules, *language_rules(languages, layout.own_families)]) + "\n"
