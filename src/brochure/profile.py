"""A partner's profile: what an editor writes in ``profiles/<name>.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag, ValidationError, WithJsonSchema

from brochure import sources
from brochure.errors import BrochureError, Location, Problem, nearest, problem
from brochure.inline import NOTE_ID, Call, parse
from brochure.schema import (
    Accent,
    Date,
    Key,
    Markup,
    Plain,
    Strict,
    described,
    in_order,
    problems_of,
    unknown,
    without_nulls,
)
from brochure.series import ContactDef, Series
from brochure.sources import Entry, Source
from brochure.yamltext import Path, YamlText


class Partner(Strict):
    """Who the partner is."""

    name: Plain = described("機関・地域の名前。例：遼寧省", "Name of the partner.")
    reading: Plain | None = described("名前のよみ（ひらがな）", "Reading of the name, in kana.", default=None)
    latin: Plain | None = described("ローマ字・英語の名前", "Name in Latin letters.", default=None)
    native: Plain | None = described("現地語の名前", "Name in the partner's own language.", default=None)
    native_lang: Plain | None = described(
        "現地語の言語タグ。例：zh-CN", "Language tag of the native name.", default=None
    )
    country: Plain = described("国名。例：中国", "Country.")
    country_reading: Plain | None = described("国名のよみ", "Reading of the country.", default=None)


class Milestone(Strict):
    """A date worth printing in the title."""

    label: Plain = described("できごと。例：友好提携", "What happened.")
    date: Date = described("年・年月・年月日。例：1983、2018-05-08", "Year, month or day.")


class PhotoDef(Strict):
    """A picture in the title."""

    file: Plain = described(
        "画像ファイル（作業フォルダーからの相対パス）", "Image, relative to the workspace."
    )
    alt: Plain = described("画像の説明（読み上げ用、必須）", "Alternative text.")
    credit: Markup | None = described("提供元の表示", "Credit line.", default=None)


class Titled(Strict):
    """A title and a text."""

    title: Markup = described("小見出し", "Title.")
    text: Markup = described("本文。空行で段落が分かれます。", "Text; a blank line parts paragraphs.")


class ParagraphBlock(Strict):
    """A paragraph of its own."""

    paragraph: Markup = described("段落", "Text; a blank line parts paragraphs.")


class BulletsBlock(Strict):
    """Unnumbered items."""

    bullets: list[Markup] = described("箇条書き", "Unnumbered items.", min_length=1)


class CalloutBlock(Strict):
    """A box that stands out."""

    callout: Key = described(
        "囲みの種類（_series.yaml の callouts）", "Kind of callout, of the series' callouts."
    )
    items: list[Titled] = described("囲みの中の項目", "Items in the box.", min_length=1)


class Row(Strict):
    """A row of a fact table."""

    field: Key | None = described(
        "行の種類（_series.yaml の facts）", "Row of the series' table.", default=None
    )
    label: Markup | None = described("この機関だけの行の見出し", "Label of a row of its own.", default=None)
    text: Markup | None = described("内容", "What is known.", default=None)
    date: Date | None = described("日付。例：2018-05-08", "A date instead of a text.", default=None)
    items: list[Markup] | None = described(
        "◆ の付く項目", "Items, each with the sign ◆.", default=None, min_length=1
    )
    remark: Markup | None = described("内容のあとに（ ）で添える断り", "Remark in parentheses.", default=None)


class FactsBlock(Strict):
    """A table of facts."""

    facts: Key = described("表の種類（_series.yaml の facts）", "Kind of table, of the series' facts.")
    rows: list[Row] = described("行", "Rows.", min_length=1)


class MarksBlock(Strict):
    """A table of topics with marks."""

    marks: Key = described("星取表の種類（_series.yaml の marks）", "Kind of table, of the series' marks.")
    marked: list[Key] = described("○ の付く項目", "Topics that carry the mark.", default=[])
    none: list[Key] | Literal["rest"] = described(
        "「なし」と回答のあった項目。残りすべてなら rest。どちらにも書かない項目は空欄（回答なし）です。",
        "Topics answered with “none”, or rest; a topic in neither list is unanswered.",
        default=[],
    )
    other: Markup | None = described("「その他」の自由記述", "Free text for the topic “other”.", default=None)


class CasesBlock(Strict):
    """Named cases."""

    cases: list[Titled] = described("事例", "Cases.", min_length=1)


class RemarkBlock(Strict):
    """A remark of this partner."""

    remark: Markup = described("注記（※は自動で付きます）", "Remark; the sign ※ is added.")


_BLOCKS: dict[str, type[Strict]] = {
    "paragraph": ParagraphBlock,
    "bullets": BulletsBlock,
    "callout": CalloutBlock,
    "facts": FactsBlock,
    "marks": MarksBlock,
    "cases": CasesBlock,
    "remark": RemarkBlock,
}
BLOCK_KINDS = tuple(_BLOCKS)
_TAGS = {f"{kind}:block": model for kind, model in _BLOCKS.items()}


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
    | Annotated[RemarkBlock, Tag("remark:block")],
    Discriminator(_tag),
]


class Accepted(Strict):
    """An answer to a warning."""

    code: Plain = described("注意の記号。例：S201", "Code of the warning.")
    text: Plain = described("注意の出た文の一部、または出典のid", "Part of the sentence, or the source's id.")
    reason: Plain = described("理由", "Why it may stand.")


def _csl_schema() -> dict[str, Any]:
    """JSON Schema of a list of CSL items, as far as it helps while typing."""
    name = {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {key: {"type": "string"} for key in ("literal", "family", "given", "suffix")},
            },
        ]
    }
    date = {"anyOf": [{"type": ["string", "integer"], "pattern": r"^\d{4}"}, {"type": "object"}]}
    text = {"type": ["string", "integer"]}
    fields: dict[str, Any] = {key: dict(text) for key in sources.STRINGS}
    fields |= {key: dict(date) for key in sources.DATES}
    fields |= {
        key: {"anyOf": [{"type": "string"}, {"type": "array", "items": name}]} for key in sources.NAMES
    }
    fields |= {"id": {"type": "string"}, "type": {"enum": list(sources.TYPES)}}
    fields |= {"custom": {"type": "object"}, "categories": {"type": "array"}}
    for key, (japanese, english) in _CSL_HELP.items():
        fields[key]["description"] = f"{japanese}\n\n{english}"
    item = {"type": "object", "properties": fields, "required": ["id", "type"], "additionalProperties": False}
    return {"type": "array", "items": {"anyOf": [{"type": "string"}, item]}}


_CSL_HELP = {
    "id": ("本文の [@id] で使う名前", "Key for [@id]."),
    "type": ("種類。webpage、report、book、article-journal など", "Kind of source."),
    "author": ("著者・機関。機関は literal、人は family と given", "Authors: literal, or family and given."),
    "title": ("資料名", "Title."),
    "container-title": ("掲載誌・サイト名", "Journal or site."),
    "edition": ("版。例：平成30年版", "Edition."),
    "publisher": ("発行者", "Publisher."),
    "issued": ("発行日。2018、2018-05、2018-05-31", "Date of issue."),
    "accessed": ("閲覧日", "Date of access."),
    "URL": ("アドレス", "Address."),
    "page": ("掲載頁", "Pages."),
    "number": ("番号", "Number."),
    "archive_location": ("保存先（WARPなど）のアドレス", "Address in an archive such as WARP."),
    "custom": ("{adapted: true} で「…を加工して作成」", "{adapted: true} where the data were adapted."),
}

Sources = Annotated[list[Any], WithJsonSchema(_csl_schema())]


class ProfileData(Strict):
    """The profile of one partner."""

    partner: Partner = described("相手機関", "The partner.")
    edition: Date = described("この版の年月。例：2026-11", "Edition: when this brochure is issued.")
    as_of: Date | None = described("内容がいつの時点か", "As of when the contents are.", default=None)
    survey: Date | None = described(
        "調査の年月が共通ファイルと違うとき", "Month of the survey, if not the series'.", default=None
    )
    accent: Accent = described("色。例：#0b4f8a", "The partner's colour.", default="#0b4f8a")
    milestones: list[Milestone] = described("表題の上の年譜", "Dates above the name.", default=[])
    photo: PhotoDef | None = described("表題の写真", "Photograph in the title.", default=None)
    answers: dict[Key, list[Block]] = described(
        "質問ごとの答え", "Answers by question; each a list of blocks."
    )
    sources: Sources = described(
        "出典（CSLの項目）。本文の [@id] から引きます。ファイル名を書くと読み込みます。",
        "Sources as CSL items, cited as [@id]; a file name includes a Zotero export.",
        default=[],
    )
    notes: dict[Key, Markup] = described(
        "出典でない注。本文の [^名前] から呼びます。", "Notes that are not sources, by id.", default={}
    )
    accepted: list[Accepted] = described(
        "注意への答え。理由を書くと、その注意は出なくなります。",
        "Answers to warnings, which then rest.",
        default=[],
    )
    contact: ContactDef | None = described(
        "問い合わせ先が共通ファイルと違うとき", "Contact, if not the series'.", default=None
    )


@dataclass(frozen=True)
class Profile:
    """A profile that was read without errors, and the doubts found in it."""

    id: str
    data: ProfileData
    source: YamlText
    warnings: tuple[Problem, ...]
    sources: Mapping[str, Source]
    ledger: Mapping[str, Entry]

    def locate(self, at: str, offset: int | None = None) -> Location:
        """The place of an address (``answers.about.0.bullets.1``) in the file."""
        return self.source.locate(path_of(at), offset)


def path_of(at: str) -> Path:
    """The path in the YAML of an address; list positions are digits."""
    return tuple(int(step) if step.isdigit() else step for step in at.split(".") if step)


@dataclass(frozen=True)
class Library:
    """Sources from beyond the profile: the shared file's, those of included files, and the ledger."""

    shared: tuple[Source, ...] = ()
    included: Mapping[str, YamlText] = field(default_factory=dict)
    ledger: Mapping[str, Entry] = field(default_factory=dict)


