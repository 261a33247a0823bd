"""The pictures of a Word file."""

from __future__ import annotations

from pathlib import Path

from docx_reader import WordFile


def media(path: Path) -> list[bytes]:
    """The pictures inside a Word file."""
    parts = WordFile(path.read_bytes()).parts
    return [parts[name] for name in sorted(parts) if name.startswith("word/media/")]
