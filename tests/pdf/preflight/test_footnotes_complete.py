"""Every note of the document is on its page: proven on finished pages, and on pages that lost one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from brochure.build.load import SharedInput
from brochure.document.tree import NoteList, Placement
from brochure.pdf import reader as pages
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from generated import profile as generated
from law import law
from noted_partners import CITED
from small_partners import found, make, read_profile, render
from workspaces import REPO


def test_notes_of_a_section_stand_behind_it(common: SharedInput) -> None:
    document = make(CITED, common, Placement.SECTION)
    lists = [[block for block in q.blocks if isinstance(block, NoteList)] for q in document.questions]
    assert [[note.number for block in blocks for note in block.notes] for blocks in lists] == [
        [1, 2, 3, 4, 5],
        [],
        [],
        [],
    ]


@pytest.mark.parametrize("placement", list(Placement))
def test_every_placement_passes_the_check_and_stays_accessible(
    common: SharedInput, placement: Placement, tmp_path: Path
) -> None:
    from pdf_validator import failures

    made = read_profile(CITED, common)
    document = make(CITED, common, placement)
    data = render(document, common)
    assert found(document, data, made) == []
    (tmp_path / "x.pdf").write_bytes(data)
    for profile in ("ua1", "3a"):
        assert failures(tmp_path / "x.pdf", profile) == []


def test_calls_and_notes_lead_to_each_other(common: SharedInput) -> None:
    document = make(CITED, common)
    targets = [link.target for page in pages.read_pages(render(document, common)) for link in page.links]
    for name in ("cite.a", "cite.b", "n"):
        assert f"note-{name}" in targets
        assert targets.count(f"call-{name}") == 1


def broken(common: SharedInput, css: str, text: str = CITED) -> list[str]:
    """What the check finds when a style sheet does this."""
    made = read_profile(text, common)
    document = make(text, common)
    return found(document, render(document, common, css), made)


def test_hidden_notes_are_missed(common: SharedInput) -> None:
    said = broken(common, ".note { display: none }")
    assert "p.yaml:15:5: error R302: note *1 (“@a”) is not on the pages" in said
    assert "p.yaml:6:11: error R301: call *1 of note “@a” is not on the pages" in said


def test_notes_in_a_positioned_box_are_missed(common: SharedInput) -> None:
    said = broken(common, ".facts { position: absolute }")
    assert said == [
        "p.yaml:10:28: error R301: call *5 of note “@b” is not on the pages",
        "p.yaml:16:5: error R302: note *5 (“@b”) is not on the pages",
    ]


def test_calls_that_read_otherwise_are_seen(common: SharedInput) -> None:
    said = broken(common, '.note::footnote-call { content: "†" }')
    assert "p.yaml:6:11: error R307: call *1 of note “@a” is printed as “†” (page 1)" in said


def test_a_text_that_is_cut_is_seen(common: SharedInput) -> None:
    said = broken(common, ".note { color: transparent; visibility: hidden }")
    assert {line.split(": ")[1].split()[1] for line in said} >= {"R308"}


def test_a_note_that_comes_a_page_late_is_seen(common: SharedInput) -> None:
    text = CITED.replace("二}", "二" + "長い資料名" * 30 + "}")
    said = broken(common, "@page { @footnote { max-height: 8mm } }", text)
    assert "p.yaml:16:5: error R304: note *4 (“@b”) is on page 3, its call on page 2" in said


def test_a_note_longer_than_a_page_is_told_with_its_line(common: SharedInput) -> None:
    text = CITED.replace("出典でない注（架空）", "とても長い注（架空）。" * 900)
    assert "p.yaml:18:6: error R309: note *2 (“n”) is too long for page 5" in broken(common, "", text)


def test_calls_that_change_places_are_seen(common: SharedInput) -> None:
    said = broken(common, ".answer { display: flex; flex-direction: column } .bullets { order: 2 }")
    assert any("R305" in line or "R301" in line or "R306" in line for line in said), said


def test_a_note_that_is_printed_twice_is_seen(common: SharedInput) -> None:
    made = read_profile(CITED, common)
    document = make(CITED, common)
    page = html.write_html(document, common.layout, root=REPO, shown="layouts/standard")
    start, end = (
        page.html.index('<section class="question"'),
        page.html.index("</section>") + len("</section>"),
    )
    doubled = page.html[:end] + page.html[start:end] + page.html[end:]
    fonts = common.layout.font_paths
    data = pdf.render_pdf(html.HtmlPage(doubled, page.stylesheets, REPO), fonts).data
    assert any(
        "error R303: note *1 (“@a”) is printed 2 times" in line for line in found(document, data, made)
    )


@pytest.mark.parametrize(
    "note",
    [
        "あ" * 49 + " state-of-the-art-bio-medical-cluster-of-the-world-with-long-compound",
        "零幅\u200bの空白とソフト\u00adハイフン",
        "ﬁne ﬂow",
        "https://example.jp/" + "life-sciences-" * 12,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    ],
)
def test_what_a_note_may_be_pasted_with_is_no_fault(common: SharedInput, note: str) -> None:
    text = CITED.replace("出典でない注（架空）", note)
    made = read_profile(text, common)
    document = make(text, common)
    assert found(document, render(document, common), made) == []


def test_without_our_patch_a_note_comes_late(common: SharedInput) -> None:
    """The check finds the error that patches/footnote_policy.py corrects; it runs unpatched here."""
    import subprocess
    import sys

    code = (
        "import sys; sys.path.insert(0, 'tests/support')\n"
        "from brochure.typesetting.patches import footnote_policy\n"
        "footnote_policy.PATCHED = footnote_policy.ORIGINAL\n"
        "import small_partners as t\n"
        "from brochure.build.load import load_common, load_partner\n"
        "from workspaces import workspace\n"
        "from generated import profile\n"
        "common = load_common(workspace('repo'), 'standard')\n"
        "for seed in range(12):\n"
        "    text = profile(seed)\n"
        "    document = t.make(text, common)\n"
        "    if late := t.found(document, t.render(document, common), t.read_profile(text, common)):\n"
        "        print(late[0])\n"
        "        break\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPO)
    assert "R30" in done.stdout


@law(sample=8, full=300)
def test_no_note_of_a_random_partner_is_lost(common: SharedInput, seed: int) -> None:
    text = generated(seed)
    made = read_profile(text, common)
    placement = random.Random(seed).choice([*Placement, Placement.PAGE, Placement.PAGE])
    document = make(text, common, placement)
    assert found(document, render(document, common), made) == []
