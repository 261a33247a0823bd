"""The 入稿前チェック report: one HTML file with a picture of each page beside the list of findings.

The file is complete in itself: a clerk can open, print or send it. Each finding with a position has a number,
shown on the picture and in the list.
"""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass
from html import escape

from brochure.diagnostics.catalogue import format_problem
from brochure.pdf.preflight.model import PagePixels
from brochure.pdf.preflight.render import render_pages
from brochure.pdf.preflight.report import Finding, Report
from brochure.pdf.preflight.rule_list import RuleResult, RuleState
from brochure.storage.own_files import GENERATOR

DPI = 80
_Numbered = list[tuple[int, Finding]]
_GOOD = '<p class="good">この頁に問題はありません。</p>'

_CSS = """
:root { color-scheme: light; }
body { font: 14px/1.6 "BIZ UDPGothic", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif; color: #1c2329;
  margin: 0 auto; max-width: 1180px; padding: 20px; }
h1 { font-size: 22px; margin: 0; } h2 { font-size: 17px; border-bottom: 2px solid #1c2329; }
.verdict { font-size: 16px; font-weight: bold; padding: 8px 14px; border: 2px solid; }
.error { color: #9b1c00; } .warning { color: #6b4700; } .good { color: #00582b; }
.page { display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 10fr); gap: 20px; }
.page { margin-bottom: 28px; }
.picture { position: relative; align-self: start; border: 1px solid #9aa5ae; line-height: 0; }
.picture img { width: 100%; }
.place { position: absolute; box-sizing: border-box; border: 2px solid #9b1c00; }
.place { min-width: 8px; min-height: 8px; }
.place.warning { border: 2px dashed #6b4700; }
.place b { position: absolute; left: -2px; bottom: 100%; background: #9b1c00; color: #fff;
  font: bold 11px/15px sans-serif; padding: 0 4px; }
.place.warning b { background: #6b4700; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: 2.4em 1fr; margin-bottom: 10px; break-inside: avoid; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 12px 0 24px; }
.facts dt { color: #3b454d; } .facts dd { margin: 0; overflow-wrap: anywhere; }
.rules { border-collapse: collapse; } .rules th { text-align: left; }
.rules td, .rules th { padding: 2px 16px 2px 0; border-bottom: 1px solid #cfd6dc; }
li > b { font-size: 16px; } li p { margin: 0; } .hint { color: #3b454d; } .code { font-size: 12px; }
@media print { body { padding: 0; font-size: 10pt; } .page { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } @page { margin: 12mm; } }
"""


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """What the report says about itself, so that it can be kept: each fact with its name, and all rules."""

    facts: tuple[tuple[str, str], ...]
    rules: tuple[RuleResult, ...]


_STATES = {
    RuleState.PASSED: ("good", "合格"),
    RuleState.WARNED: ("warning", "注意"),
    RuleState.FAILED: ("error", "不合格"),
    RuleState.SKIPPED: ("hint", "対象外"),
}
_REASONS = {
    "no shop": "--shop がない",
    "press": "印刷用の規格による",
    "no layout": "--layout がない",
    "no multiple": "--multiple がない",
    "no bleed": "--bleed がない",
    "no gutter": "--gutter が0",
    "no tags": "タグがない",
}


def write_html_report(report: Report, data: bytes, record: ReportRecord | None = None) -> str:
    """The report of a file as HTML, in Japanese; with a record it is complete enough to be kept."""
    numbered = list(enumerate(report.findings, 1))
    parts = [
        "<!doctype html>",
        '<html lang="ja"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"{GENERATOR}<title>入稿前チェック：{escape(report.file)}</title><style>{_CSS}</style></head><body>",
        f"<h1>入稿前チェック</h1><p>{escape(report.file)}（{report.pages}頁）</p>",
        _verdict(report),
        _facts(record) if record else "",
    ]
    if whole := [(number, found) for number, found in numbered if found.page < 0]:
        parts.append(f"<h2>ファイル全体</h2>{_list(whole)}")
    for index, picture in enumerate(render_pages(data, dpi=DPI)):
        parts.append(_page(index, picture, [(n, found) for n, found in numbered if found.page == index]))
    parts.append(_rules(record) if record else "")
    parts.append(
        '<p class="hint">赤い実線は直すところ、茶色の破線は確かめるところです。'
        "記号（Q101 など）の説明は docs/preflight.md にあります。</p></body></html>"
    )
    return "\n".join(parts) + "\n"


