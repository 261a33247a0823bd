"""On the path of every Python that the tests start: it watches which programs that Python starts in turn."""

import sys
from pathlib import Path

TESTS = str(Path(__file__).parent.parent)


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Import the rule only when a program is started: most of these processes start none."""
    if event in ("subprocess.Popen", "os.posix_spawn", "os.exec", "os.system"):
        if TESTS not in sys.path:
            sys.path.append(TESTS)
        from unlisted_programs import refuse_unlisted

        refuse_unlisted(event, arguments)


sys.addaudithook(watch)
