"""Read and check a profile, and report every mistake in one run.

References to questions, tables, notes and sources are checked in the raw YAML data, so that one misspelt key
does not hide other mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import ValidationError

from brochure.diagnostics.problem import BrochureError, Problem, nearest_word, problem
from brochure.document.citation_syntax import CITE_ID, typed_id
from brochure.document.markup import NOTE_ID, parse_markup, sole_address
from brochure.document.markup_model import Call, Cite
from brochure.schema import csl_items
from brochure.schema.base import (
    model_keys,
    sort_problems,
    unknown_word,
    validation_problems,
    without_nulls,
    yaml_warnings,
)
from brochure.schema.csl_items import LedgerEntry, Source
from brochure.schema.exports.imported import ImportedText
from brochure.schema.look_alike_warnings import look_alike_warnings
from brochure.schema.markup_checks import check_markup, plain_text_problems
from brochure.schema.printed_texts import PrintedText, item_texts, model_texts
from brochure.schema.profile import TAGS, Profile, ProfileData
from brochure.schema.series import Series, with_edition
from brochure.schema.source_quotes import QUOTE
from brochure.schema.survey_checks import check_rounds
from brochure.schema.text_kinds import TextKind, text_kinds
from brochure.schema.yaml_reader import YamlPath, YamlText


@dataclass(frozen=True)
class Library:
    """Sources outside the profile: those of the shared file and of included files, and the ledger."""

    shared: tuple[Source, ...] = ()
    included: Mapping[str, YamlText] = field(default_factory=dict)
    ledger: Mapping[str, LedgerEntry] = field(default_factory=dict)


@cache
def profile_keys() -> frozenset[str]:
    """Return the keys of profiles and of their sources."""
    return model_keys(ProfileData) | csl_items.KEYS


def validate_profile(source: YamlText, *, name: str, series: Series, library: Library) -> Profile:
    """Check a profile.

    Args:
        source: The parsed YAML.
        name: The id of the profile: the file's name without ``.yaml``.
        series: The series that defines questions, topics and tables.
        library: Sources outside the profile that it may cite.

    Raises:
        BrochureError: All mistakes in the profile, located.
    """
    problems: list[Problem] = []
    data: ProfileData | None = None
    try:
        data = ProfileData.model_validate(without_nulls(source.data))
    except ValidationError as error:
        problems += validation_problems(error, source, ProfileData, TAGS)

    if data is not None:
        data, missing = with_edition(data, source, series)
        problems += missing
    problems += _check_references(source, series)
    partner = _as_mapping(_as_mapping(source.data).get("partner")).get("name")
    problems += check_rounds(source, series, [*_blocks(source)], str(partner or name))
    if "place" in (source.data if isinstance(source.data, dict) else {}) and series.data.home is None:
        problems.append(problem("P156", source.locate_key(("place",))))
    faults, doubts = check_markup(source, ProfileData)
    problems += faults
    problems += _marks_in_sources(source)
    problems += _check_notes(source)
    known, faults, told = known_sources(source, library)
    problems += faults
    problems += _check_cites(source, known)
    refused = {found.location for found in problems if found.code == "P101"}
    odd = look_alike_warnings(profile_texts(source))
    warnings = (*yaml_warnings(source, refused), *odd, *_typed_signs(source), *doubts, *told)
    if problems or data is None:
        raise BrochureError(sort_problems(problems), warnings)
    return Profile(name, data, source, warnings, known, library.ledger)


class SourceIndex(dict[str, Source]):
    """Sources by id, in the order of their files; a source is also found by another name of it.

    Attributes:
        aliases: Other names of sources (citation keys of Zotero), and their ids.
    """

    def __init__(self) -> None:
        super().__init__()
        self.aliases: dict[str, str] = {}

    def __contains__(self, name: object) -> bool:
        """Whether a source has this id or this other name."""
        return super().__contains__(name) or self.aliases.get(str(name), name) in self.keys()

    def __missing__(self, name: str) -> Source:
        """Return the source with this other name."""
        if name not in self.aliases:
            raise KeyError(name)
        return self[self.aliases[name]]


def known_sources(
    source: YamlText, library: Library
) -> tuple[SourceIndex, list[Problem], tuple[Problem, ...]]:
    """Return the sources that the profile may cite, by id, problems of what cannot be cited, and warnings.

    Two sources with the same id are a mistake of the first (P153); in an included file only if they are cited
    and differ.
    """
    known = SourceIndex()
    own, problems = csl_items.read_items(source, ("sources",), "sources.", shared=False, strict=True)
    warnings: list[Problem] = []
    cited = _cited_ids(source)
    more: list[Source] = []
    for _, name in csl_items.included_files(source):
        if name in library.included:
            file = library.included[name]
            found, faults = csl_items.read_items(file, (), f"{name}:", shared=True, strict=False)
            if isinstance(file, ImportedText):
                warnings += file.warnings
                known.aliases |= {alias: known.aliases.get(alias, key) for alias, key in file.aliases.items()}
            problems += faults
            more += found
    imported = {id(one) for one in more}
    for one in [*own, *more, *library.shared]:
        first = known.setdefault(one.id, one)
        if first is one:
            continue
        both = {"id": one.id, "first": first.location}
        if id(one) in imported and (one.id not in cited or one.item == first.item):
            warnings.append(problem("C218", one.location, **both))
        else:
            twice = problem("P153", one.location, **both)
            known[one.id] = replace(first, mistakes=(*first.mistakes, twice))
    return known, problems, tuple(warnings)


def _cited_ids(source: YamlText) -> set[str]:
    """Return the ids that the texts of a profile cite."""
    return {cite.source_id for _, text in markup_texts(source) for cite in parse_markup(text).cites}


def profile_texts(source: YamlText) -> Iterator[PrintedText]:
    """Yield the texts of a profile that are printed: also those of its own sources that it cites."""
    yield from model_texts(source, ProfileData)
    yield from item_texts(source, ("sources",), _cited_ids(source))


def cited_texts(file: YamlText, source: YamlText) -> Iterator[PrintedText]:
    """Yield the texts of a file of sources that the profile ``source`` prints."""
    cited = _cited_ids(source)
    if isinstance(file, ImportedText):
        cited |= {file.aliases[name] for name in cited if name in file.aliases}
    return item_texts(file, (), cited)


_AT = re.compile(rf"@({CITE_ID})")


def _check_cites(source: YamlText, known: Mapping[str, Source]) -> Iterator[Problem]:
    for path, text in markup_texts(source):
        parsed = parse_markup(text)
        cited = {cite.offset for cite in parsed.cites}
        for found in _AT.finditer(text):  # an @id outside ASCII brackets is a mistake (P218)
            before = text[found.start() - 1 : found.start()]
            if (
                found[1] in known
                and found.start() not in cited
                and not (before.isascii() and before.isalnum())
            ):
                yield problem("P218", source.locate(path, found.start()), id=found[1])
        for cite in parsed.cites:
            if path[0] in ("notes", *_WITHOUT_CALLS):
                yield problem("P205", source.locate(path, cite.offset), id=f"@{cite.source_id}")
            elif cite.source_id not in known:
                yield _unknown_source(source, path, text, cite, known)
            else:
                yield from known[cite.source_id].mistakes


def _unknown_source(
    source: YamlText, path: YamlPath, text: str, cite: Cite, known: Mapping[str, Source]
) -> Problem:
    """Return the problem of a citation without a source; an id with a blank needs braces (P230)."""
    typed = text[cite.offset + 1 :]
    here = source.locate(path, cite.offset)
    begins = (name for name in known if typed.startswith(name))
    meant = max(begins, key=len, default="")
    after = typed[len(meant) : len(meant) + 1]
    if meant and not (typed_id(meant) == meant and after.isascii()):  # a misspelt id may begin as another
        return problem("P230", here, id=meant)
    return problem("P217", here, id=cite.source_id, nearest=nearest_word(cite.source_id, known))


_WITHOUT_CALLS = ("contact", "photo", "flag")  # the title and the end matter cannot call notes


def _as_list(data: object) -> list[Any]:
    return data if isinstance(data, list) else []


def _as_mapping(data: object) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _blocks(source: YamlText) -> Iterator[tuple[YamlPath, dict[str, Any]]]:
    answers = _as_mapping(_as_mapping(source.data).get("answers"))
    for question, blocks in answers.items():
        for index, block in enumerate(_as_list(blocks)):
            yield ("answers", question, index), _as_mapping(block)


def _check_references(source: YamlText, series: Series) -> Iterator[Problem]:
    """Check the ids that the series defines: region, kind, questions, callouts, tables, rows, topics."""
    shared = series.data
    yield from _check_partner(source, series)
    for question in _as_mapping(_as_mapping(source.data).get("answers")):
        if question not in shared.questions:
            yield unknown_word("P120", source, ("answers", question), question, shared.questions)
    for path, block in _blocks(source):
        for key, known in (("callout", shared.callouts), ("facts", shared.facts), ("marks", shared.marks)):
            if isinstance(block.get(key), str) and block[key] not in known:
                yield unknown_word("P121", source, (*path, key), block[key], known)
        if isinstance(block.get("facts"), str) and block["facts"] in shared.facts:
            yield from _check_rows(source, path, block, list(shared.facts[block["facts"]].rows))
        if isinstance(block.get("marks"), str) and block["marks"] in shared.marks:
            yield from _check_topics(source, path, block, series)


_YES = ("true", "yes", "on", "1")  # values that pydantic reads as true


def _check_partner(source: YamlText, series: Series) -> Iterator[Problem]:
    """Check the partner's region and kind against the series."""
    partner = _as_mapping(_as_mapping(source.data).get("partner"))
    for key, code, known in (("region", "P125", series.data.regions), ("kind", "P121", series.data.kinds)):
        if isinstance(partner.get(key), str) and partner[key] not in known:
            yield unknown_word(code, source, ("partner", key), partner[key], known)
    if partner and series.data.regions and partner.get("country") is None and partner.get("region") is None:
        yield problem("P102", source.locate(("partner",)), key="country")
    for index, one in enumerate(_as_list(_as_mapping(source.data).get("milestones"))):
        event, known_events = _as_mapping(one).get("event"), series.data.known_events
        if isinstance(event, str) and event not in known_events:
            yield unknown_word("P121", source, ("milestones", index, "event"), event, known_events)


