"""Connections that do not go on are closed, and others are answered meanwhile. Times are shortened here."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from brochure.desk import protocol
from brochure.desk.endpoint import DeskAnswer, DeskRequest, Endpoint, Takes
from brochure.desk.headers import SECURITY_HEADERS
from brochure.desk.protocol import PatientProtocol
from served_desk import ServedDesk, parse_reply, read_all, read_reply, served_desk
from workspaces import REPO

LARGE = 6_000_000  # bytes of an answer that no buffer of the system takes


def large(_desk: object, _asked: DeskRequest) -> DeskAnswer:
    return DeskAnswer(content=b"x" * LARGE, media="image/png")


def take(_desk: object, asked: DeskRequest) -> DeskAnswer:
    return DeskAnswer(asked.data)


ENDPOINTS = (
    Endpoint("GET", "/api/large", large),
    Endpoint("POST", "/api/take", take, Takes.JSON),
)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedDesk]:
    for name, seconds in {
        "HEAD_SECONDS": 1.0,
        "IDLE_SECONDS": 1.0,
        "BODY_SECONDS": 1.0,
        "UNREAD_SECONDS": 0.5,
        "STALL_SECONDS": 1.0,
    }.items():
        monkeypatch.setattr(protocol, name, seconds)
    with served_desk(REPO, ENDPOINTS) as one:
        yield one


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has ended a connection; what it said before is read."""
    try:
        read_all(connection)
    except TimeoutError:
        return False
    return True


def good_post(served: ServedDesk, size: int) -> bytes:
    sent = served.good("POST", "/api/take", "application/json").with_header("Content-Length", str(size))
    return sent.with_header("Connection").data()


def test_hundreds_of_half_requests_keep_nobody_waiting_and_are_closed(
    served: ServedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        held = [stack.enter_context(served.connect()) for _ in range(400)]
        for number, connection in enumerate(held):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: "[: 1 + number % 20])
        assert served.ask(served.good("GET", "/api/large")).status == 200
        for connection in held:
            assert is_closed(connection)
    assert not PatientProtocol.waiting


def test_dripping_bytes_does_not_make_the_time_longer(served: ServedDesk) -> None:
    with served.connect() as connection:
        begun = time.monotonic()
        try:
            for _ in range(200):
                connection.sendall(b"X")
                time.sleep(0.05)
        except OSError:
            pass
        assert is_closed(connection)
        assert time.monotonic() - begun < 8  # 200 bytes would take 10 s


def test_the_second_head_of_a_connection_has_a_time_too(served: ServedDesk) -> None:
    with served.connect() as connection:
        connection.sendall(good_post(served, 2) + b"{}")
        assert parse_reply(read_reply(connection)).status == 200
        connection.sendall(b"GET /")
        assert is_closed(connection)


@pytest.mark.parametrize("blank", [b"", b"\r\n", b"\n"])
def test_a_connection_that_asks_nothing_more_is_closed(served: ServedDesk, blank: bytes) -> None:
    with served.connect() as connection:
        connection.sendall(good_post(served, 2) + b"{}")
        assert parse_reply(read_reply(connection)).status == 200
        connection.sendall(blank)
        assert is_closed(connection)


def test_a_connection_is_used_again(served: ServedDesk) -> None:
    with served.connect() as connection:
        for _ in range(5):
            connection.sendall(good_post(served, 2) + b"{}")
            assert parse_reply(read_reply(connection)).status == 200
        connection.sendall(good_post(served, 2)[:40])
        connection.sendall(good_post(served, 2)[40:])
        connection.sendall(b"{}")
        assert parse_reply(read_reply(connection)).status == 200


def test_a_body_that_does_not_come_ends_the_connection(served: ServedDesk) -> None:
    with served.connect() as connection:
        connection.sendall(good_post(served, 1000) + b'{"a"')
        assert is_closed(connection)


def test_a_large_body_has_more_time_than_a_small_one() -> None:
    from types import SimpleNamespace

    def seconds(size: int) -> float:
        given = SimpleNamespace(headers=[(b"content-length", str(size).encode())])
        return PatientProtocol._seconds(given, protocol._Phase.BODY)  # type: ignore[arg-type]

    assert seconds(20_000_000) >= 20_000_000 / 100_000
    assert seconds(10**15) < 3600
    assert seconds(2) < 15


def test_a_body_that_was_refused_is_not_waited_for(served: ServedDesk) -> None:
    with served.connect() as connection:
        sent = served.good("POST", "/api/take", "application/json")
        connection.sendall(sent.with_header("Content-Length", "1000000000").with_header("Connection").data())
        assert parse_reply(read_reply(connection)).status == 413
        begun = time.monotonic()
        try:
            for _ in range(1000):
                connection.sendall(b"x" * 1000)
                time.sleep(0.02)
        except OSError:
            pass
        assert is_closed(connection)
        assert time.monotonic() - begun < 15  # 1000 pieces would take 20 s


def test_who_does_not_read_is_closed_and_holds_a_piece_only(served: ServedDesk) -> None:
    with served.connect() as connection:
        connection.sendall(served.good("GET", "/api/large").data())
        time.sleep(4)
        assert len(read_all(connection)) < LARGE


def test_who_reads_slowly_gets_everything(served: ServedDesk) -> None:
    with served.connect() as connection:
        connection.sendall(served.good("GET", "/api/large").data())
        got = 0
        while part := connection.recv(1_000_000):
            got += len(part)
            time.sleep(0.2)
        assert got > LARGE


def test_the_oldest_that_wait_give_way(served: ServedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 3600.0)
    monkeypatch.setattr(PatientProtocol, "max_waiting", 20)
    with ExitStack() as stack:
        held = [stack.enter_context(served.connect()) for _ in range(60)]
        for connection in held:
            connection.sendall(b"GET")
        assert served.ask(served.good("GET", "/api/large")).status == 200
        for connection in held[:39]:
            assert is_closed(connection)
        held[-1].settimeout(0.2)
        assert not is_closed(held[-1])


@pytest.mark.parametrize(
    "data",
    [
        b"HELLO\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 50 + b"\r\n\r\n",  # TLS
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /\xe9 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 20_000,
    ],
)
def test_what_is_no_request_is_answered_with_the_headers_of_every_answer(
    served: ServedDesk, data: bytes
) -> None:
    reply = served.send(data)
    assert reply.status == 400
    for name, value in SECURITY_HEADERS:
        assert reply.all(name.decode()) == [value.decode()]
    assert b"W410" in reply.body


def test_rubbish_behind_a_request_ends_the_connection_and_nothing_else(served: ServedDesk) -> None:
    with served.connect() as connection:
        connection.sendall(
            served.good("GET", "/api/large").with_header("Connection").data() + b"HELLO\r\n\r\n"
        )
        assert read_all(connection).startswith(b"HTTP/1.1 200")
    assert served.ask(served.good("GET", "/api/large")).status == 200
