"""JSON Schema of CSL items, as far as it helps while typing."""

from __future__ import annotations

from typing import Any

from brochure import sources


def csl_schema() -> dict[str, Any]:
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
    "custom": (
        "{adapted: true} で「…を加工して作成」（公共データの形のとき）",
        "{adapted: true} where the data were adapted; the public-data style prints it.",
    ),
}
