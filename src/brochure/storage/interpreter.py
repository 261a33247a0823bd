"""Which Python this is, and whether it was built with optimisation (PGO or LTO).

A Python that was built without needs 1.3 to 1.8 times the CPU for the same work. ``scripts/find_python.sh``
runs this file with each Python that it finds, so it imports nothing but the standard library.
"""

from __future__ import annotations

import platform
import sys
import sysconfig
from pathlib import Path

OLDEST = (3, 11)


def how_built() -> tuple[bool, str]:
    """Whether this Python was built with optimisation, and how that is known.

    CPython keeps the words of ``./configure`` and the flags of the compiler in ``sysconfig``. Debian and
    Ubuntu build with both optimisations in another way that leaves no trace there (``debian/rules`` of their
    packages), so their own Python is known by its place.
    """
    words = " ".join(str(sysconfig.get_config_var(name)) for name in ("CONFIG_ARGS", "PY_CORE_CFLAGS"))
    pgo = "--enable-optimizations" in words or "-fprofile-use" in words or "-fprofile-instr-use" in words
    lto = "--with-lto" in words or "-flto" in words
    if pgo or lto:
        return True, "+".join(name for name, has in (("PGO", pgo), ("LTO", lto)) if has)
    if sys.base_prefix == "/usr" and Path("/etc/debian_version").exists():
        return True, "PGO+LTO, a package of Debian or Ubuntu"
    if sys.platform == "win32":
        return True, "PGO, as python.org builds for Windows"
    return False, "neither PGO nor LTO"


def describe() -> str:
    """The interpreter in a few words: ``CPython 3.11.2 (PGO+LTO, a package of Debian or Ubuntu)``."""
    return f"{platform.python_implementation()} {platform.python_version()} ({how_built()[1]})"


def main() -> int:
    """Print a line for ``find_python.sh``: optimised or plain, whether it has ``venv``, the description."""
    if sys.version_info < OLDEST:
        return 1
    import importlib.util

    environments = importlib.util.find_spec("ensurepip") is not None
    build = "optimised" if how_built()[0] else "plain"
    sys.stdout.write(f"{build} {'venv' if environments else '-'} {describe()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
