"""Measure a finished PDF by all rules, or by those for a part or for a file as a whole.

A rule is a function from a :class:`PreflightContext` to findings; the table below is all there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.pdf.preflight import contrast_resolution as visible
from brochure.pdf.preflight import document_rules as whole_file
from brochure.pdf.preflight import fonts_rule as lettering
from brochure.pdf.preflight import footnotes as notes
from brochure.pdf.preflight import justification as edges
from brochure.pdf.preflight import kinsoku_rule as line_ends
from brochure.pdf.preflight import page_breaks as page_ends
from brochure.pdf.preflight import placement as place
from brochure.pdf.preflight.context import PreflightContext, Wanted
from brochure.pdf.preflight.lines import paragraphs
from brochure.pdf.preflight.model import LockedError, UnreadableError
from brochure.pdf.preflight.reader import read_page_contents, told
from brochure.pdf.preflight.report import Finding, Report
from brochure.pdf.reader import OpenedPdf, opened

Rule = Callable[[PreflightContext], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    line_ends.kinsoku,  # Q101 行頭禁則, Q102 行末禁則
    line_ends.calls,  # Q103 行頭の合印
    line_ends.numbers,  # Q104 数と助数詞の分離
    edges.ragged,  # Q105 行末の不ぞろい
    edges.stretched,  # Q106 字間の空きすぎ
    line_ends.single,  # Q107 一字だけの最終行
    place.trim,  # Q201 仕上りの外, Q202 断ち際
    place.type_area,  # Q203 版面の外
    place.overlap,  # Q204 文字の重なり
    page_ends.headings,  # Q301 取り残された見出し
    page_ends.tables,  # Q302 分かれた星取表
    page_ends.few_lines,  # Q303 数行だけの頁
    whole_file.page_count,  # Q304 頁数
    whole_file.boxes,  # Q305–Q307 頁の枠、判型、塗り足し
    notes.notes,  # Q401–Q403 注
    lettering.fonts,  # Q501–Q503 書体
    lettering.missing_glyphs,  # Q504, Q505 字形のない文字
    visible.resolution,  # Q601 画像の解像度
    visible.code_sizes,  # Q605 二次元コードの大きさ, Q606 余白
    visible.contrasts,  # Q602 コントラスト, Q603 色覚
    visible.covered,  # Q604 隠れた文字
    whole_file.links,  # Q701, Q702 リンク
    whole_file.metadata,  # Q703–Q707 文書情報
    whole_file.tags,  # Q708 タグのつながり
)


WHOLE: tuple[Rule, ...] = (
    whole_file.page_count,
    whole_file.boxes,
    lettering.fonts,
    whole_file.links,
    whole_file.metadata,
    whole_file.tags,
)
# A part that will be bound: its links may lead elsewhere, and it is too short to tell its own type area.
PART = tuple(rule for rule in RULES if rule not in (*WHOLE, place.type_area, notes.notes))


def check_part(data: bytes, *, file: str, fonts: frozenset[str] | None = None) -> Report:
    """Measure the pages of a part that will be bound with others, such as a cover with few lines.

    Raises:
        BrochureError: The data is no PDF (Q901), or locked (Q902).
    """
    rules = tuple(rule for rule in PART if rule is not page_ends.few_lines)
    return report(view(data, file=file, fonts=fonts), file=file, rules=rules)


@contextmanager
def readable(data: bytes, *, file: str) -> Iterator[OpenedPdf]:
    """Open a PDF that others will look at, so that none is handed over which cannot be opened.

    Raises:
        BrochureError: The data is no PDF (Q901), or locked (Q902).
    """
    with ExitStack() as stack:
        with _located(file), told():
            found = stack.enter_context(opened(data))
            if len(found.drawn) == 0:
                raise UnreadableError("no pages")
        yield found


def check_whole(
    source: OpenedPdf, *, file: str, fonts: frozenset[str] | None = None, multiple: int = 1
) -> Report:
    """Measure what belongs to a file as a whole, where its parts were measured before they were bound.

    Raises:
        BrochureError: The file is broken (Q901).
    """
    seen = view(source, file=file, fonts=fonts, multiple=multiple, drawn=False)
    return report(seen, file=file, rules=WHOLE)


def run_preflight(
    data: bytes,
    *,
    file: str = "",
    fonts: frozenset[str] | None = None,
    dpi: float = 150,
    multiple: int = 1,
    bleed: float = 0,
) -> Report:
    """Measure a finished PDF.

    Args:
        data: The file.
        file: Its name in messages.
        fonts: Families that may be used; any, if nothing is given.
        dpi: The least resolution of pictures, 150 for the screen, 300 for print.
        multiple: What the number of pages must be a multiple of.
        bleed: Ink beyond the trim that is asked for (塗り足し), in mm.

    Returns:
        What was found; a file with findings is no error of this function.

    Raises:
        BrochureError: The data is no PDF (Q901), or locked (Q902).
    """
    return report(view(data, file=file, fonts=fonts, dpi=dpi, multiple=multiple, bleed=bleed), file=file)


def view(
    source: bytes | OpenedPdf,
    *,
    file: str = "",
    fonts: frozenset[str] | None = None,
    dpi: float = 150,
    multiple: int = 1,
    bleed: float = 0,
    drawn: bool = True,
    pictured: bool = True,
) -> PreflightContext:
    """Read a finished PDF for :func:`report`, and for others who ask where lines stand.

    Without ``drawn`` the pages' text and pictures are not read; without ``pictured`` only the text, which
    is enough to know where lines stand, but not for :func:`report`.

    Raises:
        BrochureError: The data is no PDF (Q901), or locked (Q902).
    """
    with _located(file):
        finished = read_page_contents(source, drawn=drawn, pictured=pictured, spared=True)
    found = tuple(p for sheet in finished.sheets for p in paragraphs(finished, sheet))
    return PreflightContext(finished, found, Wanted(fonts, dpi, multiple, bleed))


@contextmanager
def _located(file: str) -> Iterator[None]:
    where = Location(file) if file else None
    try:
        yield
    except LockedError:
        raise BrochureError([problem("Q902", where)]) from None
    except UnreadableError as error:
        raise BrochureError([problem("Q901", where, detail=error)]) from None


def report(seen: PreflightContext, *, file: str = "", rules: tuple[Rule, ...] = RULES) -> Report:
    """Judge what was read by all rules, or by some."""
    findings = [finding for rule in rules for finding in rule(seen)]
    findings.sort(key=lambda finding: (finding.page, finding.code, finding.y))
    return Report(file, len(seen.finished.sheets), tuple(findings))
