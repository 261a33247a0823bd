"""The port of a workspace, chosen once and kept: drafts in the browser belong to an address with its port."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import socket
from pathlib import Path

from brochure.desk.private_files import state_folder, workspace_folder, write_private
from brochure.diagnostics.problem import BrochureError, problem

CONTAINER_PORT = 24680  # in a container, whose state is gone when it ends
FIRST, COUNT = 20000, 8000  # below the ports that systems give to programs which ask for any
LOOPBACK = ("127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")
BACKLOG = 2048
_FILE = "port"
_NO_IPV6 = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT)


def kept_port(root: Path) -> int | None:
    """The port that was chosen for a workspace; None before."""
    return _read(workspace_folder(root) / _FILE)


def choose_port(root: Path) -> int:
    """Return the port of a workspace; the first time, a free one that no other workspace has is chosen.

    The first choice follows from the path and the user, so that the port is nearly always the same even if
    nothing can be kept.
    """
    if port := kept_port(root):
        return port
    user = os.getuid() if hasattr(os, "getuid") else 0
    seed = hashlib.sha256(os.fsencode(os.path.realpath(root)) + str(user).encode()).digest()
    begin = int.from_bytes(seed[:4], "big")
    taken = {_read(path) for path in state_folder().glob(f"*/{_FILE}")}
    ports = (FIRST + (begin + step) % COUNT for step in range(COUNT))
    port = next((port for port in ports if port not in taken and _is_free(port)), FIRST + begin % COUNT)
    with contextlib.suppress(BrochureError):  # a home that cannot be written to
        keep_port(root, port)
    return port


def keep_port(root: Path, port: int) -> None:
    """Remember a port for a workspace.

    Raises:
        BrochureError: It cannot be written (F106).
    """
    write_private(workspace_folder(root) / _FILE, f"{port}\n{root}\n".encode("utf-8", "surrogateescape"))


def _read(path: Path) -> int | None:
    try:
        line = path.read_bytes()[:100].partition(b"\n")[0]
    except OSError:
        return None
    return int(line) if line.isdigit() and 0 < int(line) < 65536 else None


def _is_free(port: int) -> bool:
    try:
        for bound in bind(port, LOOPBACK):
            bound.close()
    except BrochureError:
        return False
    return True


def bind(port: int, hosts: tuple[str, ...]) -> list[socket.socket]:
    """Bind a port at addresses, and listen: a browser that is quick must not be refused.

    Both loopback addresses are taken, so that no other program can answer to ``localhost`` in the desk's
    place. The IPv6 one is left out on machines that have none.

    Raises:
        BrochureError: Another program has the port (W401), or the system refuses it (W402).
    """
    bound: list[socket.socket] = []
    try:
        for host in hosts:
            if one := _listen(host, port):
                bound.append(one)
    except OSError as error:
        for one in bound:
            one.close()
        code = "W401" if error.errno == errno.EADDRINUSE else "W402"
        raise BrochureError([problem(code, port=port, reason=error.strerror or error)]) from None
    return bound


def _listen(host: str, port: int) -> socket.socket | None:
    """A socket that listens; None for IPv6 on a machine that has none."""
    one: socket.socket | None = None
    try:
        one = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        if os.name == "posix":  # on Windows this would share the port with another program
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if ":" in host:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind((host, port))
        one.listen(BACKLOG)
    except OSError as error:
        if one:
            one.close()
        if ":" in host and error.errno in _NO_IPV6:
            return None
        raise
    return one
