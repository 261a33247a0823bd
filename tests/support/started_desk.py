"""A desk that was started by its command, in a process and with a home of its own."""

from __future__ import annotations

import http.client
import os
import re
import resource
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli_result import PATIENCE, Ran, interruptible
from served_desk import Reply, free_port

# takes CAP_DAC_OVERRIDE out of what the program may have (PR_CAPBSET_DROP), and goes on as the program
_OBEY = """import ctypes, os, sys
os.geteuid() or ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)
os.execv(sys.argv[1], sys.argv[1:])"""


@dataclass
class StartedDesk:
    """A running command: its process, what it printed at the start, its address and token."""

    process: subprocess.Popen[str]
    said: str
    host: str
    port: int
    token: str
    is_tls: bool

    @property
    def origin(self) -> str:
        """The origin of its page."""
        return f"{'https' if self.is_tls else 'http'}://{self.host}:{self.port}"

    def ask(
        self, method: str, path: str, body: bytes | None = None, token: str | None = None, **headers: str
    ) -> Reply:
        """Send a request as the page does; ``headers`` are added or replaced."""
        given = {"Authorization": f"Bearer {self.token if token is None else token}"}
        if method != "GET":
            given |= {"Origin": self.origin, "Content-Type": "application/json"}
        connection = self.connect()
        try:
            connection.request(method, path, body, {**given, **headers})
            reply = connection.getresponse()
            return Reply(reply.status, tuple((k.lower(), v) for k, v in reply.getheaders()), reply.read())
        finally:
            connection.close()

    def page_process(self) -> int | None:
        """The process that makes pages, if it was started."""
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                if b"page_process" in Path(f"/proc/{child}/cmdline").read_bytes():
                    return int(child)
        return None

    def connect(self) -> http.client.HTTPConnection:
        """A connection that compares no certificate."""
        if not self.is_tls:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        context = ssl._create_unverified_context()
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=context)

    def end(self, number: int = signal.SIGINT) -> Ran:
        """Send a signal, and wait for the end."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> Ran:
        """Wait for the end."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return Ran(self.process.returncode, self.said + out, err)


def desk_environment(home: Path) -> dict[str, str]:
    """The environment of a user who has no display and whose state is below a folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    }
    return {**kept, "XDG_STATE_HOME": str(home / "state"), "LC_ALL": "C"}


def desk_command(root: Path, home: Path, *options: str) -> Ran:
    """Run ``brochure desk`` with options that end at once."""
    done = subprocess.run(
        [sys.executable, "-m", "brochure", "desk", *options],
        cwd=root,
        env=desk_environment(home),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@contextmanager
def started_desk(
    root: Path,
    home: Path,
    *options: str,
    handles: int | None = None,
    obeys: bool = False,
    user: int | None = None,
    program: tuple[str, ...] = ("-m", "brochure"),
) -> Iterator[StartedDesk]:
    """Start the desk of a workspace, without a browser, on a free port unless options name one.

    ``handles`` is the number of files and connections that the system lets it have open. With ``obeys`` it
    may not write where permissions forbid it, also when the superuser runs the tests. ``user`` starts it as
    another user of the machine, which only the superuser may do. ``program`` is what Python runs.
    """
    chosen = () if "--port" in options else ("--port", str(free_port()))
    first = (sys.executable, "-S", "-c", _OBEY) if obeys else ()
    with interruptible():
        process = subprocess.Popen(
            [*first, sys.executable, *program, "desk", "--no-browser", *chosen, *options],
            cwd=root,
            env=desk_environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
    if handles:
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (handles, handles))
    assert process.stdout
    said, desk = "", None
    try:
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line or process.poll() is None, process.communicate()
            said += line
        found = re.search(r"(https?)://([^\s:]+):(\d+)/#t=([\w-]+)", said)
        assert found, said
        desk = StartedDesk(process, said, found[2], int(found[3]), found[4], found[1] == "https")
        yield desk
    finally:
        if process.poll() is None:
            pages = desk.page_process() if desk else None
            process.kill()
            if pages:  # it would set pages, which nobody will see, before it knows that the desk is gone
                os.killpg(pages, signal.SIGKILL)
        if process.stdout and not process.stdout.closed:
            process.communicate()
