"""The order of the rooms as a table: imports point down, and each foreign library has one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from source_tree import ROOMS, SOURCE, group, imports, modules, room
from workspaces import TESTS

STRANGERS = [{"word", "typesetting"}, {"word", "pdf"}]  # neither imports the other


# Who may import a foreign library: its types stay inside.
HOMES = {
    "yaml": {"schema/yaml_reader", "schema/share_safe"},
    "pydantic": {
        "schema/base",
        "schema/series",
        "schema/profile",
        "schema/layout",
        "schema/font_families",
        "schema/references",
        "schema/text_kinds",
        "schema/print_shop",
        "schema/booklet",
    },
    "pikepdf": {"pdf/reader", "pdf/preflight", "pdf/prepress", "pdf/merge", "pdf/imposition", "pdf/diff"},
    "uharfbuzz": {"pdf/merge", "assembly/font_coverage", "assembly/font_widths"},
    "pydantic_core": {"schema/base"},
    "jinja2": {"typesetting/html", "typesetting/sandbox", "typesetting/template_cache"},
    "markupsafe": {
        "typesetting/inline_html",
        "typesetting/html",
        "typesetting/value_marks",
        "typesetting/drawing_html",
    },
    "weasyprint": {
        "typesetting/weasyprint",
        "typesetting/patches",
        "typesetting/renderer_state",
        "typesetting/value_boxes",
    },
    "pydyf": {"typesetting/weasyprint", "typesetting/patches"},
    "tinyhtml5": {"typesetting/patches"},
    "tinycss2": {"typesetting/stylesheets", "typesetting/stylesheet_check"},
    "cffi": {"typesetting/patches"},
    "docx": {"word"},
    "openpyxl": {"survey/excel_form", "survey/excel_reading"},
    "_cffi_backend": {"typesetting/patches"},
    "lxml": {"word", "assembly/citation_style"},
    "citeproc": {"assembly/citation", "assembly/citation_style"},
    "fontTools": {"assembly/font_coverage", "pdf/wide_glyphs", "pdf/prepress"},
    "budoux": {"document/phrase_breaks"},
    "PIL": {
        *("assembly/images", "assembly/layout_pictures", "assembly/picture_metadata"),
        *("word", "pdf/prepress", "pdf/reader", "pdf/page_pictures", "pdf/diff"),
    },
    "segno": {"assembly/qr_codes"},
    "click": {"cli"},
    "rich": {"cli/terminal"},
    "pypdfium2": {"pdf/reader", "pdf/preflight", "pdf/page_pictures", "pdf/diff"},
    "watchfiles": {"build/watch"},
    "distributed": {"build/dask"},
    "cryptography": {"build/dask_certificates", "desk/certificates"},
    "starlette": {"desk/app"},
    "uvicorn": {"desk/server", "desk/protocol"},
    "h11": {"desk/protocol"},
    "bibtexparser": {"schema/exports"},
    "pylatexenc": {"schema/exports"},
}


PURE = {
    "document/alignment",
    "document/anchors",
    "pdf/imposition/paper",
    "pdf/geometry",
    "storage/shipped",
    "document/diff",
    "document/partial_date",
    "document/palette",
    "diagnostics/problem",
    "document/tree",
    "document/walk",
    "document/house_style",
    "diagnostics/catalogue",
    "document/line_breaking",
    "storage/interpreter",
    "storage/system_requirements",
}  # standard library only


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_point_down(path: Path) -> None:
    own = room(group(path))
    if own == "__init__":
        assert not imports(path)
        return
    for name in imports(path):
        if name.startswith("brochure.") and name != "brochure.__version__":
            other = name.split(".")[1]
            assert ROOMS.index(other) <= ROOMS.index(own), f"{own} imports {name}"
            assert {own, other} not in STRANGERS, f"{own} imports {name}"


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

    for name in PURE:
        for used in imports(SOURCE / f"{name}.py"):
            assert used.split(".")[0] in {*sys.stdlib_module_names, "brochure"}, f"{name} imports {used}"


def test_the_package_holds_the_rooms_and_nothing_else() -> None:
    found = {path.name for path in SOURCE.iterdir() if path.name != "__pycache__"}
    assert found == {*ROOMS, "__init__.py", "__main__.py"}


def test_a_public_class_has_a_name_of_its_own() -> None:
    places: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(path.relative_to(SOURCE).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


# Folders of tests that are no room: programs from outside, laws over everything, the repository itself.
OTHER_TESTS = {"laws", "repo", "tools"}
# Tests of several modules of a room at once, so that no module has their name.
OF_SEVERAL_MODULES = {
    "desk/test_bad_input_in_browser.py",
    "desk/test_desk_in_browser.py",
    "desk/test_edit_approvals.py",
    "desk/test_edit_files.py",
    "desk/test_edit_in_english.py",
    "desk/test_edit_keys.py",
    "desk/test_edit_states.py",
    "desk/test_edit_with_others.py",
    "desk/test_pages_in_browser.py",
    "desk/test_typing_in_browser.py",
    "desk/test_export_menu.py",
    "desk/test_form_folds.py",
    "desk/test_form_moves.py",
    "desk/test_others_in_browser.py",
    "desk/test_page_forms.py",
    "desk/test_pasted_sources.py",
    "desk/test_picture_field.py",
    "desk/test_text_composition.py",  # of the front end
    "desk/test_text_field.py",
    "desk/test_text_markup.py",
    "desk/test_list_approvals.py",
    "desk/test_list_dialogs.py",
    "desk/test_list_view.py",
    "pdf/prepress/test_plates.py",
    "typesetting/patches/test_saved_work.py",
    "typesetting/test_composition.py",
    "typesetting/test_layouts.py",
}


def test_a_test_file_stands_and_is_named_as_the_module_it_tests() -> None:
    strays = set()
    for path in TESTS.rglob("test_*.py"):
        file = path.relative_to(TESTS)
        module = SOURCE / file.parent / file.name.removeprefix("test_")
        if file.parts[0] not in OTHER_TESTS and not module.exists() and not module.with_suffix("").is_dir():
            strays.add(file.as_posix())
    assert strays == OF_SEVERAL_MODULES


def test_no_file_function_or_class_is_too_long_to_read() -> None:
    for path in (*modules(), *TESTS.rglob("*.py")):
        text = path.read_text("utf-8")
        if path.name == "ffi_declarations.py":  # made by a script
            continue
        assert text.count("\n") <= 450, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
                reason = "more than 20 methods: " in (ast.get_docstring(node) or "")
                assert len(methods) <= 20 or reason, f"{path}: {node.name}"
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{path}: {node.name}"
