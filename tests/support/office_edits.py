"""Edits that a person makes in LibreOffice, and what the profile must become: texts, notes, tables."""

from __future__ import annotations

from dataclasses import dataclass

from libreoffice_editor import Step
from workspaces import REPO

UNTRACKED: Step = ("track", "off")


@dataclass(frozen=True)
class Edit:
    """What an editor does, and what must come of it.

    Attributes:
        steps: For :mod:`libreoffice_editor`.
        yaml: What of the profile becomes what; each old text stands in it once.
        left: Code and address of what is told and not done.
        comments: Address, author and text of comments.
        profile: Whose file it is.
        layout: Which layout made the file.
        unsure: Whether the change must be confirmed.
        tracked: Whether the program recorded who did it.
    """

    steps: tuple[Step, ...]
    yaml: tuple[tuple[str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    comments: tuple[tuple[str, str, str], ...] = ()
    profile: str = "liaoning"
    layout: str = "standard"
    unsure: bool = False
    tracked: bool = True


def keys(*names: str) -> Step:
    return ("key", *names)


TYPED = {
    "bullet": Edit(
        (("select", "14市から"), ("type", "15市から")),
        (("など14市から構成され、", "など15市から構成され、"),),
    ),
    "bullet at its beginning": Edit(
        (("find", "国外企業等とのコラボレーションにおいて"), ("type", "なお、")),
        (("- 国外企業等とのコラボレーション", "- なお、国外企業等とのコラボレーション"),),
    ),
    "bullet at its end": Edit(
        (("find", "国外企業等とのコラボレーションにおいて"), ("end",), ("type", "以上。")),
        (("領域とされています。", "領域とされています。以上。"),),
    ),
    "callout title": Edit(
        (("select", "日本語人材の豊富さ"), ("type", "人材の厚さ")),
        (("進出数と日本語人材の豊富さ", "進出数と人材の厚さ"),),
    ),
    "callout text": Edit(
        (("select", "1,772社"), ("type", "1,773社")),
        (("2017年時点で1,772社", "2017年時点で1,773社"),),
    ),
    "fact": Edit(
        (("select", "中華人民共和国 遼寧省"), ("type", "遼寧省人民政府")),
        (("text: 中華人民共和国 遼寧省", "text: 遼寧省人民政府"),),
    ),
    "remark of a fact": Edit(
        (("select", "中国語のみ"), ("type", "中国語と英語")),
        (("remark: 中国語のみ", "remark: 中国語と英語"),),
    ),
    "fact before its remark": Edit(
        (("select", "http://www.ln.gov.cn/"), ("type", "https://english.ln.gov.cn/")),
        (("text: http://www.ln.gov.cn/", "text: https://english.ln.gov.cn/"),),
    ),
    "date": Edit(
        (("cell", "5", "B1"), ("whole",), ("type", "2018年6月1日")),
        (("- field: date\n          date: 2018-05-08", "- field: date\n          date: 2018-06-01"),),
    ),
    "date of a milestone": Edit(
        (("select", "2018年5月8日"), ("type", "2019年7月2日")),  # on the axis, above the table
        (("date: 2018-05-08\n    event", "date: 2019-07-02\n    event"),),
    ),
    "item of a fact": Edit(
        (("select", "職員交流の充実等"), ("type", "職員の交流")),
        (("職員交流の充実等", "職員の交流"),),
    ),
    "case title": Edit(
        (("select", "介護分野での人材交流"), ("type", "高齢者介護の人材交流")),
        (("title: 介護分野での人材交流", "title: 高齢者介護の人材交流"),),
    ),
    "case, second paragraph": Edit(
        (("select", "介護人材共同育成"), ("type", "看護人材育成")),
        (("介護人材共同育成", "看護人材育成"),),
    ),
    "name": Edit(
        (("cell", "0", "A1"), ("find", "遼寧省"), ("end",), ("type", "政府")),
        (("  name: 遼寧省\n", "  name: 遼寧省政府\n"),),
    ),
    "reading": Edit(
        (("select", "りょうねいしょう"), ("type", "リョウネイショウ")),
        (("reading: りょうねいしょう", "reading: リョウネイショウ"),),
    ),
    "Latin name": Edit(
        (("select", "Liaoning Province"), ("type", "Province of Liaoning")),
        (("latin: Liaoning Province", "latin: Province of Liaoning"),),
    ),
    "country": Edit(
        (("find", "中国 ／"), ("right", "2"), ("type", "（東北）")),
        (("  country: 中国\n", "  country: 中国（東北）\n"),),
    ),
    "milestone": Edit(
        (("select", "友好提携"), ("type", "姉妹提携"), ("select", "1983年"), ("type", "1984年")),
        (("- label: 友好提携\n    date: 1983", "- label: 姉妹提携\n    date: 1984"),),
    ),
    "name of a place on the map": Edit(
        (("find", "中国　□"), ("right", "2"), ("type", "東北部")),
        (("  label: 中国\n", "  label: 中国東北部\n"),),
    ),
    "years of the axis": Edit(
        (("select", "1990"), ("type", "1991")), left=(("D202", "_words:drawing.years"),)
    ),
    "imprint": Edit(
        (("select", "2026年11月版"), ("type", "2026年12月版")),
        (("edition: 2026-11 ", "edition: 2026-12 "),),
    ),
    "imprint, the time of the contents": Edit(
        (("select", "2019年11月時点"), ("type", "2020年3月時点")),
        (("as_of: 2019-11 ", "as_of: 2020-03 "),),
    ),
    "citation": Edit(
        (("select", "海外在留邦人数調査統計"), ("type", "在外邦人統計")),
        (("title: 海外在留邦人数調査統計", "title: 在外邦人統計"),),
    ),
    "date of a citation": Edit(
        (("select", "2018年7月"), ("type", "2018年8月")),
        (("issued: 2018-07\n", "issued: 2018-08\n"),),
    ),
    "legend": Edit(
        (("select", "提供あり"), ("type", "提供できる")),
        left=(("D201", "_series:marks.support.legend.marked"),),
    ),
    "question": Edit(
        (("select", "どのような機関"), ("type", "どんな機関")), left=(("D201", "_series:questions.about"),)
    ),
    "remark of the series": Edit(
        (("select", "覚書（Memorandum"), ("type", "メモ（Memorandum")),
        left=(("D201", "_series:remarks.mou"),),
    ),
    "topic": Edit(
        (("select", "希少疾患"), ("type", "難病")),
        left=(("D201", "_series:marks.focus.topics.rare_diseases"),),
    ),
    "label of a row of the series": Edit(
        (("select", "関連URL"), ("type", "URL")), left=(("D201", "_series:facts.mou.rows.url"),)
    ),
    "contact of the series": Edit(
        (("select", "210-2725"), ("type", "210-9999")), left=(("D201", "_series:contact.tel"),)
    ),
    "contact": Edit(
        (("select", "架空の部署"), ("type", "架空の課")),
        (("organisation: 架空の部署", "organisation: 架空の課"),),
        profile="awkward",
    ),
    "note": Edit(
        (("select", "題名から呼ぶ注"), ("type", "題名の注")),
        (("title: 題名から呼ぶ注", "title: 題名の注"),),
        profile="awkward",
    ),
    "note called twice": Edit(
        (("select", "二つめの注"), ("type", "第二の注")),
        (("second: 二つめの注", "second: 第二の注"),),
        profile="awkward",
    ),
    "label of a row": Edit(
        (("select", "独自の項目"), ("type", "独自の欄")),
        (("label: 独自の項目", "label: 独自の欄"),),
        profile="awkward",
    ),
    "caption": Edit(
        (("select", "図の右に付き"), ("type", "図の横に付き")),
        (("図の右に付き", "図の横に付き"),),
        profile="awkward",
    ),
    "credit": Edit(
        (("select", "図：試験用（架空）"), ("type", "図：作図（架空）")),
        (("credit: 図：試験用（架空）", "credit: 図：作図（架空）"),),
        profile="awkward",
    ),
    "paragraph, second": Edit(
        (("select", "二つめの段落です"), ("type", "第二の段落です")),
        (("二つめの段落です[^first]", "第二の段落です[^first]"),),
        profile="awkward",
    ),
    "native name": Edit(
        (("select", "虚构国立综合医疗研究机构"), ("type", "虚构医疗研究机构")),
        (("native: 虚构国立综合医疗研究机构", "native: 虚构医疗研究机构"),),
        profile="awkward",
    ),
    "free answer of a mark table": Edit(
        (("select", "自由な記述です"), ("type", "自由記述です")),
        (("other: 自由な記述です", "other: 自由記述です"),),
        profile="awkward",
    ),
}
LIAONING = (REPO / "profiles" / "liaoning.yaml").read_text("utf-8")


def bullet(words: str) -> str:
    """The line of a bullet in the profile, without its indentation."""
    (line,) = [line for line in LIAONING.splitlines() if line.strip().startswith(f"- {words}")]
    return line.strip()


FIRST, SECOND, CITY = bullet("神奈川県と遼寧省は"), bullet("相互に友好交流"), bullet("中国の東北地方")
PAD = "\n        "
LAST = "".join(LIAONING.splitlines(keepends=True)[-4:])  # the last key of the profile
assert LAST.startswith("place:")
NOTES = {
    "a note added": Edit(
        (("behind", "1,772社"), keys("InsertFootnote"), ("type", "新しい注。")),
        (
            ("2017年時点で1,772社", "2017年時点で1,772社[^note-1]"),
            (LAST, f"{LAST}\nnotes:\n  note-1: 新しい注。\n"),
        ),
    ),
    "a note deleted": Edit(
        (("behind", "題名にも注"), ("extend", "2"), keys("Delete")),
        (("題名にも注[^title]", "題名にも注"), ("  title: 題名から呼ぶ注（架空）。\n", "")),
        profile="awkward",
    ),
    "a citation deleted": Edit(
        (("behind", "日本が1位であり"), ("extend", "2"), keys("Delete")),
        (("1位であり[@jetro-dalian より]、", "1位であり、"),),
    ),
    "a citation written anew": Edit(
        (("select", "日本貿易振興機構大連事務所「遼寧省概況」"), ("type", "遼寧省の概況、")),
        (
            ("[@jetro-dalian より]", "[^jetro-dalian-1]"),
            (  # the source that is not cited any more
                "  - id: jetro-dalian\n    type: report\n    author: 日本貿易振興機構大連事務所\n"
                "    title: 遼寧省概況\n    issued: 2018-07\n",
                "",
            ),
            (
                LAST,
                f"{LAST}\nnotes:\n  jetro-dalian-1: 遼寧省の概況、（2018年7月）より\n",
            ),
        ),
        unsure=True,
    ),
    "two notes added in one line": Edit(
        (
            ("behind", "1,772社"),
            keys("InsertFootnote"),
            ("type", "一つめ。"),
            ("behind", "1,550社"),
            keys("InsertFootnote"),
            ("type", "二つめ。"),
        ),
        (
            ("2017年時点で1,772社", "2017年時点で1,772社[^note-1]"),
            ("大連市1,550社、その他", "大連市1,550社[^note-2]、その他"),
            (
                LAST,
                f"{LAST}\nnotes:\n  note-1: 一つめ。\n  note-2: 二つめ。\n",
            ),
        ),
    ),
    "a note moved with its words": Edit(
        (
            ("find", "題名にも注"),
            ("right", "2"),
            ("extend", "5"),
            keys("Cut"),
            ("behind", "本文（架空）"),
            keys("Paste"),
        ),
        (
            (
                "title: 題名にも注[^title]\n          text: 本文（架空）。",
                "title: 題名\n          text: 本文（架空）にも注[^title]。",
            ),
        ),
        profile="awkward",
    ),
    "a note moved by itself": Edit(
        (
            ("behind", "題名にも注"),
            ("extend", "2"),
            keys("Cut"),
            ("behind", "本文（架空）"),
            keys("Paste"),
        ),
        (
            (
                "title: 題名にも注[^title]\n          text: 本文（架空）。",
                "title: 題名にも注\n          text: 本文（架空）[^title]。",
            ),
        ),
        profile="awkward",
    ),
}
NONE = ("market_research", "location_tax", "incentives", "grants", "other")
MARKS = {
    "taken away": Edit(
        (("cell", "6", "C2"), ("whole",), ("type", "-")),
        (("marked: [market_research]", "marked: [one_stop, regulation, networking, matching]"),),
    ),
    **{
        f"typed as {typed}": Edit((("cell", "6", cell), ("whole",), ("type", typed)))
        for cell, typed in (("A2", "○"), ("B2", "〇"), ("D2", "◯"), ("E2", "O"))
    },
    "emptied": Edit(
        (("cell", "7", "A2"), ("whole",), keys("Delete")),
        (("none: rest", "none:" + "".join(f"\n        - {topic}" for topic in NONE)),),
    ),
    "put into an empty cell": Edit(
        (("cell", "8", "A2"), ("type", "○")),
        (("[health_tech, cancer]", "[health_tech, cancer, regenerative]"),),
    ),
    "that means nothing": Edit(
        (("cell", "8", "B2"), ("type", "△")), left=(("D210", "answers.collaboration.1.topics.personalised"),)
    ),
}
TABLES = {
    "a row added": Edit(
        (
            ("cell", "4", "B2"),
            keys("InsertRowsAfter"),
            ("cell", "4", "A3"),
            ("type", "設立"),
            ("cell", "4", "B3"),
            ("type", "1954年"),
        ),
        (("remark: 中国語のみ\n", "remark: 中国語のみ\n        - label: 設立\n          date: 1954\n"),),
    ),
    "a row deleted": Edit(
        (("cell", "5", "B1"), keys("DeleteRows")),
        (("        - field: date\n          date: 2018-05-08\n", ""),),
    ),
}
