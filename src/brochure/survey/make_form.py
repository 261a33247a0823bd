"""Make the questionnaire of a partner from the series, its round, and the partner's document.

Nothing is typed twice: questions and topics are those of the round, labels those of the series, and what we
hold is what the document prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from brochure.build.load import LoadedPartner
from brochure.document.markup import parse_markup
from brochure.document.printed_words import words_of
from brochure.document.tree import (
    Block,
    BulletList,
    Callout,
    CaseList,
    FactRow,
    FactTable,
    Figure,
    MarkTable,
    NoteList,
    Paragraph,
    Question,
    Remark,
    Strip,
    TitledItem,
    plain_text,
)
from brochure.schema.profile import Partner, Profile, address_path
from brochure.schema.series import Series
from brochure.schema.survey_rounds import SurveyDef
from brochure.survey.form import (
    FormItem,
    FormSection,
    FormTable,
    FormText,
    ItemKind,
    Role,
    SurveyForm,
    TableKind,
    item_code,
    numbered_form,
)
from brochure.survey.form_words import filled_words, form_words

_LEAST, _STEP = 60, 10  # characters of a new text: a fifth more than now, but not less than this
_NEW_TEXT = 200  # where we hold nothing
_SHORT = 24
_PLAIN_KEYS = ("value", "unit")  # of a number: printed as they are, without markup
_CONTACT = ("person", "mail", "filled", "publish", "more")


@dataclass(frozen=True, slots=True)
class FormSource:
    """What a form is made of: the partner as loaded, its round, and the form's language.

    Attributes:
        loaded: The partner.
        survey: The id of the round.
        language: The partner's language; Japanese is printed in any case.
        places: For each question, its places, as :func:`brochure.assembly.blank_form.form_places` has them.
        date_fields: The rows of fact tables that hold dates, as table and field.
        room: How many characters the partner's pages still have; None if no page budget says so.
    """

    loaded: LoadedPartner
    survey: str
    language: str
    places: Mapping[str, Sequence[str]]
    date_fields: frozenset[tuple[str, str]] = frozenset()
    room: int | None = None

    @property
    def series(self) -> Series:
        """The series."""
        return self.loaded.common.series

    @property
    def wordings(self) -> Mapping[str, str]:
        """The words of the series in the form's language, by address."""
        every = self.series.data.wordings.items()
        return next((words for language, words in every if language == self.language), {})

    @property
    def asked(self) -> SurveyDef:
        """The round."""
        return self.series.data.surveys[self.survey]


@dataclass(slots=True)
class _Maker:
    """The form that is being made: the words that were missing, and the counters of a question."""

    source: FormSource
    missing: list[str] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    def word(self, address: str, ja: str) -> FormText:
        """Words of the series in both languages; what has no other words is noted."""
        language = self.source.language
        shown = plain_markup(ja)
        if language == "ja":
            return FormText(shown)
        other = self.source.wordings.get(address, "")
        if not other and address not in self.missing:
            self.missing.append(address)
        return FormText(shown, other)

    def own(self, key: str, **details: object) -> FormText:
        """Words of the form."""
        return form_words(key, self.source.language, **details)

    def count(self, key: str) -> int:
        """The next number of a kind of text in the question."""
        self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts[key]

    def start(self) -> None:
        """Begin another question."""
        self._counts = {}


def make_form(source: FormSource) -> tuple[SurveyForm, tuple[str, ...]]:
    """Return the form, and the addresses of the series that have no words in its language."""
    maker = _Maker(source)
    questions = {question.id: question for question in source.loaded.document.questions}
    sections = []
    for number, (key, title) in enumerate(source.asked.questions.items(), 1):
        maker.start()
        drafts = list(_question_tables(maker, number, key, questions.get(key)))
        sections.append(
            FormSection(number, maker.word(f"questions.{key}", title), _with_codes(number, drafts))
        )
    sections.append(_contact(maker, len(sections) + 1))
    partner = source.loaded.profile.data.partner
    asked = source.asked
    form = SurveyForm(
        survey=source.survey,
        title=_round_title(maker, asked),
        partner=source.loaded.profile.id,
        name=_partner_name(partner, source.language),
        language=source.language,
        sections=tuple(sections),
        due=asked.due.iso() if asked.due else "",
        room=source.room,
    )
    return numbered_form(form), tuple(maker.missing)


def _partner_name(partner: Partner, language: str) -> FormText:
    """The name in Japanese, and in the form's language: the native one if it is in it, else the Latin one."""
    if language == "ja":
        return FormText(partner.name)
    is_native = (partner.native_lang or "").partition("-")[0].lower() == language
    return FormText(partner.name, (is_native and partner.native) or partner.latin or partner.name)


def _round_title(maker: _Maker, asked: SurveyDef) -> FormText:
    """The title of the round and its date, in both languages."""
    title = maker.own("survey")
    if asked.title:
        title = FormText(asked.title, title.other)
    dates = FormText(
        words_of("ja").date(asked.asked),
        words_of("en" if maker.source.language == "en" else "ja").date(
            asked.asked
        ),  # 2026年9月 is Chinese, too
    )
    return filled_words("round", maker.source.language, title=title, asked=dates)


