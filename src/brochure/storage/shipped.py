"""The files that come with the package: its own, and the layouts, fonts and samples."""

from __future__ import annotations

from pathlib import Path

import brochure


def package_root() -> Path:
    """The folder of the package itself, whichever of its modules asks."""
    return Path(brochure.__file__).parent


def shipped() -> Path:
    """The folder with the layouts, fonts and sample profiles that come with brochure.

    In an installed package they lie inside it; in a checkout they are the repository's own folders.
    """
    inside = package_root() / "shipped"
    return inside if inside.is_dir() else package_root().parent.parent
