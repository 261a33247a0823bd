"""People of an office: a token for each, made and withdrawn."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from brochure.desk.people import MOST_CHARACTERS, People
from brochure.diagnostics.problem import BrochureError


def codes(raised: pytest.ExceptionInfo[BrochureError]) -> list[str]:
    return [one.code for one in raised.value.problems]


def digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def test_a_person_comes_in_until_removed_also_in_a_desk_that_runs(tmp_path: Path) -> None:
    running, typed = People(tmp_path), People(tmp_path)
    assert running.names() == ()
    first, second = typed.add("山田 花子"), typed.add(" 佐藤 ")
    assert first != second
    assert running.names() == ("山田 花子", "佐藤")
    assert running.person_of(digest(first)) == "山田 花子"
    assert running.person_of(digest(second)) == "佐藤"
    assert running.person_of(digest("another")) is None
    typed.remove("山田 花子")
    assert running.person_of(digest(first)) is None
    assert running.person_of(digest(second)) == "佐藤"


def test_a_person_who_was_removed_and_added_again_has_another_token(tmp_path: Path) -> None:
    people = People(tmp_path)
    old = people.add("山田")
    people.remove("山田")
    new = people.add("山田")
    assert people.person_of(digest(old)) is None
    assert people.person_of(digest(new)) == "山田"


def test_the_file_has_no_token_and_is_read_by_its_owner_only(tmp_path: Path) -> None:
    token = People(tmp_path / "new").add("山田")
    path = tmp_path / "new" / "people.json"
    assert token not in path.read_text("utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "name", ["", "  ", "a\nb", "a\x1b[31m", "a\u202eb", "\u200b", "あ" * (MOST_CHARACTERS + 1)]
)
def test_a_name_that_nobody_could_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BrochureError) as raised:
        People(tmp_path).add(name)
    assert codes(raised) == ["W404"]
    assert not list(tmp_path.iterdir())


def test_a_known_and_an_unknown_person_are_told(tmp_path: Path) -> None:
    people = People(tmp_path)
    people.add("が")
    with pytest.raises(BrochureError) as raised:
        people.add("か\u3099")  # the same name in another form
    assert codes(raised) == ["W405"]
    with pytest.raises(BrochureError) as raised:
        people.remove("山田")
    assert codes(raised) == ["W406"]
    people.remove("か\u3099")
    assert people.names() == ()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"people": []}', '{"people": {"a": {"digest": "x"}}}', "\xff"]
)
def test_a_damaged_file_lets_nobody_in(tmp_path: Path, text: str) -> None:
    (tmp_path / "people.json").write_bytes(text.encode("latin-1"))
    people = People(tmp_path)
    assert people.names() == ()
    assert people.person_of(digest("")) is None


def test_a_digest_in_the_file_is_no_token(tmp_path: Path) -> None:
    people = People(tmp_path)
    people.add("山田")
    kept = json.loads((tmp_path / "people.json").read_text("utf-8"))["people"]["山田"]["digest"]
    assert people.person_of(digest(kept)) is None
