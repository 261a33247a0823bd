"""WeasyPrint starts without a C compiler or a process of its own, and makes the same bytes."""

from __future__ import annotations

import subprocess
import sys

import make_declarations
import weasyprint
from weasyprint.pdf import fonts

from brochure.typesetting.patches import fast_import as quick_start
from upstream_source import source
from workspaces import REPO


def test_the_compiled_declarations_are_those_of_this_weasyprint_and_cffi() -> None:
    made = REPO / "src" / "brochure" / "typesetting" / "patches" / "ffi_declarations.py"
    assert made.read_text("utf-8") == make_declarations.compiled(), "run scripts/make_declarations.py"


def test_upstream_still_parses_its_declarations_and_asks_for_libraries_by_many_names() -> None:
    text = source(weasyprint.text.ffi)
    assert "ffi = cffi.FFI()\nffi.cdef(" in text
    for name in quick_start.LIBRARIES:
        assert f"'{name}'" in text
    assert "from fontTools import subset\n" in source(fonts)
    assert "from fontTools.varLib.instancer import instantiateVariableFont\n" in source(fonts)


STARTED = """
import subprocess, sys
class Forbidden(subprocess.Popen):
    def __init__(self, *arguments, **options):
        raise AssertionError("a process was started")
subprocess.Popen = Forbidden
from brochure.typesetting.patches import fast_import as quick_start
weasyprint = quick_start.import_weasyprint()
assert quick_start.import_weasyprint() is weasyprint
import cffi
assert cffi.FFI.__name__ == "FFI"
assert not {"pycparser", "fontTools.subset", "fontTools.varLib"} & set(sys.modules)
from weasyprint.pdf import fonts
from fontTools import subset
assert isinstance(fonts.subset.Options(layout_closure=False), subset.Options)
from weasyprint.text.ffi import harfbuzz, harfbuzz_subset
assert harfbuzz.hb_version_atleast(4, 1, 0) and harfbuzz_subset
print("started")
"""


def test_a_quick_start_starts_no_process_and_parses_no_declarations() -> None:
    ran = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=False)
    assert ran.stdout == "started\n", ran.stderr


RENDERED = """
import sys, hashlib
if sys.argv[1] == "quick":
    from brochure.typesetting.patches import fast_import as quick_start
    weasyprint = quick_start.import_weasyprint()
else:
    import weasyprint
assert ("pycparser" in sys.modules) == (sys.argv[1] == "plain")
html = "<html lang=ja><title>試</title><h1>試し<ruby>刷<rt>ず</rt></ruby>り</h1>"
html += "<p style='text-align:justify'>" + "文字。" * 99
print(hashlib.sha256(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")).hexdigest())
"""


def test_a_quick_start_makes_the_same_bytes() -> None:
    command = [sys.executable, "-c", RENDERED]
    said = [
        subprocess.run([*command, way], capture_output=True, text=True, check=True).stdout
        for way in ("quick", "plain")
    ]
    assert len(said[0]) == 65
    assert said[0] == said[1]


def test_without_a_library_of_its_name_weasyprint_starts_its_own_way() -> None:
    code = """
import sys
from brochure.typesetting.patches import fast_import as quick_start
quick_start.LIBRARIES += ("libnowhere.so.0",)
assert quick_start.import_weasyprint().__version__ and "pycparser" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
