"""The file format of comments (``comments/<name>.yaml``): threads of comments and answers.

``brochure revise --answer`` writes these files; the next Word file has their threads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document.comments import CommentThread, ThreadComment
from brochure.schema.base import (
    Strict,
    Unprinted,
    described,
    model_keys,
    sort_problems,
    validated_model,
)
from brochure.schema.yaml_reader import YamlText, parse_yaml

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")


class CommentDef(Strict):
    """A comment or a reply."""

    author: Unprinted | None = described("書いた人", "Who wrote it.", default=None)
    date: Unprinted | None = described(
        "書いた日時。例：2026-11-20T10:00:00Z", "When it was written.", default=None
    )
    text: Unprinted = described("コメントの文", "The words of the comment.")


class ThreadDef(Strict):
    """A comment with the replies to it."""

    at: Unprinted = described(
        "どの文へのコメントか。例：answers.about.0.bullets.1", "Address of the text that it is about."
    )
    words: Unprinted | None = described(
        "その文の中の、どの語へのコメントか", "The words of the text that it is about.", default=None
    )
    resolved: bool = described("解決済みか（true、false）", "Whether it is resolved.", default=False)
    comments: list[CommentDef] = described("コメントと返信", "The comment and the replies.", min_length=1)


class CommentData(Strict):
    """A file of comments."""

    threads: list[ThreadDef] = described("コメントのスレッド", "The threads.", default=[])


@dataclass(frozen=True, slots=True)
class CommentFile:
    """A file of comments without errors: its threads, and its YAML with locations."""

    threads: tuple[CommentThread, ...]
    source: YamlText


def validate_comments(raw: bytes, file: str) -> CommentFile:
    """Read and check a file of comments.

    Raises:
        BrochureError: All mistakes in the file, located.
    """
    source = parse_yaml(raw, file, model_keys(CommentData))
    data = validated_model(source, CommentData)
    if wrong := list(_wrong_dates(data, source)):
        raise BrochureError(sort_problems(wrong))
    return CommentFile(tuple(map(_thread, data.threads)), source)


def _wrong_dates(data: CommentData, source: YamlText) -> Iterator[Problem]:
    for index, thread in enumerate(data.threads):
        for number, one in enumerate(thread.comments):
            if one.date and not _DATE.fullmatch(one.date):
                place = source.locate(("threads", index, "comments", number, "date"))
                yield problem("D301", place, value=one.date)


def _thread(one: ThreadDef) -> CommentThread:
    comments = tuple(ThreadComment(c.author or "", c.date or "", c.text.rstrip("\n")) for c in one.comments)
    return CommentThread(one.at, one.words or "", comments, one.resolved)
