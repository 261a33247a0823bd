"""Do the same to many things in several processes: results in order, none left behind, a crash told.

Processes are forked (Linux), so they share what is loaded already, and nothing but results is sent.
Elsewhere, and for one process, all is done here.
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
    """A process died; ``index`` is that of the item it was at."""

    def __init__(self, index: int) -> None:
        self.index = index
        super().__init__(f"a process died at item {index}")


def cores() -> int:
    """How many processes can run at once, of those that this one may use."""
    count = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))(0)
    return max(1, len(count))


def mapped(function: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """The results of a function that raises nothing, in the order of the items.

    Args:
        function: What to do.
        items: To which.
        jobs: In how many processes at most.

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
    taken = context.Array("l", len(items), lock=False)  # by which process
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_begin, initargs=(function, items, taken, os.getpid())
    ) as pool:
        before = set(active_children())
        futures = [pool.submit(_do, index) for index in range(len(items))]
        workers = [worker for worker in active_children() if worker not in before]
        try:
            while futures:
                yield futures.pop(0).result()
        except BrokenProcessPool:
            for worker in workers:
                worker.join()
            # those that did not crash were ended by the pool
            crashed = [w.pid for w in workers if w.exitcode not in (0, None, -signal.SIGTERM)]
            found = [index for index, pid in enumerate(taken) if pid in crashed]
            raise CrashError(max(found, default=len(items) - len(futures) - 1)) from None
        except BaseException:  # Ctrl-C, or nobody wants the rest: wait for nothing
            for future in futures:
                future.cancel()
            for worker in workers:
                worker.terminate()
            raise


_task: list[Any] = []  # of this process: the function, the items, and who took which


def _begin(function: Any, items: Any, taken: Any, parent: int) -> None:
    """Prepare a process: Ctrl-C is the parent's to see, and with the parent it ends."""
    import ctypes

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    _task[:] = [function, items, taken]


def _do(index: int) -> Any:
    function, items, taken = _task
    taken[index] = os.getpid()
    return function(items[index])
