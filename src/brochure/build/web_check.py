"""Ask web servers whether addresses still lead to a page: only when somebody asks for it, never in a build.

A few servers are asked at a time, each for one address after another with a pause. Nothing is sent but the
address: no credentials, no cookies. Only http and https are used, also after a redirect; a redirect from the
internet to a machine of the office is not followed. Of an answer only the head is read, never the page.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from brochure import __version__


class LinkState(Enum):
    """What became of an address."""

    ALIVE = "alive"  # a page
    MOVED = "moved"  # a page at another address, for ever
    CLOSED = "closed"  # the server answers, but not to programs (401, 403)
    BUSY = "busy"  # the server asks to come later (429, 503)
    GONE = "gone"  # 404, 410
    FAULTY = "faulty"  # another answer that is no page, or no answer of HTTP
    LOOP = "loop"  # redirects without an end
    REFUSED = "refused"  # an address, or a redirect, that is not followed
    TLS = "tls"  # a certificate that is not valid, or no TLS
    NO_NAME = "no_name"  # no such server
    NO_SERVER = "no_server"  # the server does not answer
    TIMEOUT = "timeout"

    @property
    def has_page(self) -> bool:
        """Whether there is a page."""
        return self in (LinkState.ALIVE, LinkState.MOVED)

    @property
    def is_dead(self) -> bool:
        """Whether the address does not lead to a page."""
        return not self.has_page and self not in (LinkState.CLOSED, LinkState.BUSY)

    @property
    def is_without_answer(self) -> bool:
        """Whether no server answered, as without a network."""
        return self in (LinkState.NO_NAME, LinkState.NO_SERVER, LinkState.TIMEOUT)


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """The answer for an address: its state, HTTP's status (0 if none), the last address, and the fault."""

    url: str
    state: LinkState
    status: int = 0
    final: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class AskingLimits:
    """How servers are asked.

    Attributes:
        seconds: The longest wait for a piece of an answer.
        whole_seconds: The longest time for an address with its redirects.
        redirects: The most redirects that are followed.
        servers: How many servers are asked at a time.
        pause: Seconds between two addresses of a server.
    """

    seconds: float = 15
    whole_seconds: float = 30
    redirects: int = 8
    servers: int = 4
    pause: float = 1


def ask_addresses(
    urls: Sequence[str], limits: AskingLimits, told: Callable[[int], None] = lambda _count: None
) -> list[LinkAnswer]:
    """Ask for each address; the answers are in the order of the addresses.

    Args:
        urls: URIs.
        limits: How servers are asked.
        told: Called with the number of addresses that are done.
    """
    of_server: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        of_server.setdefault(_server(url), []).append(url)
    found: dict[str, LinkAnswer] = {}
    stop = threading.Event()
    with ThreadPoolExecutor(limits.servers, thread_name_prefix="links") as pool:
        waiting = [pool.submit(_ask_server, each, limits, stop, found, told) for each in of_server.values()]
        try:
            for one in as_completed(waiting):
                one.result()
        except BaseException:  # Ctrl-C: no further address is asked
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [found[url] for url in dict.fromkeys(urls)]


def _server(url: str) -> str:
    with contextlib.suppress(ValueError):
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    return url


def _ask_server(
    urls: Sequence[str],
    limits: AskingLimits,
    stop: threading.Event,
    found: dict[str, LinkAnswer],
    told: Callable[[int], None],
) -> None:
    for index, url in enumerate(urls):
        if stop.is_set() or (index and stop.wait(limits.pause)):
            return
        found[url] = ask_address(url, limits)
        told(len(found))


