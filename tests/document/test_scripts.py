"""Runs of other scripts: each word with its script, and a right-to-left run with its numbers and brackets."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.document.scripts import BY_CODE, SCRIPTS, script_runs, split_scripts
from law import law


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("韓国の경기도、서울 특별시です。", ["Hang 경기도", "Hang 서울 특별시"]),
        ("タイのกรุงเทพมหานครเป็นเมืองหลวง、", ["Thai กรุงเทพมหานครเป็นเมืองหลวง"]),
        ("インドのआयुष मंत्रालय（AYUSH省）", ["Deva आयुष मंत्रालय"]),
        ("本文وزارة الصحة اليابانية 2026（日本", ["Arab وزارة الصحة اليابانية 2026"]),
        ("「וزارة」", ["Hebr ו", "Arab زارة"]),
        ("הממשלה (2026)と", ["Hebr הממשלה (2026)"]),
        ("(2026) הממשלה", ["Hebr (2026) הממשלה"]),
        ("שָׁלוֹם", ["Hebr שָׁלוֹם"]),
        ("وزارة الصحة.", ["Arab وزارة الصحة."]),
        ("文وزارة.", ["Arab وزارة"]),
        ("Киев、Ελλάδα（ギリシャ）", ["Cyrl Киев", "Grek Ελλάδα"]),
        (
            "საქართველო、Հայաստան、বাংলাদেশ、தமிழ்நாடு",
            ["Geor საქართველო", "Armn Հայաստան", "Beng বাংলাদেশ", "Taml தமிழ்நாடு"],
        ),
        ("កម្ពុជា、ລາວ、မြန်မာ", ["Khmr កម្ពុជា", "Laoo ລາວ", "Mymr မြန်မာ"]),
        ("Tiếng Việt、Iași、α線、μm、ж、辽宁省、臺北市、𠮷野", []),
        ("", []),
    ],
)
def test_the_runs_of_a_text(text: str, runs: list[str]) -> None:
    assert [f"{run.script.code} {run.text}" for _, run in script_runs(text) if run.script] == runs


LETTERS = "".join(
    chr(int(part, 16))
    for part in ["5d0", "5d1", "627", "644", "e01", "e32", "915", "93f", "ac00", "10d0", "531"]
)


@law(sample=200, full=10_000)
@given(st.text(st.sampled_from(LETTERS + "日本の a1(2).,、「」-/+%\u200d")))
def test_the_runs_are_the_text_and_contain_every_letter_of_their_scripts(text: str) -> None:
    runs = split_scripts(text)
    assert "".join(run.text for run in runs) == text
    for run in runs:
        assert run.text
        kinds = {unicodedata.bidirectional(character) for character in run.text}
        if run.script is None:
            assert not kinds & {"R", "AL"}
        else:
            assert kinds & {"R", "AL"} or not run.script.is_rtl
    assert all(a.script is not None or b.script is not None for a, b in itertools.pairwise(runs))


def test_scripts_are_told_apart_by_their_letters_and_have_one_code_each() -> None:
    assert len(BY_CODE) == len(SCRIPTS)
    names = {"Arab": "ARABIC", "Hebr": "HEBREW", "Deva": "DEVANAGARI", "Hang": "HANGUL", "Thai": "THAI"}
    for code in range(0x250, 0x3000):
        character = chr(code)
        runs = [run.script for _, run in script_runs(character) if run.script]
        for script, name in names.items():
            if unicodedata.name(character, "").startswith(f"{name} LETTER"):
                assert [one.code for one in runs] == [script], hex(code)