def load(source: YamlText, *, name: str, series: Series, library: Library) -> Profile:
    """Read a profile.

    Args:
        source: The file, read.
        name: Its id: the file's name without ``.yaml``.
        series: What its questions, topics and tables refer to.
        library: Sources that it may cite beside its own.

    Raises:
        BrochureError: All its mistakes, located; nothing is left for a second run.
    """
    problems: list[Problem] = []
    data: ProfileData | None = None
    try:
        data = ProfileData.model_validate(without_nulls(source.data))
    except ValidationError as error:
        problems += problems_of(error, source, ProfileData, _TAGS)
    # The checks below read the raw data, so that one misspelt key does not hide other mistakes.
    problems += _check_references(source, series)
    problems += _check_markup(source)
    problems += _check_notes(source)
    known, faults = _sources(source, library)
    problems += faults
    problems += _check_cites(source, known)
    warnings = tuple(_warnings(source))
    if problems or data is None:
        raise BrochureError(in_order(problems), warnings)
    return Profile(name, data, source, warnings, known, library.ledger)


def _sources(source: YamlText, library: Library) -> tuple[dict[str, Source], list[Problem]]:
    """Everything that may be cited, by id; an id of the profile's own must not stand for two sources."""
    own, problems = sources.read_items(source, ("sources",), "sources.", shared=False, strict=True)
    for _, name in sources.included(source):
        if name in library.included:
            file = library.included[name]
            more, faults = sources.read_items(file, (), f"{name}:", shared=True, strict=False)
            own += more
            problems += faults
    known: dict[str, Source] = {}
    for found in [*own, *library.shared]:
        if found.id in known:
            first = known[found.id].location
            problems.append(problem("P153", found.location, id=found.id, first=first))
        known.setdefault(found.id, found)
    return known, problems


