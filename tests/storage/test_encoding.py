"""Files in other encodings, or no text at all: told by name and place, never guessed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.build.load import load_common
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError, Location
from brochure.schema import yaml_reader as yamltext
from brochure.schema.character_warnings import character_warnings
from brochure.storage import encoding
from brochure.storage.workspace import Workspace
from cli_result import Run
from law import law
from problem_texts import PROFILE, told
from workspaces import REPO

NOTEPAD = (
    "  → メモ帳：「ファイル」→「名前を付けて保存」で、「文字コード」を「UTF-8」にして上書きします。"
    "　VS Code：右下の「UTF-8」を押し、「エンコード付きで再度開く」→「{menu}」で正しく読めたら、"
    "もう一度そこを押して「エンコード付きで保存」→「UTF-8」を選びます。"
    "確かに見分けられるファイルは、`brochure check --fix` でも直せます。"
)


VS_CODE = (
    "  → VS Code：右下の「UTF-8」を押し、「エンコード付きで再度開く」→「{menu}」で正しく読めたら、"
    "もう一度そこを押して「エンコード付きで保存」→「UTF-8」を選びます。"
    "日本語版のメモ帳では開けません。"
    "確かに見分けられるファイルは、`brochure check --fix` でも直せます。"
)


def first_line(raw: bytes) -> str:
    """Place, code and message, without the hint."""
    return told(raw)[0].splitlines()[0].removeprefix("profiles/a.yaml:")


@pytest.mark.parametrize(
    ("codec", "place", "said", "hint"),
    [
        ("utf-16", "1:1", "Y102: 文字コードがUTF-8ではありません（UTF-16 LEのようです）", NOTEPAD),
        ("cp932", "3:3", "Y102: 文字コードがUTF-8ではありません（Shift_JISのようです）", NOTEPAD),
        ("euc_jp", "3:3", "Y113: 文字コードがUTF-8ではありません（EUC-JPのようです）", VS_CODE),
        ("gb18030", "3:3", "Y113: 文字コードがUTF-8ではありません（GB18030のようです）", VS_CODE),
    ],
)
def test_a_profile_in_another_encoding_is_told_with_what_to_press(
    run: Run, fresh: Path, codec: str, place: str, said: str, hint: str
) -> None:
    menu = {
        "utf-16": "UTF-16 LE",
        "cp932": "Japanese (Shift JIS)",
        "euc_jp": "Japanese (EUC-JP)",
        "gb18030": "Simplified Chinese (GB18030)",
    }[codec]
    (fresh / "profiles" / "liaoning.yaml").write_bytes(PROFILE.encode(codec, "replace"))
    ran = run("check", "liaoning", lang="ja_JP.UTF-8")
    assert ran.code == 1
    assert ran.err == f"profiles/liaoning.yaml:{place}: エラー {said}\n{hint.format(menu=menu)}\n"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            "\ufeffname: 遼寧省\n".encode("utf-16-le"),
            "profiles/a.yaml:1:1: error Y102: the file is not UTF-8 (it seems to be UTF-16 LE)\n"
            "  → Notepad: File, Save as, Encoding UTF-8; VS Code: press “UTF-8” at the bottom "
            "right, Reopen with Encoding, UTF-16 LE; if the text is readable, press there again, Save "
            "with Encoding, UTF-8; `brochure check --fix` converts the file if its encoding is certain",
        ),
        (
            "a: b\nname: 日本の州です\n".encode("euc_jp"),
            "profiles/a.yaml:2:7: error Y113: the file is not UTF-8 (it seems to be EUC-JP)\n"
            "  → VS Code: press “UTF-8” at the bottom right, Reopen with Encoding, Japanese "
            "(EUC-JP); if the text is readable, press there again, Save with Encoding, UTF-8; Notepad "
            "cannot open it; `brochure check --fix` converts the file if its encoding is certain",
        ),
        (
            "a: b\r\nname: 日本\r\n".encode("iso2022_jp"),
            "profiles/a.yaml:2:7: error Y114: the file is not UTF-8 (it is ISO-2022-JP (JIS))\n"
            "  → Notepad and VS Code cannot open it; open it in an editor that can, and save it as "
            "UTF-8, or ask the author to do so; `brochure check --fix` converts the file if its encoding "
            "is certain",
        ),
        (
            "name: 日本\n".encode("euc_jp"),
            "profiles/a.yaml:1:7: error Y115: the file is not UTF-8 (it is one of EUC-JP, GB18030; "
            "brochure cannot tell which)\n"
            "  → VS Code: press “UTF-8” at the bottom right, Reopen with Encoding, and try each of "
            "these; when the text is readable, press there again, Save with Encoding, UTF-8",
        ),
        (
            "名前: 遼寧省".encode() + b"\xe4\xbd\n" + "別: 文\n".encode(),
            "profiles/a.yaml:1:8: error Y116: the bytes here (E4 BD) are not UTF-8, but the rest of "
            "the file is\n"
            "  → type the character again; if the text comes from another file, save that file as "
            "UTF-8 first",
        ),
        (
            b"PK\x03\x04\x14\0\x06\0[Content_Types].xml word/document.xml \xff\xfe",
            "profiles/a.yaml:1:1: error Y117: this is not a text file (a Word document)\n"
            "  → it is the wrong file, or only its name was changed; write the text in an editor (VS "
            "Code, Notepad) and save it as UTF-8",
        ),
        (
            "a: 1\nb: 日\ufffd語\n".encode(),
            "profiles/a.yaml:2:5: error Y118: a character was lost here (�)\n"
            "  → type it again; it was lost because the file was opened in a wrong encoding and "
            "saved; if there are many such characters, go back to an older copy of the file",
        ),
        (
            b"a: 1\nb: \x98\x81\x8d\n",
            "profiles/a.yaml:2:4: error Y119: the file is not UTF-8, and its encoding is unknown\n"
            "  → ask the author to save it as UTF-8; if VS Code shows the text with one of the "
            "encodings of Reopen with Encoding, choose Save with Encoding, UTF-8",
        ),
    ],
)
def test_what_is_no_utf_8_is_told_in_english(raw: bytes, said: str) -> None:
    assert told(raw) == [said]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            "a: b\nname: 日本\n".encode("iso2022_jp"),
            "profiles/a.yaml:2:7: エラー Y114: 文字コードがUTF-8ではありません（ISO-2022-JP (JIS)です）\n"
            "  → メモ帳と VS Code では開けません。ISO-2022-JP (JIS)を開けるエディター"
            "（サクラエディタ、秀丸など）で開いて「UTF-8」で保存し直すか、書いた人にUTF-8で保存し直してもらってください。"
            "確かに見分けられるファイルは、`brochure check --fix` でも直せます。",
        ),
        (
            "name: 日本\n".encode("euc_jp"),
            "profiles/a.yaml:1:7: エラー Y115: 文字コードがUTF-8ではありません（EUC-JP, GB18030 "
            "のどれかですが、見分けられません）\n"
            "  → VS Code：右下の「UTF-8」を押し、「エンコード付きで再度開く」でこれらを順に選びます。"
            "正しく読めたら、もう一度そこを押して「エンコード付きで保存」→「UTF-8」を選びます。",
        ),
        (
            "名前: 遼寧省".encode() + b"\x93\xfa\n",
            "profiles/a.yaml:1:8: エラー Y116: ここに、UTF-8として読めないバイト（93 FA）があります。"
            "ほかの文字はUTF-8です\n"
            "  → ここの文字を打ち直してください。ほかのファイルから貼り付けた文なら、"
            "そのファイルをUTF-8で保存し直してから、もう一度貼り付けてください。",
        ),
        (
            b"\0" * 700,
            "profiles/a.yaml:1:1: エラー Y117: 文字だけのファイルではありません（中身が失われ、"
            "0のバイトだけのファイル）\n"
            "  → 違うファイルか、名前だけを変えたファイルです。エディター（VS Code、メモ帳）"
            "で文を書き、UTF-8で保存してください。",
        ),
        (
            "a: 日\ufffd\n".encode(),
            "profiles/a.yaml:1:5: エラー Y118: 文字化けした文字（�）があります\n"
            "  → もとの文字に打ち直してください。違う文字コードで開いて保存したときにできます。"
            "たくさんあるなら、保存する前のファイルに戻すほうが確実です。",
        ),
        (
            b"a: \x98\x81\x8d\n",
            "profiles/a.yaml:1:4: エラー Y119: "
            "文字コードがUTF-8ではありません（どの文字コードか分かりません）\n"
            "  → 書いた人にUTF-8で保存し直してもらってください。VS Code の「エンコード付きで再度開く」"
            "で読めるものが見つかれば、「エンコード付きで保存」→「UTF-8」を選びます。",
        ),
    ],
)
def test_what_is_no_utf_8_is_told_in_japanese(raw: bytes, said: str) -> None:
    assert told(raw, "ja") == [said]


PROFILES = sorted((REPO / "profiles").glob("*.yaml"))


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("cp932", "Shift_JIS"),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "ISO-2022-JP (JIS)"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16 LE"),
        ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"),
        ("utf-32", "UTF-32 LE"),
        ("utf-32-le", "UTF-32 LE"),
        ("utf-32-be", "UTF-32 BE"),
    ],
)
def test_the_encoding_of_every_real_file_is_recognised(path: Path, codec: str, name: str) -> None:
    raw = path.read_text("utf-8").encode(codec, "replace")
    with pytest.raises(BrochureError) as raised:
        encoding.decode_utf8(raw, "a.yaml")
    assert dict(raised.value.problems[0].details)["encoding"] == name


@pytest.mark.parametrize(
    ("text", "codec", "said"),
    [
        ("name: 遼寧省\n", "cp932", "1:7: error Y102: the file is not UTF-8 (it seems to be Shift_JIS)"),
        ("name: ｱｲｳｴｵです\n", "cp932", "1:7: error Y102: the file is not UTF-8 (it seems to be Shift_JIS)"),
        (
            "name: Straße in Württemberg\n",
            "cp1252",
            "1:11: error Y113: the file is not UTF-8 (it seems to be Windows-1252)",
        ),
        (
            "name: 臺灣經濟部，中華民國對外貿易發展協會\n",
            "cp950",
            "1:7: error Y113: the file is not UTF-8 (it seems to be Big5)",
        ),
        (
            "name: 辽宁省人民政府对外贸易发展协会，沈阳市\n",
            "gb18030",
            "1:7: error Y113: the file is not UTF-8 (it seems to be GB18030)",
        ),
        (
            "name: 日本外交\n",
            "gb18030",
            "1:7: error Y115: the file is not UTF-8 (it is one of EUC-JP, GB18030; brochure cannot "
            "tell which)",
        ),
    ],
)
def test_short_texts_are_told_as_far_as_they_can_be(text: str, codec: str, said: str) -> None:
    assert first_line(text.encode(codec)) == said


@pytest.mark.parametrize(
    ("begin", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1\\ansi", "rich text (RTF)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file in an old Word or Excel format"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"PK\x03\x04 xl/workbook.xml", "an Excel workbook"),
        (b"PK\x03\x04 ppt/presentation.xml", "a PowerPoint presentation"),
        (b"PK\x03\x04 a.txt", "a ZIP file"),
        (b"a: b\nc\0\xff\xfe", "binary data"),
    ],
)
def test_a_file_that_is_no_text_is_told_by_its_kind(begin: bytes, kind: str) -> None:
    for raw in (begin, begin + b"\0" * 2_000_000 if kind != "binary data" else begin):  # also a large one
        assert f"error Y117: this is not a text file ({kind})" in told(raw)[0]


def test_a_control_character_is_not_taken_for_another_encoding() -> None:
    assert first_line(b"a: 1\r\nb: x\x1by\r\n") == "2:5: error Y103: control character U+001B is not allowed"
    assert first_line(b"a: 1\rb: x\0y\r") == "2:5: error Y103: control character U+0000 is not allowed"


def test_a_byte_order_mark_of_utf_8_is_read_over_and_moves_no_place() -> None:
    assert yamltext.parse_yaml("\ufeffa: 日本\n".encode(), "p").data == {"a": "日本"}
    assert yamltext.parse_yaml("\ufeff\ufeffa: 日本\n".encode(), "p").locate(("a",)) == Location("p", 1, 4)
    assert first_line("\ufeffa: 日本の\n".encode() + b"b: \xff\n") == (
        "2:4: error Y116: the bytes here (FF 0A) are not UTF-8, but the rest of the file is"
    )


def test_a_style_sheet_and_a_template_are_told_alike(fresh: Path) -> None:
    from brochure.build.check import check_partner

    folder, where = fresh / "layouts" / "standard", Workspace(fresh)
    for name, text in (("page.html.jinja", "{# 頁のひな形です #}\n"), ("style.css", "/* 見本です */\n")):
        path = folder / name
        before = path.read_bytes()
        path.write_bytes(("\n" + text + before.decode()).encode("cp932", "replace"))
        with pytest.raises(BrochureError) as raised:
            check_partner(where, "liaoning", load_common(where, "standard"))
        assert str(format_problem(raised.value.problems[0], "en")).splitlines()[0] == (
            f"layouts/standard/{name}:2:4: error Y102: the file is not UTF-8 (it seems to be Shift_JIS)"
        )
        path.write_bytes(before)


WHOLE_FILE = {"Y107", "Y108"}  # too large, empty: no line is at fault


CODECS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp932", "euc_jp", "iso2022_jp", "gb18030"]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Real YAML in some encoding, with some bytes put in or taken out."""
    start = draw(st.integers(0, len(PROFILE) - 1))
    raw = PROFILE[start : start + draw(st.integers(0, 300))].encode(draw(st.sampled_from(CODECS)), "replace")
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(raw)))
        raw = raw[:at] + draw(st.binary(max_size=4)) + raw[at + draw(st.integers(0, 4)) :]
    return raw


