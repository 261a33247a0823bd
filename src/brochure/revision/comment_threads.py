"""Threads of comments in edited Word files, with the answers to them, and the file that stores them.

A thread of a Word file and a stored thread are the same if they begin with the same comment. What only one of
them has is added to the other, so answers stay when an older Word file is read again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.comments import CommentThread, ThreadComment
from brochure.revision import merge3
from brochure.revision.change import EditorComment
from brochure.revision.review import Review
from brochure.revision.yaml_edit import edit
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.schema.comment_file import validate_comments
from brochure.schema.profile import address_path
from brochure.schema.yaml_reader import Data
from brochure.storage import atomic
from brochure.word.reader.model import WordComment

_NEW_FILE = """\
# Wordファイルのコメントと、その答えです。次に作るWordファイルに、コメントのスレッドとして入ります。
# brochure revise --answer が書きます。要らなくなったスレッドは、消して構いません。

threads: []
"""
_UNSTORABLE = ("Cc", "Cs", "Cn")  # controls, halves of characters, unassigned
_UNKNOWN_AUTHORS = ("", "?", "Author", "作成者", "Unknown Author", "不明な作成者")


@dataclass(frozen=True, slots=True)
class ReviewThread:
    """A thread as the review lists it.

    Attributes:
        number: Its number in the list, from 1.
        review: The index of its review.
        sources: The Word files that have it.
        sent_at: The address of its text when the file was sent.
        thread: The thread: what the Word files and the stored thread have.
        stored: Its index in the file of comments; -1 if it is not there.
    """

    number: int
    review: int
    sources: tuple[str, ...]
    sent_at: str
    thread: CommentThread
    stored: int = -1


@dataclass(frozen=True, slots=True)
class StoredComments:
    """The new text of a file of comments.

    Attributes:
        path, shown: The file, and its name in messages.
        read: Its content when it was read; None if there was no file.
        text: The new text.
    """

    path: Path
    shown: str
    read: bytes | None
    text: str


@dataclass(frozen=True, slots=True)
class ThreadWishes:
    """What is done with threads.

    Attributes:
        answers: Answers by the number of the thread, in the order in which they were given.
        author, date: Who answers, and when.
        keeps: Whether new replies to stored threads are stored.
        drops: Whether resolved threads are removed.
    """

    answers: Sequence[tuple[int, str]] = ()
    author: str = ""
    date: str = ""
    keeps: bool = False
    drops: bool = False


def list_threads(reviews: Sequence[Review]) -> list[ReviewThread]:
    """Return the threads of all reviews, numbered in their order."""
    found: list[ReviewThread] = []
    for place, review in enumerate(reviews):
        own: list[ReviewThread] = []
        for source, sent_at, came in _threads_of(review):
            same = (i for i, one in enumerate(own) if source not in one.sources)  # a file has a thread once
            index = next((i for i in same if _is_same(own[i].thread, came)), None)
            if index is None:
                own.append(ReviewThread(0, place, (source,), sent_at, came))
                continue
            known = own[index]
            joined = _joined(known.thread, came)
            own[index] = replace(known, sources=(*known.sources, source), thread=joined)
        found += _with_stored(own, review.stored)
    return [replace(one, number=number) for number, one in enumerate(found, 1)]


def _with_stored(listed: Sequence[ReviewThread], stored: Sequence[CommentThread]) -> list[ReviewThread]:
    """The threads joined with the stored ones; those at the same text are matched first."""
    made = [*listed]
    free = set(range(len(stored)))
    for is_same_place in (True, False):
        for place, one in enumerate(made):
            if one.stored >= 0:
                continue
            for index in sorted(free):
                is_near = stored[index].at == one.thread.at or not is_same_place
                if is_near and _is_same(stored[index], one.thread):
                    made[place] = replace(one, thread=_joined(stored[index], one.thread), stored=index)
                    free.remove(index)
                    break
    return made


def _threads_of(review: Review) -> Iterator[tuple[str, str, CommentThread]]:
    """Yield the threads of each Word file: the file, the address in the sent YAML, the thread."""
    groups: dict[tuple[str, str], list[EditorComment]] = {}
    for source, one in review.comments:
        groups.setdefault((source, one.comment.parent or one.key), []).append(one)
    for (source, key), comments in groups.items():
        ordered = sorted(comments, key=lambda one: one.key != key)  # the first comment, then the replies
        first = ordered[0]
        yield (
            source,
            first.address,
            CommentThread(
                _current_address(review, source, first.address),
                first.comment.words,
                _in_order([_storable(c.comment) for c in ordered]),
                first.comment.done,
            ),
        )


def _storable(comment: WordComment) -> ThreadComment:
    return ThreadComment(_one_line(comment.author), comment.date, _plain(comment.text))


def _one_line(name: str) -> str:
    return " ".join(_plain(name).split())


def _plain(text: str) -> str:
    """A text without characters that a YAML or Word file cannot hold."""
    lines = "\n".join(text.splitlines())
    return "".join(one for one in lines if one in "\n\t" or unicodedata.category(one) not in _UNSTORABLE)


def _current_address(review: Review, source: str, address: str) -> str:
    """The address in the current YAML; unchanged if its place is not known."""
    if not address:  # the text with the comment was deleted, or is a note or a running head
        return "title" if review.is_booklet else "partner.name"
    base = next(one.bases[r.profile] for one, r in review.parts if one.shown == source)
    steps = address_path(address)
    tracker = merge3.PathTracker(base, review.now)
    for length in range(len(steps), 2, -1):  # a topic is no path of the YAML
        path = tracker.current_path(steps[:length])
        if path is not None:
            return ".".join(map(str, (*path, *steps[length:])))
    return address


def _in_order(comments: Sequence[ThreadComment]) -> tuple[ThreadComment, ...]:
    """The first comment, then the replies by date; one without a date stays behind the one before it."""
    dates: list[str] = []
    for one in comments:
        dates.append(one.date[:19] or (dates[-1] if dates else ""))
    rest = sorted(range(1, len(comments)), key=lambda index: dates[index])
    return (*comments[:1], *(comments[index] for index in rest))


def _is_same(one: CommentThread, other: CommentThread) -> bool:
    """Whether two threads begin with the same comment: at the same text that day, or at the same minute."""
    first, second = one.comments[0], other.comments[0]
    if not _is_same_comment(first, second):
        return False
    if not (first.date and second.date):
        return one.at == other.at
    length = len("2026-11-20" if one.at == other.at else "2026-11-20T10:00")
    return first.date[:length] == second.date[:length]


def _is_same_comment(one: ThreadComment, other: ThreadComment) -> bool:
    unknown = one.author in _UNKNOWN_AUTHORS or other.author in _UNKNOWN_AUTHORS
    return one.text.split() == other.text.split() and (unknown or one.author == other.author)


def _joined(stored: CommentThread, came: CommentThread) -> CommentThread:
    """A thread with the comments of both; resolved if the Word file says so."""
    fresh = [one for one in came.comments if not any(_is_same_comment(one, c) for c in stored.comments)]
    words = stored.words or came.words
    return CommentThread(
        came.at, words, _in_order([*stored.comments, *fresh]), resolved=came.resolved or stored.resolved
    )


# --- the file of comments -----------------------------------------------------------------------


def answer_threads(reviews: Sequence[Review], wishes: ThreadWishes) -> list[StoredComments]:
    """Return the new texts of the files of comments; no file is written.

    Raises:
        BrochureError: An answer is empty (D226), or there is no thread with its number (D225).
    """
    listed = list_threads(reviews)
    known = {one.number: one for one in listed}
    problems = [problem("D226", number=number) for number, text in wishes.answers if not _plain(text).strip()]
    problems += [
        problem("D225", number=number, known=len(listed))
        for number, _ in wishes.answers
        if number not in known
    ]
    if problems:
        raise BrochureError(problems)
    made = (
        _stored_comments(review, [one for one in listed if one.review == place], wishes)
        for place, review in enumerate(reviews)
    )
    return [one for one in made if one is not None]


def _stored_comments(
    review: Review, listed: Sequence[ReviewThread], wishes: ThreadWishes
) -> StoredComments | None:
    """The new text of the file of comments of a profile or booklet; None if it stays as it is."""
    threads: list[CommentThread | None] = [*review.stored]
    for one in listed:
        said = [_plain(text).strip() for number, text in wishes.answers if number == one.number]
        thread = _answered(one.thread, said, wishes)
        if one.stored >= 0 and (said or wishes.keeps):
            threads[one.stored] = thread
        elif one.stored < 0 and said:
            threads.append(thread)
    kept = [one for one in threads if one is not None and not (wishes.drops and one.resolved)]
    if kept == [*review.stored]:
        return None
    read = review.comments_read
    source = validate_comments(read or _NEW_FILE.encode(), review.comments_shown).source
    new = apply_edits(source, [edit.Put(("threads",), [_yaml_of_thread(one) for one in kept])])
    return StoredComments(review.comments_path, review.comments_shown, read, new)


def _answered(thread: CommentThread, said: Sequence[str], wishes: ThreadWishes) -> CommentThread:
    """The thread with answers; one that it ends with already is not added again."""
    comments = [*thread.comments]
    for text in said:
        answer = ThreadComment(_one_line(wishes.author), wishes.date, text)
        if not any(_is_same_comment(answer, one) for one in comments[1:]):
            comments.append(answer)
    return replace(thread, comments=tuple(comments), resolved=thread.resolved and not said)


def _yaml_of_thread(thread: CommentThread) -> Data:
    made: dict[str, Data] = {"at": thread.at}
    if thread.words:
        made["words"] = thread.words
    if thread.resolved:
        made["resolved"] = "true"
    made["comments"] = [_yaml_of_comment(one) for one in thread.comments]
    return made


def _yaml_of_comment(one: ThreadComment) -> Data:
    facts = {"author": one.author, "date": one.date, "text": one.text or "—"}
    return {key: value for key, value in facts.items() if value}


def write_comments(found: Sequence[StoredComments]) -> None:
    """Write files of comments, all or none.

    Raises:
        BrochureError: Another program saved a file after it was read (F121), or it cannot be written (F106).
    """
    atomic.replace_files(
        {one.path: one.text.encode() for one in found}, {one.path: one.read for one in found}
    )
