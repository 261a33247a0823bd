"""Files made with ``--share-safe`` carry no internal notes, look the same, and come back all the same."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from cli_result import Run
from docx_reader import WordFile
from workspaces import REPO, Edit

BOOK = """title: 架空の冊子
edition: 2026-11
partners:
  - id: liaoning
  - id: oulu
foreword:
  title: はじめに
  text: これは架空の冊子です。
colophon:
  publisher: 架空の発行者
"""
SECRETS = ("部外秘の一", "部外秘の二", "部外秘の三", "部外秘の四", "部外秘の五")


@pytest.fixture
def planted(fresh: Path, edit: Edit) -> Path:
    """The workspace with notes for colleagues in its files."""
    edit("edition: 2026-11", f"# {SECRETS[0]}\nedition: 2026-11 # {SECRETS[1]}")
    edit("accepted:\n", f"accepted:\n  - {{code: S210, text: x, reason: {SECRETS[2]}}}\n")
    series = fresh / "profiles" / "_series.yaml"
    series.write_text(series.read_text("utf-8") + f"\n# {SECRETS[3]}\n", "utf-8")
    shutil.copy(REPO / "profiles" / "oulu.yaml", fresh / "profiles" / "oulu.yaml")
    (fresh / "booklets").mkdir()
    (fresh / "booklets" / "book.yaml").write_text(f"# {SECRETS[4]}\n{BOOK}", "utf-8")
    return fresh


def texts_in(path: Path) -> str:
    """Every text that a finished file carries, also in its attachments."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    with pikepdf.open(path) as pdf:
        found = [bytes(one.get_file().read_bytes()) for one in pdf.attachments.values()]
        found += [
            item.read_bytes()
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and "/DCTDecode" not in str(item.get("/Filter"))
        ]
    return b"".join(found).decode("utf-8", "replace")


def typed(source: Path, target: Path, words: Mapping[str, str]) -> Path:
    """A Word file in which words were typed over, without tracking."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                for old, new in words.items():
                    assert old.encode() in content, old
                    content = content.replace(old.encode(), new.encode())
            after.writestr(name, content)
    return target


def page_texts(path: Path) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(str(path))]


@pytest.mark.parametrize(("command", "planned"), [("build", SECRETS[:4]), ("booklet", SECRETS)])
def test_only_ordinary_files_carry_internal_notes(
    run: Run, planted: Path, command: str, planned: tuple[str, ...]
) -> None:
    name = "liaoning" if command == "build" else "book"
    kinds = ("pdf", "docx")
    made = {}
    for options, folder in (((), "plain"), (("--share-safe",), "safe"), ((), "plain")):
        ran = run(command, name, "--output", str(planted / folder), *options)
        assert ran.code == 0, ran.err
        made[folder] = {kind: planted / folder / f"{name}.{kind}" for kind in kinds}
    for kind in kinds:
        assert [one for one in planned if one not in texts_in(made["plain"][kind])] == [], kind
        assert [one for one in SECRETS if one in texts_in(made["safe"][kind])] == [], kind
    assert page_texts(made["plain"]["pdf"]) == page_texts(made["safe"]["pdf"])
    plain, safe = (WordFile(made[folder]["docx"].read_bytes()).parts for folder in ("plain", "safe"))
    assert plain.keys() == safe.keys()
    differing = [part for part in plain if plain[part] != safe[part]]
    assert {part.split("/")[0] for part in differing if part != "word/document.xml"} == {
        *("customXml", "docProps")  # the sources, and the digest of the original
    }


def test_the_next_build_without_the_option_makes_the_ordinary_file_again(run: Run, planted: Path) -> None:
    path = planted / "output" / "liaoning.docx"
    for options, count in (((), 4), (("--share-safe",), 0), ((), 4), (("--share-safe",), 0)):
        assert run("build", "liaoning", "--format", "docx", *options).code == 0
        found = texts_in(path)
        assert sum(one in found for one in SECRETS) == count, options


def test_edits_of_a_share_safe_file_come_back_and_the_notes_stay(
    run: Run, planted: Path, tmp_path: Path
) -> None:
    assert run("build", "liaoning", "--format", "docx", "--share-safe").code == 0
    sent, profile = planted / "output" / "liaoning.docx", planted / "profiles" / "liaoning.yaml"
    before = profile.read_text("utf-8")
    untouched = run("revise", str(sent), "--write")
    assert "0 changes, 0 not applied" in untouched.out
    assert profile.read_text("utf-8") == before
    # someone changes the profile in the meantime
    between = before.replace("外資誘致については、", "外資誘致では、")
    assert between != before
    profile.write_text(between, "utf-8")
    written = run("revise", str(typed(sent, tmp_path / "back.docx", {"14市から": "15市から"})), "--write")
    assert written.code == 0, written.err
    assert profile.read_text("utf-8") == between.replace("14市から", "15市から", 1)


def test_edits_of_a_share_safe_booklet_come_back(run: Run, planted: Path, tmp_path: Path) -> None:
    assert run("booklet", "book", "--format", "docx", "--share-safe").code == 0
    sent = planted / "output" / "book.docx"
    words = {"14市から": "15市から", "これは架空の冊子です。": "これは架空の小冊子です。"}
    files = [planted / "profiles" / "liaoning.yaml", planted / "booklets" / "book.yaml"]
    before = [path.read_text("utf-8") for path in files]
    written = run("revise", str(typed(sent, tmp_path / "back.docx", words)), "--write")
    assert written.code == 0, written.err
    for path, text, (old, new) in zip(files, before, words.items(), strict=True):
        assert path.read_text("utf-8") == text.replace(old, new, 1)


def test_a_file_for_the_press_carries_no_source_at_all(run: Run, planted: Path) -> None:
    ran = run("build", "liaoning", "--for", "print", "--shop", "leaflet")
    assert ran.code == 0, ran.err
    (path,) = (planted / "output").glob("*-print-*.pdf")
    assert not any(one in texts_in(path) for one in SECRETS)
