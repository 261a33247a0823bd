"""A section of docs/performance.md that a script of its own fills; the others stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "performance.md"


def write_section(name: str, lines: Sequence[str], page: Path = PAGE) -> None:
    """Write lines between ``<!-- NAME -->`` and ``<!-- end of NAME -->``.

    Raises:
        ValueError: The page has no such section.
    """
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    before, found, rest = page.read_text("utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{page} has no section “{name}”")
    page.write_text(before + begin + "".join(f"{line}\n" for line in lines) + end + after, "utf-8")
