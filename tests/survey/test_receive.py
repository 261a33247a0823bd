"""``brochure survey receive``: what is shown, what is written, and what is refused; played in a workspace."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from brochure.build.load import load_common, load_partner
from brochure.schema.profile import MarksBlock
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace
from brochure.survey.form import Role
from brochure.survey.status import round_rows
from brochure.survey.store import read_record, read_sent
from cli_result import Ran, Run
from survey_excel import ANSWER, NEW, ExcelFilling
from survey_forms import truth
from survey_word import WordFilling, deleted, new_document, wrong_column
from workspaces import REPO, Edit

ROUND = "2026-09"


@pytest.fixture
def sent(run: Run, fresh: Path) -> Path:
    """A workspace in which 遼寧省 was sent a form."""
    assert run("survey", "open", ROUND).code == 0
    assert run("survey", "send", "liaoning").code == 0
    return fresh


def form_of(root: Path) -> Any:
    return read_sent(Workspace(root), ROUND, "liaoning")[0][-1].form


def profile(root: Path) -> Path:
    return root / "profiles" / "liaoning.yaml"


def saved(root: Path, filling: WordFilling | ExcelFilling, name: str = "reply.docx") -> str:
    (root / name).write_bytes(filling.data())
    return name


def all_marks(filling: WordFilling, *, no: str = "cdfghjkmn", yes: str = "e") -> WordFilling:
    for letter in no:
        filling.tick(f"Q3-{letter}", Role.NO)
    for letter in yes:
        filling.tick(f"Q3-{letter}", Role.YES)
    return filling


def test_what_is_accepted_is_written_and_every_other_byte_stays(run: Run, sent: Path) -> None:
    before = profile(sent).read_text("utf-8")
    filling = all_marks(WordFilling(form_of(sent)), no="cfghjkmn", yes="de")
    filling.type("Q1-h", Role.NEW, "架空の省")
    filling.type("Q2-f", Role.NEW, "令和8年9月1日")
    filling.tick("Q4-w", Role.STILL)
    filling.tick("Q4-x", Role.STILL)
    filling.type("Q5-c", Role.NEW, "2026年10月3日")
    name = saved(sent, filling)
    shown = run("survey", "receive", name)
    assert profile(sent).read_text("utf-8") == before
    assert "Q1-h" in shown.out
    ran = run("survey", "receive", name, "--accept", "all", "--by", "山田")
    assert ran.code == 0, ran.err
    after = profile(sent).read_text("utf-8")
    expected = (
        before.replace("text: 中華人民共和国 遼寧省", "text: 架空の省\n          as_of: 2026-10-03")
        .replace(
            "p1105776.html\n",
            "p1105776.html\n        - field: renewed\n          date: 2026-09-01\n"
            "          as_of: 2026-10-03\n",
        )
        .replace("marked: [market_research]\n", "marked: [regulation, market_research]\n")
        .replace("      none: rest\n", f"      none: rest\n      survey: {ROUND}\n")
    )
    lines, found = expected.splitlines(), after.splitlines()
    at = found.index("      as_of: 2026-10-03")  # of the cases
    assert found[at + 1] == f"      survey: {ROUND}"
    assert found[:at] + found[at + 2 :] == lines
    assert run("check", "liaoning").code == 0
    record = read_record(Workspace(sent), ROUND, "liaoning")
    assert [(one.by, one.file) for one in record.received] == [("山田", "reply.docx")]
    assert {code for code, one in record.answers.items() if one.taken} >= {"Q1-h", "Q2-f", "Q3-d", "Q4-x"}
    assert not record.answers["Q1-a"].taken


def test_a_text_keeps_its_calls_and_readings(run: Run, sent: Path) -> None:
    form = form_of(sent)
    held = next(item.held for item in form.items() if item.code == "Q1-a")
    filling = WordFilling(form)
    filling.type("Q1-a", Role.NEW, held.replace("14市", "15市"))
    name = saved(sent, filling)
    assert run("survey", "receive", name, "--accept", "Q1", "--by", "山田").code == 0
    assert "{撫順|ぶじゅん}市など15市から構成され" in profile(sent).read_text("utf-8")


def test_a_call_that_is_dropped_is_told(run: Run, sent: Path) -> None:
    filling = WordFilling(form_of(sent))
    filling.type("Q3-q", Role.NEW, "外資系企業への奨励金は廃止されました。")
    shown = run("survey", "receive", saved(sent, filling))
    assert "J224" in shown.out
    assert "[@jetro-news]" in shown.out


def test_nothing_is_accepted_without_a_name(run: Run, sent: Path) -> None:
    name = saved(sent, WordFilling(form_of(sent)))
    assert run("survey", "receive", name, "--accept", "all").code == 2


def test_a_mark_table_waits_until_nothing_in_it_is_open(run: Run, sent: Path) -> None:
    before = profile(sent).read_bytes()
    filling = all_marks(WordFilling(form_of(sent)), no="cfghjkmn")
    filling.type("Q3-d", Role.YES, "△")
    name = saved(sent, filling)
    ran = run("survey", "receive", name, "--accept", "all", "--by", "山田")
    assert ran.code == 1
    assert "J225" in ran.out
    assert profile(sent).read_bytes() == before
    record = read_record(Workspace(sent), ROUND, "liaoning")
    assert [one.answer.code for one in record.questions] == ["Q3-d"]
    ran = run("survey", "receive", name, "--reply", "Q3-d=なし", "--accept", "all", "--by", "山田")
    assert ran.code == 0, ran.out
    data = parse_yaml(profile(sent).read_bytes(), "x").data
    assert isinstance(data, dict)
    table = data["answers"]["support"][1]  # type: ignore[index, call-overload]
    assert table == {"marks": "support", "marked": ["market_research"], "none": "rest", "survey": ROUND}
    again = run("survey", "receive", name)  # the reply is remembered
    assert (again.code, "J202" in again.out) == (0, False)


def test_topics_without_an_answer_are_not_none(run: Run, sent: Path) -> None:
    name = saved(sent, all_marks(WordFilling(form_of(sent)), no="cd", yes="e"))
    assert run("survey", "receive", name, "--accept", "all", "--by", "山田").code == 0
    data = parse_yaml(profile(sent).read_bytes(), "x").data
    table = data["answers"]["support"][1]  # type: ignore[index, call-overload]
    assert table["none"] == ["one_stop", "regulation"]  # type: ignore[index, call-overload]
    assert "回答なし" in run("show", "liaoning").out


def test_a_table_that_is_still_right_gets_the_round(run: Run, sent: Path) -> None:
    filling = WordFilling(form_of(sent))
    filling.tick("Q3-b", Role.STILL)
    name = saved(sent, filling)
    assert run("survey", "receive", name, "--accept", "all", "--by", "山田").code == 0
    data = parse_yaml(profile(sent).read_bytes(), "x").data
    table = data["answers"]["support"][1]  # type: ignore[index, call-overload]
    assert table == {"marks": "support", "marked": ["market_research"], "none": "rest", "survey": ROUND}


def test_a_deleted_row_is_missing_and_holds_up_its_table(run: Run, sent: Path) -> None:
    before = profile(sent).read_bytes()
    filling = all_marks(WordFilling(form_of(sent)))
    deleted(filling)
    ran = run("survey", "receive", saved(sent, filling), "--accept", "all", "--by", "山田")
    assert ran.code == 1
    assert "J221" in ran.out
    assert "J225" in ran.out
    assert profile(sent).read_bytes() == before


def test_a_profile_that_was_changed_after_the_form_was_sent_is_not_overwritten(
    run: Run, sent: Path, edit: Edit
) -> None:
    filling = WordFilling(form_of(sent))
    filling.type("Q1-h", Role.NEW, "架空の省")
    filling.type("Q1-j", Role.NEW, "http://example.cn/")
    name = saved(sent, filling)
    edit("text: 中華人民共和国 遼寧省", "text: 中国 遼寧省")
    ran = run("survey", "receive", name, "--accept", "all", "--by", "山田")
    assert ran.code == 1
    text = profile(sent).read_text("utf-8")
    line = text.splitlines().index("          text: 中国 遼寧省") + 1
    assert f"J117 profiles/liaoning.yaml:{line}:17: " in ran.out
    assert "text: 中国 遼寧省" in text
    assert "text: http://example.cn/" in text


def test_two_files_that_differ_are_asked_about(run: Run, sent: Path) -> None:
    before = profile(sent).read_bytes()
    one, two = WordFilling(form_of(sent)), ExcelFilling(form_of(sent))
    one.type("Q1-h", Role.NEW, "一つ目の省")
    two.put("Q1-h", NEW, "二つ目の省")
    two.put("Q1-a", ANSWER, "このままでよい")
    ran = run(
        "survey",
        "receive",
        saved(sent, one),
        saved(sent, two, "reply.xlsx"),
        "--accept",
        "all",
        "--by",
        "山田",
    )
    assert ran.code == 1
    assert "J222" in ran.out
    assert profile(sent).read_bytes() == before
    record = read_record(Workspace(sent), ROUND, "liaoning")
    assert len(record.received) == 2
    assert record.answers["Q1-a"].taken


def test_a_later_answer_that_differs_is_asked_about(run: Run, sent: Path) -> None:
    one, two = WordFilling(form_of(sent)), WordFilling(form_of(sent))
    one.type("Q1-h", Role.NEW, "一つ目の省")
    two.type("Q1-h", Role.NEW, "二つ目の省")
    assert run("survey", "receive", saved(sent, one), "--accept", "all", "--by", "山田").code == 0
    ran = run("survey", "receive", saved(sent, two, "second.docx"), "--accept", "all", "--by", "山田")
    assert (ran.code, "J222" in ran.out) == (1, True)
    assert "一つ目の省" in profile(sent).read_text("utf-8")


def test_the_same_file_twice_changes_nothing_more(run: Run, sent: Path) -> None:
    filling = all_marks(WordFilling(form_of(sent)), no="cdfghjkm", yes="en")
    filling.type("Q1-h", Role.NEW, "架空の省")
    filling.type("Q2-c", Role.NEW, "令和8年9月1日")
    filling.type("Q2-f", Role.NEW, "令和8年9月1日")
    filling.type("Q3-p", Role.NEW, "港の使用料の割引")
    name = saved(sent, filling)
    assert run("survey", "receive", name, "--accept", "all", "--by", "山田").code == 0
    before = profile(sent).read_bytes()
    ran = run("survey", "receive", name, "--accept", "all", "--by", "鈴木")
    assert (ran.code, "J229" in ran.out) == (0, True)
    assert profile(sent).read_bytes() == before
    assert "0 new" in ran.out
    record = read_record(Workspace(sent), ROUND, "liaoning")
    assert [one.by for one in record.received] == ["山田"]


def test_a_block_gets_its_date_when_all_its_texts_were_answered(run: Run, sent: Path) -> None:
    filling = WordFilling(form_of(sent))
    for code in ("Q1-a", "Q1-b"):
        filling.tick(code, Role.STILL)
    name = saved(sent, filling)
    before = profile(sent).read_bytes()
    assert run("survey", "receive", name, "--accept", "all", "--by", "山田").code == 0
    assert profile(sent).read_bytes() == before
    second = WordFilling(form_of(sent))
    second.tick("Q1-c", Role.STILL)
    second.type("Q5-c", Role.NEW, "令和8年10月5日")
    name = saved(sent, second, "second.docx")
    assert run("survey", "receive", name, "--accept", "all", "--by", "山田").code == 0
    data = parse_yaml(profile(sent).read_bytes(), "x").data
    blocks = data["answers"]["about"]  # type: ignore[index, call-overload]
    assert [block.get("as_of") for block in blocks] == ["2026-10-05", None, None]  # type: ignore[union-attr]


def test_a_form_without_its_line_needs_the_partner(run: Run, sent: Path) -> None:
    filling = WordFilling(form_of(sent))
    filling.type("Q1-h", Role.NEW, "架空の省")
    new_document(filling)
    for name in ("docProps/core.xml", "word/footer1.xml"):
        del filling.parts[name]
    for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        text = filling.parts[name].decode()
        filling.parts[name] = "".join(
            part
            for part in text.replace("><", ">\n<").splitlines(True)
            if "core" not in part and "footer" not in part
        ).encode()
    for page in filling.body.iter("{*}footerReference"):
        page.getparent().remove(page)
        break
    name = saved(sent, filling)
    assert "J106" in run("survey", "receive", name).err
    ran = run("survey", "receive", name, "--partner", "liaoning", "--accept", "all", "--by", "山田")
    assert ran.code == 0, ran.err
    assert "架空の省" in profile(sent).read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (" / liaoning / ", " / nowhere / ", "J108"),
        ("[2026-09 / ", "[2019-11 / ", "J107"),
        (None, "[2026-09 / liaoning / E-000000]", "J109"),
    ],
)
def test_a_form_of_another_round_or_partner_changes_nothing(
    before: str | None, after: str, code: str, run: Run, sent: Path
) -> None:
    kept = profile(sent).read_bytes()
    filling = WordFilling(form_of(sent))
    filling.type("Q1-h", Role.NEW, "架空の省")
    old = before or form_of(sent).line("E")
    for part in filling.root.iter("{*}t"):
        part.text = (part.text or "").replace(old, after)
    ran: Ran = run("survey", "receive", saved(sent, filling), "--accept", "all", "--by", "山田")
    assert ran.code != 0
    assert f"reply.docx: error {code}" in ran.err
    assert profile(sent).read_bytes() == kept
    assert not (sent / "surveys" / ROUND / "answers").exists()


def test_a_reply_that_is_not_clear_is_refused(run: Run, sent: Path) -> None:
    name = saved(sent, WordFilling(form_of(sent)))
    for reply in ("Q3-d=△", "Q9-z=なし", "Q3-d"):
        ran = run("survey", "receive", name, "--reply", reply)
        assert (ran.code, "J112" in ran.err) == (1, True), reply


def test_an_answer_that_the_profile_cannot_have_is_told_and_nothing_is_written(run: Run, sent: Path) -> None:
    before = profile(sent).read_bytes()
    filling = WordFilling(form_of(sent))
    filling.type("Q1-h", Role.NEW, "見慣れない字\U00013000の省")  # no font has it
    ran = run("survey", "receive", saved(sent, filling), "--accept", "all", "--by", "山田")
    assert ran.code != 0
    assert profile(sent).read_bytes() == before
    assert not (sent / "surveys" / ROUND / "answers").exists()


def test_what_is_asked_is_shown_with_its_place(run: Run, sent: Path) -> None:
    filling = WordFilling(form_of(sent))
    wrong_column(filling)
    ran = run("survey", "receive", saved(sent, filling))
    assert ran.code == 1
    assert ran.out.count("J217") == 2
    assert "J218" in ran.out
    assert "(table 1, row 4)" in ran.out


def test_json_has_every_answer(run: Run, sent: Path) -> None:
    import json

    form = form_of(sent)
    filling = WordFilling(form)
    filling.type("Q1-h", Role.NEW, "架空の省")
    (made,) = json.loads(run("survey", "receive", saved(sent, filling), "--format", "json").out)
    assert [one["code"] for one in made["answers"]] == [item.code for item in form.items()]
    assert [one["new"] for one in made["changes"]] == ["架空の省"]


def test_questions_and_changes_are_asked_one_by_one(run: Run, sent: Path) -> None:
    filling = WordFilling(form_of(sent))
    filling.type("Q1-h", Role.NEW, "架空の省")
    filling.type("Q1-j", Role.NEW, "http://example.cn/")
    filling.type("Q1-d", Role.NEW, "なし")
    filling.type("Q1-k", Role.STILL, "△")
    name = saved(sent, filling)
    typed = "このままでよい\nこれは何か\ny\nn\ny\ny\n"  # two replies, three changes, what is still right
    ran = run("survey", "receive", name, "--interactive", "--by", "山田", typed=typed)
    text = profile(sent).read_text("utf-8")
    assert ("架空の省" in text, "http://example.cn/" in text) == (True, False)
    record = read_record(Workspace(sent), ROUND, "liaoning")
    assert record.answers["Q1-d"].answer.reply == "このままでよい"
    assert ran.code == 0, ran.err


def test_what_is_still_right_is_confirmed_for_the_edition(run: Run, sent: Path) -> None:
    assert run("edition", "open", "2027-11").code == 0
    filling = all_marks(WordFilling(form_of(sent)))
    filling.tick("Q1-a", Role.STILL)
    filling.type("Q1-h", Role.NEW, "架空の省")
    ran = run("survey", "receive", saved(sent, filling), "--accept", "all", "--by", "山田")
    assert ran.code == 0, ran.err
    assert "2 values of this edition are confirmed" in ran.err  # a text, and the mark table


def test_only_the_record_is_kept_with_none(run: Run, sent: Path) -> None:
    before = profile(sent).read_bytes()
    filling = WordFilling(form_of(sent))
    filling.type("Q1-h", Role.NEW, "架空の省")
    assert run("survey", "receive", saved(sent, filling), "--accept", "none", "--by", "山田").code == 0
    assert profile(sent).read_bytes() == before
    record = read_record(Workspace(sent), ROUND, "liaoning")
    assert record.answers["Q1-h"].answer.text == "架空の省"
    assert not record.answers["Q1-h"].taken


def test_answers_of_every_partner_are_taken_in_both_formats(run: Run, fresh: Path) -> None:
    shutil.copytree(REPO / "profiles", fresh / "profiles", dirs_exist_ok=True)
    where = Workspace(fresh)
    assert run("survey", "open", ROUND).code == 0
    assert run("survey", "send").code == 0
    files = []
    for number, name in enumerate(where.names()):
        form = read_sent(where, ROUND, name)[0][-1].form
        filling = (WordFilling, ExcelFilling)[number % 2](form)
        files.append(f"{name}.{('docx', 'xlsx')[number % 2]}")
        (fresh / files[-1]).write_bytes(filling.fill(truth(form)).data())
    ran = run("survey", "receive", *files, "--accept", "all", "--by", "山田")
    assert ran.code == 0, ran.out
    common = load_common(where, "standard")
    for name in where.names():
        data = load_partner(where, name, common).profile.data
        marks = [
            block for blocks in data.answers.values() for block in blocks if isinstance(block, MarksBlock)
        ]
        assert {block.survey for block in marks} == {ROUND}
        assert len(marks) == 2
    states = {row.state for row in round_rows(where, ROUND, "2026-12-01")[1]}
    assert states == {"open"}  # a third of the texts was left empty
