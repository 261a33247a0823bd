"""HTML to PDF with WeasyPrint, isolated: the layout's fonts, the workspace's files, no network, no clock."""

from __future__ import annotations

import datetime
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import url2pathname
from xml.sax.saxutils import escape

from brochure.assembly.picture_metadata import strip_metadata
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.storage.atomic import replace_files, user_cache
from brochure.storage.encoding import LINE_END
from brochure.storage.input_file import is_within, path_fault
from brochure.storage.system_requirements import library_packages
from brochure.typesetting import renderer_state
from brochure.typesetting.html import HtmlPage
from brochure.typesetting.stylesheets import Stylesheet
from brochure.typesetting.value_boxes import ValueBox, value_boxes
from brochure.typesetting.value_marks import PrintedValues, take_out_marks

MAX_DEPTH = 100
"""Elements that may be nested; those of the shipped layouts are 12. The layout of 450 ends after 14 seconds
with an error of the stack."""


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished PDF and the renderer's warnings.

    ``files`` are the files of the workspace that it shows, as paths in the workspace. ``boxes`` and ``texts``
    say where the values stand and what each address prints, if the page has the comments of its values.
    """

    data: bytes
    pages: int
    warnings: tuple[Problem, ...]
    files: tuple[str, ...]
    boxes: tuple[ValueBox, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A source text embedded in the PDF: name, content, description.

    Its lines end with LF in the PDF: a copy with CR LF, as git makes on Windows, gives the same bytes.
    """

    name: str
    text: str
    description: str


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """Archive data of a file: identifier and date of the edition, and the sources it was made from."""

    identifier: str
    date: datetime.date
    enclosures: tuple[Enclosure, ...]


SCHEMES = ("http://", "https://", "mailto:", "tel:")
"""What links of a PDF may lead to, beside places of its own and those of a booklet's other parts."""
_LONGEST_DETAIL = 300  # characters
NO_RECORD = ArchiveRecord("urn:brochure:", datetime.date(2000, 1, 1), ())


def render_pdf(page: HtmlPage, fonts: list[Path], record: ArchiveRecord = NO_RECORD) -> RenderedPdf:
    """Render HTML to a file that is both PDF/UA-1 and PDF/A-3a.

    Args:
        page: HTML, style sheets, and the folder with its pictures.
        fonts: The faces that may be used; the renderer sees no others but the page's fallback fonts.
        record: Archive data of the file.

    Raises:
        BrochureError: A library is missing (E101), or a file that the page needs cannot be read (R101).
    """
    from brochure.typesetting.patches import pdfa_metadata

    with _rendered(page, fonts) as (document, printed, warnings, files):
        import weasyprint
        from weasyprint.urls import URLFetcher

        pdfa_metadata.describe_edition(document, identifier=record.identifier)
        fetcher = URLFetcher()  # shared, as each attachment would make its own; nothing is fetched
        document.metadata.attachments = [
            weasyprint.Attachment(
                string=LINE_END.sub("\n", enclosure.text),
                name=enclosure.name,
                description=enclosure.description,
                created=_noon(record.date),
                modified=_noon(record.date),
                relationship="Source",
                url_fetcher=fetcher,
            )
            for enclosure in record.enclosures
        ]
        boxes = value_boxes(document, printed) if printed else ()
        data = document.write_pdf(pdf_variant=pdfa_metadata.VARIANT, finisher=_finish_pdf)
        count = len(document.pages)
        del document
    texts = printed.texts if printed else {}
    return RenderedPdf(data, count, tuple(dict.fromkeys(warnings)), tuple(files), boxes, texts)


def prepare_renderer(fonts: list[Path]) -> None:
    """Load the renderer, also for processes that will be forked from this one.

    Raises:
        BrochureError: A library is missing (E101).
    """
    _only_these_fonts(fonts)
    _load_weasyprint()


def _load_weasyprint() -> None:
    from brochure.typesetting.patches import fast_import

    try:
        with redirect_stdout(StringIO()):  # WeasyPrint prints its own advice if a library is missing
            fast_import.import_weasyprint()
        from weasyprint.text.ffi import harfbuzz_subset
    except OSError as error:  # Pango or HarfBuzz cannot be loaded
        raise BrochureError([problem("E101", detail=error, **library_packages())]) from error
    if harfbuzz_subset is None:  # without it WeasyPrint subsets fonts in a slow, deprecated way
        raise BrochureError([problem("E101", detail="libharfbuzz-subset", **library_packages())])
    from brochure.typesetting.patches.apply import apply_all

    apply_all()


