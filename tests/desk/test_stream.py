"""The stream of events: what a browser hears when it comes, comes back, and when the desk stops."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from brochure.desk import stream
from brochure.desk.events import KEPT, Events
from brochure.desk.stream import event_stream


class Heard:
    """A browser that reads a stream."""

    def __init__(self, lines: AsyncIterator[bytes]) -> None:
        self.lines = lines
        self.text = ""

    async def until(self, true: Callable[[str], bool]) -> str:
        """Read until something was heard, or the stream ends."""
        while not true(self.text):
            try:
                self.text += (await asyncio.wait_for(anext(self.lines), 30)).decode()
            except StopAsyncIteration:
                break
        return self.text

    def events(self) -> list[tuple[str, dict[str, object]]]:
        """The events with their ids."""
        found = []
        for block in self.text.split("\n\n"):
            fields = dict(
                line.split(": ", 1) for line in block.split("\n") if ": " in line and line[0] != ":"
            )
            if "data" in fields:
                found.append((fields["id"], json.loads(fields["data"])))
        return found


def run_apart(run: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run in a thread: the browser of other tests of this process has a loop in the main one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(run())).result()


def heard(events: Events, last_id: str = "", *, allowed: Callable[[], bool] = lambda: True) -> Heard:
    return Heard(aiter(event_stream(events, "aa", last_id, asyncio.Event(), allowed)))


def test_a_new_stream_hears_what_is_told_from_now_on() -> None:
    async def run() -> None:
        events = Events()
        events.tell("saved", doc="before")
        one = heard(events)
        await one.until(lambda text: "open" in text)
        await asyncio.to_thread(events.tell, "saved", doc="profiles/遼寧\n\nid: x", rev="1")
        await one.until(lambda text: "data" in text)
        assert one.events() == [("aa-2", {"kind": "saved", "doc": "profiles/遼寧\n\nid: x", "rev": "1"})]

    run_apart(run)


def test_who_comes_back_hears_what_was_missed_and_nothing_twice() -> None:
    async def run() -> None:
        events = Events()
        for number in range(5):
            events.tell("saved", number=number)
        one = heard(events, "aa-2")
        await one.until(lambda text: text.count("data") == 3)
        assert [said["number"] for _, said in one.events()] == [2, 3, 4]
        assert [name for name, _ in one.events()] == ["aa-3", "aa-4", "aa-5"]

    run_apart(run)


@pytest.mark.parametrize(
    "last_id", ["bb-2", "aa-551", "aa-", "aa-x", "x", "aa--1", "aa-1", "aa-" + "9" * 30, "aa-１"]
)
def test_who_missed_too_much_or_comes_from_another_start_is_told_to_read_again(last_id: str) -> None:
    async def run() -> None:
        events = Events()
        for _ in range(KEPT + 50):
            events.tell("saved")
        one = heard(events, last_id)
        await one.until(lambda text: "data" in text)
        assert one.events() == [(f"aa-{KEPT + 50}", {"kind": "partners", "again": True})]

    run_apart(run)


def test_a_comment_comes_where_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "KEEP_ALIVE", 0.01)

    async def run() -> None:
        one = heard(Events())
        assert "\n: still here\n\n" in await one.until(lambda text: text.count("still") == 2)

    run_apart(run)


def test_a_stream_ends_when_the_desk_stops_or_the_person_was_removed() -> None:
    async def run() -> None:
        events, allowed = Events(), True
        stopping = asyncio.Event()
        lines = event_stream(events, "aa", "", stopping, lambda: allowed)
        one = Heard(aiter(lines))
        await one.until(lambda text: "open" in text)
        stopping.set()
        events.tell("stopping")
        await one.until(lambda text: False)
        assert [said["kind"] for _, said in one.events()] == ["stopping"]

        other = heard(events, allowed=lambda: allowed)
        await other.until(lambda text: "open" in text)
        allowed = False
        events.tell("saved", secret=True)
        await other.until(lambda text: False)
        assert "secret" not in other.text

    run_apart(run)


def test_a_browser_that_has_gone_is_called_no_longer() -> None:
    async def run() -> None:
        events = Events()
        lines = event_stream(events, "aa", "", asyncio.Event(), lambda: True)
        await anext(aiter(lines))
        assert len(events._listeners) == 1
        await lines.aclose()  # type: ignore[attr-defined]
        assert not events._listeners

    run_apart(run)
