"""Comments are read with their replies, in every shape in which programs write threads."""

from __future__ import annotations

import pytest

from brochure.word.reader.comments import read_comments
from brochure.word.untrusted import OpenedWord

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
_APP = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">{}</Properties>'


def opened(body: str, comments: str, extended: str | None = None, program: str = "") -> OpenedWord:
    parts = {
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/comments.xml": f"<w:comments {_SPACES}>{comments}</w:comments>",
        "docProps/app.xml": _APP.format(f"<Application>{program}</Application>"),
    }
    if extended is not None:
        parts["word/commentsExtended.xml"] = f"<w15:commentsEx {_SPACES}>{extended}</w15:commentsEx>"
    return OpenedWord("x.docx", {name: text.encode() for name, text in parts.items()})


def comment(key: int, text: str, day: int = 0, more: str = "", lines: int = 1) -> str:
    before = "<w:p><w:r><w:t>前</w:t></w:r></w:p>" * (lines - 1)
    date = f'w:date="2026-11-{day or 10 + key}T10:00:00Z"'
    last = f'<w:p w14:paraId="0000000{key}"><w:r><w:t>{text}</w:t></w:r></w:p>'
    return f'<w:comment w:id="{key}" w:author="人" {date} {more}>{before}{last}</w:comment>'


def marked(key: int, words: str) -> str:
    run = f"<w:r><w:t>{words}</w:t></w:r>" if words else ""
    return f'<w:commentRangeStart w:id="{key}"/>{run}<w:commentRangeEnd w:id="{key}"/>{reference(key)}'


def reference(key: int) -> str:
    return f'<w:r><w:commentReference w:id="{key}"/></w:r>'


def text(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def extended(*facts: tuple[int, int | None, bool]) -> str:
    return "".join(
        f'<w15:commentEx w15:paraId="0000000{key}"'
        + (f' w15:paraIdParent="0000000{parent}"' if parent else "")
        + f' w15:done="{int(done)}"/>'
        for key, parent, done in facts
    )


def parents(file: OpenedWord) -> dict[str, str]:
    return {key: one.parent for key, one in read_comments(file, "word").items()}


def test_a_thread_of_word_has_one_first_comment_however_deep_its_replies_are() -> None:
    said = "".join(comment(key, "x", lines=key) for key in range(1, 5))
    facts = extended((1, None, True), (2, 1, False), (3, 2, False), (4, None, False))
    file = opened(f"<w:p>{''.join(map(reference, range(1, 5)))}</w:p>", said, facts)
    assert parents(file) == {"1": "", "2": "1", "3": "1", "4": ""}
    assert [one.done for one in read_comments(file, "word").values()] == [True, False, False, False]


def test_replies_in_a_circle_are_read() -> None:
    said = comment(1, "x") + comment(2, "y")
    file = opened(f"<w:p>{reference(1)}{reference(2)}</w:p>", said, extended((1, 2, False), (2, 1, False)))
    assert set(parents(file)) == {"1", "2"}


def test_facts_at_the_comment_itself_are_read() -> None:
    said = comment(1, "x", more='w15:done="1"') + comment(2, "y", more='w15:paraIdParent="00000001"')
    file = opened(f"<w:p>{reference(1)}{text('語')}{reference(2)}</w:p>", said)
    assert parents(file) == {"1": "", "2": "1"}
    assert read_comments(file, "word")["1"].done


@pytest.mark.parametrize("program", ["", "LibreOffice/7.4.7.2$Linux"])
def test_comments_that_stand_together_are_a_thread_by_date(program: str) -> None:
    said = comment(1, "三", 15) + comment(2, "二", 14) + comment(3, "一", 13) + comment(4, "別", 12)
    body = f"<w:p>{text('甲')}{reference(1)}{reference(2)}{reference(3)}{text('乙')}{reference(4)}</w:p>"
    facts = extended((3, None, True)) if program else None  # LibreOffice writes the resolved ones only
    assert parents(opened(body, said, facts, program)) == {"1": "3", "2": "3", "3": "", "4": ""}


def test_comments_on_other_words_are_other_threads() -> None:
    said = comment(1, "一") + comment(2, "二") + comment(3, "三")
    body = f"<w:p>{marked(1, '甲')}{marked(2, '')}</w:p><w:p>{marked(3, '丙')}</w:p>"
    assert parents(opened(body, said)) == {"1": "", "2": "1", "3": ""}


def test_the_quotation_before_a_reply_of_libreoffice_is_left_out() -> None:
    reply = 'Reply to 人 (11/29/2026, 20:26): "一"</w:t></w:r></w:p><w:p><w:r><w:t>はい'
    file = opened(f"<w:p>{reference(1)}{reference(2)}</w:p>", comment(1, "一") + comment(2, reply))
    assert read_comments(file, "word")["2"].text == "はい"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f"<w:p>{text('前')}{marked(1, '語')}{text('後')}</w:p>", "語"),
        (
            f'<w:p><w:commentRangeStart w:id="1"/>{text("一行目")}</w:p>'
            f'<w:p>{text("二行目")}<w:commentRangeEnd w:id="1"/>{reference(1)}</w:p>',
            "二行目",
        ),
        (
            '<w:p><w:commentRangeStart w:id="1"/><w:r><w:ruby><w:rt><w:r><w:t>ごご</w:t></w:r></w:rt>'
            f"<w:rubyBase>{text('語')}</w:rubyBase></w:ruby></w:r>"
            f'<w:commentRangeEnd w:id="1"/>{reference(1)}</w:p>',
            "語",
        ),
        (f"<w:p>{marked(1, '長' * 300)}</w:p>", ""),
        (f"<w:p>{text('前')}{reference(1)}</w:p>", ""),
    ],
)
def test_the_words_of_a_comment_are_those_of_its_range(body: str, words: str) -> None:
    assert read_comments(opened(body, comment(1, "x")), "word")["1"].words == words


def test_many_ranges_take_no_long_time() -> None:
    count = 20_000
    starts = "".join(f'<w:commentRangeStart w:id="{key}"/>' for key in range(count))
    lines = f"<w:p>{text('語')}</w:p>" * count
    assert read_comments(opened(f"<w:p>{starts}</w:p>{lines}", comment(1, "x")), "word")["1"].text == "x"
