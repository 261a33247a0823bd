"""Sources (出典) as CSL items: in a profile, in the shared file, or in an included Zotero export.

The fields are those of CSL-JSON (csl-data.json of CSL 1.0.2). Short forms that people write by hand, such as
``issued: 2018-05-31`` and ``author: 外務省``, are converted to the standard form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.look_alikes import meant_text
from brochure.document.partial_date import PartialDate
from brochure.document.rich_text import plain_rich_text
from brochure.document.web_address import address_fault
from brochure.document.written_date import DateError, read_date
from brochure.schema.base import data_kind, unknown_word
from brochure.schema.csl_dates import DATE_PARTS, csl_date, typed_dates
from brochure.schema.date_problems import date_code, date_details, known_date_problem
from brochure.schema.source_fields import OWN_FIELDS, own_field_mistakes, own_field_schema
from brochure.schema.source_quotes import QUOTE, QUOTE_KEYS, Excerpt, excerpts_at, quote_mistakes
from brochure.schema.yaml_reader import Data, YamlPath, YamlText

SOURCES_FILE = "_sources.yaml"
LEDGER_FILE = "_ledger.yaml"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TYPES = _words("""
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview
    legal_case legislation manuscript map motion_picture musical_score pamphlet paper-conference patent
    performance periodical personal_communication post post-weblog regulation report review review-book
    software song speech standard thesis treaty webpage
""")
NAMES = _words("""
    author chair collection-editor compiler composer container-author contributor curator director editor
    editorial-director editor-translator executive-producer guest host illustrator interviewer narrator
    organizer original-author performer producer recipient reviewed-author script-writer series-creator
    translator
""")
DATES = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
STRINGS = _words("""
    citation-key language journalAbbreviation shortTitle abstract annote archive archive_collection
    archive_location archive-place authority call-number chapter-number citation-number citation-label
    collection-number collection-title container-title container-title-short dimensions division DOI edition
    event event-title event-place first-reference-note-number genre ISBN ISSN issue jurisdiction keyword
    locator medium note number number-of-pages number-of-volumes original-publisher
    original-publisher-place original-title page page-first part part-title PMCID PMID printing publisher
    publisher-place references reviewed-genre reviewed-title scale section source status supplement title
    title-short URL version volume volume-title volume-title-short year-suffix
""")
FIELDS = ("id", "type", *NAMES, *DATES, *STRINGS, "categories", "custom")
_COMMON_FIELDS = _words("""
    id type author title container-title edition publisher issued accessed URL page number volume issue
    archive_location custom
""")
PRINTED = _words("title container-title author editor director publisher number URL DOI")
NAME_PARTS = _words("""
    family given dropping-particle non-dropping-particle suffix comma-suffix static-ordering literal
    parse-names
