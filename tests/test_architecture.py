"""The order of the rooms as a table: imports point down, and each foreign library has one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "brochure"

# The rooms of the package from the bottom up, with the modules that belong into each; a module may import
# only from its own room and from lower ones.
ROOMS = {
    "diagnostics": {"errors", "messages"},
    "storage": {
        *("workspace", "shipped", "files", "cache", "inputs", "packing"),
        *("system_requirements", "interpreter"),
    },
    "document": {
        *("dates", "colour", "document", "book", "house_style", "anchors", "inline", "markup", "plaintext"),
        *("kinsoku", "phrases", "collation", "textdiff", "alignment", "comparison", "comparison_texts"),
    },
    "schema": {
        *("yamltext", "schema", "sources", "series", "profile", "booklet", "shop", "layout", "proofread"),
        "jsonschema",
    },
    "assembly": {
        *("pictures", "codes", "citation", "wordings", "assemble", "compile", "advice", "shelf", "fonts"),
    },
    "pdf": {
        *(
            "pages",
            "geometry",
            "paper",
            "wide_glyphs",
            "bind",
            "pieces",
            "preflight",
            "notecheck",
            "wordcheck",
        ),
        *("press", "impose"),
    },
    "typesetting": {
        *("html", "bookhtml", "comparisonhtml", "templates", "furniture", "engine", "warm", "typeset"),
        *("budget", "kept"),
    },
    "word": {"word"},
    "build": {
        *("build", "publish", "partners", "chapters", "overlay", "crew", "executors", "remote", "watch"),
        *("lastbuild", "starter", "doctor"),
    },
    "revision": {"earlier", "redline", "revise", "yamledit", "yamllayout"},
    "cli": {"cli", "words", "progress", "tables", "__main__"},
}
STRANGERS = [{"word", "typesetting"}, {"word", "pdf"}]  # neither imports the other

# Who may import a foreign library: its types stay inside.
HOMES = {
    "yaml": {"yamltext", "schema/yaml_reader"},
    "pydantic": {
        "schema",
        "schema/base",
        "series",
        "schema/series",
        "profile",
        "schema/profile",
        "layout",
        "schema/layout",
        "proofread",
        "schema/references",
        "shop",
        "schema/print_shop",
        "booklet",
        "schema/booklet",
    },
    "pikepdf": {
        "pages",
        "pdf/reader",
        "preflight",
        "pdf/preflight",
        "press",
        "pdf/prepress",
        "bind",
        "pdf/merge",
        "impose",
        "pdf/imposition",
    },
    "uharfbuzz": {"bind", "pdf/merge", "fonts", "assembly/font_coverage"},
    "pydantic_core": {"schema", "schema/base"},
    "jinja2": {"html", "typesetting/html", "templates", "typesetting/template_cache"},
    "markupsafe": {"html", "typesetting/html"},
    "weasyprint": {
        "pdf",
        "typesetting/weasyprint",
        "engine",
        "typesetting/patches",
        "warm",
        "typesetting/renderer_state",
    },
    "pydyf": {"pdf", "typesetting/weasyprint", "engine", "typesetting/patches"},
    "tinyhtml5": {"engine", "typesetting/patches"},
    "cffi": {"engine", "typesetting/patches"},
    "docx": {"word"},
    "_cffi_backend": {"engine", "typesetting/patches"},
    "lxml": {"word", "citation", "assembly/citation"},
    "citeproc": {"citation", "assembly/citation"},
    "fontTools": {
        "fonts",
        "assembly/font_coverage",
        "wide_glyphs",
        "pdf/wide_glyphs",
        "press",
        "pdf/prepress",
    },
    "budoux": {"phrases", "document/phrase_breaks"},
    "PIL": {"pictures", "assembly/images", "word", "press", "pdf/prepress"},
    "segno": {"codes", "assembly/qr_codes"},
    "click": {"cli", "cli/main"},
    "rich": {"progress", "cli/progress", "tables", "cli/tables"},
    "pypdfium2": {"pages", "pdf/reader", "preflight", "pdf/preflight"},
    "watchfiles": {"watch", "build/watch"},
    "distributed": {"executors", "build/dask"},
}
PURE = {
    "alignment",
    "document/alignment",
    "anchors",
    "document/anchors",
    "paper",
    "pdf/imposition/paper",
    "geometry",
    "pdf/geometry",
    "shipped",
    "storage/shipped",
    "textdiff",
    "document/diff",
    "dates",
    "document/partial_date",
    "colour",
    "document/palette",
    "errors",
    "diagnostics/problem",
    "document",
    "document/tree",
    "house_style",
    "document/house_style",
    "messages",
    "diagnostics/catalogue",
    "words",
    "cli/help",
    "kinsoku",
    "document/line_breaking",
    "interpreter",
    "storage/interpreter",
    "system_requirements",
    "storage/system_requirements",
}  # standard library only


def modules() -> list[Path]:
    """Every source file."""
    return sorted(SOURCE.rglob("*.py"))


def group(path: Path) -> str:
    """A file or a package in a room, such as ``word/body``; or a module that has not moved into one yet."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return "/".join(parts[:2]) if parts[0] in ROOMS else parts[0]


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


def room(name: str) -> str:
    """The room of a module, by the top name of its file."""
    top = name.partition("/")[0]
    return top if top != name else next((room for room, names in ROOMS.items() if name in names), name)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_point_down(path: Path) -> None:
    own = group(path)
    if own == "__init__":
        assert not imports(path)
        return
    order = list(ROOMS)
    for name in imports(path):
        if name.startswith("brochure.") and name != "brochure.__version__":
            rooms = (
                room(own),
                room("/".join(name.split(".")[1:3]) if name.split(".")[1] in ROOMS else name.split(".")[1]),
            )
            assert order.index(rooms[1]) <= order.index(rooms[0]), f"{own} imports {name}"
            assert set(rooms) not in STRANGERS, f"{own} imports {name}"


def test_imports_between_files_form_no_circle() -> None:
    import graphlib

    files = {dotted(path): path for path in modules()}
    needs = {name: named(path, set(files)) for name, path in files.items()}
    assert len(list(graphlib.TopologicalSorter(needs).static_order())) == len(files)  # or it raises


def test_a_package_itself_holds_but_a_docstring() -> None:
    # what it imported would be loaded with each of its modules
    for path in SOURCE.rglob("*/__init__.py"):
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree), path
        assert len(tree.body) == 1, path


def dotted(path: Path) -> str:
    """A file as imports name it."""
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def named(path: Path, known: set[str]) -> set[str]:
    """The files of the package that a file imports, also within functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{name.name}" for name in node.names} & known
            found |= whole
            if len(whole) < len(node.names):  # something that the module itself defines
                found |= {node.module} & known
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_foreign_library_has_one_home(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)}
    for library in used & set(HOMES):
        places = {group(path), path.relative_to(SOURCE).parts[0]}
        assert places & HOMES[library], f"{path.name} imports {library}"


def test_values_at_the_bottom_need_only_the_standard_library() -> None:
    import sys

    for name in (name for name in PURE if (SOURCE / f"{name}.py").exists()):
        for used in imports(SOURCE / f"{name}.py"):
            assert used.split(".")[0] in {*sys.stdlib_module_names, "brochure"}, f"{name} imports {used}"


def test_the_table_names_every_module_once_and_no_other() -> None:
    listed = {name for names in ROOMS.values() for name in names}
    assert {group(path) for path in modules() if group(path).partition("/")[0] not in ROOMS} - {
        "__init__"
    } <= listed
