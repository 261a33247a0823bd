"""Tables of sources: TSV of NDL Search, CSV of CiNii Research and of Zotero. The head line names columns."""

from __future__ import annotations

import csv
import io
import re

from brochure.schema.csl_items import TYPES
from brochure.schema.exports import values
from brochure.schema.exports.imported import Doubts, ExportField, ItemDraft
from brochure.schema.exports.names import split_names
from brochure.storage.encoding import Lines

_COLUMNS = {
    "title": ("タイトル", "書名", "論文名", "標題", "資料名", "title"),
    "author": ("著者", "著者名", "責任表示", "編著者", "作成者", "author", "authors", "creator"),
    "editor": ("編者", "editor"),
    "translator": ("訳者", "translator"),
    "publisher": ("出版者", "出版者名", "出版社", "発行者", "公開者", "publisher"),
    "publisher-place": ("出版地", "place"),
    "issued": ("出版年月日", "出版年月日等", "出版年", "発行年月日", "発行年", "刊行年", "公開日", "出版日",
               "date", "publication year", "year"),
    "container-title": ("掲載誌名", "掲載誌", "収録刊行物", "雑誌名", "刊行物名", "publication title",
    "journal"),
    "volume": ("掲載巻", "巻", "volume"),
    "issue": ("掲載号", "号", "issue"),
    "number": ("番号", "number"),
    "page": ("掲載ページ", "掲載頁", "ページ", "頁", "pages"),
    "number-of-pages": ("ページ数", "総ページ数", "num pages"),
    "edition": ("版", "版表示", "edition"),
    "collection-title": ("シリーズ", "シリーズ名", "叢書名", "series"),
    "collection-number": ("シリーズ番号", "series number"),
    "ISBN": ("isbn", "isbn-13"),
    "ISSN": ("issn",),
    "DOI": ("doi",),
    "URL": ("url", "書誌url", "詳細url", "リンク", "link"),
    "accessed": ("閲覧日", "参照日", "アクセス日", "access date"),
    "language": ("言語", "本文の言語", "本文の言語コード", "language"),
    "genre": ("学位", "学位名", "type"),
    "note": ("注記", "extra", "備考"),
    "title-short": ("short title",),
    "archive": ("archive",),
    "event-title": ("会議名", "conference name", "meeting name"),
    "event-place": ("開催地",),
    "medium": ("medium",),
    "version": ("version",),
    "scale": ("縮尺", "scale"),
    "number-of-volumes": ("number of volumes",),
    "id": ("id", "key", "citation key", "citekey"),
    "type": ("資料種別", "種別", "資料形態", "item type"),
}  # fmt: skip
_BY_NAME = {name: field for field, names in _COLUMNS.items() for name in names}
_NEVER_PRINTED = {
    "abstract note", "date added", "date modified", "journal abbreviation", "rights", "archive location",
    "library catalog", "call number", "notes", "file attachments", "link attachments", "manual tags",
    "automatic tags", "タイトルよみ", "著者よみ", "出版者よみ", "請求記号", "ndc", "ndlc", "件名", "分類",
    "抄録",
    "内容細目", "所蔵館", "書誌id", "著者標目", "要約・抄録", "目次", "データベース", "提供元", "no", "no.",
}  # fmt: skip
_TYPES = {
    "図書": "book", "和図書": "book", "洋図書": "book", "電子書籍": "book", "記事": "article-journal",
    "論文": "article-journal", "雑誌記事": "article-journal", "雑誌": "periodical",
    "逐次刊行物": "periodical",
    "新聞": "article-newspaper", "博士論文": "thesis", "学位論文": "thesis", "地図": "map",
    "会議録": "paper-conference", "規格・テクニカルリポート類": "report", "報告書": "report",
    "データセット": "dataset", "研究データ": "dataset", "映像資料": "motion_picture", "録音資料": "song",
    "journalarticle": "article-journal", "magazinearticle": "article-magazine", "booksection": "chapter",
    "newspaperarticle": "article-newspaper", "conferencepaper": "paper-conference", "statute": "legislation",
    "film": "motion_picture", "videorecording": "motion_picture", "forumpost": "post",
    "blogpost": "post-weblog",
    "presentation": "speech", "letter": "personal_communication", "email": "personal_communication",
    "instantmessage": "personal_communication", "encyclopediaarticle": "entry-encyclopedia",
    "dictionaryentry": "entry-dictionary", "computerprogram": "software", "podcast": "song",
    "artwork": "graphic",
    "preprint": "article", "case": "legal_case", "radiobroadcast": "broadcast", "tvbroadcast": "broadcast",
    "audiorecording": "song",
}  # fmt: skip


