"""Styles of each partner's accent, and the reference.docx that they are made from."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

from book_files import BookFile, Bound, heads, words, written
from brochure.build.chapters import CompiledBooklet
from brochure.document import palette as colour
from brochure.document.book import (
    Depth,
)
from brochure.schema.layout import Layout
from brochure.word.accent_styles import base_name
from brochure.word.baseline import Baseline
from brochure.word.package import zip_parts
from brochure.word.write import write_docx
from docx_reader import NAMES, W, WordFile, value
from workspaces import REPO


def test_every_partner_has_its_accent(sample: Bound) -> None:
    file = sample.file
    first = 2 + (sample.book.world is not None)
    for (elements, _), chapter in zip(file.sections()[first:], sample.book.chapters, strict=False):
        accent, text = (
            getattr(colour.derive_palette(chapter.document.accent), name).removeprefix("#").upper()
            for name in ("accent", "text")
        )
        (band,) = elements[1].xpath("w:tblPr/w:tblStyle/@w:val", namespaces=NAMES)
        assert shading(file, band) == accent
        heading = next(p for p in elements if p.tag == f"{W}p" and file.named(p) == "heading 1")
        style = value(heading, "w:pPr/w:pStyle")
        colours = file.xml("styles").xpath(
            f"w:style[@w:styleId='{style}']/w:rPr/w:color/@w:val", namespaces=NAMES
        )
        assert colours == [text]
        assert value(file.level(style), "w:rPr/w:color") == text
    for style in file.xml("styles").iterfind("w:style", NAMES):
        if "｜" in value(style, "w:name"):  # its colours are the partner's, not those of the theme
            text = etree.tostring(style, encoding="unicode")
            assert not re.search(r'"(accent[1-4]|hyperlink)"', text)


def shading(file: BookFile, style: str) -> str:
    (fill,) = file.xml("styles").xpath(
        f"w:style[@w:styleId='{style}']/w:tcPr/w:shd/@w:fill", namespaces=NAMES
    )
    return str(fill)


def test_a_variant_is_used_or_follows_one_and_is_based_on_a_style_of_the_layout(sample: Bound) -> None:
    styles = {
        style.get(f"{W}styleId"): style for style in sample.file.xml("styles").iterfind("w:style", NAMES)
    }
    variants = {key for key, style in styles.items() if "｜" in value(style, "w:name")}
    used = {value(styles[key], link) for key in variants for link in ("w:next", "w:basedOn")}
    for name in sample.file.names:
        if name.startswith("word/") and name.endswith(".xml"):
            root: Any = etree.fromstring(sample.file.parts[name])
            for tag in ("pStyle", "rStyle", "tblStyle"):
                used |= {use.get(f"{W}val") for use in root.iter(f"{W}{tag}")}
    assert variants <= used
    for key in variants:
        base = value(styles[key], "w:basedOn")
        assert value(styles[base], "w:name") == value(styles[key], "w:name").rpartition("｜")[0]


def test_headings_have_levels_without_gaps(any_book: Bound) -> None:
    levels = {}
    for style in any_book.file.xml("styles").iterfind("w:style", NAMES):
        levels[style.get(f"{W}styleId")] = value(style, "w:pPr/w:outlineLvl")
    found = [levels[value(p, "w:pPr/w:pStyle")] for p in any_book.file.body.iter(f"{W}p")]
    order = [int(level) for level in found if level]
    assert order[0] == 0
    assert all(after <= before + 1 for before, after in pairwise(order))
    titles = [chapter.name for chapter in any_book.book.chapters]
    outlined = [
        words(p) for p, level in zip(any_book.file.body.iter(f"{W}p"), found, strict=True) if level == "0"
    ]
    assert [line for line in outlined if line in titles] == titles


def test_a_partner_alone_has_no_variants(seminar: CompiledBooklet) -> None:
    chapter = seminar.book.chapters[0]
    layout: Layout = seminar.commons[Depth.FULL].layout
    data = write_docx(chapter.document, layout, baseline=Baseline("x", "", ""), root=REPO)
    assert not [name for name in WordFile(data).styles.values() if "｜" in name]


def with_reference(
    seminar: CompiledBooklet, folder: Path, part: str, old: str, new: str
) -> dict[Depth, Layout]:
    """Layouts whose reference.docx a designer has changed in a part."""
    layout = seminar.commons[Depth.FULL].layout
    file = WordFile((layout.folder / "reference.docx").read_bytes())
    text = file.parts[part].decode()
    assert re.search(old, text)
    parts = file.parts | {part: re.sub(old, new, text).encode()}
    (folder / "reference.docx").write_bytes(zip_parts(parts))
    return {Depth.FULL: dataclasses.replace(layout, folder=folder)}


def test_heads_in_which_word_wrote_fields_as_runs_become_text_too(
    seminar: CompiledBooklet, tmp_path: Path
) -> None:
    runs = (
        r'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TITLE \\* MERGEFORMAT '
        r'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>機</w:t></w:r>'
        r'<w:r><w:t>関名</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    field = r'<w:fldSimple w:instr=" TITLE ">.*?</w:fldSimple>'
    layouts = with_reference(seminar, tmp_path, "word/header1.xml", field, runs)
    file = BookFile(written(seminar, seminar.book, layouts=layouts))
    section = file.sections()[3][1]  # after cover, contents and the page of all
    assert heads(file, section)["default"] == f"遼寧省（中国）|{seminar.book.title}"
    for name in file.names:
        if name.startswith("word/header"):
            assert b"fldChar" not in file.parts[name]
            assert b"fldSimple" not in file.parts[name]
            assert b"instrText" not in file.parts[name]


def test_a_change_to_a_style_reaches_its_variants(seminar: CompiledBooklet, tmp_path: Path) -> None:
    size = r'(<w:name w:val="冊子 表の見出し"/>.*?<w:sz w:val=)"17"'
    layouts = with_reference(seminar, tmp_path, "word/styles.xml", size, r'\1"31"')
    file = BookFile(written(seminar, seminar.book, layouts=layouts))
    (variant,) = file.xml("styles").xpath(
        "w:style[w:name/@w:val='冊子 表の見出し｜2151A1']", namespaces=NAMES
    )
    assert variant.find("w:rPr/w:sz", NAMES) is None
    assert value(variant, "w:rPr/w:color") == "2151A1"


def test_a_reference_without_accents_needs_only_lists_and_levels_of_a_partner(
    seminar: CompiledBooklet, tmp_path: Path
) -> None:
    layout = seminar.commons[Depth.FULL].layout
    file = WordFile((layout.folder / "reference.docx").read_bytes())
    plain_parts = {
        name: re.sub(rb'"(accent[1-4]|hyperlink)"', b'"text1"', content) if name.endswith("xml") else content
        for name, content in file.parts.items()
    }
    (tmp_path / "reference.docx").write_bytes(zip_parts(plain_parts))
    layouts = {Depth.FULL: dataclasses.replace(layout, folder=tmp_path)}
    made = BookFile(written(seminar, seminar.book, layouts=layouts))
    own = re.compile("｜(cover|contents|chip|place|folio|below|page|[0-9]{2})$")  # not of a partner
    variants = {name for name in made.styles.values() if "｜" in own.sub("", name)}
    assert {base_name(name) for name in variants} == {"heading 1", "冊子 名称"}
    assert made.faults() == []