def plain_markup(text: str) -> str:
    """The printed words of a text with markup, without calls; its paragraphs are lines."""
    return "\n".join(plain_text(content, calls=False) for content in parse_markup(text).paragraphs)


def held_text(profile: Profile, at: str) -> str:
    """What we hold at an address, in words; empty if there is nothing."""
    path = address_path(at)
    try:
        value = profile.source.value(path)
    except (KeyError, IndexError, TypeError):
        return ""
    if not isinstance(value, str):
        return ""
    return value if path[-1] in _PLAIN_KEYS else plain_markup(value)


# --- a question ---------------------------------------------------------------------------------


def _question_tables(maker: _Maker, number: int, key: str, question: Question | None) -> Iterator[FormTable]:
    texts: list[FormItem] = []
    places = [*maker.source.places.get(key, ())]
    for block in question.blocks if question else ():
        if isinstance(block, MarkTable) or (isinstance(block, FactTable) and block.at):
            places = [place for place in places if place != _place_of(maker, block)]
        if not isinstance(block, MarkTable):
            texts += _block_items(maker, block, f"{number}-")
            continue
        name = _place_of(maker, block).partition(".")[2]
        if name not in maker.source.asked.marks:
            continue
        yield from _text_table(maker, texts)
        texts = []
        yield from _mark_tables(maker, name, block)
    for place in places:
        kind, _, name = place.partition(".")
        if kind == "facts":
            texts += _new_rows(maker, name, f"answers.{key}.+facts.{name}", ())
        elif kind == "marks" and name in maker.source.asked.marks:
            yield from _text_table(maker, texts)
            texts = []
            yield from _mark_tables(maker, name, None, f"answers.{key}.+marks.{name}")
    yield from _text_table(maker, texts)
    free = [_free(f"form.{key}.more", maker.own("more", number=number))]
    if "cases" in places:
        free.append(_free(f"form.{key}.cases", maker.own("new case")))
    free.append(_free(f"form.{key}.sources", maker.own("sources", number=number)))
    yield FormTable(TableKind.FREE, tuple(free), ((Role.NEW, maker.own("free")),))


def _place_of(maker: _Maker, block: MarkTable | FactTable) -> str:
    """The place of a table in the words of ``form``: ``marks.support``."""
    kind = block.kind.key
    value = maker.source.loaded.profile.source.value((*address_path(block.at), kind))
    return f"{kind}.{value}"


def _text_table(maker: _Maker, items: Sequence[FormItem]) -> Iterator[FormTable]:
    if items:
        answers = ((Role.STILL, maker.own("still")), (Role.NEW, maker.own("new")))
        yield FormTable(TableKind.TEXTS, tuple(items), answers)


def _free(at: str, label: FormText) -> FormItem:
    return FormItem("", at, ItemKind.FREE, label)


def _text(
    maker: _Maker, at: str, label: FormText, *, held: str | None = None, date: bool = False
) -> FormItem:
    now = held_text(maker.source.loaded.profile, at) if held is None else held
    kind = ItemKind.DATE if date else ItemKind.TEXT
    is_short = date or 0 < len(now) <= _SHORT  # a name, a number: no limit needs to be told
    limit = 0 if is_short else _limit(len(now), maker.source.room)
    return FormItem("", at, kind, label, now, limit)


