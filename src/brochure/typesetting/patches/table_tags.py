"""Tag the scope of a table's heads, and the summary of a mark table (ISO 32000-1, 14.8.5.7).

WeasyPrint links cells to their heads by ID; programs that do not follow these links need /Scope. A table
with ``data-summary`` gets it as its /Summary, which a screen reader reads before the cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SCOPES = {"col": "/Column", "row": "/Row"}


def apply() -> None:
    """Wrap ``pdf.tags._build_box_tree``.

    Raises:
        RuntimeError: Its parameters differ from the expected ones.
    """
    import inspect

    import pydyf
    from weasyprint.pdf import tags

    build = tags._build_box_tree
    if next(iter(inspect.signature(build).parameters)) != "box":
        raise RuntimeError("table_tags: weasyprint.pdf.tags._build_box_tree has changed")

    def build_box_tree(box: Any, *arguments: Any) -> Iterator[Any]:
        for element in build(box, *arguments):
            source = getattr(box, "element", None)
            if source is not None and element["S"] == "/TH" and source.get("scope") in SCOPES:
                element["A"]["Scope"] = SCOPES[source.get("scope")]
            if source is not None and element["S"] == "/Table" and source.get("data-summary"):
                summary = pydyf.String(source.get("data-summary"))
                element["A"] = pydyf.Dictionary({"O": "/Table", "Summary": summary})
            yield element

    tags._build_box_tree = build_box_tree
