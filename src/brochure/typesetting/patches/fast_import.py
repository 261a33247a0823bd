"""Import WeasyPrint in a third of the time (Linux).

Two things are slow. cffi parses 450 lines of C declarations, and to find each library WeasyPrint asks
ldconfig,
gcc and ld for names that exist only on Windows: some fifty processes
(https://github.com/Kozea/WeasyPrint/issues/1125). Compiled declarations (``ffi_declarations``) open
libraries by the names that the dynamic linker knows, which WeasyPrint tries last. WeasyPrint also imports
fontTools' subsetter and instancer, which it does not use if HarfBuzz subsets and no font is variable.

The libraries, and the bytes of a PDF, are the same. On other systems, or if a library is not found by its
name, nothing is changed.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from hashlib import sha256
from types import ModuleType
from typing import Any

# Libraries that WeasyPrint 70 requires, by their names on Linux.
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)
DEFERRED = (
    "fontTools.subset",
    "fontTools.varLib.instancer",
)  # imported when one of their functions is called


def import_weasyprint() -> Any:
    """Import WeasyPrint, or return the imported one.

    Raises:
        OSError: A library cannot be loaded.
    """
    if sys.platform == "linux" and _libraries_available() and "weasyprint" not in sys.modules:
        with _compiled_declarations(), _deferred_imports():
            return importlib.import_module("weasyprint")
    return importlib.import_module("weasyprint")


@cache
def _libraries_available() -> bool:
    """Whether the declarations can be used and every library is found by its name.

    The libraries stay loaded until the process ends: cffi closes them when Python clears its modules, and
    what Pango frees after that would crash (no upstream issue known; not reported yet).
    """
    try:
        from brochure.typesetting.patches.ffi_declarations import ffi

        for name in LIBRARIES:
            ffi.dlopen(name, ffi.RTLD_NOW | ffi.RTLD_NODELETE)
    except (ImportError, OSError):  # another cffi, or a system with other library names
        return False
    return True


@contextmanager
def _compiled_declarations() -> Iterator[None]:
    """Make ``cffi.FFI()`` return the compiled declarations."""
    import cffi

    original = cffi.FFI
    cffi.FFI = partial(_Declarations, original)
    try:
        yield
    finally:
        cffi.FFI = original


class _Declarations:
    """An FFI that is not parsed if the compiled declarations match.

    Its functions become attributes of its own, so that calling one costs nothing more.
    """

    def __init__(self, parser: Any) -> None:
        self._parser = parser

    def cdef(self, source: str) -> None:
        """Use the compiled declarations, or parse the source if it differs."""
        from brochure.typesetting.patches import ffi_declarations

        if sha256(source.encode()).hexdigest() == ffi_declarations.SOURCE:
            ffi = ffi_declarations.ffi
        else:
            ffi = self._parser()
            ffi.cdef(source)
        for name in dir(ffi):
            if not name.startswith("__"):
                setattr(self, name, getattr(ffi, name))


@contextmanager
def _deferred_imports() -> Iterator[None]:
    """Replace slow modules by modules that are imported when one of their functions is called."""
    absent = [name for name in DEFERRED if name not in sys.modules]
    for name in absent:
        sys.modules[name] = _DeferredModule(name)
    try:
        yield
    finally:
        for name in absent:
            if isinstance(sys.modules.get(name), _DeferredModule):
                del sys.modules[name]


class _DeferredModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return partial(_call, self.__name__, name)


def _call(module: str, name: str, *arguments: Any, **options: Any) -> Any:
    return getattr(importlib.import_module(module), name)(*arguments, **options)
