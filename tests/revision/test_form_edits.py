"""What is typed into a blank form comes back as answers of the profile, in the shape that a profile has."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from brochure.document import printed_words
from brochure.schema.yaml_reader import Data, parse_yaml
from cli_result import Run
from docx_reader import W
from typed_answers import add_line, edited_body, mark_cells, set_style, type_into, type_over, words_of
from word_parts import word_parts
from workspaces import REPO

HERE, TITLE, TEXT = (printed_words.words_of("ja")[f"form.{key}"] for key in ("here", "title", "text"))
NAMES = sorted(path.stem for path in (REPO / "profiles").glob("[a-z]*.yaml"))


@pytest.fixture
def partners(fresh: Path) -> Path:
    """The fresh workspace with all partners."""
    for path in (REPO / "profiles").glob("*.yaml"):
        shutil.copy(path, fresh / "profiles" / path.name)
    return fresh


def new_form(run: Run, fresh: Path, name: str = "utopia") -> Path:
    """The form of a partner that was just made with ``new``."""
    assert run("new", name).code == 0
    return form_of(run, fresh, name)


def form_of(run: Run, fresh: Path, name: str) -> Path:
    ran = run("build", name, "--blank-form")
    assert (ran.code, ran.out) == (0, f"output/{name}-form.docx\n")
    return fresh / "output" / f"{name}-form.docx"


def places(root: Any) -> list[Any]:
    """The paragraphs with a placeholder, in their order."""
    return [one for one in root.iter(f"{W}p") if words_of(one) in (HERE, TITLE, TEXT)]


def filled(
    form: Path, texts: Mapping[int, str], marks: Mapping[str, str] | None = None, more: Sequence[Any] = ()
) -> Path:
    """A form with texts by the number of their place, marks by their topic, and further lines."""

    def change(root: Any) -> None:
        found = places(root)
        cells = dict(mark_cells(root, "MarkTable"))
        for number, words in texts.items():
            type_over(found[number], words)
        for topic, mark in (marks or {}).items():
            (cell,) = (cell for words, cell in cells.items() if words.endswith(topic))
            type_into(cell, mark)
        for number, style, words in more:
            add_line(found[number], words, style)

    return edited_body(form, change, "filled.docx")


def answers_of(fresh: Path, name: str = "utopia") -> Any:
    path = fresh / "profiles" / f"{name}.yaml"
    data = parse_yaml(path.read_bytes(), path.name).data
    assert isinstance(data, dict)
    return without_line_ends(data["answers"])


def without_line_ends(data: Any) -> Any:
    """Data without the line end that block scalars add."""
    if isinstance(data, dict):
        return {key: without_line_ends(value) for key, value in data.items()}
    if isinstance(data, list):
        return [without_line_ends(one) for one in data]
    return data.removesuffix("\n")


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_form_gives_nothing(name: str, run: Run, partners: Path) -> None:
    form = form_of(run, partners, name)
    ran = run("revise", str(form), "--write")
    assert (ran.code, "0 changes, 0 not applied, 0 comments" in ran.out) == (0, True)


def test_every_place_comes_back_in_the_shape_of_a_profile(run: Run, fresh: Path) -> None:
    form = new_form(run, fresh)
    texts = {
        0: "海に面した州です。",
        1: "港の数",
        2: "港が七つあります。",
        3: "架空州",
        4: "https://example.jp/",
        5: "覚書を結びました。",
        6: "2020年5月1日",
        7: "2021年",
        8: "医療の協力",
        10: "相談できます。",
        11: "次の領域です。",
        12: "人の交流",
        13: "二人が来ました。",
    }
    marks = {"規制/制度対応支援": "○", "市場情報提供/市場調査支援": "－", "がん/悪性新生物": "✓"}
    more = [(0, "Bullet", "山もあります。"), (13, "CaseText", "また来ます。")]
    edited = filled(form, texts, marks, more)
    ran = run("revise", str(edited), "--write")
    assert ran.code == 0, ran.out
    assert answers_of(fresh) == {
        "about": [
            {"bullets": ["海に面した州です。", "山もあります。"]},
            {"callout": "strength", "items": [{"title": "港の数", "text": "港が七つあります。"}]},
            {
                "facts": "organisation",
                "rows": [
                    {"field": "name", "text": "架空州"},
                    {"field": "website", "text": "https://example.jp/"},
                ],
            },
        ],
        "relation": [
            {"bullets": ["覚書を結びました。"]},
            {
                "facts": "mou",
                "rows": [
                    {"field": "date", "date": "2020-05-01"},
                    {"field": "renewed", "date": "2021"},
                    {"field": "purpose", "text": "医療の協力"},
                ],
            },
        ],
        "support": [
            {"bullets": ["相談できます。"]},
            {"marks": "support", "marked": ["regulation"], "none": ["market_research"]},
        ],
        "collaboration": [
            {"bullets": ["次の領域です。"]},
            {"marks": "focus", "marked": ["cancer"]},
            {"cases": [{"title": "人の交流", "text": "二人が来ました。\n\nまた来ます。"}]},
        ],
    }
    assert run("build", "utopia", "--format", "docx").code == 0
    again = run("revise", str(edited), "--write")
    assert (again.code, again.err) == (0, "All edits are in the profile already.\n")


@pytest.mark.parametrize(
    ("number", "typed", "question", "answer"),
    [
        (0, f"{HERE}あります", "about", [{"bullets": ["あります"]}]),
        (0, f"あります{HERE}", "about", [{"bullets": ["あります"]}]),
        (0, "**太字**ではない *印*", "about", [{"bullets": [r"\*\*太字\*\*ではない \*印\*"]}]),
        (
            12,
            "題だけ",
            "collaboration",
            [{"cases": [{"title": "題だけ", "text": "回答なし"}]}],
        ),
        (
            2,
            "文だけ",
            "about",
            [{"callout": "strength", "items": [{"title": "回答なし", "text": "文だけ"}]}],
        ),
    ],
)
def test_one_place_gives_only_its_block(
    number: int, typed: str, question: str, answer: Data, run: Run, fresh: Path
) -> None:
    ran = run("revise", str(filled(new_form(run, fresh), {number: typed})), "--write")
    assert ran.code == 0, ran.out
    got = answers_of(fresh)[question]
    if "*" in typed:  # the markup may be written in several ways; it prints what was typed
        assert run("build", "utopia", "--format", "docx").code == 0
        xml = word_parts((fresh / "output" / "utopia.docx").read_bytes())["word/document.xml"].decode()
        assert typed in re.sub(r"<[^>]+>", "", xml)
    else:
        assert got == answer


@pytest.mark.parametrize("typed", ["", "回答なし"])
def test_a_place_without_an_answer_gives_nothing(typed: str, run: Run, fresh: Path) -> None:
    ran = run("revise", str(filled(new_form(run, fresh), {0: typed, 3: "", 1: ""})), "--write")
    assert (ran.code, "0 changes, 0 not applied" in ran.out) == (0, True)


def test_all_marks_of_a_table_are_none_for_the_rest(run: Run, fresh: Path) -> None:
    form = new_form(run, fresh)

    def change(root: Any) -> None:
        for words, cell in mark_cells(root, "MarkTable"):
            if "その他" not in words and not words.startswith("a"):
                type_into(cell, "－")
            elif words.startswith("a") and "ワン" in words:
                type_into(cell, "○")
            elif "その他" in words and words.startswith("j"):
                type_into(cell, "－")

    ran = run("revise", str(edited_body(form, change)), "--write")
    assert answers_of(fresh)["support"] == [{"marks": "support", "marked": ["one_stop"], "none": "rest"}]
    assert ran.code == 1  # the other table has no answer “none”
    assert ran.out.count("D227: this mark table has no mark for “none”") == 14


def test_real_answers_are_replaced_only_if_somebody_says_so(run: Run, sent: Path, profile: Path) -> None:
    fresh = profile.parents[1]
    edited = filled(form_of(run, fresh, "liaoning"), {0: "新しい答え"})
    before = profile.read_bytes()
    asked = run("revise", str(edited), "--write")
    assert (asked.code, profile.read_bytes()) == (1, before)
    assert "D228: the answer in the form replaces the answer that the profile has" in asked.out
    assert run("revise", str(edited), "--write", "--confirm").code == 0
    assert answers_of(fresh, "liaoning")["about"] == [{"bullets": ["新しい答え"]}]
    assert "relation" in answers_of(fresh, "liaoning")


def test_a_question_that_was_answered_meanwhile_is_a_conflict(run: Run, fresh: Path, profile: Path) -> None:
    text = profile.read_text("utf-8")
    start, end = text.index("  support:\n"), text.index("  collaboration:\n")
    profile.write_text(text[:start] + text[end:], "utf-8")
    edited = filled(form_of(run, fresh, "liaoning"), {10: "記入した答え"})
    profile.write_text(text, "utf-8")
    ran = run("revise", str(edited), "--write")
    assert (ran.code, "D112" in ran.err) == (1, True)
    assert run("revise", str(edited), "--write", "--theirs").code == 0
    assert answers_of(fresh, "liaoning")["support"] == [{"bullets": ["記入した答え"]}]


def test_a_partner_of_another_memorandum_gets_its_own_table(run: Run, partners: Path) -> None:
    xml = word_parts(form_of(run, partners, "ayush").read_bytes())["word/document.xml"].decode()
    words = re.sub(r"<[^>]+>", " ", xml)
    assert "MOC締結時期" in words
    assert "MOU締結時期" not in words


def test_a_series_without_places_takes_those_of_all_partners(run: Run, partners: Path) -> None:
    path = partners / "profiles" / "_series.yaml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"(?m)^form:\n(?:  .*\n)+", "", text), "utf-8")
    assert path.read_text("utf-8") != text
    xml = word_parts(form_of(run, partners, "oulu").read_bytes())["word/document.xml"].decode()
    words = re.sub(r"<[^>]+>", "", xml)
    for topic in ("規制/制度対応支援", "メンタルヘルス・ストレス", "組織名", "ここがすごい！", "例えば…"):
        assert topic in words
    assert words.count(HERE) >= 7


def test_the_file_that_is_sent_out_has_no_internal_words(run: Run, fresh: Path, profile: Path) -> None:
    assert "# " in profile.read_text("utf-8")
    assert "accepted:" in profile.read_text("utf-8")
    parts = word_parts(form_of(run, fresh, "liaoning").read_bytes())
    for data in parts.values():
        assert "検算" not in data.decode("utf-8", "replace")
        assert "accepted:" not in data.decode("utf-8", "replace")


def test_comments_and_the_name_come_back_too(run: Run, fresh: Path) -> None:
    form = new_form(run, fresh)

    def change(root: Any) -> None:
        (name,) = (one for one in root.iter(f"{W}p") if words_of(one) == "見本機関（架空）")
        type_over(name, "架空州政府")

    assert run("revise", str(edited_body(form, change)), "--write").code == 0
    assert "name: 架空州政府" in (fresh / "profiles" / "utopia.yaml").read_text("utf-8")


def test_options_that_a_form_does_not_have_are_refused(run: Run) -> None:
    ran = run("build", "liaoning", "--blank-form", "--format", "pdf", "--debug")
    assert (ran.code, "--blank-form does not go with --format, --debug" in ran.err) == (2, True)


def test_a_place_in_another_style_is_told(run: Run, fresh: Path) -> None:
    form = new_form(run, fresh)

    def change(root: Any) -> None:
        set_style(type_over(places(root)[0], "答え"), "Text")

    ran = run("revise", str(edited_body(form, change)), "--write")
    assert "D234" in ran.out
    assert answers_of(fresh)["about"] == [{"bullets": ["答え"]}]
