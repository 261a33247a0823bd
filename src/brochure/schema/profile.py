"""The file format of profiles: ``profiles/<name>.yaml``, written by an editor for each partner."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from brochure.diagnostics.problem import Location, Problem
from brochure.document.picture_crop import CENTRE, focus_point
from brochure.schema.base import (
    Accent,
    Date,
    Focus,
    Key,
    Markup,
    MarkupWithoutCalls,
    Plain,
    Strict,
    Unprinted,
    described,
)
from brochure.schema.csl_items import LedgerEntry, Source, csl_item_schema
from brochure.schema.series import AS_OF, OWN_EDITION, VALID_UNTIL, ContactDef
from brochure.schema.yaml_reader import YamlPath, YamlText

NO_CREDIT = ("none", "なし")  # values of credit for a picture that needs no credit line
_CREDIT = "提供元の表示。要らない画像（自分で作った図など）は none"


class Partner(Strict):
    """The partner: name, country, region and kind."""

    name: Plain = described("機関・地域の名前。例：遼寧省", "Name of the partner.")
    reading: Plain | None = described(
        "名前のよみ（ひらがな）。並べ替えに使い、漢字で始まる名前では印刷もされます",
        "Reading of the name in kana, for sorting; also printed if the name begins with kanji.",
        default=None,
    )
    latin: Plain | None = described("ローマ字・英語の名前", "Name in Latin letters.", default=None)
    native: Plain | None = described("現地語の名前", "Name in the partner's own language.", default=None)
    native_lang: Unprinted | None = described(
        "現地語の言語タグ。例：zh-CN", "Language tag of the native name.", default=None
    )
    country: Plain | None = described(
        "国名。例：中国。国際機関のように国に属さなければ書かず、region を書きます",
        "Country; for a partner without a country, leave it out and write region.",
        default=None,
    )
    country_reading: Unprinted | None = described(
        "国名のよみ（並べ替え用。印刷されません）",
        "Reading of the country, for sorting; not printed.",
        default=None,
    )
    region: Key | None = described(
        "地域（_series.yaml の regions）。国名がなければ、その代わりに印刷されます",
        "Region, one of the series' regions; printed if there is no country.",
        default=None,
    )
    kind: Key | None = described(
        "機関の種類（_series.yaml の kinds。分類用。印刷されません）",
        "Kind of institution, one of the series' kinds, for grouping; not printed.",
        default=None,
    )


class Milestone(Strict):
    """A dated event that is printed in the title (年譜)."""

    label: Plain = described("できごと。例：友好提携", "Event.")
    date: Date = described(
        "年・年月・年月日。例：1983、2018-05-08、平成30年5月8日", "Year, month or day, as you write it."
    )
    event: Key | None = described(
        "できごとの種類（_series.yaml の events。なければ mou だけ）。冊子の並べ替えと早見表に使います",
        "Kind of event, one of the series' events (mou if it names none); for sorting and for columns.",
        default=None,
    )


Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class PlaceDef(Strict):
    """Where the partner is, for maps (位置)."""

    lat: Latitude = described(
        "緯度（度。北緯は正、南緯は負）。例：41.8", "Latitude in degrees, north is positive."
    )
    lon: Longitude = described(
        "経度（度。東経は正、西経は負）。例：123.4", "Longitude in degrees, east is positive."
    )
    label: Plain | None = described(
        "地図に書く名前。例：中国。書かなければ、機関の名前",
        "Name on the map; by default the partner's name.",
        default=None,
    )


class PictureDef(Strict):
    """A picture in the title."""

    file: Unprinted = described(
        "画像ファイル（作業フォルダーからの相対パス）", "Image file, relative to the workspace."
    )
    alt: Plain = described("画像の説明（読み上げ用、必須）", "Alternative text for screen readers; required.")
    credit: MarkupWithoutCalls | None = described(
        _CREDIT, "Credit line; write none if the picture needs none.", default=None
    )


class CroppedPictureDef(PictureDef):
    """A picture that is cropped around its focus."""

    focus: Focus | None = described(
        "切り取っても必ず残る点。30% 60%（左から、上から）か、center、top、bottom、left、right、"
        "top-left などの9つの語。書かなければ中央",
        "The point that a crop keeps: 30% 60% from the left and the top, or one of nine words.",
        default=None,
    )

    @property
    def focus_point(self) -> tuple[float, float]:
        """The focus as shares of width and height."""
        return focus_point(self.focus) if self.focus else CENTRE


class Titled(Strict):
    """A title and a text."""

    title: Markup = described("小見出し", "Title.")
    text: Markup = described("本文。空行で段落が分かれます。", "Text; a blank line separates paragraphs.")


NumberText = Annotated[Plain, WithJsonSchema({"type": ["string", "number"]})]
"""A number as it is printed; other YAML tools read 27 as a number."""


class NumberDef(Strict):
    """A number of a callout that is set large."""

    value: NumberText = described("数。例：1,772", "The number, as it is printed.")
    unit: Plain | None = described(
        "単位。例：社。文が「3,000人近い」なら「人近く」",
        "Unit after the number, with words such as “nearly”.",
        default=None,
    )
    label: Markup = described(
        "何の数か。出典は [@id]。項目の本文と同じ出典は、同じ番号の注になります。",
        "What it counts. Cite its source as [@id]; a source that the text cites gets the same note.",
    )


class CalloutItem(Titled):
    """A title, numbers and a text."""

    numbers: list[NumberDef] = described(
        "大きく組む数（3つまで）。本文の前に並びます。本文にもある数を書きます。",
        "Up to three numbers, set large before the text; the text says them, too.",
        default=[],
        max_length=3,
    )


class ParagraphBlock(Strict):
    """A paragraph."""

    paragraph: Markup = described("段落", "Text; a blank line separates paragraphs.")
    as_of: Date | None = AS_OF


class BulletsBlock(Strict):
    """Unnumbered items."""

    bullets: list[Markup] = described("箇条書き", "Unnumbered items.", min_length=1)
    as_of: Date | None = AS_OF


class CalloutBlock(Strict):
    """A box that stands out."""

    callout: Key = described(
        "囲みの種類（_series.yaml の callouts）", "Kind of callout, one of the series' callouts."
    )
    items: list[CalloutItem] = described("囲みの中の項目", "Items in the callout.", min_length=1)
    as_of: Date | None = AS_OF


class Row(Strict):
    """A row of a fact table."""

    field: Key | None = described(
        "行の種類（_series.yaml の facts）", "Id of a row in the series' table.", default=None
    )
    label: Markup | None = described(
        "この機関だけの行の見出し", "Label of a row that only this partner has.", default=None
    )
    text: Markup | None = described("内容", "Content.", default=None)
    date: Date | None = described(
        "日付。例：2018-05-08、2018/5/8、平成30年5月8日",
        "Date, instead of text, as you write it.",
        default=None,
    )
    items: list[Markup] | None = described(
        "◆ の付く項目", "Items, each with the sign ◆.", default=None, min_length=1
    )
    remark: Markup | None = described(
        "内容のあとに（ ）で添える断り", "Remark, printed in parentheses after the content.", default=None
    )
    qr: bool | None = described(
        "text のURLの二次元コードを付けるか（true、false）。書かなければレイアウトが決めます。",
        "Whether the URL in text gets a code; by default the layout decides.",
        default=None,
    )
    as_of: Date | None = AS_OF
    valid_until: Date | None = VALID_UNTIL


class FactsBlock(Strict):
    """A table of facts."""

    facts: Key = described("表の種類（_series.yaml の facts）", "Kind of table, one of the series' facts.")
    rows: list[Row] = described("行", "Rows.", min_length=1)


class MarksBlock(Strict):
    """A table of topics with marks."""

    marks: Key = described(
        "星取表の種類（_series.yaml の marks）", "Kind of table, one of the series' marks."
    )
    marked: list[Key] = described("○ の付く項目", "Topics that carry the mark.", default=[])
    none: list[Key] | Literal["rest"] = described(
        "「なし」と回答のあった項目。その調査の残りすべてなら rest。どちらにもない項目は空欄（回答なし）。",
        "Topics answered with “none”; rest: all others of the round. A topic in neither list is unanswered.",
        default=[],
    )
    other: Markup | None = described("「その他」の自由記述", "Free text for the topic “other”.", default=None)
    survey: Key | None = described(
        "どの回の調査の回答か。ファイルの survey と違うときだけ",
        "The round of the survey, if it differs from that of the file.",
        default=None,
    )


class CasesBlock(Strict):
    """Named cases."""

    cases: list[Titled] = described("事例", "Cases.", min_length=1)
    as_of: Date | None = AS_OF
    survey: Key | None = described(
        "どの回の調査の回答か。ファイルの survey と違うときだけ",
        "The round of the survey, if it differs from that of the file.",
        default=None,
    )


class FigureBlock(Strict):
    """A photograph or a map."""

    figure: Unprinted = described(
        "写真や地図の画像ファイル（作業フォルダーからの相対パス。JPEGかPNG）",
        "Image file, JPEG or PNG, relative to the workspace.",
    )
    alt: Plain = described(
        "画像の説明（読み上げ用、必須）。地図なら、何が読み取れるか",
        "Alternative text for screen readers; required. For a map: what it shows.",
    )
    caption: Markup | None = described("図の説明文", "Caption.", default=None)
    credit: Markup | None = described(
        _CREDIT, "Credit line; write none if the picture needs none.", default=None
    )
    width: Key = described(
        "幅。full（答えの幅）、half（半分）、wide（頁の幅）",
        "Width: full, half, wide (also over the side column), or another width of the layout.",
        default="full",
    )


class StripPictureDef(CroppedPictureDef):
    """A picture of a strip."""

    caption: Markup | None = described("写真の説明文", "Caption.", default=None)


class StripBlock(Strict):
    """Two or three pictures side by side, equally high."""

    strip: list[StripPictureDef] = described(
        "同じ高さで横に並べる写真（2枚か3枚）",
        "Two or three pictures side by side, equally high.",
        min_length=2,
        max_length=3,
    )


class RemarkBlock(Strict):
    """A remark (注記) that only this partner has."""

    remark: Markup = described("注記（※は自動で付きます）", "Remark; ※ is added automatically.")


_BLOCKS: dict[str, type[Strict]] = {
    "paragraph": ParagraphBlock,
    "bullets": BulletsBlock,
    "callout": CalloutBlock,
    "facts": FactsBlock,
    "marks": MarksBlock,
    "cases": CasesBlock,
    "figure": FigureBlock,
    "strip": StripBlock,
    "remark": RemarkBlock,
}
TAGS = {f"{kind}:block": model for kind, model in _BLOCKS.items()}


@cache
def kinds_by_text_key() -> Mapping[str, str]:
    """The keys of blocks whose value is one text with markup, such as ``caption``, with the block's kind."""
    return {
        key: kind
        for kind, model in _BLOCKS.items()
        for key, annotation in model.__annotations__.items()
        if annotation in ("Markup", "Markup | None")
    }


