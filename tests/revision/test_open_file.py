"""Hostile and odd files: each gets a message that says what to do, and nothing is ever written."""

from __future__ import annotations

import re
import socket
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from brochure.schema import yaml_reader as yamltext
from cli_result import Run
from workspaces import REPO

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Change = Callable[[dict[str, bytes]], None]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return made.getvalue()


def swap(part: str, old: str, new: str) -> Change:
    """Replace words in a part; they must be there."""

    def change(content: dict[str, bytes]) -> None:
        text = content[part].decode()
        assert old in text, old
        content[part] = text.replace(old, new).encode()

    return change


def into_body(xml: str) -> Change:
    return swap("word/document.xml", "<w:body>", f"<w:body>{xml}")


def custom(content: dict[str, bytes]) -> list[str]:
    return [name for name in content if name.startswith("customXml/") and name.endswith(".xml")]


def lose(*prefixes: str) -> Change:
    def change(content: dict[str, bytes]) -> None:
        for name in [name for name in content if name.startswith(prefixes)]:
            del content[name]

    return change


def in_custom(pattern: str, new: str) -> Change:
    """Change our own custom XML parts."""

    def change(content: dict[str, bytes]) -> None:
        counted = 0
        for name in custom(content):
            text, count = re.subn(pattern, new, content[name].decode())
            content[name] = text.encode()
            counted += count
        assert counted, pattern

    return change


def both(*changes: Change) -> Change:
    def change(content: dict[str, bytes]) -> None:
        for one in changes:
            one(content)

    return change


def bomb(content: dict[str, bytes]) -> None:
    content["word/document.xml"] = b"<a>" + b" " * 70_000_000 + b"</a>"


LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
DTD = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd">'
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_prolog(part: str, prolog: str) -> Change:
    def change(content: dict[str, bytes]) -> None:
        text = re.sub(r"^<\?xml[^>]*\?>", "", content[part].decode().lstrip("\ufeff")).lstrip()
        content[part] = f'<?xml version="1.0" encoding="UTF-8"?>{prolog}{text}'.encode()

    return change


def deep(content: dict[str, bytes]) -> None:
    content["word/document.xml"] = b"<w:a xmlns:w='x'>" * 100_000 + b"</w:a>" * 100_000


def lie(content: dict[str, bytes]) -> None:
    del content["word/document.xml"]


REFUSED: dict[str, tuple[Change, str]] = {
    "macros": (
        swap("[Content_Types].xml", "wordprocessingml.document.main", "ms-word.document.macroEnabled.main"),
        "D104",
    ),
    "strict": (swap("word/document.xml", MAIN, STRICT), "D105"),
    "a bomb": (bomb, "D106"),
    "a billion laughs": (with_prolog("word/document.xml", LAUGHS + "]>"), "D107"),
    "an outer document type": (with_prolog("word/document.xml", DTD), "D107"),
    "laughs in the notes": (with_prolog("word/footnotes.xml", LAUGHS + "]>"), "D107"),
    "very deep": (deep, "D106"),
    "broken XML": (swap("word/document.xml", "</w:body>", "</w:nobody>"), "D107"),
    "no text at all": (lie, "D101"),
    "no styles": (lose("word/styles.xml"), "D118"),
    "no notes": (lose("word/footnotes.xml"), "D118"),
    "no numbering": (lose("word/numbering.xml"), "D118"),
    "no relationships": (lose("word/_rels/document.xml.rels"), "D116"),
    "nothing of brochure": (
        both(lose("customXml", "docProps"), swap("word/document.xml", "_bcid_", "_x_")),
        "D108",
    ),
    "a newer brochure": (in_custom(r' schema="1"', ' schema="99"'), "D110"),
    "the copy of the text gone": (in_custom(r"<b:part .*?</b:part>", ""), "D111"),
    "the copy of the YAML gone": (in_custom(r"<b:profile>(?s:.*?)</b:profile>", ""), "D111"),
    "the copy of the YAML broken": (in_custom(r"\npartner:", "\n partner: ["), "D111"),
    "the copy of the series gone": (in_custom(r"<b:series>(?s:.*?)</b:series>", ""), "D111"),
    "the copy of the text broken": (in_custom(r"&lt;/w:body&gt;", ""), "D107"),
    "laughs in the copy of the text": (
        in_custom(r"&lt;w:document", "&lt;!DOCTYPE x&gt;&lt;w:document"),
        "D107",
    ),
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a file asks for, nobody connects to anything."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def changed(sent: Path, change: Change) -> Path:
    content = parts(sent.read_bytes())
    change(content)
    target = sent.with_name("edited.docx")
    target.write_bytes(packed(content))
    return target


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_used_is_refused_with_a_way_on(
    name: str, run: Run, sent: Path, profile: Path
) -> None:
    change, code = REFUSED[name]
    before = profile.read_bytes()
    ran = run("revise", str(changed(sent, change)), "--write", "--confirm")
    assert ran.code == 1
    assert f"edited.docx: error {code}: " in ran.err
    assert "\n  → " in ran.err
    assert "Traceback" not in ran.err
    assert profile.read_bytes() == before
    assert not profile.with_suffix(".yaml.bak").exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "D101"),
        (b"hello", "D101"),
        (b"PK\x03\x04" + b"\0" * 40, "D101"),
        (b"PK\x05\x06" + b"\0" * 18, "D101"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "D102"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "D103"),
        ((REPO / "tests" / "samples" / "pictures" / "map.png").read_bytes(), "D101"),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes, code: str, run: Run, fresh: Path) -> None:
    (fresh / "odd.docx").write_bytes(data)
    ran = run("revise", "odd.docx", "--write")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"odd.docx: error {code}: ")


