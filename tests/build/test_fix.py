"""The fixes of a workspace: which files, what is shown, and how they are written."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest

from brochure.build import fix
from brochure.diagnostics.problem import BrochureError
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace
from cli_result import Run
from workspaces import REPO, Edit

PROFILE = "profiles/liaoning.yaml"
SERIES = "profiles/_series.yaml"


def find(root: Path) -> fix.FoundFixes:
    return fix.find_fixes(Workspace(root), ["liaoning"], "standard")


def damage(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), "utf-8")


def test_a_workspace_without_mistakes_has_no_fixes(fresh: Path) -> None:
    assert find(fresh) == fix.FoundFixes((), ())


def test_every_file_that_the_check_reads_is_fixed(fresh: Path) -> None:
    included = '[{"id": "extra", "type": "webpage", "title": "か\u3099いど", "URL": "https://example.jp/"}]\n'
    (fresh / "profiles/more.json").write_text(included, "utf-8")
    shutil.copy(REPO / "profiles/_sources.yaml", fresh / "profiles/_sources.yaml")
    damage(fresh, PROFILE, "sources:\n", "sources:\n  - more.json\n")
    damage(fresh, PROFILE, "  name: 遼寧省", "  name：遼寧省")
    damage(fresh, SERIES, "  about: ど", "\u3000about: ど")
    damage(fresh, "profiles/_sources.yaml", "- id:", "-\u3000id:")
    damage(fresh, "layouts/standard/layout.yaml", "title:", "title：")
    (fresh / "profiles/_ledger.yaml").write_text("https://example.jp/：\n  verdict: ok\n", "utf-8")
    assert {one.shown for one in find(fresh).files} == {
        PROFILE,
        SERIES,
        "profiles/_sources.yaml",
        "layouts/standard/layout.yaml",
        "profiles/more.json",
    }


def test_without_names_all_profiles_booklets_and_print_shops_are_fixed(fresh: Path) -> None:
    shutil.copytree(REPO / "booklets", fresh / "booklets")
    shutil.copy(REPO / "profiles/oulu.yaml", fresh / "profiles")
    damaged = {
        "booklets/seminar-2026.yaml": ("  - id: ayush", "  -id: ayush"),
        "shops/leaflet.yaml": ("output_intent:", "output_intent："),
        "profiles/oulu.yaml": ("  - label: MOU", "  -\u3000label: MOU"),
    }
    meant = {file: (fresh / file).read_bytes() for file in damaged}
    for file, (old, new) in damaged.items():
        damage(fresh, file, old, new)
    assert find(fresh).files == ()
    found = fix.find_fixes(Workspace(fresh), [], "standard")
    assert {one.shown: one.after for one in found.files} == meant


def test_a_layout_and_files_outside_the_workspace_are_not_fixed(
    fresh: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "more.json"
    other.write_text('[{"id": "か\u3099"}]', "utf-8")
    damage(fresh, PROFILE, "sources:\n", f"sources:\n  - ../../{other.parent.name}/more.json\n  - {other}\n")
    shutil.rmtree(fresh / "layouts")  # the layout that comes with brochure is read
    assert find(fresh).files == ()


def test_the_diff_shows_the_lines_and_what_cannot_be_seen(fresh: Path, edit: Edit) -> None:
    edit("  name: 遼寧省", "\u3000name:\u00a0遼寧省")
    edit("    type: webpage", "    type: webpage\u2028")
    (found,) = find(fresh).files
    lines = list(found.diff_lines())
    assert lines[:2] == [f"--- {PROFILE}", f"+++ {PROFILE}"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "-⟨U+3000⟩name:⟨U+00A0⟩遼寧省",
        "+  name: 遼寧省",
        "-    type: webpage⟨U+2028⟩",
        "+    type: webpage",
    ]


def test_decomposed_characters_are_seen_in_the_diff(fresh: Path, edit: Edit) -> None:
    edit("country_reading: ちゅうごく", "country_reading: ちゅうこ\u3099く")
    (found,) = find(fresh).files
    assert [line for line in found.diff_lines() if line[0] in "+-"][2:] == [
        "-  country_reading: ちゅうこ⟨U+3099⟩く",
        "+  country_reading: ちゅうごく",
    ]


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-be", "utf-32"])
def test_a_file_in_another_encoding_becomes_utf_8_with_its_other_fixes(fresh: Path, codec: str) -> None:
    text = (fresh / SERIES).read_text("utf-8")
    (fresh / SERIES).write_bytes(text.replace("  about: ど", "\u3000about: ど").encode(codec))
    (found,) = find(fresh).files
    lines = list(found.diff_lines())
    assert lines[0].startswith(f"--- {SERIES} (")
    assert lines[1] == f"+++ {SERIES} (UTF-8)"
    assert "+  about: どのような機関ですか？" in lines
    assert found.after == text.encode()


def test_a_byte_order_mark_and_line_ends_stay(fresh: Path) -> None:
    path = fresh / PROFILE
    raw = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(raw.replace(b"  name: ", "\u3000name：".encode(), 1))
    (found,) = find(fresh).files
    assert found.after == raw
    fix.write_fixes([found])
    assert path.read_bytes() == raw


def test_a_file_that_its_author_must_correct_first_is_told_and_not_fixed(fresh: Path, edit: Edit) -> None:
    edit("  name: 遼寧省", "  name：遼寧省")
    edit("  country: 中国", "  country: 中国: 大陸")
    found = find(fresh)
    assert found.files == ()
    assert [(one.code, str(one.location)) for one in found.warnings] == [("Y210", PROFILE)]


def test_the_old_content_is_kept_beside_the_file_under_a_free_name(fresh: Path, edit: Edit) -> None:
    path = fresh / PROFILE
    (fresh / "profiles/liaoning.yaml.bak").write_text("older", "utf-8")
    edit("  name: 遼寧省", "  name：遼寧省")
    before = path.read_bytes()
    backups = fix.write_fixes(find(fresh).files)
    assert backups == {path: fresh / "profiles/liaoning.yaml.bak2"}
    assert backups[path].read_bytes() == before
    assert parse_yaml(path.read_bytes(), "") == parse_yaml((REPO / PROFILE).read_bytes(), "")


def test_nothing_is_written_if_one_of_the_files_was_saved_meanwhile(fresh: Path, edit: Edit) -> None:
    edit("  name: 遼寧省", "  name：遼寧省")
    damage(fresh, SERIES, "  about: ど", "\u3000about: ど")
    found = find(fresh)
    assert len(found.files) == 2
    edit("  reading: りょうねいしょう", "  reading: りょうねい")
    before = {path: path.read_bytes() for path in (fresh / "profiles").iterdir()}
    with pytest.raises(BrochureError) as raised:
        fix.write_fixes(found.files)
    assert [(one.code, str(one.location)) for one in raised.value.problems] == [("F121", PROFILE)]
    assert {path: path.read_bytes() for path in (fresh / "profiles").iterdir()} == before


def test_a_file_that_cannot_be_read_is_left_to_the_check(fresh: Path) -> None:
    (fresh / PROFILE).write_bytes(b"\xff\x00\x80" * 10)
    (fresh / SERIES).write_bytes(b"a: b" * 500_000)
    (fresh / "profiles/oulu.yaml").mkdir()
    assert fix.find_fixes(Workspace(fresh), ["liaoning", "oulu", "nosuch", "../x"], "nosuch").files == ()


def test_names_of_files_keep_their_decomposed_characters(fresh: Path, edit: Edit) -> None:
    name = unicodedata.normalize("NFD", "pictures/がぞう.png")
    edit("answers:\n", f"photo:\n  file: {name}\n  alt: が\u3099\n  credit: 架空\nanswers:\n")
    assert find(fresh).files == ()


def test_a_file_of_another_kind_gets_one_message(run: Run, fresh: Path) -> None:
    users = "".join(f"user{number}:x:{number}:/home\n" for number in range(9))
    (fresh / "profiles" / "users.yaml").write_text(users, "utf-8")
    ran = run("check", "users")
    assert ran.code == 1
    assert ran.err.count("error") == 1
    assert "users.yaml:1:1: error P103" in ran.err


def test_a_fix_that_uncovers_more_mistakes_is_judged_with_them(run: Run, fresh: Path) -> None:
    meant = (
        "partner:\n  name: 架空州\n  reading: かくう\n  country: 架空国\nedition: 2026-11\n"
        "answers:\n  about:\n    - bullets:\n        - 文\n"
    )
    typed = meant.replace("  name", "\u3000name").replace("reading: ", "reading：").replace("ry: 架", "ry:架")
    path = fresh / "profiles" / "kaku.yaml"
    path.write_text(typed, "utf-8")
    fixed = run("check", "kaku", "--fix", "--yes")
    assert (fixed.code, path.read_text("utf-8")) == (0, meant), fixed.err
