"""Names of files that break on Windows, macOS or a shared drive: the rules, and files named in YAML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import Location
from brochure.schema import yaml_reader as yamltext
from brochure.storage import file_names as filenames
from brochure.storage import spelling
from brochure.storage.file_names import NameFault
from cli_result import Run
from law import law
from problem_texts import NFD
from workspaces import REPO, Edit

PROFILE = "profiles/liaoning.yaml"


# --- rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("地図.png", None),
        ("ＡＢＣ　①〜―.png", None),  # what old ZIP tools stumble over is none of Windows' business
        (".gitkeep", None),
        ("..", None),
        ("con1.yaml", None),
        ("contact.yaml", None),
        ("com10", None),
        ("com0", None),
        ("x" * 255, None),
        ("図:1.png", NameFault("N101", ":")),
        ("何?.png", NameFault("N101", "?")),
        ("a\\b", NameFault("N101", "\\")),
        ("<a>", NameFault("N101", "<")),
        ('"a"', NameFault("N101", '"')),
        ("a|b", NameFault("N101", "|")),
        ("*", NameFault("N101", "*")),
        ("a\tb", NameFault("N101", "U+0009")),
        ("a\0b", NameFault("N101", "U+0000")),
        ("地図.", NameFault("N102", ".")),
        ("地図 ", NameFault("N102", " ")),
        ("con", NameFault("N103", "CON")),
        ("Nul.tar.gz", NameFault("N103", "NUL")),
        ("aux .png", NameFault("N103", "AUX")),
        ("COM1.yaml", NameFault("N103", "COM1")),
        ("lpt³.txt", NameFault("N103", "LPT³")),
        ("x" * 256, NameFault("N104", "256")),
        ("𠮷" * 128, NameFault("N104", "256")),
        ("写真.png".encode("cp932").decode(errors="surrogateescape"), NameFault("N105", "写真.png")),
    ],
)
def test_a_name_is_possible_everywhere_or_told_why_not(name: str, expected: NameFault | None) -> None:
    assert filenames.name_fault(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("がぞう.png", None),
        ("神林\ufa19.png", None),
        (" 図.png", NameFault("N201", "図.png")),
        ("　図.png", NameFault("N201", "図.png")),
        (NFD, NameFault("N202", "がぞう.png")),
    ],
)
def test_a_name_that_may_get_lost_is_told(name: str, expected: NameFault | None) -> None:
    assert filenames.name_warning(name) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Map.PNG", "map.png", True),
        ("Ｍap.png", "ｍAP.png", True),
        ("がぞう.png", NFD, True),
        ("straße", "STRASSE", False),  # NTFS and SMB compare letter by letter
        ("カ", "か", False),
        ("map.png", "map1.png", False),
    ],
)
def test_names_that_are_one_elsewhere_are_known(one: str, other: str, same: bool) -> None:
    assert (filenames.folded_name(one) == filenames.folded_name(other)) is same
    assert bool(list(filenames.colliding_names([one, other]))) is same


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("liaoning.yaml", "liaoning.yaml"),
        ("Liaoning.YAML", "liaoning.yaml"),
        ("liaoning.yml", "liaoning.yaml"),
        ("liaoning.yaml.txt", "liaoning.yaml"),
        ("liaoning.yml.TXT", "liaoning.yaml"),
        ("liaoning.yaml.yaml", "liaoning.yaml"),
        ("New York.yaml", "new-york.yaml"),
        ("ｌｉａｏｎｉｎｇ．ｙａｍｌ", "liaoning.yaml"),
        ("遼寧.yaml", ""),
        ("con.yml", ""),
        ("_Series.yml", "_series.yaml"),
        ("_mine.yml", ""),
        ("liaoning.txt", ""),
        ("liaoning.json", ""),
        ("liaoning.yaml.bak", ""),
    ],
)
def test_the_file_that_a_name_was_meant_for_is_guessed(entry: str, expected: str) -> None:
    assert filenames.intended_file_name(entry) == expected


@law(sample=100, full=10000)
@given(st.text(alphabet="aA.conNUL1 :?がか\u3099\\/", min_size=1, max_size=12))
def test_what_brochure_calls_possible_is_what_windows_would_keep(name: str) -> None:
    if filenames.name_fault(name) is None and name not in (".", ".."):
        assert not set(name) & set('<>:"/\\|?*')
        assert name == name.rstrip(". ")
        assert name.partition(".")[0].rstrip(" ").upper() not in ("CON", "NUL")
    if meant := filenames.intended_file_name(name):
        assert filenames.is_id(meant.removesuffix(".yaml"))
        assert filenames.intended_file_name(meant) == meant


# --- files that are named in YAML -------------------------------------------------------------


def picture(path: Path) -> None:
    """A picture that is sharp enough for the title."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.linear_gradient("L").resize((1600, 1200)).save(path)


