"""Look-alikes are told once for a file and kind, where the first one is typed."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from zipfile import ZipFile

import pytest

from brochure.diagnostics.catalogue import format_problem
from brochure.document.look_alikes import meant_text
from brochure.schema.look_alike_warnings import look_alike_warnings
from brochure.schema.printed_texts import model_texts
from brochure.schema.profile import ProfileData
from brochure.schema.yaml_reader import parse_yaml
from cli_result import Run
from source_texts import load_fresh
from workspaces import Edit

HEAD = "partner: {name: 架空州, country: 架空国}\nedition: 2026-11\nanswers:\n  about:\n"


def told(block: str, lang: Literal["ja", "en"] = "en") -> list[str]:
    source = parse_yaml((HEAD + block).encode(), "p.yaml")
    warnings = look_alike_warnings(model_texts(source, ProfileData))
    return [str(format_problem(found, lang)).splitlines()[0] for found in warnings]


@pytest.mark.parametrize(
    ("text", "en", "ja"),
    [
        (
            "人口のﾃﾞｰﾀ",
            "5:21: warning Y211: there are half-width kana or signs: ﾃﾞｰﾀ → データ (1 in this file)",
            "5:21: 注意 Y211: 半角のカナや記号があります：ﾃﾞｰﾀ → データ（このファイルに1か所）",
        ),
        (
            "州の⽊と⽊と⽔",
            "5:20: warning Y212: there are characters that look like kanji (such as radicals): "
            "⽊ (U+2F4A) → 木 (U+6728), ⽔ (U+2F54) → 水 (U+6C34) (3 in this file)",
            "5:20: 注意 Y212: 漢字に似た別の文字（部首など）があります：⽊ (U+2F4A) → 木 (U+6728), "
            "⽔ (U+2F54) → 水 (U+6C34)（このファイルに3か所）",
        ),
        (
            "co\u00adop\u00aderation\u200b",
            "5:20: warning Y213: there are characters that cannot be seen: U+00AD, U+200B (3 in this file)",
            "5:20: 注意 Y213: 目に見えない文字があります：U+00AD, U+200B（このファイルに3か所）",
        ),
        (
            "10\u00a0万人",
            "5:20: warning Y214: there are special blanks beside Japanese characters: U+00A0 "
            "(1 in this file)",
            "5:20: 注意 Y214: 和文のとなりに、特別な空白があります：U+00A0（このファイルに1か所）",
        ),
        (
            "UNESCО",
            "5:23: warning Y215: words contain letters of another alphabet that look alike: "
            "О (U+041E) → O (U+004F) (1 in this file)",
            "5:23: 注意 Y215: 一つの単語に、別の文字の種類のよく似た字が混ざっています："
            "О (U+041E) → O (U+004F)（このファイルに1か所）",
        ),
    ],
)
def test_each_kind_is_told_in_both_languages(text: str, en: str, ja: str) -> None:
    block = f"    - paragraph: {text}\n"
    assert told(block) == [f"p.yaml:{en}"]
    assert told(block, "ja") == [f"p.yaml:{ja}"]


def test_many_of_a_kind_are_one_warning_with_their_number() -> None:
    kanji = "".join(map(chr, range(0x2F00, 0x2F0C)))
    (found,) = told("".join(f"    - paragraph: 州{kanji}\n" for _ in range(5)))
    assert found.startswith("p.yaml:5:19: warning Y212:")
    assert found.endswith("… (+4) (60 in this file)")


def test_what_is_not_printed_is_not_told() -> None:
    block = "    - {figure: pictures/ﾃﾞｰﾀ.png, alt: 図, credit: none}\n    # ﾃﾞｰﾀ\n"
    assert told(f"{block}accepted: [{{code: S201, text: ﾃﾞｰﾀ, reason: ⼤}}]\n") == []


def test_cited_sources_of_any_file_are_told_and_print_what_is_meant(fresh: Path, edit: Edit) -> None:
    (fresh / "profiles" / "a.bib").write_text(
        "@book{a, title={ﾃﾞｰﾀ集}, author={架空, ﾀﾛｳ}, abstract={⼤}, year={2020}}\n"
        "@book{b, title={⽊}, year={2020}}\n",
        "utf-8",
    )
    edit("sources:\n", "sources:\n  - a.bib\n  - {id: c, type: book, title: ⽔の本, note: ﾃﾞ}\n")
    edit("[@jetro-dalian より]", "[@a; @c]")
    loaded = load_fresh(fresh)
    found = [(one.code, one.location and one.location.file) for one in loaded.warnings]
    assert [one for one in found if one[0] in ("Y211", "Y212")] == [
        ("Y211", "profiles/a.bib"),
        ("Y212", "profiles/liaoning.yaml"),
    ]
    notes = [str(note.body) for note in loaded.document.notes]
    assert any("架空タロウ「データ集」" in note for note in notes)
    assert any("水の本" in note for note in notes)


@pytest.mark.parametrize("name", ["_series.yaml", "../layouts/standard/layout.yaml"])
def test_shared_files_are_told_too(fresh: Path, name: str) -> None:
    path = fresh / "profiles" / name
    text = path.read_text("utf-8")
    old, new = (
        ("どのような", "とﾞのような")
        if name == "_series.yaml"
        else ("labels:\n", "labels:\n  blank: ⽩欄ﾅｼ\n")
    )
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    loaded = load_fresh(fresh)
    assert [one.code for one in loaded.warnings if one.code == "Y211"] == ["Y211"]
    assert "ﾅｼ" not in str(loaded.document) and "とﾞ" not in str(loaded.document)


TYPED = """\
partner: {name: ⽴⼭州, reading: たてやましゅうか\u3099, country: 架空\u00ad国, native: ﾃﾞｰﾀ}
edition: 2026-11
survey: 2019-11
milestones: [{label: ﾊﾟﾘで⼤会, date: 2020}]
answers:
  about:
    - paragraph: '{W}と**{W}**と{{W}|{W}}と[{W}](https://a.jp/ﾃﾞ)[^a]。'
    - bullets: ['{W}[@s]。', 'co\u00adop\u200beration {W}、10\u00a0万人、A\u2003B、1\u202f000']
    - facts: organisation
      rows: [{label: '{W}', text: '{W}', remark: '{W}'}, {label: 欄, items: ['{W}']}]
    - cases: [{title: '{W}', text: '{W}'}]
