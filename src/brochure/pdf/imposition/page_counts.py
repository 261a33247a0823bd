"""How many pages a way of binding needs."""

from __future__ import annotations

SADDLE = 4  # a folded sheet has four pages; covers and blank pages count


def lacking(pages: int, multiple: int = SADDLE) -> int:
    """How many pages must be added to reach a multiple.

    For saddle stitching all four cover pages (表1–4) and blank pages are counted
    (https://nishioka.co.jp/ondemand/data_book01.html).

    Raises:
        ValueError: ``pages`` is negative or ``multiple`` is not positive.

    >>> lacking(10), lacking(12), lacking(1), lacking(7, 2)
    (2, 0, 3, 1)
    """
    if pages < 0 or multiple < 1:
        raise ValueError(f"{pages} pages in multiples of {multiple}")
    return -pages % multiple


def surplus(pages: int, multiple: int = SADDLE) -> int:
    """How many pages must be taken away to reach a multiple.

    >>> surplus(10), surplus(12)
    (2, 0)
    """
    return (multiple - lacking(pages, multiple)) % multiple
