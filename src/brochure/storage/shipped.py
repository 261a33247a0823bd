"""The files that come with the package: layouts, fonts, samples."""

from __future__ import annotations

from pathlib import Path

from brochure.diagnostics.package import package_root


def shipped_folder() -> Path:
    """Return the folder with the layouts, fonts and sample profiles that come with brochure.

    This is ``shipped/`` in an installed package, and the root of the repository in a checkout.
    """
    inside = package_root() / "shipped"
    return inside if inside.is_dir() else package_root().parent.parent
