"""The way in: tokens, names, the opening file, and the browser of Windows."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import webbrowser
from pathlib import Path

import pytest

from brochure.desk import access
from brochure.desk.access import (
    Access,
    OpeningFile,
    address,
    has_display,
    host_names,
    is_wsl,
    open_browser,
    windows_command,
)
from brochure.desk.people import People
from cli_result import until


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "state"


def test_each_start_has_a_token_of_its_own() -> None:
    tokens = {Access().token for _ in range(100)}
    assert len(tokens) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


@pytest.mark.parametrize("sent", [b"", b"a", "合言葉".encode(), b"\xff\xfe", b"\0" * 43])
def test_what_is_not_the_token_is_nobody_s(sent: bytes) -> None:
    one = Access()
    assert one.person_of(sent) is None
    assert one.person_of(one.token.encode()) == ""
    assert one.person_of(one.token.encode() + sent) == ("" if not sent else None)


def test_in_an_office_each_person_has_a_name(tmp_path: Path) -> None:
    people = People(tmp_path)
    one = Access("owner", people)
    token = people.add("山田").encode()
    assert one.person_of(token) == "山田"
    assert one.person_of(one.token.encode()) == "owner"
    people.remove("山田")
    assert not one.may_enter(token)


def test_names_are_those_that_browsers_send() -> None:
    assert host_names(("LocalHost", "::1"), 20000, is_tls=False) == {"localhost:20000", "[::1]:20000"}
    assert host_names(("a",), 443, is_tls=True) == {"a", "a:443"}
    assert host_names(("a",), 443, is_tls=False) == {"a:443"}
    assert address("::1", 443, "t", is_tls=True) == "https://[::1]:443/#t=t"


def test_the_opening_file_is_its_owner_s_and_goes_when_it_was_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(access, "is_wsl", lambda: False)
    monkeypatch.setenv("DISPLAY", ":0")
    one = Access()
    target = address("127.0.0.1", 20000, one.token)
    found = open_browser(tmp_path, target, one)
    assert found is not None
    until(lambda: opened != [])
    assert opened == [found.path.as_uri()]
    assert one.token not in opened[0]  # other users read the arguments of a browser
    assert found.path.stat().st_mode & 0o777 == 0o600
    assert found.path.parent.stat().st_mode & 0o777 == 0o700
    text = found.path.read_text("utf-8")
    assert f'content="0;url={html.escape(target)}"' in text
    assert "<script" not in text
    assert one.person_of(b"another") is None
    assert found.path.exists()
    assert one.person_of(one.token.encode()) == ""
    assert not found.path.exists()


def test_an_opening_file_of_a_desk_that_was_killed_is_removed(tmp_path: Path) -> None:
    one = OpeningFile(tmp_path, "http://127.0.0.1:1/#t=a")
    one.write()
    left = one.path.with_name("open-1.html")
    left.write_text("old")
    one.write()
    assert not left.exists()
    one.remove()
    one.remove()
    assert not one.path.exists()


def test_without_a_display_no_browser_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "is_wsl", lambda: False)
    monkeypatch.setattr(webbrowser, "open", lambda _: pytest.fail("opened"))
    monkeypatch.setattr(access, "has_display", lambda _: False)
    assert open_browser(tmp_path, "http://127.0.0.1:1/#t=a", Access()) is None
    assert not has_display({}, "linux")
    assert has_display({"WAYLAND_DISPLAY": "a"}, "linux")
    assert has_display({}, "darwin")


def test_a_home_that_cannot_be_written_to_opens_nothing(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.write_text("no folder")
    monkeypatch.setattr(access, "is_wsl", lambda: False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", lambda _: pytest.fail("opened"))
    assert open_browser(tmp_path, "http://127.0.0.1:1/#t=a", Access()) is None


def test_under_wsl_the_browser_of_windows_gets_the_address_without_a_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = tmp_path / "osrelease"
    release.write_text("5.15.90.1-microsoft-standard-WSL2\n")
    assert is_wsl(release)
    release.write_text("6.1.0-18-amd64\n")
    assert not is_wsl(release)
    assert not is_wsl(tmp_path / "none")

    started: list[list[str]] = []
    monkeypatch.setattr(access, "is_wsl", lambda: True)
    monkeypatch.setattr(shutil, "which", lambda name: f"/windows/{name}" if "/" not in name else None)
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: started.append(command))
    target = address("localhost", 20000, "a-token")
    assert open_browser(tmp_path, target, Access()) is None
    assert started == [["/windows/rundll32.exe", "url.dll,FileProtocolHandler", target]]
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert windows_command(target) is None
    assert open_browser(tmp_path, target, Access()) is None  # the address is printed anyway
    assert len(started) == 1