def _check_cites(source: YamlText, known: Mapping[str, Source]) -> Iterator[Problem]:
    for path, text in texts(source):
        for cite in parse(text).cites:
            where = source.locate(path, cite.offset)
            if path[0] in ("notes", "contact", "photo"):
                yield problem("P205", where, id=f"@{cite.source_id}")
            elif cite.source_id not in known:
                near = nearest(cite.source_id, known)
                yield problem("P217", where, id=cite.source_id, nearest=near)


def _items(data: object) -> list[Any]:
    return data if isinstance(data, list) else []


def _mapping(data: object) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _blocks(source: YamlText) -> Iterator[tuple[Path, dict[str, Any]]]:
    answers = _mapping(_mapping(source.data).get("answers"))
    for question, blocks in answers.items():
        for index, block in enumerate(_items(blocks)):
            yield ("answers", question, index), _mapping(block)


def _check_references(source: YamlText, series: Series) -> Iterator[Problem]:
    """Ids that the series must know: questions, callouts, tables, rows, topics."""
    shared = series.data
    for question in _mapping(_mapping(source.data).get("answers")):
        if question not in shared.questions:
            yield unknown("P120", source, ("answers", question), question, shared.questions)
    for path, block in _blocks(source):
        for key, known in (("callout", shared.callouts), ("facts", shared.facts), ("marks", shared.marks)):
            if isinstance(block.get(key), str) and block[key] not in known:
                yield unknown("P121", source, (*path, key), block[key], known)
        if isinstance(block.get("facts"), str) and block["facts"] in shared.facts:
            yield from _check_rows(source, path, block, list(shared.facts[block["facts"]].rows))
        if isinstance(block.get("marks"), str) and block["marks"] in shared.marks:
            yield from _check_topics(source, path, block, series)


