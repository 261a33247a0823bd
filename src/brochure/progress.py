"""A line that moves where a person would wait; nothing where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence


def progress(names: Sequence[str]) -> Iterator[str]:
    """Go through ``names``, showing on a terminal which one is at work."""
    if not sys.stderr.isatty():
        yield from names
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        for done, name in enumerate(names):
            status.update(f"{name}（{done + 1}/{len(names)}）")
            yield name
