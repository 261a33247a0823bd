"""Read how the pages of a Word file are set up, as far as a reader sees it.

Values that a page has without any setting are left out, because programs write them too.

Source: ECMA-376-1:2016, 17.6 (sections), 17.10.1 (even pages), 17.11.11 (numbers of notes).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from brochure.document.tree import plain_text
from brochure.word.ooxml import W
from brochure.word.reader.elements import is_on, local_name
from brochure.word.reader.model import WordLine
from brochure.word.reader.running_heads import sections, shown_parts
from brochure.word.untrusted import OpenedWord

RUNNING = "running heads"  # the kind of setting: which words stand in the headers of which pages
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


def read_set_up(file: OpenedWord, folder: str, running: Mapping[str, WordLine]) -> dict[str, frozenset[str]]:
    """The settings of all sections, by kind. ``running`` has the headers and footers by their parts."""
    found: dict[str, set[str]] = {}
    for section in sections(file.xml(file.main)):
        for kind, value in _settings(section):
            found.setdefault(kind, set()).add(value)
        if any(local_name(one) == "sectPr" for one in section.itersiblings()):  # the last closes the file
            found.setdefault("sections", set()).add("one more behind the text")
    if is_on(file.xml(f"{folder}/settings.xml"), "evenAndOddHeaders"):
        found["even pages"] = {"on"}
    for part, places in shown_parts(file, folder).items():
        if part in running:
            words = plain_text(running[part].content)
            found.setdefault(RUNNING, set()).update(f"{place}: {words}" for place in places)
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
