"""``links.json`` says when each address was last alive; what others saved meanwhile stays."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from brochure.assembly.link_list import UsedAddress
from brochure.build.link_record import read_links, record_answers
from brochure.build.web_check import LinkAnswer, LinkState
from brochure.diagnostics.problem import BrochureError
from brochure.storage import atomic
from brochure.storage.workspace import Workspace

A, B = "https://example.jp/a", "https://example.jp/b"
FIRST, LATER = datetime.date(2026, 10, 1), datetime.date(2026, 11, 30)


def record(root: Path, today: datetime.date, *states: tuple[str, LinkState], archive: str = "") -> Any:
    used = [UsedAddress(url, ("p.yaml:1:1",), archive) for url, _ in states]
    answers = [LinkAnswer(url, state, 200 if state.has_page else 404) for url, state in states]
    return record_answers(Workspace(root), used, answers, today)


def listed(root: Path) -> dict[str, tuple[str, str, str, str]]:
    found = json.loads((root / "links.json").read_text("utf-8"))["links"]
    return {one["url"]: (one["state"], one["checked"], one["alive"], one["archive"]) for one in found}


def test_the_date_of_the_last_page_is_kept_when_it_is_gone(tmp_path: Path) -> None:
    record(tmp_path, FIRST, (A, LinkState.ALIVE), (B, LinkState.GONE), archive="https://warp.example/a")
    (row,) = record(tmp_path, LATER, (A, LinkState.GONE))
    assert (row.state, row.checked, row.alive, row.status) == ("gone", "2026-11-30", "2026-10-01", "404")
    assert listed(tmp_path) == {
        A: ("gone", "2026-11-30", "2026-10-01", "https://warp.example/a"),
        B: ("gone", "2026-10-01", "", "https://warp.example/a"),
    }


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    record(tmp_path, FIRST, (B, LinkState.MOVED), (A, LinkState.ALIVE))
    before = (tmp_path / "links.json").read_bytes()
    record(tmp_path, FIRST, (A, LinkState.ALIVE), (B, LinkState.MOVED))
    assert (tmp_path / "links.json").read_bytes() == before


def test_what_somebody_else_saves_meanwhile_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(tmp_path, FIRST, (A, LinkState.GONE))
    real, others = atomic.replace_files, iter(["https://example.jp/c", "https://example.jp/d"])

    def with_others(files: Any, read: Any) -> None:
        if url := next(others, ""):
            path = tmp_path / "links.json"
            data = json.loads(path.read_text("utf-8"))
            data["links"].append({**data["links"][0], "url": url})
            path.write_text(json.dumps(data), "utf-8")
        real(files, read)

    monkeypatch.setattr(atomic, "replace_files", with_others)
    record(tmp_path, LATER, (B, LinkState.ALIVE))
    assert sorted(listed(tmp_path)) == [A, B, "https://example.jp/c", "https://example.jp/d"]


def test_a_newer_check_of_somebody_else_counts(tmp_path: Path) -> None:
    record(tmp_path, LATER, (A, LinkState.ALIVE))
    record(tmp_path, FIRST, (A, LinkState.GONE))
    assert listed(tmp_path)[A][:3] == ("alive", "2026-11-30", "2026-11-30")


@pytest.mark.parametrize(
    "text",
    [
        *("[]", "{", "", "\x00", "[" * 100_000, '{"links": {}}', '{"link": []}', '{"links": [1]}'),
        '{"links": [{"url": "a"}]}',
        '{"links": [{"url": "a", "state": "ok", "checked": 2026}]}',
        '{"links": [{"url": "", "state": "ok", "checked": "2026"}]}',
        '{"links": [{"url": "a", "state": "ok", "checked": "2026", "more": "b"}]}',
    ],
)
def test_a_file_that_is_not_ours_is_told_and_stays(text: str, tmp_path: Path) -> None:
    path = tmp_path / "links.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BrochureError) as raised:
        record(tmp_path, FIRST, (A, LinkState.ALIVE))
    (told,) = raised.value.problems
    assert told.code == "S223"
    assert told.location is not None
    assert told.location.file == "links.json"
    assert path.read_text("utf-8") == text


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert read_links(Workspace(tmp_path)) == {}
