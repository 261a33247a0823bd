"""Comments of editors and the answers to them, as threads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThreadComment:
    """A comment or a reply. ``date`` is the local time as Word writes it; an unknown date is empty."""

    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class CommentThread:
    """A comment and the replies to it.

    Attributes:
        at: The address of the text that the comment is about.
        words: The words of this text that the comment is about; empty for the whole text.
        comments: The comment, and the replies in their order.
        resolved: Whether an editor marked the thread as resolved.
    """

    at: str
    words: str
    comments: tuple[ThreadComment, ...]
    resolved: bool = False
