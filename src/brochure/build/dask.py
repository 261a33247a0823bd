"""Do the same to many things on the workers of a Dask scheduler: results in order, a lost worker told.

Functions are sent by their names, so brochure must be installed on the workers. Nothing is scheduled here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from brochure.build.processes import CrashError
from brochure.diagnostics.problem import BrochureError, problem

Item = TypeVar("Item")
Result = TypeVar("Result")
_LOST = object()
PATIENCE = 5  # seconds that a scheduler may take to answer, or to have a worker
_DASK = re.compile(r"dask://([^/\s:]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Dask:
    """A Dask scheduler, by its ``HOST:PORT``."""

    address: str

    @classmethod
    def of(cls, text: str) -> Dask | None:
        """The scheduler that ``dask://HOST:PORT`` means, or nothing if it is written otherwise."""
        found = _DASK.fullmatch(text)
        return cls(f"{found[1]}:{found[2]}") if found else None

    def mapped(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """The results of a function in the order of the items. Who wants no more cancels what is left.

        Args:
            function: What to do: a function of a module that the workers have.
            items: To which; they and the results are pickled.

        Raises:
            BrochureError: ``distributed`` is not installed (E102), the scheduler does not answer (E103), has
                no worker (E104), or a worker does not have the function (K110).
            CrashError: Workers died at an item.
        """
        client = self._client()
        futures: list[Any] = []
        try:
            self._expect_workers(client)
            futures = client.map(function, items, pure=False)
            for index, item in enumerate(items):
                result = self._result(client, futures[0])
                if result is _LOST:  # perhaps through another item that its worker had: that one is over now
                    result = self._result(client, client.submit(function, item, pure=False))
                if result is _LOST:
                    raise CrashError(index)
                yield result
                del futures[0]  # the workers may forget it
        finally:
            if futures and client.status == "running":
                client.cancel(futures)
            client.close(timeout=PATIENCE)

    def _client(self) -> Any:
        try:
            import distributed
        except ImportError:
            raise BrochureError([problem("E102")]) from None
        for name in ("distributed", "tornado", *logging.root.manager.loggerDict):
            if name.startswith(("distributed", "tornado")):  # what goes wrong is told in our words
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            return distributed.Client(f"tcp://{self.address}", timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise self._silent(error) from None

    def _expect_workers(self, client: Any) -> None:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise BrochureError([problem("E104", address=self.address)]) from None
        except OSError as error:
            raise self._silent(error) from None

    def _result(self, client: Any, future: Any) -> Any:
        """What came of a task; ``_LOST`` if workers died that had it."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        while True:
            try:
                return future.result(timeout=PATIENCE)
            except KilledWorker:
                return _LOST
            except CancelledError as error:  # the scheduler went away
                raise self._silent(error) from None
            except Exception as error:
                cause = error.__cause__ or error  # the scheduler looks at what is sent, too
                if isinstance(cause, ImportError):
                    raise BrochureError([problem("K110", what=cause)]) from None
                if future.status == "error" or not isinstance(error, TimeoutError | OSError):
                    raise
            self._expect_workers(client)  # is there anybody left to wait for?

    def _silent(self, error: BaseException) -> BrochureError:
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        return BrochureError([problem("E103", address=self.address, reason=reason)])
