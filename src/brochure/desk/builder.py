"""Has pages made by the page process; a newer order of the same pages replaces the older."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from brochure.desk.page_job import MadePages, PageJob, Showing
from brochure.desk.page_process import read_message, write_message

Done = Callable[[MadePages], None]


@dataclass(frozen=True, slots=True)
class _Order:
    """Pages that were ordered, and what to call with the result."""

    showing: Showing
    done: Done


@dataclass
class _Running:
    """A running page process, and the orders by the numbers of their jobs."""

    process: subprocess.Popen[bytes]
    jobs: IO[bytes]
    orders: dict[int, _Order]
    listener: threading.Thread = field(default_factory=threading.Thread)


class Builder:
    """Starts the page process when it is first needed, and again if it died."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._number = 0
        self._is_closed = False

    def order(self, showing: Showing, known: frozenset[str], done: Done) -> None:
        """Order pages; ``done`` is called from another thread with the result, unless a newer order comes."""
        with self._lock:
            if self._is_closed:
                return
            running = self._running or self._start()
            self._number += 1
            void = [number for number, one in running.orders.items() if one.showing == showing]
            for number in void:
                del running.orders[number]
            running.orders[self._number] = _Order(showing, done)
            job = PageJob(self._number, self.root, showing, known)
            try:
                write_message(running.jobs, job)
            except (BrokenPipeError, ValueError):  # it died; the listener has not noticed yet
                with contextlib.suppress(BrokenPipeError):
                    running.jobs.close()
                again = self._start()
                again.orders[self._number] = running.orders.pop(self._number, _Order(showing, done))
                write_message(again.jobs, job)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._is_closed = True
            running, self._running = self._running, None
        if running is not None:
            running.orders.clear()
            with contextlib.suppress(BrokenPipeError):
                running.jobs.close()
            running.listener.join(0.2)
            if running.listener.is_alive():  # it sets pages, which nobody will see
                _kill(running.process)
                running.listener.join()

    def _start(self) -> _Running:
        process = subprocess.Popen(
            [sys.executable, "-m", "brochure.desk.page_process", str(self.root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the desk; and it ends together with its children
        )
        assert process.stdin is not None
        running = _Running(process, process.stdin, {})
        running.listener = threading.Thread(target=self._listen, args=(running,), daemon=True)
        running.listener.start()
        self._running = running
        return running

    def _listen(self, running: _Running) -> None:
        """Pass on the results; the orders of a process that dies are answered without pages."""
        assert running.process.stdout is not None
        with running.process.stdout as results:
            while (made := read_message(results)) is not None:
                with self._lock:
                    order = running.orders.pop(made.number, None)
                if order is not None:
                    order.done(made)
        running.process.wait()
        with contextlib.suppress(BrokenPipeError):
            running.jobs.close()
        with self._lock:
            left, running.orders = running.orders, {}
            if self._running is running:
                self._running = None
        for number, order in left.items():
            order.done(MadePages(number, ""))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the page process and its children; what they write to the cache is whole or not there."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
