"""``brochure survey send``: files for each partner, in its language, and what was sent is kept."""

from __future__ import annotations

from pathlib import Path

from brochure.storage.workspace import Workspace
from brochure.survey.store import read_sent
from cli_result import Run
from survey_forms import WORDINGS
from workspaces import Edit


def test_both_files_are_written_and_the_form_is_kept(run: Run, fresh: Path) -> None:
    ran = run("survey", "send", "liaoning", "--round", "2019-11")
    assert ran.code == 0, ran.err
    names = ["liaoning-2019-11.docx", "liaoning-2019-11.xlsx"]
    assert [Path(line).name for line in ran.out.split()] == names
    (sent,), _ = read_sent(Workspace(fresh), "2019-11", "liaoning")
    assert sorted(sent.files) == names
    assert run("survey", "send", "liaoning").code == 0  # the same form again
    assert len(read_sent(Workspace(fresh), "2019-11", "liaoning")[0]) == 1


def test_another_form_is_kept_beside_the_first(run: Run, fresh: Path, edit: Edit) -> None:
    run("survey", "send", "liaoning")
    edit("text: 中華人民共和国 遼寧省", "text: 中国 遼寧省")
    ran = run("survey", "send", "liaoning")
    assert (ran.code, "J228" in ran.err) == (0, True)
    sent, _ = read_sent(Workspace(fresh), "2019-11", "liaoning")
    assert len({one.form.number for one in sent}) == 2


def test_missing_words_are_listed_and_printed_in_japanese(run: Run, fresh: Path) -> None:
    series = fresh / "profiles" / "_series.yaml"
    series.write_text(series.read_text("utf-8") + WORDINGS, "utf-8")
    ran = run("survey", "send", "liaoning", "--language", "en")
    assert ran.code == 0
    assert "J201" in ran.err
    assert "marks.support.topics.grants" in ran.err
    assert "marks.support.topics.one_stop" not in ran.err
    (sent,), _ = read_sent(Workspace(fresh), "2019-11", "liaoning")
    labels = {item.label.ja: item.label.other for item in sent.form.items()}
    assert labels["ワンストップ相談窓口/専門家派遣"] == "One-stop desk"
    assert labels["補助金プログラム"] == ""


def test_a_word_for_what_the_series_has_not_is_told(run: Run, fresh: Path) -> None:
    series = fresh / "profiles" / "_series.yaml"
    text = series.read_text("utf-8") + WORDINGS.replace("topics.one_stop", "topics.onestop")
    series.write_text(text, "utf-8")
    ran = run("survey", "send", "liaoning")
    assert ran.code == 1
    assert "P124" in ran.err


def test_a_round_that_is_not_there_and_a_file_of_others_are_refused(run: Run, fresh: Path) -> None:
    assert "J101" in run("survey", "send", "liaoning", "--round", "2030-01").err
    folder = fresh / "output" / "survey-2019-11"
    folder.mkdir(parents=True)
    (folder / "liaoning-2019-11.docx").write_bytes(b"my notes")
    ran = run("survey", "send", "liaoning")
    assert (ran.code, "F114" in ran.err) == (3, True)
    assert [path.name for path in folder.iterdir()] == ["liaoning-2019-11.docx"]
    assert not (fresh / "surveys").exists()


def test_a_topic_of_a_later_round_is_not_asked_in_an_earlier_one(run: Run, fresh: Path) -> None:
    series = fresh / "profiles" / "_series.yaml"
    topic = "      grants: 補助金プログラム\n"
    text = series.read_text("utf-8")
    series.write_text(text.replace(topic, topic + "      visas: 在留資格の支援\n", 1), "utf-8")
    run("survey", "open", "2026-09")
    for name, asked in (("2019-11", False), ("2026-09", True)):
        assert run("survey", "send", "liaoning", "--round", name).code == 0
        (sent,), _ = read_sent(Workspace(fresh), name, "liaoning")
        assert any(item.at.endswith(".visas") for item in sent.form.items()) is asked
