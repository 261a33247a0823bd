"""Run the preflight: all rules, the rules for a part, or the rules for a file as a whole.

A rule is a function from a :class:`PreflightContext` to findings; ``RULES`` lists all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.pdf.preflight import (
    clipping,
    contrast_resolution,
    document_rules,
    fonts_rule,
    footnotes,
    gutter,
    justification,
    kinsoku_rule,
    overlaps,
    page_breaks,
    picture_placement,
    placement,
)
from brochure.pdf.preflight.context import PreflightContext, Requirements
from brochure.pdf.preflight.lines import group_paragraphs
from brochure.pdf.preflight.model import LockedError, UnreadableError
from brochure.pdf.preflight.reader import converted_errors, read_page_contents
from brochure.pdf.preflight.report import Finding, Report
from brochure.pdf.reader import OpenedPdf, open_pdf

Rule = Callable[[PreflightContext], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    kinsoku_rule.check_kinsoku,  # Q101 行頭禁則, Q102 行末禁則
    kinsoku_rule.check_calls,  # Q103 行頭の合印
    kinsoku_rule.check_numbers,  # Q104 数と助数詞の分離
    justification.check_ragged_lines,  # Q105 行末の不ぞろい
    justification.check_wide_gaps,  # Q106 字間の空きすぎ
    kinsoku_rule.check_single_characters,  # Q107 一字だけの最終行
    placement.check_trim,  # Q201 仕上りの外, Q202 断ち際
    placement.check_type_area,  # Q203 版面の外
    overlaps.check_overlaps,  # Q204 文字と文字, Q205 文字と縁, Q206 枠と枠の重なり
    picture_placement.check_pictures,  # Q207 頁の端を越えた画像, Q208 断ち際の画像
    gutter.check_gutter,  # Q209 のど
    clipping.check_cut_text,  # Q210 切られた文字
    page_breaks.check_headings,  # Q301 取り残された見出し
    page_breaks.check_tables,  # Q302 分かれた星取表
    page_breaks.check_few_lines,  # Q303 数行だけの頁
    document_rules.check_page_count,  # Q304 頁数
    document_rules.check_boxes,  # Q305–Q307 頁の枠、判型、塗り足し
    footnotes.check_notes,  # Q401–Q403 注
    fonts_rule.check_fonts,  # Q501–Q503 書体
    fonts_rule.check_glyphs,  # Q504, Q505 字形のない文字
    contrast_resolution.check_resolution,  # Q601 画像の解像度
    contrast_resolution.check_codes,  # Q605 二次元コードの大きさ, Q606 余白
    contrast_resolution.check_contrast,  # Q602 コントラスト, Q603 色覚
    contrast_resolution.check_covered_text,  # Q604 隠れた文字
    document_rules.check_links,  # Q701, Q702 リンク
    document_rules.check_metadata,  # Q703–Q707 文書情報
    document_rules.check_tags,  # Q708 タグのつながり
)


WHOLE_FILE_RULES: tuple[Rule, ...] = (
    document_rules.check_page_count,
    document_rules.check_boxes,
    fonts_rule.check_fonts,
    document_rules.check_links,
    document_rules.check_metadata,
    document_rules.check_tags,
)
# Rules for a part before the merge: its links may lead to other parts, and it is too short to show its type
# area.
PART_RULES = tuple(
    rule
    for rule in RULES
    if rule not in (*WHOLE_FILE_RULES, placement.check_type_area, footnotes.check_notes)
)


def check_part(data: bytes, *, file: str, fonts: frozenset[str] | None = None) -> Report:
    """Check the pages of a part that will be merged with others, for example a cover with few lines.

    Raises:
        BrochureError: The data is no PDF (Q901), or needs a password (Q902).
    """
    rules = tuple(rule for rule in PART_RULES if rule is not page_breaks.check_few_lines)
    return apply_rules(read_for_preflight(data, file=file, fonts=fonts), file=file, rules=rules)


@contextmanager
def open_readable(data: bytes, *, file: str) -> Iterator[OpenedPdf]:
    """Open a PDF for further reading, after making sure that it can be opened and has pages.

    Raises:
        BrochureError: The data is no PDF (Q901), or needs a password (Q902).
    """
    with ExitStack() as stack:
        with _located_errors(file), converted_errors():
            found = stack.enter_context(open_pdf(data))
            if len(found.pdfium_document) == 0:
                raise UnreadableError("no pages")
        yield found


def check_whole_file(
    source: OpenedPdf, *, file: str, fonts: frozenset[str] | None = None, multiple: int = 1
) -> Report:
    """Check the file as a whole, after its parts were checked before the merge.

    Raises:
        BrochureError: The file is broken (Q901).
    """
    context = read_for_preflight(source, file=file, fonts=fonts, multiple=multiple, with_contents=False)
    return apply_rules(context, file=file, rules=WHOLE_FILE_RULES)


def run_preflight(
    data: bytes,
    *,
    file: str = "",
    fonts: frozenset[str] | None = None,
    dpi: float = 150,
    multiple: int = 1,
    bleed: float = 0,
    gutter: float | None = None,
    binding: str = "",
) -> Report:
    """Check a finished PDF.

    Args:
        data: The file.
        file: Its name in messages.
        fonts: Font families that may be used; None allows any.
        dpi: The least resolution of images, 150 for the screen, 300 for print.
        multiple: The page count must be a multiple of this.
        bleed: Required bleed (塗り足し), in mm.
        gutter: Width of the gutter (のど), in mm; None if the file tells whether it is bound.
        binding: The side of the binding, left or right; empty if the file tells it.

    Returns:
        The findings; they are not raised as errors.

    Raises:
        BrochureError: The data is no PDF (Q901), or needs a password (Q902).
    """
    requirements = Requirements(fonts, dpi, multiple, bleed, gutter=gutter, binding=binding)
    view = read_for_preflight(data, file=file)
    return apply_rules(replace(view, requirements=requirements), file=file)


def read_for_preflight(
    source: bytes | OpenedPdf,
    *,
    file: str = "",
    fonts: frozenset[str] | None = None,
    dpi: float = 150,
    multiple: int = 1,
    bleed: float = 0,
    with_contents: bool = True,
    render: bool = True,
) -> PreflightContext:
    """Read a finished PDF for :func:`apply_rules`, or to find where lines stand.

    Without ``with_contents`` the text and images of the pages are not read. Without ``render`` the pages are
    not rendered: enough to find where lines stand, but not for :func:`apply_rules`.

    Raises:
        BrochureError: The data is no PDF (Q901), or needs a password (Q902).
    """
    with _located_errors(file):
        finished = read_page_contents(
            source, with_contents=with_contents, render=render, skip_unneeded_images=True
        )
    found = tuple(p for sheet in finished.sheets for p in group_paragraphs(finished, sheet))
    return PreflightContext(finished, found, Requirements(fonts, dpi, multiple, bleed))


@contextmanager
def _located_errors(file: str) -> Iterator[None]:
    where = Location(file) if file else None
    try:
        yield
    except LockedError:
        raise BrochureError([problem("Q902", where)]) from None
    except UnreadableError as error:
        raise BrochureError([problem("Q901", where, detail=error)]) from None


def apply_rules(context: PreflightContext, *, file: str = "", rules: tuple[Rule, ...] = RULES) -> Report:
    """Apply the rules to a file that was read."""
    findings = [finding for rule in rules for finding in rule(context)]
    findings.sort(key=lambda finding: (finding.page, finding.code, finding.y))
    return Report(file, len(context.finished.sheets), tuple(findings))
