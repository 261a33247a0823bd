"""Former texts are kept for 30 days, the newest all, older ones thinned out."""

from __future__ import annotations

import datetime
from pathlib import Path

from brochure.desk.documents import DeskDocument, revision_of
from brochure.desk.former import LEAST, NEWEST, FormerTexts, text_of

NOW = datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC)
DOCUMENT = DeskDocument("profiles/liaoning", Path("profiles/liaoning.yaml"))


def test_texts_are_listed_the_newest_first(tmp_path: Path) -> None:
    texts = FormerTexts(tmp_path)
    for number, person in enumerate(["", "佐藤", "../鈴木 <b>"]):
        texts.keep(DOCUMENT, f"{number}".encode(), person, NOW + datetime.timedelta(seconds=number))
    assert [one.person for one in texts.list(DOCUMENT)] == [".._鈴木 _b_", "佐藤", ""]
    assert text_of(texts, DOCUMENT, revision_of(b"1")) == b"1"
    assert text_of(texts, DOCUMENT, "0" * 64) is None


def test_the_same_text_is_kept_once(tmp_path: Path) -> None:
    texts = FormerTexts(tmp_path)
    for number in range(3):
        texts.keep(DOCUMENT, b"same", "", NOW + datetime.timedelta(seconds=number))
    assert len(texts.list(DOCUMENT)) == 1


def test_texts_of_more_than_thirty_days_are_removed(tmp_path: Path) -> None:
    texts = FormerTexts(tmp_path)
    ages = [40, 31, *range(29, 29 - LEAST, -1)]
    for days in ages:
        texts.keep(DOCUMENT, f"{days}".encode(), "", NOW - datetime.timedelta(days=days))
    texts.keep(DOCUMENT, b"new", "", NOW)
    assert [one.read() for one in texts.list(DOCUMENT)][-1] == b"29"
    assert len(texts.list(DOCUMENT)) == LEAST + 1


def test_the_last_texts_stay_whatever_the_clock_says(tmp_path: Path) -> None:
    """A clock that was set to next year for a moment, or a profile that nobody opened for a month."""
    texts = FormerTexts(tmp_path)
    for number in range(5):
        texts.keep(DOCUMENT, f"{number}".encode(), "", NOW + datetime.timedelta(minutes=number))
    texts.keep(DOCUMENT, b"next year", "", NOW + datetime.timedelta(days=365))
    texts.keep(DOCUMENT, b"today", "", NOW + datetime.timedelta(hours=1))
    assert len(texts.list(DOCUMENT)) == 7


def test_a_person_may_have_a_name_of_any_signs(tmp_path: Path) -> None:
    texts = FormerTexts(tmp_path)
    for number, person in enumerate(("𠮷" * 40, "é" * 40, ".", "a/b", "\u3000")):
        texts.keep(DOCUMENT, f"{number}".encode(), person, NOW + datetime.timedelta(seconds=number))
    assert len(texts.list(DOCUMENT)) == 5
    assert texts.list(DOCUMENT)[-1].person.startswith("𠮷𠮷")


def test_old_texts_are_thinned_out(tmp_path: Path) -> None:
    texts = FormerTexts(tmp_path)
    folder = texts.folder(DOCUMENT)
    folder.mkdir(parents=True)
    for number in range(NEWEST + 240):  # one every ten seconds
        time = NOW - datetime.timedelta(seconds=10 * number)
        (folder / f"{time.strftime('%Y%m%dT%H%M%S%fZ')}-{number:064x}.yaml").write_bytes(b"x")
    texts.keep(DOCUMENT, b"new", "", NOW + datetime.timedelta(seconds=1))
    assert NEWEST + 40 <= len(texts.list(DOCUMENT)) <= NEWEST + 42


def test_a_wrong_clock_removes_nothing(tmp_path: Path) -> None:
    texts = FormerTexts(tmp_path)
    texts.keep(DOCUMENT, b"future", "", NOW + datetime.timedelta(days=400))
    texts.keep(DOCUMENT, b"now", "", NOW)
    assert len(texts.list(DOCUMENT)) == 2