def _facts(record: ReportRecord) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in record.facts)
    return f'<dl class="facts">{rows}</dl>'


def _rules(record: ReportRecord) -> str:
    """The table of all rules, passed or not."""
    rows = []
    for rule in record.rules:
        kind, said = _STATES[rule.state]
        more = f"（{rule.count}件）" if rule.count else f"（{_REASONS[rule.reason]}）" if rule.reason else ""
        rows.append(
            f'<tr><td class="code">{rule.code}</td><td>{escape(rule.name)}</td>'
            f'<td class="{kind}">{said}{escape(more)}</td></tr>'
        )
    head = '<tr><th scope="col">記号</th><th scope="col">調べたこと</th><th scope="col">結果</th></tr>'
    table = f"<thead>{head}</thead><tbody>{''.join(rows)}</tbody>"
    return f'<h2>調べた決まり</h2><table class="rules">{table}</table>'


def _verdict(report: Report) -> str:
    errors, warnings = len(report.problems), len(report.warnings)
    if errors:
        return f'<p class="verdict error">直すところが{errors}件あります（ほかに注意{warnings}件）。</p>'
    if warnings:
        return f'<p class="verdict warning">誤りはありません。確かめるところが{warnings}件あります。</p>'
    return '<p class="verdict good">問題は見つかりませんでした。</p>'


def _page(index: int, picture: PagePixels, findings: _Numbered) -> str:
    source = base64.b64encode(encode_png(picture)).decode()
    places = "".join(_place(number, found, picture) for number, found in findings if found.box)
    return (
        f'<h2>{index + 1}頁</h2><div class="page"><div class="picture">'
        f'<img alt="{index + 1}頁の縮小画像" src="data:image/png;base64,{source}">{places}</div>'
        f"{_list(findings) if findings else _GOOD}</div>"
    )


def _place(number: int, found: Finding, picture: PagePixels) -> str:
    """A numbered rectangle in per cent of the picture; a rectangle off the page is drawn at its edge."""
    assert found.box
    area = picture.area
    left = min(max((found.box.left - area.left) / area.width * 100, 0), 99)
    top = min(max((area.top - found.box.top) / area.height * 100, 0), 99)
    width = min(found.box.width / area.width * 100, 100 - left)
    height = min(found.box.height / area.height * 100, 100 - top)
    kind = "warning" if found.warning else "error"
    return (
        f'<div class="place {kind}" style="left:{left:.2f}%;top:{top:.2f}%;'
        f'width:{width:.2f}%;height:{height:.2f}%"><b>{number}</b></div>'
    )


def _list(findings: _Numbered) -> str:
    return f"<ol>{''.join(_item(number, found) for number, found in findings)}</ol>"


def _item(number: int, found: Finding) -> str:
    text = format_problem(found.problem(""), "ja")
    kind = "warning" if found.warning else "error"
    return (
        f'<li><b class="{kind}">{number}</b><div><p><span class="{kind}">{text.severity}</span>：'
        f'{escape(text.message)} <span class="code">{text.code}</span></p>'
        f'<p class="hint">→ {escape(text.hint)}</p></div></li>'
    )


def encode_png(picture: PagePixels) -> bytes:
    """Encode pixels as PNG, 8 bits a channel (ISO/IEC 15948)."""
    row, starts = 3 * picture.width, range(0, picture.height * picture.stride, picture.stride)
    rows = b"".join(b"\0" + picture.pixels[start : start + row] for start in starts)
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
