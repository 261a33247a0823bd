"""brochure as a program: ``python -m brochure``, or ``brochure`` where it is installed."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line in a process that does nothing else, which may start and end quickly.

    The collector of cycles looks at the heap every 200,000 objects instead of every 700: importing and
    typesetting make objects that stay. In the end the heap is left to the operating system, after
    everything that was to be done on exit (temporary folders, pools) has been done.
    """
    gc.set_threshold(200_000, 10, 10)
    from brochure.cli.main import main

    try:
        main()
    except SystemExit as stop:
        _leave(stop.code if isinstance(stop.code, int) else 0)
    raise AssertionError("main always exits")


def _leave(code: int) -> NoReturn:
    """End the process without taking its heap apart, unless a thread is still at work."""
    import atexit
    import threading

    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads any more: `brochure show … | head`
        pass
    os._exit(code)


if __name__ == "__main__":
    run()
