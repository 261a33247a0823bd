"""Where the package lies, whichever of its modules asks."""

from __future__ import annotations

from pathlib import Path

import brochure


def package_root() -> Path:
    """The folder of the package itself."""
    return Path(brochure.__file__).parent
