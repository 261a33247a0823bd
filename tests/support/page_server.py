"""A web server on this machine that answers in every good and bad way, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STATUSES = {"/gone": 404, "/over": 410, "/closed": 403, "/busy": 503, "/broken": 500, "/later": 429}
REDIRECTS = {
    "/moved": (301, "/ok"),
    "/for-now": (302, "/ok"),
    "/moved-to-nothing": (308, "/gone"),
    "/loop": (302, "/loop"),
    "/file": (302, "file:///etc/passwd"),
    "/ftp": (302, "ftp://127.0.0.1/a"),
    "/secret": (302, "http://user:word@127.0.0.1/"),
    "/japanese": (302, "/\u00e3\u0081\u0082"),  # あ in UTF-8, as headers are read
    "/nowhere": (302, ""),
}


class PageServer(ThreadingHTTPServer):
    """The server; ``asked`` are the requests as path and headers, ``most`` how many ran at once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.now = self.most = 0
        self.lock = threading.Lock()

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class _Handler(BaseHTTPRequestHandler):
    server: PageServer

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.asked.append((self.path, dict(self.headers)))
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        with contextlib.suppress(OSError):
            self._answer()
        with self.server.lock:
            self.server.now -= 1

    def _answer(self) -> None:
        if self.path == "/silent":
            time.sleep(5)
        elif self.path == "/drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for at in range(50):
                self.wfile.write(f"X-{at}: drip\r\n".encode())
                time.sleep(0.1)
        elif self.path == "/rubbish":
            self.wfile.write(b"\xff\xfe rubbish\r\n\r\n")
        elif self.path == "/endless-head":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 200_000 + b"\r\n\r\n")
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            for _ in range(2_000):
                self.wfile.write(b"a" * 100_000)
        elif self.path in REDIRECTS:
            status, target = REDIRECTS[self.path]
            self.send_response(status)
            self.send_header("Location", target)
            self.end_headers()
        else:
            self.send_response(STATUSES.get(self.path, 200))
            self.end_headers()
            self.wfile.write(b"page")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve_pages() -> Iterator[PageServer]:
    """A server that runs."""
    server = PageServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port
