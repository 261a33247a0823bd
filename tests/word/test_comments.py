"""Threads in a Word file stand at their words, in valid parts, and change no text."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from brochure.document.comments import CommentThread, ThreadComment
from brochure.document.tree import Document, NoteCall, Ruby, Strong
from brochure.document.walk import answer_paragraphs
from brochure.schema.layout import Layout
from brochure.word.baseline import Baseline
from brochure.word.origin import read_origin
from brochure.word.reader.model import WordReading
from brochure.word.reader.read import read_word_lines
from brochure.word.untrusted import open_word
from brochure.word.write import write_docx
from docx_reader import WordFile
from docx_validator import findings


def reading_of(data: bytes) -> WordReading:
    file = open_word(data, "x.docx")
    origin = read_origin(file)
    assert origin is not None
    return read_word_lines(file, origin.roles)


Write = Callable[..., bytes]


@pytest.fixture
def written(document: Document, layout: Layout, baseline: Baseline, root: Path) -> Write:
    """A function that writes the Word file with threads."""

    def write(*threads: CommentThread) -> bytes:
        return write_docx(document, layout, baseline=baseline, root=root, threads=threads)

    return write


def said(*texts: str) -> tuple[ThreadComment, ...]:
    return tuple(
        ThreadComment(f"人 {number}", "2026-11-20T10:00:00Z", text) for number, text in enumerate(texts)
    )


def test_threads_at_any_words_of_any_text_keep_all_texts(
    data: bytes,
    written: Write,
    document: Document,
    tmp_path: Path,
) -> None:
    origin = read_origin(open_word(data, "x.docx"))
    assert origin is not None
    places = {block.bookmark: block.address.partition("#")[0] for block in origin.blocks}
    before = reading_of(data)
    dice = random.Random(document.id)
    threads = []
    for line in before.lines:
        for mark in line.marks:
            whole = text_of(line.content)
            start = dice.randrange(len(whole) + 1)
            words = whole[start : start + dice.randrange(12)].strip()
            threads.append(CommentThread(places.get(mark, ""), words, said("問い", "答え\n二行目 <&>")))
    made = written(*threads)
    after = reading_of(made)
    assert [line.pieces for line in after.lines] == [line.pieces for line in before.lines]
    odd = [[[one.kind for one in line.odd] for line in file.lines] for file in (after, before)]
    assert odd[0] == odd[1]
    assert WordFile(made).lines() == WordFile(data).lines()
    assert len(after.comments) == 2 * len(threads)
    assert {one.text for one in after.comments.values()} == {"問い", "答え\n二行目 <&>"}
    assert {one.parent == "" for one in after.comments.values() if one.text == "問い"} == {True}
    assert findings(made, tmp_path) == []


def test_the_range_is_that_of_the_words(written: Write, document: Document) -> None:
    tried = 0
    plain = [
        p for p in answer_paragraphs(document) if not any(isinstance(x, NoteCall | Strong) for x in p.content)
    ]
    with_ruby = [p for p in plain if any(isinstance(piece, Ruby) for piece in p.content)]
    for paragraph in (*with_ruby, *plain[::5]):
        whole = text_of(paragraph.content)
        if len(whole) < 12:
            continue
        for words in (whole[:5], whole[3:9], whole[-5:], whole):
            if words != words.strip() or whole.count(words) > 1:
                continue
            made = reading_of(written(CommentThread(paragraph.at, words, said("問い"))))
            (found,) = made.comments.values()
            assert words in found.words  # links and ruby are not cut
            assert len(found.words) <= len(words) + len(max(map(text_of, zip(paragraph.content)), key=len))
            tried += 1
    assert tried > 2


def text_of(content: Sequence[object]) -> str:
    """The text of inline content as Word shows it, without readings."""
    return "".join(getattr(piece, "text", getattr(piece, "base", "")) for piece in content)


def test_words_that_are_elsewhere_now_take_the_thread_along(
    written: Write,
    document: Document,
) -> None:
    title = text_of(document.questions[1].title.content)
    made = reading_of(written(CommentThread("answers.about.99", title[2:6], said("問い"))))
    (line,) = (line for line in made.lines if line.comments)
    assert text_of(line.content) == title


@pytest.mark.parametrize("at", ["answers.relation.99.bullets.0", "nowhere", ""])
def test_a_thread_without_a_text_stands_near_it(
    at: str,
    written: Write,
    document: Document,
) -> None:
    made = reading_of(written(CommentThread(at, "", said("問い"))))
    (line,) = (line for line in made.lines if line.comments)
    text = "".join(getattr(piece, "text", "") for piece in line.content)
    assert (text == "".join(getattr(p, "text", "") for p in document.questions[1].title.content)) == (
        "." in at
    )


def test_the_same_threads_make_the_same_bytes(written: Write) -> None:
    thread = CommentThread("partner.name", "", said("問い", "答え"), resolved=True)
    assert written(thread) == written(thread)


def test_a_comment_without_author_and_date_is_valid(
    written: Write,
    tmp_path: Path,
) -> None:
    made = written(CommentThread("partner.name", "", (ThreadComment("", "", "問い"),)))
    assert findings(made, tmp_path) == []
    (found,) = reading_of(made).comments.values()
    assert (found.date, found.text) == ("", "問い")
