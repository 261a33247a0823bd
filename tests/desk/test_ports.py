"""The port of a workspace is chosen once and kept."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from brochure.desk import ports
from brochure.desk.ports import COUNT, EVERYWHERE, FIRST, LOOPBACK, bind, choose_port, keep_port, kept_port
from brochure.diagnostics.problem import BrochureError
from served_desk import free_port


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def test_a_port_stays_the_same_also_while_another_program_has_it(tmp_path: Path) -> None:
    port = choose_port(tmp_path)
    assert FIRST <= port < FIRST + COUNT
    for one in bind(port, LOOPBACK):
        with one:
            assert choose_port(tmp_path) == port
    keep_port(tmp_path, 12345)
    assert choose_port(tmp_path) == kept_port(tmp_path) == 12345


def test_two_workspaces_never_share_a_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "COUNT", 6)
    chosen = [choose_port(tmp_path / str(number)) for number in range(4)]
    assert len(set(chosen)) == 4


def test_a_port_that_another_program_has_is_not_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = free_port()
    monkeypatch.setattr(ports, "FIRST", taken)
    monkeypatch.setattr(ports, "COUNT", 1)
    with socket.socket() as other:
        other.bind(("127.0.0.1", taken))
        other.listen()
        assert choose_port(tmp_path) == taken  # the only one there is: starting says that it is taken
    monkeypatch.setattr(ports, "COUNT", 2)
    with socket.socket() as other:
        other.bind(("127.0.0.1", taken))
        other.listen()
        assert choose_port(tmp_path / "b") == taken + 1


def test_a_link_to_a_workspace_is_the_same_workspace(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert choose_port(tmp_path / "a") == choose_port(tmp_path / "b")


def test_without_a_place_to_keep_it_the_port_follows_from_the_path(tmp_path: Path, state: Path) -> None:
    state.write_text("no folder")
    assert choose_port(tmp_path) == choose_port(tmp_path)
    assert kept_port(tmp_path) is None
    with pytest.raises(BrochureError) as raised:
        keep_port(tmp_path, 12345)
    assert [one.code for one in raised.value.problems] == ["F106"]


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "a", "１", "9" * 200])
def test_a_damaged_file_is_no_port(tmp_path: Path, text: str) -> None:
    keep_port(tmp_path, 12345)
    next((tmp_path / "state").rglob("port")).write_text(text, "utf-8")
    assert kept_port(tmp_path) is None


@pytest.mark.parametrize("taken", ["127.0.0.1", "::1", "0.0.0.0"])
def test_a_port_that_is_taken_at_one_address_is_taken(taken: str) -> None:
    port = free_port()
    with socket.socket(socket.AF_INET6 if ":" in taken else socket.AF_INET) as other:
        other.bind((taken, port))
        other.listen()
        with pytest.raises(BrochureError) as raised:
            bind(port, LOOPBACK)
    assert [one.code for one in raised.value.problems] == ["W401"]


def test_both_loopback_addresses_are_bound_and_no_other() -> None:
    bound = bind(free_port(), LOOPBACK)
    try:
        assert {one.getsockname()[0] for one in bound} == set(LOOPBACK)
    finally:
        for one in bound:
            one.close()


def test_a_machine_without_ipv6_has_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    real = socket.socket

    def socket_without_6(family: int = socket.AF_INET) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(errno.EAFNOSUPPORT, "no such family")
        return real(family)

    monkeypatch.setattr(socket, "socket", socket_without_6)
    for hosts in (LOOPBACK, EVERYWHERE):
        bound = bind(free_port(), hosts)
        assert [one.getsockname()[0] for one in bound] == [hosts[0]]
        bound[0].close()


def test_a_port_that_the_system_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_host: str, _port: int) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(ports, "_listen", refused)
    with pytest.raises(BrochureError) as raised:
        bind(80, LOOPBACK)
    assert [one.code for one in raised.value.problems] == ["W402"]
