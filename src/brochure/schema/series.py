"""The file format of the series (``profiles/_series.yaml``): questions, topics, legends, contact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field, ValidationError

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document import markup
from brochure.document.printed_words import Calendar, Language
from brochure.document.tree import plain_text
from brochure.schema.base import (
    Date,
    Key,
    MailAddress,
    MarkupWithoutCalls,
    Plain,
    Strict,
    Unprinted,
    WebAddress,
    Word,
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
from brochure.schema.survey_rounds import SurveyDef
from brochure.schema.words_file import typed_language, words_problems
from brochure.schema.yaml_reader import YamlPath, YamlText, parse_yaml

PLACEHOLDERS = ("survey",)
_MONTHS = re.compile(r"(\d+)\s*(?:か月|ヶ月|カ月|ヵ月|箇月|months?)?")


def _read_months(value: object) -> object:
    """A number of months as people write it: 24か月."""
    found = _MONTHS.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
    return found[1] if found else value


Months = Annotated[int, BeforeValidator(_read_months, json_schema_input_type=int | str), Field(ge=1)]
SURVEY = "{survey}"


AS_OF = described(
    "いつの時点の内容か（ファイルの as_of と違うとき）。レイアウトが求めるときだけ印刷されます",
    "Date for which it is true, if it is not that of the file; printed only if the layout asks for it.",
    default=None,
)
VALID_UNTIL = described(
    "いつまで有効か。版の年月がこれより後なら注意が出ます。印刷されません",
    "Until when it is valid; an edition after that gets a warning. Not printed.",
    default=None,
)


class FactsDef(Strict):
    """A table of facts that partners fill in."""

    title: MarkupWithoutCalls = described("表の見出し。例：組織概要", "Caption of the table.")
    rows: dict[Key, MarkupWithoutCalls] = described(
        "行の名前と、印刷する見出し。並び順は各機関のファイルに従います。",
        "Row ids and their printed labels; their order is that of the profile.",
    )
    remark: Key | None = described(
        "表の下に付く注記（remarks の名前）", "Remark under the table, by its id in remarks.", default=None
    )


class LegendDef(Strict):
    """The meanings of the marks."""

    marked: Plain = described("印（○）の意味。例：提供あり", "Meaning of the mark ○.")
    none: Plain | None = described(
        "「なし」の印の意味。書かなければ、この表に「なし」はありません。",
        "Meaning of the mark for “none”; without it, the table has no answer “none”.",
        default=None,
    )
    unanswered: Plain = described("空欄の意味。例：回答なし", "Meaning of an empty cell.")
    not_asked: Plain | None = described(
        "その回の調査になかった項目の印の意味。書かなければ「この調査の対象外」",
        "Meaning of the mark of a topic that the round did not ask; by default in the series' language.",
        default=None,
    )


class MarkTableDef(Strict):
    """A table of topics that partners mark."""

    title: Plain = described("表の名前（読み上げ用）", "Name of the table, for screen readers.")
    topics: dict[Key, MarkupWithoutCalls] = described(
        "項目の名前（英字）と印刷する文言。記号（a, b, …）は順番から自動で付きます。",
        "Topic ids and their printed titles; the letters follow from the order.",
        min_length=1,
    )
    other: Key | None = described(
        "自由記述を受ける項目。例：other", "The topic that takes free text.", default=None
    )
    legend: LegendDef = described("凡例", "Legend.")
    remark: Key | None = described(
        "表の下に付く注記（remarks の名前）", "Remark under the table, by its id in remarks.", default=None
    )


class CasesDef(Strict):
    """Heading and remark of named cases."""

    heading: MarkupWithoutCalls | None = described(
        "事例の見出し。書かなければ「例えば…」", "Heading of the cases; by default For example.", default=None
    )
    remark: Key | None = described(
        "事例の下に付く注記（remarks の名前）", "Remark under the cases, by its id in remarks.", default=None
    )


class ContactDef(Strict):
    """The contact (問い合わせ先)."""

    heading: MarkupWithoutCalls | None = described(
        "見出し。書かなければ、お問い合わせ先（英語の冊子では Contact）",
        "Heading; by default Contact in the language of the series.",
        default=None,
    )
    organisation: MarkupWithoutCalls = described("部署名", "Office.")
    tel: Plain | None = described("電話番号", "Telephone.", default=None)
    email: MailAddress | None = described("メールアドレス", "Mail address.", default=None)
    website: WebAddress | None = described("WebサイトのURL", "URL.", default=None)
    qr: bool | None = described(
        "Webサイトの二次元コードを付けるか（true、false）。書かなければレイアウトが決めます。",
        "Whether the website gets a code; by default the layout decides.",
        default=None,
    )
    as_of: Date | None = AS_OF
    valid_until: Date | None = VALID_UNTIL


class HomeDef(Strict):
    """The place of the publisher, from which maps look (本拠)."""

    name: Plain = described("地図に書く名前。例：神奈川", "Name on the maps.")
    lat: Annotated[float, Field(ge=-90, le=90)] = described(
        "緯度（度。北緯は正、南緯は負）。例：35.45", "Latitude in degrees, north is positive."
    )
    lon: Annotated[float, Field(ge=-180, le=180)] = described(
        "経度（度。東経は正、西経は負）。例：139.64", "Longitude in degrees, east is positive."
    )


class AxisDef(Strict):
    """The years of the axis of milestones (年譜の軸)."""

    first: Annotated[int, Field(ge=1, le=9999)] = described("はじめの年。例：1980", "First year.")
    last: Annotated[int, Field(ge=1, le=9999)] = described("終わりの年。例：2030", "Last year.")


class SeriesData(Strict):
    """The shared file of a series."""

    title: Plain = described("冊子の名前（柱に入ります）", "Title of the series, for the running head.")
    language: Language = described(
        "冊子の言語：ja 日本語、en 英語。年月、目次、奥付など、自動で付く言葉の言語です",
        "Language of the series: ja or en; the words that brochure adds (dates, contents …) are in it.",
        default="ja",
    )
    dates: Calendar = described(
        "日付の表し方：western 2018年5月、era 平成30年5月、both 2018（平成30）年5月。"
        "どう打ってもこの形で印刷されます（出典の日付は、レイアウトの出典の書き方に従います）",
        "How Japanese dates print, however they were typed: western, era, or both. Dates of sources follow "
        "the layout's citation style.",
        default="western",
    )
    words: dict[Key, dict[Key, Word]] = described(
        "自動で付く言葉のうち、この冊子で変えるもの。例：{book: {partner: 企業}}。一覧は docs/words.md",
        "Words that brochure adds and that are different in this series; docs/words.md lists all.",
        default={},
    )
    surveys: dict[Key, SurveyDef] = described(
        "アンケート調査の回。brochure survey open が書き足します。各機関の survey: から選びます",
        "Rounds of the survey, by id; brochure survey open adds them. Profiles name theirs in survey.",
        default={},
    )
    edition: Date | None = described(
        "この版の年月。各機関と冊子のファイルに edition: がなければ、これになります。例：2026-11",
        "Edition of every profile and booklet that names none.",
        default=None,
    )
    wordings: dict[Literal["en", "zh"], dict[Unprinted, Unprinted]] = described(
        "調査票に添える英語（en）・中国語（zh）の文言。例：{en: {questions.about: What are you?}}",
        "Words of questionnaires in English (en) and Chinese (zh), by address: questions.about, "
        "marks.support.topics.grants, facts.mou.rows.date.",
        default={},
    )
    oldest_source: Annotated[int, Field(ge=1)] = described(
        "出典が何年より古いと注意を出すか（版の年から）",
        "A source more than this many years older than the edition gets a warning.",
        default=10,
    )
    approval: Literal["required"] | None = described(
        "required と書くと、校了していないものは印刷所用に作れません（brochure approve、status）",
        "With required, nothing is made for a print shop before it is approved (brochure approve).",
        default=None,
    )
    stale_after: Months | None = described(
        "内容が版の何か月前より古いと注意を出すか。例：24か月。書かなければ出しません",
        "What is more than so many months older than the edition gets a warning; by default none.",
        default=None,
    )
    no_answer: MarkupWithoutCalls = described(
        "答えのない質問の下に入る文言", "Text printed under a question without an answer."
    )
    questions: dict[Key, MarkupWithoutCalls] = described(
        "質問の名前（英字）と文言。番号は順番から自動で付きます。",
        "Question ids and their texts; the numbers follow from the order.",
        min_length=1,
    )
    regions: dict[Key, Plain] = described(
        "地域の名前（英字）と文言。冊子はこの順に並びます。",
        "Region ids and their printed names; booklets are sorted in this order.",
        default={},
    )
    kinds: dict[Key, Plain] = described(
        "機関の種類の名前（英字）と文言", "Kinds of institutions: ids and names.", default={}
    )
    events: dict[Key, Plain] = described(
        "年譜の、並べ替えや早見表に使うできごとの種類の名前（英字）と文言。書かなければ mou だけ",
        "Kinds of milestones, for sorting and for columns of booklets: ids and names; by default mou.",
        default={},
    )
    callouts: dict[Key, MarkupWithoutCalls] = described(
        "囲みの種類と見出し", "Kinds of callouts: ids and headings.", default={}
    )
    facts: dict[Key, FactsDef] = described("表（概要）の種類", "Kinds of fact tables.", default={})
    marks: dict[Key, MarkTableDef] = described("星取表の種類", "Kinds of mark tables.", default={})
    cases: CasesDef = described("事例", "Cases.", default=CasesDef())
    form: dict[Key, list[Unprinted]] = described(
        "記入用のWordファイル（build --blank-form）の記入欄。質問ごとに、bullets、cases、callout.名前、"
        "facts.名前、marks.名前。書かなければ、ほかの機関の答えから決まります。",
        "Places of the blank form for each question: bullets, cases, callout.ID, facts.ID, marks.ID; by "
        "default those that the answers of all partners fill.",
        default={},
    )
    remarks: dict[Key, MarkupWithoutCalls] = described(
        "共通の注記。{survey} は調査の年月に置き換わります。※は自動で付きます。",
        "Shared remarks; {survey} becomes the survey's date; ※ is added automatically.",
        default={},
    )
    contact: ContactDef = described("問い合わせ先", "Contact.")
    home: HomeDef | None = described(
        "地図の中心になる、自分たちの場所。各機関の place: とつないで描きます",
        "Our own place, from which the maps look; each partner's place is joined to it.",
        default=None,
    )
    years: AxisDef | None = described(
        "年譜の軸の年。書くと、どの機関の頁でも同じ年が同じ位置に来ます。書かなければ、機関ごとに決まります",
        "Years of the axis of milestones, the same on all pages; by default each partner has its own.",
        default=None,
    )

    @property
    def known_events(self) -> dict[str, str]:
        """The kinds of milestones; a series that names none has memoranda."""
        return self.events or {"mou": "MOU"}


OWN_EDITION = described(
    "この版の年月。例：2026-11。書かなければ共通ファイルの edition",
    "Edition: when this is issued; by default that of the series.",
    default=None,
)
"""The field of profiles and booklets; :func:`with_edition` fills it in, so validated data has a value."""

Issued = TypeVar("Issued", bound=Strict)


@dataclass(frozen=True)
class Series:
    """A series file without errors: its data, its YAML with locations, and its warnings."""

    data: SeriesData
    source: YamlText
    warnings: tuple[Problem, ...]


def with_edition(data: Issued, source: YamlText, series: Series) -> tuple[Issued, list[Problem]]:
    """Return a profile or booklet with the edition of the series if it names none, and what is missing."""
    if getattr(data, "edition", None) is not None:
        return data, []
    if series.data.edition is None:
        return data, [problem("P102", source.locate(()), key="edition")]
    return data.model_copy(update={"edition": series.data.edition}), []


def fill_placeholders(text: str, values: dict[str, str]) -> str:
    """Replace the placeholders of a series text (``{survey}``) by their values.

    >>> fill_placeholders("{survey}に行った", {"survey": "2019年11月"})
    '2019年11月に行った'
    """
    for name in PLACEHOLDERS:
        text = text.replace("{" + name + "}", values[name])
    return text


def organisation_name(series: Series) -> str:
    """Return the organisation that the series names as its contact, in plain text."""
    parsed = markup.parse_markup(series.data.contact.organisation)
    return "".join(plain_text(content) for content in parsed.paragraphs) or "brochure"


def validate_series(raw: bytes, file: str) -> Series:
    """Read and check the series file; ``file`` is its name in locations.

    Raises:
        BrochureError: All mistakes in the file, located.
    """
    source = parse_yaml(raw, file, model_keys(SeriesData))
    problems = []
    data: SeriesData | None = None
    try:
        data = SeriesData.model_validate(without_nulls(source.data))
    except ValidationError as error:
        problems += validation_problems(error, source, SeriesData, {})
    problems = [*_old_survey(source, problems)]
    problems += words_problems(source, ("words",), typed_language(source))
    faults, doubts = check_markup(source, SeriesData, PLACEHOLDERS, "P206")
    problems += faults
    if data is not None:
        if not data.surveys:
            problems += [
                problem("P102", source.locate(text.path, text.text.find(SURVEY)), key="surveys")
                for text in model_texts(source, SeriesData)
                if SURVEY in text.text
            ]
        problems += [
            problem("P124", source.locate(path), found=key, known=", ".join(known))
            for path, key, known in _references(data)
            if key is not None and key not in known
        ]
        years = data.years
        if years and years.last <= years.first:
            where = source.locate(("years", "last"))
            problems.append(problem("P157", where, first=years.first, last=years.last))
    if problems or data is None:
        raise BrochureError(sort_problems(problems))
    odd = look_alike_warnings(model_texts(source, SeriesData))
    return Series(data, source, (*yaml_warnings(source), *odd, *doubts))


def _old_survey(source: YamlText, problems: list[Problem]) -> Iterator[Problem]:
    """The problems, with the way out for ``survey:`` of older series (P165)."""
    old = source.locate_key(("survey",)) if "survey" in _keys(source) else None
    for found in problems:
        yield problem("P165", old) if found.code == "P101" and found.location == old else found


def _keys(source: YamlText) -> Collection[str]:
    return source.data if isinstance(source.data, dict) else ()


def _references(data: SeriesData) -> list[tuple[YamlPath, str | None, list[str]]]:
    """Return the references inside the file: (path, id or None, ids that are allowed there)."""
    found: list[tuple[YamlPath, str | None, list[str]]] = [
        (("cases", "remark"), data.cases.remark, list(data.remarks))
    ]
    places = ["bullets", "cases"]
    for kind, named in (("callout", data.callouts), ("facts", data.facts), ("marks", data.marks)):
        places += [f"{kind}.{key}" for key in named]
    for key, listed in data.form.items():
        found.append((("form", key), key, list(data.questions)))
        found += [(("form", key, index), place, places) for index, place in enumerate(listed)]
    for key, facts in data.facts.items():
        found.append((("facts", key, "remark"), facts.remark, list(data.remarks)))
    for key, table in data.marks.items():
        found.append((("marks", key, "remark"), table.remark, list(data.remarks)))
        found.append((("marks", key, "other"), table.other, list(table.topics)))
    words = _asked_words(data)
    for language, others in data.wordings.items():
        found += [(("wordings", language, address), address, words) for address in others]
    return found


def _asked_words(data: SeriesData) -> list[str]:
    """The addresses of the words that a questionnaire prints."""
    found = [f"questions.{key}" for key in data.questions] + [f"callouts.{key}" for key in data.callouts]
    for key, facts in data.facts.items():
        found += [f"facts.{key}.rows.{row}" for row in facts.rows]
    for key, table in data.marks.items():
        found += [f"marks.{key}.{word}" for word in ("title", "legend.marked", "legend.none")]
        found += [f"marks.{key}.topics.{topic}" for topic in table.topics]
    return found