def pango_version() -> str:
    """The version of Pango, the system library that sets lines.

    Raises:
        BrochureError: A library is missing (E101).
    """
    _load_weasyprint()
    from weasyprint.text.ffi import pango

    found = pango.pango_version()  # for instance 15012
    return f"{found // 10000}.{found // 100 % 100}.{found % 100}"


@contextmanager
def _rendered(
    page: HtmlPage, fonts: list[Path]
) -> Iterator[tuple[Any, PrintedValues | None, list[Problem], dict[str, None]]]:
    """Render; yields WeasyPrint's document, what its values print, warnings, and the files that it opened.

    Warnings are complete after the with block.
    """
    prepare_renderer([*fonts, *page.fallback_fonts])
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError

    from brochure.typesetting.patches import pdfa_metadata, svg_errors

    files: dict[str, None] = {}
    fetcher = _workspace_fetcher(page, files)
    configuration = renderer_state.font_configuration(
        [page.html, *(sheet.text for sheet in page.stylesheets)]
    )

    def parse(sheet: Stylesheet, base: str | None) -> tuple[Any, tuple[Problem, ...]]:
        with _collected_log() as messages:
            css = weasyprint.CSS(
                string=sheet.text, base_url=base, font_config=configuration, url_fetcher=fetcher
            )
        return css, tuple(_css_problem(text, sheet.file) for text in messages)

    warnings: list[Problem] = []
    try:
        sheets = []
        for index, sheet in enumerate(page.stylesheets):
            base = f"file:///sheet-{index}/{quote(sheet.base)}" if sheet.folder else None
            css, css_warnings = renderer_state.parsed_stylesheet(
                sheet.text, (base, sheet.file), partial(parse, sheet, base)
            )
            sheets.append(css)
            warnings += css_warnings
        with _collected_log() as messages, renderer_state.delayed_collection():
            html = weasyprint.HTML(string=page.html, base_url="file:///workspace/", url_fetcher=fetcher)
            if _depth(html.etree_element) > MAX_DEPTH:
                raise RecursionError
            printed = take_out_marks(html.etree_element) if page.has_marks else None
            document = html.render(
                stylesheets=sheets, font_config=configuration, pdf_variant=pdfa_metadata.VARIANT
            )
            _refuse_unsafe_links(document, page.other_parts)
            yield document, printed, warnings, files
            del html, document
            warnings += [problem("R201", detail=text) for text in messages]
    except FatalURLFetchingError as error:
        raise BrochureError([problem("R101", detail=_shortened(str(error)))]) from error
    except RecursionError as error:  # parser, layout and tags walk into the elements
        raise BrochureError([problem("R104", Location(page.layout_file))], warnings) from error
    except svg_errors.SvgDrawingError as error:
        raise BrochureError([problem("R106", Location(page.layout_file), detail=error)], warnings) from error
    except Exception as error:
        if not _is_raised_in(error, "weasyprint/css/"):
            raise
        detail = str(error) or type(error).__name__
        raise BrochureError([problem("R105", Location(page.layout_file), detail=detail)], warnings) from error


def _shortened(text: str) -> str:
    """A message without the rest of a long address, which may be a picture itself (``data:``)."""
    return text if len(text) <= _LONGEST_DETAIL else text[:_LONGEST_DETAIL] + "…"


def _depth(root: Any) -> int:
    """How many elements are nested at the deepest place."""
    deepest, row = 0, [root]
    while row:
        deepest += 1
        row = [child for element in row for child in element]
    return deepest


