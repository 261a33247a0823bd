"""The versions of the programs that check finished files, for reports that are kept."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from brochure import __version__

_READERS = ("pikepdf", "pypdfium2")


def library_versions() -> list[str]:
    """Brochure, Python and the libraries that read PDFs, each with its version."""
    found = [f"brochure {__version__}", f"Python {platform.python_version()}"]
    for name in _READERS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} —")
    return found
