"""A line that moves where a person would wait; nothing where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def progress(items: Sequence[Item], name: Callable[[Item], str] = str) -> Iterator[Item]:
    """Go through ``items``, showing on a terminal the name of the one at work."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        for done, item in enumerate(items):
            status.update(f"{name(item)}（{done + 1}/{len(items)}）")
            yield item
