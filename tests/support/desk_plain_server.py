"""The desk's answers over the server of the standard library: for tests of the page, without any guard."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.routes import ENDPOINTS
from brochure.desk.stream import first_number
from brochure.diagnostics.package import package_root
from brochure.diagnostics.text_files import Lang

STATIC = package_root() / "desk" / "static"
TOKEN = "test-token"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'"
)
MEDIA = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}

Answering = Callable[[Desk, DeskRequest], DeskAnswer]


class PlainServer(ThreadingHTTPServer):
    """A server of one desk.

    Attributes:
        instead: Answers in place of the desk's own, by method and path as in ``routes.py``.
        asked: All requests of the API: method and path.
    """

    daemon_threads = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.desk = desk
        self.instead: dict[tuple[str, str], Answering] = {}
        self.asked: list[tuple[str, str]] = []
        self.is_closing = threading.Event()

    @property
    def address(self) -> str:
        """The address to open, with the token."""
        return f"http://127.0.0.1:{self.server_port}/#t={TOKEN}"

    def answer(self, method: str, path: str) -> tuple[Answering, dict[str, str]] | None:
        """The function that answers a request, and the parts of its path."""
        for one in ENDPOINTS:
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/@]+)", re.escape(one.path))
            if one.method == method and (found := re.fullmatch(pattern, path)):
                return self.instead.get((method, one.path), one.answer), found.groupdict()
        return None


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: PlainServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._do("GET")

    def do_POST(self) -> None:
        self._do("POST")

    def do_PATCH(self) -> None:
        self._do("PATCH")

    def _do(self, method: str) -> None:
        split = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if split.path.startswith("/api/"):
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                return self._send(DeskAnswer({"problems": []}, 401))
            self.server.asked.append((method, split.path))
        if split.path == "/api/events":
            return self._stream()
        if found := self.server.answer(method, split.path):
            query = dict(parse_qsl(split.query))
            data = json.loads(body) if body and "json" in self.headers.get("Content-Type", "") else None
            lang: Lang = "en" if query.pop("lang", "") == "en" else "ja"
            asked = DeskRequest(found[1], query, data, body, lang=lang)
            return self._send(found[0](self.server.desk, asked))
        return self._send_file(split.path)

    def _send_file(self, path: str) -> None:
        names = {one.name for one in STATIC.iterdir()}
        name = path.removeprefix("/") or "index.html"
        if name not in names:
            return self._send(DeskAnswer({"problems": []}, 404))
        file = STATIC / name
        return self._send(DeskAnswer(content=file.read_bytes(), media=MEDIA[file.suffix]))

    def _send(self, answer: DeskAnswer) -> None:
        content = answer.content if answer.content is not None else json.dumps(answer.data).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", f"{answer.media}; charset=utf-8")
        self.send_header("Content-Length", str(0 if answer.status == 204 else len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        if answer.status != 204:
            self.wfile.write(content)

    def _stream(self) -> None:
        events, wake = self.server.desk.events, threading.Event()
        last, _ = first_number(events, events.start, self.headers.get("Last-Event-ID") or "")
        end = events.listen(wake.set)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            while not self.server.is_closing.is_set():
                for number, event in events.since(last):
                    last = number
                    self.wfile.write(f"id: {events.start}-{number}\ndata: {json.dumps(event)}\n\n".encode())
                self.wfile.flush()
                wake.wait(0.2)
                wake.clear()
        except OSError:  # the page went away
            return
        finally:
            end()


@contextmanager
def serving(desk: Desk) -> Iterator[PlainServer]:
    """Serve a desk until the end of the block."""
    server = PlainServer(desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_closing.set()
        server.shutdown()
        server.server_close()


def fake(**data: Any) -> Answering:
    """An answer that is always the same."""
    return lambda _desk, _asked: DeskAnswer(data)
