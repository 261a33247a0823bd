"""Word files keep the rules of Word's accessibility checker; the checker of the tests finds faults."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from book_files import Bound, written
from brochure.build.brochure import write_word_file
from brochure.build.chapters import CompiledBooklet
from brochure.build.load import SharedInput, load_common, load_partner
from brochure.document.comparison import compare_editions
from brochure.document.printed_words import words_of
from brochure.storage.workspace import Workspace
from brochure.word.comparison_table import write_comparison
from brochure.word.package import zip_parts
from editions import EDITS, LIAONING, document, edited, redlined
from script_files import booklet_of_scripts, word_file_of_scripts, workspace_of_scripts
from word_accessibility import accessibility_faults
from workspaces import REPO, SAMPLES

WHERE = Workspace(REPO)


@pytest.fixture(scope="module", params=["standard", "onepage"])
def shared(request: pytest.FixtureRequest) -> SharedInput:
    return load_common(WHERE, request.param)


@pytest.mark.parametrize("name", WHERE.names())
def test_every_partner_can_be_read_by_everyone(name: str, shared: SharedInput) -> None:
    assert accessibility_faults(write_word_file(WHERE, load_partner(WHERE, name, shared))) == []


def test_a_partner_with_everything_can_be_read_by_everyone() -> None:
    where = Workspace(SAMPLES)
    loaded = load_partner(where, "awkward", load_common(where, "standard"))
    assert accessibility_faults(write_word_file(where, loaded)) == []


def test_words_of_other_scripts_can_be_read_by_everyone(tmp_path: Path) -> None:
    where = workspace_of_scripts(tmp_path)
    assert accessibility_faults(word_file_of_scripts(where)) == []
    assert accessibility_faults(booklet_of_scripts(where)) == []


def test_every_booklet_can_be_read_by_everyone(any_book: Bound) -> None:
    assert accessibility_faults(any_book.data) == []


@pytest.mark.parametrize("name", EDITS)
def test_redlines_and_comparisons_can_be_read_by_everyone(name: str, shared: SharedInput) -> None:
    old, new = document(LIAONING, shared), document(edited(name), shared)
    assert accessibility_faults(redlined(old, new, shared).data) == []
    table = compare_editions(old, new, editions=("旧版", "新版"), words=words_of("ja"), pictures=({}, {}))
    assert accessibility_faults(write_comparison(table, new, shared.layout)) == []


# --- the checker itself -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def sent(seminar: CompiledBooklet) -> bytes:
    return written(seminar, seminar.book)


FAULTS = {
    "title": ("docProps/core.xml", r"<dc:title>[^<]*</dc:title>", "<dc:title/>", "no title"),
    "language": ("word/styles.xml", r"<w:lang [^>]*/>", "", "the text has no language"),
    "heading": (
        "word/document.xml",
        r'(<w:pStyle w:val="[^"]*"/></w:pPr>)(?:(?!</w:p>).)*どのような機関ですか(?:(?!</w:p>).)*',
        r"\1",
        "an empty heading",
    ),
    "header": ("word/document.xml", r"<w:tblHeader/>", "", "without a marked header"),
    "name": ("word/document.xml", r"<w:tblCaption [^>]*/>", "", "a table without a name"),
    "decoration": (
        "word/document.xml",
        r'decorative" val="1"',
        'decorative" val="0"',
        "without an alternative",
    ),
    "floating": ("word/document.xml", r'behindDoc="1"', 'behindDoc="0"', "a picture that floats"),
    "frame": ("word/document.xml", r"</w:pPr>", '<w:framePr w:w="9"/></w:pPr>', "floats"),
    "link": ("word/document.xml", r'w:anchor="[^"]*"', 'w:anchor="nowhere"', "missing bookmark"),
    "blanks": ("word/document.xml", r"どのような機関ですか", "あ　　　　い", "blanks in a row"),
    "script": ("word/document.xml", r"どのような機関ですか", "부산광역시", "without a language"),
    "script of a note": ("word/footnotes.xml", r"(<w:t [^>]*>)[^<]+", r"\1Ελλάδα", "without a language"),
    "skipped level": (
        "word/styles.xml",
        r'<w:outlineLvl w:val="0"/>',
        '<w:outlineLvl w:val="2"/>',
        "level 3",
    ),
    "empty lines": ("word/document.xml", r"<w:sectPr", "<w:p/><w:p/><w:p/><w:sectPr", "three empty"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_the_checker_finds_a_fault_of_each_kind(kind: str, sent: bytes) -> None:
    part, old, new, told = FAULTS[kind]
    with zipfile.ZipFile(BytesIO(sent)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    changed = re.sub(old, new, text)
    assert changed != text
    parts[part] = changed.encode()
    found = accessibility_faults(zip_parts(parts))
    assert [fault for fault in found if told in fault]
