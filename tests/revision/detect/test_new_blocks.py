"""Answers typed below a question without one, or over the words that say so, come back in every form."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from brochure.document.tree import Text
from brochure.revision.change import ChangeKind
from brochure.revision.detect.alignment import CompareInput
from brochure.revision.detect.changes import detect_changes
from brochure.revision.text_units import compare_lines
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.revision.yaml_edit.edit import Put
from brochure.schema import yaml_reader
from brochure.schema.yaml_reader import Data, parse_yaml
from brochure.word.baseline import AnchoredParagraph
from brochure.word.reader.model import BookmarkStart, WordLine, WordReading
from cli_result import Run
from docx_reader import NAMES as PREFIXES
from docx_reader import W
from typed_answers import add_line, edited_body, paragraphs_with, set_style, type_over, words_of
from workspaces import REPO

NONE = "回答なし"  # in a cell
NOT_YET = "調査の回答はまだありません（2026年11月現在）。"
QUESTIONS = ("about", "relation", "support", "collaboration")
NAMES = sorted(path.stem for path in (REPO / "profiles").glob("[a-z]*.yaml"))

KINDS: dict[str, tuple[Callable[[Any], object], list[Data]]] = {
    "text": (lambda line: type_over(line, "港があります。"), [{"paragraph": "港があります。"}]),
    "tick": (lambda line: type_over(line, "○"), [{"paragraph": "○"}]),
    "strong sign": (lambda line: type_over(line, "2 * 3 です"), [{"paragraph": "2 * 3 です"}]),
    "bullet": (
        lambda line: (set_style(line, "Bullet"), type_over(line, "一つ目"), add_line(line, "二つ目")),
        [{"bullets": ["一つ目", "二つ目"]}],
    ),
    "remark": (
        lambda line: (set_style(line, "Remark"), type_over(line, "架空の断り")),
        [{"remark": "架空の断り"}],
    ),
    "two lines": (
        lambda line: (type_over(line, "一行目"), add_line(line, "二行目")),
        [{"paragraph": "一行目"}, {"paragraph": "二行目"}],
    ),
    "text, then bullets": (
        lambda line: (type_over(line, "つぎの二つ"), add_line(add_line(line, "甲", "Bullet"), "乙")),
        [{"paragraph": "つぎの二つ"}, {"bullets": ["甲", "乙"]}],
    ),
    "bullets below the words, which stay": (
        lambda line: add_line(line, "下に書いた答え", "Bullet"),
        [{"bullets": ["下に書いた答え"]}],
    ),
}

BELOW: list[tuple[Callable[[Any], object], list[Data]]] = [  # written below the line of a question
    (lambda line: add_line(line, "港があります。"), [{"paragraph": "港があります。"}]),
    (lambda line: add_line(line, "○", "Text"), [{"paragraph": "○"}]),
    (
        lambda line: add_line(add_line(line, "一つ目", "Bullet"), "二つ目"),
        [{"bullets": ["一つ目", "二つ目"]}],
    ),
    (lambda line: add_line(line, "架空の断り", "Remark"), [{"remark": "架空の断り"}]),
    (
        lambda line: add_line(add_line(line, "一行目"), "二行目", "Text"),
        [{"paragraph": "一行目"}, {"paragraph": "二行目"}],
    ),
    (
        lambda line: add_line(add_line(line, "つぎの二つ", "Text"), "甲", "Bullet"),
        [{"paragraph": "つぎの二つ"}, {"bullets": ["甲"]}],
    ),
]


@pytest.fixture
def partners(fresh: Path) -> Path:
    """The fresh workspace with all partners."""
    for path in (REPO / "profiles").glob("*.yaml"):
        shutil.copy(path, fresh / "profiles" / path.name)
    return fresh


def unanswered(partners: Path, name: str, answers: Data) -> Path:
    """The profile of a partner with these answers only."""
    path = partners / "profiles" / f"{name}.yaml"
    source = parse_yaml(path.read_bytes(), path.name)
    path.write_text(apply_edits(source, [Put(("answers",), answers)]), "utf-8")
    return path


def alone(partners: Path) -> Path:
    """The profile of アユシュ省 with one question that has no answer."""
    return unanswered(partners, "ayush", {key: [{"paragraph": "答え"}] for key in QUESTIONS[:-1]})


def style_of(paragraph: Any) -> str:
    found = paragraph.find("w:pPr/w:pStyle", PREFIXES)
    return "" if found is None else str(found.get(f"{W}val"))


def answers_of(path: Path) -> Any:
    data = parse_yaml(path.read_bytes(), path.name).data
    assert isinstance(data, dict)
    return data["answers"]


@pytest.mark.parametrize("name", NAMES)
def test_answers_below_their_questions_come_back_for_every_partner(
    name: str, run: Run, partners: Path
) -> None:
    path = unanswered(partners, name, {})
    start = NAMES.index(name)
    chosen = [BELOW[(start + number) % len(BELOW)] for number in range(4)]
    assert run("build", name, "--format", "docx").code == 0

    def change(root: Any) -> None:
        lines = [one for one in root.iter(f"{W}p") if style_of(one) == "Unanswered"]
        assert words_of(lines[-1]) == NOT_YET
        for line, (typed, _) in zip(lines[:-1], chosen, strict=True):
            typed(line)

    edited = edited_body(partners / "output" / f"{name}.docx", change)
    ran = run("revise", str(edited), "--write")
    assert "D201" in ran.out if ran.code else True, ran.out
    assert answers_of(path) == dict(zip(QUESTIONS, (blocks for _, blocks in chosen), strict=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_typed_over_the_words_come_back_in_every_form(
    question: str, kind: str, run: Run, partners: Path
) -> None:
    others: Data = {key: [{"paragraph": "ほかの答え"}] for key in QUESTIONS if key != question}
    path = unanswered(partners, "ayush", others)
    typed, blocks = KINDS[kind]
    assert run("build", "ayush", "--format", "docx").code == 0

    def change(root: Any) -> None:
        typed(paragraphs_with(root, NOT_YET)[0])

    edited = edited_body(partners / "output" / "ayush.docx", change)
    ran = run("revise", str(edited), "--write")
    assert ran.code == 0, ran.out
    assert answers_of(path)[question] == blocks
    again = run("revise", str(edited), "--write")
    assert (again.code, again.err) == (0, "All edits are in the profile already.\n")


def test_words_typed_over_those_of_several_questions_are_asked(run: Run, partners: Path) -> None:
    path = unanswered(partners, "ayush", {"about": [{"paragraph": "答え"}]})
    before = path.read_bytes()
    assert run("build", "ayush", "--format", "docx").code == 0
    edited = edited_body(
        partners / "output" / "ayush.docx", lambda root: type_over(paragraphs_with(root, NOT_YET)[0], "はい")
    )
    ran = run("revise", str(edited), "--write")
    assert (ran.code, "D249" in ran.out, "3 questions" in ran.out) == (1, True, True)
    assert path.read_bytes() == before


def test_the_words_that_an_answer_replaces_are_shown(run: Run, partners: Path) -> None:
    alone(partners)
    assert run("build", "ayush", "--format", "docx").code == 0

    def change(root: Any) -> None:
        type_over(paragraphs_with(root, NOT_YET)[0], "はい")

    edited = edited_body(partners / "output" / "ayush.docx", change)
    assert "{+はい+}" in run("revise", str(edited)).out


@pytest.mark.parametrize(
    ("style", "words", "code"), [("Bullet", NOT_YET, "D234"), ("CalloutText", "囲みの文", "D234")]
)
def test_a_style_that_gives_no_form_is_told(
    style: str, words: str, code: str, run: Run, partners: Path
) -> None:
    alone(partners)
    assert run("build", "ayush", "--format", "docx").code == 0

    def change(root: Any) -> None:
        line = paragraphs_with(root, NOT_YET)[0]
        set_style(line, style)
        type_over(line, words)

    ran = run("revise", str(edited_body(partners / "output" / "ayush.docx", change)))
    assert ran.code == 1
    assert code in ran.out


def test_a_deleted_no_answer_is_told_and_gives_no_answer(run: Run, partners: Path) -> None:
    alone(partners)
    assert run("build", "ayush", "--format", "docx").code == 0
    before = (partners / "profiles" / "ayush.yaml").read_bytes()
    edited = edited_body(
        partners / "output" / "ayush.docx", lambda root: type_over(paragraphs_with(root, NOT_YET)[0], "")
    )
    ran = run("revise", str(edited), "--write")
    assert (ran.code, "D201" in ran.out) == (1, True)
    assert (partners / "profiles" / "ayush.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "now"),
    [
        ("2020年5月1日", {"field": "website", "date": "2020-05-01"}),
        ("2020年", {"field": "website", "date": "2020"}),
        ("2020年ごろ", {"field": "website", "text": "2020年ごろ"}),
        ("https://example.jp/", {"field": "website", "text": "https://example.jp/"}),
    ],
)
def test_a_fact_that_was_not_answered_is_a_date_or_a_text(
    typed: str, now: Data, run: Run, partners: Path
) -> None:
    assert run("build", "ayush", "--format", "docx").code == 0

    def change(root: Any) -> None:
        cell = next(cell for cell in root.iter(f"{W}tc") if words_of(cell) == NONE)
        type_over(cell.find(f"{W}p"), typed)

    edited = edited_body(partners / "output" / "ayush.docx", change)
    assert run("revise", str(edited), "--write").code == 0
    assert answers_of(partners / "profiles" / "ayush.yaml")["about"][1]["rows"][1] == now


# --- new lines of a booklet's own texts, and moved lines whose new place has none for them ---

BOOKLET = """\
foreword:
  title: はじめに
  text: |
    一つめの段落です。

    二つめの段落です。