""")
ID = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_:.#$%&\-+?<>~/]*[A-Za-z0-9_/])?")  # pandoc's citation keys
FOREIGN_ID = re.compile(r"[^{}\[\]\r\n]+")  # ids of other programs: [@{架空 太郎2024}]

AS_TYPED = frozenset(
    {"id", "type", "citation-key", "language", "URL", "DOI", "archive_location", *DATES, "custom"}
)
"""Fields whose characters are never replaced by those that are meant: ids, addresses, dates."""

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """A source as a CSL item, with its file and its path in the file.

    ``at`` is the address: ``sources.0`` in a profile, ``_sources:2`` in the shared file; for an included
    file, the file's name is before the colon. ``shared`` is false only for sources in the profile itself.
    ``mistakes`` are what keeps the source from being cited; the item is empty then.
    """

    id: str
    item: Item
    file: YamlText
    path: YamlPath
    at: str
    shared: bool
    mistakes: tuple[Problem, ...] = ()

    @property
    def location(self) -> Location:
        """The location of the id."""
        return self.file.locate((*self.path, "id"))

    def date(self, name: str) -> PartialDate | None:
        """Return a date of the item, the last one of a range; None if the item does not have it."""
        parts = (self.item.get(name) or {}).get("date-parts") or [[]]
        return PartialDate(*parts[-1]) if parts[-1] else None

    def written_date(self, name: str) -> str:
        """Return a date of the item as ISO 8601 has it, a range with a slash; or the words in its place."""
        value = self.item.get(name) or {}
        if "literal" in value:
            return str(value["literal"])
        ends = [PartialDate(*parts).iso() if parts else ".." for parts in value.get("date-parts", [])]
        return "/".join(ends) + ("~" if value.get("circa") else "")


def included_files(source: YamlText) -> Iterator[tuple[YamlPath, str]]:
    """Yield the files that a profile includes (texts in its ``sources``), with their paths in the YAML."""
    for path, entry in _entries(source, ("sources",)):
        if isinstance(entry, str):
            yield path, entry


def read_items(
    file: YamlText, base: YamlPath, prefix: str, *, shared: bool, strict: bool
) -> tuple[list[Source], list[Problem]]:
    """Read a list of CSL items; also return the problems of entries that are no items.

    The mistakes of items are in :attr:`Source.mistakes`; they stop a build only if the item is cited. An item
    of an export that has no id gets its address as id.

    Args:
        file: The file of the list.
        base: The path of the list in the file.
        prefix: The part of an address before the position: ``sources.`` or ``_sources:``.
        shared: Whether other partners may cite the sources, so that an uncited one is not reported.
        strict: Whether unknown fields are mistakes; false for the export of a program.
    """
    found: list[Source] = []
    problems: list[Problem] = []
    if not base and not isinstance(file.data, list):
        kind = data_kind(file.data)
        return [], [problem("P103", file.locate(()), key=file.file, expected="list", found=kind)]
    for path, entry in _entries(file, base):
        if isinstance(entry, str) and base:
            continue  # the name of a file to include
        if not isinstance(entry, dict):
            found_kind = data_kind(entry)
            key = ".".join(map(str, path)) or "sources"
            problems.append(problem("P103", file.locate(path), key=key, expected="mapping", found=found_kind))
            continue
        mistakes = tuple(_mistakes(file, path, entry, strict=strict))
        if not mistakes and not any(entry.get(key) for key in PRINTED):
            mistakes = (problem("P169", file.locate(path), known=", ".join(PRINTED)),)
        at = f"{prefix}{path[-1]}"
        identity = str(entry.get("id") or "").strip() or (at if shared else "")
        if identity:
            item = {} if mistakes else _standard_item(entry)
            found.append(Source(identity, item, file, path, at, shared, mistakes))
        else:
            problems += mistakes
    return found, problems


def _entries(file: YamlText, base: YamlPath) -> Iterator[tuple[YamlPath, Data]]:
    data: Any = file.data
    for step in base:
        data = data.get(step) if isinstance(data, dict) else None
    if isinstance(data, list):
        yield from (((*base, index), entry) for index, entry in enumerate(data))


def _mistakes(file: YamlText, path: YamlPath, entry: dict[str, Data], *, strict: bool) -> Iterator[Problem]:
    for key in ("id", "type"):
        if not isinstance(entry.get(key), str) or not str(entry.get(key)).strip():
            yield problem("P102", file.locate(path), key=key)
    identity, kind = entry.get("id"), entry.get("type")
    if isinstance(identity, str) and not (
        ID.fullmatch(identity) if strict else FOREIGN_ID.fullmatch(identity)
    ):
        yield problem("P150", file.locate((*path, "id")), id=identity)
    if isinstance(kind, str) and kind not in TYPES:
        yield unknown_word("P151", file, (*path, "type"), kind, TYPES)
    for key, value in entry.items():
        here = (*path, key)
        if key not in FIELDS:
            if strict:
                yield unknown_word("P101", file, here, key, FIELDS, shown=_COMMON_FIELDS)
        elif key in DATES:
            yield from _date_mistakes(file, here, value)
        elif key in NAMES:
            yield from _name_mistakes(file, here, value)
        elif key == "URL" and isinstance(value, str) and (fault := address_fault(value)):
            yield problem(
                "P213", file.locate(here, fault.offset), url=value, what=fault.what, sign=fault.sign
            )
        elif key == "custom":
            if strict and value is not None:
                yield from own_field_mistakes(file, here, value)
        elif key != "categories" and not isinstance(value, str) and value is not None:
            yield problem("P103", file.locate(here), key=key, expected="text", found=data_kind(value))


def _name_mistakes(file: YamlText, path: YamlPath, value: Data) -> Iterator[Problem]:
    if isinstance(value, str):
        return
    if not isinstance(value, list):
        yield problem("P103", file.locate(path), key=path[-1], expected="list", found=data_kind(value))
        return
    for index, name in enumerate(value):
        if isinstance(name, dict):
            for key in name:
                if key not in NAME_PARTS:
                    yield unknown_word("P101", file, (*path, index, key), key, NAME_PARTS)
        elif not isinstance(name, str):
            yield problem(
                "P103", file.locate((*path, index)), key=path[-1], expected="text", found=data_kind(name)
            )


def _date_mistakes(file: YamlText, path: YamlPath, value: Data) -> Iterator[Problem]:
    try:
        csl_date(value)
    except (ValueError, TypeError, KeyError):
        shown = value if isinstance(value, str) else "date-parts"
        known = (known_date_problem(text, file.locate(path)) for text in typed_dates(shown))
        yield next(filter(None, known), problem("P168", file.locate(path), value=shown))


def _csl_name(value: Data) -> dict[str, str]:
    if isinstance(value, dict):
        return {key: meant_text(str(part)) for key, part in value.items() if part is not None}
    return {"literal": meant_text(str(value))}


def _standard_item(entry: dict[str, Data]) -> dict[str, Any]:
    """Return an item with its short forms converted to standard CSL."""
    item: dict[str, Any] = {}
    for key, value in entry.items():
        if value is None:
            continue
        if key in DATES:
            item[key] = csl_date(value)
        elif key in NAMES:
            item[key] = [_csl_name(name) for name in (value if isinstance(value, list) else [value])]
        elif isinstance(value, str):
            item[key] = (value if key in AS_TYPED else meant_text(value)).strip()
        else:
            item[key] = value
    return item


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An entry of the ledger: the result of a person's check of a source.

    ``verdict`` is one of ``VERDICTS``; ``archive`` is the address of an archived copy, or empty.
    ``excerpts`` are what the source said when somebody looked.
    """

    id: str
    verdict: str
    checked: PartialDate | None
    archive: str
    note: str
    excerpts: tuple[Excerpt, ...] = ()


