"""Editions of a partner for the tests: liaoning as an editor might have changed it, and random ones."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from brochure.assembly.citation import load_citation_style
from brochure.assembly.document import assemble_document
from brochure.build.load import SharedInput, load_series
from brochure.document.tree import Document, Placement
from brochure.schema import references as proofread
from brochure.schema.references import Library
from brochure.schema.yaml_reader import parse_yaml
from brochure.word.baseline import Baseline
from brochure.word.tracked_changes.write import Redline, write_redline
from brochure.word.write import write_docx
from generated import profile
from random_edition import next_edition
from workspaces import REPO, workspace

LIAONING = (REPO / "profiles" / "liaoning.yaml").read_text("utf-8")
DATE = datetime.date(2027, 1, 15)
PICTURE = "{file: tests/samples/photos/mountains.png, alt: 架空の山, credit: 写真：架空}"

# What an editor may do: name, and what is replaced by what; each must be in liaoning.yaml.
EDITS: dict[str, list[tuple[str, str]]] = {
    "words": [("14市から構成され", "15市から構成され"), ("1,772社（瀋陽", "1,850社（瀋陽")],
    "ruby": [("{撫順|ぶじゅん}", "{本渓|ほんけい}")],
    "reading": [("{大連|だいれん}", "{大連|ダーリェン}")],
    "strong": [
        (
            "**神奈川県からも、ネットワーキング等のサポートが可能**",
            "神奈川県からも、**ネットワーキング等のサポートが可能**",
        )
    ],
    "bullet added": [
        (
            "  relation:\n    - bullets:\n",
            "  relation:\n    - bullets:\n        - 2026年に新しい交流が始まりました。\n",
        )
    ],
    "bullet removed": [
        (
            "        - 相互に友好交流職員も派遣しており、このMOUを活かして、"
            "**神奈川県からも、ネットワーキング等のサポートが可能**です。\n",
            "",
        )
    ],
    "bullet of two paragraphs": [
        (
            "        - 相互に友好交流職員も派遣しており、この",
            "        - |\n          相互に友好交流職員も派遣しています。\n\n          この",
        )
    ],
    "note added": [
        ("35周年となる2018年に", "35周年となる2018年[^year]に"),
        ("accepted:", "notes:\n  year: 平成30年にあたる。\n\naccepted:"),
    ],
    "note removed": [
        ("150億ドル", "一五〇億ドル"),
        ("[@jetro-news]。", "。"),
        ("text: jetro-news", "text: jetro-report"),
    ],
    "note edited": [("title: 遼寧省概況", "title: 遼寧省の概況と展望")],
    "note cited elsewhere": [
        ("[@jetro-dalian より]、2017年", "、2017年"),
        ("[@mofa-survey より]です", "[@jetro-dalian より]です"),
    ],
    "note cited with a page": [("[@jetro-seminar]", "[@jetro-seminar, p. 12]")],
    "note called again": [("[@jetro-news]。", "[@jetro-news]。次も同じ[@jetro-seminar]。")],
    "mark flipped": [("marked: [market_research]", "marked: [matching]")],
    "mark answered": [
        ("marked: [health_tech, cancer]", "marked: [health_tech, cancer, other]\n      other: 漢方の研究")
    ],
    "row added": [
        (
            "          remark: 中国語のみ\n",
            "          remark: 中国語のみ\n        - label: 人口\n          text: 4,000万人\n",
        )
    ],
    "row removed": [("        - field: name\n          text: 中華人民共和国 遼寧省\n", "")],
    "row with another text": [
        ("text: 中華人民共和国 遼寧省", "text: 中国東北部の省\n          items: [瀋陽市, 大連市]")
    ],
    "row becomes items": [
        (
            "          text: http://www.ln.gov.cn/\n          remark: 中国語のみ",
            "          items: [本庁, 分庁]",
        )
    ],
    "callout item added": [
        (
            "    - facts: organisation ",
            "        - title: 新しい強み\n          text: 港が近い。\n    - facts: organisation ",
        )
    ],
    "question gets another block": [
        ("  relation:\n", "    - paragraph: 終わりの段落です。\n\n  relation:\n")
    ],
    "question loses its answer": [
        (LIAONING[LIAONING.index("  support:\n") : LIAONING.index("  collaboration:\n")], "")
    ],
    "block of another kind": [
        (
            "    - cases:\n        - title: 介護分野での人材交流\n          text: |",
            "    - callout: strength\n      items:\n        - title: 介護分野での人材交流\n          text: |",
        )
    ],
    "name": [("name: 遼寧省", "name: 吉林省"), ("りょうねいしょう", "きつりんしょう"), ("Liaoning", "Jilin")],
    "edition": [("edition: 2026-11", "edition: 2027-01"), ("as_of: 2019-11", "as_of: 2026-12")],
    "contact": [("accepted:", "contact:\n  organisation: 架空課\n  tel: 045-000-0000\n\naccepted:")],
    "photo": [("accent:", f"photo: {PICTURE}\naccent:")],
    "flag": [("accent:", f"flag: {PICTURE}\naccent:")],
    "figure": [
        (
            "  relation:\n",
            "    - figure: tests/samples/pictures/map.png\n      alt: 略図\n"
            "      caption: 架空の略図[@jetro-news]\n      credit: none\n      width: half\n\n  relation:\n",
        )
    ],
    "link": [
        (
            "https://www.pref.kanagawa.jp/docs/mv4/cnt/f531396/p1105776.html",
            "https://www.pref.kanagawa.jp/docs/mv4/new.html",
        )
    ],
    "milestone": [("date: 1983", "date: 1984")],
}


def document(text: str, common: SharedInput, name: str = "liaoning") -> Document:
    """The document of a profile."""
    library = Library(common.sources, {}, {})
    found = proofread.validate_profile(
        parse_yaml(text.encode(), f"{name}.yaml"), name=name, series=common.series, library=library
    )
    layout = common.layout
    policy = layout.data.codes
    return assemble_document(
        found, common.series, layout.house_style, load_citation_style(layout), code_policy=policy
    )


def edited(*names: str) -> str:
    """liaoning.yaml after some of the edits."""
    text = LIAONING
    for name in names:
        for old, new in EDITS[name]:
            assert text.count(old) >= 1, f"{name}: {old!r} is not in liaoning.yaml"
            text = text.replace(old, new, 1)
    # sources that nothing cites any more may stay: only notes must be called
    return text


def random_editions(seed: int, changes: int, common: SharedInput) -> tuple[Document, Document]:
    """A random partner and its next edition."""
    return document(profile(seed), common, "x"), document(next_edition(seed, changes), common, "x")


def redlined(old: Document, new: Document, common: SharedInput, **wishes: Any) -> Redline:
    """The Word file of both."""
    facts: dict[str, Any] = {"author": "国際課", "date": DATE, "roots": (REPO, REPO)}
    return write_redline(old, new, common.layout, baseline=baseline(new), **(facts | wishes))


def written(document: Document, common: SharedInput) -> bytes:
    """The Word file of an edition."""
    return write_docx(document, common.layout, baseline=baseline(document), root=REPO)


def baseline(document: Document) -> Baseline:
    """What an edition was made from."""
    return Baseline(document.id, document.title, load_series(workspace("repo")).source.text)


def behind_questions(common: SharedInput) -> SharedInput:
    """The layout with notes behind the questions: every question is a section of the Word file."""
    data = common.layout.data
    notes = data.notes.model_copy(update={"placement": "section"})
    layout = dataclasses.replace(common.layout, data=data.model_copy(update={"notes": notes}))
    assert layout.house_style.placement is Placement.SECTION
    return dataclasses.replace(common, layout=layout)