@pytest.fixture
def named(run: Run, fresh: Path, edit: Edit) -> Callable[[str, str], str]:
    """What ``check`` says where a profile names its photograph so, and another file lies on the disk."""

    def say_of(written: str, lies: str) -> str:
        picture(fresh / lies)
        edit("edition: 2026-11", f"photo:\n  file: '{written}'\n  alt: 港\n  credit: none\nedition: 2026-11")
        ran = run("check", "liaoning", lang="ja_JP.UTF-8")
        assert ran.code == (1 if ran.err else 0)
        return ran.err

    return say_of


@pytest.mark.parametrize(
    ("written", "lies", "said"),
    [
        ("pictures/map.png", "pictures/map.png", ""),
        ("./pictures/../pictures//map.png", "pictures/map.png", ""),
        (
            "Pictures/Map.PNG",
            "pictures/map.png",
            "N107: 「Pictures/Map.PNG」の実際の名前は「pictures/map.png」です（大文字と小文字が違います）\n"
            "  → 「pictures/map.png」と書くか、ファイルの名前を変えてください。"
            "Windowsでは開けても、ほかのパソコンやサーバーでは開けません。",
        ),
        (
            "pictures\\map.png",
            "pictures/map.png",
            "N106: 「pictures\\map.png」の区切りが「\\」になっています\n"
            "  → 「/」で区切って「pictures/map.png」と書いてください。「/」はWindowsでも使えます。",
        ),
        (
            "pictures/図1:地図.png",
            "pictures/map.png",
            "N101: 名前「図1:地図.png」の「:」は、Windowsや共有フォルダーでは使えません\n"
            '  → 「:」のない名前に変え、YAMLに書いた名前も直してください（使えない字：< > : " / \\ | '
            "? *）。",
        ),
        (
            "pictures./map.png",
            "pictures/map.png",
            "N102: 名前「pictures.」が「.」で終わっています。Windowsでは終わりの「.」が消え、"
            "別の名前になります\n"
            "  → 終わりの点や空白のない名前に変え、YAMLに書いた名前も直してください。",
        ),
        (
            "pictures/Con.png",
            "pictures/map.png",
            "N103: 「Con.png」という名前は使えません。Windowsでは機器の名前（CON）です\n"
            "  → 別の名前にしてください。",
        ),
        (
            "C:\\Users\\suzuki\\map.png",
            "pictures/map.png",
            "P140: 画像「C:\\Users\\suzuki\\map.png」は作業フォルダーの外にあります\n"
            "  → 画像を作業フォルダーの中（photos/ など）に置き、そこからの相対パスを書いてください。",
        ),
        (
            "pictures/nap.png",
            "pictures/map.png",
            "P141: 画像「pictures/nap.png」がありません\n"
            "  → パスとファイル名を確かめてください（作業フォルダーからの相対パス）。",
        ),
        (
            "pictures/" + "長" * 252 + ".png",
            "pictures/map.png",
            f"N104: 名前「{'長' * 252}.png」が長すぎます（256字、上限255）\n"
            "  → 短い名前に変え、YAMLに書いた名前も直してください。",
        ),
    ],
)
def test_a_picture_is_told_by_its_real_name(
    named: Callable[[str, str], str], written: str, lies: str, said: str
) -> None:
    assert named(written, lies) == (f"profiles/liaoning.yaml:16:10: エラー {said}\n" if said else "")