VERDICTS = ("ok", "moved", "gone", "unclear")
_LEDGER_KEYS = ("verdict", "checked", "archive", "note", QUOTE)
KEYS = frozenset({*FIELDS, *NAME_PARTS, *DATE_PARTS, *OWN_FIELDS, *_LEDGER_KEYS, *QUOTE_KEYS})
"""All keys of CSL items and of the ledger."""


def read_ledger(file: YamlText) -> dict[str, LedgerEntry]:
    """Read the ledger: verdicts and archive addresses by source id.

    Raises:
        BrochureError: All mistakes in the file, located.
    """
    problems: list[Problem] = []
    entries: dict[str, LedgerEntry] = {}
    if not isinstance(file.data, dict):
        raise BrochureError(
            [
                problem(
                    "P103", file.locate(()), key=LEDGER_FILE, expected="mapping", found=data_kind(file.data)
                )
            ]
        )
    for identity, line in file.data.items():
        here: YamlPath = (identity,)
        if not isinstance(line, dict):
            found = data_kind(line)
            problems.append(problem("P103", file.locate(here), key=identity, expected="mapping", found=found))
            continue
        before = len(problems)
        problems += [
            unknown_word("P101", file, (*here, key), key, _LEDGER_KEYS)
            for key in line
            if key not in _LEDGER_KEYS
        ]
        verdict = str(line.get("verdict") or "unclear")
        if verdict not in VERDICTS:
            problems.append(unknown_word("P152", file, (*here, "verdict"), verdict, VERDICTS))
        archive = str(line.get("archive") or "")
        if archive and (fault := address_fault(archive)):
            place = file.locate((*here, "archive"), fault.offset)
            problems.append(problem("P213", place, url=archive, what=fault.what, sign=fault.sign))
        checked = None
        if line.get("checked") is not None:
            try:
                checked = read_date(str(line["checked"])).date
            except DateError as fault:
                place = file.locate((*here, "checked"))
                told = problem(date_code(fault), place, value=line["checked"], **date_details(fault))
                problems.append(told)
        quote = line.get(QUOTE)
        if quote is not None:
            problems += quote_mistakes(file, (*here, QUOTE), quote)
        if len(problems) == before:
            excerpts = excerpts_at(file, (*here, QUOTE), quote)
            note = str(line.get("note") or "")
            entries[identity] = LedgerEntry(identity, verdict, checked, archive, note, excerpts)
    if problems:
        raise BrochureError(problems)
    return entries


