"""Web servers are asked politely, and whatever they answer is told in one word."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

import page_server
from brochure.build import web_check
from brochure.build.web_check import AskingLimits, LinkState, ask_address, ask_addresses, is_inner
from page_server import PageServer, closed_port, serve_pages

QUICK = AskingLimits(seconds=1, whole_seconds=1.5, pause=0)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[PageServer]:
    with serve_pages() as running:
        yield running


@pytest.mark.parametrize(
    ("path", "state", "status"),
    [
        ("/ok", LinkState.ALIVE, 200),
        ("/moved", LinkState.MOVED, 200),
        ("/for-now", LinkState.ALIVE, 200),
        ("/japanese", LinkState.ALIVE, 200),
        ("/moved-to-nothing", LinkState.GONE, 404),
        ("/gone", LinkState.GONE, 404),
        ("/over", LinkState.GONE, 410),
        ("/closed", LinkState.CLOSED, 403),
        ("/busy", LinkState.BUSY, 503),
        ("/later", LinkState.BUSY, 429),
        ("/broken", LinkState.FAULTY, 500),
        ("/nowhere", LinkState.FAULTY, 302),
        ("/loop", LinkState.LOOP, 0),
        ("/rubbish", LinkState.FAULTY, 0),
        ("/endless-head", LinkState.FAULTY, 0),
        ("/endless", LinkState.ALIVE, 200),
    ],
)
def test_each_answer_has_a_state(path: str, state: LinkState, status: int, server: PageServer) -> None:
    answer = ask_address(server.url(path), QUICK)
    assert (answer.state, answer.status) == (state, status)


@pytest.mark.parametrize("path", ["/file", "/ftp", "/secret"])
def test_a_redirect_to_files_other_schemes_or_with_a_password_is_refused(
    path: str, server: PageServer
) -> None:
    answer = ask_address(server.url(path), QUICK)
    assert (answer.state, answer.status) == (LinkState.REFUSED, 0)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("file:///etc/passwd", "file:"),
        ("ftp://127.0.0.1/", "ftp:"),
        ("http://user:word@127.0.0.1/", "user:password@"),
        ("http:///a", "//"),
        ("http://127.0.0.1:99999/", "Port out of range 0-65535"),
    ],
)
def test_only_web_addresses_without_a_password_are_asked(url: str, fault: str) -> None:
    answer = ask_address(url, QUICK)
    assert (answer.state, answer.fault) == (LinkState.REFUSED, fault)


def test_a_redirect_from_the_internet_to_a_machine_of_the_office_is_refused(
    server: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_inner("127.0.0.1")
    assert is_inner("10.1.2.3")
    assert is_inner("169.254.169.254")
    assert not is_inner("8.8.8.8")
    monkeypatch.setattr(web_check, "is_inner", lambda host: host != "localhost")
    monkeypatch.setitem(page_server.REDIRECTS, "/inside", (302, server.url("/ok")))
    answer = ask_address(server.url("/inside").replace("127.0.0.1", "localhost"), QUICK)
    assert (answer.state, answer.fault) == (LinkState.REFUSED, "127.0.0.1")
    assert [path for path, _ in server.asked] == ["/inside"]


@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_a_slow_server_keeps_nobody_waiting(path: str, server: PageServer) -> None:
    begun = time.monotonic()
    assert ask_address(server.url(path), QUICK).state is LinkState.TIMEOUT
    assert time.monotonic() - begun < 3


def test_servers_that_are_not_there_or_speak_no_tls_are_told(server: PageServer) -> None:
    assert ask_address(f"http://127.0.0.1:{closed_port()}/", QUICK).state is LinkState.NO_SERVER
    assert ask_address("http://a..b/", QUICK).state is LinkState.NO_NAME
    assert ask_address(server.url("/ok").replace("http:", "https:"), QUICK).state is LinkState.TLS


def test_nothing_is_sent_but_the_address(server: PageServer) -> None:
    ask_address(server.url("/moved?a=1#place"), QUICK)
    assert [path for path, _ in server.asked] == ["/moved?a=1"]
    ((_, headers),) = server.asked
    assert {key.lower() for key in headers} == {
        "host",
        "user-agent",
        "accept",
        "accept-encoding",
        "connection",
    }
    assert headers["User-Agent"].startswith("brochure/")


def test_a_server_is_asked_for_one_address_after_another_with_a_pause(server: PageServer) -> None:
    paths = ["/ok", "/gone", "/moved", "/ok"]
    told: list[int] = []
    begun = time.monotonic()
    found = ask_addresses([server.url(path) for path in paths], AskingLimits(pause=0.2), told.append)
    assert [one.state for one in found] == [LinkState.ALIVE, LinkState.GONE, LinkState.MOVED]
    assert time.monotonic() - begun > 0.4
    assert server.most == 1
    assert told == [1, 2, 3]


def test_the_time_for_an_address_counts_its_redirects(
    server: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(page_server.REDIRECTS, "/to-drip", (302, "/drip"))
    begun = time.monotonic()
    assert ask_address(server.url("/to-drip"), QUICK).state is LinkState.TIMEOUT
    assert time.monotonic() - begun < 3
    assert ask_address(server.url("/ok"), AskingLimits(whole_seconds=0)).state is LinkState.TIMEOUT


def test_after_ctrl_c_no_further_address_is_asked(server: PageServer) -> None:
    def stopped(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask_addresses([server.url("/ok"), server.url("/gone")], QUICK, stopped)
    assert [path for path, _ in server.asked] == ["/ok"]


def test_several_servers_are_asked_at_a_time() -> None:
    with serve_pages() as one, serve_pages() as other:
        begun = time.monotonic()
        urls = [one.url("/silent"), other.url("/silent"), other.url("/ok")]
        found = ask_addresses(urls, QUICK)
    assert [one.state for one in found] == [LinkState.TIMEOUT, LinkState.TIMEOUT, LinkState.ALIVE]
    assert time.monotonic() - begun < 2.5
