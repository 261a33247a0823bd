"""The Python that runs brochure, and whether it was built with optimisation (PGO or LTO).

A Python built without optimisation needs 1.3 to 1.8 times the CPU. ``scripts/find_python.sh`` runs this file
with each Python that it finds, so it imports only the standard library.
"""

from __future__ import annotations

import platform
import sys
import sysconfig
from pathlib import Path

OLDEST = (3, 11)


def how_built() -> tuple[bool, str]:
    """Return whether this Python was built with optimisation, and the evidence in words.

    CPython stores the options of ``./configure`` and of the compiler in ``sysconfig``. Debian and Ubuntu use
    both optimisations, but in a way that leaves no trace there (``debian/rules`` of their packages), so their
    own Python is recognised by its folder.
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


def describe_interpreter() -> str:
    """Describe the interpreter: ``CPython 3.11.2 (PGO+LTO, a package of Debian or Ubuntu)``."""
    return f"{platform.python_implementation()} {platform.python_version()} ({how_built()[1]})"


def main() -> int:
    """Print a line for ``find_python.sh``: ``optimised`` or ``plain``, ``venv`` or ``-``, the description."""
    if sys.version_info < OLDEST:
        return 1
    import importlib.util

    environments = importlib.util.find_spec("ensurepip") is not None
    build = "optimised" if how_built()[0] else "plain"
    sys.stdout.write(f"{build} {'venv' if environments else '-'} {describe_interpreter()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
