"""The folder for machines without internet: what the script that makes it and its install.sh refuse."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from programs import program
from workspaces import REPO

MAKE = REPO / "scripts" / "make_offline_folder.sh"
PARTS = REPO / "scripts" / "offline"
Done = subprocess.CompletedProcess[str]


def run(*command: str, where: Path, **environment: str) -> Done:
    """Run a script; what it says is on standard error."""
    path = os.pathsep.join(("/usr/bin", "/bin", "/usr/sbin", "/sbin"))
    return subprocess.run(
        [program("bash"), *command],
        cwd=where,
        env={"PATH": path, "HOME": str(where), "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def os_release(key: str) -> str:
    """A value of this machine's /etc/os-release."""
    return str(platform.freedesktop_os_release().get(key, ""))


def system_python() -> str:
    """The version of the Python that install.sh would use."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run(["/usr/bin/python3", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def architecture() -> str:
    """What dpkg calls this machine."""
    machine = platform.machine()
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)


needs_debian = pytest.mark.skipif(
    not Path("/usr/bin/dpkg").exists() or not Path("/usr/bin/python3").exists(),
    reason="install.sh is for Debian and Ubuntu, with dpkg and /usr/bin/python3",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing to install, for machines like this one, in a place with blanks and Japanese."""
    place = tmp_path / "役所 USB" / "brochure 一式"
    shutil.copytree(PARTS, place)
    describe(place)
    return place


def describe(folder: Path, **other: str) -> None:
    """Write what the folder was made for, and the checksums."""
    facts = {
        "brochure": "1.0",
        "distribution": os_release("ID"),
        "release": os_release("VERSION_CODENAME"),
        "architecture": architecture(),
        "python": system_python() if Path("/usr/bin/python3").exists() else "3.11",
        "packages": "python3",
        **other,
    }
    (folder / "made-for.txt").write_text("".join(f"{key}={value}\n" for key, value in facts.items()))
    names = sorted(path.name for path in folder.iterdir() if path.name != "SHA256SUMS")
    sums = (f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text("".join(sums))


def install(folder: Path, *arguments: str, **environment: str) -> Done:
    """Run the folder's install.sh from somewhere else."""
    return run(str(folder / "install.sh"), *arguments, where=folder.parent, **environment)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "where to? TARGET is missing"),
        (("a", "b"), "one TARGET only: b"),
        (("--frobnicate", "a"), "unknown option: --frobnicate"),
        (("a", "--suite"), "--suite needs the name of a release, such as bookworm"),
    ],
)
def test_wrong_arguments_are_told_with_the_usage(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = run(str(MAKE), *arguments, where=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{said}\nMake a folder that installs brochure")
    assert "scripts/make_offline_folder.sh TARGET" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "letter.txt").write_text("keep me")
    done = run(str(MAKE), "stick", where=tmp_path)
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path}/stick is there and not empty; name a new folder\n"
    assert [path.name for path in (tmp_path / "stick").iterdir()] == ["letter.txt"]


def test_a_folder_above_that_is_missing_is_told(tmp_path: Path) -> None:
    done = run(str(MAKE), "media/stick", where=tmp_path)
    assert done.returncode == 1
    assert done.stderr == f"there is no folder {tmp_path}/media\n"


def test_a_machine_without_apt_is_told(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "ls", "sed"):
        (tools / name).symlink_to(next(p for p in (Path("/usr/bin", name), Path("/bin", name)) if p.exists()))
    done = run(str(MAKE), "new", where=tmp_path, PATH=str(tools))
    assert done.returncode == 1
    assert done.stderr == "apt-get is not on this machine: the folder is made on Debian (or Ubuntu)\n"


def test_the_messages_that_the_readme_explains_are_those_of_install() -> None:
    readme = (PARTS / "README.txt").read_text("utf-8")
    quoted = re.findall("^ +「(.+)」$", readme, flags=re.MULTILINE)
    assert len(quoted) == 4
    said = re.sub(r"\$\w+", "…", (PARTS / "install.sh").read_text("utf-8"))
    for message in quoted:
        assert re.search(re.escape(message).replace("…", ".*"), said), message


def test_unknown_arguments_of_install_are_told(folder: Path) -> None:
    done = install(folder, "--frobnicate")
    assert (done.returncode, done.stderr) == (
        2,
        "unknown: --frobnicate. Usage: bash install.sh [--to FOLDER]\n",
    )
    done = install(folder, "--to", LANG="ja_JP.UTF-8")
    assert (done.returncode, done.stderr) == (2, "--to の後に、入れる場所を書いてください。\n")


def test_a_damaged_file_is_named_before_anything_is_installed(folder: Path) -> None:
    with (folder / "README.txt").open("a", encoding="utf-8") as file:
        file.write(" ")
    done = install(folder, LANG="ja_JP.UTF-8")
    assert done.returncode == 1
    assert "README.txt: FAILED" in done.stderr
    assert done.stderr.endswith("フォルダーを丸ごとコピーし直してください。何も入れていません。\n")


def test_a_missing_file_and_missing_checksums_are_told(folder: Path) -> None:
    (folder / "README.txt").unlink()
    assert "README.txt: FAILED open or read" in install(folder).stderr
    (folder / "SHA256SUMS").unlink()
    done = install(folder)
    assert (done.returncode, done.stderr) == (1, "SHA256SUMS is missing. Copy the whole folder again.\n")


@needs_debian
@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("release", "potato", "This folder is for {ID} potato; this machine has {ID} {VERSION_CODENAME}."),
        (
            "distribution",
            "hurd",
            "This folder is for hurd {VERSION_CODENAME}; this machine has {ID} {VERSION_CODENAME}.",
        ),
        (
            "architecture",
            "m68k",
            "This folder is for machines of architecture m68k; this machine has {arch}.",
        ),
        (
            "python",
            "3.99",
            "This folder is for Python 3.99; this machine has Python {python} (/usr/bin/python3).",
        ),
    ],
)
def test_another_machine_is_refused_and_what_is_needed_is_told(
    folder: Path, key: str, value: str, wanted: str
) -> None:
    describe(folder, **{key: value})
    done = install(folder)
    facts = {name: os_release(name) for name in ("ID", "VERSION_CODENAME")}
    assert done.returncode == 1
    assert wanted.format(**facts, arch=architecture(), python=system_python()) in done.stderr
    assert (
        "on a machine with internet (scripts/make_offline_folder.sh). Nothing was installed." in done.stderr
    )


@needs_debian
def test_a_refusal_is_in_japanese_where_the_machine_is(folder: Path) -> None:
    describe(folder, release="potato")
    said = install(folder, LANG="ja_JP.UTF-8").stderr
    assert f"このフォルダーは {os_release('ID')} potato 用です。" in said
    assert "インターネットのある機械で作ってください" in said


@needs_debian
def test_a_place_that_holds_something_else_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("keep me")
    done = install(folder, "--to", str(tmp_path / "letters"))
    assert done.returncode == 1
    assert done.stderr.endswith(f"{tmp_path}/letters holds something else. Choose another place with --to.\n")
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["letter.txt"]
