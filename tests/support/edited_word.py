"""Word files edited as an editor's program would."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

Change = Callable[[str], str]


def changed(source: Path, target: Path, **parts: Change) -> Path:
    """A Word file with parts changed as an editor's program would."""
    with zipfile.ZipFile(source) as archive:
        data = {name: archive.read(name) for name in archive.namelist()}
    for name, change in parts.items():
        path = f"word/{name}.xml"
        data[path] = change(data[path].decode()).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in data.items():
            archive.writestr(name, content)
    return target


def typed(source: Path, target: Path, words: Mapping[str, str]) -> Path:
    """A Word file in which words were typed over, without tracking."""

    def change(xml: str) -> str:
        for old, new in words.items():
            assert old in xml, old
            xml = xml.replace(old, new)
        return xml

    return changed(source, target, document=change)


def saved_by(source: Path, who: str) -> Path:
    """The Word file with the name of who saved it last."""
    with zipfile.ZipFile(source) as archive:
        data = {name: archive.read(name) for name in archive.namelist()}
    core = data["docProps/core.xml"].decode()
    core = re.sub(r"<cp:lastModifiedBy>.*?</cp:lastModifiedBy>", "", core)
    core = core.replace("</cp:core", f"<cp:lastModifiedBy>{who}</cp:lastModifiedBy></cp:core")
    data["docProps/core.xml"] = core.encode()
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in data.items():
            archive.writestr(name, content)
    return source
