"""Styles of reference.docx: found by name, none missing; what a designer leaves in it is dropped."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from brochure.document import palette as colour
from brochure.document.tree import (
    Document,
)
from brochure.schema.layout import Layout, validate_layout
from brochure.word.styles import check_reference
from docx_reader import NAMES, WordFile, value
from word_files import REFERENCE, rewritten, with_reference
from workspaces import REPO


def test_the_partner_s_accent_colours_the_theme_and_what_is_written_beside_it(
    document: Document, layout: Layout
) -> None:
    file = rewritten(document, layout, accent="#b3261e")
    palette = colour.derive_palette("#b3261e")
    accent, text = (code.removeprefix("#").upper() for code in (palette.accent, palette.text))
    theme = file.parts["word/theme/theme1.xml"].decode()
    assert f'<a:accent1><a:srgbClr val="{accent}"/></a:accent1>' in theme
    everything = b"".join(file.parts[name] for name in file.names if name.startswith("word/"))
    assert b"0B4F8A" not in everything
    (strong,) = file.xml("styles").xpath(
        "w:style[w:name/@w:val='Strong']/w:rPr/w:color/@w:val", namespaces=NAMES
    )
    assert strong == text


def test_styles_are_found_by_name_whatever_their_ids(
    document: Document, layout: Layout, tmp_path: Path
) -> None:
    other = with_reference(layout, tmp_path, {r"word/.*\.xml": (r'"Bullet"', '"a7"')})
    file = rewritten(document, other)
    assert file.faults() == []
    assert ("paragraph", "a7") in file.styles
    assert file.lines() == rewritten(document, layout).lines()


def test_what_a_designer_put_into_the_reference_to_look_at_is_gone(file: WordFile) -> None:
    assert "見本" not in "".join(file.body.itertext())


def test_a_reference_in_which_word_wrote_fields_as_runs_is_filled_too(
    document: Document, layout: Layout, tmp_path: Path
) -> None:
    runs = (
        r'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TITLE \\* MERGEFORMAT '
        r'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>機</w:t></w:r>'
        r'<w:r><w:t>関名</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    field = r'<w:fldSimple w:instr=" TITLE ">.*?</w:fldSimple>'
    file = rewritten(document, with_reference(layout, tmp_path, {"word/header1.xml": (field, runs)}))
    texts = file.xml("header1").xpath("//w:t/text()", namespaces=NAMES)
    assert texts == [document.title, document.series]


def test_the_shipped_reference_lacks_nothing(layout: Layout) -> None:
    assert check_reference(REFERENCE, layout.data.word) == []


def test_what_a_reference_lacks_is_listed_by_name_and_type(layout: Layout, tmp_path: Path) -> None:
    styles = layout.data.word.model_copy(
        update={"bullet": "冊子 本文", "strong": "強調", "fact_table": "冊子 表", "text": "冊子 段落"}
    )
    bare = with_reference(
        layout, tmp_path, {"word/.*notes.xml": (r'w:type="continuationSeparator"', 'w:type="normal"')}
    )
    lacks = check_reference(bare.folder / "reference.docx", styles)
    assert [(lack.name, lack.type.split("（")[1]) for lack in lacks] == [
        ("冊子 段落", "paragraph style）"),
        ("冊子 本文", "style with numbering）"),
        ("冊子 表", "table style）"),
        ("強調", "character style）"),
        ("continuationSeparator", "footnote separator）"),
        ("continuationSeparator", "endnote separator）"),
    ]


@pytest.mark.parametrize("content", [b"", b"not a zip", b"\xd0\xcf\x11\xe0"])
def test_a_reference_that_is_no_word_file_lacks_its_main_part(
    layout: Layout, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "reference.docx").write_bytes(content)
    lacks = check_reference(tmp_path / "reference.docx", layout.data.word)
    assert [lack.name for lack in lacks] == ["word/document.xml"]


@pytest.mark.parametrize("name", ["standard", "onepage"])
def test_the_shipped_reference_is_what_its_script_makes(name: str) -> None:
    folder = REPO / "layouts" / name
    layout = validate_layout(folder, REPO / "fonts", shown=f"layouts/{name}")
    path = REPO / "scripts" / "make_reference_docx.py"
    spec = importlib.util.spec_from_file_location("make_reference_docx", path)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = script
    spec.loader.exec_module(script)
    made, shipped = (
        zipfile.ZipFile(BytesIO(file))
        for file in (
            script.make(layout.data, script.MEASURES[name]),
            (folder / "reference.docx").read_bytes(),
        )
    )
    assert made.namelist() == shipped.namelist()
    assert all(made.read(name) == shipped.read(name) for name in made.namelist())


def test_editors_see_only_our_styles() -> None:
    file = WordFile(REFERENCE.read_bytes())
    shown = {
        value(style, "w:name")
        for style in file.xml("styles").iterfind("w:style", NAMES)
        if style.find("w:qFormat", NAMES) is not None
    }
    builtin = {"heading 1", "Strong", "Hyperlink", "header", "footer", "toc 1", "toc 2"}
    builtin |= {f"{kind} {part}" for kind in ("footnote", "endnote") for part in ("text", "reference")}
    assert {name for name in shown if not name.startswith("冊子 ")} == builtin | {"Normal"}
