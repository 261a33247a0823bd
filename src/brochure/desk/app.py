"""The application: the endpoints, the stream of events, the files of the page, and downloads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from brochure.desk.desk import Desk
from brochure.desk.downloads import PREFIX
from brochure.desk.endpoint import MAX_JSON, DeskAnswer, DeskRequest, Endpoint, Takes
from brochure.desk.guard import JSON, PICTURES, Application, EntryRules, Guard, asked_language, content_type
from brochure.desk.headers import FOR_EVER, attachment, media_type
from brochure.desk.refusals import CODES, json_bytes, problems_json, refusal_json
from brochure.desk.routes import ENDPOINTS
from brochure.desk.stream import event_stream
from brochure.desk.threads import AnswerThreads
from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.diagnostics.text_files import Lang

STATIC = package_root() / "desk" / "static"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
MOST_LARGE = 4  # requests with a large body at a time
MAX_NESTING = 64  # of JSON; our files have 20 levels
PIECE = 65536  # bytes that are sent before we look whether they were read
_NOT_BUILT = (
    "<!DOCTYPE html><html lang=ja><meta charset=utf-8><title>brochure</title>"
    "<p>机の画面がまだ作られていません。<code>desk/</code> で <code>npm ci</code> と "
    "<code>npm run build</code> を実行してください。"
    "<p lang=en>The page of the desk has not been built: run npm ci and npm run build in desk/.</html>"
)


@dataclass(slots=True)
class DeskServing:
    """What the application needs beside the desk.

    Attributes:
        entry: Who may come in.
        may_hear: Whether a token still lets in; asked again and again while a stream is open.
        report: Told of each fault of ours.
        stopping: Set when the desk stops.
        endpoints: What the API answers.
    """

    entry: EntryRules
    may_hear: Callable[[bytes], bool]
    report: Callable[[Problem], None]
    stopping: asyncio.Event
    endpoints: Sequence[Endpoint] = ENDPOINTS
    threads: AnswerThreads = field(default_factory=AnswerThreads)
    large: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_LARGE))


class _Id(Convertor[str]):
    """A part of a path that is looked up: an id, a digest, a number."""

    regex = "[a-z0-9_-]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("id", _Id())


class _Pieces(Response):
    """A content that is sent in pieces, so that who does not read it holds but one of them in memory."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        content = memoryview(self.body)
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for begin in range(0, len(content), PIECE):
            piece = bytes(content[begin : begin + PIECE])
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def make_app(desk: Desk, serving: DeskServing) -> Application:
    """The application of a desk behind its guard; its answers run in threads."""
    return Guard(_starlette(desk, serving), serving.entry, serving.report)


def routes(desk: Desk, serving: DeskServing) -> list[Route]:
    """All routes: a path that none of them has does not exist."""
    found = [
        Route(_pattern(one.path), _api(desk, one, serving), methods=[one.method]) for one in serving.endpoints
    ]
    found.append(Route("/api/events", _events(desk, serving), methods=["GET"]))
    found.append(Route(PREFIX + "{once}", _download(desk, serving), methods=["GET"]))
    found += [
        Route("/" if path.name == "index.html" else f"/{path.name}", _static(path), methods=["GET"])
        for path in sorted(STATIC.glob("*"))
        if path.suffix in _TYPES
    ]
    if not (STATIC / "index.html").exists():
        found.append(Route("/", _not_built, methods=["GET"]))
    return found


class _RoutesOnly(Starlette):
    """Starlette without its own words for errors: the guard has words for faults of ours."""

    def build_middleware_stack(self) -> ASGIApp:
        return ExceptionMiddleware(self.router, self.exception_handlers)


def _starlette(desk: Desk, serving: DeskServing) -> Starlette:
    async def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 0
        return _refusal(request, status if status in CODES else 400, serving)

    app = _RoutesOnly(routes=routes(desk, serving), exception_handlers={HTTPException: refused})
    app.router.redirect_slashes = False
    return app


def _pattern(path: str) -> str:
    """The path of an endpoint as Starlette reads it: ``{path}`` may have slashes, the rest are ids."""
    parts = path.split("{")
    kinds = [part.replace("}", ":path}" if part.startswith("path}") else ":id}", 1) for part in parts[1:]]
    return "{".join([parts[0], *kinds])


def _lang(request: Request, serving: DeskServing) -> Lang:
    return asked_language(request.scope["query_string"], serving.entry.lang)


