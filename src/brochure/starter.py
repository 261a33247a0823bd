"""Begin something new: a workspace, or a commented profile."""

from __future__ import annotations

from pathlib import Path

from brochure import files
from brochure.errors import BrochureError, problem
from brochure.series import Series
from brochure.shipped import shipped
from brochure.workspace import SERIES, Workspace

_SKIP = {"__pycache__"}
SAMPLE = (SERIES, "_schema.json", "liaoning.yaml")  # of the profiles; a new series has partners of its own


SCHEMA = "_schema.json"


def init(target: Path) -> list[Path]:
    """Start a workspace: layouts, fonts, print shops, the sample profile and its series.

    Raises:
        BrochureError: A file of the workspace is there already; nothing was written.
    """
    wanted: dict[Path, bytes] = {target / "output" / ".gitkeep": b""}
    for folder in ("profiles", "layouts", "fonts", "pictures", "shops", "booklets"):
        base = shipped() / folder
        for path in sorted(base.rglob("*")):
            name = path.relative_to(base).as_posix()
            wanted_here = name in {"profiles": SAMPLE, "booklets": (SCHEMA,)}.get(folder, (name,))
            if path.is_file() and wanted_here and not _SKIP & set(path.parts):
                wanted[target / folder / path.relative_to(base)] = path.read_bytes()
    wanted[target / ".gitignore"] = b"output/*\n!output/.gitkeep\n.brochure/\n"
    wanted[target / ".vscode" / "extensions.json"] = b'{\n  "recommendations": ["redhat.vscode-yaml"]\n}\n'
    there = [path for path in wanted if path.exists()]
    if there:
        raise BrochureError([problem("F107", path=there[0])])
    files.replace_all(wanted)
    return [
        target / name for name in ("profiles", "layouts", "fonts", "pictures", "shops", "booklets", "output")
    ]


def new(where: Workspace, name: str, series: Series) -> Path:
    """Write a commented profile to start from.

    Raises:
        BrochureError: The name cannot be, the profile exists, or it cannot be written.
    """
    path = where.new_profile(name)
    files.replace_all({path: profile_text(series).encode()})
    return path


def new_booklet(where: Workspace, name: str, series: Series) -> Path:
    """Write a commented booklet of all partners to start from.

    Raises:
        BrochureError: The name cannot be, the booklet exists, or it cannot be written.
    """
    path = where.new_booklet(name)
    files.replace_all({path: booklet_text(series, where.names()).encode()})
    return path


def booklet_text(series: Series, partners: list[str]) -> str:
    """A booklet's file of these partners; it builds as it is, and every part is explained."""
    listed = "\n".join(f"  - id: {name}" for name in partners)
    return _BOOKLET.format(title=series.data.title, partners=listed)


def profile_text(series: Series) -> str:
    """A starting profile for a series: it builds as it is, and every part is explained."""
    data = series.data
    lines = _HEAD.format(regions="、".join(data.regions), kinds="、".join(data.kinds)).splitlines()
    for number, (key, question) in enumerate(data.questions.items(), start=1):
        lines += ["", f"  # {number} {question}", f"  {key}:", *_answer(series, number)]
    return "\n".join([*lines, *_TAIL.splitlines()]) + "\n"


def _answer(series: Series, number: int) -> list[str]:
    """One kind of block after the other, so that a sample of each stands somewhere."""
    data = series.data
    samples: list[list[str]] = [
        [
            "    - bullets:",
            "        - ここに答えを書きます（架空の見本）。一つの項目に一つの事柄を、"
            "1文40〜60字くらいで書くと、読みやすくなります。",
            "        - 項目はいくつでも並べられます（架空の見本）。数や年のある文には、"
            "何にもとづくかが分かるように、出典を付けてください。",
        ],
    ]
    if number == 1:
        samples[0][1] = (
            "        - 見本の本文です（架空）。**強調**、ルビは{見本|みほん}、"
            "リンクは https://example.jp/ のように書きます[@sample-report]。"
        )
        samples += [
            [
                f"    - callout: {key}",
                "      items:",
                "        - title: 囲みの題名（架空の見本）",
                "          text: 囲みの本文です。",
            ]
            for key in list(data.callouts)[:1]
        ]
    marks = list(data.marks.items())
    index = number - (len(data.questions) - len(marks)) - 1
    facts = list(data.facts.items())[number - 1 : number]
    for key, table in facts if index < 0 else []:  # where mark tables stand, none of another kind
        samples.append([f"    - facts: {key}          # {table.title}", "      rows:"])
        for row, label in table.rows.items():
            samples[-1] += [f"        - field: {row}          # {label}", "          text: 回答なし"]
        samples[-1] += ["          # qr: true            # 内容がURLだけなら、二次元コードを付ける"]
    if 0 <= index < len(marks):
        key, marked = marks[index]
        samples.append([f"    - marks: {key}          # {marked.title}"])
        samples[-1] += [f"      #   {topic}: {title}" for topic, title in marked.topics.items()]
        samples[-1] += ["      marked: []            # ○ の付く項目。例：[" + next(iter(marked.topics)) + "]"]
        if marked.legend.none:
            samples[-1] += ["      none: []              # 「なし」の項目。残りすべてなら rest"]
    if number == len(data.questions):
        samples.append(
            [
                "    # - figure: pictures/map.png   # 写真や地図",
                "    #   alt: 図から読み取れること（必須）",
                "    #   caption: 図の説明",
                "    #   credit: 図：…              # 要らない画像なら none",
                "    #   width: half                # 書かなければ full（幅いっぱい）",
            ]
        )
        samples.append(
            [
                "    - cases:",
                "        - title: 事例の題名（架空の見本）",
                "          text: |",
                "            事例の本文です。空行で段落が分かれます。",
                "",
                "            見本のため、実在の事例ではありません。",
            ]
        )
    return [line for sample in samples for line in sample]