def with_archive(source: Source, ledger: Mapping[str, LedgerEntry]) -> Item:
    """Return the item of a source, with the ledger's archive address added if the item has none."""
    entry = ledger.get(source.id)
    if entry and entry.archive and "archive_location" not in source.item:
        return {**source.item, "archive_location": entry.archive}
    return source.item


def same_sources(sources: list[Source]) -> list[tuple[Source, Source]]:
    """Return pairs of sources that are probably the same: same address, or same title, author and date."""
    seen: dict[tuple[str, ...], Source] = {}
    pairs = []
    for source in sources:
        for key in _identities(source):
            if key in seen and seen[key].id != source.id:
                pairs.append((seen[key], source))
                break
            seen.setdefault(key, source)
    return pairs


def _identities(source: Source) -> Iterator[tuple[str, ...]]:
    item = source.item
    if item.get("URL"):
        yield ("url", re.sub(r"^https?://(www\.)?|/$", "", str(item["URL"])), str(item.get("page", "")))
    if item.get("title"):
        authors = "".join("".join(name.values()) for name in item.get("author", []))
        yield (
            "title",
            re.sub(r"\s", "", plain_rich_text(str(item["title"]))),
            authors,
            str(item.get("edition", "")),
            str(item.get("issued", "")),
            str(item.get("container-title", "")),
        )


# --- for editors -----------------------------------------------------------------------------------


def csl_item_schema() -> dict[str, Any]:
    """Return the JSON Schema of a list of CSL items, with the parts that help while typing.

    It is not in ``json_schema.py``, because that module imports the models that use this schema.
    """
    name = {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {key: {"type": "string"} for key in ("literal", "family", "given", "suffix")},
            },
        ]
    }
    date = {"anyOf": [{"type": ["string", "number"]}, {"type": "object"}]}
    text = {"type": ["string", "integer"]}
    fields: dict[str, Any] = {key: dict(text) for key in STRINGS}
    fields |= {key: dict(date) for key in DATES}
    fields |= {key: {"anyOf": [{"type": "string"}, {"type": "array", "items": name}]} for key in NAMES}
    fields |= {"id": {"type": "string"}, "type": {"enum": list(TYPES)}}
    fields |= {"custom": own_field_schema(), "categories": {"type": "array"}}
    for key, (japanese, english) in _CSL_HELP.items():
        fields[key]["description"] = f"{japanese}\n\n{english}"
    item = {"type": "object", "properties": fields, "required": ["id", "type"], "additionalProperties": False}
    return {"type": "array", "items": {"anyOf": [{"type": "string"}, item]}}


_CSL_HELP = {
    "id": ("本文の [@id] で使う名前", "Name to cite as [@id]."),
    "type": ("種類。webpage、report、book、article-journal など", "Kind of source."),
    "author": ("著者・機関。機関は literal、人は family と given", "Authors: literal, or family and given."),
    "title": ("資料名", "Title."),
    "container-title": ("掲載誌・サイト名", "Journal or site."),
    "edition": ("版。例：平成30年版", "Edition."),
    "publisher": ("発行者", "Publisher."),
    "issued": (
        "発行日。2018、2018-05-31、2018/5/31、令和6年、2024-04/2025-03（期間）、1935~（頃）、2024-21（春）、n.d.",
        "Date of issue: also 2018/5/31, an era, 2024-04/2025-03 (a range), 1935~ (circa), 2024-21 (spring).",
    ),
    "accessed": ("閲覧日。2026-10-01、2026年10月1日、令和8年10月1日など", "Date of access, as you write it."),
    "URL": ("アドレス", "Address."),
    "page": ("掲載頁", "Pages."),
    "number": ("番号", "Number."),
    "archive_location": ("保存先（WARPなど）のアドレス", "Address in an archive such as WARP."),
    "custom": (
        "CSLにない項目。adapted（加工した）、licence（利用規約）、quote（引用した原文と見た日）",
        "Fields that CSL does not have: adapted, licence and quote.",
    ),
}
