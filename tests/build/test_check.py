"""Mistakes that people make: one run tells them all, with place, code and what to do; nothing is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from brochure.build.load import load_common, load_partner
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.storage.workspace import Workspace
from workspaces import Edit


def mistakes(root: Path, name: str = "liaoning") -> list[str]:
    """What is said in Japanese of a workspace's profile, first lines only."""
    where = Workspace(root)
    with pytest.raises(BrochureError) as raised:
        load_partner(where, name, load_common(where, "standard"))
    return [str(format_problem(found, "ja")).splitlines()[0] for found in raised.value.problems]


def first_words(root: Path) -> list[str]:
    """Place and code only."""
    return [line.split(": ")[0] + " " + line.split(": ")[1].split()[-1] for line in mistakes(root)]


def test_an_unknown_key_is_told_with_the_likely_one(fresh: Path, edit: Edit) -> None:
    edit("partner:", "partnar:")
    where = Workspace(fresh)
    with pytest.raises(BrochureError) as raised:
        load_partner(where, "liaoning", load_common(where, "standard"))
    said = [str(format_problem(found, "en")) for found in raised.value.problems]
    assert said == [
        "profiles/liaoning.yaml:6:1: error P101: unknown key “partnar”\n"
        "  → did you mean “partner”? allowed here: partner, edition, as_of, survey, accent, "
        "place, milestones, photo, flag, answers, sources, notes, accepted, contact",
        "profiles/liaoning.yaml:6:1: error P102: “partner” is missing\n  → add “partner:”",
    ]


def test_a_call_without_a_note_and_a_note_without_a_call(fresh: Path, edit: Edit) -> None:
    edit("[@jetro-dalian より]", "[^remark]")
    edit("sources:\n", "notes:\n  remarc: 注（架空）\nsources:\n")
    line = (fresh / "profiles/liaoning.yaml").read_text("utf-8").split("  remarc:")[0].count("\n") + 1
    assert mistakes(fresh) == [
        "profiles/liaoning.yaml:49:39: エラー P201: 注「remark」が定義されていません",
        f"profiles/liaoning.yaml:{line}:3: エラー P202: 注「remarc」はどこからも呼ばれていません",
    ]


def test_a_citation_of_an_unknown_source_is_told_with_the_likely_one(fresh: Path, edit: Edit) -> None:
    edit("[@jetro-dalian より]", "[@jetro-darian より]")
    where = Workspace(fresh)
    with pytest.raises(BrochureError) as raised:
        load_partner(where, "liaoning", load_common(where, "standard"))
    assert [str(format_problem(found, "ja")) for found in raised.value.problems] == [
        "profiles/liaoning.yaml:49:40: エラー P217: 出典「jetro-darian」がありません\n"
        "  → 「jetro-dalian」ではありませんか。sources: か profiles/_sources.yaml に加えるか、"
        "[@jetro-darian] を直してください。"
    ]


