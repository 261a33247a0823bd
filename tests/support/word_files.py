"""Word files of a document, after a change of the layout or of reference.docx."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from pathlib import Path
from typing import Any

from brochure.document.tree import (
    Document,
)
from brochure.schema.layout import Layout
from brochure.word.baseline import Baseline
from brochure.word.package import zip_parts
from brochure.word.write import write_docx
from docx_reader import WordFile
from workspaces import REPO, SAMPLES

REFERENCE = REPO / "layouts" / "standard" / "reference.docx"


def rewritten(document: Document, layout: Layout, **changes: Any) -> WordFile:
    """A Word file of a changed document without the pictures of its title."""
    heading = dataclasses.replace(document.heading, photo=None, flag=None)
    changed = dataclasses.replace(document, **{"heading": heading, **changes})
    made = write_docx(changed, layout, baseline=Baseline("x", "", ""), root=SAMPLES)
    return WordFile(made)


def with_labels(layout: Layout, **labels: str) -> Layout:
    """A layout that words its numbers otherwise."""
    changed = layout.data.labels.model_copy(update=labels)
    return dataclasses.replace(layout, data=layout.data.model_copy(update={"labels": changed}))


def with_reference(layout: Layout, folder: Path, change: dict[str, tuple[str, str]]) -> Layout:
    """A layout whose reference.docx a designer has changed: part to (pattern, replacement)."""
    with zipfile.ZipFile(REFERENCE) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        for pattern, (old, new) in change.items():
            if re.fullmatch(pattern, name):
                parts[name] = re.sub(old, new, content.decode()).encode()
    (folder / "reference.docx").write_bytes(zip_parts(parts))
    return dataclasses.replace(layout, folder=folder)
