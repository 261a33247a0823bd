"""The tables of docs/sources.md: each type of source in each citation style, and what a style leaves out.

``make docs`` writes them with made-up sources (source_samples.yaml).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from brochure.assembly.citation import Citation, CslStyle
from brochure.document.tree import plain_text
from brochure.schema.csl_items import DATES, NAMES, STRINGS, Item, read_items
from brochure.schema.yaml_reader import parse_yaml

HERE = Path(__file__).parent
FOLDER = HERE.parent / "layouts" / "standard" / "citation"
STYLES = {"house": "冊子の形", "sist02": "SIST 02", "public-data": "公共データ"}
TYPES = {
    "article-journal": "雑誌の論文",
    "article-magazine": "雑誌の記事",
    "article-newspaper": "新聞記事",
    "chapter": "本の章",
    "paper-conference": "会議の論文",
    "entry-encyclopedia": "事典の項目",
    "book": "本",
    "thesis": "学位論文",
    "report": "報告書、統計書",
    "patent": "特許",
    "legislation": "法令、条例",
    "standard": "規格",
    "map": "地図",
    "dataset": "データ",
    "webpage": "Webページ",
    "post": "SNSの投稿",
    "post-weblog": "ブログの記事",
    "speech": "講演",
    "motion_picture": "映画、映像",
    "software": "ソフトウェア",
    "interview": "聞き取り",
    "personal_communication": "手紙、電子メール",
}
# Why a style leaves out a field of a type; "*" stands for all types.
REASONS = {
    ("house", "*", "URL"): "資料名と発行日があれば探せる。どちらかがなければ印刷する",
    ("public-data", "*", "URL"): "公共データの形でない種類は、冊子の形と同じ",
    ("house", "*", "number-of-pages"): "引いた頁を書くので、総頁数はなくても探せる",
    ("public-data", "*", "number-of-pages"): "引いた頁を書くので、総頁数はなくても探せる",
    ("sist02", "*", "issued（月）"): "SIST 02 は年だけを書く",
    ("house", "legislation", "issued"): "番号に年がある。番号がなければ印刷する",
    ("public-data", "legislation", "issued"): "番号に年がある。番号がなければ印刷する",
    ("*", "standard", "author"): "規格は番号で探す",
    ("*", "standard", "publisher"): "規格は番号で探す",
    ("house", "*", "custom.licence"): "規約が求めるのは、公共データの出典表示だけ",
    ("sist02", "*", "custom.licence"): "規約が求めるのは、公共データの出典表示だけ",
    ("public-data", "dataset", "custom.licence"): "政府標準利用規約2.0の記載例に、規約の名前はない",
    ("public-data", "*", "publisher"): "規約の記載例は、機関を一つだけ書く。著者がなければ発行者を書く",
}


_OTHER_NAMES = ("event", "archive")  # printed as event-title and derived.archive


@cache
def samples() -> tuple[Item, ...]:
    """Return the made-up sources."""
    file = parse_yaml((HERE / "source_samples.yaml").read_bytes(), "source_samples.yaml")
    found, problems = read_items(file, (), "samples:", shared=True, strict=True)
    mistakes = [*problems, *(mistake for source in found for mistake in source.mistakes)]
    if mistakes:
        raise ValueError(mistakes)
    return tuple(source.item for source in found)


@cache
def style(name: str) -> CslStyle:
    """Return a style that the standard layout ships."""
    return CslStyle((FOLDER / f"{name}.csl").read_bytes())


def printed(name: str, item: Item) -> str:
    """Return a source as a style prints it."""
    return plain_text(style(name).render(Citation(item)))


@cache
def omissions() -> list[tuple[str, str, str]]:
    """Return the style, the type and the field of all that a style leaves out of the made-up sources.

    A field is printed if the text changes when the field changes. Parts of a date are fields of their own.
    """
    found: dict[tuple[str, str, str], None] = {}
    for name in STYLES:
        for item in samples():
            whole = printed(name, item)
            for field, changed in _changed(item):
                if printed(name, changed) == whole:
                    found[name, str(item["type"]), field] = None
    return list(found)


def _changed(item: Item) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the fields of an item, and the item with another value of that field."""
    for key, value in item.items():
        made: dict[str, Any] = copy.deepcopy(dict(item))
        if key in ("id", "type"):
            continue
        if key in DATES:
            yield from ((field, {**made, key: date}) for field, date in _changed_dates(key, value))
        elif key in NAMES:
            yield key, {**made, key: [{"literal": "別人"}]}
        elif key == "custom":
            for own in value:
                rest = {name: said for name, said in value.items() if name != own}
                yield f"custom.{own}", {**made, "custom": rest}
        else:
            yield key, {**made, key: f"{value}9" if str(value)[-1:].isdigit() else f"{value}改"}


def _changed_dates(key: str, value: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, part in enumerate(("", "（月）", "（日）")):
        made = copy.deepcopy(value)
        dates = [date for date in made["date-parts"] if len(date) > index]
        for date in dates:
            date[index] += 1 if date[index] < 12 or not index else -1
        if dates:
            yield f"{key}{part}", made


def reason(name: str, kind: str, field: str) -> str:
    """Return why a style leaves out a field of a type.

    Raises:
        KeyError: Nobody gave a reason: a style loses something.
    """
    bare = field.removesuffix("（月）").removesuffix("（日）")
    for key in ((name, kind, field), (name, kind, bare), (name, "*", field), ("*", kind, field)):
        if key in REASONS:
            return REASONS[key]
    raise KeyError((name, kind, field))


def never_printed() -> list[str]:
    """Return the fields of CSL that no style names."""
    texts = "".join((FOLDER / f"{name}.csl").read_text("utf-8") for name in STYLES)
    named = set(re.findall(r"[\w.-]+", " ".join(re.findall(r'(?:variable|macro)="([^"]*)"', texts))))
    named |= {"language", *_OTHER_NAMES}
    return [key for key in (*NAMES, *DATES, *STRINGS) if key not in named and f"derived.{key}" not in named]


def examples_table() -> list[str]:
    """Return the table of types and styles."""
    lines = [f"| 種類 | {' | '.join(STYLES.values())} |", f"|---{'|---' * len(STYLES)}|"]
    for kind, label in TYPES.items():
        for item in samples():
            if item["type"] == kind:
                cells = [_cell(printed(name, item)) for name in STYLES]
                lines.append(f"| `{kind}`<br>{label} | {' | '.join(cells)} |")
    return lines


def omissions_table() -> list[str]:
    """Return the table of what a style leaves out, with the reasons."""
    kinds: dict[tuple[str, str, str], list[str]] = {}
    for name, kind, field in omissions():
        kinds.setdefault((name, field, reason(name, kind, field)), []).append(kind)
    lines = ["| 形 | 項目 | 種類 | わけ |", "|---|---|---|---|"]
    for (name, field, why), found in kinds.items():
        listed = "、".join(f"`{kind}`" for kind in dict.fromkeys(found))
        lines.append(f"| {STYLES[name]} | `{field}` | {listed} | {why} |")
    return lines


def never_printed_line() -> list[str]:
    """Return the list of fields that no style prints."""
    return ["、".join(f"`{key}`" for key in never_printed())]


def _cell(text: str) -> str:
    """Return a citation as the cell of a table, with the signs of Markdown as they are."""
    return re.sub(r"([|<>*_\[\]`])", r"\\\1", text)