def test_backslashes_that_yaml_made_into_something_else_are_told(fresh: Path) -> None:
    data = yamltext.parse_yaml(rb'file: "pictures\new\test.png"', "p").data
    assert isinstance(data, dict)
    where = Location("p", 1, 8)
    (found,) = spelling.spelling_problems(str(data["file"]), fresh, where)
    assert str(format_problem(found, "en")) == (
        "p:1:8: error N106: “pictures\\new\\test.png” has backslashes between its folders\n"
        "  → write “pictures/new/test.png”; this works on Windows too"
    )


def test_a_picture_copied_from_macos_is_told(named: Callable[[str, str], str]) -> None:
    told = named("pictures/がぞう.png", f"pictures/{NFD}")
    assert (
        "profiles/liaoning.yaml:16:10: エラー N108: 「pictures/がぞう.png」のファイルの名前は、"
        "濁点などが別の文字に分かれています（macOSの形、NFD）\n"
        "  → ファイルの名前を消して「pictures/がぞう.png」と打ち直してください。見た目は同じでも、"
        "別の名前です。\n"
    ) in told
    assert f"pictures/{NFD}: 注意 N202: " in told


def test_a_name_typed_in_pieces_is_told_where_it_is_typed(named: Callable[[str, str], str]) -> None:
    assert (
        "profiles/liaoning.yaml:16:10: エラー N111: 「pictures/がぞう.png」というファイルがありますが、"
        "ここでは濁点などが別の文字に分かれています（NFD）\n"
        "  → ここを消して「pictures/がぞう.png」と打ち直してください。見た目は同じでも、別の名前です。\n"
    ) in named(f"pictures/{NFD}", "pictures/がぞう.png")


def test_macos_lists_names_in_pieces_and_finds_either_form(
    named: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "FORMS_ARE_KEPT", False)
    assert spelling.spelling_on_disk(f"{NFD}x", REPO / "pictures") == ""
    said = named("pictures/がぞう.png", f"pictures/{NFD}")
    assert "N10" not in said  # here the picture itself is not found, as this system keeps the forms apart
    assert "N202" not in said


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "layouts/standard/layout.yaml",
            "style: citation/house.csl",
            "style: Citation/house.csl",
            "the file for “Citation/house.csl” is called “citation/house.csl”",
        ),
        (
            "layouts/standard/layout.yaml",
            "BIZUDPGothic-Regular",
            "bizudpgothic-regular",
            "is called “BIZ",
        ),
        (
            PROFILE,
            "sources:\n",
            "sources:\n  - Zotero.json\n",
            "the file for “Zotero.json” is called “zotero.json”",
        ),
        (PROFILE, "sources:\n", "sources:\n  - sub\\zotero.json\n", "write “sub/zotero.json”"),
        (PROFILE, "sources:\n", "sources:\n  - C:/zotero.json\n", "error P154: "),
    ],
)
def test_other_files_are_told_by_their_real_names(
    run: Run, fresh: Path, file: str, old: str, new: str, said: str
) -> None:
    (fresh / "profiles" / "zotero.json").write_text('[{"id": "z", "type": "book", "title": "本"}]', "utf-8")
    path = fresh / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    ran = run("check", "liaoning")
    assert ran.code == 1
    assert said in ran.err
    line = path.read_text("utf-8").split(new.strip().splitlines()[-1])[0].count("\n") + 1
    assert ran.err.startswith(f"{file}:{line}:")


def test_the_profile_of_a_shop_is_told_by_its_real_name(run: Run, fresh: Path) -> None:
    path = next(
        path for path in sorted((fresh / "shops").glob("*.yaml")) if "icc:" in path.read_text("utf-8")
    )
    text = path.read_text("utf-8")
    name = text.split("icc:")[1].split()[0]
    path.write_text(text.replace(name, name.upper()), "utf-8")
    ran = run("shops")
    assert f"error N107: the file for “{name.upper()}” is called “{name}”" in ran.err
