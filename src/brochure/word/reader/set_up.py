"""Read how the pages of a Word file are set up, as far as a reader sees it.

Values that a page has without any setting are left out, because programs write them too.

Source: ECMA-376-1:2016, 17.6 (sections), 17.10.1 (even pages), 17.11.11 (numbers of notes).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from brochure.word.ooxml import W
from brochure.word.reader.elements import is_on
from brochure.word.reader.running_heads import sections
from brochure.word.untrusted import OpenedWord

_USUAL = ("", "0", "1", "decimal", "continuous", "lrTb", "lr", "pageBottom")
# Elements and attributes of a section, by the kind of edit.
_SETTINGS = {
    "columns": [("cols", "num")],
    "direction": [("textDirection", "val")],
    "page numbers": [("pgNumType", "start"), ("pgNumType", "fmt")],
    "note numbers": [
        (f"{kind}/{name}", "val")
        for kind in ("footnotePr", "endnotePr")
        for name in ("numFmt", "numStart", "numRestart")
    ],
}


def read_set_up(file: OpenedWord, folder: str) -> dict[str, frozenset[str]]:
    """The settings of all sections, by kind."""
    found: dict[str, set[str]] = {}
    for section in sections(file.xml(file.main)):
        for kind, value in _settings(section):
            found.setdefault(kind, set()).add(value)
    if is_on(file.xml(f"{folder}/settings.xml"), "evenAndOddHeaders"):
        found["even pages"] = {"on"}
    return {kind: frozenset(values) for kind, values in found.items()}


def _settings(section: etree._Element) -> Iterator[tuple[str, str]]:
    size = section.find(f"{{{W}}}pgSz")
    if size is not None:
        wide, high = (size.get(f"{{{W}}}{name}", "") for name in ("w", "h"))
        if wide.isdecimal() and high.isdecimal():
            yield "orientation", "landscape" if int(wide) > int(high) else "portrait"
    for kind, places in _SETTINGS.items():
        for path, name in places:
            found = section.find("/".join(f"{{{W}}}{part}" for part in path.split("/")))
            value = "" if found is None else found.get(f"{{{W}}}{name}", "")
            if value not in _USUAL:
                yield kind, f"{path}={value}"