@law(sample=100, full=5000)
@given(st.binary(max_size=60) | damaged())
def test_any_bytes_are_read_or_refused_in_place(raw: bytes) -> None:
    try:
        source = yamltext.parse_yaml(raw, "p.yaml")
    except BrochureError as error:
        lines = len(re.split(rb"\r\n|\r|\n", raw))
        for found in error.problems:
            assert found.location
            assert found.location.file == "p.yaml"
            assert found.code in WHOLE_FILE or 1 <= found.location.line <= lines
            for lang in ("ja", "en"):
                assert str(format_problem(found, lang)).startswith(str(found.location))
    else:
        raw.decode()  # nothing but UTF-8 is ever read
        assert all(found.location for found in character_warnings(source))


@pytest.mark.parametrize("line", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("cp932", "Shift_JIS"),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "ISO-2022-JP"),
        ("utf-16", "UTF-16 LE"),
        ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"),
        ("utf-32", "UTF-32 LE"),
        ("utf-32-be", "UTF-32 BE"),
    ],
)
def test_a_file_in_a_certain_encoding_can_be_converted(codec: str, name: str, line: str) -> None:
    text = f"# かなのある見本{line}partner:{line}  name: 雲州県のあらまし{line}  reading: うんしゅう{line}"
    assert encoding.convert_to_text(text.encode(codec)) == encoding.Converted(text, name)


@pytest.mark.parametrize(
    "raw",
    [
        "name: 雲州県\n".encode("euc_jp"),  # without kana it may be Chinese
        "name: 辽宁省的经济中心地区\n".encode("gb18030"),
        "name: かながわけん\n".encode(),
        "name: かながわけん\n".encode() + "めい: あ\n".encode("cp932"),
        "name: これはかな\n".encode("cp932") + b"\x87\x90\n",  # the second code of a sign does not come back
        "name: caf\u00e9\n".encode("cp1252"),
        b"PK\x03\x04word/",
        b"a: b\n",
        b"",
    ],
)
def test_what_is_not_certain_is_not_converted(raw: bytes) -> None:
    assert encoding.convert_to_text(raw) is None
