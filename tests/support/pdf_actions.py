"""What a PDF does when somebody opens it or clicks: its links and actions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf

SCHEMES = ("http://", "https://", "mailto:", "tel:")


def actions(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every action of a PDF: of its links, its outline, and of the file itself."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary):
            assert "/AA" not in one
            for key in ("/A", "/OpenAction"):
                found = one.get(key)
                if isinstance(found, pikepdf.Dictionary) and "/S" in found:
                    yield found


def check_actions(path: Path) -> None:
    """Assert that links lead to pages and web addresses, and that only its own sources are attached."""
    with pikepdf.open(path) as pdf:
        assert all(name.startswith(("small", "_", "refs")) for name in pdf.attachments), list(pdf.attachments)
        for one in actions(pdf):
            assert one.S in ("/URI", "/GoTo"), one
            assert str(one.get("/URI", "http://")).startswith(SCHEMES), one