@cache
def optional_text_keys() -> frozenset[str]:
    """Those of :func:`kinds_by_text_key` that a block may lack."""
    return frozenset(
        key for key, kind in kinds_by_text_key().items() if not _BLOCKS[kind].model_fields[key].is_required()
    )


def _tag(value: object) -> str | None:
    if isinstance(value, Strict):
        return next(f"{kind}:block" for kind, model in _BLOCKS.items() if isinstance(value, model))
    if isinstance(value, dict):
        return next((f"{kind}:block" for kind in _BLOCKS if kind in value), None)
    return None


Block = Annotated[
    Annotated[ParagraphBlock, Tag("paragraph:block")]
    | Annotated[BulletsBlock, Tag("bullets:block")]
    | Annotated[CalloutBlock, Tag("callout:block")]
    | Annotated[FactsBlock, Tag("facts:block")]
    | Annotated[MarksBlock, Tag("marks:block")]
    | Annotated[CasesBlock, Tag("cases:block")]
    | Annotated[FigureBlock, Tag("figure:block")]
    | Annotated[StripBlock, Tag("strip:block")]
    | Annotated[RemarkBlock, Tag("remark:block")],
    Discriminator(_tag),
]


class Accepted(Strict):
    """A warning that the editor has accepted, with the reason."""

    code: Unprinted = described("注意の記号。例：S201", "Code of the warning.")
    text: Unprinted = described(
        "注意の出た文の一部、または出典のid", "Part of the sentence with the warning, or the source's id."
    )
    reason: Unprinted = described("注意をそのままにする理由", "Reason why the warning is accepted.")


