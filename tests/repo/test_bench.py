"""What make bench stands on; nothing is timed here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workspaces import REPO

sys.path.insert(0, str(REPO / "scripts" / "bench"))

import content
import desk_typing
import outputs
import peers
import report
import section
import stages

BENCH = REPO / "scripts" / "bench"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> content.Case:
    """Three partners."""
    return content.prepare(tmp_path_factory.mktemp("bench") / "3", 3)


def test_partners_are_as_long_as_real_ones_and_always_the_same(case: content.Case) -> None:
    texts = [path.read_text("utf-8") for path in sorted((case.folder / "profiles").glob("p*.yaml"))]
    assert tuple(texts) == content.profiles(3)
    assert len(set(texts)) == 3
    assert all(content.LEAST <= len(text) <= content.MOST for text in texts)


def test_no_peer_gets_less_than_brochure_prints(case: content.Case) -> None:
    from brochure.build.load import load_common, load_partner
    from brochure.document.tree import plain_text
    from brochure.document.walk import block_paragraphs
    from brochure.storage.workspace import Workspace

    def strings(value: object) -> str:
        if isinstance(value, dict):
            if "kind" in value and "text" in value and isinstance(value["text"], str):  # a run
                return value["text"]
            return "".join(strings(one) for key, one in value.items() if key not in ("kind", "file", "alt"))
        return "".join(map(strings, value)) if isinstance(value, list) else str(value)

    where = Workspace(case.folder)
    common = load_common(where, "standard")
    given = json.loads((case.folder / "data.json").read_text("utf-8"))["partners"]
    for name, partner in zip(where.names(), given, strict=True):
        document = load_partner(where, name, common).document
        told = strings(partner)
        blocks = [block for question in document.questions for block in question.blocks]
        for paragraph in (one for block in blocks for one in block_paragraphs(block)):
            assert plain_text(paragraph.content) in told
        for note in document.notes:
            assert plain_text(note.body) in told


def test_each_change_is_another_text_that_brochure_takes(case: content.Case) -> None:
    path = case.folder / "profiles" / "p001.yaml"
    found = []
    for number in (0, 1):
        content.change(case, number)
        found.append(path.read_text("utf-8"))
    assert found[0] != found[1]
    assert len(found[0]) == len(found[1])
    assert "改一二" in shown(case)
    content.grow(case, 1)
    assert "改訂1回目の文79を加えた。" in shown(case)
    content.restore(case)
    assert path.read_text("utf-8") == content.profiles(3)[1]


def shown(case: content.Case) -> str:
    """What brochure reads of the partner that changes."""
    ran = [sys.executable, "-m", "brochure", "show", "p001"]
    return subprocess.run(ran, cwd=case.folder, capture_output=True, text=True, check=True).stdout


def test_outputs_that_lack_a_partner_are_refused(case: content.Case) -> None:
    command = [sys.executable, "-m", "brochure", "build", "--all", "--format", "docx", "--output", "out"]
    subprocess.run(command, cwd=case.folder, check=True, capture_output=True)
    made = sorted((case.folder / "out").glob("*.docx"))
    assert outputs.look(made, case).size == sum(path.stat().st_size for path in made)
    with pytest.raises(RuntimeError, match="of partner 1 is missing"):
        outputs.look([made[0], made[2]], case)


def test_a_file_whose_fonts_are_not_embedded_is_refused(case: content.Case, tmp_path: Path) -> None:
    import pikepdf

    path = tmp_path / "bare.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        descriptor = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Helvetica)
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            BaseFont=pikepdf.Name.Helvetica,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
        pdf.save(path)
    with pytest.raises(RuntimeError, match="/Helvetica is not embedded"):
        outputs.look([path], case)


ORPHAN = """
import subprocess, sys
burn = "import time\\nwhile time.process_time() < 0.3: pass"
subprocess.Popen([sys.executable, "-c", burn])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="make bench is for Linux")
def test_the_time_of_processes_that_outlive_their_parents_counts() -> None:
    command = [sys.executable, str(BENCH / "process.py"), sys.executable, "-c", ORPHAN]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert found["cpu"] >= 0.3