def ask_address(url: str, limits: AskingLimits) -> LinkAnswer:
    """Ask for an address, and follow its redirects."""
    here, moved, end = url, False, time.monotonic() + limits.whole_seconds
    for _ in range(limits.redirects + 1):
        if fault := _refusal(here, url):
            return LinkAnswer(url, LinkState.REFUSED, 0, "" if here == url else here, fault)
        try:
            status, target = _head(here, limits.seconds, end - time.monotonic())
        except Exception as error:  # of urllib, http.client, ssl, sockets and encodings
            state, fault = _fault(error)
            return LinkAnswer(url, state, 0, "" if here == url else here, fault)
        if not target:
            final = "" if here == url else here
            return LinkAnswer(url, _state(status, moved=moved), status, final)
        moved = moved or status in (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
        here = quote(urljoin(here, target).partition("#")[0], safe="%/:=&?~+!$,;'@()*[]")
    return LinkAnswer(url, LinkState.LOOP, 0, here)


def _state(status: int, *, moved: bool) -> LinkState:
    match status:
        case status if 200 <= status < 300:
            return LinkState.MOVED if moved else LinkState.ALIVE
        case 401 | 403 | 405 | 407 | 451:
            return LinkState.CLOSED
        case 404 | 410:
            return LinkState.GONE
        case 429 | 503:
            return LinkState.BUSY
    return LinkState.FAULTY


def _refusal(here: str, first: str) -> str:
    """Why an address is not asked; empty if it is."""
    try:
        parts, origin = urlsplit(here), urlsplit(first)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return str(error)
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme}:"
    if parts.username is not None or parts.password is not None:
        return "user:password@"
    if not host:
        return "//"
    if here != first and is_inner(host) and not is_inner(origin.hostname or ""):
        return host
    return ""


def is_inner(host: str) -> bool:
    """Whether a name leads to this machine or a network that is not the internet."""
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False  # asking for it tells
    return any(not ipaddress.ip_address(one.partition("%")[0]).is_global for one in found)


class _Deadline:
    """Ends the connections of a request when its time is over, however slowly the server answers."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._copies: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for copy in self._copies:
            copy.close()

    def connect(self, *args: Any, **options: Any) -> socket.socket:
        """Connect as :func:`socket.create_connection` does."""
        made = socket.create_connection(*args, **options)
        self._copies.append(made.dup())  # TLS takes the socket itself
        return made

    def _end(self) -> None:
        self.is_over = True
        for copy in self._copies:
            with contextlib.suppress(OSError):
                copy.shutdown(socket.SHUT_RDWR)


def _head(url: str, seconds: float, whole_seconds: float) -> tuple[int, str]:
    """Ask for a page: the status, and the address of a redirect; the page itself is not read.

    It is a GET, because many servers answer to a HEAD as to a page that is not there.

    Raises:
        TimeoutError: ``seconds`` without a piece of an answer, or ``whole_seconds`` have passed.
    """
    if whole_seconds <= 0:
        raise TimeoutError
    headers = {"User-Agent": f"brochure/{__version__} (link check)", "Accept": "*/*"}
    request = urllib.request.Request(url, headers=headers)
    with _Deadline(whole_seconds) as deadline:
        try:
            with _opener(deadline).open(request, timeout=min(seconds, whole_seconds)) as response:
                status, target = response.status, response.headers.get("Location", "")
        except Exception:
            if deadline.is_over:
                raise TimeoutError from None
            raise
    if deadline.is_over:  # the head ended because we ended it
        raise TimeoutError
    return status, target if 300 <= status < 400 else ""


def _opener(deadline: _Deadline) -> urllib.request.OpenerDirector:
    """Opens http and https, by the proxy of the machine; no files, no redirects, no errors of HTTP."""

    class Http(urllib.request.HTTPHandler):
        def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(_connection(http.client.HTTPConnection, deadline), request)

    class Https(urllib.request.HTTPSHandler):
        def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
            context = ssl.create_default_context()
            return self.do_open(_connection(http.client.HTTPSConnection, deadline), request, context=context)

    opener = urllib.request.OpenerDirector()
    for handler in (urllib.request.ProxyHandler(), Http(), Https()):
        opener.add_handler(handler)
    return opener


def _connection(kind: Any, deadline: _Deadline) -> Any:
    """A kind of connection that the deadline ends."""

    def make(host: str, **options: Any) -> Any:
        made = kind(host, **options)
        made._create_connection = deadline.connect
        return made

    return make


def _fault(error: Exception) -> tuple[LinkState, str]:
    """The state for an error, and its words."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    words = str(getattr(reason, "verify_message", "") or getattr(reason, "strerror", "") or reason)
    match reason:
        case ssl.SSLError():
            return LinkState.TLS, words
        case socket.gaierror() | UnicodeError():
            return LinkState.NO_NAME, words
        case TimeoutError():
            return LinkState.TIMEOUT, ""
        case http.client.HTTPException() | ValueError():
            return LinkState.FAULTY, type(reason).__name__
        case OSError():
            return LinkState.NO_SERVER, words
    return LinkState.FAULTY, type(reason).__name__
