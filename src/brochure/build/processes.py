"""Run a function over items in forked processes; results in order; a dead process names its item.

Forked processes (Linux) share the modules and data that are loaded already; only results are sent. On other
systems, and with one job, the function runs in this process.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


class CrashError(Exception):
    """A process died; ``index`` is the index of the item it was working on."""

    def __init__(self, index: int) -> None:
        self.index = index
        super().__init__(f"a process died at item {index}")


def available_cores() -> int:
    """The number of cores that this process may use; at least 1."""
    count = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))(0)
    return max(1, len(count))


def map_in_processes(
    function: Callable[[Item], Result], items: Sequence[Item], jobs: int
) -> Iterator[Result]:
    """Yield the results of a function in the order of the items.

    Closing the iterator ends the processes.

    Args:
        function: The function; it must not raise.
        items: Its arguments, one for each call.
        jobs: The largest number of processes.

    Raises:
        CrashError: A process died.
    """
    jobs = min(jobs, len(items))
    if jobs < 2 or sys.platform != "linux":
        yield from map(function, items)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    context = get_context("fork")
    taken = context.Array("l", len(items), lock=False)  # the id of the process that took each item
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_start_worker, initargs=(function, items, taken, os.getpid())
    ) as pool:
        before = set(active_children())
        futures = [pool.submit(_run_item, index) for index in range(len(items))]
        workers = [worker for worker in active_children() if worker not in before]
        try:
            while futures:
                yield futures.pop(0).result()
        except BrokenProcessPool:
            for worker in workers:
                worker.join()
            # the pool ends the processes that did not crash by SIGTERM
            crashed = [w.pid for w in workers if w.exitcode not in (0, None, -signal.SIGTERM)]
            found = [index for index, pid in enumerate(taken) if pid in crashed]
            raise CrashError(max(found, default=len(items) - len(futures) - 1)) from None
        except BaseException:  # Ctrl-C, or the iterator was closed: do not wait for the rest
            for future in futures:
                future.cancel()
            for worker in workers:
                worker.terminate()
            raise


_task: list[Any] = []  # of a worker: the function, the items, the array of process ids


def _start_worker(function: Any, items: Any, taken: Any, parent: int) -> None:
    """Prepare a worker: it ignores Ctrl-C, which the parent handles, and ends when the parent ends."""
    import ctypes

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    _task[:] = [function, items, taken]


def _run_item(index: int) -> Any:
    function, items, taken = _task
    taken[index] = os.getpid()
    return function(items[index])
