"""Edits of a picture that stays in its place: another image, another size, cropping, rotation.

The profile names the image, and the layout decides its size. Pictures are found again by their alternative
texts; one that two pictures have says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brochure.diagnostics.problem import problem
from brochure.revision.change import UnresolvedEdit
from brochure.word.reader.model import WordLine, WordPicture, WordReading

_RESIZED = 0.1  # share of a side; programs round sizes


def picture_edits(old: WordReading, new: WordReading) -> Iterator[UnresolvedEdit]:
    """Yield the edits of pictures that are in both files."""
    was, now = _pictures(old.lines), _pictures(new.lines)
    both = [(was[alt], picture) for alt, picture in now.items() if alt in was]
    yield from _replaced(both)
    for before, after in both:
        kinds = sorted(after.looks - before.looks)
        kinds += ["picture size"] if _is_resized(before.size, after.size) else []
        kinds += ["lost image"] if before.shows and not after.shows else []
        for kind in kinds:
            reason = problem("D251", kind=kind, words=after.alt)
            yield UnresolvedEdit("", "", before.alt, after.alt, reason)


def _replaced(both: Sequence[tuple[WordPicture, WordPicture]]) -> Iterator[UnresolvedEdit]:
    """The pictures that show the image of another picture of the file.

    Programs give images other names and write them again, so two pictures are compared that had different
    images and now have one.
    """
    sharing: dict[str, list[WordPicture]] = {}
    for before, after in both:
        if before.shows and after.shows:
            sharing.setdefault(after.shows, []).append(before)
    for image, pictures in sharing.items():
        if len({one.shows for one in pictures}) > 1:
            for one in pictures:
                if one.shows != image:
                    yield UnresolvedEdit("", "", one.alt, one.alt, problem("D250", words=one.alt))


def _is_resized(before: tuple[int, int], after: tuple[int, int]) -> bool:
    sides = zip(before, after, strict=True)
    return all((*before, *after)) and any(abs(now - was) > was * _RESIZED for was, now in sides)


def _pictures(lines: Sequence[WordLine]) -> dict[str, WordPicture]:
    """The pictures by their alternative texts, without texts that two pictures have."""
    found: dict[str, WordPicture] = {}
    twice: set[str] = set()
    for piece in (piece for line in lines for piece in line.pieces if isinstance(piece, WordPicture)):
        if piece.alt:
            twice |= {piece.alt} & found.keys()
            found[piece.alt] = piece
    return {alt: picture for alt, picture in found.items() if alt not in twice}