def _check_rows(
    source: YamlText, path: YamlPath, block: dict[str, Any], known: list[str]
) -> Iterator[Problem]:
    for index, item in enumerate(_as_list(block.get("rows"))):
        here = (*path, "rows", index)
        row = {key: value for key, value in _as_mapping(item).items() if value is not None}
        name = row.get("field")
        if isinstance(name, str) and name not in known:
            yield unknown_word("P122", source, (*here, "field"), name, known)
        if item and ("field" in row) == ("label" in row):
            yield problem("P130", source.locate(here))
        if item and sum(key in row for key in ("text", "date", "items")) == 0:
            yield problem("P131", source.locate(here))
        if "text" in row and "date" in row:
            yield problem("P132", source.locate_key((*here, "date")))
        if str(row.get("qr")).lower() in _YES and not sole_address(str(row.get("text", ""))):
            yield problem("P138", source.locate_key((*here, "qr")))


def _check_topics(
    source: YamlText, path: YamlPath, block: dict[str, Any], series: Series
) -> Iterator[Problem]:
    table = series.data.marks[block["marks"]]
    answered: dict[str, str] = {}
    for key in ("marked", "none"):
        for index, topic in enumerate(_as_list(block.get(key))):
            here = (*path, key, index)
            if not isinstance(topic, str):
                continue
            if topic not in table.topics:
                yield unknown_word("P123", source, here, topic, table.topics)
            elif topic in answered:
                yield problem("P133", source.locate(here), topic=topic, one=answered[topic], other=key)
            answered.setdefault(topic, key)
    if "none" in block and table.legend.none is None:
        yield problem("P134", source.locate_key((*path, "none")), table=block["marks"])
    if "other" in block and table.other is None:
        yield problem("P135", source.locate_key((*path, "other")), table=block["marks"])
    elif "other" in block and answered.get(str(table.other)) == "none":
        yield problem("P136", source.locate_key((*path, "other")), topic=table.other)


