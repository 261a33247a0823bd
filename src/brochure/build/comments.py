"""Read the files of comments, and find threads whose text is gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from brochure.diagnostics.problem import Problem, problem
from brochure.document.comments import CommentThread
from brochure.document.tree import Document, MarkTable, plain_text
from brochure.document.walk import (
    document_blocks,
    document_codes,
    figure_pictures,
    printed_paragraphs,
)
from brochure.schema.comment_file import CommentFile, validate_comments
from brochure.storage.workspace import Workspace

FOLDER = "comments"  # files of comments on the texts of partners
BOOKLETS = f"{FOLDER}/booklets"  # files of comments on the own texts of booklets


def comments_path(where: Workspace, name: str) -> Path:
    """The file of the comments on a partner's texts, which need not exist."""
    return where.root / FOLDER / f"{name}.yaml"


def booklet_comments_path(where: Workspace, name: str) -> Path:
    """The file of the comments on a booklet's own texts, which need not exist."""
    return where.root / BOOKLETS / f"{name}.yaml"


def load_comments(where: Workspace, path: Path) -> CommentFile | None:
    """Read a file of comments; ``None`` if there is none.

    Raises:
        BrochureError: It cannot be read, or has mistakes.
    """
    if not os.path.lexists(path):
        return None
    return validate_comments(where.read(path), where.shown(path))


def stored_threads(where: Workspace, path: Path) -> tuple[CommentThread, ...]:
    """The threads in a file of comments; none if there is no such file.

    Raises:
        BrochureError: It cannot be read, or has mistakes.
    """
    found = load_comments(where, path)
    return found.threads if found else ()


def lost_threads(found: CommentFile, document: Document) -> Iterator[Problem]:
    """Yield a warning for each thread whose text the document does not have (D302)."""
    texts = dict(_texts(document))
    squeezed = ["".join(text.split()) for text in texts.values()]
    addresses = {*texts, *_addresses_without_text(document)}
    for index, thread in enumerate(found.threads):
        words = "".join(thread.words.split())
        is_there = thread.at.startswith("_") or any(
            at == thread.at or at.startswith(f"{thread.at}.") for at in addresses
        )
        if not is_there and not (words and any(words in text for text in squeezed)):
            place = found.source.locate(("threads", index, "at"))
            yield problem("D302", place, at=thread.at)


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the address and the text of each paragraph and note."""
    heading = document.heading
    others = (heading.kicker, *heading.readings, document.contact.heading, document.imprint)
    for paragraph in (*others, *printed_paragraphs(document)):
        yield paragraph.at, plain_text(paragraph.content, readings=False, calls=False)
    for note in document.notes:
        yield note.at, plain_text(note.body)


def _addresses_without_text(document: Document) -> Iterator[str]:
    """Yield the addresses of pictures, codes, marks and credit lines."""
    pictures = (document.heading.photo, document.heading.flag, *figure_pictures(document))
    for picture in pictures:
        if picture:
            yield from (picture.at, *([picture.credit.at] if picture.credit else []))
    yield from (code.at for code in document_codes(document))
    for block in document_blocks(document):
        if isinstance(block, MarkTable):
            for topic in (topic for band in block.bands for topic in band):
                yield from (topic.at, f"{topic.at}.code")
