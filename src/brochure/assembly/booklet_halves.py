"""Partners of half a page: which of them share a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from brochure.document.book import Chapter, Depth, Half
from brochure.document.printed_words import PrintedWords


def pair_halves(
    chapters: Sequence[Chapter], words: PrintedWords, *, apart: Collection[str] = ()
) -> tuple[Chapter, ...]:
    """Give partners of depth ``half`` their halves: of two neighbours, the first stands above the second.

    A single one stands above, and the lower half of its page stays empty. Those in ``apart`` begin a page,
    because the opener of their region stands before them.
    """
    paired: list[Chapter] = []
    for chapter in chapters:
        if chapter.depth is not Depth.HALF:
            paired.append(chapter)
        elif paired and paired[-1].half is Half.UPPER and chapter.document.id not in apart:
            both = (paired[-1].document.title, chapter.document.title)
            paired[-1] = replace(paired[-1], shared_head=words["text.between_names"].join(both))
            paired.append(replace(chapter, half=Half.LOWER))
        else:
            paired.append(replace(chapter, half=Half.UPPER))
    return tuple(paired)
