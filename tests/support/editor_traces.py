"""What programs leave in a Word file that they save, without an edit of its text.

LibreOffice 7.4 runs in the tests themselves. The others are written here after public descriptions: their
documentation, and files that people posted with bug reports; none of these programs ran.

- Word: revision ids, marks of the spelling checker, the bookmark of the last edit, rendered page breaks.
- Word for the web: bookmarks ``_Int_…`` around what its assistants looked at.
- LibreOffice 24 to 26: empty properties, a language in every run, ``w:bidi``, styles under other ids.
- WPS Office: a hint and a Chinese language in every run, ``OLE_LINK`` bookmarks.
- ONLYOFFICE: ``w:highlight`` that is none, empty runs, empty borders.
- Google Docs: ``w:rtl`` that is off in every run.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from docx_reader import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_AROUND = (f"{W}rPr", f"{W}lastRenderedPageBreak")  # beside the text of a run
_CHANGE = re.compile(r"(?<=[0-9A-Za-z])(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])(?=[0-9A-Za-z])")


def _element(tag: str, **attributes: str) -> Any:
    made = etree.Element(f"{W}{tag}")
    for key, value in attributes.items():
        made.set(f"{W}{key}", value)
    return made


def _runs(root: Any) -> list[Any]:
    """The runs of text that an editor can type in, but not those of readings, fields and notes' numbers."""
    return [
        run
        for run in root.iter(f"{W}r")
        if [child.tag for child in run if child.tag not in _AROUND] == [f"{W}t"]
        and not any(parent.tag == f"{W}ruby" for parent in run.iterancestors())
    ]


def _split(root: Any) -> None:
    """Split runs where the script changes."""
    for run in _runs(root):
        words = _CHANGE.split(run.find(f"{W}t").text or "")
        for part in reversed(words[1:]):
            new = copy.deepcopy(run)
            new.find(f"{W}t").text = part
            new.find(f"{W}t").set(_SPACE, "preserve")
            run.addnext(new)
        run.find(f"{W}t").text = words[0]


def _properties(run: Any) -> Any:
    found = run.find(f"{W}rPr")
    if found is None:
        found = _element("rPr")
        run.insert(0, found)
    return found


def _add_to_runs(root: Any, *made: Any) -> None:
    for run in _runs(root):
        properties = _properties(run)
        for one in made:
            if properties.find(one.tag) is None:
                properties.append(copy.deepcopy(one))


def _bookmark(root: Any, name: str) -> None:
    """A bookmark around the first run of each third paragraph."""
    paragraphs = [p for p in root.iter(f"{W}p") if p.find(f"{W}r") is not None]
    for number, paragraph in enumerate(paragraphs[::3]):
        identity, run = str(9000 + number), paragraph.find(f"{W}r")
        run.addprevious(_element("bookmarkStart", id=identity, name=name.format(number)))
        run.addnext(_element("bookmarkEnd", id=identity))


def word(root: Any) -> None:
    _split(root)
    for number, one in enumerate(root.iter(f"{W}p", f"{W}r")):
        one.set(f"{W}rsidR", f"00{number:06X}")
    for run in _runs(root)[::4]:
        run.addprevious(_element("proofErr", type="spellStart"))
        run.addnext(_element("proofErr", type="spellEnd"))
    for run in _runs(root)[::7]:
        run.find(f"{W}t").addprevious(_element("lastRenderedPageBreak"))
    _add_to_runs(root, _element("rFonts", hint="eastAsia"))
    _bookmark(root, "_GoBack")


def word_for_the_web(root: Any) -> None:
    _split(root)
    _add_to_runs(root, _element("lang", eastAsia="ja-JP"))
    _bookmark(root, "_Int_aB3xY{}")


def libreoffice_25(root: Any) -> None:
    _split(root)
    _add_to_runs(root, _element("lang", val="en-US", eastAsia="ja-JP", bidi="ar-SA"))
    for paragraph in root.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        if properties is not None:
            properties.append(_element("bidi", val="0"))
            properties.append(_element("rPr"))


def wps(root: Any) -> None:
    _add_to_runs(root, _element("rFonts", hint="eastAsia"), _element("lang", val="en-US", eastAsia="zh-CN"))
    _bookmark(root, "OLE_LINK{}")


def onlyoffice(root: Any) -> None:
    _add_to_runs(root, _element("highlight", val="none"))
    for run in _runs(root)[::2]:
        run.addnext(_element("r"))
    for paragraph in root.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        if properties is not None:
            properties.append(_element("pBdr"))


def google_docs(root: Any) -> None:
    _split(root)
    _add_to_runs(root, _element("rtl", val="0"))


TRACES: dict[str, Callable[[Any], None]] = {
    "Word": word,
    "Word for the web": word_for_the_web,
    "LibreOffice 25": libreoffice_25,
    "WPS Office": wps,
    "ONLYOFFICE": onlyoffice,
    "Google Docs": google_docs,
}


def saved_with(trace: Callable[[Any], None], xml: str) -> str:
    """A main part as a program saves it."""
    root = etree.fromstring(xml.encode())
    trace(root)
    return etree.tostring(root).decode()


def typed_over(xml: str, old: str, new: str) -> str:
    """Words of one run typed over in a run of their own, as the program writes it."""
    root = etree.fromstring(xml.encode())
    (run,) = [one for one in _runs(root) if old in (one.find(f"{W}t").text or "")]
    before, _, after = run.find(f"{W}t").text.partition(old)
    for words in (after, new):
        made = copy.deepcopy(run)
        made.find(f"{W}t").text = words
        made.find(f"{W}t").set(_SPACE, "preserve")
        run.addnext(made)
    run.find(f"{W}t").text = before
    return etree.tostring(root).decode()