def markup_texts(source: YamlText) -> Iterator[tuple[YamlPath, str]]:
    """Yield every text of a profile with inline markup and its path, in the order of the file."""
    return (
        (path, text) for path, text, kind in text_kinds(source, ProfileData) if kind is not TextKind.PLAIN
    )


def _marks_in_sources(source: YamlText) -> Iterator[Problem]:
    """Yield a problem for each mark in the profile's own CSL items, which do not take our markup."""
    if isinstance(source.value(()), dict) and "sources" in _as_mapping(source.data):
        for path, text in source.scalars(("sources",)):
            if len(path) > 2 and path[2] not in ("id", "URL") and path[2:4] != ("custom", QUOTE):
                yield from plain_text_problems(source, path, text)


_SIGNS = {  # signs that brochure adds at the beginning of a text of this kind
    "remark": re.compile(r"\s*[※＊*（(]"),
    "bullets": re.compile(r"\s*([・●■◆○※])(?!\1)"),
    "items": re.compile(r"\s*([◆・●])(?!\1)"),
    "notes": re.compile(r"\s*(?:[※＊]\s*\d|\*\d)"),
}


def _typed_signs(source: YamlText) -> Iterator[Problem]:
    """Yield a warning for each typed sign that brochure adds itself; it would be printed twice."""
    for path, text in markup_texts(source):
        kind = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        kind = "notes" if path[0] == "notes" else kind
        found = _SIGNS[kind].match(text) if kind in _SIGNS else None
        if found and kind == "remark" and found[0].strip() in "（(" and "rows" not in path:
            continue  # only the remark of a fact row gets parentheses
        if found:
            yield problem("P137", source.locate(path, found.end() - 1), sign=found[0].strip())


def _calls(source: YamlText) -> Iterator[tuple[YamlPath, Call]]:
    for path, text in markup_texts(source):
        yield from ((path, call) for call in parse_markup(text).calls)


def _check_notes(source: YamlText) -> Iterator[Problem]:
    notes = _as_mapping(_as_mapping(source.data).get("notes"))
    called = set()
    for path, call in _calls(source):
        if path[0] == "notes":
            yield problem("P204", source.locate(path, call.offset), id=call.note_id)
        elif path[0] in _WITHOUT_CALLS:
            yield problem("P205", source.locate(path, call.offset), id=call.note_id)
        elif call.note_id not in notes:
            known = ", ".join(notes)
            yield problem("P201", source.locate(path, call.offset), id=call.note_id, known=known)
        called.add(call.note_id)
    for key, text in notes.items():
        if key not in called and NOTE_ID.fullmatch(key):
            yield problem("P202", source.locate_key(("notes", key)), id=key)
        if key in called and text is None:
            yield problem("P207", source.locate_key(("notes", key)), id=key)
        if isinstance(text, str) and len(parse_markup(text).paragraphs) > 1:
            yield problem("P203", source.locate(("notes", key)), id=key)
