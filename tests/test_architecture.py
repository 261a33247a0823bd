"""The picture of STYLE.md as a table: imports point down, and each foreign library has one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "brochure"

# From the bottom up; a module may import only from lower rows and from its own group.
LAYERS = [
    {"dates", "colour", "errors", "anchors", "collation", "paper", "geometry", "textdiff", "wide_glyphs"},
    {"document", "messages", "alignment"},
    {"book", "house_style"},
    {"kinsoku"},
    {"yamltext", "inline", "phrases", "files", "words", "cache", "inputs", "crew", "packing"},
    {"executors", "system_requirements", "interpreter"},
    {"schema", "plaintext", "comparison", "markup", "yamllayout"},
    {"sources", "yamledit", "templates"},
    {"series", "shop"},
    {"profile"},
    {"proofread", "booklet"},
    {"layout"},
    {"codes", "pictures", "citation"},
    {"assemble", "jsonschema", "advice"},
    {"workspace", "shelf", "compile", "pages"},
    {"wordings"},
    {"fonts", "html", "starter", "engine", "preflight", "warm"},
    {"bind"},
    {"furniture"},
    {"bookhtml", "comparisonhtml"},
    {"pdf", "word", "notecheck", "wordcheck", "budget", "press", "impose"},
    {"typeset", "lastbuild"},
    {"kept", "pieces"},
    {"build", "progress", "tables"},
    {"partners"},
    {"chapters", "earlier"},
    {"overlay"},
    {"publish", "redline", "revise"},
    {"remote"},
    {"watch", "doctor"},
    {"cli"},
    {"__main__"},
]

# Who may import a foreign library: its types stay inside.
HOMES = {
    "yaml": {"yamltext"},
    "pydantic": {"schema", "series", "profile", "layout", "proofread", "shop", "booklet"},
    "pikepdf": {"pages", "preflight", "press", "bind", "impose"},
    "uharfbuzz": {"bind", "fonts"},
    "pydantic_core": {"schema"},
    "jinja2": {"html", "templates"},
    "markupsafe": {"html"},
    "weasyprint": {"pdf", "engine", "warm"},
    "pydyf": {"pdf", "engine"},
    "tinyhtml5": {"engine"},
    "cffi": {"engine"},
    "docx": {"word"},
    "_cffi_backend": {"engine"},
    "lxml": {"word", "citation"},
    "citeproc": {"citation"},
    "fontTools": {"fonts", "wide_glyphs", "press"},
    "budoux": {"phrases"},
    "PIL": {"pictures", "word", "press"},
    "segno": {"codes"},
    "click": {"cli"},
    "rich": {"progress", "tables"},
    "pypdfium2": {"pages", "preflight"},
    "watchfiles": {"watch"},
    "distributed": {"executors"},
}
PURE = {
    "alignment",
    "anchors",
    "paper",
    "geometry",
    "textdiff",
    "dates",
    "colour",
    "errors",
    "document",
    "house_style",
    "messages",
    "words",
    "kinsoku",
    "interpreter",
    "system_requirements",
}  # standard library only


def modules() -> list[Path]:
    """Every source file."""
    return sorted(SOURCE.rglob("*.py"))


def group(path: Path) -> str:
    """The top name of a file below the package: ``word/write.py`` is ``word``."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The dotted names that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= (
                {f"brochure.{name.name}" for name in node.names}
                if node.module == "brochure"
                else {node.module}
            )
    return found


def layer(name: str) -> int:
    """The row of a module."""
    return next(index for index, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_point_down(path: Path) -> None:
    own = group(path)
    if own == "__init__":
        assert not imports(path)
        return
    for name in imports(path):
        if name.startswith("brochure.") and name != "brochure.__version__":
            other = name.split(".")[1]
            assert other == own or layer(other) < layer(own), f"{own} imports {other}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_foreign_library_has_one_home(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)}
    for library in used & set(HOMES):
        assert group(path) in HOMES[library], f"{path.name} imports {library}"


def test_values_at_the_bottom_need_only_the_standard_library() -> None:
    import sys

    for name in PURE:
        for used in imports(SOURCE / f"{name}.py"):
            assert used.split(".")[0] in {*sys.stdlib_module_names, "brochure"}, f"{name} imports {used}"


def test_the_table_names_every_module_and_no_other() -> None:
    named = set().union(*LAYERS)
    assert named == {group(path) for path in modules()} - {"__init__"}