def _limit(now: int, room: int | None) -> int:
    """The most characters of a text that has ``now``: what the pages have left, but not far more than now."""
    usual = max(_LEAST, -(-now * 12 // (10 * _STEP)) * _STEP) if now else _NEW_TEXT
    if room is None:
        return usual
    return max(_LEAST, -(-now // _STEP) * _STEP + min(room, max(_NEW_TEXT, usual - now)))


def _block_items(maker: _Maker, block: Block, before: str) -> Iterator[FormItem]:
    """The items of a block that is no mark table; ``before`` is the number of the question with a hyphen."""
    match block:
        case Paragraph(at=at):
            if at.startswith("answers.") and not block.continues:
                yield _text(maker, at, maker.own("text", number=f"{before}{maker.count('text')}"))
        case BulletList(items):
            for item in items:
                yield _text(maker, item[0].at, maker.own("text", number=f"{before}{maker.count('text')}"))
        case Callout(heading, titled):
            title = maker.word(heading.at.partition(":")[2], plain_text(heading.content))
            for one in titled:
                number = FormText(str(maker.count("strong point")))
                label = filled_words("strong point", maker.source.language, heading=title, number=number)
                yield from _titled_items(maker, one, label)
        case CaseList(items=titled):
            for one in titled:
                yield from _titled_items(maker, one, maker.own("case", number=maker.count("case")))
        case FactTable():
            yield from _fact_items(maker, block)
        case Figure() | Strip():
            yield from _caption_items(maker, block)
        case MarkTable() | Remark() | NoteList():
            return


def _titled_items(maker: _Maker, item: TitledItem, label: FormText) -> Iterator[FormItem]:
    language = maker.source.language
    yield _text(maker, item.title.at, filled_words("title of", language, label=label))
    for number in item.numbers:
        counted = FormText(plain_text(number.label.content, calls=False))
        yield _text(maker, number.value.at, filled_words("number of", language, label=counted))
    yield _text(maker, item.body[0].at, label)


def _fact_items(maker: _Maker, block: FactTable) -> Iterator[FormItem]:
    language = maker.source.language
    name = _place_of(maker, block).partition(".")[2]
    for row in block.rows:
        label = _row_label(maker, row)
        if row.body:
            at = row.body[0].at
            is_date = at.endswith(".date")
            held = plain_text(row.body[0].content, calls=False) if is_date else None
            yield _text(maker, at, label, held=held, date=is_date)
        for number, item in enumerate(row.items, 1):
            several = FormText(f"{label.ja} {number}", label.other and f"{label.other} {number}")
            yield _text(maker, item.body.at, several if len(row.items) > 1 else label)
        if row.remark:
            yield _text(maker, row.remark.at, filled_words("remark of", language, label=label))
    fields = [_field_of(maker, row) for row in block.rows]
    yield from _new_rows(maker, name, f"{block.at}.+rows", fields)


def _row_label(maker: _Maker, row: FactRow) -> FormText:
    shown = plain_text(row.label.content, calls=False)
    place, _, address = row.label.at.partition(":")
    return maker.word(address, shown) if address and place == "_series" else FormText(shown)


def _field_of(maker: _Maker, row: FactRow) -> str:
    data = maker.source.loaded.profile.source.value(address_path(row.at))
    return str(data.get("field", "")) if isinstance(data, dict) else ""


def _new_rows(maker: _Maker, table: str, at: str, there: Sequence[str]) -> Iterator[FormItem]:
    """The rows of the series' table that the partner has not."""
    for key, label in maker.source.series.data.facts[table].rows.items():
        if key not in there:
            words = maker.word(f"facts.{table}.rows.{key}", label)
            is_date = (table, key) in maker.source.date_fields
            yield _text(maker, f"{at}.{key}", words, held="", date=is_date)


def _caption_items(maker: _Maker, block: Figure | Strip) -> Iterator[FormItem]:
    for figure in block.figures if isinstance(block, Strip) else (block,):
        number = maker.count("caption")
        if figure.caption:
            yield _text(maker, figure.caption.at, maker.own("caption", number=number))
        if figure.picture.credit and not figure.picture.credit.continues:
            yield _text(maker, figure.picture.credit.at, maker.own("credit", number=number))


def _mark_tables(maker: _Maker, name: str, block: MarkTable | None, at: str = "") -> Iterator[FormTable]:
    """The tables of a mark table: its “all still right”, its topics, and the words for “other”."""
    language = maker.source.language
    table = maker.source.series.data.marks[name]
    at = block.at if block else at
    topics = [topic for band in block.bands for topic in band] if block else []
    held = {topic.at.rpartition(".")[2]: topic.meaning for topic in topics}
    items = tuple(
        FormItem(
            "",
            f"{at}.topics.{key}",
            ItemKind.MARK,
            maker.word(f"marks.{name}.topics.{key}", title),
            held.get(key, ""),
        )
        for key, title in maker.source.asked.marks[name].items()
    )
    if block:
        whole = FormItem("", f"{at}.whole", ItemKind.WHOLE, maker.own("whole"))
        yield FormTable(TableKind.WHOLE, (whole,), ((Role.STILL, maker.own("still")),), name)
    legend = table.legend
    answers = [(Role.YES, maker.word(f"marks.{name}.legend.marked", legend.marked))]
    if legend.none:
        answers.append((Role.NO, maker.word(f"marks.{name}.legend.none", legend.none)))
    answers.append((Role.NA, maker.own("na")))
    yield FormTable(TableKind.MARKS, items, tuple(answers), name)
    if table.other and table.other in maker.source.asked.marks[name]:
        title = maker.word(f"marks.{name}.title", table.title)
        label = filled_words("other of", language, table=title)
        yield from _text_table(maker, [_text(maker, f"{at}.other", label)])


def _contact(maker: _Maker, number: int) -> FormSection:
    items = [_free(f"form.contact.{key}", maker.own(f"contact.{key}")) for key in _CONTACT]
    table = FormTable(TableKind.FREE, tuple(items), ((Role.NEW, maker.own("free")),))
    return FormSection(number, maker.own("contact"), _with_codes(number, [table]))


def _with_codes(number: int, drafts: Sequence[FormTable]) -> tuple[FormTable, ...]:
    """The tables of a question with the codes of their items."""
    made, index = [], 0
    for table in drafts:
        items = []
        for item in table.items:
            items.append(replace(item, code=item_code(number, index)))
            index += 1
        made.append(replace(table, items=tuple(items)))
    return tuple(made)
