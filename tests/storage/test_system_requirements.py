"""The table of what is needed from outside Python is complete, and nothing in it is idle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from brochure.storage import system_requirements
from brochure.storage.system_requirements import find_program, find_requirement, requirements
from brochure.typesetting.patches import fast_import as quick_start
from programs import EVERYTHING, program
from unlisted_programs import UnlistedProgramError, check_program
from workspaces import REPO

sys.path.insert(0, str(REPO / "scripts"))
import make_press_profile
import quality_cases

PURPOSES = {"build", "redline", "checkout", "test", "docs", "quality", "bench", "profile"}
SCRIPT = REPO / "scripts" / "system_packages.sh"
# Which libraries WeasyPrint opens, seen from outside: every name that cffi really could open.
OPENED = """
import json, cffi
opened, original = [], cffi.FFI.dlopen
def dlopen(self, name, *flags):
    library = original(self, name, *flags)
    opened.append(name)
    return library
cffi.FFI.dlopen = dlopen
import weasyprint
print(json.dumps(opened))
"""


def packages(*arguments: str, path: str = "") -> list[str]:
    """What the script prints, as words."""
    environment = {**os.environ, **({"PATH": path} if path else {})}
    command = [program("bash"), str(SCRIPT), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()


def plain(library: str) -> str:
    """The name of a library without what systems add: libpango-1.0.so.0, pango-1.0-0, pango-1.0."""
    return library.removeprefix("lib").partition(".so")[0].removesuffix("-0")


def test_every_row_is_whole() -> None:
    for row in requirements():
        assert row.kind in ("program", "library", "module", "file"), row
        assert row.purposes and set(row.purposes) <= PURPOSES, row
        assert all((row.name, row.debian, row.fedora, row.macos, row.needed_by, row.since)), row
    names = [row.name for row in requirements()]
    assert len(names) == len(set(names))


def test_the_libraries_are_those_that_weasyprint_opens() -> None:
    listed = {row.name for row in requirements() if row.kind == "library" and "build" in row.purposes}
    assert listed == set(quick_start.LIBRARIES)
    ran = subprocess.run([sys.executable, "-c", OPENED], capture_output=True, text=True, check=True)
    plain = {
        name.removeprefix("lib").partition(".so")[0].partition("-0")[0] for name in json.loads(ran.stdout)
    }
    assert plain == {name.removeprefix("lib").partition(".so")[0].partition("-0")[0] for name in listed}


def test_programs_of_scripts_are_looked_up_in_the_table() -> None:
    assert quality_cases.browser() == find_program("chromium")
    assert all(told.startswith(("sudo ", "brew ")) for told in make_press_profile.missing())
    assert make_press_profile.MEASUREMENTS in {row.name for row in requirements() if row.kind == "file"}


def test_both_commands_of_the_readme_are_in_the_makefile_and_set_up_what_they_need() -> None:
    command = [program("make"), "--dry-run", "--no-print-directory", "--directory", str(REPO)]
    for target, expected in (("brochure", "bash scripts/setup.sh\n"), ("test", "setup.sh --for test\n")):
        done = subprocess.run([*command, target], capture_output=True, text=True, check=True)
        assert expected in done.stdout


def test_a_checkout_needs_git_to_exist_and_ensurepip_to_make_its_environment(tmp_path: Path) -> None:
    assert {row.name for row in requirements() if "checkout" in row.purposes} == {
        "git",
        "make",
        "bash",
        "ensurepip",
    }
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "v")], check=True)


@pytest.mark.parametrize("name", ["git", "make", "bash", "pandoc", "soffice", "gs", "pdftotext"])
def test_what_tests_need_is_installed_by_make_test(name: str) -> None:
    assert "test" in find_requirement(name).purposes
    assert find_requirement(name).debian in packages("debian", "test")


def test_packages_are_told_once_for_each_system() -> None:
    assert packages("debian", "build")[:2] == ["python3", "libglib2.0-0"]
    assert packages("fedora", "build") == ["python3", "glib2", "pango", "harfbuzz", "fontconfig"]
    assert packages("macos", "build") == ["python@3.13", "glib", "pango", "harfbuzz", "fontconfig"]
    assert packages("fedora", "profile") == ["argyllcms"]  # a file that Fedora has no package for


def test_only_what_is_missing_is_told(tmp_path: Path) -> None:
    for name in ("bash", "uname", "dirname", "git", "ldconfig"):
        found = next(p for p in map(Path, ("/bin", "/usr/bin", "/sbin", "/usr/sbin")) if (p / name).exists())
        (tmp_path / name).symlink_to(found / name)
    missing = packages("--missing", "debian", "test", path=str(tmp_path))
    assert "pandoc" in missing
    assert "git" not in missing


def test_a_program_that_the_table_lacks_is_refused() -> None:
    with pytest.raises(UnlistedProgramError, match=r"“qpdf” is not in system_requirements.txt"):
        check_program("/usr/bin/qpdf", ["/usr/bin/qpdf"])
    with pytest.raises(UnlistedProgramError, match=r"use program\('git'\)"):
        subprocess.run(["git", "--version"], check=False)
    with pytest.raises(LookupError, match=r"“qpdf” is not in system_requirements.txt"):
        find_program("qpdf")


def test_a_python_that_a_test_starts_is_watched_too() -> None:
    code = "import subprocess; subprocess.run(['/usr/bin/env', 'true'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "UnlistedProgramError: “env” is not in system_requirements.txt" in done.stderr


def test_a_missing_program_fails_a_run_that_was_set_up_and_skips_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system_requirements, "find_program", lambda _: None)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv(EVERYTHING, raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"gs is not installed .*ghostscript"):
        program("gs")
    for name, value in ((EVERYTHING, "1"), ("CI", "true")):
        with monkeypatch.context() as inside:
            inside.setenv(name, value)
            with pytest.raises(pytest.fail.Exception, match=r"gs is not installed .*ghostscript"):
                program("gs")
