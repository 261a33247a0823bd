"""Run a desk: its sockets, its way in, its server, and its end.

What the server needs is loaded after the address is told: the system keeps the first requests of a browser
until they can be answered.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from brochure.desk.access import Access, OpeningFile, address, host_names, open_browser
from brochure.desk.certificates import ShareCertificate, login_name
from brochure.desk.people import People
from brochure.desk.ports import EVERYWHERE, LOOPBACK, bind, keep_port, kept_port
from brochure.desk.private_files import workspace_folder
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.diagnostics.text_files import Lang
from brochure.storage.workspace import Workspace

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")


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
        told: Called with the address as soon as the port listens.
        report: Called with each fault of ours, and if the port cannot be kept.

    Raises:
        BrochureError: The port is taken or refused (W401, W402).
    """
    is_shared = plan.certificate is not None
    sockets = bind(plan.port, EVERYWHERE if is_shared or plan.in_container else LOOPBACK)
    if not plan.in_container and kept_port(plan.where.root) != plan.port:  # the user named another one
        try:
            keep_port(plan.where.root, plan.port)
        except BrochureError as error:
            report(error.problems[0])
    people = People(workspace_folder(plan.where.root)) if is_shared else None
    access = Access(login_name() if is_shared else "", people)
    target = address(plan.name, plan.port, access.token, is_tls=is_shared)
    told(target)
    opening: OpeningFile | None = None
    try:
        if plan.opens_browser:
            opening = open_browser(plan.where.root, target, access)
        asyncio.run(_serve(plan, access, sockets, report))
    finally:
        for one in sockets:
            one.close()
        if opening:
            opening.remove()


async def _serve(
    plan: DeskPlan, access: Access, sockets: list[socket.socket], report: Callable[[Problem], None]
) -> None:
    from brochure.desk.app import DeskServing, make_app
    from brochure.desk.desk import Desk
    from brochure.desk.guard import EntryRules
    from brochure.desk.server import DeskServer
    from brochure.desk.watching import Watching

    loop, stopping = asyncio.get_running_loop(), asyncio.Event()

    def stop() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(stopping.set)
        desk.events.tell("stopping")  # afterwards: a stream that hears it must know that it ends
        desk.end_waits()

    desk = Desk(plan.where, is_shared=plan.certificate is not None, stop=stop)
    entry = EntryRules(
        hosts=host_names((*LOOPBACK_NAMES, *plan.names), plan.port, is_tls=desk.is_shared),
        scheme="https" if desk.is_shared else "http",
        person_of=access.person_of,
        lang=plan.lang,
    )
    app = make_app(desk, DeskServing(entry, access.may_enter, report, stopping))

    context = plan.certificate.context if plan.certificate else None
    stop_watching = Watching(desk).start()
    try:
        await DeskServer(app, stopping, stop, context, plan.lang).serve(sockets=sockets)
    finally:
        stop_watching()
        desk.close()