def test_all_mistakes_come_in_one_run(fresh: Path, edit: Edit) -> None:
    edit("  name: 遼寧省", "  nmae: 遼寧省")
    edit("edition: 2026-11", "edition: この秋")
    edit('accent: "#2151a1"', "accent: blue")
    edit("callout: strength", "callout: strenght")
    edit("field: website", "field: web")
    edit("marked: [market_research]", "marked: [market_reserch, one_stop, one_stop]")
    edit("{瀋陽|しんよう}", "{瀋陽(しんよう)}")
    edit("**神奈川県からも、", "神奈川県からも、")
    edit("[@jetro-news]", "[@jetro-nwes]")
    edit("  collaboration:", "  colaboration:")
    edit("日系企業の進出数と日本語人材の豊富さ", "日系企業の進出数と日本語人材の豊富さ𓀀")
    assert first_words(fresh) == [
        "profiles/liaoning.yaml:7:3 P101",
        "profiles/liaoning.yaml:7:3 P102",
        "profiles/liaoning.yaml:15:10 P106",
        "profiles/liaoning.yaml:18:9 P107",
        "profiles/liaoning.yaml:30:33 P212",
        "profiles/liaoning.yaml:33:16 P121",
        "profiles/liaoning.yaml:54:18 P122",
        "profiles/liaoning.yaml:61:64 P210",
        "profiles/liaoning.yaml:77:16 P123",
        "profiles/liaoning.yaml:77:42 P133",
        "profiles/liaoning.yaml:80:196 P217",
        "profiles/liaoning.yaml:82:3 P120",
        "profiles/liaoning.yaml:35:36 G101",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    - callout: strength", "    - calout: strength", "まとまりの種類が分かりません"),
        (
            "partner:\n  name: 遼寧省",
            "partner: 遼寧省\nx:\n  name: y",
            "「partner」は「名前: 値」の並びでなければなりません（今は文字）",
        ),
        (
            "      marked: [health_tech, cancer]",
            "      marked: cancer",
            "「answers.collaboration.1.marked」はリスト",
        ),
        (
            "          remark: 中国語のみ",
            "          remark: ' '",
            "「answers.about.2.rows.1.remark」が空です",
        ),
        (
            "      none: rest",
            "      none: [market_research]",
            "項目「market_research」が marked と none の両方にあります",
        ),
        (
            "marked: [health_tech, cancer]",
            "marked: [cancer]\n      none: rest",
            "星取表「focus」に「なし」の答えはありません",
        ),
        ("          date: 2018-05-08", "          date: 2018-02-30", "「2018-02-30」という日はありません"),
        (
            "        - field: name",
            "        - field: name\n          label: 名",
            "行には field か label のどちらか一つが要ります",
        ),
        ("          text: 中華人民共和国 遼寧省", "          remark: 中華人民共和国", "行に内容がありません"),
        (
            "sources:\n",
            "notes:\n  a: 甲[^b]\n  b: 乙\nsources:\n",
            "注の中から注「b」は呼べません",
        ),
        ("  region: asia", "  region: aisa", "「aisa」という地域はありません"),
        ("  kind: state", "  kind: stat", "「stat」という種類はありません"),
        ("  country: 中国\n  country_reading: ちゅうごく\n  region: asia\n", "", "「country」がありません"),
        ("    event: mou", "    event: mow", "「mow」という種類はありません"),
        ("  name: 遼寧省", "  name: 𓀀", "どの書体にもない文字があります：𓀀 (U+13000)"),
        (
            "edition: 2026-11",
            "photo:\n  file: ../x.png\n  alt: あ\nedition: 2026-11",
            "作業フォルダーの外にあります",
        ),
        (
            "edition: 2026-11",
            "photo:\n  file: /etc/passwd\n  alt: あ\nedition: 2026-11",
            "作業フォルダーの外にあります",
        ),
        (
            "edition: 2026-11",
            "photo:\n  file: x.png\n  alt: あ\nedition: 2026-11",
            "画像「x.png」がありません",
        ),
        (
            "edition: 2026-11",
            "photo:\n  file: layouts/standard/style.css\n  alt: あ\nedition: 2026-11",
            "画像として読めません",
        ),
        ("edition: 2026-11", "photo:\n  file: x.png\nedition: 2026-11", "「alt」がありません"),
        (
            "http://www.ln.gov.cn/\n",
            "<www.ln gov.cn>\n",
            "リンク先「www.ln gov.cn」が正しくありません：途中に空白があります（「U+0020」）",
        ),
        ("http://www.ln.gov.cn/\n", "<http://ln!.cn/>\n", "（「!」）"),
        ("answers:\n", "answers: {}\nanswers:\n", "「answers」が2回書かれています（1回目は26行目）"),
    ],
)
def test_a_mistake_is_told_in_japanese(fresh: Path, edit: Edit, old: str, new: str, said: str) -> None:
    edit(old, new)
    assert any(said in line for line in mistakes(fresh)), mistakes(fresh)


def test_mistakes_in_the_series_file_are_located_there(fresh: Path) -> None:
    path = fresh / "profiles" / "_series.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("    remark: survey", "    remark: servey", 1).replace(
            "heading: 例えば…", "heding: 例えば…"
        ),
        "utf-8",
    )
    with pytest.raises(BrochureError) as raised:
        load_common(Workspace(fresh), "standard")
    said = [str(format_problem(found, "en")).splitlines()[0] for found in raised.value.problems]
    assert said == [
        "profiles/_series.yaml:105:3: error P101: unknown key “heding”",
    ]


def test_mistakes_in_a_layout_are_located_there(fresh: Path) -> None:
    path = fresh / "layouts" / "standard" / "layout.yaml"
    path.write_text(path.read_text("utf-8").replace('note: "*{number}"', 'note: "*{nummer}"'), "utf-8")
    (fresh / "layouts" / "standard" / "style.css").unlink()
    with pytest.raises(BrochureError) as raised:
        load_common(Workspace(fresh), "standard")
    said = [str(format_problem(found, "en")).splitlines()[0] for found in raised.value.problems]
    assert [line.split(": ", 1)[1] for line in said] == [
        "error L101: the layout lacks layouts/standard/style.css",
        "error L103: “labels.note”: the format “*{nummer}” lacks {number}",
    ]


def test_a_misspelt_key_raises_no_doubt_about_its_value(fresh: Path, edit: Edit) -> None:
    edit("edition:", "editon:")
    where = Workspace(fresh)
    with pytest.raises(BrochureError) as raised:
        load_partner(where, "liaoning", load_common(where, "standard"))
    assert raised.value.warnings == ()


