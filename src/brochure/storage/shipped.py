"""The files that come with the package: layouts, fonts, samples."""

from __future__ import annotations

from pathlib import Path

from brochure.diagnostics.package import package_root


def shipped() -> Path:
    """The folder with the layouts, fonts and sample profiles that come with brochure.

    In an installed package they lie inside it; in a checkout they are the repository's own folders.
    """
    inside = package_root() / "shipped"
    return inside if inside.is_dir() else package_root().parent.parent
