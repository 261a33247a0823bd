"""The application: bodies, answers, faults, downloads, the files of the page, and the stream."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from brochure.desk.app import MOST_LARGE, parse_json
from brochure.desk.desk import Desk
from brochure.desk.endpoint import MAX_JSON, DeskAnswer, DeskRequest, Endpoint, Takes
from brochure.diagnostics.problem import BrochureError, Location, problem
from served_desk import Reply, ServedDesk, parse_reply, read_all, served_desk
from workspaces import REPO


def echo(_desk: Desk, asked: DeskRequest) -> DeskAnswer:
    told = {"params": asked.params, "query": asked.query, "data": asked.data}
    return DeskAnswer({**told, "lang": asked.lang, "person": asked.person})


def fail(_desk: Desk, _asked: DeskRequest) -> DeskAnswer:
    raise RuntimeError("secret words")


def refuse(_desk: Desk, _asked: DeskRequest) -> DeskAnswer:
    raise BrochureError([problem("F104", Location("profiles/a.yaml", 3, 4), path="a", reason="b")])


def strange(_desk: Desk, asked: DeskRequest) -> DeskAnswer:
    return DeskAnswer(content=b"<p>", media=asked.query["media"], name=asked.query["name"])


def offer(desk: Desk, _asked: DeskRequest) -> DeskAnswer:
    return DeskAnswer({"url": desk.downloads.offer(b"%PDF" * 50_000, "application/pdf", "遼寧\r\nX: y.pdf")})


ENDPOINTS = (
    Endpoint("GET", "/api/echo/{id}", echo),
    Endpoint("POST", "/api/echo/{id}", echo, Takes.JSON),
    Endpoint("GET", "/api/media/{path}", echo),
    Endpoint("POST", "/api/picture", lambda _, asked: DeskAnswer(len(asked.upload)), Takes.PICTURE, 1000),
    Endpoint("GET", "/api/fault", fail),
    Endpoint("GET", "/api/refuse", refuse),
    Endpoint("GET", "/api/strange", strange),
    Endpoint("GET", "/api/fixed", lambda *_: DeskAnswer(content=b"a", media="image/png", is_fixed=True)),
    Endpoint("GET", "/api/empty", lambda *_: DeskAnswer(status=204)),
    Endpoint("GET", "/api/nan", lambda *_: DeskAnswer({"a": float("nan")})),
    Endpoint("POST", "/api/offer", offer),
)


@pytest.fixture(scope="module")
def served() -> Iterator[ServedDesk]:
    with served_desk(REPO, ENDPOINTS) as one:
        yield one


def get(served: ServedDesk, path: str) -> Reply:
    return served.ask(served.good("GET", path))


def post(served: ServedDesk, path: str, body: bytes, media: str = "application/json") -> Reply:
    return served.ask(served.good("POST", path, media, body))


def test_an_endpoint_gets_the_parts_of_the_path_the_query_and_the_language(served: ServedDesk) -> None:
    reply = get(served, "/api/echo/a_1-b?x=%E9%81%BC%0d%0a&lang=en")
    assert json.loads(reply.body) == {
        "params": {"id": "a_1-b"},
        "query": {"x": "遼\r\n", "lang": "en"},
        "data": None,
        "lang": "en",
        "person": "",
    }
    assert json.loads(get(served, "/api/echo/a").body)["lang"] == "ja"
    posted = post(served, "/api/echo/a", '{"値": [1, null, "𠮷"]}'.encode())
    assert json.loads(posted.body)["data"] == {"値": [1, None, "𠮷"]}


def test_a_part_that_is_a_path_may_have_slashes(served: ServedDesk) -> None:
    reply = get(served, "/api/media/pictures/%E5%86%99%E7%9C%9F.png")
    assert json.loads(reply.body)["params"] == {"path": "pictures/写真.png"}
    for path in ("..", "a/../b", "a%2f..%2fb", "a//b", "/a", "a\\b"):
        assert get(served, f"/api/media/{path}").status == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"a": NaN}',
        b"[Infinity]",
        b'"\\ud800"',
        b'{"\\udfff": 1}',
        "{}".encode("utf-16"),
        b"\xef\xbb\xbf{}",
        b'"\xff"',
        b"[" * 200_000,
        b"[" * 65 + b"]" * 65,
        b'{"a":' * 65 + b"1" + b"}" * 65,
        b'{"a": 1, "a": 2}',
        b'[{"b": {"a": 1, "c": 2, "a": 1}}]',
        b'{"a":' * 100_000,
        b"1" * 10_000,
        b"{} {}",
    ],
    ids=lambda body: body[:12].hex(),
)
def test_what_is_no_json_is_refused(served: ServedDesk, body: bytes) -> None:
    with pytest.raises(ValueError):
        parse_json(body)
    reply = post(served, "/api/echo/a", body)
    assert reply.status in (400, 415)
    assert served.reports == []


def test_a_picture_comes_as_bytes_up_to_its_size(served: ServedDesk) -> None:
    assert post(served, "/api/picture", b"\x89" * 1000, "image/png").body == b"1000"
    assert post(served, "/api/picture", b"\x89" * 1001, "image/jpeg").status == 413
    for media in ("image/svg+xml", "image/gif", "application/zip", "application/json"):
        assert post(served, "/api/picture", b"x", media).status == 415


def test_a_fault_of_ours_is_told_without_its_inside_and_kept_as_a_report(served: ServedDesk) -> None:
    for path in ("/api/fault", "/api/nan"):
        served.reports.clear()
        reply = get(served, path)
        assert reply.status == 500
        (told,) = json.loads(reply.body)["problems"]
        assert told["code"] == "B101"
        assert "Traceback" not in reply.body.decode()
        report = Path(dict(served.reports[0].details)["report"])
        assert "Traceback" in report.read_text("utf-8")
        assert report.stat().st_mode & 0o777 == 0o600
        report.unlink()
    served.reports.clear()


def test_a_problem_of_the_user_is_told_with_its_place(served: ServedDesk) -> None:
    reply = get(served, "/api/refuse?lang=en")
    assert reply.status == 422
    (told,) = json.loads(reply.body)["problems"]
    assert (told["code"], told["file"], told["line"]) == ("F104", "profiles/a.yaml", 3)


def test_an_answer_cannot_write_headers(served: ServedDesk) -> None:
    reply = get(served, "/api/strange?media=text/html%0d%0aX-Evil:1&name=a%0d%0aX-Evil:1%22;b.pdf")
    assert reply.status == 200
    assert reply.all("content-type") == ["application/octet-stream"]
    assert not reply.all("x-evil")
    assert reply.all("content-disposition")[0].startswith("attachment; filename*=UTF-8''a__X-Evil%3A1%22")


def test_only_what_never_changes_is_kept_by_browsers(served: ServedDesk) -> None:
    assert "immutable" in get(served, "/api/fixed").all("cache-control")[0]
    assert "private" in get(served, "/api/fixed").all("cache-control")[0]
    assert get(served, "/api/echo/a").all("cache-control") == ["no-store"]
    empty = get(served, "/api/empty")
    assert (empty.status, empty.body) == (204, b"")


def test_a_download_needs_no_token_and_is_good_once(served: ServedDesk) -> None:
    url = json.loads(post(served, "/api/offer", b"", "").body)["url"]
    looked = served.ask(replace(served.good("HEAD", url)))
    assert looked.status == 404  # a look does not use it up
    evil = served.good("GET", url).with_header("Sec-Fetch-Site", "cross-site")
    assert served.ask(evil).status == 403
    reply = get(served, url)
    assert (reply.status, len(reply.body)) == (200, 200_000)
    assert reply.all("content-disposition") == [
        "attachment; filename*=UTF-8''%E9%81%BC%E5%AF%A7__X%3A%20y.pdf"
    ]
    assert get(served, url).status == 404
    assert get(served, url[:-1]).status == 404


def test_the_page_is_html_without_a_token_and_without_data(served: ServedDesk) -> None:
    reply = get(served, "/")
    assert reply.status == 200
    assert reply.all("content-type") == ["text/html; charset=utf-8"]
    assert served.access.token not in reply.body.decode()
    assert served.ask(served.good("HEAD", "/")).body == b""


def test_events_come_by_a_stream_and_end_when_the_desk_stops() -> None:
    with served_desk(REPO, ENDPOINTS) as served, served.connect() as connection:
        connection.sendall(served.good("GET", "/api/events").data())
        got = b""
        while b": open" not in got:
            got += connection.recv(65536)
        served.desk.events.tell("saved", doc="series")
        while b'"saved"' not in got:
            got += connection.recv(65536)
        served.desk.events.tell("stopping")
        served.stop()
        got += read_all(connection)
        reply = parse_reply(got)
        assert reply.all("content-type") == ["text/event-stream; charset=utf-8"]
        assert b'"stopping"' in reply.body
        assert not served.desk.events._listeners


def test_a_slow_answer_keeps_nobody_waiting(served: ServedDesk) -> None:
    import threading

    free = threading.Event()

    def wait(_desk: Desk, _asked: DeskRequest) -> DeskAnswer:
        free.wait(60)
        return DeskAnswer(1)

    endpoints = (Endpoint("GET", "/api/wait", wait), Endpoint("GET", "/api/quick", lambda *_: DeskAnswer(2)))
    with served_desk(REPO, endpoints) as one:
        waiting = [threading.Thread(target=get, args=(one, "/api/wait")) for _ in range(20)]
        for thread in waiting:
            thread.start()
        assert get(one, "/api/quick").body == b"2"
        free.set()
        for thread in waiting:
            thread.join(60)


def test_few_large_bodies_are_in_memory_at_once_and_small_ones_do_not_wait() -> None:
    import threading

    free, lock, now, most = threading.Event(), threading.Lock(), 0, 0

    def take(_desk: Desk, asked: DeskRequest) -> DeskAnswer:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        if not asked.data:
            free.wait(60)
        with lock:
            now -= 1
        return DeskAnswer(len(asked.upload))

    endpoints = (
        Endpoint("POST", "/api/picture", take, Takes.PICTURE, 20_000_000),
        Endpoint("POST", "/api/small", take, Takes.JSON),
    )
    with served_desk(REPO, endpoints) as one:
        size = MAX_JSON + 1
        args = (one, "/api/picture", b"x" * size, "image/png")
        sending = [threading.Thread(target=post, args=args) for _ in range(MOST_LARGE * 3)]
        for thread in sending:
            thread.start()
        while now < MOST_LARGE:
            time.sleep(0.01)
        assert post(one, "/api/small", b"1").status == 200
        free.set()
        for thread in sending:
            thread.join(60)
    assert most <= MOST_LARGE + 1  # and the small one
