"""The server: one process, its sockets, and its end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import uvicorn

from brochure.desk.access import Access, address, host_names, open_browser
from brochure.desk.app import DeskServing, make_app
from brochure.desk.certificates import ShareCertificate, login_name
from brochure.desk.desk import Desk
from brochure.desk.guard import MAX_HEAD, Application, Entry
from brochure.desk.people import People
from brochure.desk.ports import EVERYWHERE, LOOPBACK, bind
from brochure.desk.private_files import workspace_folder
from brochure.desk.protocol import IDLE_SECONDS, MAX_WAITING, PatientProtocol
from brochure.diagnostics.problem import Problem
from brochure.diagnostics.text_files import Lang
from brochure.storage.workspace import Workspace

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")
END_SECONDS = 3  # for answers under way when the desk stops
HANDSHAKE_SECONDS = 5.0
MAX_HANDLES = 65536


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """How a desk is to run.

    Attributes:
        where: The workspace.
        port: The port.
        lang: The language of messages where a request names none.
        name: The name in the address that is told.
        opens_browser: Whether the browser is opened.
        in_container: Whether all addresses of this machine are listened on, for a launcher that publishes the
            port to the loopback of its host.
        certificate: That of a desk which is shared with the network; None for a desk of one's own.
        names: The names by which a shared desk may be asked.
    """

    where: Workspace
    port: int
    lang: Lang = "ja"
    name: str = "127.0.0.1"
    opens_browser: bool = True
    in_container: bool = False
    certificate: ShareCertificate | None = None
    names: tuple[str, ...] = field(default=())


def run_desk(plan: DeskPlan, told: Callable[[str], None], report: Callable[[Problem], None]) -> None:
    """Run a desk until it is asked to stop: by Ctrl-C, by a signal, or from the page.

    Args:
        plan: How it is to run.
        told: Called with the address when browsers are answered.
        report: Called with each fault of ours.

    Raises:
        BrochureError: The port is taken or refused (W401, W402).
    """
    is_shared = plan.certificate is not None
    sockets = bind(plan.port, EVERYWHERE if is_shared or plan.in_container else LOOPBACK)
    people = People(workspace_folder(plan.where.root)) if is_shared else None
    access = Access(login_name() if is_shared else "", people)
    desk = Desk(plan.where, is_shared=is_shared)
    entry = Entry(
        hosts=host_names((*LOOPBACK_NAMES, *plan.names), plan.port, is_tls=is_shared),
        scheme="https" if is_shared else "http",
        person_of=access.person_of,
        lang=plan.lang,
    )
    opening = None

    def started() -> None:
        nonlocal opening
        target = address(plan.name, plan.port, access.token, is_tls=is_shared)
        told(target)
        if plan.opens_browser:
            opening = open_browser(plan.where.root, target, access)

    try:
        asyncio.run(_serve(desk, entry, access, plan, sockets, started, report))
    finally:
        if opening:
            opening.remove()
        for call in desk.at_end:
            call()


async def _serve(
    desk: Desk,
    entry: Entry,
    access: Access,
    plan: DeskPlan,
    sockets: list[socket.socket],
    started: Callable[[], None],
    report: Callable[[Problem], None],
) -> None:
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()

    begin = desk.events.last

    def look() -> None:
        if any(event["kind"] == "stopping" for _, event in desk.events.since(begin)):
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(stopping.set)

    end = desk.events.listen(look)
    serving = DeskServing(entry, access.may_enter, report, stopping)
    context = plan.certificate.context if plan.certificate else None
    server = DeskServer(make_app(desk, serving), desk, stopping, started, context, plan.lang)
    try:
        await server.serve(sockets=sockets)
    finally:
        end()


class DeskServer(uvicorn.Server):
    """uvicorn's server with our sockets, our protocol, and an end that is not uvicorn's."""

    def __init__(
        self,
        app: Application,
        desk: Desk,
        stopping: asyncio.Event,
        told: Callable[[], None],
        context: ssl.SSLContext | None,
        lang: Lang,
    ) -> None:
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
        self._desk, self._stopping, self._told, self._context = desk, stopping, told, context
        PatientProtocol.lang = lang
        PatientProtocol.max_waiting = min(MAX_WAITING, raise_handles() // 3)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer on the sockets, then tell so."""
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
                    backlog=self.config.backlog,
                    ssl_handshake_timeout=patience,
                    ssl_shutdown_timeout=patience,
                )
            )
        self.started = True
        self._told()

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
            self._desk.events.tell("stopping")
            self._stopping.set()

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
