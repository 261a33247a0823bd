"""A desk that is served in the process of a test, by the real server, with answers that only count calls."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from brochure.desk.access import Access, host_names
from brochure.desk.app import DeskServing, make_app
from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskAnswer, DeskRequest, Endpoint, Takes
from brochure.desk.guard import EntryRules
from brochure.desk.ports import LOOPBACK, bind
from brochure.desk.routes import ENDPOINTS
from brochure.desk.server import DeskServer
from brochure.diagnostics.problem import Problem
from brochure.storage.workspace import Workspace

PATIENCE = 60  # seconds; decides nothing, a busy machine only takes longer
BODIES = {
    Takes.NOTHING: ("", b""),
    Takes.JSON: ("application/json", b"{}"),
    Takes.PICTURE: ("image/png", b"x"),
}


@dataclass(frozen=True)
class Reply:
    """An answer as it came: its status, its headers in their order, and its content."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        """The values of a header."""
        return [value for key, value in self.headers if key == name]


def parse_reply(data: bytes) -> Reply:
    """Parse the bytes of one answer; status 0 if the connection was closed without one."""
    head, _, body = data.partition(b"\r\n\r\n")
    if not head:
        return Reply(0, (), b"")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in lines]
    return Reply(int(first.split()[1]), tuple((name.lower(), text.strip()) for name, _, text in pairs), body)


def free_port() -> int:
    """A port that is free at both loopback addresses, most likely also in a moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Sent:
    """A request, to be changed by an attack with :func:`dataclasses.replace`."""

    method: str
    path: str
    headers: tuple[tuple[str, bytes], ...]
    body: bytes = b""

    def with_header(self, name: str, *values: str | bytes) -> Sent:
        """The request with other values of a header, or without it."""
        kept = [one for one in self.headers if one[0].lower() != name.lower()]
        new = [(name, value if isinstance(value, bytes) else value.encode("latin-1")) for value in values]
        return replace(self, headers=(*kept, *new))

    def data(self) -> bytes:
        """The bytes."""
        lines = [f"{self.method} {self.path} HTTP/1.1".encode("latin-1")]
        lines += [name.encode("latin-1") + b": " + value for name, value in self.headers]
        return b"\r\n".join(lines) + b"\r\n\r\n" + self.body


@dataclass
class ServedDesk:
    """A desk under its real server.

    Attributes:
        calls: The requests that reached an endpoint.
        reports: The faults of ours that were told.
    """

    desk: Desk
    port: int
    access: Access
    calls: list[DeskRequest] = field(default_factory=list)
    reports: list[Problem] = field(default_factory=list)
    stop: Callable[[], None] = lambda: None

    def connect(self) -> socket.socket:
        """A new connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def send(self, data: bytes) -> Reply:
        """Send bytes, and read one answer."""
        with self.connect() as connection:
            with contextlib.suppress(OSError):  # it answered and closed before it had read everything
                connection.sendall(data)
            return parse_reply(read_reply(connection))

    def ask(self, sent: Sent) -> Reply:
        """Send a request."""
        return self.send(sent.data())

    def good(self, method: str, path: str, media: str = "", body: bytes = b"") -> Sent:
        """A request as the page of the desk sends it."""
        host = f"127.0.0.1:{self.port}"
        headers = {"Host": host, "Connection": "close", "Sec-Fetch-Site": "same-origin"}
        if path.startswith("/api/"):
            headers["Authorization"] = f"Bearer {self.access.token}"
        if method not in ("GET", "HEAD"):
            headers |= {"Origin": f"http://{host}", "Content-Length": str(len(body))}
            if media:
                headers["Content-Type"] = media
        return Sent(method, path, tuple((name, value.encode()) for name, value in headers.items()), body)

    def good_for(self, endpoint: Endpoint) -> Sent:
        """A request that an endpoint answers."""
        return self.good(endpoint.method, sample_path(endpoint.path), *BODIES[endpoint.takes])


def read_all(connection: socket.socket) -> bytes:
    """What comes until the connection is closed."""
    got = b""
    try:
        while part := connection.recv(65536):
            got += part
    except ConnectionResetError:
        pass
    return got


def read_reply(connection: socket.socket) -> bytes:
    """The bytes of one answer, whose size is in its head; of a stream, what comes until it ends."""
    got = b""
    try:
        while part := connection.recv(65536):
            got += part
            head, found, body = got.partition(b"\r\n\r\n")
            size = re.search(rb"\r\ncontent-length: (\d+)", head.lower())
            if found and size and len(body) >= int(size[1]):
                break
    except ConnectionResetError:
        pass
    return got


def sample_path(pattern: str) -> str:
    """The path of an endpoint with ids in it."""
    return re.sub(r"\{\w+\}", "a-1", pattern)


@contextmanager
def served_desk(
    root: Path,
    endpoints: Sequence[Endpoint] | None = None,
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost"),
) -> Iterator[ServedDesk]:
    """Serve a desk with the real paths, whose answers are 200, or with other endpoints."""
    port = free_port()
    access = Access()
    served = ServedDesk(Desk(Workspace(root)), port, access)

    def count(_desk: Desk, asked: DeskRequest) -> DeskAnswer:
        served.calls.append(asked)
        return DeskAnswer({"called": True})

    if endpoints is None:
        endpoints = [replace(endpoint, answer=count) for endpoint in ENDPOINTS]
    entry = EntryRules(host_names(hosts, port, is_tls=False), "http", access.person_of)
    ready, failed = threading.Event(), []

    async def serve() -> None:
        loop, stopping = asyncio.get_running_loop(), asyncio.Event()

        def stop() -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(stopping.set)

        served.stop = served.desk.stop = stop
        serving = DeskServing(entry, access.may_enter, served.reports.append, stopping, endpoints or ())
        server = DeskServer(make_app(served.desk, serving), stopping, stopping.set, None, "ja")
        begin = server.startup

        async def startup(sockets: Any = None) -> None:
            await begin(sockets)
            ready.set()

        server.startup = startup  # type: ignore[method-assign]
        await server.serve(sockets=bind(port, LOOPBACK))

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            ready.set()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(PATIENCE)
    assert not failed
    try:
        yield served
    finally:
        served.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()
