"""The events of a desk: what browsers are told as it happens, and again when they come back."""

from __future__ import annotations

import secrets
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

KEPT = 500  # events that a browser may ask for again


class Events:
    """Numbered events; each listener is called for each, in its own thread's turn.

    >>> events = Events()
    >>> events.tell("saved", doc="profiles/liaoning")
    >>> events.since(0)
    [(1, {'kind': 'saved', 'doc': 'profiles/liaoning'})]
    """

    def __init__(self) -> None:
        self.start = secrets.token_hex(4)  # numbers begin again when the desk does
        self._lock = threading.Lock()
        self._last = 0
        self._kept: deque[tuple[int, dict[str, Any]]] = deque(maxlen=KEPT)
        self._listeners: set[Callable[[], None]] = set()

    def tell(self, kind: str, **said: Any) -> None:
        """Tell all listeners an event."""
        with self._lock:
            self._last += 1
            self._kept.append((self._last, {"kind": kind, **said}))
            listeners = [*self._listeners]
        for listener in listeners:
            listener()

    @property
    def last(self) -> int:
        """The number of the last event; 0 before the first."""
        return self._last

    def since(self, number: int) -> list[tuple[int, dict[str, Any]]]:
        """Return the events after a number."""
        with self._lock:
            return [one for one in self._kept if one[0] > number]

    def listen(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Have ``wake`` called after each event, from any thread; returns the function that ends it."""
        self._listeners.add(wake)
        return lambda: self._listeners.discard(wake)
