"""Edits of the structure of a Word file: lists, paragraphs, its looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from office_edits import CITY, FIRST, MARKS, NOTES, PAD, SECOND, TABLES, TYPED, UNTRACKED, Edit, bullet, keys

STRUCTURE = {
    "Enter in the middle of a bullet": Edit(
        (("find", "このMOUを活かして、神奈川県から"), keys("InsertPara")),
        (("派遣しており、このMOUを", f"派遣しており、{PAD}- このMOUを"),),
    ),
    "Enter at the end of a bullet, and typing": Edit(
        (("find", "相互に友好交流職員"), ("end",), keys("InsertPara"), ("type", "新しい箇条です。")),
        ((SECOND, f"{SECOND}{PAD}- 新しい箇条です。"),),
    ),
    "Enter at the beginning of a bullet, and typing above": Edit(
        (("find", "相互に友好交流職員"), keys("InsertPara", "GoUp"), ("type", "新しい箇条です。")),
        ((SECOND, f"- 新しい箇条です。{PAD}{SECOND}"),),
    ),
    "Enter at the end of a list, nothing typed": Edit(
        (("find", "相互に友好交流職員"), ("end",), keys("InsertPara")),
        left=(("D246", ""),),
    ),
    "Delete at the end of a bullet": Edit(
        (("find", "神奈川県と遼寧省は、1983"), ("end",), keys("Delete")),
        ((f"MOUを締結しました。{PAD}- 相互に", "MOUを締結しました。相互に"),),
    ),
    "a bullet deleted": Edit(
        (("line", "神奈川県と遼寧省は、1983"), keys("Delete")), ((f"{FIRST}{PAD}", ""),)
    ),
    "the words of a bullet deleted, its line left empty": Edit(
        (("paragraph", "神奈川県と遼寧省は、1983"), keys("Delete")), ((f"{FIRST}{PAD}", ""),)
    ),
    "the last bullet of a list deleted": Edit(
        (("line", "相互に友好交流職員"), keys("Delete")), ((f"{PAD}{SECOND}", ""),)
    ),
    "words deleted across a reading": Edit(
        (("find", "、撫順市"), ("extend", "4"), keys("Delete")),
        (("、{撫順|ぶじゅん}市など", "など"),),
    ),
    "a bullet moved by cut and paste": Edit(
        (
            ("line", "相互に友好交流職員"),
            keys("Cut"),
            ("find", "神奈川県と遼寧省は、1983"),
            keys("Paste"),
        ),
        ((f"{FIRST}{PAD}{SECOND}", f"{SECOND}{PAD}{FIRST}"),),
    ),
    "a bullet moved by the keys for it": Edit(
        (("find", "相互に友好交流職員"), keys("MoveUp")),
        ((f"{FIRST}{PAD}{SECOND}", f"{SECOND}{PAD}{FIRST}"),),
    ),
    "a bullet moved to another list": Edit(
        (
            ("line", "相互に友好交流職員"),
            keys("Cut"),
            ("find", "2017年には、中国"),
            keys("Paste"),
        ),
        ((f"{PAD}{SECOND}", ""), (CITY, f"{CITY}{PAD}{SECOND}")),
    ),
    "words moved between fields": Edit(
        (
            ("select", "経済、観光、"),
            keys("Cut"),
            ("find", "市場情報提供/市場調査支援など"),
            keys("Paste"),
        ),
        (
            ("以来、経済、観光、文化", "以来、文化"),
            (
                "対しては、市場情報提供/市場調査支援など",
                "対しては、経済、観光、市場情報提供/市場調査支援など",
            ),
        ),
    ),
    "a whole bullet typed anew": Edit(
        (("paragraph", "国外企業等とのコラボレーションにおいて"), ("type", "重点領域は次のとおりです。")),
        ((bullet("国外企業等とのコラボレーション"), "- 重点領域は次のとおりです。"),),
    ),
    "a whole cell typed anew": Edit(
        (("cell", "4", "B1"), ("whole",), ("type", "りょうねい政府")),
        (("text: 中華人民共和国 遼寧省", "text: りょうねい政府"),),
    ),
    "a case split into two paragraphs": Edit(
        (("find", "介護人材共同育成"), keys("InsertPara")),
        (("日本企業との介護人材", "日本企業との\n\n            介護人材"),),
    ),
    "Backspace at the beginning of a paragraph": Edit(
        (("find", "ほかにも、日本企業"), keys("SwBackspace")),
        (("推進中。\n\n            ほかにも", "推進中。ほかにも"),),
    ),
    "an answer where there was none": Edit(
        (
            ("find", "への支援はありますか"),
            keys("GoToEndOfPara", "InsertPara"),
            ("type", "支援します。"),
        ),
        (
            (
                "\n\naccepted:",
                "\n\n  support:\n    - paragraph: 支援します。\n\naccepted:",
            ),
        ),
        profile="oulu",
    ),
    "another item of a callout": Edit(
        (
            ("find", "日本語人材も豊富"),
            ("end",),
            keys("InsertPara"),
            ("type", "港と空港"),
            ("style", "冊子 囲み題名"),
            keys("InsertPara"),
            ("style", "冊子 囲み本文"),
            ("type", "港があります。"),
        ),
        (
            (
                "日本語人材も豊富[@jetro-report より]です。\n",
                "日本語人材も豊富[@jetro-report より]です。\n"
                "        - title: 港と空港\n          text: 港があります。\n",
            ),
        ),
    ),
    "another case": Edit(
        (
            ("find", "ほかにも、日本企業"),
            ("end",),
            keys("InsertPara"),
            ("type", "新しい事例"),
            ("style", "冊子 事例題名"),
            keys("InsertPara"),
            ("style", "冊子 事例本文"),
            ("type", "事例の説明。"),
        ),
        (
            (
                "いただきました。\n",
                "いただきました。\n        - title: 新しい事例\n"
                "          text: |\n            事例の説明。\n",
            ),
        ),
    ),
    "a line break within a bullet": Edit(
        (("find", "このMOUを活かして、神奈川県から"), keys("InsertLinebreak")),
        left=(("D213", "answers.relation.0.bullets.1"),),
    ),
    "a remark deleted": Edit(
        (("select", "（中国語のみ）"), keys("Delete")), (("\n          remark: 中国語のみ", ""),)
    ),
    "a cell emptied": Edit(
        (("cell", "4", "B1"), ("whole",), keys("Delete")), left=(("D207", "answers.about.2.rows.0.text"),)
    ),
    "a second item of a fact": Edit(
        (("find", "努力する。"), ("end",), keys("InsertPara"), ("type", "第二の目的。")),
        (("努力する。", "努力する。\n            - 第二の目的。"),),
    ),
}
LOOKS = {
    "bold": Edit(
        (("select", "経済、観光"), keys("Bold")), (("以来、経済、観光、", "以来、**経済、観光**、"),)
    ),
    "bold taken away": Edit(
        (("select", "神奈川県からも、ネットワーキング等のサポートが可能"), keys("Bold")),
        (
            (
                "**神奈川県からも、ネットワーキング等のサポートが可能**",
                "神奈川県からも、ネットワーキング等のサポートが可能",
            ),
        ),
    ),
    "colour": Edit(
        (("select", "経済、観光"), ("colour", "16711680")), left=(("D205", "answers.relation.0.bullets.0"),)
    ),
    "underline": Edit(
        (("select", "経済、観光"), keys("Underline")), left=(("D205", "answers.relation.0.bullets.0"),)
    ),
    "a reading edited": Edit(
        (("select", "大連"), ("reading", "ダーリェン")),
        (("{大連|だいれん}市、{撫順", "{大連|ダーリェン}市、{撫順"),),
        tracked=False,
    ),
    "the word under a reading typed over": Edit(
        (UNTRACKED, ("select", "撫順"), ("type", "本渓")),
        (("{撫順|ぶじゅん}市など", "本渓市など"),),  # LibreOffice 7.4 drops the reading
        tracked=False,
    ),
    "the word under a reading typed over with tracking": Edit(
        (("select", "撫順"), ("type", "本渓")), (("{撫順|ぶじゅん}市など", "{本渓|ぶじゅん}市など"),)
    ),
    "the word under a reading deleted": Edit(
        (("select", "撫順"), keys("Delete")), (("{撫順|ぶじゅん}市など", "市など"),)
    ),
    "words before a reading deleted": Edit(
        (("select", "省都の"), keys("Delete")), (("省都の{瀋陽", "{瀋陽"),)
    ),
    "words behind a reading deleted": Edit(
        (("select", "市など14"), keys("Delete")), (("}市など14市", "}市"),)
    ),
    "half of the word under a reading deleted": Edit(
        (("find", "大連市、"), ("extend", "1"), keys("Delete")),
        (("{大連|だいれん}市、", "{連|だいれん}市、"),),
    ),
    "an address typed over": Edit(
        (("select", "p1105776"), ("type", "p2")),
        (("f531396/p1105776.html", "f531396/p2.html"),),
    ),
    "a milestone of which only the year is printed": Edit(
        (("select", "MOU 2018年"), ("type", "MOU 2019年")),
        left=(("D203", "partner.country"),),
        layout="onepage",
    ),
    "a whole milestone on the axis": Edit(
        (("select", "友好提携 1983年"), ("type", "姉妹提携 1984年")),
        (("- label: 友好提携\n    date: 1983", "- label: 姉妹提携\n    date: 1984"),),
    ),
    "a milestone above the name": Edit(
        (("select", "友好提携 1983年"), ("type", "姉妹提携 1984年")),
        (("- label: 友好提携\n    date: 1983", "- label: 姉妹提携\n    date: 1984"),),
        layout="onepage",
    ),
    "a comment": Edit(
        (("find", "1,772社"), ("comment", "社数を確認してください", "校正 太郎")),
        comments=(("answers.about.1.items.0.text", "校正 太郎", "社数を確認してください"),),
    ),
    "a comment in a cell": Edit(
        (("find", "中国語のみ"), ("comment", "確かですか", "校正 太郎")),
        comments=(("answers.about.2.rows.1.text", "校正 太郎", "確かですか"),),
    ),
    "all changes accepted at the desk": Edit(
        (("select", "14市から"), ("type", "15市から"), keys("AcceptAllTrackedChanges")),
        (("など14市から構成され、", "など15市から構成され、"),),
        tracked=False,
    ),
}


def together(edits: Iterable[Edit], profile: str) -> Edit:
    """All edits of one partner in one file, one after the other."""
    own = [edit for edit in edits if edit.profile == profile]
    return Edit(
        tuple(step for edit in own for step in edit.steps),
        tuple(pair for edit in own for pair in edit.yaml),
        tuple(left for edit in own for left in edit.left),
        profile=profile,
    )


MANY = {
    f"typing in every field of {profile}": together(TYPED.values(), profile)
    for profile in ("liaoning", "awkward")
} | {"all marks": together(MARKS.values(), "liaoning")}
EITHER = {**MANY, **STRUCTURE, **NOTES, **TABLES}
EDITS = {**EITHER, **LOOKS} | {
    f"{name}, not tracked": replace(edit, steps=(UNTRACKED, *edit.steps), tracked=False)
    for name, edit in EITHER.items()
}