def test_a_zip_with_a_password_is_refused(run: Run, sent: Path) -> None:
    data = bytearray(sent.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            (flags,) = struct.unpack_from("<H", data, at + offset)
            struct.pack_into("<H", data, at + offset, flags | 1)
            at = data.find(signature, at + 4)
    sent.with_name("locked.docx").write_bytes(bytes(data))
    ran = run("revise", "output/locked.docx")
    assert ran.code == 1
    assert "locked.docx: error D103: " in ran.err


@pytest.mark.parametrize("cut", [100, 5000, 20000, 35000])
def test_a_file_that_was_cut_off_is_refused(cut: int, run: Run, sent: Path) -> None:
    sent.with_name("cut.docx").write_bytes(sent.read_bytes()[:cut])
    ran = run("revise", "output/cut.docx")
    assert ran.code == 1
    assert "cut.docx: error D101: " in ran.err


def test_a_missing_file_is_told(run: Run, fresh: Path) -> None:
    ran = run("revise", "nobody.docx")
    assert (ran.code, "F104" in ran.err) == (3, True)


def test_outer_pictures_and_templates_are_not_fetched(run: Run, sent: Path, profile: Path) -> None:
    change = swap(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        '<Relationship Id="rIdX" TargetMode="External" Target="http://127.0.0.1:9/x.dotm" Type="http://'
        'schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>',
    )
    before = profile.read_bytes()
    ran = run("revise", str(changed(sent, change)), "--write")
    assert ran.code == 0
    assert profile.read_bytes() == before


BOX = (
    '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p><w:r>'
    "<w:t>箱の中の文</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:docPr id="900" name="p" descr="貼った写真"/><a:graphic xmlns:a="http://schemas.'
    'openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.'
    'org/drawingml/2006/picture"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
)
TABLE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>入れ子の表</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
MATH = (
    '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x=1</m:t></m:r>'
    "</m:oMath></w:p>"
)


@pytest.mark.parametrize(
    ("change", "words", "code"),
    [
        (into_body(BOX), "箱の中の文", "D204"),
        (into_body(PICTURE), "貼った写真", "D204"),
        (into_body(MATH), "x=1", "D204"),
        (into_body(TABLE), "入れ子の表", "D204"),
        (swap("word/document.xml", "<w:tc>", f"<w:tc>{TABLE}"), "入れ子の表", "D204"),
    ],
    ids=["text box", "picture", "equation", "table", "table in a cell"],
)
def test_what_has_no_place_is_told(
    change: Change, words: str, code: str, run: Run, sent: Path, profile: Path
) -> None:
    before = profile.read_bytes()
    ran = run("revise", str(changed(sent, change)), "--write")
    assert ran.code == 1
    assert words in ran.out
    assert code in ran.out
    assert profile.read_bytes() == before


def test_a_file_whose_styles_were_all_flattened_keeps_its_words(run: Run, sent: Path, profile: Path) -> None:
    def flat(content: dict[str, bytes]) -> None:
        text = re.sub(r'<w:pStyle w:val="[^"]*"/>', "", content["word/document.xml"].decode())
        content["word/document.xml"] = text.encode()

    before = profile.read_bytes()
    ran = run("revise", str(changed(sent, flat)), "--write")
    assert (ran.code, profile.read_bytes()) == (1, before)  # the styles are listed as not applied
    both_edited = both(flat, swap("word/document.xml", "中国語のみ", "中国語と英語"))
    ran = run("revise", str(changed(sent, both_edited)), "--write")
    assert ran.code == 1
    assert profile.read_bytes() == before.replace(
        "remark: 中国語のみ".encode(), "remark: 中国語と英語".encode()
    )


def test_the_text_in_a_new_document_needs_the_name_and_a_look(run: Run, sent: Path, profile: Path) -> None:
    def pasted(content: dict[str, bytes]) -> None:
        lose("customXml", "docProps")(content)
        text = re.sub(r"<w:bookmark(?:Start|End)[^>]*/>", "", content["word/document.xml"].decode())
        content["word/document.xml"] = text.replace("中国語のみ", "中国語と英語").encode()

    before = profile.read_bytes()
    file = str(changed(sent, pasted))
    ran = run("revise", file, "--write")
    assert (ran.code, "D108" in ran.err) == (1, True)
    ran = run("revise", file, "--profile", "liaoning", "--write")
    assert (ran.code, "D113" in ran.err) == (1, True)
    assert profile.read_bytes() == before
    ran = run("revise", file, "--profile", "liaoning", "--write", "--confirm")
    assert ran.code == 0
    assert profile.read_bytes() == before.replace(
        "remark: 中国語のみ".encode(), "remark: 中国語と英語".encode()
    )


def test_many_lines_are_all_told_and_no_file_is_read_more_often_for_them(
    run: Run, sent: Path, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    read = yamltext.parse_yaml

    def counted(data: bytes, file: str) -> yamltext.YamlText:
        reads.append(file)
        return read(data, file)

    monkeypatch.setattr(yamltext, "parse_yaml", counted)
    before = profile.read_bytes()
    counts = []
    for many in (2, 2000):
        lines = "".join(f"<w:p><w:r><w:t>行{number}です。</w:t></w:r></w:p>" for number in range(many))
        reads.clear()
        ran = run("revise", str(changed(sent, into_body(lines))), "--format", "json")
        assert ran.code == 1
        assert [f"行{number}です。" in ran.out for number in range(many)] == [True] * many
        counts.append(len(reads))
    assert counts[0] == counts[1] > 0
    assert profile.read_bytes() == before
