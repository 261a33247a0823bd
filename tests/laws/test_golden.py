"""Expected texts that a person can review: the document as ``brochure show`` prints it, and the HTML.

``make golden`` rewrites them; read the diff before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

from brochure.build.load import LoadedPartner
from brochure.document import dump as plaintext
from brochure.typesetting import html
from workspaces import TESTS

GOLDEN = TESTS / "golden"
EXPECTED = {f"{name}.{kind}" for name in ("liaoning", "awkward") for kind in ("txt", "html")}


def compare(name: str, made: str) -> None:
    """Hold ``made`` against the expected file, or rewrite it if we are asked to."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(made, "utf-8")
    assert made == path.read_text("utf-8"), f"{name} differs; see make golden"


def test_the_document_reads_as_expected(loaded: LoadedPartner) -> None:
    compare(f"{loaded.document.id}.txt", plaintext.dump_document(loaded.document))


def test_the_html_is_as_expected(loaded: LoadedPartner, root: Path) -> None:
    page = html.write_html(loaded.document, loaded.common.layout, root=root, shown="layouts/standard")
    compare(f"{loaded.document.id}.html", page.html)


def test_every_expected_file_is_used() -> None:
    assert {path.name for path in GOLDEN.iterdir() if path.is_file()} == EXPECTED
