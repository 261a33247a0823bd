"""The folder of the installed package, the same for every module that asks."""

from __future__ import annotations

from pathlib import Path

import brochure


def package_root() -> Path:
    """Return the folder of the package ``brochure``."""
    return Path(brochure.__file__).parent
