"""CSL items that programs write as JSON or YAML: the list is found, and their habits become plain CSL.

Lists stand alone, below ``references`` (pandoc, Better CSL YAML) or below ``items`` (Zotero's API). Dates may
be lists of years and months, texts may be lists of one text (Crossref), notes may hold fields (Zotero).
"""

from __future__ import annotations

from dataclasses import replace

from brochure.schema.csl_items import DATES, FIELDS, NAME_PARTS, NAMES, TYPES
from brochure.schema.exports import values
from brochure.schema.exports.dates import export_date
from brochure.schema.exports.imported import Doubts, ExportField, ImportedText, ItemDraft
from brochure.schema.exports.zotero_items import csl_from_zotero
from brochure.schema.yaml_reader import Data, YamlPath, YamlText

_WRAPPERS = ("references", "items")
_CROSSREF_TYPES = {
    "journal-article": "article-journal", "book-chapter": "chapter",
    "proceedings-article": "paper-conference",
    "monograph": "book", "edited-book": "book", "reference-book": "book",
    "reference-entry": "entry-encyclopedia",
    "dissertation": "thesis", "posted-content": "article", "report-series": "report", "journal": "periodical",
    "book-section": "chapter", "article-thesis": "thesis", "proceedings": "book", "peer-review": "review",
}  # fmt: skip
_NEVER_PRINTED = {
    "citekey", "systemID", "indexed", "license", "reference", "references-count", "reference-count",
    "is-referenced-by-count", "content-domain", "created", "deposited", "member", "prefix", "score",
    "resource",
    "relation", "subject", "link", "short-container-title", "issn-type", "isbn-type", "published-print",
    "published-online", "published", "subtitle", "short-title", "journal-issue", "alternative-id",
    "update-policy",
    "assertion", "funder", "original-title-short", "copyright", "institution", "approved", "posted",
    "accepted",
    "content-created", "content-updated", "archive-id", "tags", "collection", "library", "container",
    "fulltext",
}  # fmt: skip


def csl_text(source: YamlText) -> ImportedText:
    """Return the items of a parsed file in plain CSL; what is no item stays, so that it is reported."""
    base, data = _list_of(source)
    if not isinstance(data, list):
        return _as_imported(source, (), source.data)
    doubts, unread = Doubts(source.lines), values.UnreadFields()
    spans = {path[len(base) :]: span for path, span in source.spans.items() if path[: len(base)] == base}
    keys = {
        path[len(base) :]: span
        for path, span in source.keys.items()
        if path[: len(base)] == base and path != base
    }
    made: list[Data] = []
    aliases: dict[str, str] = {}
    drafts: list[ItemDraft] = []
    for index, entry in enumerate(data):
        if not isinstance(entry, dict):
            made.append(entry)
            continue
        draft = _item(entry, (index,), source, base, doubts, unread)
        spans |= {(index, *path): span for path, span in draft.spans.items() if (index, *path) not in spans}
        drafts.append(draft)
        made.append(draft.data)
    values.make_keys(drafts, [draft for draft in drafts if not draft.key], doubts)
    for draft in drafts:
        if (name := draft.data.get("citation-key")) and isinstance(name, str) and name != draft.key:
            aliases.setdefault(name, draft.key)
    unread.report(doubts)
    text = _as_imported(source, base, made)
    return replace(
        text, spans=spans, keys=keys, warnings=(*text.warnings, *doubts.problems()), aliases=aliases
    )


def _list_of(source: YamlText) -> tuple[YamlPath, Data]:
    data = source.data
    if isinstance(data, dict):
        for name in _WRAPPERS:
            if isinstance(data.get(name), list):
                return (name,), data[name]
        if "type" in data or "itemType" in data:  # one item, as doi.org gives it
            return (), [data]
    return (), data


def _as_imported(source: YamlText, base: YamlPath, data: Data) -> ImportedText:
    del base
    given = {name: getattr(source, name) for name in YamlText.__dataclass_fields__}
    more = {name: getattr(source, name) for name in ("warnings", "aliases") if hasattr(source, name)}
    return ImportedText(**{**given, "data": data, **more})


def _item(
    entry: dict[str, Data],
    path: YamlPath,
    source: YamlText,
    base: YamlPath,
    doubts: Doubts,
    unread: values.UnreadFields,
) -> ItemDraft:
    """Return an item with its short forms spelled out and its unknown fields left out."""
    here = (*base, *path) if (*base, *path) in source.spans else ()
    zotero = csl_from_zotero(entry)
    fields, origins = zotero or (entry, {})
    whole = source.spans[here]
    draft = ItemDraft("", "", whole.start, whole.end)
    draft.data.clear()
    for name, value in fields.items():
        at = next(
            (
                one
                for one in ((*here, origins.get(name, name)), (*here, "data", origins.get(name, name)))
                if one in source.spans
            ),
            here,
        )
        span = source.spans[at]
        draft.spans[(name,)] = span
        if name not in FIELDS:
            if name not in _NEVER_PRINTED and value not in (None, "", [], {}):
                unread.add(name, source.keys[at].start if at in source.keys else span.start)
            continue
        draft.data[name] = read = _value(name, value)
        if name in DATES and isinstance(value, str) and isinstance(read, dict) and "literal" in read:
            doubts.add("C209", span.start, value=value)
    kind = str(draft.data.get("type") or "")
    draft.data["type"] = _CROSSREF_TYPES.get(kind, kind) if kind not in TYPES else kind
    note = draft.data.pop("note", None)
    if isinstance(note, str):
        span = draft.spans[("note",)]
        values.read_note(draft, note, ExportField("note", note, span.start, span.end))
    draft.key = str(draft.data.get("id") or draft.data.get("citation-key") or draft.data.get("DOI") or "")
    draft.data["id"] = draft.key
    if not kind:
        del draft.data["type"]
    return draft


def _value(name: str, value: Data) -> Data:
    if name in DATES:
        return _date(value)
    if name in NAMES and isinstance(value, list):
        return [
            {
                key: part
                for key, part in one.items()
                if key in NAME_PARTS or (key == "name" and "family" not in one)
            }
            if isinstance(one, dict)
            else one
            for one in value
        ]
    if isinstance(value, list) and name not in ("categories",) and all(isinstance(one, str) for one in value):
        return ", ".join(str(one) for one in value[: 1 if name in ("ISSN", "ISBN", "title") else None])
    return value


def _date(value: Data) -> Data:
    """Return a date whose words are read where they can be, and lists of years and months as date-parts."""
    if isinstance(value, list) and value and all(isinstance(one, dict) and "year" in one for one in value):
        parts: list[Data] = [
            [one[key] for key in ("year", "month", "day") if one.get(key)]
            for one in value
            if isinstance(one, dict)
        ]
        first = value[0]
        season = first.get("season") if isinstance(first, dict) else None
        return {"date-parts": parts, **({"season": season} if season else {})}
    if isinstance(value, str):
        made, understood = export_date(value)
        return dict(made) if made and understood else {"literal": value}
    if isinstance(value, dict):
        words = value.get("raw") or value.get("literal")
        if "date-parts" not in value and isinstance(words, str):
            made, understood = export_date(words)
            return dict(made) if made and understood else {"literal": words}
        given = value.get("date-parts")
        if isinstance(given, list):
            cut: list[list[Data]] = [
                [part for part in one if part not in (None, "", "0")]
                for one in given
                if isinstance(one, list)
            ]
            kept = {key: one for key, one in value.items() if key in ("season", "circa", "literal", "raw")}
            return {**kept, "date-parts": [*filter(None, cut)]} if any(cut) else None
    return value
