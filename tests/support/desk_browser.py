"""A real browser for tests of the desk: Debian's Chromium, driven by Playwright.

:func:`chromium` starts it; :func:`served` gives a folder an address of this machine, with the security
headers of the desk. :class:`Ime` sends what an input method sends: composition events, not keys.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from programs import program
from workspaces import REPO

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'"
)


FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>"""


@dataclass
class _Shared:
    """The browser of this process, while somebody uses it: Playwright starts no second one beside it."""

    browser: Browser | None = None
    end: ExitStack = field(default_factory=ExitStack)
    users: int = 0


_shared = _Shared()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, started for its first user and ended with its last.

    It asks no other host for anything; its Japanese is that of the brochure's fonts.
    """
    if _shared.browser is None:
        _shared.browser = _start(_shared.end)
    _shared.users += 1
    try:
        yield _shared.browser
    finally:
        _shared.users -= 1
        if not _shared.users:
            _shared.browser = None
            _shared.end.close()


def _start(end: ExitStack) -> Browser:
    from playwright.sync_api import sync_playwright

    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    if os.getuid() == 0:
        arguments.append("--no-sandbox")
    config = Path(end.enter_context(tempfile.TemporaryDirectory()), "fonts.conf")
    config.write_text(FONTS.format(fonts=REPO / "fonts"), "utf-8")
    playwright = end.enter_context(sync_playwright())
    browser = playwright.chromium.launch(
        executable_path=program("chromium"),
        args=arguments,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    end.callback(browser.close)
    return browser


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder with the headers of the desk; gives its address."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            super().end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing: tests print what they look at."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Ime:
    """An input method: it shows what is being composed, and then puts in what was chosen."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)

    def show(self, text: str) -> None:
        """Show the text that is being composed."""
        length = len(text.encode("utf-16-le")) // 2
        self.session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": length, "selectionEnd": length}
        )

    def choose(self, text: str) -> None:
        """End the composition with a text. The page gets its Enter as a key of the input method."""
        key = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
        self.session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
        self.session.send("Input.insertText", {"text": text})
        self.session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key, "key": "Enter"})

    def cancel(self) -> None:
        """End the composition with nothing."""
        self.show("")

    def type(self, *steps: str) -> None:
        """Compose step by step; the last step is what is chosen."""
        for step in steps[:-1]:
            self.show(step)
        self.choose(steps[-1])