def test_yaml_1_1_surprises_are_warnings_and_the_text_is_kept(fresh: Path, edit: Edit) -> None:
    edit("          text: 中華人民共和国 遼寧省", "          text: no")
    where = Workspace(fresh)
    loaded = load_partner(where, "liaoning", load_common(where, "standard"))
    assert [str(format_problem(found, "ja")).splitlines()[0] for found in loaded.warnings] == [
        "profiles/liaoning.yaml:53:17: 注意 Y201: 「no」は、ほかのYAMLツールでは真偽値と読まれます"
    ]
    from brochure.document import dump as plaintext

    assert "組織名: no\n" in plaintext.dump_document(loaded.document)


def test_yaml_1_1_surprises_in_the_series_file_are_told_too(fresh: Path) -> None:
    path = fresh / "profiles" / "_series.yaml"
    path.write_text(path.read_text("utf-8").replace("no_answer: 回答なし", "no_answer: no"), "utf-8")
    where = Workspace(fresh)
    loaded = load_partner(where, "liaoning", load_common(where, "standard"))
    assert [found.code for found in loaded.warnings] == ["Y201"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "blocks/callout.html.jinja",
            "{% endfor %}",
            "",
            "layouts/standard/blocks/callout.html.jinja:10: error L201: the template has an error (",
        ),
        (
            "blocks/bullets.html.jinja",
            "block.items",
            "block.itmes",
            "layouts/standard/blocks/bullets.html.jinja:2: error L201: the template has an error (",
        ),
        ("page.html.jinja", "|phrases", "|phrase", "layouts/standard/page.html.jinja:"),
    ],
)
def test_a_broken_template_is_told_with_its_line(
    fresh: Path, file: str, old: str, new: str, said: str
) -> None:
    from brochure.typesetting import html

    path = fresh / "layouts" / "standard" / file
    if not path.exists():
        shutil.copy(html.TEMPLATES / file, path)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    where = Workspace(fresh)
    common = load_common(where, "standard")
    loaded = load_partner(where, "liaoning", common)
    with pytest.raises(BrochureError) as raised:
        html.write_html(loaded.document, common.layout, root=fresh, shown="layouts/standard")
    assert str(format_problem(raised.value.problems[0], "en")).startswith(said), format_problem(
        raised.value.problems[0], "en"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "[@jetro-news]。",
            "（@jetro-news）。",
            "エラー P218: 出典「jetro-news」の引用が半角の [ ] に入っていません",
        ),
        (
            "type: report\n    author: 外務省",
            "type: reports\n    author: 外務省",
            "エラー P151: 「reports」という種類の出典はありません",
        ),
        (
            "          text: 中華人民共和国 遼寧省",
            "          text: [中華人民共和国, 遼寧省]",
            "エラー P112: ",
        ),
    ],
)
def test_one_mistake_is_told_once(fresh: Path, edit: Edit, old: str, new: str, said: str) -> None:
    edit(old, new)
    (told,) = mistakes(fresh)
    assert said in told


def test_typed_signs_are_doubted(fresh: Path, edit: Edit) -> None:
    edit("          remark: 中国語のみ", "          remark: （中国語のみ）")
    edit("            - 友好提携35周年", "            - ◆ 友好提携35周年")
    edit("        - 国外企業等との", "        - ・国外企業等との")
    where = Workspace(fresh)
    loaded = load_partner(where, "liaoning", load_common(where, "standard"))
    assert [found.code for found in loaded.warnings] == ["P137", "P137", "P137"]


def test_a_template_that_would_print_python_is_told(fresh: Path) -> None:
    from brochure.build.check import check_partner

    path = fresh / "layouts" / "standard" / "blocks" / "paragraph.html.jinja"
    path.write_text("<p>{{ block }}</p>", "utf-8")
    profile = fresh / "profiles" / "liaoning.yaml"
    text = profile.read_text("utf-8").replace("  about:\n", "  about:\n    - paragraph: 段落\n", 1)
    profile.write_text(text, "utf-8")
    where = Workspace(fresh)
    with pytest.raises(BrochureError) as raised:
        check_partner(where, "liaoning", load_common(where, "standard"))
    assert str(format_problem(raised.value.problems[0], "en")).startswith(
        "layouts/standard/blocks/paragraph.html.jinja:1: error L201: the template has an error "
        "(Paragraph is no text; put |inline behind it)"
    )


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("website", "javascript:alert(1)", "P113"),
        ("website", "example.jp", ""),
        ("website", "例示県", "P113"),
        ("website", "https://example.jp/。", "P113"),
        ("website", "ftp://example.jp/", "P113"),
        ("website", "https://example.jp/ あ", "P113"),
        ("website", "https://user@example.jp/", "P113"),
        ("website", "https:///a", "P113"),
        ("website", "http://example.jp:8080/a?b#c", ""),
        ("website", "https://日本語.jp", ""),
        ("email", "mailto:a@example.jp", "P114"),
        ("email", "example.jp", "P114"),
        ("email", "a@b.jp, c@d.jp", "P114"),
        ("email", "a@example.jp", ""),
    ],
)
def test_what_becomes_a_link_is_an_address(fresh: Path, key: str, value: str, code: str) -> None:
    path = fresh / "profiles" / "liaoning.yaml"
    contact = f"\ncontact:\n  organisation: 架空\n  {key}: '{value}'\n"
    path.write_text(path.read_text("utf-8") + contact, "utf-8")
    where = Workspace(fresh)
    if not code:
        load_partner(where, "liaoning", load_common(where, "standard"))
        return
    with pytest.raises(BrochureError) as raised:
        load_partner(where, "liaoning", load_common(where, "standard"))
    (found,) = raised.value.problems
    lines = path.read_text("utf-8").count("\n")
    assert found.code == code
    assert str(found.location).startswith(f"profiles/liaoning.yaml:{lines}:")


