"""Page counts that a binding needs."""

from __future__ import annotations

SADDLE = 4  # pages of a folded sheet; covers and blank pages count


def missing_pages(pages: int, multiple: int = SADDLE) -> int:
    """Number of pages to add to reach a multiple.

    For saddle stitching all four cover pages (表1–4) and blank pages are counted
    (https://nishioka.co.jp/ondemand/data_book01.html).

    Raises:
        ValueError: ``pages`` is negative or ``multiple`` is not positive.

    >>> missing_pages(10), missing_pages(12), missing_pages(1), missing_pages(7, 2)
    (2, 0, 3, 1)
    """
    if pages < 0 or multiple < 1:
        raise ValueError(f"{pages} pages in multiples of {multiple}")
    return -pages % multiple


def surplus_pages(pages: int, multiple: int = SADDLE) -> int:
    """Number of pages to remove to reach a multiple.

    >>> surplus_pages(10), surplus_pages(12)
    (2, 0)
    """
    return (multiple - missing_pages(pages, multiple)) % multiple
