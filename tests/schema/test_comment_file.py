"""The file of comments: its values, and its mistakes with their places."""

from __future__ import annotations

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.document.comments import CommentThread, ThreadComment
from brochure.schema.comment_file import validate_comments

FILE = "comments/x.yaml"
GOOD = """# メモ
threads:
  - at: answers.about.0
    words: 語
    resolved: true
    comments:
      - author: 甲
        date: 2026-11-20T10:00:00Z
        text: |
          一行目
          二行目
      - text: 返信
  - at: partner.name
    comments:
      - {author: 乙, text: 名}
"""


def test_threads_are_read_in_their_order() -> None:
    assert validate_comments(GOOD.encode(), FILE).threads == (
        CommentThread(
            "answers.about.0",
            "語",
            (ThreadComment("甲", "2026-11-20T10:00:00Z", "一行目\n二行目"), ThreadComment("", "", "返信")),
            resolved=True,
        ),
        CommentThread("partner.name", "", (ThreadComment("乙", "", "名"),)),
    )


@pytest.mark.parametrize("text", ["threads:\n", "threads: []\n"])
def test_an_empty_list_has_no_threads(text: str) -> None:
    assert validate_comments(text.encode(), FILE).threads == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("words: 語", "wrods: 語", "P101", 4),
        ("  - at: partner.name\n", "  - words: x\n", "P102", 13),
        ("resolved: true", "resolved: たぶん", "P103", 5),
        ("2026-11-20T10:00:00Z", "11月20日", "D301", 8),
        ("2026-11-20T10:00:00Z", "2026-11-20 10時", "D301", 8),
        ("text: 返信", "text: ' '", "P105", 12),
        ("      - {author: 乙, text: 名}\n", "      []\n", "P110", 15),
        ("threads:", "thread:", "P101", 2),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, code: str, line: int) -> None:
    assert old in GOOD
    with pytest.raises(BrochureError) as raised:
        validate_comments(GOOD.replace(old, new).encode(), FILE)
    found = raised.value.problems[0]
    assert found.location
    assert (found.code, found.location.file, found.location.line) == (code, FILE, line)
