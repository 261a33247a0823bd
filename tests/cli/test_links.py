"""``sources --links``: a table, a file that remembers, and an exit code."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from brochure.build import web_check
from cli_result import Run
from page_server import PageServer, closed_port, serve_pages

PROFILE = """\
partner: {{name: 架空機関, country: 架空国}}
edition: 2026
answers:
  about:
    - paragraph: 架空の頁[@good][@moved]。
sources:
  - {{id: good, type: webpage, title: ある頁, URL: "{0}/{1}", accessed: 2026}}
  - {{id: moved, type: webpage, title: 動いた頁, URL: "{0}/moved", accessed: 2026}}
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PageServer]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(web_check.AskingLimits.__init__, "__defaults__", (2, 3, 8, 4, 0))
    with serve_pages() as running:
        yield running


def write(root: Path, address: str, path: str) -> None:
    (root / "profiles" / "liaoning.yaml").write_text(PROFILE.format(address, path), "utf-8")


def test_a_table_is_printed_and_the_answers_are_remembered(run: Run, fresh: Path, server: PageServer) -> None:
    write(fresh, server.url(""), "ok")
    ran = run("sources", "--links", lang="ja_JP.UTF-8")
    assert (ran.code, ran.err) == (0, "")
    assert "移転" in ran.out
    assert "最後に開けた日" in ran.out
    kept = json.loads((fresh / "links.json").read_text("utf-8"))["links"]
    assert [one["state"] for one in kept] == ["moved", "alive"]


def test_a_page_that_is_gone_is_an_error_after_the_table(run: Run, fresh: Path, server: PageServer) -> None:
    write(fresh, server.url(""), "gone")
    ran = run("sources", "--links", "--format", "json", lang="en_US.UTF-8")
    assert ran.code == 1
    assert ran.err.startswith("error S220: 1 of 2 addresses do not lead to a page\n")
    first = json.loads(ran.out)[0]
    assert (first["state"], first["status"], first["places"]) == (
        "gone",
        "404",
        ["profiles/liaoning.yaml:7:48"],
    )
    (row, _) = csv.DictReader(io.StringIO(run("sources", "--links", "--format", "csv").out.lstrip("\ufeff")))
    assert (row["state"], row["alive"]) == ("gone", "")


def test_check_tells_what_was_gone_until_it_is_archived_or_accepted(
    run: Run, fresh: Path, server: PageServer
) -> None:
    write(fresh, server.url(""), "gone")
    assert run("check").err == ""
    run("sources", "--links")
    asked = len(server.asked)
    told = run("check", lang="en_US.UTF-8").err
    assert told.startswith(
        f"profiles/liaoning.yaml:7:48: warning S222: “{server.url('/gone')}” had no page on "
    )
    path = fresh / "profiles" / "liaoning.yaml"
    text = path.read_text("utf-8")
    path.write_text(text + "accepted:\n  - {code: S222, text: /gone, reason: 印刷物がある}\n", "utf-8")
    assert run("check").err == ""
    path.write_text(text, "utf-8")
    ledger = "good: {verdict: gone, archive: 'https://warp.example.jp/a'}\n"
    (fresh / "profiles" / "_ledger.yaml").write_text(ledger, "utf-8")
    assert run("check").err == ""
    (fresh / "links.json").write_text("[]", "utf-8")
    assert run("check", lang="en_US.UTF-8").err.startswith("links.json: error S223: ")
    assert len(server.asked) == asked


def test_without_any_server_nothing_is_recorded(run: Run, fresh: Path, server: PageServer) -> None:
    write(fresh, f"http://127.0.0.1:{closed_port()}", "ok")
    ran = run("sources", "--links", lang="ja_JP.UTF-8")
    assert (ran.code, ran.out) == (4, "")
    assert "エラー S221" in ran.err
    assert not (fresh / "links.json").exists()


def test_a_broken_file_is_told_before_anything_is_asked(run: Run, fresh: Path, server: PageServer) -> None:
    write(fresh, server.url(""), "ok")
    (fresh / "links.json").write_text("{", "utf-8")
    ran = run("sources", "--links", lang="ja_JP.UTF-8")
    assert ran.code == 1
    assert ran.err.startswith("links.json:")
    assert server.asked == []


def test_no_other_command_asks_a_server(run: Run, fresh: Path, server: PageServer) -> None:
    write(fresh, server.url(""), "ok")
    for command in (["check"], ["sources"], ["build", "liaoning", "--format", "pdf"]):
        run(*command)
    assert server.asked == []
    assert not (fresh / "links.json").exists()
