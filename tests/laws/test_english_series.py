"""A series in English: no page has a Japanese character that its files do not have."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from brochure.pdf.reader import read_pages
from cli_result import Run
from docx_reader import W
from word_parts import word_parts
from workspaces import REPO, SAMPLES

SPOKEN = ("/Alt", "/ActualText", "/Contents", "/Title", "/Summary", "/E")
CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@pytest.fixture
def english(fresh: Path) -> Path:
    """The English sample as a workspace."""
    shutil.rmtree(fresh / "profiles")
    shutil.copytree(SAMPLES / "english", fresh, dirs_exist_ok=True)
    (fresh / "pictures").mkdir()
    for file in (*(REPO / "pictures").glob("*.png"), SAMPLES / "photos" / "mountains.png"):
        shutil.copy(file, fresh / "pictures" / file.name)
    return fresh


def pdf_texts(data: bytes) -> Iterator[str]:
    """What a PDF shows and what a screen reader says: text, descriptions, bookmarks, the title."""
    import io

    import pikepdf

    yield from (page.text for page in read_pages(data))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary):
                yield from (
                    str(found[key]) for key in ("/Alt", "/ActualText", "/Contents") if is_text(found, key)
                )
                yield from (str(found[key]) for key in ("/Title", "/Summary", "/E") if is_text(found, key))


def is_text(found: Any, key: str) -> bool:
    import pikepdf

    return isinstance(found.get(key), pikepdf.String)


def word_texts(data: bytes) -> Iterator[str]:
    """What a Word file shows, and the descriptions of its pictures and tables."""
    for name, part in word_parts(data).items():
        if re.fullmatch(r"word/(?!styles|fontTable)\w+\.xml", name):
            root = etree.fromstring(part)
            yield from (one.text or "" for one in root.iter(f"{W}t", f"{W}delText", f"{W}instrText"))
            yield from (str(one.get(key, "")) for one in root.iter() for key in ("descr", "title"))
            for tag in ("tblCaption", "tblDescription", "lvlText"):
                yield from (str(one.get(f"{W}val", "")) for one in root.iter(f"{W}{tag}"))
    core = etree.fromstring(word_parts(data)["docProps/core.xml"])
    assert core.findtext("{http://purl.org/dc/elements/1.1/}language") == "en"


def assert_english(files: list[Path]) -> None:
    assert files
    for file in files:
        texts = pdf_texts if file.suffix == ".pdf" else word_texts
        found = [text for text in texts(file.read_bytes()) if text]
        assert found
        assert [text for text in found if CJK.search(text)] == [], file.name


def test_pages_of_an_english_partner(english: Path, run: Run) -> None:
    ran = run("build", "northtown", "world-office", where=english)
    assert (ran.code, ran.err) == (0, ran.err)
    assert run("build", "northtown", "--layout", "onepage", "--output", "one", where=english).code == 0
    assert run("build", "northtown", "--blank-form", where=english).code == 0
    assert_english([*(english / "output").iterdir(), *(english / "one").iterdir()])


def test_pages_of_an_english_booklet(english: Path, run: Run) -> None:
    for placement in ("booklet", "page"):
        booklet = english / "booklets" / "guide.yaml"
        booklet.write_text(
            re.sub("placement: .*", f"placement: {placement}", booklet.read_text("utf-8")), "utf-8"
        )
        assert run("booklet", "guide", where=english).code == 0
        assert_english([*(english / "output").iterdir()])


EDITS = [
    ("as_of: 2019-11-05", "as_of: 2020-01"),
    ("fictional** city", "fictional** town"),
    ("marked: [cancer]", "marked: [regenerative]"),
    ("Without the islands", "With all islands"),
    ("A shared laboratory", "Laboratories"),
    ("    - remark: The text is fictional.\n", ""),
    ("date: 1983-05", "date: 1984-05"),
    ("alt: A map of the harbour", "alt: A map"),
    ("[Trade, Culture]", "[Trade, Sport]"),
    ("MOU.\n", "MOU.\n    - paragraph: It was renewed.\n"),
]


def test_an_english_comparison_of_editions(english: Path, run: Run) -> None:
    profile = english / "profiles" / "northtown.yaml"
    old = english / "old.yaml"
    shutil.copy(profile, old)
    text = profile.read_text("utf-8")
    for before, after in EDITS:
        assert before in text
        text = text.replace(before, after)
    profile.write_text(text, "utf-8")
    assert run("redline", "northtown", "--since", "old.yaml", "--date", "2026-12-01", where=english).code == 0
    assert_english([*(english / "output").iterdir()])
    words = " ".join("".join(word_texts((english / "output/northtown-comparison.docx").read_bytes())).split())
    for said in (
        "Comparison of editions",
        "November 2026 edition (made on 1 December 2026)",
        "Old",
        "(deleted)",
    ):
        assert said in words
