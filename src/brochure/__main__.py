"""brochure as a program: ``python -m brochure``, or ``brochure`` where it is installed."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line in a process of its own, with a fast start and end.

    The garbage collector runs every 200,000 objects instead of every 700, because importing and typesetting
    make objects that stay. At the end the exit functions run (temporary folders, pools), and then the process
    ends without freeing its objects.
    """
    gc.set_threshold(200_000, 10, 10)
    from brochure.cli.main import main
    from brochure.cli.terminal import steady_streams, stream_fault
    from brochure.diagnostics.problem import Exit

    streams = steady_streams()
    try:
        main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
        sys.stdout.flush()
        if stream_fault(streams):
            code = code or Exit.FILES
        _exit_fast(code)
    raise AssertionError("main always exits")


def _exit_fast(code: int) -> NoReturn:
    """End the process without freeing its objects, unless a thread is still running."""
    import atexit
    import threading

    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()
    sys.stdout.flush()  # an error is kept in the stream
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
