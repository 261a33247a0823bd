"""What lies in a workspace's folders: names that break elsewhere, and files that nobody reads."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.build import folder_check as folders
from brochure.diagnostics.catalogue import Lang, format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.storage import file_names as filenames
from brochure.storage import nfc
from brochure.storage.workspace import Workspace
from cli_result import Run
from problem_texts import NFD
from workspaces import Edit

# --- what lies in the folders -----------------------------------------------------------------


def lying(root: Path, lang: Lang = "ja") -> list[str]:
    """What is said of the folders of a workspace."""
    found = folders.check_folders(Workspace(root))
    return [str(format_problem(one, lang)) for one in (*found.problems, *found.warnings)]


def test_a_sound_workspace_needs_no_message(anywhere: Workspace, fresh: Path) -> None:
    assert folders.check_folders(anywhere) == folders.FolderFindings((), ())
    assert lying(fresh) == []


@pytest.mark.parametrize(
    ("file", "ja", "en"),
    [
        (
            "profiles/遼寧.yaml",
            "エラー N110: 「遼寧」という名前はprofiles/ で使えません\n"
            "  → 半角の英小文字・数字・「-」「_」だけの名前（例：liaoning）に変えてください。"
            "不要なファイルなら、ほかのフォルダーへ移してください。",
            "error N110: the name “遼寧” is not allowed in profiles/\n"
            "  → rename the file with lower-case letters, digits, - and _ only, or move it to another "
            "folder",
        ),
        (
            "booklets/Seminar 2026.yaml",
            "エラー N110: 「Seminar 2026」という名前はbooklets/ で使えません\n"
            "  → 「seminar-2026」ではありませんか。半角の英小文字・数字・「-」「_」"
            "だけの名前（例：liaoning）に変えてください。不要なファイルなら、"
            "ほかのフォルダーへ移してください。",
            "error N110: the name “Seminar 2026” is not allowed in booklets/\n"
            "  → did you mean “seminar-2026”? rename the file with lower-case letters, digits, - "
            "and _ only, or move it to another folder",
        ),
        (
            "profiles/oulu.YAML",
            "エラー N110: 「oulu.YAML」という名前はprofiles/ で使えません\n"
            "  → 「oulu.yaml」ではありませんか。半角の英小文字・数字・「-」「_」"
            "だけの名前（例：liaoning）に変えてください。不要なファイルなら、"
            "ほかのフォルダーへ移してください。",
            "error N110: the name “oulu.YAML” is not allowed in profiles/\n"
            "  → did you mean “oulu.yaml”? rename the file with lower-case letters, digits, - and _ "
            "only, or move it to another folder",
        ),
        (
            "shops/con.yaml",
            "エラー N103: 「con」という名前は使えません。Windowsでは機器の名前（CON）です\n"
            "  → 別の名前にしてください。",
            "error N103: “con” is not allowed as a name: on Windows it means a device (CON)\n"
            "  → choose another name",
        ),
        (
            "profiles/oulu.yml",
            "注意 N204: このファイルは読み込まれません（名前が「oulu.yaml」ではないため）\n"
            "  → 読み込む場合は、名前を「oulu.yaml」に変えてください。"
            "エクスプローラーの「表示」→「ファイル名拡張子」を選ぶと、末尾の「.txt」などが見えます。"
            "不要なファイルなら、別の場所へ移してください。",
            "warning N204: this file is not read, because its name is not “oulu.yaml”\n"
            "  → to have it read, rename it to “oulu.yaml” (in Explorer, View, File name extensions shows "
            "a .txt at the end); otherwise move it to another folder",
        ),
        (
            "profiles/oulu.yaml~",
            "注意 N205: エディターが残したファイルです。読み込まれません\n"
            "  → 不要なら消してください。「oulu.yaml」にない直しが残っていることもあります。",
            "warning N205: this is a backup file of a text editor; it is not read\n"
            "  → delete it if you do not need it; it may contain edits that are not in “oulu.yaml”",
        ),
        (
            "pictures/旗/図?.png",
            "エラー N101: 名前「図?.png」の「?」は、Windowsや共有フォルダーでは使えません\n"
            '  → 「?」のない名前に変え、YAMLに書いた名前も直してください（使えない字：< > : " / \\ | '
            "? *）。",
            "error N101: the name “図?.png” contains “?”, which Windows and shared drives do not "
            "allow\n"
            "  → rename the file without “?”, and change the name in the YAML too (not allowed: < > "
            ': " / \\ | ? *)',
        ),
        (
            "pictures/図.",
            "エラー N102: 名前「図.」が「.」で終わっています。Windowsでは終わりの「.」が消え、"
            "別の名前になります\n"
            "  → 終わりの点や空白のない名前に変え、YAMLに書いた名前も直してください。",
            "error N102: the name “図.” ends with “.”, which Windows removes\n"
            "  → rename the file without dots and blanks at the end, and change the name in the YAML "
            "too",
        ),
        (
            "pictures/ 図.png",
            "注意 N201: 名前「 図.png」が空白で始まっています。コピーするときに空白が消えて、"
            "別の名前になることがあります\n"
            "  → 「図.png」に変え、YAMLに書いた名前も直してください。",
            "warning N201: the name “ 図.png” begins with a blank, which may get lost when the file "
            "is copied\n"
            "  → rename the file to “図.png”, and change the name in the YAML too",
        ),
        (
            f"pictures/{NFD}",
            f"注意 N202: 名前「{NFD}」の濁点などが、別の文字に分かれています（macOSの形、NFD）\n"
            "  → 名前を消して「がぞう.png」と打ち直してください。見た目は同じでも、"
            "ほかのシステムでは別の名前です。",
            f"warning N202: the name “{NFD}” has separate accents (NFD, as on macOS)\n"
            "  → delete it and type “がぞう.png”: it looks the same, but to other systems it is a "
            "different name",
        ),
        (
            f"pictures/{'あ' * 60}/{'い' * 60}/{'う' * 60}.png",
            "注意 N203: パスが長いため（195字）、Windowsでは開けないおそれがあります（全体で260字まで）\n"
            "  → フォルダーやファイルの名前を短くして、作業フォルダーからのパスを180字までにしてください。",
            "warning N203: the path is too long (195 characters); Windows may not open it (limit 260)\n"
            "  → shorten the names of folders and files; from the workspace the path may have 180 characters",
        ),
    ],
)
def test_a_file_that_breaks_elsewhere_or_is_not_read_is_told(
    fresh: Path, file: str, ja: str, en: str
) -> None:
    path = fresh / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    assert lying(fresh) == [f"{file}: {ja}"]
    assert lying(fresh, "en") == [f"{file}: {en}"]


def test_names_that_are_one_on_windows_are_told(fresh: Path) -> None:
    (fresh / "pictures").mkdir()
    for name in ("map.png", "Map.PNG", "がぞう.png", NFD):
        (fresh / "pictures" / name).touch()
    assert [one for one in lying(fresh, "en") if "N109" in one] == [
        "pictures/map.png: error N109: “map.png” and “Map.PNG” are the same name on Windows and macOS; "
        "only one of them can exist there\n"
        "  → rename one of them, and change the name wherever it is used",
        f"pictures/がぞう.png: error N109: “がぞう.png” and “{NFD}” are the same name on Windows and macOS; "
        "only one of them can exist there\n"
        "  → rename one of them, and change the name wherever it is used",
    ]


def test_a_name_from_a_zip_file_of_windows_is_told(fresh: Path) -> None:
    (fresh / "pictures").mkdir()
    name = "写真.png".encode("cp932").decode(errors="surrogateescape")
    (fresh / "pictures" / name).touch()
    assert lying(fresh) == [
        f"pictures/{name}: エラー N105: 名前の文字が壊れています（Shift_JISなら「写真.png」）\n"
        "  → 名前を付け直してください。Windowsで作ったZIPファイルを別のシステムで開いたときに、"
        "よく起こります。"
    ]


def test_a_folder_of_a_layout_must_have_a_name_that_can_be_typed(fresh: Path) -> None:
    shutil.copytree(fresh / "layouts" / "standard", fresh / "layouts" / "標準")
    (fresh / "layouts" / "古いもの").mkdir()  # no layout
    assert [one.splitlines()[0] for one in lying(fresh)] == [
        "layouts/標準: エラー N110: 「標準」という名前はlayouts/ で使えません"
    ]


def test_a_shared_file_under_another_name_is_told(fresh: Path) -> None:
    for name in ("_sources.yaml.txt", "_Ledger.yaml", "_mine.yaml"):
        (fresh / "profiles" / name).touch()
    manifest = fresh / "layouts" / "onepage" / "layout.yaml"
    manifest.rename(manifest.with_name("Layout.yml"))
    said = "warning N204: this file is not read, because its name is not"
    assert [one.splitlines()[0] for one in lying(fresh, "en")] == [
        f"profiles/_Ledger.yaml: {said} “_ledger.yaml”",
        f"profiles/_sources.yaml.txt: {said} “_sources.yaml”",
        f"layouts/onepage/Layout.yml: {said} “layout.yaml”",
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp932"])
@pytest.mark.parametrize("name", ["oulu.txt", "oulu", "オウル.txt"])
def test_a_profile_saved_as_a_text_is_known_by_its_content(fresh: Path, name: str, codec: str) -> None:
    text = (fresh / "profiles" / "liaoning.yaml").read_text("utf-8")
    (fresh / "profiles" / name).write_bytes(text.encode(codec, "replace"))
    meant = "….yaml" if name.startswith("オ") else "oulu.yaml"
    assert [one.splitlines()[0] for one in lying(fresh, "en")] == [
        f"profiles/{name}: warning N204: this file is not read, because its name is not “{meant}”"
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("メモ.txt", "覚え書き.docx", "zotero.json", "liaoning.yaml.bak", "old/遼寧.yaml", "README.md"),
        *(".DS_Store", "._liaoning.yaml", ".liaoning.yaml.swp", "Thumbs.db", "desktop.ini", "~$遼寧.docx"),
    ],
)
def test_what_people_and_systems_keep_beside_the_files_is_left_alone(
    run: Run, fresh: Path, name: str
) -> None:
    path = fresh / "profiles" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\0\5\x16\7")
    ran = run("check")
    assert (ran.code, ran.err) == (0, "")


def test_a_file_that_a_profile_includes_is_no_stray(fresh: Path, edit: Edit) -> None:
    (fresh / "profiles" / "shared.yml").write_text("- {id: z, type: book, title: 本}\n", "utf-8")
    assert "N204" in lying(fresh)[0]
    edit("sources:\n", "sources:\n  - shared.yml\n")
    assert lying(fresh) == []


# --- check and the other commands -------------------------------------------------------------


def test_check_tells_strays_with_and_without_names(run: Run, fresh: Path) -> None:
    (fresh / "profiles" / "oulu.yaml.txt").touch()
    for arguments in (("check",), ("check", "liaoning")):
        ran = run(*arguments)
        assert (ran.code, ran.out) == (0, "")
        assert ran.err.startswith("profiles/oulu.yaml.txt: warning N204: ")
    (fresh / "profiles" / "Oulu.yaml").touch()
    for arguments in (("check",), ("check", "liaoning")):
        ran = run(*arguments)
        assert ran.code == 1
        assert ran.err.count("N110") == 1
        assert ran.err.startswith("profiles/oulu.yaml.txt: warning N204: ")


def test_check_tells_the_one_profile_that_was_saved_as_a_text(run: Run, fresh: Path) -> None:
    path = fresh / "profiles" / "liaoning.yaml"
    path.rename(path.with_name("liaoning.yaml.txt"))
    ran = run("check", lang="ja_JP.UTF-8")
    assert ran.code == 3
    assert [line for line in ran.err.splitlines() if "→" not in line] == [
        "profiles/liaoning.yaml.txt: 注意 N204: "
        "このファイルは読み込まれません（名前が「liaoning.yaml」ではないため）",
        "エラー F108: 機関ファイルが一つもありません",
    ]


@pytest.mark.parametrize("file", ["liaoning.yaml.txt", "liaoning.yml", "Liaoning.yaml"])
@pytest.mark.parametrize("command", ["check", "build", "show"])
def test_a_profile_under_another_name_is_told_once(run: Run, fresh: Path, file: str, command: str) -> None:
    path = fresh / "profiles" / "liaoning.yaml"
    path.rename(path.with_name(file))
    ran = run(command, "liaoning", lang="ja_JP.UTF-8")
    assert ran.code == 3
    assert ran.err == (
        f"profiles/{file}: エラー F111: 「liaoning」のファイルの名前が「{file}」になっているため、"
        "読めません\n"
        "  → 名前を「liaoning.yaml」に変えてください。エクスプローラーの「表示」→「ファイル名拡張子」"
        "で終わりの「.txt」などが見えます。\n"
    )


def test_no_profile_is_begun_beside_one_that_differs_in_capitals(run: Run, fresh: Path) -> None:
    (fresh / "profiles" / "Oulu.yaml").touch()
    ran = run("new", "oulu")
    assert (ran.code, ran.err.splitlines()[0]) == (3, "error F107: profiles/Oulu.yaml already exists")


def test_what_macos_leaves_on_a_shared_drive_is_no_profile(run: Run, fresh: Path) -> None:
    (fresh / "profiles" / "._liaoning.yaml").write_bytes(b"\0\5\x16\7")
    (fresh / "shops" / "._office.yaml").write_bytes(b"\0\5\x16\7")
    where = Workspace(fresh)
    assert where.names() == ["liaoning"]
    assert not any(name.startswith(".") for name in where.shops())


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"])
def test_no_file_that_is_written_can_have_the_name_of_a_device(fresh: Path, name: str) -> None:
    where = Workspace(fresh)
    kinds: list[Callable[[str], Path]] = [
        *(where.profile, where.new_profile, where.booklet, where.new_booklet),
        *(where.layout, where.shop),
    ]
    for folder in ("profiles", "booklets", "shops"):
        (fresh / folder).mkdir(exist_ok=True)
        (fresh / folder / f"{name}.yaml").touch()
    (fresh / "layouts" / name).mkdir()
    for kind in kinds:
        with pytest.raises(BrochureError) as raised:
            kind(name)
        assert raised.value.problems[0].code in ("N103", "F102", "F105", "F109", "F110")


@pytest.mark.parametrize("arguments", [["new", "con"], ["booklet", "--new", "aux"]])
def test_the_name_of_a_device_is_refused_with_a_message(run: Run, arguments: list[str]) -> None:
    device = arguments[-1]
    ran = run(*arguments)
    assert ran.code == 1
    assert ran.err == (
        f"error N103: “{device}” is not allowed as a name: on Windows it means a device "
        f"({device.upper()})\n"
        f"  → did you mean “{device}-1”? choose another name\n"
    )


def test_every_file_that_brochure_makes_has_a_name_that_is_possible_everywhere(run: Run, fresh: Path) -> None:
    run("build", "liaoning", "--debug")
    run("build", "liaoning", "--format", "docx")
    made = [path for path in (fresh / "output").rglob("*") if path.is_file()]
    made += (fresh / ".brochure").rglob("*")
    assert len(made) > 5
    for path in made:
        name = path.relative_to(fresh).as_posix()
        assert all(filenames.name_fault(part) is None for part in name.split("/"))
        assert filenames.utf16_length(name) <= filenames.LONGEST_PATH
        assert not nfc.has_decomposed_characters(name)