_HEAD = """\
# yaml-language-server: $schema=_schema.json
#
# 機関ファイルの見本です（内容は架空）。この形のまま `brochure build` できます。
# 番号（1、a、*1）や ○、※、「…」の見出しは自動で付くので書きません。
# 書き方の説明は docs/editor.md（編集者の手引き）にあります。

partner:
  name: 見本機関（架空）          # 印刷する名前
  reading: みほんきかん           # よみ（ひらがな）。分からなければ行ごと消す
  latin: Sample Partner          # 英語・ローマ字の名前
  country: 国名
  # country_reading: こくめい
  # region: …                   # 地域。{regions}
  # kind: …                     # 機関の種類。{kinds}
  # native: 样本                  # 現地語の名前
  # native_lang: zh-CN

edition: 2026-01                # この版の年月
# as_of: 2019-11                # 内容がいつの時点のものか
# accent: "#0b4f8a"             # この機関の色（引用符が要ります）

# milestones:                   # 表題の上に並ぶ年譜
#   - label: MOU
#     date: 2018-05-08          # 年、年月、年月日のどれでも
#     event: mou                # MOU締結の印。索引と並べ替えに使う

# photo:                        # 表題の写真
#   file: pictures/sample.jpg   # 作業フォルダーからの相対パス。JPEGかPNG
#   alt: 写真の説明（読み上げに使われます。必須）
#   credit: 提供：…             # 要らない画像なら none
# flag:                         # 名前のとなりの旗や紋章
#   file: pictures/flag.png
#   alt: 旗の説明（必須）
#   credit: none

answers:"""

_TAIL = """
sources:                        # 出典。本文の [@id] から引く。番号と「…」（年月日）の形は自動
  - id: sample-report
    type: report                # webpage、report、book、article-journal など
    author: 架空省
    title: 出典の見本（架空）
    issued: 2026-01             # 2018、2018-05、2018-05-31 のどれでも
    # URL: https://example.jp/
    # accessed: 2026-01-15      # 閲覧日

# notes:                        # 出典でない注。本文の [^名前] から呼ぶ
#   remark: 注の文"""


_BOOKLET = """\
# yaml-language-server: $schema=_schema.json
#
# 冊子の見本です。この形のまま `brochure booklet` で組めます。
# 目次、早見表、索引、頁番号は自動で付きます。機関の内容は profiles/ のものを使い、ここでは変えません。

title: {title}
# subtitle: 副題
edition: 2026-11                # この版の年月

layout: standard
page_layout: onepage            # depth: page の機関のレイアウト
start: page                     # 機関の始まり：page 次の頁から、recto 右頁から
binding: saddle                 # saddle 中綴じ、perfect 無線綴じ（背のある表紙を別に作る）
multiple: 4                     # 頁数は何の倍数か（中綴じは4。表紙も数えます）

# seminar:                      # 配る催し。表紙に入ります
#   name: 催しの名前
#   date: 2026-11-30
#   place: 会場

cover:
  colour: "#0b4f8a"
  # above: 題名の上の行
  # photo: {{file: pictures/cover.jpg, alt: 写真の説明, credit: none}}

# foreword:
#   title: はじめに
#   text: 冊子の初めの文。空行で段落が分かれます。

partners:                       # 載せる順
{partners}
  #   depth: page               # full 全部、page 1頁、row 早見表の行だけ
  #   overrides:                # この冊子だけの変更。機関ファイルは変わりません
  #     - at: answers.about.0.bullets.0
  #       was: 機関ファイルの今の値（変わると知らせます）
  #       use: この冊子での値
# partners: {{region: [asia], sort: mou}}   # 名前の代わりに条件で選ぶ。sort は region、mou、reading

notes:
  numbers: partner              # 注番号：partner 機関ごと、through 冊子を通して
  # placement: booklet          # 注を冊子の終わりにまとめる

# compare_facts:                # 早見表「事項」の列
#   - title: 国・地域
#     value: place              # place、mou、as_of
#   - title: 目的
#     facts: mou                # または _series.yaml の表と行
#     field: purpose

# glossary:
#   - term: MOU
#     reading: えむおおゆう
#     meaning: 覚書（Memorandum of Understanding）
#     short: 覚書               # 初めて出たところで括弧に入れて添える

index: true

# closing:
#   - title: おわりに
#     text: 終わりの文

colophon:
  # published: 2026-11-20
  # online: https://example.jp/ # オンライン版。コードも付きます
  lines: []
"""
