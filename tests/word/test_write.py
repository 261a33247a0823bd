"""The Word file says what the document says, in styles alone, and can be found again piece by piece."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from brochure.assembly.citation import load_style
from brochure.assembly.document import assemble
from brochure.build.load import Loaded
from brochure.diagnostics.problem import BrochureError
from brochure.document import palette as colour
from brochure.document.tree import (
    Answer,
    Document,
    FactTable,
    Figure,
    MarkTable,
    Paragraph,
    Placement,
    Text,
    plain,
)
from brochure.document.walk import calls, paragraphs
from brochure.schema.layout import Layout
from brochure.word import baseline as baselines
from brochure.word.baseline import Baseline
from brochure.word.package import zipped
from brochure.word.styles import check_reference
from brochure.word.write import write_docx
from docx_reader import NAMES, W, WordFile, expected, value
from docx_validator import findings
from law import law
from pandoc_notes import pandoc_notes
from programs import program
from workspaces import REPO, SAMPLES

REFERENCE = REPO / "layouts" / "standard" / "reference.docx"


@pytest.fixture(scope="session")
def baseline(loaded: Loaded) -> Baseline:
    return Baseline(
        profile=loaded.profile.id,
        profile_yaml=loaded.profile.source.text,
        series_yaml=loaded.common.series.source.text,
    )


@pytest.fixture(scope="session")
def data(document: Document, layout: Layout, baseline: Baseline, root: Path) -> bytes:
    return write_docx(document, layout, baseline=baseline, root=root)


@pytest.fixture(scope="session")
def file(data: bytes) -> WordFile:
    return WordFile(data)


def rewritten(document: Document, layout: Layout, **changes: Any) -> WordFile:
    """A Word file of a changed document without the pictures of its title."""
    heading = dataclasses.replace(document.heading, photo=None, flag=None)
    changed = dataclasses.replace(document, **{"heading": heading, **changes})
    made = write_docx(changed, layout, baseline=Baseline("x", "", ""), root=SAMPLES)
    return WordFile(made)


def with_labels(layout: Layout, **labels: str) -> Layout:
    """A layout that words its numbers otherwise."""
    changed = layout.data.labels.model_copy(update=labels)
    return dataclasses.replace(layout, data=layout.data.model_copy(update={"labels": changed}))


def with_reference(layout: Layout, folder: Path, change: dict[str, tuple[str, str]]) -> Layout:
    """A layout whose reference.docx a designer has changed: part to (pattern, replacement)."""
    with zipfile.ZipFile(REFERENCE) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        for pattern, (old, new) in change.items():
            if re.fullmatch(pattern, name):
                parts[name] = re.sub(old, new, content.decode()).encode()
    (folder / "reference.docx").write_bytes(zipped(parts))
    return dataclasses.replace(layout, folder=folder)


def test_the_word_file_says_the_words_of_the_document_in_its_order(
    file: WordFile, document: Document
) -> None:
    assert file.lines() == expected(document)


def test_numbers_of_questions_take_the_form_of_the_layout(document: Document, layout: Layout) -> None:
    other = with_labels(layout, question="（{number}）")
    questions = tuple(
        dataclasses.replace(question, label=f"（{question.number}）") for question in document.questions
    )
    changed = dataclasses.replace(document, questions=questions)
    lines = rewritten(changed, other).lines()
    assert [line for line in lines if line.startswith("（")] == [
        line for line in expected(changed) if line.startswith("（")
    ]


def test_the_words_round_a_note_number_are_the_layout_s(document: Document, layout: Layout) -> None:
    lines = rewritten(document, with_labels(layout, note="注{number}）")).lines()
    notes = [line for line in lines if re.match(r"注\d+）", line)]
    assert [line.split(" ")[0] for line in notes] == [f"注{n.number}）" for n in document.notes]


def test_a_note_called_twice_is_printed_once_and_referred_to_later(
    file: WordFile, document: Document
) -> None:
    later = [
        call.note_id
        for question in document.questions
        for block in question.blocks
        for paragraph in paragraphs(block)
        for call in calls(paragraph.content)
        if not call.first
    ]
    fields = [(text.text or "").split() for text in file.body.iter(f"{W}instrText")]
    assert fields == [["NOTEREF", baselines.note_bookmark(note), "\\f", "\\h"] for note in later]
    assert len(list(file.body.iter(f"{W}footnoteReference"))) == len(document.notes)


def test_a_reading_stands_over_its_base_at_the_size_of_its_style(file: WordFile) -> None:
    readings = list(file.body.iter(f"{W}ruby"))
    assert readings
    assert {value(ruby, "w:rubyPr/w:hps") for ruby in readings} == {"9"}
    assert {value(ruby, "w:rt/w:r/w:rPr/w:sz") for ruby in readings} == {"9"}


def test_foreign_words_tell_their_language(file: WordFile, document: Document) -> None:
    runs = file.body.xpath("//w:r[w:rPr/w:lang]", namespaces=NAMES)
    found = {("".join(run.itertext()), run.find("w:rPr/w:lang", NAMES).get(f"{W}eastAsia")) for run in runs}
    wanted = {("虚构国立综合医疗研究机构", "zh-CN"), ("辽宁省锦州市", "zh-CN")}
    assert found == (wanted if document.id == "awkward" else set())


def test_a_picture_has_its_alternative_text(file: WordFile, document: Document) -> None:
    described = file.body.xpath("//*[local-name()='inline']/*[local-name()='docPr']/@descr")
    pictures = [picture for picture in (document.heading.flag, document.heading.photo) if picture]
    blocks = [block for question in document.questions for block in question.blocks]
    shown = [at_alt(block) for block in blocks if isinstance(block, FactTable | Figure)]
    wanted = [picture.alt for picture in pictures] + [alt for alts in shown for alt in alts]
    if document.contact.code:
        wanted.append(document.contact.code.alt)
    assert described == wanted


def at_alt(block: FactTable | Figure) -> list[str]:
    """The alternative texts of a block, in order."""
    if isinstance(block, Figure):
        return [block.picture.alt]
    return [row.code.alt for row in block.rows if row.code]


@pytest.mark.parametrize("loaded", [("samples", "awkward")], indirect=True, ids=["awkward"])
def test_a_picture_that_is_not_there_is_a_problem(
    document: Document, layout: Layout, baseline: Baseline, tmp_path: Path
) -> None:
    assert document.heading.photo
    with pytest.raises(BrochureError) as raised:
        write_docx(document, layout, baseline=baseline, root=tmp_path)
    assert [problem.code for problem in raised.value.problems] == ["F104"]


def placed_at(loaded: Loaded, placement: Placement, first_note: int = 1) -> Document:
    """The document of a layout that puts its notes elsewhere."""
    chosen = loaded.common.layout
    style = dataclasses.replace(chosen.house_style, placement=placement)
    return assemble(
        loaded.profile,
        loaded.common.series,
        style,
        load_style(chosen),
        code_policy=chosen.data.codes,
        first_note=first_note,
    )


@pytest.fixture(scope="session", params=list(Placement), ids=lambda placement: placement.value)
def placed(request: pytest.FixtureRequest, loaded: Loaded) -> Document:
    return placed_at(loaded, request.param)


@pytest.fixture(scope="session")
def placed_data(placed: Document, layout: Layout, baseline: Baseline, root: Path) -> bytes:
    return write_docx(placed, layout, baseline=baseline, root=root)


@pytest.fixture(scope="session")
def placed_file(placed_data: bytes) -> WordFile:
    return WordFile(placed_data)


def test_wherever_notes_stand_the_word_file_says_the_words_of_the_document(
    placed_file: WordFile, placed: Document
) -> None:
    assert placed_file.lines() == expected(placed)


def test_wherever_notes_stand_the_file_is_whole_and_formatted_by_styles(
    placed_file: WordFile, placed_data: bytes, tmp_path: Path
) -> None:
    assert placed_file.faults() == []
    assert placed_file.formatting() == []
    assert findings(placed_data, tmp_path) == []


def test_wherever_notes_stand_pandoc_reads_their_words(
    placed_data: bytes, placed: Document, tmp_path: Path
) -> None:
    (tmp_path / "a.docx").write_bytes(placed_data)
    command = [program("pandoc"), str(tmp_path / "a.docx"), "-t", "json"]
    read = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    # The number is pandoc's own to make; what we wrote round it stands in the note.
    assert list(pandoc_notes(read)) == [f"* {plain(note.body, readings=False)}" for note in placed.notes]


def test_notes_are_word_s_own_in_the_kind_and_place_of_the_layout(
    placed_file: WordFile, placed: Document
) -> None:
    kinds = {
        Placement.PAGE: ("footnote", ""),
        Placement.SECTION: ("endnote", "sectEnd"),
        Placement.PARTNER: ("endnote", ""),  # at the end of the document
        Placement.BOOKLET: ("endnote", ""),
    }
    assert (placed_file.kind, placed_file.of_notes("pos")) == kinds[placed.placement]
    formats = placed_file.body.xpath(f"//w:sectPr/w:{placed_file.kind}Pr/w:numFmt/@w:val", namespaces=NAMES)
    assert {placed_file.of_notes("numFmt"), *formats} == {"decimal"}
    assert len(formats) == len(list(placed_file.body.iter(f"{W}sectPr")))


def test_a_question_is_a_section_where_its_notes_stand_behind_it(
    placed_file: WordFile, placed: Document
) -> None:
    first, *others = placed_file.body.iter(f"{W}sectPr")
    assert len(others) == (len(placed.questions) if placed.placement is Placement.SECTION else 0)
    for section in others:
        assert value(section, "w:type") == "continuous"
        for name in ("headerReference", "footerReference", "titlePg"):
            assert first.find(f"w:{name}", NAMES) is not None
            assert section.find(f"w:{name}", NAMES) is None
        for name in ("pgSz", "pgMar", "docGrid"):
            assert section.find(f"w:{name}", NAMES).attrib == first.find(f"w:{name}", NAMES).attrib


@pytest.mark.parametrize("placement", Placement, ids=lambda placement: placement.value)
def test_notes_go_on_from_the_number_that_a_booklet_gives(
    loaded: Loaded, layout: Layout, placement: Placement
) -> None:
    document = placed_at(loaded, placement, first_note=12)
    file = rewritten(document, layout)
    assert [line for line in file.lines() if line.startswith("*12 ")] == [
        f"*12 {plain(document.notes[0].body)}"
    ]
    section = file.body.xpath(f"//w:sectPr/w:{file.kind}Pr/w:numStart/@w:val", namespaces=NAMES)
    assert {file.of_notes("numStart"), *section} == {"12"}


@pytest.mark.parametrize("placement", Placement, ids=lambda placement: placement.value)
def test_a_reference_that_counts_notes_otherwise_or_not_at_all_is_set_right(
    loaded: Loaded, layout: Layout, tmp_path: Path, placement: Placement
) -> None:
    counted = r'<w:\1Pr><w:numFmt w:val="lowerRoman"/><w:numRestart w:val="eachSect"/></w:\1Pr>'
    document = placed_at(loaded, placement)
    for number, settings in enumerate((counted, "")):
        folder = tmp_path / str(number)
        folder.mkdir()
        odd = with_reference(
            layout,
            folder,
            {
                "word/settings.xml": (r"<w:(footnote|endnote)Pr>.*?</w:\1Pr>", settings),
                "word/document.xml": (
                    "<w:pgSz",
                    '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'
                    '<w:endnotePr><w:numFmt w:val="chicago"/></w:endnotePr><w:pgSz',
                ),
                r"word/document\.xml": ("<w:titlePg/>", '<w:pgNumType w:start="3"/><w:titlePg/>'),
            },
        )
        file = rewritten(document, odd)
        assert file.of_notes("numFmt") == "decimal"
        starts = file.body.xpath("//w:sectPr/w:pgNumType/@w:start", namespaces=NAMES)
        assert starts == ["3"]  # folios go on from section to section too
        for section in file.body.iter(f"{W}sectPr"):
            properties = section.find(f"w:{file.kind}Pr", NAMES)
            assert [etree.QName(child).localname for child in properties] == ["numFmt"]
        assert findings(zipped(file.parts), tmp_path) == []


def mark_tables(document: Document) -> list[MarkTable]:
    blocks = (block for question in document.questions for block in question.blocks)
    return [block for block in blocks if isinstance(block, MarkTable)]


def test_the_cells_of_marked_topics_are_filled_and_no_others(file: WordFile, document: Document) -> None:
    filled = ["".join(shading.getparent().getparent().itertext()) for shading in file.body.iter(f"{W}shd")]
    marked = [
        topic.mark
        for table in mark_tables(document)
        for band in table.bands
        for topic in band
        if topic.answer is Answer.MARKED
    ]
    assert filled == marked


def test_a_mark_table_says_what_it_shows_and_repeats_its_head(file: WordFile, document: Document) -> None:
    tables = file.body.xpath("w:tbl[w:tblPr/w:tblDescription]", namespaces=NAMES)
    wanted = [(table.caption, table.summary) for table in mark_tables(document) for _ in table.bands]
    properties = ("w:tblPr/w:tblCaption", "w:tblPr/w:tblDescription")
    assert [tuple(value(table, path) for path in properties) for table in tables] == wanted
    for table in tables:
        heads = [row.find("w:trPr/w:tblHeader", NAMES) is not None for row in table.iterfind("w:tr", NAMES)]
        assert heads == [True, False]


def test_tables_never_touch_and_keep_to_the_type_area(file: WordFile) -> None:
    children = list(file.body)
    for one, other in pairwise(children):
        assert not (one.tag == other.tag == f"{W}tbl")
    for table in file.body.iterfind("w:tbl", NAMES):
        size, indent = table.find("w:tblPr/w:tblW", NAMES), table.find("w:tblPr/w:tblInd", NAMES)
        grid = [int(column.get(f"{W}w")) for column in table.iterfind("w:tblGrid/w:gridCol", NAMES)]
        assert sum(grid) == int(size.get(f"{W}w"))
        right = 907 + int(indent.get(f"{W}w")) + sum(grid)
        assert right <= 11906 - (907 if int(indent.get(f"{W}w")) > 0 else 0)
        for row in table.iterfind("w:tr", NAMES):
            cells = row.findall("w:tc", NAMES)
            assert [int(cell.find("w:tcPr/w:tcW", NAMES).get(f"{W}w")) for cell in cells] == grid
            assert all(cell[-1].tag == f"{W}p" for cell in cells)


def test_an_empty_table_and_a_table_after_a_table_are_well_formed(document: Document, layout: Layout) -> None:
    facts = FactTable(Paragraph((Text("表"),)), (), None)
    marks = mark_tables(document)[0]
    bare = dataclasses.replace(marks, legend=(), other=None, remark=None, bands=marks.bands[:1])
    question = dataclasses.replace(document.questions[0], blocks=(bare, bare, facts))
    file = rewritten(document, layout, questions=(question,), notes=())
    tags = [child.tag for child in file.body]
    assert all(not (a == b == f"{W}tbl") for a, b in pairwise(tags))
    assert file.faults() == []


def test_nothing_is_formatted_but_by_styles(file: WordFile) -> None:
    assert file.formatting() == []


def test_bookmarks_styles_lists_and_relationships_all_lead_somewhere(file: WordFile) -> None:
    assert file.faults() == []


def test_the_validator_finds_nothing_in_the_reference(tmp_path: Path) -> None:
    assert findings(REFERENCE.read_bytes(), tmp_path) == []


def test_the_same_document_makes_the_same_bytes(
    data: bytes, document: Document, layout: Layout, baseline: Baseline, root: Path
) -> None:
    assert write_docx(document, layout, baseline=baseline, root=root) == data


def test_the_partner_s_accent_colours_the_theme_and_what_is_written_beside_it(
    document: Document, layout: Layout
) -> None:
    file = rewritten(document, layout, accent="#b3261e")
    palette = colour.palette("#b3261e")
    accent, text = (code.removeprefix("#").upper() for code in (palette.accent, palette.text))
    theme = file.parts["word/theme/theme1.xml"].decode()
    assert f'<a:accent1><a:srgbClr val="{accent}"/></a:accent1>' in theme
    everything = b"".join(file.parts[name] for name in file.names if name.startswith("word/"))
    assert b"0B4F8A" not in everything
    (strong,) = file.xml("styles").xpath(
        "w:style[w:name/@w:val='Strong']/w:rPr/w:color/@w:val", namespaces=NAMES
    )
    assert strong == text


def test_editors_changes_are_tracked_and_no_field_asks_to_be_updated(file: WordFile) -> None:
    settings = file.xml("settings")
    assert settings.find("w:trackRevisions", NAMES) is not None
    assert settings.find("w:updateFields", NAMES) is None
    (mode,) = settings.xpath("//w:compatSetting[@w:name='compatibilityMode']/@w:val", namespaces=NAMES)
    assert mode == "15"


def test_the_running_head_says_partner_and_series(file: WordFile, document: Document) -> None:
    assert "".join(file.xml("header1").itertext()) == document.title + document.series


def test_the_properties_say_what_the_file_is(file: WordFile, document: Document) -> None:
    core: Any = etree.fromstring(file.parts["docProps/core.xml"])
    said = {etree.QName(child).localname: child.text for child in core}
    day = document.edition.first_day().isoformat()
    assert said["title"] == document.title
    assert said["subject"] == document.series
    assert said["language"] == "ja-JP"
    assert said["created"] == said["modified"] == f"{day}T00:00:00Z"
    custom: Any = etree.fromstring(file.parts["docProps/custom.xml"])
    assert {one.get("name"): "".join(one.itertext()) for one in custom} == {
        "brochure.profile": document.id,
        "brochure.edition": document.edition.iso(),
    }


def test_the_baseline_inside_reads_back_and_lists_every_paragraph(
    file: WordFile, document: Document, baseline: Baseline
) -> None:
    read, blocks = baselines.read_baseline(file.parts["customXml/item1.xml"])
    assert read == baseline
    marks = [name for _, name in file.bookmarks() if name.startswith("_bc_")]
    notes = [block for block in blocks if block.style == "footnote text"]
    assert marks == [block.bookmark for block in blocks if block not in notes]
    assert [block.address.split("#")[0] for block in notes] == [note.at for note in document.notes]
    assert [block.bookmark for block in notes] == [
        baselines.note_bookmark(note.id) for note in document.notes
    ]
    assert {block.bookmark for block in blocks} <= {name for _, name in file.bookmarks()}
    printed = {
        paragraph.at
        for question in document.questions
        for block in question.blocks
        for paragraph in paragraphs(block)
        if paragraph.at
    }
    assert printed <= {block.address for block in blocks}


def test_the_baseline_is_related_to_the_document(file: WordFile) -> None:
    rels = etree.fromstring(file.parts["word/_rels/document.xml.rels"])
    targets = {rel.get("Target") for rel in rels if rel.get("Type", "").endswith("/customXml")}
    assert targets == {"../customXml/item1.xml", "../customXml/item2.xml"}  # and the text as it was sent


def test_the_first_bookmark_tells_whose_file_it_is(file: WordFile, document: Document) -> None:
    assert re.fullmatch(f"_bcid_{document.id}_[0-9a-f]{{8}}", file.bookmarks()[0][1])


def test_texts_with_odd_line_ends_survive_in_the_baseline() -> None:
    baseline = Baseline("a", "x: 1\r\ny: <&>\"'\t\n", "z\r")
    assert baselines.read_baseline(baselines.write_baseline(baseline, [])) == (baseline, ())


KEYS = st.text("abzABZ019_-./:#é注", min_size=1, max_size=60)


@law(sample=100, full=10000)
@given(KEYS, KEYS)
def test_notes_never_share_a_bookmark(one: str, other: str) -> None:
    names = [baselines.note_bookmark(key).casefold() for key in (one, other)]  # as Word compares them
    assert (names[0] == names[1]) == (one == other)
    assert all(re.fullmatch(r"_\w{1,39}", name, re.ASCII) for name in names)


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


def test_the_shipped_reference_is_what_its_script_makes(layout: Layout) -> None:
    path = REPO / "scripts" / "make_reference_docx.py"
    spec = importlib.util.spec_from_file_location("make_reference_docx", path)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = script
    spec.loader.exec_module(script)
    made, shipped = (
        zipfile.ZipFile(BytesIO(file)) for file in (script.make(layout.data), REFERENCE.read_bytes())
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
