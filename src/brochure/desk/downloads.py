"""Files to download once: a link has no token, so its address is a secret of its own, good for a minute."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

SECONDS = 60
MOST_BYTES = 100_000_000  # of all files that wait; the oldest gives way
PREFIX = "/download/"


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file that waits: its bytes, its type, and the name it gets on the other machine."""

    content: bytes
    media: str
    name: str


class Downloads:
    """Files that wait to be fetched; may be used from any thread.

    >>> downloads = Downloads()
    >>> url = downloads.offer(b"%PDF-1.7", "application/pdf", "liaoning.pdf")
    >>> downloads.take(url.removeprefix(PREFIX)).name
    'liaoning.pdf'
    >>> downloads.take(url.removeprefix(PREFIX)) is None
    True
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, tuple[float, OfferedFile]] = OrderedDict()

    def offer(self, content: bytes, media: str, name: str) -> str:
        """Have a file wait; return the path from which it can be fetched once, within :data:`SECONDS`."""
        once = secrets.token_urlsafe(32)
        with self._lock:
            self._tidy()
            self._waiting[once] = (self._clock() + SECONDS, OfferedFile(content, media, name))
            while len(self._waiting) > 1 and self._size() > MOST_BYTES:
                self._waiting.popitem(last=False)
        return PREFIX + once

    def take(self, once: str) -> OfferedFile | None:
        """Return the file of an address and forget it; None if there is none, or its time is over."""
        with self._lock:
            self._tidy()
            found = self._waiting.pop(once, None)
        return found[1] if found else None

    def _tidy(self) -> None:
        now = self._clock()
        for once in [once for once, (end, _) in self._waiting.items() if end <= now]:
            del self._waiting[once]

    def _size(self) -> int:
        return sum(len(file.content) for _, file in self._waiting.values())