def read_table(lines: Lines, delimiter: str) -> tuple[list[ItemDraft], Doubts] | None:
    """Read a table; None if its head line names no title."""
    doubts, unread = Doubts(lines), values.UnreadFields()
    rows = list(_rows(lines.text, delimiter))
    if not rows:
        return None
    (_, head), *body = rows
    names = [_column(cell.value) for cell in head]
    if "title" not in names:
        return None
    drafts = []
    for start, cells in body:
        if not any(cell.value for cell in cells):
            continue
        if len(cells) > len(head):
            doubts.add("C217", start, count=len(cells), columns=len(head))
        fields: dict[str, ExportField] = {}
        for name, title, cell in zip(names, head, cells, strict=False):
            if cell.value and name:
                there = fields.setdefault(name, cell)
                if name == "issued" and len(cell.value) > len(there.value):  # Zotero: year and date
                    fields[name] = cell
            elif cell.value and title.value.strip().lower() not in _NEVER_PRINTED:
                unread.add(title.value.strip() or "?", cell.start)
        drafts.append(_item(fields, start, cells[-1].end, doubts))
    values.make_keys(drafts, [draft for draft in drafts if not draft.key], doubts)
    unread.report(doubts)
    return drafts, doubts


def _column(title: str) -> str:
    """Return the CSL field of a column, or an empty text."""
    name = title.strip().lower()
    return _BY_NAME.get(name) or _BY_NAME.get(re.sub(r"[（(].*?[)）]$", "", name).strip(), "")


def _rows(text: str, delimiter: str) -> list[tuple[int, list[ExportField]]]:
    """Return the rows of a table with the places of their cells."""
    made = []
    index = 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False):
        start, cells = index, []
        for cell in row:
            first = (
                text.find(cell.split("\n")[0].split('"')[0].strip() or delimiter, index)
                if cell.strip()
                else index
            )
            first = max(first, index)
            quoted = text[index : index + 1] == '"'
            end = first + len(cell) + cell.count('"') * quoted
            cells.append(ExportField("", cell.strip(), first, min(end, len(text))))
            index = min(end + quoted, len(text))
            if text[index : index + 1] == delimiter:
                index += 1
        while text[index : index + 1] in ("\r", "\n") and text[index : index + 1]:
            index += 1
        if cells:
            made.append((start, cells))
    return made


def _item(fields: dict[str, ExportField], start: int, end: int, doubts: Doubts) -> ItemDraft:
    key, kind = fields.get("id"), fields.get("type")
    draft = ItemDraft(key.value if key else "", _type(fields, kind.value if kind else ""), start, end)
    if kind and kind.value.replace(" ", "").lower() not in _TYPES and kind.value.lower() not in TYPES:
        doubts.add("C207", kind.start, type=kind.value, known=draft.kind)
    for role in ("author", "editor", "translator"):
        if found := fields.get(role):
            parts = [
                ExportField(role, name, found.start, found.end)
                for part in re.split(r"\s*[;；]\s*", found.value)
                for name in split_names(part)
            ]
            values.put_names(draft, role, parts, doubts)
    for name in ("issued", "accessed"):
        if found := fields.get(name):
            values.put_date(draft, name, found, doubts)
    plain = {*fields} - {"id", "type", "author", "editor", "translator", "issued", "accessed", "note"}
    for name in sorted(plain):
        _put_text(draft, name, fields[name])
    if found := fields.get("note"):
        values.read_note(draft, found.value, found)
    draft.split_series()
    if not draft.key:
        draft.data["id"] = ""
    return draft


def _put_text(draft: ItemDraft, name: str, found: ExportField) -> None:
    value = " ".join(found.value.split())
    if name == "title":
        value = values.without_bilingual(" ".join(re.split(r"\s+;\s+", value)))  # NDL: 題 ; 特集
    elif name in ("page", "volume", "issue"):
        value = (
            values.pages(value)
            if name == "page"
            else values.bare_number(value, "巻" if name == "volume" else "号")
        )
    elif name == "number":
        name = values.number_field(draft.kind)
    elif name in ("DOI", "language"):
        value = values.doi(value) if name == "DOI" else values.language(value)
    elif name in ("URL", "ISBN"):
        value = re.split(r"\s*[;|]\s*|\s+", value)[0]
    draft.put(name, value, found)


def _type(fields: dict[str, ExportField], named: str) -> str:
    """Return the CSL type: as the table names it, else as its columns show it."""
    word = named.strip().replace(" ", "").lower()
    if word in _TYPES or named.strip().lower() in TYPES:
        return _TYPES.get(word) or named.strip().lower()
    if "container-title" in fields:
        return "article-journal"
    return "book" if {"ISBN", "publisher", "edition", "collection-title"} & set(fields) else "document"
