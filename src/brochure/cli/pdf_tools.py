"""``brochure preflight``, ``impose`` and ``diff``: commands for any finished PDF."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brochure.cli.options import (
    SHOP,
    complete_layouts,
    current_workspace,
)
from brochure.cli.terminal import (
    LANG,
    output_texts,
    print_problems,
    print_text,
)
from brochure.diagnostics.problem import BrochureError, Exit
from brochure.diagnostics.text_files import load_texts
from brochure.pdf.imposition.paper import MARGIN, SIZES, STOCKS
from brochure.storage.atomic import replace_files

if TYPE_CHECKING:
    from brochure.pdf.preflight.html_report import ReportRecord
    from brochure.pdf.preflight.report import Report


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), default=None)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--layout", default=None, shell_complete=complete_layouts)
@click.option("--dpi", type=click.FloatRange(1, 2400), default=150, show_default=True)
@click.option("--multiple", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--bleed", type=click.FloatRange(0, 50), default=0, show_default=True)
@click.option("--gutter", type=click.FloatRange(0, 50), default=None)
@click.option("--binding", type=click.Choice(["left", "right"]), default=None)
@SHOP
def preflight(
    file: Path,
    html: Path | None,
    form: str,
    layout: str | None,
    dpi: float,
    multiple: int,
    bleed: float,
    gutter: float | None,
    binding: str | None,
    shop: str | None,
) -> None:
    from brochure.pdf.preflight import html_report, preflight
    from brochure.pdf.preflight.report import report_json
    from brochure.storage.own_files import checked_target, is_own_report
    from brochure.storage.workspace import read_file

    if html:
        checked_target(html, is_own_report, ".html", ".htm")
    data = read_file(file, str(file))
    fonts = _layout_families(layout) if layout else None
    if shop:
        from brochure.build.load import load_shop
        from brochure.pdf.prepress.check import check_for_shop

        report = check_for_shop(
            data,
            load_shop(current_workspace(), shop),
            file=str(file),
            fonts=fonts,
            gutter=gutter,
            binding=binding or "",
        )
    else:
        report = preflight.run_preflight(
            data,
            file=str(file),
            fonts=fonts,
            dpi=dpi,
            multiple=multiple,
            bleed=bleed,
            gutter=gutter,
            binding=binding or "",
        )
    if html:
        settings = {"dpi": dpi, "multiple": multiple, "bleed": bleed, "gutter": gutter}
        record = _report_record(report, data, fonts, shop or "", settings)
        replace_files({html: html_report.write_html_report(report, data, record).encode()})
    if form == "json":
        click.echo(report_json(report, LANG.get()), nl=False)
        if report.problems:
            click.get_current_context().exit(Exit.PAGES)
        return
    if html:
        click.echo(html)
    counted = {"pages": report.pages, "errors": len(report.problems), "warnings": len(report.warnings)}
    click.echo(output_texts()["measured"].format(file=file, **counted))
    if report.problems:
        raise BrochureError(report.problems, report.warnings)
    print_problems(report.warnings)


def _report_record(
    report: Report, data: bytes, fonts: frozenset[str] | None, shop: str, settings: dict[str, Any]
) -> ReportRecord:
    """What the HTML report says about the file, the check and the approvals."""
    from brochure.build.load import load_shop
    from brochure.cli.approvals import approvals_of_file
    from brochure.pdf.preflight.context import Requirements
    from brochure.pdf.preflight.html_report import ReportRecord
    from brochure.pdf.preflight.rule_list import rule_results
    from brochure.storage.cache import bytes_digest
    from brochure.storage.versions import library_versions

    asked = Requirements(fonts=fonts, **settings)
    words = load_texts("cli/words", "ja")  # the report is in Japanese
    shown = ""
    if shop:
        chosen = load_shop(current_workspace(), shop)
        asked = Requirements(
            fonts=fonts,
            dpi=chosen.data.pictures.dpi,
            multiple=chosen.data.multiple,
            bleed=chosen.data.bleed,
            gutter=settings["gutter"],
        )
        shown = f"{chosen.data.title}（{shop}）"
    digest = bytes_digest(data)
    facts = {
        "date": f"{datetime.datetime.now().astimezone():%Y-%m-%d %H:%M %Z}",
        "digest": digest,
        "versions": words["cache comma"].join(library_versions()),
        "shop": shown or words["report no shop"],
        "approvals": approvals_of_file(report.file, digest, words) or words["report no approval"],
    }
    return ReportRecord(
        tuple((words[f"report {key}"], text) for key, text in facts.items()),
        rule_results(report, asked, for_shop=bool(shop), lang="ja"),
    )


def _layout_families(layout_name: str) -> frozenset[str]:
    """The font families of a layout of this workspace."""
    from brochure.build.load import load_layout

    chosen, _ = load_layout(current_workspace(), layout_name)
    return frozenset(chosen.families)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--scheme", type=click.Choice(["saddle", "2up", "4up"]), default="saddle", show_default=True)
@click.option("--paper", type=click.Choice(list(SIZES)), default=None)
@click.option("--stock", type=click.Choice(list(STOCKS)), default="コピー用紙", show_default=True)
@click.option("--thickness", type=click.FloatRange(0, 0.5), default=None)
@click.option("--duplex", type=click.Choice(["short", "long", "manual"]), default=None)
@click.option("--binding", type=click.Choice(["left", "right"]), default="left", show_default=True)
@click.option("--fit", type=click.Choice(["paper", "inside"]), default=None)
@click.option("--margin", type=click.FloatRange(0, 50), default=MARGIN, show_default=True)
@click.option("--last-outside/--blanks-last", default=True, show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=None)
def impose(file: Path, paper: str | None, stock: str, output: Path | None, **wishes: Any) -> None:
    from brochure.build.imposition import impose_file
    from brochure.pdf.imposition.plan import ImpositionOptions

    size = paper or ("a3" if wishes["scheme"] == "saddle" else "a4")
    if wishes["thickness"] is None:
        wishes["thickness"] = STOCKS[stock]
    asked = ImpositionOptions(paper=SIZES[size], **wishes)
    done = impose_file(file, asked, size, lang=LANG.get(), target=output)
    for path in done.paths:
        click.echo(path)
    for line in done.lines:
        click.echo(line)
    print_problems(done.warnings)


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--format", "formats", type=click.Choice(["pdf", "html"]), multiple=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), default=None)
def diff(before: Path, after: Path, formats: tuple[str, ...], output: Path | None) -> None:
    from brochure.build.comparison import build_comparison
    from brochure.pdf.diff.report import summary_lines

    done = build_comparison(before, after, formats=formats, target=output, lang=LANG.get())
    for path in done.paths:
        click.echo(path)
    for line in summary_lines(done.found, LANG.get()):
        print_text(line)