def _is_raised_in(error: Exception, folder: str) -> bool:
    """Whether an error was raised by a file of a folder of a package."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and folder in Path(trace.tb_frame.f_code.co_filename).as_posix()


def _refuse_unsafe_links(document: Any, other_parts: str) -> None:
    """Refuse what a template must not put into a PDF: attached files, and links that run or open something.

    Raises:
        BrochureError: A file is attached that the record does not name (R102), or a link has another scheme
            than those of :data:`SCHEMES`, and leads to no other part of a booklet (R103).
    """
    links = [(kind, str(target)) for page in document.pages for kind, target, *_ in page.links]
    attached = [target for kind, target in links if kind == "attachment"]
    attached += ['<link rel="attachment">' for _ in document.metadata.attachments or ()]
    found = [problem("R102", detail=target) for target in dict.fromkeys(attached)]
    allowed = (*SCHEMES, other_parts) if other_parts else SCHEMES
    outside = [target for kind, target in links if kind == "external" and not target.startswith(allowed)]
    found += [problem("R103", detail=target) for target in dict.fromkeys(outside)]
    if found:
        raise BrochureError(found)


def _workspace_fetcher(page: HtmlPage, files: dict[str, None]) -> Any:
    """Return a fetcher of WeasyPrint that opens files of the workspace and of the style sheets' folders only.

    Args:
        page: Its root is the workspace.
        files: Gets the path in the workspace of each file that was opened.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    # Fixed names instead of the folders' paths: WeasyPrint names images in the file by their address, and the
    # same input must give the same bytes in any folder.
    folders = {"workspace": page.root}
    for index, sheet in enumerate(page.stylesheets):
        if sheet.folder:
            folders[f"sheet-{index}"] = sheet.folder

    class WorkspaceResponse(URLFetcherResponse):  # type: ignore[misc]  # weasyprint has no types
        """A file as it may be printed; WeasyPrint must not read the picture again from its path."""

        path = None

    class WorkspaceFetcher(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
        """Opens files of the workspace and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            name, _, rest = url2pathname(parts.path).lstrip("/\\").partition("/")
            folder = folders.get(name)
            if parts.scheme != "file" or parts.netloc or not folder or not is_within(folder / rest, folder):
                raise PermissionError(f"{url} is not a file of the workspace")
            if fault := path_fault(folder / rest):  # to open a pipe would wait for a writer
                raise FileNotFoundError(f"{rest} is no file ({fault})")
            if name == "workspace":
                files[rest] = None
            found = super().fetch((folder / rest).resolve().as_uri(), headers)
            try:
                data = strip_metadata(found.read())
            finally:
                found.close()
            # what the file names in turn is relative to this address
            return WorkspaceResponse(url, data, found.headers)

    return WorkspaceFetcher(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)


def _noon(date: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(date, datetime.time(12), datetime.UTC)


def _finish_pdf(document: Any, pdf: Any) -> None:
    from brochure.typesetting.patches import footnote_tags, heading_levels, pdfa_metadata

    footnote_tags.finish_note_tags(document, pdf)
    heading_levels.finish_headings(document, pdf)
    pdfa_metadata.finish_pdfa(document, pdf)


def _css_problem(message: str, file: str) -> Problem:
    """A problem with line and column from WeasyPrint's “… at 12:3, unknown property.”."""
    found = re.search(r" at (\d+):(\d+)", message)
    where = Location(file, int(found[1]), int(found[2])) if found else Location(file)
    return problem("L202", where, detail=message)


@contextmanager
def _collected_log() -> Iterator[list[str]]:
    """Collect WeasyPrint's log messages instead of printing them."""
    messages: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    handler = Collect(logging.WARNING)
    handlers, logger.handlers = logger.handlers, [handler]
    propagate, logger.propagate = logger.propagate, False
    try:
        yield messages
    finally:
        logger.handlers, logger.propagate = handlers, propagate


def _only_these_fonts(fonts: list[Path]) -> None:
    """Point fontconfig to the layout's faces; this process sees no system fonts.

    Globs begin with ``/*``: fontconfig 2.17 removes the path of the working directory from the beginning of a
    glob, so that a plain path below it matches no file.
    """
    folders = sorted({font.parent.resolve() for font in fonts})
    folder = user_cache("fontconfig")
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
        "<fontconfig>",
        *(f"<dir>{escape(str(folder))}</dir>" for folder in folders),
        f"<cachedir>{escape(str(user_cache('fontconfig')))}</cachedir>",
        "<selectfont><rejectfont><glob>/*</glob></rejectfont><acceptfont>",
        *(f"<glob>/*{escape(font.resolve().as_posix().lstrip('/'))}</glob>" for font in sorted(fonts)),
        "</acceptfont></selectfont>",
        "</fontconfig>",
    ]
    text = "\n".join(lines) + "\n"
    config = folder / f"{sha256(text.encode()).hexdigest()[:16]}.conf"
    if not config.exists():
        replace_files({config: text.encode()})
    os.environ["FONTCONFIG_FILE"] = str(config)
    os.environ["FC_LANG"] = "en"  # family names as in layouts, not in the user's language
