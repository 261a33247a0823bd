"""Threads that answer requests; none of them keeps a desk that stops from ending."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")
MOST_THREADS = 48  # a request for pages may wait for them, and must not keep saves waiting


class AnswerThreads:
    """Up to :data:`MOST_THREADS` threads, started when they are needed.

    They are daemons: the program ends while one still waits for pages. Files are written atomically, so what
    such an end interrupts is not half done.
    """

    def __init__(self) -> None:
        self._work: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._started = self._busy = 0

    async def run(self, answer: Callable[[], Answer]) -> Answer:
        """Return what a function returns, or raise what it raises; it is called in one of the threads."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()

        def settle(result: Answer | None, error: BaseException | None) -> None:
            if future.done():  # who asked has gone
                return
            if error:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type]

        def work() -> None:
            result, fault = None, None
            try:
                result = answer()
            except Exception as error:
                fault = error
            with contextlib.suppress(RuntimeError):  # the desk has stopped meanwhile
                loop.call_soon_threadsafe(settle, result, fault)

        self._work.put(work)
        with self._lock:
            self._busy += 1
            if self._started < min(self._busy, MOST_THREADS):
                self._started += 1
                name = f"answers {self._started}"
                threading.Thread(target=self._serve, name=name, daemon=True).start()
        return await future

    def _serve(self) -> None:
        while True:
            work = self._work.get()
            work()
            with self._lock:
                self._busy -= 1