notes: {a: '{W}、葛\U000e0100城、葛\U000e0107と山\ufe01'}
sources:
  - {id: s, type: report, author: ⽇本局, title: '{W}の年報', issued: 2025-03, abstract: 𓀀, note: 𓀀}
""".replace("{W}", "ﾃﾞ⼤か\u3099⺠\u200d★\ufe0f")


def test_a_file_with_look_alikes_prints_as_its_mended_file_does(run: Run, fresh: Path) -> None:
    path = fresh / "profiles" / "liaoning.yaml"
    path.write_text(TYPED, "utf-8")
    before = load_fresh(fresh).document
    built = run("build", "liaoning")
    assert built.code == 0, built.err
    assert run("check", "liaoning", "--fix", "--yes").code == 0
    mended = path.read_text("utf-8")
    assert not set("ﾃ⼤⺠\u200d\ufe0f\u00ad\u200b\u3099") & set(mended.replace("https://a.jp/ﾃﾞ", ""))
    assert {"\u00a0", "\u2003", "\U000e0100", "\U000e0107"} <= set(mended)
    assert load_fresh(fresh).document == before
    again = run("check", "liaoning")
    assert again.code == 0
    assert [code for code in ("Y207", "Y211", "Y212", "Y213") if code in again.err] == []


def test_what_an_editor_changes_in_word_leaves_look_alikes_beside_it(run: Run, fresh: Path) -> None:
    path = fresh / "profiles" / "liaoning.yaml"
    path.write_text(TYPED, "utf-8")
    assert run("build", "liaoning", "--format", "docx").code == 0
    with ZipFile(fresh / "output" / "liaoning.docx") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    xml = parts["word/document.xml"].decode()
    assert xml.count("cooperation") == 1
    parts["word/document.xml"] = xml.replace("cooperation", "corporation").encode()
    with ZipFile(fresh / "edited.docx", "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    revised = run("revise", "edited.docx", "--write")
    assert revised.code == 0, revised.err
    after = path.read_text("utf-8").splitlines()
    changed = [(old, new) for old, new in zip(TYPED.splitlines(), after, strict=True) if old != new]
    ((old, new),) = changed
    start, end = old.index("co\u00ad"), old.index("ration ")
    assert new.startswith(old[:start]) and new.endswith(old[end:])
    assert meant_text(new[start:]).startswith("corporation ")
