"""A page of samples for a layout: a fictional partner with every kind of block, for any series.

``brochure layouts --pictures`` prints it, and the golden pictures of the shipped layouts are made of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from brochure.build.brochure import typeset_partner
from brochure.build.load import LoadedPartner, SharedInput, load_partner_text, read_yaml_bytes
from brochure.schema.series import FactsDef, MarkTableDef, SeriesData
from brochure.schema.survey_rounds import latest_round
from brochure.storage.workspace import Workspace

FIGURE = "pictures/fictional-map.png"  # of a new workspace; without it the sample has no figure
ACCENT = "#0b4f8a"

_HEAD = """\
partner:
  name: 見本機関
  reading: みほんきかん
  latin: Sample Partner
  country: 架空国
edition: 2026-01
as_of: 2026-01
{survey}accent: "{accent}"
milestones:
  - {label: 友好提携, date: 2001}
  - {label: MOU, date: 2018-05-08, event: mou}
answers:
"""
_FIRST = """\
    - paragraph: |
        段落の見本です（架空）。一行の長さ、行送り、字間をこの文で
        確かめてください。和文と欧文（Sample、2026）の間は四分アキです。
    - bullets:
        - |
          箇条書きの見本です。**強調**、ルビの{見本|みほん}、リンクの https://example.jp/ 、
          出典[@sample]と注[^remark]の合印があります。
        - 二つ目の項目です。少し長い文は折り返し、二行目からの字下げがそろいます。
"""
_CALLOUT = """\
    - callout: {callout}
      items:
        - title: 囲みの題名の見本
          numbers:
            - {value: "27", unit: 校, label: "大きな数の見本[@sample]"}
            - {value: "3,000", unit: 人, label: 二つ目の数}
          text: 囲みの本文です。27校、3,000人のような数は、文でも述べます[@sample]。
"""
_FIGURE = """\
    - figure: {figure}
      alt: 図の見本
      caption: 図の説明の見本です。図の右か下に立ちます。
      credit: none
      width: half
    - strip:
        - {file: {figure}, alt: 並べた写真の見本, caption: 並べた写真の説明, credit: 画像：架空}
        - {file: {figure}, alt: 二つ目の見本, credit: 画像：架空}
"""
_LAST = """\
    - cases:
        - title: 事例の題名の見本
          text: 事例の本文です（架空）。枠の中の文が、枠からどれだけ離れているかを確かめてください。
    - remark: 注記の見本です。※は自動で付きます。
"""
_FOOT = """\
sources:
  - {id: sample, type: report, author: 架空省, title: 出典の見本, issued: 2026-01}
notes:
  remark: 注の見本です。出典でない説明を書きます。
"""


def sample_partner(where: Workspace, common: SharedInput) -> LoadedPartner:
    """The sample partner in a layout.

    Raises:
        BrochureError: The series or the layout has mistakes.
    """
    figure = FIGURE if (where.root / FIGURE).is_file() else ""
    text = sample_text(common.series.data, figure)
    return load_partner_text(where, "sample", read_yaml_bytes(text.encode(), "sample.yaml"), common)


def sample_text(series: SeriesData, figure: str = "") -> str:
    """The YAML of a partner that has every kind of block of a series; ``figure`` is a picture or empty."""
    latest = latest_round(series.surveys)
    head = _HEAD.replace("{accent}", ACCENT).replace("{survey}", f"survey: {latest}\n" if latest else "")
    return "".join([head, *_answers(series, figure), _FOOT])


def _answers(series: SeriesData, figure: str) -> Iterator[str]:
    tables = [*(_facts(key, table) for key, table in list(series.facts.items())[:2])]
    tables += [_marks(key, table, series) for key, table in list(series.marks.items())[:2]]
    questions = list(series.questions)
    for number, key in enumerate(questions):
        yield f"  {key}:\n"
        if number == 0:
            yield _FIRST
            yield from (_CALLOUT.replace("{callout}", name) for name in list(series.callouts)[:1])
        else:
            yield "    - bullets:\n        - 箇条書きの見本です（架空）。表の前の文です。\n"
        last = number == len(questions) - 1
        yield from tables[number:] if last else tables[number : number + 1]
        if figure and number == min(1, len(questions) - 1):
            yield _FIGURE.replace("{figure}", figure)
        if last:
            yield _LAST


def _facts(key: str, table: FactsDef) -> str:
    rows = list(table.rows)
    lines = [f"    - facts: {key}\n      rows:\n"]
    for number, row in enumerate(rows):
        value = "items: [一つ目の項目の見本, 二つ目の項目の見本]" if number == 1 else "text: 表の内容の見本"
        lines.append(f"        - field: {row}\n          {value}\n")
    return "".join(lines)


def _marks(key: str, table: MarkTableDef, series: SeriesData) -> str:
    latest = series.surveys.get(latest_round(series.surveys))
    asked = table.topics if latest is None else latest.topics(key)
    topics = [topic for topic in table.topics if topic != table.other and topic in asked]
    marked, none = topics[::3], [topic for topic in topics[1::3] if table.legend.none]
    text = f"    - marks: {key}\n      marked: {json.dumps(marked)}\n"
    return text + (f"      none: {json.dumps(none)}\n" if none else "")


def sample_pages(where: Workspace, common: SharedInput) -> bytes:
    """The PDF of the sample partner in a layout.

    Raises:
        BrochureError: The layout has mistakes.
    """
    return typeset_partner(where, sample_partner(where, common), None).data
