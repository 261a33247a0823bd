"""Print threads of comments in the three forms of the report: lines for a terminal, JSON, HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from brochure.diagnostics.text_files import Lang
from brochure.diagnostics.visible import show_controls
from brochure.document.comments import ThreadComment
from brochure.revision.comment_threads import ReviewThread
from brochure.revision.place_names import place_in_words
from brochure.schema.yaml_reader import Data

Styled = tuple[str, str]
_LONGEST = 40  # characters that are shown of the words of a thread


def thread_lines(
    one: ReviewThread, series: Data, words: Mapping[str, str], lang: Lang
) -> Iterator[list[Styled]]:
    """Yield a thread as styled lines: its number and place, the comment, the replies."""
    first, *replies = one.thread.comments
    key = "comment done" if one.thread.resolved else "comment"
    place = place_in_words(one.sent_at, series, lang)
    who = _author(first, words)
    yield [
        ("state", f"[{words[key]} {one.number}] "),
        ("place", words["comma"].join(one.sources)),
        ("", f"  {place}" if place else ""),
        ("dim", f"  {one.sent_at}" if place != one.sent_at else ""),
        ("dim", words["facts"].format(facts=who) if who else ""),
    ]
    if about := _about(one, words):
        yield [("dim", f"    {about}")]
    for text in show_controls(first.text).splitlines():
        yield [("", f"    {text}")]
    for reply in replies:
        told = words["reply"].format(who=_author(reply, words) or "—", text=show_controls(reply.text))
        for text in told.splitlines():
            yield [("", f"      {text}")]


def _about(one: ReviewThread, words: Mapping[str, str]) -> str:
    """The words that a thread is about, long ones shortened; empty if it is about the whole text."""
    about = show_controls(one.thread.words)
    short = about if len(about) <= _LONGEST else f"{about[:_LONGEST]}…"
    return words["comment on"].format(words=short) if about else ""


def _author(comment: ThreadComment, words: Mapping[str, str]) -> str:
    """The author and the day of a comment, as far as they are known."""
    return words["comma"].join(part for part in (show_controls(comment.author), comment.date[:10]) if part)


def thread_json(one: ReviewThread) -> dict[str, Any]:
    """A thread for JSON."""
    first, *replies = map(_comment_json, one.thread.comments)
    return {
        "number": one.number,
        "source": one.sources[0],
        "address": one.sent_at,
        "words": show_controls(one.thread.words),
        **first,
        "done": one.thread.resolved,
        "replies": replies,
    }


def _comment_json(comment: ThreadComment) -> dict[str, str]:
    return {
        "author": show_controls(comment.author),
        "date": comment.date,
        "text": show_controls(comment.text),
    }


def thread_html(one: ReviewThread, series: Data, words: Mapping[str, str], lang: Lang) -> str:
    """A thread as a box of the HTML page; replies are a list."""
    first, *replies = one.thread.comments
    key = "comment done" if one.thread.resolved else "comment"
    place = place_in_words(one.sent_at, series, lang)
    about = "".join(f"<br>{escape(told)}" for told in [_about(one, words)] if told)
    answers = "".join(
        f'<li><span class="who">{escape(_author(reply, words))}</span><br>{escape(show_controls(reply.text))}'
        "</li>"
        for reply in replies
    )
    return (
        f'<div class="comment"><div class="who">{escape(words[key])} {one.number} '
        f"{escape(_author(first, words))} {escape(place)} <code>{escape(one.sent_at)}</code>{about}</div>"
        f"{escape(show_controls(first.text))}{f'<ul>{answers}</ul>' if answers else ''}</div>"
    )