Sources = Annotated[list[Any], WithJsonSchema(csl_item_schema())]


class ProfileData(Strict):
    """The profile of one partner."""

    partner: Partner = described("相手機関", "The partner.")
    edition: Date = OWN_EDITION
    as_of: Date | None = described(
        "内容がいつの時点か", "Date for which the contents are valid.", default=None
    )
    survey: Key | None = described(
        "どの回の調査の回答か（_series.yaml の surveys の名前）。例：2019-11",
        "The round of the survey that these answers belong to, one of the series' surveys.",
        default=None,
    )
    accent: Accent = described("色。例：#0b4f8a", "The partner's colour.", default="#0b4f8a")
    place: PlaceDef | None = described(
        "位置。書くと、表題の帯と冊子の世界地図に印が付きます（_series.yaml に home が要ります）",
        "Place: marked on the maps of the title band and of the booklet; the series needs home.",
        default=None,
    )
    milestones: list[Milestone] = described(
        "年譜。表題の下の軸に並びます", "Milestones, on an axis below the title.", default=[]
    )
    photo: CroppedPictureDef | None = described("表題の写真", "Photograph in the title.", default=None)
    flag: PictureDef | None = described(
        "名前のとなりの旗や紋章", "Flag or emblem beside the name.", default=None
    )
    answers: dict[Key, list[Block]] = described(
        "質問ごとの答え", "Answers by question; each answer is a list of blocks."
    )
    sources: Sources = described(
        "出典（CSLの項目）。本文の [@id] から引きます。ファイル名を書くと読み込みます。",
        "Sources as CSL items, cited as [@id]; the name of a Zotero export includes that file.",
        default=[],
    )
    notes: dict[Key, MarkupWithoutCalls] = described(
        "出典でない注。本文の [^名前] から呼びます。",
        "Notes that are not sources, by id; called as [^id].",
        default={},
    )
    accepted: list[Accepted] = described(
        "注意への答え。理由を書くと、その注意は出なくなります。",
        "Accepted warnings with reasons; they are not shown again.",
        default=[],
    )
    contact: ContactDef | None = described(
        "問い合わせ先が共通ファイルと違うとき", "Contact, if it differs from the series.", default=None
    )


@dataclass(frozen=True)
class Profile:
    """A profile without errors: its data, its YAML with locations, warnings, known sources and the ledger."""

    id: str
    data: ProfileData
    source: YamlText
    warnings: tuple[Problem, ...]
    sources: Mapping[str, Source]
    ledger: Mapping[str, LedgerEntry]

    def locate(self, at: str, offset: int | None = None) -> Location:
        """Return the location of an address (``answers.about.0.bullets.1``) in the file."""
        return self.source.locate(address_path(at), offset)


_INDEX = re.compile("[0-9]{1,9}")


def address_path(at: str) -> YamlPath:
    """Return the YAML path of an address; steps of up to nine digits are positions in lists."""
    return tuple(int(step) if _INDEX.fullmatch(step) else step for step in at.split(".") if step)