@pytest.mark.skipif(sys.platform != "linux", reason="make bench is for Linux")
def test_a_command_that_fails_is_no_figure() -> None:
    command = [sys.executable, str(BENCH / "process.py"), sys.executable, "-c", "raise SystemExit(3)"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode
    assert "SystemExit(3)" in ran.stderr


def row(cpu: float, wall: float = 1, peak: float = 100, size: int = 1000) -> report.Row:
    """Figures of which only some matter."""
    return report.Row(cpu, wall, peak, size, 2)


def test_targets_are_ratios_of_one_run() -> None:
    results = {
        ("brochure", 50): row(20, wall=4, size=1050),
        ("brochure", 200): row(100, peak=200),
        ("Typst", 50): row(1, wall=2),
        ("WeasyPrint (one HTML)", 50): row(10, wall=10, size=1000),
        ("WeasyPrint (one HTML)", 200): row(40, peak=800),
        ("brochure unchanged", 50): row(0.05),
    }
    lines = report.targets(results, {50: report.Watch(1.0, 2.0)}, {}).splitlines()
    told = {line.split(" | ")[0].strip("| "): line.split(" | ")[3:] for line in lines if line.startswith("|")}
    assert told["nothing changed, 50 partners, PDF and Word, CPU"] == ["0.05", "yes |"]
    assert told["cold, 50 partners, PDF, wall"] == ["0.40", "yes |"]
    assert told["1 of 50 changed, `watch`, save to file replaced, wall"] == ["0.50", "**no** |"]
    assert told["peak memory, 200 partners, cold, all processes"] == ["0.25", "yes |"]
    assert told["size, 50 partners, same tags"] == ["1.05", "yes |"]
    assert told["CPU for each partner, 200 against 50"] == ["1.25", "**no** |"]
    assert told["Word, 50 partners, CPU"] == ["–", "not measured |"]
    bounds = [line for line in lines if line.startswith("- ")]
    assert len(bounds) == 2


def test_what_bounds_a_target_is_told_in_figures_of_the_run() -> None:
    results = {("brochure Word", 50): row(2), ("docxtpl", 50): row(0.5)}
    stages = {"Word, 50 partners": {"composing and writing Word files": 0.9, "templates": 0.1}}
    measured, not_measured = (report.targets(results, {}, known).splitlines()[-1] for known in (stages, {}))
    assert measured.endswith("docxtpl fills one; to write the files alone would be 1.80.")
    assert not_measured.endswith("docxtpl fills one.")


def test_ratios_stand_before_seconds() -> None:
    results = {("brochure", 1): row(1.5), ("Typst", 1): row(0.1)}
    lines = report.tables(results, {}).splitlines()
    assert lines[4] == "| brochure | 1 | **15.00** | 1.50 | 1.00 | 100 | 1 | 2 |"


def test_the_page_has_a_place_for_all_that_was_found() -> None:
    names = {job.name for job in peers.JOBS}
    assert {"brochure", "Typst", "WeasyPrint (one HTML)", "docxtpl", "brochure Word"} <= names
    text = (BENCH / "performance_page.md").read_text("utf-8")
    for name in ("machine", "versions", "targets", "tables", "lacking", "notes"):
        assert f"{{{{{name}}}}}" in text


def test_what_is_timed_is_there() -> None:
    for command in ("build", "booklet"):
        for module, names, _ in stages.stages_of(command):
            for name in names:
                assert callable(getattr(module, name)), f"{module.__name__}.{name}"


def test_a_section_is_written_and_the_others_stay(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    template = (BENCH / "performance_page.md").read_text("utf-8")
    names = ["the desk", "typing in the desk"]
    page.write_text(template, "utf-8")
    for name in (*names, names[0]):
        section.write_section(name, [f"figures of {name}"], page)
    written = (
        page.read_text("utf-8")
        .replace("figures of the desk\n", "")
        .replace("figures of typing in the desk\n", "")
    )
    assert written == template
    with pytest.raises(ValueError, match="no section"):
        section.write_section("the desks", [], page)


def test_typing_is_told_with_its_growth() -> None:
    held = [(8.0, 150.0), (10.0, 200.0), (10.0, 190.0), (13.0, 180.0)]
    typed = desk_typing.TypedMinute("字" * 900, 30.0, held=held)
    assert (typed.rate, typed.growth) == (30.0, 1.3)
    told = " ".join(typed.lines())
    assert "at 30 characters a second, 900 characters in 30 s" in told
    assert "×1.30 in the second half (target ≤ 1.2: **not met**)" in told
