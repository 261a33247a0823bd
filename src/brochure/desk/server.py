"""uvicorn's server with our sockets, our connections, and an end that is not uvicorn's."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import uvicorn

from brochure.desk.guard import MAX_HEAD, Application
from brochure.desk.ports import BACKLOG
from brochure.desk.protocol import IDLE_SECONDS, MAX_WAITING, PatientProtocol
from brochure.diagnostics.text_files import Lang

END_SECONDS = 2  # for answers under way when the desk stops
HANDSHAKE_SECONDS = 5.0
MOST_ACCEPTED = 32  # at once; then the oldest that wait give way, so that their handles are free
MAX_HANDLES = 65536


def is_news(record: logging.LogRecord) -> bool:
    """Whether a message of asyncio says more than that a browser went away before it had its answer."""
    return record.getMessage() != "socket.send() raised exception."


class DeskServer(uvicorn.Server):
    """Answers on sockets that listen already, until it is stopped."""

    def __init__(
        self,
        app: Application,
        stopping: asyncio.Event,
        stop: Callable[[], None],
        context: ssl.SSLContext | None,
        lang: Lang,
    ) -> None:
        """``stop`` is called by a signal, and has ``stopping`` set."""
        config = uvicorn.Config(
            app,
            http=PatientProtocol,
            loop="asyncio",
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=int(IDLE_SECONDS) + 1,
            timeout_graceful_shutdown=END_SECONDS,
            h11_max_incomplete_event_size=MAX_HEAD,
        )
        super().__init__(config)
        logging.getLogger("asyncio").addFilter(is_news)
        self._stopping, self._stop, self._context = stopping, stop, context
        PatientProtocol.lang = lang
        handles = raise_handles()
        PatientProtocol.max_waiting = min(MAX_WAITING, handles // 3)
        self._accepted = max(1, min(MOST_ACCEPTED, handles // 16))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer on the sockets."""
        loop = asyncio.get_running_loop()

        def connection() -> PatientProtocol:
            return PatientProtocol(self.config, self.server_state, {})

        self.servers = []
        patience = HANDSHAKE_SECONDS if self._context else None
        for one in sockets or []:
            self.servers.append(
                await loop.create_server(
                    connection,
                    sock=one,
                    ssl=self._context,
                    backlog=self._accepted,
                    ssl_handshake_timeout=patience,
                    ssl_shutdown_timeout=patience,
                )
            )
            one.listen(BACKLOG)  # asyncio has one number for what it takes and for what the system keeps
        self.started = True

    async def main_loop(self) -> None:
        """Wait until the desk stops."""
        await self._stopping.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at the signals that ask for it; the second one stops at once."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop() -> None:
            self.force_exit = self._stopping.is_set()
            self._stop()

        loop = asyncio.get_running_loop()
        names = ("SIGINT", "SIGTERM", "SIGHUP")  # SIGHUP: the terminal was closed
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        try:
            for number in numbers:
                loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows: Ctrl-C raises KeyboardInterrupt
            numbers = []
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)


def raise_handles() -> int:
    """Raise the number of files and connections that this process may have open; return it."""
    if os.name != "posix":
        return MAX_HANDLES
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_HANDLES if hard == resource.RLIM_INFINITY else min(hard, MAX_HANDLES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return soft if soft != resource.RLIM_INFINITY else MAX_HANDLES
