"""A download is fetched once, within a minute."""

from __future__ import annotations

import pytest

from brochure.desk import downloads
from brochure.desk.downloads import PREFIX, SECONDS, Downloads


def test_an_address_is_good_once_and_for_a_minute() -> None:
    now = 0.0
    waiting = Downloads(lambda: now)
    early, late = (waiting.offer(b"a", "text/plain", "a.txt").removeprefix(PREFIX) for _ in range(2))
    now = SECONDS - 0.1
    found = waiting.take(early)
    assert found is not None
    assert (found.content, found.media, found.name) == (b"a", "text/plain", "a.txt")
    assert waiting.take(early) is None
    now = SECONDS
    assert waiting.take(late) is None


def test_addresses_are_not_to_be_guessed() -> None:
    made = {Downloads().offer(b"", "text/plain", "a") for _ in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) >= len(PREFIX) + 43  # 32 random bytes


def test_what_waits_has_a_size_and_the_oldest_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MOST_BYTES", 25)
    waiting = Downloads()
    made = [waiting.offer(b"x" * 10, "text/plain", str(number)).removeprefix(PREFIX) for number in range(4)]
    assert [waiting.take(one) is not None for one in made] == [False, False, True, True]
    large = waiting.offer(b"x" * 100, "text/plain", "large").removeprefix(PREFIX)
    assert waiting.take(large) is not None  # one file is always offered
