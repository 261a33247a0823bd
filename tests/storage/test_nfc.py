"""Line ends of every kind, and characters in pieces (NFD): what is read alike, and what is told."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common, load_partner
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.schema import yaml_reader as yamltext
from brochure.storage import nfc
from brochure.storage.workspace import Workspace
from cli_result import Run
from law import law
from problem_texts import PROFILE, told
from workspaces import Edit

# --- line ends --------------------------------------------------------------------------------


def with_ends(root: Path, end: str) -> None:
    """Give all YAML files of a workspace these line ends."""
    for path in root.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_any_line_ends_give_the_same_document_and_the_same_pdf(fresh: Path, end: str) -> None:
    where = Workspace(fresh)
    made = []
    for _ in range(2):
        common = load_common(where, "standard")
        built = build_brochure(where, "liaoning", common, formats=("pdf",), output=fresh / "output")
        made.append((load_partner(where, "liaoning", common).document, built.paths[0].read_bytes()))
        with_ends(fresh, end)
    assert made[0] == made[1]


def test_what_word_changed_is_written_with_the_line_ends_of_the_file(run: Run, fresh: Path) -> None:
    with_ends(fresh, "\r\n")
    assert run("build", "liaoning", "--format", "docx").code == 0
    with ZipFile(fresh / "output" / "liaoning.docx") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "日系企業の".encode(), "日系の企業の".encode()
    )
    with ZipFile(fresh / "edited.docx", "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    path = fresh / "profiles" / "liaoning.yaml"
    before = path.read_bytes()
    assert run("revise", "edited.docx", "--write").code == 0
    assert path.read_bytes() == before.replace("日系企業の".encode(), "日系の企業の".encode())
    assert before.count(b"\n") == before.count(b"\r\n") > 100


TEXTS = """\
literal: |
  一行目

  二行目
folded: >-
  一行目
  二行目
double: "一行目
  二行目\\
  三行目"
single: '一行目

  二行目'
plain: 一行目
  二行目
list:
- a
- b: |+
    c

