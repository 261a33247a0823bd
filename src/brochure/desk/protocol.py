"""Connections that do not hold the desk up: uvicorn's protocol with an end for whatever does not go on.

uvicorn waits for ever for the rest of a head or a body and for a browser that does not read, and it refuses
everybody once some hundred connections are open. Here each of these has a time, and the connections that
have waited longest give way to new ones, so that who sends whole requests is always answered.
"""

from __future__ import annotations

import asyncio
from enum import Enum
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from brochure.desk.headers import complete_headers
from brochure.desk.refusals import refusal_json
from brochure.diagnostics.text_files import Lang

HEAD_SECONDS = 5.0  # for all of a head, from the start of the connection or its first byte
IDLE_SECONDS = 15.0  # between two requests
BODY_SECONDS = 10.0  # for a body, and more for a large one
BODY_RATE = 50_000  # bytes a second
UNREAD_SECONDS = 2.0  # for the rest of a body that was refused
STALL_SECONDS = 20.0  # for reading a piece of an answer
MAX_WAITING = 1000  # connections that send or read nothing; the oldest is closed for another one


class _Phase(Enum):
    """What a connection is doing."""

    HEAD = "its head comes"
    IDLE = "between two requests"
    BODY = "its body comes"
    UNREAD = "it was answered, and its body still comes"
    ANSWER = "it is being answered"


class PatientProtocol(H11Protocol):
    """One connection, which is closed when its phase takes too long."""

    waiting: ClassVar[dict[PatientProtocol, None]] = {}  # by the time since when they wait
    max_waiting: ClassVar[int] = MAX_WAITING
    lang: ClassVar[Lang] = "ja"

    _phase: _Phase | None = None
    _end: asyncio.TimerHandle | None = None
    _stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._enter(_Phase.HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        self._stop_clock()
        self._no_stall()
        self.waiting.pop(self, None)

    def data_received(self, data: bytes) -> None:
        """Take bytes; they do not make a phase last longer."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        """The browser does not read: wait for a while."""
        super().pause_writing()
        self.waiting[self] = None
        self._give_way()
        self._stall = self.loop.call_later(STALL_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The browser reads."""
        super().resume_writing()
        self._no_stall()
        if self._phase not in (_Phase.HEAD, _Phase.IDLE):
            self.waiting.pop(self, None)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, with the headers of every answer; ``msg`` is uvicorn's, in English only."""
        del msg
        body = refusal_json(400, self.lang)
        heads = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        response = h11.Response(status_code=400, headers=complete_headers(heads), reason=b"Bad Request")
        try:
            for event in (response, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:  # it came behind a request that is still being answered
            self.transport.abort()
            return
        self.transport.close()
        self._enter(_Phase.UNREAD)  # who does not read this is closed all the same

    def _look(self) -> None:
        """Start the clock of a new phase; in the same phase it runs on."""
        if self.transport.is_closing():
            return
        theirs = self.conn.their_state
        if theirs is h11.IDLE:
            is_begun = self._phase in (None, _Phase.HEAD) or bool(self.conn.trailing_data[0])
            phase = _Phase.HEAD if is_begun else _Phase.IDLE
        elif theirs is not h11.SEND_BODY:
            phase = _Phase.ANSWER
        elif self.cycle is not None and self.cycle.response_complete:
            phase = _Phase.UNREAD
        else:
            phase = _Phase.BODY
        if phase is not self._phase:
            self._enter(phase)

    def _enter(self, phase: _Phase) -> None:
        self._phase = phase
        self._stop_clock()
        if phase in (_Phase.HEAD, _Phase.IDLE):
            self.waiting[self] = None
            self._give_way()
        else:
            self.waiting.pop(self, None)
        if phase is not _Phase.ANSWER:
            self._end = self.loop.call_later(self._seconds(phase), self.transport.abort)

    def _seconds(self, phase: _Phase) -> float:
        if phase is _Phase.BODY:
            lengths = [value for name, value in self.headers if name == b"content-length"]
            size = int(lengths[0]) if len(lengths) == 1 and lengths[0].isdigit() else 0
            return BODY_SECONDS + min(size, 100_000_000) / BODY_RATE
        return {
            _Phase.HEAD: HEAD_SECONDS,
            _Phase.IDLE: IDLE_SECONDS,
            _Phase.UNREAD: UNREAD_SECONDS,
        }[phase]

    def _give_way(self) -> None:
        while len(self.waiting) > self.max_waiting:
            oldest = next(iter(self.waiting))
            del self.waiting[oldest]
            oldest.transport.abort()

    def _stop_clock(self) -> None:
        if self._end:
            self._end.cancel()
            self._end = None

    def _no_stall(self) -> None:
        if self._stall:
            self._stall.cancel()
            self._stall = None
