"""Run a function over items on a Dask cluster; results in order; a lost worker names its item.

Functions are sent by name, so brochure must be installed on the workers.
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
PATIENCE = 5  # seconds to wait for an answer of the scheduler, or for a worker
_DASK = re.compile(r"dask://([^/\s:]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Dask:
    """A Dask scheduler, by its ``HOST:PORT``."""

    address: str

    @classmethod
    def parse(cls, text: str) -> Dask | None:
        """Parse ``dask://HOST:PORT``; ``None`` if the text has another form."""
        found = _DASK.fullmatch(text)
        return cls(f"{found[1]}:{found[2]}") if found else None

    def map_on_workers(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield the results of a function in the order of the items; closing the iterator cancels the rest.

        Args:
            function: A function of a module that the workers have.
            items: Its arguments, one for each call; they and the results are pickled.

        Raises:
            BrochureError: ``distributed`` is not installed (E102), the scheduler does not answer (E103), has
                no worker (E104), or a worker does not have the function (K110).
            CrashError: Workers died while they worked on an item.
        """
        client = self._connect()
        futures: list[Any] = []
        try:
            self._expect_workers(client)
            futures = client.map(function, items, pure=False)
            for index, item in enumerate(items):
                result = self._wait_for_result(client, futures[0])
                if result is _LOST:  # perhaps another item killed the worker: try this one once more
                    result = self._wait_for_result(client, client.submit(function, item, pure=False))
                if result is _LOST:
                    raise CrashError(index)
                yield result
                del futures[0]  # the workers can free the result
        finally:
            if futures and client.status == "running":
                client.cancel(futures)
            client.close(timeout=PATIENCE)

    def _connect(self) -> Any:
        try:
            import distributed
        except ImportError:
            raise BrochureError([problem("E102")]) from None
        for name in ("distributed", "tornado", *logging.root.manager.loggerDict):
            if name.startswith(("distributed", "tornado")):  # problems are reported in our own messages
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            return distributed.Client(f"tcp://{self.address}", timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise self._no_answer_error(error) from None

    def _expect_workers(self, client: Any) -> None:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise BrochureError([problem("E104", address=self.address)]) from None
        except OSError as error:
            raise self._no_answer_error(error) from None

    def _wait_for_result(self, client: Any, future: Any) -> Any:
        """The result of a task; ``_LOST`` if the workers that had it died."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        while True:
            try:
                return future.result(timeout=PATIENCE)
            except KilledWorker:
                return _LOST
            except CancelledError as error:  # the scheduler went away
                raise self._no_answer_error(error) from None
            except Exception as error:
                cause = error.__cause__ or error  # the scheduler also unpickles the task
                if isinstance(cause, ImportError):
                    raise BrochureError([problem("K110", what=cause)]) from None
                if future.status == "error" or not isinstance(error, TimeoutError | OSError):
                    raise
            self._expect_workers(client)  # stop waiting if no worker is left

    def _no_answer_error(self, error: BaseException) -> BrochureError:
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        return BrochureError([problem("E103", address=self.address, reason=reason)])
