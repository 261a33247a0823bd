"""RIS files as CSL items.

The lines are read here and not by a library, because a record without ER must not swallow the next one, a
continued line belongs to its field, and every field needs its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from brochure.schema.exports import values
from brochure.schema.exports.dates import export_date
from brochure.schema.exports.imported import Doubts, ExportField, ItemDraft
from brochure.schema.exports.latex import verbatim_text
from brochure.storage.encoding import LINE_END, Lines

_TYPES = {
    "JOUR": "article-journal", "EJOUR": "article-journal", "JFULL": "periodical", "INPR": "article-journal",
    "ABST": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper", "BOOK": "book",
    "EBOOK": "book", "EDBOOK": "book", "SER": "book", "CLSWK": "classic", "CHAP": "chapter",
    "ECHAP": "chapter",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary", "RPRT": "report", "GOVDOC": "report", "THES": "thesis", "PAT": "patent",
    "STAT": "legislation", "BILL": "bill", "CASE": "legal_case", "HEAR": "hearing", "LEGAL": "legislation",
    "STAND": "standard", "MAP": "map", "DATA": "dataset", "AGGR": "dataset", "DBASE": "dataset",
    "ELEC": "webpage", "WEB": "webpage", "ICOMM": "personal_communication", "BLOG": "post-weblog",
    "SLIDE": "speech", "MPCT": "motion_picture", "VIDEO": "motion_picture", "ADVS": "motion_picture",
    "COMP": "software", "PCOMM": "personal_communication", "MANSCPT": "manuscript", "UNPB": "manuscript",
    "UNPD": "manuscript", "PAMP": "pamphlet", "ART": "graphic", "FIGURE": "figure", "SOUND": "song",
    "MUSIC": "musical_score", "GEN": "document", "MULTI": "webpage",
}  # fmt: skip
_IN_SOMETHING = ("article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference",
                 "entry-encyclopedia", "entry-dictionary", "webpage", "post-weblog")  # fmt: skip
_SECOND_TITLES = {  # what T2 is for types that are no part of something
    "speech": "event-title", "dataset": "container-title", "legislation": "container-title",
    "map": "container-title", "post": "container-title", "document": "container-title",
    "personal_communication": "container-title",
}  # fmt: skip
_OWN_NUMBER = (
    "report",
    "patent",
    "legislation",
    "standard",
    "bill",
    "legal_case",
    "thesis",
    "document",
    "dataset",
    "map",
)
_NEVER_PRINTED = {"AB", "N2", "KW", "L1", "L2", "L3", "L4", "AD", "AN", "DB", "DP", "RN", "RP", "ID", "LB",
                  "TT", "TY",
                  "C3", "C4", "C5", "C6", "C7", "C8", "U1", "U2", "U3", "U4", "U5", "RI", "LK", "ER", "H1",
                  "H2",
                  "NO", "PD", "CA", "Y3"}  # fmt: skip
_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: |$)[ \t]*(.*)")


@dataclass(slots=True)
class RisRecord:
    """A record: its type, extent and fields by tag; ``closed`` is whether it has an ER line."""

    kind: str
    start: int
    end: int
    fields: dict[str, list[ExportField]] = field(default_factory=dict)
    closed: bool = False

    def first(self, *tags: str) -> ExportField | None:
        """Return the first value of the first of these tags that has one."""
        return next((found for tag in tags for found in self.fields.get(tag, [])), None)


def read_ris(lines: Lines) -> tuple[list[ItemDraft], Doubts]:
    """Read a RIS file as CSL items with their places, and the doubts about it."""
    doubts, unread = Doubts(lines), values.UnreadFields()
    drafts, keyless = [], []
    for record in _records(lines, doubts):
        if not record.closed:
            doubts.add("C203", record.start)
        draft = _item(record, doubts, unread)
        drafts.append(draft)
        if not draft.key:
            keyless.append(draft)
    values.make_keys(drafts, keyless, doubts)
    unread.report(doubts)
    return drafts, doubts


def _records(lines: Lines, doubts: Doubts) -> list[RisRecord]:
    records: list[RisRecord] = []
    current: RisRecord | None = None
    last: list[ExportField] | None = None
    start = 0
    for line in LINE_END.split(lines.text):
        bare = line.lstrip("\ufeff ")
        found = _TAG.fullmatch(bare.rstrip())
        at = start + len(line) - len(bare)
        start = min(start + len(line) + _line_end_length(lines.text, start + len(line)), len(lines.text))
        if found and found[1] == "TY":
            current = RisRecord(found[2].strip().upper(), at, at + len(bare))
            records.append(current)
            last = None
        elif current is None or current.closed:
            if bare.strip() and not (found and found[1] == "ER"):
                doubts.add("C213", at, found=bare.strip()[:40])
        elif found and found[1] == "ER":
            current.closed, current.end = True, at + len(bare)
        elif found:
            begins = at + found.start(2)
            value = found[2].strip()
            last = current.fields.setdefault(found[1], [])
            last.append(ExportField(found[1], value, begins, begins + len(value)))
            current.end = at + len(bare)
        elif bare.strip() and last:
            before = last[-1]
            last[-1] = ExportField(
                before.name, f"{before.value}\n{bare.strip()}", before.start, at + len(bare)
            )
    for record in records:
        record.fields = {
            tag: kept for tag, found in record.fields.items() if (kept := [one for one in found if one.value])
        }
    return records


def _line_end_length(text: str, index: int) -> int:
    found = LINE_END.match(text, index)
    return len(found[0]) if found else 0


def _item(record: RisRecord, doubts: Doubts, unread: values.UnreadFields) -> ItemDraft:
    kind = _TYPES.get(record.kind, "document")
    key = record.first("ID", "LB")
    draft = ItemDraft(key.value if key else "", kind, record.start, record.end)
    if record.kind not in _TYPES:
        doubts.add("C207", record.start, type=f"TY  - {record.kind}", known="document")
    used = {*_names(record, draft, doubts), *_titles(record, draft), *_numbers(record, draft)}
    used |= {*_dates(record, draft, doubts), *_texts(record, draft)}
    for tag, found in record.fields.items():
        if tag not in used and tag not in _NEVER_PRINTED:
            unread.add(tag, found[0].start)
    for tag in ("UR", "DO", "T1", "TI"):
        if len({one.value for one in record.fields.get(tag, [])}) > 1:
            doubts.add("C216", record.fields[tag][1].start, field=tag, count=len(record.fields[tag]))
    if not draft.key:
        draft.data["id"] = ""
    return draft


def _names(record: RisRecord, draft: ItemDraft, doubts: Doubts) -> set[str]:
    kind = draft.kind
    inside = kind in (
        "chapter",
        "paper-conference",
        "entry-encyclopedia",
        "entry-dictionary",
        "article-journal",
        "book",
    )
    roles = {
        "A1": "author", "AU": "author", "ED": "editor", "A4": "translator", "TA": "translator",
        "A2": "editor" if inside else {"thesis": "contributor", "motion_picture": "producer",
                                       "patent": "recipient"}.get(kind, "editor"),
        "A3": "collection-editor" if inside else "editor",
    }  # fmt: skip
    if kind == "motion_picture":
        roles["A1"] = roles["AU"] = "director"
    if kind == "personal_communication":
        roles["A2"] = "recipient"
    for tag, role in roles.items():
        if tag == "AU" and _values(record, "A1") == _values(record, "AU"):
            continue  # some programs write each author twice
        values.put_names(draft, role, record.fields.get(tag, []), doubts)
    return set(roles)


def _values(record: RisRecord, tag: str) -> list[str]:
    return [one.value for one in record.fields.get(tag, [])]


def _titles(record: RisRecord, draft: ItemDraft) -> set[str]:
    used = {"T1", "TI", "CT", "T2", "JO", "JF", "BT", "JA", "J1", "J2", "T3", "ST"}
    inside = draft.kind in _IN_SOMETHING
    own = ("T1", "TI", "CT") if inside else ("T1", "TI", "CT", "BT")
    if found := record.first(*own):
        draft.put("title", values.without_bilingual(" ".join(found.value.split())), found)
    container = record.first("T2", "JF", "JO", "BT", "J2", "JA", "J1")
    if container and inside:
        draft.put("container-title", container.value, container)
    elif container and container.name in ("T2", "JF", "JO"):
        draft.put(_SECOND_TITLES.get(draft.kind, "collection-title"), container.value, container)
    if found := record.first("T3"):
        draft.put("event-title" if draft.kind == "speech" else "collection-title", found.value, found)
    if found := record.first("ST"):
        draft.put("title-short", found.value, found)
    draft.split_series()
    return used


def _numbers(record: RisRecord, draft: ItemDraft) -> set[str]:
    kind, first = draft.kind, record.first
    name = values.number_field(kind)
    if found := first("VL"):
        draft.put("volume", values.bare_number(found.value, "巻"), found)
    for tag in ("IS", "M1", "CN"):
        found = first(tag)
        if found and tag == "CN":
            draft.put("call-number", found.value, found)
        elif found:
            where = "number" if kind in _OWN_NUMBER else name
            value = values.bare_number(found.value, "号") if where == "issue" else found.value
            if not draft.put(where, value, found):
                draft.put("note", found.value, found)
    if found := first("SN"):
        own = (
            "number"
            if kind in ("patent", "report", "standard", "legislation")
            and not re.search(r"(?:97[89])?[\d-]{8,}", found.value)
            else ""
        )
        journal = kind.startswith("article") or kind == "periodical"
        draft.put(
            own or ("ISSN" if journal or re.fullmatch(r"\d{4}-?\d{3}[\dXx]", found.value) else "ISBN"),
            found.value,
            found,
        )
    for tag, field_name in (("SV", "collection-number"), ("NV", "number-of-volumes"), ("SE", "section")):
        if found := first(tag):
            draft.put(field_name, found.value, found)
    begin, end = first("SP"), first("EP")
    if begin or end:
        text = "-".join(dict.fromkeys(one.value for one in (begin, end) if one))
        source = begin or end
        assert source
        text = values.pages(text)
        whole = (
            values.page_count(re.sub(r"\s*p(?:ages|\.)?$", "", text))
            if kind in ("book", "thesis", "report")
            else ""
        )
        draft.put("number-of-pages" if whole else "page", whole or text, source)
    return {"VL", "IS", "M1", "CN", "SN", "SV", "NV", "SE", "SP", "EP"}


def _dates(record: RisRecord, draft: ItemDraft, doubts: Doubts) -> set[str]:
    dates = [one for tag in ("DA", "PY", "Y1") for one in record.fields.get(tag, [])]
    made = [(found, *export_date(found.value)) for found in dates]
    good = [one for one in made if one[2]]
    if good:  # the date that says most; Zotero writes DA with the month, PY with the year only
        best = max(good, key=lambda one: len(str((one[1] or {}).get("date-parts", ""))))
        draft.put("issued", best[1], best[0])
    for found, _, understood in made:
        if not understood:
            doubts.add("C209", found.start, value=found.value)
    if made and not good:
        draft.put("issued", made[0][1], made[0][0])
    for tag in ("Y2", "RD"):
        if accessed := record.first(tag):
            values.put_date(draft, "accessed", accessed, doubts)
    return {"DA", "PY", "Y1", "Y2", "RD"}


def _texts(record: RisRecord, draft: ItemDraft) -> set[str]:
    kind = draft.kind
    places = {
        "PB": "publisher", "ET": "edition", "M3": "medium" if kind == "motion_picture" else "genre",
        "DO": "DOI",
        "LA": "language", "PP": "publisher-place", "OP": "original-publisher", "C1": "", "C2": "",
        "CY": "event-place" if kind in ("paper-conference", "speech") else "publisher-place",
        "AV": "archive",
    }  # fmt: skip
    if kind == "map":
        places["C1"] = "scale"
    if kind == "paper-conference":
        places["C1"] = "publisher-place"
    for tag, name in places.items():
        found = record.first(tag)
        if found and name:
            value = {"DOI": values.doi, "language": values.language}.get(name, str)(
                " ".join(found.value.split())
            )
            draft.put(name, value, found)
    for found in record.fields.get("UR", []):
        draft.put("URL", verbatim_text(found.value), found)
    for tag in ("N1", "M2"):
        for found in record.fields.get(tag, []):
            values.read_note(draft, found.value, found)
    return {*places, "UR", "N1", "M2"}