"""
PROFILE = """\
answers:
  about:
    - bullets:
        - 一つめの文です。
        - 二つめの文です。
    - facts: mou
      rows:
        - label: 署名者
          text: 架空の人
"""
ROLES = {"s": "section_text", "b": "bullet", "l": "fact_label", "f": "fact_text", "h": "heading"}
Entry = tuple[str, str, str]  # address, or nothing for a new line; style; words


def line(entry: Entry, cell: tuple[int, int, int] | None = None) -> WordLine:
    address, style, words = entry
    mark = (BookmarkStart(AnchoredParagraph(address, style, "").bookmark),) if address else ()
    return WordLine("body", cell, style, (*mark, Text(words)))


def inputs(
    profile: str, base: str, old: Sequence[WordLine], new: Sequence[WordLine], *known: str
) -> CompareInput:
    compared = compare_lines(old, new)
    blocks = [AnchoredParagraph(address, "", "") for address in known]
    tables = ((2,),)
    return CompareInput(
        profile=profile,
        base=yaml_reader.parse_yaml(base.encode(), "sample.yaml"),
        series=yaml_reader.parse_yaml(b"questions:\n  about: q\n", "_series.yaml"),
        units=compared.units,
        gone=compared.gone,
        blocks={block.bookmark: block for block in blocks},
        roles=ROLES,
        old=WordReading(tuple(old), {}, (), {}, tables),
        new=WordReading(tuple(new), {}, (), {}, tables),
    )


FOREWORD: list[Entry] = [
    ("foreword.title", "h", "はじめに"),
    ("foreword.text", "s", "一つめの段落です。"),
    ("foreword.text#2", "s", "二つめの段落です。"),
]


def foreword(*lines: Entry) -> str:
    """The text of the foreword that comes of these lines."""
    known = [address for address, _, _ in FOREWORD]
    edits = detect_changes(inputs("", BOOKLET, [*map(line, FOREWORD)], [*map(line, lines)], *known))
    assert edits.left == ()
    (change,) = edits.changes
    assert (change.kind, change.path) == (ChangeKind.SET, ("foreword", "text"))
    return str(change.after)


def test_a_last_paragraph_of_the_foreword_is_added_to_it() -> None:
    made = foreword(*FOREWORD, ("", "s", "足した段落です。"))
    assert made == "一つめの段落です。\n\n二つめの段落です。\n\n足した段落です。\n"


def test_a_paragraph_within_the_foreword_is_added_there() -> None:
    made = foreword(*FOREWORD[:2], ("", "s", "足した段落です。"), FOREWORD[2])
    assert made == "一つめの段落です。\n\n足した段落です。\n\n二つめの段落です。\n"


def test_a_bullet_moved_into_a_label_stays_in_its_list() -> None:
    """No label has a second paragraph: the bullet is told, and not removed."""
    bullets = [
        line((f"answers.about.0.bullets.{number}", "b", words))
        for number, words in enumerate(("一つめの文です。", "二つめの文です。"))
    ]
    label = line(("answers.about.1.rows.0.label", "l", "署名者"), (0, 0, 0))
    text = line(("answers.about.1.rows.0.text", "f", "架空の人"), (0, 0, 1))
    moved = WordLine("body", (0, 0, 0), "b", bullets[0].pieces)
    known = [f"answers.about.0.bullets.{n}" for n in range(2)]
    known += ["answers.about.1.rows.0.label", "answers.about.1.rows.0.text"]
    edits = detect_changes(
        inputs("sample", PROFILE, [*bullets, label, text], [bullets[1], label, moved, text], *known)
    )
    assert edits.changes == ()
    assert {left.reason.code for left in edits.left} >= {"D204"}
    assert any("一つめの文です。" in left.new for left in edits.left)
