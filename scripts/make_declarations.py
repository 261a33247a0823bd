"""Compile the C declarations of the installed WeasyPrint into typesetting/patches/ffi_declarations.py.

Run as: .venv/bin/python scripts/make_declarations.py

Run it after WeasyPrint or cffi changes; a test in tests/typesetting/patches fails until then.
"""

from __future__ import annotations

import importlib.util
import tempfile
from hashlib import sha256
from pathlib import Path

import cffi

TARGET = Path(__file__).parent.parent / "src" / "brochure" / "typesetting" / "patches" / "ffi_declarations.py"

HEAD = '''"""The C declarations of WeasyPrint {version}, compiled by cffi so that no start has to parse them.

Made by scripts/make_declarations.py from weasyprint/text/ffi.py (copyright Simon Sapin and contributors,
BSD-3-Clause); cffi calls this out-of-line ABI mode. Not to be edited.
"""

SOURCE = "{digest}"  # SHA-256 of the declarations that were compiled

'''


def declared() -> str:
    """Return the declarations in WeasyPrint's file, which is not imported."""
    spec = importlib.util.find_spec("weasyprint")
    assert spec and spec.origin
    source = (Path(spec.origin).parent / "text" / "ffi.py").read_text("utf-8")
    _, _, rest = source.partition("ffi.cdef('''")
    found, end, _ = rest.partition("''')")
    if not end:
        raise RuntimeError("weasyprint/text/ffi.py declares its functions in another way now")
    return found


def compiled() -> str:
    """Return the text of the module."""
    from brochure.typesetting.patches.apply import VERSION

    declarations = declared()
    ffi = cffi.FFI()
    ffi.cdef(declarations)
    ffi.set_source("declarations", None)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "declarations.py"
        ffi.emit_python_code(str(made))
        code = made.read_text("ascii").partition("\n")[2]  # without “auto-generated file”
    head = HEAD.format(version=VERSION, digest=sha256(declarations.encode()).hexdigest())
    return head + code.strip() + "\n"


def main() -> None:
    """Write the module."""
    TARGET.write_text(compiled(), "utf-8")
    print(TARGET)


if __name__ == "__main__":
    main()