# d
"""


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_blocks_and_quoted_texts_are_read_alike_with_any_line_ends(end: str) -> None:
    plain = yamltext.parse_yaml(TEXTS.encode(), "p")
    other = yamltext.parse_yaml(TEXTS.replace("\n", end).encode(), "p")
    assert other.data == plain.data
    for path, text in plain.scalars():
        for offset, character in enumerate(text):
            if not character.isspace():
                assert other.locate(path, offset) == plain.locate(path, offset)


def test_whole_files_with_cr_lf_need_no_message(run: Run, fresh: Path) -> None:
    with_ends(fresh, "\r\n")
    ran = run("check", "liaoning")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a: 1\nb: 2\r\nc: 3\n",
            ["2: warning Y205: the line ends are mixed (line 1 has LF, this line has CRLF)"],
        ),
        (
            "a: 1\r\nb: 2\r\nc: 3\rd: 4\r\n",
            ["3: warning Y205: the line ends are mixed (line 1 has CRLF, this line has CR)"],
        ),
        (
            "a: 1\rb: 2\r",
            ["1: warning Y206: the lines end with CR alone (old Macs); some programs see one long line"],
        ),
        (
            "a: 日\u2028b: 2\n",
            [
                (
                    "1:5: warning Y209: there is a special line end (U+2028) here; YAML begins a new line "
                    "after it"
                )
            ],
        ),
        ("a: 1\r\nb: 2\r\n", []),
        ("a: 1\nb: 2\n", []),
        ("a: 1", []),
    ],
)
def test_odd_line_ends_are_told_at_the_first_line_that_differs(text: str, said: list[str]) -> None:
    assert [one.splitlines()[0].removeprefix("profiles/a.yaml:") for one in told(text.encode())] == said


@pytest.mark.parametrize(
    ("text", "ja", "en"),
    [
        (
            "a: 1\r\nb: 2\n",
            "2: 注意 Y205: 改行の種類が混ざっています（1行目はCRLF、この行はLF）\n"
            "  → VS Code：右下の「LF」か「CRLF」を押し、どちらかを選んで保存すると、全部の行がそろいます。",
            "2: warning Y205: the line ends are mixed (line 1 has CRLF, this line has LF)\n"
            "  → VS Code: press “LF” or “CRLF” at the bottom right, choose one and save; this "
            "changes all lines",
        ),
        (
            "a: 1\rb: 2\r",
            "1: 注意 Y206: 改行が古いMacの形（CRだけ）です。1行のファイルとして扱うソフトがあります\n"
            "  → VS Code で開き、右下の「LF」か「CRLF」を押してどちらかを選び、保存してください。",
            "1: warning Y206: the lines end with CR alone (old Macs); some programs see one long "
            "line\n"
            "  → open it in VS Code, press “LF” or “CRLF” at the bottom right, choose one and save",
        ),
        (
            "a: ハ\u309aリ\n",
            "1:4: 注意 Y207: 「パ」が、2つ以上の文字に分かれています（ハ＋U+309A。このファイルに1か所）\n"
            "  → 文の中では一つの文字として印刷します。`brochure check --fix` で、ファイルの字も直せます。"
            "見た目は同じでも、検索や見比べでは別の字になります。"
            "macOSのファイル名やPDFから貼り付けた文に多い形（NFD）です。",
            "1:4: warning Y207: “パ” consists of separate characters (ハ＋U+309A; 1 in this file)\n"
            "  → in texts it is printed as one character; `brochure check --fix` corrects the file: it "
            "looks the same, but searching and comparing do not find it; "
            "text copied from file names or PDF files of macOS often has this form (NFD)",
        ),
        (
            "".join(f"k{number}: か\u3099\n" for number in range(11)),
            "1:5: 注意 Y208: 「が」などが、2つ以上の文字に分かれています（か＋U+3099 など。"
            "このファイルに11か所）\n"
            "  → ファイル全体が macOS の形（NFD）に変わっています。印刷には差し支えません。"
            "`brochure check --fix` で直せます。または、もとのファイルをコピーし直すか、"
            "macOSのターミナルで iconv -f UTF-8-MAC -t UTF-8 もと.yaml > 新しい.yaml "
            "と打って直してください。",
            "1:5: warning Y208: “が” and others consist of separate characters (か＋U+3099 …), 11 "
            "in this file\n"
            "  → the whole file was converted to the form of macOS (NFD); it prints well, and `brochure "
            "check --fix` corrects it; or copy the original file again, or run in a terminal "
            "of macOS: iconv -f UTF-8-MAC -t UTF-8 old.yaml > new.yaml",
        ),
        (
            "a: 日\u2029b: 2\n",
            "1:5: 注意 Y209: 特別な改行（U+2029）があります。YAMLでは、ここで行が変わります\n"
            "  → 消して、Enterで改行し直すか、前後の文をつなげてください（Wordやウェブから貼り付けた文"
            "に入っていることがあります）。",
            "1:5: warning Y209: there is a special line end (U+2029) here; YAML begins a new line "
            "after it\n"
            "  → delete it, then press Enter or join the text (it comes with text copied from Word or "
            "the web)",
        ),
    ],
)
def test_what_reading_bears_with_is_told_in_both_languages(text: str, ja: str, en: str) -> None:
    assert told(text.encode(), "ja") == [f"profiles/a.yaml:{ja}"]
    assert told(text.encode(), "en") == [f"profiles/a.yaml:{en}"]


def test_a_backslash_in_double_quotes_is_told_as_such() -> None:
    raw = rb'file: "C:\Users\map.png"'
    assert told(raw, "ja") == [
        'profiles/a.yaml:1:12: エラー Y120: " " の中の「\\」は特別な記号です。'
        "このあとの字とは組み合わせられません\n"
        "  → フォルダーの区切りなら「/」と書きます。「\\」という字を書くなら、全体を \" \" でなく ' ' "
        "で囲みます。"
    ]
    assert told(raw, "en") == [
        "profiles/a.yaml:1:12: error Y120: in double quotes a backslash has a special meaning, and "
        "this character cannot follow it\n"
        "  → write / between folders; put a text with a backslash in single quotes"
    ]


def test_a_special_line_end_that_breaks_the_file_is_told_in_its_own_line() -> None:
    assert [
        line.split(":", 1)[1].splitlines()[0] for line in told("a: 日本\u2028語\nb: c\n".encode(), "ja")
    ] == [
        "1:6: エラー Y125: 特別な改行（U+2028）があります。YAMLでは、ここで行が変わります",
    ]


@pytest.mark.parametrize(
    "file", ["profiles/_series.yaml", "layouts/standard/layout.yaml", "profiles/_sources.yaml"]
)
def test_line_ends_of_shared_files_are_told_too(fresh: Path, file: str) -> None:
    path = fresh / file
    text = path.read_bytes() if path.exists() else b"- id: x\n  type: book\n  title: y\n"
    path.write_bytes(text.replace(b"\n", b"\r\n", 1))
    where = Workspace(fresh)
    loaded = load_partner(where, "liaoning", load_common(where, "standard"))
    assert [str(format_problem(found, "ja")) for found in loaded.warnings] == [
        f"{file}:2: 注意 Y205: 改行の種類が混ざっています（1行目はCRLF、この行はLF）\n"
        "  → VS Code：右下の「LF」か「CRLF」を押し、どちらかを選んで保存すると、全部の行がそろいます。"
    ]


# --- characters in pieces ---------------------------------------------------------------------


def test_a_character_in_pieces_is_told_where_it_is_typed(fresh: Path, edit: Edit) -> None:
    edit("日系企業の進出数", "日系企業か\u3099進出数")
    where = Workspace(fresh)
    loaded = load_partner(where, "liaoning", load_common(where, "standard"))
    assert [str(format_problem(found, "ja")) for found in loaded.warnings] == [
        "profiles/liaoning.yaml:35:22: 注意 Y207: 「が」が、2つ以上の文字に分かれています（か＋U+3099。"
        "このファイルに1か所）\n"
        "  → 文の中では一つの文字として印刷します。`brochure check --fix` で、ファイルの字も直せます。"
        "見た目は同じでも、検索や見比べでは別の字になります。"
        "macOSのファイル名やPDFから貼り付けた文に多い形（NFD）です。"
    ]


def test_keys_and_ids_in_pieces_are_told_beside_what_they_break(fresh: Path, edit: Edit) -> None:
    edit("region: asia", "re\u0301gion: asia")
    where = Workspace(fresh)
    with pytest.raises(BrochureError) as raised:
        load_partner(where, "liaoning", load_common(where, "standard"))
    assert [str(format_problem(found, "en")).splitlines()[0] for found in raised.value.problems] == [
        "profiles/liaoning.yaml:12:3: error P101: unknown key “re\u0301gion”"
    ]
    assert [str(format_problem(found, "en")).splitlines()[0] for found in raised.value.warnings] == [
        "profiles/liaoning.yaml:12:4: warning Y207: “é” consists of separate characters "
        "(e＋U+0301; 1 in this file)"
    ]


def test_a_file_that_was_converted_as_a_whole_is_told_once() -> None:
    apart = unicodedata.normalize("NFD", PROFILE)
    (said,) = told(apart.encode(), "ja")
    count = sum(1 for _ in nfc.decomposed_characters(apart))
    assert re.fullmatch(
        r"profiles/a\.yaml:\d+:\d+: 注意 Y208: 「.」などが、2つ以上の文字に分かれています"
        r"（.＋U\+309. など。このファイルに(\d+)か所）\n  → .*iconv -f UTF-8-MAC -t UTF-8 .*",
        said,
    )
    assert 0 < int(re.findall(r"(\d+)か所", said)[0]) <= count  # those in comments do not count


@pytest.mark.parametrize(
    "text",
    ["神林\ufa19", "葛\U000e0100城", "か\u309a", "ㇷ\u309a", "Å\u212b", "한국", "Việt Nam", "が・ぱ"],
)
def test_characters_that_have_no_other_form_or_are_meant_so_are_left_alone(text: str) -> None:
    assert list(nfc.decomposed_characters(text)) == []


@law(sample=100, full=10000)
@given(st.text(alphabet="かがハパéệ한神\u3099\u309a\u0301 aЙ", max_size=30))
def test_composing_what_is_in_pieces_leaves_nothing_in_pieces(text: str) -> None:
    found = list(nfc.decomposed_characters(text))
    for one in reversed(found):
        assert text[one.offset :].startswith(one.pieces)
        text = text[: one.offset] + one.composed + text[one.offset + len(one.pieces) :]
    assert not nfc.has_decomposed_characters(text)
