"""Files that cannot be read, our own pages, the report and the command of preflight."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from brochure.build.booklet import build_booklet, compile_booklet
from brochure.build.load import load_common, load_partner, load_shop
from brochure.cli.main import main
from brochure.diagnostics.catalogue import catalogue, format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.pdf.preflight import html_report as sheet
from brochure.pdf.preflight import preflight
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from damaged import damaged
from law import law
from preflight_pages import LINES, changed, codes, make
from workspaces import REPO, workspace


def test_files_that_cannot_be_read(plain: bytes) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    broken = plain[: len(plain) // 2].replace(b"/Page", b"/Pgae")
    for data, code in ((b"", "Q901"), (b"text", "Q901"), (locked.getvalue(), "Q902"), (broken, "Q901")):
        with pytest.raises(BrochureError) as raised:
            preflight.run_preflight(data, file="x.pdf")
        assert [found.code for found in raised.value.problems] == [code]


@law(sample=12, full=3000)
def test_a_damaged_file_is_told_and_never_a_traceback(plain: bytes, seed: int) -> None:
    try:
        preflight.run_preflight(damaged(plain, seed))
    except BrochureError as error:
        assert {found.code for found in error.problems} <= {"Q901", "Q902"}


def test_a_file_without_tags_is_read_by_its_places() -> None:
    data = changed(
        make(f"{LINES}<p>あいうえお<br>、かきくけこ</p>"),
        lambda opened: opened.Root.__delitem__("/StructTreeRoot"),
    )
    assert {"Q101", "Q705"} <= codes(data)


def test_a_turned_page_is_measured_as_it_was_made(plain: bytes) -> None:
    def turned(opened: pikepdf.Pdf) -> None:
        opened.pages[0].Rotate = 90

    assert codes(changed(plain, turned)) == set()


SEEN = {
    # What is true of the shipped pages: the accent of the callout, and those of a light partner.
    "liaoning": ["Q603"],
    # … and the white credit line on a light photograph, 2 mm from the trim.
    "awkward": ["Q202", "Q602", "Q603"],
}


@pytest.mark.parametrize(("which", "name"), [("repo", "liaoning"), ("samples", "awkward")])
def test_our_own_pages(which: str, name: str) -> None:
    where = workspace(which)
    common = load_common(where, "standard")
    loaded = load_partner(where, name, common)
    page = html.write_html(loaded.document, common.layout, root=where.root, shown="layouts/standard")
    data = pdf.render_pdf(page, common.layout.font_paths).data
    families = frozenset(common.layout.families)
    found = codes(data, fonts=families) - {"Q707"}  # only a build knows the date
    assert found <= set(SEEN[name])


OUT_OF_PLACE = {f"Q2{number:02}" for number in (1, *range(4, 12))} | {"Q301", "Q604"}


@pytest.mark.parametrize("layout", ["standard", "onepage"])
def test_nothing_is_out_of_place_on_the_samples(layout: str) -> None:
    where = workspace("repo")
    common = load_common(where, layout)
    for name in sorted(path.stem for path in (REPO / "profiles").glob("[!_]*.yaml")):
        loaded = load_partner(where, name, common)
        page = html.write_html(loaded.document, common.layout, root=where.root, shown=f"layouts/{layout}")
        data = pdf.render_pdf(page, common.layout.font_paths).data
        untagged = changed(data, lambda opened: opened.Root.__delitem__("/StructTreeRoot"))
        for one in (data, untagged):
            found = preflight.run_preflight(one, multiple=4, file=name).findings
            assert [finding for finding in found if finding.code in OUT_OF_PLACE] == [], name


def test_nothing_is_out_of_place_in_the_booklet_and_its_cover(tmp_path: Path) -> None:
    where = workspace("repo")
    compiled = compile_booklet(where, "seminar-2026")
    compiled = replace(compiled, book=replace(compiled.book, binding="perfect"))
    done = build_booklet(where, compiled, output=tmp_path, shop=load_shop(where, "booklet"))
    assert len(done.paths) == 2
    for path in done.paths:
        report = preflight.run_preflight(path.read_bytes(), multiple=4, file=path.name)
        assert [finding for finding in report.findings if finding.code in OUT_OF_PLACE] == []


BAD = '<p>あいうえお<br>、&lt;b&gt;&amp;</p><p style="color: #999">薄い文字<br>薄い文字です</p>' + LINES


def test_the_report_has_pictures_and_numbered_places() -> None:
    data = make(BAD)
    report = preflight.run_preflight(data, file="<b>.pdf")
    text = sheet.write_html_report(report, data)
    assert text.count("data:image/png;base64,") == 1
    assert text.count('<div class="place') == len(report.findings) == 2
    assert "行の頭に" not in text.split("<ol>")[0]
    assert "直すところが2件あります" in text
    assert "&lt;b&gt;.pdf" in text
    assert "<b>.pdf" not in text
    assert "http" not in text  # it needs nothing from elsewhere


def test_the_report_marks_overlaps_on_the_picture() -> None:
    wrong = f'{LINES}<div style="border: 1pt solid #333; height: 20pt">一行め<br>はみ出す行</div>'
    text = sheet.write_html_report(preflight.run_preflight(wrong_page := make(wrong)), wrong_page)
    assert text.count('<div class="place error"') == 1
    place = text.split('<div class="place error" style="')[1]
    left, top = (float(place.split(f"{side}:")[1].split("%")[0]) for side in ("left", "top"))
    assert 9 < left < 13 and 40 < top < 62  # at the lower edge of the frame, on a page of 100 × 80 mm
    assert "文字が枠や地、絵の縁にかかっています（はみ出す行）" in text


def test_every_code_has_a_rule_and_a_line_in_the_guide() -> None:
    guide = (REPO / "docs" / "preflight.md").read_text("utf-8")
    rooms = REPO / "src" / "brochure"
    files = [*(rooms / "pdf" / "preflight").glob("*.py"), *(rooms / "typesetting").glob("*.py")]
    source = "".join(path.read_text("utf-8") for path in files)
    for code in catalogue():
        if code.startswith("Q"):
            assert code in guide, code
            assert f'"{code}"' in source, code


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int:
    """The exit code of ``brochure preflight …``."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setattr(sys, "argv", ["brochure", "preflight", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_the_command(
    plain: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.pdf").write_bytes(plain)
    (tmp_path / "bad.pdf").write_bytes(make(BAD))
    assert run(monkeypatch, tmp_path, "good.pdf", "--html", "r.html") == 0
    assert capsys.readouterr().out == "r.html\ngood.pdf：1頁、直すところ0件、注意0件。\n"
    assert "問題は見つかりませんでした" in (tmp_path / "r.html").read_text("utf-8")
    assert run(monkeypatch, tmp_path, "bad.pdf") == 5
    printed = capsys.readouterr()
    assert printed.out == "bad.pdf：1頁、直すところ2件、注意0件。\n"
    assert printed.err.startswith(
        "bad.pdf: エラー Q101: 1頁（左10mm・上16mm）：「、」が行の頭にあります（行頭禁則）\n  → "
    )
    assert run(monkeypatch, tmp_path, "bad.pdf", "--format", "json") == 5
    said = json.loads(capsys.readouterr().out)
    assert [found["code"] for found in said["findings"]] == ["Q101", "Q602"]
    assert run(monkeypatch, tmp_path, "none.pdf") == 3
    assert "F104" in capsys.readouterr().err


def test_messages_are_said_in_both_languages() -> None:
    report = preflight.run_preflight(make(BAD), file="b.pdf")
    assert [str(format_problem(found, "en")).splitlines()[0] for found in report.problems] == [
        "b.pdf: error Q101: page 1, 10 mm from the left, 16 mm from the top: “、” stands at the start of a "
        "line, where it is not allowed",
        "b.pdf: error Q602: page 1, 10 mm from the left, 21 mm from the top: the contrast is 2.8:1; "
        "at least 4.5:1 is needed (text #999999 on #ffffff, 1 places)",
    ]
