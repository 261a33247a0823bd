"""A copy of a workspace in which every text has letters that no other has: where they are printed, it is.

Which values print is so known from the finished file alone, whatever the program believes of them.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from workspaces import REPO, SAMPLES

_REFERENCES = frozenset(
    {
        "id",
        "type",
        "region",
        "kind",
        "field",
        "callout",
        "marks",
        "facts",
        "code",
        "event",
        "width",
        "file",
        "figure",
        "photo",
        "flag",
        "accent",
        "native_lang",
        "language",
        "oldest_source",
        *("lat", "lon", "first", "last"),
        "qr",
        "survey",
    }
)  # choices and names of files: another text would be a mistake
_REFERENCES_OF_THE_SERIES = frozenset({"remark", "other"})
_LISTS_OF_REFERENCES = frozenset({"marked", "none", "form", "accepted"})
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_LETTERS = "abcdefghijklmnop"
_FIRST_YEAR = 2101
_PRINTED = re.compile(r"zq[a-p]{3}zq|(?<!\d)2[1-9]\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class MarkedValue:
    """A value and the letters, or the year, that only it has."""

    at: str
    sign: str


def marked_workspace(root: Path, name: str) -> list[MarkedValue]:
    """Make a copy with one partner, its series and the shared sources; return its values.

    The partner is one of the repository or of the samples of the tests.
    """
    home = REPO if (REPO / "profiles" / f"{name}.yaml").exists() else SAMPLES
    for folder in ("layouts", "fonts"):
        (root / folder).symlink_to(REPO / folder)
    for folder in ("pictures", "photos"):  # pictures outside of the workspace would be refused
        if (home / folder).exists():
            shutil.copytree(home / folder, root / folder)
    (root / "profiles").mkdir()
    values: list[MarkedValue] = []
    for file, prefix in ((f"{name}.yaml", ""), ("_series.yaml", "_series:"), ("_sources.yaml", "_sources:")):
        if not (home / "profiles" / file).exists():
            continue
        data = yaml.load((home / "profiles" / file).read_text("utf-8"), yaml.BaseLoader)
        changed = _changed(data, (), prefix, values)
        if prefix == "_series:":
            _ask_what_is_there(changed)
        text = yaml.safe_dump(changed, allow_unicode=True, sort_keys=False, width=10**6)
        (root / "profiles" / file).write_text(text, "utf-8")
    return values


def _ask_what_is_there(series: Any) -> None:
    """Let each round of the survey have the questions and topics as they are now."""
    for one in series.get("surveys", {}).values():
        one["questions"] = {key: series["questions"][key] for key in one["questions"]}
        topics = {table: series["marks"][table]["topics"] for table in one["marks"]}
        one["marks"] = {
            table: {key: topics[table][key] for key in asked} for table, asked in one["marks"].items()
        }


def printed_signs(text: str) -> set[str]:
    """The letters and years in the text of a finished file."""
    return set(_PRINTED.findall("".join(text.split())))


def _changed(data: Any, path: tuple[str | int, ...], prefix: str, values: list[MarkedValue]) -> Any:
    if path[:1] == ("surveys",) and path[-1] in ("questions", "marks"):
        return data
    if isinstance(data, dict):
        return {
            key: one if key in _LISTS_OF_REFERENCES else _changed(one, (*path, key), prefix, values)
            for key, one in data.items()
        }
    if isinstance(data, list):
        return [_changed(one, (*path, index), prefix, values) for index, one in enumerate(data)]
    references = _REFERENCES | _REFERENCES_OF_THE_SERIES if prefix == "_series:" else _REFERENCES
    if path[-1] in references and path[:1] != ("remarks",) and path[:1] != ("questions",):
        return data
    number = len(values)
    at = prefix + ".".join(map(str, path))
    if _DATE.fullmatch(data) or (path[-1] == "issued"):
        sign = str(_FIRST_YEAR + number)
        values.append(MarkedValue(at, sign))
        return sign + data[4:]
    sign = f"zq{_LETTERS[number // 256]}{_LETTERS[number // 16 % 16]}{_LETTERS[number % 16]}zq"
    values.append(MarkedValue(at, sign))
    if path[-1] == "email":
        return sign + data
    bare = data.rstrip()
    if re.fullmatch(r"\[[^]]*\]\(\S*\)", bare):  # a link alone, which may have a code
        return f"[{sign}{data[1:]}"
    return bare + sign + data[len(bare) :]
