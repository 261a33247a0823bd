"""Warnings about sources, notes and pictures, which an editor corrects or accepts with a reason.

The checks do not use the network or the clock: the age of a source is counted from the edition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from brochure.assembly.name_spellings import CODES
from brochure.assembly.number_checks import number_warnings
from brochure.assembly.quotation_checks import quotation_warnings
from brochure.assembly.stale_values import stale_warnings
from brochure.diagnostics.problem import Problem, problem
from brochure.document.markup import parse_markup
from brochure.document.markup_model import Cite
from brochure.document.rich_text import unclosed_tags
from brochure.schema.base import sort_problems
from brochure.schema.csl_items import Source, same_sources
from brochure.schema.house_findings import find_house_words, house_warning
from brochure.schema.house_words import HOUSE_CODES, HouseWords
from brochure.schema.printed_texts import model_texts
from brochure.schema.profile import FigureBlock, Profile, ProfileData, StripBlock
from brochure.schema.references import markup_texts
from brochure.schema.series import Series

# A number with a counter, an amount or a rank; years, dates and anniversaries need no source.
FIGURE = re.compile(
    r"\d[\d,.]*\s*[千万億兆]?\s*"
    r"(?:社|人|名|件|か所|カ所|ヶ所|箇所|校|大学|機関|施設|拠点|市|町|村|か国|カ国|ヶ国|位|円|ドル|元|ユーロ"
    r"|％|%|パーセント|ポイント|割|倍|km|平方|キロ|㎡|ヘクタール|トン|台|床|戸|世帯)"
)
_SENTENCE = re.compile(r"[^。\n]+。?(?:\[[@^][^\]]*\])*")
_CALL = re.compile(r"\[(?:\^|[^\[\]]*@)[^\[\]]*\]")
_UNFINISHED = re.compile(
    r"要確認|確認中|未定|調査中|作成中|（仮）|\(仮\)|TODO|TBD|FIXME|XXX|？？|\?\?", re.IGNORECASE
)
_FIGURE_STEPS = 3  # answers, question, block
_NOT_SENTENCES = ("title", "label", "remark", "other", "credit")


def source_warnings(
    profile: Profile, series: Series, house: HouseWords | None = None, others: Iterable[Problem] = ()
) -> list[Problem]:
    """Return the warnings about a profile, in the order of the file, without those under ``accepted:``.

    An entry under ``accepted:`` must quote a part of the warning's detail ``subject``; an entry that matches
    no warning is itself reported (S209). ``house`` are the house words of the workspace, ``others`` further
    warnings about the profile.
    """
    doubts = [
        *_figures(profile),
        *_notes(profile),
        *_sources(profile, series.data.oldest_source),
        *_mistakes(profile),
        *_pictures(profile),
        *number_warnings(profile),
        *stale_warnings(profile, series),
        *quotation_warnings(profile),
        *(_house_words(profile, house) if house else ()),
        *others,
    ]
    told_later = {*CODES, *(() if house else HOUSE_CODES)}  # by a run over all partners, or not at all
    return without_accepted(profile, doubts, lambda code: code not in told_later)


def without_accepted(
    profile: Profile, doubts: Iterable[Problem], is_ours: Callable[[str], bool]
) -> list[Problem]:
    """Return the warnings about a profile that are not under its ``accepted:``, in the order of the file.

    Args:
        profile: The profile.
        doubts: The warnings; each has a detail ``subject``.
        is_ours: Whether these doubts would hold a warning with this code; then an entry under ``accepted:``
            that matches none is reported.
    """
    answered: set[int] = set()
    open_doubts = []
    for doubt in doubts:
        subject = dict(doubt.details)["subject"]
        answers = [
            index
            for index, answer in enumerate(profile.data.accepted)
            if answer.code == doubt.code and answer.text in subject
        ]
        answered.update(answers)
        if not answers:
            open_doubts.append(doubt)
    for index, answer in enumerate(profile.data.accepted):
        if index not in answered and is_ours(answer.code):
            where = profile.source.locate(("accepted", index))
            open_doubts.append(problem("S209", where, warned=answer.code, text=answer.text))
    return sort_problems(open_doubts)


def _house_words(profile: Profile, house: HouseWords) -> Iterator[Problem]:
    """Yield a warning for each word that the house writes otherwise (H201 to H204)."""
    partner = profile.data.partner
    names = [name for name in (partner.name, partner.country) if name]
    for found in find_house_words(model_texts(profile.source, ProfileData), house, names):
        yield house_warning(found, house)


def _figures(profile: Profile) -> Iterator[Problem]:
    """Yield a warning for each sentence of an answer that gives a figure without a citation (S201)."""
    for path, text in markup_texts(profile.source):
        if path[0] != "answers" or path[-1] in _NOT_SENTENCES:
            continue
        for sentence in _SENTENCE.finditer(text):
            found = FIGURE.search(sentence[0])
            if found and not _CALL.search(sentence[0]):
                where = profile.source.locate(path, sentence.start() + found.start())
                yield problem("S201", where, figure=found[0], subject=sentence[0].strip())


def _notes(profile: Profile) -> Iterator[Problem]:
    """Yield a warning for each note with a word such as 要確認 or TODO (S204)."""
    for key, text in profile.data.notes.items():
        if found := _UNFINISHED.search(text):
            where = profile.source.locate(("notes", key), found.start())
            yield problem("S204", where, id=key, found=found[0], subject=f"{key} {text}")


def _pictures(profile: Profile) -> Iterator[Problem]:
    """Yield a warning for each picture without a credit (S210)."""
    data = profile.data
    named = [
        (("photo",), data.photo.file, data.photo.credit) if data.photo else None,
        (("flag",), data.flag.file, data.flag.credit) if data.flag else None,
        *(
            (("answers", question, index), block.figure, block.credit)
            for question, blocks in data.answers.items()
            for index, block in enumerate(blocks)
            if isinstance(block, FigureBlock)
        ),
    ]
    strips = (
        (("answers", question, index, "strip", place), picture.file, picture.credit)
        for question, blocks in data.answers.items()
        for index, block in enumerate(blocks)
        if isinstance(block, StripBlock)
        for place, picture in enumerate(block.strip)
    )
    for found in (*named, *strips):
        if found and found[2] is None:
            at, file, _ = found
            where = profile.source.locate((*at, "figure" if len(at) == _FIGURE_STEPS else "file"))
            yield problem("S210", where, file=file, subject=file)


def _sources(profile: Profile, oldest: int) -> Iterator[Problem]:
    cited = cited_places(profile)
    own = [
        source
        for source in profile.sources.values()
        if (source.id in cited or not source.shared) and not source.mistakes
    ]
    for source in own:
        issued = source.date("issued")
        age = profile.data.edition.year - issued.year if issued else 0
        details = {"id": source.id, "subject": source.id}
        if age > oldest and source.id in cited:
            yield problem("S202", source.location, **details, age=age, oldest=oldest)
        entry = profile.ledger.get(source.id)
        if entry and entry.verdict == "gone" and not entry.archive and source.id in cited:
            yield problem("S208", source.location, **details)
        if source.item.get("URL") and not source.item.get("accessed"):
            yield problem("S203", source.location, **details)
        if source.id not in cited:
            yield problem("S205", source.location, **details)
        if not (source.item.get("title") or source.item.get("container-title")):
            yield problem("S207", source.location, **details)
        for key, value in source.item.items():
            if isinstance(value, str) and source.id in cited and (tags := unclosed_tags(value)):
                yield problem("S213", source.location, **details, field=key, tags=" ".join(tags))
        if found := _UNFINISHED.search(str(source.item.get("title", ""))):
            yield problem("S204", source.location, id=source.id, found=found[0], subject=source.id)
    for one, other in same_sources(own):
        yield problem("S206", other.location, id=other.id, other=one.id, subject=f"{one.id} {other.id}")


def _mistakes(profile: Profile) -> Iterator[Problem]:
    """Yield a warning for each source with mistakes that nobody cites (S211).

    Of a shared file or an export, which others keep, only the first one is told, with the number of the rest.
    """
    others: dict[str, list[Source]] = {}
    for source in profile.sources.values():
        if source.mistakes and not source.shared:
            yield _mistaken("S211", source, subject=source.id)
        elif source.mistakes:
            others.setdefault(source.file.file, []).append(source)
    for file, sources in others.items():
        yield _mistaken("S212", sources[0], subject=file, file=file, count=str(len(sources)))


def _mistaken(code: str, source: Source, **details: str) -> Problem:
    """Make the warning about a source with mistakes; its ``{detail}`` is the message of the first mistake."""
    first = source.mistakes[0]
    words = tuple(sorted({**details, "id": source.id}.items()))
    return Problem(code, first.location, words, first)


def cited_places(profile: Profile) -> dict[str, list[tuple[Cite, str]]]:
    """Return the citations of each source with their addresses, by the source's id."""
    cited: dict[str, list[tuple[Cite, str]]] = {}
    for path, text in markup_texts(profile.source):
        for cite in parse_markup(text).cites:
            known = cite.source_id in profile.sources
            name = profile.sources[cite.source_id].id if known else cite.source_id  # the id of another name
            cited.setdefault(name, []).append((cite, ".".join(map(str, path))))
    return cited
