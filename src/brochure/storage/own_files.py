"""Files that a person names for a command to write: one that brochure has not made is never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, problem

GENERATOR = '<meta name="generator" content="brochure">'
"""In the head of each HTML report, so that a later run knows the report and may replace it."""
PRODUCER = "brochure"
"""The producer in the information of a PDF that brochure has written."""


def is_own_report(data: bytes) -> bool:
    """Whether a file is an HTML report of brochure."""
    return GENERATOR.encode() in data[:4000]


def is_own_schema(data: bytes) -> bool:
    """Whether a file is a JSON Schema."""
    return data.lstrip().startswith(b"{") and b'"$schema"' in data


def checked_target(path: Path, is_own: Callable[[bytes], bool], *endings: str) -> Path:
    """Return a path that a command may write to.

    Args:
        path: The path that the person named, or that follows from another name.
        is_own: Whether the content of a file shows that brochure has made it.
        endings: The endings that its name may have, such as ``.html``.

    Raises:
        BrochureError: Its name ends otherwise (F113), it is a file that brochure has not made (F112), or it
            cannot be read (F106).
    """
    if path.suffix.lower() not in endings:
        raise BrochureError([problem("F113", path=path, known=", ".join(endings))])
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return path
    except OSError as error:
        raise BrochureError([problem("F106", path=path, reason=error.strerror or error)]) from None
    if data and not is_own(data):
        raise BrochureError([problem("F112", path=path)])
    return path
