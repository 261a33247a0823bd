"""The file format of booklets: ``booklets/<name>.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, ValidationError

from brochure.diagnostics.problem import BrochureError, Problem, nearest_word, problem
from brochure.schema.base import (
    Accent,
    Date,
    Key,
    MarkupWithoutCalls,
    Plain,
    Strict,
    Unprinted,
    WebAddress,
    described,
    model_keys,
    sort_problems,
    validation_problems,
    without_nulls,
    yaml_warnings,
)
from brochure.schema.look_alike_warnings import look_alike_warnings
from brochure.schema.markup_checks import check_markup
from brochure.schema.printed_texts import model_texts
from brochure.schema.profile import PictureDef
from brochure.schema.series import OWN_EDITION, Series, with_edition
from brochure.schema.yaml_reader import YamlText, parse_yaml

ORDERS = ("region", "reading")  # of partners, besides the kinds of events of the series
COLUMNS = ("place", "as_of")  # of the table of facts, besides the kinds of events of the series


class Seminar(Strict):
    """The event where the booklet is handed out."""

    name: Plain = described("催しの名前", "Name of the event.")
    date: Date | None = described("開催日", "Date of the event.", default=None)
    place: Plain | None = described("会場", "Venue.", default=None)


class CoverDef(Strict):
    """The front cover."""

    colour: Accent = described("表紙の色。例：#0b4f8a", "Colour of the cover.", default="#0b4f8a")
    above: Plain | None = described("題名の上の行", "The line above the title.", default=None)
    photo: PictureDef | None = described("表紙の写真", "Picture on the cover.", default=None)


class SectionDef(Strict):
    """A text of the booklet itself, such as the foreword."""

    title: Plain = described("見出し。例：はじめに", "Heading.")
    text: MarkupWithoutCalls = described(
        "本文。空行で段落が分かれます。", "Text; a blank line separates paragraphs."
    )


class Override(Strict):
    """A value that differs in this booklet; the profile is not changed."""

    at: Unprinted = described(
        "変える値の番地。例：answers.about.0.bullets.1（番号は0から）",
        "Address of the value in the profile.",
    )
    was: Unprinted = described(
        "機関ファイルの今の値。機関ファイルの値が変わると、注意が出ます",
        "Present value in the profile; a warning says when it changes.",
    )
    use: Unprinted = described("この冊子での値", "Value in this booklet.")


class Entry(Strict):
    """A partner of the booklet."""

    id: Key = described("機関ファイルの名前（.yaml を除く）", "Name of the profile.")
    depth: Literal["full", "page", "half", "row"] = described(
        "どこまで載せるか：full 全部、page 1頁、half 半頁（続く2機関で1頁）、row 早見表の行だけ",
        "How much to print: all pages, one page, half a page (two neighbours share one), or only the rows "
        "in the comparison tables.",
        default="full",
    )
    overrides: list[Override] = described(
        "この冊子だけの変更", "Values that differ in this booklet.", default=[]
    )


class Choice(Strict):
    """A choice of partners by region and kind instead of by name."""

    region: list[Key] = described(
        "地域（_series.yaml の regions）。空なら全部", "Regions of the series; all if empty.", default=[]
    )
    kind: list[Key] = described(
        "種類（_series.yaml の kinds）。空なら全部", "Kinds of the series; all if empty.", default=[]
    )
    sort: Key = described(
        "並べ方：region 地域とよみ、reading よみ、できごとの種類（_series.yaml の events）ならその古い順",
        "Order: by region and reading, by reading, or by the first event of a kind of the series (mou).",
        default="region",
    )
    depth: Literal["full", "page", "half", "row"] = described(
        "どこまで載せるか：full 全部、page 1頁、half 半頁（続く2機関で1頁）、row 早見表の行だけ",
        "How much to print of each: all pages, one page, half a page (two neighbours share one), or only the "
        "rows in the comparison tables.",
        default="full",
    )


def _partners(value: object) -> str:
    return "choice:partners" if isinstance(value, dict | Choice) else "list:partners"


Entries = Annotated[list[Entry], Field(min_length=1)]
Partners = Annotated[
    Annotated[Entries, Tag("list:partners")] | Annotated[Choice, Tag("choice:partners")],
    Discriminator(_partners),
]
TAGS: dict[str, type[Strict]] = {"list:partners": Entry, "choice:partners": Choice}


class NotesDef(Strict):
    """Placement and numbers of the notes in the booklet."""

    placement: Literal["page", "section", "partner", "booklet"] | None = described(
        "注の位置。書かなければレイアウトのとおり。booklet は冊子の終わりにまとめる",
        "Place of notes; by default that of the layout. booklet: all at the end of the booklet.",
        default=None,
    )
    numbers: Literal["partner", "through"] = described(
        "番号：partner 機関ごとに1から、through 冊子を通して",
        "Numbers: partner, from 1 in each partner; through, from 1 once for the whole booklet.",
        default="partner",
    )


class FactColumn(Strict):
    """A column of the comparison table of facts."""

    title: Plain = described("列の見出し", "Heading of the column.")
    value: Key | None = described(
        "列の内容：place 国・地域、as_of 内容の時点、できごとの種類（_series.yaml の events）ならその年月",
        "Content: country or region, date of the contents, or date of the first event of a kind (mou).",
        default=None,
    )
    facts: Key | list[Key] | None = described(
        "value の代わりに：表（_series.yaml の facts）。[mou, moc] のように並べると、その機関にある最初の表",
        "Instead of value: a fact table of the series, or several; the first that a partner has is taken.",
        default=None,
    )
    field: Key | None = described("facts の表の行", "The row of the table in facts.", default=None)

    @property
    def tables(self) -> list[str]:
        """The fact tables of the column; none if it has a value."""
        return self.facts if isinstance(self.facts, list) else [self.facts] if self.facts else []


class TermDef(Strict):
    """An entry of the glossary."""

    term: Plain = described("語。例：MOU", "The word.")
    reading: Unprinted | None = described(
        "よみ（ひらがな、並べ替え用）。日本語の冊子では必ず書きます",
        "Reading, for sorting; required in a Japanese series.",
        default=None,
    )
    meaning: MarkupWithoutCalls = described("説明", "Explanation.")
    short: Plain | None = described(
        "初めて出たところで括弧に入れて添える短い説明。例：覚書",
        "Short explanation, printed in parentheses after the first use of the word.",
        default=None,
    )


class ColophonDef(Strict):
    """The last page (奥付)."""

    published: Date | None = described(
        "発行日。書かなければ版の年月", "Date of publication; by default that of the edition.", default=None
    )
    publisher: Plain | None = described(
        "発行者。書かなければ共通ファイルの問い合わせ先",
        "Publisher; by default the contact of the series.",
        default=None,
    )
    lines: list[MarkupWithoutCalls] = described(
        "そのほかの行（印刷所、協力など）", "Further lines.", default=[]
    )
    online: WebAddress | None = described(
        "オンライン版のURL（コードにもなります）", "URL of the online version.", default=None
    )


class BookletData(Strict):
    """The file of a booklet."""

    title: Plain = described("冊子の題名", "Title.")
    subtitle: Plain | None = described("副題", "Subtitle.", default=None)
    edition: Date = OWN_EDITION
    layout: Key = described("レイアウト", "Layout.", default="standard")
    page_layout: Key = described(
        "1頁だけ載せる機関のレイアウト", "Layout of partners with one page.", default="onepage"
    )
    half_layout: Key = described(
        "半頁だけ載せる機関のレイアウト", "Layout of partners with half a page.", default="half"
    )
    start: Literal["recto", "spread", "page"] = described(
        "機関の始まり：recto 右頁から、spread 2頁の機関は左頁から（見開きに）、page 次の頁から",
        "Where each partner begins: on a recto; with two pages on a verso (a spread); or on the next page.",
        default="page",
    )
    binding: Literal["saddle", "perfect"] = described(
        "綴じ方：saddle 中綴じ、perfect 無線綴じ（印刷所用には、背のある表紙を別のPDFで作る）",
        "Saddle stitch, or perfect binding (for a print shop, the cover with its spine is a separate PDF).",
        default="saddle",
    )
    multiple: Annotated[int, Field(ge=1, le=32)] = described(
        "頁数を何の倍数にするか（中綴じは4。表紙も数えます）",
        "The number of pages, with the cover, is a multiple of this (4 for saddle stitch).",
        default=4,
    )
    seminar: Seminar | None = described("配る催し", "Event where the booklet is handed out.", default=None)
    cover: CoverDef = described("表紙", "Cover.", default=CoverDef())
    foreword: SectionDef | None = described("はじめに", "Foreword.", default=None)
    partners: Partners = described(
        "載せる機関：名前の一覧か、条件（region、kind、sort）",
        "The partners: a list of names, or conditions (region, kind, sort).",
        default=Choice(),
    )
    notes: NotesDef = described("注", "Notes.", default=NotesDef())
    compare_marks: list[Key] | None = described(
        "早見表にする星取表。書かなければ全部", "Mark tables to compare; by default all.", default=None
    )
    compare_facts: list[FactColumn] = described(
        "早見表にする事項の列", "Columns of the comparison table of facts.", default=[]
    )
    glossary: list[TermDef] = described("用語", "Glossary.", default=[])
    openers: bool = described(
        "地域の扉を付けるか。続けて3機関以上ある地域だけ、最初の機関の前に1頁",
        "Whether regions get an opener: one page before the first partner of a region with three or more.",
        default=False,
    )
    index: bool = described("索引を付けるか", "Whether to print an index.", default=True)
    closing: list[SectionDef] = described("終わりの頁", "Closing pages.", default=[])
    colophon: ColophonDef = described("奥付", "Colophon.", default=ColophonDef())


@dataclass(frozen=True)
class Booklet:
    """A booklet's file without errors: its data, its YAML with locations, and its warnings."""

    id: str
    data: BookletData
    source: YamlText
    warnings: tuple[Problem, ...]


