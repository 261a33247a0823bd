"""Attacks on every route of the desk: each is a good request with one thing changed, and reaches nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from brochure.desk.downloads import PREFIX
from brochure.desk.endpoint import Takes
from brochure.desk.guard import MAX_HEAD, is_plain_path
from brochure.desk.headers import SECURITY_HEADERS
from brochure.desk.routes import ENDPOINTS
from served_desk import BODIES, Reply, Sent, ServedDesk, parse_reply, read_all, served_desk
from workspaces import REPO

ROUTES = [(one.method, one.path) for one in ENDPOINTS]
OTHERS = [
    ("GET", "/"),
    ("GET", "/desk.js"),
    ("GET", "/nothing"),
    ("GET", "/api/events"),
    ("GET", PREFIX + "{once}"),
]
"""The routes that are no endpoints, and a path that does not exist."""


@pytest.fixture(scope="module")
def served() -> Iterator[ServedDesk]:
    with served_desk(REPO) as one:
        yield one


def good(served: ServedDesk, route: tuple[str, str]) -> Sent:
    """The request of a route as the page sends it."""
    endpoint = next((one for one in ENDPOINTS if (one.method, one.path) == route), None)
    return served.good_for(endpoint) if endpoint else served.good(*route)


def check_headers(reply: Reply) -> None:
    """Every answer has the security headers once, and none that opens it to other pages."""
    for name, value in SECURITY_HEADERS:
        assert reply.all(name.decode()) == [value.decode()], name
    assert len(reply.all("cache-control")) == 1
    names = {name for name, _ in reply.headers}
    assert not [name for name in names if name.startswith("access-control-")]
    assert not names & {"set-cookie", "server", "x-powered-by"}


def other(name: str, *values: str | bytes) -> Callable[[Sent, ServedDesk], Sent]:
    return lambda sent, _: sent.with_header(name, *values)


def host(text: str) -> Callable[[Sent, ServedDesk], Sent]:
    return lambda sent, served: sent.with_header("Host", text.format(port=served.port))


def origin(*texts: str) -> Callable[[Sent, ServedDesk], Sent]:
    return lambda sent, served: sent.with_header(
        "Origin", *(text.format(port=served.port, next=served.port + 1) for text in texts)
    )


ON_ALL: dict[str, tuple[Callable[[Sent, ServedDesk], Sent], int]] = {
    "rebound name": (host("evil.example"), 421),
    "rebound name with our port": (host("evil.example:{port}"), 421),
    "name without a port": (host("127.0.0.1"), 421),
    "another port": (host("127.0.0.1:1"), 421),
    "a name that begins like ours": (host("localhost.evil.example:{port}"), 421),
    "a name that ends like ours": (host("evil-localhost:{port}"), 421),
    "a user before the name": (host("127.0.0.1:{port}@evil.example"), 421),
    "a dot behind the name": (host("localhost.:{port}"), 421),
    "every address": (host("0.0.0.0:{port}"), 421),
    "our number in another form": (host("2130706433:{port}"), 421),
    "our number in octal": (host("0177.0.0.1:{port}"), 421),
    "a shorter form of our number": (host("127.1:{port}"), 421),
    "our number within IPv6": (host("[::ffff:127.0.0.1]:{port}"), 421),
    "our IPv6 number in a longer form": (host("[0:0:0:0:0:0:0:1]:{port}"), 421),
    "IPv6 without brackets": (host("::1:{port}"), 421),
    "IPv6 with a zone": (host("[::1%25lo]:{port}"), 421),
    "an empty name": (other("Host", ""), 421),
    "no name": (other("Host"), 400),
    "two names": (lambda sent, served: sent.with_header("Host", f"127.0.0.1:{served.port}", "evil"), 400),
    "the same name twice": (
        lambda sent, served: sent.with_header("Host", *[f"127.0.0.1:{served.port}"] * 2),
        400,
    ),
    "a page of another site": (other("Sec-Fetch-Site", "cross-site"), 403),
    "a page of another port": (other("Sec-Fetch-Site", "same-site"), 403),
    "an unknown site": (other("Sec-Fetch-Site", "elsewhere"), 403),
    "two sites": (other("Sec-Fetch-Site", "same-origin", "cross-site"), 403),
    "another origin": (origin("http://evil.example"), 403),
    "no origin of its own": (origin("null"), 403),
    "our name, another port": (origin("http://127.0.0.1:{next}"), 403),
    "our name by TLS": (origin("https://127.0.0.1:{port}"), 403),
    "another of our names": (origin("http://localhost:{port}"), 403),
    "a name with ours in it": (origin("http://127.0.0.1:{port}.evil.example"), 403),
    "two origins": (origin("http://127.0.0.1:{port}", "http://evil.example"), 403),
    "an origin that is a list": (origin("http://127.0.0.1:{port} http://evil.example"), 403),
    "a websocket": (
        lambda sent, _: sent.with_header("Connection", "Upgrade").with_header("Upgrade", "websocket"),
        400,
    ),
    "a websocket of another page": (
        lambda sent, _: (
            origin("http://evil.example")(sent, _)
            .with_header("Connection", "Upgrade")
            .with_header("Upgrade", "websocket")
            .with_header("Sec-WebSocket-Version", "13")
            .with_header("Sec-WebSocket-Key", "eA==")
        ),
        400,
    ),
    "a body of unknown size": (
        lambda sent, _: replace(
            sent.with_header("Content-Length").with_header("Transfer-Encoding", "chunked"), body=b"0\r\n\r\n"
        ),
        411,
    ),
    "a size and chunks": (
        lambda sent, _: sent.with_header("Content-Length", "3").with_header("Transfer-Encoding", "chunked"),
        411,
    ),
    "two sizes": (other("Content-Length", "3", "4"), 400),
    "a size below nothing": (other("Content-Length", "-1"), 400),
    "a size in other digits": (other("Content-Length", "１".encode()), 400),
    "a gigabyte": (other("Content-Length", "1000000000"), 413),
    "headers without end": (other("X-Long", "a" * (MAX_HEAD + 1)), 431),
    "a header that is split": (other("X-Split", b"a\rSet-Cookie: x=1"), 400),
    "a header with a zero byte": (other("X-Zero", b"a\0b"), 400),
    "a method that changes": (lambda sent, _: replace(sent, method="PUT"), 405),
    "a method that deletes": (lambda sent, _: replace(sent, method="DELETE"), 405),
    "a method that echoes": (lambda sent, _: replace(sent, method="TRACE"), 405),
    "a question of our own page": (lambda sent, _: replace(sent, method="OPTIONS"), 405),
    "a question before a request": (
        lambda sent, _: (
            replace(sent, method="OPTIONS")
            .with_header("Access-Control-Request-Method", "PATCH")
            .with_header("Origin", "http://evil.example")
            .with_header("Sec-Fetch-Site", "cross-site")
        ),
        403,
    ),
    "a proxy's request": (
        lambda sent, _: replace(sent, path="http://evil.example" + sent.path),
        404,
    ),
    "a proxy's request to ourselves": (
        lambda sent, served: replace(sent, path=f"http://127.0.0.1:{served.port}{sent.path}"),
        404,
    ),
    "a tunnel": (lambda sent, _: replace(sent, method="CONNECT"), 405),
    "another protocol": (
        lambda sent, _: sent.with_header("Connection", "Upgrade, HTTP2-Settings").with_header(
            "Upgrade", "h2c"
        ),
        400,
    ),
    "a protocol that is none": (lambda sent, _: replace(sent, path=sent.path + " HTTP/9"), 400),
}

ON_API: dict[str, tuple[Callable[[Sent, ServedDesk], Sent], int]] = {
    "no token": (other("Authorization"), 401),
    "an empty token": (other("Authorization", "Bearer "), 401),
    "another token": (other("Authorization", "Bearer " + "a" * 43), 401),
    "more than the token": (
        lambda sent, served: sent.with_header("Authorization", f"Bearer {served.access.token}x"),
        401,
    ),
    "less than the token": (
        lambda sent, served: sent.with_header("Authorization", f"Bearer {served.access.token[:-1]}"),
        401,
    ),
    "a token beyond ASCII": (other("Authorization", "Bearer 合言葉".encode()), 401),
    "a token of bytes that are no text": (other("Authorization", b"Bearer \xff\xfe"), 401),
    "a token in another way": (
        lambda sent, served: sent.with_header("Authorization", f"Basic {served.access.token}"),
        401,
    ),
    "two tokens": (
        lambda sent, served: sent.with_header("Authorization", f"Bearer {served.access.token}", "Bearer x"),
        401,
    ),
    "a token in the address": (
        lambda sent, served: replace(
            sent.with_header("Authorization"), path=f"{sent.path}?t={served.access.token}"
        ),
        401,
    ),
    "a token in a cookie": (
        lambda sent, served: sent.with_header("Authorization").with_header(
            "Cookie", f"t={served.access.token}"
        ),
        401,
    ),
}

ON_WRITES: dict[str, tuple[Callable[[Sent, ServedDesk], Sent], int]] = {
    "a form of another site": (
        lambda sent, _: (
            replace(sent, body=b"a=b")
            .with_header("Content-Type", "application/x-www-form-urlencoded")
            .with_header("Origin", "http://evil.example")
            .with_header("Sec-Fetch-Site", "cross-site")
        ),
        403,
    ),
    "no origin": (other("Origin"), 403),
    "a form": (other("Content-Type", "application/x-www-form-urlencoded"), 415),
    "a form with files": (other("Content-Type", "multipart/form-data; boundary=a"), 415),
    "plain text": (other("Content-Type", "text/plain"), 415),
    "a type and another": (other("Content-Type", "application/json", "text/plain"), 415),
    "a type within another": (other("Content-Type", "text/plain; application/json"), 415),
    "JSON in UTF-16": (other("Content-Type", "application/json; charset=utf-16"), 415),
    "a packed body": (other("Content-Encoding", "gzip"), 415),
    "a body packed in another way": (other("Content-Encoding", "br, gzip"), 415),
    "no size": (other("Content-Length"), 411),
}


@pytest.mark.parametrize("route", [*ROUTES, *OTHERS], ids=" ".join)
def test_an_attack_on_a_route_is_refused_and_reaches_nothing(
    served: ServedDesk, route: tuple[str, str]
) -> None:
    attacks = dict(ON_ALL)
    attacks |= ON_API if route[1].startswith("/api/") else {}
    attacks |= ON_WRITES if route[0] != "GET" else {}
    served.calls.clear()
    wrong = {}
    for name, (change, status) in attacks.items():
        reply = served.ask(change(good(served, route), served))
        check_headers(reply)
        if reply.status != status:
            wrong[name] = reply.status
    assert wrong == {}
    assert served.calls == []


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_the_same_request_without_an_attack_is_answered(served: ServedDesk, route: tuple[str, str]) -> None:
    served.calls.clear()
    reply = served.ask(good(served, route))
    assert (reply.status, len(served.calls)) == (200, 1)
    check_headers(reply)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: f"{one.method} {one.path}")
def test_a_body_of_a_kind_or_size_that_an_endpoint_does_not_take_is_refused(
    served: ServedDesk, endpoint: object
) -> None:
    one = next(found for found in ENDPOINTS if found is endpoint)
    served.calls.clear()
    sent = served.good_for(one)
    if one.takes is not Takes.NOTHING:
        assert served.ask(sent.with_header("Content-Length", str(one.most + 1))).status == 413
        others = {media for takes, (media, _) in BODIES.items() if takes is not one.takes and media}
        for media in others:
            assert served.ask(sent.with_header("Content-Type", media)).status == 415
        nothing = replace(sent, body=b"").with_header("Content-Length", "0").with_header("Content-Type")
        assert served.ask(nothing).status == 415
    else:
        assert served.ask(replace(sent.with_header("Content-Length", "1"), body=b"x")).status in (413, 415)
    assert served.calls == []


HIDDEN = ["..%252f..%252fetc", "%252e%252e", "..%c0%afetc",
          "..%2f..%2fetc", "%2e%2e", "..", ".", "a%2fb", "a%5cb", "a\\b", "%00", "a%0d%0aSet-Cookie:x=1", "A",
          "a.b", "%E9%81%BC", "a%20b", "a;b", "a" * 15_000 + ".", "%ff", "%", "a%"]  # fmt: skip


@pytest.mark.parametrize(
    "endpoint", [one for one in ENDPOINTS if "{" in one.path], ids=lambda one: f"{one.method} {one.path}"
)
def test_a_part_of_a_path_that_is_no_id_is_looked_up_nowhere(served: ServedDesk, endpoint: object) -> None:
    one = next(found for found in ENDPOINTS if found is endpoint)
    served.calls.clear()
    places = re.findall(r"\{\w+\}", one.path)
    for part in HIDDEN:
        for place in places:
            path = re.sub(r"\{\w+\}", "a-1", one.path.replace(place, part))
            reply = served.ask(replace(served.good_for(one), path=path))
            assert reply.status == 404, path
            check_headers(reply)
    assert served.calls == []


@pytest.mark.parametrize(
    "path", ["/%2e%2e/desk.js", "//desk.js", "/./", "/../etc/passwd", "/desk.js%00", "/desk.js/.."]
)
def test_files_beside_the_page_are_not_reached(served: ServedDesk, path: str) -> None:
    reply = served.ask(served.good("GET", path))
    assert reply.status == 404
    check_headers(reply)


def test_an_address_cannot_write_headers(served: ServedDesk) -> None:
    for path in ("/?a=%0d%0aSet-Cookie:%20x=1", "/api/desk?lang=%0d%0aX-Evil:%201", PREFIX + "x%0aX-Evil:1"):
        reply = served.ask(served.good("GET", path))
        check_headers(reply)
        assert not reply.all("x-evil")


def test_every_name_of_the_desk_is_answered_and_case_does_not_matter(served: ServedDesk) -> None:
    for name in ("127.0.0.1", "localhost", "LocalHost"):
        sent = served.good("GET", "/api/desk").with_header("Host", f"{name}:{served.port}")
        assert served.ask(sent).status == 200
        own = sent.with_header("Origin", f"http://{name.lower()}:{served.port}")
        assert served.ask(own).status == 200


def test_the_opening_file_may_lead_to_the_page_and_to_nothing_else(served: ServedDesk) -> None:
    def led(path: str, **heads: str) -> int:
        sent = served.good("GET", path).with_header("Sec-Fetch-Site", "cross-site")
        for name, value in {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", **heads}.items():
            sent = sent.with_header(name, value)
        return served.ask(sent).status

    assert led("/") == 200
    assert led("/desk.js") == 403
    assert led("/api/desk") == 403
    assert led(PREFIX + "a") == 403
    assert led("/", **{"Sec-Fetch-Dest": "iframe"}) == 403
    assert led("/", **{"Sec-Fetch-Mode": "no-cors"}) == 403


def test_a_refusal_has_words_in_the_language_of_the_request(served: ServedDesk) -> None:
    sent = served.good("GET", "/api/desk?lang=en").with_header("Authorization")
    reply = served.ask(sent)
    assert reply.all("content-type") == ["application/json"]
    assert b"please open the desk again" in reply.body
    assert reply.all("www-authenticate") == ["Bearer"]
    japanese = served.ask(replace(sent, path="/api/desk"))
    assert "もう一度、机を開いてください" in japanese.body.decode()


def test_a_second_request_of_a_connection_is_looked_at_too(served: ServedDesk) -> None:
    served.calls.clear()
    first = served.good("GET", "/api/desk").with_header("Connection")
    second = served.good("GET", "/api/desk").with_header("Host", "evil.example")
    with served.connect() as connection:
        connection.sendall(first.data() + second.data())
        reply = parse_reply(read_all(connection))
    assert reply.status == 200
    assert b"HTTP/1.1 421" in reply.body
    assert len(served.calls) == 1


def test_every_route_of_the_desk_is_attacked(tmp_path: Path) -> None:
    import asyncio

    from brochure.desk.app import DeskServing, routes
    from brochure.desk.desk import Desk
    from brochure.desk.guard import EntryRules
    from brochure.storage.workspace import Workspace

    entry = EntryRules(frozenset(), "http", lambda _: None)
    serving = DeskServing(entry, lambda _: False, lambda _: None, asyncio.Event())
    attacked = {(method, re.sub(r"\{(\w+)\}", "{}", path)) for method, path in [*ROUTES, *OTHERS]}
    for route in routes(Desk(Workspace(tmp_path)), serving):
        path = re.sub(r"\{(\w+)(:\w+)?\}", "{}", route.path)
        if re.fullmatch(r"/[\w-]+\.\w+", path):  # a file of the page: /desk.js stands for them all
            path = "/desk.js"
        for method in (route.methods or set()) - {"HEAD"}:
            assert (method, path) in attacked, f"no attack on {method} {route.path}"


@pytest.mark.parametrize(
    ("raw", "path", "plain"),
    [
        (b"/", "/", True),
        (b"/api/media", "/api/media", True),
        (b"/api/%E9%81%BC", "/api/遼", True),
        (b"/api/%2e./a", "/api/../a", False),
        (b"*", "*", False),
        (b"/a//b", "/a//b", False),
    ],
)
def test_a_plain_path_hides_nothing(raw: bytes, path: str, plain: bool) -> None:
    assert is_plain_path(raw, path) is plain
