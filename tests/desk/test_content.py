"""Documents are told and changed through the endpoints, as a browser does."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from brochure.desk.documents import revision_of
from desk_edits import RELATION, at, put
from running_desk import CalledDesk, desk_workspace


@pytest.fixture
def desk(tmp_path: Path) -> CalledDesk:
    return CalledDesk(desk_workspace(tmp_path, "liaoning", "oulu"))


def nested(depth: int) -> Any:
    value: Any = "x"
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


def changed_lines(before: str, after: str) -> tuple[set[str], set[str]]:
    old, new = before.split("\n"), after.split("\n")
    return {line for line in old if line not in new}, {line for line in new if line not in old}


def test_a_document_is_told_with_its_comments_and_problems(desk: CalledDesk) -> None:
    path = desk.file("liaoning")
    path.write_text(path.read_text("utf-8").replace("[@jetro-seminar]", "[@jetro-seminer]"), "utf-8")
    told = desk.get("/api/profiles/liaoning")
    assert told["rev"] == revision_of(path.read_bytes())
    assert told["data"]["partner"]["name"] == "遼寧省"
    assert told["comments"]["edition"] == "この版の年月"
    (found,) = [one for one in told["problems"] if one["severity"] == "error"]
    assert found["at"] == "answers.about.0.bullets.1"
    assert "jetro-seminer" in found["message"]
    assert desk.get("/api/profiles/liaoning", lang="en")["problems"][0]["message"] != found["message"]


def test_only_the_line_of_a_changed_value_changes(desk: CalledDesk) -> None:
    before = desk.file("liaoning").read_text("utf-8")
    told = desk.get("/api/profiles/liaoning")
    text = at(told["data"], [*RELATION, 0])
    saved = desk.change(
        "profiles/liaoning", told["rev"], put(told["data"], [*RELATION, 0], f"{text}新しい文。")
    )
    assert saved.status == 200
    assert saved.data["rev"] == saved.data["mine"] == revision_of(desk.file("liaoning").read_bytes())
    old, new = changed_lines(before, desk.file("liaoning").read_text("utf-8"))
    assert old == {f"        - {text}"}
    assert new == {f"        - {text}新しい文。"}


def test_a_save_without_a_change_writes_nothing(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    stamp = desk.file("liaoning").stat()
    same = put(told["data"], ["as_of"], "2019-11")
    saved = desk.change("profiles/liaoning", told["rev"], same)
    assert (saved.status, saved.data["rev"]) == (200, told["rev"])
    assert desk.file("liaoning").stat().st_mtime_ns == stamp.st_mtime_ns
    assert desk.get("/api/profiles/liaoning/former") == []


def test_two_people_at_other_values_are_merged(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    desk.change("profiles/liaoning", told["rev"], {"at": RELATION, "insert": 0, "use": "ほかの人の文。"})
    mine = desk.change("profiles/liaoning", told["rev"], put(told["data"], [*RELATION, 1], "わたしの文。"))
    assert mine.status == 200
    items = at(mine.data["data"], RELATION)
    assert (items[0], items[2], len(items)) == ("ほかの人の文。", "わたしの文。", 3)
    assert mine.data["merged"] == [RELATION]
    # what was typed meanwhile names the text that the browser had, with its edits
    more = {"at": [*RELATION, 1], "was": "わたしの文。", "use": "わたしの文です。"}
    again = desk.change("profiles/liaoning", mine.data["mine"], more)
    assert at(again.data["data"], RELATION)[2] == "わたしの文です。"


def test_two_people_at_the_same_value_are_asked(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    theirs = desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"))
    before = desk.file("liaoning").read_bytes()
    mine = desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-02"))
    assert mine.status == 409
    assert mine.data["conflicts"] == [
        {
            "at": ["as_of"],
            "base": "2019-11",
            "theirs": "2020-01",
            "mine": "2020-02",
            "note": False,
            "lost": None,
        }
    ]
    assert mine.data["rev"] == theirs.data["rev"]
    assert desk.file("liaoning").read_bytes() == before


@pytest.mark.parametrize("deletes_first", [True, False])
def test_a_deletion_against_an_edit_is_asked(desk: CalledDesk, deletes_first: bool) -> None:
    told = desk.get("/api/profiles/liaoning")
    text = at(told["data"], [*RELATION, 1])
    gone = {"at": [*RELATION, 1], "remove": True, "was": text}
    new = put(told["data"], [*RELATION, 1], "書きかえた文。")
    first, second = (gone, new) if deletes_first else (new, gone)
    assert desk.change("profiles/liaoning", told["rev"], first).status == 200
    assert desk.change("profiles/liaoning", told["rev"], second).status == 409


def test_a_move_and_an_edit_of_the_moved_item_are_both_kept(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    items = at(told["data"], RELATION)
    desk.change("profiles/liaoning", told["rev"], {"at": RELATION, "move": [1, 0]})
    saved = desk.change(
        "profiles/liaoning", told["rev"], put(told["data"], [*RELATION, 1], f"{items[1]}追記。")
    )
    assert at(saved.data["data"], RELATION) == [f"{items[1]}追記。", items[0]]


def test_an_edit_sent_twice_is_made_once(desk: CalledDesk) -> None:
    """A browser that got no answer sends its edits again."""
    told = desk.get("/api/profiles/liaoning")
    edit = {"at": RELATION, "insert": 2, "use": "一度だけの文。"}
    desk.change("profiles/liaoning", told["rev"], edit)
    again = desk.change("profiles/liaoning", told["rev"], edit)
    assert at(again.data["data"], RELATION).count("一度だけの文。") == 1


def test_the_base_is_known_after_the_desk_was_killed(desk: CalledDesk, tmp_path: Path) -> None:
    told = desk.get("/api/profiles/liaoning")
    first = desk.change("profiles/liaoning", told["rev"], {"at": RELATION, "insert": 0, "use": "先の文。"})
    again = CalledDesk(tmp_path)  # another process: nothing is in memory
    saved = again.change("profiles/liaoning", told["rev"], put(told["data"], [*RELATION, 1], "あとの文。"))
    assert at(saved.data["data"], RELATION)[2] == "あとの文。"
    unknown = again.change("profiles/liaoning", "0" * 64, put(first.data["data"], ["as_of"], "2020-01"))
    assert unknown.status == 200
    other = {"at": ["as_of"], "was": "2018-01", "use": "2021-01"}
    assert again.change("profiles/liaoning", "0" * 64, other).status == 409


def test_a_value_that_does_not_fit_is_not_written(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    before = desk.file("liaoning").read_bytes()
    saved = desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "いつか"))
    assert saved.status == 422
    assert [one["at"] for one in saved.data["problems"]] == ["as_of"]
    assert desk.file("liaoning").read_bytes() == before


def test_an_unknown_source_is_saved_as_it_is_typed(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    saved = desk.change("profiles/liaoning", told["rev"], put(told["data"], [*RELATION, 0], "文[@nowhere]。"))
    assert saved.status == 200
    assert [one["at"] for one in saved.data["problems"] if one["severity"] == "error"] == [
        "answers.relation.0.bullets.0"
    ]


def test_a_mistake_that_was_there_does_not_forbid_other_saves(desk: CalledDesk) -> None:
    path = desk.file("liaoning")
    path.write_text(path.read_text("utf-8").replace("as_of: 2019-11", "as_of: いつか"), "utf-8")
    told = desk.get("/api/profiles/liaoning")
    saved = desk.change("profiles/liaoning", told["rev"], put(told["data"], [*RELATION, 0], "新しい文。"))
    assert saved.status == 200


def test_comments_are_changed_and_stay(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    note = {"at": ["as_of"], "was": told["comments"]["as_of"], "note": "調査の年月"}
    saved = desk.change(
        "profiles/liaoning", told["rev"], note, {"at": ["contact"], "use": {"organisation": "課"}}
    )
    assert saved.status == 200
    assert saved.data["comments"]["as_of"] == "調査の年月"
    assert "as_of: 2019-11          # 調査の年月\n" in desk.file("liaoning").read_text("utf-8")
    stale = desk.change("profiles/liaoning", told["rev"], {**note, "note": "別のメモ"})
    assert stale.status == 409


def test_windows_line_ends_stay(desk: CalledDesk) -> None:
    path = desk.file("liaoning")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    told = desk.get("/api/profiles/liaoning")
    saved = desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"))
    assert saved.data["rev"] == revision_of(path.read_bytes())
    assert path.read_bytes() == before.replace(b"as_of: 2019-11", b"as_of: 2020-01")


def test_a_former_text_comes_back_as_an_edit(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    desk.change("profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"), person="佐藤")
    newest, oldest = desk.get("/api/profiles/liaoning/former")
    assert (newest["person"], oldest["rev"]) == ("佐藤", told["rev"])
    former = desk.get(f"/api/profiles/liaoning/former/{told['rev']}")
    assert former["data"] == told["data"]
    now = desk.get("/api/profiles/liaoning")["rev"]
    back = desk.ask("POST", f"/api/profiles/liaoning/former/{told['rev']}", {"base": now})
    assert back.data["data"] == told["data"]
    assert len(desk.get("/api/profiles/liaoning/former")) == 3


def test_the_series_and_the_sources_are_changed_in_the_same_way(desk: CalledDesk) -> None:
    series = desk.get("/api/series")
    saved = desk.change("series", series["rev"], put(series["data"], ["no_answer"], "お答えなし"))
    assert (saved.status, saved.data["data"]["no_answer"]) == (200, "お答えなし")
    refused = desk.change(
        "series", saved.data["rev"], put(saved.data["data"], ["surveys", "2019-11", "asked"], "いつか")
    )
    assert refused.status == 422
    sources = desk.get("/api/sources")
    new = {"id": "new", "type": "webpage", "title": "県の頁"}
    added = desk.change("sources", sources["rev"], {"at": [], "insert": 0, "use": new})
    assert added.data["data"][0] == new
    wrong = desk.change("sources", added.data["rev"], {"at": [0, "type"], "was": "webpage", "use": "nothing"})
    assert wrong.status == 422


def test_sources_can_be_begun(desk: CalledDesk) -> None:
    (desk.root / "profiles" / "_sources.yaml").unlink()
    sources = desk.get("/api/sources")
    new = {"id": "new", "type": "webpage", "title": "県の頁"}
    saved = desk.change("sources", sources["rev"], {"at": [], "insert": 0, "use": new})
    assert saved.data["data"] == [new]
    assert (desk.root / "profiles" / "_sources.yaml").read_text("utf-8").startswith("- id: new\n")


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"edits": []},
        {"base": 1, "edits": []},
        {"base": "x", "edits": {}},
        {"base": "x", "edits": [1]},
        {"base": "x", "edits": [{"at": "as_of", "use": "x"}]},
        {"base": "x", "edits": [{"at": [True], "use": "x"}]},
        {"base": "x", "edits": [{"at": ["as_of"], "use": 1}]},
        {"base": "x", "edits": [{"at": ["as_of"]}]},
        {"base": "x", "edits": [{"at": ["answers", "nobody", 0], "use": "x"}]},
        {"base": "x", "edits": [{"at": ["answers"], "move": [0, 1]}]},
        {"base": "x", "edits": [{"at": ["nothing"], "note": "x"}]},
        {"base": "x", "edits": [{"at": ["answers"] * 1_000, "use": "x"}]},
        {"base": "x", "edits": [{"at": ["answers", -1], "use": "x"}]},
        {"base": "x", "edits": [{"at": ["answers", "about", 10**30], "use": "x"}]},
        {"base": "x", "edits": [{"at": RELATION, "insert": -1, "use": "x"}]},
        {"base": "x", "edits": [{"at": RELATION, "insert": True, "use": "x"}]},
        {"base": "x", "edits": [{"at": RELATION, "insert": 10**30, "use": "x"}]},
        {"base": "x", "edits": [{"at": RELATION, "move": [-1, 0]}]},
        {"base": "x", "edits": [{"at": ["answers"], "use": nested(30)}]},
        {"base": "x", "edits": [{"at": ["answers"], "use": nested(900)}]},
    ],
)
def test_a_request_in_another_form_is_refused(desk: CalledDesk, sent: Any) -> None:
    before = desk.file("liaoning").read_bytes()
    assert desk.ask("PATCH", "/api/profiles/liaoning", sent).status in (400, 409, 422)
    assert desk.file("liaoning").read_bytes() == before


def test_a_save_is_told_to_all(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    saved = desk.change(
        "profiles/liaoning", told["rev"], put(told["data"], ["as_of"], "2020-01"), person="佐藤"
    )
    (event,) = [said for _, said in desk.desk.events.since(0) if said["kind"] == "saved"]
    assert event == {
        "kind": "saved",
        "doc": "profiles/liaoning",
        "rev": saved.data["rev"],
        "client": "c",
        "person": "佐藤",
        "paths": ["as_of"],
    }


LONG = 50_001


@pytest.mark.parametrize(
    "edit",
    [
        {"at": [*RELATION, 0], "use": "長" * LONG},
        {"at": RELATION, "insert": 0, "use": "{" * LONG},
        {"at": ["milestones"], "use": [{"date": "2020", "text": "x" * LONG}]},
        {"at": ["as_of"], "was": "この版の年月", "note": "x" * LONG},
    ],
)
def test_a_text_that_is_too_long_is_told_at_its_value(desk: CalledDesk, edit: dict[str, Any]) -> None:
    told = desk.get("/api/profiles/liaoning")
    before = desk.file("liaoning").read_bytes()
    answer = desk.change("profiles/liaoning", told["rev"], edit)
    assert answer.status == 422
    (found,) = answer.data["problems"]
    assert (found["code"], found["path"][: len(edit["at"])]) == ("W423", edit["at"])
    assert desk.file("liaoning").read_bytes() == before


@pytest.mark.parametrize("text", ["[^a", "[@a", "{", "[@a] ", "http://a[", "**a", "<a@", "\\"])
def test_the_longest_text_of_any_signs_is_saved_in_time(desk: CalledDesk, text: str) -> None:
    """Signs that are not closed must not be read to the end of the text again and again."""
    told = desk.get("/api/profiles/liaoning")
    use = (text * 50_000)[:50_000]
    begun = time.process_time()
    saved = desk.change("profiles/liaoning", told["rev"], put(told["data"], [*RELATION, 0], use))
    assert saved.status == 200
    assert at(saved.data["data"], RELATION)[0] == use
    assert len(saved.data["problems"]) <= 1000
    assert time.process_time() - begun < 15  # 1 to 3 s; it was minutes


def test_an_event_of_a_save_is_small_whatever_was_sent(desk: CalledDesk) -> None:
    told = desk.get("/api/profiles/liaoning")
    absent = [{"at": [f"{'k' * 500}{number}"], "use": None} for number in range(150)]
    sent = {"base": told["rev"], "edits": absent, "client": ["x" * 100_000]}
    assert desk.ask("PATCH", "/api/profiles/liaoning", sent).status == 200
    (event,) = [said for _, said in desk.desk.events.since(0) if said["kind"] == "saved"]
    assert len(str(event)) < 30_000


def test_house_words_are_told_at_their_value_also_in_the_series(desk: CalledDesk) -> None:
    words = "spellings:\n  - {write: サーバー, instead_of: [サーバ], reason: 長音}\n"
    (desk.root / "words.yaml").write_text(words, "utf-8")
    path, series = desk.file("liaoning"), desk.root / "profiles" / "_series.yaml"
    path.write_text(path.read_text("utf-8").replace("このMOUを", "サーバを"), "utf-8")
    series.write_text(
        series.read_text("utf-8").replace("heading: お問い合わせ先", "heading: サーバ", 1), "utf-8"
    )
    (found,) = [one for one in desk.get("/api/profiles/liaoning")["problems"] if one["code"] == "H201"]
    assert (found["at"], found["mark"]["text"]) == ("answers.relation.0.bullets.1", "サーバ")
    (found,) = [one for one in desk.get("/api/series")["problems"] if one["code"] == "H201"]
    assert (found["at"], found["severity"]) == ("contact.heading", "warning")
    (desk.root / "words.yaml").write_text("digits: wide\n", "utf-8")
    (broken,) = [one for one in desk.get("/api/profiles/liaoning")["problems"] if one["code"] == "P109"]
    assert (broken["file"], broken["at"]) == ("words.yaml", None)
