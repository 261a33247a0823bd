"""The way in: the token of a start, the addresses of the desk, and the browser that is opened."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import html
import os
import secrets
import shutil
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from brochure.desk.people import People
from brochure.desk.private_files import workspace_folder, write_private
from brochure.diagnostics.problem import BrochureError

_WSL_OPENERS = ("rundll32.exe", "/mnt/c/Windows/System32/rundll32.exe")


def digest(token: bytes) -> bytes:
    """What is kept and compared of a token: two digests take the same time to compare, whatever was sent."""
    return hashlib.sha256(token).digest()


class Access:
    """Who a token lets in: the person who started the desk, and the people of an office.

    Attributes:
        token: The token of this start, 32 random bytes.
    """

    def __init__(self, owner: str = "", people: People | None = None) -> None:
        self.token = secrets.token_urlsafe(32)
        self._digest = digest(self.token.encode())
        self._owner, self._people = owner, people
        self._first_use: Callable[[], None] | None = None

    def at_first_use(self, call: Callable[[], None]) -> None:
        """Have a function called when the token of this start is used for the first time."""
        self._first_use = call

    def person_of(self, token: bytes) -> str | None:
        """The person whose token it is: ``""`` for a desk of one's own; None if it is nobody's."""
        sent = digest(token)
        found = self._owner if hmac.compare_digest(sent, self._digest) else None
        call = self._first_use
        if found is not None and call:
            self._first_use = None
            call()
        if self._people:  # all are compared, also when one was found
            other = self._people.person_of(sent)
            found = other if found is None else found
        return found

    def may_enter(self, token: bytes) -> bool:
        """Whether a token still lets in; a person may have been removed meanwhile."""
        return self.person_of(token) is not None


def host_names(names: tuple[str, ...], port: int, *, is_tls: bool) -> frozenset[str]:
    """The values of ``Host`` by which the desk is asked; browsers leave out the port of the protocol."""
    shown = [f"[{name}]" if ":" in name else name.lower() for name in names]
    usual = 443 if is_tls else 80
    return frozenset(f"{name}:{port}" for name in shown) | (
        frozenset(shown) if port == usual else frozenset()
    )


def address(name: str, port: int, token: str, *, is_tls: bool = False) -> str:
    """The address to open. The token is in the fragment, which browsers send to nobody.

    >>> address("127.0.0.1", 24680, "secret")
    'http://127.0.0.1:24680/#t=secret'
    """
    shown = f"[{name}]" if ":" in name else name
    return f"{'https' if is_tls else 'http'}://{shown}:{port}/#t={token}"


class OpeningFile:
    """A file that leads a browser to the desk; only its owner may read it.

    The address with its token is not given to the browser itself, because other users of the machine can
    read the arguments of its process.
    """

    def __init__(self, root: Path, target: str) -> None:
        self.path = workspace_folder(root) / f"open-{os.getpid()}.html"
        shown = html.escape(target, quote=True)
        self._data = (
            '<!DOCTYPE html><meta charset="utf-8"><title>brochure</title>'
            f'<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url={shown}">'
            f'<a href="{shown}">brochure desk</a>\n'
        ).encode()

    def write(self) -> None:
        """Write it; files of desks that were killed go.

        Raises:
            BrochureError: It cannot be written (F106).
        """
        for old in self.path.parent.glob("open-*.html"):
            with contextlib.suppress(OSError):
                old.unlink()
        write_private(self.path, self._data)

    def remove(self) -> None:
        """Remove it; it was used, or the desk has ended."""
        with contextlib.suppress(OSError):
            self.path.unlink()


def is_wsl(release: Path = Path("/proc/sys/kernel/osrelease")) -> bool:
    """Whether this is Linux within Windows, whose browser is outside."""
    try:
        return "microsoft" in release.read_text("utf-8", "replace").lower()
    except OSError:
        return False


def has_display(environment: dict[str, str], platform: str = sys.platform) -> bool:
    """Whether a browser with windows can be opened; one in the terminal would be of no use."""
    return (
        platform in ("darwin", "win32")
        or "DISPLAY" in environment
        or "WAYLAND_DISPLAY" in environment
        or "BROWSER" in environment
    )


def windows_command(target: str) -> list[str] | None:
    """The command that opens an address in the browser of Windows from within WSL; None if there is none.

    No shell reads the address, so that nothing in it has to be quoted.
    """
    found = next((path for path in map(shutil.which, _WSL_OPENERS) if path), None)
    return [found, "url.dll,FileProtocolHandler", target] if found else None


def open_browser(root: Path, target: str, access: Access) -> OpeningFile | None:
    """Open the browser at an address, without waiting for it.

    Returns:
        The opening file, which is removed when the browser has used the token; the caller removes it at the
        end. None if none was needed, or no browser could be opened: the address is printed anyway.
    """
    if is_wsl():  # the browser of Windows cannot be sure to read files of Linux
        if command := windows_command(target):
            with contextlib.suppress(OSError):
                subprocess.Popen(  # its end is not waited for
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
        return None
    if not has_display(dict(os.environ)):
        return None
    opening = OpeningFile(root, target)
    try:
        opening.write()
    except BrochureError:  # a home that cannot be written to
        return None
    access.at_first_use(opening.remove)
    threading.Thread(target=webbrowser.open, args=(opening.path.as_uri(),), daemon=True).start()
    return opening