def test_a_template_that_is_not_there_is_told_by_its_name(fresh: Path) -> None:
    from brochure.build.check import check_partner

    (fresh / "layouts" / "standard" / "blocks" / "facts.html.jinja").unlink()
    where = Workspace(fresh)
    with pytest.raises(BrochureError) as raised:
        check_partner(where, "liaoning", load_common(where, "standard"))
    (said,) = (str(format_problem(found, "en")).splitlines()[0] for found in raised.value.problems)
    assert said == (
        "layouts/standard/page.html.jinja: error L101: the layout lacks "
        "layouts/standard/blocks/facts.html.jinja"
    )


@pytest.mark.parametrize(("mode", "kind"), [("CMYK", "JPEG"), ("I;16", "PNG")])
def test_a_picture_that_pages_cannot_bear_is_told(fresh: Path, edit: Edit, mode: str, kind: str) -> None:
    from PIL import Image

    name = f"photo.{kind.lower()}"
    Image.new(mode, (400, 300)).save(fresh / name, kind)
    edit("edition: 2026-11", f"photo:\n  file: {name}\n  alt: あ\nedition: 2026-11")
    (said,) = mistakes(fresh)
    assert f"P142: 「{name}」は画像として読めません（{kind} {mode}）" in said


def test_a_picture_with_an_odd_name_is_printed(fresh: Path, edit: Edit) -> None:
    from PIL import Image

    from brochure.build.brochure import build_brochure

    Image.linear_gradient("L").resize((400, 300)).save(fresh / "a b%20#c.jpg")
    edit("edition: 2026-11", "photo:\n  file: 'a b%20#c.jpg'\n  alt: あ\nedition: 2026-11")
    where = Workspace(fresh)
    built = build_brochure(where, "liaoning", load_common(where, "standard"), output=fresh / "output")
    assert {warning.code for warning in built.warnings} <= {"Q802", "Q803", "Q804"}  # it fills its pages


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("style.css", "p { content: '日本' }".encode("shift_jis"), "Y102"),
        ("page.html.jinja", "<p>日本語の見本</p>".encode("euc_jp"), "Y113"),
        ("reference.docx", b"not a zip", "L104"),
        ("page.html.jinja", b"{{ 1/0 }}", "L201"),
        ("citation/house.csl", b"<style/>", "L105"),
    ],
)
def test_a_layout_broken_in_any_way_is_told(fresh: Path, file: str, content: bytes, code: str) -> None:
    from brochure.build.check import check_partner

    (fresh / "layouts" / "standard" / file).write_bytes(content)
    where = Workspace(fresh)
    with pytest.raises(BrochureError) as raised:
        check_partner(where, "liaoning", load_common(where, "standard"))
    assert code in [found.code for found in raised.value.problems]


def test_a_reference_without_a_section_is_told(fresh: Path) -> None:
    import zipfile

    from brochure.build.check import check_partner

    path = fresh / "layouts" / "standard" / "reference.docx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["word/document.xml"].decode()
    start, end = text.rindex("<w:sectPr"), text.rindex("</w:sectPr>") + len("</w:sectPr>")
    parts["word/document.xml"] = (text[:start] + text[end:]).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    where = Workspace(fresh)
    with pytest.raises(BrochureError) as raised:
        check_partner(where, "liaoning", load_common(where, "standard"))
    (found,) = raised.value.problems
    assert str(format_problem(found, "en")).startswith("layouts/standard/reference.docx: error L107: ")


def test_a_broken_font_is_told(fresh: Path) -> None:
    import shutil

    fonts = fresh / "fonts"
    target = fonts.resolve()
    fonts.unlink()
    shutil.copytree(target, fonts)
    (fonts / "BIZUDPGothic-Bold.ttf").write_bytes(b"x")
    assert ["L106" in line for line in mistakes(fresh)] == [True]