def validate_booklet(name: str, raw: bytes, file: str, *, series: Series, partners: list[str]) -> Booklet:
    """Read and check a booklet's file.

    Args:
        name: The id of the booklet.
        raw: The bytes of the file.
        file: The name of the file in locations.
        series: The series, with the regions, kinds and tables that the booklet may name.
        partners: The names of all profiles.

    Raises:
        BrochureError: All mistakes in the file, located.
    """
    source = parse_yaml(raw, file, model_keys(BookletData))
    problems: list[Problem] = []
    data: BookletData | None = None
    try:
        data = BookletData.model_validate(without_nulls(source.data))
    except ValidationError as error:
        problems += validation_problems(error, source, BookletData, TAGS)
    faults, marks = check_markup(source, BookletData, call_code="K105")
    problems += faults
    if data is not None:
        data, missing = with_edition(data, source, series)
        problems += [*missing, *_unknown_references(data, source, series, partners)]
    if problems or data is None:
        raise BrochureError(sort_problems(problems))
    doubts = (doubt for doubt in yaml_warnings(source) if doubt.code != "Y201")  # this file has real numbers
    odd = look_alike_warnings(model_texts(source, BookletData))
    return Booklet(name, data, source, (*doubts, *odd, *marks))


def _unknown_references(
    data: BookletData, source: YamlText, series: Series, partners: list[str]
) -> Iterator[Problem]:
    """Yield problems: partners, regions, kinds and tables that do not exist, and partners listed twice."""
    shared = series.data

    def unknown(path: tuple[Any, ...], word: str, known: list[str]) -> Iterator[Problem]:
        if word not in known:
            listed = ", ".join(known) or "—"
            yield problem(
                "K101", source.locate(path), found=word, nearest=nearest_word(word, known), known=listed
            )

    if isinstance(data.partners, Choice):
        for key, words in (("region", list(shared.regions)), ("kind", list(shared.kinds))):
            for index, word in enumerate(getattr(data.partners, key)):
                yield from unknown(("partners", key, index), word, words)
        yield from unknown(("partners", "sort"), data.partners.sort, [*ORDERS, *shared.known_events])
    else:
        seen: dict[str, int] = {}
        for index, entry in enumerate(data.partners):
            yield from unknown(("partners", index, "id"), entry.id, partners)
            if entry.id in seen:
                yield problem("K102", source.locate(("partners", index, "id")), id=entry.id)
            seen.setdefault(entry.id, index)
    for index, term in enumerate(data.glossary if shared.language == "ja" else ()):
        if term.reading is None:
            yield problem("P102", source.locate(("glossary", index)), key="reading")
    for index, key in enumerate(data.compare_marks or []):
        yield from unknown(("compare_marks", index), key, list(shared.marks))
    for index, column in enumerate(data.compare_facts):
        here = ("compare_facts", index)
        if (column.value is None) == (column.facts is None) or (column.facts is None) != (
            column.field is None
        ):
            yield problem("K103", source.locate(here))
        elif column.value is not None:
            yield from unknown((*here, "value"), column.value, [*COLUMNS, *shared.known_events])
        elif column.tables:
            rows: dict[str, object] = {}
            for number, table in enumerate(column.tables):
                at = (*here, "facts", number) if isinstance(column.facts, list) else (*here, "facts")
                yield from unknown(at, table, list(shared.facts))
                rows |= shared.facts[table].rows if table in shared.facts else {}
            if rows and column.field:
                yield from unknown((*here, "field"), column.field, list(rows))


def apply_overrides(
    profile: YamlText, overrides: list[Override], booklet: YamlText, entry: int
) -> tuple[YamlText, list[Problem]]:
    """Return a profile with the overrides of a booklet applied, and their problems (K104, K201).

    The profile's file is not changed, and the locations in it stay the same.
    """
    from copy import deepcopy
    from dataclasses import replace

    from brochure.schema.profile import address_path

    data = deepcopy(profile.data)
    problems = []
    for index, override in enumerate(overrides):
        where = booklet.locate(("partners", entry, "overrides", index, "at"))
        path = address_path(override.at)
        try:
            now = profile.value(path)
        except (KeyError, IndexError, TypeError):
            now = None
        if not isinstance(now, str):
            problems.append(problem("K104", where, at=override.at, file=profile.file))
            continue
        if now.strip() != override.was.strip():
            problems.append(problem("K201", where, at=override.at, now=now.strip()[:60]))
        holder: Any = data
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = override.use
    return replace(profile, data=data), problems