def _refusal(request: Request, status: int, serving: DeskServing) -> Response:
    return Response(refusal_json(status, _lang(request, serving)), status, media_type=JSON)


def _api(desk: Desk, endpoint: Endpoint, serving: DeskServing) -> Callable[[Request], Awaitable[Response]]:
    """The function that Starlette calls for an endpoint."""

    async def answer(request: Request) -> Response:
        if status := _unfit_body(endpoint, request):
            return _refusal(request, status, serving)
        if int(request.headers.get("content-length", 0)) <= MAX_JSON:
            return await answer_now(request)
        async with serving.large:  # the bodies of all would be in memory at once
            return await answer_now(request)

    async def answer_now(request: Request) -> Response:
        try:
            raw = await request.body()
        except ClientDisconnect:  # nobody hears this answer
            return _refusal(request, 400, serving)
        data = None
        if endpoint.takes is Takes.JSON:
            try:
                data = parse_json(raw)
            except ValueError:
                return _refusal(request, 400, serving)
        asked = DeskRequest(
            params=request.path_params,
            query=dict(request.query_params),
            data=data,
            upload=raw if endpoint.takes is Takes.PICTURE else b"",
            person=request.scope["state"]["person"],
            lang=_lang(request, serving),
        )
        try:
            return _response(await serving.threads.run(lambda: endpoint.answer(desk, asked)))
        except BrochureError as error:
            found = (*error.problems, *error.warnings)
            return Response(problems_json(found, asked.lang), 422, media_type=JSON)

    return answer


def _unfit_body(endpoint: Endpoint, request: Request) -> int:
    """The status with which a body is refused that this endpoint does not take; it is not read then."""
    length = int(request.headers.get("content-length", 0))
    types = {Takes.NOTHING: (), Takes.JSON: (JSON,), Takes.PICTURE: PICTURES}[endpoint.takes]
    if length > (endpoint.most if types else 0):
        return 413
    media = content_type([value for name, value in request.headers.raw if name == b"content-type"])
    return 0 if not types or media in types else 415


def parse_json(raw: bytes) -> Any:
    """The value of a JSON text in UTF-8.

    Raises:
        ValueError: It is none: other encodings, NaN, lone surrogates, keys that come twice and nesting
            without end are refused too.
    """

    def refuse(name: str) -> None:
        raise ValueError(name)

    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=refuse, object_pairs_hook=_mapping)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("nested too deeply") from None
    level = [data]
    for _ in range(MAX_NESTING):
        level = [one for value in level if isinstance(value, dict | list) for one in _parts(value)]
    if level:
        raise ValueError("nested too deeply")
    return data


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; what a key that comes twice means is not clear."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found


def _parts(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _response(answer: DeskAnswer) -> Response:
    heads = {"content-disposition": attachment(answer.name)} if answer.name else {}
    if answer.is_fixed:
        heads["cache-control"] = FOR_EVER
    if answer.content is not None:
        heads["content-type"] = media_type(answer.media)
        return _Pieces(answer.content, answer.status, heads)
    if answer.status == 204:
        return Response(None, 204, heads)
    content = json_bytes(answer.data)
    return _Pieces(content, answer.status, {**heads, "content-type": JSON})


def _events(desk: Desk, serving: DeskServing) -> Callable[[Request], Awaitable[Response]]:
    async def events(request: Request) -> Response:
        token = request.headers["authorization"].partition(" ")[2].strip().encode("latin-1")
        stream = event_stream(
            desk.events,
            desk.events.start,
            request.headers.get("last-event-id", ""),
            serving.stopping,
            lambda: serving.may_hear(token),
        )
        return StreamingResponse(stream, media_type="text/event-stream")

    return events


def _download(desk: Desk, serving: DeskServing) -> Callable[[Request], Awaitable[Response]]:
    async def download(request: Request) -> Response:
        is_whole = request.method == "GET"  # HEAD does not use an address up
        found = desk.downloads.take(request.path_params["once"]) if is_whole else None
        if not found:
            return _refusal(request, 404, serving)
        return _response(DeskAnswer(content=found.content, media=found.media, name=found.name or "file"))

    return download


def _static(path: Path) -> Callable[[Request], Awaitable[Response]]:
    async def static(_request: Request) -> Response:
        return _Pieces(path.read_bytes(), headers={"content-type": _TYPES[path.suffix]})

    return static


async def _not_built(_request: Request) -> Response:
    return Response(_NOT_BUILT, headers={"content-type": _TYPES[".html"]})
