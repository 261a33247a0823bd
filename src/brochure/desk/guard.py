"""The guard in front of everything: who asks, from which page, with which body; headers on every answer.

It is a bare ASGI application, so 404, streams and downloads pass it as well. ``docs/desk.md`` has the rules.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from brochure.desk.endpoint import MAX_UPLOAD
from brochure.desk.headers import complete_headers
from brochure.desk.refusals import keep_fault, problems_json, refusal_json
from brochure.diagnostics.problem import Problem
from brochure.diagnostics.text_files import Lang

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

MAX_HEAD = 16_000  # bytes of a path, its query and all headers
JSON = "application/json"
PICTURES = ("image/jpeg", "image/png")
READS, WRITES = ("GET", "HEAD"), ("POST", "PATCH")
# Percent signs for / \ and control characters: no path of the desk has them. A dot needs none either.
_HIDDEN = re.compile(r"%(2f|5c|2e|[01][0-9a-f]|7f)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EntryRules:
    """Who may come in.

    Attributes:
        hosts: The names of the desk with its port, as browsers send them in ``Host``.
        scheme: ``http`` or ``https``.
        person_of: The person whose token it is; None if it is nobody's.
        lang: The language of messages where the address names none.
    """

    hosts: frozenset[str]
    scheme: str
    person_of: Callable[[bytes], str | None]
    lang: Lang = "ja"


class _Heads:
    """The headers of a request by name; a name may come more than once."""

    def __init__(self, given: list[tuple[bytes, bytes]]) -> None:
        self._values: dict[bytes, list[bytes]] = {}
        for name, value in given:
            self._values.setdefault(name.lower(), []).append(value)
        self.size = sum(len(name) + len(value) for name, value in given)

    def all(self, name: bytes) -> list[bytes]:
        return self._values.get(name, [])

    def one(self, name: bytes) -> str | None:
        """The value of a header; None if it is missing or comes twice."""
        values = self.all(name)
        return values[0].decode("latin-1") if len(values) == 1 else None


def asked_language(query: bytes, default: Lang) -> Lang:
    """The language that ``lang=`` in an address names."""
    asked = dict(parse_qsl(query.decode("latin-1"))).get("lang")
    return "en" if asked == "en" else "ja" if asked == "ja" else default


def token_of(heads: list[bytes]) -> bytes:
    """The token of the header ``Authorization``; empty if there is none or more than one."""
    scheme, _, token = heads[0].partition(b" ") if len(heads) == 1 else (b"", b"", b"")
    return token.strip() if scheme.lower() == b"bearer" else b""


class Guard:
    """An ASGI application that answers what is not allowed and gives the rest to another one."""

    def __init__(self, app: Application, entry: EntryRules, report: Callable[[Problem], None]) -> None:
        self._app, self._entry, self._report = app, entry, report

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":  # no page of the desk opens one
            await send({"type": "websocket.close", "code": 1008})
        if scope["type"] != "http":
            return
        started = False

        async def complete(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                message["headers"] = complete_headers(list(message.get("headers", [])))
                started = True
            await send(message)

        lang = asked_language(scope["query_string"], self._entry.lang)
        if status := self._refuse(scope):
            await _send(complete, status, refusal_json(status, lang))
            return
        try:
            await self._app(scope, receive, complete)
        except Exception as error:
            found = keep_fault(error)
            self._report(found)
            if not started:
                await _send(complete, 500, problems_json([found], lang))
            else:
                raise  # the server cuts the answer off, so that it is not taken for whole

    def _refuse(self, scope: Message) -> int:
        """The status with which a request is refused; 0 if it may pass. The person is put into the scope."""
        heads = _Heads(scope["headers"])
        if heads.size + len(scope["raw_path"]) + len(scope["query_string"]) > MAX_HEAD:
            return 431
        if (host := heads.one(b"host")) is None or host.lower() not in self._entry.hosts:
            return 421
        if not is_plain_path(scope["raw_path"], scope["path"]):
            return 404
        if heads.all(b"upgrade"):
            return 400
        if status := self._refuse_origin(scope, heads, f"{self._entry.scheme}://{host.lower()}"):
            return status
        if scope["path"].startswith("/api/"):
            person = self._entry.person_of(token_of(heads.all(b"authorization")))
            if person is None:
                return 401
            scope.setdefault("state", {})["person"] = person
        return _refuse_body(scope["method"], heads)

    def _refuse_origin(self, scope: Message, heads: _Heads, own: str) -> int:
        """Whether a page of another origin asks; the opening file is one, and gets the empty page only."""
        is_opening = (
            scope["method"] in READS
            and scope["path"] == "/"
            and heads.one(b"sec-fetch-mode") == "navigate"
            and heads.one(b"sec-fetch-dest") == "document"
        )
        sites = {value.lower() for value in heads.all(b"sec-fetch-site")}
        if sites - {b"same-origin", b"none"} and not is_opening:
            return 403
        if scope["method"] not in (*READS, *WRITES):
            return 405
        origins = {value.decode("latin-1").lower() for value in heads.all(b"origin")}
        if origins - {own} or (scope["method"] in WRITES and not origins):
            return 403
        return 0


def is_plain_path(raw: bytes, path: str) -> bool:
    """Whether a path is one that the desk could have: nothing hidden, no way up, no empty part."""
    text = raw.decode("latin-1")
    parts = path.split("/")[1:]
    return (
        text.startswith("/")
        and not _HIDDEN.search(text)
        and not re.search(r"[\\\x00-\x1f\x7f\ufffd]", path)
        and not any(part in (".", "..") for part in parts)
        and "" not in parts[:-1]
    )


def _refuse_body(method: str, heads: _Heads) -> int:
    """Whether a body is of a kind and size that no endpoint takes; each endpoint looks again for its own."""
    length = heads.one(b"content-length")
    if heads.all(b"transfer-encoding"):  # its size is not known before
        return 411
    if method in READS:
        return 413 if length not in (None, "0") or len(heads.all(b"content-length")) > 1 else 0
    if length is None or not re.fullmatch(r"[0-9]{1,18}", length):
        return 411
    if int(length) > MAX_UPLOAD:
        return 413
    media = content_type(heads.all(b"content-type"))
    if heads.all(b"content-encoding"):  # a small body could unpack to a large one
        return 415
    return 0 if media in (JSON, *PICTURES) or (media == "" and int(length) == 0) else 415


def content_type(values: list[bytes]) -> str:
    """The type of a body; empty without one, ``?`` for several, or for a text that is not UTF-8."""
    if not values:
        return ""
    media, _, rest = values[0].decode("latin-1").lower().partition(";")
    is_plain = len(values) == 1 and rest.replace(" ", "").replace('"', "") in ("", "charset=utf-8")
    return media.strip() if is_plain else "?"


async def _send(send: Send, status: int, body: bytes) -> None:
    """Send a whole answer of JSON."""
    heads = [(b"content-type", JSON.encode()), (b"content-length", str(len(body)).encode())]
    if status == 401:
        heads.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": heads})
    await send({"type": "http.response.body", "body": body})
