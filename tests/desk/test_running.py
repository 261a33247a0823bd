"""The desk as it is started: its address, its end, its sharing, and what it costs."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import socket
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from brochure.desk.ports import CONTAINER_PORT
from cli_result import until
from served_desk import free_port
from started_desk import StartedDesk, desk_command, started_desk

ALIVE = "/api/schema/profile"  # what the desk answers without much work


def presence_heard(desk: StartedDesk, token: str) -> str:
    """The name under which others hear of the person with a token."""
    connection = desk.connect()
    connection.request("GET", "/api/events", headers={"Authorization": f"Bearer {desk.token}"})
    reply = connection.getresponse()
    assert b"retry" in reply.readline()
    assert desk.ask("POST", "/api/presence", b'{"doc": "series"}', token=token).status == 204
    while not (line := reply.readline()).startswith(b"data: "):
        assert line
    connection.close()
    told = json.loads(line.removeprefix(b"data: "))
    assert told["kind"] == "presence"
    return str(told["person"])


def processor_seconds(process: int) -> float:
    """The time that a process has used, from its start."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_it_prints_its_address_answers_and_ends_by_ctrl_c(fresh: Path, tmp_path: Path) -> None:
    with started_desk(fresh, tmp_path) as desk:
        assert desk.host == "127.0.0.1"
        assert desk.ask("GET", "/").status == 200
        assert desk.ask("GET", ALIVE).status == 200
        ran = desk.end()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("The desk has ended.\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_ends_by_a_signal_also_while_somebody_listens(fresh: Path, tmp_path: Path, number: int) -> None:
    with started_desk(fresh, tmp_path) as desk:
        connection = desk.connect()
        connection.request("GET", "/api/events", headers={"Authorization": f"Bearer {desk.token}"})
        reply = connection.getresponse()
        assert b"open" in reply.readline() + reply.readline()
        ran = desk.end(number)
        assert b'"stopping"' in reply.read()
        connection.close()
    assert (ran.code, ran.err) == (0, "")


def test_it_ends_when_the_page_asks(fresh: Path, tmp_path: Path) -> None:
    with started_desk(fresh, tmp_path) as desk:
        assert desk.ask("POST", "/api/stop", b"{}").status == 202
        assert desk.wait().code == 0


def test_the_start_is_quick_and_loads_no_renderer(fresh: Path, tmp_path: Path) -> None:
    with started_desk(fresh, tmp_path) as desk:
        assert desk.ask("GET", "/").status == 200
        assert desk.ask("GET", ALIVE).status == 200
        assert processor_seconds(desk.process.pid) < 1.5  # 0.7 where nothing else runs
        loaded = Path(f"/proc/{desk.process.pid}/maps").read_text("utf-8")
        assert "pango" not in loaded
        assert "pdfium" not in loaded
        desk.end()


def test_the_port_is_kept_and_one_that_is_taken_is_told(fresh: Path, tmp_path: Path) -> None:
    port = free_port()
    with started_desk(fresh, tmp_path, "--port", str(port)) as desk:
        assert desk.port == port
        second = desk_command(fresh, tmp_path, "--no-browser", "--lang", "en")
        assert second.code == 4
        assert second.err.startswith(f"error W401: port {port} is used by another program")
        named = desk_command(fresh.parent / fresh.name, tmp_path, "--no-browser", "--port", str(port))
        assert named.code == 4
        desk.end()
    with started_desk(fresh, tmp_path, "--port", str(port)) as again:  # at once, after its end
        assert again.token != desk.token
        assert again.ask("GET", ALIVE, token=desk.token).status == 401
        again.end()
    assert port == int(next((tmp_path / "state").rglob("port")).read_text("utf-8").split()[0])


def test_it_listens_on_the_loopback_only(fresh: Path, tmp_path: Path) -> None:
    with started_desk(fresh, tmp_path) as desk:
        inodes = {str(path.readlink()) for path in Path(f"/proc/{desk.process.pid}/fd").iterdir()}
        listening = []
        for table in ("tcp", "tcp6"):
            for line in Path(f"/proc/{desk.process.pid}/net/{table}").read_text("ascii").splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                    listening.append(fields[1].partition(":")[0])
        assert "0100007F" in listening
        assert set(listening) <= {"0100007F", "00000000000000000000000001000000"}
        desk.end()


def test_in_a_container_it_listens_everywhere_and_answers_to_the_loopback_of_the_host(
    fresh: Path, tmp_path: Path
) -> None:
    with started_desk(fresh, tmp_path, "--in-container") as desk:
        assert f"-p 127.0.0.1:{desk.port}:{desk.port}" in desk.said
        assert desk.ask("GET", ALIVE).status == 200
        assert desk.ask("GET", ALIVE, Host="172.17.0.2:" + str(desk.port)).status == 421
        desk.end()
    assert not list((tmp_path / "state").rglob("port"))  # the container's state is gone when it ends
    assert 1024 < CONTAINER_PORT < 32768


def test_an_office_comes_in_by_tls_and_by_name(fresh: Path, tmp_path: Path) -> None:
    port = str(free_port())
    with started_desk(fresh, tmp_path, "--share", "--name", "127.0.0.1", "--port", port) as desk:
        assert desk.is_tls
        assert "W407" in desk_error_so_far(desk)
        fingerprint = re.search(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", desk.said)
        assert fingerprint
        added = desk_command(fresh, tmp_path, "--add-person", "山田 花子", "--lang", "ja")
        address = added.out.splitlines()[-1]
        assert address.startswith(f"https://127.0.0.1:{port}/#t=")
        token = address.rpartition("=")[2]
        assert desk.ask("GET", ALIVE, token=token).status == 200
        assert presence_heard(desk, token) == "山田 花子"
        assert desk.ask("GET", ALIVE, Host=f"evil.example:{port}").status == 421
        assert desk.ask("POST", "/api/stop", b"{}", token=token).status == 403

        assert desk_command(fresh, tmp_path, "--people").out == "山田 花子\n"
        assert desk_command(fresh, tmp_path, "--remove-person", "山田 花子").code == 0
        assert desk.ask("GET", ALIVE, token=token).status == 401
        assert desk.ask("GET", ALIVE).status == 200
        with socket.create_connection(("127.0.0.1", desk.port), timeout=30) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert b"HTTP" not in plain.recv(1000)  # nothing is said without TLS
        desk.end()


def desk_error_so_far(desk: StartedDesk) -> str:
    """What the command has printed to standard error."""
    assert desk.process.stderr
    return desk.process.stderr.readline()


def test_a_person_who_is_removed_hears_nothing_more(fresh: Path, tmp_path: Path) -> None:
    address = desk_command(fresh, tmp_path, "--add-person", "佐藤", "--name", "127.0.0.1").out.split()[-1]
    token = address.rpartition("=")[2]
    with started_desk(fresh, tmp_path, "--share", "--name", "127.0.0.1") as desk:
        connection = desk.connect()
        connection.request("GET", "/api/events", headers={"Authorization": f"Bearer {token}"})
        reply = connection.getresponse()
        assert b"open" in reply.readline() + reply.readline()
        desk_command(fresh, tmp_path, "--remove-person", "佐藤")
        body = json.dumps({"doc": "series", "at": "title"}).encode()
        assert desk.ask("POST", "/api/presence", body).status == 204
        assert b"presence" not in reply.read()  # it ends
        connection.close()
        desk.end()


def test_with_few_handles_half_requests_still_keep_nobody_waiting(fresh: Path, tmp_path: Path) -> None:
    with started_desk(fresh, tmp_path, handles=128) as desk, ExitStack() as stack:
        assert desk.ask("GET", ALIVE).status == 200
        for number in range(600):
            connection = socket.create_connection(("127.0.0.1", desk.port), timeout=60)
            stack.enter_context(connection).sendall(b"GET /")
            if number % 100 == 99:
                assert desk.ask("GET", ALIVE).status == 200
        ran = desk.end()
    assert (ran.code, ran.err) == (0, "")


def test_connections_that_begin_no_tls_are_closed_and_others_answered(fresh: Path, tmp_path: Path) -> None:
    with started_desk(fresh, tmp_path, "--share", "--name", "127.0.0.1") as desk:
        held = [socket.create_connection(("127.0.0.1", desk.port), timeout=60) for _ in range(100)]
        try:
            assert desk.ask("GET", ALIVE).status == 200
            for connection in held:
                assert connection.recv(1) == b""
        finally:
            for connection in held:
                connection.close()
        desk.end()


def test_killed_it_leaves_the_port_free_and_a_stream_is_answered_anew(fresh: Path, tmp_path: Path) -> None:
    port = str(free_port())
    with started_desk(fresh, tmp_path, "--port", port) as desk:
        assert desk.end(signal.SIGKILL).code == -signal.SIGKILL
    with started_desk(fresh, tmp_path, "--port", port) as again:
        assert again.ask("GET", ALIVE).status == 200
        assert again.end().code == 0


def test_the_page_process_ends_with_the_desk(fresh: Path, tmp_path: Path) -> None:
    with started_desk(fresh, tmp_path) as desk:
        asking = threading.Thread(target=desk.ask, args=("GET", "/api/profiles/liaoning/pages"))
        asking.start()
        until(lambda: bool(all_children(desk.process.pid)))
        left = all_children(desk.process.pid)
        begun = time.monotonic()
        assert desk.end().code == 0
        assert time.monotonic() - begun < 30
        asking.join(60)
        until(lambda: not any(Path(f"/proc/{one}").exists() for one in left))


def all_children(process: int) -> list[int]:
    """The processes that a process has started, in any of its threads."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        found += [int(one) for one in (task / "children").read_text("ascii").split()]
    return found


@pytest.mark.parametrize("from_page", [False, True])
def test_it_ends_at_once_with_open_streams_and_a_build(fresh: Path, tmp_path: Path, from_page: bool) -> None:
    with started_desk(fresh, tmp_path) as desk:
        streams = []
        for _ in range(20):
            connection = desk.connect()
            connection.request("GET", "/api/events", headers={"Authorization": f"Bearer {desk.token}"})
            reply = connection.getresponse()
            assert b"retry" in reply.readline()
            streams.append((connection, reply))
        asking = threading.Thread(target=desk.ask, args=("GET", "/api/profiles/liaoning/pages"))
        asking.start()
        until(lambda: bool(all_children(desk.process.pid)))
        begun = time.monotonic()
        if from_page:
            assert desk.ask("POST", "/api/stop", b"{}").status == 202
            ran = desk.wait()
        else:
            ran = desk.end()
        assert time.monotonic() - begun < 5  # 1 s where nothing else runs; a build takes more
        for connection, reply in streams:
            assert b'"stopping"' in reply.read()
            connection.close()
        asking.join(60)
    assert (ran.code, ran.err) == (0, "")


def test_ten_thousand_half_requests_keep_nobody_waiting(fresh: Path, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(10_000, hard - 500)
    if soft < most + 500:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most + 500, hard))
    try:
        with started_desk(fresh, tmp_path) as desk, ExitStack() as stack:
            assert desk.ask("GET", ALIVE).status == 200
            for number in range(most):
                connection = socket.create_connection(("127.0.0.1", desk.port), timeout=60)
                stack.enter_context(connection).sendall(b"GET / HTTP/1.1\r\nHost: a"[: 1 + number % 20])
            begun = time.monotonic()
            assert desk.ask("GET", ALIVE).status == 200
            assert time.monotonic() - begun < 10  # 0.1 s where nothing else runs
            peak = re.search(
                r"VmHWM:\s+(\d+) kB", Path(f"/proc/{desk.process.pid}/status").read_text("ascii")
            )
            assert peak
            assert int(peak[1]) < 400_000
            ran = desk.end()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert (ran.code, ran.err) == (0, "")


def test_the_token_is_in_no_file_and_no_list_of_processes(fresh: Path, tmp_path: Path) -> None:
    with started_desk(fresh, tmp_path) as desk:
        assert desk.ask("GET", "/api/partners").status == 200
        token = desk.token.encode()
        for process in [desk.process.pid, *all_children(desk.process.pid)]:
            for name in ("cmdline", "environ"):
                assert token not in Path(f"/proc/{process}/{name}").read_bytes()
        for folder in (tmp_path, fresh):
            for path in folder.rglob("*"):
                assert path.is_symlink() or not path.is_file() or token not in path.read_bytes(), path
        desk.end()
