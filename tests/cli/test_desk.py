"""``brochure desk``: its options, and the people of an office."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.diagnostics.text_files import Lang, load_texts
from cli_result import Run


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


@pytest.mark.parametrize(
    ("options", "key"),
    [
        (["--share", "--certificate", "a.pem"], "desk certificate and key"),
        (["--key", "a.pem"], "desk certificate and key"),
        (["--certificate", "a.pem", "--key", "b.pem"], "desk not without share"),
        (["--name", "office"], "desk not without share"),
        (["--share", "--in-container"], "desk share or container"),
    ],
)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_options_that_do_not_fit_are_told(run: Run, options: list[str], key: str, lang: Lang) -> None:
    ran = run("desk", "--no-browser", *options, "--lang", lang)
    assert ran.code == 2
    assert load_texts("cli/words", lang)[key] in ran.err


@pytest.mark.parametrize("port", ["0", "65536", "-1", "a"])
def test_a_port_is_a_number_of_a_port(run: Run, port: str) -> None:
    assert run("desk", "--port", port).code == 2


def test_people_are_added_listed_and_removed(run: Run, state: Path) -> None:
    added = run("desk", "--add-person", "山田", "--name", "office.example", "--lang", "en")
    assert added.code == 0
    first, address = added.out.splitlines()
    assert "山田" in first
    assert address.startswith("https://office.example:")
    again = run("desk", "--add-person", "山田", "--lang", "en")
    assert (again.code, again.err.splitlines()[0]) == (2, "error W405: there is a person “山田” already")
    assert run("desk", "--add-person", "佐藤").code == 0
    assert run("desk", "--people").out == "山田\n佐藤\n"
    unknown = run("desk", "--remove-person", "山口", "--lang", "en")
    assert unknown.code == 2
    assert "people: 山田, 佐藤" in unknown.err
    assert run("desk", "--remove-person", "山田").code == 0
    assert run("desk", "--people").out == "佐藤\n"
    kept = [path for path in state.rglob("*") if path.is_file()]
    assert {path.name for path in kept} == {"people.json", "port"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept)


def test_a_certificate_that_cannot_be_read_is_told_before_anything_starts(run: Run, fresh: Path) -> None:
    (fresh / "a.pem").write_text("nothing")
    ran = run("desk", "--share", "--certificate", "a.pem", "--key", "a.pem", "--lang", "en")
    assert ran.code == 4
    assert ran.err.startswith("error W403: the certificate a.pem with the key a.pem cannot be used")


def test_outside_a_workspace_no_desk_is_started(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert "F101" in run("desk", where=tmp_path_factory.mktemp("nowhere")).err