def _check_rows(source: YamlText, path: Path, block: dict[str, Any], known: list[str]) -> Iterator[Problem]:
    for index, item in enumerate(_items(block.get("rows"))):
        row, here = _mapping(item), (*path, "rows", index)
        name = row.get("field")
        if isinstance(name, str) and name not in known:
            yield unknown("P122", source, (*here, "field"), name, known)
        if row and ("field" in row) == ("label" in row):
            yield problem("P130", source.locate(here))
        if row and sum(key in row for key in ("text", "date", "items")) == 0:
            yield problem("P131", source.locate(here))
        if "text" in row and "date" in row:
            yield problem("P132", source.locate_key((*here, "date")))


def _check_topics(source: YamlText, path: Path, block: dict[str, Any], series: Series) -> Iterator[Problem]:
    table = series.data.marks[block["marks"]]
    answered: dict[str, str] = {}
    for key in ("marked", "none"):
        for index, topic in enumerate(_items(block.get(key))):
            here = (*path, key, index)
            if not isinstance(topic, str):
                continue
            if topic not in table.topics:
                yield unknown("P123", source, here, topic, table.topics)
            elif topic in answered:
                yield problem("P133", source.locate(here), topic=topic, one=answered[topic], other=key)
            answered.setdefault(topic, key)
    if "none" in block and table.legend.none is None:
        yield problem("P134", source.locate_key((*path, "none")), table=block["marks"])
    if "other" in block and table.other is None:
        yield problem("P135", source.locate_key((*path, "other")), table=block["marks"])
    elif "other" in block and answered.get(str(table.other)) == "none":
        yield problem("P136", source.locate_key((*path, "other")), topic=table.other)


# Addresses whose text is printed as typed or is not printed at all.
_PLAIN_KEYS = {
    *Partner.model_fields,
    *("edition", "as_of", "survey", "accent", "date", "file", "alt", "field", "callout", "facts", "marks"),
    *("tel", "email", "website"),
}


def _has_markup(path: Path) -> bool:
    if path[0] in ("milestones", "sources", "accepted") or path[-1] in _PLAIN_KEYS:
        return False
    return not (len(path) > 3 and path[-2] in ("marked", "none")) and path[-1] != "none"


def texts(source: YamlText) -> Iterator[tuple[Path, str]]:
    """Every text with inline markup, with its path, in the order of the file."""
    return ((path, text) for path, text in source.scalars() if path and _has_markup(path))


def _check_markup(source: YamlText) -> Iterator[Problem]:
    for path, text in texts(source):
        for fault in parse(text).faults:
            yield problem(fault.code, source.locate(path, fault.offset), **dict(fault.details))


def _calls(source: YamlText) -> Iterator[tuple[Path, Call]]:
    for path, text in texts(source):
        yield from ((path, call) for call in parse(text).calls)


def _check_notes(source: YamlText) -> Iterator[Problem]:
    notes = _mapping(_mapping(source.data).get("notes"))
    called = set()
    for path, call in _calls(source):
        where = source.locate(path, call.offset)
        if path[0] == "notes":
            yield problem("P204", where, id=call.note_id)
        elif path[0] in ("contact", "photo"):
            yield problem("P205", where, id=call.note_id)
        elif call.note_id not in notes:
            details = {"id": call.note_id, "known": ", ".join(notes)}
            yield problem("P201", where, **details)
        called.add(call.note_id)
    for key, text in notes.items():
        if key not in called and NOTE_ID.fullmatch(key):
            yield problem("P202", source.locate_key(("notes", key)), id=key)
        if isinstance(text, str) and len(parse(text).paragraphs) > 1:
            yield problem("P203", source.locate(("notes", key)), id=key)


_DATES = {"edition", "as_of", "survey", "date"}


def _warnings(source: YamlText) -> Iterator[Problem]:
    for path, (japanese, english) in source.surprises.items():
        if path and path[-1] not in _DATES and path[0] != "sources":
            value = source.value(path)
            yield problem("Y201", source.locate(path), value=value, ja=japanese, en=english)
    for path in source.folds:
        yield problem("Y202", source.locate(path))
