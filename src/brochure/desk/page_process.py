"""The process that makes pages: warm, and forked for each job, so that a newer edit ends an older build.

Layout cannot be interrupted from inside. So this process loads the engine once, sets one document, and forks
for each job; the child's memory is gone when it ends. A job for the same pages ends the older one. Jobs come
as pickled values on standard input, results go to standard output.
"""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from brochure.desk.page_job import MadePages, PageJob, make_pages
from brochure.desk.shared import SharedInputs
from brochure.diagnostics.problem import BrochureError, pack_problem
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace

_LENGTH = struct.Struct(">Q")


def write_message(stream: IO[bytes], message: object) -> None:
    """Write a value with its length before it."""
    data = pickle.dumps(message)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_message(stream: IO[bytes]) -> Any:
    """Read a value; None at the end of the stream."""
    head = _exactly(stream, _LENGTH.size)
    data = _exactly(stream, _LENGTH.unpack(head)[0]) if head else b""
    return pickle.loads(data) if data else None


def _exactly(stream: IO[bytes], length: int) -> bytes:
    """Bytes of a stream that may give fewer at a time; none if it ends before."""
    parts: list[bytes] = []
    while length and (part := stream.read(length)):
        parts.append(part)
        length -= len(part)
    return b"" if length else b"".join(parts)


@dataclass
class _Child:
    """A process that makes the pages of a job; its result comes from ``pipe``."""

    job: PageJob
    pid: int
    pipe: IO[bytes]


class PageProcess:
    """The main loop."""

    def __init__(self, root: Path, jobs: IO[bytes], results: IO[bytes]) -> None:
        self.where = Workspace(root)
        self.shared = SharedInputs(self.where)
        self.jobs, self.results = jobs, results
        self.waiting: list[PageJob] = []
        self.child: _Child | None = None
        self.warmed: set[str] = set()

    def run(self) -> None:
        """Make pages until the jobs end."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.jobs, selectors.EVENT_READ)
            while True:
                if self.child is None and self.waiting:
                    self._start(self.waiting.pop(0), selector)
                wait = 0 if self.child is None and self.waiting else None
                for key, _ in selector.select(wait):
                    if key.fileobj is self.jobs:
                        job = read_message(self.jobs)
                        if job is None:
                            self._stop(selector)
                            return
                        self._take(job, selector)
                    elif self.child is not None:
                        self._finish(selector)

    def _take(self, job: PageJob, selector: selectors.BaseSelector) -> None:
        """Take a job; older ones of the same pages are void, and the newest job comes first.

        A running job of other pages of the partner begins again after it.
        """
        self.waiting = [job, *(one for one in self.waiting if one.showing != job.showing)]
        if self.child is None:
            return
        running = self.child.job
        if running.showing.partner == job.showing.partner:
            self._stop(selector)
            if running.showing != job.showing:
                self.waiting.append(running)

    def _start(self, job: PageJob, selector: selectors.BaseSelector) -> None:
        try:
            common = self.shared.load(job.showing.layout)
        except BrochureError as error:
            problems = tuple(map(pack_problem, (*error.problems, *error.warnings)))
            write_message(self.results, MadePages(job.number, "", problems=problems))
            return
        cache = Cache(self.where.root / FOLDER)
        if job.showing.layout not in self.warmed or sys.platform != "linux":
            write_message(self.results, make_pages(job, common, cache))
            if job.showing.layout not in self.warmed:
                self.warmed.add(job.showing.layout)
                if "weasyprint" not in sys.modules:
                    make_pages(job, common, None)  # pages from the cache have loaded no renderer
                gc.collect()
            return
        read, write = os.pipe()
        if pid := os.fork():
            os.close(write)
            self.child = _Child(job, pid, os.fdopen(read, "rb"))
            selector.register(self.child.pipe, selectors.EVENT_READ)
            return
        code = 1
        try:
            os.close(read)
            with os.fdopen(write, "wb") as pipe:
                write_message(pipe, make_pages(job, common, cache))
            code = 0
        finally:
            os._exit(code)

    def _finish(self, selector: selectors.BaseSelector) -> None:
        """Pass on the result of the child; a child that died gives none."""
        assert self.child is not None
        child = self.child
        made = read_message(child.pipe)
        self._forget(selector)
        write_message(self.results, made or MadePages(child.job.number, ""))

    def _stop(self, selector: selectors.BaseSelector) -> None:
        if self.child is not None:
            os.kill(self.child.pid, signal.SIGKILL)
            self._forget(selector)

    def _forget(self, selector: selectors.BaseSelector) -> None:
        assert self.child is not None
        selector.unregister(self.child.pipe)
        self.child.pipe.close()
        os.waitpid(self.child.pid, 0)
        self.child = None


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the desk, which closes the pipe
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the results
    PageProcess(Path(sys.argv[1]), os.fdopen(os.dup(0), "rb", buffering=0), results).run()
