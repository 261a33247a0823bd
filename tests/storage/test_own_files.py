"""No command overwrites a file that brochure has not made, whatever name it is given."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
import pikepdf
import pytest

from brochure.build.brochure import write_word_file
from brochure.build.load import SharedInput, load_common, load_partner
from brochure.diagnostics.problem import BrochureError
from brochure.storage import atomic
from brochure.storage.own_files import (
    GENERATOR,
    checked_target,
    is_own_docx,
    is_own_pdf,
    is_own_report,
    replace_outputs,
)
from brochure.storage.workspace import Workspace
from cli_result import Run
from workspaces import REPO


def test_a_report_may_replace_a_report_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    assert checked_target(path, is_own_report, ".html") == path
    for data, code in (
        (f"<!doctype html><html>{GENERATOR}".encode(), ""),
        (b"", ""),
        (b"<!doctype html><html>", "F112"),
        (b"partner: {}", "F112"),
    ):
        path.write_bytes(data)
        if code:
            with pytest.raises(BrochureError) as raised:
                checked_target(path, is_own_report, ".html")
            assert [found.code for found in raised.value.problems] == [code]
        else:
            checked_target(path, is_own_report, ".html")
    with pytest.raises(BrochureError) as raised:
        checked_target(tmp_path / "a.yaml", is_own_report, ".html", ".htm")
    assert [found.code for found in raised.value.problems] == ["F113"]


@pytest.fixture
def files(fresh: Path) -> dict[str, Path]:
    """A Word file and a PDF of the sample partner, and files that are not brochure's."""
    where = Workspace(fresh)
    loaded = load_partner(where, "liaoning", load_common(where, "standard"))
    found = {name: fresh / name for name in ("back.docx", "page.html", "own.pdf", "a.json")}
    found["back.docx"].write_bytes(write_word_file(where, loaded))
    found["page.html"].write_text("<!doctype html><p>mine", "utf-8")
    found["own.pdf"].write_bytes(b"%PDF-1.4\nmine")
    found["a.json"].write_text('{"mine": 1}', "utf-8")
    return found


@pytest.mark.parametrize(
    ("command", "target", "code"),
    [
        (("revise", "back.docx", "--html"), "profiles/liaoning.yaml", "F113"),
        (("revise", "back.docx", "--html"), "page.html", "F112"),
        (("preflight", "output/liaoning.pdf", "--html"), "profiles/liaoning.yaml", "F113"),
        (("preflight", "output/liaoning.pdf", "--html"), "page.html", "F112"),
        (("impose", "output/liaoning.pdf", "--output"), "profiles/liaoning.yaml", "F113"),
        (("impose", "output/liaoning.pdf", "--output"), "own.pdf", "F112"),
        (("impose", "output/liaoning.pdf", "--output"), "layouts/standard/layout.yaml", "F113"),
        (("schema", "--output"), "profiles/liaoning.yaml", "F113"),
        (("schema", "--output"), "a.json", "F112"),
    ],
)
def test_a_command_refuses_a_name_that_is_somebody_else_s(
    run: Run, fresh: Path, files: dict[str, Path], command: tuple[str, ...], target: str, code: str
) -> None:
    run("build", "liaoning", "--format", "pdf")
    before = (fresh / target).read_bytes()
    done = run(*command, target)
    assert done.code != 0
    assert f" {code}: " in done.err
    assert (fresh / target).read_bytes() == before


def test_what_a_command_made_it_may_make_again(run: Run, files: dict[str, Path]) -> None:
    run("build", "liaoning", "--format", "pdf")
    for command in (
        ("revise", "back.docx", "--html", "a.html"),
        ("preflight", "output/liaoning.pdf", "--html", "b.html"),
        ("impose", "output/liaoning.pdf", "--output", "c.pdf"),
        ("schema", "--output", "d.json"),
    ):
        assert [run(*command).code for _ in range(2)] == [0, 0], command


def test_build_overwrites_no_word_file_that_an_editor_saved(run: Run, fresh: Path) -> None:
    assert run("build", "liaoning").code == 0
    word, pdf = fresh / "output" / "liaoning.docx", fresh / "output" / "liaoning.pdf"
    edited = docx.Document(str(word))
    edited.paragraphs[3].add_run("編集者の語")
    edited.save(str(word))
    saved, printed = word.read_bytes(), pdf.read_bytes()
    profile = fresh / "profiles" / "liaoning.yaml"
    profile.write_text(profile.read_text("utf-8").replace("遼寧省", "遼寧省庁"), "utf-8")
    result = run("build", "liaoning")
    assert result.code == 3
    assert "F114" in result.err
    assert "output/liaoning.docx" in result.err
    assert (word.read_bytes(), pdf.read_bytes()) == (saved, printed)
    word.rename(word.with_name("edited.docx"))
    assert run("build", "liaoning").code == 0
    assert pdf.read_bytes() != printed


@pytest.mark.parametrize(("there", "code"), [(True, "F121"), (False, "F107")])
def test_what_an_editor_saves_while_a_word_file_is_written_stays(
    common: SharedInput, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool, code: str
) -> None:
    target = tmp_path / "liaoning.docx"
    made = write_word_file(Workspace(REPO), load_partner(Workspace(REPO), "liaoning", common))
    if there:
        target.write_bytes(made)
    prepare = atomic._prepare

    def saved_meanwhile(path: Path, data: bytes, **options: bool) -> Path:
        target.write_bytes(b"saved by Word")
        return prepare(path, data, **options)

    monkeypatch.setattr(atomic, "_prepare", saved_meanwhile)
    with pytest.raises(BrochureError) as caught:
        replace_outputs({target: made})
    assert [found.code for found in caught.value.problems] == [code]
    assert target.read_bytes() == b"saved by Word"


def test_build_overwrites_no_pdf_with_comments_of_a_reader(run: Run, fresh: Path) -> None:
    assert run("build", "liaoning", "--format", "pdf").code == 0
    path = fresh / "output" / "liaoning.pdf"
    assert is_own_pdf(path.read_bytes())
    commented = path.read_bytes() + b"9 0 obj<</Type/Annot/Subtype/Text>>endobj\nstartxref\n0\n%%EOF\n"
    path.write_bytes(commented)
    result = run("build", "liaoning", "--format", "pdf")
    assert (result.code, path.read_bytes()) == (3, commented)
    with pikepdf.new() as other:
        other.add_blank_page()
        other.save(path)
    assert not is_own_pdf(path.read_bytes())
    assert run("build", "liaoning", "--format", "pdf").code == 3


def test_only_word_files_as_brochure_writes_them_are_its_own(common: SharedInput) -> None:
    where = Workspace(REPO)
    data = write_word_file(where, load_partner(where, "liaoning", common))
    assert is_own_docx(data)
    again = io.BytesIO()
    docx.Document(io.BytesIO(data)).save(again)
    assert not is_own_docx(again.getvalue())
    assert not is_own_docx(data[:-10])
    assert not is_own_docx(b"PK")


def test_pictures_of_layouts_replace_only_pictures_of_layouts(run: Run, fresh: Path) -> None:
    shutil.rmtree(fresh / "layouts" / "onepage")
    assert run("layouts", "--pictures", "shots").code == 0
    assert run("layouts", "--pictures", "shots").code == 0
    own = fresh / "shots" / "standard.png"
    own.write_bytes(b"\x89PNG a photograph")
    result = run("layouts", "--pictures", "shots")
    assert (result.code, own.read_bytes()) == (3, b"\x89PNG a photograph")
    assert "F112" in result.err
