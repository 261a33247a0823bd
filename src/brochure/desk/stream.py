"""The events of a desk as a stream for one browser (server-sent events)."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable

from brochure.desk.events import Events

KEEP_ALIVE = 15.0  # seconds after which a comment tells that the desk is still there
AGAIN = {"kind": "partners", "again": True}  # some events were missed: read everything again


def first_number(events: Events, start: str, last_id: str) -> tuple[int, bool]:
    """The number after which a stream begins, and whether events were missed.

    Args:
        events: The events of the desk.
        start: The name of this start of the desk, with which its ids begin.
        last_id: What the browser heard last; empty for a new stream, which begins now.

    >>> events = Events()
    >>> events.tell("saved")
    >>> first_number(events, "a1", ""), first_number(events, "a1", "a1-0"), first_number(events, "a1", "zz-7")
    ((1, False), (0, False), (1, True))
    """
    if not last_id:
        return events.last, False
    began, _, number = last_id.rpartition("-")
    if began != start or not number.isascii() or not number.isdigit() or len(number) > 15:
        return events.last, True
    heard = int(number)
    kept = events.since(heard)
    is_gap = heard > events.last or (heard < events.last and (not kept or kept[0][0] > heard + 1))
    return (events.last, True) if is_gap else (heard, False)


async def event_stream(
    events: Events, start: str, last_id: str, stopping: asyncio.Event, may_hear: Callable[[], bool]
) -> AsyncIterator[bytes]:
    """The lines of a stream, until the desk stops or the person may no longer hear them."""
    loop, wake = asyncio.get_running_loop(), asyncio.Event()

    def ring() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(wake.set)

    number, is_gap = first_number(events, start, last_id)
    end = events.listen(ring)
    try:
        yield b"retry: 1000\n: open\n\n"
        if is_gap:
            yield _lines(start, number, AGAIN)
        while True:
            wake.clear()
            new = events.since(number)
            if not may_hear():
                return
            for number, event in new:
                yield _lines(start, number, event)
            if stopping.is_set():
                return
            try:
                await asyncio.wait_for(wake.wait(), KEEP_ALIVE)
            except TimeoutError:
                yield b": still here\n\n"
    finally:
        end()


def _lines(start: str, number: int, event: object) -> bytes:
    """One event; JSON has no line ends, so that an event cannot be split."""
    return f"id: {start}-{number}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n".encode(
        "utf-8", "replace"
    )
